//! Whatever is done to the files that come with the program, reading them ends with problems or with a project, never with
//! a panic and never late. `cargo xtask edits [COUNT]` does more of it than the test suite has time for.

#![allow(
    clippy::print_stderr,
    clippy::expect_used,
    reason = "figures for whoever runs it; a test that cannot go on"
)]

use overtake::evidence::{Evidence, Language, Problem};
use overtake::kernels::Width;
use overtake::num::random::Stream;
use overtake::plots::Figure;
use overtake::run::batch;
use overtake::study::BUILT_IN;
use overtake::study::policy;
use overtake::{Changes, Mistakes, Project, explain, plots, run};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Cases of the test suite, and of the slow one; the routine does a hundred thousand.
const CASES: [u64; 2] = [200, 1500];
/// A case that takes longer hangs, even on a busy machine.
const LATE: Duration = Duration::from_secs(30);
/// The threads that read edited files: what panics there is counted, other tests beside them tell as they do.
const READER: &str = "reader of edited files";

/// The draws of one case, one after another.
struct Draws {
    stream: Stream,
    case: u64,
    next: u32,
}

impl Draws {
    fn new(case: u64) -> Self {
        Self { stream: Stream::new(1, "edits", "shipped files"), case, next: 0 }
    }

    /// A number below `most`; 0 where there is none.
    fn below(&mut self, most: usize) -> usize {
        self.next += 1;
        let bits = self.stream.bits(self.case, self.next);
        usize::try_from(bits % (most as u64).max(1)).unwrap_or(0)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What numbers are replaced by.
const NUMBERS: [&str; 16] = [
    "0",
    "-0.0",
    "-1",
    "1e308",
    "-1e308",
    "1e-320",
    "nan",
    "inf",
    "-inf",
    "9223372036854775807",
    "99999999999999999999",
    "-9223372036854775808",
    "1e999",
    "0x7fffffffffffffff",
    "0.5",
    "2_000_000_000",
];
/// What is put between characters.
const PIECES: [&str; 26] = [
    "", "[", "[[", "]", "\"", "'''", "\"\"\"", "{", "}", "@", "=", ",", "\n", "\r", "\u{feff}", "中",
    "\u{202e}", "😀", "\\", "\\u0000", "nan", "0000Q0", "9999Q4", "S99", "\u{301}", "#",
];

/// A character boundary at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Where numbers stand.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut all = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let starts = bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric());
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'.').count();
        if starts {
            all.push((at, end));
        }
        at = end.max(at + 1);
    }
    all
}

/// One edit of a text; `others` are texts to take pieces from. Says what was done.
fn edit(text: &str, others: &[(String, String)], draws: &mut Draws) -> (String, &'static str) {
    let at = boundary(text, draws.below(text.len() + 1));
    let end = boundary(text, at + draws.below(40)).max(at);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = draws.below(lines.len());
    match draws.below(11) {
        0 => {
            let mut bytes = text.as_bytes().to_vec();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << draws.below(8);
            }
            (String::from_utf8_lossy(&bytes).into_owned(), "flip of a bit")
        }
        1 => (format!("{}{}", &text[..at], &text[end..]), "deletion"),
        2 => (format!("{}{}{}", &text[..end], &text[at..end], &text[end..]), "duplication"),
        3 => {
            let mut lines = lines;
            let other = draws.below(lines.len());
            if !lines.is_empty() {
                lines.swap(line, other);
            }
            (lines.concat(), "swap of two lines")
        }
        4 | 5 => {
            let all = numbers(text);
            if all.is_empty() {
                return (text.to_owned(), "number");
            }
            let (from, to) = *draws.of(&all);
            (format!("{}{}{}", &text[..from], draws.of(&NUMBERS), &text[to..]), "number")
        }
        6 => (text[..at].to_owned(), "truncation"),
        7 => (format!("{}{}{}", &text[..at], draws.of(&PIECES), &text[at..]), "insertion"),
        8 => {
            let mut lines = lines;
            if !lines.is_empty() {
                lines.remove(line);
            }
            (lines.concat(), "deletion of a line")
        }
        9 => {
            let (_, other) = draws.of(others);
            let theirs: Vec<&str> = other.split_inclusive('\n').collect();
            let mut lines = lines;
            if !theirs.is_empty() {
                lines.insert(line, theirs[draws.below(theirs.len())]);
            }
            (lines.concat(), "line of another file")
        }
        _ => {
            // A word in quotes or a key in place of another.
            let words: Vec<(usize, &str)> = text.match_indices(['"', '=']).collect();
            if words.len() < 4 {
                return (text.to_owned(), "word");
            }
            let mut pick = || {
                let place = draws.below(words.len() - 1);
                (words[place].0 + 1, words[place + 1].0)
            };
            let ((from, to), (a, b)) = (pick(), pick());
            (format!("{}{}{}", &text[..from], &text[a..b], &text[to..]), "word")
        }
    }
}

