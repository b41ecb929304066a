//! The command `overtake`.
fn main() {}
