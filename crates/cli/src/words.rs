//! Headings and fixed phrases in both languages.

use crate::args::{Lang, Output};
use crate::chinese::chinese;
use crate::paper::hundredths;
use overtake::ensemble::claims::{Status, Verdict};
use overtake::evidence::Language;

impl Output {
    /// Whether progress and notes are told on stderr. Under `--json` it holds one document or none.
    pub(crate) fn progress(self) -> bool {
        !self.quiet && !self.json
    }

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

    /// A text that the model declares; English where there is no other.
    pub(crate) fn declared(self, english: &str) -> &str {
        match self.lang {
            Lang::En => english,
            Lang::Zh => chinese(english).unwrap_or(english),
        }
    }

    /// A share as "71 of 100".
    pub(crate) fn of_hundred(self, share: f64) -> String {
        let share = hundredths(share);
        self.say(&format!("{share} of 100"), &format!("100个中{share}个"))
    }

    /// A unit of claims and of the facts beside them.
    pub(crate) fn unit(self, unit: &str) -> String {
        match unit {
            "months" => self.say("months", "个月"),
            "points" => self.say("points", "分"),
            "index points" => self.say("index points", "个指数点"),
            "percent" => self.say("per cent", "%"),
            "percentage points" => self.say("percentage points", "个百分点"),
            "ratio" => self.say("times", "倍"),
            "share" => self.say("of the whole", "（占总体）"),
            other => self.declared(other).to_owned(),
        }
    }

    /// A part of the mission in a word or two.
    pub(crate) fn part(self, id: &str) -> String {
        let (english, chinese) = match id {
            "S1" => ("cities", "城市"),
            "S2" => ("the state", "国家"),
            "S3" => ("private capital and talent", "私人资本与人才"),
            "S4" => ("the financial system", "金融体系"),
            "S5" => ("chips", "芯片"),
            "S6" => ("the frontier", "前沿"),
            "S7" => ("adoption", "应用普及"),
            "S8" => ("what pays", "盈利条件"),
            "S9" => ("openness", "开放"),
            "S10" => ("discovery", "发现"),
            "S11" => ("applications and world markets", "应用与世界市场"),
            "S12" => ("growth and legitimacy", "增长与合法性"),
            "S13" => ("the breakthrough", "突破"),
            "S14" => ("leadership", "领先地位"),
            "S15" => ("institutions", "制度"),
            other => (other, other),
        };
        self.say(english, chinese)
    }

    /// A verdict on a share, a dash where there is none. Leaning has a direction, which the contract's word leaves out.
    pub(crate) fn verdict(self, verdict: Option<Verdict>, share: Option<f64>) -> String {
        match verdict {
            Some(Verdict::Holds) => self.say("holds", "成立"),
            Some(Verdict::Fails) => self.say("fails", "不成立"),
            Some(Verdict::Leans) if share.is_some_and(|s| s < 0.5) => self.say("leans against", "倾向否定"),
            Some(Verdict::Leans) => self.say("leans towards", "倾向肯定"),
            Some(Verdict::Open) => self.say("open", "未定"),
            None => "–".to_owned(),
        }
    }

    /// A status.
    pub(crate) fn status(self, status: &Status) -> String {
        match status {
            Status::PriorOnly => self.say("prior only", "仅先验"),
            Status::InSample => self.say("in sample", "样本内"),
            Status::ByAssumption => self.say("by assumption", "由假设决定"),
            Status::TooFew => self.say("too few", "样本太少"),
            Status::NotRun => self.say("not run", "未运行"),
            Status::WaitsFor(parts) => format!("{} {}", self.say("waits for", "等待"), parts.join(", ")),
            Status::Finding => status.to_string(),
        }
    }

    /// A bloc of the built-in evidence; another by its key.
    pub(crate) fn bloc(self, key: &str) -> String {
        match key {
            "US" => self.say("United States", "美国"),
            "CN" => self.say("China", "中国"),
            other => other.to_owned(),
        }
    }

    /// An observable in a few words; one without any by its key.
    pub(crate) fn observable(self, key: &str) -> String {
        match key {
            "arena_gap_points" => self.say("gap in users' ratings", "用户评分上的差距"),
            "open_arena_gap_points" => {
                self.say("gap in users' ratings of open models", "开放模型用户评分上的差距")
            }
            "eci_best" => self.say("capability index", "能力指数"),
            "eci_lag_months" => self.say("lag on the capability index", "能力指数上的滞后"),
            "compute_stock_h100e" => self.say("chips sold", "芯片销量"),
            "chip_imports_h100e" => self.say("Chinese chip imports", "中国芯片进口"),
            "training_compute_max_flop" => self.say("largest training runs", "最大训练规模"),
            "firms_using_ai_share" => self.say("firms using AI", "使用人工智能的企业"),
            "gdp" => self.say("output of the economy", "经济产出"),
            "people_using_ai_share" => self.say("people using AI", "使用人工智能的人口"),
            "token_price_usd" => self.say("price of use", "使用价格"),
            "laboratory_revenue_usd" => self.say("laboratories' revenue", "实验室收入"),
            "electricity_twh" => self.say("electricity", "发电量"),
            other => other.replace('_', " "),
        }
    }
}
