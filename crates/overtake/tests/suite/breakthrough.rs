//! A breakthrough as a user meets it: a line of a future's story, and thresholds that stand in one place.

use overtake::evidence::Evidence;
use overtake::explain::{Event, Words, explain, usual};
use overtake::when::{Threshold, crossings};
use overtake::{Changes, Prepared, Project, Study};

fn prepared(set: &[&str]) -> Prepared {
    let set = set.iter().map(|s| (*s).to_owned()).collect();
    let study = Study::built_in("as-is", &Changes { set, ..Changes::default() }).expect("it reads");
    Project::new(study).expect("it fits").prepared
}

#[test]
fn a_story_tells_who_got_the_technique_when_and_how() {
    let prepared =
        prepared(&["breakthrough.reachable=1", "breakthrough.threshold=27", "breakthrough.leak=2"]);
    let story = explain(&prepared, 3, 0, usual(&prepared), &Words::default()).expect("it is told");
    let events: Vec<(i32, &Event)> =
        story.years.iter().flat_map(|y| y.events.iter().map(|e| (y.year, e))).collect();
    assert_eq!(events.len(), 3, "each bloc gets it once: {events:?}");
    assert!(events[0].1.first && events.iter().filter(|(_, e)| e.first).count() == 1, "{events:?}");
    assert_eq!(events[0].1.line, "crossed the threshold");
    for (year, event) in &events {
        assert!(event.quarter.starts_with(&year.to_string()), "{event:?} in {year}");
    }
    // The ledger says it too, and what came of it where that is among the largest lines of a year.
    let says = |future: u64, line: &str| {
        let story = explain(&prepared, future, 0, usual(&prepared), &Words::default()).expect("it is told");
        story.years.iter().flat_map(|y| &y.ledger).any(|e| e.part == "S13" && e.line == line)
    };
    assert!((3..7).all(|future| says(future, "crossed the threshold")));
    let improved = (3..7).filter(|&f| says(f, "the technique of the breakthrough improved software"));
    assert!(improved.count() >= 2);
    let quiet = self::prepared(&["breakthrough.reachable=0"]);
    let story = explain(&quiet, 3, 0, usual(&quiet), &Words::default()).expect("it is told");
    assert!(story.years.iter().all(|y| y.events.is_empty()));
}

#[test]
fn the_breakthrough_and_the_question_when_read_one_threshold() {
    let evidence = Evidence::built_in().expect("it reads");
    for school in evidence.schools().iter().filter(|s| s.switch == "discovery") {
        let own = school.threshold.as_ref().expect("each has one");
        let threshold = evidence.thresholds().iter().find(|t| t.key == *own).expect("it is there");
        let belief = school.belief("breakthrough.threshold").expect("a belief");
        assert_eq!((belief.central, &belief.shape), (threshold.central, &threshold.shape));
    }
    // A future's own is what the model reads: a word of the study's own counts for both.
    let prepared = prepared(&["breakthrough.threshold=30"]);
    let levers = &prepared.levers[0];
    let own = Threshold::read("own", &evidence).expect("a word");
    let number = Threshold::read("1e30", &evidence).expect("a number");
    let (own, _) = crossings(&prepared, levers, 64, &own).expect("it runs");
    let (number, _) = crossings(&prepared, levers, 64, &number).expect("it runs");
    let dates = |said: &[(u64, Option<overtake::when::Crossing>)]| {
        said.iter().map(|(_, c)| c.map(|c| (100.0 * c.date).round())).collect::<Vec<_>>()
    };
    assert_eq!(dates(&own), dates(&number));
    assert!(own.iter().filter(|(_, c)| c.is_some()).count() > 30);
}
