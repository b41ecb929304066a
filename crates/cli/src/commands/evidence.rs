//! What is believed, why and from which source.

use super::input::{Sources, load};
use super::output::{Done, print, print_json};
use crate::args::{self, Lang, Output};
use crate::errors::Error;
use crate::locale::keys;
use crate::paper::{pad, table, width, wrap};
use overtake::evidence::{
    Belief, Claim, Evidence, Fact, Kind, MemberRecord, Pair, Problem, School, Shape, Target,
};
use overtake::kernels::ModelKind;
use overtake::study::policy::Policy;
use overtake::{Changes, Mistakes, Project, Study};
use serde_json::json;

pub(crate) fn evidence(it: &args::Evidence, output: Output, sources: &mut Sources) -> Done {
    let evidence = load(it.folder.as_deref())?;
    if it.keys.first().is_some_and(|k| k == "check") {
        return check(&evidence, output, sources);
    }
    if it.latest {
        return latest(&evidence, output);
    }
    if it.keys.is_empty() { all(&evidence, output) } else { some(&evidence, &it.keys, output) }
}

fn check(evidence: &Evidence, output: Output, sources: &mut Sources) -> Done {
    let report = evidence.check(&ModelKind::Race.declaration());
    for (name, text) in evidence.files() {
        sources.insert(name.clone(), text.clone());
    }
    let mut problems = report.problems.clone();
    // What joins can still be asked in vain: claims are read as a run reads them.
    let study = Study::built_in("as-is", &Changes::default()).map_err(Mistakes)?;
    if let Err(Mistakes(more)) = Project::with(study, evidence.clone()) {
        // What a study lacks because a file could not be read is no mistake of its own.
        let lies_here =
            |p: &Problem| report.is_sound() || evidence.files().iter().any(|(name, _)| *name == *p.file);
        problems.extend(more.into_iter().filter(|p| lies_here(p) && !report.problems.contains(p)));
    }
    if !problems.is_empty() {
        return Err(Error::Check(problems));
    }
    let counts = json!({
        "schema": "overtake/evidence-check/1",
        "parameters": report.parameters, "beliefs": report.beliefs(), "measured": report.measured,
        "estimated": report.estimated, "judgement": report.judgements, "fixed": report.fixed,
        "pairs": report.pairs, "facts": report.facts, "targets": report.targets, "forced": report.forced,
        "claims": report.claims, "sources": report.sources, "unused_sources": report.unused_sources,
        "digest": evidence.digest(),
    });
    if output.json {
        return print_json(&counts);
    }
    let (parameters, beliefs, pairs) = (report.parameters, report.beliefs(), report.pairs);
    let (measured, estimated, judged) = (report.measured, report.estimated, report.judgements);
    let (fixed, facts, targets, forced) = (report.fixed, report.facts, report.targets, report.forced);
    let (claims, works) = (report.claims, report.sources);
    let mut text = format!(
        "{}\n",
        output.told(
            "evidence-check",
            &[
                ("parameters", &parameters),
                ("beliefs", &beliefs),
                ("measured", &measured),
                ("estimated", &estimated),
                ("judged", &judged),
                ("fixed", &fixed),
                ("pairs", &pairs),
                ("facts", &facts),
                ("targets", &targets),
                ("forced", &forced),
                ("claims", &claims),
                ("works", &works)
            ]
        )
    );
    if !report.unused_sources.is_empty() {
        let unused = report.unused_sources.join(", ");
        text += &format!("{}\n", output.told("evidence-unused", &[("unused", &unused)]));
    }
    print(&text)
}

