//! The bibliography: every source key leads here.

use crate::problem::{Place, Problems, did_you_mean};
use biblatex::{Bibliography as Parsed, ChunksExt, PermissiveType, RawBibliography};
use std::sync::Arc;

/// One work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key by which it is cited.
    pub key: String,
    /// Kind of work, such as `article`.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Authors as `Family, Given`; an institution is one name.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<String>,
    /// Address, or the address that the DOI leads to.
    pub url: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl Entry {
    /// The work as a list of references has it: authors, title, year and address, those of them that there are.
    #[must_use]
    pub fn cited(&self) -> String {
        let year = self.year.as_ref().map_or_else(String::new, |year| format!(" ({year})"));
        let sentences = [self.authors.join("; "), format!("{}{year}", self.title)];
        // An initial or a question has its mark already.
        let marked = sentences.into_iter().filter(|s| !s.is_empty()).map(|s| {
            let mark = if s.ends_with(['.', '?', '!']) { "" } else { "." };
            s + mark
        });
        marked.chain(self.url.clone()).collect::<Vec<_>>().join(" ")
    }
}

/// The works, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    entries: Vec<Entry>,
}

impl Bibliography {
    /// Reads a BibLaTeX file in which each entry begins with `@` at the start of a line. Each entry is read by itself,
    /// so that a mistake in one does not hide the others.
    pub(crate) fn read(name: &str, text: &str, problems: &Problems) -> Self {
        let file: Arc<str> = name.into();
        let mut bibliography = Self::default();
        for (start, chunk) in chunks(text) {
            let place = Place::locate(&file, text, start..start + chunk.lines().next().unwrap_or("").len());
            let lowered = chunk.trim_start().to_lowercase();
            if lowered.starts_with("@comment") || !lowered.starts_with('@') {
                continue;
            }
            bibliography.read_entry(chunk, start, &file, text, &place, problems);
        }
        bibliography
    }

    fn read_entry(
        &mut self,
        chunk: &str,
        start: usize,
        file: &Arc<str>,
        text: &str,
        place: &Place,
        problems: &Problems,
    ) {
        let tell = |span: std::ops::Range<usize>, message: String| {
            let place = Place::locate(file, text, start + span.start..start + span.end);
            problems.push(place.problem(None, message).help("see the other entries for the form"));
        };
        let raw = match RawBibliography::parse(chunk) {
            Ok(raw) => raw,
            Err(error) => {
                return tell(error.span.clone(), format!("the bibliography cannot be read: {}", error.kind));
            }
        };
        // Aliases and inheritance would make an entry depend on others; entries here stand alone.
        let linked = raw
            .entries
            .iter()
            .flat_map(|e| &e.v.fields)
            .find(|f| ["ids", "crossref", "xref", "xdata"].contains(&f.key.v.to_lowercase().as_str()));
        if let Some(field) = linked {
            return tell(
                field.key.span.clone(),
                format!("`{}` is not supported: entries stand alone", field.key.v),
            );
        }
        let parsed = match Parsed::from_raw(raw) {
            Ok(parsed) => parsed,
            Err(error) => {
                return tell(error.span.clone(), format!("the bibliography cannot be read: {}", error.kind));
            }
        };
        for entry in parsed.iter() {
            let field = |key: &str| {
                entry.get(key).map(|c| c.format_verbatim().split_whitespace().collect::<Vec<_>>().join(" "))
            };
            let title = field("title").unwrap_or_default();
            if title.is_empty() {
                let message = format!("`{}` has no title", entry.key);
                problems.push(place.problem(Some(&entry.key), message).help("add title = {…}"));
            }
            let first = self.entries.iter().find(|e| e.key == entry.key).map(|e| e.place.line);
            if let Some(line) = first {
                let message = format!("`{}` stands twice, first in line {line}", entry.key);
                problems.push(place.problem(Some(&entry.key), message));
                continue;
            }
            self.entries.push(Entry {
                key: entry.key.clone(),
                kind: entry.entry_type.to_string(),
                title,
                authors: entry.author().unwrap_or_default().iter().map(person).collect(),
                year: year(entry).or_else(|| field("year")).or_else(|| field("date")),
                url: field("url").or_else(|| field("doi").map(|doi| format!("https://doi.org/{doi}"))),
                place: place.clone(),
            });
        }
    }

