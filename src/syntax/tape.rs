//! The parsed document: flat nodes over the text, and the handles through which everybody else reads them.
//!
//! Nodes stand in text order. An array is followed by its elements, an object by key, value, key, value; a
//! container knows where its last descendant ends, so that a walk skips it in one step. Strings stay slices of
//! the text; only those with escapes are decoded, once, into a side buffer. Duplicate keys are kept.

use std::borrow::Cow;
use std::ops::Range;

use crate::limits;

/// What a JSON value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// The type's name with its article, for messages.
    pub(crate) const fn with_article(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::False | Kind::True => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Array => "an array",
            Kind::Object => "an object",
        }
    }
}

/// One value or key. Sixteen bytes, so that a user of ten fields fits into a few cache lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    /// Offset of the first byte (of a string: the opening quote).
    pub(super) start: u32,
    /// Offset behind the last byte.
    pub(super) end: u32,
    /// Containers: index of the node behind the last descendant. Strings with escapes: index into `decoded`.
    pub(super) link: u32,
    pub(super) kind: Kind,
    pub(super) escaped: bool,
}

/// The index of a node on its tape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(super) u32);

impl NodeId {
    /// The outermost value of a document.
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// The value that stands behind a key.
    pub(crate) fn value_of_key(self) -> NodeId {
        NodeId(self.0 + 1)
    }
}

/// The buffers of one parsed text. They are reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    pub(super) nodes: Vec<Node>,
    /// The decoded text of all strings with escapes, one behind the other.
    pub(super) decoded_text: String,
    /// For each such string its range in `decoded_text`.
    pub(super) decoded: Vec<(u32, u32)>,
    pub(super) duplicates: Vec<DuplicateKey>,
    pub(super) lone_surrogates: Vec<LoneSurrogate>,
    /// The comments, with what opens and closes them. Empty in JSON itself.
    pub(super) comments: Vec<Range<usize>>,
    /// The number of the first element of an array that is the text: not 0 where the text is a part of a longer array.
    pub(super) first_element: usize,
}

/// A key that stands in its object for the second (third, …) time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DuplicateKey {
    pub(crate) first: NodeId,
    pub(crate) again: NodeId,
}

/// An escape that is half of a surrogate pair. The string holds U+FFFD in its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoneSurrogate {
    pub(crate) string: NodeId,
    /// The string is the key of a member.
    pub(crate) in_key: bool,
    /// Offset of the backslash; the escape is six bytes long.
    pub(crate) at: usize,
}

impl Tape {
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.decoded_text.clear();
        self.decoded.clear();
        self.duplicates.clear();
        self.lone_surrogates.clear();
        self.comments.clear();
    }
}

/// A parsed text: the tape together with what it points into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'d> {
    pub(super) text: &'d str,
    pub(super) tape: &'d Tape,
}

impl<'d> Document<'d> {
    pub(crate) fn root(self) -> Value<'d> {
        self.value(NodeId(0))
    }

    pub(crate) fn value(self, id: NodeId) -> Value<'d> {
        Value { document: self, id }
    }

    pub(crate) fn duplicates(self) -> &'d [DuplicateKey] {
        &self.tape.duplicates
    }

    /// The text as a whole.
    pub(crate) fn text(self) -> &'d str {
        self.text
    }

    pub(crate) fn slice(self, range: Range<usize>) -> &'d str {
        &self.text[range]
    }

    /// The comments in text order, with what opens and closes them.
    pub(crate) fn comments(self) -> &'d [Range<usize>] {
        &self.tape.comments
    }

    pub(crate) fn lone_surrogates(self) -> &'d [LoneSurrogate] {
        &self.tape.lone_surrogates
    }
}

/// A value (or a key) of a document. As cheap to copy as a reference.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'d> {
    document: Document<'d>,
    id: NodeId,
}

/// A key and its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member<'d> {
    pub(crate) key: Value<'d>,
    pub(crate) value: Value<'d>,
}

