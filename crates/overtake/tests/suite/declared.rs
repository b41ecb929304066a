//! What mechanisms read and write is what the step's page declares, and nothing is written that nobody reads.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::book::mechanism::{self, Source};
use crate::book::source;
use crate::book::step::{Form, Step};
use crate::book::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// The files that hold the stocks of all mechanisms together.
const WHOLE: &[&str] = &["mechanisms.rs", "race.rs", "start.rs", "step.rs"];

/// A step of two mechanisms, of which one reads what the other makes.
const STEP: &str = "impl<R> Trajectory<'_, R> {
    fn step(&self) {
        at_level::<R, _>(mill::KEY, Transition {
            parameters: &p.mill, derived: &d.mill, reads: mill::Reads { bread: &stocks.bakery.bread },
            stocks: &mut stocks.mill, ledger,
        });
        at_level::<R, _>(bakery::KEY, Transition {
            parameters: &p.bakery, derived: &d.bakery, reads: bakery::Reads { flour: &stocks.mill.flour },
            stocks: &mut stocks.bakery, ledger,
        });
    }
    fn report(&self) {}
}";
const TABLE: &str = "mechanisms! { mill - - (Stocks) - -; bakery - - (Stocks) - own; }";
const MILL: &str = "pub struct Stocks { pub flour: f64, worn: f64 }
impl Work for Transition<'_, Reads<'_>, Stocks> {
    fn run(self) { self.stocks.worn += 1.0; self.stocks.flour = self.reads.bread / self.stocks.worn; }
}";
const BAKERY: &str = "pub struct Reads<'a> { pub flour: &'a f64 }
pub struct Stocks { pub bread: f64 }
impl Work for Transition<'_, Reads<'_>, Stocks> { fn run(self) { self.stocks.bread = *self.reads.flour; } }
impl Work for Outcomes<'_, Stocks> { fn run(self) { tell!(report, \"bread\", 0 => stocks.bread); } }";

fn village(mill: &str, bakery: &str) -> BTreeMap<String, Source> {
    let file = |key: &str, text: &str| (format!("trades/{key}.rs"), text.to_owned());
    mechanism::all(&BTreeMap::from([file("mill", mill), file("bakery", bakery)]))
}

/// Stocks that are written and read by nobody, and those that others could see although nobody looks.
fn unread(step: &Step, sources: &BTreeMap<String, Source>) -> Vec<String> {
    let table = Table::of(step, sources);
    let rows = || table.step.iter().chain(&table.reports);
    let read: BTreeSet<&str> =
        rows().flat_map(|r| r.now.iter().chain(&r.before)).map(|i| i.name.as_str()).collect();
    let mut found = Vec::new();
    for (key, source) in sources {
        let reported: BTreeSet<&String> =
            table.reports.iter().filter(|r| r.mechanism == *key).flat_map(|r| &r.stocks).collect();
        let own = source.looks();
        for field in source.stocks() {
            let name = format!("{key}.{}", field.name);
            let seen = read.contains(name.as_str()) || reported.contains(&field.name);
            if !seen && !own.contains(&field.name) {
                found.push(format!("{name} is written and nobody reads or reports it"));
            } else if !seen && field.public {
                found.push(format!("{name} is its mechanism's own memory, and public"));
            }
        }
    }
    found
}

/// Stocks that no work of a step writes and that are not parameters in force from the start.
fn unwritten(step: &Step, sources: &BTreeMap<String, Source>) -> Vec<String> {
    let table = Table::of(step, sources);
    let read = table.step.iter().flat_map(|r| r.now.iter().chain(&r.before));
    read.filter(|item| item.writer == 0)
        .map(|item| format!("{} is read and never written", item.name))
        .collect()
}

#[test]
fn a_mechanism_alone_writes_its_stocks() {
    let step = source::step();
    assert!(step.works.len() > 20 && step.works.iter().any(|w| w.form == Form::Flow));
    assert!(Step::of(STEP, TABLE).is_ok());
    let thief = STEP.replace("&mut stocks.bakery", "&mut stocks.mill");
    let error = Step::of(&thief, TABLE).unwrap_err();
    assert!(error.contains("bakery takes the stocks of another"), "{error}");
    let lender = STEP.replace("flour: &stocks", "flour: &mut stocks");
    assert!(Step::of(&lender, TABLE).unwrap_err().contains("lent"), "stocks can be changed by whoever reads");
    let reporter = STEP.replacen("Transition {", "Outcomes {", 1);
    assert!(Step::of(&reporter, TABLE).unwrap_err().contains("nothing else"), "a report writes");
}

