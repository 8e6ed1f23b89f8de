//! The laws of a check: what holds for every text, every user and every option, whatever the rules are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use userlint::report::human::Human;
use userlint::report::json::JsonReport;
use userlint::settings::{IdForm, IdPolicy, JsonSchema, Level, Levels, Override, Roles, Settings};
use userlint::{
    Finding, Linter, Options, Part, RULES, Report, Severity, Shape, Source, Span, Surface, Surfaces,
    find_rule,
};

use crate::locate;
use crate::strategy::documents::{self, Document, any_document, clean_users, of_users, token};
use crate::strategy::texts::{any_bytes, command, near_json};
use crate::strategy::{Json, any_json, config, custom, ids, locales, users};
use crate::written;

/// All that is to be found, on every surface.
fn everything() -> Options {
    Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note)
}

fn check(text: &str, options: Options) -> Report {
    Linter::new(options).check(Source::new("input.json", text))
}

/// Everything that is found in a document, read in its own shape.
fn findings(document: &Document) -> Report {
    check(&document.json.plain(), everything().shape(document.shape))
}

fn surfaces() -> impl Strategy<Value = Surfaces> {
    subsequence(&Surface::ALL[..], 1..=Surface::ALL.len()).prop_map(|drawn| drawn.into_iter().collect())
}

fn severity() -> impl Strategy<Value = Severity> {
    select(&Severity::ALL[..])
}

fn options() -> impl Strategy<Value = Options> {
    let shape = prop::option::of(select(&Shape::ALL[..]));
    let drawn = (prop::option::of(surfaces()), shape, severity(), settings());
    drawn.prop_map(|(surfaces, shape, min_severity, settings)| {
        let mut options = Options::new().min_severity(min_severity).settings(settings);
        options.surfaces = surfaces;
        options.shape = shape;
        options
    })
}

/// Mostly nothing; else something of everything.
fn settings() -> impl Strategy<Value = Settings> {
    const POINTERS: &[&str] = &["", "/users", "/*", "/**/custom", "/data/**", "/0"];
    let levels = || {
        let level = (select(RULES.iter().collect::<Vec<_>>()), select(&Level::ALL[..]));
        prop::collection::vec(level, 0..8).prop_map(|levels| levels.into_iter().collect::<Levels>())
    };
    let pointers = prop::collection::vec(select(POINTERS), 0..3);
    let holds = (pointers, prop::option::of(surfaces()), levels());
    let holds = holds.prop_map(|(pointers, surfaces, rules)| {
        let mut holds = Override::new();
        holds.pointers = pointers
            .iter()
            .map(|text| text.parse().expect("a pointer"))
            .collect();
        (holds.surfaces, holds.rules) = (surfaces, rules);
        holds
    });
    let drawn = (levels(), prop::collection::vec(holds, 0..3), any::<bool>());
    let settings = drawn.prop_map(|(rules, overrides, are_all_on)| {
        let mut settings = Settings::new();
        (settings.rules, settings.overrides) = (rules, overrides);
        if are_all_on {
            let schema =
                serde_json::json!({ "required": ["country"], "additionalProperties": { "maxLength": 3 } });
            settings.roles = Some(Roles::new(["buyer", "seller"]));
            settings.id = Some(IdPolicy::new(IdForm::prefixes(["user_"])));
            settings.custom = Some(Arc::new(JsonSchema::new(&schema).expect("a schema")));
        }
        settings
    });
    prop_oneof![3 => Just(Settings::new()), 2 => settings]
}

fn name() -> impl Strategy<Value = &'static str> {
    select(vec!["input.json", "input.ndjson", "x.JSONL", "<stdin>"])
}

/// A finding without its place in bytes, lines and columns, and without the help, which may quote the text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    rule: &'static str,
    pointer: String,
    payload: Option<String>,
    part: &'static str,
    message: String,
    severities: Vec<(Surface, Severity)>,
}

impl Said {
    fn of(finding: &Finding) -> Said {
        Said {
            rule: finding.rule.id,
            pointer: finding.pointer.clone(),
            payload: finding.payload.as_deref().map(|payload| payload.pointer.clone()),
            part: finding.part.name(),
            message: finding.message.to_string(),
            severities: finding.severities.iter().collect(),
        }
    }

    /// The same, of a user that stands at `prefix` in another document.
    fn moved_to(self, prefix: &str) -> Said {
        let moved = |pointer: String| format!("{prefix}{pointer}");
        Said {
            pointer: moved(self.pointer),
            payload: self.payload.map(moved),
            ..self
        }
    }
}

/// What a report says, in an order that does not depend on the text.
fn all_said(report: &Report) -> Vec<Said> {
    let mut said: Vec<_> = report.findings.iter().map(Said::of).collect();
    said.sort();
    said
}

