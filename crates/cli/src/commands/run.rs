//! `overtake run`: runs a study and shows the first screen.

use super::input::{Sources, project};
use super::output::{Done, print, print_json};
use crate::args::{self, Lang, Output};
use crate::errors::Error;
use crate::locale::{self, Arguments};
use crate::progress::Bar;
use crate::screen;
use overtake::ensemble::error::RunError;
use overtake::kernels::Width;
use overtake::observed::Observed;
use overtake::plots::{self, Drawn, Words};
use overtake::run::{Done as Ran, Failure, How, InTheWay};
use overtake::{Changes, Project};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// Chooses lanes and level.
fn lanes(run: &args::Run) -> Result<Option<Width>, Error> {
    let lanes = run.lanes.as_ref().and_then(|l| l.parse::<usize>().ok());
    let level = run.level.as_deref();
    if lanes.is_none() && level.is_none() {
        return Ok(None);
    }
    let fits = |w: &Width| {
        let name = w.level().to_lowercase().replace('-', "");
        lanes.is_none_or(|l| w.lanes() == l) && level.is_none_or(|l| name == l)
    };
    let width = Width::ALL.into_iter().rev().filter(fits).find(|w| w.available());
    match width {
        Some(width) => Ok(Some(width)),
        None => {
            let all: Vec<String> = Width::ALL
                .iter()
                .filter(|w| w.available())
                .map(|w| format!("{} of {}", w.lanes(), w.level()))
                .collect();
            Err(Error::usage(
                "this build has no such lanes and level on this processor",
                format!("it has {}", all.join(", ")),
            ))
        }
    }
}

pub(crate) fn run(it: &args::Run, output: Output, sources: &mut Sources) -> Done {
    if it.chunk.is_some_and(|c| c == 0 || !c.is_multiple_of(160)) {
        return Err(Error::usage("--chunk must be a multiple of 160 futures", "try --chunk 1280"));
    }
    let changes =
        Changes { futures: it.futures, seed: it.seed, policies: it.policies.clone(), set: it.set.clone() };
    let width = lanes(it)?;
    let project = project(&it.study, &changes, sources)?;
    if output.progress() && !width.unwrap_or_else(Width::best).fused() {
        eprintln!("note: without fused multiply-add in these lanes results are the same and come slowly");
    }
    let how = How {
        out: it.out.clone(),
        resume: it.resume,
        threads: it.threads.map_or(0, |threads| threads as usize),
        width,
        chunk: it.chunk,
    };
    // A second interrupt ends the program at once; chunks on disk are whole in any case.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    let bar = Bar::new(!output.progress());
    let result = project.run(&how, &bar, &STOP);
    bar.done();
    let done = result.map_err(|failure| refused(failure, it))?;
    let drawn = if it.plots { Some(draw(&project, &done, output)?) } else { None };
    let observed = Observed::of(&done.fans, &done.record, &project.evidence);
    if output.json {
        let passed: Vec<_> = done
            .passed
            .iter()
            .map(
                |p| json!({ "folder": p.folder, "why": reason(Output { lang: Lang::En, ..output }, &p.why) }),
            )
            .collect();
        let mut told = json!({
            "schema": "overtake/run/1", "folder": done.folder, "reused": done.reused,
            "instead_of": done.passed.first().map(|p| &p.folder), "left_alone": passed,
            "results": done.record.results, "observed": observed, "claims": done.document,
        });
        if let Some(drawn) = drawn {
            told["plots"] = json!(drawn);
        }
        return print_json(&told);
    }
    let shown = screen::Shown {
        folder: &done.folder,
        record: &done.record,
        document: &done.document,
        evidence: &project.evidence,
        observed: &observed,
    };
    let mut text = placed(output, &done) + &screen::first(output, &shown);
    for picture in drawn.iter().flatten() {
        text += &pictured(output, picture);
    }
    print(&text)
}