/// The file of built-in policies.
const POLICIES: &str = "studies/policies.toml";

/// The files as they are shipped; policies stand in a study of another name, where they are read as a study's own.
fn shipped() -> Vec<(String, String)> {
    let evidence = Evidence::built_in_files().iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned()));
    let studies = BUILT_IN.iter().map(|(name, text)| (format!("studies/{name}.toml"), (*text).to_owned()));
    let as_is = BUILT_IN.iter().find(|(name, _)| *name == "as-is").map_or("", |(_, text)| text);
    let policies = ("studies/own-policies.toml".to_owned(), format!("{as_is}\n{}", policy::BUILT_IN));
    let figures = ("studies/figures.toml".to_owned(), plots::BUILT_IN.to_owned());
    evidence.chain(studies).chain([policies, figures]).collect()
}

/// What came of one case.
enum Came {
    Accepted,
    Refused,
}

/// Reads the edited files as the program would, as far as they go; an accepted study is told one of its futures.
fn read(files: &[(String, String)], edited: &[usize], untouched: &Evidence) -> Came {
    let text = |name: &str| files.iter().find(|(n, _)| n == name).map_or("", |(_, text)| text);
    if edited.iter().any(|&f| files[f].0 == "studies/figures.toml") {
        return match Figure::read_all("studies/figures.toml", text("studies/figures.toml")) {
            Ok(_) => Came::Accepted,
            Err(problems) => refused(files, &problems),
        };
    }
    let in_evidence = |f: &&usize| !files[**f].0.starts_with("studies/");
    let evidence = if edited.iter().any(|f| in_evidence(&f)) {
        let folder: Vec<(&str, &str)> = files
            .iter()
            .filter(|(n, _)| !n.starts_with("studies/"))
            .map(|(n, t)| (n.as_str(), t.as_str()))
            .collect();
        let read = Evidence::lenient(&folder);
        let report = read.check(&overtake::kernels::ModelKind::Race.declaration());
        if !report.problems.is_empty() {
            return refused(files, &report.problems);
        }
        read
    } else {
        untouched.clone()
    };
    let study = edited.iter().map(|&f| files[f].0.as_str()).find(|n| n.starts_with("studies/"));
    let study = study.unwrap_or("studies/as-is.toml");
    let (read, mut problems) = overtake::Study::lenient(study, text(study), &Changes::default());
    let project = match read.map(|study| Project::with(study, evidence)) {
        Some(Ok(project)) if problems.is_empty() => project,
        Some(Err(Mistakes(more))) => {
            problems.extend(more);
            return refused(files, &problems);
        }
        _ => return refused(files, &problems),
    };
    let usual = explain::usual(&project.prepared);
    let words = explain::Words { language: Language::Chinese, ..Default::default() };
    let told = explain::explain(&project.prepared, 0, 0, usual, &words);
    let design = project.prepared.design();
    let fingerprint = project.prepared.fingerprint(&project.claims.fingerprint());
    let plan = run::plan(&project.prepared, &project.claims, &fingerprint, &project.evidence);
    let numbers = batch::probe(&project.prepared, Width::best());
    assert!(plan.columns().len() > 1);
    for problems in [told.err(), design.err(), numbers.err()].into_iter().flatten() {
        refused(files, &problems);
    }
    Came::Accepted
}

/// Every problem can be told and points into its file.
fn refused(files: &[(String, String)], problems: &[Problem]) -> Came {
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in problems {
        assert!(!problem.to_string().is_empty() && problem.span.start <= problem.span.end);
        // An edit elsewhere can spoil what built-in policies refer to; their own text stays as it is.
        let built_in = (problem.file == POLICIES).then_some(policy::BUILT_IN);
        let edited = files.iter().find(|(name, _)| *name == problem.file).map(|(_, text)| text.as_str());
        if let Some(text) = built_in.or(edited) {
            assert!(text.get(problem.span.clone()).is_some(), "`{problem}` points outside its file");
        }
    }
    Came::Refused
}

/// Counts over cases.
#[derive(Default)]
struct Tally {
    accepted: u64,
    refused: u64,
    /// Cases by kind of edit: accepted, refused.
    kinds: BTreeMap<&'static str, [u64; 2]>,
    panics: Vec<String>,
    slowest: (Duration, String),
}

