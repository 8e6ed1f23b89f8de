//! A credential in `custom`.

use crate::evidence::{
    AWS_IDENTIFIERS, CONCEPT_USERS, Evidence, GITHUB_TOKENS, GOOGLE_API_KEYS, Grade, JS_TYPES,
    PUBLIC_PAYLOADS, RFC_7468, RFC_7519, SLACK_TOKENS, STRIPE_KEYS,
};
use crate::excerpt::custom_entry;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::credential::{credential_in, may_be_credential, names_credential};
use crate::place::Place;
use crate::rule::{Anchor, EntryGlance, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::Member;

pub(super) const META: Meta = Meta {
    summary: "a credential in `custom`, by its key or by its form",
    why: "Every client can read the `custom` of every user, without any permission: what is stored there is as good \
          as published to all who can open the chat. The docs show a login token in `custom` as an example; it is \
          not safe there either.",
    advice: "keep the credential on your server, and replace it if it has been sent already",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Exposed,
    fields: &[Field::Custom],
    anchors: &[Anchor::Entry(
        &[Field::Custom],
        check,
        EntryGlance {
            key: Silent::on(Form::NamesNoCredential),
            value: Silent::on(Form::NoCredential),
        },
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "custom is part of the snapshot of a user, and any client may get the snapshot of any user without \
                   permissions",
        },
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "suggests tokens for login by e-mail as a use of custom, with a key that ends in `Token`",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "secret keys of TalkJS begin with sk_live_ or sk_test_ and stand in six files beside the user",
        },
        Evidence {
            grade: Grade::Observed,
            source: STRIPE_KEYS,
            fact: "secret keys begin with sk_live_ or sk_test_, restricted ones with rk_live_ or rk_test_; \
                   publishable keys (pk_) are not secret",
        },
        Evidence {
            grade: Grade::Observed,
            source: GITHUB_TOKENS,
            fact: "tokens begin with ghp_, gho_, ghu_, ghs_, ghr_ or github_pat_",
        },
        Evidence {
            grade: Grade::Observed,
            source: SLACK_TOKENS,
            fact: "bot tokens begin with xoxb-, user tokens with xoxp-, app-level tokens with xapp-",
        },
        Evidence {
            grade: Grade::Observed,
            source: AWS_IDENTIFIERS,
            fact: "access key ids begin with AKIA, temporary ones with ASIA, and have 20 characters",
        },
        Evidence {
            grade: Grade::Observed,
            source: GOOGLE_API_KEYS,
            fact: "the API key shown as an example begins with AIza and has 39 characters",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_7519,
            fact: "a signed JSON Web Token is three parts in base64url with dots between; header and claims are JSON \
                   objects",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_7468,
            fact: "private keys in text form stand between lines that say BEGIN and END, with the label PRIVATE KEY",
        },
    ],
};

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    let Some(value) = member.value.as_str() else {
        return;
    };
    let entry = || custom_entry(member.key());
    if let Some(what) = credential_in(value) {
        found.report(
            Draft::new(Place::Value(member.value), format!("{} holds {what}", entry())).quotes_nothing(),
        );
    } else if names_credential(member.key()) && may_be_credential(value) {
        found.report(
            Draft::new(Place::Key(member.key), format!("{} names a credential", entry())).quotes_nothing(),
        );
    }
}
