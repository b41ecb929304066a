//! A page of fans as SVG: small multiples, a row an outcome, a column a member.
//!
//! Nothing here knows a run: a [`Page`] says what to draw. Coordinates are rounded to a hundredth of a pixel and
//! logarithms are our own, so that a page is the same to the last byte on any machine.

use super::axis::Axis;
use super::words::Words;
use svg::node::element::{Circle, Element, Group, Line, Path, Rectangle, Title};
use svg::node::{Node, Text};

/// Okabe and Ito's colours without yellow and black: told apart by all common kinds of colour vision.
const COLOURS: [&str; 6] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"];
const GREY: &str = "#666666";
const INK: &str = "#1a1a1a";
const FONTS: &str = "'Noto Sans', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', \
     'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', 'DejaVu Sans', sans-serif";

const WIDTH: f64 = 1000.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 18.0;
const GAP: f64 = 22.0;
/// Height of a panel's frame; of what stands above it; of what stands below.
const PANEL: f64 = 190.0;
const ABOVE: f64 = 42.0;
const BELOW: f64 = 34.0;

/// Five quantiles at a time; NaN where nothing is reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) at: f64,
    pub(super) quantiles: [f64; 5],
}

/// What was observed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dot {
    pub(super) at: f64,
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Whether a path of the model rests on it.
    pub(super) forced: bool,
    /// Whether it lies outside the outer band of its quarter; unknown where there is none.
    pub(super) outside: Option<bool>,
    /// What stands in the tooltip.
    pub(super) about: String,
}

/// A fan with what was observed of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) name: String,
    /// Place of the member on its axis, which gives its colour.
    pub(super) member: usize,
    pub(super) points: Vec<Point>,
    pub(super) dots: Vec<Dot>,
}

/// One outcome.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Strip {
    pub(super) label: String,
    pub(super) unit: String,
    pub(super) log: bool,
    pub(super) cells: Vec<Cell>,
}

/// A page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) strips: Vec<Strip>,
    /// Years shown, decimal.
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) caption: String,
    pub(super) words: Words,
}

/// A number of pixels.
fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Text without what XML cannot hold.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// About how wide a text is at a size: Chinese characters are as wide as high.
fn wide(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if c >= '\u{2e80}' { size } else { 0.56 * size }).sum()
}

/// Lines no wider than `width`; Chinese breaks anywhere, the rest at spaces.
fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut word = String::new();
    let mut place = |word: &mut String| {
        let line = lines.last_mut().map_or(0.0, |l| wide(l, size));
        if line > 0.0 && line + wide(word.trim_end(), size) > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(word);
        }
        word.clear();
    };
    for c in text.chars() {
        // A closing mark never begins a line.
        if c >= '\u{2e80}' && !"，。；：！？）】”、".contains(c) {
            place(&mut word);
        }
        word.push(c);
        if c == ' ' {
            place(&mut word);
        }
    }
    place(&mut word);
    lines.iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn text(x: f64, y: f64, size: f64, colour: &str, words: &str) -> Element {
    let mut element = Element::new("text");
    element.assign("x", px(x));
    element.assign("y", px(y));
    element.assign("font-size", px(size));
    element.assign("fill", colour);
    element.append(Text::new(clean(words)));
    element
}

fn with(mut element: Element, key: &str, value: &str) -> Element {
    element.assign(key, value);
    element
}

fn line(x1: f64, y1: f64, x2: f64, y2: f64, colour: &str) -> Line {
    Line::new().set("x1", px(x1)).set("y1", px(y1)).set("x2", px(x2)).set("y2", px(y2)).set("stroke", colour)
}

/// The frame of one panel and what turns years and values into pixels.
struct Frame<'a> {
    left: f64,
    top: f64,
    width: f64,
    from: f64,
    to: f64,
    axis: &'a Axis,
}

impl Frame<'_> {
    fn x(&self, at: f64) -> f64 {
        self.left + self.width * (at - self.from) / (self.to - self.from)
    }

    fn y(&self, value: f64) -> f64 {
        self.top + PANEL * (1.0 - self.axis.place(value))
    }

    /// The area between two quantiles, a piece for each stretch of time without a gap.
    fn band(&self, points: &[Point], low: usize, high: usize) -> String {
        let known = |p: &Point| p.quantiles[low].is_finite() && p.quantiles[high].is_finite();
        let pieces = points.chunk_by(|a, b| known(a) == known(b)).filter(|piece| known(&piece[0]));
        let mut path = String::new();
        for piece in pieces {
            let there = piece.iter().map(|p| (p.at, p.quantiles[high]));
            let back = piece.iter().rev().map(|p| (p.at, p.quantiles[low]));
            self.trace(&mut path, there.chain(back));
            path.push('Z');
        }
        path
    }

    fn median(&self, points: &[Point]) -> String {
        let known = |p: &Point| p.quantiles[2].is_finite();
        let pieces = points.chunk_by(|a, b| known(a) == known(b)).filter(|piece| known(&piece[0]));
        let mut path = String::new();
        for piece in pieces {
            self.trace(&mut path, piece.iter().map(|p| (p.at, p.quantiles[2])));
        }
        path
    }

    fn trace(&self, path: &mut String, places: impl Iterator<Item = (f64, f64)>) {
        for (number, (at, value)) in places.enumerate() {
            let step = if number == 0 { 'M' } else { 'L' };
            path.push_str(&format!("{step}{},{}", px(self.x(at)), px(self.y(value))));
        }
    }
}

