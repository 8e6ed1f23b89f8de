//! The house in order: what the compiler cannot see of rules, corpus, texts and module boundaries.
//!
//! Every failure says what to do. Nothing here asks for a style that `rustfmt` and `clippy` could ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use userlint::settings::Settings;
use userlint::{Linter, Options, RULES, Rule, Severity, Source, Surface, Surfaces};

use crate::corpus::{self, Case};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The entries of a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    paths
}

/// A Rust file of the repository, as a path from its root with slashes, and its text.
struct SourceFile {
    path: String,
    text: String,
}

/// The Rust files below a folder of the repository.
fn sources(folder: &str) -> Vec<SourceFile> {
    let mut found = Vec::new();
    let mut pending = vec![root().join(folder)];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(entries(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let relative = path.strip_prefix(root()).expect("below the root");
            let parts: Vec<_> = relative
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            found.push(SourceFile {
                path: parts.join("/"),
                text,
            });
        }
    }
    found
}

/// What stands behind each occurrence of `needle`, up to a character that no path has.
fn uses<'t>(text: &'t str, needle: &str) -> Vec<&'t str> {
    let is_path = |char: char| char.is_alphanumeric() || char == '_';
    text.match_indices(needle)
        .map(|(at, _)| {
            let rest = &text[at + needle.len()..];
            &rest[..rest.find(|char| !is_path(char)).unwrap_or(rest.len())]
        })
        .collect()
}

/// The code of a file without its comments and without its tests, which stand at its end.
fn code(file: &SourceFile) -> String {
    let lines = file.text.lines().take_while(|line| *line != "#[cfg(test)]");
    lines
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn folder_of(rule: &Rule) -> PathBuf {
    root().join("corpus").join(rule.id)
}

#[test]
fn every_rule_has_its_file_and_its_corpus_folder() {
    for rule in RULES {
        let file = root().join("src/rules").join(format!("{}.rs", rule.id));
        assert!(
            file.is_file(),
            "the rule {} has no file: write src/rules/{}.rs",
            rule.id,
            rule.id
        );
        for name in ["bad.json", "good.json", "cases.json"] {
            assert!(
                folder_of(rule).join(name).is_file(),
                "the rule {} has no {name}: add corpus/{}/{name} (see CONTRIBUTING.md)",
                rule.id,
                rule.id
            );
        }
    }
}

#[test]
fn every_file_and_folder_belongs_to_a_rule() {
    let is_rule = |name: &str| RULES.iter().any(|rule| rule.id == name);
    for path in entries(&root().join("src/rules")) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        assert!(
            is_rule(&name),
            "{} is in no list: add `{name}` to `rules!` in src/rules.rs, or remove it",
            path.display()
        );
    }
    for path in entries(&root().join("corpus"))
        .into_iter()
        .filter(|path| path.is_dir())
    {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        assert!(
            is_rule(&name) || name.starts_with('_'),
            "{} is no rule: name the folder for a rule, or begin its name with an underscore",
            path.display()
        );
    }
}

#[test]
fn ids_are_snake_case_and_unique() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        let words = rule.id.split('_');
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        assert!(
            words.into_iter().all(is_word),
            "{}: write the id in snake case",
            rule.id
        );
        assert!(
            seen.insert(rule.id),
            "{} stands twice in src/rules.rs: remove one",
            rule.id
        );
    }
}

#[test]
fn the_texts_of_a_rule_are_of_one_form() {
    let clause = |rule: &Rule, what: &str, text: &str, most: usize| {
        let starts_low = text.starts_with(|char: char| char.is_lowercase() || char == '`');
        assert!(
            starts_low,
            "{}: begin its {what} with a small letter: {text:?}",
            rule.id
        );
        assert!(
            !text.ends_with(['.', '!', ' ']),
            "{}: end its {what} without a full stop: {text:?}",
            rule.id
        );
        assert!(
            (8..=most).contains(&text.len()),
            "{}: say its {what} in 8 to {most} bytes, not {}: {text:?}",
            rule.id,
            text.len()
        );
        assert!(
            !text.contains(['\n', '\t']) && !text.contains("  "),
            "{}: join the lines of its {what}: {text:?}",
            rule.id
        );
    };
    for rule in RULES {
        clause(rule, "summary", rule.summary(), 120);
        clause(rule, "advice", rule.advice(), 240);
        let why = rule.why();
        // Names keep their spelling.
        let is_name = why.starts_with("userlint ") || why.starts_with('@');
        let starts_high = why.starts_with(|char: char| char.is_uppercase() || char == '`');
        assert!(
            starts_high || is_name,
            "{}: begin its why with a capital: {why:?}",
            rule.id
        );
        assert!(
            why.ends_with('.'),
            "{}: end its why with a full stop: {why:?}",
            rule.id
        );
        assert!(
            (20..=600).contains(&why.len()),
            "{}: say its why in 20 to 600 bytes, not {}",
            rule.id,
            why.len()
        );
        assert!(
            !why.contains(['\n', '\t']) && !why.contains("  "),
            "{}: join the lines of its why: {why:?}",
            rule.id
        );
    }
}

