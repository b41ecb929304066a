//! What the sources say of themselves: the header of each file of the race, and the texts that pages quote.

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
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    syn::parse_file(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The key that a file declares.
fn key(file: &syn::File) -> Option<String> {
    file.items.iter().find_map(|item| match item {
        syn::Item::Const(it) if it.ident == "KEY" => match &*it.expr {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

/// Every file of the race whose header is that of a mechanism, by path. A file that declares none but reports outcomes
/// for one belongs to it.
pub(crate) fn headers() -> Vec<Header> {
    let folder = root().join("crates/race/src");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the sources")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".rs"))
        .collect();
    names.sort();
    let keys: Vec<(String, Option<String>)> =
        names.iter().map(|n| (n.clone(), key(&parsed(&format!("crates/race/src/{n}"))))).collect();
    let mut all = Vec::new();
    for (name, own) in &keys {
        let file = format!("crates/race/src/{name}");
        let text = header(&parsed(&file));
        if !text.contains("**Reads**") {
            continue;
        }
        let source = fs::read_to_string(root().join(&file)).expect("a source");
        let for_other = || {
            let named = |(n, k): &(String, Option<String>)| {
                let module = n.trim_end_matches(".rs");
                k.clone().filter(|_| source.contains(&format!("crate::{module}::KEY")))
            };
            keys.iter().find_map(named)
        };
        let mechanism = own.clone().or_else(for_other);
        let mechanism = mechanism.unwrap_or_else(|| panic!("{file} describes no mechanism that is declared"));
        all.push(Header { file, mechanism, declares: own.is_some(), text });
    }
    all
}

/// A section of a Markdown file, without its heading.
pub(crate) fn section(file: &str, heading: &str) -> String {
    let text = fs::read_to_string(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    let start = format!("\n## {heading}\n");
    let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("{file} has no section `{heading}`"));
    rest.split("\n## ").next().unwrap_or_default().trim().to_owned()
}
