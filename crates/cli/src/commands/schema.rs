//! JSON Schemas, made from the model's own declaration.

use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use overtake::compare::Comparison;
use overtake::evidence::Kind;
use overtake::explain::Story;
use overtake::kernels::ModelKind;
use overtake::model::{AxisDeclaration, Declaration};
use overtake::study::DesignKind;
use overtake::study::policy::Policy;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// A schema: its name and how it is made.
type Named = (&'static str, fn() -> Value);

const ALL: [Named; 9] = [
    ("study", study),
    ("claims", claims),
    ("run", run),
    ("compare", written::<Comparison>),
    ("story", written::<Story>),
    ("rules", written::<overtake::packages::Report>),
    ("when", written::<overtake::when::Report>),
    ("audit", audit),
    ("error", error),
];

/// The schema of a document from the type that is written, with its comments as descriptions.
fn written<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|s| s.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

pub(crate) fn schema(it: &args::Schema, output: Output) -> Done {
    let Some(what) = &it.what else {
        if output.json {
            return print_json(
                &json!({ "schema": "overtake/schemas/1", "schemas": ALL.map(|(name, _)| name) }),
            );
        }
        let names = ALL.map(|(name, _)| name).join(", ");
        return print(&output.told("schema-names", &[("names", &names)]));
    };
    match ALL.iter().find(|(name, _)| name == what) {
        Some((_, schema)) => print_json(&schema()),
        None => Err(Error::usage(
            format!("there is no schema `{what}`"),
            format!("schemas: {}", ALL.map(|(n, _)| n).join(", ")),
        )),
    }
}

/// Keys of the declaration as properties with their sentences: what an editor completes.
fn keys<'a>(
    all: impl Iterator<Item = (String, &'a str, &'a str, f64, f64)>,
    value: &dyn Fn(f64, f64) -> Value,
) -> Value {
    let properties = all.map(|(key, unit, sentence, low, high)| {
        let mut schema = value(low, high);
        schema["description"] = json!(format!("{sentence} ({unit})"));
        (key, schema)
    });
    Value::Object(properties.collect())
}

fn bounded(low: f64, high: f64) -> Value {
    let mut number = json!({ "type": "number" });
    if low.is_finite() {
        number["minimum"] = json!(low);
    }
    if high.is_finite() {
        number["maximum"] = json!(high);
    }
    number
}

