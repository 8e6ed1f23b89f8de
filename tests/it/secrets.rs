//! No report repeats a credential, whatever it is about.

use std::sync::Arc;

use userlint::report::Form;
use userlint::report::human::Human;
use userlint::report::json::Json;
use userlint::settings::{IdForm, IdPolicy, JsonSchema, Roles, Settings};
use userlint::{Linter, Options, Severity, Source, Surfaces};

use crate::written;

/// Settings in which nothing is right: every id, every role, and everything in `custom` is found fault with.
fn strict() -> Settings {
    let schema = serde_json::json!({
        "required": ["country"],
        "additionalProperties": {
            "allOf": [{ "type": "null" }, { "const": "x" }, { "enum": ["y"] }, { "pattern": "^x$" }, { "maxLength": 1 }],
            "format": "email",
            "maximum": 1,
            "maxItems": 0,
            "additionalProperties": false,
            "not": {},
        },
    });
    let mut settings = Settings::new();
    settings.roles = Some(Roles::new(["buyer"]));
    settings.id = Some(IdPolicy::new(IdForm::prefixes(["user_"])));
    settings.custom = Some(Arc::new(JsonSchema::new(&schema).expect("a schema")));
    settings
}

/// Everything that both reports say of a text, under all rules.
fn said(text: impl AsRef<[u8]>, settings: Settings) -> String {
    let text = text.as_ref();
    let options = Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note)
        .settings(settings);
    let source = Source::new("input.json", text);
    let report = Linter::new(options).check(source);
    assert!(
        !report.findings.is_empty(),
        "nothing was found, so nothing is shown: {}",
        text.escape_ascii()
    );
    let written = |form: &mut dyn Form| written::one(form, &report, source);
    [
        written(&mut Human::new(60, false)),
        written(&mut Human::new(200, false)),
        written(&mut Json::default()),
    ]
    .concat()
}

