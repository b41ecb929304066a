//! Pictures of a finished run: fans of outcomes over time with what was observed over them, as SVG.
//!
//! What is drawn is declared: `studies/figures.toml` says which outcomes stand on a page, the model's declaration says
//! unit and kind of axis, `paths.parquet` holds the quantiles, `evidence/targets.toml` what was observed.

mod axis;
mod draw;
mod figure;

mod words;

pub use figure::{BUILT_IN, Figure, Panel};
pub use words::{Caption, Words};

use crate::project::Project;
use crate::run::error::FolderError;
use crate::run::record::Record;
use crate::study::resolve::Prepared;
use draw::{Cell, Dot, Page, Point, Strip};
use overtake_ensemble::error::MAKE_FOLDER;
use overtake_ensemble::fans::{Fan, FanPoint};
use overtake_ensemble::runner::PATHS;
use overtake_evidence::{ErrorKind, Evidence, Language, Problem, Target};
use overtake_model::{Outcome, Scale, Timing};
use overtake_num::Real;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Name of the folder with the pictures of a run.
pub const PLOTS: &str = "plots";

/// Why pictures were not made.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// The disk refused.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The run did not keep what a figure shows.
    #[error("`{}` has no path of `{outcome}`, which figure `{figure}` shows; run the study again into another folder", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// Figure that shows it.
        figure: String,
        /// What it lacks.
        outcome: String,
    },
    /// Something else lies where a picture would.
    #[error("`{}` holds something else than the picture of this run and is left alone; move it away and draw again", path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// The declaration of figures does not read.
    #[error("{}", problems.first().map(ToString::to_string).unwrap_or_default())]
    Figures {
        /// What is wrong with it.
        problems: Vec<Problem>,
    },
}

/// A picture that lies in a run's folder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// Its file.
    pub file: PathBuf,
    /// Key of the figure.
    pub figure: String,
    /// Outcomes it shows.
    pub outcomes: Vec<String>,
    /// Observed points on it.
    pub observed: usize,
    /// Those outside the band from 5% to 95% of futures of their quarter.
    pub outside: usize,
}

/// Draws all figures of a finished run's model from the fans of its reference policy. A picture that lies there as it would be drawn
/// stays; anything else in its place is an error before a byte is written.
///
/// # Errors
/// [`PlotError`] says why not and what to do.
pub fn plot(
    project: &Project,
    record: &Record,
    fans: &[Fan],
    folder: &Path,
    words: &Words,
) -> Result<Vec<Drawn>, PlotError> {
    let figures = Figure::built_in().map_err(|problems| PlotError::Figures { problems })?;
    let paths = Paths { file: folder.join(PATHS), fans };
    let mut pictures = Vec::new();
    for figure in figures.iter().filter(|f| f.model == project.prepared.study.model) {
        let page = page(project, record, figure, &paths, words)?;
        let suffix = if words.language == Language::English { "" } else { ".zh" };
        let to = folder.join(PLOTS).join(format!("{}{suffix}.svg", figure.key));
        let cells = || page.strips.iter().flat_map(|s| &s.cells).flat_map(|c| &c.dots);
        let drawn = Drawn {
            file: to.clone(),
            figure: figure.key.clone(),
            outcomes: figure.panels.iter().map(|p| p.outcome.clone()).collect(),
            observed: cells().count(),
            outside: cells().filter(|d| d.outside == Some(true)).count(),
        };
        let text = page.svg();
        let there = match fs::read(&to) {
            Ok(bytes) if bytes == text.as_bytes() => true,
            Ok(_) => return Err(PlotError::InTheWay { path: to }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => false,
            // A folder of that name, or a file that may not be read.
            Err(_) if to.exists() => return Err(PlotError::InTheWay { path: to }),
            Err(source) => return Err(FolderError::Io { what: "read", path: to, source }.into()),
        };
        pictures.push((drawn, text, there));
    }
    let mut all = Vec::new();
    for (drawn, text, there) in pictures {
        if !there {
            write(&drawn.file, &text)?;
        }
        all.push(drawn);
    }
    Ok(all)
}

/// Writes a picture whole or not at all.
fn write(to: &Path, text: &str) -> Result<(), FolderError> {
    let io = |what, path: &Path| {
        let path = path.to_owned();
        move |source| FolderError::Io { what, path, source }
    };
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(io(MAKE_FOLDER, parent))?;
    }
    let beside = to.with_extension("svg.partial");
    let mut file = fs::File::create(&beside).map_err(io("write", &beside))?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(io("write", &beside))?;
    file.sync_all().map_err(io("write", &beside))?;
    fs::rename(&beside, to).map_err(io("write", to))
}

/// The members of an outcome's axis with what people call them.
fn members<'a>(prepared: &'a Prepared, outcome: &Outcome, language: Language) -> Vec<(&'a str, &'a str)> {
    match prepared.world.axes.iter().find(|a| a.key == outcome.axis) {
        None => vec![("", "")],
        Some(axis) => {
            let named = axis
                .members
                .iter()
                .map(|m| (m.key.as_str(), prepared.members.label(&axis.key, &m.key, language)));
            named.collect()
        }
    }
}

