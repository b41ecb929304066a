//! What the end of a run needs of a chunk, kept beside its part: hashes of rows, histograms and sums of paths.
//!
//! The file holds little-endian numbers in the order of [`Head::encode`], histograms as pairs of variable-length
//! integers, and last a BLAKE3 hash of all that, so that a torn or foreign file is never believed.

use super::bytes::{Cursor, numbers, varint};
use crate::block::Block;
use crate::histogram::{Histogram, MISSING};
use crate::plan::RunPlan;
use std::collections::BTreeMap;
use std::ops::Range;

const MAGIC: &[u8; 8] = b"OVTally1";
const NO_TALLY: &str = "it is no tally of this program";

/// What is kept of one path cell: an outcome in one quarter under one policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Counts by bucket.
    pub(super) histogram: Histogram,
    /// Sum of each block, in order: sums of blocks do not depend on how blocks are grouped into chunks.
    pub(super) sums: Vec<f64>,
}

/// An outcome in one quarter under one policy, over the whole run.
#[derive(Clone, Debug, Default)]
pub(super) struct Total {
    /// Counts by bucket.
    pub(super) histogram: Histogram,
    /// Sum over all blocks, in order.
    pub(super) sum: f64,
}

/// One future kept whole under one policy.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whole {
    /// Number of the future.
    pub(super) future: u64,
    /// Values by path cell; NaN where there is none.
    pub(super) values: Vec<f64>,
}

/// What a chunk says of itself as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Head {
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
    /// Where in the file each policy's section lies.
    pub(super) sections: Vec<Range<u64>>,
}

/// What a chunk says of one policy. Sections are read one at a time: all policies of a run need not fit in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    /// Path cells; none for a policy that runs none of the chunk's futures.
    pub(super) cells: Vec<Cell>,
    /// Futures kept whole.
    pub(super) whole: Vec<Whole>,
}

impl Head {
    /// Tallies the blocks of a chunk, which are in order.
    pub(super) fn of(plan: &RunPlan, blocks: &[Block]) -> Self {
        let mut head = Self { broken: vec![0; plan.policies.len()], ..Self::default() };
        for block in blocks {
            head.rows.extend(&block.hashes);
            for (policy, rows) in block.broken.iter().enumerate() {
                for reason in rows.iter().flatten() {
                    head.broken[policy] += 1;
                    *head.reasons.entry(reason.clone()).or_default() += 1;
                }
            }
        }
        head
    }

    /// The file's bytes, with the encoded section of each policy.
    pub(super) fn encode(&self, sections: &[Vec<u8>]) -> Vec<u8> {
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
        varint(&mut out, sections.len() as u64);
        sections.iter().for_each(|section| varint(&mut out, section.len() as u64));
        sections.iter().for_each(|section| out.extend(section));
        let hash = *blake3::hash(&out).as_bytes();
        out.extend(hash);
        out
    }

    /// Reads a file's bytes; sections are found but not read.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, String> {
        let Some((body, hash)) = bytes.split_last_chunk::<32>() else { return Err("it is cut short".into()) };
        if blake3::hash(body).as_bytes() != hash {
            return Err("its checksum does not match".into());
        }
        Self::parse(body).ok_or_else(|| NO_TALLY.into())
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let mut from = Cursor { rest: body };
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
        let lengths = from.list(Cursor::varint)?;
        let mut at = (body.len() - from.rest.len()) as u64;
        let mut sections = Vec::with_capacity(lengths.len());
        for length in lengths {
            let end = at.checked_add(length)?;
            sections.push(at..end);
            at = end;
        }
        let reasons = reasons.into_iter().collect();
        (at == body.len() as u64).then_some(Self { part_length, part_hash, rows, broken, reasons, sections })
    }
}

impl Section {
    /// Tallies one policy over the blocks of a chunk and encodes it; `counts` is all zeros before and after.
    pub(super) fn encoded(plan: &RunPlan, blocks: &[Block], policy: usize, counts: &mut [u32]) -> Vec<u8> {
        let blocks: Vec<&Block> = blocks.iter().filter(|b| b.rows[policy] > 0).collect();
        let all = plan.paths.cells().len();
        let cells = if blocks.is_empty() { 0 } else { all };
        let mut out = Vec::new();
        varint(&mut out, cells as u64);
        (0..cells).for_each(|cell| count(&blocks, policy, cell, counts).encode(&mut out));
        let futures = |block: &Block| block.whole.min(block.rows[policy]);
        varint(&mut out, blocks.iter().map(|b| futures(b) as u64).sum());
        for block in blocks {
            for row in 0..futures(block) {
                let values = block.paths[policy].whole[row * all..][..all].to_vec();
                Whole { future: block.first + row as u64, values }.encode(&mut out);
            }
        }
        out
    }

