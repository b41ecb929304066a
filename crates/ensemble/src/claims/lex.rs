//! Texts to tokens.

use super::error::ClaimError;
use std::ops::Range;

/// A piece of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    /// Year and number of the quarter.
    Quarter(i32, i32),
    Name(String),
    Text(String),
    Symbol(&'static str),
    End,
}

const SYMBOLS: [&str; 15] = ["..", "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", ",", "="];

/// Splits a text; the last token is [`Token::End`].
pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, ClaimError> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        let run = |from: usize, of: fn(u8) -> bool| {
            bytes[from..].iter().position(|b| !of(*b)).map_or(bytes.len(), |n| from + n)
        };
        let token = if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        } else if byte.is_ascii_digit() {
            at = run(at, |b| b.is_ascii_digit());
            let quarter = bytes.get(at).is_some_and(|b| *b == b'Q')
                && bytes.get(at + 1).is_some_and(|b| (b'1'..=b'4').contains(b));
            if quarter {
                let year = text[start..at].parse().map_err(|_| number(start..at))?;
                at += 2;
                Token::Quarter(year, i32::from(bytes[at - 1] - b'0'))
            } else {
                // A point belongs to the number unless a second one follows: 2024..2026 is a range.
                if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
                    at = run(at + 1, |b| b.is_ascii_digit());
                }
                if bytes.get(at).is_some_and(|b| b.eq_ignore_ascii_case(&b'e')) {
                    let sign = usize::from(bytes.get(at + 1).is_some_and(|b| matches!(b, b'+' | b'-')));
                    if bytes.get(at + 1 + sign).is_some_and(u8::is_ascii_digit) {
                        at = run(at + 1 + sign, |b| b.is_ascii_digit());
                    }
                }
                let value: f64 = text[start..at].parse().map_err(|_| number(start..at))?;
                if !value.is_finite() {
                    return Err(number(start..at));
                }
                Token::Number(value)
            }
        } else if letter(byte) {
            at = run(at, |b| b.is_ascii_alphanumeric() || b == b'_');
            Token::Name(text[start..at].to_owned())
        } else if byte == b'"' {
            let Some(length) = text[at + 1..].find('"') else {
                return Err(ClaimError::new(start..text.len(), "this text has no closing quotation mark"));
            };
            at += length + 2;
            Token::Text(text[start + 1..at - 1].to_owned())
        } else if let Some(symbol) = SYMBOLS.iter().find(|s| text[at..].starts_with(**s)) {
            at += symbol.len();
            Token::Symbol(symbol)
        } else {
            let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            return Err(ClaimError::new(at..end, format!("`{}` means nothing here", &text[at..end])));
        };
        if byte.is_ascii_digit() && bytes.get(at).is_some_and(|b| letter(*b) || b.is_ascii_digit()) {
            let end = run(at, |b| letter(b) || b.is_ascii_digit());
            let message = format!("`{}` is neither a number nor a quarter", &text[start..end]);
            return Err(ClaimError::new(start..end, message)
                .help(Some("write a number such as 2.5 or a quarter such as 2030Q4".to_owned())));
        }
        tokens.push((token, start..at));
    }
    tokens.push((Token::End, text.len()..text.len()));
    Ok(tokens)
}

/// Whether a name can begin with it.
fn letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn number(span: Range<usize>) -> ClaimError {
    ClaimError::new(span, "this is no number that can be used")
}
