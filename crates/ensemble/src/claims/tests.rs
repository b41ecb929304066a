mod kleene;
mod limits;
mod widths;

use super::*;
use crate::claims::decide::Better;
use overtake_model::{AxisData, Calendar, Declaration, Layout, Member, Outcome, Quarter, World};
use std::collections::BTreeMap;

struct Setting {
    declaration: Declaration,
    world: World,
    layout: Layout,
    language: Language,
}

impl Setting {
    fn new() -> Self {
        let declaration = Declaration {
            outcomes: vec![
                Outcome::stock("capability", "bloc", "log", "How able"),
                Outcome::stock("lag", "bloc", "months", "How far behind"),
                Outcome::flow("imports", "bloc", "chips/yr", "How many come in"),
                Outcome::stock("total", "", "log", "Of all"),
            ],
            ..Declaration::default()
        };
        let member = |key: &str| Member { key: key.to_owned(), ..Member::default() };
        let members = ["US", "CN", "ROW"].map(member).to_vec();
        let world = World { axes: vec![AxisData { key: "bloc".to_owned(), members }], series: Vec::new() };
        let layout = Layout::new(&declaration, &world);
        let language = Language {
            dimensions: BTreeMap::from([("frontier".to_owned(), "capability".to_owned())]),
            aliases: BTreeMap::from([("months_behind".to_owned(), "lag".to_owned())]),
        };
        Self { declaration, world, layout, language }
    }

    fn add_axis(&mut self, key: &str, members: &[&str]) {
        let member = |key: &&str| Member { key: (*key).to_owned(), ..Member::default() };
        let members = members.iter().map(member).collect();
        self.world.axes.insert(0, AxisData { key: key.to_owned(), members });
    }

    fn schema(&self) -> Schema<'_> {
        Schema {
            declaration: &self.declaration,
            layout: &self.layout,
            world: &self.world,
            calendar: Calendar::through(Quarter::new(2020, 1), Quarter::new(2030, 4)),
            language: &self.language,
        }
    }
}

/// Three rows of every column: a number made of its key's letters, except for those given.
fn evaluate(text: &str, given: &[(&str, [f64; 3])]) -> Vec<f64> {
    let setting = Setting::new();
    let compiled = compile(text, &setting.schema()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
    let map: BTreeMap<&str, [f64; 3]> = given.iter().copied().collect();
    compiled.evaluate(3, &|key| map.get(key).map(|v| v.as_slice()))
}

fn errors(text: &str) -> Vec<ClaimError> {
    let setting = Setting::new();
    compile(text, &setting.schema()).map(|c| panic!("{text} was read as {c:?}")).unwrap_err()
}

const NAN: f64 = f64::NAN;

fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x == y || (x.is_nan() && y.is_nan()))
}

#[test]
fn a_year_of_a_level_is_its_last_quarter_and_of_a_flow_its_mean() {
    let setting = Setting::new();
    let needs = |text: &str| -> Vec<String> {
        compile(text, &setting.schema()).unwrap().needs.into_iter().map(|n| n.column.key).collect()
    };
    assert_eq!(needs("lag(CN, 2025) <= 12"), ["lag.CN.2025Q4"]);
    assert_eq!(needs("imports(CN, 2025) > 3"), ["imports.CN.2025"]);
    assert_eq!(needs("total(2025Q2) > 3"), ["total.2025Q2"]);
    assert_eq!(needs("every(2024Q1..2024Q4, months_behind(CN, t) <= 12)").len(), 4);
    assert_eq!(needs("lag(CN, 2025) > 1 and lag(CN, 2025) < 3").len(), 1);
    assert_eq!(needs("any(2025..2026, lag(CN, t - 1) < 0)"), ["lag.CN.2024Q4", "lag.CN.2025Q4"]);
}

#[test]
fn undefined_spreads_by_kleenes_rules() {
    let x = [("lag.CN.2025Q4", [1.0, 20.0, NAN]), ("lag.US.2025Q4", [NAN, NAN, NAN])];
    assert!(same(&evaluate("lag(CN, 2025) < 12", &x), &[1.0, 0.0, NAN]));
    assert!(same(&evaluate("lag(CN, 2025) < 12 and lag(US, 2025) < 1", &x), &[NAN, 0.0, NAN]));
    assert!(same(&evaluate("lag(CN, 2025) < 12 or lag(US, 2025) < 1", &x), &[1.0, NAN, NAN]));
    assert!(same(&evaluate("not lag(CN, 2025) < 12", &x), &[0.0, 1.0, NAN]));
    assert!(same(&evaluate("given(lag(CN, 2025) < 12, true)", &x), &[1.0, NAN, NAN]));
    assert!(same(&evaluate("lag(CN, 2025) / (lag(CN, 2025) - 1) > 0", &x), &[NAN, 1.0, NAN]));
}

