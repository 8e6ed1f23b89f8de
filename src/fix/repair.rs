//! Fixes as rules say them: edits on the bytes of one document. Where a value ends, how a string is spelled and what an
//! escape is, is known here and not in the rules.

use std::borrow::Cow;
use std::ops::Range;

use super::Safety;
use crate::syntax::tape::{Kind, Value};

/// A repair that a rule proposes. What it writes is the rule's own unless [`Repair::repeats_values`] is set.
#[derive(Debug, Clone)]
pub(crate) struct Repair {
    pub(crate) title: &'static str,
    pub(crate) safety: Safety,
    /// In bytes of the document, in their order.
    pub(crate) edits: Vec<(Range<usize>, Cow<'static, str>)>,
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
    pub(crate) fn replace(self, value: Value<'_>, json: &'static str) -> Self {
        self.edit(value.range(), json)
    }

    /// Writes a value as the string that holds its JSON text.
    pub(crate) fn serialise(mut self, value: Value<'_>) -> Self {
        self.repeats_values = true;
        self.edit(value.range(), quoted(&compact(value)))
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
fn quoted(text: &str) -> String {
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

/// The value as it is spelled, without white space, comments and trailing commas: what `JSON.stringify` gives, but that
/// numbers and strings keep their spellings.
fn compact(value: Value<'_>) -> String {
    /// A container that is open: what is left of it.
    enum Open<'d> {
        Array(Vec<Value<'d>>),
        Object(Vec<(Value<'d>, Value<'d>)>),
    }
    // The stack is ours, and no deeper than the parser lets a document be.
    let mut text = String::with_capacity(value.range().len());
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut next = Some(value);
    loop {
        if let Some(value) = next.take() {
            match value.kind() {
                Kind::Array => {
                    text.push('[');
                    let mut elements: Vec<_> = value.elements().collect();
                    elements.reverse();
                    open.push(Open::Array(elements));
                }
                Kind::Object => {
                    text.push('{');
                    let mut members: Vec<_> =
                        value.members().map(|member| (member.key, member.value)).collect();
                    members.reverse();
                    open.push(Open::Object(members));
                }
                _ => text.push_str(value.raw()),
            }
        }
        let Some(innermost) = open.last_mut() else {
            return text;
        };
        let is_first = text.ends_with(['[', '{']);
        next = match innermost {
            Open::Array(elements) => elements.pop(),
            Open::Object(members) => members.pop().map(|(key, value)| {
                if !is_first {
                    text.push(',');
                }
                text.push_str(key.raw());
                text.push(':');
                value
            }),
        };
        match (&next, innermost) {
            (Some(_), Open::Array(_)) if !is_first => text.push(','),
            (Some(_), _) => {}
            (None, Open::Array(_)) => {
                text.push(']');
                open.pop();
            }
            (None, Open::Object(_)) => {
                text.push('}');
                open.pop();
            }
        }
    }
}
