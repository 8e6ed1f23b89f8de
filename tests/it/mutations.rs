//! For every rule the one change that brings it about: a clean payload, a broken one, and what may fire beside it.

use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};
use userlint::{Linter, Options, RULES, Report, Severity, Source, Surface, Surfaces};

use crate::strategy::documents::{self, Document};
use crate::strategy::{Json, config, one_of, users};

/// Rules that no change of a single payload brings about, with the reason.
///
/// Each of them compares a payload with something outside it: another payload, or the configuration.
const NOT_BY_MUTATION: &[&str] = &[
    "id_duplicate",
    "id_collision",
    "id_confusable",
    "id_policy",
    "role_unknown",
    "custom_schema",
];

/// A change that brings a rule about.
struct Mutation {
    rule: &'static str,
    /// The surface on which the clean payload is clean, and the broken one is not.
    surface: Surface,
    /// Rules that may say something, too.
    beside: &'static [&'static str],
    pairs: BoxedStrategy<Pair>,
}

/// The same text without and with the fault.
#[derive(Debug, Clone)]
struct Pair {
    clean: Vec<u8>,
    broken: Vec<u8>,
}

impl Pair {
    fn of(clean: &Json, broken: &Json) -> Pair {
        Pair {
            clean: clean.plain().into_bytes(),
            broken: broken.plain().into_bytes(),
        }
    }
}

/// A user that is clean on the surface, with an id, a role and an address, so that no note stands about them.
fn user(surface: Surface) -> impl Strategy<Value = Json> {
    users::clean(surface).prop_map(|user| {
        let user = user.set("role", Json::text("buyer"));
        user.set("email", Json::List(vec![Json::text("linda@talkjs.com")]))
    })
}

fn mutation(rule: &'static str, surface: Surface, pairs: impl Strategy<Value = Pair> + 'static) -> Mutation {
    Mutation {
        rule,
        surface,
        beside: &[],
        pairs: pairs.boxed(),
    }
}

impl Mutation {
    fn beside(self, beside: &'static [&'static str]) -> Mutation {
        Mutation { beside, ..self }
    }
}

/// Sets a field to one of these values.
fn set(
    rule: &'static str,
    surface: Surface,
    key: &'static str,
    values: impl Strategy<Value = Json> + 'static,
) -> Mutation {
    let pair = move |(user, value): (Json, Json)| Pair::of(&user.without(key), &user.set(key, value));
    let required = key == "name" || key == "id";
    let replaced = move |(user, value): (Json, Json)| Pair::of(&user, &user.set(key, value));
    if required {
        mutation(rule, surface, (user(surface), values).prop_map(replaced))
    } else {
        mutation(rule, surface, (user(surface), values).prop_map(pair))
    }
}

/// Sets a field to one of these texts.
fn set_text(
    rule: &'static str,
    surface: Surface,
    key: &'static str,
    texts: &'static [&'static str],
) -> Mutation {
    set(rule, surface, key, one_of(texts).prop_map(Json::Text))
}

/// Sets a field to one of these words or numbers.
fn set_word(
    rule: &'static str,
    surface: Surface,
    key: &'static str,
    words: &'static [&'static str],
) -> Mutation {
    set(rule, surface, key, one_of(words).prop_map(Json::Word))
}

/// Puts one of these addresses or numbers, alone, into a list.
fn set_listed(
    rule: &'static str,
    surface: Surface,
    key: &'static str,
    texts: &'static [&'static str],
) -> Mutation {
    let pair = move |(user, text): (Json, String)| {
        let good = if key == "email" {
            "linda@talkjs.com"
        } else {
            "+31612345678"
        };
        let list = |text: &str| Json::List(vec![Json::text(text)]);
        Pair::of(&user.set(key, list(good)), &user.set(key, list(&text)))
    };
    mutation(rule, surface, (user(surface), one_of(texts)).prop_map(pair))
}

/// Adds a member to `custom`.
fn set_custom(
    rule: &'static str,
    surface: Surface,
    key: &'static str,
    values: impl Strategy<Value = Json> + 'static,
) -> Mutation {
    let pair = move |(user, value): (Json, Json)| {
        let clean = Json::object([("k_1", Json::text("gold"))]);
        Pair::of(
            &user.set("custom", clean.clone()),
            &user.set("custom", clean.with(key, value)),
        )
    };
    mutation(rule, surface, (user(surface), values).prop_map(pair))
}

