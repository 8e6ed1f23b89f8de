//! Two snapshots compared: the laws of a comparison, what counts as a move and what does not, what a re-sync does to each
//! field, and the three forms. What a re-sync does is taken from the vendor's types and pages, not from the program.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use userlint::Source;
use userlint::diff::{Category, Diff, Mark, Snapshot};
use userlint::report::diff::human::Human;
use userlint::report::diff::{json, markdown};
use userlint::schema::{self, SchemaName};

use crate::hostile::inert::{COMMANDS, assert_inert};
use crate::strategy::documents::{any_document, clean_users};
use crate::strategy::texts::{any_bytes, any_text};
use crate::strategy::{Json, config};

/// The changes of a kind: the older id, the newer one, and the fields or marks.
type Row = (Option<String>, Option<String>, Vec<String>);

fn rows(diff: &Diff<'_>, category: Category) -> Vec<Row> {
    let rows = diff.changes(category).map(|change| {
        let details = change.fields.iter().map(ToString::to_string).chain(change.marks);
        (
            change.old.map(|user| user.id),
            change.new.map(|user| user.id),
            details.collect(),
        )
    });
    let rows: Vec<Row> = rows.collect();
    assert_eq!(rows.len(), diff.count(category), "what is counted is listed");
    rows
}

/// Everything that differs, whatever the order.
fn all(diff: &Diff<'_>) -> Vec<(&'static str, Vec<Row>)> {
    let sorted = |category| {
        let mut rows = rows(diff, category);
        rows.sort();
        rows
    };
    Category::ALL
        .map(|category| (category.name(), sorted(category)))
        .into()
}