#[test]
fn an_error_rests_on_evidence_that_can_carry_it() {
    for rule in RULES {
        assert!(
            !rule.evidence().is_empty(),
            "{}: name a source for what it claims",
            rule.id
        );
        let is_error = rule.severities().worst() == Some(Severity::Error);
        let carried = rule
            .evidence()
            .iter()
            .any(|evidence| evidence.grade.carries_error());
        assert!(
            !is_error || carried,
            "{} reports errors, but its evidence carries a warning at most: add a documented, typed, coded or standard \
             source, or lower the severity",
            rule.id
        );
        assert!(
            rule.severities().worst().is_some(),
            "{} says nothing on any surface: give it a severity",
            rule.id
        );
    }
}

#[test]
fn every_fact_is_written_down_once() {
    let mut places = BTreeMap::new();
    let mut facts = 0;
    for file in sources("src") {
        for (at, _) in file.text.match_indices("fact: \"") {
            let text = &file.text[at + "fact: \"".len()..];
            let end = text
                .find("\",\n")
                .unwrap_or_else(|| panic!("{}: an open text", file.path));
            // A text that goes on in the next line is one all the same.
            let fact: String = text[..end].split("\\\n").map(str::trim_start).collect();
            // What a diff concludes has evidence too, and is told by no rule.
            facts += usize::from(!file.path.starts_with("src/diff/"));
            if let Some(other) = places.insert(fact.clone(), file.path.clone()) {
                panic!(
                    "the fact \"{fact}\" stands in {other} and in {}: move the evidence to src/evidence.rs",
                    file.path
                );
            }
        }
    }
    let told: BTreeSet<_> = RULES
        .iter()
        .flat_map(Rule::evidence)
        .map(|evidence| evidence.fact)
        .collect();
    assert_eq!(
        facts,
        told.len(),
        "facts are written as `fact: \"…\",` in a line, or not told by a rule"
    );
}

/// A URL, `package@version:file`, a repository at a commit, or the survey, which says of itself what it counted.
fn is_source(source: &str) -> bool {
    let is_url = source.starts_with("https://") && !source.contains(char::is_whitespace);
    let is_at_version = source.rsplit_once('@').is_some_and(|(what, version)| {
        !what.is_empty() && !version.is_empty() && !source.contains(char::is_whitespace)
    });
    is_url || is_at_version || (source.starts_with("a survey of ") && source.contains("payloads"))
}

#[test]
fn evidence_can_be_looked_up() {
    for rule in RULES {
        for evidence in rule.evidence() {
            assert!(
                is_source(evidence.source),
                "{}: {:?} cannot be looked up: give a URL, `package@version:file` or the named survey",
                rule.id,
                evidence.source
            );
            let fact = evidence.fact;
            assert!(
                fact.len() > 10
                    && !fact.ends_with('.')
                    && !fact.starts_with(|char: char| char.is_whitespace()),
                "{}: say the fact in a clause without a full stop: {fact:?}",
                rule.id
            );
        }
    }
}

/// The settings in which an example of a rule is judged: those of the first case about it.
fn settings_of(rule: &Rule, example: &str) -> Settings {
    let cases = corpus::cases(&folder_of(rule));
    let is_about = |case: &&Case| matches!(&case.input, corpus::Input::File(name) if name == example);
    cases
        .iter()
        .find(is_about)
        .map(Case::settings)
        .unwrap_or_default()
}

/// The rules that find something in a text, on any surface, notes included.
fn fired(bytes: &[u8], settings: Settings) -> BTreeSet<&'static str> {
    let options = Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note)
        .settings(settings);
    let report = Linter::new(options).check(Source::new("input.json", bytes));
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

