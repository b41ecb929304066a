//! Circles between files: which file of a crate refers to which, from the syntax trees, and none to one that leads back.
//!
//! An arrow goes from the file in which a path stands to the file in which what it names is defined, through imports and
//! re-exports. `mod child;` is no arrow, nor is the name of a module that a path only passes. A re-export is an arrow only
//! where the re-exported file refers back: then neither can be read without the other. Methods have no path and make none; what
//! stands under `#[cfg(test)]` is left out.

use cargo_metadata::MetadataCommand;
use proc_macro2::{Ident, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprCall, Item, ItemMod, ItemUse, Macro, UseTree, Visibility};

/// Fails on files of one target that refer to each other in a circle.
pub(crate) fn circles() -> Result<(), String> {
    let metadata = MetadataCommand::new().no_deps().exec().map_err(|e| e.to_string())?;
    let (mut files, mut wrong) = (0, Vec::new());
    for target in metadata.packages.iter().flat_map(|p| &p.targets).filter(|t| !t.is_custom_build()) {
        let house = House::read(target.src_path.as_std_path())?;
        files += house.files.len();
        let shown = |file: usize| {
            let path = &house.files[file];
            path.strip_prefix(metadata.workspace_root.as_std_path()).unwrap_or(path).display()
        };
        for circle in house.circles() {
            let among = |arrow: &&Arrow| circle.contains(&arrow.from) && circle.contains(&arrow.to);
            let told = house.arrows.iter().filter(among).map(|a| {
                format!("\n    {}:{} refers to {} for `{}`", shown(a.from), a.line, shown(a.to), a.name)
            });
            wrong.push(format!("{} files in a circle:{}", circle.len(), told.collect::<String>()));
        }
    }
    if wrong.is_empty() {
        println!("circles: none among {files} files");
        Ok(())
    } else {
        Err(format!("circles:\n  {}", wrong.join("\n  ")))
    }
}

/// The files of one target, its modules and the arrows between files.
#[derive(Default)]
struct House {
    files: Vec<PathBuf>,
    modules: Vec<Module>,
    arrows: Vec<Arrow>,
}

struct Module {
    file: usize,
    parent: usize,
    /// What a name stands for; a function may be called as a module is.
    names: BTreeMap<String, Vec<Named>>,
    /// Modules whose names are imported all together.
    globs: Vec<Vec<String>>,
}

#[derive(Clone, PartialEq)]
enum Named {
    Module(usize),
    /// An item by its file.
    Item(usize),
    Import(Vec<String>),
}

/// What a path leads to.
#[derive(Clone, Copy, PartialEq)]
enum Found {
    Module(usize),
    /// An item by its file.
    Item(usize),
}

/// One reference from a file to another, as it stands first.
struct Arrow {
    from: usize,
    to: usize,
    line: usize,
    name: String,
}

impl House {
    fn read(root: &Path) -> Result<Self, String> {
        let mut house = Self::default();
        let mut sources = Vec::new();
        house.module(root.to_owned(), root.parent().ok_or("a file lies in no folder")?, 0, &mut sources)?;
        let mut reexports = Vec::new();
        for (module, items) in &sources {
            let mut references = References { house: &house, module: *module, all: Vec::new() };
            items.iter().for_each(|item| references.visit_item(item));
            for (arrow, reexport) in references.all {
                let kept = if reexport { &mut reexports } else { &mut house.arrows };
                if arrow.from != arrow.to && !kept.iter().any(|a| (a.from, a.to) == (arrow.from, arrow.to)) {
                    kept.push(arrow);
                }
            }
        }
        reexports.retain(|a| house.arrows.iter().any(|back| (back.from, back.to) == (a.to, a.from)));
        house.arrows.extend(reexports);
        Ok(house)
    }

    /// Reads the module of a file and those below it; `folder` is where its children lie.
    fn module(
        &mut self,
        path: PathBuf,
        folder: &Path,
        parent: usize,
        sources: &mut Vec<(usize, Vec<Item>)>,
    ) -> Result<usize, String> {
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let items = syn::parse_file(&text).map_err(|e| format!("{}: {e}", path.display()))?.items;
        self.files.push(path);
        self.items(self.files.len() - 1, items, folder, parent, sources)
    }

