//! What a rule found: as the rule reports it ([`Draft`]), and as everybody else reads it ([`Finding`]).

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::place::{Part, Place, Resolved};
use crate::repair::{Fix, Repair};
use crate::rule::Rule;
use crate::severity::{Severities, Severity};
use crate::source::{Location, Position, Source};
use crate::surface::Surfaces;
use crate::syntax::tape::{Kind, NodeId, Value};

/// One thing that is wrong (or worth knowing), with its exact place.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is on each surface that was judged.
    pub severities: Severities,
    /// The worst of these.
    pub severity: Severity,
    /// The surfaces by which what it is about was judged.
    pub judged: Surfaces,
    /// What is wrong, in one clause.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub help: Cow<'static, str>,
    /// The user that it is about. None if it concerns no single user. Findings about one user share it.
    pub payload: Option<Arc<PayloadRef>>,
    /// The JSON Pointer of the value, or of the value whose key is meant. Keys of more than 256 bytes are cut and end
    /// in `…`, as does a pointer of more than 1024. Of a key that holds a credential only the `…` is left.
    pub pointer: String,
    /// Whether the key is meant, or the value.
    pub part: Part,
    /// Where in the source.
    pub location: Location,
    /// Other places that belong to it: the first of two equal keys, for instance.
    pub related: Vec<Related>,
    /// What would put it right, where that is known.
    pub fix: Option<Fix>,
    /// Whether a baseline knows it. Then it is no reason to fail, and only forms that have a place for such findings
    /// show it.
    pub is_suppressed: bool,
    /// What a report without personal values has to know.
    #[cfg_attr(
        not(feature = "reports"),
        expect(dead_code, reason = "only reports are redacted")
    )]
    pub(crate) privacy: Privacy,
    /// What it is about, in its text.
    pub(crate) about: About,
}

/// What a finding is about, for who has the text still at hand.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    /// The users of the text, counted from its first.
    pub(crate) users: Range<usize>,
    /// The value that the pointer names; none where there is no document.
    pub(crate) node: Option<NodeId>,
}

impl Finding {
    /// The fix, unless it would show what looks like a credential.
    pub(crate) fn shown_fix(&self) -> Option<&Fix> {
        self.fix.as_ref().filter(|fix| !fix.repeats_secret)
    }
}

/// What of a finding may be somebody's personal data, and what can be said in its place.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    not(feature = "reports"),
    expect(dead_code, reason = "only reports are redacted")
)]
pub(crate) struct Privacy {
    pub(crate) message: Quotes,
    pub(crate) help: Quotes,
    /// The message without its quotations, where the rule has one.
    pub(crate) without_quotes: Option<Cow<'static, str>>,
    /// What stands at the place. Known only where it was asked for, and of JSON.
    pub(crate) extent: Option<Extent>,
    /// The first digest of the fingerprint, once the parts of which it is made are gone.
    pub(crate) digest: Option<[u8; 16]>,
}

/// What a text may repeat of the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Quotes {
    /// Names of fields, unknown keys, types, counts, single characters: nobody's data.
    #[default]
    Nothing,
    /// The key that is meant. That is a user's id in some places.
    Key,
    /// Any value.
    Values,
}

/// What stands at a place: its kind and its length, but not itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) what: &'static str,
    /// Of keys, strings and numbers.
    pub(crate) characters: Option<usize>,
}

impl Extent {
    pub(crate) fn of_key(key: Value<'_>) -> Self {
        Extent {
            what: "a key",
            characters: key.as_str().map(|key| key.chars().count()),
        }
    }

    pub(crate) fn of_value(value: Value<'_>) -> Self {
        let text = match value.kind() {
            Kind::String => value.as_str(),
            Kind::Number => Some(value.raw()),
            _ => None,
        };
        Extent {
            what: value.kind().with_article(),
            characters: text.map(|text| text.chars().count()),
        }
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.characters {
            Some(1) => write!(f, "{} of 1 character", self.what),
            Some(characters) => write!(f, "{} of {characters} characters", self.what),
            None => f.write_str(self.what),
        }
    }
}

