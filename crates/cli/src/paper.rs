//! Tables and wrapped text for a terminal.

use comfy_table::{ContentArrangement, Table, presets};

/// Width to write for.
pub(crate) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    columns.unwrap_or(100).clamp(60, 140)
}

/// A table with a heading line.
pub(crate) fn table(heading: &[String], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width()).unwrap_or(100));
    table.set_header(heading.to_vec());
    for row in rows {
        table.add_row(row);
    }
    table.to_string()
}

/// Columns that a text takes: characters of East Asian scripts take two.
pub(crate) fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if ('\u{1100}'..='\u{ffef}').contains(&c) && !('\u{2000}'..='\u{2bff}').contains(&c) {
                2
            } else {
                1
            }
        })
        .sum()
}

/// A text broken into lines of at most `width` columns, each after the first indented.
pub(crate) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = indent;
    let mut push = |word: &str, space: bool| {
        let wide = columns(word) + usize::from(space);
        if used + wide > width && !lines.last().is_none_or(String::is_empty) {
            lines.push(String::new());
            used = indent;
        }
        if let Some(line) = lines.last_mut() {
            if space && !line.is_empty() {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += columns(word);
        }
    };
    for word in text.split_whitespace() {
        if columns(word) == word.chars().count() {
            push(word, true);
        } else {
            // Chinese breaks between any two characters, but not before a mark.
            for (n, c) in word.chars().enumerate() {
                push(&c.to_string(), n == 0 && word.is_ascii());
            }
        }
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

/// A number as a person would write it: three or four figures.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if value.is_nan() {
        "–".to_owned()
    } else if size == 0.0 {
        "0".to_owned()
    } else if !(1e-3..1e15).contains(&size) {
        let text = format!("{value:.2e}");
        text.replace("e-", "e−")
    } else if size >= 1e6 {
        let (unit, scale) =
            [("T", 1e12), ("B", 1e9), ("M", 1e6)].into_iter().find(|u| size >= u.1).unwrap_or(("", 1.0));
        let scaled = value / scale;
        if scaled.abs() >= 100.0 { format!("{scaled:.0}{unit}") } else { format!("{scaled:.1}{unit}") }
    } else if size >= 1000.0 {
        grouped(value.round() as i64)
    } else if size >= 100.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else {
        let text = format!("{value:.3}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
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

/// A share as "71 of 100"; shares next to none or all say so.
pub(crate) fn of_hundred(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if share > 0.0 && rounded == 0.0 {
        "<1 of 100".to_owned()
    } else if share < 1.0 && rounded == 100.0 {
        ">99 of 100".to_owned()
    } else {
        format!("{rounded:.0} of 100")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        let texts = [0.0, 0.1234, 5.0, 12.34, 345.6, 10_240.0, 3.13e7, 5.26e11, 3.5e26, 1e-5].map(number);
        assert_eq!(
            texts,
            ["0", "0.123", "5", "12.3", "346", "10,240", "31.3M", "526B", "3.50e26", "1.00e−5"]
        );
        assert_eq!(
            [0.0, 0.001, 0.714, 0.9999, 1.0].map(of_hundred),
            ["0 of 100", "<1 of 100", "71 of 100", ">99 of 100", "100 of 100"]
        );
    }

    #[test]
    fn wrapped_lines_keep_to_their_width() {
        let text = wrap("The best Chinese model trails by at most twelve months in every quarter", 30, 4);
        assert!(text.lines().all(|l| l.chars().count() <= 30), "{text}");
        let chinese = wrap(&"中国最好的模型在每个季度都落后不超过十二个月".repeat(3), 30, 2);
        assert!(chinese.lines().all(|l| columns(l) <= 32), "{chinese}");
    }
}