    /// Enters what a module defines and imports.
    fn items(
        &mut self,
        file: usize,
        items: Vec<Item>,
        folder: &Path,
        parent: usize,
        sources: &mut Vec<(usize, Vec<Item>)>,
    ) -> Result<usize, String> {
        let module = self.modules.len();
        self.modules.push(Module { file, parent, names: BTreeMap::new(), globs: Vec::new() });
        let mut own = Vec::new();
        for item in items {
            let (name, named) = match item {
                Item::Mod(ItemMod { attrs, .. }) | Item::Use(ItemUse { attrs, .. }) if tests(&attrs) => {
                    continue;
                }
                Item::Mod(ItemMod { ident, content, .. }) => {
                    let (name, below) = (ident.to_string(), folder.join(ident.to_string()));
                    let child = if let Some((_, items)) = content {
                        self.items(file, items, &below, module, sources)?
                    } else {
                        let beside = folder.join(format!("{name}.rs"));
                        let path = if beside.exists() { beside } else { below.join("mod.rs") };
                        self.module(path, &below, module, sources)?
                    };
                    (name, Named::Module(child))
                }
                other => {
                    self.imports(module, &other);
                    let name = defined(&other);
                    own.push(other);
                    let Some(name) = name else { continue };
                    // A macro that is exported is a name of the crate.
                    if exported(own.last()) {
                        self.modules[0].names.entry(name.clone()).or_default().push(Named::Item(file));
                    }
                    (name, Named::Item(file))
                }
            };
            self.modules[module].names.entry(name).or_default().push(named);
        }
        sources.push((module, own));
        Ok(module)
    }

    /// Enters the imports of an item, those in its blocks too.
    fn imports(&mut self, module: usize, item: &Item) {
        struct Imports(Vec<Leaf>);
        impl<'ast> Visit<'ast> for Imports {
            fn visit_item_use(&mut self, item: &'ast ItemUse) {
                leaves(&item.tree, &mut Vec::new(), &mut self.0);
            }
        }
        let mut found = Imports(Vec::new());
        found.visit_item(item);
        for leaf in found.0 {
            match leaf.name {
                Some(name) => {
                    self.modules[module].names.entry(name).or_default().push(Named::Import(leaf.path));
                }
                None => self.modules[module].globs.push(leaf.path),
            }
        }
    }

    /// What a path in a module leads to: nothing where it leads out of the crate.
    fn resolve(&self, module: usize, path: &[String], passed: &mut Vec<(usize, Vec<String>)>) -> Vec<Found> {
        let Some((first, rest)) = path.split_first() else { return vec![Found::Module(module)] };
        let mut found = match first.as_str() {
            "crate" => vec![Found::Module(0)],
            "self" => vec![Found::Module(module)],
            "super" => return self.resolve(self.modules[module].parent, rest, passed),
            name => self.named(module, name, passed),
        };
        for segment in rest {
            let next = |f: Found| match f {
                Found::Module(m) if segment == "super" => vec![Found::Module(self.modules[m].parent)],
                Found::Module(m) if segment == "self" => vec![Found::Module(m)],
                Found::Module(m) => {
                    let named = self.named(m, segment, passed);
                    // What a macro defines stands in the file that calls it.
                    if named.is_empty() { vec![Found::Item(self.modules[m].file)] } else { named }
                }
                Found::Item(file) => vec![Found::Item(file)],
            };
            // A path passes modules where it can: an item that is called as a module is has no members.
            let modules: Vec<Found> =
                found.iter().copied().filter(|f| matches!(f, Found::Module(_))).collect();
            found = (if modules.is_empty() { found } else { modules }).into_iter().flat_map(next).collect();
        }
        found
    }

