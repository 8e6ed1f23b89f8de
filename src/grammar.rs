//! The grammars of single strings: id, language tag, telephone number, e-mail address, URL, plain text, credential, the
//! numbers of JavaScript, and which name a word was meant to be.
//!
//! Pure functions of `&str`. They know nothing of JSON, of the vendor or of severities; a rule turns what they
//! say into a finding. Positions are byte offsets into the string that was given.

use std::ops::Range;

pub(crate) mod credential;
pub(crate) mod email;
pub(crate) mod js_number;
pub(crate) mod lanes;
pub(crate) mod language_tag;
pub(crate) mod likeness;
pub(crate) mod phone;
pub(crate) mod text;
pub(crate) mod url;
pub(crate) mod user_id;

/// What is wrong in a string, and where.
///
/// `at` lies on character boundaries of the string that was judged and is empty only where something is missing
/// (then it is the offset at which it is missing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault<What> {
    /// The offending slice, in bytes of the string.
    pub at: Range<usize>,
    /// The offence.
    pub what: What,
}
