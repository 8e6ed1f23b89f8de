//! Telephone numbers: the form of E.164, the numbering plans, and what a number in another form stands for.
//!
//! It stops at form and length. Whether a number is in service, which line it belongs to and how it is
//! written for people are not asked here. Only ASCII digits count: the vendor wants E.164, and E.164 is sent
//! as it is stored.

use std::fmt;
use std::ops::Range;

use super::Fault;

mod calling_codes;

/// The most digits that E.164 allows, the country calling code included (ITU-T E.164, 6.2).
pub(crate) const MOST_DIGITS: usize = 15;

/// Whether the whole string is an E.164 number: `+`, then 2 to 15 ASCII digits of which the first is not 0.
///
/// This is the cheap test for "that text is a telephone number". It asks no numbering plan.
#[must_use]
pub(crate) fn is_e164(number: &str) -> bool {
    has_e164_form(number.as_bytes())
}

fn has_e164_form(number: &[u8]) -> bool {
    let [b'+', b'1'..=b'9', others @ ..] = number else {
        return false;
    };
    (1..MOST_DIGITS).contains(&others.len()) && others.iter().all(u8::is_ascii_digit)
}

/// Whether the whole string is an E.164 number that [`check_plan`] finds nothing against.
pub(crate) fn is_in_plan(number: &[u8]) -> bool {
    has_e164_form(number) && plan_of(&number[1..]).is_ok()
}

/// Checks that the whole string is an E.164 number, as [`is_e164`] does.
///
/// # Errors
///
/// The one fault that matters most. A fault that must be thought about (a letter, a missing `+`) comes before
/// one that goes away by deleting characters (a space, `tel:`), wherever the two stand.
pub(crate) fn check_e164(number: &str) -> Result<(), Fault<NotE164>> {
    if is_e164(number) {
        return Ok(());
    }
    why_not_e164(number).map_or(Ok(()), Err)
}

/// Why a string is not an E.164 number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotE164 {
    /// The string is empty.
    Empty,
    /// The number does not begin with `+`.
    NoPlus {
        /// It begins with `00`, the international prefix of most countries.
        double_zero: bool,
    },
    /// There is not one digit.
    NoDigits,
    /// There is one digit, and no country is reached with one.
    OneDigit,
    /// The first digit after `+` is 0. No country calling code begins so.
    LeadingZero,
    /// A 0 in parentheses: the trunk prefix, for calls within the country.
    TrunkZero,
    /// There are more than 15 digits.
    TooManyDigits {
        /// How many there are.
        count: usize,
    },
    /// The scheme of a telephone URI (RFC 3966) stands before the number.
    TelScheme,
    /// A character that only groups the digits for the eye.
    Separator(char),
    /// A character that has no place in a telephone number, digits of other scripts included.
    NotADigit(char),
}

impl fmt::Display for NotE164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the string is empty"),
            Self::NoPlus { double_zero: false } => {
                f.write_str("`+` and the country calling code are missing")
            }
            Self::NoPlus { double_zero: true } => f.write_str("it begins with `00` and not with `+`"),
            Self::NoDigits => f.write_str("there are no digits"),
            Self::OneDigit => f.write_str("one digit is no telephone number"),
            Self::LeadingZero => f.write_str("no country calling code begins with 0"),
            Self::TrunkZero => f.write_str("`(0)` is for calls within the country"),
            Self::TooManyDigits { count } => {
                write!(f, "there are {count} digits, and E.164 allows {MOST_DIGITS}")
            }
            Self::TelScheme => f.write_str("the scheme `tel:` stands before the number"),
            Self::Separator(' ') => f.write_str("a space separates the digits"),
            Self::Separator(separator) if separator.is_ascii_graphic() => {
                write!(f, "`{separator}` separates the digits")
            }
            Self::Separator(separator) => write!(f, "U+{:04X} separates the digits", u32::from(*separator)),
            Self::NotADigit('+') => f.write_str("there is a second `+`"),
            Self::NotADigit('\u{FF0B}') => f.write_str("the plus sign is U+FF0B and not the ASCII `+`"),
            Self::NotADigit(other) if other.is_ascii_graphic() => write!(f, "`{other}` is not a digit"),
            Self::NotADigit(other) if other.is_numeric() => {
                write!(
                    f,
                    "U+{:04X} is not one of the ASCII digits 0 to 9",
                    u32::from(*other)
                )
            }
            Self::NotADigit(other) => write!(f, "U+{:04X} is not a digit", u32::from(*other)),
        }
    }
}

