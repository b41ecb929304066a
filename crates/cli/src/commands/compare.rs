//! `overtake compare`: two finished runs side by side.

use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::paper::{dense, folded, signed};
use overtake::answers::table;
use overtake::compare::Side;
use overtake::evidence::Reading;
use overtake::run::Finished;
use std::path::Path;

pub(crate) fn compare(it: &args::Compare, output: Output) -> Done {
    let load = |folder: &Path| {
        let Finished { record, document } = Finished::open(folder)?;
        let decisions = table::decisions(folder).map_err(Error::failed)?;
        Ok::<_, Error>(Side { folder: folder.display().to_string(), record, document, decisions })
    };
    let (a, b) = (load(&it.a)?, load(&it.b)?);
    let comparison = overtake::compare::compare(&a, &b);
    if output.json {
        return print_json(&comparison);
    }
    let mut text = format!("A  {}\nB  {}\n\n", it.a.display(), it.b.display());
    text += &format!("{}\n", output.text("compare-inputs-heading"));
    if comparison.inputs.is_empty() {
        text += &format!("  {}\n", output.text("compare-none"));
    } else {
        let heading = [output.text("compare-input"), "A".to_owned(), "B".to_owned()];
        let rows = comparison.inputs.iter().map(|i| vec![i.key.clone(), i.a.clone(), i.b.clone()]);
        text += &format!("{}\n", folded(&heading, rows.collect()));
    }
    text += &format!("\n{}\n", output.text("compare-claims-heading"));
    let heading = [
        output.text("compare-claim"),
        output.text("compare-policy"),
        "A".to_owned(),
        "B".to_owned(),
        output.text("compare-difference"),
        output.text("compare-verdict"),
    ];
    let rows = comparison.claims.iter().map(|p| {
        let share = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), |s| output.hundredths(s));
        let difference = match (p.difference, p.interval) {
            (Some(d), Some((low, high))) => {
                let [d, low, high] = [d, low, high].map(|share| signed(100.0 * share, 0));
                output.told("compare-interval", &[("d", &d), ("low", &low), ("high", &high)])
            }
            _ => "–".to_owned(),
        };
        let reading = if p.reading == Reading::Main { String::new() } else { output.text("other-reading") };
        let [one, two] = p.verdicts;
        let mut verdicts = vec![output.verdict(one, p.a), output.verdict(two, p.b)];
        verdicts.dedup();
        vec![
            format!("{}{reading}", p.claim),
            output.policy(&p.policy),
            share(p.a),
            share(p.b),
            difference,
            verdicts.join(" → "),
        ]
    });
    text += &format!("{}\n", dense(&heading, rows.collect()));
    print(&text)
}
