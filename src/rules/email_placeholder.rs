//! E-mail addresses at a domain that is reserved, so that no mail gets there.

use crate::evidence::{Evidence, Grade, PUBLIC_PAYLOADS, RFC_6761, RFC_6762};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::email::{self, Verdict};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::user::Text;

const EMAIL: &[Field] = &[Field::Email];

pub(super) const META: Meta = Meta {
    summary: "an e-mail address at a domain that is reserved for examples, tests or the local network",
    why: "Such a domain has no mail server and never will. In fixtures and demos that is as it should be; a real user \
          with such an address gets no notifications.",
    advice: "for a real user send their own address; for one without, `[]`",
    severities: Severities::on(&Surface::WRITING, Severity::Note),
    effect: Effect::Undelivered,
    fields: EMAIL,
    anchors: &[Anchor::Text(EMAIL, check, Silent::on(Form::AddressInUse))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_6761,
            fact: "reserves example, example.com, example.net, example.org, test, invalid and localhost",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_6762,
            fact: "reserves local for the network at hand",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "294 of 508 payloads have an address that was made up",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let Some(at) = email::reserved_domain(text.text) else {
        return;
    };
    // What is no address has no domain: email_invalid.
    if matches!(email::judge(text.text), Verdict::Invalid(_)) {
        return;
    }
    let message = format!(
        "the domain `{}` in `email` is reserved, and gets no mail",
        &text.text[at.clone()]
    );
    found.report(Draft::new(text.slice(at), message));
}
