//! What a string that is no tag surely stands for.

use super::look_up::{is_script, look_up};
use super::{parse, registry};

/// The registered tag, in canonical form, that a malformed string surely stands for; none if the string is a
/// well-formed tag, or if nothing is sure.
///
/// Taken away or put right: white space around it, underscores, the codeset and modifier of a POSIX locale
/// (`de_DE.UTF-8@euro`, `sr_RS@latin`), the script in its place at the end of a Java locale (`zh_CN_#Hans`),
/// and an English name too long for a subtag (`Portuguese`). Unregistered subtags as in
/// [`LanguageTag::suggested`](super::LanguageTag::suggested).
#[must_use]
pub(crate) fn repaired(tag: &str) -> Option<String> {
    if parse(tag).is_ok() {
        return None;
    }
    let (locale, modifier) = split_suffix(tag.trim(), "@");
    let (locale, codeset) = split_suffix(locale, ".");
    let (locale, java_script) = split_suffix(locale, "_#");
    if codeset.is_some_and(|codeset| !is_codeset(codeset)) {
        return None;
    }
    let posix_script = match modifier {
        None | Some("euro") => None,
        Some("latin") => Some("Latn"),
        Some("cyrillic") => Some("Cyrl"),
        Some(_) => return None,
    };
    let locale = if java_script.is_some() {
        locale.trim_end_matches('_')
    } else {
        locale
    };
    let mut subtags: Vec<&str> = locale.split(['-', '_']).collect();
    if let Some(first) = subtags.first_mut()
        && let Some(language) = look_up(registry::LANGUAGE_NAMES, first)
    {
        *first = language;
    }
    if let Some(script) = java_script.or(posix_script) {
        if !is_script(script) {
            return None;
        }
        subtags.insert(1, script);
    }
    let hyphenated = subtags.join("-");
    let parsed = parse(&hyphenated).ok()?;
    if parsed.unregistered().is_some() {
        return parsed.suggested();
    }
    Some(parsed.canonical().unwrap_or(hyphenated))
}

fn split_suffix<'t>(text: &'t str, mark: &str) -> (&'t str, Option<&'t str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Whether it has the form of a name such as `UTF-8` or `ISO8859-1`.
fn is_codeset(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