fn latest(evidence: &Evidence, output: Output) -> Done {
    let rows = evidence.latest();
    if output.json {
        let row = |t: &&Target| {
            json!({ "observable": t.observable, "bloc": t.bloc, "date": t.date.to_string(), "value": t.value,
                    "unit": t.unit, "series": t.series, "source": t.provenance.source, "forced": t.forced })
        };
        let rows: Vec<_> = rows.iter().map(row).collect();
        return print_json(&json!({ "schema": "overtake/latest/1", "observables": rows }));
    }
    let heading = [
        output.text("evidence-observable"),
        output.text("evidence-bloc"),
        output.text("evidence-date"),
        output.text("evidence-value"),
        output.text("evidence-unit"),
        output.text("evidence-source"),
    ];
    let rows = rows.iter().map(|t| {
        let forced = if t.forced { output.text("evidence-forced") } else { String::new() };
        vec![
            format!("{}{forced}", t.observable),
            t.bloc.clone().unwrap_or_default(),
            t.date.to_string(),
            output.number(t.value),
            output.unit(&t.unit),
            t.provenance.source.join(", "),
        ]
    });
    print(&table(&heading, rows.collect()))
}

/// Every belief, those of schools with their school.
fn believed(evidence: &Evidence) -> impl Iterator<Item = (Option<&School>, &Belief)> {
    let own = evidence.beliefs().iter().map(|b| (None, b));
    own.chain(evidence.schools().iter().flat_map(|s| s.beliefs.iter().map(move |b| (Some(s), b))))
}

/// A belief's key, with its school where it has one.
fn spelt(school: Option<&School>, belief: &Belief) -> String {
    school.map_or_else(|| belief.key.clone(), |s| format!("{} ({})", belief.key, s.key))
}

fn all(evidence: &Evidence, output: Output) -> Done {
    if output.json {
        let rows: Vec<_> = believed(evidence).map(|(s, b)| belief_json(evidence, s, b)).collect();
        return print_json(&json!({ "schema": "overtake/evidence/1", "beliefs": rows }));
    }
    let heading = [
        output.text("evidence-parameter"),
        output.text("evidence-central"),
        output.text("evidence-belief"),
        output.text("evidence-kind"),
        output.text("evidence-sources"),
    ];
    let rows = believed(evidence).map(|(school, b)| {
        vec![
            spelt(school, b),
            output.number(b.central),
            shape(output, b),
            kind(output, b.kind),
            b.provenance.source.join(", "),
        ]
    });
    let more = output.text("evidence-more");
    print(&format!("{}\n{more}", table(&heading, rows.collect())))
}

/// What the race declares of a parameter.
#[derive(Default)]
struct Declared {
    key: String,
    mechanism: &'static str,
    unit: &'static str,
    sentence: &'static str,
    status: &'static str,
}

fn declared(key: &str) -> Option<Declared> {
    let declaration = ModelKind::Race.declaration();
    let matches = |declared: &str| {
        key == declared || key.strip_prefix(declared).is_some_and(|rest| rest.starts_with('.'))
    };
    let parameter = declaration.parameters.iter().find(|p| matches(&p.key))?;
    let status = declaration.mechanism(parameter.mechanism).map_or("", |m| m.status.name());
    Some(Declared {
        key: parameter.key.clone(),
        mechanism: parameter.mechanism,
        unit: parameter.unit,
        sentence: parameter.sentence,
        status,
    })
}

fn belief_json(evidence: &Evidence, school: Option<&School>, belief: &Belief) -> serde_json::Value {
    let Declared { mechanism, unit, sentence, status, .. } = declared(&belief.key).unwrap_or_default();
    let sources: Vec<_> = belief.provenance.source.iter().map(|key| source_json(evidence, key)).collect();
    json!({
        "key": belief.key, "school": school.map(|s| s.key.as_str()), "what": sentence, "unit": unit, "mechanism": mechanism, "mechanism_status": status,
        "central": belief.central, "belief": belief.shape.to_string(), "kind": belief.kind.name(),
        "typical": belief.typical, "known_from": belief.known_from.to_string(), "series": belief.series,
        "goes_with": goes_with(evidence, &belief.key)
            .map(|(key, other, pair)| json!({ "of": key, "with": other, "spearman": pair.spearman,
                "kind": pair.provenance.kind.map(Kind::name), "source": pair.provenance.source }))
            .collect::<Vec<_>>(),
        "sources": sources, "note": belief.provenance.note.as_ref().map(|n| n.en.clone()),
        "file": belief.place.file.to_string(), "line": belief.place.line,
    })
}

