//! Templates that were never filled in, and missing values that became text.
//!
//! What is also an ordinary word counts only where it cannot be one.

use std::fmt;

use super::{Fault, may_hold_missing_value};

/// Something that a program should have replaced before the text was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Template {
    /// `{{…}}`: Mustache, Handlebars, Jinja, Liquid, Angular, Vue.
    DoubleBraces,
    /// `{% … %}`: Jinja, Liquid, Twig.
    Statement,
    /// `${…}`: a JavaScript template literal in the wrong quotes, a shell, a properties file.
    DollarBraces,
    /// `#{…}`: Ruby in the wrong quotes.
    HashBraces,
    /// `%{…}`: a Ruby or gettext message without its arguments.
    PercentBraces,
    /// `<%…%>`: ERB, EJS, JSP.
    AngleBrackets,
    /// `<?php …` or `<?=…`.
    Php,
    /// `$ChatEmail`, `$user->email`: a variable in the wrong quotes. Only as the whole text.
    Variable,
    /// `<EMAIL_ADDRESS>`, `<string>`, `MyString`: what a generator writes where a value belongs.
    Placeholder,
    /// `undefined`, `null`, `NULL`, `NaN`: a missing value that was turned into text.
    Stringified(&'static str),
    /// `[object Object]` and its like: a JavaScript object that was turned into text.
    StringifiedObject,
}

/// The first thing in `text` that a program should have replaced.
///
/// Anywhere: `{{…}}`, `{% … %}`, `${…}`, `#{…}`, `%{…}`, `<%…%>`, `<?php`, `<?=`, `[object …]`, and angle brackets
/// around an upper-case identifier with an underscore or around a word that names a type or a field
/// (`<EMAIL_ADDRESS>`, `<string>`, `<your name>`).
///
/// What is also an ordinary word counts only where it cannot be one:
///
/// - `undefined`, `null`, `NULL` and `NaN` as the whole text, alone or among themselves (`undefined undefined`);
/// - `undefined` in a text of two or three words, and `null` in one of two, whose other words are written like names
///   (`John undefined`), so that `undefined behaviour explained` and `unter null Grad` are silent;
/// - as a piece of a URL or path (`…/undefined.jpg`, `?token=null`), and `undefined` as a half of an address;
/// - `MyString` and `MyText`, which Rails writes into fixtures, only as the whole text;
/// - `$` and a name only as the whole text, and only if it is written as programmers write (`$ChatEmail`,
///   `$user_id`, `$user->email`, `$email`), so that `$100`, `Ke$ha` and `$tefan` are silent.
///
/// `{Ben}`, `<3`, `<b>`, `{{` without its end, and `${20}` are silent.
pub(crate) fn first_template(text: &str) -> Option<Fault<Template>> {
    if !may_hold_template(text) {
        return None;
    }
    search_template(text)
}

/// False only where [`search_template`] finds nothing: a pass over bytes, for the many texts that are not plain only
/// because they are not English.
fn may_hold_template(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().any(|byte| matches!(byte, b'$' | b'<' | b'[' | b'{'))
        || text.trim_start().starts_with("My")
        || may_hold_missing_value(bytes)
}

fn search_template(text: &str) -> Option<Fault<Template>> {
    whole_template(text).or_else(|| {
        let found = [
            first_delimited(text),
            first_object(text),
            first_missing_value(text),
        ];
        found.into_iter().flatten().min_by_key(|fault| fault.at.start)
    })
}

/// Judges what counts only as the whole text, white space at the edges aside.
fn whole_template(text: &str) -> Option<Fault<Template>> {
    let (start, whole) = trimmed(text);
    let what = if let Some(first) = missing_value(whole.split_whitespace().next()?)
        && whole.split_whitespace().all(|word| missing_value(word).is_some())
    {
        Template::Stringified(first)
    } else if matches!(whole, "MyString" | "MyText") {
        Template::Placeholder
    } else if is_variable(whole) {
        Template::Variable
    } else {
        return None;
    };
    Some(Fault {
        at: start..start + whole.len(),
        what,
    })
}

