//! Feedback loops by name, each with the one link through which it closes.
//!
//! A link is where what a loop carries is read by the mechanism that closes it: `ledger.passes(…)`. An ordinary ledger lets
//! it pass at no cost. The audit notes its path as things stand, disturbs what enters the loop, and compares the future in
//! which the loop answers with the one in which it is frozen at that path: a loop that moves no headline is decorative.
//!
//! Disturbances follow one rule, a judgement: what multiplies is multiplied or divided by four, as far as its domain goes, which
//! is about as much as futures differ from one another; a stance goes to where all or nothing is opened, a rule is lifted.

use overtake_model::Loop;

/// All of them, in the order in which a step passes their links.
pub static LOOPS: &[&Loop] = &[
    &REVENUE,
    &POWER,
    &GROWTH,
    &SUBSTITUTION,
    &INDEPENDENCE,
    &LEARNING,
    &SHORTAGE,
    &RENT,
    &COMMONS,
    &CATCHING_UP,
    &RESEARCH,
    &BREAKTHROUGH,
    &CHEAPER,
    &EXPECTATIONS,
    &DEARER,
    &DISCONTENT,
    &PRODUCTS,
    &EXPERIENCE,
    &FOUNDING,
    &TALENT,
];

pub(crate) static REVENUE: Loop = Loop {
    key: "revenue",
    parts: &["S3", "S6", "S8"],
    sentence: "Revenue buys compute, compute makes capability, and capability earns revenue",
    link: "income of models, as those read it who invest",
    disturbed: &[("adoption.multiplier", 4.0)],
};
pub(crate) static POWER: Loop = Loop {
    key: "power",
    parts: &["S3", "S5"],
    sentence: "Chips that outrun power stand still, are worth less, and fewer are bought",
    link: "share of the chips that runs, as those read it who invest",
    disturbed: &[("power.permits", 0.25)],
};
pub(crate) static GROWTH: Loop = Loop {
    key: "growth",
    parts: &["S2", "S3", "S12"],
    sentence: "AI makes economies grow, and larger ones put more into AI",
    link: "value added, as the state and those read it who invest",
    disturbed: &[("economy.ai_gain", 4.0)],
};
pub(crate) static SUBSTITUTION: Loop = Loop {
    key: "substitution",
    parts: &["S5"],
    sentence: "Buyers leave the maker whose chips are dear, until they are dear no longer",
    link: "list prices, as buyers read them who choose between makers",
    disturbed: &[("money.multiplier", 4.0)],
};
pub(crate) static INDEPENDENCE: Loop = Loop {
    key: "independence",
    parts: &["S5"],
    sentence: "Chips kept from a bloc make those at home dear, which builds foundries, which make it independent",
    link: "list prices, as makers read them who build",
    disturbed: &[("controls.change", -1.0)],
};
pub(crate) static LEARNING: Loop = Loop {
    key: "learning",
    parts: &["S5"],
    sentence: "Who makes more chips learns to make more of them, and sells more",
    link: "experience of making, over that at the end of the record, as it raises the yield",
    disturbed: &[("money.multiplier", 4.0)],
};
pub(crate) static SHORTAGE: Loop = Loop {
    key: "shortage",
    parts: &["S5"],
    sentence: "Orders that outrun output make chips dear, and fewer are ordered",
    link: "list prices, as buyers read them who order",
    disturbed: &[("money.multiplier", 4.0)],
};
pub(crate) static RENT: Loop = Loop {
    key: "rent",
    parts: &["S9"],
    sentence: "Where an open model is as good, keeping the next one earns nothing, and it is opened too",
    link: "best open capability, as laboratories read it that open or keep",
    disturbed: &[("openness.shift", 60.0)],
};
pub(crate) static COMMONS: Loop = Loop {
    key: "commons",
    parts: &["S9"],
    sentence: "What is opened others take, and what they make with it they open",
    link: "best open capability, as laboratories learn from it",
    disturbed: &[("openness.shift", 60.0)],
};
pub(crate) static CATCHING_UP: Loop = Loop {
    key: "catching-up",
    parts: &["S6", "S9"],
    sentence: "The further behind, the more there is to borrow; the nearer, the less",
    link: "what each channel teaches, as laboratories borrow",
    disturbed: &[("software.multiplier", 4.0)],
};
pub(crate) static RESEARCH: Loop = Loop {
    key: "research",
    parts: &["S10"],
    sentence: "Able models do the research that makes the next ones abler",
    link: "capability of the best model, as researchers use it",
    disturbed: &[("frontier.concentration", 4.0)],
};
pub(crate) static BREAKTHROUGH: Loop = Loop {
    key: "breakthrough",
    parts: &["S10", "S13"],
    sentence: "Capability finds the technique, and the technique makes capability",
    link: "what the technique multiplies progress by",
    disturbed: &[("breakthrough.hazard", 4.0)],
};
pub(crate) static CHEAPER: Loop = Loop {
    key: "cheaper",
    parts: &["S8", "S9"],
    sentence: "Open models make use cheap, cheap use spreads, and what is left of the rent buys less of the next model",
    link: "best open capability, as the price of use reads it",
    disturbed: &[("openness.shift", 60.0)],
};
pub(crate) static EXPECTATIONS: Loop = Loop {
    key: "expectations",
    parts: &["S3", "S4"],
    sentence: "Growth of income lets investors expect more of it, and what they put in makes it grow",
    link: "income of models, as those read it who expect",
    disturbed: &[("adoption.multiplier", 4.0)],
};
pub(crate) static DEARER: Loop = Loop {
    key: "dearer",
    parts: &["S7", "S8"],
    sentence: "Use that outruns what can be served makes use dear, and fewer use",
    link: "price of use, as users read it",
    disturbed: &[("adoption.multiplier", 4.0)],
};
pub(crate) static DISCONTENT: Loop = Loop {
    key: "discontent",
    parts: &["S7", "S12"],
    sentence: "Discontent makes a state push use; use makes growth and displaces work, which please and displease",
    link: "satisfaction, as the state reads it that pushes",
    disturbed: &[("legitimacy.sensitivity", 4.0)],
};
pub(crate) static PRODUCTS: Loop = Loop {
    key: "products",
    parts: &["S7", "S11"],
    sentence: "Use makes products better, and better products bring use",
    link: "what products at hand add to the worth of use, as users read it",
    disturbed: &[("applications.effort", 3.0)],
};
pub(crate) static EXPERIENCE: Loop = Loop {
    key: "experience",
    parts: &["S7"],
    sentence: "The more has been used, the less it costs to change over",
    link: "experience of use, as it lowers the cost of change",
    disturbed: &[("adoption.multiplier", 4.0)],
};
pub(crate) static FOUNDING: Loop = Loop {
    key: "founding",
    parts: &["S1", "S11"],
    sentence: "Cities found firms, firms make products, products make the output that lets cities pay",
    link: "firms founded, as they enter the market for products",
    disturbed: &[("cities.support", 4.0)],
};
pub(crate) static TALENT: Loop = Loop {
    key: "talent",
    parts: &["S3", "S10"],
    sentence: "Money trains and draws researchers, researchers make better models, and better models bring money",
    link: "investment in AI, as those read it who would be researchers",
    disturbed: &[("money.multiplier", 4.0)],
};