#[cold]
fn why_not_e164(number: &str) -> Option<Fault<NotE164>> {
    let fault = |at: Range<usize>, what| Some(Fault { at, what });
    if number.is_empty() {
        return fault(0..0, NotE164::Empty);
    }

    let start = tel_scheme(number);
    let mut plus = false;
    let mut count = 0;
    let mut first_digit = None;
    let mut last_digit = 0;
    let mut excess = 0;
    let mut separator = None;
    for (at, character) in number.char_indices().skip_while(|&(at, _)| at < start) {
        match character {
            '+' if !plus && count == 0 => plus = true,
            '0'..='9' => {
                count += 1;
                first_digit = first_digit.or(Some((at, character)));
                last_digit = at;
                if count == MOST_DIGITS + 1 {
                    excess = at;
                }
            }
            _ if is_separator(character) => separator = separator.or(Some((at, character))),
            _ => return fault(at..at + character.len_utf8(), NotE164::NotADigit(character)),
        }
    }

    let Some((first, digit)) = first_digit else {
        return fault(number.len()..number.len(), NotE164::NoDigits);
    };
    if !plus {
        let double_zero = number[first..].starts_with("00");
        let at = if double_zero {
            first..first + 2
        } else {
            start..start
        };
        return fault(at, NotE164::NoPlus { double_zero });
    }
    if digit == '0' {
        return fault(first..first + 1, NotE164::LeadingZero);
    }
    if let Some(zero) = zero_in_parentheses(number) {
        return fault(zero, NotE164::TrunkZero);
    }
    if count == 1 {
        return fault(first..first + 1, NotE164::OneDigit);
    }
    if count > MOST_DIGITS {
        return fault(excess..last_digit + 1, NotE164::TooManyDigits { count });
    }
    if start > 0 {
        return fault(0..start, NotE164::TelScheme);
    }
    separator.and_then(|(at, character)| fault(at..at + character.len_utf8(), NotE164::Separator(character)))
}

/// The length of `tel:` at the start of the string, in any case of letters, or 0.
fn tel_scheme(number: &str) -> usize {
    const SCHEME: &str = "tel:";
    match number.get(..SCHEME.len()) {
        Some(start) if start.eq_ignore_ascii_case(SCHEME) => SCHEME.len(),
        _ => 0,
    }
}

/// Whether people group digits with this character, or editors leave it around a pasted number.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '.' | '(' | ')' | '/' | '\u{AD}' | '\u{B7}'
                // Zero-width characters and the marks of direction that address books wrap around a number.
                | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
                | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
                // Hyphens, dashes and the minus sign.
                | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}'
        )
}

/// The first pair of parentheses with a 0 and no other digit between them.
fn zero_in_parentheses(number: &str) -> Option<Range<usize>> {
    let mut open = None;
    for (at, character) in number.char_indices() {
        match (character, open) {
            ('(', _) => open = Some((at, false)),
            (')', Some((start, true))) => return Some(start..at + 1),
            ('0', Some((start, false))) => open = Some((start, true)),
            (')' | '0'..='9', _) => open = None,
            _ => {}
        }
    }
    None
}

/// Checks an E.164 number against the numbering plans: is its country calling code in use, and are there
/// national numbers of this length?
///
/// The lengths are those that libphonenumber holds possible for a call from abroad. A number that passes need
/// not be assigned to anybody. For a string that [`check_e164`] refuses the answer is `Ok`: there is no plan
/// to ask.
///
/// # Errors
///
/// The number cannot be dialled; `at` is its country calling code or its national number.
pub(crate) fn check_plan(number: &str) -> Result<(), Fault<Impossible>> {
    let digits = number.as_bytes().get(1..).unwrap_or_default();
    plan_of(digits).or_else(
        |Unmet {
             code,
             facts,
             national,
         }| why_impossible(number, code, facts, national),
    )
}

/// The plan to which a number does not keep: none has its first digits where there are no facts.
struct Unmet {
    code: u16,
    facts: u16,
    /// Where in the number its national part begins.
    national: usize,
}