/// Adds a device to `pushTokens`.
fn set_push_token(rule: &'static str, surface: Surface, key: &'static str, value: &'static str) -> Mutation {
    let pair = move |user: Json| {
        let clean = Json::object([("fcm:abcdefgh12345678", Json::word("true"))]);
        Pair::of(
            &user.set("pushTokens", clean.clone()),
            &user.set("pushTokens", clean.with(key, Json::word(value))),
        )
    };
    mutation(rule, surface, user(surface).prop_map(pair))
}

/// Changes the text of a user.
fn spell(rule: &'static str, surface: Surface, change: impl Fn(String) -> Vec<u8> + 'static) -> Mutation {
    let pair = move |user: Json| {
        let text = user.plain();
        Pair {
            clean: text.clone().into_bytes(),
            broken: change(text),
        }
    };
    mutation(rule, surface, user(surface).prop_map(pair))
}

/// Operations that put `count` users, and the same changed in one.
fn operate(rule: &'static str, count: usize, change: fn(&mut Vec<Json>)) -> Mutation {
    let pair = move |user: Json| {
        let puts = (0..count)
            .map(|at| (format!("member_{at}"), user.without("id")))
            .collect();
        let Document { json, .. } = documents::operations(puts);
        let Json::List(operations) = &json else {
            unreachable!("a batch is a list")
        };
        let mut changed = operations.clone();
        change(&mut changed);
        Pair::of(&json, &Json::List(changed))
    };
    mutation(rule, Surface::Rest, user(Surface::Rest).prop_map(pair))
}

/// The parts of an operation.
fn parts(operation: &mut Json) -> &mut Vec<Json> {
    match operation {
        Json::List(parts) => parts,
        _ => unreachable!("an operation is a list"),
    }
}

/// A text, which is an object, without its closing bracket.
fn without_end(text: &str) -> &str {
    text.strip_suffix('}').expect("an object")
}

fn users_by_id(user: &Json, count: usize) -> Json {
    documents::map(
        (0..count)
            .map(|at| (format!("member_{at}"), user.without("id")))
            .collect(),
    )
    .json
}

