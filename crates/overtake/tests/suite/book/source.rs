//! What the sources say of themselves: the header of each file of the race, and the texts that pages quote.

use super::mechanism::{self, Source};
use super::step::Step;
use super::table::Table;
use overtake::kernels::ModelKind;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace")
}

/// A file that describes a mechanism or a part of one.
#[derive(Debug)]
pub(crate) struct Header {
    /// Its path from the root.
    pub(crate) file: String,
    /// Key of the mechanism that it is, or reports for.
    pub(crate) mechanism: String,
    /// Whether the mechanism is declared in it.
    pub(crate) declares: bool,
    /// The doc comment, as Markdown.
    pub(crate) text: String,
}

/// The doc comment of a file, as Markdown.
pub(crate) fn header(file: &syn::File) -> String {
    let lines = file.attrs.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    // One space stands between the mark of a comment and its text.
    lines.map(|l| l.strip_prefix(' ').unwrap_or(&l).to_owned() + "\n").collect()
}

pub(crate) fn parsed(path: &str) -> syn::File {
    syn::parse_file(&text(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Where a step is written out.
pub(crate) const STEP: &str = "crates/race/src/step.rs";
const RACE: &str = "crates/race/src";
const MECHANISMS: &str = "crates/race/src/mechanisms";

/// The text of a file, by its path from the root.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Sources below a folder by their path from the root.
pub(crate) fn below(folder: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(root().join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}")) {
        let entry = entry.expect("a file");
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            all.extend(below(&path));
        } else if path.ends_with(".rs") {
            all.insert(path.clone(), text(&path));
        }
    }
    all
}

/// The files of every mechanism, by its key.
pub(crate) fn mechanisms() -> BTreeMap<String, Source> {
    mechanism::all(&below(MECHANISMS))
}

/// Who works in a step, in order.
pub(crate) fn step() -> Step {
    Step::of(&text(STEP), &text("crates/race/src/mechanisms.rs")).unwrap_or_else(|e| panic!("{e}"))
}

/// The table of a step.
pub(crate) fn table() -> Table {
    Table::of(&step(), &mechanisms())
}

/// Every file of the race whose header is that of a mechanism, by path: it says where it is from, or how it takes time. A file
/// is named after its mechanism; one that is not keeps something of a mechanism's stocks.
pub(crate) fn headers() -> Vec<Header> {
    let (mechanisms, files) = (mechanisms(), below(RACE));
    let keys: BTreeSet<&str> = declared_keys();
    let mut all = Vec::new();
    for (file, source) in &files {
        let text = header(&syn::parse_file(source).unwrap_or_else(|e| panic!("{file}: {e}")));
        if !text.contains("**Source**") && !text.contains("**Time**") {
            continue;
        }
        let name =
            file.trim_end_matches("/mod.rs").trim_end_matches(".rs").rsplit('/').next().unwrap_or_default();
        let declares = keys.contains(name);
        let keeper =
            || mechanisms.iter().find(|(_, m)| m.keeps(&mechanisms[name])).map(|(key, _)| key.clone());
        let mechanism = if declares { Some(name.to_owned()) } else { keeper() };
        let mechanism = mechanism.unwrap_or_else(|| panic!("{file} describes no mechanism that is declared"));
        all.push(Header { file: file.clone(), mechanism, declares, text });
    }
    all
}

/// Keys of all mechanisms of all models.
fn declared_keys() -> BTreeSet<&'static str> {
    ModelKind::ALL.iter().flat_map(|m| m.declaration().mechanisms).map(|m| m.key).collect()
}

/// A section of a Markdown file, without its heading.
pub(crate) fn section(file: &str, heading: &str) -> String {
    let text = text(file);
    let start = format!("\n## {heading}\n");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("{file} has no section `{heading}`"));
    rest.split("\n## ").next().unwrap_or_default().trim().to_owned()
}