fn compare<T>(old: &str, new: &str, marks: &[Mark], look: impl FnOnce(&Diff<'_>) -> T) -> T {
    let old = Snapshot::read(Source::new("old.json", old));
    let new = Snapshot::read(Source::new("new.json", new));
    look(&Diff::between(&old, &new, marks))
}

#[track_caller]
fn expect(old: &Value, new: &Value, expected: &[(Category, &[&str])]) {
    expect_by(&Mark::DEFAULT, old, new, expected);
}

/// Compares two lists of users, and wants these changes and no others: `old>new: details`.
#[track_caller]
fn expect_by(marks: &[Mark], old: &Value, new: &Value, expected: &[(Category, &[&str])]) {
    compare(&old.to_string(), &new.to_string(), marks, |diff| {
        for category in Category::ALL {
            let shown = rows(diff, category).into_iter().map(|(old, new, details)| {
                let ids = [old, new].map(Option::unwrap_or_default);
                format!("{}>{} {}", ids[0], ids[1], details.join(" "))
                    .trim_end()
                    .to_owned()
            });
            let wanted = expected.iter().find(|(wanted, _)| *wanted == category);
            assert_eq!(
                shown.collect::<Vec<_>>(),
                wanted.map_or(&[][..], |(_, rows)| rows),
                "{}",
                category.name()
            );
        }
    });
}

/// Users with ids of their own, each with an address that nobody shares and no other mark.
fn people() -> impl Strategy<Value = Vec<Json>> {
    clean_users().prop_map(|users| {
        let users = users.into_iter().enumerate().map(|(at, (id, user))| {
            user.without("phone")
                .set("id", Json::text(id))
                .set("email", Json::text(format!("person{at}@talkjs.com")))
        });
        users.collect()
    })
}

fn list(users: &[Json]) -> String {
    Json::List(users.to_vec()).plain()
}

proptest! {
    #![proptest_config(config(192))]

    #[test]
    fn nothing_differs_from_itself_however_it_is_written(users in people(), seed: u64) {
        let text = list(&users);
        let again: Vec<_> = users.iter().map(|user| user.shuffled(seed)).collect();
        compare(&text, &Json::List(again).spelled(seed), &Mark::DEFAULT, |diff| {
            assert!(diff.is_empty(), "{:?}", all(diff));
        });
    }

    #[test]
    fn any_document_is_the_same_as_itself(document in any_document()) {
        let text = document.json.plain();
        compare(&text, &text, &Mark::DEFAULT, |diff| assert!(diff.is_empty(), "{:?}", all(diff)));
    }

    #[test]
    fn the_order_of_users_means_nothing(old in people(), new in people(), by: Index) {
        let changes = |old: &[Json], new: &[Json]| {
            compare(&list(old), &list(new), &Mark::DEFAULT, all)
        };
        let mut turned = (old.clone(), new.clone());
        turned.0.rotate_left(by.index(old.len().max(1)).min(old.len()));
        turned.1.reverse();
        assert_eq!(changes(&old, &new), changes(&turned.0, &turned.1));
    }

    #[test]
    fn the_shape_of_a_snapshot_means_nothing(old in people(), new in people()) {
        let map = |users: &[Json]| {
            let users = users.iter().map(|user| {
                let id = user.members().iter().find(|(key, _)| key == "id");
                let Some((_, Json::Text(id))) = id else { panic!("people have ids") };
                (id.clone(), user.without("id"))
            });
            Json::object(users.collect::<Vec<_>>()).plain()
        };
        prop_assume!(!old.is_empty() && !new.is_empty());
        let lines = |users: &[Json]| users.iter().map(Json::plain).collect::<Vec<_>>().join("\n");
        let of_lists = compare(&list(&old), &list(&new), &Mark::DEFAULT, all);
        let of_others = compare(&lines(&old), &map(&new), &Mark::DEFAULT, all);
        assert_eq!(of_lists, of_others);
    }

    #[test]
    fn one_id_that_changes_is_one_move(users in people(), which: Index) {
        prop_assume!(!users.is_empty());
        let mut renamed = users.clone();
        let at = which.index(users.len());
        renamed[at] = renamed[at].set("id", Json::text("an id of its own"));
        compare(&list(&users), &list(&renamed), &Mark::DEFAULT, |diff| {
            for category in Category::ALL {
                assert_eq!(diff.count(category), usize::from(category == Category::Moved), "{:?}", all(diff));
            }
            let [(_, new, marks)] = &rows(diff, Category::Moved)[..] else { panic!("one move") };
            assert_eq!(new.as_deref(), Some("an id of its own"));
            assert_eq!(marks, &["email"]);
        });
    }

    #[test]
    fn back_again_what_was_gone_is_new_and_who_moved_moves_back(
        users in people(), gone in any::<u8>(), renamed in any::<u8>(),
    ) {
        let bit = |mask: u8, at: usize| mask >> (at % 8) & 1 == 1;
        let left = users.iter().enumerate().filter(|(at, _)| !bit(gone, *at));
        let new: Vec<Json> = left
            .map(|(at, user)| {
                if bit(renamed, at) {
                    user.set("id", Json::text(format!("an id of its own, {at}")))
                } else {
                    user.clone()
                }
            })
            .collect();
        let ids = |old: &[Json], new: &[Json]| {
            compare(&list(old), &list(new), &Mark::DEFAULT, |diff| {
                [Category::Removed, Category::Added, Category::Moved].map(|category| {
                    let mut ids: Vec<_> = rows(diff, category).into_iter().map(|row| (row.0, row.1)).collect();
                    ids.sort();
                    ids
                })
            })
        };
        let mirrored = |rows: &[(Option<String>, Option<String>)]| {
            let mut rows: Vec<_> = rows.iter().cloned().map(|(old, new)| (new, old)).collect();
            rows.sort();
            rows
        };
        let [removed, added, moved] = ids(&users, &new);
        let [removed_back, added_back, moved_back] = ids(&new, &users);
        assert_eq!(removed.len(), (0..users.len()).filter(|&at| bit(gone, at)).count());
        assert_eq!(added_back, mirrored(&removed));
        assert_eq!(removed_back, mirrored(&added));
        assert_eq!(moved_back, mirrored(&moved));
    }

    #[test]
    fn every_form_of_any_comparison_can_be_shown(
        old in prop_oneof![any_bytes(), any_document().prop_map(|document| document.json.plain().into_bytes())],
        new in any_document(),
        key in any_text(),
    ) {
        let marks = [Mark::Email, Mark::Phone, Mark::Custom(key)];
        let (old, new) = (old, new.json.plain());
        let old = Snapshot::read(Source::new("old\u{1b}[2J.json", &old));
        let new = Snapshot::read(Source::new("new.json", &new));
        for is_redacted in [false, true] {
            let diff = Diff::between(&old, &new, &marks);
            let diff = if is_redacted { diff.redacted() } else { diff };
            for text in forms(&diff) {
                assert_inert(&text);
            }
        }
    }
}

/// The diff in every form: for people, as Markdown, as JSON, which is what its schema says.
fn forms(diff: &Diff<'_>) -> [String; 3] {
    let written = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        write(&mut out).expect("writing to memory");
        String::from_utf8(out).expect("UTF-8")
    };
    let human = Human {
        width: 60,
        colour: false,
        most: usize::MAX,
    };
    let json = written(&|out| json::write(diff, out));
    let value: Value = serde_json::from_str(&json).expect("JSON");
    let schema: Value = serde_json::from_str(schema::text(SchemaName::Diff)).expect("a schema");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let faults: Vec<_> = validator
        .iter_errors(&value)
        .map(|fault| fault.to_string())
        .collect();
    assert_eq!(faults, Vec::<String>::new(), "{json}");
    [
        written(&|out| human.write(diff, out)),
        written(&|out| markdown::write(diff, usize::MAX, out)),
        json,
    ]
}

