//! Which outcomes a picture shows: read from `studies/figures.toml`, joined to what the model declares.

use overtake_evidence::{Document, Problem, Problems, Reader, Text, did_you_mean};
use overtake_kernels::ModelKind;
use overtake_model::{Declaration, Outcome};

/// The figures that come with the program.
pub const BUILT_IN: &str = include_str!("../../../../studies/figures.toml");
const FILE: &str = "studies/figures.toml";

/// A picture: outcomes from top to bottom, members from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Key, also the name of its file.
    pub key: String,
    /// Model that reports its outcomes.
    pub model: ModelKind,
    /// What stands above it.
    pub title: Text,
    /// Members shown; all where it is empty.
    pub members: Vec<String>,
    /// First calendar year shown.
    pub from: Option<i64>,
    /// Last calendar year shown.
    pub to: Option<i64>,
    /// Its rows.
    pub panels: Vec<Panel>,
}

/// A row of a picture: one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Key of the outcome.
    pub outcome: String,
    /// What people call it.
    pub label: Text,
    /// Its unit in Chinese; the declaration has it in English.
    pub unit_zh: Option<String>,
}

impl Figure {
    /// The built-in figures.
    ///
    /// # Errors
    /// What is wrong with the file, or does not fit what models declare; a test holds that nothing is.
    pub fn built_in() -> Result<Vec<Self>, Vec<Problem>> {
        Self::read_all(FILE, BUILT_IN)
    }

    /// Reads figures from a text.
    ///
    /// # Errors
    /// Every mistake, each with its place.
    pub fn read_all(file: &str, text: &str) -> Result<Vec<Self>, Vec<Problem>> {
        let document = Document::parse(file, text)?;
        let problems = Problems::new();
        let figures = {
            let top = document.reader(&problems);
            let mut figures: Vec<Self> = Vec::new();
            for table in top.tables("figure") {
                let place = table.here();
                if let Some(figure) = Self::read(table) {
                    if figures.iter().any(|f| f.key == figure.key) {
                        let message = format!("figure `{}` stands twice", figure.key);
                        problems.push(place.problem(Some("figure.key"), message));
                    }
                    figures.push(figure);
                }
            }
            top.finish();
            figures
        };
        problems.or(|| figures)
    }

    fn read(table: Reader<'_>) -> Option<Self> {
        let complete = table.require(&["key", "model", "title", "panels"]);
        let key = table.text("key").unwrap_or_default().to_owned();
        if !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            table.problem("key", "a figure's key is also the name of its file: letters, digits and - only");
        }
        let names: Vec<&str> = ModelKind::ALL.iter().map(|w| w.name()).collect();
        let model = table.one_of("model", &names).map(|place| ModelKind::ALL[place]);
        let declaration = model.map(|m| m.declaration());
        let members = table.list_of_text("members").unwrap_or_default();
        let figure = model.map(|model| Self {
            key,
            model,
            title: Text::read(&table, "title", "title_zh").unwrap_or_default(),
            members: members.into_iter().map(str::to_owned).collect(),
            from: table.integer("from"),
            to: table.integer("to"),
            panels: table
                .tables("panels")
                .into_iter()
                .filter_map(|panel| Panel::read(panel, declaration.as_ref()))
                .collect(),
        });
        table.finish();
        figure.filter(|_| complete)
    }
}

impl Panel {
    fn read(table: Reader<'_>, declaration: Option<&Declaration>) -> Option<Self> {
        let complete = table.require(&["outcome", "label"]);
        let outcome = table.text("outcome").unwrap_or_default().to_owned();
        if let Some(declaration) = declaration
            && declaration.outcome(&outcome).is_none()
        {
            let help = did_you_mean(&outcome, declaration.outcomes.iter().map(|o| o.key));
            let message = format!("model {} has no outcome `{outcome}`", declaration.name);
            table.hint("outcome", message, help);
        }
        let panel = Self {
            outcome,
            label: Text::read(&table, "label", "label_zh").unwrap_or_default(),
            unit_zh: table.text("unit_zh").map(str::to_owned),
        };
        table.finish();
        complete.then_some(panel)
    }

    /// Its unit in a language.
    #[must_use]
    pub fn unit(&self, outcome: &Outcome) -> Text {
        Text { en: outcome.unit.to_owned(), zh: self.unit_zh.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_figures_show_what_their_models_report() {
        let figures = Figure::built_in().unwrap_or_else(|p| panic!("{p:#?}"));
        for model in ModelKind::ALL {
            assert!(figures.iter().any(|f| f.model == model), "no picture of {}", model.name());
        }
        for figure in &figures {
            assert!(figure.title.zh.is_some(), "{} has no Chinese title", figure.key);
            for panel in &figure.panels {
                assert!(panel.label.zh.is_some() && panel.unit_zh.is_some(), "{}: {panel:?}", figure.key);
            }
        }
    }

    #[test]
    fn every_headline_outcome_of_the_race_stands_on_a_picture() {
        let figures = Figure::built_in().unwrap_or_else(|p| panic!("{p:#?}"));
        let shown = |key: &str| figures.iter().flat_map(|f| &f.panels).any(|panel| panel.outcome == key);
        let outcomes = ModelKind::Race.declaration().outcomes;
        let headlines: Vec<&str> = outcomes.iter().filter(|o| o.headline).map(|o| o.key).collect();
        assert!(headlines.len() > 30, "{headlines:?}");
        let missing: Vec<&str> = headlines.into_iter().filter(|key| !shown(key)).collect();
        assert!(missing.is_empty(), "on no picture: {missing:?}");
    }

    #[test]
    fn a_wrong_outcome_is_told_with_the_nearest_name_and_its_line() {
        let text = "[[figure]]\nkey = \"a\"\nmodel = \"race\"\ntitle = \"A\"\npanels = [{ outcome = \"largest_runs\", label = \"L\" }]\n";
        let problems = Figure::read_all("f.toml", text).expect_err("no such outcome");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].line, 5);
        assert!(problems[0].to_string().contains("largest_run"), "{}", problems[0]);
    }

    #[test]
    fn a_key_that_would_leave_the_folder_is_refused() {
        let text = "[[figure]]\nkey = \"../a\"\nmodel = \"race\"\ntitle = \"A\"\npanels = []\n";
        assert!(Figure::read_all("f.toml", text).is_err());
    }
}
