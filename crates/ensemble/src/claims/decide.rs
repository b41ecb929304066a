//! One future, decided.

/// What a claim is in one future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// A contrast whose effect is too small to count either way.
    Within,
    /// It says nothing of this future.
    Undefined,
}

impl Truth {
    const ALL: [Self; 4] = [Self::True, Self::False, Self::Within, Self::Undefined];

    /// The word for what a contrast is in one future, in the run's table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::True => "better",
            Self::False => "worse",
            Self::Within => "within",
            Self::Undefined => "undefined",
        }
    }

    /// The truth of which this is the [`word`](Self::word).
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|truth| truth.word() == word)
    }

    /// What a sentence is in one future: true, false or nothing.
    #[must_use]
    pub const fn flag(self) -> Option<bool> {
        match self {
            Self::True => Some(true),
            Self::False => Some(false),
            Self::Within | Self::Undefined => None,
        }
    }

    /// The truth of which this is the [`flag`](Self::flag).
    #[must_use]
    pub const fn of_flag(flag: Option<bool>) -> Self {
        match flag {
            Some(true) => Self::True,
            Some(false) => Self::False,
            None => Self::Undefined,
        }
    }
}

/// In which direction an effect makes a contrast hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Where the treated policy lowers it.
    Lower,
    /// Where the treated policy raises it.
    Higher,
}

/// A truth as the language computes it: one, zero, or NaN for undefined.
#[must_use]
pub fn truth(value: f64) -> Truth {
    if value.is_nan() {
        Truth::Undefined
    } else if value == 0.0 {
        Truth::False
    } else {
        Truth::True
    }
}

/// The truth of a contrast from its effect, treated less control, and its indifference band. An effect that is not finite
/// says nothing.
#[must_use]
pub fn contrast(effect: f64, band: f64, better: Better) -> Truth {
    let gain = match better {
        Better::Lower => -effect,
        Better::Higher => effect,
    };
    if !gain.is_finite() {
        Truth::Undefined
    } else if gain > band {
        Truth::True
    } else if gain < -band {
        Truth::False
    } else {
        Truth::Within
    }
}