#[test]
fn a_rule_fires_in_its_bad_example_and_not_in_its_good_one() {
    for rule in RULES {
        assert!(
            fired(rule.bad, settings_of(rule, "bad.json")).contains(rule.id),
            "{0} does not fire in corpus/{0}/bad.json: put the fault in",
            rule.id
        );
        assert!(
            !fired(rule.good, settings_of(rule, "good.json")).contains(rule.id),
            "{0} fires in corpus/{0}/good.json: take the fault out",
            rule.id
        );
    }
}

/// Whether the case expects the rule to speak on the surface.
fn fires(case: &Case, rule: &Rule, surface: Surface) -> bool {
    case.findings
        .iter()
        .any(|finding| finding.rule == rule.id && finding.surfaces.contains_key(surface.name()))
}

#[test]
fn a_rule_that_needs_a_setting_is_silent_without_it() {
    for rule in RULES.iter().filter(|rule| rule.setting().is_some()) {
        assert!(
            !fired(rule.bad, Settings::new()).contains(rule.id),
            "{0} fires without the setting that it needs: hang it on `Anchor::Configured`",
            rule.id
        );
    }
}

#[test]
fn every_rule_has_a_case_for_and_a_case_against_on_each_of_its_surfaces() {
    for rule in RULES {
        let cases = corpus::cases(&folder_of(rule));
        for (surface, worst) in rule.severities().iter() {
            // A case that is not asked on the surface, or that hides what the rule would say, shows nothing.
            let asks = |case: &&Case| {
                let threshold: Severity = case.min_severity.parse().expect("a severity");
                case.surfaces().contains(surface) && threshold <= worst
            };
            let firing = cases.iter().filter(asks).any(|case| fires(case, rule, surface));
            let silent = cases.iter().filter(asks).any(|case| !fires(case, rule, surface));
            assert!(
                firing,
                "{0} never fires on {surface}: add such a case to corpus/{0}/cases.json",
                rule.id
            );
            assert!(
                silent,
                "{0} is never silent on {surface}: add a near miss to corpus/{0}/cases.json",
                rule.id
            );
        }
    }
}

#[test]
fn every_worst_severity_is_reached_in_a_case() {
    for rule in RULES {
        let cases = corpus::cases(&folder_of(rule));
        for (surface, worst) in rule.severities().iter() {
            let reached = cases.iter().flat_map(|case| &case.findings).any(|finding| {
                finding.rule == rule.id
                    && finding.surfaces.get(surface.name()).map(String::as_str) == Some(worst.name())
            });
            assert!(
                reached,
                "{0} says of itself that it is {worst} on {surface}, but is so in no case: add one to corpus/{0}/cases.json, \
                 or lower the severity in its META",
                rule.id
            );
        }
    }
}

#[test]
fn cases_have_names_of_their_own_and_reasons() {
    for folder in corpus::folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let mut seen = BTreeSet::new();
        for case in corpus::cases(&folder) {
            assert!(
                seen.insert(case.name.clone()),
                "corpus/{name}: two cases are called {:?}: rename one",
                case.name
            );
            assert!(
                !case.name.trim().is_empty(),
                "corpus/{name}: give every case a name"
            );
            assert!(
                case.why.len() >= 5,
                "corpus/{name}: say why {:?} is the right verdict",
                case.name
            );
            for finding in &case.findings {
                assert!(
                    RULES.iter().any(|rule| rule.id == finding.rule),
                    "corpus/{name}: there is no rule {}, which {:?} expects",
                    finding.rule,
                    case.name
                );
            }
        }
    }
}

#[test]
fn every_file_in_a_corpus_folder_is_used() {
    for folder in entries(&root().join("corpus"))
        .into_iter()
        .filter(|path| path.join("cases.json").exists())
    {
        let cases = corpus::cases(&folder);
        let is_rule = RULES.iter().any(|rule| folder.ends_with(rule.id));
        let named: BTreeSet<_> = cases
            .iter()
            .filter_map(|case| match &case.input {
                corpus::Input::File(name) => Some(name.as_str()),
                corpus::Input::Text(_) | corpus::Input::Base64(_) => None,
            })
            .collect();
        for path in entries(&folder) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_example = is_rule && ["bad.json", "good.json"].contains(&name.as_str());
            let is_payload = path.extension().is_some_and(|extension| {
                ["json", "jsonl", "ndjson"]
                    .iter()
                    .any(|known| extension == *known)
            });
            assert!(
                !is_payload || is_example || name == "cases.json" || named.contains(name.as_str()),
                "{} is in no case: add one to its cases.json, or remove the file",
                path.display()
            );
        }
    }
}

