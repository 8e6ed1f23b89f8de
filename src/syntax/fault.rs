//! Why a text is not JSON, in words that help.
//!
//! The parser says only where it stopped and what it expected there ([`Offence`]); this looks at the text around
//! and finds out what the writer probably meant ([`Fault`]). Runs once for a broken text, never for a good one.

use std::fmt;
use std::ops::Range;

use crate::limits;

/// What the parser knows when it stops.
#[derive(Debug, Clone, Copy)]
pub(super) enum Offence {
    Unexpected { at: usize, expected: Expected },
    TooDeep { at: usize },
    LeadingZero { at: usize },
    NoDigit { start: usize, at: usize },
    ControlInString { at: usize, quote: usize },
    UnclosedString { quote: usize },
    BadEscape { at: usize },
}

/// What could have stood where the parser stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrBracket,
    CommaOrBrace,
    EndOfText,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Expected::Value => "a value",
            Expected::ValueOrEnd => "a value or `]`",
            Expected::Key => "a key in double quotes",
            Expected::KeyOrEnd => "a key in double quotes or `}`",
            Expected::Colon => "`:` after the key",
            Expected::CommaOrBracket => "`,` or `]`",
            Expected::CommaOrBrace => "`,` or `}`",
            Expected::EndOfText => "the end of the text",
        })
    }
}

/// Why a text is not JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The offending bytes of the text; empty at the end of the text.
    pub(crate) at: Range<usize>,
    pub(crate) what: What,
    /// The bracket or quote that is still open, where that explains something.
    pub(crate) opened: Option<usize>,
}

/// The offence, as the writer would call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Empty,
    TooLong {
        bytes: usize,
    },
    TooDeep,
    Unclosed {
        bracket: char,
    },
    UnclosedString,
    Mismatched {
        found: char,
        open: char,
    },
    TrailingComma,
    MissingComma,
    MissingValue,
    TextAfterValue,
    Comment,
    WrongQuote {
        quote: char,
    },
    UnquotedKey {
        word: String,
    },
    Word {
        word: String,
        instead: Option<&'static str>,
    },
    LeadingPlus,
    LeadingZero,
    NoDigit,
    ControlInString {
        byte: u8,
    },
    BadEscape {
        char: Option<char>,
    },
    NotWhiteSpace {
        char: char,
    },
    Unexpected {
        expected: Expected,
        found: char,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Empty => write!(f, "the text is empty; expected a JSON value"),
            What::TooLong { bytes } => {
                write!(
                    f,
                    "one JSON text of {bytes} bytes; at most {} can be read",
                    u32::MAX
                )
            }
            What::TooDeep => write!(f, "more than {} levels of arrays and objects", limits::DEPTH),
            What::Unclosed { bracket } => {
                write!(f, "the text ends, but `{bracket}` is never closed")
            }
            What::UnclosedString => write!(f, "the string is never closed"),
            What::Mismatched { found, open } => {
                write!(f, "`{found}` does not close the `{open}` that is open")
            }
            What::TrailingComma => write!(f, "trailing comma: JSON has no comma behind the last item"),
            What::MissingComma => write!(f, "a comma is missing before this"),
            What::MissingValue => write!(f, "a value is missing before this"),
            What::TextAfterValue => write!(f, "there is more text after the end of the JSON value"),
            What::Comment => write!(f, "comments are not JSON"),
            What::WrongQuote { quote } => {
                write!(
                    f,
                    "`{quote}` does not start a string: JSON has only double quotes (`\"`)"
                )
            }
            What::UnquotedKey { word } => write!(f, "the key `{word}` must stand in double quotes"),
            What::Word {
                word,
                instead: Some(instead),
            } => {
                write!(f, "`{word}` is not JSON: write `{instead}`")
            }
            What::Word { word, instead: None } => write!(f, "`{word}` is not a JSON value"),
            What::LeadingPlus => write!(f, "a JSON number has no leading `+`"),
            What::LeadingZero => write!(f, "a JSON number has no leading zero"),
            What::NoDigit => write!(f, "a digit is missing in the number"),
            What::ControlInString { byte: b'\n' | b'\r' } => {
                write!(
                    f,
                    "a line break inside a string must be written `\\n`, or the closing quote is missing"
                )
            }
            What::ControlInString { byte: b'\t' } => write!(f, "a tab inside a string must be written `\\t`"),
            What::ControlInString { byte } => {
                write!(
                    f,
                    "the control character U+{byte:04X} inside a string must be written `\\u{byte:04x}`"
                )
            }
            What::BadEscape { char: Some('u') } => {
                write!(f, "`\\u` needs four hexadecimal digits behind it")
            }
            What::BadEscape { char: Some(char) } => write!(f, "`\\{char}` is not a JSON escape"),
            What::BadEscape { char: None } => write!(f, "the text ends in the middle of an escape"),
            What::NotWhiteSpace { char } => {
                write!(f, "U+{:04X} is not white space in JSON", u32::from(*char))
            }
            What::Unexpected { expected, found } => write!(f, "expected {expected}, found `{found}`"),
        }
    }
}