/// Which user of a source is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PayloadRef {
    /// The JSON Pointer (RFC 6901) of the user in its document, `""` where the document is the user. In NDJSON each line
    /// is a document.
    pub pointer: String,
    /// The user's id: that of the map or the path where these name one, else that of the body. A number is spelled as
    /// JavaScript's `String(id)` spells it.
    pub id: Option<String>,
    /// Whether the last token of the pointer is the id: in a map by id.
    pub is_named_by_key: bool,
    /// Whether the last token of the pointer is the id, or some other name that may be somebody's.
    pub(crate) is_found_by_key: bool,
    /// Where the user starts.
    pub start: Position,
}

/// A second place of a finding.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Related {
    /// What stands there.
    pub message: &'static str,
    /// Where in the source.
    pub location: Location,
    /// The source, where it is another than that of the finding.
    pub source: Option<Arc<SourceName>>,
    /// Whether its text is not at hand where the finding is shown: it stands in another part of the source.
    #[cfg_attr(
        not(feature = "reports"),
        expect(dead_code, reason = "only reports show texts")
    )]
    pub(crate) is_away: bool,
}

/// What a source is called.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceName {
    /// As reports call it.
    pub name: String,
    /// The path as the system spells it; none where the name is all there is.
    pub path: Option<Vec<u8>>,
}

impl SourceName {
    pub(crate) fn of(source: Source<'_>) -> Self {
        SourceName {
            name: source.name.to_owned(),
            path: source.path.map(<[u8]>::to_owned),
        }
    }

    /// A source of this name, without its text.
    #[cfg(feature = "reports")]
    pub(crate) fn source(&self) -> Source<'_> {
        Source {
            path: self.path.as_deref(),
            ..Source::new(&self.name, "")
        }
    }
}

/// A place outside the text that is judged.
#[derive(Debug, Clone)]
pub(crate) struct Elsewhere {
    /// The source, where it is another one.
    pub(crate) source: Option<Arc<SourceName>>,
    pub(crate) location: Location,
}

/// A second place as a finding has it before it is located: near, or outside the text.
#[derive(Debug)]
pub(crate) enum Second<Near> {
    Near(Near),
    Elsewhere(Elsewhere),
}

/// A finding as a rule reports it.
#[derive(Debug)]
pub(crate) struct Draft<'d> {
    place: Place<'d>,
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
    severities: Option<Severities>,
    related: Option<(Second<Place<'d>>, &'static str)>,
    repair: Option<Repair>,
    /// Without a word of the rule, a text that was put together may quote anything.
    message_quotes: Option<Quotes>,
    help_quotes: Option<Quotes>,
    without_quotes: Option<Cow<'static, str>>,
}

impl<'d> Draft<'d> {
    /// The message is one clause that says what is wrong: no capital at its start, no full stop.
    pub(crate) fn new(place: Place<'d>, message: impl Into<Cow<'static, str>>) -> Self {
        Draft {
            place,
            message: message.into(),
            help: None,
            severities: None,
            related: None,
            repair: None,
            message_quotes: None,
            help_quotes: None,
            without_quotes: None,
        }
    }

    /// What to do, where the rule's general advice is not good enough.
    pub(crate) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says that message and help, although they are put together, hold nothing of the payload but its keys: they may
    /// stand in a report without personal values. Fixed texts hold nothing in any case.
    pub(crate) fn quotes_nothing(self) -> Self {
        self.message_quotes_nothing().help_quotes_nothing()
    }

    /// [`Draft::quotes_nothing`], of the message alone.
    pub(crate) fn message_quotes_nothing(mut self) -> Self {
        self.message_quotes = Some(Quotes::Nothing);
        self
    }

    /// [`Draft::quotes_nothing`], of the help alone.
    pub(crate) fn help_quotes_nothing(mut self) -> Self {
        self.help_quotes = Some(Quotes::Nothing);
        self
    }

    /// Says that the message quotes the key that is meant, wherever this may stand: it can be a user's id.
    pub(crate) fn message_quotes_key(mut self) -> Self {
        self.message_quotes = Some(Quotes::Key);
        self
    }

    /// The same message without its quotations: better than what the rule finds in general.
    pub(crate) fn message_without_quotes(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.without_quotes = Some(message.into());
        self
    }

