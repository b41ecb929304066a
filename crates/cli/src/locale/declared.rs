//! Every English text outside the screens that a Chinese entry translates, by its key.

use super::keys;
use overtake::evidence::{Evidence, Text};
use overtake::kernels::ModelKind;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Texts by key.
pub(super) type Texts = BTreeMap<String, String>;

/// What models declare.
pub(super) fn model() -> Texts {
    let mut texts = Texts::new();
    let mut add = |key: String, english: &str| {
        let before = texts.insert(key.clone(), english.to_owned());
        assert!(before.is_none_or(|before| before == english), "`{key}` is the key of two texts");
    };
    for model in ModelKind::ALL.map(ModelKind::declaration) {
        let units = model.stocks.iter().map(|s| s.unit).chain(model.outcomes.iter().map(|o| o.unit));
        for unit in units.chain(model.parameters.iter().map(|p| p.unit)) {
            add(keys::unit(unit), unit);
        }
        model.stocks.iter().for_each(|s| add(keys::stock(s.key), s.sentence));
        model.outcomes.iter().for_each(|o| add(keys::outcome(o.key), o.sentence));
        model.mechanisms.iter().for_each(|m| add(keys::mechanism(m.key), m.sentence));
        model.parameters.iter().for_each(|p| add(keys::parameter(&p.key), p.sentence));
        model.loops.iter().for_each(|l| add(keys::feedback(l.key), l.sentence));
        model.constraints.iter().for_each(|c| add(keys::constraint(c.key), c.sentence));
    }
    for quantity in overtake::audit::QUANTITIES {
        add(keys::agreement(quantity.key), quantity.sentence);
        add(keys::agreement_why(quantity.key), quantity.why);
    }
    let evidence = Evidence::built_in().expect("the evidence reads");
    let units = evidence.facts().iter().map(|f| &f.unit).chain(evidence.claims().iter().map(|c| &c.unit));
    units.chain(evidence.targets().iter().map(|t| &t.unit)).for_each(|unit| add(keys::unit(unit), unit));
    lines().iter().for_each(|sentence| add(keys::line(sentence), sentence));
    texts
}

/// What the evidence says in English alone.
pub(super) fn evidence() -> Texts {
    let evidence = Evidence::built_in().expect("the evidence reads");
    let world = evidence.world(&ModelKind::Race.declaration()).expect("a world");
    let mut texts = Texts::new();
    let mut add = |key: String, text: Option<&Text>| {
        if let Some(text) = text.filter(|text| text.zh.is_none()) {
            assert!(texts.insert(key.clone(), text.en.clone()).is_none(), "`{key}` is the key of two texts");
        }
    };
    for owner in evidence.claims().iter().map(|claim| claim.owner.as_str()).collect::<BTreeSet<_>>() {
        add(keys::owner(owner), Some(&Text { en: owner.to_owned(), zh: None }));
    }
    for switch in evidence.schools().iter().map(|s| s.switch.as_str()).collect::<BTreeSet<_>>() {
        let name = overtake::study::schools::name(switch);
        add(keys::switch(switch), Some(&Text { en: name, zh: None }));
    }
    for belief in evidence.beliefs() {
        add(keys::belief_note(None, &belief.key), belief.provenance.note.as_ref());
    }
    for school in evidence.schools() {
        add(keys::school_note(&school.switch, &school.key), school.provenance.note.as_ref());
        for belief in &school.beliefs {
            let of = Some((school.switch.as_str(), school.key.as_str()));
            add(keys::belief_note(of, &belief.key), belief.provenance.note.as_ref());
        }
    }
    for fact in evidence.facts() {
        add(keys::fact(&fact.key), Some(&fact.what));
        add(keys::fact_note(&fact.key), fact.provenance.note.as_ref());
    }
    for threshold in evidence.thresholds() {
        add(keys::threshold_note(&threshold.key), threshold.provenance.note.as_ref());
    }
    for pair in evidence.pairs() {
        add(keys::pair_note(&pair.of), pair.provenance.note.as_ref());
    }
    for member in &world.members {
        add(keys::member_note(&member.axis, &member.key), member.provenance.note.as_ref());
    }
    texts
}

/// Sentences of the ledger's lines, which stand beside the mechanisms that write them and in no declaration.
fn lines() -> Vec<String> {
    let race = Path::new(env!("CARGO_MANIFEST_DIR")).join("../race/src");
    let mut all = Vec::new();
    for file in sources(&race) {
        let text = std::fs::read_to_string(&file).expect("read");
        within(text.parse().expect("tokens"), &mut |tokens| {
            if let [TokenTree::Ident(name), TokenTree::Group(fields), ..] = tokens
                && name == "Line"
            {
                all.extend(after(fields.stream(), "sentence"));
            }
        });
    }
    assert!(all.iter().any(|line| line == "bought") && all.len() > 40, "{all:?}");
    all
}

/// Files of Rust in a folder and the folders in it.
pub(super) fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// Shows what follows each token, in groups and in what macros are given too.
pub(super) fn within(stream: TokenStream, seen: &mut dyn FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    for start in 0..tokens.len() {
        seen(&tokens[start..]);
        if let TokenTree::Group(group) = &tokens[start] {
            within(group.stream(), seen);
        }
    }
}

/// The text of a field in a literal of a struct.
fn after(fields: TokenStream, field: &str) -> Option<String> {
    let mut tokens = fields.into_iter().skip_while(|t| !matches!(t, TokenTree::Ident(i) if i == field));
    tokens.nth(2).and_then(|token| text(&token))
}

/// The text of a string literal.
pub(super) fn text(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let written = literal.to_string();
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\\\"", "\""))
}
