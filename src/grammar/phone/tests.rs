//! Telephone numbers, right and wrong, with where and why.

use super::*;

#[track_caller]
fn e164_fault(number: &str) -> (&str, NotE164) {
    let Fault { at, what } = check_e164(number).expect_err(number);
    (&number[at], what)
}

#[track_caller]
fn plan_fault(number: &str) -> (&str, String) {
    assert_eq!(check_e164(number), Ok(()));
    let Fault { at, what } = check_plan(number).expect_err(number);
    (&number[at], what.to_string())
}

#[test]
fn e164_6_2_a_plus_and_2_to_15_digits() {
    for number in [
        "+14155552671",
        "+905209876543",
        "+447700900000",
        "+1123456789",
        "+12",
        "+123456789012345",
    ] {
        assert_eq!(check_e164(number), Ok(()), "{number}");
        assert!(is_e164(number), "{number}");
    }
    for number in [
        "",
        "+",
        "+1",
        "+1234567890123456",
        "+0123",
        "14155552671",
        "+1415555267x",
        " +14155552671",
    ] {
        assert!(check_e164(number).is_err(), "{number}");
        assert!(!is_e164(number), "{number}");
    }
}

#[test]
fn a_fault_points_to_what_is_wrong() {
    assert_eq!(e164_fault(""), ("", NotE164::Empty));
    assert_eq!(
        e164_fault("4155552671"),
        ("", NotE164::NoPlus { double_zero: false })
    );
    assert_eq!(
        e164_fault("(415) 555-2671"),
        ("", NotE164::NoPlus { double_zero: false })
    );
    assert_eq!(
        e164_fault("004915112345678"),
        ("00", NotE164::NoPlus { double_zero: true })
    );
    assert_eq!(e164_fault("+"), ("", NotE164::NoDigits));
    assert_eq!(e164_fault("-"), ("", NotE164::NoDigits));
    assert_eq!(e164_fault("+1"), ("1", NotE164::OneDigit));
    assert_eq!(e164_fault("+0 20 7946 0958"), ("0", NotE164::LeadingZero));
    assert_eq!(
        e164_fault("+123456789012345678"),
        ("678", NotE164::TooManyDigits { count: 18 })
    );
    assert_eq!(e164_fault("+1 415 555 2671"), (" ", NotE164::Separator(' ')));
    assert_eq!(e164_fault("+1415-5552671"), ("-", NotE164::Separator('-')));
    assert_eq!(e164_fault("+14155552671\n"), ("\n", NotE164::Separator('\n')));
    assert_eq!(
        e164_fault("+1\u{A0}4155552671"),
        ("\u{A0}", NotE164::Separator('\u{A0}'))
    );
    assert_eq!(e164_fault("Tel:+14155552671"), ("Tel:", NotE164::TelScheme));
    assert_eq!(e164_fault("+1416x"), ("x", NotE164::NotADigit('x')));
    assert_eq!(
        e164_fault("+14155552671,+14155552672"),
        (",", NotE164::NotADigit(','))
    );
}

#[test]
fn a_fault_that_deleting_does_not_cure_comes_first() {
    assert_eq!(
        e164_fault("+1 415 555 2671 ext. 5"),
        ("e", NotE164::NotADigit('e'))
    );
    assert_eq!(e164_fault("+44 (0)20 7946 0958"), ("(0)", NotE164::TrunkZero));
    assert_eq!(
        e164_fault("+44 ( 0 ) 20 7946 0958"),
        ("( 0 )", NotE164::TrunkZero)
    );
    assert_eq!(
        e164_fault("tel:415 555 2671"),
        ("", NotE164::NoPlus { double_zero: false })
    );
    assert_eq!(
        e164_fault("+1 2345 6789 0123 4567"),
        ("67", NotE164::TooManyDigits { count: 17 })
    );
}

#[test]
fn digits_of_other_scripts_are_not_ascii_digits() {
    let (at, what) = e164_fault("+1415555267\u{661}");
    assert_eq!((at, what), ("\u{661}", NotE164::NotADigit('\u{661}')));
    assert_eq!(what.to_string(), "U+0661 is not one of the ASCII digits 0 to 9");
    assert_eq!(
        e164_fault("\u{FF0B}14155552671"),
        ("\u{FF0B}", NotE164::NotADigit('\u{FF0B}'))
    );
}

#[test]
fn calling_codes_are_free_of_prefixes() {
    for plan in &calling_codes::PLANS {
        assert!(Lengths(plan.facts).iter().next().is_some(), "+{}", plan.code);
        for prefix in [plan.code / 10, plan.code / 100] {
            assert_eq!(facts_of(prefix), 0, "+{prefix} and +{}", plan.code);
        }
    }
}

