//! Input that was made to do harm, files that are none, streams that break: the program answers in bounded time,
//! within a small stack, with a documented exit status, and nothing of the input is live in what it prints.
//!
//! Laws about the judgement of ordinary payloads are elsewhere.

use std::fmt::Write as _;
use std::fs;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use userlint::report::human::Human;
use userlint::report::json::JsonReport;
use userlint::{Linter, Options, Report, Severity, Source, Surfaces};

use crate::program::{Folder, userlint, userlint_on};
use crate::written;

/// The linters that people run: as it comes, and with everything there is.
fn linters() -> [Linter; 2] {
    let everything = Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note);
    [Linter::default(), Linter::new(everything)]
}

/// Everything that is written about a source, in the form for people.
fn human(report: &Report, source: Source<'_>, width: usize, colour: bool) -> String {
    written::one(&mut Human::new(width, colour), report, source)
}

/// Everything that is written about a source, in the form for programs.
fn json_text(report: Report) -> String {
    let mut out = Vec::new();
    JsonReport::new(&[report])
        .write(&mut out)
        .expect("writing to memory");
    String::from_utf8(out).expect("UTF-8")
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// Runs in a thread with the stack that the poorest of systems gives.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new()
        .stack_size(128 * 1024)
        .spawn(work)
        .expect("a thread");
    thread.join().expect("the work is done")
}

mod depth {
    use super::*;

    /// Levels that are followed, as `nesting_too_deep` documents them.
    const LIMIT: usize = 128;

