//! E-mail addresses that some software takes and some refuses.

use crate::evidence::{
    EMAIL_IS_A_LIST_OF_ADDRESSES, EMAIL_NOTIFICATIONS, Evidence, Grade, HTML_STANDARD, RFC_5321, RFC_5322,
    RFC_6531,
};
use crate::excerpt::help_to_write;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::email::{self, Unusual, Verdict};
use crate::grammar::text;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::user::Text;

const EMAIL: &[Field] = &[Field::Email];

pub(super) const META: Meta = Meta {
    summary: "an e-mail address that some software takes and some refuses",
    why: "Standards, browsers and libraries do not agree on such an address, and what TalkJS takes is documented \
          nowhere: a notification may arrive or not. Often it is a slip. An internationalised address is right, and \
          needs mail servers with SMTPUTF8 all the way.",
    advice: "use an address in the plain form, such as `linda@talkjs.com`, if the user has one",
    severities: Severities::on(&Surface::WRITING, Severity::Warning),
    effect: Effect::Undelivered,
    fields: EMAIL,
    anchors: &[Anchor::Text(EMAIL, check, Silent::on(Form::Address))],
    claims: &[],
    evidence: &[
        EMAIL_IS_A_LIST_OF_ADDRESSES,
        Evidence {
            grade: Grade::Documented,
            source: EMAIL_NOTIFICATIONS,
            fact: "a user is notified by e-mail if there is a valid address; what counts as valid is not said",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_5321,
            fact: "quoted local parts and address literals are addresses; limits the lengths (section 4.5.3.1)",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_5322,
            fact: "comments and folding white space may stand in an address, stray dots may not (section 3.4.1)",
        },
        Evidence {
            grade: Grade::Standard,
            source: HTML_STANDARD,
            fact: "takes stray dots and a domain of one label, and neither comments nor quotation marks",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_6531,
            fact: "addresses beyond ASCII need the extension SMTPUTF8 in every server on the way",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let verdict = email::judge(text.text);
    if verdict == Verdict::Ordinary || text::first_template(text.text).is_some() {
        // Only what has been filled in can be judged: unrendered_template.
        return;
    }
    match verdict {
        // A reserved domain without a dot (`localhost`) is email_placeholder's too: there the name counts, here the
        // form. Only the form gets an address refused.
        Verdict::Unusual(fault) => {
            let message = format!("`email` is an address that some software refuses: {}", fault.what);
            let draft = Draft::new(text.slice(fault.at), message).message_quotes_nothing();
            found.report(
                draft.help_if(plain_form(text.text, fault.what).and_then(|plain| help_to_write(&plain))),
            );
        }
        Verdict::Internationalised => internationalised(text, found),
        Verdict::Ordinary | Verdict::Invalid(_) => {}
    }
}

/// The address without what nobody meant to write.
fn plain_form(written: &str, what: Unusual) -> Option<String> {
    let plain = match what {
        Unusual::FoldingWhiteSpace => written.replace(char::is_whitespace, ""),
        Unusual::Invisible(char) => written.replace(char, ""),
        Unusual::DotLookalike(char) => written.replace(char, "."),
        _ => return None,
    };
    email::is_ordinary(&plain).then_some(plain)
}

fn internationalised(text: &Text<'_>, found: &mut Findings<'_>) {
    // In its ASCII form (`xn--…`) a domain needs nothing of anybody.
    let Some(start) = text.text.find(|char: char| !char.is_ascii()) else {
        return;
    };
    let end = text.text[start..]
        .find(|char: char| char.is_ascii())
        .map_or(text.text.len(), |length| start + length);
    let help = if text.text[..start].contains('@') {
        "write the domain in its ASCII form, `xn--…`"
    } else {
        "if the user has an ASCII address as well, put it into the list, too"
    };
    let draft = Draft::new(
        text.slice(start..end),
        "`email` is an internationalised address, which needs SMTPUTF8 in every mail server on the way",
    );
    found.report(
        draft
            .help(help)
            .severities(META.severities.at_most(Severity::Note)),
    );
}