/// Every mutation, in the order of the rules.
fn mutations() -> Vec<Mutation> {
    use Surface::{DataApiCreate, DataApiSet, Response, Rest, RestUpdate, Sdk};
    let texts = |texts: &'static [&'static str]| one_of(texts).prop_map(Json::Text);
    let words = |words: &'static [&'static str]| one_of(words).prop_map(Json::Word);
    vec![
        // The text.
        spell("json_syntax", Rest, |text| without_end(&text).as_bytes().to_vec()),
        spell("json_syntax", Sdk, |text| {
            format!("{},}}", without_end(&text)).into_bytes()
        }),
        spell("json_syntax", Response, |text| {
            text.replace("\"name\":", "name:").into_bytes()
        }),
        spell("text_encoding", Sdk, |text| {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }),
        spell("text_encoding", Rest, |text| {
            [without_end(&text).as_bytes(), b",\"k\":\"\xFC\"}"].concat()
        }),
        spell("byte_order_mark", Rest, |text| {
            format!("\u{feff}{text}").into_bytes()
        }),
        spell("lone_surrogate", Rest, |text| {
            text.replace("\"buyer\"", "\"buyer\\ud83d\"").into_bytes()
        }),
        spell("duplicate_key", Sdk, |text| {
            format!("{},\"role\":\"buyer\"}}", without_end(&text)).into_bytes()
        }),
        spell("duplicate_key", Rest, |text| {
            format!("{},\"ro\\u006ce\":\"seller\"}}", without_end(&text)).into_bytes()
        }),
        spell("nesting_too_deep", Rest, |text| {
            format!(
                "{},\"custom\":{}{}}}",
                without_end(&text),
                "[".repeat(400),
                "]".repeat(400)
            )
            .into_bytes()
        }),
        // The document.
        mutation(
            "unexpected_shape",
            Rest,
            (
                user(Rest),
                words(&[
                    "5",
                    "null",
                    "true",
                    "\"alice\"",
                    "[1,2]",
                    "[[1,2]]",
                    "{\"foo\":1}",
                ]),
            )
                .prop_map(|(user, other)| Pair::of(&user, &other)),
        ),
        mutation(
            "no_payload",
            Rest,
            user(Rest).prop_map(|user| Pair::of(&Json::List(vec![user]), &Json::List(Vec::new()))),
        ),
        mutation(
            "batch_too_large",
            Rest,
            user(Rest).prop_map(|user| Pair::of(&users_by_id(&user, 100), &users_by_id(&user, 101))),
        ),
        mutation(
            "batch_too_large",
            RestUpdate,
            user(RestUpdate).prop_map(|user| Pair::of(&users_by_id(&user, 100), &users_by_id(&user, 250))),
        ),
        // One of the operations puts no user, so nine users make ten.
        operate("operations_too_many", 9, |operations| {
            let again = operations[0].clone();
            operations.push(again);
            parts(&mut operations[10])[0] = Json::word("11");
        }),
        operate("operation_malformed", 2, |operations| {
            parts(&mut operations[0])[0] = Json::text("1");
        }),
        operate("operation_malformed", 2, |operations| {
            drop(parts(&mut operations[2]).remove(0));
        }),
        operate("operation_sequence_duplicate", 3, |operations| {
            parts(&mut operations[1])[0] = Json::word("1");
        }),
        operate("api_version_unknown", 1, |operations| {
            parts(&mut operations[0]).push(Json::object([("api_version", Json::text("2020-02-30"))]));
        }),
        // The structure of a user.
        mutation(
            "missing_field",
            Sdk,
            (user(Sdk), one_of(&["id", "name"])).prop_map(|(user, key)| Pair::of(&user, &user.without(&key))),
        ),
        mutation(
            "missing_field",
            Rest,
            user(Rest).prop_map(|user| Pair::of(&user, &user.without("name"))),
        ),
        mutation(
            "missing_field",
            Response,
            user(Response).prop_map(|user| Pair::of(&user, &user.without("id"))),
        ),
        set_word(
            "wrong_type",
            Sdk,
            "name",
            &["5", "true", "[]", "{}", "[\"Linda\"]"],
        ),
        set_word("wrong_type", Rest, "photoUrl", &["5", "false", "[]", "{}"]),
        set_word("wrong_type", DataApiSet, "email", &["5", "{}", "[5]", "[{}]"]),
        set_word("wrong_type", RestUpdate, "custom", &["5", "\"{}\"", "[]"]),
        set_word("wrong_type", Response, "id", &["[]", "{}", "true"]),
        set_word("null_not_allowed", Sdk, "name", &["null"]),
        set_word("null_not_allowed", DataApiCreate, "photoUrl", &["null"]),
        set_word("null_not_allowed", Rest, "email", &["[null]"]).beside(&["no_email_notifications"]),
        set_text("unknown_field", Sdk, "photoURL", &["https://talkjs.com/a.jpg"]),
        set_text("unknown_field", Rest, "description", &["x", ""]),
        // Fields on the wrong surface.
        set_word(
            "field_not_accepted",
            Sdk,
            "pushTokens",
            &["{\"fcm:abcdefgh12345678\":true}"],
        ),
        set_word("field_not_accepted", Rest, "createdAt", &["1632400000000"]),
        set_text(
            "field_not_accepted",
            DataApiSet,
            "availabilityText",
            &["I reply within a day"],
        ),
        set_text(
            "field_not_accepted",
            DataApiCreate,
            "headerPhotoUrl",
            &["https://talkjs.com/a.jpg"],
        ),
        set_text(
            "deprecated_field",
            Sdk,
            "availabilityText",
            &["I reply within a day"],
        ),
        set_text("deprecated_field", Rest, "configuration", &["buyer"]),
        set_text("string_instead_of_array", Rest, "email", &["linda@talkjs.com"]),
        set_text("string_instead_of_array", Response, "phone", &["+31612345678"]),
        // The id.
        set_text("id_empty", Sdk, "id", &[""]),
        set_word("id_number", Rest, "id", &["5", "0", "-7", "9007199254740991"]),
        set_word("id_number", DataApiCreate, "id", &["123456"]),
        set_word("id_number", Sdk, "id", &["123456"]),
        set_word(
            "id_number_imprecise",
            Sdk,
            "id",
            &["9007199254740993", "1.50", "1e3", "-0", "1e400"],
        )
        .beside(&["id_number"]),
        set(
            "id_whitespace",
            Sdk,
            "id",
            texts(&[
                "member 7",
                " member_7",
                "member_7\n",
                "member\u{200b}7",
                "member\u{a0}7",
                "\t",
            ]),
        )
        .beside(&["id_unsafe_in_url"]),
        set_text(
            "id_unsafe_in_url",
            Rest,
            "id",
            &["a/b", "a?b", "a#b", "auth0|abc", "100%"],
        ),
        set_text(
            "id_personal_data",
            Sdk,
            "id",
            &["linda@talkjs.com", "+31612345678"],
        )
        .beside(&["id_unsafe_in_url"]),
        set_text(
            "id_placeholder",
            Sdk,
            "id",
            &[
                "undefined",
                "null",
                "NaN",
                "[object Object]",
                "guest",
                "anonymous",
                "currentUserID",
                "USER_ID",
            ],
        )
        .beside(&["id_whitespace", "id_unsafe_in_url"]),
        mutation(
            "id_mismatch",
            Rest,
            (user(Rest), "[0-9a-f]{12}").prop_map(|(user, other)| {
                // A second user whose id is its key tells the document from a map under names that are no ids.
                let map = |id: &str| {
                    let users = [("member_7", id), ("member_8", "member_8")];
                    Json::object(users.map(|(key, id)| (key, user.set("id", Json::text(id)))))
                };
                Pair::of(&map("member_7"), &map(&other))
            }),
        ),
        // Names and texts.
        set_text("name_empty", Rest, "name", &["", " ", "\t\n", "\u{a0}"]),
        set_text(
            "name_personal_data",
            Sdk,
            "name",
            &["linda@talkjs.com", "+31612345678"],
        ),
        set(
            "text_control",
            Rest,
            "name",
            one_of(&["\u{7}", "\u{1b}", "\u{202e}", "\u{200b}", "\u{2066}"])
                .prop_map(|odd| Json::text(format!("Lin{odd}da"))),
        ),
        set_text(
            "text_control",
            Sdk,
            "welcomeMessage",
            &["Hi\u{0}!", "Hi\u{202e}!"],
        ),
        set_text("text_empty", Rest, "welcomeMessage", &["", " ", "\t\n", "\u{a0}"]),
        set_text("text_empty", DataApiSet, "welcomeMessage", &[""]).beside(&["deprecated_field"]),
        set_text("text_empty", Sdk, "availabilityText", &["", " "]).beside(&["deprecated_field"]),
        set_text("photo_url_empty", Rest, "photoUrl", &[""]),
        set_text(
            "photo_url_relative",
            Sdk,
            "photoUrl",
            &["henry.jpeg", "/test.jpg", "../../img/a.png", "//talkjs.com/a.jpg"],
        ),
        set_text(
            "photo_url_malformed",
            Rest,
            "photoUrl",
            &[
                "https =>//talkjs.com",
                "https://talkjs.com/a b.jpg",
                "https:\\\\talkjs.com\\a",
                "https://",
                "https://talkjs.com:99999/a",
            ],
        ),
        set_text(
            "photo_url_scheme",
            Sdk,
            "photoUrl",
            &[
                "javascript:alert(1)",
                "vbscript:x",
                "file:///a.png",
                "http://talkjs.com/a.jpg",
                "ftp://talkjs.com/a.jpg",
                "https://linda:secret@talkjs.com/a.jpg",
            ],
        ),
        set_text(
            "photo_url_personal_data",
            Rest,
            "photoUrl",
            &[
                "https://talkjs.com/photo?name=linda@talkjs.com",
                "https://talkjs.com/photo?name=linda%40talkjs.com&s=96",
                "https://talkjs.com/photos/linda@talkjs.com.png",
            ],
        ),
        set_text(
            "unrendered_template",
            Rest,
            "name",
            &[
                "{{name}}",
                "${user.name}",
                "<%= name %>",
                "<?php echo $name ?>",
                "undefined",
                "[object Object]",
            ],
        ),
        set_text(
            "unrendered_template",
            Sdk,
            "photoUrl",
            &["https://talkjs.com/{{id}}.jpg", "${photo}"],
        ),
        set_text(
            "html_escaped",
            Rest,
            "name",
            &["Tom &amp; Jerry", "Tom &#038; Jerry", r"O\'Brien", r#"\"Linda\""#],
        ),
        set_text(
            "html_escaped",
            Sdk,
            "photoUrl",
            &[
                "https://talkjs.com/a?s=96&amp;d=mm",
                "https://talkjs.com/a?s=96&#038;d=mm",
            ],
        ),
        // E-mail addresses and telephone numbers.
        set_listed(
            "email_invalid",
            Rest,
            "email",
            &[
                "",
                "linda",
                "@talkjs.com",
                "linda@",
                "linda@@talkjs.com",
                "lin da@talkjs.com",
            ],
        )
        .beside(&["no_email_notifications"]),
        set_listed(
            "email_unusual",
            Sdk,
            "email",
            &[
                "\"lin da\"@talkjs.com",
                "linda@[192.0.2.1]",
                "linda@talkjs",
                "lin..da@talkjs.com",
                ".linda@talkjs.com",
            ],
        ),
        set_listed(
            "email_placeholder",
            Rest,
            "email",
            &["linda@example.com", "linda@mail.test", "linda@shop.invalid"],
        ),
        set_listed(
            "phone_not_e164",
            Rest,
            "phone",
            &[
                "06-12345678",
                "+31 6 1234 5678",
                "0031612345678",
                "+0612345678",
                "+1234567890123456",
                "tel",
                "",
            ],
        ),
        set_listed(
            "phone_impossible",
            Sdk,
            "phone",
            &["+999123456789", "+21012345678", "+1415555267"],
        ),
        set(
            "list_duplicate",
            Rest,
            "email",
            words(&[
                "[\"linda@talkjs.com\",\"linda@talkjs.com\"]",
                "[\"a@talkjs.com\",\"linda@talkjs.com\",\"a@talkjs.com\"]",
            ]),
        ),
        set(
            "list_duplicate",
            Sdk,
            "phone",
            words(&["[\"+31612345678\",\"+31612345678\"]"]),
        ),
        mutation(
            "no_email_notifications",
            Sdk,
            user(Sdk).prop_map(|user| Pair::of(&user, &user.without("email"))),
        ),
        // Locales.
        set_text(
            "locale_malformed",
            Rest,
            "locale",
            &[
                "en_US",
                "",
                "english-",
                "e",
                "en-US-",
                "français",
                "en--US",
                "abcdefghi",
            ],
        ),
        set_text(
            "locale_unregistered",
            Sdk,
            "locale",
            &["en-UK", "GB", "zz", "xx-YY", "en-Abcd"],
        )
        .beside(&["locale_unsupported_ui"]),
        set_text(
            "locale_not_canonical",
            Rest,
            "locale",
            &["iw", "EN-us", "en-latn-us", "i-klingon"],
        )
        .beside(&["locale_unsupported_ui"]),
        set_text(
            "locale_unsupported_ui",
            Sdk,
            "locale",
            &["no", "zh-TW", "fil", "cy", "haw-US"],
        ),
        // Roles.
        set_text("role_empty", Rest, "role", &["", " ", "buyer ", "\tbuyer"]),
        // Custom fields.
        set_custom("custom_not_string", Rest, "k_2", words(&["5", "true", "-1.5e3"])),
        set_custom(
            "custom_nested",
            Sdk,
            "k_2",
            words(&["{}", "[]", "[\"a\"]", "{\"a\":{\"b\":1}}"]),
        ),
        set_custom("custom_null", DataApiCreate, "k_2", words(&["null"])),
        set_custom("custom_null", Rest, "k_2", words(&["null"])),
        set_custom("custom_key_empty", Rest, "", texts(&["gold", ""])),
        set_custom(
            "custom_secret",
            Sdk,
            "k_2",
            texts(&[
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----",
            ]),
        ),
        set_custom("custom_secret", Rest, "password", texts(&["hunter2"])),
        set_custom(
            "custom_personal_data",
            Rest,
            "k_2",
            texts(&["linda@talkjs.com", "+31612345678"]),
        ),
        // Devices.
        set_push_token("push_token_key", Rest, "abcdefgh12345678", "true"),
        set_push_token("push_token_key", DataApiSet, "gcm:abcdefgh12345678", "null"),
        set_push_token("push_token_value", Rest, "apns:0123456789abcdef", "false"),
        set_push_token("push_token_value", DataApiCreate, "apns:0123456789abcdef", "null"),
    ]
}