/// Pairs of a belief, or of a member of one that speaks for all: its key, the other's, and the pair.
fn goes_with<'e>(
    evidence: &'e Evidence,
    belief: &'e str,
) -> impl Iterator<Item = (&'e str, &'e str, &'e Pair)> {
    evidence.pairs().iter().flat_map(move |pair| {
        let is_its = move |key: &&'e str| {
            *key == belief || key.strip_prefix(belief).is_some_and(|k| k.starts_with('.'))
        };
        let keys = pair.of.iter().map(String::as_str).filter(is_its);
        keys.filter_map(move |key| Some((key, pair.other(key)?, pair)))
    })
}

fn source_json(evidence: &Evidence, key: &str) -> serde_json::Value {
    match evidence.bibliography().get(key) {
        Some(e) => {
            json!({ "key": key, "title": e.title, "authors": e.authors, "year": e.year, "url": e.url })
        }
        None => json!({ "key": key }),
    }
}

/// Words that list what has keys of its own.
const LISTS: [&str; 6] = ["facts", "sources", "rules", "chips", "policies", "schools"];

/// Everything whose key is given, or begins so.
fn some(evidence: &Evidence, keys: &[String], output: Output) -> Done {
    let world = evidence.world(&ModelKind::Race.declaration()).map_err(Error::Input)?;
    let mut text = String::new();
    let mut documents = Vec::new();
    for key in keys {
        let begins = |k: &str| k == key || k.starts_with(&format!("{key}.")) || k.starts_with(key.as_str());
        let mut found = false;
        for (school, belief) in
            believed(evidence).filter(|(_, b)| begins(&b.key) || key.starts_with(&format!("{}.", b.key)))
        {
            found = true;
            documents.push(belief_json(evidence, school, belief));
            text += &tell_belief(evidence, school, belief, output);
        }
        for fact in evidence.facts().iter().filter(|f| begins(&f.key)) {
            found = true;
            documents.push(json!({
                "key": fact.key, "what": fact.what.en, "value": fact.value, "low": fact.low, "high": fact.high,
                "unit": fact.unit, "date": fact.date.to_string(), "kind": fact.kind.name(),
                "sources": fact.provenance.source,
            }));
            text += &tell_fact(evidence, fact, output);
        }
        if let Some(entry) = evidence.bibliography().get(key) {
            found = true;
            documents.push(source_json(evidence, key));
            text += &format!("\n{key}\n  {}\n", wrap(&entry.cited(), width(), 2));
        }
        if let Some(switch) = switches(evidence).find(|switch| key == &format!("school.{switch}")) {
            found = true;
            documents.extend(of_switch(evidence, switch).map(|school| school_json(evidence, school)));
            text += &tell_switch(evidence, switch, output);
            text += &choosing(evidence, switch, output);
        }
        for school in evidence.schools().iter().filter(|s| s.key == *key) {
            found = true;
            documents.push(school_json(evidence, school));
            text += &tell_school(evidence, school, output);
        }
        let policies = Policy::built_in().map_err(Error::Input)?;
        if let Some(policy) = policies.iter().find(|p| p.key == *key) {
            found = true;
            documents.push(json!({
                "key": policy.key, "label": policy.label.by_language(), "sentence": policy.sentence.by_language(),
            }));
            let (label, sentence) = (policy.label(output.language()), policy.sentence.get(output.language()));
            let line =
                output.told("evidence-policy", &[("label", &label), ("sentence", &sentence), ("key", &key)]);
            text += &format!("\n{key}\n  {}\n", wrap(&line, width(), 2));
        }
        if LISTS.contains(&key.as_str()) {
            found = true;
            let (more, document) = list(evidence, key, output)?;
            text += &more;
            documents.push(document);
        }
        for member in world.members.iter().filter(|m| m.key == *key) {
            found = true;
            documents.push(json!({
                "key": member.key, "axis": member.axis, "label": member.label.by_language(),
                "citation": member.provenance.citation, "kind": member.provenance.kind.map(Kind::name),
                "sources": member.provenance.source,
                "note": member.provenance.note.as_ref().map(|n| n.en.clone()),
                "file": member.place.file.to_string(), "line": member.place.line,
            }));
            text += &tell_member(evidence, member, output);
        }
        if !found {
            let known = believed(evidence)
                .map(|(_, b)| b.key.as_str())
                .chain(evidence.facts().iter().map(|f| f.key.as_str()))
                .chain(world.members.iter().map(|m| m.key.as_str()))
                .chain(evidence.schools().iter().map(|s| s.key.as_str()));
            let asked: Vec<String> = switches(evidence).map(|switch| format!("school.{switch}")).collect();
            let levers = ModelKind::Race.declaration().levers;
            let known = known.chain(asked.iter().map(String::as_str)).chain(levers.iter().map(|l| l.key));
            let known: Vec<&str> = known.chain(LISTS).chain(["check"]).collect();
            let help = elsewhere(evidence, key)
                .or_else(|| overtake::evidence::did_you_mean(key, known))
                .unwrap_or_else(|| {
                    format!(
                        "`overtake evidence` lists parameters; these words list the rest: {}",
                        LISTS.join(", ")
                    )
                });
            return Err(Error::usage(format!("nothing in the evidence is called `{key}`"), help));
        }
    }
    if output.json {
        return print_json(&json!({ "schema": "overtake/found/1", "found": documents }));
    }
    print(text.trim_start())
}

