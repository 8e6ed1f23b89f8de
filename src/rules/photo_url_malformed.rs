//! A photo URL that is none, or only after repair.

use crate::evidence::{Evidence, Grade, PHOTO_URL_IS_SHOWN, PUBLIC_PAYLOADS, RFC_3986};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::url::{self, Malformed, Verdict};
use crate::grammar::{Fault, text};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const PHOTO_URL: &[Field] = &[Field::PhotoUrl];

pub(super) const META: Meta = Meta {
    summary: "a `photoUrl` that is no URL, or only after repair",
    why: "Browsers mend much in a URL, e-mail programs and servers less, and each in its own way. The photo shows in \
          one place and is missing in the next.",
    advice: "send a URL that is well-formed as it stands",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: PHOTO_URL,
    anchors: &[Anchor::Text(PHOTO_URL, check, Silent::on(Form::Https))],
    claims: &[],
    evidence: &[
        PHOTO_URL_IS_SHOWN,
        Evidence {
            grade: Grade::Standard,
            source: RFC_3986,
            fact: "defines what a URL is; spaces, backslashes and other signs must be percent-encoded",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "among the photo URLs are `/https://…` and `https =>//…`",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let url = text.text;
    // White space alone: photo_url_empty.
    if url::is_common_https(url.as_bytes()) || url.trim().is_empty() {
        return;
    }
    let Verdict::Malformed(fault) = url::judge(url) else {
        return;
    };
    if is_another_rules_affair(url, &fault) {
        return;
    }
    let message = format!("`photoUrl` is not a URL as it stands: {}", fault.what);
    let draft = Draft::new(text.place_of(&fault), message).quotes_nothing();
    found.report(draft.help_if(repair(fault.what)));
}

/// Whether the fault only follows from what another rule finds here.
fn is_another_rules_affair(url: &str, fault: &Fault<Malformed>) -> bool {
    // Code needs no form to be harmful: photo_url_scheme.
    if url::scheme_of_no_photo(url).is_some() {
        return true;
    }
    let end = fault.at.end.max(fault.at.start + 1);
    let in_template = |template: Fault<_>| fault.at.start < template.at.end && template.at.start < end;
    if text::first_template(url).is_some_and(in_template) {
        return true;
    }
    // The sign in `&#038;`, where it begins a second fragment: html_escaped.
    fault.what == Malformed::Unencoded('#') && text::first_html_escape(url).is_some()
}

fn repair(what: Malformed) -> Option<String> {
    Some(match what {
        Malformed::Padding => "take the white space away".to_owned(),
        Malformed::Space(' ') => "write `%20` for the space".to_owned(),
        Malformed::Space(_) | Malformed::Invisible(_) | Malformed::NotAllowed(_) => {
            "take the character out".to_owned()
        }
        Malformed::Backslash => "write `/` for the backslash".to_owned(),
        Malformed::FilePath => "put the photo on a server and send its `https:` URL".to_owned(),
        Malformed::SchemeMissing => "write `https://` before the host".to_owned(),
        Malformed::SlashBeforeScheme => "take the slash before the scheme away".to_owned(),
        Malformed::Separator => "write `://` between the scheme and the host".to_owned(),
        Malformed::SchemeRepeated => "write the scheme once".to_owned(),
        Malformed::AuthorityMissing | Malformed::HostMissing => {
            "write the host, as in `https://talkjs.com/photo.png`".to_owned()
        }
        Malformed::PercentEncoding => "write `%25` for a percent sign that encodes nothing".to_owned(),
        Malformed::Unencoded(char) if char.is_ascii() => {
            format!("write `%{:02X}` for it", u32::from(char))
        }
        Malformed::Unencoded(_)
        | Malformed::Scheme
        | Malformed::Host(_)
        | Malformed::Colons
        | Malformed::Ipv4
        | Malformed::IpLiteral
        | Malformed::Port => return None,
    })
}
