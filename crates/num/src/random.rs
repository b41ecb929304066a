//! Randomness as a function of keys: no state, no order of drawing.
//!
//! A draw is named by seed, stream (a name and a member), future and index. Two policies that ask for the same draw get the
//! same number; asking for one draw moves no other.

use crate::{Real, trampolines};

/// Ten rounds of Philox4x32, a counter-based generator (Salmon and others 2011).
#[must_use]
pub fn philox4x32(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    philox(counter.map(|word| [u64::from(word)]), key).map(|[word]| word as u32)
}

/// The same of several counters at once, each word in the lower half of its number.
#[inline(always)]
fn philox<const N: usize>(mut counters: [[u64; N]; 4], mut key: [u32; 2]) -> [[u64; N]; 4] {
    const LOW: u64 = u32::MAX as u64;
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        let [c0, c1, c2, c3] = &mut counters;
        for lane in 0..N {
            let a = (c0[lane] & LOW) * 0xD251_1F53;
            let b = (c2[lane] & LOW) * 0xCD9E_8D57;
            c0[lane] = (b >> 32) ^ c1[lane] ^ u64::from(key[0]);
            c2[lane] = (a >> 32) ^ c3[lane] ^ u64::from(key[1]);
            (c1[lane], c3[lane]) = (b & LOW, a & LOW);
        }
    }
    counters
}

/// One decision of one member: every draw of it, over all futures.
///
/// The counter holds the future (64 bits), the index (32) and half of a hash of the stream's name and member; the other
/// half and the seed make the key. Two streams of one seed share draws only if their 64-bit hashes collide: one chance
/// in 10^13 for a thousand streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
    word: u32,
}

/// Spreads the bits of a number over all of its bits.
#[must_use]
pub fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

impl Stream {
    /// The stream of decision `name` of `member`.
    #[must_use]
    pub fn new(seed: u64, name: &str, member: &str) -> Self {
        // FNV-1a over both names with a separator that neither contains, then spread.
        let bytes = name.bytes().chain([0xff]).chain(member.bytes());
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        let hash = mix(hash);
        let seed = mix(seed.wrapping_add(0x9E37_79B9_7F4A_7C15));
        let key = [(seed >> 32) as u32, seed as u32 ^ (hash >> 32) as u32];
        Self { key, word: hash as u32 }
    }

    /// 64 random bits.
    #[must_use]
    pub fn bits(&self, future: u64, index: u32) -> u64 {
        let [bits] = self.bits_of([future], index);
        bits
    }

    /// The same of several futures.
    #[inline(always)]
    fn bits_of<const N: usize>(&self, futures: [u64; N], index: u32) -> [u64; N] {
        let high = futures.map(|future| future >> 32);
        let low = futures.map(|future| u64::from(future as u32));
        let [first, second, ..] =
            philox([low, high, [u64::from(index); N], [u64::from(self.word); N]], self.key);
        std::array::from_fn(|lane| first[lane] << 32 | second[lane])
    }

    /// A number strictly inside (0, 1): the middle of one of 2^52 cells.
    #[must_use]
    pub fn uniform(&self, future: u64, index: u32) -> f64 {
        inside(self.bits(future, index))
    }

    /// Such numbers of each lane's future, for indices from `first` on.
    pub fn uniforms<R: Real>(&self, futures: &[u64], first: u32, into: &mut [R]) {
        fill(self, futures, first, into);
    }

    /// An exponential number of mean one.
    #[must_use]
    pub fn exponential(&self, future: u64, index: u32) -> f64 {
        -Real::ln(self.uniform(future, index))
    }
}

trampolines! {
    fn fill<R>(stream: &Stream, futures: &[u64], first: u32, into: &mut [R]) = drawn;
}

#[inline(always)]
fn drawn<R: Real>(stream: &Stream, futures: &[u64], first: u32, into: &mut [R]) {
    for (index, value) in (first..).zip(into) {
        *value = match R::LANES {
            1 => R::splat(stream.uniform(futures[0], index)),
            2..=8 => together::<R, 8>(stream, futures, index),
            _ => together::<R, 16>(stream, futures, index),
        };
    }
}

/// One draw in every lane, no more than `N`.
#[inline(always)]
fn together<R: Real, const N: usize>(stream: &Stream, futures: &[u64], index: u32) -> R {
    let bits: [u64; N] = stream.bits_of(std::array::from_fn(|lane| futures[lane % R::LANES]), index);
    R::from_lanes(|lane| inside(bits[lane]))
}

#[inline(always)]
fn inside(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_its_published_vectors() {
        assert_eq!(philox4x32([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox4x32([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox4x32([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn draws_of_different_streams_and_futures_differ_and_fill_the_interval() {
        let (a, b) = (Stream::new(1, "release", "x"), Stream::new(1, "release", "y"));
        let n = 20_000_u32;
        let mean = |s: &Stream| (0..n).map(|i| s.uniform(7, i)).sum::<f64>() / f64::from(n);
        assert!((mean(&a) - 0.5).abs() < 0.01 && (mean(&b) - 0.5).abs() < 0.01);
        let product = (0..n).map(|i| (a.uniform(7, i) - 0.5) * (b.uniform(7, i) - 0.5)).sum::<f64>();
        assert!((product / f64::from(n)).abs() < 0.003);
        assert_ne!(a.bits(1, 0), a.bits(2, 0));
        assert_ne!(Stream::new(1, "ab", "c").bits(0, 0), Stream::new(1, "a", "bc").bits(0, 0));
    }

    #[test]
    fn futures_drawn_together_draw_what_each_draws_alone() {
        let stream = Stream::new(3, "release", "x");
        let futures: [u64; 16] = std::array::from_fn(|lane| (lane as u64) << 30 | 5);
        let mut drawn = [crate::Lanes16::zero(); 3];
        stream.uniforms(&futures, 7, &mut drawn);
        for (index, value) in (7..).zip(drawn) {
            for (lane, &future) in futures.iter().enumerate() {
                assert_eq!(value.lane(lane).to_bits(), stream.uniform(future, index).to_bits());
            }
        }
    }
}
