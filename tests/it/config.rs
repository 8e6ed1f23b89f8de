//! The configuration from outside: which file holds, what it changes, how mistakes in it are shown, and that its
//! schema says the same as the program. What people see stands in `tests/sessions/configuration.md`.

use std::collections::BTreeSet;

use serde_json::Value;
use userlint::schema::{self, SchemaName};

use crate::program::{Folder, Run, userlint, userlint_on};

const CLEAN: &str = r#"{"id":"user_1","name":"Alice"}"#;
const WARNED: &str = r#"{"id":"user_1","name":"Alice","colour":"red"}"#;

fn check(folder: &Folder, args: &[&str]) -> Run {
    userlint(folder.path(), &[&["check"], args].concat())
}

/// Texts that the program and the schema must both take, and texts that both must refuse.
const TAKEN: &[&str] = &[
    "",
    "required-version = '>=0.1, <9'",
    "surfaces = ['sdk', 'data-api-create', 'data-api-set', 'rest', 'rest-update', 'response']",
    "min-severity = 'note'\nfail-on = 'never'",
    "fail-on = 'warning'",
    "include = ['*.json']\nexclude = ['a/b', '**/c']\nforce-exclude = true",
    "roles = ['buyer']",
    "roles = []",
    "[rules]\nunknown_field = 'off'\nstring-instead-of-array = 'note'\njson_syntax = 'error'",
    "[id]\npattern = 'user_[0-9]+'",
    "[id]\nprefixes = ['user_']\n[id.roles.seller]\npattern = 'x'",
    "[id.roles.seller]\nprefixes = ['shop_']",
    "[custom.schema]\ntype = 'object'",
    "[custom]\nschema = 'schema.json'",
    "[custom]",
    "[[overrides]]\nfiles = ['a']\nsurfaces = ['rest']",
    "[[overrides]]\npointers = ['', '/', '/a~1b/*/**']\n[overrides.rules]\nunknown-field = 'warning'",
    "overrides = []",
];

const REFUSED: &[&str] = &[
    "required-version = 1",
    "surface = ['sdk']",
    "surfaces = []",
    "surfaces = 'sdk'",
    "surfaces = ['SDK']",
    "min-severity = 'off'",
    "min_severity = 'note'",
    "fail-on = 'off'",
    "exclude = 'a'",
    "exclude = [1]",
    "exclude = ['']",
    "force-exclude = 'yes'",
    "roles = 'buyer'",
    "roles = [1]",
    "[rules]\nunknown_feild = 'off'",
    "[rules]\nunknown_field = 'warn'",
    "[rules]\nunknown_field = false",
    "rules = []",
    "id = 'user_'",
    "[id]\nprefix = ['a']",
    "[id]\nprefixes = []",
    "[id]\npattern = 'a'\nprefixes = ['a']",
    "[id.roles.seller]",
    "[id.roles.seller]\nroles = {}",
    "[custom]\nschema = 1",
    "[custom]\nscheme = {}",
    "overrides = {}",
    "[[overrides]]",
    "[[overrides]]\nfiles = ['a']",
    "[[overrides]]\nrules = { unknown_field = 'off' }",
    "[[overrides]]\npointers = ['a']\nsurfaces = ['rest']",
    "[[overrides]]\npointers = ['/~2']\nsurfaces = ['rest']",
    "[[overrides]]\npointers = ['/a']\nsurfaces = []",
    "[[overrides]]\nfile = ['a']\nsurfaces = ['rest']",
];

#[test]
fn the_schema_and_the_program_take_the_same() {
    let schema: Value = serde_json::from_str(schema::text(SchemaName::Config)).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let folder = Folder::new();
    folder.file("schema.json", "{}");
    for (texts, is_taken) in [(TAKEN, true), (REFUSED, false)] {
        for text in texts {
            let table: toml::Table = text.parse().expect("TOML");
            let value = serde_json::to_value(&table).expect("JSON");
            assert_eq!(validator.is_valid(&value), is_taken, "the schema on: {text}");
            folder.file("userlint.toml", text);
            let run = userlint(folder.path(), &["config"]);
            assert_eq!(run.status, Some(if is_taken { 0 } else { 2 }), "{text}\n{run:?}");
        }
    }
}

