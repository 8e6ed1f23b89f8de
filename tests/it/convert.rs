//! The laws of conversion: the target takes what comes of it, and nothing is lost without a word.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use userlint::convert::{Conversion, Converted, Layout};
use userlint::model::{RestUser, SdkUser};
use userlint::{Linter, Options, Report, Safety, Severity, Shape, Source, Surface, Surfaces};

use crate::corpus::{cases, folders};
use crate::mutations::any_broken;
use crate::strategy::documents::{self, any_document, list};
use crate::strategy::texts::near_json;
use crate::strategy::{config, users};

fn convert(conversion: &Conversion, name: &str, bytes: &[u8]) -> Converted {
    conversion.convert(Source::new(name, bytes))
}

fn judge(surface: Surface, name: &str, text: &[u8], layout: Option<Layout>) -> Report {
    let mut options = Options::new()
        .surfaces(Surfaces::of(&[surface]))
        .min_severity(Severity::Error);
    options.shape = layout.map(Layout::shape);
    Linter::new(options).check(Source::new(name, text))
}

/// Checks every law on one source.
fn obeys_the_laws(conversion: &Conversion, name: &str, bytes: &[u8]) -> Result<(), String> {
    let converted = convert(conversion, name, bytes);
    if !converted.obstacles.is_empty() {
        return Ok(());
    }
    // Under a name that allows no comments.
    let name = name.replace("jsonc", "json");
    let report = judge(conversion.to, &name, &converted.text, conversion.layout);
    if let Some(error) = report.findings.first() {
        return Err(format!("{} does not take it: {error}", conversion.to));
    }
    if report.payloads != converted.payloads {
        return Err(format!(
            "{} users have become {}",
            converted.payloads, report.payloads
        ));
    }
    let again = convert(conversion, &name, &converted.text);
    if conversion.layout.is_none() && (again.text != converted.text || !again.steps.is_empty()) {
        return Err(format!("a second conversion goes on: {:?}", again.steps));
    }
    match conversion.layout {
        None => nothing_is_lost(bytes, &converted),
        Some(layout) => nobody_is_lost(conversion, &name, bytes, layout, &converted),
    }
}

/// Each user of the source stands in the output, in the order of the source, with each member that it had or a step that
/// speaks of it; and what is no user is spoken of. For texts that `serde_json` reads.
fn nobody_is_lost(
    conversion: &Conversion,
    name: &str,
    bytes: &[u8],
    layout: Layout,
    converted: &Converted,
) -> Result<(), String> {
    let options = Options::new()
        .list_payloads(true)
        .surfaces(Surfaces::of(&[conversion.to]));
    let report = Linter::new(options).check(Source::new(name, bytes));
    let Some(documents) = documents_of(&report, bytes) else {
        return Ok(());
    };
    let text = std::str::from_utf8(&converted.text).map_err(|error| error.to_string())?;
    let Some(written) = users_of(layout, text) else {
        return Ok(()); // a number that no double holds
    };
    if written.len() != report.listed.len() {
        return Err(format!(
            "{} users have become {}",
            report.listed.len(),
            written.len()
        ));
    }
    let is_said = |line: Option<usize>, pointer: &str| {
        converted.steps.iter().any(|step| {
            let is_here = pointer == step.pointer || pointer.starts_with(&format!("{}/", step.pointer));
            step.pointer.ends_with('…') || (step.line == line && is_here)
        })
    };
    let mut users: Vec<(Option<usize>, &str)> = Vec::new();
    for (listed, (id, after)) in report.listed.iter().zip(&written) {
        let payload = &listed.payload;
        let line = (report.shape == Some(Shape::Ndjson)).then_some(payload.start.line);
        users.push((line, &payload.pointer));
        let document = documents
            .iter()
            .find(|(at, _)| *at == line)
            .map(|(_, document)| document);
        let Some(before) = document.and_then(|document| document.pointer(&payload.pointer)) else {
            return Ok(()); // a pointer that was cut
        };
        let inside = format!("{}/", payload.pointer);
        let is_touched = |step: &userlint::convert::Step| {
            step.line == line && (step.pointer == payload.pointer || step.pointer.starts_with(&inside))
        };
        if payload.id != *id && !converted.steps.iter().any(is_touched) {
            return Err(format!("the id {:?} has become {id:?}", payload.id));
        }
        let mut lost = Vec::new();
        differences(before, after, payload.pointer.clone(), &mut lost);
        if let Some(lost) = lost.iter().find(|pointer| !is_said(line, pointer)) {
            return Err(format!(
                "{lost} is not what it was, and nothing is said of it: {:?}",
                converted.steps
            ));
        }
    }
    for (line, document) in &documents {
        let mut beside = Vec::new();
        no_users(document, String::new(), *line, &users, &mut beside);
        if let Some(lost) = beside.iter().find(|pointer| !is_said(*line, pointer)) {
            return Err(format!(
                "{lost} is gone, and nothing is said of it: {:?}",
                converted.steps
            ));
        }
    }
    Ok(())
}

