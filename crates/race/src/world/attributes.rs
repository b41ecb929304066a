//! What data says of each member: the axes of the race with their attributes.

use overtake_model::{Attribute, AxisDeclaration, Domain};

const DATE: Domain = Domain { low: 1990.0, high: 2100.0 };

/// Attributes of a bloc.
pub const BLOC: &[Attribute] = &[
    Attribute::new(
        "imitates",
        "member of bloc",
        Domain::REAL,
        "Bloc whose institutions it takes where it imitates one; where none is named it keeps its own, but for openness, of which it takes the most",
    )
    .optional(),
    Attribute::new(
        "rival",
        "member of bloc",
        Domain::REAL,
        "Bloc with which its use by sector is compared; each other one if none is named",
    )
    .optional(),
];

/// The axes of the race and what data says of each member.
#[must_use]
pub fn axes() -> Vec<AxisDeclaration> {
    const LABORATORY: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Bloc in which it works"),
        Attribute::new("born", "date", DATE, "Date from which it trains models"),
        Attribute::new(
            "takes_from",
            "member of laboratory",
            Domain::REAL,
            "Laboratory from whose compute a later-born one takes its share",
        )
        .optional(),
        Attribute::new(
            "reference",
            "switch",
            Domain::SHARE,
            "Whether the software of its bloc is the gauge; one laboratory's is",
        )
        .optional(),
    ];
    const MAKER: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Bloc whose rules bind it"),
        Attribute::new("counted", "switch", Domain::SHARE, "Whether public sales series cover it"),
    ];
    const CHIP: &[Attribute] = &[
        Attribute::new("maker", "member of maker", Domain::REAL, "Who makes it"),
        Attribute::new("released", "date", DATE, "Date from which it is sold"),
        Attribute::new(
            "tpp",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "Total processing performance as the rules count it: dense operations times bit length, best precision",
        ),
        Attribute::new("density", "TPP/mm2", Domain::NON_NEGATIVE, "Performance density: TPP over die area")
            .optional(),
        Attribute::new(
            "interconnect_gb_s",
            "GB/s",
            Domain::NON_NEGATIVE,
            "Aggregate bidirectional transfer rate",
        ),
        Attribute::new("dram_gb_s", "GB/s", Domain { low: 1.0, high: 1e6 }, "Memory bandwidth"),
        Attribute::new(
            "dense_fp16_tflops",
            "TFLOP/s",
            Domain { low: 1.0, high: 1e6 },
            "Dense 16-bit throughput",
        ),
        Attribute::new("power_w", "W", Domain { low: 1.0, high: 1e6 }, "Rated power of one chip"),
        Attribute::new(
            "foundry_h100e",
            "H100 equivalents",
            Domain { low: 1e-4, high: 1e4 },
            "Foundry work in one chip, an H100's being one; left out where it goes with its dense 16-bit throughput",
        )
        .optional(),
        Attribute::new("withdrawn", "date", DATE, "Date around which it goes out of production").optional(),
        Attribute::new(
            "appeal",
            "ratio",
            Domain { low: 0.01, high: 10.0 },
            "What listed performance counts with buyers, an NVIDIA chip's being one: software, support, delivered speed",
        )
        .optional(),
        Attribute::new("price_usd", "USD", Domain { low: 100.0, high: 1e7 }, "Typical price at release"),
        Attribute::new(
            "projected",
            "switch",
            Domain::SHARE,
            "Stands for all later generations of its maker: its price falls year by year",
        )
        .optional(),
        Attribute::new(
            "offered_to",
            "member of bloc",
            Domain::REAL,
            "Blocs to which it is offered, if not to all",
        )
        .optional(),
    ];
    const RULE: &[Attribute] = &[
        Attribute::new("issuer", "member of bloc", Domain::REAL, "Bloc that makes the rule"),
        Attribute::new("destination", "member of bloc", Domain::REAL, "Blocs to which it applies"),
        Attribute::new("from", "date", DATE, "First day in force"),
        Attribute::new("until", "date", DATE, "Day on which it ends").optional(),
        Attribute::new("effect", "one of deny|license", Domain::SHARE, "What happens to a chip it covers"),
        Attribute::new(
            "licensed_share",
            "share",
            Domain::SHARE,
            "Share of demand that licences let through, where it is known",
        )
        .optional(),
        Attribute::new(
            "tpp_min",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "Covers chips at or above this performance",
        )
        .optional(),
        Attribute::new(
            "interconnect_min_gb_s",
            "GB/s",
            Domain::NON_NEGATIVE,
            "and at or above this transfer rate",
        )
        .optional(),
        Attribute::new(
            "alternative_tpp_min",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "Also covers chips at or above this performance",
        )
        .optional(),
        Attribute::new("density_min", "TPP/mm2", Domain::NON_NEGATIVE, "and at or above this density")
            .optional(),
        Attribute::new(
            "case_by_case_below_tpp",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "A covered chip below this performance is licensed instead",
        )
        .optional(),
        Attribute::new(
            "case_by_case_below_dram_gb_s",
            "GB/s",
            Domain::NON_NEGATIVE,
            "and below this memory bandwidth",
        )
        .optional(),
        Attribute::new("names", "member of chip", Domain::REAL, "Chips it covers by name").optional(),
        Attribute::new(
            "replaces",
            "member of rule",
            Domain::REAL,
            "Rules that do not count for a chip this one covers, while it is in force",
        )
        .optional(),
        Attribute::new(
            "quota_per_year",
            "chips/yr",
            Domain::NON_NEGATIVE,
            "Most chips let through in a year",
        )
        .optional(),
        Attribute::new(
            "cap_share_of_home_sales",
            "ratio",
            Domain { low: 0.0, high: 1e3 },
            "Most chips let through, over what the maker ships in its own bloc",
        )
        .optional(),
        Attribute::new(
            "fee_share",
            "share",
            Domain { low: 0.0, high: 0.9 },
            "Share of the price that the issuer's state takes on each sale",
        )
        .optional(),
        Attribute::new(
            "memory_denied",
            "share",
            Domain::SHARE,
            "Share of foreign memory for chips that makers of the destination are denied",
        )
        .optional(),
        Attribute::new(
            "tools_denied",
            "share",
            Domain::SHARE,
            "Share of foreign tools for making chips that makers of the destination are denied",
        )
        .optional(),
        Attribute::new(
            "in_force",
            "switch",
            Domain::SHARE,
            "Whether it is law; a rule that is not can be enacted by a policy",
        ),
    ];
    const SECTOR: &[Attribute] = &[
        Attribute::new("exposure", "share", Domain::SHARE, "Share of its tasks that AI can take part in"),
        Attribute::new(
            "physical",
            "share",
            Domain::SHARE,
            "How far use needs equipment that AI is built into",
        ),
        Attribute::new(
            "private",
            "share",
            Domain::SHARE,
            "Share of its users that are firms; the rest is the state's",
        ),
        Attribute::new("manufacturing", "switch", Domain::SHARE, "Whether it makes things").optional(),
    ];
    const INDUSTRY: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Its bloc"),
        Attribute::new("sector", "member of sector", Domain::REAL, "Its sector"),
        Attribute::new(
            "weight",
            "share",
            Domain { low: 1e-6, high: 1.0 },
            "Share of the bloc's value added; those of a bloc sum to one",
        ),
    ];
    const CITY: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Its bloc"),
        Attribute::new("begins", "date", DATE, "First day of its programme"),
        Attribute::new(
            "money_usd_per_year",
            "USD of 2024 a year",
            Domain::NON_NEGATIVE,
            "What its programme pays; nothing where it has none",
        ),
        Attribute::new(
            "firms",
            "share",
            Domain { low: 1e-4, high: 0.99 },
            "Share of the bloc's AI firms before programmes",
        ),
        Attribute::new("grants", "share", Domain::SHARE, "Share of the money in grants to firms"),
        Attribute::new("research", "share", Domain::SHARE, "Share for research"),
        Attribute::new("space", "share", Domain::SHARE, "Share in cheap space"),
        Attribute::new("equity", "share", Domain::SHARE, "Share in equity stakes"),
        Attribute::new("training", "share", Domain::SHARE, "Share for training centres"),
    ];
    let axis = |key, sentence, attributes| AxisDeclaration { may_be_empty: false, key, sentence, attributes };
    vec![
        axis("bloc", "A political economy that races", BLOC),
        axis("laboratory", "A group that trains frontier models", LABORATORY),
        axis("maker", "Chip makers that share a foundry", MAKER),
        axis("chip", "A chip that can be bought", CHIP),
        axis("rule", "A dated rule on the sale of chips", RULE),
        axis("sector", "A kind of work", SECTOR),
        axis("industry", "A sector of a bloc", INDUSTRY),
        AxisDeclaration { may_be_empty: true, ..axis("city", "A city with AI firms", CITY) },
    ]
}