    /// What a name in a module stands for.
    fn named(&self, module: usize, name: &str, passed: &mut Vec<(usize, Vec<String>)>) -> Vec<Found> {
        let Module { names, globs, .. } = &self.modules[module];
        let mut found = Vec::new();
        for named in names.get(name).into_iter().flatten() {
            match named {
                Named::Module(m) => found.push(Found::Module(*m)),
                Named::Item(file) => found.push(Found::Item(*file)),
                Named::Import(path) => found.extend(self.through(module, path, passed)),
            }
        }
        if found.is_empty() {
            for glob in globs {
                for of in self.through(module, glob, passed) {
                    if let Found::Module(m) = of {
                        found.extend(self.named(m, name, passed));
                    }
                }
            }
        }
        found
    }

    /// An import's path, once on any way.
    fn through(&self, module: usize, path: &[String], passed: &mut Vec<(usize, Vec<String>)>) -> Vec<Found> {
        let step = (module, path.to_vec());
        if passed.contains(&step) {
            return Vec::new();
        }
        passed.push(step);
        let found = self.resolve(module, path, passed);
        passed.pop();
        found
    }

    /// Files that each lead to all others of their set, for every such set of two or more.
    fn circles(&self) -> Vec<BTreeSet<usize>> {
        let reached: Vec<BTreeSet<usize>> = (0..self.files.len())
            .map(|file| {
                let (mut seen, mut open) = (BTreeSet::new(), vec![file]);
                while let Some(at) = open.pop() {
                    open.extend(
                        self.arrows.iter().filter(|a| a.from == at && seen.insert(a.to)).map(|a| a.to),
                    );
                }
                seen
            })
            .collect();
        let both = |file: usize| -> BTreeSet<usize> {
            reached[file].iter().copied().filter(|&other| reached[other].contains(&file)).collect()
        };
        (0..self.files.len()).map(both).filter(|c| c.len() > 1).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// One name or glob that a `use` brings.
struct Leaf {
    path: Vec<String>,
    /// What it is called here; none for a glob.
    name: Option<String>,
    line: usize,
}

fn leaves(tree: &UseTree, before: &mut Vec<String>, into: &mut Vec<Leaf>) {
    let mut leaf = |ident: &Ident, called: Option<&Ident>, before: &[String]| {
        let mut path = before.to_vec();
        if ident != "self" || path.is_empty() {
            path.push(ident.to_string());
        }
        let name = called.map(Ident::to_string).or_else(|| path.last().cloned());
        into.push(Leaf { path, name, line: ident.span().start().line });
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            leaves(&path.tree, before, into);
            before.pop();
        }
        UseTree::Name(name) => leaf(&name.ident, None, before),
        UseTree::Rename(rename) => leaf(&rename.ident, Some(&rename.rename), before),
        UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            into.push(Leaf { path: before.clone(), name: None, line });
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, before, into)),
    }
}

/// The name that an item gives to something.
fn defined(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Whether an item is a macro for the whole crate.
fn exported(item: Option<&Item>) -> bool {
    matches!(item, Some(Item::Macro(item)) if item.attrs.iter().any(|a| a.path().is_ident("macro_export")))
}

/// Whether an item is there for tests alone.
fn tests(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|a| a.path().is_ident("cfg") && a.parse_args::<Ident>().is_ok_and(|only| only == "test"))
}

/// Walks the items of a module and notes where their paths lead.
struct References<'h> {
    house: &'h House,
    module: usize,
    /// Arrows, and whether each is a re-export.
    all: Vec<(Arrow, bool)>,
}

impl References<'_> {
    /// A lone name that begins small may be that of a variable.
    fn pass(&mut self, path: &[String], line: usize) {
        if let [name] = path
            && !name.starts_with(char::is_uppercase)
        {
            return;
        }
        self.refer(path, line, false);
    }

    fn refer(&mut self, path: &[String], line: usize, reexport: bool) {
        let from = self.house.modules[self.module].file;
        for found in self.house.resolve(self.module, path, &mut Vec::new()) {
            if let Found::Item(to) = found {
                self.all.push((Arrow { from, to, line, name: path.join("::") }, reexport));
            }
        }
    }

    /// Paths among the tokens of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut line, mut colons) = (Vec::new(), 0, 0);
        for token in tokens {
            match token {
                TokenTree::Punct(p) if p.as_char() == ':' && !path.is_empty() && colons < 2 => colons += 1,
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.pass(&std::mem::take(&mut path), line);
                        line = ident.span().start().line;
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.pass(&std::mem::take(&mut path), line);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.pass(&path, line);
    }
}