/// What a report says, each with the slice of a string to which it points, as that is meant; with nothing where it
/// points to something else than a slice of a string.
fn all_shown(report: &Report, text: &str) -> Vec<(Said, Option<String>)> {
    let tree = locate::tree(text);
    let slice = |finding: &Finding| {
        let Span { start, end } = finding.location.span;
        let is_inside = |whole: &Range<usize>| {
            text[whole.clone()].starts_with('"') && whole.start < start && end < whole.end
        };
        let mut strings = tree
            .find(&finding.pointer)
            .into_iter()
            .flat_map(|node| node.key.iter().chain([&node.value]));
        strings.any(is_inside).then(|| locate::meaning(&text[start..end]))
    };
    let mut shown: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (Said::of(finding), slice(finding)))
        .collect();
    shown.sort();
    shown
}

/// A report, whole.
fn whole(report: &Report) -> String {
    format!("{:?} {:?}", report, report.verdicts)
}

/// The severities by rule and place, of one surface.
fn on_surface(report: &Report, surface: Surface) -> Vec<(&'static str, String, Span, Severity)> {
    let finding = |finding: &Finding| {
        let severity = finding.severities.get(surface)?;
        Some((
            finding.rule.id,
            finding.pointer.clone(),
            finding.location.span,
            severity,
        ))
    };
    let mut found: Vec<_> = report.findings.iter().filter_map(finding).collect();
    found.sort();
    found
}

/// Line and column of an offset, counted from the start of the text.
fn position(bytes: &[u8], offset: usize) -> (usize, usize) {
    let (mut line, mut column) = (1, 1);
    // A byte order mark is no column: what follows it is the first.
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let (bytes, offset) = (&bytes[mark..], offset.saturating_sub(mark));
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let chars = chunk.valid().chars().map(|char| (char.len_utf8(), Some(char)));
        for (length, char) in chars.chain(chunk.invalid().iter().map(|_| (1, None))) {
            if at >= offset {
                return (line, column);
            }
            at += length;
            let ends_line = char == Some('\n') || (char == Some('\r') && bytes.get(at) != Some(&b'\n'));
            (line, column) = if ends_line {
                (line + 1, 1)
            } else {
                (line, column + 1)
            };
        }
    }
    (line, column)
}