fn plan_of(digits: &[u8]) -> Result<(), Unmet> {
    let mut code: u16 = 0;
    for (before, digit) in digits.iter().take(3).enumerate() {
        code = code * 10 + u16::from(digit.wrapping_sub(b'0'));
        let facts = facts_of(code);
        if facts == 0 {
            continue;
        }
        let national = &digits[before + 1..];
        if Lengths(facts).contains(national.len()) && !has_trunk_zero(national, facts) {
            return Ok(());
        }
        return Err(Unmet {
            code,
            facts,
            national: before + 2,
        });
    }
    Err(Unmet {
        code,
        facts: 0,
        national: 1,
    })
}

/// Whether a national number begins with one 0 although none does in its plan. Two zeros begin free numbers
/// and other services in some plans; they are left to their length.
fn has_trunk_zero(national: &[u8], facts: u16) -> bool {
    facts & A_ZERO_LEADS == 0 && matches!(national, [b'0', b'1'..=b'9', ..])
}

/// Why no telephone can have a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Impossible {
    /// The digits after `+` begin with no country calling code that is in use.
    UnassignedCode {
        /// The first digits, three if there are so many. No calling code is longer.
        digits: u16,
    },
    /// The national number begins with 0, and in this plan none does. Mostly it is the trunk prefix, for
    /// calls within the country.
    TrunkZero {
        /// The country calling code.
        code: u16,
    },
    /// The national number is shorter than any of its plan.
    TooShort(PlanLength),
    /// The national number is longer than any of its plan.
    TooLong(PlanLength),
    /// The plan has shorter and longer national numbers, but none of this length.
    Length(PlanLength),
}

/// A length that a numbering plan does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlanLength {
    /// The country calling code.
    pub code: u16,
    /// How many digits follow it.
    pub digits: usize,
    /// How many digits may follow it.
    pub lengths: Lengths,
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, length) = match self {
            Self::UnassignedCode { digits } => {
                return write!(f, "no country calling code in use begins `+{digits}`");
            }
            Self::TrunkZero { code } => {
                return write!(
                    f,
                    "after +{code} no number begins with 0; a 0 for calls within the country is left out"
                );
            }
            Self::TooShort(length) => ("too short: ", length),
            Self::TooLong(length) => ("too long: ", length),
            Self::Length(length) => ("", length),
        };
        let PlanLength {
            code,
            digits,
            lengths,
        } = length;
        let follow = if *digits == 1 {
            "digit follows"
        } else {
            "digits follow"
        };
        write!(f, "{word}{digits} {follow} +{code}, where numbers have {lengths}")
    }
}

#[cold]
fn why_impossible(number: &str, code: u16, facts: u16, national: usize) -> Result<(), Fault<Impossible>> {
    if !is_e164(number) {
        return Ok(());
    }
    let fault = |at: Range<usize>, what| Err(Fault { at, what });
    let lengths = Lengths(facts & !A_ZERO_LEADS);
    let (Some(shortest), Some(longest)) = (lengths.iter().next(), lengths.iter().last()) else {
        return fault(
            1..number.len().min(4),
            Impossible::UnassignedCode { digits: code },
        );
    };
    let at = national..number.len();
    let digits = at.len();
    let length = PlanLength {
        code,
        digits,
        lengths,
    };
    let right_but_for_zero = lengths.contains(digits) || lengths.contains(digits.saturating_sub(1));
    if right_but_for_zero && has_trunk_zero(&number.as_bytes()[national..], facts) {
        fault(at.start..at.start + 1, Impossible::TrunkZero { code })
    } else if digits < shortest {
        fault(at, Impossible::TooShort(length))
    } else if digits > longest {
        fault(at, Impossible::TooLong(length))
    } else {
        fault(at, Impossible::Length(length))
    }
}

/// The lengths that the national numbers of one plan have, in digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lengths(u16);

impl Lengths {
    /// Whether there are numbers of so many digits.
    #[must_use]
    pub(crate) fn contains(self, digits: usize) -> bool {
        (1..MOST_DIGITS).contains(&digits) && self.0 >> digits & 1 == 1
    }

    /// All lengths, the shortest first.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        (1..MOST_DIGITS).filter(move |&digits| self.contains(digits))
    }
}

