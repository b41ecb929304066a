//! Every join between a model and its evidence breaks with file and line.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

use crate::fixture::{declaration, edited, files, told};
use overtake_evidence::{Date, Evidence, Language, Shape};
use overtake_model::Layout;

/// Breaks one thing that breaks others with it.
fn breaks_among(name: &str, from: &str, to: &str, place: &str, words: &str) {
    let problems = told(&edited(name, from, to));
    let found = problems.iter().any(|p| p.starts_with(&format!("{place}: ")) && p.contains(words));
    assert!(found, "{place} {words}: {problems:#?}");
}

/// Breaks one thing and expects exactly one problem, which begins at the place and contains the words.
fn breaks(name: &str, from: &str, to: &str, place: &str, words: &str) {
    let problems = told(&edited(name, from, to));
    assert_eq!(problems.len(), 1, "{from:?} to {to:?}: {problems:#?}");
    assert!(problems[0].starts_with(&format!("{place}: ")), "{place}: {problems:#?}");
    assert!(problems[0].contains(words), "{words}: {problems:#?}");
}

#[test]
fn a_folder_that_fits_its_model_has_no_problems() {
    let evidence = Evidence::from_files(&files()).unwrap();
    let report = evidence.check(&declaration());
    assert_eq!(report.problems, []);
    assert_eq!(report.unused_sources, ["unread"]);
    assert_eq!((report.measured, report.estimated, report.judgements, report.fixed), (0, 2, 2, 1));
    assert_eq!((report.facts, report.targets, report.claims, report.sources), (1, 3, 60, 4));
    assert_eq!((report.parameters, report.forced, report.beliefs()), (4, 1, 4));
}

#[test]
fn the_world_is_read_by_the_declared_units() {
    let evidence = Evidence::from_files(&files()).unwrap();
    let all = evidence.world(&declaration()).unwrap();
    let chips = all.world.members("chip");
    assert_eq!(chips[0].references["maker"], ["US"]);
    assert_eq!((chips[0].numbers["tpp"], chips[1].numbers["projected"]), (4992.0, 1.0));
    assert_eq!(chips[1].numbers["released"], 2023.0);
    let rules = all.world.members("rule");
    assert_eq!((rules[0].numbers["effect"], rules[1].numbers["effect"]), (1.0, 0.0));
    assert_eq!(rules[0].references["names"], ["a100", "b910"]);
    let history = all.world.history("money.spending", "US").unwrap();
    assert_eq!(history.knots, [(2015.0, 1e8), (2016.5, 2e8), (2017.5, 3e8), (2018.25, 4e8)]);
    assert_eq!(all.label("bloc", "US", Language::Chinese), "美国");
    assert_eq!(all.label("bloc", "CN", Language::Chinese), "China");
    assert_eq!(all.member("chip", "a100").unwrap().descriptive.len(), 1);
}

#[test]
fn a_belief_on_one_member_wins_over_the_general_one() {
    let declaration = declaration();
    let evidence = Evidence::from_files(&files()).unwrap();
    let world = evidence.world(&declaration).unwrap().world;
    let layout = Layout::new(&declaration, &world);
    let priors = evidence.priors(&declaration, &layout).unwrap();
    let keys: Vec<&str> = priors.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["borrowing.rate", "borrowing.fade", "money.scale.US", "money.scale.CN"]);
    assert_eq!(priors[2].belief, "money.scale");
    assert!(matches!(priors[3].shape, Shape::Discrete { .. }));
    assert!(priors[1].is_fixed());
    assert_eq!(priors[1].quantile(0.3), 2.0);
    assert!((priors[2].quantile(0.05) - 0.8).abs() < 1e-9);
    let note = evidence.belief("borrowing.rate").unwrap().provenance.note.clone().unwrap();
    assert_eq!(note.get(Language::Chinese), "溢出很强。");
}