impl Fault {
    pub(super) fn too_long(bytes: usize) -> Self {
        Fault {
            at: 0..0,
            what: What::TooLong { bytes },
            opened: None,
        }
    }

    /// The fault with an ellipsis for the word that the writer chose, if there is one.
    pub(crate) fn without_word(&self) -> Option<Fault> {
        let word = "…".to_owned();
        let what = match self.what {
            What::UnquotedKey { .. } => What::UnquotedKey { word },
            What::Word { instead: None, .. } => What::Word { word, instead: None },
            _ => return None,
        };
        Some(Fault { what, ..self.clone() })
    }
}

impl Offence {
    /// Finds the words. `open` is the innermost bracket that is still open.
    pub(super) fn explain(self, text: &str, open: Option<usize>) -> Fault {
        let fault = |at, what| Fault {
            at,
            what,
            opened: None,
        };
        match self {
            Offence::Unexpected { at, expected } => unexpected(text, at, expected, open),
            Offence::TooDeep { at } => fault(at..at + 1, What::TooDeep),
            Offence::LeadingZero { at } => fault(at..at + 1, What::LeadingZero),
            Offence::NoDigit { start, at } => {
                let word_end = word_end(text, at);
                if text[start..].starts_with('-') && at == start + 1 && word_end > at {
                    let word = shortened(&text[start..word_end]);
                    return fault(start..word_end, What::Word { word, instead: None });
                }
                fault(start..at.max(start + 1), What::NoDigit)
            }
            Offence::ControlInString { at, quote } => {
                let byte = text.as_bytes()[at];
                Fault {
                    at: at..at + 1,
                    what: What::ControlInString { byte },
                    opened: Some(quote),
                }
            }
            Offence::UnclosedString { quote } => Fault {
                at: quote..quote + 1,
                what: What::UnclosedString,
                opened: Some(quote),
            },
            Offence::BadEscape { at } => {
                let char = text[at + 1..].chars().next();
                let end = match char {
                    Some('u') => hex_end(text, at + 2),
                    _ => char_end(text, at + 1),
                };
                fault(at..end, What::BadEscape { char })
            }
        }
    }
}

fn unexpected(text: &str, at: usize, expected: Expected, open: Option<usize>) -> Fault {
    let fault = |at: Range<usize>, what| Fault {
        at,
        what,
        opened: None,
    };
    let bracket = |at: usize| text[at..].chars().next().unwrap_or(' ');
    let Some(found) = text[at..].chars().next() else {
        return match open {
            Some(opened) => Fault {
                at: at..at,
                what: What::Unclosed {
                    bracket: bracket(opened),
                },
                opened: Some(opened),
            },
            None => fault(at..at, What::Empty),
        };
    };
    let here = at..at + found.len_utf8();
    let wants_value = matches!(expected, Expected::Value | Expected::ValueOrEnd);
    let wants_key = matches!(expected, Expected::Key | Expected::KeyOrEnd);
    let what = match found {
        '/' if text[at..].starts_with("//") || text[at..].starts_with("/*") => {
            return fault(at..at + 2, What::Comment);
        }
        '#' => What::Comment,
        '\'' | '`' | '‘' | '’' | '“' | '”' | '«' | '»' | '„' if wants_value || wants_key => {
            What::WrongQuote { quote: found }
        }
        char if !char.is_ascii() && char.is_whitespace()
            || matches!(char, '\u{B}' | '\u{C}' | '\u{FEFF}') =>
        {
            What::NotWhiteSpace { char }
        }
        _ if expected == Expected::EndOfText => What::TextAfterValue,
        ']' | '}' if (wants_value || wants_key) && last_char(text, at) == Some(',') => {
            let comma = text[..at].trim_end_matches(WHITE_SPACE).len() - 1;
            return fault(comma..comma + 1, What::TrailingComma);
        }
        ']' | '}' if open.is_some_and(|open| closing(bracket(open)) != Some(found)) => {
            let opened = open.unwrap_or_default();
            return Fault {
                at: here,
                what: What::Mismatched {
                    found,
                    open: bracket(opened),
                },
                opened: Some(opened),
            };
        }
        ']' | '}' | ',' if wants_value => What::MissingValue,
        '+' if wants_value => What::LeadingPlus,
        '.' if wants_value && text[at + 1..].starts_with(|char: char| char.is_ascii_digit()) => What::NoDigit,
        _ if word_end(text, at) > at => {
            let end = word_end(text, at);
            let word = shortened(&text[at..end]);
            let instead = instead_of(&text[at..end]);
            let what = match expected {
                _ if wants_key => What::UnquotedKey { word },
                Expected::CommaOrBracket | Expected::CommaOrBrace => What::MissingComma,
                _ => What::Word { word, instead },
            };
            return fault(at..end, what);
        }
        '"' | '{' | '[' | '-' if matches!(expected, Expected::CommaOrBracket | Expected::CommaOrBrace) => {
            What::MissingComma
        }
        _ => What::Unexpected { expected, found },
    };
    fault(here, what)
}

