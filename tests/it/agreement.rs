//! Rules, schemas and serde types say the same: on the corpus, and on payloads made near every limit.
//!
//! Where they cannot, the difference is listed below with its reason; one that the corpus does not show is no
//! difference, and fails.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jsonschema::{PatternOptions, Validator};
use proptest::prelude::*;
use serde_json::{Value, json};
use userlint::model::{
    DataApiCreateUser, DataApiSetUser, Payload, ResponseUser, RestUpdateUser, RestUser, SdkUser,
};
use userlint::report::json::JsonReport;
use userlint::schema::{self, SchemaName};
use userlint::{Field, Linter, Options, RULES, Rule, Severity, Shape, Source, Surface, Surfaces, find_rule};

use crate::corpus::{self, Case};

/// A rule on which two of the three differ, and why they must.
type Exception = (&'static str, &'static str);

/// The rule finds an error, and the schema accepts the payload.
const SCHEMA_ACCEPTS: &[Exception] = &[
    ("duplicate_key", "a validator is given the last of two equal keys"),
    (
        "id_number_imprecise",
        "a schema compares values, and 1e3, 1.0 and -0 differ from 1000, 1 and 0 in spelling alone",
    ),
    (
        "email_invalid",
        "which addresses nobody takes is more than a regular expression can say",
    ),
    (
        "locale_malformed",
        "that no variant and no singleton stands twice is more than a regular expression can say",
    ),
];

/// The rule finds an error that is none of structure, and serde refuses the payload.
const SERDE_REFUSES: &[Exception] = &[
    ("duplicate_key", "a struct takes each field once"),
    (
        "id_number_imprecise",
        "where an id is a string, the rule speaks of the number instead of `id_number`",
    ),
];

/// The rule finds an error of structure, and serde reads the payload.
const SERDE_READS: &[Exception] = &[(
    "unexpected_shape",
    "serde takes an array for a struct whose fields have lost their names",
)];

/// The keywords that are structure: what serde sees as well.
const STRUCTURE: [&str; 3] = ["type", "required", "additionalProperties"];

/// How a judge differs from the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    SchemaAccepts,
    SerdeRefuses,
    SerdeReads,
}

impl Difference {
    const ALL: [Difference; 3] = [
        Difference::SchemaAccepts,
        Difference::SerdeRefuses,
        Difference::SerdeReads,
    ];

    fn exceptions(self) -> &'static [Exception] {
        match self {
            Difference::SchemaAccepts => SCHEMA_ACCEPTS,
            Difference::SerdeRefuses => SERDE_REFUSES,
            Difference::SerdeReads => SERDE_READS,
        }
    }
}

/// Every exception, by difference.
fn exceptions() -> impl Iterator<Item = (Difference, Exception)> {
    Difference::ALL.into_iter().flat_map(|difference| {
        difference
            .exceptions()
            .iter()
            .map(move |&exception| (difference, exception))
    })
}

/// The three judges, and which exceptions they have needed.
struct Court {
    linter: Linter,
    schemas: Vec<(Surface, Validator)>,
    needed: RefCell<BTreeSet<(Difference, &'static str)>>,
}

impl Court {
    fn new() -> Self {
        let options = Options::new()
            .surfaces(Surfaces::ALL)
            .shape(Shape::User)
            .min_severity(Severity::Error);
        Court {
            linter: Linter::new(options),
            schemas: Surface::ALL
                .map(|surface| (surface, validator(&committed(surface.into()))))
                .into(),
            needed: RefCell::default(),
        }
    }