#[test]
fn what_a_step_reads_stands_in_its_literals() {
    let hidden = STEP.replace("&stocks.mill.flour", "&self.flour(stocks)");
    assert!(Step::of(&hidden, TABLE).is_err(), "a call hides what it reads");
    let unknown = STEP.replace("&stocks.mill.flour", "&flour");
    assert!(Step::of(&unknown, TABLE).unwrap_err().contains("nobody knows what `flour` reads"));
    let everything = STEP.replace("&stocks.mill.flour", "stocks");
    assert!(Step::of(&everything, TABLE).unwrap_err().contains("all of `stocks`"));
}

#[test]
fn every_stock_is_read_by_another_mechanism_or_reported_or_a_private_memory() {
    let found = unread(&source::step(), &source::mechanisms());
    assert!(found.is_empty(), "{}", found.join("\n"));
    let step = Step::of(STEP, TABLE).unwrap();
    assert_eq!(unread(&step, &village(MILL, BAKERY)), [""; 0]);
    let (shown, hoarded) =
        (MILL.replace("worn: f64", "pub worn: f64"), MILL.replace("/ self.stocks.worn", ""));
    assert_eq!(
        unread(&step, &village(&shown, BAKERY)),
        ["mill.worn is its mechanism's own memory, and public"]
    );
    assert_eq!(
        unread(&step, &village(&hoarded, BAKERY)),
        ["mill.worn is written and nobody reads or reports it"]
    );
    let proud = STEP.replace("&stocks.mill.flour", "&0.0");
    let found = unread(&Step::of(&proud, TABLE).unwrap(), &village(MILL, BAKERY));
    assert_eq!(found, ["mill.flour is written and nobody reads or reports it"]);
}

#[test]
fn what_is_read_is_written_and_known_as_of_this_step_or_the_one_before() {
    assert_eq!(unwritten(&source::step(), &source::mechanisms()), [""; 0]);
    let step = Step::of(STEP, TABLE).unwrap();
    let idle = BAKERY.replace("self.stocks.bread = *self.reads.flour;", "");
    assert_eq!(unwritten(&step, &village(MILL, &idle)), ["bakery.bread is read and never written"]);
    let table = Table::of(&step, &village(MILL, BAKERY));
    let read = |row: usize| {
        let names =
            |items: &[crate::book::table::Item]| items.iter().map(|i| i.name.clone()).collect::<Vec<_>>();
        (names(&table.step[row].now), names(&table.step[row].before))
    };
    assert_eq!(read(0), (vec![], vec!["bakery.bread".to_owned()]), "what stands below is the step before's");
    assert_eq!(read(1), (vec!["mill.flour".to_owned()], vec![]), "what stands above is this step's");
}

#[test]
fn a_mechanism_sees_of_others_only_what_it_declares_to_read() {
    let strangers: Vec<String> = source::mechanisms()
        .iter()
        .flat_map(|(k, s)| s.strangers().into_iter().map(move |n| format!("{k}: {n}")))
        .collect();
    assert!(strangers.is_empty(), "stocks of others outside of what is declared: {}", strangers.join(", "));
    for (path, text) in source::below("crates/race/src") {
        let name = path.trim_start_matches("crates/race/src/");
        let whole = Source::of([text.as_str()]).unwrap().wholes();
        assert!(whole.is_empty() || WHOLE.contains(&name), "{name} names the stocks of all mechanisms");
    }
    let declares = "pub struct Reads<'a> { pub mill: &'a mill::Stocks }";
    assert_eq!(Source::of([declares]).unwrap().strangers(), [""; 0]);
    for spoilt in [
        "use crate::trades::mill::Stocks;",
        "use crate::trades::mill::*;",
        "pub struct Reads<'a> { pub mill: &'a mut mill::Stocks }",
        "fn peek(mill: &mill::Stocks) -> f64 { mill.flour }",
    ] {
        assert_eq!(Source::of([spoilt]).unwrap().strangers().len(), 1, "{spoilt}");
    }
    for spoilt in ["use crate::mechanisms::{Data, Stocks};", "fn peek(all: &crate::mechanisms::Stocks) {}"] {
        assert_eq!(Source::of([spoilt]).unwrap().wholes().len(), 1, "{spoilt}");
    }
}

#[test]
fn every_loop_closes_in_a_step() {
    let table = source::table();
    let closed: BTreeSet<&str> = table.step.iter().flat_map(|r| &r.closes).map(String::as_str).collect();
    let declared: BTreeSet<&str> =
        overtake::kernels::ModelKind::Race.declaration().loops.iter().map(|l| l.key).collect();
    assert_eq!(closed, declared, "loops that close in a step, and those that are declared");
}