const WHITE_SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// The last character before `at` that is not white space.
fn last_char(text: &str, at: usize) -> Option<char> {
    text[..at].trim_end_matches(WHITE_SPACE).chars().next_back()
}

fn closing(bracket: char) -> Option<char> {
    match bracket {
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}

/// Where the identifier, number or other bare word at `at` ends; `at` itself if there is none.
fn word_end(text: &str, at: usize) -> usize {
    let is_word = |char: char| char.is_alphanumeric() || char == '_' || char == '$';
    at + text[at..].find(|char| !is_word(char)).unwrap_or(text.len() - at)
}

fn char_end(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The end of at most four hexadecimal digits, or behind the first character that is none.
fn hex_end(text: &str, at: usize) -> usize {
    let digits = text[at..]
        .chars()
        .take(4)
        .take_while(char::is_ascii_hexdigit)
        .count();
    char_end(text, at + digits).min(text.len())
}

/// What other notations write for a value that JSON has.
fn instead_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "True" | "TRUE" | "yes" => "true",
        "False" | "FALSE" | "no" => "false",
        "None" | "nil" | "NULL" | "Null" | "undefined" | "NaN" | "Infinity" => "null",
        _ => return None,
    })
}

/// At most forty characters of a word, so that a message stays a message.
fn shortened(word: &str) -> String {
    match word.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::Parser;

    #[track_caller]
    fn refused(text: &str, slice: &str, message: &str) {
        let fault = Parser::new().parse(text).map(|_| ()).expect_err("not JSON");
        assert_eq!(
            (&text[fault.at.clone()], fault.to_string().as_str()),
            (slice, message)
        );
    }

    #[test]
    fn what_people_write_is_called_by_its_name() {
        refused("", "", "the text is empty; expected a JSON value");
        refused(
            "{\"a\":1,}",
            ",",
            "trailing comma: JSON has no comma behind the last item",
        );
        refused(
            "[1, 2,\n]",
            ",",
            "trailing comma: JSON has no comma behind the last item",
        );
        refused("// x\n{}", "//", "comments are not JSON");
        refused("{\"a\":1 /* b */}", "/*", "comments are not JSON");
        refused(
            "{'a':1}",
            "'",
            "`'` does not start a string: JSON has only double quotes (`\"`)",
        );
        refused("{id: 1}", "id", "the key `id` must stand in double quotes");
        refused(
            "{\"a\":undefined}",
            "undefined",
            "`undefined` is not JSON: write `null`",
        );
        refused(
            "{\"a\":-Infinity}",
            "-Infinity",
            "`-Infinity` is not a JSON value",
        );
        refused("[1 2]", "2", "a comma is missing before this");
        refused("{\"a\":1 \"b\":2}", "\"", "a comma is missing before this");
        refused("{\"a\"}", "}", "expected `:` after the key, found `}`");
        refused("{\"a\":}", "}", "a value is missing before this");
        refused("[1}", "}", "`}` does not close the `[` that is open");
        refused("[+1]", "+", "a JSON number has no leading `+`");
        refused("[01]", "0", "a JSON number has no leading zero");
        refused("[1.]", "1.", "a digit is missing in the number");
        refused(
            "[\"a\nb\"]",
            "\n",
            "a line break inside a string must be written `\\n`, or the closing quote is missing",
        );
        refused(r#"["\x"]"#, r"\x", r"`\x` is not a JSON escape");
        refused(
            r#"["\u12g4"]"#,
            r"\u12g",
            r"`\u` needs four hexadecimal digits behind it",
        );
        refused("[1]\u{A0}", "\u{A0}", "U+00A0 is not white space in JSON");
        refused("{} {}", "{", "there is more text after the end of the JSON value");
        refused("\"abc", "\"", "the string is never closed");
    }

    #[test]
    fn an_unclosed_bracket_is_named_with_its_place() {
        let fault = Parser::new()
            .parse("{\"users\": [1, 2")
            .map(|_| ())
            .expect_err("not JSON");
        assert_eq!(fault.opened, Some(10));
        assert_eq!(fault.to_string(), "the text ends, but `[` is never closed");
    }
}
