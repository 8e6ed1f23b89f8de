//! The fast yes says nothing that the rules do not say: a report is the same with it and without it.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use userlint::{Linter, Options, Severity, Shape, Source, Surface, Surfaces};

use crate::corpus;
use crate::program::userlint;
use crate::strategy::documents::{any_document, list, of_users};
use crate::strategy::texts::{any_bytes, near_json};
use crate::strategy::{config, users};

/// Fails if a glance at the users changes anything in the report.
fn assert_same(name: &str, bytes: &[u8], options: &Options) {
    let report = |thorough| {
        let linter = Linter::new(options.clone().thorough(thorough));
        format!("{:?}", linter.check(Source::new(name, bytes)))
    };
    assert_eq!(
        report(false),
        report(true),
        "{} as {name} with {options:?}",
        bytes.escape_ascii()
    );
}

#[test]
fn every_case_of_the_corpus_is_judged_alike() {
    let mut surfaces = vec![None, Some(Surfaces::ALL)];
    surfaces.extend(Surface::ALL.map(|surface| Some(Surfaces::of(&[surface]))));
    for folder in corpus::folders() {
        for case in corpus::cases(&folder) {
            let bytes = case.bytes(&folder);
            for &surfaces in &surfaces {
                for severity in Severity::ALL {
                    for settings in [userlint::settings::Settings::new(), case.settings()] {
                        let mut options = Options::new().min_severity(severity).settings(settings);
                        options.surfaces = surfaces;
                        assert_same(&case.name_of_input, &bytes, &options);
                    }
                }
            }
        }
    }
}

#[test]
fn the_program_says_the_same_when_it_is_thorough() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for format in [
        "human", "concise", "json", "ndjson", "sarif", "junit", "github", "markdown",
    ] {
        let check = |more: &[&str]| {
            let args = [&["check", "--format", format, "--statistics", "corpus"], more].concat();
            let run = userlint(root, &args);
            (run.status, run.stdout, run.stderr)
        };
        assert_eq!(check(&[]), check(&["--thorough"]), "{format}");
    }
}

fn options() -> impl Strategy<Value = Options> {
    let surfaces = subsequence(&Surface::ALL[..], 0..=2);
    let shape = prop::option::weighted(0.2, select(&Shape::ALL[..]));
    (surfaces, shape, select(&Severity::ALL[..])).prop_map(|(surfaces, shape, severity)| {
        let mut options = Options::new().min_severity(severity);
        if !surfaces.is_empty() {
            options = options.surfaces(surfaces.into_iter().collect());
        }
        options.shape = shape;
        options
    })
}

/// The surfaces for which the users of a law are clean.
fn surface() -> impl Strategy<Value = Surface> {
    select(&Surface::ALL[..])
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn documents_are_judged_alike(
        document in prop_oneof![of_users(), any_document()],
        seed in any::<u64>(),
        options in options(),
    ) {
        assert_same("input.json", document.json.plain().as_bytes(), &options);
        assert_same("input.json", document.json.spelled(seed).as_bytes(), &options);
        assert_same("input.json", document.json.repeated(seed).plain().as_bytes(), &options);
    }

    #[test]
    fn clean_users_with_one_who_may_not_be_are_judged_alike(
        (surface, clean) in surface().prop_flat_map(|surface| {
            (Just(surface), prop::collection::vec(users::clean(surface), 0..4))
        }),
        other in users::any_user(),
        at in any::<prop::sample::Index>(),
        severity in select(&Severity::ALL[..]),
        seed in any::<u64>(),
    ) {
        let mut users = clean;
        users.insert(at.index(users.len() + 1), other);
        let options = Options::new().surfaces(Surfaces::of(&[surface])).min_severity(severity);
        let lines: Vec<_> = users.iter().map(|user| user.spelled(seed).replace(['\n', '\r'], " ")).collect();
        assert_same("users.ndjson", lines.join("\n").as_bytes(), &options);
        assert_same("users.json", list(users).json.spelled(seed).as_bytes(), &options);
    }

    #[test]
    fn whatever_is_almost_json_is_judged_alike(text in near_json(), bytes in any_bytes(), options in options()) {
        assert_same("input.json", text.as_bytes(), &options);
        assert_same("input.json", &bytes, &options);
        assert_same("input.ndjson", &bytes, &options);
    }

    /// One byte of a clean user is another: in its keys, its strings, its brackets.
    #[test]
    fn a_clean_user_with_one_other_byte_is_judged_alike(
        user in users::clean(Surface::Rest),
        at in any::<prop::sample::Index>(),
        byte in prop_oneof![any::<u8>(), select(&b"\"\\{}[],: u\x7F\x1F"[..])],
    ) {
        let mut bytes = user.plain().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        assert_same("input.json", &bytes, &Options::new());
        assert_same("input.json", &[b"[", &bytes[..], b"]"].concat(), &Options::new());
    }
}