    /// [`Draft::help`], if there is any.
    pub(crate) fn help_if<H: Into<Cow<'static, str>>>(mut self, help: Option<H>) -> Self {
        self.help = help.map(Into::into);
        self
    }

    /// Severities for this case. Without them those of the rule's `Meta` hold.
    pub(crate) fn severities(mut self, severities: Severities) -> Self {
        self.severities = Some(severities);
        self
    }

    /// What would put it right, if that is known.
    pub(crate) fn repair(mut self, repair: impl Into<Option<Repair>>) -> Self {
        self.repair = repair.into();
        self
    }

    /// A second place, and what stands there.
    pub(crate) fn related(mut self, place: Place<'d>, message: &'static str) -> Self {
        self.related = Some((Second::Near(place), message));
        self
    }

    /// [`Draft::related`], of a place in another text.
    pub(crate) fn related_elsewhere(mut self, place: Elsewhere, message: &'static str) -> Self {
        self.related = Some((Second::Elsewhere(place), message));
        self
    }
}

/// A finding whose place is known in bytes of its document, but not yet as pointer, line and column.
#[derive(Debug)]
pub(crate) struct Unlocated {
    pub(crate) rule: &'static Rule,
    pub(crate) severities: Severities,
    pub(crate) severity: Severity,
    pub(crate) judged: Surfaces,
    pub(crate) message: Cow<'static, str>,
    pub(crate) help: Cow<'static, str>,
    /// The user it was found in.
    pub(crate) payload: Option<NodeId>,
    /// The users that it concerns, counted from the first of the text; known once the verdicts are.
    pub(crate) users: Range<usize>,
    pub(crate) place: Resolved,
    pub(crate) related: Option<(Second<Range<usize>>, &'static str)>,
    /// Few findings have one, and a great many findings may be waiting.
    pub(crate) repair: Option<Box<Repair>>,
    pub(crate) privacy: Privacy,
}

impl Unlocated {
    /// Takes out what a text may quote that must not be repeated to anybody.
    pub(crate) fn leave_out_quotes(&mut self) {
        if self.privacy.message != Quotes::Nothing {
            let without = self.privacy.without_quotes.take();
            self.message = without.unwrap_or(Cow::Borrowed(self.rule.meta.summary));
            self.privacy.message = Quotes::Nothing;
        }
        if self.privacy.help != Quotes::Nothing {
            self.help = Cow::Borrowed(self.rule.meta.advice);
            self.privacy.help = Quotes::Nothing;
        }
    }
}

/// Takes the findings of one rule at one place in the data. Drops what nobody asked for.
pub(crate) struct Findings<'f> {
    pub(crate) rule: &'static Rule,
    pub(crate) asked: Asked,
    pub(crate) payload: Option<NodeId>,
    pub(crate) found: &'f mut Vec<Unlocated>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) surfaces: Surfaces,
    pub(crate) min_severity: Severity,
}

impl Findings<'_> {
    /// The surfaces on which anything is asked for.
    pub(crate) fn surfaces(&self) -> Surfaces {
        self.asked.surfaces
    }

    pub(crate) fn report(&mut self, draft: Draft<'_>) {
        let severities = draft
            .severities
            .unwrap_or(self.rule.meta.severities)
            .within(self.asked.surfaces);
        let Some(severity) = severities
            .worst()
            .filter(|&worst| worst >= self.asked.min_severity)
        else {
            return;
        };
        let help = draft.help.unwrap_or(Cow::Borrowed(self.rule.meta.advice));
        let quotes = |text: &Cow<'_, str>, said: Option<Quotes>| match text {
            Cow::Borrowed(_) => Quotes::Nothing,
            Cow::Owned(_) => said.unwrap_or(Quotes::Values),
        };
        self.found.push(Unlocated {
            privacy: Privacy {
                message: quotes(&draft.message, draft.message_quotes),
                help: quotes(&help, draft.help_quotes),
                without_quotes: draft.without_quotes,
                ..Privacy::default()
            },
            rule: self.rule,
            severities,
            severity,
            judged: self.asked.surfaces,
            message: draft.message,
            help,
            payload: self.payload,
            users: 0..0,
            place: draft.place.resolve(),
            related: draft.related.map(|(place, message)| match place {
                Second::Near(place) => (Second::Near(place.resolve().range), message),
                Second::Elsewhere(place) => (Second::Elsewhere(place), message),
            }),
            repair: draft.repair.map(Box::new),
        });
    }
}