#[test]
fn calling_codes_ascend_and_occur_once() {
    assert!(calling_codes::PLANS.is_sorted_by(|one, next| one.code < next.code));
}

#[test]
fn possible_numbers_pass_their_plan() {
    for number in [
        "+14155552671",
        "+12025550173",
        "+15555550100",
        "+905209876543",
        "+447700900000",
        "+390612345678",
        "+4915112345678",
        "+80012345678",
        "+2250123456789",
    ] {
        assert_eq!(check_plan(number), Ok(()), "{number}");
    }
}

#[test]
fn a_plan_has_codes_and_lengths() {
    assert_eq!(
        plan_fault("+1123456789"),
        (
            "123456789",
            "too short: 9 digits follow +1, where numbers have 10".to_owned()
        )
    );
    assert_eq!(
        plan_fault("+141555526711"),
        (
            "41555526711",
            "too long: 11 digits follow +1, where numbers have 10".to_owned()
        )
    );
    assert_eq!(
        plan_fault("+4420794609"),
        (
            "20794609",
            "8 digits follow +44, where numbers have 7, 9 or 10".to_owned()
        )
    );
    assert_eq!(
        plan_fault("+44"),
        (
            "",
            "too short: 0 digits follow +44, where numbers have 7, 9 or 10".to_owned()
        )
    );
    assert_eq!(
        plan_fault("+9991234567"),
        ("999", "no country calling code in use begins `+999`".to_owned())
    );
    assert_eq!(
        plan_fault("+38"),
        ("38", "no country calling code in use begins `+38`".to_owned())
    );
}

#[test]
fn a_trunk_zero_is_found_where_no_number_begins_so() {
    assert_eq!(plan_fault("+4402079460958").0, "0");
    // German numbers may have 11 digits, so the length alone does not tell.
    assert_eq!(plan_fault("+49089123456789").0, "0");
    assert_eq!(check_plan("+390612345678"), Ok(()));
}

#[test]
fn what_is_no_e164_number_has_no_plan() {
    for number in [
        "",
        "+",
        "+1",
        "+44 20",
        "+\u{FFFD}\u{FFFD}",
        "\u{FFFD}9991234567",
        "0044",
        "+999123456\u{E9}",
    ] {
        assert_eq!(check_plan(number), Ok(()), "{number}");
    }
}

#[test]
fn separators_go_when_nothing_else_must() {
    for (written, meant) in [
        ("+1 415 555 2671", "+14155552671"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("(+1) 415.555.2671", "+14155552671"),
        ("tel:+1-415-555-2671", "+14155552671"),
        (
            "\u{202A}+1\u{A0}415\u{A0}555\u{2011}2671\u{202C}\n",
            "+14155552671",
        ),
        ("+49 89/123456", "+4989123456"),
        ("+39 06 1234 5678", "+390612345678"),
    ] {
        assert_eq!(without_separators(written).as_deref(), Some(meant), "{written}");
    }
}

#[test]
fn an_unsure_number_is_left_alone() {
    for number in [
        "+44 (0)20 7946 0958",
        "+49 (0) 89 123456",
        "+49 089 123456",
        "+49 (089) 123456",
        "+39 (06) 1234 5678",
        "+1 415 555 2671 x5",
        "+1 415 555 2671;ext=5",
        "+49 89 12345/46",
        "+1 415 555 2671 / 2672",
        "+14155552671 +14155552672",
        "+1 123 456 789",
        "415 555 2671",
        "0044 20 7946 0958",
        "+1 415 555 267\u{661}",
        "+14155552671",
        "",
    ] {
        assert_eq!(without_separators(number), None, "{number}");
    }
}

#[test]
fn double_zero_is_probably_the_plus() {
    for (written, meant) in [
        ("00442079460958", Some("+442079460958")),
        ("00 44 20 7946 0958", Some("+442079460958")),
        ("00999", None),
        ("0044 (0)20 7946 0958", None),
        ("02079460958", None),
        ("00", None),
    ] {
        assert_eq!(with_plus_for_double_zero(written).as_deref(), meant, "{written}");
    }
}

#[test]
fn lengths_are_spelt_with_their_runs() {
    let spelt = |lengths: &[u8]| Lengths(plan(0, lengths).facts).to_string();
    assert_eq!(spelt(&[10]), "10");
    assert_eq!(spelt(&[8, 9]), "8 or 9");
    assert_eq!(spelt(&[7, 9, 10]), "7, 9 or 10");
    assert_eq!(spelt(&[5, 6, 7, 8, 9, 10, 12]), "5 to 10 or 12");
    assert_eq!(spelt(&[4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]), "4 to 14");
}
