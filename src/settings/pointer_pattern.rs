//! JSON Pointers in which a token may stand for others.

use std::fmt;
use std::str::FromStr;

/// A JSON Pointer (RFC 6901) in which the token `*` stands for any one token, and `**` for any number of them, none
/// included. It covers the values that it names and everything in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointerPattern {
    text: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Literal(String),
    One,
    AnyNumber,
}

/// The error of [`PointerPattern::from_str`]: why a text is no pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointerPatternError {
    /// A pointer is empty or begins with a slash.
    NoSlash,
    /// Behind `~` stands something else than 0 (`~0` is `~`) or 1 (`~1` is `/`).
    Tilde,
}

impl fmt::Display for PointerPatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PointerPatternError::NoSlash => "a JSON Pointer begins with `/`",
            PointerPatternError::Tilde => "in a JSON Pointer `~` is spelled `~0`, and `/` in a key `~1`",
        })
    }
}

impl std::error::Error for PointerPatternError {}

impl FromStr for PointerPattern {
    type Err = PointerPatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tokens = match text.strip_prefix('/') {
            Some(tokens) => tokens.split('/').map(token).collect::<Result<_, _>>()?,
            None if text.is_empty() => Vec::new(),
            None => return Err(PointerPatternError::NoSlash),
        };
        Ok(PointerPattern {
            text: text.to_owned(),
            tokens,
        })
    }
}

fn token(spelled: &str) -> Result<Token, PointerPatternError> {
    let mut escapes = spelled.split('~').skip(1);
    if !escapes.all(|behind| behind.starts_with(['0', '1'])) {
        return Err(PointerPatternError::Tilde);
    }
    Ok(match spelled {
        "*" => Token::One,
        "**" => Token::AnyNumber,
        _ => Token::Literal(spelled.replace("~1", "/").replace("~0", "~")),
    })
}

impl fmt::Display for PointerPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PointerPattern {
    /// Whether the value to which these tokens lead, or one in which it stands, is named.
    pub(crate) fn covers(&self, tokens: &[impl AsRef<str>]) -> bool {
        // Every place in the pattern that can have been reached, so that no pattern costs more than its length for
        // each token.
        let mut reached = vec![false; self.tokens.len() + 1];
        reached[0] = true;
        self.skip(&mut reached);
        for token in tokens {
            if reached[self.tokens.len()] {
                return true;
            }
            let mut next = vec![false; reached.len()];
            for (at, wanted) in self.tokens.iter().enumerate().filter(|&(at, _)| reached[at]) {
                match wanted {
                    Token::AnyNumber => next[at] = true,
                    Token::One => next[at + 1] = true,
                    Token::Literal(literal) => next[at + 1] |= literal == token.as_ref(),
                }
            }
            self.skip(&mut next);
            reached = next;
        }
        reached[self.tokens.len()]
    }

    /// `**` may stand for nothing.
    fn skip(&self, reached: &mut [bool]) {
        for (at, wanted) in self.tokens.iter().enumerate() {
            if *wanted == Token::AnyNumber && reached[at] {
                reached[at + 1] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn covers(pattern: &str, tokens: &[&str]) -> bool {
        pattern
            .parse::<PointerPattern>()
            .expect("a pattern")
            .covers(tokens)
    }

    #[test]
    fn a_pattern_covers_what_it_names_and_all_in_it() {
        assert!(covers("", &[]) && covers("", &["a"]));
        assert!(covers("/users", &["users"]) && covers("/users", &["users", "0", "id"]));
        assert!(!covers("/users", &[]) && !covers("/users", &["user"]));
        assert!(covers("/a~1b/~0", &["a/b", "~", "x"]));
        assert!(covers("/", &[""]) && !covers("/", &["a"]));
    }

    #[test]
    fn one_star_is_one_token_and_two_are_any_number() {
        assert!(covers("/users/*/custom", &["users", "7", "custom", "k"]));
        assert!(!covers("/users/*/custom", &["users", "custom"]));
        assert!(covers("/**/custom", &["custom"]));
        assert!(covers("/**/custom", &["a", "b", "custom", "k"]));
        assert!(!covers("/**/custom", &["a", "b"]));
        assert!(covers("/**/a/**/b", &["x", "a", "a", "y", "b"]));
        assert!(covers("/**", &[]));
        let many = "/**/a".repeat(40);
        assert!(!covers(&many, &["a"; 39]) && covers(&many, &["a"; 40]));
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        let error = |text: &str| text.parse::<PointerPattern>().expect_err("no pointer");
        assert_eq!(error("users"), PointerPatternError::NoSlash);
        assert_eq!(error("/a~2"), PointerPatternError::Tilde);
        assert_eq!(error("/a~"), PointerPatternError::Tilde);
    }
}
