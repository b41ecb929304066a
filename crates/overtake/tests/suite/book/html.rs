//! The pages as HTML, for those who read without a forge: one style, a list of pages, links between `.html` files.

use super::links::{options, slug};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const STYLE: &str = "body{font:16px/1.55 system-ui,'Noto Sans','PingFang SC','Microsoft YaHei',sans-serif;margin:0;color:#1a1a1a}\
main{max-width:60rem;margin:0 auto;padding:2rem 1.5rem}nav{background:#f4f4f4;padding:.6rem 1.5rem}\
table{border-collapse:collapse;font-size:.86rem;display:block;overflow-x:auto}td,th{border:1px solid #ccc;padding:.25rem .5rem;\
vertical-align:top;text-align:left}pre{background:#f4f4f4;padding:.8rem;overflow-x:auto}code{font-size:.92em}img{max-width:100%}";

/// Writes all pages and pictures.
pub(crate) fn write(files: &BTreeMap<String, String>, to: &Path) {
    for (name, text) in files {
        let (name, text) = match name.strip_suffix(".md") {
            Some("README") => ("index.html".to_owned(), page("README.md", text)),
            Some(stem) => (format!("{stem}.html"), page(name, text)),
            None => (name.clone(), text.clone()),
        };
        let path = to.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
}

/// Where a link of a page leads once pages are HTML.
fn moved(link: &str) -> String {
    if link.contains("://") {
        return link.to_owned();
    }
    let (file, anchor) = link.split_once('#').map_or((link, String::new()), |(f, a)| (f, format!("#{a}")));
    match file.strip_suffix("README.md") {
        Some(folder) if !file.starts_with("../../") => format!("{folder}index.html{anchor}"),
        _ => match file.strip_suffix(".md") {
            Some(stem) if !outside(file) => format!("{stem}.html{anchor}"),
            _ => format!("{file}{anchor}"),
        },
    }
}

/// Whether a link leaves the book: to sources and files of the project.
fn outside(file: &str) -> bool {
    file.starts_with("../../")
}

fn page(name: &str, text: &str) -> String {
    let up = "../".repeat(name.matches('/').count());
    let mut title = String::new();
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut heading: Option<(usize, String)> = None;
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = CowStr::from(moved(&dest_url));
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                continue;
            }
            Event::Start(Tag::Heading { .. }) => heading = Some((events.len(), String::new())),
            Event::Text(ref words) | Event::Code(ref words) => {
                if let Some((_, said)) = &mut heading {
                    said.push_str(words);
                }
            }
            Event::End(TagEnd::Heading(level)) => {
                if let Some((at, said)) = heading.take() {
                    if let Some(Event::Start(Tag::Heading { id, .. })) = events.get_mut(at) {
                        *id = Some(CowStr::from(slug(&said)));
                    }
                    if level == HeadingLevel::H1 {
                        title = said;
                    }
                }
            }
            _ => {}
        }
        events.push(event);
    }
    let mut body = String::new();
    html::push_html(&mut body, events.into_iter());
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title} – Overtake</title><style>{STYLE}</style></head>\n<body><nav><a \
         href=\"{up}index.html\">Overtake: the book</a></nav><main>\n{body}</main></body></html>\n"
    )
}
