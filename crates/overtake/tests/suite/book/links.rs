//! Links of pages: where they lead, and whether anything is there.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES
}

/// Addresses of all links and pictures of a page.
pub(crate) fn of(text: &str) -> Vec<String> {
    let target = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    Parser::new_ext(text, options()).filter_map(target).collect()
}

/// How a heading is linked to, as GitHub does it.
pub(crate) fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn has_anchor(text: &str, anchor: &str) -> bool {
    let headings = text.lines().filter(|l| l.starts_with('#'));
    headings.map(|l| slug(l.trim_start_matches('#').trim())).any(|s| s == anchor)
        || text.contains(&format!("<a id=\"{anchor}\"></a>"))
}

/// Follows a link of a page; pages of the book by what they will say, other files where they lie.
pub(crate) fn follow(
    page: &str,
    link: &str,
    written: &BTreeMap<String, String>,
    folder: &Path,
) -> Result<(), String> {
    if link.starts_with("https://") || link.starts_with("http://") {
        return Ok(());
    }
    let (file, anchor) = link.split_once('#').map_or((link, None), |(f, a)| (f, Some(a)));
    let mut path: Vec<&str> = page.split('/').collect();
    if !file.is_empty() {
        path.pop();
        for step in file.split('/') {
            match step {
                ".." if path.last().is_some_and(|last| *last != "..") => {
                    path.pop();
                }
                "." => {}
                step => path.push(step),
            }
        }
    }
    let path = path.join("/");
    match (written.get(&path), anchor) {
        (Some(text), Some(anchor)) if !has_anchor(text, anchor) => Err(format!("{path} has no `{anchor}`")),
        (Some(_), _) => Ok(()),
        (None, None) if folder.join(&path).exists() => Ok(()),
        (None, _) => Err(format!("there is no {path}")),
    }
}
