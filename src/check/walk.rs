//! The fast yes: passes users who are clean, as most are, without a tape and without asking each rule.
//!
//! What it passes is clean, whatever the plan: the bytes are JSON, every member is a field that was looked at, and at each
//! of them all rules are silent. It looks three times: at the bytes of a member (`glances.rs`); where that shows too little (an
//! escape, a letter beyond ASCII, a rare value), the member is parsed alone and shown to the rules of its field; and where these
//! speak, or anything is odd, it gives up. Then the user is parsed and shown to all rules: a no decides nothing.

use std::ops::Range;

use super::ask_field;
use super::glances::{FieldGlance, FieldSet};
use super::plan::Plan;
use crate::field::Field;
use crate::finding::Unlocated;
use crate::glance::{Glimpse, Silent};
use crate::rule::EntryGlance;
use crate::shape::as_id;
use crate::syntax::json::Parser;
use crate::syntax::tape::NodeId;
use crate::user::User;

/// Keys that are looked at again and again: where a user has them, the next one mostly has them, too.
const EXPECTED: usize = 16;

/// The keys of a map that are told apart at a glance.
const MOST_KEYS: usize = 8;

/// The items of a list that are told apart at a glance.
const MOST_ITEMS: usize = 4;

/// Passes users. Keeps what the last one taught about the next.
#[derive(Debug)]
pub(super) struct Walk {
    /// For each member in turn the field that it was in the last user.
    expected: [Field; EXPECTED],
    /// Keys of maps that the rules have passed, most of them by now.
    known_keys: KnownKeys,
    /// The id of the user who was passed last.
    id: Option<PassedId>,
    /// The id, where the bytes do not spell it.
    spelled_id: Vec<u8>,
    /// For strings with escapes.
    text: Vec<u8>,
    // For members that are looked at alone.
    parser: Parser,
    member: String,
    found: Vec<Unlocated>,
    unknown_keys: Vec<NodeId>,
    #[cfg(test)]
    pub(super) members_alone: usize,
}

/// Where an id is that was passed.
#[derive(Debug)]
enum PassedId {
    Here(Range<usize>),
    Spelled,
}

impl Default for Walk {
    fn default() -> Self {
        Walk {
            expected: [Field::Id; EXPECTED],
            known_keys: KnownKeys::default(),
            id: None,
            spelled_id: Vec::new(),
            text: Vec::new(),
            #[cfg(test)]
            members_alone: 0,
            parser: Parser::default(),
            member: String::new(),
            found: Vec::new(),
            unknown_keys: Vec::new(),
        }
    }
}

impl Walk {
    /// Passes the user that begins at `at`, and says where it ends. None: look closer. An id may be `given` outside; whether it
    /// is that in the user is not asked.
    pub(super) fn user(
        &mut self,
        plan: &Plan,
        bytes: &[u8],
        at: usize,
        given: Option<&str>,
    ) -> Option<usize> {
        let glances = plan.glances.as_ref()?;
        let mut present = FieldSet::NONE;
        self.id = None;
        let mut at = skip_white_space(bytes, expect(bytes, at, b'{')?);
        let mut nth = 0;
        loop {
            let start = at;
            let (field, behind_key) = self.key(bytes, at, nth)?;
            if present.contains(field) || glances.refused.contains(field) {
                return None;
            }
            present.insert(field);
            at = skip_white_space(bytes, expect(bytes, skip_white_space(bytes, behind_key), b':')?);
            let glance = &glances.fields[field as usize];
            at = match self.value(glance, field, bytes, at) {
                Some(end) => end,
                None => self.member(plan, field, bytes, start, at)?,
            };
            at = skip_white_space(bytes, at);
            nth += 1;
            match bytes.get(at)? {
                b',' => at = skip_white_space(bytes, at + 1),
                b'}' => break,
                _ => return None,
            }
        }
        if let Some(given) = given {
            let id = glances.fields[Field::Id as usize].text?;
            id.about(Glimpse::of_text(given)).then_some(())?;
            present.insert(Field::Id);
        }
        present.contains_all(glances.required).then_some(at + 1)
    }

    /// The id of the user who was passed last, if they have one in themselves: in UTF-8, as a string. `bytes` are those in
    /// which they stood.
    pub(super) fn id<'w>(&'w self, bytes: &'w [u8]) -> Option<&'w [u8]> {
        self.id.as_ref().map(|id| match id {
            PassedId::Here(range) => &bytes[range.clone()],
            PassedId::Spelled => &self.spelled_id,
        })
    }

