//! Pictures of a run: whole, the same however it was computed, with every observed point, and never over anything else.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use overtake::ensemble::fans::Fan;
use overtake::ensemble::runner::PATHS;
use overtake::evidence::Language;
use overtake::plots::{PLOTS, PlotError, Words, plot};
use overtake::run::{Done, How};
use overtake::{Changes, Project, Study};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

fn project(study: &str) -> Project {
    let changes =
        Changes { futures: Some(160), policies: Some(vec!["as-is".to_owned()]), ..Changes::default() };
    Project::new(Study::built_in(study, &changes).expect("it reads")).expect("it fits")
}

fn run(project: &Project, out: &Path, threads: usize) -> Done {
    let how = How { out: Some(out.to_owned()), threads, chunk: Some(160), ..How::default() };
    project.run(&how, &(), &AtomicBool::new(false)).expect("it runs")
}

fn pictures(folder: &Path) -> BTreeMap<String, String> {
    let files =
        fs::read_dir(folder.join(PLOTS)).expect("the folder").map(|entry| entry.expect("a file").path());
    let read = |path: std::path::PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).expect("text"))
    };
    files.map(read).collect()
}

#[test]
fn pictures_are_documents_with_all_that_was_observed_and_the_same_for_any_number_of_threads() {
    let home = tempfile::tempdir().expect("a folder");
    let project = project("as-is");
    let other = Words {
        language: Language::Chinese,
        caption: |it| format!("Bildunterschrift {}", it.study),
        ..Words::default()
    };
    let mut all = Vec::new();
    for threads in [1, 2] {
        let done = run(&project, &home.path().join(threads.to_string()), threads);
        let drawn = plot(&project, &done.record, &done.fans, &done.folder, &Words::default()).expect("drawn");
        plot(&project, &done.record, &done.fans, &done.folder, &other).expect("drawn");
        let observed: usize = drawn.iter().map(|d| d.observed).sum();
        assert_eq!(observed, project.evidence.targets().len(), "every target stands on one picture");
        all.push(pictures(&done.folder));
    }
    assert_eq!(all[0], all[1]);
    let mut seen = Vec::new();
    for (name, text) in &all[0] {
        let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let root = document.root_element();
        assert_eq!(root.tag_name().name(), "svg", "{name}");
        let words: String =
            root.descendants().filter(roxmltree::Node::is_text).filter_map(|n| n.text()).collect();
        if name.ends_with(".zh.svg") {
            assert!(words.contains("Bildunterschrift as-is"), "{name}: words are the caller's");
            continue;
        }
        assert!(words.contains("not probabilities") && words.contains("priors, not calibrated"), "{name}");
        let dots = root.descendants().filter(|n| n.attribute("class") == Some("observed"));
        seen.extend(
            dots.map(|n| n.attribute("data-value").expect("a value").parse::<f64>().expect("a number")),
        );
        for number in root.descendants().flat_map(|n| n.attributes()).filter(|a| a.name() == "d") {
            assert!(
                number.value().starts_with('M') && !number.value().contains("NaN"),
                "{name}: {}",
                number.value()
            );
        }
    }
    let mut expected: Vec<f64> = project.evidence.targets().iter().map(|t| t.value).collect();
    seen.sort_by(f64::total_cmp);
    expected.sort_by(f64::total_cmp);
    assert_eq!(seen, expected);
}

#[test]
fn a_picture_that_lies_there_stays_and_anything_else_in_its_place_is_left_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let project = project("textbook");
    let done = run(&project, &home.path().join("run"), 1);
    let draw = || plot(&project, &done.record, &done.fans, &done.folder, &Words::default());
    let drawn = draw().expect("drawn");
    let file = &drawn[0].file;
    let before = fs::metadata(file).expect("there").modified().expect("a time");
    assert_eq!(draw().expect("drawn"), drawn);
    assert_eq!(fs::metadata(file).expect("there").modified().expect("a time"), before);

    fs::write(file, "my own").expect("written");
    let error = draw().expect_err("it would be overwritten");
    assert!(matches!(&error, PlotError::InTheWay { path } if path == file), "{error}");
    assert!(error.to_string().contains("left alone"), "{error}");
    assert_eq!(fs::read_to_string(file).expect("there"), "my own");
}

#[test]
fn a_folder_that_cannot_be_made_and_paths_that_are_gone_are_errors_that_name_them() {
    let home = tempfile::tempdir().expect("a folder");
    let project = project("textbook");
    let done = run(&project, &home.path().join("run"), 1);
    fs::write(done.folder.join(PLOTS), "a file in the way").expect("written");
    let error = plot(&project, &done.record, &done.fans, &done.folder, &Words::default())
        .expect_err("no folder can be made");
    assert!(error.to_string().contains(PLOTS), "{error}");
    assert_eq!(fs::read_to_string(done.folder.join(PLOTS)).expect("there"), "a file in the way");

    let error = plot(&project, &done.record, &[], &done.folder, &Words::default());
    let error = error.expect_err("nothing to draw");
    assert!(matches!(error, PlotError::Missing { .. }), "{error}");
    assert!(error.to_string().contains(PATHS), "{error}");
    let paths = done.folder.join(PATHS);
    assert_eq!(Fan::read(&paths).expect("they read"), done.fans);
    fs::remove_file(&paths).expect("removed");
    let error = Fan::read(&paths).expect_err("they are gone").to_string();
    assert!(error.contains(PATHS), "{error}");
}
