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