/// The severest that is said of a user on a surface, by the user itself or by what holds it.
fn is_rejected(report: &Report, user: &str, surface: Surface) -> bool {
    report.findings.iter().any(|finding| {
        let holds_user = || {
            let rest = user.strip_prefix(finding.pointer.as_str());
            finding.part == Part::Value && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let is_about = match &finding.payload {
            Some(payload) => payload.pointer == user,
            None => holds_user(),
        };
        is_about && finding.severities.get(surface) == Some(Severity::Error)
    })
}

/// The rules that hold users against one another; what they say is no matter of a user alone.
const COMPARING: [&str; 3] = ["id_duplicate", "id_collision", "id_confusable"];

/// All that is to be found in users, none of them held against another.
fn each_for_itself() -> Options {
    let mut settings = Settings::new();
    for rule in COMPARING {
        settings.rules.set(find_rule(rule).expect("a rule"), Level::Off);
    }
    everything().settings(settings)
}

/// Each user judged alone, and what is said of it moved to its place in the document.
fn each_alone(users: &[(String, Json)]) -> Vec<Said> {
    let mut expected = Vec::new();
    for (pointer, user) in users {
        let report = findings(&documents::alone(user.clone()));
        expected.extend(
            report
                .findings
                .iter()
                .map(|finding| Said::of(finding).moved_to(pointer)),
        );
    }
    expected.sort();
    expected
}

/// What is said of the users of a document, each for itself; that there is none is said of the document.
fn together(document: &Document) -> Vec<Said> {
    let mut said = all_said(&findings(document));
    said.retain(|said| said.rule != "no_payload" && !COMPARING.contains(&said.rule));
    said
}

/// A line of NDJSON, right or wrong: also one of two bytes, which alone would be a character of UTF-16.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => any_document().prop_map(|document| document.json.plain()),
        4 => near_json(),
        1 => select(vec!["\u{0}{", "5", "{}", "", " "]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(config(4096))]

    /// Content never errors: any bytes, under any options, give a report, and the same one every time.
    #[test]
    fn any_bytes_give_a_report_and_always_the_same(bytes in any_bytes(), name in name(), options in options()) {
        let linter = Linter::new(options.clone());
        let report = linter.check(Source::new(name, &bytes));
        prop_assert_eq!(whole(&report), whole(&linter.check(Source::new(name, &bytes))));
        prop_assert_eq!(whole(&report), whole(&Linter::new(options).check(Source::new(name, &bytes))));
    }

    /// The span lies in the bytes and on the boundaries of characters, and is empty only at the end of what was read.
    #[test]
    fn a_span_is_a_slice_of_the_text(bytes in any_bytes(), name in name(), options in options()) {
        let report = Linter::new(options).check(Source::new(name, &bytes));
        let is_boundary = |offset: usize| std::str::from_utf8(&bytes).map_or(offset <= bytes.len(), |text| text.is_char_boundary(offset));
        let locations = report.findings.iter().flat_map(|finding| {
            [finding.location].into_iter().chain(finding.related.iter().map(|related| related.location))
        });
        for location in locations {
            let Span { start, end } = location.span;
            prop_assert!(start <= end && is_boundary(start) && is_boundary(end), "{start}..{end}");
        }
    }

    /// Lines and columns are those that one finds by counting: lines end with LF, CR LF or CR, columns are code points.
    #[test]
    fn lines_and_columns_are_as_counted(bytes in any_bytes(), name in name(), options in options()) {
        let report = Linter::new(options).check(Source::new(name, &bytes));
        for finding in &report.findings {
            let location = finding.location;
            let said = [location.start, location.end].map(|position| (position.line, position.column));
            prop_assert_eq!(said, [location.span.start, location.span.end].map(|offset| position(&bytes, offset)));
        }
    }

    /// A finding points into the node that its pointer names: into the key, where the key is meant. Only that there
    /// is no user at all is said of the text, at its start.
    #[test]
    fn a_span_lies_in_the_node_of_its_pointer(document in any_document(), seed in any::<u64>(), repeats in any::<u64>()) {
        // U+FFFD is what half a surrogate pair is read as: so there are some of these, too.
        let text = document.json.repeated(repeats).spelled(seed).replace('\u{fffd}', "\\udc00");
        let report = check(&text, everything());
        let tree = locate::tree(&text);
        for finding in report.findings.iter().filter(|finding| finding.rule.id != "no_payload") {
            let span = finding.location.span;
            let named = tree.find(&finding.pointer);
            let holds = |range: &Range<usize>| range.start <= span.start && span.end <= range.end;
            let is_inside = named.iter().any(|node| match finding.part {
                Part::Key => node.key.as_ref().is_some_and(holds),
                _ => holds(&node.value),
            });
            prop_assert!(is_inside, "{} at {:?} of {:?}", finding, span, &text[span.start..span.end]);
            let payload = finding.payload.as_ref().map(|payload| tree.find(&payload.pointer));
            prop_assert!(payload.is_none_or(|nodes| !nodes.is_empty()), "{} in {:?}", finding, finding.payload);
        }
    }

    /// What a user lacks is shown at its opening bracket.
    #[test]
    fn a_missing_field_is_shown_at_the_opening_bracket(document in of_users(), seed in any::<u64>()) {
        let text = document.json.spelled(seed);
        let report = check(&text, everything().shape(document.shape));
        let tree = locate::tree(&text);
        for finding in report.findings.iter().filter(|finding| finding.rule.id == "missing_field") {
            let span = finding.location.span;
            prop_assert_eq!(&text[span.start..span.end], "{");
            let users = tree.find(&finding.pointer);
            prop_assert!(users.iter().any(|user| user.value.start == span.start), "{}", finding);
            prop_assert_eq!(Some(&finding.pointer), finding.payload.as_deref().map(|payload| &payload.pointer));
        }
    }

    /// White space and the spelling of strings mean nothing, so they change nothing that is said.
    #[test]
    fn white_space_and_escapes_change_nothing(document in any_document(), seed in any::<u64>()) {
        let (plain_text, spelled_text) = (document.json.plain(), document.json.spelled(seed));
        let (plain, spelled) = (check(&plain_text, everything()), check(&spelled_text, everything()));
        prop_assert_eq!(all_shown(&plain, &plain_text), all_shown(&spelled, &spelled_text));
        prop_assert_eq!(plain.verdicts, spelled.verdicts);
    }

    /// The order of members means nothing in JSON (RFC 8259, section 4), so it changes nothing that is said. Only which of two
    /// users in a map repeats the other hangs on it.
    #[test]
    fn the_order_of_members_changes_nothing(document in any_document(), seed in any::<u64>()) {
        let given = check(&document.json.plain(), each_for_itself());
        let shuffled = check(&document.json.shuffled(seed).plain(), each_for_itself());
        prop_assert_eq!(all_said(&given), all_said(&shuffled));
        prop_assert_eq!(given.verdicts, shuffled.verdicts);
    }

    /// A rule says of itself the worst that it can say, and says nothing on a surface for which it names no severity.
    #[test]
    fn no_finding_is_worse_than_its_rule_says(bytes in any_bytes(), name in name()) {
        for finding in Linter::new(everything()).check(Source::new(name, &bytes)).findings {
            for (surface, severity) in finding.severities.iter() {
                let worst = finding.rule.severities().get(surface);
                prop_assert!(worst.is_some_and(|worst| severity <= worst), "{} on {}: {:?}", finding, surface, worst);
            }
            prop_assert_eq!(finding.severities.worst(), Some(finding.severity));
        }
    }

    /// Findings stand in the order of the text, so that two reports can be compared.
    #[test]
    fn findings_are_in_the_order_of_the_text(bytes in any_bytes(), name in name(), options in options()) {
        let report = Linter::new(options).check(Source::new(name, &bytes));
        prop_assert!(report.findings.is_sorted_by_key(|finding| finding.location.span.start), "{:?}", report.findings);
    }

    /// A surface does not know which others are judged beside it.
    #[test]
    fn surfaces_judged_together_are_judged_as_each_alone(bytes in any_bytes(), name in name(), surfaces in surfaces()) {
        let report_on = |surfaces| Linter::new(everything().surfaces(surfaces)).check(Source::new(name, &bytes));
        let together = report_on(surfaces);
        for surface in surfaces.iter() {
            let alone = report_on(Surfaces::of(&[surface]));
            prop_assert_eq!(on_surface(&together, surface), on_surface(&alone, surface));
            prop_assert_eq!(together.verdicts.get(surface), alone.verdicts.get(surface));
        }
        for finding in &together.findings {
            prop_assert!(finding.severities.iter().all(|(surface, _)| surfaces.contains(surface)), "{}", finding);
        }
    }

    /// A higher threshold leaves findings out, and changes none.
    #[test]
    fn the_threshold_only_filters(bytes in any_bytes(), name in name(), options in options(), threshold in severity()) {
        let all = Linter::new(options.clone().min_severity(Severity::Note)).check(Source::new(name, &bytes));
        let mut expected = all.clone();
        expected.findings.retain(|finding| finding.severity >= threshold);
        let filtered = Linter::new(options.min_severity(threshold)).check(Source::new(name, &bytes));
        prop_assert_eq!(whole(&filtered), whole(&expected));
    }

    /// NDJSON is so many texts: each line is judged as if it were alone, at its own place.
    #[test]
    fn lines_are_judged_one_by_one(
        lines in prop::collection::vec(line(), 1..6),
        ending in select(vec!["\n", "\r\n"]),
    ) {
        let lines: Vec<String> = lines.iter().map(|line| line.replace(['\n', '\r'], " ")).collect();
        let of_input = |finding: &Finding| finding.rule.id == "no_payload";
        let options = each_for_itself().shape(Shape::Ndjson);
        let together = check(&lines.join(ending), options.clone());
        let mut expected = Vec::new();
        let (mut payloads, mut operations, mut base) = (0, 0, 0);
        let mut verdicts = userlint::Verdicts::default();
        for line in &lines {
            let alone = check(line, options.clone());
            payloads += alone.payloads;
            operations += alone.other_operations;
            verdicts.add(&alone.verdicts);
            for finding in alone.findings.iter().filter(|finding| !of_input(finding)) {
                let Span { start, end } = finding.location.span;
                expected.push((Said::of(finding), Span::new(base + start, base + end)));
            }
            base += line.len() + ending.len();
        }
        let found: Vec<_> = together
            .findings
            .iter()
            .filter(|finding| !of_input(finding))
            .map(|finding| (Said::of(finding), finding.location.span))
            .collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!((together.payloads, together.other_operations, together.verdicts), (payloads, operations, verdicts));
    }

    /// Lines of users are known for what they are, by the name of the file or by themselves.
    #[test]
    fn lines_of_users_are_known_for_ndjson(users in prop::collection::vec(users::any_user(), 2..5), name in select(vec!["x.ndjson", "x.jsonl", "x.json", "<stdin>"])) {
        let lines: Vec<_> = users.iter().map(Json::plain).collect();
        let text = lines.join("\n");
        let known = Linter::new(everything()).check(Source::new(name, &text));
        let asked = Linter::new(everything().shape(Shape::Ndjson)).check(Source::new(name, &text));
        prop_assert_eq!(whole(&known), whole(&asked));
    }

    /// Where no surface is asked for, what only TalkJS sends is judged as such, and everything else by the two rule sets.
    #[test]
    fn a_document_is_judged_by_the_surfaces_of_its_shape(document in of_users()) {
        let expected = if document.shape.is_response() { Surfaces::of(&[Surface::Response]) } else { Surfaces::DEFAULT };
        let text = document.json.plain();
        let options = Options::new().shape(document.shape).min_severity(Severity::Note);
        prop_assert_eq!(whole(&check(&text, options.clone())), whole(&check(&text, options.surfaces(expected))));
    }

    /// A user in a list is judged as if it were alone.
    #[test]
    fn a_list_is_its_users_each_judged_alone(users in prop::collection::vec(users::any_user(), 0..5)) {
        let document = documents::list(users.clone());
        let alone: Vec<_> = document.users.iter().cloned().zip(users).collect();
        prop_assert_eq!(together(&document), each_alone(&alone));
    }

    /// A user in a list in an object is judged as if it were alone.
    #[test]
    fn a_wrapper_is_its_users_each_judged_alone(users in prop::collection::vec(users::any_user(), 1..5)) {
        let document = documents::wrapper("users", users.clone());
        let alone: Vec<_> = document.users.iter().cloned().zip(users).collect();
        prop_assert_eq!(together(&document), each_alone(&alone));
    }

    /// The key of a map is the id: a user in a map is judged as if the id stood in its body, where it need not stand.
    #[test]
    fn a_map_is_its_users_each_judged_alone(users in prop::collection::vec((userlint::strategies::id(), users::any_user(), any::<bool>()), 0..5)) {
        let mut members = Vec::new();
        let mut alone = Vec::new();
        for (id, user, repeats_id) in users {
            let with_id = user.set("id", Json::text(&id));
            alone.push((format!("/{}", token(&id)), with_id.clone()));
            members.push((id, if repeats_id { with_id } else { user.without("id") }));
        }
        let keys: std::collections::HashSet<_> = members.iter().map(|(key, _)| key).collect();
        prop_assume!(keys.len() == members.len());
        prop_assert_eq!(together(&documents::map(members)), each_alone(&alone));
    }

    /// Every user is accepted or rejected on every surface that is judged, and rejected exactly where it, or what
    /// holds it, has an error.
    #[test]
    fn verdicts_count_the_users_with_an_error(document in of_users(), surfaces in surfaces()) {
        let report = check(&document.json.plain(), everything().surfaces(surfaces).shape(document.shape));
        prop_assert_eq!(report.payloads, document.users.len());
        for (surface, verdict) in report.verdicts.iter() {
            prop_assert!(surfaces.contains(surface));
            let rejected = document.users.iter().filter(|user| is_rejected(&report, user, surface)).count();
            prop_assert_eq!((verdict.accepted, verdict.rejected), (report.payloads - rejected, rejected), "on {}", surface);
        }
        prop_assert_eq!(report.verdicts.iter().count(), surfaces.iter().count());
    }

    /// A parsed value is judged as its compact text is.
    #[test]
    fn a_value_is_judged_as_its_text(json in any_json(), options in options()) {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&json.plain()) else {
            // `serde_json` cannot hold a number beyond the range of `f64`.
            return Ok(());
        };
        let linter = Linter::new(options);
        let expected = linter.check(Source::new("<value>", &value.to_string()));
        prop_assert_eq!(whole(&linter.check_value(&value)), whole(&expected));
    }

    /// Strings under any keys, as many as you like, are what `custom` is for.
    #[test]
    fn a_custom_map_of_strings_has_no_error(user in users::clean_anywhere(), custom in custom::strings(40)) {
        let user = user.set("custom", Json::Object(custom));
        let report = findings(&documents::alone(user));
        let errors: Vec<_> = report
            .findings
            .iter()
            .filter(|finding| finding.pointer.starts_with("/custom") && finding.severity == Severity::Error)
            .collect();
        prop_assert!(errors.is_empty(), "{errors:?}");
    }

    /// The one value in a custom map that is no string is found where it stands, however large the map.
    #[test]
    fn a_value_that_is_no_string_is_found_in_any_custom_map(
        before in custom::strings(200), after in custom::strings(20), key in custom::key(), value in custom::no_string(), seed in any::<u64>(),
    ) {
        let rule = match &value {
            Json::Word(word) if word == "null" => "custom_null",
            Json::Word(_) => "custom_not_string",
            _ => "custom_nested",
        };
        let others = before.into_iter().chain(after).filter(|(other, _)| *other != key);
        let mut members: Vec<_> = crate::strategy::without_repeats(others.collect());
        members.insert(members.len() / 2, (key.clone(), value));
        let user = Json::object([("id", Json::text("member_7")), ("name", Json::text("Linda")), ("custom", Json::Object(members))]);
        let text = user.spelled(seed);
        let report = check(&text, everything());
        let pointer = format!("/custom/{}", token(&key));
        let place = locate::tree(&text).find(&pointer)[0].value.clone();
        // A key that may be a credential need not be repeated.
        let is_hidden = ["sk_live_", "eyJ"].iter().any(|start| key.contains(start)) && report.findings.iter().any(|finding| finding.pointer == "/custom/…");
        let pointer = if is_hidden { "/custom/…".to_owned() } else { pointer };
        let about: Vec<_> = report.findings.iter().filter(|finding| finding.rule.id.starts_with("custom_n")).collect();
        prop_assert_eq!(about.len(), 1, "{:?}", about);
        prop_assert_eq!((about[0].rule.id, &about[0].pointer, about[0].part), (rule, &pointer, Part::Value));
        prop_assert_eq!(about[0].location.span, Span::new(place.start, place.end));
        let no_null = if rule == "custom_null" { Surfaces::of(&[Surface::DataApiCreate]) } else { Surfaces::ALL };
        let errors: Surfaces = about[0].severities.errors().collect();
        prop_assert_eq!(errors.union(no_null), errors, "an error where no type takes it");
    }

    /// A registered tag is no error anywhere.
    #[test]
    fn a_registered_locale_has_no_error(tag in locales::registered()) {
        let report = check(&user_with("locale", Json::text(&tag)), everything());
        let above_note: Vec<_> = report.findings.iter().filter(|finding| finding.severity > Severity::Note).collect();
        prop_assert!(above_note.is_empty(), "{above_note:?}");
    }

    /// A locale is an error exactly if it is no well-formed tag, or says a variant or a singleton twice.
    #[test]
    fn a_locale_is_an_error_exactly_if_it_is_malformed(tag in locales::any_tag()) {
        let report = check(&user_with("locale", Json::text(&tag)), everything());
        let is_error = report.findings.iter().any(|finding| finding.pointer == "/locale" && finding.severity == Severity::Error);
        let is_template = report.findings.iter().any(|finding| finding.rule.id == "unrendered_template");
        prop_assert_eq!(is_error || is_template, is_template || !is_well_formed(&tag) || repeats_itself(&tag), "{:?}", report.findings);
        if !is_template && fy_bcp47::Bcp47Tag::parse(&tag).is_ok() {
            let above_note = report.findings.iter().find(|finding| finding.pointer == "/locale" && finding.severity > Severity::Note);
            prop_assert!(above_note.is_none(), "fy-bcp47 takes it, but {}", above_note.map(ToString::to_string).unwrap_or_default());
        }
    }

    /// A numeric id is the string that JavaScript makes of it: it agrees with exactly that key.
    #[test]
    fn a_numeric_id_agrees_with_the_key_that_javascript_makes_of_it(
        number in ids::number(), key in prop_oneof![1 => ids::text().prop_map(Some), 1 => Just(None)], written in any::<bool>(),
    ) {
        let spelled = javascript_string(&number);
        let key = key.unwrap_or_else(|| if written { number.clone() } else { spelled.clone() });
        let user = Json::object([("id", Json::word(&number)), ("name", Json::text("Linda"))]);
        let report = findings(&documents::map(vec![(key.clone(), user)]));
        if is_no_id(&report) {
            return Ok(());
        }
        // A key that repeats a number as it is written is what was meant; that JavaScript changes it is said instead.
        let is_lost = key == number && key != spelled;
        prop_assert_eq!(fires(&report, "id_mismatch"), key != spelled && !is_lost, "String({}) is {:?}", number, spelled);
        prop_assert!(!is_lost || fires(&report, "id_number_imprecise"), "nobody says what becomes of {}", number);
    }

    /// A text id agrees with exactly its own key.
    #[test]
    fn a_text_id_agrees_with_its_own_key(id in ids::text(), other in ids::text(), same in any::<bool>()) {
        let key = if same { id.clone() } else { other };
        let user = Json::object([("id", Json::text(&id)), ("name", Json::text("Linda"))]);
        let report = findings(&documents::map(vec![(key.clone(), user)]));
        if !is_no_id(&report) {
            prop_assert_eq!(fires(&report, "id_mismatch"), key != id);
        }
    }
}

