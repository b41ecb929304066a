//! What each command does: call the library, show what it gives.

mod audit;
mod evidence;
mod rules;
mod schema;
mod when;

pub(crate) use audit::audit;
pub(crate) use evidence::evidence;
pub(crate) use rules::rules;
pub(crate) use schema::schema;
pub(crate) use when::when;

use crate::args::{self, Cli, Lang, Output};
use crate::errors::Error;
use crate::paper::{dense, folded, hundredths, signed};
use crate::progress::Bar;
use crate::{screen, story};
use clap::CommandFactory;
use overtake::answer::{Answered, Decisions, Document};
use overtake::compare::Side;
use overtake::ensemble::error::RunError;
use overtake::evidence::Evidence;
use overtake::folder::{FolderError, InTheWay, Record, STUDY};
use overtake::kernels::Width;
use overtake::observed::Observed;
use overtake::plots::{self, Drawn};
use overtake::run::{Done as Ran, Failure, How};
use overtake::study::BUILT_IN;
use overtake::{Changes, Mistakes, Project, Study};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

type Done = Result<(), Error>;
/// Texts in which problems lie, by file.
pub(crate) type Sources = BTreeMap<String, String>;

impl From<Mistakes> for Error {
    fn from(Mistakes(problems): Mistakes) -> Self {
        Self::Input(problems)
    }
}

impl From<FolderError> for Error {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::NoRun { .. } | FolderError::Unfinished { .. } | FolderError::Damaged { .. } => {
                Self::Usage { message: error.to_string(), help: None }
            }
            other => Self::failed(other),
        }
    }
}

/// Prints a document and a newline; a closed pipe ends quietly.
pub(crate) fn print(text: &str) -> Done {
    let mut out = std::io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    written(write!(out, "{text}{end}").and_then(|()| out.flush()))
}

/// What became of a write to stdout: a reader that has read enough ends the program quietly, all else is told.
pub(crate) fn written(result: std::io::Result<()>) -> Done {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Error::Failed {
            message: format!("cannot write the output: {error}"),
            help: Some(
                "send it where there is room; what a run has written in its folder is kept".to_owned(),
            ),
        }),
    }
}

pub(crate) fn print_json(document: &impl serde::Serialize) -> Done {
    print(&serde_json::to_string_pretty(document).map_err(Error::failed)?)
}

static STOP: AtomicBool = AtomicBool::new(false);

/// Reads a built-in study or a file, and joins it to the evidence.
fn project(name: &str, changes: &Changes, sources: &mut Sources) -> Result<Project, Error> {
    let (file, text) = read_study(name, changes, sources)?;
    Ok(Project::read(&file, &text, changes)?)
}

/// Name and text of a built-in study or a file.
fn read_study(name: &str, changes: &Changes, sources: &mut Sources) -> Result<(String, String), Error> {
    let (file, text) = if let Some((known, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
        (format!("studies/{known}.toml"), (*text).to_owned())
    } else {
        let path = Path::new(name);
        let looks_like_file = name.ends_with(".toml") || path.exists() || name.contains(['/', '\\']);
        if !looks_like_file {
            return Err(Mistakes::from(Study::built_in(name, changes).err().unwrap_or_default()).into());
        }
        let text = std::fs::read_to_string(path).map_err(|e| {
            let known: Vec<&str> = BUILT_IN.iter().map(|(known, _)| *known).collect();
            Error::usage(
                format!("cannot read study `{name}`: {e}"),
                format!("give a TOML file, or a built-in study: {}", known.join(", ")),
            )
        })?;
        (name.to_owned(), text)
    };
    sources.insert(file.clone(), text.clone());
    Ok((file, text))
}

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
    let document = read_claims(&done.folder)?;
    let drawn = if it.plots { Some(draw(&project, &done, output)?) } else { None };
    let observed = Observed::of(&done.folder, &done.record, &project.evidence).map_err(Error::failed)?;
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
            "results": done.record.results, "observed": observed, "claims": document,
        });
        if let Some(drawn) = drawn {
            told["plots"] = json!(drawn);
        }
        return print_json(&told);
    }
    let shown = screen::Shown {
        folder: &done.folder,
        record: &done.record,
        document: &document,
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
            text += &output.say(
                &format!("{other} holds {why} and was left alone.\n"),
                &format!("{other}中{why}，未作改动。\n"),
            );
        }
    }
    text += &match (done.reused, done.passed.is_empty()) {
        (true, _) => output.say(
            &format!("This run was found finished in {folder}; nothing had to be computed.\n\n"),
            &format!("该运行已在{folder}完成，无需重新计算。\n\n"),
        ),
        (false, true) => String::new(),
        (false, false) => {
            output.say(&format!("This run is in {folder}.\n\n"), &format!("本次运行在{folder}。\n\n"))
        }
    };
    text
}