impl<'d> Value<'d> {
    fn node(self) -> &'d Node {
        &self.document.tape.nodes[self.id.0 as usize]
    }

    pub(crate) fn id(self) -> NodeId {
        self.id
    }

    pub(crate) fn document(self) -> Document<'d> {
        self.document
    }

    pub(crate) fn kind(self) -> Kind {
        self.node().kind
    }

    /// The bytes of the value in its text, quotes and brackets included.
    pub(crate) fn range(self) -> Range<usize> {
        let node = self.node();
        node.start as usize..node.end as usize
    }

    /// The value as it is written.
    pub(crate) fn raw(self) -> &'d str {
        &self.document.text[self.range()]
    }

    /// The string with its escapes resolved, or `None` if this is no string.
    pub(crate) fn as_str(self) -> Option<&'d str> {
        let node = self.node();
        if node.kind != Kind::String {
            return None;
        }
        if node.escaped {
            let (start, end) = self.document.tape.decoded[node.link as usize];
            return Some(&self.document.tape.decoded_text[start as usize..end as usize]);
        }
        Some(&self.document.text[node.start as usize + 1..node.end as usize - 1])
    }

    /// For a range in the decoded string the bytes of the text that spell it.
    pub(crate) fn raw_range(self, decoded: Range<usize>) -> Range<usize> {
        let content = self.node().start as usize + 1;
        if !self.node().escaped {
            return content + decoded.start..content + decoded.end;
        }
        let raw = &self.document.text[content..self.node().end as usize - 1];
        let (mut start, mut end) = (raw.len(), raw.len());
        let mut decoded_at = 0;
        let mut raw_at = 0;
        while raw_at < raw.len() {
            if decoded_at <= decoded.start {
                start = raw_at;
            }
            if decoded_at >= decoded.end {
                end = raw_at;
                break;
            }
            let (raw_len, decoded_len) = super::json::spelled_length(&raw[raw_at..]);
            raw_at += raw_len;
            decoded_at += decoded_len;
        }
        if decoded_at <= decoded.start {
            start = raw_at;
        }
        content + start..content + end.max(start)
    }

    /// For offsets in the decoded string, one behind the other, the bytes of the text: one walk for them all.
    pub(crate) fn spelling(self) -> Spelling<'d> {
        Spelling {
            string: self,
            decoded_at: 0,
            raw_at: self.node().start as usize + 1,
        }
    }

    /// The index behind the last node of this value.
    pub(crate) fn end_id(self) -> NodeId {
        let node = self.node();
        match node.kind {
            Kind::Array | Kind::Object => NodeId(node.link),
            _ => NodeId(self.id.0 + 1),
        }
    }

    /// Whether the other node is this value, or stands inside it.
    pub(crate) fn encloses(self, other: NodeId) -> bool {
        self.id <= other && other < self.end_id()
    }

    /// The elements, if this is an array; else nothing.
    pub(crate) fn elements(self) -> impl Iterator<Item = Value<'d>> + use<'d> {
        let end = if self.kind() == Kind::Array {
            self.end_id()
        } else {
            self.id
        };
        let mut next = NodeId(self.id.0 + 1);
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let element = self.document.value(next);
            next = element.end_id();
            Some(element)
        })
    }

    /// The members in text order, duplicates included, if this is an object; else nothing.
    pub(crate) fn members(self) -> impl Iterator<Item = Member<'d>> + use<'d> {
        let end = if self.kind() == Kind::Object {
            self.end_id()
        } else {
            self.id
        };
        let mut next = NodeId(self.id.0 + 1);
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let key = self.document.value(next);
            let value = self.document.value(NodeId(next.0 + 1));
            next = value.end_id();
            Some(Member { key, value })
        })
    }

    /// The value of the last member with this key: the one that a JSON parser keeps.
    pub(crate) fn get(self, key: &str) -> Option<Value<'d>> {
        self.members()
            .filter(|member| member.key() == key)
            .last()
            .map(|member| member.value)
    }
}

