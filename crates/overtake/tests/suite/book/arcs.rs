//! The picture of a step: who reads what another writes, in the same step or in the next.

use super::pictures::{COLOURS, GREY, INK, document, path, text};
use super::table::{Row, Table};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use svg::node::Node;
use svg::node::element::{Element, Rectangle, Title};

const TITLE: &str = "Who reads in a step what another writes";
/// Where boxes stand, how large they are, and how far apart.
const LEFT: f64 = 330.0;
const WIDE: f64 = 270.0;
const HIGH: f64 = 44.0;
const PITCH: f64 = 60.0;
const TOP: f64 = 78.0;

/// A place in a step that reads what another wrote.
struct Arc {
    writer: usize,
    reader: usize,
    /// Read in the step in which it is written.
    same: bool,
    names: Vec<String>,
    loops: bool,
}

pub(crate) fn picture(table: &Table) -> String {
    let rows = &table.step;
    let arcs = arcs(rows);
    let mut body = vec![
        text(30.0, 32.0, 20.0, INK, "start", TITLE),
        text(LEFT - 14.0, 58.0, 12.0, GREY, "end", "read in the next step"),
        text(LEFT + WIDE + 14.0, 58.0, 12.0, GREY, "start", "read in the same step"),
    ];
    // Wide arcs first, so that short ones lie on top.
    let mut order: Vec<usize> = (0..arcs.len()).collect();
    order.sort_by_key(|&n| Reverse(arcs[n].writer.abs_diff(arcs[n].reader)));
    for n in order {
        body.extend(drawn(&arcs, n));
    }
    for (place, row) in rows.iter().enumerate() {
        body.extend(boxed(place, row));
    }
    let foot = top(rows.len()) + 8.0;
    let words = "An arc has the colour of whoever writes; a heavy one closes a loop. Loops stand under the names of those in whom they close.";
    body.push(text(30.0, foot, 11.5, GREY, "start", words));
    document(LEFT + WIDE + LEFT, foot + 22.0, TITLE, body)
}

/// One arc for each pair of works and step.
fn arcs(rows: &[Row]) -> Vec<Arc> {
    let mut all: BTreeMap<(usize, usize, bool), (Vec<String>, bool)> = BTreeMap::new();
    for row in rows {
        let read = row.now.iter().map(|i| (i, true)).chain(row.before.iter().map(|i| (i, false)));
        for (item, same) in read.filter(|(item, _)| item.writer > 0) {
            let arc = all.entry((item.writer - 1, row.number - 1, same)).or_default();
            arc.0.push(item.name.clone());
            arc.1 |= item.through.is_some();
        }
    }
    let arc = |((writer, reader, same), (names, loops))| Arc { writer, reader, same, names, loops };
    all.into_iter().map(arc).collect()
}

fn top(place: usize) -> f64 {
    TOP + PITCH * place as f64
}

fn colour(writer: usize) -> &'static str {
    COLOURS[writer % COLOURS.len()]
}

/// Where an end of an arc meets its box: arcs from above meet it above those from below, and do not cross there.
fn end(arcs: &[Arc], n: usize, place: usize) -> f64 {
    let arc = &arcs[n];
    let touching = |a: &Arc| a.same == arc.same && (a.writer == place || a.reader == place);
    let mut ends: Vec<(bool, Reverse<usize>, usize)> = Vec::new();
    for (m, other) in arcs.iter().enumerate().filter(|(_, a)| touching(a)) {
        let far = if other.writer == place { other.reader } else { other.writer };
        ends.push((far >= place, Reverse(far), m));
    }
    ends.sort_unstable();
    let at = ends.iter().position(|(.., m)| *m == n).unwrap_or(0) as f64;
    top(place) + HIGH * (at + 1.0) / (ends.len() as f64 + 1.0)
}

fn drawn(arcs: &[Arc], n: usize) -> Vec<Element> {
    let arc = &arcs[n];
    let (x, side) = if arc.same { (LEFT + WIDE, 1.0) } else { (LEFT, -1.0) };
    let (a, b) = (end(arcs, n, arc.writer), end(arcs, n, arc.reader));
    let span = arc.writer.abs_diff(arc.reader) as f64;
    let bend = x + side * (28.0 + 16.0 * span);
    let width = if arc.loops { 2.6 } else { 1.2 };
    let tip = x + side * 7.0;
    let mut line = path(
        format!("M{x:.1},{a:.1}C{bend:.1},{a:.1} {bend:.1},{b:.1} {tip:.1},{b:.1}"),
        colour(arc.writer),
        width,
    );
    line.append(Title::new(arc.names.join(", ")));
    let mut head = path(
        format!("M{x:.1},{b:.1}L{:.1},{:.1}L{:.1},{:.1}Z", x + side * 8.0, b - 3.5, x + side * 8.0, b + 3.5),
        colour(arc.writer),
        0.5,
    );
    head.assign("fill", colour(arc.writer));
    vec![line, head]
}

fn boxed(place: usize, row: &Row) -> Vec<Element> {
    let (top, middle) = (top(place), LEFT + WIDE / 2.0);
    let fill = Rectangle::new()
        .set("x", LEFT)
        .set("y", top)
        .set("width", WIDE)
        .set("height", HIGH)
        .set("rx", 5)
        .set("fill", "#f4f4f4")
        .set("stroke", colour(place))
        .set("stroke-width", 1.6);
    let name = match &row.result {
        Some(result) => format!("{} {} → {}", row.number, row.mechanism, result.replace('_', " ")),
        None => format!("{} {}", row.number, row.mechanism),
    };
    let loops: Vec<&str> = row.closes.iter().map(String::as_str).collect();
    let line = if loops.is_empty() { top + 27.0 } else { top + 19.0 };
    let mut all = vec![fill.into(), text(middle, line, 14.0, INK, "middle", &name)];
    if !loops.is_empty() {
        all.push(text(middle, top + 35.0, 11.0, GREY, "middle", &format!("closes {}", loops.join(", "))));
    }
    all
}