#[test]
fn what_only_the_program_can_see_is_refused_too() {
    for text in [
        "required-version = '>=99'",
        "required-version = 'newest'",
        "exclude = ['a[']",
        "exclude = ['!a']",
        "[id]\npattern = 'a['",
        "[custom.schema]\ntype = 'strnig'",
        "[custom.schema]\n'$ref' = 'https://talkjs.com/custom.json'",
        "[custom]\nschema = 'nowhere.json'",
        "[rules]\nunknown_field = 'off'\nunknown-field = 'off'",
        "a = \nb = ",
    ] {
        let folder = Folder::new();
        folder.file("userlint.toml", text);
        folder.file("a.json", "{");
        let run = check(&folder, &["a.json"]);
        assert_eq!(run.status, Some(2), "{text}\n{run:?}");
        assert_eq!(run.stdout, "", "nothing is checked: {text}");
        assert!(run.stderr.contains(" --> userlint.toml:"), "{text}\n{run:?}");
    }
}

#[test]
fn an_unknown_key_is_answered_with_the_keys_of_the_schema() {
    let schema: Value = serde_json::from_str(schema::text(SchemaName::Config)).expect("JSON");
    let keys = |schema: &Value| {
        let properties = schema["properties"].as_object().expect("an object");
        properties.keys().cloned().collect::<BTreeSet<_>>()
    };
    let definitions = &schema["$defs"];
    for (text, expected) in [
        ("nothing = 1", keys(&schema)),
        ("[id]\nnothing = 1", keys(&definitions["Ids"])),
        ("[id.roles.x]\nnothing = 1", keys(&definitions["IdsOfRole"])),
        ("[custom]\nnothing = 1", keys(&definitions["Custom"])),
        (
            "[[overrides]]\nfiles = []\nrules = {}\nnothing = 1",
            keys(&definitions["Override"]),
        ),
    ] {
        let folder = Folder::new();
        folder.file("userlint.toml", text);
        let run = userlint(folder.path(), &["config"]);
        let help = run.stderr.replace("\n    ", " ");
        let (_, help) = help.split_once("the keys here are ").expect("the keys");
        let line = help.lines().next().unwrap_or_default();
        let named: BTreeSet<_> = line
            .split(", ")
            .map(|key| key.trim_matches('`').to_owned())
            .collect();
        assert_eq!(named, expected, "{text}");
    }
}

#[test]
fn the_nearest_file_above_an_input_holds_for_it_and_no_other() {
    let folder = Folder::new();
    folder.file("userlint.toml", "fail-on = 'warning'");
    folder.file("a/b/w.json", WARNED);
    folder.file("c/userlint.toml", "[rules]\nunknown_field = 'off'");
    folder.file("c/d/w.json", WARNED);
    assert_eq!(check(&folder, &["a/b/w.json"]).status, Some(1));
    let nearest = check(&folder, &["c/d/w.json"]);
    assert_eq!(nearest.status, Some(0));
    assert!(nearest.stdout.contains("0 warnings"), "{nearest:?}");
    let both = check(&folder, &["."]);
    assert_eq!(both.status, Some(1));
    assert!(both.stdout.contains("1 warning in 2 users"), "{both:?}");
    // From elsewhere, too: the input decides, not the working directory.
    let inside = userlint(&folder.path().join("a"), &["check", "../c/d/w.json"]);
    assert_eq!(inside.status, Some(0), "{inside:?}");
}

#[test]
fn the_command_line_stands_above_the_file() {
    let folder = Folder::new();
    folder.file(
        "userlint.toml",
        "surfaces = ['sdk']\nmin-severity = 'error'\nfail-on = 'never'\n",
    );
    folder.file("other.toml", "fail-on = 'warning'");
    folder.file(
        "a.json",
        r#"{"id":"user_1","name":"A","email":"a@talkjs.com","colour":"red"}"#,
    );
    let stdout = |args: &[&str]| check(&folder, args).stdout;
    let plain = stdout(&["a.json"]);
    assert!(
        plain.contains("sdk accepts 1") && !plain.contains("rest "),
        "{plain}"
    );
    assert!(stdout(&["a.json", "--min-severity=warning"]).contains("unknown_field"));
    assert!(stdout(&["a.json", "--surface=rest"]).contains("rest rejects 1"));
    assert!(stdout(&["a.json", "--set=surfaces=['rest']"]).contains("rest rejects 1"));
    assert_eq!(check(&folder, &["a.json", "--surface=rest"]).status, Some(0));
    assert_eq!(check(&folder, &["a.json", "--isolated"]).status, Some(1));
    assert_eq!(check(&folder, &["a.json", "--config=other.toml"]).status, Some(1));
    assert_eq!(
        check(
            &folder,
            &["a.json", "--config=other.toml", "--set=fail-on='never'"]
        )
        .status,
        Some(0)
    );
    assert_eq!(check(&folder, &["a.json", "--config=none.toml"]).status, Some(2));
    let both = ["a.json", "--config=other.toml", "--isolated"];
    assert_eq!(check(&folder, &both).status, Some(2));
}

