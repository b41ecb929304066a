//! Functions over numbers are inlined, or they fall out of their processor level.
//!
//! A step is compiled for a processor level by a trampoline into which everything that it calls is inlined. A function
//! that stays one of its own is compiled for the baseline: right to the bit, and up to thirty times slower in silence. So
//! every function generic over `Real` carries `#[inline(always)]`; those that need not are named here with a reason. A
//! closure cannot carry it, so those functions have none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// What a model answers a run with: each hands its arithmetic to the trampoline itself.
const DYNAMICS: &[&str] = &["parameters", "luck", "start", "step", "observe", "visit"];

/// Why what parts are due of a change may stand in a closure.
const KEPT: &str = "called where lines are kept, in f64 alone";

/// Functions over numbers that need no attribute: file, type, functions, reason.
const EXCEPTIONS: &[(&str, &str, &[&str], &str)] = &[
    ("race/src/race.rs", "Race", DYNAMICS, "hands over to a trajectory"),
    ("race/src/transition.rs", "", &["at_level"], "is the trampoline"),
    (
        "race/src/step.rs",
        "Trajectory",
        &["institute", "equip", "step", "report"],
        "goes from mechanism to mechanism, computes nothing",
    ),
    ("race/src/start.rs", "Trajectory", &["start"], "goes from mechanism to mechanism, computes nothing"),
    (
        "race/src/luck.rs",
        "Streams",
        &["uniforms", "by_quarter", "uniform", "exponential", "once", "errors", "error_factors"],
        "enters the trampolines; draws are no arithmetic",
    ),
    ("race/src/textbook.rs", "Textbook", DYNAMICS, "enters the trampoline"),
    ("num/src/lanes.rs", "Lanes", &["fmt", "eq"], "for people and tests"),
    ("num/src/lanes.rs", "LanesMask", &["fmt"], "for people and tests"),
    ("num/src/lanes.rs", "Avx2", &["eight_lanes"], "asks the processor, once a run"),
    ("num/src/lanes.rs", "Avx512", &["sixteen_lanes"], "asks the processor, once a run"),
    ("kernels/src/lib.rs", "Build", &["over"], "builds a kernel, once a run"),
    ("num/src/real.rs", "", &["canonical_nan"], "of one plain number, where results are written"),
    ("model/src/dynamics.rs", "Values", &["one", "many"], "finds a parameter by name, once a future"),
    ("model/src/dynamics.rs", "Draws", &["uniforms"], "enters the trampoline"),
    ("num/src/random.rs", "Stream", &["uniforms"], "enters the trampoline"),
    ("num/src/random.rs", "", &["together, a closure"], "takes plain integers lane by lane"),
    ("model/src/dynamics.rs", "Observation", &["new", "layout"], "computes nothing"),
    (
        "kernels/src/compiled.rs",
        "",
        &["reported, a closure"],
        "copies a lane, inside a loop of the register's own",
    ),
    ("race/src/mechanisms/diffusion/adoption.rs", "", &["move_use, a closure"], KEPT),
    ("race/src/mechanisms/research/borrowing.rs", "Transition", &["run, a closure"], KEPT),
    ("race/src/mechanisms/research/software.rs", "Transition", &["run, a closure"], KEPT),
    ("race/src/mechanisms/hardware/market.rs", "", &["ship_orders, a closure"], KEPT),
    ("race/src/mechanisms/hardware/chips.rs", "Transition", &["run, a closure"], KEPT),
    (
        "kernels/src/compiled.rs",
        "Compiled",
        &[
            "new",
            "parameters",
            "luck",
            "trajectory",
            "start",
            "advance",
            "arrive",
            "cube",
            "give_back",
            "lanes",
            "label",
            "policies",
            "run",
        ],
        "goes from step to step, computes nothing",
    ),
    (
        "kernels/src/compiled.rs",
        "Compiled",
        &["inspect", "inspect_outcomes"],
        "compares once a year and at the end",
    ),
];

/// What every mechanism has that computes nothing: type, function, reason.
const OF_MECHANISMS: &[(&str, &str, &str)] = &[
    ("Luck", "draw", "asks for draws, which enter the trampolines themselves"),
    ("Stocks", "visit", "shows stocks once a year"),
];

/// Every exception by its full name.
fn exceptions() -> Vec<String> {
    let names = |(file, of, functions, _): &(&str, &str, &[&str], &str)| {
        let of = if of.is_empty() { String::new() } else { format!("{of}::") };
        functions.iter().map(|function| format!("{file} {of}{function}")).collect::<Vec<_>>()
    };
    EXCEPTIONS.iter().flat_map(names).collect()
}

