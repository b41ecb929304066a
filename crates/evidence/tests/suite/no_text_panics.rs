//! Whatever is written into the files, reading them ends with problems and not with a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

use crate::fixture::{declaration, files};
use overtake_evidence::{Evidence, Problem};
use proptest::prelude::*;

/// One edit of a text: at some place, take some characters out and put a piece in.
fn edit(text: &str, at: usize, length: usize, piece: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = at % (characters.len() + 1);
    let end = (at + length).min(characters.len());
    characters[..at].iter().copied().chain(piece.chars()).chain(characters[end..].iter().copied()).collect()
}

fn pieces() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(vec![
        "",
        "[",
        "[[",
        "]",
        "\"",
        "'''",
        "{",
        "}",
        "@",
        "@misc{a,",
        "=",
        ",",
        "\n",
        "\r",
        "\u{feff}",
        "中",
        "\\",
        "0x",
        "1e400",
        "-1",
        "nan",
        "[]",
        "{}",
        "2025-02-30",
        "07:32",
        "\"\"",
        "9999Q4",
        "0000",
        "S99",
        "\nids = {a}",
        "\ncrossref = {x},",
        "month = foo,",
    ])
    .prop_map(str::to_owned);
    prop_oneof![3 => telling, 1 => ".{0,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_valid_files_never_panic_and_point_into_their_file(
        edits in prop::collection::vec((0_usize..10, any::<usize>(), 0_usize..12, pieces()), 1..4),
    ) {
        let mut files = files();
        for (file, at, length, piece) in edits {
            let text = &mut files[file].1;
            *text = edit(text, at, length, &piece);
        }
        let evidence = Evidence::lenient(&files);
        for Problem { file, line, span, .. } in evidence.check(&declaration()).problems {
            prop_assert!(line >= 1 && span.start <= span.end);
            if let Some((_, text)) = files.iter().find(|(name, _)| *name == file) {
                prop_assert!(text.get(span).is_some(), "a problem of {} points outside it", file);
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), file in 0_usize..10) {
        let mut files = files();
        files[file].1 = text;
        let _ = Evidence::lenient(&files).check(&declaration());
    }
}