/// What lies in a folder that was left alone, as the rest of "it holds …".
fn reason(output: Output, why: &InTheWay) -> String {
    match why {
        InTheWay::OtherRun => output.say("another run", "已有另一次运行"),
        InTheWay::OtherBuild => output.say(
            "this run by another build of the program, which gives other numbers,",
            "有本次运行，但由程序的另一构建算出，数值不同",
        ),
        InTheWay::Unfinished => output.say(
            "this run, unfinished (--resume would have gone on with it),",
            "有本次运行的未完成部分（可用--resume继续）",
        ),
        InTheWay::Damaged(what) => {
            output.say(&format!("a damaged run ({what})"), &format!("的运行已损坏（{what}）"))
        }
        InTheWay::Else(entry) => {
            output.say(&format!("`{entry}`, which is of no run,"), &format!("有不属于任何运行的`{entry}`"))
        }
    }
}

/// Draws a finished run; what was computed stays, whatever becomes of the pictures.
fn draw(project: &Project, done: &overtake::run::Done, output: Output) -> Result<Vec<Drawn>, Error> {
    plots::plot(project, &done.record, &done.folder, output.language()).map_err(|error| Error::Failed {
        message: error.to_string(),
        help: Some(format!("the run itself is finished in {}", done.folder.display())),
    })
}

/// A picture in a line.
fn pictured(output: Output, picture: &Drawn) -> String {
    let (file, all, outside) = (picture.file.display(), picture.observed, picture.outside);
    let seen = match all {
        0 => String::new(),
        _ => output.say(
            &format!(": {all} observed points, {outside} outside the band from 5% to 95% of futures"),
            &format!("：{all}个观测值，{outside}个在5%至95%的带之外"),
        ),
    };
    format!("{}{file}{seen}\n", output.say("Picture: ", "图："))
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

/// Reads the answers of a finished run.
fn read_claims(folder: &Path) -> Result<Document, Error> {
    Record::finished(folder)?;
    Ok(overtake::folder::answers(folder)?)
}

pub(crate) fn claims(it: &args::Claims, output: Output) -> Done {
    let is_claim = |w: &str| {
        let rest = w.strip_prefix(['C', 'c']).unwrap_or("");
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let mut folder: Option<&String> = None;
    let mut ids: Vec<&String> = Vec::new();
    for word in &it.what {
        // A folder may be called like a claim; once there is a folder, claims are what is left.
        let holds_run = folder.is_none() && Path::new(word).join(STUDY).exists();
        match folder {
            _ if is_claim(word) && !holds_run => ids.push(word),
            None => folder = Some(word),
            Some(folder) => {
                return Err(Error::usage(
                    format!("`{folder}` and `{word}` are both taken for folders of runs"),
                    "give one run, then claims such as C4 or C12a",
                ));
            }
        }
    }
    let folder = folder.map_or_else(|| PathBuf::from("out/as-is"), PathBuf::from);
    let mut document = read_claims(&folder)?;
    if let Some(policy) = &it.policy {
        let known: Vec<&str> =
            document.claims.iter().flat_map(|c| &c.answers).map(|s| s.policy.as_str()).collect();
        if !known.contains(&policy.as_str()) {
            let mut names = known.clone();
            names.sort_unstable();
            names.dedup();
            let help = overtake::evidence::did_you_mean(policy, names.iter().copied())
                .unwrap_or_else(|| format!("policies of the run: {}", names.join(", ")));
            return Err(Error::usage(format!("no claim was asked under policy `{policy}`"), help));
        }
        let evidence = Evidence::built_in().map_err(Mistakes).map_err(Error::failed)?;
        document.keep(policy, &folder, &evidence).map_err(Error::failed)?;
    }
    if !ids.is_empty() {
        let wanted =
            |c: &Answered, id: &str| c.name().eq_ignore_ascii_case(id) || c.id.eq_ignore_ascii_case(id);
        if let Some(id) = ids.iter().find(|id| !document.claims.iter().any(|c| wanted(c, id))) {
            return Err(Error::usage(
                format!("there is no claim `{id}`"),
                "claims are C1 to C30, some with parts such as C12a",
            ));
        }
        document.claims.retain(|c| ids.iter().any(|id| wanted(c, id)));
    }
    if output.json {
        return print_json(&document);
    }
    let shown: Vec<&Answered> =
        document.claims.iter().filter(|c| it.all || !ids.is_empty() || !c.answers.is_empty()).collect();
    let each = it.all || !ids.is_empty() || it.policy.is_some();
    let rows = screen::full(output, &shown, it.policy.as_deref(), each);
    if ids.is_empty() && !it.full {
        return print(&rows);
    }
    let evidence = load(None)?;
    let told: Vec<String> = shown.iter().map(|claim| screen::told(output, claim, &evidence)).collect();
    // Who asks for one claim wants its sentence; rows of all policies can be many.
    let parts = if ids.is_empty() { [rows, told.join("\n")] } else { [told.join("\n"), rows] };
    print(&parts.join("\n\n"))
}

pub(crate) fn compare(it: &args::Compare, output: Output) -> Done {
    let load = |folder: &Path| {
        let (record, document) = (Record::finished(folder)?, read_claims(folder)?);
        let decisions = Decisions::open(folder).map_err(Error::failed)?;
        Ok::<_, Error>(Side { folder: folder.display().to_string(), record, document, decisions })
    };
    let (a, b) = (load(&it.a)?, load(&it.b)?);
    let comparison = overtake::compare::compare(&a, &b).map_err(Error::failed)?;
    if output.json {
        return print_json(&comparison);
    }
    let mut text = format!("A  {}\nB  {}\n\n", it.a.display(), it.b.display());
    text += &format!("{}\n", output.say("INPUTS THAT DIFFER", "不同的输入"));
    if comparison.inputs.is_empty() {
        text += &format!("  {}\n", output.say("none", "无"));
    } else {
        let heading = [output.say("input", "输入"), "A".to_owned(), "B".to_owned()];
        let rows = comparison.inputs.iter().map(|i| vec![i.key.clone(), i.a.clone(), i.b.clone()]);
        text += &format!("{}\n", folded(&heading, rows.collect()));
    }
    text += &output.say(
        "\nCLAIMS, in hundredths of the futures that say something\n",
        "\n论断（以有结论的未来的百分之几计）\n",
    );
    let heading = [
        output.say("claim", "论断"),
        output.say("policy", "政策"),
        "A".to_owned(),
        "B".to_owned(),
        output.say("B less A (95%)", "B减A（95%）"),
        output.say("verdict", "判断"),
    ];
    let rows = comparison.claims.iter().map(|p| {
        let share = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), hundredths);
        let difference = match (p.difference, p.interval) {
            (Some(d), Some((low, high))) => {
                let [d, low, high] = [d, low, high].map(|share| signed(100.0 * share, 0));
                output.say(&format!("{d} ({low} to {high})"), &format!("{d}（{low}至{high}）"))
            }
            _ => "–".to_owned(),
        };
        let reading = if p.reading == "main" { String::new() } else { output.say(" alt", " 另述") };
        let [one, two] = &p.verdicts;
        let mut verdicts = vec![output.verdict(one.as_deref(), p.a), output.verdict(two.as_deref(), p.b)];
        verdicts.dedup();
        vec![
            format!("{}{reading}", p.claim),
            p.policy.clone(),
            share(p.a),
            share(p.b),
            difference,
            verdicts.join(" → "),
        ]
    });
    text += &format!("{}\n", dense(&heading, rows.collect()));
    print(&text)
}