/// Which modules of the crate the files of a folder may use.
struct Boundary {
    /// A file or a folder below `src`.
    of: &'static str,
    may_use: &'static [&'static str],
    why: &'static str,
}

const BOUNDARIES: &[Boundary] = &[
    Boundary {
        of: "src/grammar",
        may_use: &["grammar", "limits"],
        why: "the grammars are pure functions of strings",
    },
    Boundary {
        of: "src/grammar.rs",
        may_use: &["grammar", "limits"],
        why: "the grammars are pure functions of strings",
    },
    Boundary {
        of: "src/syntax",
        may_use: &["syntax", "limits"],
        why: "the parser knows nothing of users",
    },
    Boundary {
        of: "src/syntax.rs",
        may_use: &["syntax"],
        why: "the parser knows nothing of users",
    },
    Boundary {
        of: "src/limits.rs",
        may_use: &[],
        why: "limits are numbers",
    },
    Boundary {
        of: "src/source.rs",
        may_use: &[],
        why: "bytes, lines and columns come before everything else",
    },
    Boundary {
        of: "src/surface.rs",
        may_use: &[],
        why: "surfaces are names",
    },
    Boundary {
        of: "src/severity.rs",
        may_use: &["surface"],
        why: "severities are data",
    },
    Boundary {
        of: "src/evidence.rs",
        may_use: &[],
        why: "evidence is data",
    },
    Boundary {
        of: "src/field.rs",
        may_use: &[],
        why: "fields are names",
    },
    Boundary {
        of: "src/field",
        may_use: &["field", "grammar"],
        why: "fields are names",
    },
    Boundary {
        of: "src/rest.rs",
        may_use: &[],
        why: "methods and paths are strings",
    },
    Boundary {
        of: "src/patch.rs",
        may_use: &["source"],
        why: "a patch is bytes in the place of others, whoever wants them there",
    },
    Boundary {
        of: "src/repair.rs",
        may_use: &["source", "syntax"],
        why: "how a text is edited does not depend on what is wrong with it",
    },
    Boundary {
        of: "src/rules",
        may_use: &[
            "dataset", "evidence", "excerpt", "expect", "field", "finding", "glance", "grammar", "input",
            "limits", "place", "reading", "repair", "rest", "rule", "settings", "severity", "shape",
            "surface", "syntax", "user", "Surface",
        ],
        why: "a rule says where something is wrong; how it is found, counted, located and shown is not its affair, and the \
              payload types are not its source",
    },
];

#[test]
fn no_rule_imports_another() {
    let files = sources("src/rules");
    assert!(!files.is_empty());
    for file in files {
        assert!(
            uses(&code(&file), "super::").is_empty(),
            "{} uses another rule: what two rules share has a home of its own",
            file.path
        );
    }
}

#[test]
fn modules_keep_to_their_boundaries() {
    let files = sources("src");
    for boundary in BOUNDARIES {
        let below = format!("{}/", boundary.of);
        let mut seen = false;
        for file in files
            .iter()
            .filter(|file| file.path == boundary.of || file.path.starts_with(&below))
        {
            seen = true;
            for used in uses(&code(file), "crate::") {
                assert!(
                    boundary.may_use.contains(&used),
                    "{} uses crate::{used}, but {}: pass in what it needs",
                    file.path,
                    boundary.why
                );
            }
        }
        assert!(
            seen,
            "there is no {}: take its line out of BOUNDARIES",
            boundary.of
        );
    }
}

#[test]
fn rules_know_of_the_shape_of_a_document_only_its_envelope() {
    for file in sources("src/rules") {
        let code = code(&file);
        for at in code
            .match_indices("crate::shape::")
            .map(|(at, _)| at + "crate::shape::".len())
        {
            let names: Vec<_> = match code[at..].strip_prefix('{') {
                Some(list) => list
                    .split('}')
                    .next()
                    .unwrap_or_default()
                    .split(',')
                    .map(str::trim)
                    .collect(),
                None => vec![
                    code[at..]
                        .split(|char: char| !char.is_alphanumeric())
                        .next()
                        .unwrap_or_default(),
                ],
            };
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                assert!(
                    ["Envelope", "Shape"].contains(&name),
                    "{} uses {name} of crate::shape: what a rule needs to know of a document stands in its Envelope",
                    file.path
                );
            }
        }
    }
}

