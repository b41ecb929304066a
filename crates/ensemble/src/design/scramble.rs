//! A keyed hash, and Owen's nested uniform scrambling built on it.
//!
//! Owen scrambling flips each binary digit of a coordinate by a coin that belongs to the digits above it: points that
//! agree in their first digits share the coins of those digits and no others. The coins here come from a 64-bit hash
//! of the digits above, keyed by seed, scramble and dimension, so each coin is independent of all others as far as the
//! hash is good. A hash word holds the 63 coins of a subtree six digits deep, so 52 digits cost nine hashes. (The
//! Laine–Karras hash of the reversed digits is cheaper, but its few multiplications leave patterns between digits; at
//! well under a microsecond a coordinate, against a millisecond a future, the exact tree costs nothing that is felt.)

use super::cube::BITS;

/// Digits whose coins one hash word holds: 2^6 − 1 nodes.
const DEPTH: u32 = 6;

/// A bijection of 64-bit words that spreads every bit over all others.
pub(super) const fn mix(word: u64) -> u64 {
    let mut x = word;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A word that depends on all of `words` and on their order.
pub(super) fn key(words: &[u64]) -> u64 {
    words.iter().fold(0x6f76_6572_7461_6b65, |key, &word| {
        mix(key.rotate_left(23).wrapping_add(0x9e37_79b9_7f4a_7c15)
            ^ mix(word.wrapping_add(0x632b_e59b_d9b4_e019)))
    })
}

/// Scrambles the 52 digits of `number` by the tree of coins that belongs to `key`.
pub(super) fn nested(number: u64, key: u64) -> u64 {
    let mut flips = 0;
    let mut below = BITS;
    while below > 0 {
        let depth = DEPTH.min(below);
        // The leading one tells prefixes of different length apart; at the root it is all there is.
        let prefix = (number >> below) | (1_u64 << (BITS - below));
        let coins = mix(key ^ mix(prefix.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let mut node = 1_u64;
        for _ in 0..depth {
            below -= 1;
            flips |= ((coins >> node) & 1) << below;
            node = (node << 1) | ((number >> below) & 1);
        }
    }
    number ^ flips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_above_the_first_difference_are_scrambled_alike() {
        for (a, b) in [(0_u64, 1_u64 << 20), (123_456_789, 123_456_788), (1 << 51, (1 << 51) | (1 << 46))] {
            let first = 63 - (a ^ b).leading_zeros();
            for seed in 0..50 {
                let (x, y) = (nested(a, key(&[seed])), nested(b, key(&[seed])));
                assert_eq!(63 - (x ^ y).leading_zeros(), first, "the first difference stays where it was");
            }
        }
    }

    #[test]
    fn every_digit_is_flipped_half_of_the_time_and_independently_of_the_next() {
        const N: u64 = 20_000;
        let mut flipped = [0_u64; BITS as usize];
        let mut both = [0_u64; BITS as usize];
        for seed in 0..N {
            let flips = nested(0x000a_5a5a_1234_5678, key(&[seed, 7])) ^ 0x000a_5a5a_1234_5678;
            for bit in 0..BITS as usize {
                flipped[bit] += (flips >> bit) & 1;
                both[bit] += (flips >> bit) & (flips >> ((bit + 1) % BITS as usize)) & 1;
            }
        }
        // Five standard deviations of a fair coin.
        let near = |count: u64, share: f64| {
            let spread = 5.0 * (N as f64 * share * (1.0 - share)).sqrt();
            (count as f64 - N as f64 * share).abs() < spread
        };
        assert!(flipped.iter().all(|&c| near(c, 0.5)), "{flipped:?}");
        assert!(both.iter().all(|&c| near(c, 0.25)), "{both:?}");
    }

    #[test]
    fn keys_depend_on_order() {
        assert_ne!(key(&[1, 2]), key(&[2, 1]));
        assert_ne!(key(&[0]), key(&[0, 0]));
    }
}
