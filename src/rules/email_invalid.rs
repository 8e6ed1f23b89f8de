//! What nobody takes for an e-mail address.

use std::borrow::Cow;

use crate::evidence::{
    EMAIL_IS_A_LIST_OF_ADDRESSES, EMAIL_NOTIFICATIONS, Evidence, Grade, HTML_STANDARD, PUBLIC_PAYLOADS,
    RFC_5321, RFC_5322,
};
use crate::excerpt::help_to_write;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::email::{self, Invalid, Verdict};
use crate::grammar::text;
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::user::Text;

const EMAIL: &[Field] = &[Field::Email];

pub(super) const META: Meta = Meta {
    summary: "a string in `email` that nobody takes for an e-mail address",
    why: "The docs ask for valid addresses, and no notification reaches this one: mail servers, mail headers, browsers \
          and the usual libraries all refuse it. The user misses messages and nobody is told.",
    advice: "put a whole address there and nothing else, such as `linda@talkjs.com`; for no address send `[]`",
    severities: Severities::on(&Surface::WRITING, Severity::Error),
    effect: Effect::Undelivered,
    fields: EMAIL,
    anchors: &[Anchor::Text(EMAIL, check, Silent::on(Form::Address))],
    claims: &[Claim {
        property: "email",
        keyword: "pattern",
    }],
    evidence: &[
        EMAIL_IS_A_LIST_OF_ADDRESSES,
        Evidence {
            grade: Grade::Documented,
            source: EMAIL_NOTIFICATIONS,
            fact: "a user is notified by e-mail if there is a valid address; null removes the addresses",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_5321,
            fact: "the form of an address in the transport of mail (section 4.1.2)",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_5322,
            fact: "the form of an address in the header of a mail, obsolete forms included (sections 3.4.1 and 4.4)",
        },
        Evidence {
            grade: Grade::Standard,
            source: HTML_STANDARD,
            fact: "what a browser takes in an input field for an e-mail address",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "22 payloads have an email that is no address",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let Verdict::Invalid(fault) = email::judge(text.text) else {
        return;
    };
    // A template in the address is unrendered_template's as well, and that is a second fact: what is to be mended in
    // the program that writes any field is a warning there; that no mail gets to this one is an error here.
    if let Some(template) = text::first_template(text.text) {
        let message = format!("`email` is not an e-mail address but holds {}", template.what);
        let help = "have it replaced by an address; for no address send `[]`";
        found.report(Draft::new(text.place(), message).quotes_nothing().help(help));
        return;
    }
    let message = match fault.what {
        Invalid::Empty if text.text.is_empty() => {
            "`email` holds an empty string, which is no address".to_owned()
        }
        Invalid::Empty => "`email` holds white space, which is no address".to_owned(),
        what => format!("`email` is not an e-mail address: {what}"),
    };
    let place = match fault.what {
        Invalid::Empty => text.place(),
        _ => text.place_of(&fault),
    };
    let draft = Draft::new(place, message).message_quotes_nothing();
    found.report(draft.help_if(help(text.text, fault.what)));
}

fn help(written: &str, what: Invalid) -> Option<Cow<'static, str>> {
    match what {
        Invalid::Empty => Some("for no address send `[]`, or null where it is taken".into()),
        Invalid::List => {
            Some("make a list of them, each address a string of its own: `[\"…\", \"…\"]`".into())
        }
        _ => likely_address(written, what)
            .and_then(|address| help_to_write(&address))
            .map(Cow::Owned),
    }
}

/// The address that is meant, where it is plain to see.
fn likely_address(written: &str, what: Invalid) -> Option<String> {
    let bare = match what {
        Invalid::MailtoScheme => written.split([':', '?']).nth(1)?.to_owned(),
        Invalid::DisplayName => written.split(['<', '>']).nth(1)?.to_owned(),
        Invalid::AtLookalike(lookalike) => written.replacen(lookalike, "@", 1),
        Invalid::SecondAt => written.replacen("@@", "@", 1),
        _ => written
            .trim_matches(|char: char| char.is_whitespace() || char.is_control() || "\"'<>,;.".contains(char))
            .to_owned(),
    };
    email::is_ordinary(&bare).then_some(bare)
}
