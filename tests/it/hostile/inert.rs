//! Nothing of the input is live in what is written of it.

use super::*;

pub(crate) use crate::fuzz::bodies::is_live;

/// Nothing in the text moves a cursor, hides or turns other text, or is a command to a build service.
#[track_caller]
pub(crate) fn assert_inert(text: &str) {
    for line in text.split('\n') {
        if let Some(char) = line.chars().find(|&char| is_live(char)) {
            panic!("U+{:04X} in {line:?}", u32::from(char));
        }
        // GitHub trims a line before it looks for a command, and looks for the older form anywhere in it.
        assert!(!line.trim_start().starts_with("::"), "a command in {line:?}");
        assert!(!line.contains("##"), "a command in {line:?}");
    }
}

/// A text without the colours that the program itself puts into it.
pub(super) fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let code = &rest[at + 2..];
        let end = code
            .find(|char: char| !char.is_ascii_digit() && char != ';')
            .unwrap_or(0);
        if !code[end..].starts_with('m') {
            break; // no colour: it stays, and is found
        }
        plain.push_str(&rest[..at]);
        rest = &code[end + 1..];
    }
    plain + rest
}

#[track_caller]
pub(super) fn assert_inert_in_every_form(report: &Report, source: Source<'_>) {
    assert_inert(&human(report, source, 100, false));
    for finding in &report.findings {
        assert_inert(&finding.to_string());
    }
    let coloured = human(report, source, 60, true);
    assert_inert(&without_colours(&coloured));
    let text = json_text(report.clone());
    assert_inert(&text);
    serde_json::from_str::<serde::de::IgnoredAny>(&text).expect("JSON");
}

/// A user with the text in every place that takes one, and in some that do not.
fn everywhere(text: &str) -> Value {
    let mut user = json!({
        "id": text, "email": [text, text], "phone": text, "photoUrl": text, "locale": text, "role": text,
        "welcomeMessage": [text], "availabilityText": text, "configuration": text, "createdAt": text,
        "custom": {"a": text}, "pushTokens": {"a": text},
    });
    user["name"] = json!(text);
    user[text] = json!(text);
    user["custom"][text] = json!({text: text});
    user["pushTokens"][text] = json!(text);
    user
}

/// The user in every shape, as text: once as people write it, once with the text's bytes as they are.
pub(crate) fn payloads(text: &str) -> Vec<String> {
    let user = everywhere(text);
    let shapes = [
        user.clone(),
        json!([user, user, text]),
        json!({text: user}),
        json!({"users": {text: user}}),
        json!([[1, "PUT", format!("/users/{text}"), user], [1, text, text], text]),
        json!({"id": text, "type": text, "createdAt": 1, "data": {"sender": user}}),
        json!({"data": [user], text: text}),
        json!(text),
    ];
    let mut texts = Vec::new();
    for shape in shapes {
        let written = shape.to_string();
        let escaped = &json!(text).to_string();
        texts.push(written.replace(&escaped[1..escaped.len() - 1], text));
        texts.push(written);
    }
    texts.extend([
        format!("{{\"id\": {text}}}"),
        format!("{text}: {text}"),
        format!("{{\"id\":\"1\"}} {text}"),
        format!("{{{text}: 1}}"),
        format!("'{text}'"),
        format!("// {text}"),
        format!("[1 {text}"),
    ]);
    texts
}

pub(crate) const COMMANDS: [&str; 14] = [
    "\n::error::pwned",
    "\r::error::pwned",
    " ::error::pwned",
    "::add-mask::pwned",
    "\u{85}::error::pwned",
    "\u{2028}::error::pwned",
    "##[add-mask]pwned",
    "###[error]pwned",
    "##vso[task.setvariable]pwned",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;https://talkjs.com\u{1b}\\link\u{1b}]8;;\u{7}",
    "\u{9b}31mred",
    "\u{202e}desrever\u{202c}",
    "]]>\u{0}\u{8}\u{7f}\u{fffe}\u{10ffff}\u{fdd0}",
];

#[test]
fn no_character_of_a_payload_is_live_in_a_report() {
    let linters = linters();
    let live: Vec<char> = ('\0'..=char::MAX).filter(|&char| is_live(char)).collect();
    // Some at a time, with letters between: what one hides, another does not.
    let mixed = live.chunks(6).map(|chars| {
        let texts: Vec<_> = chars.iter().map(char::to_string).collect();
        texts.join("x") + &texts.concat()
    });
    for text in mixed.chain(COMMANDS.map(str::to_owned)) {
        for payload in payloads(&text) {
            // In the name as well: it is as foreign as what is in the file.
            let source = Source::new(&text, &payload);
            for linter in &linters {
                assert_inert_in_every_form(&linter.check(source), source);
            }
        }
    }
}

#[test]
fn no_line_break_of_the_program_makes_a_command() {
    // Wherever a line is broken, a command may stand behind the break.
    let linter = &linters()[1];
    for length in 0..100 {
        let text = format!("{} ::error::pwned ##[error]pwned", "x".repeat(length));
        for payload in &payloads(&text)[..2] {
            let source = Source::new("x.json", payload);
            let report = linter.check(source);
            for width in [40, 80] {
                assert_inert(&human(&report, source, width, false));
            }
        }
    }
}

#[test]
fn the_program_lets_nothing_through_either() {
    let folder = Folder::new();
    for text in COMMANDS {
        let payload = everywhere(text).to_string();
        for args in [&["check", "-"][..], &["check", "--format=json", "-"]] {
            let run = userlint_on(payload.as_bytes(), folder.path(), args);
            assert_eq!(run.status, Some(1), "{run:?}");
            assert_inert(&run.stdout);
            assert_eq!(run.stderr, "");
        }
    }
}

#[test]
fn no_argument_is_live_in_what_is_said_of_it() {
    let folder = Folder::new();
    for text in COMMANDS.into_iter().filter(|text| !text.contains('\0')) {
        let flag = format!("--{text}");
        let surface = format!("--surface={text}");
        for args in [
            &["check", text][..],
            &["check", "--", &flag],
            &["check", &flag],
            &["check", &surface, "x.json"],
            &["check", "--shape", text, "x.json"],
            &["check", "--format", text, "x.json"],
            &["explain", text],
            &["explain", "json_syntax", text],
            &["schema", text],
            &[text],
            &["rules", text],
        ] {
            let run = userlint(folder.path(), args);
            assert_eq!(run.status, Some(2), "{args:?} {run:?}");
            assert_eq!(run.stdout, "", "{args:?}");
            assert_inert(&run.stderr);
        }
    }
}