#[test]
fn the_newest_target_is_the_newest_that_was_known() {
    let evidence = Evidence::from_files(&files()).unwrap();
    let newest: Vec<String> =
        evidence.latest().iter().map(|t| format!("{} {}", t.observable, t.date)).collect();
    assert_eq!(newest, ["eci_best 2025Q1", "token_price_usd 2024"]);
    let february = Date::parse("2025-02-28").unwrap();
    assert_eq!(evidence.latest_known_by(february)[0].date, Date::parse("2024Q4").unwrap());
}

#[test]
fn the_digest_knows_content_and_not_the_form_of_line_ends() {
    let digest = |files: &[(String, String)]| Evidence::lenient(files).digest();
    let mut turned: Vec<_> = files().into_iter().map(|(n, t)| (n, t.replace('\n', "\r\n"))).collect();
    turned.reverse();
    assert_eq!(digest(&turned), digest(&files()));
    assert_eq!(told(&turned), Vec::<String>::new());
    assert_ne!(digest(&edited("facts.toml", "140", "141")), digest(&files()));
}

#[test]
fn beliefs_and_parameters_need_each_other() {
    let borrowing = "beliefs/borrowing.toml";
    let problems = told(&edited(borrowing, "borrowing.rate", "borowing.rate"));
    assert_eq!(
        problems,
        [
            "beliefs/borrowing.toml:1:1: nothing is believed of parameter `borrowing.rate` (add a table [\"borrowing.rate\"])",
            "beliefs/borrowing.toml:3:1: `borowing.rate` is no parameter of the model (did you mean `borrowing.rate`?)"
        ]
    );
    breaks(
        "beliefs/money.toml",
        "[\"money.scale\"]",
        "[\"money.scale.US\"]\ntypicl = 1",
        "beliefs/money.toml:2:1",
        "did you mean `typical`?",
    );
    let problems = told(&edited("beliefs/money.toml", "[\"money.scale\"]", "[\"money.scale.XX\"]"));
    assert!(
        problems[0].starts_with("beliefs/money.toml:1:1: `money.scale.XX` is no parameter"),
        "{problems:#?}"
    );
    assert!(problems[1].contains("nothing is believed of parameter `money.scale` for US"), "{problems:#?}");
    let both = "[\"money.scale.US\"]\ncentral = 1\nfixed = true\nkind = 'judgement'\nsource = 'essay2025'\nknown_from = 2025\nnote = 'x'\n[\"money.scale\"]";
    breaks("beliefs/money.toml", "[\"money.scale\"]", both, "beliefs/money.toml:8:1", "never used");
    breaks(
        "beliefs/money.toml",
        "[\"money.scale.CN\"]",
        "[\"borrowing.rate\"]",
        "beliefs/money.toml:12:1",
        "believed twice, first at beliefs/borrowing.toml:3",
    );
    let problems = told(&edited(borrowing, "[\"borrowing.rate\"]", "[borrowing.rate]"));
    assert!(problems.iter().any(|p| p.contains("write the whole key in quotes")), "{problems:#?}");
}

#[test]
fn numbers_of_a_belief_fit_each_other_and_the_domain() {
    let (borrowing, money) = ("beliefs/borrowing.toml", "beliefs/money.toml");
    breaks(borrowing, "central = 1.2", "central = 5.0", "beliefs/borrowing.toml:4:11", "q05 < central < q95");
    breaks(
        borrowing,
        "q05 = 0.35",
        "q05 = 1.2",
        "beliefs/borrowing.toml:4:11",
        "1.2 < 1.2 < 3.5 does not hold",
    );
    breaks(borrowing, "q05 = 0.35", "q05 = -0.35", "beliefs/borrowing.toml:6:7", "lognormal is positive");
    breaks_among(borrowing, "q05 = 0.35", "q5 = 0.35", "beliefs/borrowing.toml:3:1", "q05");
    breaks(borrowing, "central = 2\n", "central = 7\n", "beliefs/borrowing.toml:15:1", "allows 0 to 5 share");
    breaks(
        borrowing,
        "typical = [0.5, 2.0]",
        "typical = [-0.5, 2.0]",
        "beliefs/borrowing.toml:3:1",
        "typical of `borrowing.rate` is -0.5",
    );
    breaks(
        borrowing,
        "typical = [0.5, 2.0]",
        "typical = [2.5, 2.0]",
        "beliefs/borrowing.toml:8:11",
        "typical = [low, high]",
    );
    breaks(borrowing, "\"lognormal\"", "\"beta\"", "beliefs/borrowing.toml:3:1", "has no two ends");
    breaks(
        borrowing,
        "\"lognormal\"",
        "\"lognormale\"",
        "beliefs/borrowing.toml:5:10",
        "did you mean `lognormal`?",
    );
    breaks(
        borrowing,
        "fixed = true",
        "fixed = true\nq05 = 1",
        "beliefs/borrowing.toml:18:7",
        "says nothing of a fixed value",
    );
    breaks(
        money,
        "weights = [1, 2, 1]",
        "weights = [1, 2]",
        "beliefs/money.toml:16:11",
        "3 values have 2 weights",
    );
    breaks(money, "weights = [1, 2, 1]", "weights = [0, 0, 0]", "beliefs/money.toml:16:11", "nor all zero");
    breaks_among(money, "q05 = 0.8", "q05 = nan", "beliefs/money.toml:4:7", "no finite number");
}

