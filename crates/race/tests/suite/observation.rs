//! Observation: whoever measures changes nothing of what he measures.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::common::*;
use overtake_race::outcomes::observation::{DECLARED, KEY};

#[test]
fn what_an_observer_gets_wrong_moves_only_what_he_reports() {
    let game = real_game(3);
    let plain = game.run(3);
    let slots = game.layout.parameters();
    let his: Vec<&str> =
        slots.iter().map(|s| s.key.as_str()).filter(|k| k.split('.').next() == Some(KEY)).collect();
    assert!(his.len() > 20, "{his:?}");
    for key in his {
        // Half of it, which is within what is possible of each.
        let moved = game.clone().set(key, 0.5 * game.value(key)).run(3);
        let mut reported = 0;
        for slot in game.layout.outcomes() {
            let (before, after) = (plain.path(&slot.key), moved.path(&slot.key));
            let same = before.iter().zip(&after).all(|(a, b)| a.to_bits() == b.to_bits());
            let declared = slot.key.split('.').next().unwrap();
            let by_observer = DECLARED.outcomes.iter().any(|o| o.key == declared && o.mechanism == KEY);
            assert!(same || by_observer, "{key} moves {}", slot.key);
            reported += usize::from(!same);
        }
        assert!(reported > 0, "{key} moves nothing");
    }
}
