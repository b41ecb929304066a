//! The worked example of the book's page "Add a mechanism": it fits the project as it is, and it works.

use std::path::Path;
use std::process::Command;

/// The change that adds the mechanism, as the page shows it.
const CHANGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/examples/incidents.diff");

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{command:?}\n{}", text.concat());
}

fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    // A folder that is in no repository is patched as it is.
    git.current_dir(folder).args(["apply", "--unsafe-paths"]).env("GIT_CEILING_DIRECTORIES", folder);
    git
}

/// Copies what the race is built from.
fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, name) = (entry.path(), entry.file_name());
        if ["target", ".git", "out"].iter().any(|left_out| name == *left_out) {
            continue;
        }
        let copied = to.join(&name);
        if path.is_dir() {
            std::fs::create_dir(&copied).expect("a new folder");
            copy(&path, &copied);
        } else {
            std::fs::copy(&path, &copied).expect("a copy");
        }
    }
}

fn with_the_example() -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root, folder.path());
    run(git(folder.path()).arg(CHANGE));
    folder
}

#[test]
fn the_example_of_a_mechanism_fits_the_project_with_three_new_files_and_three_places() {
    let folder = with_the_example();
    assert!(folder.path().join("crates/race/src/mechanisms/society/incidents.rs").exists());
    let change = std::fs::read_to_string(CHANGE).expect("the change");
    let files = change.lines().filter(|line| line.starts_with("diff --git ")).count();
    let new = change.lines().filter(|line| line.starts_with("new file mode")).count();
    assert_eq!((new, files - new), (3, 3));
}

#[test]
#[ignore = "full: compiles the race, a minute"]
fn the_example_of_a_mechanism_compiles_and_passes_its_own_test() {
    let folder = with_the_example();
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/example");
    run(Command::new(env!("CARGO"))
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", target)
        .env("OVERTAKE_LANES", "1")
        .args(["test", "--package", "overtake-race", "--lib", "incidents"]));
}
