//! Much of anything takes time in proportion: users, findings, keys, lines, letters.

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
fn a_hundred_thousand_users_of_one_id() {
    let user = |at: usize| format!(r#"{{"id":"user_7","name":"A{at}"}}"#);
    let sizes = [1_500, 12_000, 96_000];
    let report = assert_linear(
        "equal ids",
        &sizes,
        |count| list(count, user),
        |text| {
            let source = Source::new("big.json", text);
            let report = Linter::default().check(source);
            // Each further one with the first: neither pairs of all with all, nor lists of them.
            assert!(human(&report, source, 100, false).len() < report.findings.len() * 1_000);
            report
        },
    );
    assert_eq!(report.count(Severity::Error), 95_999);
    assert!(report.findings.iter().all(|finding| finding.related.len() == 1));
    let lines = |count| (0..count).map(user).collect::<Vec<_>>().join("\n");
    let report = assert_judged_linearly("equal ids in lines", &Linter::default(), &sizes, lines);
    assert_eq!(report.count(Severity::Error), 95_999);
}

#[test]
fn ids_that_are_alike_and_of_great_length() {
    // One that is as long as all others together, and each of these like it: held against it in full, they would
    // take the square.
    let make = |count: usize| {
        let long = format!(r#"{{"id":"a{}","name":"A"}}"#, "\u{200b}".repeat(count));
        let short = list(count, |at| {
            let spaces = " ".repeat(at % 40);
            let case = if at % 2 == 0 { "a" } else { "A" };
            format!(r#"{{"id":"{case}{spaces}","name":"A"}}"#)
        });
        format!("[{long},{}", &short[1..])
    };
    let report = assert_judged_linearly("alike ids", &Linter::default(), &[1_000, 8_000, 64_000], make);
    let compared = ["id_duplicate", "id_confusable"];
    let compared = report
        .findings
        .iter()
        .filter(|finding| compared.contains(&finding.rule.id));
    assert_eq!(compared.count(), 64_000);
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
        let make = |count| "{\"id\":\"1\",\"name\":\"A\"}\n".to_owned() + &format!("{line}\n").repeat(count);
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

#[test]
fn every_form_of_a_report_without_personal_values() {
    let options = Options::new().list_payloads(true).redactable(true);
    let linter = Linter::new(options);
    for (email, what) in [(r#"["a@b.co"]"#, "clean"), (r#""a@b.co""#, "dirty")] {
        let make = |count| {
            let user = |at| format!("{{\"id\":\"u{at}\",\"name\":\"A\",\"email\":{email}}}\n");
            (0..count).map(user).collect()
        };
        for format in ReportFormat::ALL {
            let what = format!("{what} users as {format}");
            let written = assert_linear(&what, &[1_000, 8_000], make, |text| {
                let source = Source::new("big.ndjson", text);
                let report = linter.check(source).redacted();
                written::one(&mut *format.form(), &report, source)
            });
            assert!(!written.contains("a@b.co"), "{what}");
        }
    }
}