    /// What the judges disagree on in one JSON text, taken for a user. Empty if they agree.
    fn disagreements(&self, text: &str) -> Vec<String> {
        let value: Value = serde_json::from_str(text).expect("only what serde_json can hold is judged");
        let report = self.linter.check(Source::new("user.json", text));
        let mut disagreements = Vec::new();
        for (surface, schema) in &self.schemas {
            let errors: BTreeSet<&'static str> = report
                .findings
                .iter()
                .filter(|finding| finding.severities.get(*surface) == Some(Severity::Error))
                .map(|finding| finding.rule.id)
                .collect();
            let refused = schema.iter_errors(&value).next();
            let structural: BTreeSet<&'static str> =
                errors.iter().copied().filter(|id| is_structural(id)).collect();
            let read = read(*surface, text);
            match &refused {
                Some(reason) if errors.is_empty() => {
                    disagreements.push(format!(
                        "{surface}: the schema refuses it ({reason}), no rule has an error"
                    ));
                }
                None if !self.are_excepted(Difference::SchemaAccepts, &errors) => {
                    disagreements.push(format!(
                        "{surface}: the schema accepts it, these rules do not: {errors:?}"
                    ));
                }
                _ => {}
            }
            match &read {
                Ok(()) if !self.are_excepted(Difference::SerdeReads, &structural) => {
                    disagreements.push(format!(
                        "{surface}: serde reads it, these rules do not: {structural:?}"
                    ));
                }
                Err(reason)
                    if structural.is_empty() && !self.is_one_excepted(Difference::SerdeRefuses, &errors) =>
                {
                    disagreements.push(format!(
                        "{surface}: serde refuses it ({reason}), no rule of structure does: {errors:?}"
                    ));
                }
                _ => {}
            }
        }
        disagreements
    }

    /// Whether every one of these errors is an exception.
    fn are_excepted(&self, difference: Difference, errors: &BTreeSet<&'static str>) -> bool {
        errors.iter().all(|error| self.is_excepted(difference, error))
    }

    /// Whether one of these errors is an exception.
    fn is_one_excepted(&self, difference: Difference, errors: &BTreeSet<&'static str>) -> bool {
        errors.iter().any(|error| self.is_excepted(difference, error))
    }

    fn is_excepted(&self, difference: Difference, error: &'static str) -> bool {
        let is_excepted = difference.exceptions().iter().any(|(rule, _)| *rule == error);
        if is_excepted {
            self.needed.borrow_mut().insert((difference, error));
        }
        is_excepted
    }
}

/// Whether the rule stands for an assertion that serde makes, too.
fn is_structural(id: &str) -> bool {
    let rule = find_rule(id).expect("findings name rules");
    rule.claims()
        .iter()
        .any(|claim| STRUCTURE.contains(&claim.keyword))
}

fn read(surface: Surface, text: &str) -> Result<(), serde_json::Error> {
    fn read<T: Payload>(text: &str) -> Result<(), serde_json::Error> {
        serde_json::from_str::<T>(text).map(|_| ())
    }
    match surface {
        Surface::Sdk => read::<SdkUser>(text),
        Surface::DataApiCreate => read::<DataApiCreateUser>(text),
        Surface::DataApiSet => read::<DataApiSetUser>(text),
        Surface::Rest => read::<RestUser>(text),
        Surface::RestUpdate => read::<RestUpdateUser>(text),
        Surface::Response => read::<ResponseUser>(text),
        other => panic!("{other} has no type of its own"),
    }
}

fn committed(name: SchemaName) -> Value {
    serde_json::from_str(schema::text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A validator that knows no network, asserts formats, and matches patterns without lookaround.
fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex())
        .build(schema)
        .unwrap_or_else(|error| panic!("{}: {error}", schema["$id"]))
}

#[test]
fn on_the_corpus() {
    let court = Court::new();
    let mut complaints = Vec::new();
    let mut judged = 0;
    for_each_case(|name, case, folder| {
        let bytes = case.bytes(folder);
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return;
        };
        let Ok(document) = serde_json::from_str::<Value>(text) else {
            return;
        };
        // The text itself, for what a parsed value does not keep; and whatever could be taken for a user in
        // it.
        let mut users = vec![text.to_owned()];
        inner_objects(&document, &mut users);
        judged += users.len();
        for user in users {
            complaints.extend(
                court
                    .disagreements(&user)
                    .into_iter()
                    .map(|it| format!("{name}: {it}\n  {user}")),
            );
        }
    });
    assert!(
        complaints.is_empty(),
        "{}\n{} of {judged} disagree",
        complaints.join("\n"),
        complaints.len()
    );

