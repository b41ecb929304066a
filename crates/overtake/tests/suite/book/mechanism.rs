//! What a mechanism's own files say of its stocks, from the syntax trees: which each piece of work writes, and which it looks at.

use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};
use syn::{Expr, Item, Member, Pat};

/// A stock as its mechanism declares it.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// Whether others see it.
    pub(crate) public: bool,
}

/// A mechanism as its files have it.
#[derive(Clone, Default)]
pub(crate) struct Source {
    items: Vec<Item>,
}

/// What a body of code does, with all that it calls in its own files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deeds {
    /// Names of fields and locals whose value it looks at.
    pub(crate) looks: BTreeSet<String>,
    /// Those of fields alone.
    pub(crate) fields: BTreeSet<String>,
    /// Those that it changes.
    pub(crate) changes: BTreeSet<String>,
    /// Loops that close in it, by the name of their static.
    pub(crate) loops: BTreeSet<String>,
    calls: BTreeSet<String>,
}

/// Functions that set stocks up or show them: what they look at counts for nothing.
const ASIDE: &[&str] = &["empty", "new", "visit", "fmt", "clone"];

impl Source {
    /// Reads it from the texts of its files.
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut items = Vec::new();
        for text in texts {
            items.extend(syn::parse_file(text).map_err(|e| e.to_string())?.items);
        }
        Ok(Self { items })
    }

    /// The fields of its stocks, if it keeps any.
    pub(crate) fn stocks(&self) -> Vec<Field> {
        let structs = self.items.iter().filter_map(|item| match item {
            Item::Struct(it) if it.ident == "Stocks" => Some(&it.fields),
            _ => None,
        });
        let named = structs.flatten().filter_map(|field| {
            let public = matches!(field.vis, syn::Visibility::Public(_));
            field.ident.as_ref().map(|name| Field { name: name.to_string(), public })
        });
        named.collect()
    }

    /// Whether its stocks hold something of a type that another file makes public.
    pub(crate) fn keeps(&self, other: &Self) -> bool {
        let types = other.items.iter().filter_map(|item| match item {
            Item::Struct(it) if matches!(it.vis, syn::Visibility::Public(_)) => Some(it.ident.to_string()),
            _ => None,
        });
        let stocks = self.items.iter().filter_map(|item| match item {
            Item::Struct(it) if it.ident == "Stocks" => Some(it),
            _ => None,
        });
        let types: Vec<String> = types.collect();
        stocks.into_iter().any(|it| {
            types
                .iter()
                .any(|kind| it.fields.iter().any(|field| mentions(kind, |named| named.visit_type(&field.ty))))
        })
    }

    /// What its piece of work of a form does; `kind` is the type of what it reads, where it has several.
    pub(crate) fn deeds(&self, form: &str, kind: Option<&str>) -> Deeds {
        let works = self.items.iter().filter_map(|item| match item {
            Item::Impl(it) if is_work(it, form) && kind.is_none_or(|kind| reads_a(it, kind)) => Some(it),
            _ => None,
        });
        let bodies = works.flat_map(|it| &it.items).filter_map(|item| match item {
            syn::ImplItem::Fn(it) => Some(&it.block),
            _ => None,
        });
        let mut deeds = Deeds::default();
        bodies.for_each(|body| deeds.visit_block(body));
        let functions = self.functions();
        let mut gone = BTreeSet::new();
        while let Some(name) = deeds.calls.difference(&gone).next().cloned() {
            for (_, body) in functions.iter().filter(|(n, _)| *n == name && !ASIDE.contains(&n.as_str())) {
                deeds.visit_block(body);
            }
            gone.insert(name);
        }
        deeds
    }

    /// Names of fields and locals that it looks at anywhere but where stocks are set up or shown.
    pub(crate) fn looks(&self) -> BTreeSet<String> {
        let mut deeds = Deeds::default();
        let works = self.items.iter().filter_map(|item| match item {
            Item::Impl(it) if is_work(it, "Transition") || is_work(it, "Flow") => Some(&it.items),
            _ => None,
        });
        let runs = works.flatten().filter_map(|item| match item {
            syn::ImplItem::Fn(it) => Some(&it.block),
            _ => None,
        });
        runs.for_each(|body| deeds.visit_block(body));
        for (name, body) in self.functions() {
            if !ASIDE.contains(&name.as_str()) {
                deeds.visit_block(body);
            }
        }
        deeds.looks
    }

    /// Functions and methods by name, those of pieces of work aside.
    fn functions(&self) -> Vec<(String, &syn::Block)> {
        let mut all = Vec::new();
        for item in &self.items {
            match item {
                Item::Fn(it) => all.push((it.sig.ident.to_string(), &*it.block)),
                Item::Impl(it) if !of_trait(it, "Work") => {
                    for item in &it.items {
                        if let syn::ImplItem::Fn(it) = item {
                            all.push((it.sig.ident.to_string(), &it.block));
                        }
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// Where it names the stocks of another mechanism, or all of them, otherwise than as something that it declares to read.
    pub(crate) fn strangers(&self) -> Vec<String> {
        let mut found = Strangers::default();
        self.items.iter().for_each(|item| found.visit_item(item));
        found.0
    }

    /// Where it names the stocks of all mechanisms together.
    pub(crate) fn wholes(&self) -> Vec<String> {
        let mut found = Wholes::default();
        self.items.iter().for_each(|item| found.visit_item(item));
        found.0
    }
}

/// Paths to the stocks of all mechanisms together.
#[derive(Default)]
struct Wholes(Vec<String>);

impl<'ast> Visit<'ast> for Wholes {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if names.ends_with(&["mechanisms".to_owned(), "Stocks".to_owned()]) {
            self.0.push(names.join("::"));
        }
        visit::visit_path(self, path);
    }

    fn visit_use_path(&mut self, path: &'ast syn::UsePath) {
        // A mechanism's own stocks lie deeper.
        if path.ident == "mechanisms" {
            let direct: Vec<&syn::UseTree> = match &*path.tree {
                syn::UseTree::Group(it) => it.items.iter().collect(),
                tree => vec![tree],
            };
            let mut names = Vec::new();
            let flat = direct.into_iter().filter(|tree| !matches!(tree, syn::UseTree::Path(_)));
            flat.for_each(|tree| used(tree, &mut names));
            self.0.extend(names.into_iter().filter(|n| n == "Stocks" || n == "*"));
        }
        visit::visit_use_path(self, path);
    }
}

/// Paths to stocks of others, outside of the fields of structs that borrow them.
#[derive(Default)]
struct Strangers(Vec<String>);

impl<'ast> Visit<'ast> for Strangers {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // Tests of a file's own see it all.
        if !item.attrs.iter().any(|a| a.path().is_ident("cfg")) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if names.len() > 1 && names.last().is_some_and(|n| n == "Stocks") {
            self.0.push(names.join("::"));
        }
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut names = Vec::new();
        used(&item.tree, &mut names);
        self.0.extend(names.into_iter().filter(|n| n == "Stocks" || n == "*").map(|n| format!("use …::{n}")));
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        let borrowed = matches!(&field.ty, syn::Type::Reference(it) if it.mutability.is_none());
        if !borrowed {
            visit::visit_field(self, field);
        }
    }
}

/// Names that a `use` brings in, as the other file calls them.
fn used(tree: &syn::UseTree, names: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(it) => used(&it.tree, names),
        syn::UseTree::Group(it) => it.items.iter().for_each(|tree| used(tree, names)),
        syn::UseTree::Name(it) => names.push(it.ident.to_string()),
        syn::UseTree::Rename(it) => names.push(it.ident.to_string()),
        syn::UseTree::Glob(_) => names.push("*".to_owned()),
    }
}

fn of_trait(it: &syn::ItemImpl, name: &str) -> bool {
    it.trait_.as_ref().and_then(|(_, path, _)| path.segments.last()).is_some_and(|s| s.ident == name)
}

/// Whether a block implements a piece of work of a form.
fn is_work(it: &syn::ItemImpl, form: &str) -> bool {
    of_trait(it, "Work")
        && matches!(&*it.self_ty, syn::Type::Path(t) if t.path.segments.last().is_some_and(|s| s.ident == form))
}

/// Whether a piece of work reads something of a type.
fn reads_a(it: &syn::ItemImpl, kind: &str) -> bool {
    mentions(kind, |named| named.visit_type(&it.self_ty))
}

/// Whether a name stands in what is walked through.
struct Named<'a>(&'a str, bool);