#[test]
fn the_leader_is_undefined_on_a_tie_and_rank_counts_those_strictly_above() {
    let x = [
        ("capability.US.2025Q4", [3.0, 2.0, 1.0]),
        ("capability.CN.2025Q4", [1.0, 2.0, 3.0]),
        ("capability.ROW.2025Q4", [2.0, 1.0, 3.0]),
    ];
    assert!(same(&evaluate("leader(\"frontier\", 2025) == \"CN\"", &x), &[0.0, NAN, NAN]));
    assert!(same(&evaluate("leader(frontier, 2025) != CN", &x), &[1.0, NAN, NAN]));
    assert!(same(&evaluate("rank(\"frontier\", CN, 2025) <= 2", &x), &[0.0, 1.0, 1.0]));
    assert!(same(&evaluate("rank(\"frontier\", ROW, 2025Q4) + 0", &x), &[2.0, 3.0, 1.0]));
}

#[test]
fn folds_go_over_every_date_between_their_ends() {
    let x = [
        ("lag.CN.2025Q4", [1.0, 4.0, 7.0]),
        ("lag.CN.2026Q4", [2.0, 5.0, NAN]),
        ("lag.CN.2027Q4", [3.0, 6.0, 9.0]),
    ];
    assert!(same(&evaluate("mean(2025..2027, lag(CN, t))", &x), &[2.0, 5.0, NAN]));
    assert!(same(&evaluate("max(2025..2027, lag(CN, t))", &x), &[3.0, 6.0, NAN]));
    assert!(same(&evaluate("min(2025..2027, lag(CN, t))", &x), &[1.0, 4.0, NAN]));
    assert!(same(&evaluate("count(2025..2027, lag(CN, t) > 2)", &x), &[1.0, 3.0, NAN]));
    assert!(same(&evaluate("every(2025..2027, lag(CN, t) < 5)", &x), &[1.0, 0.0, 0.0]));
    assert!(same(&evaluate("any(2025..2027, lag(CN, t) > 5)", &x), &[0.0, 1.0, 1.0]));
    assert!(same(&evaluate("max(lag(CN, 2025), 2) - abs(-1) * 2", &x), &[0.0, 2.0, 5.0]));
}

#[test]
fn mistakes_are_told_with_their_place_and_the_nearest_name() {
    let first = |text: &str| errors(text).remove(0);
    assert!(first("lagg(CN, 2025) < 1").help.unwrap().contains("`lag`"));
    assert!(first("lag(CHN, 2025) < 1").help.unwrap().contains("`CN`"));
    assert_eq!(first("lag(CHN, 2025) < 1").span, 4..7);
    assert!(first("lag(CN, 2050) < 1").message.contains("not simulated"));
    assert!(first("lag(CN, 2025) < capability(CN, 2025)").message.contains("compared"));
    assert!(first("lag(CN, 2025) + capability(CN, 2025) > 1").message.contains("unit"));
    assert!(first("lag(CN, 2025) and true").message.contains("not a truth"));
    assert!(first("every(2025..2027, lag(CN, t))").message.contains("goes over"));
    assert!(first("lag(CN, t) < 1").message.contains("only inside"));
    assert!(first("1 < 2 < 3").message.contains("chain"));
    assert!(first("lag(CN, 2025) = 1").help.unwrap().contains("=="));
    assert!(first("leader(\"frontiers\", 2025) == CN").help.unwrap().contains("frontier"));
    assert!(first("every(2027..2025, true)").message.contains("first date"));
    assert_eq!(errors("lagg(CN, 2025) < 1 and lag(CHN, 2025) < 1").len(), 2);
    for broken in ["", "(", "lag(", "\"", "1 +", "lag(CN 2025)", "§", "..", "1..", "t", "not", ")", "2025Q9"]
    {
        assert!(!errors(broken).is_empty());
    }
    assert!(first(&"(".repeat(500)).message.contains("inside one another"));
    assert!(first(&format!("{}1 > 0", "-".repeat(500))).message.contains("inside one another"));
}

#[test]
fn a_contrast_is_better_worse_or_within_its_band() {
    let of = |effect| contrast(effect, 1.0, Better::Lower);
    assert_eq!(
        [of(-1.5), of(-1.0), of(0.5), of(1.5), of(NAN)],
        [Truth::True, Truth::Within, Truth::Within, Truth::False, Truth::Undefined]
    );
    assert_eq!(contrast(1.5, 1.0, Better::Higher), Truth::True);
}

fn decided(n: u64, holds: impl Fn(u64) -> bool) -> Vec<Decided> {
    let one = |future| Decided { future, truth: truth(f64::from(u8::from(holds(future)))), effect: NAN };
    (0..n).map(one).collect()
}

#[test]
fn counts_sum_to_the_futures_and_the_share_leaves_undefined_ones_out() {
    let mut all = decided(1000, |f| f % 4 == 0);
    all[1].truth = Truth::Undefined;
    all[2].truth = Truth::Within;
    let answer = share("as-is", &all, &[], |_, _| 0);
    assert_eq!((answer.holds, answer.fails, answer.within_band, answer.undefined), (250, 748, 1, 1));
    assert!((answer.share.unwrap() - 250.0 / 999.0).abs() < 1e-12);
    assert_eq!(answer.schools, answer.share.map(|s| (s, s)));
}