/// Modules of the number crate in which every function lies inside a step, whatever it is generic over.
const HOT: &[&str] = &["elementary.rs", "lanes.rs", "order.rs", "real.rs", "register.rs"];

/// Collects functions over numbers that lack the attribute.
struct Guard {
    /// Names of the type or trait and whether it is over a number, from the outside in.
    inside: Vec<(String, bool)>,
    /// Whether every function counts.
    hot: bool,
    lost: Vec<(String, usize)>,
}

fn is_real(bound: &syn::TypeParamBound) -> bool {
    matches!(bound, syn::TypeParamBound::Trait(t) if t.path.segments.last().is_some_and(|s| s.ident == "Real"))
}

fn over_real(generics: &syn::Generics) -> bool {
    let inline = generics.type_params().any(|p| p.bounds.iter().any(is_real));
    let mut clauses = generics.where_clause.iter().flat_map(|w| &w.predicates);
    inline || clauses.any(|p| matches!(p, syn::WherePredicate::Type(t) if t.bounds.iter().any(is_real)))
}

fn takes_real(signature: &syn::Signature) -> bool {
    struct Finds(bool);
    impl Visit<'_> for Finds {
        fn visit_type_impl_trait(&mut self, t: &syn::TypeImplTrait) {
            self.0 |= t.bounds.iter().any(is_real);
        }
    }
    let mut finds = Finds(over_real(&signature.generics));
    signature.inputs.iter().for_each(|input| finds.visit_fn_arg(input));
    finds.0
}

fn is_inlined(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("inline") && a.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "always")
    })
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("test")
            || a.path().is_ident("cfg")
                && a.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "test")
    })
}

/// Lines of the closures in a body.
fn closures(body: &syn::Block) -> Vec<usize> {
    struct Finds(Vec<usize>);
    impl Visit<'_> for Finds {
        fn visit_expr_closure(&mut self, closure: &syn::ExprClosure) {
            self.0.push(closure.or1_token.span.start().line);
        }
    }
    let mut finds = Finds(Vec::new());
    finds.visit_block(body);
    finds.0
}

/// The last name of a type, `Derived` of `chips::Derived<R>`.
fn name_of(of: &syn::Type) -> String {
    match of {
        syn::Type::Path(path) => path.path.segments.last().map_or_else(String::new, |s| s.ident.to_string()),
        syn::Type::Reference(reference) => name_of(&reference.elem),
        _ => "_".to_owned(),
    }
}

impl Guard {
    fn judge(&mut self, signature: &syn::Signature, attributes: &[syn::Attribute], body: &syn::Block) {
        let counts = self.hot || takes_real(signature) || self.inside.iter().any(|(_, over)| *over);
        if !counts || is_test(attributes) {
            return;
        }
        let mut names: Vec<String> = self.inside.iter().map(|(name, _)| name.clone()).collect();
        names.push(signature.ident.to_string());
        let name = names.join("::");
        if OF_MECHANISMS.iter().any(|(of, function, _)| name == format!("{of}::{function}")) {
            return;
        }
        if !is_inlined(attributes) {
            self.lost.push((name, signature.ident.span().start().line));
        } else if !self.hot {
            // Closures of the hot modules are of one operation each.
            let lines = closures(body);
            self.lost.extend(lines.into_iter().map(|line| (format!("{name}, a closure"), line)));
        }
    }

    fn within(&mut self, name: String, over: bool, visit: impl FnOnce(&mut Self)) {
        self.inside.push((name, over));
        visit(self);
        self.inside.pop();
    }
}

