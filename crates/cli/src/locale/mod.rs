//! Texts for people, by key: what screens say in both languages, and the Chinese of what models and evidence declare.
//!
//! A Chinese entry carries a digest of the English that it translates; `cargo xtask locales` lists what is missing, stale or
//! nobody's.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod declared;
#[cfg(test)]
mod glossary;
pub(crate) mod keys;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::fmt::Display;
use std::sync::LazyLock;

type Bundle = FluentBundle<FluentResource>;

/// What is put in the places of a text, each as it is to be read: Fluent rewrites no number.
pub(crate) type Arguments<'a> = &'a [(&'static str, &'a dyn Display)];

const SCREEN_EN: &str = include_str!("../../locales/en/screen.ftl");
const SCREEN_ZH: &str = include_str!("../../locales/zh/screen.ftl");
const MODEL_ZH: &str = include_str!("../../locales/zh/model.ftl");
/// Files with the Chinese of what the evidence says in English alone.
const EVIDENCE_ZH: [(&str, &str); 4] = [
    ("zh/evidence-names.ftl", include_str!("../../locales/zh/evidence-names.ftl")),
    ("zh/evidence-beliefs.ftl", include_str!("../../locales/zh/evidence-beliefs.ftl")),
    ("zh/evidence-schools.ftl", include_str!("../../locales/zh/evidence-schools.ftl")),
    ("zh/evidence-facts.ftl", include_str!("../../locales/zh/evidence-facts.ftl")),
];

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle("en", &[SCREEN_EN]));
static CHINESE: LazyLock<Bundle> = LazyLock::new(|| {
    let evidence = EVIDENCE_ZH.iter().map(|(_, text)| *text);
    bundle("zh", &[SCREEN_ZH, MODEL_ZH].into_iter().chain(evidence).collect::<Vec<_>>())
});

fn bundle(code: &str, files: &[&str]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(code.parse().ok().into_iter().collect());
    bundle.set_use_isolating(false);
    for file in files {
        // An entry that does not read is left out; a test holds every file to be whole.
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A text of the screens in English.
pub(crate) fn english(key: &str, arguments: Arguments<'_>) -> Option<String> {
    told(&ENGLISH, key, arguments)
}

/// A text in Chinese, be it of the screens, of a model or of the evidence.
pub(crate) fn chinese(key: &str, arguments: Arguments<'_>) -> Option<String> {
    told(&CHINESE, key, arguments)
}

/// What Chinese calls itself.
pub(crate) fn own_name() -> String {
    chinese("language", &[]).unwrap_or_default()
}

fn told(bundle: &Bundle, key: &str, arguments: Arguments<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut filled = FluentArgs::with_capacity(arguments.len());
    for (name, value) in arguments {
        filled.set(*name, value.to_string());
    }
    Some(bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned())
}