/// Key and value under which a secret stands, as JSON, and the piece that must not be repeated.
fn members() -> Vec<(String, &'static str)> {
    let zeros = "0".repeat(24);
    [
        (r#""password":"hunter2secret""#.to_owned(), "hunter2secret"),
        (r#""authToken":"z5i6jir5w6pczg0r""#.to_owned(), "z5i6jir5w6pczg0r"),
        (r#""apiKey":"\u0071werty-asdf""#.to_owned(), "werty-asdf"),
        (r#""password":4711471147"#.to_owned(), "4711471147"),
        (format!(r#""note":"sk_live_{zeros}""#), "000000000000000000000000"),
        (
            format!(r#""note":"use sk_live_{zeros}, please""#),
            "000000000000000000000000",
        ),
        (
            r#""secret":{"inner":"hunter2secret"}"#.to_owned(),
            "hunter2secret",
        ),
        (
            r#""deep":{"list":[{"token":"hunter2secret"}]}"#.to_owned(),
            "hunter2secret",
        ),
    ]
    .into()
}

#[test]
fn a_secret_is_repeated_nowhere_beside_any_mistake() {
    for (member, secret) in members() {
        let documents = [
            format!(r#"{{"id":"u","name":"A","custom":{{"n":1,{member},"m":[]}}}}"#),
            format!(r#"{{"id":"u","name":"A","email":"a@b.co","custom":{{{member}}},"locale":"en_US"}}"#),
            format!(r#"{{"id":"u","name":"A",{member},"emial":1}}"#),
            format!(r#"[{{"id":5,"name":"A"}},{{"id":"u","name":"A","custom":{{{member}}}}},{{"id":6}}]"#),
            format!("{{\n  \"id\": \"u\",\n  \"custom\": {{\n    {member}\n  }}\n}}"),
            format!("{{\"id\":5,\"name\":\"A\"}}\n{{\"id\":\"u\",\"name\":\"A\",\"custom\":{{{member}}}}}\n"),
        ];
        for document in documents {
            for settings in [Settings::new(), strict()] {
                let said = said(&document, settings);
                assert!(!said.contains(secret), "{document}\n{said}");
            }
        }
    }
}

#[test]
fn a_secret_is_repeated_nowhere_in_what_is_no_json() {
    for (member, secret) in members() {
        let texts = [
            format!("{{\"id\":\"u\",{member},}}"),
            format!("{{\"id\":\"u\" {member}}}"),
            format!("{{\n  {member}\n  \"id\": \"u\"\n}}"),
            format!("{{{}}}", member.replace('"', "'")),
            format!("{{{}}}", member.replace('"', "")),
            format!("{{{}, id: 1}}", member.replace('"', "")),
        ];
        for text in texts {
            let said = said(&text, Settings::new());
            assert!(!said.contains(secret), "{text}\n{said}");
        }
    }
}

#[test]
fn a_credential_that_stands_bare_or_as_a_key_is_repeated_nowhere() {
    let zeros = "0".repeat(24);
    let key = format!("sk_live_{zeros}");
    let texts = [
        format!("{{\"id\":{key}}}"),
        format!("{{{key}:1}}"),
        format!("{{\"id\":\"u\"}} {key}"),
        format!("{{\"id\":-{key}}}"),
        format!("{{\"id\":\"u\",\"name\":\"A\",\"{key}\":1}}"),
        format!("{{\"id\":\"u\",\"name\":\"A\",\"custom\":{{\"{key}\":1}}}}"),
        format!("{{\"id\":\"u\",\"name\":\"A\",\"custom\":{{\"{key}\":\"a\",\"{key}\":[]}}}}"),
        format!("{{\"id\":\"u\",\"custom\":{{\"{key}\":null}},\"emial\":5}}"),
        format!("{{\"users\":{{\"{key}\":{{\"name\":5}}}}}}"),
    ];
    for text in texts {
        let said = said(&text, Settings::new());
        assert!(!said.contains(&zeros), "{text}\n{said}");
    }
}

#[test]
fn a_named_secret_is_repeated_nowhere_however_broken_the_text_is() {
    let texts: [&[u8]; 17] = [
        br#"{"id":"a","custom":{"password":"zqhun\"zqhunter"},}"#,
        b"{\"password\":\"zqhun\xe9zqhunter\",\"id\":\"a\"}",
        b"{\"password\":\xff\"zqhunter\"}",
        b"{\"pass\xffword\":\"zqhunter\"}",
        b"{\"password\xff\":\"zqhunter\"}",
        br#"{"password" "zqhunter"}"#,
        br#"{"password";"zqhunter"}"#,
        br#"{"password","zqhunter"}"#,
        br#"{"password"/*x*/:"zqhunter" "x"}"#,
        "{“password”: “zqhunter”}".as_bytes(),
        br#"{"pass\u0077ord":"zqhunter",}x"#,
        b"{password: 'a' + 'zqhunter'}",
        b"<password>zqhunter</password>",
        b"{\"password\":\n\n  \"zqhunter\",}",
        b"{\"password\"\n:\n\"zqhunter\",}",
        b"{'auth token': {'a': 1,\n'b': 2,\n'c': 'zqhunter'},}",
        b"{\"password\" => [\"zqhunter\"]}",
    ];
    for text in texts {
        let said = said(text, Settings::new());
        assert!(!said.contains("zqhun"), "{}\n{said}", text.escape_ascii());
    }
}

#[test]
fn a_secret_of_the_schema_is_repeated_nowhere() {
    let secret = "zqhunterschema";
    let key = format!("sk_live_zqhunterschema{}", "0".repeat(24));
    for schema in [
        serde_json::json!({ "properties": { "password": { "const": secret } } }),
        serde_json::json!({ "properties": { "password": { "enum": [secret] } } }),
        serde_json::json!({ "properties": { "password": { "pattern": secret } } }),
        serde_json::json!({ "properties": { "password": { "type": "object", "const": { "a": secret } } } }),
        serde_json::json!({ "const": { "password": secret } }),
        serde_json::json!({ "properties": { "plan": { "const": key } } }),
    ] {
        let mut settings = Settings::new();
        settings.custom = Some(Arc::new(JsonSchema::new(&schema).expect("a schema")));
        let text = r#"{"id":"u","name":"A","custom":{"password":"hunter2secret","plan":"x"}}"#;
        let said = said(text, settings);
        assert!(said.contains("custom_schema"), "{said}");
        assert!(!said.contains(secret), "{schema}\n{said}");
    }
}

#[test]
fn what_the_schema_asks_of_any_other_key_is_said() {
    let schema = serde_json::json!({ "properties": { "plan": { "const": "gold" } } });
    let mut settings = Settings::new();
    settings.custom = Some(Arc::new(JsonSchema::new(&schema).expect("a schema")));
    let said = said(r#"{"id":"u","name":"A","custom":{"plan":"x"}}"#, settings);
    assert!(said.contains("must be \"gold\""), "{said}");
}
