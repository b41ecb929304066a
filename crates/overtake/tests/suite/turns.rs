//! Crashes and sweeps as a user meets them: lines of a future's story, and only where the future has them.

use overtake::explain::{Turn, TurnKind, Words, explain, usual};
use overtake::{Changes, Prepared, Project, Study};

fn prepared(set: &[&str]) -> Prepared {
    let set = set.iter().map(|s| (*s).to_owned()).collect();
    let study = Study::built_in("as-is", &Changes { set, ..Changes::default() }).expect("it reads");
    Project::new(study).expect("it fits").prepared
}

/// Turns of a future, each of which falls into its year.
fn turns(prepared: &Prepared, future: u64) -> Vec<Turn> {
    let story = explain(prepared, future, 0, usual(prepared), &Words::default()).expect("it is told");
    for year in &story.years {
        for turn in &year.turns {
            assert!(turn.quarter.starts_with(&year.year.to_string()), "{turn:?} in {}", year.year);
        }
    }
    story.years.into_iter().flat_map(|y| y.turns).collect()
}

#[test]
fn a_crash_is_told_with_what_it_takes_and_none_where_there_can_be_none() {
    let nervous = prepared(&["capital.crash_rate=0.4", "capital.crash_loss=0.6"]);
    let crashes = |prepared: &Prepared| {
        let all: Vec<Turn> = (0..4).flat_map(|future| turns(prepared, future)).collect();
        all.into_iter().filter(|t| t.kind == TurnKind::Crash).collect::<Vec<_>>()
    };
    let told = crashes(&nervous);
    // Three blocs, four futures, fifteen years at 0.4 a year or more.
    assert!(told.len() > 50, "{told:?}");
    for crash in &told {
        let loss = crash.loss.expect("a crash takes something");
        assert!(crash.part == "S3" && (loss - 0.6).abs() < 1e-12, "{crash:?}");
        // What was spent is on record to the end of 2025.
        assert!(crash.quarter.as_str() >= "2026", "{crash:?}");
    }
    assert_eq!(crashes(&prepared(&["capital.crash_rate=0", "capital.crash_loss=0.6"])), []);
}

#[test]
fn a_sweep_by_each_leader_is_told_and_ends_before_it_comes_again() {
    let prepared = prepared(&[]);
    let mut swept = std::collections::BTreeSet::new();
    for future in 0..200 {
        let turns: Vec<Turn> = turns(&prepared, future).into_iter().filter(|t| t.part == "S14").collect();
        for leader in ["United States", "China"] {
            let kinds: Vec<TurnKind> = turns.iter().filter(|t| t.member == leader).map(|t| t.kind).collect();
            assert!(kinds.windows(2).all(|pair| pair[0] != pair[1]), "{future}, {leader}: {kinds:?}");
            swept.extend(kinds.contains(&TurnKind::Sweep).then_some(leader));
        }
        if swept.len() == 2 {
            return;
        }
    }
    panic!("of 200 futures only {swept:?} led everything in any");
}