#[test]
fn the_library_does_no_input_and_no_output() {
    let forbidden = [
        "std::fs",
        "std::env",
        "std::process",
        "std::thread",
        "std::io::stdin",
        "std::io::stdout",
        "std::io::stderr",
        "println!",
        "print!(",
        "eprint",
        "dbg!",
        "std::time",
        "todo!",
        "unimplemented!",
    ];
    for file in sources("src")
        .iter()
        .filter(|file| !file.path.starts_with("src/bin/"))
    {
        let code = code(file);
        for word in forbidden {
            assert!(
                !code.contains(word),
                "{} has {word}: only the program in src/bin may do that",
                file.path
            );
        }
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for file in sources("src").iter().chain(&sources("tests")) {
        let is_inner_doc = file.text.starts_with("//! ");
        // The root of the library opens with its attributes, which belong to the whole crate, or with its tour.
        let is_root = file.path == "src/lib.rs" && file.text.lines().any(|line| line.starts_with("//!"));
        assert!(
            is_inner_doc || is_root,
            "{}: begin it with a `//!` comment on its duty and where that ends",
            file.path
        );
    }
}

#[test]
fn nothing_is_left_for_later_or_switched_off() {
    let forbidden = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!(".unwrap", "()"),
        concat!("#[ign", "ore"),
        concat!("#[should_", "panic]"),
        concat!("assert!(t", "rue"),
    ];
    for file in sources("src").iter().chain(&sources("tests")) {
        for word in forbidden {
            if let Some(at) = file.text.find(word) {
                let line = file.text[..at].lines().count().max(1);
                panic!(
                    "{}:{line} has {word}: finish it, or say with `expect` why it cannot fail",
                    file.path
                );
            }
        }
    }
}

#[test]
fn every_limit_names_its_source() {
    let path = root().join("src/limits.rs");
    let text = fs::read_to_string(path).expect("a readable file");
    let mut comment = String::new();
    let mut limits = 0;
    for line in text.lines() {
        if let Some(doc) = line.strip_prefix("///") {
            comment += doc;
        } else if let Some(constant) = line
            .strip_prefix("pub const ")
            .or_else(|| line.strip_prefix("pub(crate) const "))
        {
            let name = constant.split(':').next().unwrap_or_default();
            let has_source = comment.contains('(') && comment.trim_end().ends_with(')');
            assert!(
                has_source || comment.contains("userlint's own"),
                "src/limits.rs: say in brackets at the end of the comment on {name} where the number comes from, or that it is \
                 userlint's own"
            );
            limits += 1;
            comment.clear();
        } else {
            comment.clear();
        }
    }
    assert!(
        limits > 0,
        "src/limits.rs has no constant in a form that this test knows: mend the test"
    );
}

#[test]
fn the_readme_has_a_place_for_the_table_of_rules() {
    let text = fs::read_to_string(root().join("README.md")).expect("a readable file");
    let (start, end) = (text.find("<!-- rules:"), text.find("<!-- /rules -->"));
    assert!(
        start.zip(end).is_some_and(|(start, end)| start < end),
        "README.md: put the lines `<!-- rules: … -->` and `<!-- /rules -->` around the place for the table"
    );
}

#[test]
fn what_is_called_a_source_can_be_told_from_hearsay() {
    for source in [
        "https://talkjs.com/docs/Reference/Concepts/Users/",
        "talkjs@0.46.0:types/talk.types.d.ts",
        "@talkjs/core@1.12.0:dist/talkSession.js",
        "github.com/talkjs/talkjs-examples@bfb25ca",
        "a survey of 508 payloads in 271 public files and pages (2026)",
    ] {
        assert!(is_source(source), "{source}");
    }
    for hearsay in [
        "",
        "the docs",
        "talkjs",
        "http://talkjs.com",
        "a survey",
        "@",
        "talkjs.com/docs",
    ] {
        assert!(!is_source(hearsay), "{hearsay}");
    }
}