/// The offset of what is between the white space at the edges, and that.
fn trimmed(text: &str) -> (usize, &str) {
    let whole = text.trim_start();
    (text.len() - whole.len(), whole.trim_end())
}

/// JavaScript's, also Java's, and SQL's words for what is not there.
const MISSING_VALUES: [&str; 4] = ["undefined", "null", "NULL", "NaN"];

/// The missing value that `word` spells; `(null)` is how printf and Objective-C write theirs.
fn missing_value(word: &str) -> Option<&'static str> {
    let word = if word == "(null)" { "null" } else { word };
    MISSING_VALUES.into_iter().find(|value| *value == word)
}

/// `$` and a name as programmers write it: with an underscore, with a capital after a small letter, with a member
/// access behind it, or one of the words for a field of a user.
fn is_variable(whole: &str) -> bool {
    const FIELDS: [&str; 12] = [
        "avatar", "email", "id", "locale", "message", "name", "phone", "photo", "role", "url", "user",
        "username",
    ];
    let Some(name) = whole.strip_prefix('$') else {
        return false;
    };
    let end = name
        .find(|char: char| !char.is_ascii_alphanumeric() && char != '_')
        .unwrap_or(name.len());
    let (name, access) = name.split_at(end);
    // A token or a hash is more likely to have a digit than such a name is.
    if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_camel = name
        .bytes()
        .zip(name.bytes().skip(1))
        .any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
    match access {
        "" => is_camel || name.contains('_') || FIELDS.contains(&name),
        _ => (access.starts_with("->") || access.starts_with('[')) && !access.contains(char::is_whitespace),
    }
}

/// Judges everything that has an opening and a closing mark.
fn first_delimited(text: &str) -> Option<Fault<Template>> {
    let bytes = text.as_bytes();
    let mut closing = Closing::new(text);
    for (at, &byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied();
        let found = match (byte, next) {
            (b'{', Some(b'{')) => closing
                .after(at + 2, "}}")
                .map(|end| (end, Template::DoubleBraces)),
            (b'{', Some(b'%')) if matches!(bytes.get(at + 2), Some(b' ' | b'-' | b'+')) => {
                closing.after(at + 2, "%}").map(|end| (end, Template::Statement))
            }
            (b'$', Some(b'{')) if begins_expression(&text[at + 2..]) => closing
                .after(at + 2, "}")
                .map(|end| (end, Template::DollarBraces)),
            (b'#', Some(b'{')) if begins_expression(&text[at + 2..]) => {
                closing.after(at + 2, "}").map(|end| (end, Template::HashBraces))
            }
            (b'%', Some(b'{')) => identifier_in_braces(&text[at + 2..])
                .map(|length| (at + 2 + length + 1, Template::PercentBraces)),
            (b'<', Some(b'%')) => closing
                .after(at + 2, "%>")
                .map(|end| (end, Template::AngleBrackets)),
            (b'<', Some(b'?')) if begins_php(&bytes[at + 2..]) => {
                Some((closing.after(at + 2, "?>").unwrap_or(text.len()), Template::Php))
            }
            (b'<', Some(_)) => {
                placeholder(&text[at + 1..]).map(|length| (at + 1 + length, Template::Placeholder))
            }
            _ => None,
        };
        if let Some((end, what)) = found {
            return Some(Fault { at: at..end, what });
        }
    }
    None
}

/// Finds closing marks. What is missing after one place is missing after every later one, so that each mark is
/// searched to the end of the text at most once.
struct Closing<'t> {
    text: &'t str,
    missing: Vec<&'static str>,
}