    /// The field whose key begins at `at`, and where the key ends. None if it is no field, or is spelled with escapes.
    #[inline]
    fn key(&mut self, bytes: &[u8], at: usize, nth: usize) -> Option<(Field, usize)> {
        let expected = self.expected.get(nth).copied().unwrap_or(Field::Id);
        if let Some(window) = bytes.get(at..).and_then(|rest| rest.first_chunk())
            && EXPECTED_KEYS[expected as usize].is_at(window)
        {
            return Some((expected, at + EXPECTED_KEYS[expected as usize].length));
        }
        let (field, length) = found_key(&bytes[at..])?;
        if let Some(expected) = self.expected.get_mut(nth) {
            *expected = field;
        }
        Some((field, at + length))
    }

    /// Passes a value at a glance, and says where it ends.
    #[inline]
    fn value(&mut self, glance: &FieldGlance, field: Field, bytes: &[u8], at: usize) -> Option<usize> {
        match bytes.get(at)? {
            b'"' => {
                let (string, length) = match Glimpse::of(&bytes[at + 1..]) {
                    Some(string) => (string, string.text.len()),
                    None => Glimpse::resolved(&bytes[at + 1..], &mut self.text)?,
                };
                glance.text?.about(string).then_some(())?;
                if field == Field::Id {
                    self.id = Some(if length == string.text.len() {
                        PassedId::Here(at + 1..at + 1 + length)
                    } else {
                        self.spelled_id.clear();
                        self.spelled_id.extend_from_slice(string.text);
                        PassedId::Spelled
                    });
                }
                Some(at + length + 2)
            }
            b'[' => list(glance.list?, bytes, at + 1),
            b'{' => self.known_keys.map(glance.map?, bytes, at + 1),
            _ => None,
        }
    }

    /// Shows a member to the rules of its field, alone, and says where it ends; none if one of them speaks.
    #[cold]
    fn member(
        &mut self,
        plan: &Plan,
        field: Field,
        bytes: &[u8],
        start: usize,
        value: usize,
    ) -> Option<usize> {
        let end = value_end(bytes, value)?;
        #[cfg(test)]
        {
            self.members_alone += 1;
        }
        self.found.clear();
        self.member.clear();
        self.member.push('{');
        self.member
            .push_str(std::str::from_utf8(&bytes[start..end]).ok()?);
        self.member.push('}');
        let document = self.parser.parse(&self.member).ok()?;
        if !document.duplicates().is_empty() || !document.lone_surrogates().is_empty() {
            return None;
        }
        let user = User::resolve(document.root(), None, std::mem::take(&mut self.unknown_keys));
        let present = user.field(field)?;
        let is_alone = document.root().members().nth(1).is_none();
        ask_field(plan, &present, None, &mut self.found);
        if field == Field::Id {
            self.spelled_id.clear();
            self.spelled_id
                .extend_from_slice(as_id(present.value)?.as_bytes());
            self.id = Some(PassedId::Spelled);
        }
        self.unknown_keys = user.into_buffer();
        (self.found.is_empty() && is_alone).then_some(end)
    }
}

/// Passes a list of strings, no two of which may be the same address or number, and says where it ends. Its items begin behind
/// `at`.
fn list(silent: Silent, bytes: &[u8], at: usize) -> Option<usize> {
    let mut texts: [&[u8]; MOST_ITEMS] = [b""; MOST_ITEMS];
    let mut at = skip_white_space(bytes, at);
    for nth in 0..MOST_ITEMS {
        at = expect(bytes, at, b'"')?;
        let string = Glimpse::of(&bytes[at..])?;
        let is_new = !texts[..nth].iter().any(|text| may_be_same(text, string.text));
        (is_new && silent.about(string)).then_some(())?;
        texts[nth] = string.text;
        at = skip_white_space(bytes, at + string.text.len() + 1);
        match bytes.get(at)? {
            b',' => at = skip_white_space(bytes, at + 1),
            b']' => return Some(at + 1),
            _ => return None,
        }
    }
    None
}

/// Whether two strings may be one address, or one number in two spellings.
pub(super) fn may_be_same(one: &[u8], other: &[u8]) -> bool {
    if one.contains(&b'@') && other.contains(&b'@') {
        return one.eq_ignore_ascii_case(other);
    }
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    one.iter().filter(is_digit).eq(other.iter().filter(is_digit))
}

/// The field with whose key the bytes begin, and the length of the key with its quotes.
fn found_key(bytes: &[u8]) -> Option<(Field, usize)> {
    if let Some(window) = bytes.first_chunk() {
        let mut keys = Field::ALL.into_iter().zip(&EXPECTED_KEYS);
        if let Some((field, key)) = keys.find(|(_, key)| key.is_at(window)) {
            return Some((field, key.length));
        }
    }
    // At the end of the bytes, or too long to be compared at once.
    let start = expect(bytes, 0, b'"')?;
    let length = memchr::memchr(b'"', &bytes[start..])?;
    let key = std::str::from_utf8(&bytes[start..start + length]).ok()?;
    Some((Field::of_key(key)?, length + 2))
}

/// A key with its quotes, in a form that is compared at once.
#[derive(Debug, Clone, Copy)]
struct ExpectedKey {
    bytes: u128,
    mask: u128,
    /// With the quotes.
    length: usize,
}

