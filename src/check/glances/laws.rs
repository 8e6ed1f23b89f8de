//! Every rule is as silent as it says: what a glance passes, the rule itself passes.

use proptest::prelude::*;
use proptest::sample::select;

use super::Glances;
use crate::check::plan::Plan;
use crate::check::walk::{Walk, may_be_same};
use crate::check::{Options, ask_field};
use crate::field::Field;
use crate::finding::Unlocated;
use crate::glance::{Glimpse, Silent, SilentValue};
use crate::rule::{Anchor, Rule};
use crate::rules::RULES;
use crate::severity::Severity;
use crate::surface::{Surface, Surfaces};
use crate::syntax::json::Parser;
use crate::user::User;

/// What stands in fields, and what rules look for in it.
const PIECES: &[&str] = &[
    "",
    " ",
    "\u{B}",
    "MyString",
    "MyText",
    "a",
    "Z",
    "0",
    "7",
    "-",
    "_",
    ".",
    "~",
    "@",
    "+",
    "%",
    "&",
    "$",
    "<",
    ">",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "'",
    "\\",
    "/",
    ":",
    ";",
    "#",
    "?",
    "=",
    "\t",
    "\n",
    "\u{7F}",
    "\u{A0}",
    "\u{200B}",
    "é",
    "×",
    "ɏ",
    "ɐ",
    "ΑΩ",
    "\u{3A2}",
    "ώ",
    "Жя",
    "\u{483}",
    "ԯ",
    "את",
    "\u{5B0}",
    "\u{61C}",
    "\u{640}",
    "محمد",
    "\u{64B}",
    "花子",
    "ァヺ",
    "\u{3099}",
    "\u{3000}",
    "\u{3164}",
    "䶿",
    "鿿",
    "한글",
    "힣",
    "ﬁ",
    "Ａ",
    "efi",
    "unde",
    "😀",
    "null",
    "NULL",
    "Null",
    "None",
    "nil",
    "NaN",
    "undefined",
    "user",
    "guest",
    "USER_ID",
    "test",
    "MyName",
    "My",
    "Linda",
    "linda@talkjs.com",
    "@talkjs.com",
    "linda",
    "example.com",
    "+31612345678",
    "+0",
    "+1",
    "31612345678",
    "https://",
    "http://",
    "talkjs.com",
    "/photo.png",
    "javascript:",
    "%40",
    "en",
    "en-US",
    "nl",
    "zh-Hant-TW",
    "EN",
    "iw",
    "-GB",
    "xx",
    "&amp;",
    "\\'",
    "token",
    "password",
    "sk_live_",
    "0123456789abcdef",
    "eyJhbGciOiJIUzI1",
    "-----BEGIN PRIVATE KEY-----",
    "00000000-0000-0000-0000-000000000000",
    "[object Object]",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::collection::vec(select(PIECES), 0..4).prop_map(|pieces| pieces.concat()),
        1 => "[ -~]{0,40}",
        1 => any::<String>(),
    ]
}

/// A plan in which a single rule is, on every surface and with all that it may say.
fn plan_of(rule: &'static Rule) -> Plan {
    let options = Options::new().min_severity(Severity::Note);
    Plan::with(Surfaces::ALL, &options, |other| other.id == rule.id)
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

/// What the rules of a plan say of the field in a user.
fn found(plan: &Plan, field: Field, user: &str) -> Vec<Unlocated> {
    let mut parser = Parser::default();
    let document = parser.parse(user).expect("JSON");
    let user = User::resolve(document.root(), None, Vec::new());
    let mut found = Vec::new();
    ask_field(plan, &user.field(field).expect("the field"), None, &mut found);
    found
}

fn assert_silent(rule: &'static Rule, field: Field, value: &str) {
    let user = format!("{{{}:{value}}}", quoted(field.name()));
    let found = found(&plan_of(rule), field, &user);
    assert!(
        found.is_empty(),
        "{} says {:?} of {user}",
        rule.id,
        found[0].message
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rule_is_silent_of_what_it_passes_at_a_glance(one in text(), other in text()) {
        let is_passed = |silent: Silent, text: &str| silent.about(Glimpse::of_text(text));
        for rule in RULES {
            for &anchor in rule.meta.anchors {
                match anchor {
                    Anchor::Text(fields, _, silent)
                    | Anchor::Field(fields, _, SilentValue::Strings(silent))
                        if is_passed(silent, &one) =>
                    {
                        for &field in fields {
                            assert_silent(rule, field, &quoted(&one));
                        }
                    }
                    Anchor::Entry(fields, _, silent)
                        if is_passed(silent.key, &one) && is_passed(silent.value, &other) =>
                    {
                        for &field in fields {
                            assert_silent(rule, field, &format!("{{{}:{}}}", quoted(&one), quoted(&other)));
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn what_a_rule_says_of_a_kind_of_value_does_not_hang_on_its_strings(one in text(), other in text()) {
        for rule in RULES {
            let plan = plan_of(rule);
            let glances = Glances::of(&plan, std::iter::once(rule));
            for &anchor in rule.meta.anchors {
                let Anchor::Field(fields, _, SilentValue::ByKind) = anchor else { continue };
                for &field in fields {
                    let glance = glances.fields[field as usize];
                    if glance.text.is_some() {
                        assert_silent(rule, field, &quoted(&one));
                    }
                    if glance.list.is_some() {
                        assert_silent(rule, field, &format!("[{}]", quoted(&one)));
                        if !may_be_same(one.as_bytes(), other.as_bytes()) {
                            assert_silent(rule, field, &format!("[{},{}]", quoted(&one), quoted(&other)));
                        }
                    }
                    if glance.map.is_some() {
                        assert_silent(rule, field, &format!("{{{}:{}}}", quoted(&one), quoted(&other)));
                    }
                }
            }
        }
    }
}

/// The users for whom the walk was made: if these were looked at more closely, nobody would notice but by the clock.
#[test]
fn an_everyday_user_is_passed_at_a_glance() {
    const USER: &str = r#"{ "id": "user_7", "name": "Linda de Vries", "email": ["linda@talkjs.com"], "phone": ["+31612345678"],
        "photoUrl": "https://talkjs.com/7.png?v=1", "locale": "nl-NL", "role": "buyer", "custom": {"plan": "free", "n": "1"},
        "welcomeMessage": "Hi, how can I help you?"}"#;
    for surface in [Surface::Sdk, Surface::Rest, Surface::RestUpdate] {
        let plan = Plan::new(Surfaces::of(&[surface]), &Options::new());
        let mut walk = Walk::default();
        assert_eq!(
            walk.user::<false>(&plan, USER.as_bytes(), 0, None),
            Some(USER.len()),
            "{surface}"
        );
        assert_eq!(walk.id(USER.as_bytes()), Some(&b"user_7"[..]));
        assert_eq!(walk.members_alone, 0, "{surface}");
    }
}