#[test]
fn a_user_moves_with_any_mark_of_which_there_is_one() {
    let old = json!([{"id": "1", "name": "Linda", "email": "Linda@talkjs.com", "phone": "+31612345678"}]);
    for new in [
        json!([{"id": "u1", "name": "Linda", "email": ["linda@TALKJS.com"]}]),
        json!([{"id": "u1", "email": ["l@talkjs.com", "linda@talkjs.com"]}]),
    ] {
        expect(&old, &new, &[(Category::Moved, &["1>u1 email"])]);
    }
    let by_phone = json!({"u1": {"name": "L. Jansen", "phone": ["+31 6 1234 5678"]}});
    expect(&old, &by_phone, &[(Category::Moved, &["1>u1 phone"])]);
}

#[test]
fn a_key_of_custom_is_a_mark_if_it_is_named_and_then_nothing_else_is() {
    let old = json!([{"id": "1", "name": "A", "email": "a@talkjs.com", "custom": {"crm": "77"}}]);
    let new = json!([{"id": "2", "name": "B", "email": "b@talkjs.com", "custom": {"crm": "77"}}]);
    let gone_and_new: &[(Category, &[&str])] = &[(Category::Removed, &["1>"]), (Category::Added, &[">2"])];
    expect(&old, &new, gone_and_new);
    let crm = [Mark::Custom("crm".to_owned())];
    expect_by(&crm, &old, &new, &[(Category::Moved, &["1>2 custom.crm"])]);
    let same_address = json!([{"id": "2", "name": "A", "email": "a@talkjs.com"}]);
    expect_by(&crm, &old, &same_address, gone_and_new);
}