/// Why a run is where it is, if there is anything to say.
fn placed(output: Output, done: &Ran) -> String {
    let folder = done.folder.display();
    let mut text = String::new();
    for passed in &done.passed {
        let (other, why) = (passed.folder.display(), reason(output, &passed.why));
        // What lies where it was not asked for is worth a line only if it should not be so.
        let asked = passed.folder == done.passed[0].folder;
        if asked || passed.why != InTheWay::OtherRun {
            text += &format!("{}\n", output.told("run-left-alone", &[("other", &other), ("why", &why)]));
        }
    }
    text += &match (done.reused, done.passed.is_empty()) {
        (true, _) => format!("{}\n\n", output.told("run-reused", &[("folder", &folder)])),
        (false, true) => String::new(),
        (false, false) => {
            format!("{}\n\n", output.told("run-elsewhere", &[("folder", &folder)]))
        }
    };
    text
}

/// What lies in a folder that was left alone, as the rest of "it holds …".
fn reason(output: Output, why: &InTheWay) -> String {
    match why {
        InTheWay::OtherRun => output.text("way-other-run"),
        InTheWay::OtherBuild => output.text("way-other-build"),
        InTheWay::Unfinished => output.text("way-unfinished"),
        InTheWay::Damaged(what) => output.told("way-damaged", &[("what", &what)]),
        InTheWay::Else(entry) => output.told("way-else", &[("entry", &entry)]),
    }
}

/// Draws a finished run; what was computed stays, whatever becomes of the pictures.
fn draw(project: &Project, done: &overtake::run::Done, output: Output) -> Result<Vec<Drawn>, Error> {
    plots::plot(project, &done.record, &done.fans, &done.folder, &words(output)).map_err(|error| {
        Error::Failed {
            message: error.to_string(),
            help: Some(format!("the run itself is finished in {}", done.folder.display())),
        }
    })
}

/// What pictures say beside their data.
fn words(output: Output) -> Words {
    if output.lang == Lang::En {
        return Words::default();
    }
    let text = |key| output.text(key);
    Words {
        language: output.language(),
        code: text("plot-code"),
        outer: text("plot-outer"),
        inner: text("plot-inner"),
        median: text("plot-median"),
        observed: text("plot-observed"),
        forced: text("plot-forced"),
        log: text("plot-log"),
        zero: text("plot-zero"),
        nothing: text("plot-nothing"),
        outside: |outside, all| {
            locale::chinese("plot-outside", &[("outside", &outside), ("all", &all)]).unwrap_or_default()
        },
        caption: |it| {
            let arguments: Arguments<'_> = &[
                ("futures", &it.futures),
                ("study", &it.study),
                ("policy", &it.policy),
                ("seed", &it.seed),
                ("version", &it.version),
                ("digest", &it.digest),
            ];
            locale::chinese("plot-caption", arguments).unwrap_or_default()
        },
    }
}

/// A picture in a line.
fn pictured(output: Output, picture: &Drawn) -> String {
    let (file, all, outside) = (picture.file.display(), picture.observed, picture.outside);
    let seen = match all {
        0 => String::new(),
        _ => output.told("run-picture-seen", &[("all", &all), ("outside", &outside)]),
    };
    format!("{}\n", output.told("run-picture", &[("file", &file), ("seen", &seen)]))
}

fn refused(failure: Failure, it: &args::Run) -> Error {
    match failure {
        Failure::Study { problems } => Error::Input(problems),
        Failure::Run { folder, source: RunError::Interrupted { done, total } } => {
            let mut again = format!("overtake run {}", it.study);
            for set in &it.set {
                again += &format!(" --set {set}");
            }
            if let Some(n) = it.futures {
                again += &format!(" -n {n}");
            }
            if let Some(seed) = it.seed {
                again += &format!(" --seed {seed}");
            }
            if let Some(policies) = &it.policies {
                again += &format!(" --policies {}", policies.join(","));
            }
            if let Some(chunk) = it.chunk {
                again += &format!(" --chunk {chunk}");
            }
            if it.plots {
                again += " --plots";
            }
            if it.out.is_some() {
                again += &format!(" --out {}", folder.display());
            }
            Error::Interrupted {
                message: format!(
                    "interrupted: {done} of {total} trajectories are kept in {}",
                    folder.display()
                ),
                help: format!("go on with: {again} --resume"),
            }
        }
        Failure::Run { source, .. } => Error::failed(source),
        Failure::Folder(error) => Error::failed(error),
        Failure::Table(error) => Error::failed(error),
    }
}
