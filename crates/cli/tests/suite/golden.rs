//! Playthroughs as they were last approved. `cargo xtask golden` writes them anew.

use crate::common::{Home, golden};

#[test]
fn a_future_is_told_as_it_was_last_approved() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is", "--out", "run"]);
    golden("future-17.txt", &home.done(&["explain", "run", "17", "--full"]).out);
}