/// Users, batches and texts with one fault each, of every kind.
pub(crate) fn any_broken() -> impl Strategy<Value = Vec<u8>> {
    let broken = mutations()
        .into_iter()
        .map(|mutation| mutation.pairs.prop_map(|pair| pair.broken).boxed());
    prop::strategy::Union::new(broken)
}

/// Everything that is found on one surface.
fn found(surface: Surface, bytes: &[u8]) -> Report {
    let options = Options::new()
        .surfaces(Surfaces::of(&[surface]))
        .min_severity(Severity::Note);
    Linter::new(options).check(Source::new("input.json", bytes))
}

fn brings_about(mutation: &Mutation, pair: &Pair) -> Result<(), TestCaseError> {
    let (clean, broken) = (
        found(mutation.surface, &pair.clean),
        found(mutation.surface, &pair.broken),
    );
    let above_note = clean
        .findings
        .iter()
        .find(|finding| finding.severity > Severity::Note);
    prop_assert!(
        above_note.is_none(),
        "the clean payload is not clean: {}",
        above_note.map(ToString::to_string).unwrap_or_default()
    );
    let rules = |report: &Report| {
        report
            .findings
            .iter()
            .map(|finding| finding.rule.id)
            .collect::<Vec<_>>()
    };
    let (before, after) = (rules(&clean), rules(&broken));
    prop_assert!(
        !before.contains(&mutation.rule),
        "the rule fires in the clean payload, too"
    );
    prop_assert!(
        after.contains(&mutation.rule),
        "the rule does not fire in the broken payload, only {:?}",
        after
    );
    let surplus: Vec<_> = broken
        .findings
        .iter()
        .filter(|finding| finding.rule.id != mutation.rule)
        .filter(|finding| !before.contains(&finding.rule.id) && !mutation.beside.contains(&finding.rule.id))
        .map(ToString::to_string)
        .collect();
    prop_assert!(
        surplus.is_empty(),
        "what else fires is neither the rule nor listed beside it: {:?}",
        surplus
    );
    Ok(())
}