#[test]
fn who_shares_a_mark_is_not_known_by_it() {
    let user = |id: &str| json!({"id": id, "name": id, "email": "office@talkjs.com"});
    // One is gone and one is new, but the address is that of others, too: before, or since, or always.
    let ambiguous: &[(Category, &[&str])] = &[
        (Category::Ambiguous, &["1> email"]),
        (Category::Removed, &["1>"]),
        (Category::Added, &[">9"]),
    ];
    expect(
        &json!([user("1"), user("2")]),
        &json!([user("9"), user("2")]),
        ambiguous,
    );
    let other = json!({"id": "2", "name": "2", "email": "two@talkjs.com"});
    let with_office = json!({"id": "2", "name": "2", "email": ["two@talkjs.com", "office@talkjs.com"]});
    let field_too: &[(Category, &[&str])] = &[
        (Category::Ambiguous, &["1> email"]),
        (Category::Changes, &["2>2 email"]),
        (Category::Removed, &["1>"]),
        (Category::Added, &[">9"]),
    ];
    expect(
        &json!([user("1"), other.clone()]),
        &json!([user("9"), with_office.clone()]),
        field_too,
    );
    expect(
        &json!([user("1"), with_office]),
        &json!([user("9"), other]),
        field_too,
    );
    let two_new = [
        (Category::Ambiguous, &["1> email"][..]),
        (Category::Removed, &["1>"]),
        (Category::Added, &[">8", ">9"]),
    ];
    expect(&json!([user("1")]), &json!([user("8"), user("9")]), &two_new);
}

#[test]
fn marks_that_lead_to_two_users_lead_to_none() {
    let old = json!([{"id": "1", "name": "A", "email": "a@talkjs.com", "phone": "+31612345678"}]);
    let new = json!([
        {"id": "8", "name": "A", "email": "a@talkjs.com"},
        {"id": "9", "name": "A", "phone": "+31612345678"},
    ]);
    expect(
        &old,
        &new,
        &[
            (Category::Ambiguous, &["1> email"]),
            (Category::Removed, &["1>"]),
            (Category::Added, &[">8", ">9"]),
        ],
    );
    // Two that become one: neither is known to be it.
    expect(
        &new,
        &old,
        &[
            (Category::Ambiguous, &["8> email", "9> phone"]),
            (Category::Removed, &["8>", "9>"]),
            (Category::Added, &[">1"]),
        ],
    );
}

#[test]
fn a_telephone_that_a_family_shares_is_no_proof() {
    let old = json!([{"id": "1", "name": "Ann", "email": "ann@talkjs.com", "phone": "+31612345678"}]);
    let new =
        |name: &str| json!([{"id": "2", "name": name, "email": "other@talkjs.com", "phone": "+31612345678"}]);
    expect(
        &old,
        &new("Bob"),
        &[
            (Category::Ambiguous, &["1> phone"]),
            (Category::Removed, &["1>"]),
            (Category::Added, &[">2"]),
        ],
    );
    // The same name, and another address: people change those.
    expect(&old, &new("Ann"), &[(Category::Moved, &["1>2 phone"])]);
}

#[test]
fn what_anybody_can_have_moves_nobody() {
    for (email, phone) in [("n/a", "unknown"), ("", ""), ("NA", "0612345678")] {
        let user = |id: &str| json!([{"id": id, "name": "A", "email": email, "phone": phone}]);
        expect(
            &user("1"),
            &user("2"),
            &[(Category::Removed, &["1>"]), (Category::Added, &[">2"])],
        );
    }
}

#[test]
fn ids_that_are_dealt_out_anew_move_though_none_is_gone() {
    let user = |id: &str, name: &str| json!({"id": id, "name": name, "email": format!("{name}@talkjs.com")});
    let old = json!([user("1", "ann"), user("2", "bob")]);
    let new = json!([user("1", "bob"), user("2", "ann")]);
    expect(
        &old,
        &new,
        &[
            (Category::Moved, &["1>2 email", "2>1 email"]),
            (Category::Reused, &["1>1", "2>2"]),
            (Category::Changes, &["1>1 name email", "2>2 name email"]),
        ],
    );
}

