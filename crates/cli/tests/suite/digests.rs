//! One digest, whatever the threads, the lanes, the processor's level and the size of chunks.

use crate::common::{Home, golden, says};
use overtake::kernels::Width;
use std::fs;

/// Ways to run that may change speed and nothing else.
const WAYS: [&[&str]; 12] = [
    &["--threads", "1", "--lanes", "1", "--chunk", "160"],
    &["--threads", "2", "--lanes", "1", "--chunk", "320"],
    &["--threads", "2", "--lanes", "4", "--chunk", "160"],
    &["--threads", "1", "--lanes", "4", "--level", "baseline"],
    &["--threads", "2", "--lanes", "8", "--chunk", "480"],
    &["--threads", "1", "--lanes", "8", "--level", "baseline"],
    &["--threads", "2", "--lanes", "8", "--level", "avx2", "--chunk", "160"],
    &["--threads", "3", "--lanes", "16", "--chunk", "160"],
    &["--threads", "1", "--lanes", "16", "--level", "baseline"],
    &["--threads", "2", "--lanes", "16", "--level", "avx512", "--chunk", "320"],
    &["--threads", "3", "--chunk", "480"],
    &["--level", "baseline"],
];

/// Whether this processor and this build have the lanes and the level that a way asks for.
fn there_is(way: &[&str]) -> bool {
    let asked = |option: &str| way.iter().position(|a| *a == option).map(|place| way[place + 1]);
    Width::ALL.into_iter().filter(|width| width.available()).any(|width| {
        asked("--lanes").is_none_or(|lanes| lanes == width.lanes().to_string())
            && asked("--level").is_none_or(|level| level == width.level().to_lowercase().replace('-', ""))
    })
}

/// Runs a study in every way that this processor has; tells the digest.
fn one_digest(run: &[&str]) {
    let home = Home::new();
    let all = |out: &'static str, way: &[&'static str]| -> Vec<String> {
        run.iter().chain(way).chain(&["--quiet", "--out", out]).map(|a| (*a).to_owned()).collect()
    };
    let call = |arguments: &[String]| home.call(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let first = call(&all("plain", &[]));
    assert_eq!(first.code, Some(0), "{}", first.err);
    let digest = home.digest("plain");
    let files = |out: &str| {
        ["paths.parquet", "claims.json"]
            .map(|name| fs::read(home.join(&format!("{out}/{name}"))).expect("read"))
    };
    let expected = files("plain");
    let mut ran = 0;
    for way in WAYS {
        let told = call(&all("other", way));
        if !there_is(way) {
            assert_eq!(told.code, Some(2), "{way:?}: {}", told.err);
            says(&told.err, &["no such lanes and level"]);
            continue;
        }
        assert_eq!(told.code, Some(0), "{way:?}: {}", told.err);
        assert_eq!(home.digest("other"), digest, "{way:?}");
        assert!(files("other") == expected, "{way:?} wrote other paths or claims");
        fs::remove_dir_all(home.join("other")).expect("removed");
        ran += 1;
    }
    // Plain numbers on one, two and more threads, in chunks of several sizes, are there whatever the build.
    assert!(ran >= 4, "only {ran} ways were there");
}

#[test]
fn the_race_has_one_digest_however_it_is_run() {
    // Not a whole number of blocks, and a second policy that runs on fewer lanes at the end.
    one_digest(&["run", "-n", "330", "--policies", "as-is,full-denial"]);
}

#[test]
fn the_textbook_race_has_one_digest_however_it_is_run() {
    one_digest(&["run", "textbook", "-n", "1290"]);
}

#[test]
fn small_runs_have_the_digests_that_were_last_approved() {
    let home = Home::new();
    let mut lines = String::new();
    for study in ["as-is", "textbook"] {
        home.done(&["run", study, "-n", "160"]);
        lines += &format!("{study} {}\n", home.digest(&format!("out/{study}")));
    }
    golden("digest.txt", &lines);
}
