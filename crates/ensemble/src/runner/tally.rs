//! What the end of a run needs of a chunk, kept beside its part: hashes of rows, histograms and sums of paths.
//!
//! The file holds little-endian numbers in the order of [`Tally::encode`], histograms as pairs of variable-length
//! integers, and last a BLAKE3 hash of all that, so that a torn or foreign file is never believed.

use super::block::Block;
use crate::histogram::{BUCKETS, Histogram, MISSING};
use crate::plan::RunPlan;
use std::collections::BTreeMap;

const MAGIC: &[u8; 8] = b"OVTally1";

/// What is kept of one path cell: an outcome in one quarter under one policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Counts by bucket.
    pub(super) histogram: Histogram,
    /// Sum of each block, in order: sums of blocks do not depend on how blocks are grouped into chunks.
    pub(super) sums: Vec<f64>,
}

/// One future kept whole under one policy.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whole {
    pub(super) policy: usize,
    pub(super) future: u64,
    /// Values by path cell; NaN where there is none.
    pub(super) values: Vec<f64>,
}

/// A chunk's tally.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    /// Length of the part in bytes.
    pub(super) part_length: u64,
    /// Hash of the part.
    pub(super) part_hash: [u8; 32],
    /// Hash of every row, by future and then by policy.
    pub(super) rows: Vec<[u8; 32]>,
    /// Broken trajectories by policy.
    pub(super) broken: Vec<u64>,
    /// Reasons for breaking, with counts.
    pub(super) reasons: BTreeMap<String, u64>,
    /// Cells by policy; empty for a policy that runs none of the chunk's futures.
    pub(super) cells: Vec<Vec<Cell>>,
    /// Futures kept whole.
    pub(super) whole: Vec<Whole>,
}

impl Tally {
    /// Tallies the blocks of a chunk, which are in order.
    pub(super) fn of(plan: &RunPlan, blocks: &[Block]) -> Self {
        let mut tally = Self { broken: vec![0; plan.policies.len()], ..Self::default() };
        let mut counts = vec![0_u64; BUCKETS];
        let cells = plan.paths.outcomes.len() * plan.paths.quarters.len();
        for block in blocks {
            tally.rows.extend(&block.hashes);
            for (policy, rows) in block.broken.iter().enumerate() {
                for reason in rows.iter().flatten() {
                    tally.broken[policy] += 1;
                    *tally.reasons.entry(reason.clone()).or_default() += 1;
                }
            }
        }
        for policy in 0..plan.policies.len() {
            let blocks: Vec<&Block> = blocks.iter().filter(|b| b.rows[policy] > 0).collect();
            let cells_here = if blocks.is_empty() { 0 } else { cells };
            tally.cells.push((0..cells_here).map(|cell| count(&blocks, policy, cell, &mut counts)).collect());
            for block in blocks {
                let rows = block.whole.min(block.rows[policy]);
                tally.whole.extend((0..rows).map(|row| Whole {
                    policy,
                    future: block.first + row as u64,
                    values: block.paths[policy].whole[row * cells..][..cells].to_vec(),
                }));
            }
        }
        tally
    }

    /// The file's bytes.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.part_length.to_le_bytes());
        out.extend(self.part_hash);
        varint(&mut out, self.rows.len() as u64);
        self.rows.iter().for_each(|row| out.extend(row));
        varint(&mut out, self.broken.len() as u64);
        self.broken.iter().for_each(|&n| varint(&mut out, n));
        varint(&mut out, self.reasons.len() as u64);
        for (reason, &n) in &self.reasons {
            varint(&mut out, reason.len() as u64);
            out.extend(reason.as_bytes());
            varint(&mut out, n);
        }
        varint(&mut out, self.cells.len() as u64);
        for cells in &self.cells {
            varint(&mut out, cells.len() as u64);
            for Cell { histogram, sums } in cells {
                varint(&mut out, histogram.counts.len() as u64);
                let mut last = 0;
                for &(bucket, n) in &histogram.counts {
                    varint(&mut out, u64::from(bucket - last));
                    varint(&mut out, n);
                    last = bucket;
                }
                out.extend(histogram.least.to_le_bytes());
                out.extend(histogram.greatest.to_le_bytes());
                numbers(&mut out, sums);
            }
        }
        varint(&mut out, self.whole.len() as u64);
        for Whole { policy, future, values } in &self.whole {
            varint(&mut out, *policy as u64);
            varint(&mut out, *future);
            numbers(&mut out, values);
        }
        let hash = *blake3::hash(&out).as_bytes();
        out.extend(hash);
        out
    }

    /// Reads a file's bytes.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, String> {
        let Some((body, hash)) = bytes.split_last_chunk::<32>() else { return Err("it is cut short".into()) };
        if blake3::hash(body).as_bytes() != hash {
            return Err("its checksum does not match".into());
        }
        Self::parse(&mut Cursor { rest: body }).ok_or_else(|| "it is no tally of this program".into())
    }

    fn parse(from: &mut Cursor<'_>) -> Option<Self> {
        if &from.array::<8>()? != MAGIC {
            return None;
        }
        let part_length = u64::from_le_bytes(from.array()?);
        let part_hash = from.array()?;
        let rows = from.list(Cursor::array)?;
        let broken = from.list(Cursor::varint)?;
        let reasons = from.list(|from| {
            let length = from.length()?;
            let text = String::from_utf8(from.take(length)?.to_vec()).ok()?;
            Some((text, from.varint()?))
        })?;
        let cells = from.list(|from| from.list(Cursor::cell))?;
        let whole = from.list(|from| {
            Some(Whole { policy: from.length()?, future: from.varint()?, values: from.list(Cursor::number)? })
        })?;
        let reasons = reasons.into_iter().collect();
        from.rest.is_empty().then_some(Self { part_length, part_hash, rows, broken, reasons, cells, whole })
    }
}