impl<'t> Closing<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            missing: Vec::new(),
        }
    }

    /// The end of the first `mark` at or after `from`.
    fn after(&mut self, from: usize, mark: &'static str) -> Option<usize> {
        if self.missing.contains(&mark) {
            return None;
        }
        let found = self.text.get(from..).and_then(|rest| rest.find(mark));
        if found.is_none() {
            self.missing.push(mark);
        }
        found.map(|offset| from + offset + mark.len())
    }
}

/// True unless the braces are empty or begin with a digit: `${20}` is a price.
fn begins_expression(inside: &str) -> bool {
    inside
        .trim_start()
        .starts_with(|char: char| !char.is_ascii_digit() && char != '}')
}

/// The length of an identifier that is all there is before the `}`.
fn identifier_in_braces(inside: &str) -> Option<usize> {
    let length = inside.find(|char: char| !char.is_ascii_alphanumeric() && char != '_')?;
    let is_identifier = inside.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_');
    (is_identifier && inside[length..].starts_with('}')).then_some(length)
}

fn begins_php(inside: &[u8]) -> bool {
    inside.first() == Some(&b'=')
        || inside
            .first_chunk::<3>()
            .is_some_and(|word| word.eq_ignore_ascii_case(b"php"))
}

/// The length of a generator's placeholder and its `>`, where `inside` follows a `<`.
fn placeholder(inside: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let length = inside.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let word = &inside[..length];
    let is_identifier = word.starts_with(|char: char| char.is_ascii_uppercase())
        && word.contains('_')
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let is_yours = word.get(..5).is_some_and(|start| {
        ["your ", "your_", "your-"]
            .iter()
            .any(|your| start.eq_ignore_ascii_case(your))
    });
    let is_known = PLACEHOLDERS.iter().any(|known| known.eq_ignore_ascii_case(word));
    (is_identifier || is_yours || is_known).then_some(length + 1)
}

/// Types and fields for which generators write `<…>`. No element of HTML is among them.
const PLACEHOLDERS: [&str; 36] = [
    "any",
    "array",
    "binary",
    "bool",
    "boolean",
    "byte",
    "date",
    "date-time",
    "datetime",
    "double",
    "email",
    "float",
    "guid",
    "id",
    "int",
    "int32",
    "int64",
    "integer",
    "location",
    "long",
    "name",
    "null",
    "number",
    "password",
    "person",
    "phone",
    "redacted",
    "string",
    "timestamp",
    "token",
    "undefined",
    "uri",
    "url",
    "username",
    "uuid",
    "value",
];

/// `[object Object]`, `[object Promise]`, …, also with the space of a URL.
fn first_object(text: &str) -> Option<Fault<Template>> {
    const OPENINGS: [&str; 3] = ["[object ", "[object%20", "[object+"];
    const LONGEST_TYPE: usize = 32;
    let mut from = 0;
    while let Some(offset) = text[from..].find("[object") {
        let at = from + offset;
        for opening in OPENINGS {
            let Some(inside) = text[at..].strip_prefix(opening) else {
                continue;
            };
            let length = inside
                .bytes()
                .take(LONGEST_TYPE)
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            if length > 0 && inside[length..].starts_with(']') {
                let end = at + opening.len() + length + 1;
                return Some(Fault {
                    at: at..end,
                    what: Template::StringifiedObject,
                });
            }
        }
        from = at + 1;
    }
    None
}

/// Judges missing values that are only a part of the text.
fn first_missing_value(text: &str) -> Option<Fault<Template>> {
    if !MISSING_VALUES.iter().any(|value| text.contains(value)) {
        return None;
    }
    let beside_names: &[&str] = match words_written_like_names(text) {
        // `null` is also a number in German: `unter null Grad`.
        2 => &["undefined", "null"],
        3 => &["undefined"],
        _ => &[],
    };
    words(text).find_map(|(start, word)| {
        let (offset, value) = if beside_names.contains(&word) {
            (0, missing_value(word)?)
        } else {
            missing_value_in_address(word).or_else(|| missing_value_in_path(word))?
        };
        let at = start + offset;
        Some(Fault {
            at: at..at + value.len(),
            what: Template::Stringified(value),
        })
    })
}

