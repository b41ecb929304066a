//! Lists the evidence folder, so that the program carries the files it was built with.
//!
//! The list names each file relative to the folder and includes its text when the crate is compiled: no path of the
//! machine that builds stays in the program.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[allow(clippy::print_stdout, reason = "a build script speaks to Cargo on standard output")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../evidence");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    if folder.is_dir() {
        walk(&folder, "", &mut names)?;
    }
    names.sort();
    let mut list = String::from("&[\n");
    for name in &names {
        println!("cargo::rerun-if-changed={}", folder.join(name).display());
        writeln!(
            list,
            "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
            format!("/../../evidence/{name}")
        )?;
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("embedded.rs"), list)?;
    Ok(())
}

/// Collects the names of evidence files below `folder`, with `/` between folders on every system.
fn walk(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), names)?;
        } else if !name.starts_with('.') && (name.ends_with(".toml") || name.ends_with(".bib")) {
            names.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}
