//! What an audit found, as tables.

use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::paper::{number, table};
use overtake::audit::{Agreement, Binding, Cost, Effort, Inert, Law, Looped, Part, Report, Step, Tenfold};
use overtake::model::Status;
use std::collections::BTreeMap;

pub(crate) fn audit(it: &args::Audit, output: Output) -> Done {
    let effort = match it {
        args::Audit { quick: true, .. } => Effort::quick,
        args::Audit { full: true, .. } => Effort::full,
        _ => Effort::usual,
    }(it.seed);
    let report = overtake::audit::audit(effort, &|law| {
        if output.progress() {
            eprintln!("testing {law} …");
        }
    })?;
    if output.json {
        print_json(&report)?;
    } else {
        print(&text(&report, output))?;
    }
    if report.passed() { Ok(()) } else { Err(Error::failed("a law does not hold")) }
}

fn text(report: &Report, output: Output) -> String {
    [
        laws(&report.laws, output),
        parts(&report.parts, output),
        steps(&report.steps, output),
        loops(&report.loops, output),
        tenfold(&report.tenfold, output),
        agreement(&report.agreement, output),
        constraints(&report.constraints, output),
        operations(&report.operations, output),
        inert(&report.inert, output),
    ]
    .concat()
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn laws(laws: &[Law], output: Output) -> String {
    let heading = [output.say("law", "定律"), output.say("holds", "成立"), output.say("seen", "所见")];
    let yes = |b: bool| if b { output.say("yes", "是") } else { output.say("NO", "否") };
    let rows = laws.iter().map(|l| vec![l.law.to_owned(), yes(l.holds), l.seen.clone()]);
    format!("{}\n\n", table(&heading, rows.collect()))
}

/// What stands for each part of the mission.
fn parts(parts: &[Part], output: Output) -> String {
    let heading = [
        output.say("part", "部分"),
        output.say("mechanisms", "机制"),
        output.say("uncertain", "不确定"),
        output.say("levers", "政策杠杆"),
        output.say("outcomes (headlines)", "结果（主要）"),
        output.say("lacks", "所缺"),
    ];
    let rows = parts.iter().map(|p| {
        let mechanisms: Vec<String> = p.mechanisms.iter().map(|m| mechanism(m, output)).collect();
        let [all, headlines] = p.outcomes;
        vec![
            format!("{} {}", p.part, output.part(&p.part)),
            mechanisms.join(", "),
            p.uncertain.to_string(),
            p.levers.len().to_string(),
            format!("{all} ({headlines})"),
            p.lacks.iter().map(|what| lacks(what, output)).collect::<Vec<_>>().join(", "),
        ]
    });
    let title = output.say(
        "Parts of the mission: what stands for each, and what it lacks; a lack is a finding, no failure\n",
        "任务各部分：由何实现、尚缺什么；所缺为需查看之处，并非失败\n",
    );
    format!("{title}{}\n\n", table(&heading, rows.collect()))
}

/// A mechanism, with a word where it is thin.
fn mechanism((key, status): &(&str, &str), output: Output) -> String {
    let thin = output.say(" (thin)", "（单薄）");
    if *status == Status::Thin.name() { format!("{key}{thin}") } else { (*key).to_owned() }
}

fn lacks(what: &str, output: Output) -> String {
    let chinese = match what {
        "a mechanism" => "机制",
        "an uncertainty" => "不确定性",
        "a lever or shock" => "杠杆或冲击",
        "an outcome" => "结果",
        thin => &thin.replace("equations in", "部分方程："),
    };
    output.say(what, chinese)
}

/// Starting values that move least; the law says how many there are.
fn tenfold(tenfold: &[Tenfold], output: Output) -> String {
    let heading = [
        output.say("starting value", "初始值"),
        output.say("should move", "应影响"),
        output.say("from 2024 on", "2024年起"),
        output.say("in the last quarter", "末季度"),
    ];
    let mut least: Vec<&Tenfold> = tenfold.iter().collect();
    least.sort_by(|a, b| a.lasts.total_cmp(&b.lasts));
    let rows = least
        .iter()
        .take(12)
        .map(|t| vec![t.key.clone(), t.outcome.to_owned(), percent(t.moves), percent(t.lasts)]);
    let title = output.say(
        "\nStarting values changed tenfold: the dozen whose outcome moves least in the end, over its own size\n",
        "\n初始值改变十倍：末季度其结果变动最小的十二项，以自身大小计\n",
    );
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn agreement(rows: &[Agreement], output: Output) -> String {
    let heading = [
        output.say("quantity", "数量"),
        output.say("the race", "完整模型"),
        output.say("the textbook", "教科书模型"),
        output.say("agree", "一致"),
        output.say("why they differ", "差异原因"),
    ];
    let spread = |[low, middle, high]: [f64; 3]| format!("{middle:.3} ({low:.3} … {high:.3})");
    let rows = rows.iter().map(|a| {
        let agree = if a.agree { output.say("yes", "是") } else { output.say("no", "否") };
        vec![
            format!("{}, {}", output.declared(a.quantity), a.unit),
            spread(a.race),
            spread(a.textbook),
            agree,
            output.declared(a.why).to_owned(),
        ]
    });
    let title = output.say(
        "\nThe race and the textbook race from 2026 to the end, medians with 10% and 90%; they agree where each median lies between the other's\n",
        "\n完整模型与教科书模型：2026年至期末，中位数及10%与90%分位；各自中位数落在对方区间内即为一致\n",
    );
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn steps(steps: &[Step], output: Output) -> String {
    let heading = ["outcome", "deviation", "halved", "quartered", "tolerance"].map(str::to_owned);
    let rows = steps.iter().map(|s| {
        let move_of = |v: f64| format!("{v:.4}");
        vec![
            s.outcome.clone(),
            number(s.deviation),
            move_of(s.halved),
            move_of(s.quartered),
            move_of(s.tolerance),
        ]
    });
    let title = output.say(
        "Moves of headline outcomes in the last quarter when the step is made shorter, in ensemble deviations\n",
        "步长缩短时主要结果在末季度的变动（以集合标准差计）\n",
    );
    format!("{title}{}\n", table(&heading, rows.collect()))
}

/// Loops by number with what they move most; below them the matrix of headlines and loops.
fn loops(loops: &[Looped], output: Output) -> String {
    let heading = [
        String::new(),
        output.say("loop", "回路"),
        output.say("moves most, in deviations", "影响最大者（标准差）"),
        output.say("how it goes round", "如何循环"),
    ];
    let rows = loops.iter().enumerate().map(|(n, it)| {
        let most = it.most().map_or(String::new(), |(outcome, by)| format!("{outcome} {}", deviations(*by)));
        let mark =
            if it.decorative { output.say(" (decorative)", "（仅为装饰）") } else { String::new() };
        let parts = it.parts.join(" ");
        let sentence = output.declared(it.sentence).to_owned();
        vec![(n + 1).to_string(), format!("{} {parts}", it.key), format!("{most}{mark}"), sentence]
    });
    let mut text = output.say(
        "\nFeedback loops: how far headlines are, in the last quarter, from what they would be with the loop frozen at its path as\nthings stand, when what enters it is disturbed in one bloc from 2026; below 0.02 of a deviation everywhere it is decorative\n",
        "\n反馈回路：自2026年起在某一方扰动其输入时，主要结果在末季度与将该回路冻结于现状路径时的差距；\n各处均低于标准差的0.02者仅为装饰\n",
    );
    text += &format!("{}\n", table(&heading, rows.collect()));
    text += &output.say(
        "\nThe same by headline (the member that moves most), in hundredths of its deviation; a dot is less than one\n",
        "\n同上，按主要结果（取变动最大的成员），以标准差的百分之一计；点表示不足一\n",
    );
    text + &matrix(loops)
}

/// Deviations in few signs.
fn deviations(by: f64) -> String {
    if by >= overtake::audit::MOST { format!(">{:.0}", overtake::audit::MOST) } else { format!("{by:.2}") }
}

/// One line a headline, one narrow column a loop.
fn matrix(loops: &[Looped]) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut cells: BTreeMap<(&str, usize), f64> = BTreeMap::new();
    for (n, it) in loops.iter().enumerate() {
        for (outcome, by) in &it.moves {
            let stem = outcome.split_once('.').map_or(outcome.as_str(), |(stem, _)| stem);
            if !lines.contains(&stem) {
                lines.push(stem);
            }
            let cell = cells.entry((stem, n)).or_default();
            *cell = cell.max(*by);
        }
    }
    let name = lines.iter().map(|l| l.len()).max().unwrap_or(0);
    let row = |first: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|c| format!("{c:>5}")).collect();
        format!("{first:name$}{cells}\n")
    };
    let mut text = row("", (1..=loops.len()).map(|n| n.to_string()).collect());
    for line in lines {
        let cell = |n| match cells.get(&(line, n)).copied().unwrap_or(0.0) {
            by if by >= overtake::audit::MOST => format!(">{:.0}", 100.0 * overtake::audit::MOST),
            by if by < 0.01 => "·".to_owned(),
            by => format!("{:.0}", 100.0 * by),
        };
        text += &row(line, (0..loops.len()).map(cell).collect());
    }
    text
}