impl Visit<'_> for Named<'_> {
    fn visit_path_segment(&mut self, segment: &syn::PathSegment) {
        self.1 |= segment.ident == self.0;
        visit::visit_path_segment(self, segment);
    }
}

fn mentions(name: &str, walk: impl FnOnce(&mut Named<'_>)) -> bool {
    let mut named = Named(name, false);
    walk(&mut named);
    named.1
}

/// Methods that change what they are called on.
const CHANGING: &[&str] = &["clone_from", "copy_from_slice", "fill", "iter_mut", "push", "values_mut"];

/// Functions that book a change of a stock and hand nothing back.
const BOOKING: &[&str] = &["change", "set", "set_by"];

fn last(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(it) => it.path.segments.last().map(|s| s.ident.to_string()),
        _ => None,
    }
}

impl Deeds {
    /// A place that is changed; what stands in its brackets is looked at.
    fn change(&mut self, place: &Expr) {
        match place {
            Expr::Field(it) => {
                if let Member::Named(name) = &it.member {
                    self.changes.insert(name.to_string());
                }
                self.change(&it.base);
            }
            Expr::Index(it) => {
                self.change(&it.expr);
                self.visit_expr(&it.index);
            }
            Expr::Path(it) => {
                self.changes.extend(it.path.get_ident().map(ToString::to_string));
            }
            Expr::Paren(it) => self.change(&it.expr),
            Expr::Reference(it) => self.change(&it.expr),
            Expr::Unary(it) => self.change(&it.expr),
            Expr::Tuple(it) => it.elems.iter().for_each(|e| self.change(e)),
            Expr::Array(it) => it.elems.iter().for_each(|e| self.change(e)),
            other => self.visit_expr(other),
        }
    }
}