/// The documents of a source, by line where they are lines; none if `serde_json` does not read one.
fn documents_of(report: &Report, bytes: &[u8]) -> Option<Vec<(Option<usize>, Value)>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if report.shape != Some(Shape::Ndjson) {
        return Some(vec![(None, serde_json::from_str(text).ok()?)]);
    }
    let lines = text.split('\n').enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| Some((Some(at + 1), serde_json::from_str(line).ok()?)))
        .collect()
}

/// The users of an output with their ids, as the layout has them.
fn users_of(layout: Layout, text: &str) -> Option<Vec<(Option<String>, Value)>> {
    let with_id = |user: Value| match &user["id"] {
        // A warning, not an error: it stays where its fix would leave the user worse off.
        Value::Number(number) => (Some(number.to_string()), user),
        id => (id.as_str().map(str::to_owned), user),
    };
    match layout {
        Layout::List => {
            let users: Vec<Value> = serde_json::from_str(text).ok()?;
            Some(users.into_iter().map(with_id).collect())
        }
        Layout::Ndjson => {
            let users = text.lines().map(serde_json::from_str::<Value>);
            Some(
                users
                    .collect::<Result<Vec<_>, _>>()
                    .ok()?
                    .into_iter()
                    .map(with_id)
                    .collect(),
            )
        }
        Layout::Map => {
            serde_json::from_str::<Value>(text).ok()?;
            // The map of serde_json is in the order of the keys, and the text in that of the users.
            let lines = text.lines().filter(|line| line.starts_with("  \""));
            lines
                .map(|line| {
                    let entry = format!("{{{}}}", line.trim().trim_end_matches(','));
                    let entry: serde_json::Map<String, Value> = serde_json::from_str(&entry).ok()?;
                    entry.into_iter().next().map(|(id, user)| (Some(id), user))
                })
                .collect()
        }
        _ => None,
    }
}

/// The pointers of the values in which there is no user, and which are in no user.
fn no_users(
    value: &Value,
    pointer: String,
    line: Option<usize>,
    users: &[(Option<usize>, &str)],
    beside: &mut Vec<String>,
) {
    let here = |user: &&(Option<usize>, &str)| user.0 == line;
    if users.iter().filter(here).any(|user| user.1 == pointer) {
        return;
    }
    let above = format!("{pointer}/");
    if !users.iter().filter(here).any(|user| user.1.starts_with(&above)) {
        return beside.push(pointer);
    }
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                no_users(
                    value,
                    format!("{above}{}", documents::token(key)),
                    line,
                    users,
                    beside,
                );
            }
        }
        Value::Array(elements) => {
            // Of an operation the number, the method and the path make the request: they are of no use to the user.
            let payload = format!("{above}3");
            let is_operation = users
                .iter()
                .filter(here)
                .any(|user| user.1 == payload || user.1.starts_with(&format!("{payload}/")));
            let first = if is_operation { 3 } else { 0 };
            for (at, value) in elements.iter().enumerate().skip(first) {
                no_users(value, format!("{above}{at}"), line, users, beside);
            }
        }
        _ => {}
    }
}