fn constraints(constraints: &[Binding], output: Output) -> String {
    let heading = [
        output.say("constraint", "约束"),
        output.say("binds", "起作用"),
        output.say("member most bound", "最受约束者"),
        output.say("when it does", "含义"),
    ];
    let rows = constraints.iter().map(|c| {
        let most = c.members.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let most = most.filter(|m| m.1 > 0.0).map_or(String::new(), |m| format!("{} {}", m.0, percent(m.1)));
        let mark = if c.finding { output.say(" (finding)", "（需查看）") } else { String::new() };
        vec![c.constraint.to_owned(), format!("{}{mark}", percent(c.share)), most, c.sentence.to_owned()]
    });
    let title = output.say(
        "\nShare of futures, quarters and members in which each constraint binds; above 95% or below 1% is a finding, no failure\n",
        "\n各约束起作用的份额（占未来×季度×成员）；高于95%或低于1%为需查看之处，并非失败\n",
    );
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn operations(costs: &[Cost], output: Output) -> String {
    let heading =
        [output.say("mechanism", "机制"), output.say("operations", "运算"), output.say("share", "份额")];
    let rows = costs.iter().map(|c| vec![c.mechanism.to_owned(), c.operations.to_string(), percent(c.share)]);
    let title = output.say(
        "\nOperations of one trajectory with its luck, by the mechanism's file\n",
        "\n一条轨迹（含随机抽取）的运算量，按机制文件\n",
    );
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn inert(inert: &[Inert], output: Output) -> String {
    if inert.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", output.say("Moves nothing", "不起作用"));
    for inert in inert {
        let why = inert.why.map_or_else(|| output.say("no reason is known", "原因不明"), str::to_owned);
        text += &format!("  {} {}: {why}\n", inert.kind, inert.key);
    }
    text
}
