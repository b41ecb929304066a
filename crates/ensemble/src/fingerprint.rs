//! Fingerprints: digests of named parts, by which runs know one another again.
//!
//! What goes in is said by name, part by part. A field that is renamed or a type that is rearranged changes no fingerprint; a
//! part's name, its value, their order and the version do.

/// A digest in the making.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    hash: blake3::Hasher,
}

impl Fingerprint {
    /// Of a thing by its name; its version is raised when the same thing is to be told apart from what it was.
    #[must_use]
    pub fn new(of: &str, version: u32) -> Self {
        let mut new = Self { hash: blake3::Hasher::new() };
        new.part("version", 'v', &version.to_le_bytes());
        new.text("of", of);
        new
    }

    /// A text.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.part(name, 't', value.as_bytes())
    }

    /// A whole number.
    pub fn whole(&mut self, name: &str, value: u64) -> &mut Self {
        self.part(name, 'w', &value.to_le_bytes())
    }

    /// A number, to its last bit.
    pub fn number(&mut self, name: &str, value: f64) -> &mut Self {
        self.part(name, 'n', &value.to_bits().to_le_bytes())
    }

    /// Numbers in order.
    pub fn numbers(&mut self, name: &str, values: &[f64]) -> &mut Self {
        let bits: Vec<u8> = values.iter().flat_map(|value| value.to_bits().to_le_bytes()).collect();
        self.part(name, 'm', &bits)
    }

    /// The digest, as hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        self.hash.finalize().to_hex().to_string()
    }

    /// Lengths stand before what they measure, so that no two lists of parts are the same bytes.
    fn part(&mut self, name: &str, kind: char, value: &[u8]) -> &mut Self {
        self.hash.update(&(name.len() as u64).to_le_bytes());
        self.hash.update(name.as_bytes());
        self.hash.update(&[kind as u8]);
        self.hash.update(&(value.len() as u64).to_le_bytes());
        self.hash.update(value);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(say: impl Fn(&mut Fingerprint)) -> String {
        let mut fingerprint = Fingerprint::new("a thing", 1);
        say(&mut fingerprint);
        fingerprint.digest()
    }

    #[test]
    fn names_values_kinds_order_and_version_count_and_neighbours_do_not_run_together() {
        let mut versions = [Fingerprint::new("a thing", 1), Fingerprint::new("a thing", 2)];
        for one in &mut versions {
            one.text("a", "b");
        }
        let all = [
            versions[0].digest(),
            versions[1].digest(),
            of(|f| {
                f.text("a", "c");
            }),
            of(|f| {
                f.text("ab", "");
            }),
            of(|f| {
                f.text("a", "b").text("c", "d");
            }),
            of(|f| {
                f.text("c", "d").text("a", "b");
            }),
            of(|f| {
                f.whole("a", 1);
            }),
            of(|f| {
                f.number("a", 0.0);
            }),
            of(|f| {
                f.number("a", -0.0);
            }),
            of(|f| {
                f.numbers("a", &[0.0]);
            }),
        ];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[..place].contains(one), "number {place} is like one before it");
        }
        assert_eq!(
            all[0],
            of(|f| {
                f.text("a", "b");
            })
        );
    }
}