/// Walks through a string as it is spelled and as it is meant at once.
pub(crate) struct Spelling<'d> {
    string: Value<'d>,
    decoded_at: usize,
    raw_at: usize,
}

impl Spelling<'_> {
    /// Where in the text an offset of the decoded string is. Offsets must not fall.
    pub(crate) fn at(&mut self, decoded: usize) -> usize {
        let end = self.string.node().end as usize - 1;
        while self.decoded_at < decoded && self.raw_at < end {
            let (raw, meant) = if self.string.node().escaped {
                super::json::spelled_length(&self.string.document.text[self.raw_at..end])
            } else {
                (decoded - self.decoded_at, decoded - self.decoded_at)
            };
            self.raw_at += raw;
            self.decoded_at += meant;
        }
        self.raw_at
    }
}

impl<'d> Member<'d> {
    /// The key with its escapes resolved.
    pub(crate) fn key(&self) -> &'d str {
        self.key.as_str().unwrap_or_default()
    }
}

/// Names nodes by JSON Pointer (RFC 6901).
///
/// Nodes are best asked for in text order: then all questions about a document together cost one walk over it.
/// A question backwards starts anew only in the innermost container that holds both nodes.
pub(crate) struct PointerCursor<'d> {
    document: Document<'d>,
    /// The way from the root to the current node.
    steps: Vec<Step<'d>>,
}

struct Step<'d> {
    container: Value<'d>,
    /// The child on the way, and for arrays its index.
    child: Value<'d>,
    index: usize,
    /// The key of the child, where the container is an object.
    key: Option<Value<'d>>,
}

impl<'d> PointerCursor<'d> {
    pub(crate) fn new(document: Document<'d>) -> Self {
        PointerCursor {
            document,
            steps: Vec::new(),
        }
    }

    /// The pointer to a value; a key has the pointer of its value.
    pub(crate) fn pointer(&mut self, target: NodeId) -> String {
        self.seek(target);
        let mut pointer = String::new();
        for step in &self.steps {
            pointer.push('/');
            if pointer.len() > limits::POINTER {
                pointer.push('…');
                break;
            }
            match step.key {
                Some(key) => push_token(&mut pointer, key.as_str().unwrap_or_default()),
                None => pointer.push_str(&step.index.to_string()),
            }
        }
        pointer
    }

    /// The keys and indices that lead to a value, whole and without escapes; to a key those of its value.
    pub(crate) fn tokens(&mut self, target: NodeId) -> Vec<Cow<'d, str>> {
        self.seek(target);
        let tokens = self.steps.iter().map(|step| match step.key {
            Some(key) => Cow::Borrowed(key.as_str().unwrap_or_default()),
            None => Cow::Owned(step.index.to_string()),
        });
        tokens.collect()
    }

    fn seek(&mut self, target: NodeId) {
        while self.steps.last().is_some_and(|step| !step.can_reach(target)) {
            self.steps.pop();
        }
        if let Some(step) = self.steps.last_mut() {
            step.advance(target);
        }
        loop {
            let here = self.steps.last().map_or(self.document.root(), |step| step.child);
            if here.id() == target || !here.encloses(target) {
                break;
            }
            let Some(mut step) = Step::into(here) else { break };
            step.advance(target);
            self.steps.push(step);
        }
    }
}

impl<'d> Step<'d> {
    fn into(container: Value<'d>) -> Option<Self> {
        let (key, child) = match container.kind() {
            Kind::Array => (None, container.elements().next()?),
            Kind::Object => {
                let first = container.members().next()?;
                (Some(first.key), first.value)
            }
            _ => return None,
        };
        let is_root = container.id() == NodeId::ROOT;
        Some(Step {
            container,
            child,
            index: if is_root {
                container.document.tape.first_element
            } else {
                0
            },
            key,
        })
    }

