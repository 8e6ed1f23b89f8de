//! What a rule is: plain data and the functions that it hangs on the places where it has to look.

use crate::dataset::Repetition;
use crate::evidence::Evidence;
use crate::field::Field;
use crate::finding::Findings;
use crate::glance::{Silent, SilentUser, SilentValue};
use crate::input::Input;
use crate::reading::Reading;
use crate::rules::REFUSALS;
use crate::settings::{Setting, Settings};
use crate::severity::{Effect, Severities};
use crate::shape::Envelope;
use crate::syntax::tape::{Member, Value};
use crate::user::{Text, User};

/// A rule: its id, what it says of itself, and an example for and against it.
#[derive(Debug)]
pub struct Rule {
    /// The id: snake case, equal to the name of its file, its module and its corpus folder.
    pub id: &'static str,
    pub(crate) meta: &'static Meta,
    /// A payload in which the rule finds something: `bad.json` of its corpus folder.
    pub bad: &'static [u8],
    /// The nearest payload in which it finds nothing: `good.json` of its corpus folder.
    pub good: &'static [u8],
}

impl Rule {
    /// What the rule finds, in one clause.
    pub fn summary(&self) -> &'static str {
        self.meta.summary
    }

    /// Why that is a problem.
    pub fn why(&self) -> &'static str {
        self.meta.why
    }

    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        self.meta.advice
    }

    /// The worst that the rule says on each surface.
    pub fn severities(&self) -> &'static Severities {
        &self.meta.severities
    }

    /// The page on which the rule rests: the first of its evidence that has an address.
    pub fn reference(&self) -> Option<&'static str> {
        let mut sources = self.evidence().iter().map(|evidence| evidence.source);
        sources.find(|source| source.starts_with("https://"))
    }

    /// Whether its findings say that nothing could be judged. A run in which such a rule is silent has checked nothing, so
    /// it cannot be switched off.
    pub fn is_refusal(&self) -> bool {
        REFUSALS.contains(&self.id)
    }

    /// Whether it compares users with one another.
    pub fn compares_users(&self) -> bool {
        let mut anchors = self.meta.anchors.iter();
        anchors.any(|anchor| matches!(anchor, Anchor::Dataset(_)))
    }

    /// What becomes of the payload.
    pub fn effect(&self) -> Effect {
        self.meta.effect
    }

    /// From where the rule knows it.
    pub fn evidence(&self) -> &'static [Evidence] {
        self.meta.evidence
    }

    /// The keywords of the schemas that say the same. For the tests that hold rules and schemas together.
    #[doc(hidden)]
    pub fn claims(&self) -> &'static [Claim] {
        self.meta.claims
    }

    /// The setting without which the rule is never called; none for a rule that needs no setting.
    pub fn setting(&self) -> Option<Setting> {
        self.meta.anchors.iter().find_map(|anchor| match anchor {
            Anchor::Configured(setting, _) => Some(*setting),
            _ => None,
        })
    }

    /// The fields that the rule looks at; empty for rules about the document or its envelope.
    pub fn fields(&self) -> Vec<Field> {
        Field::ALL
            .into_iter()
            .filter(|&field| self.meta.fields.contains(&field))
            .collect()
    }
}

/// All that a rule says of itself. There is no default: a forgotten reason or source does not compile.
#[derive(Debug)]
pub(crate) struct Meta {
    /// What it finds, in one clause: no capital, no full stop.
    pub(crate) summary: &'static str,
    /// Why that is a problem, in a sentence or two.
    pub(crate) why: &'static str,
    /// What to do, in a sentence. Stands as the help of a finding that brings none of its own.
    pub(crate) advice: &'static str,
    /// The worst severity on each surface. A check may report less in a given case, never more.
    pub(crate) severities: Severities,
    pub(crate) effect: Effect,
    /// The fields concerned: where the schema names the rule. Empty for document and envelope rules.
    pub(crate) fields: &'static [Field],
    /// Where the rule looks, and with what.
    pub(crate) anchors: &'static [Anchor],
    /// The assertions of the schemas that stand for the rule.
    pub(crate) claims: &'static [Claim],
    pub(crate) evidence: &'static [Evidence],
}

/// An assertion of a schema for which a rule answers.
///
/// The agreement tests read both ways: each assertion is claimed, each claim exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Claim {
    /// The property the assertion is about; `""` for the payload itself, or the title of an envelope.
    pub property: &'static str,
    /// The keyword: `type`, `required`, `pattern`, ….
    pub keyword: &'static str,
}

