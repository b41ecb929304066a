//! One word for one thing: what the Chinese of the project does not say, and where it may.

use super::{EVIDENCE_ZH, MODEL_ZH, SCREEN_ZH};

/// A word that is not used, what is said instead, and the wider words in which it may stand.
type Unused = (&'static str, &'static str, &'static [&'static str]);

const GLOSSARY: &[Unused] = &[
    ("份额", "占比 or 比重", &["市场份额"]),
    ("信念", "先验分布", &[]),
    ("学派", "各家模型", &[]),
    ("轨迹", "模拟路径", &[]),
    ("阵营", "一方 or 各方", &[]),
    ("本方", "一方", &["成本方"]),
    ("公共领域", "公共知识池", &[]),
    ("公共知识库", "公共知识池", &[]),
    ("租金", "超额利润", &["每小时租金"]),
    ("胜算", "发生比", &[]),
    ("崩跌", "崩盘", &[]),
    ("加速器", "人工智能芯片", &[]),
    ("加速芯片", "人工智能芯片", &[]),
    ("为真", "成立", &[]),
    ("未定义", "不计入", &[]),
    ("先验带", "先验敏感区间", &[]),
    ("有结论", "可判定", &[]),
    ("留出的未来", "未参与估计的未来", &[]),
    ("倾向肯定", "倾向成立", &[]),
    ("倾向否定", "倾向不成立", &[]),
    ("开放模型", "开源模型", &[]),
    ("封闭模型", "闭源模型", &[]),
    ("民间投资", "私人投资", &[]),
    ("国家资金", "政府资金", &[]),
    ("国家股权基金", "政府投资基金", &[]),
    (
        "中国国家",
        "中国政府",
        &["中国国家统计局", "中国国家发展", "中国国家数据局", "中国国家互联网", "中国国家集成电路"],
    ),
    ("资本开支", "资本支出", &[]),
    ("推理能力", "推理算力", &[]),
    ("服务能力", "推理算力", &[]),
    ("转变成本", "转换成本", &[]),
    ("压制", "镇压", &[]),
    ("滞后", "落后时间 (时滞 for a delay)", &[]),
    ("在前沿上", "在前沿", &[]),
    ("通用智能", "通用人工智能", &[]),
    ("研究者", "研究人员", &[]),
];

/// Words of a text that the glossary does not know, each with what is said instead.
fn odd(text: &str) -> Vec<String> {
    let stands = |(word, _, within): &&Unused| {
        let bare = within.iter().fold(text.to_owned(), |text, wider| text.replace(wider, ""));
        bare.contains(word)
    };
    GLOSSARY.iter().filter(stands).map(|(word, better, _)| format!("{word}: say {better}")).collect()
}

#[test]
fn each_thing_has_one_word() {
    let mut told = Vec::new();
    let ours = [("zh/screen.ftl", SCREEN_ZH), ("zh/model.ftl", MODEL_ZH)];
    for (name, file) in ours.into_iter().chain(EVIDENCE_ZH) {
        let entries = file.lines().filter(|line| !line.starts_with('#'));
        told.extend(entries.flat_map(|l| odd(l).into_iter().map(move |o| format!("{name}: {o}: {l}"))));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_word_is_found_unless_it_stands_in_a_wider_one() {
    assert_eq!(odd("占市场份额"), Vec::<String>::new());
    assert_eq!(odd("未来的份额").len(), 1);
}
