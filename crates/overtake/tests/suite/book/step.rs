//! A step as the code has it, from the syntax trees: who works in it, in order, what each reads and what it writes.
//!
//! `step.rs` of the race is a page of literals, so that all of this stands in it; an expression of another form is an error
//! here, lest something be read that no page shows.

use std::collections::{BTreeMap, BTreeSet};
use syn::{Expr, Member, Pat, Stmt};

/// What a piece of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// It moves the stocks of its mechanism.
    Transition,
    /// It works something out for others.
    Flow,
    /// It reports.
    Outcomes,
}

/// Where something that is read comes from. A mechanism's stocks, parameters and data are named by mechanism and field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// A stock, or all of a mechanism's.
    Stock(String, Option<String>),
    /// What a piece of work has worked out in this step, by its name.
    Result(String),
    /// A lever, by its key.
    Lever(String),
    /// What a policy says besides levers of blocs.
    Policy(String),
    /// Parameters of a mechanism, or what is derived from them.
    Parameter(String, Option<String>),
    /// What a mechanism takes from data.
    Data(String, Option<String>),
    /// Luck of a mechanism.
    Luck(String),
}

/// Something that a piece of work reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    pub(crate) origin: Origin,
    /// The loop through whose link it passes.
    pub(crate) through: Option<String>,
}

/// A piece of work.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) mechanism: String,
    pub(crate) form: Form,
    /// The type of what it reads, by which its mechanism's file knows it.
    pub(crate) kind: Option<String>,
    /// What others know its result by.
    pub(crate) result: Option<String>,
    pub(crate) reads: Vec<Read>,
}

/// Who works in a step, and who reports after it, in order.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) works: Vec<Work>,
    pub(crate) reports: Vec<Work>,
}

/// What has no past of its own: members, dates, and where things are put.
const GIVEN: &[&str] = &["setting", "now", "step", "ledger", "slots", "out"];

impl Step {
    /// Reads a step from the text of `step.rs`, and from the text of `mechanisms.rs` who reports from its own stocks alone.
    pub(crate) fn of(step: &str, mechanisms: &str) -> Result<Self, String> {
        let file = syn::parse_file(step).map_err(|e| format!("step.rs: {e}"))?;
        let own = own_reports(mechanisms)?;
        let methods = methods(&file);
        let walk = |name: &str| {
            let block = methods.get(name).ok_or(format!("step.rs has no function `{name}`"))?;
            let mut walk = Walk { methods: &methods, own: &own, known: BTreeMap::new(), works: Vec::new() };
            walk.block(block)?;
            Ok::<_, String>(walk.works)
        };
        Ok(Self { works: walk("step")?, reports: walk("report")? })
    }
}

/// Bodies of the methods in a file by name.
fn methods(file: &syn::File) -> BTreeMap<String, &syn::Block> {
    let impls = file.items.iter().filter_map(|item| match item {
        syn::Item::Impl(it) => Some(&it.items),
        _ => None,
    });
    let functions = impls.flatten().filter_map(|item| match item {
        syn::ImplItem::Fn(it) => Some((it.sig.ident.to_string(), &it.block)),
        _ => None,
    });
    functions.collect()
}

/// Mechanisms in whose line of the table `own` stands last.
fn own_reports(mechanisms: &str) -> Result<Vec<String>, String> {
    let file = syn::parse_file(mechanisms).map_err(|e| format!("mechanisms.rs: {e}"))?;
    let table = file.items.iter().find_map(|item| match item {
        syn::Item::Macro(it) if it.mac.path.is_ident("mechanisms") => Some(it.mac.tokens.to_string()),
        _ => None,
    });
    let table = table.ok_or("mechanisms.rs has no table of mechanisms")?;
    let lines = table.split(';').map(|line| line.split_whitespace().collect::<Vec<_>>());
    Ok(lines.filter(|l| l.last() == Some(&"own")).map(|l| l[0].to_owned()).collect())
}