    /// Whether the target is in the container, and not before the child that has been reached.
    fn can_reach(&self, target: NodeId) -> bool {
        let reached = self.key.unwrap_or(self.child).id();
        target != self.container.id() && self.container.encloses(target) && reached <= target
    }

    /// Moves on to the child that holds the target.
    fn advance(&mut self, target: NodeId) {
        while self.child.end_id() <= target && self.child.end_id() < self.container.end_id() {
            let next = self.container.document.value(self.child.end_id());
            self.index += 1;
            if self.key.is_some() {
                self.key = Some(next);
                self.child = self.container.document.value(NodeId(next.id().0 + 1));
            } else {
                self.child = next;
            }
        }
    }
}

/// Appends a reference token, escaped as RFC 6901 section 3 says; one that is too long ends in an ellipsis.
fn push_token(pointer: &mut String, token: &str) {
    let end = pointer.len() + limits::POINTER_TOKEN;
    for char in token.chars() {
        if pointer.len() >= end {
            pointer.push('…');
            break;
        }
        match char {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::Parser;
    use super::*;

    /// Every node in text order with the pointer that the cursor gives it.
    fn pointers(text: &str) -> Vec<String> {
        let mut parser = Parser::new();
        let document = parser.parse(text).expect("the test's text is JSON");
        let mut cursor = PointerCursor::new(document);
        (0..document.tape.nodes.len())
            .map(|at| cursor.pointer(NodeId(u32::try_from(at).expect("few nodes"))))
            .collect()
    }

    #[test]
    fn rfc_6901_every_node_in_one_walk() {
        assert_eq!(
            pointers(r#"{"a":[1,{"b":2},[]],"c/d":{"e~":{}}}"#),
            [
                "",
                "/a",
                "/a",
                "/a/0",
                "/a/1",
                "/a/1/b",
                "/a/1/b",
                "/a/2",
                "/c~1d",
                "/c~1d",
                "/c~1d/e~0",
                "/c~1d/e~0"
            ]
        );
    }

    #[test]
    fn a_long_pointer_is_cut_but_still_names_what_is_near() {
        let key = "k".repeat(100_000);
        let cut = "k".repeat(limits::POINTER_TOKEN);
        let all = pointers(&format!(r#"{{"{key}":{{"name":1}}}}"#));
        assert_eq!(all.last(), Some(&format!("/{cut}…/name")));
        let nested = format!(r#"{{"{key}":"#).repeat(100) + "1" + &"}".repeat(100);
        assert_eq!(
            pointers(&nested).last(),
            Some(&(format!("/{cut}…").repeat(4) + "/…"))
        );
    }

    #[test]
    fn a_question_backwards_is_answered_too() {
        let mut parser = Parser::new();
        let document = parser.parse("[[0,1],[2,3]]").expect("JSON");
        let mut cursor = PointerCursor::new(document);
        assert_eq!(cursor.pointer(NodeId(6)), "/1/1");
        assert_eq!(cursor.pointer(NodeId(2)), "/0/0");
        assert_eq!(cursor.pointer(NodeId(0)), "");
    }

    #[test]
    fn slices_of_an_escaped_string_are_found_in_the_text() {
        let text = r#""a\u00e9\n😀\ud83d\ude00x\ud800""#;
        let mut parser = Parser::new();
        let value = parser.parse(text).expect("JSON").root();
        let decoded = value.as_str().expect("a string");
        assert_eq!(decoded, "aé\n😀😀x\u{FFFD}");
        let spelled: Vec<_> = decoded
            .char_indices()
            .map(|(at, char)| &text[value.raw_range(at..at + char.len_utf8())])
            .collect();
        assert_eq!(
            spelled,
            ["a", r"\u00e9", r"\n", "😀", r"\ud83d\ude00", "x", r"\ud800"]
        );
        assert_eq!(&text[value.raw_range(0..decoded.len())], &text[1..text.len() - 1]);
        assert_eq!(
            value.raw_range(decoded.len()..decoded.len()),
            text.len() - 1..text.len() - 1
        );
    }
}
