//! What a rule found: as the rule reports it ([`Draft`]), and as everybody else reads it ([`Finding`]).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::place::{Part, Place, Resolved};
use crate::rule::Rule;
use crate::severity::{Severities, Severity};
use crate::source::{Location, Position};
use crate::surface::Surfaces;
use crate::syntax::tape::NodeId;

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
    /// in `…`, as does a pointer of more than 1024.
    pub pointer: String,
    /// Whether the key is meant, or the value.
    pub part: Part,
    /// Where in the source.
    pub location: Location,
    /// Other places that belong to it: the first of two equal keys, for instance.
    pub related: Vec<Related>,
    /// Whether a baseline knows it. Then it is no reason to fail, and only forms that have a place for such findings
    /// show it.
    pub is_suppressed: bool,
    /// Whether the message or the help may quote values of the payload, and with them somebody's personal data.
    pub is_personal: bool,
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
}

/// A finding as a rule reports it.
#[derive(Debug)]
pub(crate) struct Draft<'d> {
    place: Place<'d>,
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
    severities: Option<Severities>,
    related: Option<(Place<'d>, &'static str)>,
    quotes_nothing: bool,
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
            quotes_nothing: false,
        }
    }

    /// What to do, where the rule's general advice is not good enough.
    pub(crate) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says that message and help, although they are put together, hold nothing of the payload but its keys: they may
    /// stand in a report without personal values. Fixed texts hold nothing in any case.
    pub(crate) fn quotes_nothing(mut self) -> Self {
        self.quotes_nothing = true;
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

    /// A second place, and what stands there.
    pub(crate) fn related(mut self, place: Place<'d>, message: &'static str) -> Self {
        self.related = Some((place, message));
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
    pub(crate) place: Resolved,
    pub(crate) related: Option<(Range<usize>, &'static str)>,
    pub(crate) is_personal: bool,
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
        let is_fixed = |text: &Cow<'_, str>| matches!(text, Cow::Borrowed(_));
        let are_fixed = is_fixed(&draft.message) && draft.help.as_ref().is_none_or(is_fixed);
        let is_personal = !(are_fixed || draft.quotes_nothing);
        self.found.push(Unlocated {
            is_personal,
            rule: self.rule,
            severities,
            severity,
            judged: self.asked.surfaces,
            message: draft.message,
            help: draft.help.unwrap_or(Cow::Borrowed(self.rule.meta.advice)),
            payload: self.payload,
            place: draft.place.resolve(),
            related: draft
                .related
                .map(|(place, message)| (place.resolve().range, message)),
        });
    }
}
