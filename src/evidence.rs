//! Where a rule knows from what it claims: the sources, each written down once, and the grades of evidence.

use std::fmt;

/// How strong a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Grade {
    /// A page of the vendor's documentation.
    Documented,
    /// The vendor's published types or their doc comments.
    Typed,
    /// The vendor's published code or examples.
    Coded,
    /// A public standard that the vendor names, or that the transport itself is.
    Standard,
    /// Seen from outside: other people's code, tests and stored data.
    Observed,
    /// Our own conclusion.
    Inferred,
}

impl Grade {
    /// The name in reports and rule pages.
    pub const fn name(self) -> &'static str {
        match self {
            Grade::Documented => "documented",
            Grade::Typed => "typed",
            Grade::Coded => "coded",
            Grade::Standard => "standard",
            Grade::Observed => "observed",
            Grade::Inferred => "inferred",
        }
    }

    /// Whether evidence of this grade can carry an error. Observations and conclusions carry a warning at most.
    pub const fn carries_error(self) -> bool {
        matches!(
            self,
            Grade::Documented | Grade::Typed | Grade::Coded | Grade::Standard
        )
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One piece of evidence for a rule.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Evidence {
    /// How strong it is.
    pub grade: Grade,
    /// Where it stands: a URL, or `package@version:file`.
    pub source: &'static str,
    /// What it says, in our words.
    pub fact: &'static str,
}

// Sources.
pub(crate) const CONCEPT_USERS: &str = "https://talkjs.com/docs/Reference/Concepts/Users/";
pub(crate) const CONCEPT_ROLES: &str = "https://talkjs.com/docs/Reference/Concepts/Roles/";
pub(crate) const REST_USERS: &str = "https://talkjs.com/docs/Reference/REST_API/Users/";
pub(crate) const REST_BATCH: &str = "https://talkjs.com/docs/Reference/REST_API/Batch/";
pub(crate) const REST_INTRODUCTION: &str =
    "https://talkjs.com/docs/Reference/REST_API/Getting_Started/Introduction/";
pub(crate) const REST_CHANGELOG: &str = "https://talkjs.com/docs/Reference/REST_API/API_changelog/";
pub(crate) const CLASSIC_USER: &str = "https://talkjs.com/docs/Reference/JavaScript_Chat_SDK/User/";
pub(crate) const EMAIL_NOTIFICATIONS: &str =
    "https://talkjs.com/docs/Features/Notifications/Email_Notifications/";
pub(crate) const SMS_NOTIFICATIONS: &str =
    "https://talkjs.com/docs/Features/Notifications/SMS_Notifications/";
pub(crate) const IDENTITY_VERIFICATION: &str =
    "https://talkjs.com/docs/Features/Security_Settings/Identity_Verification/";
pub(crate) const WEBHOOKS: &str = "https://talkjs.com/docs/Reference/Webhooks/";
pub(crate) const JS_TYPES: &str = "talkjs@0.46.0:types/talk.types.d.ts";
pub(crate) const JS_CHANGELOG: &str = "talkjs@0.46.0:README.md";
pub(crate) const CORE_TYPES: &str = "@talkjs/core@1.12.0:dist/talkSession.d.ts";
pub(crate) const CORE_CODE: &str = "@talkjs/core@1.12.0:dist/talkSession.js";
pub(crate) const COMPONENTS_CODE: &str = "@talkjs/react-components@0.1.11:default.js";
pub(crate) const SWIFT_CODE: &str =
    "github.com/talkjs/talkjs-core-swift@06c9c5d:Sources/talkjs-core-swift/user.swift";
pub(crate) const FLUTTER_CODE: &str = "github.com/talkjs/talkjs-flutter@e200791:lib/src/user.dart";
pub(crate) const EXAMPLES: &str = "github.com/talkjs/talkjs-examples@bfb25ca";
pub(crate) const LIVE_TESTS: &str = "github.com/shapintv/talkjs@f8ff9cb:tests/FunctionalTests";
pub(crate) const PUBLIC_PAYLOADS: &str = "a survey of 508 payloads in 271 public files and pages (2026)";
pub(crate) const RFC_3629: &str = "https://www.rfc-editor.org/rfc/rfc3629";
pub(crate) const RFC_3986: &str = "https://www.rfc-editor.org/rfc/rfc3986";
pub(crate) const RFC_5321: &str = "https://www.rfc-editor.org/rfc/rfc5321";
pub(crate) const RFC_5322: &str = "https://www.rfc-editor.org/rfc/rfc5322";
pub(crate) const RFC_5646: &str = "https://www.rfc-editor.org/rfc/rfc5646";
pub(crate) const RFC_6531: &str = "https://www.rfc-editor.org/rfc/rfc6531";
pub(crate) const RFC_6761: &str = "https://www.rfc-editor.org/rfc/rfc6761";
pub(crate) const RFC_7468: &str = "https://www.rfc-editor.org/rfc/rfc7468";
pub(crate) const RFC_7519: &str = "https://www.rfc-editor.org/rfc/rfc7519";
pub(crate) const RFC_6762: &str = "https://www.rfc-editor.org/rfc/rfc6762";
pub(crate) const RFC_8089: &str = "https://www.rfc-editor.org/rfc/rfc8089";
pub(crate) const RFC_8259: &str = "https://www.rfc-editor.org/rfc/rfc8259";
pub(crate) const RFC_9110: &str = "https://www.rfc-editor.org/rfc/rfc9110";
pub(crate) const UAX_15: &str = "https://www.unicode.org/reports/tr15/";
pub(crate) const UTS_39: &str = "https://www.unicode.org/reports/tr39/";
pub(crate) const E_164: &str = "https://www.itu.int/rec/T-REC-E.164/";
pub(crate) const ECMA_262: &str = "https://tc39.es/ecma262/";
pub(crate) const HTML_STANDARD: &str = "https://html.spec.whatwg.org/multipage/input.html";
pub(crate) const HTML_NAVIGATION: &str = "https://html.spec.whatwg.org/multipage/browsing-the-web.html";
pub(crate) const HTML_SYNTAX: &str = "https://html.spec.whatwg.org/multipage/syntax.html";
pub(crate) const FILE_API: &str = "https://www.w3.org/TR/FileAPI/";
pub(crate) const CAN_I_EMAIL: &str = "https://www.caniemail.com/features/image-base64/";
pub(crate) const MIXED_CONTENT: &str = "https://www.w3.org/TR/mixed-content/";
pub(crate) const LIBPHONENUMBER: &str = "https://github.com/google/libphonenumber";
pub(crate) const IANA_SUBTAGS: &str =
    "https://www.iana.org/assignments/language-subtag-registry/language-subtag-registry";
pub(crate) const AWS_IDENTIFIERS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html";
pub(crate) const GITHUB_TOKENS: &str = "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github";
pub(crate) const GOOGLE_API_KEYS: &str = "https://cloud.google.com/docs/authentication/api-keys";
pub(crate) const SLACK_TOKENS: &str = "https://docs.slack.dev/authentication/tokens";
pub(crate) const STRIPE_KEYS: &str = "https://docs.stripe.com/keys";
pub(crate) const UNICODE_SECURITY: &str = "https://www.unicode.org/reports/tr36/";

// Facts on which more than one rule rests.
pub(crate) const LOCALE_IS_A_TAG: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "locale is an IETF language tag, such as fr-FR; without one the default of the app holds",
};

