//! The string that JavaScript makes of a number in a JSON text: `String(JSON.parse(text))` (ECMA-262).
//!
//! JavaScript has one type of number, the double. What a text says beyond that is lost without a word, and what is
//! kept may be spelled otherwise.

use crate::limits::MAX_SAFE_INTEGER;

/// A JSON number as JavaScript gives it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsNumber {
    /// `String(n)`.
    pub string: String,
    /// How much of the text has come through.
    pub fidelity: Fidelity,
}

/// How much of a number's text comes through JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fidelity {
    /// The string is the text: `5`, `-5`, `1.5`.
    Same,
    /// The same number, spelled otherwise: `1.0` → `1`, `1e3` → `1000`, `-0` → `0`.
    Respelled,
    /// The number is beyond ±(2^53 − 1), where several integers share one double. This one may come through, but
    /// its neighbours become it.
    Crowded,
    /// Another number: `9007199254740993` → `9007199254740992`, `1e400` → `Infinity`.
    Rounded,
}

/// Reads a number as JavaScript does. The text is one that a JSON parser has taken for a number.
pub(crate) fn read(number: &str) -> JsNumber {
    let double: f64 = number.parse().unwrap_or(f64::NAN);
    let string = ryu_js::Buffer::new().format(double).to_owned();
    let fidelity = if Decimal::of(&string) != Decimal::of(number) {
        Fidelity::Rounded
    } else if double.abs() > LARGEST_SAFE {
        Fidelity::Crowded
    } else if string == number {
        Fidelity::Same
    } else {
        Fidelity::Respelled
    };
    JsNumber { string, fidelity }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "it is the largest integer that loses nothing"
)]
const LARGEST_SAFE: f64 = MAX_SAFE_INTEGER as f64;

/// A decimal number in the one form that equal numbers share: ±0.`digits` × 10^`exponent`.
#[derive(PartialEq)]
struct Decimal {
    is_negative: bool,
    /// Neither the first nor the last is a zero; none for the number zero.
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// None for what is not made of digits: `Infinity`.
    fn of(number: &str) -> Option<Self> {
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = [unsigned, fraction].concat();
        if !all_digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let significant = all_digits.trim_start_matches('0');
        let leading_zeros = all_digits.len() - significant.len();
        let digits = significant.trim_end_matches('0');
        if digits.is_empty() {
            return Some(Decimal {
                is_negative: false,
                digits: String::new(),
                exponent: 0,
            });
        }
        // No double has an exponent that an i64 does not hold: any other number is as good as the largest.
        let exponent: i64 = exponent.parse().unwrap_or(i64::MAX);
        let point = i64::try_from(unsigned.len()).unwrap_or(i64::MAX)
            - i64::try_from(leading_zeros).unwrap_or(i64::MAX);
        Some(Decimal {
            is_negative: unsigned.len() < whole.len(),
            digits: digits.to_owned(),
            exponent: exponent.saturating_add(point),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(number: &str, string: &str, fidelity: Fidelity) {
        let expected = JsNumber {
            string: string.to_owned(),
            fidelity,
        };
        assert_eq!(read(number), expected, "{number}");
    }

    // The strings are what `String(JSON.parse(text))` gives in Node 20.20.

    #[test]
    fn what_comes_through_as_it_is_written() {
        for number in [
            "0",
            "5",
            "-5",
            "123456",
            "9007199254740991",
            "-9007199254740991",
            "1.5",
            "0.1",
            "-0.5",
            "0.000001",
            "1e-7",
            "1.5e-7",
            "5e-324",
            "136.8431720214843",
            "0.30000000000000004",
        ] {
            becomes(number, number, Fidelity::Same);
        }
    }

    #[test]
    fn what_is_spelled_otherwise() {
        becomes("-0", "0", Fidelity::Respelled);
        becomes("0.0", "0", Fidelity::Respelled);
        becomes("-0.0e5", "0", Fidelity::Respelled);
        becomes("0e99999999999999999999", "0", Fidelity::Respelled);
        becomes("1.0", "1", Fidelity::Respelled);
        becomes("1.50", "1.5", Fidelity::Respelled);
        becomes("1e3", "1000", Fidelity::Respelled);
        becomes("1E3", "1000", Fidelity::Respelled);
        becomes("1e+3", "1000", Fidelity::Respelled);
        becomes("10e-1", "1", Fidelity::Respelled);
        becomes("1E-7", "1e-7", Fidelity::Respelled);
        becomes("0.0000001", "1e-7", Fidelity::Respelled);
        becomes("123e-20", "1.23e-18", Fidelity::Respelled);
        becomes("9007199254740991.0", "9007199254740991", Fidelity::Respelled);
        becomes("0.0005e4", "5", Fidelity::Respelled);
    }

    #[test]
    fn integers_that_share_a_double_with_their_neighbours() {
        becomes("9007199254740992", "9007199254740992", Fidelity::Crowded);
        becomes("-9007199254740992", "-9007199254740992", Fidelity::Crowded);
        becomes("9007199254740994", "9007199254740994", Fidelity::Crowded);
        becomes(
            "100000000000000000000",
            "100000000000000000000",
            Fidelity::Crowded,
        );
        becomes("1000000000000000000000", "1e+21", Fidelity::Crowded);
        becomes("1e21", "1e+21", Fidelity::Crowded);
        becomes("1e+21", "1e+21", Fidelity::Crowded);
        becomes(
            "1.7976931348623157e308",
            "1.7976931348623157e+308",
            Fidelity::Crowded,
        );
    }

    #[test]
    fn what_becomes_another_number() {
        becomes("9007199254740993", "9007199254740992", Fidelity::Rounded);
        becomes("-9007199254740993", "-9007199254740992", Fidelity::Rounded);
        becomes("9007199254740991.5", "9007199254740992", Fidelity::Rounded);
        becomes("12345678901234567890", "12345678901234567000", Fidelity::Rounded);
        becomes("0.1000000000000000055511151231257827", "0.1", Fidelity::Rounded);
        becomes("1e400", "Infinity", Fidelity::Rounded);
        becomes("-1e400", "-Infinity", Fidelity::Rounded);
        becomes("1e99999999999999999999", "Infinity", Fidelity::Rounded);
        becomes("1e-400", "0", Fidelity::Rounded);
        becomes("-1e-99999999999999999999", "0", Fidelity::Rounded);
    }

    /// Thousands of numbers of every kind, each with what Node 20.20 makes of it; `generate.mjs` writes them.
    #[test]
    fn every_number_becomes_what_node_makes_of_it() {
        let lines = include_str!("js_number/oracle.tsv").lines();
        let mut numbers = 0;
        for line in lines {
            let (number, string) = line.split_once('\t').expect("a number and a string");
            assert_eq!(read(number).string, string, "{number}");
            numbers += 1;
        }
        assert!(numbers >= 4000, "{numbers}");
    }

    #[test]
    fn a_number_of_any_length_is_read() {
        let long = "9".repeat(100_000);
        becomes(&long, "Infinity", Fidelity::Rounded);
        let zeros = format!("5.{}", "0".repeat(100_000));
        becomes(&zeros, "5", Fidelity::Respelled);
    }
}