#[test]
fn every_source_is_in_the_bibliography_and_bears_its_kind() {
    let known = "source = [\"somebody2020\"";
    breaks(
        "beliefs/borrowing.toml",
        known,
        "source = [\"sombody2020\"",
        "beliefs/borrowing.toml:10:10",
        "did you mean `somebody2020`?",
    );
    breaks("chips.toml", known, "source = [\"nobody\"", "chips.toml:12:10", "source `nobody` of `a100`");
    breaks("facts.toml", "essay2025", "essay2026", "facts.toml:13:10", "did you mean `essay2025`?");
    breaks("series.toml", known, "source = [\"nobody\"", "series.toml:6:10", "is not in the bibliography");
    breaks("targets.toml", "source = \"somebody2020\"", "source = \"x\"", "targets.toml:10:10", "source `x`");
    breaks(
        "beliefs/money.toml",
        "[\"somebody2020\"]",
        "[\"overtake_judgement\"]",
        "beliefs/money.toml:7:10",
        "yet its only source is overtake_judgement",
    );
    breaks(
        "beliefs/money.toml",
        "source = [\"somebody2020\"]\n",
        "",
        "beliefs/money.toml:1:1",
        "`\"money.scale\".source` is missing",
    );
    breaks(
        "beliefs/money.toml",
        "known_from = \"2026-01\"\n",
        "",
        "beliefs/money.toml:1:1",
        "`\"money.scale\".known_from` is missing",
    );
    breaks(
        "beliefs/money.toml",
        "kind = \"estimated\"",
        "kind = \"plan\"",
        "beliefs/money.toml:6:8",
        "it can be measured, estimated, judgement",
    );
    breaks(
        "chips.toml",
        "price_kind = \"measured\"",
        "price_kind = \"mesured\"",
        "chips.toml:11:14",
        "did you mean `measured`?",
    );
}

#[test]
fn a_belief_is_not_scored_against_the_series_it_was_derived_from() {
    breaks(
        "beliefs/money.toml",
        "forced-series",
        "scored-series",
        "beliefs/money.toml:8:10",
        "(targets.toml line 1)",
    );
}

