//! A character in an id that cannot stand in the path of a URL as it is.

use std::fmt::Write as _;
use std::ops::Range;

use crate::evidence::{EXAMPLES, Evidence, Grade, PUBLIC_PAYLOADS, REST_USERS, RFC_3986};
use crate::excerpt::is_quotable;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Marks, Silent};
use crate::grammar::text;
use crate::grammar::user_id::{is_unseen, placeholder};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::user::{Origin, Text};

pub(super) const META: Meta = Meta {
    summary: "a character in an id that must be percent-encoded in the path of a URL",
    why: "The REST API takes the id in the path. Code that puts it there as it is, as most examples do, asks for \
          another path: `/` begins a new segment, `?` the query, `#` ends the URL, `%` begins an escape. \
          A character beyond ASCII is a note everywhere: nearly all HTTP clients encode it by themselves.",
    advice: "use ids of letters, digits, `-`, `.`, `_` and `~`, or pass every id through `encodeURIComponent` before it \
             goes into a path",
    severities: Severities::on(&Surface::REST_REQUESTS, Severity::Warning)
        .and(&[Surface::Sdk], Severity::Note),
    effect: Effect::Fragile,
    fields: &[Field::Id],
    anchors: &[Anchor::Text(
        &[Field::Id],
        check,
        Silent::on(Form::Id).and_without(Marks::RESERVED.and(Marks::UNSEEN).and(Marks::LETTERS)),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_3986,
            fact: "a path segment is made of letters, digits, -._~!$&'()*+,;=:@ and percent-encoded bytes; . and .. \
                   as segments are removed",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "the id of a user is a segment of the path",
        },
        Evidence {
            grade: Grade::Coded,
            source: EXAMPLES,
            fact: "the scripts that import and anonymise users put the id into the path as it is",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "ids with a vertical bar, as Auth0 makes them, occur; one project had to replace slashes",
        },
    ],
};

fn check(id: &Text<'_>, found: &mut Findings<'_>) {
    // In a path it is encoded already, or it would be another id.
    if id.origin == Origin::Path {
        return;
    }
    let Some((at, unsafety)) = first_unsafe(id.text) else {
        return;
    };
    // What is no id at all is said to be none, once.
    if placeholder(id.text).is_some() || text::first_template(id.text).is_some() {
        return;
    }
    let slice = &id.text[at.clone()];
    let draft = Draft::new(
        id.slice(at),
        match unsafety {
            Unsafety::DotSegment => format!("`id` is `{slice}`, which is removed from a path"),
            _ => format!("`id` contains `{slice}`, which must be percent-encoded in a path"),
        },
    );
    found.report(match unsafety {
        Unsafety::DotSegment => draft.help("use another id: even encoded dots are removed"),
        Unsafety::Reserved => draft.help(advice(id.text)),
        Unsafety::NotAscii => draft
            .help(advice(id.text))
            .severities(META.severities.at_most(Severity::Note)),
    });
}

fn advice(id: &str) -> String {
    if !is_quotable(id) {
        return META.advice.to_owned();
    }
    let encoded = encode_uri_component(id);
    format!("in a path write `{encoded}`, as `encodeURIComponent` does, or use ids that need no encoding")
}

/// What JavaScript's function of that name gives (ECMA-262).
fn encode_uri_component(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[derive(Clone, Copy)]
enum Unsafety {
    /// The whole id is `.` or `..`.
    DotSegment,
    /// An ASCII character: HTTP clients leave most of these as they are, since they may be meant.
    Reserved,
    /// Any other character: HTTP clients encode it by themselves, nearly all of them as UTF-8.
    NotAscii,
}

/// The first ASCII character that has no place in a path segment; failing that, the first character that is not
/// ASCII. White space and what nobody sees are left to `id_whitespace`.
fn first_unsafe(id: &str) -> Option<(Range<usize>, Unsafety)> {
    if matches!(id, "." | "..") {
        return Some((0..id.len(), Unsafety::DotSegment));
    }
    if let Some(at) = id
        .bytes()
        .position(|byte| byte.is_ascii_graphic() && !is_segment_char(byte))
    {
        return Some((at..at + 1, Unsafety::Reserved));
    }
    let (at, char) = id
        .char_indices()
        .find(|(_, char)| !char.is_ascii() && !is_unseen(*char))?;
    Some((at..at + char.len_utf8(), Unsafety::NotAscii))
}

/// `pchar` of RFC 3986, but for `%`, which stands for itself nowhere.
fn is_segment_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte)
}