#[test]
fn an_id_is_somebody_elses_only_if_all_that_is_known_differs() {
    let old = json!([{"id": "1", "name": "Ann", "email": "ann@talkjs.com", "phone": ["+31612345678"]}]);
    let is_reused = |new: Value| {
        compare(
            &old.to_string(),
            &json!([new]).to_string(),
            &Mark::DEFAULT,
            |diff| diff.count(Category::Reused) == 1,
        )
    };
    assert!(is_reused(
        json!({"id": "1", "name": "Bob", "email": "bob@talkjs.com"})
    ));
    assert!(is_reused(
        json!({"id": 1, "name": "Bob", "email": "bob@talkjs.com", "phone": "+31612345679"})
    ));
    // Somebody may marry, and change the address with the name; not the telephone as well.
    let phone = "+31612345678";
    assert!(!is_reused(
        json!({"id": "1", "name": "Bob", "email": "bob@talkjs.com", "phone": phone})
    ));
    assert!(!is_reused(
        json!({"id": "1", "name": "ANN ", "email": "bob@talkjs.com"})
    ));
    assert!(!is_reused(json!({"id": "1", "name": "Bob"})));
    assert!(!is_reused(json!({"id": "1", "email": "bob@talkjs.com"})));
}

#[test]
fn null_deletes_absence_keeps_and_a_value_takes_the_place_of_another() {
    // Every field that can be sent; null is typed for all of them but the name.
    let fields = [
        ("email", json!(["a@talkjs.com"]), json!(["b@talkjs.com"])),
        ("phone", json!(["+31612345678"]), json!([])),
        (
            "photoUrl",
            json!("https://talkjs.com/a.svg"),
            json!("https://talkjs.com/b.svg"),
        ),
        ("welcomeMessage", json!("Hi"), json!("Hello")),
        ("availabilityText", json!("soon"), json!("later")),
    ];
    for (field, before, after) in fields {
        let user = |value: Value| json!([{"id": "1", "name": "A", (field): value}]);
        let (absent, row) = (json!([{"id": "1", "name": "A"}]), format!("1>1 {field}"));
        let row = &[row.as_str()][..];
        expect(
            &user(before.clone()),
            &user(Value::Null),
            &[(Category::Deletes, row)],
        );
        expect(&user(before.clone()), &absent, &[(Category::Keeps, row)]);
        expect(&user(before.clone()), &user(after), &[(Category::Changes, row)]);
        expect(&absent, &user(before), &[(Category::Changes, row)]);
        // TalkJS sends null for what is not set.
        expect(&user(Value::Null), &absent, &[]);
        expect(&absent, &user(Value::Null), &[]);
    }
}

#[test]
fn a_name_cannot_be_deleted() {
    let old = json!([{"id": "1", "name": "A"}]);
    expect(&old, &json!([{"id": "1", "name": null}]), &[]);
    expect(
        &old,
        &json!({"1": {"role": "x"}}),
        &[(Category::Role, &["1>1 role"]), (Category::Keeps, &["1>1 name"])],
    );
}

#[test]
fn custom_and_push_tokens_are_merged_by_key() {
    for (field, value) in [("custom", json!("x")), ("pushTokens", json!(true))] {
        let user = |map: Value| json!([{"id": "1", "name": "A", (field): map}]);
        let old = user(json!({"fcm:a": value, "fcm:b": value}));
        expect(
            &old,
            &user(json!({"fcm:a": null, "fcm:c": value})),
            &[
                (Category::Deletes, &[&format!("1>1 {field}.fcm:a")]),
                (Category::Keeps, &[&format!("1>1 {field}.fcm:b")]),
                (Category::Changes, &[&format!("1>1 {field}.fcm:c")]),
            ],
        );
        expect(
            &old,
            &user(Value::Null),
            &[(Category::Deletes, &[&format!("1>1 {field}")])],
        );
        expect(
            &old,
            &user(json!({})),
            &[(Category::Keeps, &[&format!("1>1 {field}.fcm:a {field}.fcm:b")])],
        );
        expect(&user(json!({})), &user(Value::Null), &[]);
    }
}