pub(crate) fn explain(it: &args::Explain, output: Output) -> Done {
    let (project, record) = Project::of_run(&it.run)?;
    if it.future >= record.futures {
        return Err(Error::usage(
            format!("the run has futures 0 to {}, not {}", record.futures - 1, it.future),
            "give the number of one of them",
        ));
    }
    let policy = match &it.policy {
        None => 0,
        Some(key) => project.prepared.policy(key).ok_or_else(|| {
            let known: Vec<&str> = record.policies.iter().map(|p| p.key.as_str()).collect();
            Error::usage(format!("the run has no policy `{key}`"), known.join(", "))
        })?,
    };
    let outcome = it.outcome.as_deref().unwrap_or_else(|| overtake::explain::usual(&project.prepared));
    let told = overtake::explain::explain(&project.prepared, it.future, policy, outcome, output.language());
    let mut told = told.map_err(Mistakes::from)?;
    story::translate(output, &mut told);
    if output.json {
        return print_json(&told);
    }
    print(&story::story(output, &told, &load(None)?, it.full))
}

pub(crate) fn new(it: &args::New, output: Output) -> Done {
    let name = it.name.trim_end_matches(".toml");
    let fine = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !fine {
        return Err(Error::usage(
            format!("`{}` is no name for a study", it.name),
            "use letters, digits, - and _",
        ));
    }
    let path = PathBuf::from(format!("{name}.toml"));
    let text = include_str!("starter.toml").replace("NAME", name);
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|e| Error::Failed {
        message: format!("cannot write `{}`: {e}", path.display()),
        help: Some("nothing is overwritten; choose another name or folder".to_owned()),
    })?;
    if output.json {
        return print_json(&json!({ "schema": "overtake/new/1", "file": path }));
    }
    let file = path.display();
    print(&output.say(
        &format!("Wrote {file}. Run it with: overtake run {file}"),
        &format!("已写入{file}。运行：overtake run {file}"),
    ))
}

pub(crate) fn completions(it: &args::Completions, output: Output) -> Done {
    let mut text = Vec::new();
    clap_complete::generate(it.shell, &mut Cli::command(), "overtake", &mut text);
    let script = String::from_utf8_lossy(&text);
    if output.json {
        let shell = it.shell.to_string();
        return print_json(&json!({ "schema": "overtake/completions/1", "shell": shell, "script": script }));
    }
    print(&script)
}

/// The built-in evidence, or that of a folder.
pub(crate) fn load(folder: Option<&Path>) -> Result<Evidence, Error> {
    let evidence = match folder {
        None => Evidence::built_in(),
        Some(folder) => Evidence::lenient_from_folder(folder),
    };
    Ok(evidence.map_err(Mistakes::from)?)
}
