//! A photo URL with another scheme than `https`, or with credentials.

use std::borrow::Cow;

use crate::evidence::{
    CAN_I_EMAIL, CONCEPT_USERS, Evidence, FILE_API, Grade, HTML_NAVIGATION, MIXED_CONTENT, RFC_3986, RFC_8089,
};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Marks, Silent};
use crate::grammar::url::{self, Absolute, Verdict};
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const PHOTO_URL: &[Field] = &[Field::PhotoUrl];

pub(super) const META: Meta = Meta {
    summary: "a `photoUrl` with another scheme than `https`, or with credentials",
    why: "The photo is shown to others, in their browsers and their e-mail programs. Only what these can load over \
          the network is a photo there: `javascript:` and `vbscript:` are code, `file:` points into the computer of \
          whoever looks, `data:` and `blob:` get lost in e-mails, and credentials in a URL are read by everybody \
          who gets it.",
    advice: "send the `https:` URL of an image that can be loaded without credentials",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Fragile,
    fields: PHOTO_URL,
    anchors: &[Anchor::Text(
        PHOTO_URL,
        check,
        Silent::on(Form::Https).and_without(Marks::AT),
    )],
    claims: &[Claim {
        property: "photoUrl",
        keyword: "not",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "photoUrl is the URL of a photo that is shown to others",
        },
        Evidence {
            grade: Grade::Standard,
            source: HTML_NAVIGATION,
            fact: "to follow a javascript: URL is to run its text as a script",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_8089,
            fact: "a file: URL names a file on the machine on which it is read",
        },
        Evidence {
            grade: Grade::Standard,
            source: MIXED_CONTENT,
            fact: "on a page that came over https, an image over http is upgraded or not loaded",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_3986,
            fact: "a password in the user information of a URL is deprecated, as it shows (section 3.2.1)",
        },
        Evidence {
            grade: Grade::Standard,
            source: FILE_API,
            fact: "a blob: URL ends with the page that made it",
        },
        Evidence {
            grade: Grade::Observed,
            source: CAN_I_EMAIL,
            fact: "Gmail and Outlook, among others, show no images from data: URLs",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let url = text.text;
    if url.starts_with("https://") && !url.contains('@') {
        return;
    }
    if let Some(scheme) = url::scheme_of_no_photo(url) {
        let message = match &*scheme {
            "file" => {
                "`photoUrl` is a `file:` URL, which points into the computer of whoever looks".to_owned()
            }
            code => format!("`photoUrl` is a `{code}:` URL, which is code and no photo"),
        };
        let end = url.find(':').map_or(url.len(), |colon| colon + 1);
        found.report(Draft::new(text.slice(0..end), message).quotes_nothing());
        return;
    }
    // What is not well-formed has no sure scheme: photo_url_malformed, photo_url_relative.
    let Verdict::Absolute(absolute) = url::judge(url) else {
        return;
    };
    if absolute.scheme != "https" {
        found.report(other_scheme(text, &absolute));
    }
    // `https://@host/` names nobody.
    if let Some(credentials) = absolute.credentials.filter(|credentials| credentials.len() > 1) {
        let message = "`photoUrl` carries credentials, which everybody reads who gets the URL";
        let draft = Draft::new(text.slice(credentials), message)
            .help("take the credentials out, and serve the photo at a URL that needs none")
            .severities(META.severities.at_most(Severity::Warning));
        found.report(draft);
    }
}

fn other_scheme<'d>(text: &Text<'d>, absolute: &Absolute<'_>) -> Draft<'d> {
    const LONGEST_SHOWN: usize = 20;
    let scheme = &*absolute.scheme;
    let (message, help): (Cow<'static, str>, _) = match scheme {
        "http" => (
            "`photoUrl` is loaded over `http:`, without encryption".into(),
            "write `https:`, if the host has the photo there",
        ),
        "data" => (
            "`photoUrl` is a `data:` URL, which many e-mail programs do not show".into(),
            "put the image on a server and send its `https:` URL",
        ),
        "blob" => (
            "`photoUrl` is a `blob:` URL, which exists only in the page that made it".into(),
            "put the image on a server and send its `https:` URL",
        ),
        other if other.len() <= LONGEST_SHOWN => (
            format!("`photoUrl` has the scheme `{other}:` and not `https:`").into(),
            if strsim::osa_distance(other, "https") <= 2 {
                "write `https:`"
            } else {
                META.advice
            },
        ),
        other => (
            format!(
                "`photoUrl` has the scheme `{}…` and not `https:`",
                &other[..LONGEST_SHOWN]
            )
            .into(),
            META.advice,
        ),
    };
    let severity = if scheme == "http" {
        Severity::Note
    } else {
        Severity::Warning
    };
    Draft::new(text.slice(0..scheme.len() + 1), message)
        .help(help)
        .severities(META.severities.at_most(severity))
}
