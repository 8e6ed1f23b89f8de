//! Text that is not UTF-8.

use crate::evidence::{Evidence, Grade, RFC_3629, RFC_8259};
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::reading::{Reading, Refusal};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::encoding::{Found, NotUtf8};

pub(super) const META: Meta = Meta {
    summary: "a text that is not UTF-8",
    why: "JSON goes from one system to another as UTF-8 and as nothing else. A reader refuses other bytes or makes \
          wrong characters of them, and userlint looks at nothing in such a text.",
    advice: "save the text as UTF-8",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Reading(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_8259,
            fact: "section 8.1: JSON that systems exchange must be encoded in UTF-8",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_3629,
            fact: "section 4 defines which sequences of bytes are UTF-8; section 3 forbids to decode any other",
        },
    ],
};

fn check(reading: &Reading<'_>, found: &mut Findings<'_>) {
    if let Err(Refusal::NotUtf8(fault)) = &reading.outcome {
        let message = match fault.found {
            Found::Other(_) => fault.to_string(),
            Found::InvalidByte(_) | Found::CutOff => {
                format!("{fault} (offset {})", reading.start + fault.at.start)
            }
        };
        found.report(
            Draft::new(Place::Text(fault.at.clone()), message)
                .help(help(fault))
                .quotes_nothing(),
        );
    }
}

fn help(fault: &NotUtf8) -> String {
    match fault.found {
        Found::Other(encoding) => format!(
            "save the text as UTF-8, or convert it: `iconv -f {} -t UTF-8`; in Windows PowerShell, `>` writes UTF-16",
            name_for_iconv(encoding)
        ),
        Found::InvalidByte(byte) => match in_windows_1252(byte) {
            Some(char) => format!(
                "save the text as UTF-8; if it is Windows-1252, where this byte is `{char}`, convert it: \
                 `iconv -f WINDOWS-1252 -t UTF-8`"
            ),
            None => META.advice.to_owned(),
        },
        Found::CutOff => "fetch or copy the text again, to its end; then save it as UTF-8".to_owned(),
    }
}

/// The character that was probably meant: a letter, or one of the signs that word processors put in by themselves.
fn in_windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x80 => Some('€'),
        0x85 => Some('…'),
        0x91 => Some('‘'),
        0x92 => Some('’'),
        0x93 => Some('“'),
        0x94 => Some('”'),
        0x96 => Some('–'),
        0x97 => Some('—'),
        // From here on it is Latin-1, whose bytes are the code points.
        _ => Some(char::from(byte)).filter(|char| char.is_alphabetic()),
    }
}

/// `UTF-16LE` for `UTF-16 (little endian)`.
fn name_for_iconv(encoding: &str) -> String {
    encoding
        .replace(" (little endian)", "LE")
        .replace(" (big endian)", "BE")
}