impl<'ast> Visit<'ast> for References<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if item.leading_colon.is_some() {
            return;
        }
        let mut found = Vec::new();
        leaves(&item.tree, &mut Vec::new(), &mut found);
        let reexport = !matches!(item.vis, Visibility::Inherited);
        for leaf in found {
            self.refer(&leaf.path, leaf.line, reexport);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if path.leading_colon.is_none() {
            let line = path.segments.first().map_or(0, |s| s.ident.span().start().line);
            self.pass(&segments, line);
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(called) = &*call.func
            && let Some(name) = called.path.get_ident()
        {
            self.refer(&[name.to_string()], name.span().start().line, false);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let path: Vec<String> = called.path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.refer(&path, called.bang_token.span.start().line, false);
        self.tokens(called.tokens.clone());
    }

    // Where something may be seen and what derives it are no references.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

#[cfg(test)]
mod tests {
    use super::House;
    use std::collections::BTreeSet;
    use std::fs;

    /// The circles of a crate by the names of its files.
    fn circles(files: &[(&str, &str)]) -> Vec<BTreeSet<String>> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let house = House::read(&folder.path().join("lib.rs")).expect("it reads");
        let name = |file: usize| {
            let name = house.files[file].strip_prefix(folder.path()).expect("in the folder");
            name.display().to_string()
        };
        house.circles().into_iter().map(|circle| circle.into_iter().map(name).collect()).collect()
    }

    fn set(files: &[&str]) -> BTreeSet<String> {
        files.iter().map(|&f| f.into()).collect()
    }

    #[test]
    fn files_of_the_workspace_refer_to_each_other_in_no_circle() {
        if let Err(told) = super::circles() {
            panic!("{told}");
        }
    }

    #[test]
    fn a_circle_is_found_through_imports_renames_re_exports_and_macros() {
        let found = circles(&[
            ("lib.rs", "mod a; mod b; mod c; mod d; mod e; pub use b::B;"),
            ("a.rs", "use crate::B as Other; pub struct A(Other);"),
            ("b.rs", "use crate::c; pub struct B; fn f() { c::g() }"),
            ("c.rs", "use super::a::*; pub fn g() { let _ = vec![A::new()]; }"),
            ("d.rs", "pub struct D(crate::e::f::F);"),
            ("e.rs", "pub mod f;"),
            ("e/f.rs", "pub struct F; fn d() { assert!(crate::d::D::new().is_empty()) }"),
        ]);
        assert_eq!(found, [set(&["a.rs", "b.rs", "c.rs"]), set(&["d.rs", "e/f.rs"])]);
    }

    #[test]
    fn a_re_export_is_an_arrow_only_where_the_child_refers_back() {
        let found = circles(&[
            ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B; pub struct Mine;"),
            ("a.rs", "pub struct A(super::Mine);"),
            ("b.rs", "pub struct B(crate::A);"),
        ]);
        assert_eq!(found, [set(&["lib.rs", "a.rs"])]);
    }

    #[test]
    fn declarations_passed_modules_variables_and_tests_make_no_circle() {
        let found = circles(&[
            ("lib.rs", "pub mod a; pub mod b; pub struct Mine; fn f() -> usize { let b = 1; b }"),
            ("a.rs", "use crate::b; fn f() -> b::B { b::B } #[cfg(test)] mod tests { use super::*; }"),
            ("b.rs", "pub struct B; #[cfg(test)] mod tests { use crate::a; fn f() { a::f() } }"),
        ]);
        assert_eq!(found, [] as [BTreeSet<String>; 0]);
    }
}
