//! A photo URL without a scheme.

use crate::evidence::{Evidence, Grade, LIVE_TESTS, PHOTO_URL_IS_SHOWN, PUBLIC_PAYLOADS, RFC_3986};
use crate::excerpt::is_quotable;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::text;
use crate::grammar::url::{self, Verdict};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const PHOTO_URL: &[Field] = &[Field::PhotoUrl];

pub(super) const META: Meta = Meta {
    summary: "a `photoUrl` without a scheme",
    why: "A relative reference means something only beside the page that it was written for. No \
          documentation says what TalkJS makes of one; in e-mails, and wherever else the user is shown, there is no \
          such page, and the photo may be missing.",
    advice: "send the whole URL of the photo, from `https://` on",
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
            fact: "a reference without a scheme is resolved against the place at which it stands (section 5)",
        },
        Evidence {
            grade: Grade::Observed,
            source: LIVE_TESTS,
            fact: "tests against the API store the photoUrl `photo_url` and expect it back unchanged (presumably they passed)",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "31 payloads have a photoUrl that is no absolute URL",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let url = text.text;
    if url.starts_with("https://") || url::judge(url) != Verdict::Relative {
        return;
    }
    // A template at the start may well bring the scheme: unrendered_template.
    if text::first_template(url).is_some_and(|template| template.at.start == 0) {
        return;
    }
    let draft = Draft::new(
        text.place(),
        "`photoUrl` has no scheme, so it is a path and not a URL",
    );
    found.report(draft.help_if(likely_start(url)));
}

/// What to write before a reference that names its host.
fn likely_start(url: &str) -> Option<String> {
    if url.starts_with("//") {
        return Some("write `https:` before it".to_owned());
    }
    let (host, _) = url.split_once('/')?;
    let is_host = is_quotable(host)
        && host.contains('.')
        && host.starts_with(|char: char| char.is_ascii_alphanumeric())
        && host.ends_with(|char: char| char.is_ascii_alphabetic());
    is_host.then(|| format!("if `{host}` is its host, write `https://` before it"))
}
