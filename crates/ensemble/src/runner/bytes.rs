//! Numbers as bytes, and bytes read back without trust.

/// Appends a whole number, seven bits a byte.
pub(super) fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a list of numbers with its length.
pub(super) fn numbers(out: &mut Vec<u8>, values: &[f64]) {
    varint(out, values.len() as u64);
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
}

/// What is left to read. Every read is `None` when the bytes end before it or make no sense.
pub(super) struct Cursor<'a> {
    pub(super) rest: &'a [u8],
}

impl Cursor<'_> {
    /// The next so many bytes.
    pub(super) fn take(&mut self, length: usize) -> Option<&[u8]> {
        let (head, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(head)
    }

    /// The next `N` bytes.
    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// A number.
    pub(super) fn number(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    /// A whole number.
    pub(super) fn varint(&mut self) -> Option<u64> {
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

    /// A length.
    pub(super) fn length(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    /// A list with its length before it.
    pub(super) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length()?;
        // Each item takes at least a byte: a length beyond that is nonsense and must not be allocated.
        if length > self.rest.len() {
            return None;
        }
        (0..length).map(|_| item(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_and_lists_read_back() {
        let mut out = Vec::new();
        let all = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        all.iter().for_each(|&n| varint(&mut out, n));
        numbers(&mut out, &[1.5, f64::INFINITY]);
        let mut from = Cursor { rest: &out };
        assert!(all.iter().all(|&n| from.varint() == Some(n)));
        assert_eq!(from.list(Cursor::number), Some(vec![1.5, f64::INFINITY]));
        assert_eq!(from.varint(), None);
    }

    #[test]
    fn a_length_beyond_the_end_is_refused_before_it_is_allocated() {
        let mut out = Vec::new();
        varint(&mut out, u64::MAX / 2);
        assert_eq!(Cursor { rest: &out }.list(Cursor::number), None);
    }
}
