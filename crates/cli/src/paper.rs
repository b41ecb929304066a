//! Tables and wrapped text for a terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Width to write for.
pub(crate) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    columns.unwrap_or(100).clamp(60, 140)
}

/// A table with a heading line.
pub(crate) fn table(heading: &[String], rows: Vec<Vec<String>>) -> String {
    lined(heading, rows).to_string()
}

/// Room for a short name.
const NAME: usize = 16;
/// Least room for an entry that is broken.
const LEAST: usize = 8;
/// What stands around an entry of a table: a space on either side.
const AROUND: usize = 2;

/// The same with short entries that are never broken, but for names in the first column and those in the column `broken`, which
/// gets the room that others leave. Both are broken where words may be, Chinese ones too.
pub(crate) fn fitted(heading: &[String], mut rows: Vec<Vec<String>>, broken: usize) -> String {
    let breaks = |rows: &mut Vec<Vec<String>>, column: usize, room: usize| {
        for entry in rows.iter_mut().filter_map(|row| row.get_mut(column)) {
            *entry = entry.lines().map(|line| wrap(line, room, 0)).collect::<Vec<_>>().join("\n");
        }
    };
    breaks(&mut rows, 0, NAME);
    let widest = |rows: &[Vec<String>], column: usize| {
        let entries = std::iter::once(heading).chain(rows.iter().map(Vec::as_slice));
        let lines = entries.filter_map(|row| row.get(column)).flat_map(|entry| entry.lines());
        lines.map(UnicodeWidthStr::width).max().unwrap_or(0) + AROUND
    };
    let others: usize = (0..heading.len()).filter(|&c| c != broken).map(|c| widest(&rows, c)).sum();
    breaks(&mut rows, broken, width().saturating_sub(others + heading.len() + AROUND).max(LEAST));
    let mut table = lined(heading, rows);
    for column in table.column_iter_mut() {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    table.to_string()
}

fn lined(heading: &[String], rows: Vec<Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width()).unwrap_or(100));
    table.set_header(heading.to_vec());
    for row in rows {
        table.add_row(row);
    }
    table
}

/// A table of many short rows: no lines between them, and as wide as its longest entries.
pub(crate) fn dense(heading: &[String], rows: Vec<Vec<String>>) -> String {
    bare(heading, rows, ContentArrangement::Disabled)
}

/// The same with some long entries, which are broken; keys in the first column are not.
pub(crate) fn folded(heading: &[String], rows: Vec<Vec<String>>) -> String {
    bare(heading, rows, ContentArrangement::Dynamic)
}

fn bare(heading: &[String], rows: Vec<Vec<String>>, arrangement: ContentArrangement) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(arrangement);
    table.set_width(u16::try_from(width() - 1).unwrap_or(100));
    table.set_header(heading.to_vec());
    for row in rows {
        table.add_row(row);
    }
    if let Some(keys) = table.column_mut(0) {
        keys.set_constraint(ColumnConstraint::ContentWidth);
    }
    let lines = table.to_string();
    let lines: Vec<String> = lines.lines().map(|line| format!(" {}", line.trim_end())).collect();
    lines.join("\n")
}

/// A text broken into lines of at most `width` columns, each after the first indented.
pub(crate) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = indent;
    for word in text.split_whitespace() {
        for (number, piece) in pieces(word).into_iter().enumerate() {
            let Some(line) = lines.last_mut() else { continue };
            let space = usize::from(number == 0 && !line.is_empty());
            if used + space + piece.width() > width && !line.is_empty() {
                lines.push(piece.to_owned());
                used = indent + piece.width();
            } else {
                line.push_str(&" ".repeat(space));
                line.push_str(piece);
                used += space + piece.width();
            }
        }
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

/// The pieces of a word between which a line may break: Chinese breaks between any two characters, but not before a mark.
fn pieces(word: &str) -> Vec<&str> {
    let wide = |c: char| c.width().unwrap_or(0) > 1;
    let closes = |c: char| "，。、；：！？）】》”’".contains(c) || !wide(c) && c.is_ascii_punctuation();
    let opens = |c: char| "（【《“‘".contains(c);
    let mut cuts = vec![0];
    for ((_, before), (place, after)) in word.char_indices().zip(word.char_indices().skip(1)) {
        if (wide(before) || wide(after)) && !opens(before) && !closes(after) {
            cuts.push(place);
        }
    }
    cuts.push(word.len());
    cuts.windows(2).map(|cut| &word[cut[0]..cut[1]]).collect()
}

/// A text with spaces after it up to some columns.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// A number with its sign, to so many decimals; none where nothing is left of it.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let size = format!("{:.decimals$}", value.abs());
    if size.bytes().all(|b| matches!(b, b'0' | b'.')) {
        return size;
    }
    format!("{}{size}", if value < 0.0 { "−" } else { "+" })
}

