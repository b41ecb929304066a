//! Lanes and processor levels for which models are compiled.

use overtake_num::{Avx2, Avx512, Baseline, Level};

/// A number of lanes on a processor level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Plain `f64`.
    One,
    /// Four lanes, no extension needed.
    Four,
    /// Eight lanes of AVX2.
    EightAvx2,
    /// Eight lanes, no extension needed.
    Eight,
    /// Sixteen lanes of AVX-512.
    SixteenAvx512,
    /// Sixteen lanes, no extension needed.
    Sixteen,
}

impl Width {
    /// Every width.
    pub const ALL: [Self; 6] =
        [Self::One, Self::Four, Self::Eight, Self::EightAvx2, Self::Sixteen, Self::SixteenAvx512];

    /// Lanes.
    #[must_use]
    pub fn lanes(self) -> usize {
        match self {
            Self::One => 1,
            Self::Four => 4,
            Self::Eight | Self::EightAvx2 => 8,
            Self::Sixteen | Self::SixteenAvx512 => 16,
        }
    }

    /// Name of the processor level.
    #[must_use]
    pub fn level(self) -> &'static str {
        match self {
            Self::EightAvx2 => Avx2::NAME,
            Self::SixteenAvx512 => Avx512::NAME,
            _ => Baseline::NAME,
        }
    }

    /// Whether this processor has what it needs, and this build the code.
    #[must_use]
    pub fn available(self) -> bool {
        match self {
            Self::One => true,
            _ if cfg!(one_lane) => false,
            Self::EightAvx2 => Avx2::available(),
            Self::SixteenAvx512 => Avx512::available(),
            _ => true,
        }
    }

    /// The fastest on this processor.
    #[must_use]
    pub fn best() -> Self {
        let fastest = [Self::SixteenAvx512, Self::EightAvx2, Self::Four];
        fastest.into_iter().find(|w| w.available()).unwrap_or(Self::One)
    }

    /// The fastest with this many lanes: 1, 4, 8 or 16.
    #[must_use]
    pub fn with_lanes(lanes: usize) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|w| w.lanes() == lanes && w.available())
    }

    /// Whether fused multiply-add runs in hardware: without it results are the same and come slowly.
    #[must_use]
    pub fn fused(self) -> bool {
        matches!(self, Self::EightAvx2 | Self::SixteenAvx512)
    }
}
