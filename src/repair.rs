//! What puts a finding right: as a rule says it ([`Repair`]), and as everybody else reads it ([`Fix`]).
//!
//! An edit touches only the bytes that are wrong. So the rest of a text, its layout, its spellings and its line ends, stays
//! as somebody has written it, and a report with fixes repeats nothing of a payload but what [`Fix::repeats_values`]
//! names. Where a value ends, how a string is spelled and what an escape is, is known here and not in the rules.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::{Location, Span};
use crate::syntax::compact::compact;
use crate::syntax::tape::{NodeId, Value};

/// Whether a fix can be made without looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// What the payload means stays the same, or becomes what it surely was to mean.
    Safe,
    /// Probably what is meant, but a person has to say so.
    Unsafe,
}

impl Safety {
    /// Both, the safe one first.
    pub const ALL: [Safety; 2] = [Safety::Safe, Safety::Unsafe];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        }
    }
}

/// The repair of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, in one clause that quotes nothing: no capital at its start, no full stop.
    pub title: &'static str,
    /// Whether it can be made unseen.
    pub safety: Safety,
    /// What to write where, in the order of the text. No two overlap.
    pub edits: Vec<Edit>,
    /// Whether an edit writes what it takes from the payload's values. Reports without personal values have no such fix.
    pub repeats_values: bool,
    /// Whether an edit writes what looks like a credential. No report has such a fix.
    pub(crate) repeats_secret: bool,
}

impl Fix {
    /// From the first byte that changes to the last.
    pub fn extent(&self) -> Span {
        let start = self.edits.first().map_or(0, |edit| edit.location.span.start);
        let end = self.edits.last().map_or(0, |edit| edit.location.span.end);
        Span::new(start, end)
    }

    /// [`Fix::extent`] with its lines and columns; none of a fix without edits.
    #[cfg(feature = "reports")]
    pub(crate) fn location(&self) -> Option<Location> {
        let (first, last) = (self.edits.first()?, self.edits.last()?);
        Some(Location {
            span: self.extent(),
            start: first.location.start,
            end: last.location.end,
        })
    }
}

/// A text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// What goes: nothing where something is only added.
    pub location: Location,
    /// What stands there then.
    pub text: Cow<'static, str>,
}