#[test]
fn files_are_left_out_and_named_ones_only_by_force() {
    let folder = Folder::new();
    folder.file("a/userlint.toml", "exclude = ['legacy', '*.bad.json']\n");
    for name in [
        "a/legacy/x/1.json",
        "a/2.bad.json",
        "a/b/3.bad.json",
        "a/b/4.json",
    ] {
        folder.file(name, WARNED);
    }
    let places = |run: &Run| {
        let places = run
            .stdout
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("--> "));
        places
            .filter_map(|place| place.split(':').next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(places(&check(&folder, &["a"])), ["a/b/4.json"]);
    assert_eq!(places(&check(&folder, &["a/2.bad.json"])), ["a/2.bad.json"]);
    let forced = check(
        &folder,
        &["a/2.bad.json", "a/b/4.json", "--set=force-exclude=true"],
    );
    assert_eq!(places(&forced), ["a/b/4.json"]);
    let included = check(&folder, &["a", "--set=include=['b']", "--set=exclude=[]"]);
    assert_eq!(places(&included), ["a/b/3.bad.json", "a/b/4.json"]);
    let none = check(&folder, &["a", "--set=exclude=['**']"]);
    assert_eq!(
        none.status,
        Some(2),
        "a run that checks nothing is no success: {none:?}"
    );
}

#[test]
fn overrides_hold_for_their_files_and_pointers_and_tell_if_they_never_do() {
    let folder = Folder::new();
    folder.file(
        "userlint.toml",
        "\
[[overrides]]
files = ['updates']
surfaces = ['rest-update']

[[overrides]]
files = ['*.json']
pointers = ['/users/*/colour']
rules = { unknown-field = 'off' }

[[overrides]]
files = ['nowhere']
rules = { unknown_field = 'off' }
",
    );
    folder.file("updates/1.json", r#"{"email":["a@talkjs.com"]}"#);
    folder.file("users.json", format!("{{\"users\":[{WARNED}]}}"));
    folder.file("user.json", WARNED);
    let run = check(&folder, &["."]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.stdout.contains("rest-update accepts 1 of 1"), "{run:?}");
    assert!(run.stdout.contains("sdk accepts 2 of 2"), "{run:?}");
    assert!(run.stdout.contains("1 warning in 3 users"), "{run:?}");
    assert!(run.stdout.contains("--> user.json:1:31"), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    assert!(run.stderr.contains("userlint.toml:10 was never used"), "{run:?}");
    let of_stdin = userlint_on(WARNED.as_bytes(), folder.path(), &["check", "-"]);
    assert!(
        of_stdin.stdout.contains("unknown_field"),
        "standard input is no file: {of_stdin:?}"
    );
}

#[test]
fn a_schema_file_stands_beside_the_configuration() {
    let folder = Folder::new();
    folder.file("a/userlint.toml", "custom.schema = 'schemas/custom.json'");
    folder.file("a/schemas/custom.json", r#"{"required":["country"]}"#);
    folder.file(
        "a/b/1.json",
        r#"{"id":"user_1","name":"A","custom":{"plan":"gold"}}"#,
    );
    let run = check(&folder, &["a/b/1.json"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stdout.contains("error[custom_schema]"), "{run:?}");
    assert!(
        run.stdout.contains("1.json:1:36 (/custom)"),
        "at the very object: {run:?}"
    );
}

#[test]
fn what_is_in_force_can_be_read_back_and_says_the_same() {
    let folder = Folder::new();
    folder.file("schema.json", "{}");
    for text in TAKEN {
        folder.file("userlint.toml", text);
        let args = |args: &[&str]| {
            let run = userlint(folder.path(), args);
            assert_eq!(run.status, Some(0), "{text}\n{run:?}");
            run.stdout
        };
        let values = |json: &str| {
            let json: Value = serde_json::from_str(json).expect("JSON");
            let settings = json["settings"].as_array().expect("an array").clone();
            let values = settings.into_iter();
            values
                .map(|mut entry| (entry["key"].take(), entry["value"].take()))
                .collect::<Vec<_>>()
        };
        let json = args(&["config", "--format=json"]);
        folder.file("printed.toml", args(&["config"]));
        let again = args(&["config", "--config=printed.toml", "--format=json"]);
        assert_eq!(values(&json), values(&again), "{text}");
    }
}

#[test]
fn the_starter_is_a_configuration_with_and_without_its_signs() {
    let folder = Folder::new();
    assert_eq!(userlint(folder.path(), &["init"]).status, Some(0));
    assert_eq!(userlint(folder.path(), &["config"]).status, Some(0));
    let path = folder.path().join("userlint.toml");
    let starter = std::fs::read_to_string(&path).expect("a readable file");
    assert_eq!(userlint(folder.path(), &["init"]).status, Some(2));
    assert_eq!(std::fs::read_to_string(&path).expect("a readable file"), starter);
    let mut switched_on = String::new();
    for line in starter.lines() {
        switched_on += match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => setting,
            _ => line,
        };
        switched_on += "\n";
    }
    folder.file("userlint.toml", &switched_on);
    let run = userlint(folder.path(), &["config"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let schema: Value = serde_json::from_str(schema::text(SchemaName::Config)).expect("JSON");
    let table: toml::Table = switched_on.parse().expect("TOML");
    for key in schema["properties"].as_object().expect("an object").keys() {
        assert!(table.contains_key(key), "the starter does not show `{key}`");
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn nothing_of_a_configuration_reaches_a_terminal_unescaped() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    let hostile = "\"\\u001b[31m\\u202e##[x]\\n::error::\"";
    for text in [
        format!("{hostile} = 1"),
        format!("surfaces = [{hostile}]"),
        format!("min-severity = {hostile}"),
        format!("[rules]\n{hostile} = 'off'"),
        format!("[id]\npattern = {}", hostile.replace("[31m", "[")),
        format!("[id.roles.{hostile}]"),
        format!("[custom]\nschema = {hostile}"),
        format!("[custom.schema]\ntype = {hostile}"),
        format!("[[overrides]]\nfiles = [{}]", hostile.replace("[31m", "[")),
        format!("required-version = {hostile}"),
        "a = \u{202e}\u{9b}31m ##[x]".to_owned(),
        format!("roles = [{hostile}]\n[id.roles.{hostile}]\nprefixes = [{hostile}]"),
    ] {
        folder.file("userlint.toml", &text);
        for args in [
            &["check", "a.json"][..],
            &["config"],
            &["config", "--format=json"],
        ] {
            let run = userlint(folder.path(), args);
            let output = run.stdout + &run.stderr;
            let is_active = |char: char| (char.is_control() && char != '\n') || char == '\u{202e}';
            assert!(!output.contains(is_active), "{text}\n{output}");
            assert!(
                output.lines().all(|line| !line.trim_start().starts_with("::")),
                "{text}\n{output}"
            );
        }
    }
}

#[test]
fn a_configuration_that_is_no_text_or_no_file_is_refused() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    folder.file("userlint.toml", b"roles = [\"\xff\"]");
    let run = check(&folder, &["a.json"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("userlint.toml:1:11"), "{run:?}");
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    folder.file("userlint.toml/x", "");
    let run = check(&folder, &["a.json"]);
    assert_eq!(run.status, Some(2));
    assert!(run.stderr.contains("userlint.toml"), "{run:?}");
    assert_eq!(check(&folder, &["a.json", "--isolated"]).status, Some(0));
}

#[test]
fn deep_and_long_configurations_end() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("custom.schema = {}1{}", "{a=".repeat(50_000), "}".repeat(50_000)),
        format!("a{} = 1", ".a".repeat(100_000)),
        format!("[id]\npattern = '{}'", "(".repeat(100_000)),
        format!("exclude = ['{}']", "{a,".repeat(10_000)),
        format!(
            "[[overrides]]\nsurfaces = ['sdk']\npointers = ['{}']",
            "/**/a".repeat(10_000)
        ),
    ] {
        folder.file("userlint.toml", &text);
        let run = check(&folder, &["a.json"]);
        assert!(
            run.status.is_some_and(|status| status <= 2),
            "{}: {run:?}",
            &text[..20]
        );
    }
}

#[test]
fn a_file_is_shown_with_what_overrides_make_of_it() {
    let folder = Folder::new();
    folder.file(
        "userlint.toml",
        "surfaces = ['sdk']\n\
         [rules]\n\
         unknown_field = 'note'\n\
         [[overrides]]\n\
         files = ['updates']\n\
         surfaces = ['rest-update']\n\
         rules = { unknown_field = 'error', id_number = 'off' }\n\
         [[overrides]]\n\
         files = ['updates/late.json']\n\
         rules = { unknown_field = 'warning' }\n\
         [[overrides]]\n\
         files = ['updates']\n\
         pointers = ['/custom']\n\
         rules = { custom_nested = 'off' }\n\
         [[overrides]]\n\
         files = ['other']\n\
         rules = { unknown_field = 'off' }\n",
    );
    folder.file("updates/late.json", WARNED);
    let shown = |path: &str| userlint(folder.path(), &["config", path]).stdout;
    let of_file = shown("updates/late.json");
    for line in [
        "surfaces = [\"rest-update\"] # userlint.toml:4",
        "rules.id_number = \"off\" # userlint.toml:4",
        "rules.unknown_field = \"warning\" # userlint.toml:8",
        "overrides = [{ files = [\"updates\"], pointers = [\"/custom\"], rules = { custom_nested = \"off\" } }] # \
         userlint.toml:4",
    ] {
        assert!(of_file.lines().any(|shown| shown == line), "{line}\n{of_file}");
    }
    assert!(!of_file.contains("other"), "{of_file}");
    // And that is what is done.
    let run = check(&folder, &["updates/late.json"]);
    assert!(run.stdout.contains("warning[unknown_field]"), "{run:?}");
    assert!(
        run.stdout.contains("rest-update accepts 1 of 1") && !run.stdout.contains("sdk"),
        "{run:?}"
    );
    // A file need not be there; in a folder it depends on the file.
    assert!(shown("updates/new.json").contains("rules.unknown_field = \"error\" # userlint.toml:4"));
    let of_folder = shown("updates");
    assert!(
        of_folder.contains("rules.unknown_field = \"note\" # userlint.toml:3"),
        "{of_folder}"
    );
    assert!(of_folder.contains("files = [\"other\"]"), "{of_folder}");
    assert_eq!(shown("."), userlint(folder.path(), &["config"]).stdout);
}

#[test]
fn a_slip_in_a_keyword_of_the_schema_is_said_and_stops_nothing() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    folder.file(
        "userlint.toml",
        "roles = []\n[custom.schema]\nrequierd = ['country']\n",
    );
    let said = "userlint: userlint.toml:2: `requierd` in the schema for `custom` is no keyword and has no effect; write \
                `required`, if that is what is meant\n";
    let run = check(&folder, &["a.json"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), said));
    assert_eq!(check(&folder, &["a.json", "--quiet"]).stderr, "");
    assert_eq!(userlint(folder.path(), &["config"]).stderr, said);
    // A schema that is laid over it has its own keywords.
    let over = "custom.schema = { properties = { x = { minLenght = 2 } } }";
    let run = check(&folder, &["a.json", "--set", over]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(
        run.stderr
            .starts_with("userlint: --set: `minLenght` in the schema for `custom` at /properties/x is"),
        "{run:?}"
    );
    assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
}

#[test]
fn a_schema_that_would_take_for_ever_is_refused() {
    let folder = Folder::new();
    folder.file("a.json", r#"{"id":"user_1","name":"Alice","custom":{"a":"b"}}"#);
    let doubled: Vec<_> = (0..64)
        .map(|at| {
            format!(
                r##""{at}":{{"allOf":[{{"$ref":"#/$defs/{0}"}},{{"$ref":"#/$defs/{0}"}}]}}"##,
                at + 1
            )
        })
        .collect();
    let schema = format!(
        r##"{{"$ref":"#/$defs/0","$defs":{{{},"64":true}}}}"##,
        doubled.join(",")
    );
    folder.file("custom.schema.json", schema);
    folder.file("userlint.toml", "custom.schema = 'custom.schema.json'\n");
    let run = check(&folder, &["a.json"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("more than 10000 schemas"), "{run:?}");
}