fn study() -> Value {
    let declaration = ModelKind::Race.declaration();
    let spread = json!({
        "type": "object",
        "properties": {
            "family": { "enum": ["normal", "lognormal", "uniform", "loguniform", "beta", "pareto", "discrete"] },
            "central": { "type": "number" }, "q05": { "type": "number" }, "q95": { "type": "number" },
            "values": { "type": "array", "items": { "type": "number" } },
            "weights": { "type": "array", "items": { "type": "number" } },
        },
        "required": ["central"],
    });
    let parameters = declaration
        .parameters
        .iter()
        .map(|p| (p.key.clone(), p.unit, p.sentence, p.domain.low, p.domain.high));
    let levers = || {
        declaration.levers.iter().map(|l| (l.key.to_owned(), l.unit, l.sentence, l.domain.low, l.domain.high))
    };
    let path = |low: f64, high: f64| json!({ "oneOf": [bounded(low, high), { "type": "array", "items": { "type": "array", "prefixItems": [{ "type": "string" }, bounded(low, high)] } }] });
    let set = keys(parameters.chain(levers()), &|low, high| json!({ "oneOf": [bounded(low, high), spread] }));
    let policies: Vec<String> =
        Policy::built_in().map(|p| p.into_iter().map(|p| p.key).collect()).unwrap_or_default();
    let text = json!({ "type": "string" });
    let mut schema = json!({
        "$schema": DRAFT, "title": "Overtake study", "type": "object", "additionalProperties": false,
        "required": ["name", "model", "start", "end", "policies"],
        "properties": {
            "name": text, "model": { "enum": ModelKind::ALL.map(ModelKind::name) },
            "start": { "type": "string", "pattern": "^[0-9]{4}Q[1-4]$" },
            "end": { "type": "string", "pattern": "^[0-9]{4}Q[1-4]$" },
            "steps_per_quarter": { "type": "integer", "minimum": 1, "maximum": 64 },
            "futures": { "type": "integer", "minimum": 1 }, "contrast_futures": { "type": "integer", "minimum": 1 },
            "seed": { "type": "integer", "minimum": 0 }, "design": { "enum": DesignKind::NAMES },
            "policies": { "type": "array", "minItems": 1, "items": { "anyOf": [{ "enum": policies }, text] } },
            "schools": { "type": "object", "description": "Rival formulations: all, one by name, or weights",
                "properties": schools() },
            "dependence": { "type": "object", "additionalProperties": false,
                "description": "Which beliefs go together: those of the evidence unless said otherwise",
                "properties": {
                    "use": { "type": "boolean", "description": "Whether beliefs go together; false makes all independent" },
                    "pair": { "type": "array", "items": { "type": "object", "required": ["of", "spearman"], "properties": {
                        "of": { "type": "array", "minItems": 2, "maxItems": 2, "items": text },
                        "spearman": { "type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1 },
                    } } },
                } },
            "members": { "type": "object" },
            "set": { "type": "object", "properties": set },
            "policy": { "type": "array", "items": { "type": "object", "required": ["key"], "properties": {
                "key": text, "label": text, "label_zh": text, "sentence": text, "sentence_zh": text, "base": text,
                "levers": { "type": "object", "properties": keys(levers(), &path) },
            } } },
            "claim": { "type": "array", "items": { "type": "object" } },
            "series": { "type": "array", "description": "Histories beside those of the evidence, or in their place",
                "items": series(&declaration) },
            "axis": { "type": "object", "description": "Figures of members that the model does not read: descriptive = [\"…\"]" },
        },
    });
    for axis in &declaration.axes {
        schema["properties"][axis.key] = json!({ "type": "array", "items": member(axis),
            "description": format!("{}: beside those of the evidence, or in the place of one with the same key", axis.sentence) });
    }
    schema
}

/// Where a figure of a study comes from.
fn provenance() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let all = json!({
        "source": { "type": ["string", "array"], "items": text, "description": "Keys of the bibliography" },
        "kind": { "enum": Kind::NAMES }, "known_from": text, "note": text, "note_zh": text, "citation": text,
    });
    all.as_object().cloned().unwrap_or_default()
}

/// A member of an axis: what the model reads of it, and where that comes from.
fn member(axis: &AxisDeclaration) -> Value {
    let text = json!({ "type": "string" });
    let mut properties = provenance();
    for key in ["key", "label", "label_zh"] {
        properties.insert(key.to_owned(), text.clone());
    }
    for attribute in axis.attributes {
        let mut schema = match attribute.unit {
            "date" => json!({ "type": ["string", "number"] }),
            "switch" => json!({ "enum": [false, true, 0, 1] }),
            unit => match (unit.strip_prefix("one of "), unit.starts_with("member of ")) {
                (Some(choices), _) => json!({ "enum": choices.split('|').collect::<Vec<_>>() }),
                (None, true) => json!({ "type": ["string", "array"], "items": text }),
                (None, false) => bounded(attribute.domain.low, attribute.domain.high),
            },
        };
        schema["description"] = json!(format!("{} ({})", attribute.sentence, attribute.unit));
        properties.insert(attribute.key.to_owned(), schema);
    }
    json!({ "type": "object", "required": ["key", "label"], "properties": properties })
}

/// A history: dates and values of one member.
fn series(declaration: &Declaration) -> Value {
    let text = json!({ "type": "string" });
    let keys: Vec<&str> = declaration.series.iter().map(|s| s.key).collect();
    let mut properties = provenance();
    for axis in &declaration.axes {
        properties.insert(axis.key.to_owned(), text.clone());
    }
    properties.extend([
        ("key".to_owned(), json!({ "enum": keys })),
        ("member".to_owned(), text.clone()),
        ("unit".to_owned(), text),
        (
            "knots".to_owned(),
            json!({ "type": "array", "minItems": 2, "items": { "type": "array", "minItems": 2, "maxItems": 2,
                "prefixItems": [{ "type": ["string", "number"] }, { "type": "number" }] } }),
        ),
    ]);
    json!({ "type": "object", "required": ["key", "knots", "unit", "source", "kind"], "properties": properties })
}