impl<'a> Visit<'a> for Guard {
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.judge(&function.sig, &function.attrs, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_item_impl(&mut self, block: &'a syn::ItemImpl) {
        // An implementation for a type of numbers is over a number whatever it is called with.
        let of_real = block.trait_.as_ref().is_some_and(|(_, path, _)| path_ends_in(path, "Real"));
        let over = over_real(&block.generics) || of_real;
        self.within(name_of(&block.self_ty), over, |guard| visit::visit_item_impl(guard, block));
    }

    fn visit_item_trait(&mut self, item: &'a syn::ItemTrait) {
        let over = over_real(&item.generics) || item.ident == "Real";
        self.within(item.ident.to_string(), over, |guard| visit::visit_item_trait(guard, item));
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        self.judge(&function.sig, &function.attrs, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a syn::TraitItemFn) {
        // One without a body is judged where it is implemented.
        if let Some(body) = &function.default {
            self.judge(&function.sig, &function.attrs, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

fn path_ends_in(path: &syn::Path, name: &str) -> bool {
    path.segments.last().is_some_and(|s| s.ident == name)
}

/// Functions of a source that lack the attribute, with their lines.
fn lost(source: &str, hot: bool) -> Vec<(String, usize)> {
    let file = syn::parse_file(source).unwrap();
    let mut guard = Guard { inside: Vec::new(), hot, lost: Vec::new() };
    guard.visit_file(&file);
    guard.lost
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// Every function of the workspace's hot crates that lacks the attribute: `race/src/race.rs Race::step`, line.
fn all_lost() -> Vec<(String, usize)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = Vec::new();
    let mut read = 0;
    for name in ["race", "num", "model", "kernels"] {
        for path in sources(&crates.join(name).join("src")) {
            let file = path.file_name().unwrap().to_str().unwrap();
            let hot = name == "num" && HOT.contains(&file);
            let shown = path.strip_prefix(crates).unwrap().display().to_string();
            let found = lost(&fs::read_to_string(&path).unwrap(), hot);
            all.extend(found.into_iter().map(|(function, line)| (format!("{shown} {function}"), line)));
            read += 1;
        }
    }
    assert!(read > 25, "only {read} files were read");
    all
}

#[test]
fn every_function_over_numbers_is_inlined_or_says_why_not() {
    let exceptions = exceptions();
    let lost: Vec<String> = all_lost()
        .into_iter()
        .filter(|(function, _)| !exceptions.contains(function))
        .map(|(function, line)| format!("{function}, line {line}"))
        .collect();
    assert!(
        lost.is_empty(),
        "add #[inline(always)] and turn closures into loops, or add an exception with its reason:\n{}",
        lost.join("\n")
    );
}

#[test]
fn every_exception_is_still_one() {
    let all = all_lost();
    for name in exceptions() {
        assert!(all.iter().any(|(function, _)| *function == name), "`{name}` needs no exception any more");
    }
}

#[test]
fn a_function_without_the_attribute_is_caught_wherever_it_stands() {
    let planted = |source: &str| lost(source, false).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(planted("fn f<R: Real>(x: R) -> R { x }"), ["f"]);
    assert_eq!(planted("#[inline] fn f<R: num::Real>(x: R) -> R { x }"), ["f"]);
    assert_eq!(planted("fn f<R>(x: R) -> R where R: Copy + Real { x }"), ["f"]);
    assert_eq!(planted("fn f(x: impl Real) {}"), ["f"]);
    assert_eq!(planted("impl<R: Real> State<R> { fn f(&self) {} }"), ["State::f"]);
    assert_eq!(planted("impl Dynamics for Race { fn f<R: Real>(&self) {} }"), ["Race::f"]);
    assert_eq!(planted("impl Real for f32 { fn exp(self) -> Self { self } }"), ["f32::exp"]);
    assert_eq!(planted("trait Real { fn exp(self) -> Self { self } fn ln(self) -> Self; }"), ["Real::exp"]);
    assert_eq!(planted("mod inner { pub fn f<R: Real>(x: R) {} }"), ["f"]);
    assert_eq!(planted("fn outer() { fn f<R: Real>(x: R) {} }"), ["f"]);
    assert_eq!(planted("#[inline(always)] fn f<R: Real>(x: R) -> R { g(|| x) }"), ["f, a closure"]);
    // In a hot module whatever it is over.
    assert_eq!(lost("impl<L: Level> Add for Lanes<L> { fn add(self) {} }", true).len(), 1);
    assert_eq!(lost("\n\nfn f<R: Real>(x: R) {}", false), [("f".to_owned(), 3)]);
}

#[test]
fn what_carries_the_attribute_or_is_no_step_passes() {
    for source in [
        "#[inline(always)] fn f<R: Real>(x: R) -> R { x }",
        "impl<R: Real> State<R> { #[inline(always)] pub fn f(&self) {} }",
        "fn f<R: Index>(x: R) {}",
        "#[cfg(test)] mod tests { fn f<R: Real>(x: R) {} }",
        "#[test] fn f() { let x: f64 = Real::exp(1.0); }",
        "trait Real { fn ln(self) -> Self; }",
        "impl<T: Copy> Row<T> { fn f(&self) {} }",
    ] {
        assert_eq!(lost(source, false), [], "{source}");
    }
}