#[test]
fn members_fit_the_declaration() {
    breaks("chips.toml", "tpp = 4_992", "tpp = -1", "chips.toml:9:7", "`tpp` of chip `a100` is -1");
    breaks("chips.toml", "tpp = 4_992\n", "", "chips.toml:4:1", "does not give `tpp`");
    breaks(
        "chips.toml",
        "tpp = 4_992",
        "tpp = \"x\"",
        "chips.toml:9:7",
        "`chip.tpp` is a text, not a number",
    );
    breaks(
        "chips.toml",
        "tpp = 4_992",
        "tpp = 4_992\nprojectd = true",
        "chips.toml:10:1",
        "did you mean `projected`?",
    );
    breaks("chips.toml", "maker = \"US\"", "maker = \"UK\"", "chips.toml:7:9", "no member of axis `bloc`");
    breaks(
        "chips.toml",
        "\"2020-05-14\"",
        "\"2020-05-32\"",
        "chips.toml:8:12",
        "month 05 of 2020 has no day 32",
    );
    breaks("chips.toml", "[\"memory_gb\"]", "[]", "chips.toml:10:1", "`chip.memory_gb` is not a key here");
    breaks(
        "chips.toml",
        "source = [\"somebody2020\"]\nkind",
        "kind",
        "chips.toml:4:1",
        "`chip.source` is missing",
    );
    breaks_among("chips.toml", "[axis.chip]", "[axis.chp]", "chips.toml:1:7", "");
    breaks("rules.toml", "citation = \"87 FR 62186\"\n", "", "rules.toml:1:1", "cites nothing");
    breaks("rules.toml", "\"license\"", "\"licence\"", "rules.toml:4:10", "did you mean `license`?");
    breaks_among(
        "blocs.toml",
        "label = \"China\"",
        "lable = \"China\"",
        "blocs.toml:6:1",
        "`bloc.label` is missing",
    );
    let twice = edited("blocs.toml", "[[bloc]]", "[[bloc]]\nkey = \"CN\"\nlabel = \"China\"\n[[bloc]]");
    assert!(
        told(&twice).iter().any(|p| p.starts_with("blocs.toml:9:1: axis `bloc` has two members called `CN`"))
    );
    let stranger = edited("blocs.toml", "[[bloc]]", "[[block]]\n[[bloc]]");
    assert_eq!(told(&stranger), ["blocs.toml:1:3: `block` is not a key here"]);
}

#[test]
fn a_figure_that_the_model_does_not_read_is_announced_or_refused() {
    breaks(
        "chips.toml",
        "[\"memory_gb\"]",
        "[\"weight_kg\"]",
        "chips.toml:10:1",
        "list it under [axis.chip] descriptive",
    );
    breaks_among(
        "chips.toml",
        "[\"memory_gb\"]",
        "[\"memory_gb\", \"tpp\"]",
        "chips.toml:9:7",
        "is read by the model",
    );
}

#[test]
fn a_target_in_another_unit_than_the_model_reports_is_refused() {
    breaks(
        "targets.toml",
        "\"points\"",
        "\"marks\"",
        "targets.toml:1:1",
        "the model reports eci_best in points",
    );
}

#[test]
fn histories_fit_the_declaration() {
    breaks_among(
        "series.toml",
        "key = \"money.spending\"",
        "key = \"money.spendin\"",
        "series.toml:2:7",
        "did you mean `money.spending`?",
    );
    breaks(
        "series.toml",
        "unit = \"USD a year\"",
        "unit = \"EUR\"",
        "series.toml:4:8",
        "the model reads money.spending in USD a year",
    );
    breaks("series.toml", "[2016.5, 2e8]", "[2014.5, 2e8]", "series.toml:1:1", "not in order of time");
    breaks_among(
        "series.toml",
        "[2016.5, 2e8]",
        "[2016.5, 2e8, 1]",
        "series.toml:7:9",
        "every knot is a date and a number",
    );
    breaks_among(
        "series.toml",
        "member = \"CN\"",
        "member = \"US\"",
        "series.toml:10:7",
        "stands twice, first in line 1",
    );
}