impl ExpectedKey {
    const fn of(name: &str) -> Self {
        let name = name.as_bytes();
        let length = name.len() + 2;
        if length > 16 {
            return ExpectedKey::NOWHERE;
        }
        let mut key = [0; 16];
        let mut mask = [0; 16];
        let mut at = 0;
        while at < 16 {
            if at < length {
                mask[at] = 0xFF;
                key[at] = if at == 0 || at == length - 1 {
                    b'"'
                } else {
                    name[at - 1]
                };
            }
            at += 1;
        }
        ExpectedKey {
            bytes: u128::from_le_bytes(key),
            mask: u128::from_le_bytes(mask),
            length,
        }
    }

    /// A key that stands nowhere.
    const NOWHERE: ExpectedKey = ExpectedKey {
        bytes: u128::MAX,
        mask: 0,
        length: 0,
    };

    /// The key at the start of a window, so long with its quotes.
    fn at(window: &[u8; 16], length: usize) -> Option<Self> {
        let mask = u128::MAX >> (8 * 16_usize.checked_sub(length)?);
        Some(ExpectedKey {
            bytes: u128::from_le_bytes(*window) & mask,
            mask,
            length,
        })
    }

    #[inline]
    fn is_at(&self, window: &[u8; 16]) -> bool {
        u128::from_le_bytes(*window) & self.mask == self.bytes
    }
}

static EXPECTED_KEYS: [ExpectedKey; Field::COUNT] = {
    let mut keys = [const { ExpectedKey::of("") }; Field::COUNT];
    let mut at = 0;
    while at < Field::COUNT {
        keys[at] = ExpectedKey::of(Field::ALL[at].name());
        at += 1;
    }
    keys
};

/// Keys of maps that the rules have passed, for each member in turn. Which keys a user base has in `custom` shows in its
/// first users.
#[derive(Debug)]
struct KnownKeys {
    keys: [ExpectedKey; MOST_KEYS],
    /// For what the keys were passed.
    silent: Option<EntryGlance>,
}

impl Default for KnownKeys {
    fn default() -> Self {
        KnownKeys {
            keys: [ExpectedKey::NOWHERE; MOST_KEYS],
            silent: None,
        }
    }
}

impl KnownKeys {
    /// Passes an object of strings whose members begin behind `at`, and says where it ends.
    fn map(&mut self, silent: EntryGlance, bytes: &[u8], at: usize) -> Option<usize> {
        if self.silent != Some(silent) {
            *self = KnownKeys {
                silent: Some(silent),
                ..KnownKeys::default()
            };
        }
        let mut keys = [0; MOST_KEYS];
        let mut at = skip_white_space(bytes, at);
        for nth in 0..MOST_KEYS {
            let key = self.key(silent, bytes, at, nth)?;
            if keys[..nth].contains(&key.bytes) {
                return None;
            }
            keys[nth] = key.bytes;
            at = skip_white_space(bytes, at + key.length);
            at = skip_white_space(bytes, expect(bytes, at, b':')?);
            at = expect(bytes, at, b'"')?;
            let value = Glimpse::of(&bytes[at..])?;
            silent.value.about(value).then_some(())?;
            at = skip_white_space(bytes, at + value.text.len() + 1);
            match bytes.get(at)? {
                b',' => at = skip_white_space(bytes, at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
        None
    }

    /// The key that begins at `at`, if it is passed and short enough to be compared at once.
    #[inline]
    fn key(&mut self, silent: EntryGlance, bytes: &[u8], at: usize, nth: usize) -> Option<ExpectedKey> {
        let window = bytes.get(at..)?.first_chunk()?;
        let known = self.keys[nth];
        if known.is_at(window) {
            return Some(known);
        }
        expect(bytes, at, b'"')?;
        let key = Glimpse::of(&bytes[at + 1..])?;
        silent.key.about(key).then_some(())?;
        let key = ExpectedKey::at(window, key.text.len() + 2)?;
        self.keys[nth] = key;
        Some(key)
    }
}

/// Where the value that begins at `at` ends, if it is JSON.
fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = at;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = string_end(bytes, at + 1)?;
                if depth == 0 {
                    return Some(at);
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return Some(at),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// Where the string ends whose opening quote stands before `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[inline]
pub(super) fn expect(bytes: &[u8], at: usize, wanted: u8) -> Option<usize> {
    (*bytes.get(at)? == wanted).then_some(at + 1)
}

/// Where the next token begins.
#[inline]
pub(super) fn skip_white_space(bytes: &[u8], at: usize) -> usize {
    // In most texts nothing stands between most tokens: one comparison.
    match bytes.get(at) {
        Some(&byte) if byte > b' ' => at,
        _ => behind_white_space(bytes, at),
    }
}

#[inline(never)]
fn behind_white_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}
