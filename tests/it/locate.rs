//! Where a JSON Pointer leads to in a text: found without any code of the library.
//!
//! Reads a text that is known to be JSON into a tree of byte ranges. Equal keys are all kept, so that a pointer may
//! lead to more than one place.

use std::ops::Range;

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    /// From its first byte to behind its last.
    pub(crate) value: Range<usize>,
    /// Its key with its quotes, if it is the value of a member.
    pub(crate) key: Option<Range<usize>>,
    /// What leads to it from its parent: its key as a reference token, or its index.
    token: String,
    children: Vec<Node>,
}

/// The tree of a text. A byte order mark at its start is passed over.
pub(crate) fn tree(text: &str) -> Node {
    let mut reader = Reader {
        text,
        at: if text.starts_with('\u{FEFF}') { 3 } else { 0 },
    };
    reader.value()
}

impl Node {
    /// Every node to which the pointer leads (RFC 6901, section 4). A pointer of a report ends long keys in an
    /// ellipsis, and itself where it is long: then it leads to all that begins so, or lies below.
    pub(crate) fn find(&self, pointer: &str) -> Vec<&Node> {
        let mut found = vec![self];
        for token in pointer.split('/').skip(1) {
            if token == "…" && pointer.len() > 1024 {
                return found.into_iter().flat_map(Node::and_below).collect();
            }
            let is_named = |node: &&Node| match token.strip_suffix('…') {
                Some(start) if start.len() >= 256 => node.token.starts_with(start),
                // A credential: which of the keys, the report does not tell.
                Some("") => true,
                _ => node.token == token,
            };
            found = found
                .into_iter()
                .flat_map(|node| &node.children)
                .filter(is_named)
                .collect();
        }
        found
    }

    fn and_below(&self) -> Vec<&Node> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(&node) = all.get(next) {
            all.extend(&node.children);
            next += 1;
        }
        all
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes()[self.at]
    }

    fn skip_white_space(&mut self) {
        while self.at < self.text.len() && self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Node {
        self.skip_white_space();
        let start = self.at;
        let children = match self.peek() {
            b'{' => self.children(b'}'),
            b'[' => self.children(b']'),
            b'"' => {
                self.string();
                Vec::new()
            }
            _ => {
                let end = self.text[start..].find([',', ']', '}', ' ', '\t', '\r', '\n']);
                self.at = end.map_or(self.text.len(), |end| start + end);
                Vec::new()
            }
        };
        Node {
            value: start..self.at,
            key: None,
            token: String::new(),
            children,
        }
    }

    fn children(&mut self, closing: u8) -> Vec<Node> {
        let mut children = Vec::new();
        loop {
            // The opening bracket, or a comma.
            self.at += 1;
            self.skip_white_space();
            if self.peek() == closing {
                break;
            }
            let (key, token) = if closing == b'}' {
                let key = self.string();
                self.skip_white_space();
                self.at += 1;
                let name = meaning(&self.text[key.start + 1..key.end - 1]);
                (Some(key), name.replace('~', "~0").replace('/', "~1"))
            } else {
                (None, children.len().to_string())
            };
            children.push(Node {
                key,
                token,
                ..self.value()
            });
            self.skip_white_space();
            if self.peek() == closing {
                break;
            }
        }
        self.at += 1;
        children
    }

    fn string(&mut self) -> Range<usize> {
        let start = self.at;
        self.at += 1;
        while self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        start..self.at
    }
}

/// What the inside of a string means. Half a surrogate pair is U+FFFD.
pub(crate) fn meaning(spelled: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = spelled.chars();
    while let Some(char) = chars.next() {
        let escape = if char == '\\' { chars.next() } else { None };
        let char = match escape {
            None => char,
            Some('b') => '\u{8}',
            Some('f') => '\u{C}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).expect("four hexadecimal digits"));
                continue;
            }
            Some(other) => other,
        };
        units.extend_from_slice(char.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16_lossy(&units)
}

#[test]
fn a_pointer_leads_to_its_value_and_key() {
    let text = "{\"a\": [1, {\"c\\/\\u0064~\": \"x\\\"]\"}], \"a\" : null }";
    let tree = tree(text);
    let found = |pointer: &str| -> Vec<(Option<&str>, &str)> {
        let nodes = tree.find(pointer).into_iter();
        nodes
            .map(|node| (node.key.clone().map(|key| &text[key]), &text[node.value.clone()]))
            .collect()
    };
    assert_eq!(found(""), [(None, text)]);
    assert_eq!(
        found("/a"),
        [
            (Some("\"a\""), "[1, {\"c\\/\\u0064~\": \"x\\\"]\"}]"),
            (Some("\"a\""), "null")
        ]
    );
    assert_eq!(found("/a/0"), [(None, "1")]);
    assert_eq!(found("/a/1/c~1d~0"), [(Some("\"c\\/\\u0064~\""), "\"x\\\"]\"")]);
    assert_eq!(found("/b"), []);
}