#[test]
fn the_sampling_interval_is_that_of_students_t_over_ten_scrambles() {
    // Scramble s holds in (s + 1)/20 of its hundred futures: mean 0.275, deviation of the ten 0.15138.
    let all = decided(1000, |f| f / 10 < 5 * (f % 10 + 1));
    let answer = share("as-is", &all, &[], |_, _| 0);
    let half = 2.262_157_162_798_2 * (0.151_382_517_704_874_5 / 10.0_f64.sqrt());
    let (low, high) = answer.sampling.unwrap();
    assert!((low - (0.275 - half)).abs() < 1e-12 && (high - (0.275 + half)).abs() < 1e-12, "{low} {high}");
}

#[test]
fn a_share_of_all_or_none_is_never_claimed_without_width() {
    let all = share("as-is", &decided(1000, |_| true), &[], |_, _| 0);
    let (low, high) = all.sampling.unwrap();
    assert!(low < 0.997 && low > 0.99 && high == 1.0, "{low} {high}");
    assert_eq!(verdict(&all), Some(Verdict::Holds));
}

#[test]
fn the_sampling_interval_covers_the_truth_as_often_as_it_says() {
    let (mut covered, rounds) = (0, 400);
    for round in 0..rounds {
        let stream = overtake_num::random::Stream::new(round, "coverage", "");
        let answer = share("as-is", &decided(1000, |f| stream.uniform(f, 0) < 0.3), &[], |_, _| 0);
        let (low, high) = answer.sampling.unwrap();
        covered += u64::from(low <= 0.3 && 0.3 <= high);
    }
    let part = covered as f64 / rounds as f64;
    assert!((0.91..=0.985).contains(&part), "covered in {part} of the rounds");
}

#[test]
fn verdicts_ask_all_three_widths() {
    let mut answer = share("as-is", &decided(1000, |f| f % 10 < 8), &[], |_, _| 0);
    // Every scramble agrees with itself wholly, so the spread over scrambles is wide: only two widths speak.
    answer.sampling = Some((0.4, 1.0));
    assert_eq!(verdict(&answer), Some(Verdict::Leans));
    answer.sampling = Some((0.7, 0.9));
    assert_eq!(verdict(&answer), Some(Verdict::Holds));
    answer.schools = Some((0.3, 0.9));
    answer.prior_band = Some((0.45, 0.9));
    assert_eq!(verdict(&answer), Some(Verdict::Open));
    let (low, high) = prior_band(0.62);
    assert!(
        (low - 0.62 / (0.62 + 2.25 * 0.38)).abs() < 1e-12
            && (high - 2.25 * 0.62 / (2.25 * 0.62 + 0.38)).abs() < 1e-12
    );
}

#[test]
fn a_status_is_the_first_that_applies_and_reads_back_from_its_phrase() {
    let said = |facts: &Facts| {
        let status = Status::of(facts.clone());
        assert_eq!(Status::try_from(status.to_string()), Ok(status.clone()));
        status.to_string()
    };
    let facts = Facts { run: true, qualifying: 1000, ..Facts::default() };
    assert_eq!(said(&facts), "prior only");
    assert_eq!(said(&Facts { calibrated: true, ..facts.clone() }), "finding");
    assert_eq!(said(&Facts { check: true, ..facts.clone() }), "in sample");
    assert_eq!(said(&Facts { by_assumption: true, check: true, ..facts.clone() }), "by assumption");
    assert_eq!(said(&Facts { run: false, by_assumption: true, ..facts.clone() }), "not run");
    assert_eq!(said(&Facts { waits_for: vec!["S11".into()], run: false, ..facts.clone() }), "waits for S11");
    assert_eq!(said(&Facts { qualifying: 99, ..facts }), "too few");
}

mod random_texts {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) {
        let setting = Setting::new();
        match compile(text, &setting.schema()) {
            Ok(compiled) => assert_eq!(compiled.evaluate(2, &|_| None).len(), 2),
            Err(errors) => assert!(errors.iter().all(|e| e.span.end <= text.len() && !e.message.is_empty())),
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_panic(text in "\\PC{0,60}") {
            read(&text);
        }

        #[test]
        fn no_edit_of_a_claim_makes_a_panic(at in 0usize..70, cut in 0usize..6, put in "[a-z0-9(),.<>=\" +*/-]{0,4}") {
            let claim = "every(2024Q1..2025Q4, rank(\"frontier\", CN, t) <= 2 and lag(CN, 2030) / 2 < 12)";
            let at = at.min(claim.len());
            let end = (at + cut).min(claim.len());
            read(&format!("{}{put}{}", &claim[..at], &claim[end..]));
        }
    }
}