impl Claim {
    /// The types of the payload and of its fields; first of the fields that refuse null somewhere.
    pub(crate) const TYPES: &'static [Claim] = &[
        Claim::type_of("id"),
        Claim::type_of("name"),
        Claim::type_of("email"),
        Claim::type_of("phone"),
        Claim::type_of("photoUrl"),
        Claim::type_of("locale"),
        Claim::type_of("welcomeMessage"),
        Claim::type_of("role"),
        Claim::type_of("custom"),
        Claim::type_of("pushTokens"),
        Claim::type_of("createdAt"),
        Claim::type_of("availabilityText"),
        Claim::type_of("configuration"),
        Claim::type_of("headerPhotoUrl"),
        Claim::type_of(""),
    ];

    /// The types of the fields that refuse null somewhere.
    pub(crate) const TYPES_WITHOUT_NULL: &'static [Claim] = Claim::TYPES.split_at(11).0;

    /// The keyword `type` of a property.
    pub(crate) const fn type_of(property: &'static str) -> Self {
        Claim {
            property,
            keyword: "type",
        }
    }
}

// What hangs on each anchor.
pub(crate) type ReadingCheck = fn(&Reading<'_>, &mut Findings<'_>);
pub(crate) type EnvelopeCheck = fn(&Envelope<'_>, &mut Findings<'_>);
pub(crate) type InputCheck = fn(&Input, &mut Findings<'_>);
pub(crate) type ValueCheck = fn(Value<'_>, &mut Findings<'_>);
pub(crate) type UserCheck = fn(&User<'_>, &mut Findings<'_>);
pub(crate) type FieldCheck = fn(&Present<'_>, &mut Findings<'_>);
pub(crate) type TextCheck = fn(&Text<'_>, &mut Findings<'_>);
pub(crate) type EntryCheck = fn(Member<'_>, &mut Findings<'_>);
pub(crate) type DatasetCheck = fn(&Repetition<'_>, &mut Findings<'_>);
pub(crate) type ConfiguredCheck = fn(&User<'_>, &Settings, &mut Findings<'_>);

/// A place where rules look. A rule is called only where its anchor occurs, with the thing already found.
///
/// Where it looks at users, it says beside its function of what it is silent at a glance. The others have nothing to say of a
/// text that is JSON in UTF-8 without surrogates or equal keys, and is a user, a list of users, or a map of no more than `PUT
/// /users` takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Anchor {
    /// Each text that was read: its encoding, its syntax, what the parser noticed.
    Reading(ReadingCheck),
    /// Each document that parsed: what holds the users, if anything does.
    Envelope(EnvelopeCheck),
    /// The whole input, after everything in it.
    Input(InputCheck),
    /// A payload that is not an object.
    NotAnObject(ValueCheck),
    /// A user, resolved into its fields.
    User(UserCheck, SilentUser),
    /// Each of these fields that is there, whatever its value is.
    Field(&'static [Field], FieldCheck, SilentValue),
    /// Each string in these fields: the value itself, an element of a list, a value of a map. The id also where
    /// the key of a map or the path of an operation gives it.
    Text(&'static [Field], TextCheck, Silent),
    /// Each member of these fields, where they are objects: silent where the value is a string, of keys and values like
    /// these.
    Entry(&'static [Field], EntryCheck, EntryGlance),
    /// A user whose id an earlier user of the dataset has, or has nearly.
    Dataset(DatasetCheck),
    /// A user, where the settings have this one.
    Configured(Setting, ConfiguredCheck),
}

/// Of which members of a map a rule has nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntryGlance {
    pub(crate) key: Silent,
    pub(crate) value: Silent,
}

impl EntryGlance {
    /// Of all members whose values are strings.
    pub(crate) const STRINGS: EntryGlance = EntryGlance {
        key: Silent::ALWAYS,
        value: Silent::ALWAYS,
    };
    /// Of none of which a glance could tell.
    pub(crate) const NEVER: EntryGlance = EntryGlance {
        key: Silent::NEVER,
        value: Silent::NEVER,
    };
}

/// A field that is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Present<'d> {
    pub(crate) field: Field,
    pub(crate) key: Value<'d>,
    pub(crate) value: Value<'d>,
}