/// Counts one cell over blocks; `counts` is all zeros before and after.
fn count(blocks: &[&Block], policy: usize, cell: usize, counts: &mut [u64]) -> Cell {
    let mut out = Cell::default();
    let (mut first, mut last) = (usize::MAX, 0);
    for block in blocks {
        let (paths, rows) = (&block.paths[policy], block.rows[policy]);
        for &bucket in paths.buckets[cell * rows..][..rows].iter().filter(|b| **b != MISSING) {
            let bucket = usize::from(bucket);
            counts[bucket] += 1;
            first = first.min(bucket);
            last = last.max(bucket);
        }
        out.sums.push(paths.sums[cell]);
        let piece =
            Histogram { counts: Vec::new(), least: paths.least[cell], greatest: paths.greatest[cell] };
        out.histogram.merge(&piece);
    }
    if first <= last {
        for (bucket, n) in counts[first..=last].iter_mut().enumerate().filter(|(_, n)| **n > 0) {
            out.histogram.counts.push(((first + bucket) as u16, *n));
            *n = 0;
        }
    }
    out
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn numbers(out: &mut Vec<u8>, values: &[f64]) {
    varint(out, values.len() as u64);
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let (head, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        // Each item takes at least a byte: a length beyond that is nonsense and must not be allocated.
        if length > self.rest.len() {
            return None;
        }
        (0..length).map(|_| item(self)).collect()
    }

    fn cell(&mut self) -> Option<Cell> {
        let mut last = 0_u16;
        let counts = self.list(|from| {
            last = last.checked_add(u16::try_from(from.varint()?).ok()?)?;
            Some((last, from.varint()?))
        })?;
        let (least, greatest) = (self.number()?, self.number()?);
        Some(Cell { histogram: Histogram { counts, least, greatest }, sums: self.list(Self::number)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Tally {
        let histogram = Histogram { counts: vec![(3, 1), (300, 20_000)], least: -1.5, greatest: 7.0 };
        Tally {
            part_length: 12,
            part_hash: [7; 32],
            rows: vec![[1; 32], [2; 32]],
            broken: vec![0, 3],
            reasons: BTreeMap::from([("stock x: negative in 2030Q1".into(), 3)]),
            cells: vec![vec![Cell { histogram, sums: vec![0.1, 0.2] }, Cell::default()], Vec::new()],
            whole: vec![Whole { policy: 1, future: 4, values: vec![1.0, 2.5] }],
        }
    }

    #[test]
    fn a_tally_reads_back_as_it_was_written() {
        assert_eq!(Tally::decode(&example().encode()), Ok(example()));
    }

    #[test]
    fn a_tally_cut_anywhere_or_with_any_bit_turned_is_not_believed() {
        let bytes = example().encode();
        for length in 0..bytes.len() {
            assert!(Tally::decode(&bytes[..length]).is_err());
        }
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 4;
            assert!(Tally::decode(&other).is_err());
        }
    }

    #[test]
    fn nonsense_under_a_right_checksum_is_an_error_and_no_panic() {
        let body = &example().encode()[..];
        let body = &body[..body.len() - 32];
        for length in 0..body.len() {
            let mut cut = body[..length].to_vec();
            cut.extend([0xff; 9]);
            let hash = *blake3::hash(&cut).as_bytes();
            cut.extend(hash);
            assert!(Tally::decode(&cut).is_err());
        }
    }
}