/// Switches of the built-in evidence with their schools.
fn schools() -> Value {
    let evidence = overtake::evidence::Evidence::built_in().unwrap_or_default();
    let mut switches: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for school in evidence.schools() {
        switches.entry(school.switch.clone()).or_default().push(school.key.clone());
    }
    let of = |(switch, names): (String, Vec<String>)| {
        let weights = names.iter().map(|n| (n.clone(), json!({ "type": "number", "minimum": 0 })));
        let weights: serde_json::Map<String, Value> = weights.collect();
        let words: Vec<String> = std::iter::once("all".to_owned()).chain(names).collect();
        (switch, json!({ "oneOf": [{ "enum": words }, { "type": "object", "properties": weights }] }))
    };
    Value::Object(switches.into_iter().map(of).collect())
}

fn claims() -> Value {
    let pair =
        json!({ "type": ["array", "null"], "prefixItems": [{ "type": "number" }, { "type": "number" }] });
    let count = json!({ "type": "integer", "minimum": 0 });
    let share = json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 });
    let optional = |kind: &str| json!({ "type": [kind, "null"] });
    let names = json!({ "type": ["array", "null"], "items": { "type": "string" }, "minItems": 2, "maxItems": 2,
        "description": "Of the least and the greatest under `schools`, as `switch.school`" });
    json!({
        "$schema": DRAFT, "title": "overtake/claims/1", "type": "object",
        "required": ["schema", "study", "seed", "futures", "version", "digest", "claims"],
        "properties": {
            "schema": { "const": "overtake/claims/1" }, "study": { "type": "string" }, "seed": count, "futures": count,
            "version": { "type": "string" }, "digest": { "type": "string" },
            "claims": { "type": "array", "items": { "type": "object", "properties": {
                "id": { "type": "string", "pattern": "^C[0-9]+$" }, "part": optional("string"),
                "reading": { "enum": ["main", "alternative"] }, "origin": { "enum": ["essay", "plan", "derived"] },
                "owner": { "type": "string" }, "check": { "type": "boolean" },
                "parts": { "type": "array", "items": { "type": "string", "pattern": "^S[0-9]+$" } },
                "status": { "type": "string" }, "text": { "type": "object" }, "unit": { "type": "string" },
                "band": optional("number"), "fact": optional("object"), "verdict": { "enum": ["holds", "fails", "leans", "open", null] },
                "speculative": { "type": "boolean", "description": "It rests on speculative measures and has no verdict" },
                "reading_decides": { "type": "boolean", "description": "The claim's two readings come out differently: for, against or open" },
                "deciding": { "type": "array", "maxItems": 5, "items": {
                    "type": "object", "required": ["key", "effect", "low", "high"], "additionalProperties": false,
                    "properties": { "key": { "type": "string" }, "effect": share, "low": share, "high": share },
                } },
                "explained": { "type": "object", "required": ["held_out"], "properties": {
                    "held_out": { "type": "number", "maximum": 1 },
                } },
                "answers": { "type": "array", "items": { "type": "object", "properties": {
                    "policy": { "type": "string" }, "futures": count, "true": count, "false": count,
                    "within_band": count, "undefined": count, "share": optional("number"), "sampling": pair,
                    "schools": pair, "schools_named": names, "prior_band": pair, "median_effect": optional("number"),
                } } },
            } } },
        },
    })
}