    let needed = court.needed.into_inner();
    let never: Vec<_> = exceptions()
        .filter(|(difference, (rule, _))| !needed.contains(&(*difference, *rule)))
        .collect();
    assert!(
        never.is_empty(),
        "exceptions that no case of the corpus needs; strike them, or add a case: {never:#?}"
    );
}

fn for_each_case(mut visit: impl FnMut(&str, &Case, &Path)) {
    for folder in corpus::folders() {
        for case in corpus::cases(&folder) {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            visit(&format!("corpus/{name}: {}", case.name), &case, &folder);
        }
    }
}

/// The texts of the objects within a value, however deep.
fn inner_objects(value: &Value, texts: &mut Vec<String>) {
    let inner: Vec<&Value> = match value {
        Value::Object(members) => members.values().collect(),
        Value::Array(elements) => elements.iter().collect(),
        _ => return,
    };
    for value in inner {
        if value.is_object() {
            texts.push(value.to_string());
        }
        inner_objects(value, texts);
    }
}

#[test]
fn near_every_limit() {
    let court = Court::new();
    let config = ProptestConfig {
        cases: 4_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(user in user_near_limits())| {
        let disagreements = court.disagreements(&user);
        prop_assert!(disagreements.is_empty(), "{}\n{user}", disagreements.join("\n"));
    });
}