impl Page {
    /// The page as a document.
    pub(super) fn svg(&self) -> String {
        let mut body = Group::new();
        let mut top = 34.0;
        body.append(with(text(LEFT, top, 20.0, INK, &self.title), "font-weight", "bold"));
        top = self.legend(&mut body, top + 26.0) + 12.0;
        for strip in &self.strips {
            top = self.strip(&mut body, strip, top);
        }
        top += 16.0;
        for line in wrapped(&self.caption, 12.0, WIDTH - LEFT - RIGHT) {
            body.append(text(LEFT, top, 12.0, GREY, &line));
            top += 17.0;
        }
        let height = top.ceil();
        let document = svg::Document::new()
            .set("width", px(WIDTH))
            .set("height", px(height))
            .set("viewBox", format!("0 0 {} {}", px(WIDTH), px(height)))
            .set("font-family", FONTS)
            .set("xml:lang", self.words.code.as_str())
            .set("role", "img")
            .add(Title::new(clean(&self.title)))
            .add(Rectangle::new().set("width", "100%").set("height", "100%").set("fill", "#ffffff"))
            .add(body);
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document}\n")
    }

    /// What the bands and dots are; gives where it ends.
    fn legend(&self, body: &mut Group, top: f64) -> f64 {
        let dots = || self.strips.iter().flat_map(|s| &s.cells).flat_map(|c| &c.dots);
        let mut items = vec![
            (self.words.outer.as_str(), Sign::Band(0.22)),
            (self.words.inner.as_str(), Sign::Band(0.55)),
            (self.words.median.as_str(), Sign::Line),
        ];
        if dots().any(|d| !d.forced) {
            items.push((self.words.observed.as_str(), Sign::Dot(false)));
        }
        if dots().any(|d| d.forced) {
            items.push((self.words.forced.as_str(), Sign::Dot(true)));
        }
        let (mut x, mut y) = (LEFT, top);
        for (words, sign) in items {
            let length = 30.0 + wide(words, 12.0) + 18.0;
            if x > LEFT && x + length > WIDTH - RIGHT + 18.0 {
                (x, y) = (LEFT, y + 19.0);
            }
            sign.draw(body, x, y - 4.0);
            body.append(text(x + 30.0, y, 12.0, INK, words));
            x += length;
        }
        y
    }

    /// One outcome over all members; gives where it ends.
    fn strip(&self, body: &mut Group, strip: &Strip, top: f64) -> f64 {
        let values = strip.cells.iter().flat_map(|cell| {
            let fans = cell.points.iter().flat_map(|p| p.quantiles);
            fans.chain(cell.dots.iter().flat_map(|d| [d.value, d.low, d.high]))
        });
        let axis = Axis::holding(strip.log, values);
        let log = if axis.is_some_and(|a| a.is_log()) { self.words.log.as_str() } else { "" };
        let head = format!("{} ({}{log})", strip.label, strip.unit);
        body.append(with(text(LEFT, top + 14.0, 13.5, INK, &head), "font-weight", "bold"));
        let columns = strip.cells.len().max(1) as f64;
        let width = (WIDTH - LEFT - RIGHT - GAP * (columns - 1.0)) / columns;
        for (place, cell) in strip.cells.iter().enumerate() {
            let left = LEFT + place as f64 * (width + GAP);
            let frame = top + ABOVE;
            let colour = COLOURS[cell.member % COLOURS.len()];
            body.append(with(text(left, frame - 7.0, 12.5, colour, &cell.name), "font-weight", "bold"));
            let known: Vec<bool> = cell.dots.iter().filter_map(|d| d.outside).collect();
            if !known.is_empty() {
                let outside = known.iter().filter(|o| **o).count();
                let words = (self.words.outside)(outside, known.len());
                let note = text(left + width, frame - 7.0, 11.0, GREY, &words);
                body.append(with(note, "text-anchor", "end"));
            }
            let Some(axis) = &axis else {
                self.empty(body, left, frame, width, &self.words.nothing);
                continue;
            };
            let frame = Frame { left, top: frame, width, from: self.from, to: self.to, axis };
            self.panel(body, &frame, cell, colour, place == 0);
        }
        top + ABOVE + PANEL + BELOW
    }

    fn empty(&self, body: &mut Group, left: f64, top: f64, width: f64, words: &str) {
        body.append(border(left, top, width));
        let note = text(left + width / 2.0, top + PANEL / 2.0, 12.0, GREY, words);
        body.append(with(note, "text-anchor", "middle"));
    }

    fn panel(&self, body: &mut Group, frame: &Frame<'_>, cell: &Cell, colour: &str, first: bool) {
        let known = cell.points.iter().any(|p| p.quantiles[2].is_finite());
        let zero = frame.axis.is_log() && known && !cell.points.iter().any(|p| p.quantiles[4] > 0.0);
        self.grid(body, frame, first);
        if !known || zero {
            let words = if known { &self.words.zero } else { &self.words.nothing };
            self.empty(body, frame.left, frame.top, frame.width, words);
        } else {
            body.append(border(frame.left, frame.top, frame.width));
            for (low, high, opacity) in [(0, 4, "0.22"), (1, 3, "0.42")] {
                let path = frame.band(&cell.points, low, high);
                body.append(Path::new().set("d", path).set("fill", colour).set("fill-opacity", opacity));
            }
            let path = frame.median(&cell.points);
            body.append(
                Path::new().set("d", path).set("fill", "none").set("stroke", colour).set("stroke-width", 1.8),
            );
        }
        for dot in &cell.dots {
            let (x, y) = (frame.x(dot.at), frame.y(dot.value));
            body.append(line(x, frame.y(dot.low), x, frame.y(dot.high), INK).set("stroke-width", 1));
            body.append(
                circle(x, y, dot.forced)
                    .set("class", "observed")
                    .set("data-at", dot.at.to_string())
                    .set("data-value", dot.value.to_string())
                    .add(Title::new(clean(&dot.about))),
            );
        }
    }

    fn grid(&self, body: &mut Group, frame: &Frame<'_>, first: bool) {
        for (value, words) in frame.axis.marks() {
            let y = frame.y(value);
            body.append(line(frame.left, y, frame.left + frame.width, y, "#e4e4e4"));
            if first {
                let mark = text(frame.left - 6.0, y + 4.0, 11.0, GREY, &words);
                body.append(with(mark, "text-anchor", "end"));
            }
        }
        if frame.axis.place(0.0) > 0.0 && !frame.axis.is_log() {
            let y = frame.y(0.0);
            body.append(line(frame.left, y, frame.left + frame.width, y, "#9a9a9a"));
        }
        // A year takes some 34 pixels to write.
        let span = self.to - self.from;
        let most = (frame.width / 44.0).max(1.0);
        let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|s| span / s <= most).unwrap_or(100.0);
        let mut year = (self.from / step).ceil() * step;
        // A year at the right edge would run into the next panel's first.
        while year < self.to {
            let x = frame.x(year);
            let foot = frame.top + PANEL;
            body.append(line(x, foot, x, foot + 4.0, GREY));
            let words = format!("{year:.0}");
            body.append(with(text(x, foot + 17.0, 11.0, GREY, &words), "text-anchor", "middle"));
            year += step;
        }
    }
}

