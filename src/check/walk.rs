//! The fast yes: passes users who are clean, as most are, without a tape and without asking each rule.
//!
//! What it passes is clean, whatever the plan: the bytes are JSON, every member is a field that was looked at, and at each
//! of them all rules are silent. It looks three times: at the bytes of a member (`glances.rs`); where that shows too little (an
//! escape, a letter beyond ASCII, a rare value), the member is parsed alone and shown to the rules of its field; and where these
//! speak, or anything is odd, it gives up. Then the user is parsed and shown to all rules: a no decides nothing.

use std::ops::Range;

mod keys;
mod passed;

use self::keys::KnownKeys;
use self::passed::{Passed, Short};
use super::ask_field;
use super::glances::{FieldGlance, FieldSet};
use super::plan::Plan;
use crate::field::Field;
use crate::finding::Unlocated;
use crate::glance::{Glimpse, Silent};
use crate::grammar::lanes;
use crate::rule::Present;
use crate::shape::as_id;
use crate::syntax::json::Parser;
use crate::syntax::tape::NodeId;
use crate::user::User;

/// The items of a list that are told apart at a glance.
const MOST_ITEMS: usize = 4;

/// Passes users. Keeps what the last one taught about the next.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Keys of maps that the rules have passed, most of them by now.
    known_keys: KnownKeys,
    /// Strings that the rules have passed.
    passed: Passed,
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