/// Which command tells about a key that is not the evidence's.
fn elsewhere(evidence: &Evidence, key: &str) -> Option<String> {
    let declaration = ModelKind::Race.declaration();
    let is_claim = |c: &&Claim| c.name().eq_ignore_ascii_case(key) || c.id.eq_ignore_ascii_case(key);
    if let Some(claim) = evidence.claims().iter().find(is_claim) {
        let id = if claim.id.eq_ignore_ascii_case(key) { claim.id.clone() } else { claim.name() };
        return Some(format!("{id} is a claim: `overtake claims {id}` answers it from a finished run"));
    }
    let stem = |declared: &str| {
        key == declared || key.strip_prefix(declared).is_some_and(|rest| rest.starts_with('.'))
    };
    // Levers first: the key of one can begin with that of an outcome.
    if let Some(lever) = declaration.levers.iter().find(|l| stem(l.key)) {
        let (sentence, neutral) = (lever.sentence.trim_end_matches('.'), lever.neutral);
        return Some(format!(
            "{key} is a lever: {sentence} (neutral: {neutral}); policies move it, and so does --set"
        ));
    }
    declaration.outcomes.iter().find(|o| stem(o.key)).map(|outcome| {
        let key = outcome.key;
        format!("{key} is an outcome of the model: `overtake explain out/as-is 17 --outcome {key}` tells it")
    })
}

/// Switches in the order of the evidence.
fn switches(evidence: &Evidence) -> impl Iterator<Item = &str> {
    let mut switches: Vec<&str> = evidence.schools().iter().map(|s| s.switch.as_str()).collect();
    switches.dedup();
    switches.into_iter()
}

/// The rival schools of a switch.
fn of_switch<'e>(evidence: &'e Evidence, switch: &str) -> impl Iterator<Item = &'e School> {
    evidence.schools().iter().filter(move |s| s.switch == switch)
}

/// A switch with its schools, each by author and year with what it says and its sources.
fn tell_switch(evidence: &Evidence, switch: &str, output: Output) -> String {
    let key = format!("school.{switch}");
    let question = output.assumption(evidence, &key);
    let mut text = format!("\n{key}\n  {}\n", wrap(&question, width(), 2));
    for school in of_switch(evidence, switch) {
        let (name, key) = (school.label.get(output.language()), &school.key);
        let (sentence, from) =
            (school.sentence.get(output.language()), school.provenance.source.join(&output.text("list")));
        let line = output.told(
            "evidence-school-line",
            &[("name", &name), ("key", &key), ("sentence", &sentence), ("from", &from)],
        );
        text += &format!("  {}\n", wrap(&line, width(), 4));
    }
    text
}