fn border(left: f64, top: f64, width: f64) -> Rectangle {
    Rectangle::new()
        .set("x", px(left))
        .set("y", px(top))
        .set("width", px(width))
        .set("height", px(PANEL))
        .set("fill", "none")
        .set("stroke", "#b0b0b0")
}

fn circle(x: f64, y: f64, hollow: bool) -> Circle {
    let fill = if hollow { "#ffffff" } else { INK };
    Circle::new().set("cx", px(x)).set("cy", px(y)).set("r", 3.2).set("fill", fill).set("stroke", INK)
}

/// A sign of the legend.
enum Sign {
    Band(f64),
    Line,
    Dot(bool),
}

impl Sign {
    fn draw(&self, body: &mut Group, x: f64, y: f64) {
        match self {
            Self::Band(opacity) => body.append(
                Rectangle::new()
                    .set("x", px(x))
                    .set("y", px(y - 6.0))
                    .set("width", 24)
                    .set("height", 12)
                    .set("fill", GREY)
                    .set("fill-opacity", px(*opacity)),
            ),
            Self::Line => body.append(line(x, y, x + 24.0, y, GREY).set("stroke-width", 1.8)),
            Self::Dot(hollow) => {
                body.append(line(x + 12.0, y - 7.0, x + 12.0, y + 7.0, INK));
                body.append(circle(x + 12.0, y, *hollow));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_between_chinese_characters_only() {
        assert_eq!(wrapped("one two three", 10.0, 45.0), ["one two", "three"]);
        assert_eq!(wrapped("模拟未来，并非概率", 10.0, 45.0), ["模拟未", "来，并非", "概率"]);
    }

    #[test]
    fn a_gap_in_time_is_a_gap_in_the_band() {
        let axis = Axis::holding(false, [0.0, 1.0].into_iter()).expect("values");
        let frame = Frame { left: 0.0, top: 0.0, width: 100.0, from: 0.0, to: 4.0, axis: &axis };
        let at = |at: f64, v: f64| Point { at, quantiles: [v; 5] };
        let points = [at(0.0, 0.5), at(1.0, 0.5), at(2.0, f64::NAN), at(3.0, 0.5), at(4.0, 0.5)];
        assert_eq!(frame.band(&points, 0, 4).matches('Z').count(), 2);
        assert_eq!(frame.median(&points).matches('M').count(), 2);
    }
}