/// A number as a person would write it: three or four figures. `scales` lists names of large units with their sizes, the
/// largest first, such as `B 1e9, M 1e6`; `power` writes digits and a power of ten.
pub(crate) fn number(value: f64, scales: &str, power: impl Fn(&str, &str) -> String) -> String {
    if value < 0.0 {
        return format!("−{}", number(-value, scales, power));
    }
    if value.is_nan() {
        return "–".to_owned();
    } else if value == 0.0 {
        return "0".to_owned();
    } else if !(1e-3..1e15).contains(&value) {
        let text = format!("{value:.2e}");
        let Some((digits, exponent)) = text.split_once('e') else { return text };
        return power(digits, &exponent.replace('-', "−"));
    }
    let named = scales.split([',', '、']).filter_map(|scale| scale.trim().split_once(' '));
    let sized = named.filter_map(|(name, size)| Some((name, size.parse::<f64>().ok()?)));
    let Some((name, size)) = sized.clone().find(|(_, size)| value >= *size) else { return fewest(value) };
    let scaled = value / size;
    // Units of ten thousand are close to each other, and three figures are then few enough.
    if sized.clone().any(|(_, size)| size < 1e6) {
        format!("{}{name}", fewest(scaled))
    } else if scaled >= 100.0 {
        format!("{scaled:.0}{name}")
    } else {
        format!("{scaled:.1}{name}")
    }
}

/// A number below a million in three or four figures.
pub(crate) fn fewest(size: f64) -> String {
    if size >= 1000.0 {
        grouped(size.round() as i64)
    } else if size >= 100.0 {
        format!("{size:.0}")
    } else if size >= 10.0 {
        format!("{size:.1}").trim_end_matches(".0").to_owned()
    } else {
        let text = format!("{size:.3}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// Digits as superscripts.
pub(crate) fn raised(power: &str) -> String {
    let raise = |c: char| match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '−' => '⁻',
        other => other.to_digit(10).and_then(|d| char::from_u32(0x2070 + d)).unwrap_or(other),
    };
    power.chars().map(raise).collect()
}

/// A whole number with commas.
pub(crate) fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0 { format!("−{text}") } else { text }
}

/// A share in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hundredths {
    /// Some, but less than one.
    Few,
    /// More than 99, but not all.
    Nearly,
    /// So many.
    Whole(i64),
}

/// A share in hundredths; shares next to none or all are kept apart from none and all.
pub(crate) fn hundredths(share: f64) -> Hundredths {
    let rounded = (share * 100.0).round();
    if share > 0.0 && rounded == 0.0 {
        Hundredths::Few
    } else if share < 1.0 && rounded == 100.0 {
        Hundredths::Nearly
    } else {
        Hundredths::Whole(rounded as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_sign_unless_they_round_to_nothing() {
        let told = [1.26, -0.34, 0.04, -0.04, 0.0].map(|value| signed(value, 1));
        assert_eq!(told, ["+1.3", "−0.3", "0.0", "0.0", "0.0"]);
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        let read = |value| number(value, "T 1e12, B 1e9, M 1e6", |digits, power| format!("{digits}e{power}"));
        let texts =
            [0.0, 0.1234, 5.0, -12.34, 14.0, 345.6, 10_240.0, 3.13e7, 5.26e11, 3.5e26, 1e-5].map(read);
        assert_eq!(
            texts,
            ["0", "0.123", "5", "−12.3", "14", "346", "10,240", "31.3M", "526B", "3.50e26", "1.00e−5"]
        );
        assert_eq!([-21.4, -0.3, 0.2, 7.6].map(|value| signed(value, 0)), ["−21", "0", "0", "+8"]);
        use Hundredths::{Few, Nearly, Whole};
        let shares = [0.0, 0.001, 0.714, 0.9999, 1.0].map(hundredths);
        assert_eq!(shares, [Whole(0), Few, Whole(71), Nearly, Whole(100)]);
        assert_eq!([raised("26"), raised("−15")], ["²⁶", "⁻¹⁵"]);
    }

    #[test]
    fn entries_of_a_fitted_table_are_broken_between_words_and_not_within_them() {
        let entry = |text: &str| vec![vec!["所有学派".to_owned(), text.to_owned(), "x".repeat(70)]];
        let heading = ["学派", "领先者", "其余"].map(str::to_owned);
        let told = fitted(&heading, entry("美国 90%\n世界其他地区 6%"), 1);
        assert!(told.contains("美国 90%") && told.lines().any(|l| l.contains("6%")), "{told}");
        assert!(!told.contains("90%,") && told.lines().all(|l| l.width() <= 100), "{told}");
        let english = fitted(&heading, entry("United States 90%\nRest of the world 6%"), 1);
        for word in ["United", "States", "90%", "Rest", "world"] {
            assert!(english.contains(word), "{word} is cut: {english}");
        }
    }

    #[test]
    fn wrapped_lines_keep_to_their_width() {
        let text = wrap("The best Chinese model trails by at most twelve months in every quarter", 30, 4);
        assert!(text.lines().all(|l| l.chars().count() <= 30), "{text}");
        let chinese = wrap(&"中国最好的模型在每个季度都落后不超过十二个月".repeat(3), 30, 2);
        assert!(chinese.lines().all(|l| l.width() <= 30), "{chinese}");
        let marks = wrap(&"开放，落后。".repeat(20), 30, 0);
        assert!(marks.lines().all(|l| l.width() <= 30 && !l.starts_with(['，', '。'])), "{marks}");
        assert_eq!(wrap("用`overtake claims --all`可列出。", 60, 0), "用`overtake claims --all`可列出。");
    }
}