    /// The work with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The work most like a key that leads nowhere.
    #[must_use]
    pub fn suggest(&self, key: &str) -> Option<String> {
        did_you_mean(key, self.entries.iter().map(|e| e.key.as_str()))
    }

    /// Every work.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

fn person(person: &biblatex::Person) -> String {
    let family = [person.prefix.as_str(), person.name.as_str()].join(" ").trim().to_owned();
    if person.given_name.is_empty() { family } else { format!("{family}, {}", person.given_name) }
}

fn year(entry: &biblatex::Entry) -> Option<String> {
    let Ok(PermissiveType::Typed(date)) = entry.date() else { return None };
    match date.value {
        biblatex::DateValue::At(at) | biblatex::DateValue::After(at) | biblatex::DateValue::Before(at) => {
            Some(at.year.to_string())
        }
        biblatex::DateValue::Between(from, _) => Some(from.year.to_string()),
    }
}

/// The text cut before every line that begins with `@`, with the byte at which each piece begins.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut starts = vec![0];
    starts.extend(text.match_indices("\n@").map(|(at, _)| at + 1));
    let ends = starts[1..].iter().copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| (from, &text[from..to])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Bibliography, Vec<String>) {
        let problems = Problems::new();
        let bibliography = Bibliography::read("l.bib", text, &problems);
        (bibliography, problems.into_sorted().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn keys_titles_authors_years_and_addresses_are_read() {
        let (bibliography, problems) = read(
            "Preface.\n\n@article{bass1969,\n  title = {A New Product Growth},\n  author = {Bass, Frank M. and Doe, Jane},\n  date = {1969-01},\n  doi = {10.1287/mnsc.15.5.215},\n}\n@online{epoch,\n  title = {Data on {AI}},\n  author = {{Epoch AI}},\n  year = {2025},\n  url = {https://epoch.ai/data_x},\n}\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        let bass = bibliography.get("bass1969").unwrap();
        assert_eq!((bass.title.as_str(), bass.year.as_deref()), ("A New Product Growth", Some("1969")));
        assert_eq!(bass.authors, ["Bass, Frank M.", "Doe, Jane"]);
        assert_eq!(bass.url.as_deref(), Some("https://doi.org/10.1287/mnsc.15.5.215"));
        assert_eq!((bass.kind.as_str(), bass.place.line), ("article", 3));
        let epoch = bibliography.get("epoch").unwrap();
        assert_eq!((epoch.authors[0].as_str(), epoch.title.as_str()), ("Epoch AI", "Data on AI"));
        assert_eq!(epoch.url.as_deref(), Some("https://epoch.ai/data_x"));
    }

    #[test]
    fn a_work_is_cited_with_what_there_is_of_it_and_no_mark_twice() {
        let (bibliography, _) = read(
            "@article{bass1969, title = {A New Product}, author = {Bass, Frank M.}, year = {1969}}\n\
             @misc{none, title = {Harder to Find?}, author = {Van Reenen, John and Nicholas von Bloom}}\n\
             @online{epoch, title = {Data}, url = {https://epoch.ai/data}}\n",
        );
        let cited = |key: &str| bibliography.get(key).unwrap().cited();
        assert_eq!(cited("bass1969"), "Bass, Frank M. A New Product (1969).");
        assert_eq!(cited("none"), "Van Reenen, John; von Bloom, Nicholas. Harder to Find?");
        assert_eq!(cited("epoch"), "Data. https://epoch.ai/data");
    }

    #[test]
    fn every_broken_entry_is_told_and_the_whole_ones_are_read() {
        let (bibliography, problems) = read(
            "@book{a,\n  title {x},\n}\n@book{b, title = {B}}\n@book{b, title = {B again}}\n@book{c, year = {2020}}\n",
        );
        assert_eq!(bibliography.entries().len(), 2);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[0].starts_with("l.bib:2:"), "{problems:?}");
        assert_eq!(problems[1], "l.bib:5:1: `b` stands twice, first in line 4");
        assert_eq!(problems[2], "l.bib:6:1: `c` has no title (add title = {…})");
    }
}