fn one(case: u64, shipped: &[(String, String)], untouched: &Evidence, tally: &Mutex<Tally>) {
    let mut draws = Draws::new(case);
    let mut files = shipped.to_vec();
    let (mut edited, mut done) = (Vec::new(), Vec::new());
    // Studies are small and read most often: every second case is about one of them.
    let studies: Vec<usize> = (0..files.len()).filter(|f| files[*f].0.starts_with("studies/")).collect();
    let file = if draws.below(2) == 0 { *draws.of(&studies) } else { draws.below(files.len()) };
    for _ in 0..=draws.below(3) {
        let (text, kind) = edit(&files[file].1, shipped, &mut draws);
        files[file].1 = text;
        edited.push(file);
        done.push(kind);
    }
    let began = Instant::now();
    let came = catch_unwind(AssertUnwindSafe(|| read(&files, &edited, untouched)));
    let took = began.elapsed();
    let about = format!("case {case}, {} in {}", done.join(" and "), files[file].0);
    let mut tally = tally.lock().expect("no thread panics with it");
    let place = match &came {
        Ok(Came::Accepted) => 0,
        _ => 1,
    };
    for kind in done {
        tally.kinds.entry(kind).or_default()[place] += 1;
    }
    match came {
        Ok(Came::Accepted) => tally.accepted += 1,
        Ok(Came::Refused) => tally.refused += 1,
        Err(payload) => {
            let text = payload.downcast_ref::<String>().cloned();
            let text = text.or_else(|| payload.downcast_ref::<&str>().map(|t| (*t).to_owned()));
            tally.panics.push(format!("{about}: {}", text.unwrap_or_default()));
        }
    }
    if took > tally.slowest.0 {
        tally.slowest = (took, about);
    }
}

#[test]
fn no_edit_of_the_shipped_files_makes_a_panic() {
    no_panic(CASES[0]);
}

#[test]
#[ignore = "full: half a minute"]
fn none_of_many_edits_of_the_shipped_files_makes_a_panic() {
    no_panic(CASES[1]);
}

/// Edits and reads files so many times, or as often as is asked.
fn no_panic(cases: u64) {
    let asked = std::env::var("OVERTAKE_EDITS").ok();
    let cases =
        asked.as_ref().map_or(cases, |text| text.parse().expect("OVERTAKE_EDITS is a number of cases"));
    let shipped = shipped();
    let untouched = Evidence::built_in().expect("the shipped evidence reads");
    let (next, tally) = (AtomicU64::new(0), Mutex::new(Tally::default()));
    // Where it happened is part of what is told; the usual message would come a thousand times.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if asked.is_some() {
            eprintln!("{info}");
        } else if std::thread::current().name() != Some(READER) {
            usual(info);
        }
    }));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let reader = std::thread::Builder::new().name(READER.into());
            reader
                .spawn_scoped(scope, || {
                    loop {
                        let case = next.fetch_add(1, Ordering::Relaxed);
                        if case >= cases {
                            break;
                        }
                        one(case, &shipped, &untouched, &tally);
                    }
                })
                .expect("a thread starts");
        }
    });
    let _ = std::panic::take_hook();
    let Tally { accepted, refused, kinds, panics, slowest } =
        tally.into_inner().expect("no thread panics with it");
    eprintln!(
        "{cases} edited files in {:.0} s: {accepted} accepted, {refused} refused, {} panics; slowest {:.2} s ({})",
        began.elapsed().as_secs_f64(),
        panics.len(),
        slowest.0.as_secs_f64(),
        slowest.1
    );
    for (kind, [accepted, refused]) in kinds {
        eprintln!("  {kind}: {accepted} accepted, {refused} refused");
    }
    assert!(
        panics.is_empty(),
        "{} panics, such as\n{}",
        panics.len(),
        panics[..panics.len().min(20)].join("\n")
    );
    assert!(slowest.0 < LATE, "{}: {:?}", slowest.1, slowest.0);
    // Neither all nor none: edits that nobody notices, and edits that somebody does.
    assert!(accepted > cases / 50 && refused > cases / 50, "{accepted} accepted, {refused} refused");
}

#[test]
fn the_files_as_they_are_shipped_are_accepted() {
    let (shipped, untouched) = (shipped(), Evidence::built_in().expect("the shipped evidence reads"));
    for file in 0..shipped.len() {
        assert!(matches!(read(&shipped, &[file], &untouched), Came::Accepted), "{}", shipped[file].0);
    }
}