/// Each member that was there is there, or a step speaks of it. For texts that `serde_json` reads: one document, or one a
/// line.
fn nothing_is_lost(before: &[u8], converted: &Converted) -> Result<(), String> {
    let before = before.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(before);
    if let (Ok(before), Ok(after)) = (
        serde_json::from_slice::<Value>(before),
        serde_json::from_slice::<Value>(&converted.text),
    ) {
        return all_is_there(&before, &after, None, converted);
    }
    let lines = |text: &[u8]| {
        text.split(|&byte| byte == b'\n')
            .map(<[u8]>::to_owned)
            .collect::<Vec<_>>()
    };
    let (before, after) = (lines(before), lines(&converted.text));
    for (at, (before, after)) in before.iter().zip(&after).enumerate() {
        if let (Ok(before), Ok(after)) = (
            serde_json::from_slice::<Value>(before),
            serde_json::from_slice::<Value>(after),
        ) {
            all_is_there(&before, &after, Some(at + 1), converted)?;
        }
    }
    Ok(())
}

fn all_is_there(
    before: &Value,
    after: &Value,
    line: Option<usize>,
    converted: &Converted,
) -> Result<(), String> {
    let mut lost = Vec::new();
    differences(before, after, String::new(), &mut lost);
    for pointer in lost {
        // A document of one line may be one of NDJSON, too.
        let speaks_of_it = |step: &userlint::convert::Step| {
            (line.is_none() || step.line == line)
                && (pointer == step.pointer
                    || pointer.starts_with(&format!("{}/", step.pointer))
                    || step.pointer.ends_with('…'))
        };
        if !converted.steps.iter().any(speaks_of_it) {
            return Err(format!(
                "{pointer} is not what it was, and nothing is said of it: {:?}",
                converted.steps
            ));
        }
    }
    Ok(())
}

/// The pointers of all values of the first that are not in the second as they were.
fn differences(before: &Value, after: &Value, pointer: String, lost: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                let pointer = format!("{pointer}/{}", crate::strategy::documents::token(key));
                match after.get(key) {
                    Some(other) => differences(value, other, pointer, lost),
                    None => lost.push(pointer),
                }
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (at, (value, other)) in before.iter().zip(after).enumerate() {
                differences(value, other, format!("{pointer}/{at}"), lost);
            }
        }
        _ if before == after => {}
        _ => lost.push(pointer),
    }
}

fn conversions() -> impl Strategy<Value = Conversion> {
    let surface = || select(&Surface::ALL[..]);
    let layout = prop::option::weighted(0.3, select(&Layout::ALL[..]));
    let drawn = (
        surface(),
        prop::option::of(surface()),
        select(&Safety::ALL[..]),
        layout,
    );
    drawn.prop_map(|(to, from, most, layout)| {
        let mut conversion = Conversion::to(to);
        (conversion.from, conversion.most, conversion.layout) = (from, most, layout);
        conversion
    })
}