impl Walk {
    /// Passes the user that begins at `at`, perhaps only on one line, and says where it ends. None: look closer. An id may be `given` outside; whether it
    /// is that in the user is not asked.
    pub(super) fn user<const ON_ONE_LINE: bool>(
        &mut self,
        plan: &Plan,
        bytes: &[u8],
        at: usize,
        given: Option<&str>,
    ) -> Option<usize> {
        let glances = plan.glances.as_ref()?;
        let mut present = FieldSet::NONE;
        self.id = None;
        let mut at = expect(bytes, at, b'{')?;
        loop {
            let start = skip_white_space::<ON_ONE_LINE>(bytes, at);
            let (field, behind_key) = keys::field(bytes, start)?;
            if present.contains(field) || glances.refused.contains(field) {
                return None;
            }
            present.insert(field);
            at = match bytes.get(behind_key)? {
                b':' => behind_key + 1,
                _ => expect(bytes, skip_white_space::<ON_ONE_LINE>(bytes, behind_key), b':')?,
            };
            at = skip_white_space::<ON_ONE_LINE>(bytes, at);
            let glance = &glances.fields[field as usize];
            at = if let Some(end) = self.value::<ON_ONE_LINE>(glance, field, bytes, at) {
                end
            } else {
                let end = self.member(plan, field, bytes, start, at)?;
                if ON_ONE_LINE && bytes[at..end].contains(&b'\n') {
                    return None;
                }
                self.keep(field, &bytes[at..end]);
                end
            };
            at = skip_white_space::<ON_ONE_LINE>(bytes, at);
            match bytes.get(at)? {
                b',' => at += 1,
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

    /// Whether a glance shows that the rules of a field are silent about its value.
    pub(super) fn passes(&mut self, plan: &Plan, present: &Present<'_>) -> bool {
        let Some(glances) = &plan.glances else {
            return false;
        };
        let glance = &glances.fields[present.field as usize];
        let text = present.value.document().text().as_bytes();
        self.value::<false>(glance, present.field, text, present.value.range().start)
            .is_some()
    }

    /// Keeps a value that the rules have passed, if it is a short string.
    #[cold]
    fn keep(&mut self, field: Field, value: &[u8]) {
        if let [b'"', string @ .., b'"'] = value
            && may_be_known(field)
            && !string.contains(&b'\\')
        {
            let mut window = [0; lanes::WIDTH];
            if let Some(start) = window.get_mut(..=string.len()) {
                start.copy_from_slice(&value[1..]);
                if let Some(short) = Short::of(field, &window) {
                    self.passed.keep(short);
                }
            }
        }
    }

    /// The id of the user who was passed last, if they have one in themselves: in UTF-8, as a string. `bytes` are those in
    /// which they stood.
    pub(super) fn id<'w>(&'w self, bytes: &'w [u8]) -> Option<&'w [u8]> {
        self.id.as_ref().map(|id| match id {
            PassedId::Here(range) => &bytes[range.clone()],
            PassedId::Spelled => &self.spelled_id,
        })
    }

    /// Passes a value at a glance, and says where it ends.
    #[inline]
    fn value<const ON_ONE_LINE: bool>(
        &mut self,
        glance: &FieldGlance,
        field: Field,
        bytes: &[u8],
        at: usize,
    ) -> Option<usize> {
        match bytes.get(at)? {
            b'"' => self.text(glance.text?, field, bytes, at + 1),
            b'[' => list::<ON_ONE_LINE>(glance.list?, bytes, at + 1),
            b'{' => self
                .known_keys
                .map::<ON_ONE_LINE>(glance.map?, &mut self.passed, field, bytes, at + 1),
            b'n' => (glance.null && field != Field::Id && bytes[at..].starts_with(b"null")).then_some(at + 4),
            _ => None,
        }
    }

    /// Passes a string that begins behind its quote at `at`, and says where its value ends.
    #[inline]
    fn text(&mut self, silent: Silent, field: Field, bytes: &[u8], at: usize) -> Option<usize> {
        let short = may_be_known(field)
            .then(|| Short::of(field, &bytes[at..]))
            .flatten();
        if let Some(short) = short
            && self.passed.has(short)
        {
            return Some(at + short.length + 1);
        }
        if let Some(string) = Glimpse::of(&bytes[at..]) {
            silent.about(string).then_some(())?;
            if field == Field::Id {
                self.id = Some(PassedId::Here(at..at + string.text.len()));
            }
            if let Some(short) = short {
                self.passed.keep(short);
            }
            return Some(at + string.text.len() + 1);
        }
        let (string, length) = Glimpse::resolved(&bytes[at..], &mut self.text)?;
        silent.about(string).then_some(())?;
        if field == Field::Id {
            self.spelled_id.clear();
            self.spelled_id.extend_from_slice(string.text);
            self.id = Some(PassedId::Spelled);
        }
        Some(at + length + 1)
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

/// Whether many users have the same short string in a field. In others strings are seldom short, or seldom those of two.
fn may_be_known(field: Field) -> bool {
    matches!(field, Field::Locale | Field::Role | Field::Configuration)
}

/// Whether a text is an object that begins with a field of a user, and so is no map of them.
pub(super) fn begins_with_field(bytes: &[u8]) -> bool {
    let at = skip_white_space::<false>(bytes, 0);
    expect(bytes, at, b'{')
        .is_some_and(|at| keys::field(bytes, skip_white_space::<false>(bytes, at)).is_some())
}

/// Passes a list of strings, no two of which may be the same address or number, and says where it ends. Its items begin behind
/// `at`.
fn list<const ON_ONE_LINE: bool>(silent: Silent, bytes: &[u8], at: usize) -> Option<usize> {
    let mut texts: [&[u8]; MOST_ITEMS] = [b""; MOST_ITEMS];
    let mut at = skip_white_space::<ON_ONE_LINE>(bytes, at);
    for nth in 0..MOST_ITEMS {
        at = expect(bytes, at, b'"')?;
        let string = Glimpse::of(&bytes[at..])?;
        let is_new = !texts[..nth].iter().any(|text| may_be_same(text, string.text));
        (is_new && silent.about(string)).then_some(())?;
        texts[nth] = string.text;
        at = skip_white_space::<ON_ONE_LINE>(bytes, at + string.text.len() + 1);
        match bytes.get(at)? {
            b',' => at = skip_white_space::<ON_ONE_LINE>(bytes, at + 1),
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

/// Where the next token begins; on one line, or wherever it is.
#[inline]
pub(super) fn skip_white_space<const ON_ONE_LINE: bool>(bytes: &[u8], at: usize) -> usize {
    // In most texts nothing stands between most tokens: one comparison.
    match bytes.get(at) {
        Some(&byte) if byte > b' ' => at,
        _ => behind_white_space(bytes, at, ON_ONE_LINE),
    }
}

#[inline(never)]
fn behind_white_space(bytes: &[u8], mut at: usize, is_on_one_line: bool) -> usize {
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t') => {}
            Some(b'\n' | b'\r') if !is_on_one_line => {}
            _ => return at,
        }
        at += 1;
    }
}