fn observed() -> Value {
    let count = json!({ "type": "integer", "minimum": 0 });
    json!({
        "type": "object",
        "properties": {
            "policy": { "type": "string" }, "points": count, "outside": count,
            "by": { "type": "array", "items": { "type": "object", "properties": {
                "observable": { "type": "string" }, "bloc": { "type": "string" }, "points": count, "below": count,
                "above": count,
            } } },
            "money": { "type": "array", "items": { "type": "object", "properties": {
                "fact": { "type": "string" }, "what": { "type": "object" }, "bloc": { "type": "string" },
                "date": { "type": "string" }, "value": { "type": "number" }, "outcome": { "type": "string" },
                "simulated": { "type": "array", "description": "5%, half and 95% of futures, in billions of dollars a year",
                    "items": { "type": "number" } },
            } } },
        },
    })
}

fn run() -> Value {
    json!({
        "$schema": DRAFT, "title": "overtake/run/1", "type": "object",
        "properties": {
            "schema": { "const": "overtake/run/1" }, "folder": { "type": "string" }, "reused": { "type": "boolean" },
            "instead_of": { "type": ["string", "null"] },
            "left_alone": { "type": "array", "items": { "type": "object", "properties": {
                "folder": { "type": "string" }, "why": { "type": "string" },
            } } },
            "results": { "type": "object" }, "observed": observed(), "claims": claims(),
            "plots": { "type": "array", "items": { "type": "object", "properties": {
                "file": { "type": "string" }, "figure": { "type": "string" },
                "outcomes": { "type": "array", "items": { "type": "string" } },
                "observed": { "type": "integer" }, "outside": { "type": "integer" },
            } } },
        },
    })
}

fn audit() -> Value {
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "number" }));
    let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let list = |properties: Value| json!({ "type": "array", "items": { "type": "object", "properties": properties } });
    json!({
        "$schema": DRAFT, "title": "overtake/audit/1", "type": "object",
        "required": ["schema", "laws", "steps", "parts", "tenfold", "agreement", "loops", "inert", "constraints", "operations"], "additionalProperties": false,
        "properties": {
            "schema": { "const": "overtake/audit/1" },
            "laws": list(json!({ "law": text, "holds": { "type": "boolean" }, "seen": text })),
            "steps": list(json!({ "outcome": text, "deviation": number, "halved": number, "quartered": number, "tolerance": number })),
            "parts": list(json!({ "part": text,
                "mechanisms": { "type": "array", "items": { "type": "array", "prefixItems": [text, { "enum": ["full", "thin"] }] } },
                "uncertain": { "type": "integer" }, "levers": { "type": "array", "items": text },
                "outcomes": { "type": "array", "items": { "type": "integer" } }, "lacks": { "type": "array", "items": text } })),
            "tenfold": list(json!({ "key": text, "outcome": text, "moves": number, "lasts": number })),
            "agreement": list(json!({ "quantity": text, "unit": text, "race": { "type": "array", "items": number },
                "textbook": { "type": "array", "items": number }, "agree": { "type": "boolean" }, "why": text })),
            "loops": list(json!({ "key": text, "parts": { "type": "array", "items": text }, "sentence": text, "link": text,
                "moves": { "type": "array", "items": { "type": "array", "prefixItems": [text, number] } },
                "decorative": { "type": "boolean" } })),
            "inert": list(json!({ "kind": text, "key": text, "why": { "type": ["string", "null"] } })),
            "constraints": list(json!({ "constraint": text, "part": text, "sentence": text, "axis": text, "share": share,
                "members": { "type": "array", "items": { "type": "array", "prefixItems": [text, share] } },
                "finding": { "type": "boolean" } })),
            "operations": list(json!({ "mechanism": text, "operations": { "type": "integer", "minimum": 0 }, "share": share })),
        },
    })
}

fn error() -> Value {
    json!({
        "$schema": DRAFT, "title": "overtake/error/1", "type": "object", "required": ["schema", "code", "errors"],
        "properties": {
            "schema": { "const": "overtake/error/1" }, "code": { "enum": [1, 2, 130] },
            "errors": { "type": "array", "items": { "type": "object", "properties": {
                "file": { "type": ["string", "null"] }, "line": { "type": ["integer", "null"] },
                "column": { "type": ["integer", "null"] }, "key": { "type": ["string", "null"] },
                "message": { "type": "string" }, "help": { "type": ["string", "null"] },
            } } },
        },
    })
}