/// The words between white space, and their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    pieces(text, char::is_whitespace).filter(|(_, word)| !word.is_empty())
}

/// The pieces between separators, and their offsets.
fn pieces(text: &str, is_separator: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> + Clone {
    text.split(is_separator).scan(0, move |offset, piece| {
        let start = *offset;
        let end = start + piece.len();
        *offset = end + text[end..].chars().next().map_or(0, char::len_utf8);
        Some((start, piece))
    })
}

/// The number of words, if there are few, and if those that are no missing value do not begin with a small letter.
fn words_written_like_names(text: &str) -> usize {
    const MOST: usize = 4;
    let is_name = |word: &str| word.starts_with(|char: char| char.is_alphabetic() && !char.is_lowercase());
    let few = words(text).take(MOST);
    if few
        .clone()
        .all(|(_, word)| missing_value(word).is_some() || is_name(word))
    {
        few.count()
    } else {
        0
    }
}

/// `undefined@example.com`, `ben@undefined`. A mailbox may well be called `null`.
fn missing_value_in_address(word: &str) -> Option<(usize, &'static str)> {
    let (local, domain) = word.rsplit_once('@')?;
    if local == "undefined" {
        Some((0, "undefined"))
    } else if domain == "undefined" {
        Some((local.len() + 1, "undefined"))
    } else {
        None
    }
}

/// A piece of a URL or path that is a missing value; with the ending of an image, a piece of any word.
fn missing_value_in_path(word: &str) -> Option<(usize, &'static str)> {
    let is_path = word.contains("://") || ["/", "./", "../"].iter().any(|start| word.starts_with(start));
    pieces(word, |char| matches!(char, '/' | '?' | '&' | '=' | '#')).find_map(|(start, piece)| {
        let (stem, ending) = piece.split_once('.').unwrap_or((piece, ""));
        let value = missing_value(stem).filter(|value| value.len() == stem.len())?;
        let counts = if ending.is_empty() {
            is_path && stem == piece
        } else {
            is_image_ending(ending)
        };
        counts.then_some((start, value))
    })
}

fn is_image_ending(ending: &str) -> bool {
    ["avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoubleBraces => f.write_str("a template `{{…}}` that was never filled in"),
            Self::Statement => f.write_str("a template statement `{% … %}` that was never run"),
            Self::DollarBraces => f.write_str("a template `${…}` that was never filled in"),
            Self::HashBraces => f.write_str("a template `#{…}` that was never filled in"),
            Self::PercentBraces => f.write_str("a template `%{…}` that was never filled in"),
            Self::AngleBrackets => f.write_str("a template `<%…%>` that was never filled in"),
            Self::Php => f.write_str("PHP code that was never run"),
            Self::Variable => f.write_str("the name of a variable instead of its value"),
            Self::Placeholder => f.write_str("a placeholder instead of a value"),
            Self::Stringified(value) => write!(f, "a missing value that became the text `{value}`"),
            Self::StringifiedObject => f.write_str("an object that became text without being serialised"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> Option<(&str, Template)> {
        first_template(text).map(|fault| (&text[fault.at], fault.what))
    }

    #[test]
    fn templates_from_the_field_are_found() {
        use Template::*;
        for (text, found, what) in [
            ("{{me.id}}", "{{me.id}}", DoubleBraces),
            ("Hi {{ name }}, how are you?", "{{ name }}", DoubleBraces),
            ("{% if user %}x", "{% if user %}", Statement),
            ("${user.id}", "${user.id}", DollarBraces),
            (
                "https://x.example/${ user.photo }",
                "${ user.photo }",
                DollarBraces,
            ),
            ("#{@user.name}", "#{@user.name}", HashBraces),
            ("Hello %{name}!", "%{name}", PercentBraces),
            ("<%= user.name %>", "<%= user.name %>", AngleBrackets),
            ("a <?php echo $name; ?> b", "<?php echo $name; ?>", Php),
            ("<?= $name", "<?= $name", Php),
            ("$ChatEmail", "$ChatEmail", Variable),
            (" $user->email ", "$user->email", Variable),
            ("$_POST['name']", "$_POST['name']", Variable),
            ("$email", "$email", Variable),
            ("<EMAIL_ADDRESS>", "<EMAIL_ADDRESS>", Placeholder),
            ("<string>", "<string>", Placeholder),
            ("Dear <Your Name>", "<Your Name>", Placeholder),
            ("MyString", "MyString", Placeholder),
            ("undefined", "undefined", Stringified("undefined")),
            (
                "undefined undefined",
                "undefined undefined",
                Stringified("undefined"),
            ),
            ("null", "null", Stringified("null")),
            ("(null)", "(null)", Stringified("null")),
            ("NaN", "NaN", Stringified("NaN")),
            ("Müller undefined", "undefined", Stringified("undefined")),
            ("John null", "null", Stringified("null")),
            ("undefined@example.com", "undefined", Stringified("undefined")),
            (
                "https://randomuser.me/men/undefined.jpg",
                "undefined",
                Stringified("undefined"),
            ),
            ("/img/null.PNG", "null", Stringified("null")),
            ("https://x.example/a?token=null", "null", Stringified("null")),
            ("[object Object]", "[object Object]", StringifiedObject),
            (
                "https://x.example/[object%20Object].png",
                "[object%20Object]",
                StringifiedObject,
            ),
        ] {
            assert_eq!(template(text), Some((found, what)), "{text:?}");
        }
    }

    #[test]
    fn the_first_of_several_is_found() {
        assert_eq!(
            template("[object Object] {{x}}"),
            Some(("[object Object]", Template::StringifiedObject))
        );
        assert_eq!(
            template("{{x}} [object Object]"),
            Some(("{{x}}", Template::DoubleBraces))
        );
        assert_eq!(
            template("${20} or {{x}}"),
            Some(("{{x}}", Template::DoubleBraces))
        );
    }

    #[test]
    fn ordinary_language_is_no_template() {
        for text in [
            "",
            "{Ben}",
            "A & B",
            "$100",
            "${20}",
            "I <3 you",
            "<b>bold</b> <BR> <DIV>",
            "a < b > c",
            "undefined behaviour explained",
            "Undefined Behaviour",
            "The null hypothesis",
            "Unter null Grad",
            "null and void",
            "True/false/undefined",
            "Nan",
            "NaNa",
            "Null",
            "Ke$ha",
            "$tefan",
            "$uicideboy$",
            "$LVS0Fyp_8",
            "$2b$10$abcdefghijkl",
            "A$AP Rocky",
            "$",
            "{{",
            "}} {{",
            "{% off",
            "50%{",
            "<%",
            "<?xml version=\"1.0\"?>",
            "[object]",
            "[objective] met",
            "Ben <ben@example.com>",
            "<https://example.com/a_b>",
            "<NASA> Bob",
            "null@example.com",
            "https://undefined.com/",
            "https://example.com/nullable/undefinedness.jpg",
            "My String",
            "Myles",
            "{\"a\": {\"b\": 1}}",
            "¯\\_(ツ)_/¯ {•̃_•̃}",
        ] {
            assert_eq!(template(text), None, "{text:?}");
        }
    }

    proptest::proptest! {
        /// The quick look never hides what the search would find.
        #[test]
        fn a_template_is_never_overlooked(
            text in "(\\{\\{|\\}\\}|\\$|\\{|\\}|<%|%>|<\\?php|undefined|null|NULL|NaN|My|String|Text|\\[object |Object\\]|<|>|EMAIL_ADDRESS|string|#|%|_|/|\\.| |[a-zA-Zé]){0,8}"
        ) {
            proptest::prop_assert!(may_hold_template(&text) || search_template(&text).is_none());
        }
    }
}
