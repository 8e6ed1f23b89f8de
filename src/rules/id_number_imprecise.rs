//! An id that is a number which JavaScript does not keep as it is written.

use crate::evidence::{ECMA_262, Evidence, Grade, JS_TYPES, REFERENCES_TAKE_STRINGS};
use crate::excerpt::{excerpt, is_quotable};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentValue;
use crate::grammar::js_number::{self, Fidelity, JsNumber};
use crate::place::Place;
use crate::rule::{Anchor, Claim, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::Kind;

pub(super) const META: Meta = Meta {
    summary: "an id that is a number which JavaScript rounds, cannot tell from its neighbours, or spells otherwise",
    why: "Ids are strings in TalkJS, and a number becomes one in JavaScript or in whatever else reads it. Beyond \
          ±(2^53 − 1) several ids become one there; 1.0 and 1e3 become \"1\" and \"1000\" in JavaScript, and something \
          else elsewhere. So two programs may take one user for two, or two for one.",
    advice: "write the id as a string",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Altered,
    fields: &[Field::Id],
    anchors: &[Anchor::Field(&[Field::Id], check, SilentValue::ByKind)],
    claims: &[
        Claim {
            property: "id",
            keyword: "minimum",
        },
        Claim {
            property: "id",
            keyword: "maximum",
        },
    ],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: ECMA_262,
            fact: "a number is a double; it becomes the shortest string that means the same double",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the options of Talk.User take a number as id, and the user that is made of them has a string",
        },
        REFERENCES_TAKE_STRINGS,
    ],
};

fn check(id: &Present<'_>, found: &mut Findings<'_>) {
    if id.value.kind() != Kind::Number {
        return;
    }
    let written = id.value.raw();
    let number = js_number::read(written);
    let (shown, becomes) = (excerpt(written), excerpt(&number.string));
    let message = match number.fidelity {
        Fidelity::Same => return, // id_number
        Fidelity::Respelled => format!("JavaScript spells the `id` {shown} as \"{becomes}\""),
        Fidelity::Crowded => {
            format!("JavaScript cannot tell the `id` {shown} from its neighbours: it becomes \"{becomes}\"")
        }
        Fidelity::Rounded => format!("JavaScript rounds the `id` {shown} to \"{becomes}\""),
    };
    let draft = Draft::new(Place::Value(id.value), message);
    found.report(draft.help_if(
        string_meant(written, &number).map(|string| format!("write it as a string: `\"{string}\"`")),
    ));
}

/// The string that was probably meant, where it is short enough to be advice.
fn string_meant<'n>(written: &'n str, number: &'n JsNumber) -> Option<&'n str> {
    let is_integer = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let string = match number.fidelity {
        Fidelity::Respelled => number.string.as_str(),
        // The digits are the id: they were lost on the way through a number.
        _ if is_integer(written) => written,
        _ => return None,
    };
    is_quotable(string).then_some(string)
}
