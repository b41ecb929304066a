//! What the workspace may look like: which crate uses which, and under which licences.

use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use serde::Deserialize;

/// Every arrow that may be: who uses whom. `num` and `memory` use nothing.
const ARROWS: &[(&str, &[&str])] = &[
    ("overtake-memory", &[]),
    ("overtake-num", &[]),
    ("overtake-model", &["overtake-num"]),
    ("overtake-race", &["overtake-model", "overtake-num"]),
    ("overtake-evidence", &["overtake-model", "overtake-num"]),
    ("overtake-ensemble", &["overtake-model", "overtake-num"]),
    ("overtake-analysis", &["overtake-num"]),
    ("overtake-kernels", &["overtake-race", "overtake-model", "overtake-ensemble", "overtake-num"]),
    (
        "overtake",
        &[
            "overtake-num",
            "overtake-model",
            "overtake-race",
            "overtake-kernels",
            "overtake-evidence",
            "overtake-ensemble",
            "overtake-analysis",
        ],
    ),
    ("overtake-cli", &["overtake", "overtake-memory"]),
    ("xtask", &[]),
];

/// Fails on any arrow between our crates that the map does not have.
pub(crate) fn arrows() -> Result<(), String> {
    let metadata = MetadataCommand::new().no_deps().exec().map_err(|e| e.to_string())?;
    let ours: Vec<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in &metadata.packages {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name.as_str()) else {
            wrong.push(format!("crate `{}` is not on the map of arrows", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            let inside = ours.contains(&dependency.name.as_str());
            if inside
                && dependency.kind == DependencyKind::Normal
                && !allowed.contains(&dependency.name.as_str())
            {
                wrong.push(format!(
                    "`{}` uses `{}`, which the map does not allow",
                    package.name, dependency.name
                ));
            }
        }
    }
    report("arrows", metadata.packages.len(), &wrong)
}

/// What is read of `deny.toml`.
#[derive(Deserialize)]
struct Deny {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

/// Fails on a dependency whose licence expression has no alternative among those of `deny.toml`.
pub(crate) fn licences() -> Result<(), String> {
    let metadata = MetadataCommand::new().exec().map_err(|e| e.to_string())?;
    let path = metadata.workspace_root.join("deny.toml");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    let Deny { licenses } = toml::from_str(&text).map_err(|e| format!("{path}: {e}"))?;
    let outside = metadata.packages.iter().filter(|p| p.source.is_some());
    let wrong: Vec<String> = outside
        .filter(|p| !suits(p, &licenses.allow))
        .map(|p| format!("{} {}: {}", p.name, p.version, p.license.as_deref().unwrap_or("no licence stated")))
        .collect();
    report("licences", metadata.packages.len(), &wrong)
}

/// Whether some way of reading the expression needs only licences on the list.
fn suits(package: &Package, allowed: &[String]) -> bool {
    let Some(expression) = &package.license else { return false };
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let known = |term: &str| allowed.iter().any(|licence| licence == term.trim());
    // Without its parentheses `A OR (B AND C)` reads as (A OR B) AND C, which can only be stricter than the expression.
    plain.split(" AND ").all(|all| all.split(" OR ").any(known))
}

fn report(what: &str, checked: usize, wrong: &[String]) -> Result<(), String> {
    if wrong.is_empty() {
        println!("{what}: {checked} packages are in order");
        Ok(())
    } else {
        Err(format!("{what}:\n  {}", wrong.join("\n  ")))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn crates_use_only_the_crates_on_the_map() {
        assert_eq!(super::arrows(), Ok(()));
    }

    #[test]
    fn every_dependency_has_a_licence_that_suits_ours() {
        assert_eq!(super::licences(), Ok(()));
    }
}