    /// Reads a section's bytes.
    ///
    /// # Errors
    /// When they are none.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, String> {
        let mut from = Cursor { rest: bytes };
        let cells = from.list(Cell::read);
        let read = cells.and_then(|cells| Some(Self { cells, whole: from.list(Whole::read)? }));
        read.filter(|_| from.rest.is_empty()).ok_or_else(|| NO_TALLY.into())
    }
}

impl Cell {
    fn encode(&self, out: &mut Vec<u8>) {
        varint(out, self.histogram.counts.len() as u64);
        let mut last = 0;
        for &(bucket, n) in &self.histogram.counts {
            varint(out, u64::from(bucket - last));
            varint(out, u64::from(n));
            last = bucket;
        }
        out.extend(self.histogram.least.to_le_bytes());
        out.extend(self.histogram.greatest.to_le_bytes());
        numbers(out, &self.sums);
    }

    fn read(from: &mut Cursor<'_>) -> Option<Self> {
        let mut last = 0_u16;
        let counts = from.list(|from| {
            last = last.checked_add(u16::try_from(from.varint()?).ok()?)?;
            Some((last, u32::try_from(from.varint()?).ok()?))
        })?;
        let (least, greatest) = (from.number()?, from.number()?);
        Some(Self { histogram: Histogram { counts, least, greatest }, sums: from.list(Cursor::number)? })
    }
}

impl Whole {
    fn encode(&self, out: &mut Vec<u8>) {
        varint(out, self.future);
        numbers(out, &self.values);
    }

    fn read(from: &mut Cursor<'_>) -> Option<Self> {
        Some(Self { future: from.varint()?, values: from.list(Cursor::number)? })
    }
}

/// Counts one cell over blocks; `counts` is all zeros before and after.
fn count(blocks: &[&Block], policy: usize, cell: usize, counts: &mut [u32]) -> Cell {
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
        out.histogram.widen(paths.least[cell], paths.greatest[cell]);
    }
    if first <= last {
        for (bucket, n) in counts[first..=last].iter_mut().enumerate().filter(|(_, n)| **n > 0) {
            out.histogram.counts.push(((first + bucket) as u16, *n));
            *n = 0;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section() -> Section {
        let histogram = Histogram { counts: vec![(3, 1), (300, 20_000)], least: -1.5, greatest: 7.0 };
        Section {
            cells: vec![Cell { histogram, sums: vec![0.1, 0.2] }, Cell::default()],
            whole: vec![Whole { future: 4, values: vec![1.0, 2.5] }],
        }
    }

    fn encoded(section: &Section) -> Vec<u8> {
        let mut out = vec![section.cells.len() as u8];
        section.cells.iter().for_each(|cell| cell.encode(&mut out));
        out.push(section.whole.len() as u8);
        section.whole.iter().for_each(|whole| whole.encode(&mut out));
        out
    }

    fn head() -> Head {
        Head {
            part_length: 12,
            part_hash: [7; 32],
            rows: vec![[1; 32], [2; 32]],
            broken: vec![0, 3],
            reasons: BTreeMap::from([("stock x: negative in 2030Q1".into(), 3)]),
            sections: Vec::new(),
        }
    }

    fn file() -> Vec<u8> {
        head().encode(&[encoded(&section()), encoded(&Section::default())])
    }

    #[test]
    fn a_tally_reads_back_as_it_was_written() {
        let file = file();
        let read = Head::decode(&file).unwrap();
        assert_eq!(Head { sections: Vec::new(), ..read.clone() }, head());
        let at =
            |n: usize| Section::decode(&file[read.sections[n].start as usize..read.sections[n].end as usize]);
        assert_eq!(at(0), Ok(section()));
        assert_eq!(at(1), Ok(Section::default()));
    }

    #[test]
    fn a_tally_cut_anywhere_or_with_any_bit_turned_is_not_believed() {
        let bytes = file();
        for length in 0..bytes.len() {
            assert!(Head::decode(&bytes[..length]).is_err());
        }
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 4;
            assert!(Head::decode(&other).is_err());
        }
    }

    #[test]
    fn nonsense_under_a_right_checksum_makes_no_panic() {
        let (file, section) = (file(), encoded(&section()));
        for length in 0..file.len() - 32 {
            let mut cut = file[..length].to_vec();
            let hash = *blake3::hash(&cut).as_bytes();
            cut.extend(hash);
            assert!(Head::decode(&cut).is_err());
            // Lengths that are too long; where they only lengthen a section, the section itself does not read.
            cut.truncate(length);
            cut.extend([0xff; 9]);
            let hash = *blake3::hash(&cut).as_bytes();
            cut.extend(hash);
            if let Ok(head) = Head::decode(&cut) {
                assert!(head.sections.iter().all(|s| s.end as usize <= cut.len() - 32));
            }
        }
        for length in 0..section.len() {
            assert!(Section::decode(&section[..length]).is_err());
        }
    }
}
