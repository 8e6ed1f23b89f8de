//! Strategies for [`proptest`](mod@proptest): users who are valid on a surface, what stands in their fields, and users who
//! break one rule. With the feature `proptest`.
//!
//! They are for the tests of programs that make users for TalkJS or read them: what [`user()`] draws is taken, and
//! [`Linter`](crate::Linter) finds no error and no warning in it. Each field is there or is not, and is drawn by itself, so a case that
//! fails shrinks to the user with the fewest and plainest fields. `examples/sync.rs` tests a whole synchronisation.
//!
//! ```
//! use proptest::prelude::*;
//! use userlint::{Surface, find_rule, strategies};
//!
//! /// What the tests are about: how a program greets a user of TalkJS.
//! fn greeting(user: &serde_json::Value) -> String {
//!     format!("Hi {}!", user["name"].as_str().unwrap_or("there"))
//! }
//!
//! proptest!(|(user in strategies::user(Surface::Response))| {
//!     let name = user["name"].as_str().expect("everybody has a name");
//!     prop_assert!(greeting(&user).contains(name));
//! });
//!
//! // What comes of bad input: in each text that this draws the rule finds what it is about.
//! let rule = find_rule("locale_malformed").expect("a rule");
//! let broken = strategies::broken(rule, Surface::Rest)?;
//! proptest!(|(text in broken)| prop_assert!(text.contains("locale")));
//! # Ok::<(), userlint::generate::CannotGenerate>(())
//! ```

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

mod broken;
#[cfg(test)]
mod laws;
mod user;

pub use broken::broken;
pub use user::user;

/// Ids that no rule finds fault with: letters and digits, the number of a database, a UUID.
pub fn id() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        3 => "(member|team|shop|kunde)[_-][a-z0-9]{1,8}",
        2 => "[1-9][0-9]{0,5}",
        1 => "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ]
}

/// Names of people and teams, in several scripts. Nobody in particular is meant.
pub fn name() -> impl Strategy<Value = String> + Clone {
    one_of(&[
        "Linda",
        "Linda Jansen",
        "Zoë Müller",
        "김하나",
        "李雷",
        "Jean-Luc O'Brien",
        "Ana-María 🌻",
        "علي حسن",
        "👨\u{200d}👩\u{200d}👧 Smith",
        "Team 7",
        "Dr. A. de Vries",
        "Søren",
        "Nguyễn Văn A",
    ])
}

/// E-mail addresses that everybody takes. They are in the domain of TalkJS: of those that are reserved for examples the rules
/// say that they are nobody's.
pub fn email() -> impl Strategy<Value = String> + Clone {
    "[a-z]{1,8}(\\.[a-z]{1,8})?(\\+[a-z]{1,3})?@(talkjs\\.com|mail\\.talkjs\\.com)"
}

/// Telephone numbers in E.164 that their numbering plan has.
pub fn phone() -> impl Strategy<Value = String> + Clone {
    one_of(&[
        "+14155552671",
        "+12025550173",
        "+905209876543",
        "+447700900000",
        "+31612345678",
        "+4915112345678",
    ])
}

/// Language tags that are registered and canonical, and for which the vendor's interface has texts.
pub fn locale() -> impl Strategy<Value = String> + Clone {
    one_of(&[
        "fr-FR",
        "cs-CZ",
        "ar",
        "en-US",
        "en-GB",
        "pt-BR",
        "nl",
        "nl-NL",
        "de-CH",
        "es-419",
        "zh-Hans-CN",
        "ja-JP",
        "sv",
        "uk",
    ])
}

/// Maps that `custom` takes on every surface: strings by key, each key once, as a JSON object.
pub fn custom() -> impl Strategy<Value = serde_json::Value> + Clone {
    let member = (custom_key(), custom_string());
    vec(member, 0..4).prop_map(|members| members.into_iter().collect())
}

/// No letters behind the prefix: by chance they would spell `pwd` one day.
fn custom_key() -> impl Strategy<Value = String> + Clone {
    "(k|order|tier)_[0-9]{1,4}"
}

fn custom_string() -> impl Strategy<Value = serde_json::Value> + Clone {
    one_of(&["", "48213", "false", "gold", "München", "{\"a\":1}", "a\nb", "😀"])
        .prop_map(serde_json::Value::from)
}

/// One of these texts; the first is the plainest.
fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    select(texts).prop_map(str::to_owned)
}
