//! Headings and fixed phrases in both languages.

use crate::args::{Lang, Output};
use overtake::evidence::Language;

impl Output {
    pub(crate) fn language(self) -> Language {
        match self.lang {
            Lang::En => Language::English,
            Lang::Zh => Language::Chinese,
        }
    }

    /// One of two phrases.
    pub(crate) fn say(self, english: &str, chinese: &str) -> String {
        match self.lang {
            Lang::En => english.to_owned(),
            Lang::Zh => chinese.to_owned(),
        }
    }

    /// A text by language code, English where there is no other.
    pub(crate) fn of(self, texts: &std::collections::BTreeMap<String, String>) -> &str {
        let code = self.language().code();
        texts.get(code).or_else(|| texts.get("en")).map_or("", String::as_str)
    }

    /// A verdict word.
    pub(crate) fn verdict(self, word: Option<&str>) -> String {
        match word {
            Some("holds") => self.say("holds", "成立"),
            Some("fails") => self.say("fails", "不成立"),
            Some("leans") => self.say("leans", "倾向"),
            Some("open") => self.say("open", "未定"),
            _ => String::new(),
        }
    }

    /// A status.
    pub(crate) fn status(self, status: &str) -> String {
        match status {
            "prior only" => self.say("prior only", "仅先验"),
            "in sample" => self.say("in sample", "样本内"),
            "by assumption" => self.say("by assumption", "由假设决定"),
            "too few" => self.say("too few", "样本太少"),
            "not run" => self.say("not run", "未运行"),
            other => other.replace("waits for", &self.say("waits for", "等待")),
        }
    }

    /// An observable in a few words; one without any by its key.
    pub(crate) fn observable(self, key: &str) -> String {
        match key {
            "arena_gap_points" => self.say("users' ratings", "用户评分"),
            "open_arena_gap_points" => self.say("users' ratings of open models", "开放模型用户评分"),
            "eci_best" => self.say("capability index", "能力指数"),
            "eci_lag_months" => self.say("lag on that index", "该指数上的滞后"),
            "compute_stock_h100e" => self.say("chips sold", "芯片销量"),
            "chip_imports_h100e" => self.say("Chinese chip imports", "中国芯片进口"),
            "training_compute_max_flop" => self.say("largest training runs", "最大训练规模"),
            other => other.replace('_', " "),
        }
    }
}