struct Walk<'a> {
    methods: &'a BTreeMap<String, &'a syn::Block>,
    own: &'a [String],
    /// What each local stands for.
    known: BTreeMap<String, Vec<Read>>,
    works: Vec<Work>,
}

impl Walk<'_> {
    fn block(&mut self, block: &syn::Block) -> Result<(), String> {
        for statement in &block.stmts {
            match statement {
                Stmt::Local(syn::Local { pat: Pat::Ident(name), init: Some(init), .. }) => {
                    let name = name.ident.to_string();
                    let reads = if self.work(&init.expr, Some(name.clone()))? {
                        vec![Read { origin: Origin::Result(name.clone()), through: None }]
                    } else {
                        self.reads(&init.expr)?
                    };
                    self.known.insert(name, reads);
                }
                // Taking a trajectory apart names what it holds.
                Stmt::Local(syn::Local { pat: Pat::Struct(_), .. }) => {}
                Stmt::Expr(Expr::MethodCall(call), _) if is(&call.receiver, "self") => {
                    let name = call.method.to_string();
                    let called = self.methods.get(&name).ok_or(format!("there is no `{name}` in step.rs"))?;
                    self.block(called)?;
                }
                Stmt::Expr(Expr::Call(call), _) if last(&call.func).is_some_and(|f| f == "report_own") => {
                    let own = |mechanism: &String| Work {
                        mechanism: mechanism.clone(),
                        form: Form::Outcomes,
                        kind: None,
                        result: None,
                        reads: Vec::new(),
                    };
                    self.works.extend(self.own.iter().map(own));
                }
                Stmt::Expr(expression, _) if self.work(expression, None)? => {}
                _ => {
                    return Err(
                        "a step holds works, calls of its own parts and names for what is read".into()
                    );
                }
            }
        }
        Ok(())
    }

    /// Takes a piece of work, if the expression is one.
    fn work(&mut self, expression: &Expr, result: Option<String>) -> Result<bool, String> {
        let Expr::Call(call) = expression else { return Ok(false) };
        if last(&call.func).is_none_or(|name| name != "at_level") {
            return Ok(false);
        }
        let mechanism = match &call.args[0] {
            Expr::Path(key) if key.path.segments.len() == 2 => key.path.segments[0].ident.to_string(),
            _ => return Err("a piece of work is handed over with a mechanism's KEY".into()),
        };
        let Expr::Struct(literal) = &call.args[1] else {
            return Err(format!("{mechanism} hands over something else than a literal"));
        };
        let form = match path(&literal.path).as_str() {
            "Transition" => Form::Transition,
            "Flow" => Form::Flow,
            "Outcomes" => Form::Outcomes,
            other => return Err(format!("{mechanism} hands over {other}, which is no form of work")),
        };
        let mut work = Work { mechanism: mechanism.clone(), form, kind: None, result, reads: Vec::new() };
        for field in &literal.fields {
            let Member::Named(name) = &field.member else { continue };
            match name.to_string().as_str() {
                "reads" => {
                    work.kind = match &field.expr {
                        Expr::Struct(reads) => Some(path(&reads.path)),
                        _ => None,
                    };
                    work.reads.extend(self.reads(&field.expr)?);
                }
                "parameters" | "derived" => work.reads.extend(self.reads(&field.expr)?),
                "stocks" => {
                    let Expr::Reference(taken) = &field.expr else {
                        return Err(format!("{mechanism} takes its stocks otherwise than by reference"));
                    };
                    let stocks = self.reads(&taken.expr)?;
                    if !matches!(&stocks[..], [Read { origin: Origin::Stock(m, None), .. }] if *m == mechanism)
                    {
                        return Err(format!("{mechanism} takes the stocks of another: {stocks:?}"));
                    }
                    if taken.mutability.is_some() != (form == Form::Transition) {
                        return Err(format!(
                            "{mechanism}: a transition writes its stocks, nothing else does"
                        ));
                    }
                }
                "ledger" | "report" => {}
                other => return Err(format!("{mechanism} has a field `{other}` that no table shows")),
            }
        }
        let mut seen = BTreeSet::new();
        // Its own parameters need no mention.
        work.reads.retain(|read| {
            !matches!(&read.origin, Origin::Parameter(m, _) if *m == mechanism) && seen.insert(read.clone())
        });
        self.works.push(work);
        Ok(true)
    }

    /// What an expression reads.
    fn reads(&self, expression: &Expr) -> Result<Vec<Read>, String> {
        let all = |parts: &mut dyn Iterator<Item = &Expr>| -> Result<Vec<Read>, String> {
            let each: Result<Vec<Vec<Read>>, String> = parts.map(|part| self.reads(part)).collect();
            Ok(each?.concat())
        };
        match expression {
            Expr::Reference(it) if it.mutability.is_some() => {
                Err("what is read is not lent to be changed".into())
            }
            Expr::Reference(it) => self.reads(&it.expr),
            Expr::Paren(it) => self.reads(&it.expr),
            Expr::Struct(it) => all(&mut it.fields.iter().map(|f| &f.expr)),
            Expr::Array(it) => all(&mut it.elems.iter()),
            Expr::Tuple(it) => all(&mut it.elems.iter()),
            Expr::Lit(_) => Ok(Vec::new()),
            Expr::Call(it) if last(&it.func).is_some_and(|name| name == "past") => {
                let Expr::Reference(link) = &it.args[1] else { return Err("a link names its loop".into()) };
                let loops = last(&link.expr).ok_or("a link names its loop")?;
                let mut reads = self.reads(&it.args[0])?;
                reads.iter_mut().for_each(|read| read.through = Some(loops.clone()));
                Ok(reads)
            }
            Expr::Call(it) => all(&mut it.args.iter()),
            Expr::MethodCall(it) if is(&it.receiver, "plan") && it.method == "of" => match &it.args[0] {
                Expr::Macro(key) if key.mac.path.is_ident("lever") => {
                    let key = key.mac.tokens.to_string().trim_matches('"').to_owned();
                    Ok(vec![Read { origin: Origin::Lever(key), through: None }])
                }
                _ => Err("a lever is looked up by its key".into()),
            },
            Expr::MethodCall(it) => Ok([self.reads(&it.receiver)?, all(&mut it.args.iter())?].concat()),
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => self.place(expression),
            _ => Err("an expression is of a form that no table shows".into()),
        }
    }

    /// What a chain of fields reads.
    fn place(&self, expression: &Expr) -> Result<Vec<Read>, String> {
        let mut members = Vec::new();
        let mut inner = expression;
        let root = loop {
            match inner {
                Expr::Field(it) => {
                    if let Member::Named(name) = &it.member {
                        members.insert(0, name.to_string());
                    }
                    inner = &it.base;
                }
                Expr::Index(it) => inner = &it.expr,
                Expr::Path(it) => break path(&it.path),
                _ => return self.reads(inner),
            }
        };
        let (first, second) = (members.first().cloned(), members.get(1).cloned());
        let named = || first.clone().ok_or(format!("all of `{root}` is read at once"));
        let origin = match root.as_str() {
            "stocks" => Origin::Stock(named()?, second),
            "p" | "d" => Origin::Parameter(named()?, second),
            "data" => Origin::Data(named()?, second),
            "luck" => Origin::Luck(named()?),
            "plan" => Origin::Policy(named()?),
            root if self.known.contains_key(root) => return Ok(self.known[root].clone()),
            root if GIVEN.contains(&root) || root.chars().all(|c| c.is_uppercase() || c == '_') => {
                return Ok(Vec::new());
            }
            root => return Err(format!("nobody knows what `{root}` reads")),
        };
        Ok(vec![Read { origin, through: None }])
    }
}

/// The last name of a path.
fn path(path: &syn::Path) -> String {
    path.segments.last().map_or(String::new(), |s| s.ident.to_string())
}

fn last(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(it) => Some(path(&it.path)),
        _ => None,
    }
}

fn is(expression: &Expr, name: &str) -> bool {
    matches!(expression, Expr::Path(it) if it.path.is_ident(name))
}