#[test]
fn every_case_of_the_corpus_for_every_surface() {
    let mut complaints = Vec::new();
    for folder in folders() {
        for case in cases(&folder) {
            for to in Surface::ALL {
                let layouts = [None].into_iter().chain(Layout::ALL.map(Some));
                for (most, layout) in Safety::ALL
                    .into_iter()
                    .flat_map(|most| layouts.clone().map(move |it| (most, it)))
                {
                    let mut conversion = Conversion::to(to);
                    (conversion.most, conversion.layout) = (most, layout);
                    let outcome = obeys_the_laws(&conversion, &case.name_of_input, &case.bytes(&folder));
                    if let Err(law) = outcome {
                        complaints.push(format!("{}, {}, to {to}: {law}", folder.display(), case.name));
                    }
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn text_for(to: Surface, text: &str) -> String {
    let converted = convert(&Conversion::to(to), "input.json", text.as_bytes());
    assert_eq!(converted.obstacles, [], "{text}");
    let text = String::from_utf8(converted.text).expect("text");
    text.strip_suffix('\n')
        .expect("the text ends with a newline")
        .to_owned()
}

// The expectations are the table of fields and nulls: talkjs 0.46.0 and @talkjs/core 1.6.2 types, the REST reference.

#[test]
fn each_surface_gets_the_fields_that_it_takes() {
    let user = r#"{"id":"u","name":"A","pushTokens":{"fcm:abcdefgh12345678":true},"availabilityText":"away","createdAt":5}"#;
    assert_eq!(
        text_for(Surface::Sdk, user),
        r#"{"id":"u","name":"A","availabilityText":"away"}"#
    );
    assert_eq!(
        text_for(Surface::DataApiCreate, user),
        r#"{"id":"u","name":"A","pushTokens":{"fcm:abcdefgh12345678":true}}"#
    );
    assert_eq!(
        text_for(Surface::Rest, user),
        r#"{"id":"u","name":"A","pushTokens":{"fcm:abcdefgh12345678":true},"availabilityText":"away"}"#
    );
}

#[test]
fn the_old_name_of_the_role_is_carried_over_where_only_the_new_one_is_taken() {
    let old = r#"{"id":"u","name":"A","configuration":"buyer"}"#;
    for to in [
        Surface::Sdk,
        Surface::Rest,
        Surface::DataApiCreate,
        Surface::DataApiSet,
    ] {
        assert_eq!(
            text_for(to, old),
            r#"{"id":"u","name":"A","role":"buyer"}"#,
            "{to}"
        );
    }
}

#[test]
fn nulls_are_what_the_target_makes_of_them() {
    let user = r#"{"id":"u","name":"A","phone":null,"custom":{"a":null,"b":"x"}}"#;
    assert_eq!(
        text_for(Surface::DataApiCreate, user),
        r#"{"id":"u","name":"A","custom":{"b":"x"}}"#
    );
    assert_eq!(text_for(Surface::DataApiSet, user), user);
    let mut conversion = Conversion::to(Surface::Rest);
    conversion.from = Some(Surface::Response);
    let sent = r#"{"id":"u","name":"A","email":null,"photoUrl":null,"createdAt":5}"#;
    let converted = convert(&conversion, "input.json", sent.as_bytes());
    assert_eq!(
        String::from_utf8_lossy(&converted.text).trim_end(),
        r#"{"id":"u","name":"A"}"#
    );
    // A name cannot be left out.
    let converted = convert(
        &Conversion::to(Surface::Rest),
        "input.json",
        br#"{"id":"u","name":null}"#,
    );
    assert_eq!(converted.obstacles.len(), 1);
    assert_eq!(converted.obstacles[0].pointer, "/name");
}

#[test]
fn whatever_goes_takes_its_comma_along() {
    for (before, after) in [
        ("{\"createdAt\":1,\"name\":\"A\"}", "{\"name\":\"A\"}"),
        ("{\"name\":\"A\",\"createdAt\":1}", "{\"name\":\"A\"}"),
        (
            "{ \"name\" : \"A\" , \"createdAt\" : 1 , \"headerPhotoUrl\" : null }",
            "{ \"name\" : \"A\" }",
        ),
        (
            "{\n  \"createdAt\": 1,\n  \"headerPhotoUrl\": null,\n  \"name\": \"A\"\n}",
            "{\n  \"name\": \"A\"\n}",
        ),
        (
            "{\"createdAt\":1,\"name\":\"A\",\"headerPhotoUrl\":null,\"role\":\"x\"}",
            "{\"name\":\"A\",\"role\":\"x\"}",
        ),
    ] {
        assert_eq!(text_for(Surface::Rest, before), after);
    }
}

/// No surface knows the key, none refuses it: it is carried over, and that nothing comes of it is said.
#[test]
fn what_no_surface_knows_is_kept_and_named() {
    let user = r#"{"id":"u","name":"A","favourite":"tea","createdAt":5}"#;
    let converted = convert(&Conversion::to(Surface::Rest), "input.json", user.as_bytes());
    assert_eq!(
        String::from_utf8_lossy(&converted.text).trim_end(),
        r#"{"id":"u","name":"A","favourite":"tea"}"#
    );
    let kept: Vec<_> = converted.kept.iter().map(|kept| kept.pointer.as_str()).collect();
    assert_eq!(kept, ["/favourite"]);
    let lines = format!("{{\"id\":\"a\",\"name\":\"A\"}}\n{user}\n");
    let converted = convert(&Conversion::to(Surface::Sdk), "input.ndjson", lines.as_bytes());
    assert_eq!(converted.kept[0].line, Some(2));
}

/// What Node 20.20 makes of thousands of numbers: the types of the library and the texts of the program become the same.
#[test]
fn a_number_as_id_becomes_what_node_makes_of_it_or_nothing() {
    let mut spelled = 0;
    for line in include_str!("../../src/grammar/js_number/oracle.tsv").lines() {
        let (number, string) = line.split_once('\t').expect("a number and a string");
        let user = format!(r#"{{"id":{number},"name":"A"}}"#);
        let converted = convert(&Conversion::to(Surface::Rest), "input.json", user.as_bytes());
        let of_text = converted.obstacles.is_empty().then(|| {
            let text = serde_json::from_slice::<Value>(&converted.text).expect("JSON");
            text["id"].as_str().expect("a string").to_owned()
        });
        let of_type = serde_json::from_str::<SdkUser>(&user)
            .ok()
            .and_then(|user| RestUser::try_from(user).ok())
            .and_then(|user| user.id)
            .map(|id| id.to_string());
        if let Some(id) = &of_text {
            assert_eq!(id, string, "{number}");
            assert_eq!(of_type.as_ref(), Some(id), "{number}");
            spelled += 1;
        } else {
            assert_eq!(converted.obstacles[0].pointer, "/id", "{number}");
        }
        // A type holds a double, so it does not know of what the double has lost: that is said of texts alone.
        assert!(
            of_type.as_deref().is_none_or(|id| id == string),
            "{number}: {of_type:?}"
        );
    }
    assert!(spelled > 1000, "{spelled}");
    for (number, string) in [("1e3", "1000"), ("1.0", "1"), ("-0", "0"), ("5e-1", "0.5")] {
        let user = format!(r#"{{"id":{number},"name":"A"}}"#);
        assert_eq!(
            text_for(Surface::Rest, &user),
            format!(r#"{{"id":"{string}","name":"A"}}"#)
        );
    }
}

#[test]
fn an_id_from_elsewhere_is_written_into_the_user() {
    let mut conversion = Conversion::to(Surface::Sdk);
    conversion.id_from = Some("field:/custom/uid".parse().expect("a field"));
    let list = r#"[{"name":"A","custom":{"uid":"a"}},{"id":"b","name":"B","custom":{"uid":"x"}}]"#;
    let converted = convert(&conversion, "input.json", list.as_bytes());
    assert_eq!((&converted.obstacles[..], converted.ids_given), (&[][..], 1));
    assert_eq!(
        String::from_utf8_lossy(&converted.text).trim_end(),
        r#"[{"id":"a","name":"A","custom":{"uid":"a"}},{"id":"b","name":"B","custom":{"uid":"x"}}]"#
    );
    conversion.id_from = Some("file-stem".parse().expect("a file"));
    conversion.layout = Some(Layout::Map);
    let converted = convert(&conversion, "users/linda.json", br#"{"name":"Linda"}"#);
    assert_eq!(
        String::from_utf8_lossy(&converted.text),
        "{\n  \"linda\": {\"id\":\"linda\",\"name\":\"Linda\"}\n}\n"
    );
}

/// The pattern of every value that the payloads below have, so that none of them can hide.
#[test]
fn what_is_told_without_personal_values_has_none() {
    let users = r#"{"secret-ann@x.co":{"id":7,"name":"secret","locale":"secret_XX","custom":{"secret@x.co":3,"n":null},"createdAt":1,
        "secret@y.co":1},"secret-bob":{"name":null,"email":"secret@x.co","phone":"secret"}}"#;
    let twice = r#"[{"id":"secret","name":"A"},{"id":"secret","name":"A"}]"#;
    let beside = r#"{"users":[{"id":"secret","name":"A"}],"secret@x.co":1}"#;
    let mut lengths = Vec::new();
    for (layout, text) in [
        (None, users),
        (Some(Layout::List), users),
        (Some(Layout::Map), twice),
        (Some(Layout::Ndjson), twice),
        (Some(Layout::Map), beside),
    ] {
        for to in Surface::ALL {
            let mut conversion = Conversion::to(to);
            (conversion.layout, conversion.redact) = (layout, true);
            let converted = convert(&conversion, "input.json", text.as_bytes());
            let told = format!(
                "{:?} {:?} {:?}",
                converted.steps, converted.kept, converted.obstacles
            );
            assert!(!told.contains("secret"), "{to}: {told}");
            lengths.push(told.len());
        }
    }
    assert!(
        lengths.iter().filter(|&&length| length > 40).count() > 20,
        "{lengths:?}"
    );
}

#[test]
fn comments_do_not_come_along_and_that_is_said() {
    let text = b"// the buyer\n{\"id\": \"u\", /* shown */ \"name\": \"A\",}\n";
    let converted = convert(&Conversion::to(Surface::Rest), "input.jsonc", text);
    assert_eq!(
        String::from_utf8_lossy(&converted.text),
        "{\"id\":\"u\",\"name\":\"A\"}\n"
    );
    assert_eq!(converted.steps.len(), 1);
}

fn laid_out(layout: Layout, name: &str, text: &str) -> Result<String, Vec<String>> {
    let mut conversion = Conversion::to(Surface::Rest);
    conversion.layout = Some(layout);
    let converted = convert(&conversion, name, text.as_bytes());
    if converted.obstacles.is_empty() {
        return Ok(String::from_utf8(converted.text).expect("text"));
    }
    Err(converted
        .obstacles
        .into_iter()
        .map(|obstacle| obstacle.pointer)
        .collect())
}

#[test]
fn a_list_becomes_a_map_and_a_map_a_list() {
    let list = "[\n  {\"id\":\"a/1\",\"name\":\"A\"},\n  {\"id\":\"b\",\"name\":\"B\"}\n]\n";
    let map = "{\n  \"a/1\": {\"id\":\"a/1\",\"name\":\"A\"},\n  \"b\": {\"id\":\"b\",\"name\":\"B\"}\n}\n";
    let lines = "{\"id\":\"a/1\",\"name\":\"A\"}\n{\"id\":\"b\",\"name\":\"B\"}\n";
    let texts = [
        (Layout::List, "x.json", list),
        (Layout::Map, "x.json", map),
        (Layout::Ndjson, "x.ndjson", lines),
    ];
    for (_, name, from) in texts {
        for (layout, _, to) in texts {
            assert_eq!(laid_out(layout, name, from).as_deref(), Ok(to), "{from}");
        }
    }
    // An id that stood outside only moves in, and one that differed gives way.
    let map = "{\"a\":{ \"name\":\"A\"},\"b\":{\"id\":7,\"name\":\"B\"},\"c\":{}}"
        .replace("{}", "{\"name\":\"C\"}");
    assert_eq!(
        laid_out(Layout::Ndjson, "x.json", &map).as_deref(),
        Ok("{ \"id\":\"a\", \"name\":\"A\"}\n{\"id\":\"b\",\"name\":\"B\"}\n{\"id\":\"c\",\"name\":\"C\"}\n")
    );
}

#[test]
fn two_users_of_one_id_do_not_fit_into_a_map() {
    // The same user twice is only a warning where both may stand.
    let list = "[{\"id\":\"1\",\"name\":\"A\"},{\"id\":\"1\",\"name\":\"A\"},{\"name\":\"C\"}]";
    assert_eq!(
        laid_out(Layout::Map, "x.json", list),
        Err(vec!["/1".to_owned(), "/2".to_owned()])
    );
    let list = "[{\"id\":\"1\",\"name\":\"A\"},{\"id\":1,\"name\":\"B\"}]";
    assert_eq!(
        laid_out(Layout::Ndjson, "x.json", list),
        Err(vec!["/1/id".to_owned()])
    );
    let many: Vec<_> = (0..101)
        .map(|at| format!("{{\"id\":\"u{at}\",\"name\":\"A\"}}\n"))
        .collect();
    let many = many.concat();
    assert!(
        laid_out(Layout::Map, "x.ndjson", &many).is_err(),
        "PUT /users takes 100"
    );
    assert!(laid_out(Layout::List, "x.ndjson", &many).is_ok());
}

fn steps(conversion: &Conversion, text: &str) -> Vec<(String, String)> {
    let converted = convert(conversion, "input.json", text.as_bytes());
    assert_eq!(converted.obstacles, [], "{text}");
    let steps = converted.steps.into_iter();
    steps.map(|step| (step.pointer, step.what.into_owned())).collect()
}

fn obstacles(conversion: &Conversion, text: &str) -> Vec<String> {
    let converted = convert(conversion, "input.json", text.as_bytes());
    converted
        .obstacles
        .into_iter()
        .map(|obstacle| obstacle.pointer)
        .collect()
}

#[test]
fn what_is_no_user_is_named_when_users_are_laid_out_anew() {
    let mut conversion = Conversion::to(Surface::Rest);
    conversion.layout = Some(Layout::List);
    let named = |text: &str| {
        steps(&conversion, text)
            .into_iter()
            .map(|(pointer, _)| pointer)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        named(r#"{"users":[{"id":"a","name":"A"}],"note":{"x":1},"next":null}"#),
        ["/note", "/next"]
    );
    assert_eq!(
        named(r#"{"data":{"users":[{"id":"a","name":"A"}],"total":1}}"#),
        ["/data/total"]
    );
    assert_eq!(
        named(r#"{"me":{"id":"a","name":"A"},"you":{"id":"b","name":"B"}}"#),
        ["/me", "/you"],
        "the names are no ids"
    );
    let operations = r#"[[1,"PUT","/users/a",{"name":"A"}],[2,"DELETE","/users/b/sessions"]]"#;
    assert_eq!(obstacles(&conversion, operations), ["/1"]);
    let puts = r#"[[1,"PUT","/users/a",{"name":"A"}]]"#;
    assert_eq!(named(puts), ["/0/3"], "the id moves into the user");
}

#[test]
fn a_page_is_what_talkjs_has_sent() {
    let page = r#"{"data":[{"id":"a","name":"A","email":null,"createdAt":5}]}"#;
    let mut conversion = Conversion::to(Surface::Rest);
    conversion.layout = Some(Layout::Ndjson);
    let converted = convert(&conversion, "input.json", page.as_bytes());
    assert_eq!(
        String::from_utf8_lossy(&converted.text),
        "{\"id\":\"a\",\"name\":\"A\"}\n"
    );
}

#[test]
fn users_of_whom_too_little_is_left_are_not_lost() {
    let mut conversion = Conversion::to(Surface::DataApiCreate);
    conversion.layout = Some(Layout::List);
    // Under names that are no ids only what looks like a user is one, and `{}` does not.
    let keyed = r#"{"":{"email":null}," ":{"id":"member_a","name":"Linda"}}"#;
    assert_eq!(obstacles(&conversion, keyed), [""]);
    // `{"createdAt":{}}` would be a user.
    let conversion = Conversion::to(Surface::DataApiSet);
    assert_eq!(
        obstacles(&conversion, r#"{"createdAt":{"createdAt":null}}"#),
        [""]
    );
    assert_eq!(
        obstacles(&conversion, r#"{"createdAt":{"createdAt":null,"online":null}}"#),
        [""]
    );
    // Alone, `{"id":" ","data":[]}` holds users in `data`, and none.
    let mut conversion = Conversion::to(Surface::DataApiSet);
    conversion.layout = Some(Layout::Ndjson);
    let event = r#"{"id":"evt_7","type":"user.created","createdAt":1,"data":{"user":{"id":" ","data":[]}}}"#;
    assert_eq!(obstacles(&conversion, event), [""]);
}

#[test]
fn a_null_that_was_sent_is_no_order_to_delete_under_another_name_either() {
    let mut conversion = Conversion::to(Surface::DataApiSet);
    conversion.from = Some(Surface::Response);
    conversion.most = Safety::Unsafe;
    let converted = convert(&conversion, "input.json", br#"{"name":"A","avatar":null}"#);
    assert_eq!(String::from_utf8_lossy(&converted.text), "{\"name\":\"A\"}\n");
    let steps: Vec<_> = converted.steps.iter().map(|step| step.pointer.as_str()).collect();
    assert_eq!(steps, ["/avatar", "/photoUrl"]);
}

#[test]
fn two_roles_are_not_carried_over_and_neither_are_operations_to_where_there_are_none() {
    let two = r#"{"id":"u","name":"A","role":"x","configuration":"y"}"#;
    assert_eq!(
        obstacles(&Conversion::to(Surface::DataApiSet), two),
        ["/configuration"]
    );
    let same = two.replace("\"y\"", "\"x\"");
    assert_eq!(
        text_for(Surface::DataApiSet, &same),
        r#"{"id":"u","name":"A","role":"x"}"#
    );
    let operations = r#"[[1,"PUT","/users/a",{"name":"A"}]]"#;
    assert_eq!(obstacles(&Conversion::to(Surface::DataApiSet), operations), [""]);
    assert_eq!(text_for(Surface::Rest, operations), operations);
}

#[test]
fn devices_that_are_to_be_forgotten_are_none_to_create() {
    let user = r#"{"id":"u","name":"A","pushTokens":{"fcm:abcdefgh12345678":null}}"#;
    assert_eq!(
        text_for(Surface::DataApiCreate, user),
        r#"{"id":"u","name":"A","pushTokens":{}}"#
    );
}

#[test]
fn a_user_without_an_id_fits_into_a_list_and_into_no_map() {
    assert_eq!(
        laid_out(Layout::List, "x.json", r#"[{"name":"A"}]"#).as_deref(),
        Ok("[\n  {\"name\":\"A\"}\n]\n")
    );
    assert_eq!(
        laid_out(Layout::Map, "x.json", r#"[{"name":"A"}]"#),
        Err(vec!["/0".to_owned()])
    );
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn any_document_obeys_the_laws(document in any_document(), conversion in conversions()) {
        let text = document.json.plain();
        let outcome = obeys_the_laws(&conversion, "input.json", text.as_bytes());
        prop_assert!(outcome.is_ok(), "{}: {}", outcome.unwrap_err(), text);
    }

    #[test]
    fn what_is_broken_obeys_the_laws(text in any_broken(), conversion in conversions()) {
        for name in ["input.json", "input.ndjson", "input.jsonc"] {
            let outcome = obeys_the_laws(&conversion, name, &text);
            prop_assert!(outcome.is_ok(), "{}: {}", outcome.unwrap_err(), String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn what_is_hardly_json_obeys_the_laws(text in near_json(), conversion in conversions()) {
        let outcome = obeys_the_laws(&conversion, "input.json", text.as_bytes());
        prop_assert!(outcome.is_ok(), "{}: {}", outcome.unwrap_err(), text);
    }

    /// What a surface takes can be carried over, but for what the other has no place or needs more for.
    #[test]
    fn what_the_sdk_takes_rest_takes_too(users in prop::collection::vec(users::clean(Surface::Sdk), 1..4)) {
        let document = list(users);
        let text = document.json.plain();
        prop_assume!(judge(Surface::Sdk, "input.json", text.as_bytes(), None).is_accepted());
        let converted = convert(&Conversion::to(Surface::Rest), "input.json", text.as_bytes());
        prop_assert_eq!(&converted.obstacles, &[], "{}", text);
        let back = convert(&Conversion::to(Surface::Sdk), "input.json", &converted.text);
        prop_assert_eq!(back.text, converted.text);
    }
}
