//! With `OVERTAKE_LANES=1` in the environment only plain `f64` is compiled: a mechanism is tried six times sooner.

fn main() {
    println!("cargo::rerun-if-env-changed=OVERTAKE_LANES");
    println!("cargo::rustc-check-cfg=cfg(one_lane)");
    if std::env::var("OVERTAKE_LANES").is_ok_and(|lanes| lanes == "1") {
        println!("cargo::rustc-cfg=one_lane");
    }
}