impl<'ast> Visit<'ast> for Deeds {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Assign(it) => {
                self.change(&it.left);
                self.visit_expr(&it.right);
            }
            Expr::Binary(it) if changes(&it.op) => {
                self.change(&it.left);
                self.visit_expr(&it.right);
            }
            Expr::Call(it) if last(&it.func).is_some_and(|name| BOOKING.contains(&name.as_str())) => {
                it.args.iter().for_each(|argument| match argument {
                    Expr::Reference(it) if it.mutability.is_some() => self.change(&it.expr),
                    other => self.visit_expr(other),
                });
            }
            // Whatever is lent so may hand back what it finds there.
            Expr::Reference(it) if it.mutability.is_some() => {
                self.change(&it.expr);
                self.visit_expr(&it.expr);
            }
            Expr::MethodCall(it) => {
                let name = it.method.to_string();
                if CHANGING.contains(&name.as_str()) {
                    self.change(&it.receiver);
                } else {
                    self.visit_expr(&it.receiver);
                }
                self.calls.insert(name);
                it.args.iter().for_each(|a| self.visit_expr(a));
            }
            Expr::Field(it) => {
                if let Member::Named(name) = &it.member {
                    self.looks.insert(name.to_string());
                    self.fields.insert(name.to_string());
                }
                self.visit_expr(&it.base);
            }
            _ => visit::visit_expr(self, expression),
        }
    }

    fn visit_expr_path(&mut self, it: &'ast syn::ExprPath) {
        let names: Vec<String> = it.path.segments.iter().map(|s| s.ident.to_string()).collect();
        match &names[..] {
            [name] => {
                self.looks.insert(name.clone());
                self.calls.insert(name.clone());
            }
            [.., of, name] => {
                if of == "loops" {
                    self.loops.insert(name.clone());
                }
                self.calls.insert(name.clone());
            }
            [] => {}
        }
    }

    fn visit_field_value(&mut self, it: &'ast syn::FieldValue) {
        self.visit_expr(&it.expr);
    }

    fn visit_pat(&mut self, it: &'ast Pat) {
        // Names that a pattern gives are looked at where they are used.
        if let Pat::Struct(it) = it {
            it.fields.iter().for_each(|f| self.visit_pat(&f.pat));
        }
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        // The text of a macro's call is all that there is of it here.
        let text = it.tokens.to_string();
        let names = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|n| !n.is_empty());
        for name in names {
            self.looks.insert(name.to_owned());
            self.calls.insert(name.to_owned());
        }
    }
}

fn changes(op: &syn::BinOp) -> bool {
    use syn::BinOp::{AddAssign, BitAndAssign, BitOrAssign, DivAssign, MulAssign, SubAssign};
    matches!(op, AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_) | BitAndAssign(_) | BitOrAssign(_))
}

/// The files of every mechanism by key, from a list of paths and texts: a mechanism is a file, or a folder with a `mod.rs`.
pub(crate) fn all(files: &BTreeMap<String, String>) -> BTreeMap<String, Source> {
    let folders: Vec<&str> = files.keys().filter_map(|path| path.strip_suffix("/mod.rs")).collect();
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (path, text) in files {
        let folder = folders.iter().find(|folder| path.starts_with(&format!("{folder}/")));
        let whole = folder.map_or(path.trim_end_matches(".rs"), |folder| folder);
        let key = whole.rsplit('/').next().unwrap_or_default();
        texts.entry(key.to_owned()).or_default().push(text);
    }
    let read = |(key, texts): (String, Vec<&str>)| {
        let source = Source::of(texts).unwrap_or_else(|e| panic!("{key}: {e}"));
        (key, source)
    };
    texts.into_iter().map(read).collect()
}
