//! Fixed phrases, names and amounts in the language that is asked for.

use crate::args::{Lang, Output};
use crate::locale::{self, Arguments, keys};
use crate::paper;
use overtake::answers::deciding::Label;
use overtake::ensemble::claims::{Status, Verdict};
use overtake::evidence::{Evidence, Language, Text};
use overtake::study::policy::Policy;
use std::collections::BTreeMap;

impl Output {
    /// Whether progress and notes are told on stderr. Under `--json` it holds one document or none.
    pub(crate) fn progress(self) -> bool {
        !self.quiet && !self.json
    }

    pub(crate) fn language(self) -> Language {
        match self.lang {
            Lang::En => Language::English,
            Lang::Zh => Language::Chinese,
        }
    }

    /// The text of a key.
    pub(crate) fn text(self, key: &str) -> String {
        self.told(key, &[])
    }

    /// The text of a key with its places filled.
    pub(crate) fn told(self, key: &str, arguments: Arguments<'_>) -> String {
        self.known(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key, if there is one; English where there is no other.
    fn known(self, key: &str, arguments: Arguments<'_>) -> Option<String> {
        let own = match self.lang {
            Lang::En => None,
            Lang::Zh => locale::chinese(key, arguments),
        };
        own.or_else(|| locale::english(key, arguments))
    }

    /// A text that stands in English where it is declared.
    pub(crate) fn declared(self, key: &str, english: &str) -> String {
        match self.lang {
            Lang::En => english.to_owned(),
            Lang::Zh => locale::chinese(key, &[]).unwrap_or_else(|| english.to_owned()),
        }
    }

    /// A text of the evidence; one without Chinese beside it may have an entry.
    pub(crate) fn evident(self, key: &str, text: &Text) -> String {
        match (self.lang, &text.zh) {
            (Lang::Zh, Some(zh)) => zh.clone(),
            _ => self.declared(key, &text.en),
        }
    }

    /// A text by language code, English where there is no other.
    pub(crate) fn of(self, texts: &BTreeMap<String, String>) -> &str {
        let code = self.language().code();
        texts.get(code).or_else(|| texts.get("en")).map_or("", String::as_str)
    }

    /// What a fact is, without the mark at its end.
    pub(crate) fn fact(self, key: &str, texts: &BTreeMap<String, String>) -> String {
        self.declared(&keys::fact(key), self.of(texts)).trim_end_matches(['.', '。']).to_owned()
    }

    /// A number as people write it: three or four figures.
    pub(crate) fn number(self, value: f64) -> String {
        let (scales, power) = (self.text("number-scales"), |digits: &str, power: &str| {
            self.told(
                "number-power",
                &[("digits", &digits), ("power", &power), ("superscript", &paper::raised(power))],
            )
        });
        paper::number(value, &scales, power)
    }

    /// A share in hundredths; shares next to none or all say so.
    pub(crate) fn hundredths(self, share: f64) -> String {
        match paper::hundredths(share) {
            paper::Hundredths::Few => self.text("hundredths-few"),
            paper::Hundredths::Nearly => self.text("hundredths-nearly"),
            paper::Hundredths::Whole(number) => number.to_string(),
        }
    }

    /// A share as "71 of 100".
    pub(crate) fn of_hundred(self, share: f64) -> String {
        self.told("of-hundred", &[("share", &self.hundredths(share))])
    }

    /// A unit by its name; in English that is what it is declared as.
    pub(crate) fn unit(self, unit: &str) -> String {
        self.declared(&keys::unit(unit), unit)
    }

    /// A number in a unit of claims and facts, as it is said.
    pub(crate) fn amount(self, number: &str, value: f64, unit: &str) -> String {
        let (name, hundredths) = (self.unit(unit), paper::fewest(100.0 * value));
        let arguments: Arguments<'_> = &[("number", &number), ("unit", &name), ("hundredths", &hundredths)];
        let own = keys::amount(unit);
        self.known(&own, arguments).unwrap_or_else(|| self.told("amount", arguments))
    }

    /// A date or quarter as it is written in data, in prose.
    pub(crate) fn date(self, date: &str) -> String {
        let number = |text: &str| text.trim_start_matches('0').to_owned();
        if let Some((year, quarter)) = date.split_once('Q') {
            return self
                .known(&format!("date-quarter-{quarter}"), &[("year", &year)])
                .unwrap_or_else(|| date.to_owned());
        }
        let parts: Vec<&str> = date.split('-').collect();
        match parts[..] {
            [year, month, day] => self.told(
                "date-day",
                &[("date", &date), ("year", &year), ("month", &number(month)), ("day", &number(day))],
            ),
            [year, month] => {
                self.told("date-month", &[("date", &date), ("year", &year), ("month", &number(month))])
            }
            _ => self.told("date-year", &[("year", &date)]),
        }
    }

    /// A part of the mission in a word or two.
    pub(crate) fn part(self, id: &str) -> String {
        self.known(&keys::part(id), &[]).unwrap_or_else(|| id.to_owned())
    }

    /// A policy by its label; in English, and where none of that key is built in, by its key.
    pub(crate) fn policy(self, key: &str) -> String {
        let label = match self.lang {
            Lang::En => None,
            Lang::Zh => Policy::built_in().ok().and_then(|all| all.into_iter().find(|p| p.key == key)),
        };
        label.map_or_else(|| key.to_owned(), |policy| policy.label(self.language()).to_owned())
    }

    /// A switch of rival schools, as it stands in a sentence.
    pub(crate) fn switch(self, key: &str) -> String {
        self.declared(&keys::switch(key), &overtake::study::schools::name(key))
    }

    /// An assumption in words that finish "depends on …".
    pub(crate) fn assumption(self, evidence: &Evidence, key: &str) -> String {
        let label = Label::of(evidence, key);
        if self.lang == Lang::En {
            return label.english();
        }
        match label {
            Label::Switch(switch) => self.told("label-switch", &[("name", &self.switch(switch))]),
            Label::Belief(label, open) => {
                let label = label.get(self.language());
                let open = open.map(|school| school.get(self.language()));
                open.map_or_else(
                    || label.to_owned(),
                    |school| self.told("label-open", &[("label", &label), ("school", &school)]),
                )
            }
            Label::Declared(parameter, sentence, member) => {
                let sentence = self.declared(&keys::parameter(parameter), sentence);
                let sentence = sentence.trim_end_matches(['.', '。']).to_owned();
                let member = member.map(|m| format!("{}{m}", self.text("comma"))).unwrap_or_default();
                sentence + &member
            }
            Label::Unknown(key) => key.to_owned(),
        }
    }

    /// A verdict on a share, a dash where there is none. Leaning has a direction, which the contract's word leaves out.
    pub(crate) fn verdict(self, verdict: Option<Verdict>, share: Option<f64>) -> String {
        match verdict {
            Some(Verdict::Holds) => self.text("verdict-holds"),
            Some(Verdict::Fails) => self.text("verdict-fails"),
            Some(Verdict::Leans) if share.is_some_and(|s| s < 0.5) => self.text("verdict-leans-against"),
            Some(Verdict::Leans) => self.text("verdict-leans-towards"),
            Some(Verdict::Open) => self.text("verdict-open"),
            None => "–".to_owned(),
        }
    }

    /// A status.
    pub(crate) fn status(self, status: &Status) -> String {
        match status {
            Status::PriorOnly => self.text("status-prior-only"),
            Status::InSample => self.text("status-in-sample"),
            Status::ByAssumption => self.text("status-by-assumption"),
            Status::TooFew => self.text("status-too-few"),
            Status::NotRun => self.text("status-not-run"),
            Status::WaitsFor(parts) => self.told("status-waits-for", &[("parts", &parts.join(", "))]),
            Status::Finding => self.text("status-finding"),
        }
    }

    /// A bloc of the built-in evidence; another by its key.
    pub(crate) fn bloc(self, key: &str) -> String {
        self.known(&keys::bloc(key), &[]).unwrap_or_else(|| key.to_owned())
    }

    /// An observable in a few words; one without any by its key.
    pub(crate) fn observable(self, key: &str) -> String {
        self.known(&keys::observable(key), &[]).unwrap_or_else(|| key.replace('_', " "))
    }
}
