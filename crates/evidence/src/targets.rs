//! Targets: what was observed, for fitting the model and for scoring it.

use crate::date::Date;
use crate::document::Document;
use crate::problem::{Place, Problems, did_you_mean};
use crate::provenance::{BELIEVED, Provenance};
use crate::reader::Reader;
use overtake_model::{Declaration, Role};

/// Observables of the contract that parts of the model still to be built will report. A target may name them; it waits.
pub const LATER_OBSERVABLES: [&str; 11] = [
    "giants_capex_usd",
    "private_ai_investment_usd",
    "datacentre_revenue_usd",
    "firms_using_ai_share",
    "people_using_ai_share",
    "time_horizon_minutes",
    "laboratory_revenue_usd",
    "token_price_usd",
    "gdp_growth_share",
    "electricity_twh",
    "notable_models",
];

/// In what the error of a target is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// In the target's unit.
    Absolute,
    /// In natural logarithms.
    Log,
}

/// One observation.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What was observed.
    pub observable: String,
    /// Of which bloc.
    pub bloc: Option<String>,
    /// When; a period means its end for a level and its mean for a flow.
    pub date: Date,
    /// What was seen.
    pub value: f64,
    /// One standard deviation.
    pub error: f64,
    /// In what the error is counted.
    pub error_kind: ErrorKind,
    /// Unit.
    pub unit: String,
    /// Series it belongs to; rows of one series are no independent draws.
    pub series: String,
    /// From where.
    pub provenance: Provenance,
    /// The first day on which somebody could have known it.
    pub known_from: Date,
    /// Whether a path of the model rests on the same series, so that it is shown and not scored.
    pub forced: bool,
    /// Where it stands.
    pub place: Place,
}

/// Reads a file of targets.
pub(crate) fn read(document: &Document, problems: &Problems) -> Vec<Target> {
    let top = document.reader(problems);
    let mut targets: Vec<Target> = Vec::new();
    for table in top.tables("target") {
        if let Some(target) = Target::read(&table) {
            let same = |t: &&Target| {
                (&t.observable, &t.bloc, t.date, &t.series)
                    == (&target.observable, &target.bloc, target.date, &target.series)
            };
            if let Some(first) = targets.iter().find(same) {
                let message = format!(
                    "`{}` of {} stands twice, first in line {}",
                    target.observable, target.date, first.place.line
                );
                table.problem("observable", message);
            }
            targets.push(target);
        }
        table.finish();
    }
    top.finish();
    targets
}

impl Target {
    fn read(table: &Reader<'_>) -> Option<Self> {
        let complete = table.require(&[
            "observable",
            "date",
            "value",
            "error",
            "error_kind",
            "unit",
            "series",
            "source",
            "known_from",
            "forced",
        ]);
        let (observable, bloc, date) = (table.text("observable"), table.text("bloc"), table.date("date"));
        let (value, error, forced) = (table.number("value"), table.number("error"), table.boolean("forced"));
        let error_kind = table
            .one_of("error_kind", &["absolute", "log"])
            .map(|place| if place == 0 { ErrorKind::Absolute } else { ErrorKind::Log });
        let (unit, series) = (table.text("unit"), table.text("series"));
        let provenance = Provenance::read(table, BELIEVED);
        if let Some(error) = error
            && error <= 0.0
        {
            table.problem(
                "error",
                format!("`{}` is {error}; nothing is known without error", table.spell("error")),
            );
        }
        if let (Some(value), Some(ErrorKind::Log)) = (value, error_kind)
            && value <= 0.0
        {
            table.problem("value", format!("`{}` is {value}, which has no logarithm", table.spell("value")));
        }
        if let (Some(date), Some(known)) = (date, provenance.known_from)
            && known.ends() <= date.begins()
        {
            table.problem("known_from", format!("{known} is before {date}: nobody could have known it"));
        }
        if !complete {
            return None;
        }
        Some(Self {
            observable: observable?.to_owned(),
            bloc: bloc.map(str::to_owned),
            date: date?,
            value: value?,
            error: error.filter(|e| *e > 0.0)?,
            error_kind: error_kind?,
            unit: unit?.to_owned(),
            series: series?.to_owned(),
            known_from: provenance.known_from?,
            provenance,
            forced: forced?,
            place: table.here(),
        })
    }

    /// Tells an observable that the model lacks and the contract does not announce, a unit other than the model's, and
    /// a bloc that does not exist.
    pub(crate) fn join(&self, declaration: &Declaration, blocs: &[&str], problems: &Problems) {
        let key = Some("target.observable");
        let declared = declaration.outcome(&self.observable).filter(|o| o.role == Role::Observable);
        if declared.is_none() && !LATER_OBSERVABLES.contains(&self.observable.as_str()) {
            let names = declaration.outcomes.iter().filter(|o| o.role == Role::Observable).map(|o| o.key);
            let help = did_you_mean(&self.observable, names.chain(LATER_OBSERVABLES));
            let message = format!("`{}` is no observable of the model", self.observable);
            problems.push(self.place.problem(key, message).maybe_help(help));
        }
        if let Some(outcome) = declared.filter(|o| o.unit != self.unit) {
            let message = format!(
                "the target is in {}; the model reports {} in {}",
                self.unit, outcome.key, outcome.unit
            );
            problems.push(self.place.problem(Some("target.unit"), message));
        }
        match &self.bloc {
            Some(bloc) if !blocs.contains(&bloc.as_str()) => {
                let message = format!("`{bloc}` is no bloc");
                problems.push(
                    self.place
                        .problem(Some("target.bloc"), message)
                        .maybe_help(did_you_mean(bloc, blocs.iter().copied())),
                );
            }
            None if declared.is_some_and(|o| o.axis == "bloc") => {
                let message = format!("`{}` is observed by bloc; the target names none", self.observable);
                problems.push(self.place.problem(Some("target.bloc"), message));
            }
            _ => {}
        }
    }
}
