//! How a program that synchronises its users with TalkJS tests itself with the strategies of userlint.
//!
//! ```sh
//! cargo run --example sync --features proptest
//! ```

use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use serde_json::{Map, Value, json};
use userlint::{Linter, Options, Source, Surface, Surfaces, strategies};

/// The program under test: an account of one's own.
#[derive(Debug, Clone)]
struct Account {
    key: String,
    display_name: String,
    mail: Option<String>,
    language: Option<String>,
    attributes: Value,
}

/// The program under test: the body of `PUT /users/{id}`.
fn body(account: &Account) -> Value {
    let mut body = Map::new();
    body.insert("name".into(), json!(account.display_name));
    if let Some(mail) = &account.mail {
        body.insert("email".into(), json!([mail]));
    }
    if let Some(language) = &account.language {
        body.insert("locale".into(), json!(language));
    }
    body.insert("custom".into(), account.attributes.clone());
    Value::Object(body)
}

/// The program under test: what it reads back.
fn account(user: &Value) -> Option<Account> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(Account {
        key: text(&user["id"])?,
        display_name: text(&user["name"])?,
        mail: user["email"]
            .as_array()
            .and_then(|list| list.first())
            .and_then(text),
        language: text(&user["locale"]),
        attributes: match &user["custom"] {
            Value::Null => json!({}),
            custom => custom.clone(),
        },
    })
}

fn accounts() -> impl Strategy<Value = Account> {
    let mail = proptest::option::of(strategies::email());
    let language = proptest::option::of(strategies::locale());
    let drawn = (
        strategies::id(),
        strategies::name(),
        mail,
        language,
        strategies::custom(),
    );
    drawn.prop_map(|(key, display_name, mail, language, attributes)| Account {
        key,
        display_name,
        mail,
        language,
        attributes,
    })
}

fn main() -> Result<(), TestError<String>> {
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::default()
    });
    let linter = Linter::new(Options::new().surfaces(Surfaces::of(&[Surface::Rest])));
    let told = |error: TestError<Account>| match error {
        TestError::Abort(reason) => TestError::Abort(reason),
        TestError::Fail(reason, account) => TestError::Fail(reason, format!("{account:?}")),
    };

    // Whatever account there is, TalkJS takes its user.
    runner
        .run(&accounts(), |account| {
            let report = linter.check(Source::new("body", &body(&account).to_string()));
            prop_assert!(
                report.findings.is_empty(),
                "{}: {}",
                account.key,
                report.findings[0]
            );
            Ok(())
        })
        .map_err(told)?;

    // Whatever TalkJS sends, it becomes an account.
    runner
        .run(&strategies::user(Surface::Response), |user| {
            prop_assert!(account(&user).is_some());
            Ok(())
        })
        .map_err(|error| match error {
            TestError::Abort(reason) => TestError::Abort(reason),
            TestError::Fail(reason, user) => TestError::Fail(reason, user.to_string()),
        })?;

    println!("what this program sends is taken, and what TalkJS sends is read");
    Ok(())
}