#[test]
fn claims_are_complete() {
    let claims = "claims.toml";
    breaks(
        claims,
        "waits_for = ['S1']",
        "waits_for = ['S1']\nfact = 'hanghzou'",
        "claims.toml:13:8",
        "did you mean `hangzhou`?",
    );
    breaks(claims, "parts = ['S1']", "parts = ['S1', 'S16']", "claims.toml:7:9", "parts are S1 to S15");
    breaks(
        claims,
        "waits_for = ['S1']",
        "waits_for = ['S2']",
        "claims.toml:12:13",
        "which is not among its parts",
    );
    breaks(claims, "waits_for = ['S1']\n", "", "claims.toml:1:1", "neither `expression` nor `waits_for`");
    breaks(claims, "waits_for", "expression = 'x'\nwaits_for", "claims.toml:13:13", "not both");
    breaks(
        claims,
        "'outcome'",
        "'contrast'",
        "claims.toml:1:1",
        "`claim.arms`, `claim.band`, `claim.better` are missing",
    );
    breaks(claims, "'outcome'", "'outcome'\nband = 1", "claims.toml:12:8", "belongs to contrasts");
    breaks_among(claims, "'main'", "'mian'", "claims.toml:3:11", "did you mean `main`?");
    breaks(claims, "text.zh = '下雨。'\n", "", "claims.toml:8:1", "`claim.text.zh` is missing");
    breaks_among(
        claims,
        "id = 'C1'\nreading = 'alternative'",
        "id = 'C1'\npart = 'b'\nreading = 'alternative'",
        "claims.toml:1:1",
        "C1 has no alternative reading",
    );
    breaks_among(
        claims,
        "id = 'C1'\nreading = 'alternative'",
        "id = 'C1'\nreading = 'main'",
        "claims.toml:1:1",
        "C1 has no alternative reading",
    );
    let problems = told(&files_without_claim("C30"));
    assert_eq!(problems, ["claims.toml:1:1: no claim C30"]);
    let contrast = "'contrast'\nband = 1.5\nbetter = 'lower'\narms = { treated = 'a', control = 'b' }";
    assert_eq!(told(&edited(claims, "'outcome'", contrast)), Vec::<String>::new());
}

fn files_without_claim(id: &str) -> Vec<(String, String)> {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(name, _)| name == "claims.toml").unwrap();
    text.truncate(text.find(&format!("[[claim]]\nid = '{id}'")).unwrap());
    files
}

#[test]
fn targets_name_an_observable_a_bloc_and_an_error() {
    breaks("targets.toml", "\"eci_best\"", "\"eci_bets\"", "targets.toml:1:1", "did you mean `eci_best`?");
    breaks("targets.toml", "bloc = \"CN\"", "bloc = \"CH\"", "targets.toml:1:1", "`CH` is no bloc");
    breaks("targets.toml", "bloc = \"CN\"\n", "", "targets.toml:1:1", "the target names none");
    breaks(
        "targets.toml",
        "\"points\"",
        "\"marks\"",
        "targets.toml:1:1",
        "the model reports eci_best in points",
    );
    breaks("targets.toml", "error = 2", "error = 0", "targets.toml:6:9", "nothing is known without error");
    breaks(
        "targets.toml",
        "known_from = \"2025-01-31\"",
        "known_from = \"2024-01-31\"",
        "targets.toml:11:14",
        "nobody could have known it",
    );
    breaks("targets.toml", "unit = \"points\"\n", "", "targets.toml:1:1", "`target.unit` is missing");
    breaks("targets.toml", "\"2024Q4\"", "\"2024Q5\"", "targets.toml:4:8", "there is no quarter 5");
    breaks("facts.toml", "\"CN\"", "\"CH\"", "facts.toml:1:1", "`CH` is no bloc");
    breaks(
        "facts.toml",
        "value = 140",
        "value = 140\noutcome = \"eci_bets\"",
        "facts.toml:1:1",
        "`eci_bets`, which is no outcome of the model (did you mean `eci_best`?)",
    );
}

#[test]
fn mistakes_of_all_files_are_told_at_once() {
    let mut files = edited("facts.toml", "value = 140", "value = ");
    for (name, text) in &mut files {
        match name.as_str() {
            "beliefs/borrowing.toml" => *text = text.replace("central = 1.2", "central = 9.0"),
            "targets.toml" => *text = text.replace("error = 2", "error = -2"),
            "literature.bib" => *text = text.replace("@misc{essay2025, title", "@misc{essay2025 title"),
            _ => {}
        }
    }
    let problems = told(&files);
    for place in ["beliefs/borrowing.toml:4:11:", "facts.toml:6:", "literature.bib:14:", "targets.toml:6:9:"]
    {
        assert!(problems.iter().any(|p| p.starts_with(place)), "{place} {problems:#?}");
    }
    assert!(Evidence::from_files(&files).is_err());
}