/// How a study takes one school of a switch, all of them or weights.
fn choosing(evidence: &Evidence, switch: &str, output: Output) -> String {
    let mut keys = of_switch(evidence, switch).map(|s| s.key.as_str());
    let (Some(one), Some(other)) = (keys.next(), keys.next()) else { return String::new() };
    let (alone, all) = (format!("schools.{switch}={one}"), format!("schools.{switch}=all"));
    let weights = format!("{switch} = {{ {one} = 3, {other} = 1 }}");
    row(
        output,
        "row-choose",
        &output.told("evidence-choose", &[("alone", &alone), ("all", &all), ("weights", &weights)]),
    )
}

fn tell_school(evidence: &Evidence, school: &School, output: Output) -> String {
    let (key, language) = (&school.key, output.language());
    let mut text = format!("\n{key}\n  {}\n", wrap(school.label.get(language), width(), 2));
    let switch = format!("school.{}", school.switch);
    let question = output.assumption(evidence, &switch);
    text += &row(
        output,
        "row-school",
        &output.told("evidence-school-on", &[("question", &question), ("switch", &switch)]),
    );
    text += &row(output, "row-says", school.sentence.get(language));
    let centres = school.beliefs.iter().map(|b| format!("{} {}", b.key, output.number(b.central)));
    let centres = centres.collect::<Vec<_>>().join(&output.text("list"));
    text += &row(output, "row-beliefs", &output.told("evidence-school-beliefs", &[("centres", &centres)]));
    if let Some(note) = &school.provenance.note {
        let note = output.evident(&keys::school_note(&school.switch, &school.key), note);
        text += &row(output, "row-why", &note);
    }
    text += &sources(evidence, &school.provenance.source, output);
    text += &row(output, "row-choose", &format!("`--set schools.{}={key}`", school.switch));
    text + &row(output, "row-in", &format!("evidence/{}:{}", school.place.file, school.place.line))
}

fn school_json(evidence: &Evidence, school: &School) -> serde_json::Value {
    let sources: Vec<_> = school.provenance.source.iter().map(|key| source_json(evidence, key)).collect();
    let beliefs = school.beliefs.iter().map(|b| {
        json!({ "key": b.key, "central": b.central, "belief": b.shape.to_string(), "kind": b.kind.name() })
    });
    json!({
        "key": school.key, "switch": school.switch, "label": school.label.by_language(),
        "sentence": school.sentence.by_language(), "beliefs": beliefs.collect::<Vec<_>>(),
        "known_from": school.provenance.known_from.map(|date| date.to_string()),
        "kind": school.provenance.kind.map(Kind::name), "sources": sources,
        "note": school.provenance.note.as_ref().map(|n| n.en.clone()),
        "file": school.place.file.to_string(), "line": school.place.line,
    })
}

fn tell_member(evidence: &Evidence, member: &MemberRecord, output: Output) -> String {
    let mut text = format!("\n{}\n  {}\n", member.key, wrap(member.label.get(output.language()), width(), 2));
    if let Some(citation) = &member.provenance.citation {
        text += &row(output, "row-cited", citation);
    }
    if let Some(note) = &member.provenance.note {
        let note = output.evident(&keys::member_note(&member.axis, &member.key), note);
        text += &row(output, "row-note", &note);
    }
    text += &sources(evidence, &member.provenance.source, output);
    text + &row(output, "row-in", &format!("evidence/{}:{}", member.place.file, member.place.line))
}

fn sources(evidence: &Evidence, keys: &[String], output: Output) -> String {
    keys.iter()
        .map(|key| {
            let title = evidence.bibliography().get(key).map_or(String::new(), |e| format!(": {}", e.title));
            row(output, "row-source", &format!("{key}{title}"))
        })
        .collect()
}