proptest! {
    #![proptest_config(config(2048))]

    /// Whatever a payload holds, the report for people holds no character that acts, and no line that a build service
    /// takes for a command; and colours are all that is ever added to it.
    #[test]
    fn no_byte_of_a_payload_acts_in_a_report_for_people(bytes in any_bytes(), name in hostile_name(), width in 20_usize..140) {
        let source = Source::new(&name, &bytes);
        let report = Linter::new(everything()).check(source);
        let written = |colour: bool| written::one(&mut Human::new(width, colour), &report, source);
        let (plain, coloured) = (written(false), written(true));
        nothing_acts(&plain)?;
        prop_assert_eq!(without_colours(&coloured), plain);
    }

    /// Wherever a line is broken, no command that stands in a payload begins the next one.
    #[test]
    fn no_command_in_a_payload_begins_a_line(command in command(), key in users::field_name(), width in 20_usize..140) {
        let user = user_with(&key, Json::text(&command)) + &user_with(&command, Json::null());
        let lines = user.replace("}{", "}\n{");
        let source = Source::new(&command, &lines);
        let report = Linter::new(everything()).check(source);
        nothing_acts(&written::one(&mut Human::new(width, false), &report, source))?;
    }

    /// The report for programs holds no such character either, and is JSON as its schema says.
    #[test]
    fn no_byte_of_a_payload_acts_in_a_report_for_programs(bytes in any_bytes(), name in hostile_name()) {
        let reports = [Linter::new(everything()).check(Source::new(&name, &bytes))];
        let mut out = Vec::new();
        JsonReport::new(&reports).write(&mut out).expect("writing to memory");
        let text = String::from_utf8(out).expect("a report is UTF-8");
        nothing_acts(&text)?;
        let value: serde_json::Value = serde_json::from_str(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(value["findings"].as_array().map(Vec::len), Some(reports[0].findings.len()));
        for (written, finding) in value["findings"].as_array().into_iter().flatten().zip(&reports[0].findings) {
            prop_assert_eq!(written["file"].as_str(), Some(name.as_str()));
            prop_assert_eq!(written["message"].as_str(), Some(finding.message.as_ref()));
            prop_assert_eq!(written["pointer"].as_str(), Some(finding.pointer.as_str()));
        }
        let faults: Vec<_> = REPORT_SCHEMA.iter_errors(&value).map(|error| error.to_string()).collect();
        prop_assert!(faults.is_empty(), "{:?}", faults);
    }

    /// A secret is found, and no message, no help and no report for programs repeats it: also not where the value around
    /// it has another fault.
    #[test]
    fn a_secret_is_repeated_in_no_report_for_programs(secret in custom::secret(), nested in any::<bool>(), key in "[a-z]{1,3}") {
        let value = if nested { Json::object([(key.clone(), Json::text(&secret))]) } else { Json::text(&secret) };
        let text = user_with("custom", Json::object([(key, value)]));
        let reports = [check(&text, everything())];
        prop_assert!(nested || fires(&reports[0], "custom_secret"), "{:?} is not found", secret);
        let mut out = Vec::new();
        JsonReport::new(&reports).write(&mut out).expect("writing to memory");
        prop_assert!(!String::from_utf8_lossy(&out).contains(&secret));
    }

    /// One line for a finding is one line, and nothing in it acts.
    #[test]
    fn a_finding_in_one_line_is_one_line(bytes in any_bytes()) {
        for finding in Linter::new(everything()).check(Source::new("input.json", &bytes)).findings {
            let line = finding.to_string();
            prop_assert!(!line.contains('\n'), "{}", line);
            nothing_acts(&line)?;
        }
    }

    /// Clean users are clean in every shape, on the surfaces for which they are written.
    #[test]
    fn a_clean_user_is_accepted_in_silence(surface in select(&Surface::ALL[..]), drawn in any::<Index>(), users in clean_users()) {
        // `clean_users` are of any surface; what is asked here is only that no two shapes differ about them.
        let (id, user) = drawn.get(&users);
        let warned = |document: &Document| {
            let options = Options::new().surfaces(Surfaces::of(&[surface])).shape(document.shape);
            check(&document.json.plain(), options).findings.len()
        };
        let user = user.set("id", Json::text(id));
        let alone = warned(&documents::alone(user.clone()));
        prop_assert_eq!(warned(&documents::list(vec![user.clone()])), alone);
        prop_assert_eq!(warned(&documents::wrapper("users", vec![user.clone()])), alone);
        prop_assert_eq!(warned(&documents::map(vec![(id.clone(), user.clone())])), alone);
        prop_assert_eq!(warned(&documents::operations(vec![(id.clone(), user.clone())])), alone);
        // Of users in webhooks there are only notes on `response`.
        let in_event = if surface == Surface::Response { 0 } else { alone };
        prop_assert_eq!(warned(&documents::webhook(user.clone())), in_event);
        prop_assert_eq!(warned(&documents::page(vec![user])), alone);
    }

    /// What is well-formed in every field by the facts of a surface is not found fault with on that surface.
    #[test]
    fn a_clean_user_has_no_warning((surface, user) in select(&Surface::ALL[..]).prop_flat_map(|surface| (Just(surface), users::clean(surface)))) {
        let report = check(&user.plain(), Options::new().surfaces(Surfaces::of(&[surface])).shape(Shape::User));
        prop_assert!(report.findings.is_empty(), "on {}: {:?}", surface, report.findings);
    }
}

fn fires(report: &Report, rule: &str) -> bool {
    report.findings.iter().any(|finding| finding.rule.id == rule)
}

/// Whether it is said of an id, or of a key, that it is none in the first place: then it differs from nothing.
fn is_no_id(report: &Report) -> bool {
    ["id_empty", "id_placeholder", "unrendered_template"]
        .into_iter()
        .any(|rule| fires(report, rule))
}

/// A user that is silent on every surface above a note, with one member more.
fn user_with(key: &str, value: Json) -> String {
    Json::object([
        ("id", Json::text("member_7")),
        ("name", Json::text("Linda")),
        (key, value),
    ])
    .plain()
}

/// Names of files, some of which would act if they were printed as they are.
fn hostile_name() -> impl Strategy<Value = String> {
    prop_oneof![2 => Just("input.json".to_owned()), 1 => crate::strategy::texts::any_text()]
}

/// The characters of which none may reach a terminal or a log, and the commands of build services.
fn nothing_acts(text: &str) -> Result<(), TestCaseError> {
    let acts = |char: char| {
        let code = u32::from(char);
        (char.is_control() && char != '\n')
            // Bidirectional controls and marks (UAX #9), line and paragraph separators.
            || matches!(char, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            // Zero width, soft hyphen, tags, noncharacters.
            || matches!(char, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
            || code & 0xFFFE == 0xFFFE
            || matches!(char, '\u{FDD0}'..='\u{FDEF}')
    };
    prop_assert!(!text.contains(acts), "{:?}", text);
    prop_assert!(!text.contains("##"), "{:?}", text);
    for line in text.lines() {
        // Build services take white space off, of every kind that there is, before they look for `::name`.
        let command = line.trim_start().strip_prefix("::");
        let is_command = command.is_some_and(|rest| rest.starts_with(|char: char| char.is_alphanumeric()));
        prop_assert!(!is_command && !line.starts_with("::"), "{:?}", line);
    }
    Ok(())
}

/// A text without the sequences that set colours (ECMA-48, SGR).
fn without_colours(text: &str) -> String {
    static COLOUR: LazyLock<regex::Regex> =
        LazyLock::new(|| regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern"));
    COLOUR.replace_all(text, "").into_owned()
}

/// The schema of the report for programs.
static REPORT_SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is in the repository");
    let schema = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
});

/// RFC 5646, section 2.1, from its ABNF rule by rule.
fn is_well_formed(tag: &str) -> bool {
    static PATTERN: LazyLock<regex::Regex> = LazyLock::new(|| {
        let extlang = "[a-z]{3}(-[a-z]{3}){0,2}";
        let language = format!("([a-z]{{2,3}}(-{extlang})?|[a-z]{{4}}|[a-z]{{5,8}})");
        let script = "[a-z]{4}";
        let region = "([a-z]{2}|[0-9]{3})";
        let variant = "([a-z0-9]{5,8}|[0-9][a-z0-9]{3})";
        let extension = "[0-9a-wy-z](-[a-z0-9]{2,8})+";
        let private = "x(-[a-z0-9]{1,8})+";
        let langtag = format!("{language}(-{script})?(-{region})?(-{variant})*(-{extension})*(-{private})?");
        let irregular = "en-gb-oed|i-ami|i-bnn|i-default|i-enochian|i-hak|i-klingon|i-lux|i-mingo|i-navajo|i-pwn|i-tao\
                         |i-tay|i-tsu|sgn-be-fr|sgn-be-nl|sgn-ch-de";
        let regular = "art-lojban|cel-gaulish|no-bok|no-nyn|zh-guoyu|zh-hakka|zh-min|zh-min-nan|zh-xiang";
        let pattern = format!("^({langtag}|{private}|{irregular}|{regular})$");
        regex::RegexBuilder::new(&pattern)
            .case_insensitive(true)
            .unicode(false)
            .build()
            .expect("a pattern")
    });
    PATTERN.is_match(tag)
}

/// Whether a well-formed tag has a variant or a singleton twice, which makes it invalid (sections 2.2.5 and 2.2.6).
fn repeats_itself(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let subtags = tag.split('-').take_while(|&subtag| subtag != "x").skip(1);
    let mut seen = std::collections::HashSet::new();
    let mut in_extension = false;
    for subtag in subtags {
        let is_singleton = subtag.len() == 1;
        let is_variant = !in_extension
            && (subtag.len() >= 5
                || (subtag.len() == 4 && subtag.starts_with(|char: char| char.is_ascii_digit())));
        in_extension |= is_singleton;
        if (is_singleton || is_variant) && !seen.insert(subtag) {
            return true;
        }
    }
    false
}

/// `String(number)`, by `Number::toString` of ECMA-262 on the digits that Rust finds.
fn javascript_string(number: &str) -> String {
    let value: f64 = number.parse().expect("a JSON number");
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let (digits, exponent) = shortest_digits(value.abs());
    let k = i32::try_from(digits.len()).expect("few digits");
    let n = exponent + 1;
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let split = |at: i32| digits.split_at(usize::try_from(at).unwrap_or(0));
    let spelled = if k <= n && n <= 21 {
        digits.clone() + &zeros(n - k)
    } else if 0 < n && n <= 21 {
        let (whole, fraction) = split(n);
        format!("{whole}.{fraction}")
    } else if -6 < n && n <= 0 {
        format!("0.{}{digits}", zeros(-n))
    } else {
        let e = n - 1;
        let (first, rest) = split(1);
        let point = if rest.is_empty() { "" } else { "." };
        format!(
            "{first}{point}{rest}e{}{}",
            if e < 0 { '-' } else { '+' },
            e.abs()
        )
    };
    sign.to_owned() + &spelled
}

/// The fewest digits that tell a number from its neighbours, and the power of ten of the first.
///
/// Where two such numbers are equally near, Rust takes the larger, and ECMA-262 the even one.
fn shortest_digits(value: f64) -> (String, i32) {
    let scientific = |text: String| {
        let (mantissa, exponent) = text.split_once('e').expect("a mantissa and an exponent");
        (
            mantissa.replace('.', ""),
            exponent.parse::<i32>().expect("an exponent"),
        )
    };
    let (digits, exponent) = scientific(format!("{value:e}"));
    // No double has more than 767 significant digits.
    let (exact, _) = scientific(format!("{value:.767e}"));
    let is_tie = exact.len() > digits.len() && exact[digits.len()..].trim_end_matches('0') == "5";
    if !is_tie {
        return (digits, exponent);
    }
    let below: u64 = exact[..digits.len()].parse().expect("at most 17 digits");
    let even = below + below % 2;
    (even.to_string(), exponent)
}

#[test]
fn the_oracle_for_numbers_knows_the_examples_of_ecma_262() {
    let spelled: BTreeMap<&str, &str> = BTreeMap::from([
        ("-0", "0"),
        ("1e3", "1000"),
        ("123456789012345680000", "123456789012345680000"),
        ("1e21", "1e+21"),
        ("1.5e300", "1.5e+300"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("-12.50", "-12.5"),
        ("9007199254740993", "9007199254740992"),
        ("1e400", "Infinity"),
        ("100000000000000.125", "100000000000000.12"),
    ]);
    for (number, string) in spelled {
        assert_eq!(javascript_string(number), string);
    }
}