/// A declared mutation fires its rule, and nothing that is not listed beside it.
#[test]
fn every_mutation_fires_its_rule_and_nothing_else() {
    let mut complaints = Vec::new();
    for mutation in mutations() {
        let mut runner = TestRunner::new(ProptestConfig {
            source_file: Some(file!()),
            ..config(256)
        });
        match runner.run(&mutation.pairs, |pair| brings_about(&mutation, &pair)) {
            Ok(()) => {}
            Err(TestError::Fail(reason, pair)) => complaints.push(format!(
                "{} on {}: {reason}\n  clean:  {}\n  broken: {}",
                mutation.rule,
                mutation.surface,
                String::from_utf8_lossy(&pair.clean),
                String::from_utf8_lossy(&pair.broken)
            )),
            Err(TestError::Abort(reason)) => complaints.push(format!("{}: {reason}", mutation.rule)),
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// No rule is without a mutation, no mutation without a rule, no reason without need.
#[test]
fn every_rule_has_a_mutation() {
    let mutations = mutations();
    for rule in RULES {
        let has_one = mutations.iter().any(|mutation| mutation.rule == rule.id);
        let is_excused = NOT_BY_MUTATION.contains(&rule.id);
        assert!(
            has_one || is_excused,
            "the rule {} has no mutation: add a line to `mutations` in tests/it/mutations.rs that turns a clean payload \
             into one in which it fires, with the rules that may fire beside it",
            rule.id
        );
        assert!(
            !(has_one && is_excused),
            "the rule {} has a mutation: take it out of NOT_BY_MUTATION",
            rule.id
        );
    }
    for mutation in mutations {
        assert!(
            RULES.iter().any(|rule| rule.id == mutation.rule),
            "there is no rule {}: rename or remove its line in `mutations` in tests/it/mutations.rs",
            mutation.rule
        );
        for beside in mutation.beside {
            assert!(
                RULES.iter().any(|rule| rule.id == *beside),
                "there is no rule {beside}, which is listed beside {}",
                mutation.rule
            );
        }
    }
}