fn tell_belief(evidence: &Evidence, school: Option<&School>, belief: &Belief, output: Output) -> String {
    let Declared { key, mechanism, unit, sentence, status } = declared(&belief.key).unwrap_or_default();
    let sentence = output.declared(&keys::parameter(&key), sentence);
    let mut text = format!("\n{}\n  {}\n", spelt(school, belief), wrap(&sentence, width(), 2));
    let (shape, central, kind) =
        (shape(output, belief), output.number(belief.central), kind(output, belief.kind));
    let unit = output.unit(unit);
    text += &row(
        output,
        "row-belief",
        &output.told(
            "evidence-belief-line",
            &[("shape", &shape), ("unit", &unit), ("kind", &kind), ("central", &central)],
        ),
    );
    if let Some(school) = school {
        let label = school.label.get(output.language());
        let stated = school
            .gauge_year
            .map_or_else(String::new, |year| output.told("evidence-gauge", &[("year", &year)]));
        text += &row(output, "row-school", &format!("{label}{stated}"));
    }
    if let Some((low, high)) = belief.typical {
        text += &row(output, "row-typical", &range(output, low, high));
    }
    let from = belief.known_from;
    text += &row(
        output,
        "row-part",
        &output.told(
            "evidence-part-line",
            &[
                ("mechanism", &mechanism),
                ("status", &output.text(&keys::thickness(status))),
                ("from", &output.date(&from.to_string())),
            ],
        ),
    );
    if let Some(note) = &belief.provenance.note {
        let of = school.map(|school| (school.switch.as_str(), school.key.as_str()));
        let note = output.evident(&keys::belief_note(of, &belief.key), note);
        text += &row(output, "row-why", &note);
    }
    for (key, other, pair) in goes_with(evidence, &belief.key) {
        let of = if key == belief.key { String::new() } else { format!("{key}: ") };
        let note = pair.provenance.note.as_ref();
        let note = note.map_or_else(String::new, |note| output.evident(&keys::pair_note(&pair.of), note));
        let rho = pair.spearman;
        text += &row(
            output,
            "row-with",
            &output.told("evidence-pair", &[("of", &of), ("other", &other), ("rho", &rho), ("note", &note)]),
        );
    }
    text += &sources(evidence, &belief.provenance.source, output);
    text + &row(output, "row-in", &format!("evidence/{}:{}", belief.place.file, belief.place.line))
}

/// A heading, and what belongs to it.
fn row(output: Output, heading: &str, rest: &str) -> String {
    let heading = output.text(heading);
    format!("  {} {}\n", pad(&heading, 7), wrap(rest, width(), 10))
}

fn range(output: Output, low: f64, high: f64) -> String {
    let (low, high) = (output.number(low), output.number(high));
    output.told("range", &[("low", &low), ("high", &high)])
}

/// A spread in words.
fn shape(output: Output, belief: &Belief) -> String {
    let whole = belief.shape.to_string();
    let text = match &belief.shape {
        Shape::Spread { q05, q95, .. } => {
            let family = whole.split(' ').next().unwrap_or_default();
            format!("{family} {} to {}", output.number(*q05), output.number(*q95))
        }
        _ => whole,
    };
    if output.lang == Lang::En {
        return text;
    }
    let families = ["lognormal", "loguniform", "normal", "uniform", "pareto", "one of", "beta", "fixed"];
    let Some(english) = families.iter().find(|english| text.starts_with(*english)) else { return text };
    let family = output.text(&keys::family(english));
    let rest = text[english.len()..].trim_start();
    match rest.split_once(" to ") {
        Some((low, high)) => {
            format!("{family}{}", output.told("range", &[("low", &low), ("high", &high)]))
        }
        None => format!("{family}{rest}"),
    }
}

/// How a figure came about.
fn kind(output: Output, kind: Kind) -> String {
    output.text(&keys::kind(kind.name()))
}

fn tell_fact(evidence: &Evidence, fact: &Fact, output: Output) -> String {
    let range = fact.low.zip(fact.high).map_or_else(String::new, |(low, high)| {
        let range = range(output, low, high);
        output.told("evidence-fact-range", &[("range", &range)])
    });
    let (kind, date) = (kind(output, fact.kind), output.date(&fact.date.to_string()));
    let amount = |value: f64| output.amount(&output.number(value), value, &fact.unit);
    let amounts = fact.low.zip(fact.high).map_or_else(String::new, |(low, high)| {
        let range = output.told("range", &[("low", &amount(low)), ("high", &amount(high))]);
        output.told("evidence-fact-range", &[("range", &range)])
    });
    let number = format!("{}{range}", output.number(fact.value));
    let value = output.amount(&number, fact.value, &fact.unit);
    let mut text = format!(
        "\n{}\n  {}\n",
        fact.key,
        wrap(&output.evident(&keys::fact(&fact.key), &fact.what), width(), 2)
    );
    text += &row(
        output,
        "row-value",
        &output.told(
            "evidence-fact-value",
            &[
                ("value", &value),
                ("amount", &amount(fact.value)),
                ("amounts", &amounts),
                ("date", &date),
                ("kind", &kind),
            ],
        ),
    );
    if let Some(note) = &fact.provenance.note {
        let note = output.evident(&keys::fact_note(&fact.key), note);
        text += &row(output, "row-note", &note);
    }
    text + &sources(evidence, &fact.provenance.source, output)
}

