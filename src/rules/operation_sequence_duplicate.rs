//! A sequence number that two operations of a batch share.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::evidence::{Evidence, Grade, REST_BATCH};
use crate::excerpt::excerpt;
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::shape::Envelope;
use crate::surface::Surface;
use crate::syntax::tape::{Kind, Value};

pub(super) const META: Meta = Meta {
    summary: "a sequence number that two operations of a batch share",
    why: "The answer to a batch names each operation by its sequence number alone: of two with the same number \
          nobody can tell which one failed.",
    advice: "give each operation a number of its own",
    severities: Severities::on(&Surface::REST_REQUESTS, Severity::Warning),
    effect: Effect::Altered,
    fields: &[],
    anchors: &[Anchor::Envelope(check)],
    claims: &[],
    evidence: &[Evidence {
        grade: Grade::Documented,
        source: REST_BATCH,
        fact: "the sequence number identifies an operation and is meant to be unique; operations may run in another \
               order, and each answer is an array of sequence number, status and response",
    }],
};

fn check(envelope: &Envelope<'_>, found: &mut Findings<'_>) {
    for &batch in &envelope.batches {
        if !counts_up(batch) {
            compare_numbers(batch, found);
        }
    }
}

/// Numbers that only ever grow, as nearly everybody writes them, need no comparison of each with each.
fn counts_up(batch: Value<'_>) -> bool {
    sequence_numbers(batch)
        .map(|number| number.raw().parse::<u64>().ok())
        .try_fold(None, |last, number| match (last, number) {
            (Some(last), Some(number)) if number <= last => None,
            (_, Some(number)) => Some(Some(number)),
            (_, None) => None,
        })
        .is_some()
}

fn compare_numbers(batch: Value<'_>, found: &mut Findings<'_>) {
    let mut firsts = HashMap::new();
    for number in sequence_numbers(batch) {
        match firsts.entry(Decimal::of(number.raw())) {
            Entry::Vacant(slot) => {
                slot.insert(number);
            }
            Entry::Occupied(first) => {
                let message = format!("the sequence number {} is taken already", excerpt(number.raw()));
                let first = Place::Value(*first.get());
                found.report(Draft::new(Place::Value(number), message).related(first, "first here"));
            }
        }
    }
}

/// What stands there instead of a number is `operation_malformed`'s affair.
fn sequence_numbers(batch: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let firsts = batch
        .elements()
        .filter_map(|operation| operation.elements().next());
    firsts.filter(|first| first.kind() == Kind::Number)
}

/// The value of a JSON number, however it is spelled: digits without zeros at their ends, times a power of ten.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Decimal {
    is_negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn of(number: &str) -> Decimal {
        let (is_negative, number) = match number.strip_prefix('-') {
            Some(absolute) => (true, absolute),
            None => (false, number),
        };
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = format!("{whole}{fraction}");
        let without_end = all_digits.trim_end_matches('0');
        let digits = without_end.trim_start_matches('0').to_owned();
        let trailing_zeros = all_digits.len() - without_end.len();
        let shift = i64::try_from(trailing_zeros)
            .ok()
            .zip(i64::try_from(fraction.len()).ok());
        let exponent = exponent.parse::<i64>().ok().zip(shift);
        let exponent =
            exponent.and_then(|(exponent, (up, down))| exponent.checked_add(up)?.checked_sub(down));
        match exponent {
            _ if digits.is_empty() => Decimal {
                is_negative: false,
                digits,
                exponent: 0,
            },
            Some(exponent) => Decimal {
                is_negative,
                digits,
                exponent,
            },
            // Beyond all reason: equal only if spelled alike.
            None => Decimal {
                is_negative,
                digits: number.to_owned(),
                exponent: 0,
            },
        }
    }
}
