//! `overtake compare`: two finished runs side by side.

use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::paper::{dense, folded, hundredths, signed};
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
    text += &format!("{}\n", output.say("INPUTS THAT DIFFER", "不同的输入"));
    if comparison.inputs.is_empty() {
        text += &format!("  {}\n", output.say("none", "无"));
    } else {
        let heading = [output.say("input", "输入"), "A".to_owned(), "B".to_owned()];
        let rows = comparison.inputs.iter().map(|i| vec![i.key.clone(), i.a.clone(), i.b.clone()]);
        text += &format!("{}\n", folded(&heading, rows.collect()));
    }
    text += &output.say(
        "\nCLAIMS, in hundredths of the futures that say something\n",
        "\n论断（以有结论的未来的百分之几计）\n",
    );
    let heading = [
        output.say("claim", "论断"),
        output.say("policy", "政策"),
        "A".to_owned(),
        "B".to_owned(),
        output.say("B less A (95%)", "B减A（95%）"),
        output.say("verdict", "判断"),
    ];
    let rows = comparison.claims.iter().map(|p| {
        let share = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), hundredths);
        let difference = match (p.difference, p.interval) {
            (Some(d), Some((low, high))) => {
                let [d, low, high] = [d, low, high].map(|share| signed(100.0 * share, 0));
                output.say(&format!("{d} ({low} to {high})"), &format!("{d}（{low}至{high}）"))
            }
            _ => "–".to_owned(),
        };
        let reading = if p.reading == Reading::Main { String::new() } else { output.say(" alt", " 另述") };
        let [one, two] = p.verdicts;
        let mut verdicts = vec![output.verdict(one, p.a), output.verdict(two, p.b)];
        verdicts.dedup();
        vec![
            format!("{}{reading}", p.claim),
            p.policy.clone(),
            share(p.a),
            share(p.b),
            difference,
            verdicts.join(" → "),
        ]
    });
    text += &format!("{}\n", dense(&heading, rows.collect()));
    print(&text)
}