impl fmt::Display for Lengths {
    /// `10`, `7, 9 or 10`, `5 to 10 or 12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shortest = self.iter().next();
        let mut first = true;
        while let Some(start) = shortest {
            let end = (start..MOST_DIGITS)
                .take_while(|&digits| self.contains(digits))
                .last()
                .unwrap_or(start);
            // A run of two reads better as two lengths.
            let end = if end == start + 1 { start } else { end };
            shortest = self.iter().find(|&digits| digits > end);
            f.write_str(match (first, shortest) {
                (true, _) => "",
                (false, Some(_)) => ", ",
                (false, None) => " or ",
            })?;
            if start == end {
                write!(f, "{start}")?;
            } else {
                write!(f, "{start} to {end}")?;
            }
            first = false;
        }
        Ok(())
    }
}

/// One country calling code: bit *n* of the facts says that there are national numbers of *n* digits, bit 0
/// is [`A_ZERO_LEADS`].
struct Plan {
    code: u16,
    facts: u16,
}

/// Some national numbers begin with 0 and another digit. No number has no digits, so the bit is free for
/// this.
const A_ZERO_LEADS: u16 = 1;

const fn plan(code: u16, lengths: &[u8]) -> Plan {
    let mut facts = 0;
    let mut index = 0;
    while index < lengths.len() {
        facts |= 1 << lengths[index];
        index += 1;
    }
    Plan { code, facts }
}

const fn zero_leads(code: u16, lengths: &[u8]) -> Plan {
    let Plan { code, facts } = plan(code, lengths);
    Plan {
        code,
        facts: facts | A_ZERO_LEADS,
    }
}

/// The facts of a calling code, or 0 where there is none. Calling codes are free of prefixes: where `44` is
/// one, `4` and `441` are not.
fn facts_of(code: u16) -> u16 {
    static BY_CODE: [u16; 1000] = {
        let mut table = [0; 1000];
        let mut row = 0;
        while row < calling_codes::PLANS.len() {
            let Plan { code, facts } = calling_codes::PLANS[row];
            table[code as usize] = facts;
            row += 1;
        }
        table
    };
    BY_CODE.get(usize::from(code)).copied().unwrap_or_default()
}

/// The E.164 number for which a string surely stands, when nothing but separators and a `tel:` must go from
/// it.
///
/// `None` when that is unsure: a 0 first in parentheses, letters, an extension, two numbers, a number that
/// breaks its numbering plan when written together, or nothing to remove.
#[must_use]
pub(crate) fn without_separators(number: &str) -> Option<String> {
    if is_e164(number) {
        return None;
    }
    let joined = joined(&number[tel_scheme(number)..])?;
    let stands = is_e164(&joined) && check_plan(&joined).is_ok();
    stands.then_some(joined)
}

/// The number that a string with the international prefix `00` probably stands for.
///
/// Probably only: within some countries `00` begins other things. `None` when the rest is not surely a
/// number, as in [`without_separators`].
#[must_use]
pub(crate) fn with_plus_for_double_zero(number: &str) -> Option<String> {
    let rest = number.trim_start_matches(is_separator).strip_prefix("00")?;
    let with_plus = format!("+{rest}");
    if is_e164(&with_plus) {
        return check_plan(&with_plus).is_ok().then_some(with_plus);
    }
    without_separators(&with_plus)
}

/// The plus sign and the digits of a text that has only separators besides.
fn joined(text: &str) -> Option<String> {
    // A slash stands behind an area code. Later it tells two extensions apart: +49 89 12345/46.
    const MOST_BEFORE_SLASH: usize = "+XXXXXXX".len();

    let mut joined = String::with_capacity(1 + MOST_DIGITS);
    let mut slashes = 0;
    let mut opened = false;
    for character in text.chars() {
        match character {
            // (0) and (089) show how to dial within the country.
            '0' if opened => return None,
            '+' if joined.is_empty() => joined.push('+'),
            '0'..='9' if joined.len() <= MOST_DIGITS => joined.push(character),
            '/' if slashes == 0 && joined.len() <= MOST_BEFORE_SLASH => slashes += 1,
            '/' => return None,
            _ if is_separator(character) => {}
            _ => return None,
        }
        opened = character == '(' || opened && is_separator(character);
    }
    Some(joined)
}

#[cfg(test)]
mod tests;
