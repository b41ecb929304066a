//! Texts in the languages the program speaks.

use crate::reader::Reader;
use std::collections::BTreeMap;

/// A language of texts in the evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, which every text has.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Reads `en` or `zh`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }

    /// `en` or `zh`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// A text in English and perhaps in Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: Option<String>,
}

impl Text {
    /// The text in a language; English where the other is absent.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match (language, &self.zh) {
            (Language::Chinese, Some(zh)) => zh,
            _ => &self.en,
        }
    }

    /// The texts by language code.
    #[must_use]
    pub fn by_language(&self) -> BTreeMap<String, String> {
        let zh = self.zh.as_ref().map(|zh| ("zh".to_owned(), zh.clone()));
        [("en".to_owned(), self.en.clone())].into_iter().chain(zh).collect()
    }

    /// Reads `key` and, beside it, `second`; absent without `key`.
    #[must_use]
    pub fn read(reader: &Reader<'_>, key: &str, second: &str) -> Option<Self> {
        let zh = reader.text(second).map(str::to_owned);
        Some(Self { en: reader.text(key)?.to_owned(), zh })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_chinese_is_shown_in_english() {
        let both = Text { en: "China".to_owned(), zh: Some("中国".to_owned()) };
        let one = Text { en: "China".to_owned(), zh: None };
        assert_eq!((both.get(Language::Chinese), both.get(Language::English)), ("中国", "China"));
        assert_eq!(one.get(Language::Chinese), "China");
        assert_eq!(Language::parse("zh").map(Language::code), Some("zh"));
    }
}