#[test]
fn roles_and_locales_are_shown_with_their_values() {
    let old = json!([{"id": "1", "name": "A", "configuration": "buyer", "locale": "nl-NL"}]);
    let new = json!([{"id": "1", "name": "A", "role": "seller", "locale": null}]);
    compare(&old.to_string(), &new.to_string(), &Mark::DEFAULT, |diff| {
        let role = diff.changes(Category::Role).next().expect("a role");
        assert_eq!(
            (role.from.as_deref(), role.to.as_deref()),
            (Some("buyer"), Some("seller"))
        );
        let locale = diff.changes(Category::Locale).next().expect("a locale");
        assert_eq!(
            (locale.from.as_deref(), locale.to.as_deref()),
            (Some("nl-NL"), None)
        );
        assert_eq!(rows(diff, Category::Deletes)[0].2, ["locale"]);
        assert_eq!(diff.count(Category::Changes), 0, "they have a place of their own");
    });
    // `configuration` is the old name of `role`.
    let renamed = json!([{"id": "1", "name": "A", "role": "buyer", "locale": "nl-NL"}]);
    expect(&old, &renamed, &[]);
}

#[test]
fn what_talkjs_makes_the_same_is_the_same() {
    let old =
        json!([{"id": 5, "name": "A", "email": "a@talkjs.com", "phone": ["+31612345678", "+31612345679"]}]);
    let new = json!({"5": {"name": "A", "email": ["a@talkjs.com"], "phone": ["+31612345679", "+31612345678"],
        "createdAt": 1_632_403_200_000_u64, "headerPhotoUrl": null}});
    expect(&old, &new, &[]);
    let put = json!([[1, "PUT", "/users/a%20b", {"name": "A"}]]);
    expect(&put, &json!([{"id": "a b", "name": "A"}]), &[]);
    expect(
        &put,
        &json!([{"id": "a%20b", "name": "A"}]),
        &[(Category::Removed, &["a b>"]), (Category::Added, &[">a%20b"])],
    );
}

#[test]
fn of_users_with_one_id_the_last_counts_and_those_without_are_said() {
    let old =
        r#"[{"id":"1","name":"A"},{"name":"B"},{"id":"1","name":"C"},7,{"\u0069d":"\u0031","name":"D"}]"#;
    let snapshot = Snapshot::read(Source::new("old.json", old));
    assert_eq!(
        (snapshot.users(), snapshot.without_id(), snapshot.repeated()),
        (5, 2, 2)
    );
    assert_eq!(snapshot.compared(), 1);
    compare(old, r#"[{"id":"1","name":"D"}]"#, &Mark::DEFAULT, |diff| {
        assert!(diff.is_empty(), "{:?}", all(diff));
    });
}

#[test]
fn a_line_that_is_broken_hides_no_other() {
    let old = "{\"id\":\"1\",\"name\":\"A\"}\n{\"id\":\"2\",\"name\":\n{\"id\":\"3\",\"name\":\"C\"}\n";
    let new = "{\"id\":\"1\",\"name\":\"A\"}\n[7]\n{\"id\":\"3\",\"name\":\"D\"}\n\u{0}\n";
    compare(old, new, &Mark::DEFAULT, |diff| {
        let failures: Vec<_> = diff.failures().map(|failure| failure.message.as_str()).collect();
        assert_eq!(failures.len(), 3, "{failures:?}");
        assert!(failures[0].starts_with("old.json:2:"), "{failures:?}");
        assert!(failures[1].starts_with("new.json:2:1: "), "{failures:?}");
        assert!(failures[2].starts_with("new.json:4:"), "{failures:?}");
        assert_eq!(rows(diff, Category::Changes)[0].2, ["name"]);
        assert_eq!(diff.count(Category::Removed) + diff.count(Category::Added), 0);
    });
}

#[test]
fn of_a_file_of_broken_lines_the_first_hundred_are_named_and_all_are_counted() {
    let lines = "{\"id\":\"1\"}\n".to_owned() + &"{\"id\":\n".repeat(1000);
    let snapshot = Snapshot::read(Source::new("broken.ndjson", &lines));
    assert_eq!(
        (snapshot.users(), snapshot.unread(), snapshot.failures().len()),
        (1, 1000, 100)
    );
}