/// The text of a user who is well-formed everywhere but for a few fields.
fn user_near_limits() -> impl Strategy<Value = String> {
    let fields = prop::sample::select(Field::ALL.as_slice()).prop_flat_map(|field| {
        let value = prop_oneof![3 => near_limits_of(field), 1 => anything()];
        value.prop_map(move |value| (field.name().to_owned(), value))
    });
    let lacks = prop::collection::vec(prop::sample::select(Field::ALL.as_slice()), 0..2);
    (prop::collection::vec(fields, 0..4), lacks).prop_map(|(changes, lacks)| {
        let mut user = BTreeMap::from([
            ("id".to_owned(), r#""user_7""#.to_owned()),
            ("name".to_owned(), r#""Linda""#.to_owned()),
            ("email".to_owned(), r#"["linda@talkjs.com"]"#.to_owned()),
            ("role".to_owned(), r#""buyer""#.to_owned()),
        ]);
        for lack in lacks {
            user.remove(lack.name());
        }
        user.extend(changes);
        let members: Vec<_> = user
            .iter()
            .map(|(key, value)| format!("{}:{value}", json!(key)))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

/// A JSON text near the edge of what the field takes.
fn near_limits_of(field: Field) -> BoxedStrategy<String> {
    match field {
        Field::Id => prop_oneof![string("[a-z0-9]{0,2}"), id_number()].boxed(),
        Field::Email => one_or_many(r#"[a-z. "(\\]{0,3}@?[ (@.]?[a-z.-]{0,4}"#),
        Field::Phone => one_or_many(r"\+?[0-9]{0,4}[ -]?|\+[0-9]{13,16}"),
        Field::PhotoUrl | Field::HeaderPhotoUrl => {
            string(r"[ \x01]?(https?|javascript|java\nscript|vbscript|[fF]ile|data|x)?:?(//)?[a-z.]{0,4}")
        }
        Field::Locale => string("[a-z]{1,9}([-_][a-zA-Z]{2,4})?(-[0-9a-z]{1,9}){0,3}"),
        Field::Custom => map("[a-z]{0,2}", anything()),
        Field::PushTokens => {
            let value = prop_oneof![one_of("true null false"), anything()];
            map("(fcm|apns):[a-z\n]{0,2}|[a-z:]{0,3}", value.boxed())
        }
        Field::CreatedAt => id_number(),
        _ => string(r"\PC{0,3}"),
    }
}

fn string(pattern: &str) -> BoxedStrategy<String> {
    let string = prop::string::string_regex(pattern).expect("a regular expression");
    string.prop_map(|text| json!(text).to_string()).boxed()
}

fn one_or_many(pattern: &str) -> BoxedStrategy<String> {
    let element = prop_oneof![6 => string(pattern), 1 => anything()];
    let list = prop::collection::vec(element, 0..3).prop_map(|elements| format!("[{}]", elements.join(",")));
    prop_oneof![list, string(pattern)].boxed()
}

fn map(key: &str, value: BoxedStrategy<String>) -> BoxedStrategy<String> {
    prop::collection::btree_map(string(key), value, 0..3)
        .prop_map(|entries| {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{key}:{value}"))
                .collect();
            format!("{{{}}}", entries.join(","))
        })
        .boxed()
}

/// Numbers on both sides of what JavaScript holds exactly, and other spellings of the same.
fn id_number() -> BoxedStrategy<String> {
    one_of(
        "0 -0 5 5.0 5.5 1e3 1e21 1e-7 -1 9007199254740991 9007199254740992 9007199254740993 \
         -9007199254740991 -9007199254740992 18446744073709551616",
    )
}

/// A value of any type.
fn anything() -> BoxedStrategy<String> {
    one_of(
        r#"null true false 5 1.5 "" "x" [] ["x"] [null] [5] [[]] [{}] {} {"x":"y"} {"x":null} {"x":5}
           {"x":true} {"x":{}} {"fcm:x":true}"#,
    )
}

fn one_of(words: &'static str) -> BoxedStrategy<String> {
    let words: Vec<_> = words.split_whitespace().collect();
    prop::sample::select(words).prop_map(str::to_owned).boxed()
}

/// The assertions of a schema by keyword. Those on the elements of a list count as those of the list; what is
/// asserted of the keys or the values of a map, or of the parts of a tuple, counts under the keyword that
/// does so.
fn assertions(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        match keyword.as_str() {
            "$schema" | "$id" | "$ref" | "$defs" | "title" | "description" | "deprecated" | "examples"
            | "default" | "properties" | "x-userlint" => {}
            "items" => found.extend(assertions(value)),
            _ if *value == Value::Bool(true) => {}
            _ => {
                found.insert(keyword.clone());
            }
        }
    }
    found
}

/// The assertions about a user, by property; those about the whole under `""`.
fn assertions_about_user(schema: &Value) -> BTreeSet<(String, String)> {
    let of_property = |property: &str, schema: &Value| {
        let property = property.to_owned();
        assertions(schema)
            .into_iter()
            .map(move |keyword| (property.clone(), keyword))
    };
    let properties = schema["properties"].as_object().expect("a schema of an object");
    let about_properties = properties
        .iter()
        .flat_map(|(property, schema)| of_property(property, schema));
    of_property("", schema).chain(about_properties).collect()
}

#[test]
fn every_assertion_of_a_surface_is_claimed_by_a_rule_with_an_error_there() {
    let mut complaints = Vec::new();
    for surface in Surface::ALL {
        let claimed = |property: &str, keyword: &str| {
            let claims = |rule: &Rule| {
                rule.claims()
                    .iter()
                    .any(|claim| claim.property == property && claim.keyword == keyword)
            };
            RULES
                .iter()
                .any(|rule| rule.severities().get(surface) == Some(Severity::Error) && claims(rule))
        };
        for (property, keyword) in assertions_about_user(&committed(surface.into())) {
            if !claimed(&property, &keyword) {
                complaints.push(format!("{surface}: `{keyword}` of {property:?}"));
            }
        }
    }
    assert!(
        complaints.is_empty(),
        "assertions for which no rule answers: claim each in the `META` of a rule, or take it out of the \
         type in src/model:\n{}",
        complaints.join("\n")
    );
}

#[test]
fn every_claim_of_a_rule_is_an_assertion_of_a_schema() {
    let mut complaints = Vec::new();
    for rule in RULES {
        for claim in rule.claims() {
            let claimed = (claim.property.to_owned(), claim.keyword.to_owned());
            let is_about_user = claim.property.is_empty() || Field::of_key(claim.property).is_some();
            let exists = if is_about_user {
                rule.severities()
                    .errors()
                    .any(|surface| assertions_about_user(&committed(surface.into())).contains(&claimed))
            } else {
                titled(claim.property)
                    .iter()
                    .any(|schema| assertions(schema).contains(claim.keyword))
            };
            if !exists {
                complaints.push(format!(
                    "{}: `{}` of {:?}",
                    rule.id, claim.keyword, claim.property
                ));
            }
        }
    }
    assert!(
        complaints.is_empty(),
        "claims of assertions that no schema makes on a surface where the rule has an error: strike them \
         from the `META`, or make the assertion in src/model:\n{}",
        complaints.join("\n")
    );
}

/// The schemas of this title, at the root or among the definitions.
fn titled(title: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for &name in SchemaName::ALL {
        let root = committed(name);
        let definitions = root["$defs"].as_object().cloned().unwrap_or_default();
        let schemas = definitions.into_values().chain([root]);
        found.extend(schemas.filter(|schema| schema["title"] == title));
    }
    found
}

#[test]
fn every_exception_names_a_rule() {
    for (_, (rule, reason)) in exceptions() {
        assert!(
            RULES.iter().any(|known| known.id == rule),
            "{rule} ({reason}) is no rule"
        );
    }
}

/// Every committed schema, by file name.
fn committed_files() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let entries = fs::read_dir(folder).expect("the folder is in the repository");
    let read = |path: &Path| {
        let text = fs::read_to_string(path).expect("a readable file");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    entries
        .map(|entry| entry.expect("a readable folder"))
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                read(&entry.path()),
            )
        })
        .collect()
}

#[test]
fn every_schema_is_one_and_its_references_lead_somewhere() {
    for (file, schema) in committed_files() {
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{file}"
        );
        if let Err(error) = jsonschema::meta::validate(&schema) {
            panic!("{file}: {error} at {}", error.instance_path());
        }
        validator(&schema);
    }
}

#[test]
fn every_example_in_a_schema_satisfies_it() {
    for (file, schema) in committed_files() {
        let mut places = Vec::new();
        with_examples(&schema, String::new(), &mut places);
        for place in places {
            // The schema is embedded with its own identifier, so that its references stay its own.
            let id = schema["$id"].as_str().expect("every schema has an identifier");
            let part = json!({ "$ref": format!("{id}#{place}"), "$defs": { "whole": schema } });
            let validator = validator(&part);
            for example in schema.pointer(&place).expect("just found")["examples"]
                .as_array()
                .expect("a list")
            {
                if let Err(error) = validator.validate(example) {
                    panic!("{file}: the example {example} at {place:?}: {error}");
                }
            }
        }
    }
}

/// The JSON Pointers of the schemas that have examples.
fn with_examples(schema: &Value, pointer: String, found: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                if key != "examples" {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    with_examples(value, format!("{pointer}/{key}"), found);
                }
            }
            if members.contains_key("examples") {
                found.push(pointer);
            }
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                with_examples(element, format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_example_of_a_user_is_clean() {
    for surface in Surface::ALL {
        let linter = Linter::new(
            Options::new()
                .surfaces(Surfaces::of(&[surface]))
                .shape(Shape::User),
        );
        for example in committed(surface.into())["examples"]
            .as_array()
            .expect("every surface has an example")
        {
            let report = linter.check_value(example);
            assert!(report.findings.is_empty(), "{surface}: {:#?}", report.findings);
        }
    }
}

#[test]
fn the_report_on_the_corpus_satisfies_its_schema() {
    let mut reports = Vec::new();
    for_each_case(|_, case, folder| {
        let mut options = Options::new()
            .surfaces(case.surfaces())
            .min_severity(Severity::Note);
        options.shape = case.shape.as_ref().map(|shape| shape.parse().expect("a shape"));
        reports.push(Linter::new(options).check(Source::new(&case.name_of_input, &case.bytes(folder))));
    });
    let mut text = Vec::new();
    JsonReport::new(&reports)
        .write(&mut text)
        .expect("writing to memory");
    let report: Value = serde_json::from_slice(&text).expect("the report is JSON");
    let validator = validator(&committed(SchemaName::Report));
    let errors: Vec<_> = validator
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn every_file_of_cases_satisfies_its_schema() {
    let validator = validator(&committed_files()["corpus-cases.schema.json"]);
    for folder in corpus::folders() {
        let path = folder.join("cases.json");
        let text = fs::read_to_string(&path).expect("a readable file");
        let cases: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if let Err(error) = validator.validate(&cases) {
            panic!("{}: {error} at {}", path.display(), error.instance_path());
        }
    }
}
