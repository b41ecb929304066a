//! What must hold between members of a world.

use super::members::Setting;
use overtake_model::WorldError;

/// Adds what does not fit together among the members.
pub(super) fn check(setting: &Setting, errors: &mut Vec<WorldError>) {
    let mut say = |axis: &str, at: Option<(&str, &str)>, reason: String| {
        let at = at.map(|(axis, key)| (axis.to_owned(), key.to_owned()));
        errors.push(WorldError::Inconsistent { axis: axis.to_owned(), at, reason })
    };
    if setting.blocs.len() < 2 {
        say("bloc", None, "a race needs at least two blocs".to_owned());
    }
    for (_, laboratory) in setting.laboratories.iter() {
        let Some(parent) = laboratory.takes_from else { continue };
        let parent = &setting.laboratories[parent];
        if parent.takes_from.is_some() {
            say(
                "laboratory",
                Some(("laboratory", &laboratory.key)),
                format!(
                    "`{}` takes from `{}`, which itself takes from another; name the first of the chain",
                    laboratory.key, parent.key
                ),
            );
        }
        if parent.bloc != laboratory.bloc {
            say(
                "laboratory",
                Some(("laboratory", &laboratory.key)),
                format!("`{}` takes from `{}`, which works in another bloc", laboratory.key, parent.key),
            );
        }
    }
    for (bloc, key) in setting.blocs.iter() {
        if !setting.laboratories.values().iter().any(|l| l.bloc == bloc && l.takes_from.is_none()) {
            let reason = format!("bloc `{key}` has no laboratory that stands by itself");
            say("laboratory", Some(("bloc", key)), reason);
        }
    }
    for (bloc, key) in setting.blocs.iter() {
        let of_bloc = setting.industries.values().iter().filter(|i| i.bloc == bloc);
        let sum: f64 = of_bloc.map(|i| i.weight).sum();
        if (sum - 1.0).abs() > 1e-6 {
            let reason = format!("weights of bloc `{key}` sum to {sum}, not to one");
            say("industry", Some(("bloc", key)), reason);
        }
    }
    for (bloc, key) in setting.blocs.iter() {
        if setting.outside[bloc] <= 0.0 {
            say(
                "city",
                Some(("bloc", key)),
                format!("cities of bloc `{key}` hold all of its AI firms; leave some outside them"),
            );
        }
    }
    for (_, city) in setting.cities.iter() {
        let sum: f64 = city.instruments.iter().sum();
        if (sum - 1.0).abs() > 1e-6 {
            let reason = format!("instruments of a city's programme sum to {sum}, not to one");
            say("city", Some(("city", &city.key)), reason);
        }
    }
    for (_, rule) in setting.rules.iter() {
        if rule.until <= rule.from {
            say("rule", Some(("rule", &rule.key)), format!("`{}` ends before it begins", rule.key));
        }
        let chips = rule.prong.is_some() || rule.density_prong.is_some() || !rule.names.is_empty();
        if !chips && rule.memory == 0.0 && rule.tools == 0.0 {
            say(
                "rule",
                Some(("rule", &rule.key)),
                format!("`{}` covers nothing: give thresholds, names, memory or tools", rule.key),
            );
        }
    }
}