#[test]
fn what_cannot_be_read_is_not_repeated() {
    for text in ["linda", "{linda:1}", "[linda]", "{\"id\":linda}"] {
        let snapshot = Snapshot::read(Source::new("broken.json", text));
        let [failure] = snapshot.failures() else {
            panic!("{text}");
        };
        assert!(
            failure.message.starts_with("broken.json:1:"),
            "{}",
            failure.message
        );
        assert!(!failure.message.contains("linda"), "{}", failure.message);
    }
}

#[test]
fn a_role_that_is_reset_is_named_among_what_is_deleted() {
    let old = json!([{"id": "1", "role": "vip", "locale": "nl"}]).to_string();
    let new = json!([{"id": "1", "role": null}]).to_string();
    compare(&old, &new, &Mark::DEFAULT, |diff| {
        let [human, markdown, _] = forms(diff);
        for line in ["  1: vip → none", "  1: role", "  1: locale"] {
            assert!(human.lines().any(|shown| shown == line), "{line} in {human}");
        }
        for line in ["- `1`: `vip → none`", "- `1`: `role`", "- `1`: `locale`"] {
            assert!(
                markdown.lines().any(|shown| shown == line),
                "{line} in {markdown}"
            );
        }
    });
}

#[test]
fn nothing_of_a_user_is_live_in_a_report_or_shown_where_it_must_not_be() {
    for command in COMMANDS {
        let user = |id: &str| {
            json!([{"id": id, "name": command, "role": format!("{id}{command}"), "locale": command,
                "email": "a@talkjs.com", "custom": {(*command): "x"}, "pushTokens": {(*command): true}},
                {"id": format!("{command}2"), "role": id, "custom": {(*command): id}}])
        };
        let (old, new) = (
            user(command).to_string(),
            user(&format!("{command}!")).to_string(),
        );
        let marks = [Mark::Email, Mark::Custom((*command).to_owned())];
        compare(&old, &new, &marks, |diff| {
            for text in forms(diff) {
                assert_inert(&text);
            }
        });
    }
}

#[test]
fn reports_without_personal_values_have_none() {
    let secret = format!("sk_live_{}", "4".repeat(24));
    let old = json!([
        {"id": "linda@talkjs.com", "name": "Linda", "email": "l@talkjs.com", "role": "vip", "locale": "nl-NL"},
        {"id": "7", "name": "Jan", "role": "vip", "custom": {"jan@talkjs.com": "a", "plan": "gold"},
            "pushTokens": {"fcm:abcdef": true}},
    ]);
    let new = json!([
        {"id": (secret), "name": "Linda", "email": "l@talkjs.com"},
        {"id": "7", "name": "Piet", "role": (secret), "custom": {"jan@talkjs.com": null, "plan": null},
            "pushTokens": {"fcm:abcdef": null}},
    ]);
    let (old, new) = (old.to_string(), new.to_string());
    let old = Snapshot::read(Source::new("old.json", &old));
    let new = Snapshot::read(Source::new("new.json", &new));
    for text in forms(&Diff::between(&old, &new, &Mark::DEFAULT)) {
        assert!(text.contains("linda@talkjs.com"), "{text}");
        assert!(text.contains("vip") && text.contains("custom.plan"), "{text}");
        assert!(!text.contains(&secret), "{text}");
    }
    for text in forms(&Diff::between(&old, &new, &Mark::DEFAULT).redacted()) {
        for personal in [
            "@talkjs.com",
            "linda",
            "jan@",
            "Jan",
            "vip",
            "nl-NL",
            "abcdef",
            secret.as_str(),
        ] {
            assert!(!text.contains(personal), "{personal} in {text}");
        }
        assert!(text.contains("custom.plan") && text.contains("role"), "{text}");
    }
}