/// Policies, rules or chips as a table; schools by switch.
fn list(evidence: &Evidence, what: &str, output: Output) -> Result<(String, serde_json::Value), Error> {
    let language = output.language();
    if what == "policies" {
        let policies = Policy::built_in().map_err(Error::Input)?;
        let rows: Vec<Vec<String>> = policies
            .iter()
            .map(|p| vec![p.key.clone(), p.label(language).to_owned(), p.sentence.get(language).to_owned()])
            .collect();
        let document = json!({ "policies": policies.iter().map(|p| json!({"key": p.key, "label": p.label.en, "sentence": p.sentence.en})).collect::<Vec<_>>() });
        return Ok((
            table(&["list-policy", "list-label", "list-does"].map(|key| output.text(key)), rows),
            document,
        ));
    }
    if what == "schools" {
        let told: String = switches(evidence).map(|switch| tell_switch(evidence, switch, output)).collect();
        let how = switches(evidence).next().map_or_else(String::new, |s| choosing(evidence, s, output));
        let schools: Vec<_> = evidence.schools().iter().map(|s| school_json(evidence, s)).collect();
        return Ok((format!("{told}\n{how}"), json!({ "schools": schools })));
    }
    if what == "facts" {
        let heading = ["list-fact", "evidence-date", "evidence-value", "evidence-unit", "list-what"];
        let rows = evidence.facts().iter().map(|f| {
            let unit = output.unit(&f.unit);
            vec![
                f.key.clone(),
                f.date.to_string(),
                output.number(f.value),
                unit,
                output.evident(&keys::fact(&f.key), &f.what),
            ]
        });
        let document = json!({ "facts": evidence.facts().iter().map(|f| json!({"key": f.key, "what": f.what.en, "value": f.value, "unit": f.unit, "date": f.date.to_string()})).collect::<Vec<_>>() });
        return Ok((table(&heading.map(|key| output.text(key)), rows.collect()), document));
    }
    if what == "sources" {
        let heading = ["evidence-source", "list-year", "list-authors", "list-title"];
        let entries = evidence.bibliography().entries();
        let rows = entries.iter().map(|e| {
            vec![e.key.clone(), e.year.clone().unwrap_or_default(), e.authors.join("; "), e.title.clone()]
        });
        let rows = rows.collect();
        let document =
            json!({ "sources": entries.iter().map(|e| source_json(evidence, &e.key)).collect::<Vec<_>>() });
        return Ok((table(&heading.map(|key| output.text(key)), rows), document));
    }
    let axis = what.trim_end_matches('s');
    let world = evidence.world(&ModelKind::Race.declaration()).map_err(Error::Input)?;
    let members = world.members.iter().filter(|m| m.axis == axis);
    let rows: Vec<Vec<String>> = members
        .clone()
        .map(|m| {
            let cited = m.provenance.citation.clone().unwrap_or_default();
            let note = m.provenance.note.as_ref();
            let note = note.map(|note| output.evident(&keys::member_note(&m.axis, &m.key), note));
            let note = note.unwrap_or_default();
            vec![m.key.clone(), m.label.get(language).to_owned(), cited, note]
        })
        .collect();
    let document = json!({ what: members.map(|m| json!({"key": m.key, "label": m.label.en, "citation": m.provenance.citation})).collect::<Vec<_>>() });
    Ok((
        table(&["list-key", "list-label", "list-citation", "row-note"].map(|key| output.text(key)), rows),
        document,
    ))
}