pub(crate) const ROLE_DEFAULT: Evidence = Evidence {
    grade: Grade::Typed,
    source: CORE_TYPES,
    fact: "a user without a role has the role `default`",
};

pub(crate) const CUSTOM_VALUES_IN_REST: Evidence = Evidence {
    grade: Grade::Documented,
    source: REST_USERS,
    fact: "custom is typed as a map of strings to strings, in requests and in responses",
};

pub(crate) const CUSTOM_IS_FLAT: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "custom must be an object with string keys and string values",
};

pub(crate) const EMAIL_IS_A_LIST_OF_ADDRESSES: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "email holds zero or more e-mail addresses, to which notifications go",
};

pub(crate) const REFERENCES_TAKE_STRINGS: Evidence = Evidence {
    grade: Grade::Coded,
    source: CORE_CODE,
    fact: "making a reference to a user throws if the id is not a string",
};

pub(crate) const PHOTO_URL_IS_SHOWN: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "photoUrl is the URL of a photo that others are shown",
};

pub(crate) const ROLES_ARE_NAMED_IN_THE_DASHBOARD: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "role must correspond precisely to the name of a role in the dashboard",
};

pub(crate) const CUSTOM_VALUES_IN_SDK: Evidence = Evidence {
    grade: Grade::Typed,
    source: JS_TYPES,
    fact: "the values are typed as strings, and as null where that deletes a key",
};