    #[test]
    fn nesting_of_any_depth_is_one_finding_at_the_level_too_much() {
        on_a_small_stack(|| {
            let deep = 100_000;
            let texts = [
                ("arrays", "[".repeat(deep) + &"]".repeat(deep), LIMIT),
                ("arrays that are never closed", "[".repeat(deep), LIMIT),
                (
                    "objects",
                    r#"{"a":"#.repeat(deep) + "1" + &"}".repeat(deep),
                    LIMIT * 5,
                ),
                (
                    "objects that are never closed",
                    r#"{"a":"#.repeat(deep),
                    LIMIT * 5,
                ),
                ("both by turns", r#"[{"a":"#.repeat(deep), LIMIT / 2 * 6),
                ("50 MB of brackets", "[".repeat(50_000_000), LIMIT),
            ];
            for (what, text, at) in texts {
                for linter in linters() {
                    let source = Source::new("deep.json", &text);
                    let report = linter.check(source);
                    assert_eq!(rules(&report), ["nesting_too_deep"], "{what}");
                    assert_eq!(report.findings[0].location.span.start, at, "{what}");
                    assert!(human(&report, source, 100, false).len() < 2000, "{what}");
                }
            }
        });
    }

    #[test]
    fn the_deepest_level_that_is_followed_is_followed() {
        let custom = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        let user = |levels: usize| format!(r#"{{"id":"1","name":"A","custom":{}}}"#, custom(levels));
        let linter = Linter::default();
        let found = |levels: usize| rules(&linter.check(Source::new("x.json", &user(levels))));
        // The user's own braces are the first level.
        assert!(!found(LIMIT - 1).contains(&"nesting_too_deep"));
        assert!(found(LIMIT).contains(&"nesting_too_deep"));
    }

    #[test]
    fn wrappers_in_wrappers_are_followed_as_far_as_they_go() {
        for depth in 0..20 {
            let open = r#"{"data":[],"users":{"id":"1"},"data":"#.repeat(depth);
            let text = format!(r#"{open}{{"users":[{{"id":"2"}}]}}{}"#, "}".repeat(depth));
            for linter in linters() {
                linter.check(Source::new("x.json", &text));
            }
        }
    }

    #[test]
    fn a_line_too_deep_does_not_hide_the_other_lines() {
        let text = format!("{{\"id\":\"1\"}}\n{}\n{{\"id\":\"2\"}}\n", "[".repeat(100_000));
        let report = Linter::default().check(Source::new("x.ndjson", &text));
        assert_eq!(
            rules(&report),
            ["missing_field", "nesting_too_deep", "missing_field"]
        );
    }

    #[test]
    fn a_value_of_any_depth_is_judged() {
        on_a_small_stack(|| {
            let mut value = json!(1);
            for level in 0..200_000 {
                value = match level % 2 {
                    0 => Value::Array(vec![value]),
                    _ => Value::Object([("a".to_owned(), value)].into_iter().collect()),
                };
            }
            let found = linters().map(|linter| rules(&linter.check_value(&value)));
            // `Value` frees itself by recursion, for which no stack is deep enough.
            loop {
                value = match value {
                    Value::Array(mut elements) => elements.pop().expect("one element"),
                    Value::Object(members) => members.into_iter().next().expect("one member").1,
                    _ => break,
                };
            }
            assert_eq!(found, [["nesting_too_deep"]; 2]);
        });
    }
}

mod time {
    use super::*;

    /// Time that this thread has been computing: other work on the machine does not count. Where the system does not
    /// tell, the time on the wall.
    fn clock() -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        thread::yield_now(); // the system brings its account up to date
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse().ok());
        nanoseconds.map_or_else(|| START.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
    }

    /// Asserts that eight times the input takes about eight times as long. What grows with the square of its input
    /// would take sixty-four times as long; what this allows lies between.
    #[track_caller]
    fn assert_linear<T>(
        what: &str,
        sizes: &[usize],
        make: impl Fn(usize) -> String,
        work: impl Fn(&str) -> T,
    ) -> T {
        let mut last: Option<(usize, Duration)> = None;
        let mut outcome = None;
        for &size in sizes {
            let text = make(size);
            let started = clock();
            let result = work(&text);
            let taken = clock().saturating_sub(started);
            if let Some((length, before)) = last {
                let times = u32::try_from(text.len() / length).expect("a small ratio") + 1;
                let bound = before * times * 3 + Duration::from_millis(50);
                assert!(
                    taken < bound,
                    "{what}: {length} bytes take {before:?}, but {} bytes take {taken:?}",
                    text.len()
                );
            }
            last = Some((text.len(), taken));
            outcome = Some(result);
        }
        assert!(
            last.is_some_and(|(_, taken)| taken > Duration::ZERO),
            "the clock stands still"
        );
        outcome.expect("at least one size")
    }

    /// Asserts that judging takes time in proportion to the text.
    #[track_caller]
    fn assert_judged_linearly(
        what: &str,
        linter: &Linter,
        sizes: &[usize],
        make: impl Fn(usize) -> String,
    ) -> Report {
        assert_linear(what, sizes, make, |text| {
            linter.check(Source::new("big.json", text))
        })
    }

    /// A list of so many things.
    fn list(count: usize, item: impl Fn(usize) -> String) -> String {
        let mut text = "[".to_owned();
        for at in 0..count {
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(text, "{comma}{}", item(at));
        }
        text + "]"
    }

    /// One user with so many more members.
    fn user(field: &str, count: usize, member: impl Fn(usize) -> String) -> String {
        let members: Vec<_> = (0..count).map(member).collect();
        let members = members.join(",");
        match field {
            "" => format!(r#"{{"id":"1","name":"A",{members}}}"#),
            _ => format!(r#"{{"id":"1","name":"A","{field}":{{{members}}}}}"#),
        }
    }

    #[test]
    fn a_finding_in_each_of_a_hundred_thousand_users_on_one_line() {
        let filler = "x".repeat(150);
        let make = |count| {
            list(count, |at| {
                format!(
                    r#"{{"id":"u{at}","name":"A","email":"u{at}@talkjs.com","custom":{{"note":"{filler}"}}}}"#
                )
            })
        };
        let sizes = [1_500, 12_000, 96_000];
        let report = assert_linear("users", &sizes, make, |text| {
            let source = Source::new("big.json", text);
            let report = Linter::default().check(source);
            assert!(human(&report, source, 100, false).len() > report.findings.len() * 100);
            assert!(json_text(report.clone()).len() > report.findings.len() * 100);
            report
        });
        assert_eq!(report.payloads, 96_000);
        assert_eq!(report.count(Severity::Error), 96_000);
        let last = report.findings.last().expect("a finding");
        assert_eq!(last.pointer, "/95999/email");
    }

    #[test]
    fn a_list_in_which_nothing_is_a_user() {
        let make = |count| {
            format!(
                r#"[{{"id":"1","name":"A"}},{}"#,
                &list(count, |at| at.to_string())[1..]
            )
        };
        let report = assert_judged_linearly("numbers", &Linter::default(), &[3_000, 24_000, 192_000], make);
        assert_eq!(report.count(Severity::Error), 192_000);
    }

    #[test]
    fn keys_by_the_hundred_thousand() {
        let sizes = [2_000, 16_000, 128_000];
        let linter = Linter::default();
        let distinct = |count| user("custom", count, |at| format!(r#""k{at}":"v""#));
        let report = assert_judged_linearly("distinct keys", &linter, &sizes, distinct);
        assert_eq!(rules(&report), [""; 0]);

        let equal = |count| user("custom", count, |_| r#""k":"v""#.to_owned());
        let report = assert_judged_linearly("equal keys", &linter, &sizes, equal);
        assert_eq!(rules(&report), vec!["duplicate_key"; 127_999]);

        // Each is near enough to a field to be compared with all of them.
        let sizes = [1_500, 12_000, 96_000];
        let near = |count| user("", count, |at| format!(r#""welcomeMessag{at}":"v""#));
        let report = assert_judged_linearly("unknown keys", &linter, &sizes, near);
        assert_eq!(rules(&report), vec!["unknown_field"; 96_000]);
    }

    #[test]
    fn a_million_keys_are_read() {
        let linter = Linter::default();
        let text = user("custom", 1_000_000, |at| format!(r#""k{at}":"v""#));
        assert_eq!(rules(&linter.check(Source::new("big.json", &text))), [""; 0]);
        let text = user("custom", 1_000_000, |_| r#""k":"v""#.to_owned());
        assert_eq!(
            linter.check(Source::new("big.json", &text)).findings.len(),
            999_999
        );
    }

    #[test]
    fn wrong_values_by_the_hundred_thousand() {
        let linters = linters();
        let sizes = [1_000, 8_000, 64_000];
        for (what, item) in [
            ("numbers", "5"),
            ("nulls", "null"),
            ("objects", r#"{"a":{}}"#),
            ("phone numbers with a fault", r#""+49 (0) 30""#),
            ("addresses with a fault", r#""a@@b""#),
            ("half surrogates", r#""\ud800""#),
        ] {
            for (linter, field) in linters.iter().zip(["email", "phone"]) {
                let make = |count| {
                    format!(
                        r#"{{"id":"1","name":"A","{field}":{}}}"#,
                        list(count, |_| item.to_owned())
                    )
                };
                let report = assert_judged_linearly(what, linter, &sizes, make);
                assert!(
                    report.findings.len() >= 64_000,
                    "{what}: {}",
                    report.findings.len()
                );
            }
            let make = |count| user("custom", count, |at| format!(r#""k{at}":{item}"#));
            assert_judged_linearly(what, &linters[1], &sizes, make);
        }
    }

    #[test]
    fn ids_that_are_nearly_one_another() {
        let linters = linters();
        let sizes = [1_000, 8_000, 64_000];
        for (what, id) in [
            ("equal", (|_| r#""same""#.to_owned()) as fn(usize) -> String),
            ("numbers and strings", |at| {
                if at % 2 == 0 {
                    at.to_string()
                } else {
                    format!(r#""{}""#, at - 1)
                }
            }),
            ("in both cases", |at| {
                format!(r#""{}{}""#, if at % 2 == 0 { "user" } else { "USER" }, at / 2)
            }),
            ("by length", |at| format!(r#""{}""#, "a".repeat(at % 512))),
        ] {
            let make = |count| list(count, |at| format!(r#"{{"id":{},"name":"A"}}"#, id(at)));
            assert_judged_linearly(what, &linters[1], &sizes, make);
        }
    }

    #[test]
    fn a_long_key_above_many_findings() {
        let linter = Linter::default();
        let many: Vec<_> = (0..2_000).map(|at| format!(r#""k{at}":{at}"#)).collect();
        let many = many.join(",");
        let map = |size| format!(r#"{{"{}":{{"name":"A","custom":{{{many}}}}}}}"#, "k".repeat(size));
        let nested = |size| {
            let key = "k".repeat(size / 100);
            let twice = r#""a":1,"#.repeat(2_000);
            format!(
                r#"{{"id":"1","name":"A","custom":{}"#,
                format!(r#"{{"{key}":"#).repeat(100)
            ) + &format!(r#"{{{twice}"a":1}}{}}}"#, "}".repeat(100))
        };
        for make in [&map as &dyn Fn(usize) -> String, &nested] {
            let report = assert_judged_linearly("a long key", &linter, &[10_000, 80_000, 640_000], make);
            assert!(report.findings.len() >= 2_000);
            assert!(json_text(report).len() < 5_000 * 2_000);
        }
    }

    #[test]
    fn lines_by_the_hundred_thousand() {
        for (what, line) in [
            ("users", r#"{"id":"1","name":"A","email":"a@talkjs.com"}"#),
            ("broken lines", r#"{"id":"1","#),
            ("carriage returns", "{\"id\":\"1\"}\r\r"),
            ("blank lines", " "),
        ] {
            let make =
                |count| "{\"id\":\"1\",\"name\":\"A\"}\n".to_owned() + &format!("{line}\n").repeat(count);
            assert_judged_linearly(what, &Linter::default(), &[1_500, 12_000, 96_000], make);
        }
    }

    /// What scanners with two loops, or with one step back, take long for.
    const STUTTERS: [&str; 42] = [
        "a@",
        "@",
        "a.",
        ".",
        "(",
        "((a)",
        "<",
        "<%",
        "%",
        "%2",
        "%25",
        "%2F",
        "-",
        "a-",
        "x-a-",
        "i-",
        "en-",
        "_",
        "+",
        "+4",
        "0",
        "00 ",
        "( )",
        " ",
        "{",
        "{{",
        "${",
        "&amp;",
        "&#",
        "&",
        "eyJ.",
        "sk_live_",
        "-----BEGIN ",
        "\\u0061",
        "\\\\",
        "\\ud83d",
        "\\ud83d\\ude00",
        "\u{301}",
        "👨\u{200d}",
        "\u{202e}",
        "http://",
        ":/?#[]@",
    ];

    /// A user with the text in every place that takes one.
    fn everywhere(text: &str) -> String {
        format!(
            r#"{{"id":"{text}","name":"{text}","email":["{text}"],"phone":["{text}"],"photoUrl":"{text}",
            "locale":"{text}","role":"{text}","welcomeMessage":"{text}","availabilityText":"{text}",
            "custom":{{"{text}":"{text}"}},"pushTokens":{{"fcm:{text}":true}},"{text}":1}}"#
        )
    }

    #[test]
    fn long_strings_in_every_field() {
        let linters = linters();
        for stutter in STUTTERS {
            for (before, behind) in [("", ""), ("a@b.co", "!"), ("https://a/", "\\u0000")] {
                let make = |size: usize| {
                    everywhere(&(before.to_owned() + &stutter.repeat(size / stutter.len()) + behind))
                };
                assert_judged_linearly(stutter, &linters[1], &[2_000, 16_000], make);
            }
        }
    }

    #[test]
    fn megabytes_in_every_field() {
        let linters = linters();
        for stutter in ["a@", "(", "%", "-", "\\u0061"] {
            let make = |size: usize| everywhere(&stutter.repeat(size / stutter.len()));
            let report = assert_judged_linearly(stutter, &linters[1], &[125_000, 1_000_000], make);
            // What is said of a long text is not long itself.
            let text = make(1_000_000);
            let source = Source::new("big.json", &text);
            let (human, json) = (human(&report, source, 100, false), json_text(report.clone()));
            assert!(!report.findings.is_empty(), "{stutter}");
            assert!(
                human.len() < 1500 * report.findings.len(),
                "{stutter}: {}",
                human.len()
            );
            assert!(
                json.len() < 3000 * report.findings.len(),
                "{stutter}: {}",
                json.len()
            );
        }
    }
}

mod bytes {
    use super::*;

    /// Whatever the bytes are: every place is in the text, on a line that it has, and both reports are inert.
    #[track_caller]
    fn assert_total(linter: &Linter, name: &str, bytes: &[u8]) -> Report {
        let source = Source::new(name, bytes);
        let report = linter.check(source);
        let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        for finding in &report.findings {
            let places = finding
                .related
                .iter()
                .map(|related| related.location)
                .chain([finding.location]);
            for place in places {
                assert!(
                    place.span.start <= place.span.end && place.span.end <= bytes.len(),
                    "{finding:?}"
                );
                assert!((1..=lines).contains(&place.start.line), "{finding:?}");
            }
        }
        super::inert::assert_inert_in_every_form(&report, source);
        report
    }

    #[test]
    fn any_bytes_give_a_report() {
        let alphabet = br#"{}[]",:\u0 1e-+.tfn"#;
        let words = [
            "\"id\":",
            "\"name\":\"A\"",
            "\"email\":",
            "\"custom\":{",
            "\u{feff}",
            "\u{2028}",
            "😀",
            "\\ud800",
        ];
        let linters = linters();
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        for round in 0..6_000_usize {
            let mut bytes = Vec::new();
            while bytes.len() < 2 + round % 200 {
                match random.below(4) {
                    0 => bytes.push(random.byte()),
                    1 => bytes.extend(words[random.below(words.len())].bytes()),
                    _ => bytes.push(alphabet[random.below(alphabet.len())]),
                }
            }
            let name = ["x.json", "x.ndjson"][round % 2];
            assert_total(&linters[round / 2 % 2], name, &bytes);
        }
    }

    #[test]
    fn a_payload_with_a_byte_changed_or_cut_gives_a_report() {
        let payload = r#"[{"id":"ü😀","name":"A","email":["a@b.co"],"phone":["+491"],"locale":"de-DE","custom":{"k":"\ud83d\ude00"}}]"#;
        let linters = linters();
        let mut random = Random(0xD1B5_4A32_D192_ED03);
        for at in 0..payload.len() {
            assert_total(&linters[1], "x.json", &payload.as_bytes()[..at]);
            for _ in 0..8 {
                let mut bytes = payload.as_bytes().to_owned();
                bytes[at] = random.byte();
                assert_total(&linters[1], "x.json", &bytes);
            }
        }
    }

    /// xorshift64: the same bytes in every run.
    struct Random(u64);

    impl Random {
        fn next(&mut self) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0
        }

        fn byte(&mut self) -> u8 {
            self.next().to_be_bytes()[0]
        }

        fn below(&mut self, bound: usize) -> usize {
            usize::from(self.byte()) % bound
        }
    }

    #[test]
    fn other_encodings_are_named_and_never_guessed_at() {
        let linter = Linter::default();
        let payload = r#"{"id":"1","name":"Ä"}"#;
        for mark in ["", "\u{feff}"] {
            let units: Vec<u16> = (mark.to_owned() + payload).encode_utf16().collect();
            let chars: Vec<u32> = (mark.to_owned() + payload).chars().map(u32::from).collect();
            let texts: [(&str, Vec<u8>); 4] = [
                (
                    "UTF-16 (little endian)",
                    units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
                ),
                (
                    "UTF-16 (big endian)",
                    units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
                ),
                (
                    "UTF-32 (little endian)",
                    chars.iter().flat_map(|char| char.to_le_bytes()).collect(),
                ),
                (
                    "UTF-32 (big endian)",
                    chars.iter().flat_map(|char| char.to_be_bytes()).collect(),
                ),
            ];
            for (name, bytes) in texts {
                let report = assert_total(&linter, "x.json", &bytes);
                assert_eq!(rules(&report), ["text_encoding"], "{name}");
                assert!(
                    report.findings[0].message.contains(name),
                    "{}",
                    report.findings[0].message
                );
            }
        }
        let latin_1: Vec<u8> = payload
            .chars()
            .map(|char| u8::try_from(char).expect("Latin-1"))
            .collect();
        let report = assert_total(&linter, "x.json", &latin_1);
        assert_eq!(rules(&report), ["text_encoding"]);
        assert_eq!(
            report.findings[0].location.span.start,
            payload.find('Ä').expect("there")
        );
    }

    #[test]
    fn oddities_of_unicode_are_found_and_the_rest_is_judged() {
        let linter = Linter::default();
        for (bytes, expected) in [
            (
                &b"\xEF\xBB\xBF{\"id\":\"1\"}"[..],
                &["byte_order_mark", "missing_field"][..],
            ),
            (b"{\"id\":\"1\",\"name\":\"\\ud800\"}", &["lone_surrogate"]),
            (
                b"{\"id\":\"1\",\"name\":\"\\ude00\\ud83d\"}",
                &["lone_surrogate", "lone_surrogate"],
            ),
            (b"{\"id\":\"1\",\"name\":\"\xED\xA0\x80\"}", &["text_encoding"]), // a surrogate as three bytes
            (b"{\"id\":\"1\",\"name\":\"\xC0\x80\"}", &["text_encoding"]),     // U+0000 in two bytes
            (b"{\"id\":\"1\",\"name\":\"\xF0\x9F\x98", &["text_encoding"]),    // half of an emoji
            (b"{\"id\":\"1\",\"name\":\"A\"}\0", &["json_syntax"]),
            (b"{\"id\":\"1\",\"name\":\"\0\"}", &["json_syntax"]),
            (b"\0\0\0\0\0\0", &["json_syntax"]),
            (b"", &["json_syntax"]),
        ] {
            let report = assert_total(&linter, "x.json", bytes);
            assert_eq!(rules(&report), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn lines_end_as_they_like() {
        let linter = Linter::default();
        let unix = "{\n  \"id\": \"1\",\n  \"email\": \"a@b.co\"\n}\n";
        let places = |text: &str| -> Vec<_> {
            let report = assert_total(&linter, "x.json", text.as_bytes());
            let place = |finding: &userlint::Finding| {
                (
                    finding.rule.id,
                    finding.pointer.clone(),
                    finding.location.start,
                    finding.location.end,
                )
            };
            report.findings.iter().map(place).collect()
        };
        let expected = places(unix);
        assert_eq!(expected.len(), 2, "{expected:?}");
        assert_eq!(places(&unix.replace('\n', "\r\n")), expected);
        assert_eq!(places(&unix.replace('\n', "\r")), expected);
    }
}

pub(crate) mod inert {
    use super::*;

    /// Characters that are more than a glyph: controls (Cc), separators of lines and paragraphs (Zl, Zp), what
    /// reorders text (UAX 9), what is not seen (zero width, tags), and what is no character (Unicode 23.7).
    pub(crate) fn is_live(char: char) -> bool {
        let code = u32::from(char);
        matches!(code,
            0..=0x1F | 0x7F..=0x9F | 0x61C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069
            | 0xFEFF | 0xFDD0..=0xFDEF | 0xE0000..=0xE007F)
            || code & 0xFFFE == 0xFFFE
    }

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
}

#[cfg(unix)]
mod files {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;
    use crate::program::{PROGRAM, command, run, shell};

    /// A folder with a good and a bad file, to stand beside the odd ones.
    fn folder() -> Folder {
        let folder = Folder::new();
        folder.file("good.json", r#"{"id":"1","name":"A"}"#);
        folder.file("bad.json", r#"{"id":"2"}"#);
        folder
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_others_are_checked() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(shell(folder.path(), "mkfifo fifo.json").status, Some(0));
        symlink("nowhere", at("dangling.json")).expect("a link");
        symlink("loop.json", at("loop.json")).expect("a link");
        fs::create_dir(at("directory.json")).expect("a folder");
        // No byte of it is on the disk.
        let sparse = fs::File::create(at("sparse.json")).and_then(|file| file.set_len(500 << 30));
        sparse.expect("a file system that knows sparse files");
        // A socket's path must be short.
        let socket = std::env::temp_dir().join(format!("userlint-{}.json", std::process::id()));
        let listener = UnixListener::bind(&socket).expect("a socket");
        let long = "x".repeat(5000);
        let mut odd = vec![
            "missing.json",
            "good.json/below.json",
            "fifo.json",
            "dangling.json",
            "loop.json",
            "directory.json",
            socket.to_str().expect("UTF-8"),
            "/dev/zero",
            "sparse.json",
            &long,
        ];
        if cfg!(target_os = "linux") {
            odd.push("/proc/self/mem"); // a regular file that nobody can read from its start, not even root
        }
        for path in odd {
            for format in ["--format=human", "--format=json"] {
                let run = userlint(folder.path(), &["check", format, "good.json", path, "bad.json"]);
                assert_eq!(run.status, Some(2), "{path:?} {run:?}");
                assert_eq!(run.stderr.lines().count(), 1, "{path:?} {run:?}");
                assert!(
                    run.stderr.starts_with("userlint: ") && run.stderr.contains(path),
                    "{path:?} {run:?}"
                );
                assert!(
                    run.stdout.contains("bad.json") && run.stdout.contains("missing_field"),
                    "{path:?} {run:?}"
                );
            }
        }
        drop(listener);
        let _ = fs::remove_file(socket);
    }

    #[test]
    fn a_file_without_permission_is_said_and_the_others_are_checked() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let path = folder.path().join("secret.json");
        folder.file("secret.json", "{}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("our own file");
        // Root may read everything; there the law is that it is read.
        let is_readable = fs::File::open(&path).is_ok();
        let run = userlint(folder.path(), &["check", "secret.json", "bad.json"]);
        assert_eq!(run.status, Some(if is_readable { 1 } else { 2 }), "{run:?}");
        assert_eq!(run.stderr.contains("secret.json"), !is_readable, "{run:?}");
        assert!(run.stdout.contains("bad.json:1:1"), "{run:?}");
    }

    #[test]
    fn odd_entries_of_a_directory_are_said_and_the_others_are_checked() {
        let folder = folder();
        assert_eq!(shell(folder.path(), "mkfifo fifo.json").status, Some(0));
        symlink("nowhere", folder.path().join("dangling.json")).expect("a link");
        symlink("..", folder.path().join("up.json")).expect("a link");
        symlink("bad.json", folder.path().join("link-to-bad.json")).expect("a link");
        symlink("notes/users.txt", folder.path().join("link.json")).expect("a link");
        folder.file("notes/users.txt", "[");
        folder.file("directory.json/worse.json", "{");
        let run = userlint(folder.path(), &["check", "."]);
        assert_eq!(run.status, Some(2), "{run:?}");
        for name in ["fifo.json", "dangling.json"] {
            assert!(run.stderr.contains(name), "{name}: {run:?}");
        }
        assert_eq!(run.stderr.lines().count(), 2, "{run:?}");
        for name in ["bad.json", "link.json", "directory.json/worse.json"] {
            assert!(run.stdout.contains(name), "{name}: {run:?}");
        }
        assert!(run.stdout.contains("4 files"), "{run:?}");
    }

    #[test]
    fn a_stream_that_is_named_like_a_file_is_not_waited_for() {
        let folder = folder();
        let run = shell(folder.path(), "cat good.json | userlint check /dev/stdin");
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.contains("name -"), "{run:?}");
    }

    #[test]
    fn no_name_of_a_file_is_live() {
        let folder = folder();
        for name in [
            &b"x\n::error::pwned.json"[..],
            b"::error::pwned.json",
            b"--x\n::error::pwned.json",
            b"\x1b]0;pwned\x07.json",
            b"\xe2\x80\xaenosj.json",
            b"##[add-mask]x.json",
            b"] \x7f\xc2\x9b31m.json",
            b"no-utf-8-\xff.json",
        ] {
            let name = OsStr::from_bytes(name);
            // Not every file system takes every name.
            if fs::write(folder.path().join(name), "{").is_err() {
                continue;
            }
            for before in [&["check"][..], &["check", "--format=json"], &["check", "--"]] {
                let mut named = command(PROGRAM, folder.path());
                named.args(before).arg(name);
                let run = run(named);
                assert!(matches!(run.status, Some(1 | 2)), "{run:?}");
                inert::assert_inert(&run.stdout);
                inert::assert_inert(&run.stderr);
            }
        }
        for args in [&["check", "."][..], &["check", ".", "--format=json"]] {
            let run = userlint(folder.path(), args);
            assert_eq!(run.status, Some(1), "{run:?}");
            assert_eq!(run.stderr, "");
            inert::assert_inert(&run.stdout);
            if folder
                .path()
                .join(OsStr::from_bytes(b"no-utf-8-\xff.json"))
                .exists()
            {
                assert!(
                    run.stdout.contains(r"no-utf-8-\xff.json") || run.stdout.contains(r"no-utf-8-\\xff.json")
                );
            }
        }
    }

    #[test]
    fn a_reader_that_has_gone_is_nobodys_mistake() {
        let folder = folder();
        for (args, status) in [
            (&["check", "good.json"][..], 0),
            (&["check", "bad.json"], 1),
            (&["check", "--format=json", "bad.json"], 1),
            (&["rules"], 0),
            (&["rules", "--format=json"], 0),
            (&["explain", "json_syntax"], 0),
            (&["schema", "rest"], 0),
            (&["--help"], 0),
            (&["--version"], 0),
        ] {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            let mut deaf = command(PROGRAM, folder.path());
            deaf.args(args).stdout(writer);
            let run = run(deaf);
            assert_eq!((run.status, run.stderr.as_str()), (Some(status), ""), "{args:?}");
        }
    }

    #[test]
    fn the_first_line_of_many_can_be_had_alone() {
        let folder = folder();
        folder.file("many.json", format!("[{}{{}}]", "{},".repeat(50_000)));
        let run = shell(
            folder.path(),
            "{ userlint check many.json; echo \"? $?\" >&2; } | head -1",
        );
        assert_eq!(run.stderr, "? 1\n");
        assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    }

    #[test]
    fn streams_that_are_closed_or_no_streams_are_survived() {
        let folder = folder();
        for (line, status) in [
            ("userlint check bad.json >&-", 1),
            ("userlint check bad.json >&- 2>&-", 1),
            ("userlint check none.json 2>&-", 2),
            ("userlint check none.json bad.json <&- >&- 2>&-", 2),
            ("userlint --nonsense 2>&-", 2),
            ("userlint check - <&-", 1),
            ("userlint check - < .", 2),
            ("userlint check bad.json < .", 1),
        ] {
            let run = shell(folder.path(), line);
            assert_eq!(run.status, Some(status), "{line}: {run:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_said() {
        let folder = folder();
        folder.file("many.json", format!("[{}{{}}]", "{},".repeat(5_000)));
        for args in [
            "check good.json",
            "check bad.json",
            "check many.json",
            "check --format=json many.json",
            "rules",
            "rules --format=json",
            "explain json_syntax",
            "schema rest",
            "--help",
            "--version",
        ] {
            let run = shell(folder.path(), &format!("userlint {args} > /dev/full"));
            assert_eq!(run.status, Some(2), "{args}: {run:?}");
            assert!(run.stderr.contains("No space left"), "{args}: {run:?}");
            assert_eq!(run.stderr.lines().count(), 1, "{args}: {run:?}");
        }
        for line in [
            "userlint check none.json bad.json 2> /dev/full",
            "userlint --nonsense 2> /dev/full",
        ] {
            let run = shell(folder.path(), line);
            assert_eq!(run.status, Some(2), "{line}: {run:?}");
        }
    }

    #[test]
    fn a_poor_environment_changes_nothing() {
        let folder = folder();
        folder.file("deep.json", "[".repeat(100_000));
        let line = "userlint check . --surface=sdk,data-api-create,data-api-set,rest,rest-update,response";
        let plain = shell(folder.path(), line);
        assert_eq!(plain.status, Some(1), "{plain:?}");
        assert!(plain.stdout.contains("nesting_too_deep"), "{plain:?}");
        inert::assert_inert(&plain.stdout);
        for environment in [
            "ulimit -s 512;",
            "ulimit -n 16;",
            "COLUMNS=0",
            "COLUMNS=1",
            "COLUMNS=-5",
            "COLUMNS=99999999999999999999",
            "TERM=dumb",
            "TERM=",
            "NO_COLOR=1",
            "NO_COLOR=1 CLICOLOR_FORCE=1",
            "CLICOLOR=1",
            "HOME=/nowhere",
            "LANG=C LC_ALL=C",
            "LANG=xx_YY.nonsense",
            "TZ=nonsense",
            "TMPDIR=/nowhere",
            "RUST_BACKTRACE=1",
        ] {
            let run = shell(folder.path(), &format!("{environment} {line}"));
            assert_eq!(run.status, plain.status, "{environment}: {run:?}");
            assert_eq!(run.stdout, plain.stdout, "{environment}");
            assert_eq!(run.stderr, plain.stderr, "{environment}");
            let help = shell(folder.path(), &format!("{environment} userlint check --help"));
            assert_eq!(help.status, Some(0), "{environment}: {help:?}");
        }
    }

    #[test]
    fn colour_is_there_when_it_is_forced_and_changes_no_letter() {
        let folder = folder();
        let plain = shell(folder.path(), "userlint check .");
        let coloured = shell(folder.path(), "CLICOLOR_FORCE=1 userlint check .");
        assert!(coloured.stdout.contains("\u{1b}["), "{coloured:?}");
        assert_eq!(inert::without_colours(&coloured.stdout), plain.stdout);
        let json = shell(folder.path(), "CLICOLOR_FORCE=1 userlint check --format=json .");
        inert::assert_inert(&json.stdout);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_is_bounded_by_the_input() {
        let folder = folder();
        let filler = "x".repeat(150);
        for (name, email) in [("clean.json", r#"["a@b.co"]"#), ("dirty.json", r#""a@b.co""#)] {
            let user = format!(r#"{{"id":"1","name":"A","email":{email},"custom":{{"note":"{filler}"}}}}"#);
            let users = vec![user; 100_000];
            folder.file(name, format!("[{}]", users.join(",")));
        }
        // 20 MB of text, and what is made of it; a hundred thousand findings are kept for the JSON report.
        for (line, kilobytes, status) in [
            ("userlint check clean.json", 200_000, 0),
            ("userlint check dirty.json > /dev/null", 400_000, 1),
            ("userlint check --format json dirty.json > /dev/null", 400_000, 1),
        ] {
            let run = shell(folder.path(), &format!("ulimit -v {kilobytes}; {line}"));
            assert_eq!(run.status, Some(status), "{line}: {}", run.stderr);
        }
    }
}