/// Bytes of a document, and what is to stand in their place.
pub(crate) type RawEdit = (Range<usize>, Cow<'static, str>);

/// A repair that a rule proposes. What it writes is the rule's own unless [`Repair::repeats_values`] is set.
#[derive(Debug, Clone)]
pub(crate) struct Repair {
    pub(crate) title: &'static str,
    pub(crate) safety: Safety,
    /// In bytes of the document, in their order.
    pub(crate) edits: Vec<RawEdit>,
    pub(crate) repeats_values: bool,
}

impl Repair {
    /// A repair without any edit yet. The title says in a clause what it does, and quotes nothing.
    pub(crate) fn new(safety: Safety, title: &'static str) -> Self {
        Repair {
            title,
            safety,
            edits: Vec::new(),
            repeats_values: false,
        }
    }

    /// Takes bytes out.
    pub(crate) fn remove(self, range: Range<usize>) -> Self {
        self.edit(range, "")
    }

    /// Puts something before and behind a value.
    pub(crate) fn enclose(self, value: Value<'_>, open: &'static str, close: &'static str) -> Self {
        let range = value.range();
        self.edit(range.start..range.start, open)
            .edit(range.end..range.end, close)
    }

    /// Gives a member another key.
    pub(crate) fn replace_key(self, key: Value<'_>, name: &str) -> Self {
        self.edit(key.range(), quoted(name))
    }

    /// Writes JSON in the place of a value.
    pub(crate) fn replace(self, value: Value<'_>, json: impl Into<Cow<'static, str>>) -> Self {
        self.edit(value.range(), json)
    }

    /// Puts a member before all others of an object, laid out as they are.
    pub(crate) fn insert_first(self, object: Value<'_>, key: &str, json: &str) -> Self {
        let behind_bracket = object.range().start + 1;
        let Some(first) = object.members().next() else {
            return self.edit(behind_bracket..behind_bracket, format!("{}: {json}", quoted(key)));
        };
        let at = first.key.range().start;
        let before = object.document().slice(behind_bracket..at);
        let is_tight = object
            .document()
            .slice(first.key.range().end..first.value.range().start)
            == ":";
        let colon = if is_tight { ":" } else { ": " };
        let space = match before {
            "" if !is_tight => " ",
            _ if before.trim_ascii().is_empty() => before,
            // What stands there is a comment, which is not to be said twice.
            _ => " ",
        };
        self.edit(at..at, format!("{}{colon}{json},{space}", quoted(key)))
    }

    /// Takes members out of an object, with the commas and the white space that belong to them. They are named by their
    /// keys, in text order.
    pub(crate) fn remove_members(mut self, object: Value<'_>, gone: &[NodeId]) -> Self {
        let mut gone = gone.to_vec();
        gone.sort_unstable();
        // Where the last member ends that stays, and where those begin that go behind it.
        let mut kept_to = None;
        let mut going: Option<Range<usize>> = None;
        for member in object.members() {
            let (start, end) = (member.key.range().start, member.value.range().end);
            if gone.binary_search(&member.key.id()).is_ok() {
                going.get_or_insert(start..end).end = end;
            } else {
                if let Some(range) = going.take() {
                    self = self.edit(range.start..start, "");
                }
                kept_to = Some(end);
            }
        }
        match going {
            Some(range) => self.edit(kept_to.unwrap_or(range.start)..range.end, ""),
            None => self,
        }
    }

    /// Writes a value as the string that holds its JSON text, compact as `JSON.stringify` gives it, but that numbers and
    /// strings keep their spellings.
    pub(crate) fn serialise(mut self, value: Value<'_>) -> Self {
        self.repeats_values = true;
        self.edit(value.range(), quoted(&compact(value.raw())))
    }

    /// Gives a string another text. Only what differs between the two is written: what both begin and end with stays as
    /// it is spelled.
    pub(crate) fn respell(self, string: Value<'_>, text: &str) -> Self {
        let old = string.as_str().unwrap_or_default();
        let start = common_prefix(old, text);
        let end = common_suffix(&old[start..], &text[start..]);
        self.splice(string, start..old.len() - end, &text[start..text.len() - end])
    }

    /// Takes from a string, from this byte on, whatever is not in `kept`, the characters of which stand there in their
    /// order. None if they do not.
    pub(crate) fn strip(self, string: Value<'_>, from: usize, kept: &str) -> Option<Self> {
        let text = string.as_str()?;
        let mut kept = kept.chars().peekable();
        let mut gaps = Vec::new();
        let mut gap = from;
        for (at, char) in text.char_indices().skip_while(|&(at, _)| at < from) {
            if kept.next_if_eq(&char).is_some() {
                gaps.push((gap..at, ""));
                gap = at + char.len_utf8();
            }
        }
        gaps.push((gap..text.len(), ""));
        gaps.retain(|(gap, _)| !gap.is_empty());
        kept.next().is_none().then(|| self.splice_all(string, gaps))
    }

    /// Writes a text in the place of a slice of a string, in bytes of the decoded string.
    pub(crate) fn splice(self, string: Value<'_>, range: Range<usize>, text: &str) -> Self {
        self.splice_all(string, [(range, text)])
    }

    /// [`Repair::splice`] for slices in their order.
    pub(crate) fn splice_all<T: AsRef<str>>(
        mut self,
        string: Value<'_>,
        slices: impl IntoIterator<Item = (Range<usize>, T)>,
    ) -> Self {
        let mut spelling = string.spelling();
        for (range, text) in slices {
            let quoted = quoted(text.as_ref());
            let content = quoted[1..quoted.len() - 1].to_owned();
            self = self.edit(spelling.at(range.start)..spelling.at(range.end), content);
        }
        self
    }

    fn edit(mut self, range: Range<usize>, text: impl Into<Cow<'static, str>>) -> Self {
        self.edits.push((range, text.into()));
        self
    }

    /// From the first byte that changes to the last.
    pub(crate) fn extent(&self) -> Range<usize> {
        let start = self.edits.first().map_or(0, |(range, _)| range.start);
        let end = self.edits.last().map_or(0, |(range, _)| range.end);
        start..end
    }
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn common_prefix(one: &str, other: &str) -> usize {
    let mut chars = one.char_indices().zip(other.chars());
    chars
        .find(|((_, one), other)| one != other)
        .map_or(one.len().min(other.len()), |((at, _), _)| at)
}

fn common_suffix(one: &str, other: &str) -> usize {
    let mut pairs = one.chars().rev().zip(other.chars().rev());
    let mut length = 0;
    while let Some((one, other)) = pairs.next()
        && one == other
    {
        length += one.len_utf8();
    }
    length
}
