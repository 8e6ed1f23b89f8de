//! Bytes of every kind give a report: other encodings, oddities of Unicode, lines that end as they like.

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