/// Fans, and the file in which a run keeps them.
struct Paths<'a> {
    file: PathBuf,
    fans: &'a [Fan],
}

fn page(
    project: &Project,
    record: &Record,
    figure: &Figure,
    paths: &Paths<'_>,
    words: &Words,
) -> Result<Page, PlotError> {
    let language = words.language;
    let prepared = &project.prepared;
    let calendar = prepared.study.calendar;
    let (first, last) = (calendar.start.begins(), calendar.last().ends());
    let from = figure.from.map_or(first, |y| (y as f64).clamp(first, last));
    let to = figure.to.map_or(last, |y| (y as f64 + 1.0).clamp(first, last));
    // A study that lies outside the years of a figure is shown whole.
    let (from, to) = if to > from { (from, to) } else { (first, last) };
    // A stock at the very start is that of the year before: economic gain, say, which begins with the first year shown.
    let shown = |at: f64| at > from && at <= to;
    let mut strips = Vec::new();
    for panel in &figure.panels {
        let missing = || PlotError::Missing {
            path: paths.file.clone(),
            figure: figure.key.clone(),
            outcome: panel.outcome.clone(),
        };
        let outcome = prepared.declaration.outcome(&panel.outcome).ok_or_else(missing)?;
        let mut cells = Vec::new();
        for (number, (member, name)) in members(prepared, outcome, language).into_iter().enumerate() {
            let wanted = figure.members.is_empty() || figure.members.iter().any(|m| m == member);
            if !wanted {
                continue;
            }
            let fan = paths.fans.iter().find(|fan| fan.outcome == panel.outcome && fan.bloc == member);
            let fan = &fan.ok_or_else(missing)?.points;
            // A flow is the mean of a quarter and stands in its middle.
            let shift = if outcome.timing == Timing::Flow { -0.125 } else { 0.0 };
            let moved = fan.iter().map(|p| Point { at: p.ends + shift, quantiles: p.quantiles });
            let dots = dots(&project.evidence, outcome, member, fan);
            cells.push(Cell {
                name: name.to_owned(),
                member: number,
                points: moved.filter(|p| shown(p.at)).collect(),
                dots: dots.into_iter().filter(|d| shown(d.at)).collect(),
            });
        }
        strips.push(Strip {
            label: panel.label.get(language).to_owned(),
            unit: panel.unit(outcome).get(language).to_owned(),
            log: outcome.scale == Scale::Log,
            cells,
        });
    }
    let title = figure.title.get(language).to_owned();
    Ok(Page { title, strips, from, to, caption: caption(project, record, words), words: words.clone() })
}

/// What was observed of an outcome, with the band of its quarter.
fn dots(evidence: &Evidence, outcome: &Outcome, member: &str, fan: &[FanPoint]) -> Vec<Dot> {
    let of = |t: &&Target| t.observable == outcome.key && t.bloc.as_deref().unwrap_or("") == member;
    let dots = evidence.targets().iter().filter(of).map(|t| {
        let ends = t.date.quarter().ends();
        let band = fan.iter().find(|p| (p.ends - ends).abs() < 1e-9).map(|p| p.quantiles);
        let band = band.filter(|q| q[0].is_finite() && q[4].is_finite());
        let (low, high) = match t.error_kind {
            ErrorKind::Absolute => (t.value - t.error, t.value + t.error),
            ErrorKind::Log => (t.value * Real::exp(-t.error), t.value * Real::exp(t.error)),
        };
        let error = match t.error_kind {
            ErrorKind::Absolute => format!("± {}", t.error),
            ErrorKind::Log => format!("×/÷ {:.2}", Real::exp(t.error)),
        };
        let sources = t.provenance.source.join(", ");
        let forced = if t.forced { "; forced" } else { "" };
        Dot {
            at: if outcome.timing == Timing::Flow { t.date.middle() } else { t.date.ends() },
            value: t.value,
            low,
            high,
            forced: t.forced,
            outside: band.map(|q| t.value < q[0] || t.value > q[4]),
            about: format!("{}: {} {error} {} ({sources}{forced})", t.date, t.value, t.unit),
        }
    });
    dots.collect()
}

/// What the picture may be taken for, and where it comes from.
fn caption(project: &Project, record: &Record, words: &Words) -> String {
    let policy = &project.prepared.policies[0];
    let digest = record.results.as_ref().map_or("", |r| r.digest.get(..12).unwrap_or(&r.digest));
    (words.caption)(&Caption {
        futures: &grouped(policy.futures),
        study: &record.name,
        policy: policy.resolved.policy.label(words.language),
        seed: record.seed,
        version: &record.version,
        digest,
    })
}

fn grouped(number: u64) -> String {
    axis::grouped(number as f64, 0)
}
