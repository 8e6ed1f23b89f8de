//! The users one behind the other, with what holds them.

use super::defects::{Change, Defect, Likeness, Text, Whole};
use super::random::Random;
use super::user::{Draft, Ids, Kind, write_hex, write_number};
use super::{Generator, defects};
use crate::limits::{DEPTH, OPERATIONS_PER_BATCH, USERS_PER_REQUEST};
use crate::shape::Shape;

/// The users of one `GET /users` at most.
const USERS_PER_PAGE: u64 = 100;

/// A text on its way: users, and what holds them.
#[derive(Debug)]
pub struct Users {
    kind: Kind,
    shape: Shape,
    count: u64,
    defects: Vec<&'static Defect>,
    percent: u64,
    random: Random,
    draft: Draft,
    made: u64,
    broken: u64,
}

impl Users {
    pub(super) fn new(
        generator: &Generator,
        shape: Shape,
        count: u64,
        defects: Vec<&'static Defect>,
        percent: u64,
    ) -> Self {
        let mut random = Random::new(generator.seed);
        let kind = Kind {
            surface: generator.surface,
            ids: Ids::draw(&mut random),
            locales: generator.locales.clone(),
        };
        Users {
            kind,
            shape,
            count,
            percent: if defects.is_empty() { 0 } else { percent },
            defects,
            random,
            draft: Draft::default(),
            made: 0,
            broken: 0,
        }
    }

    /// How the users stand.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The rest of the text.
    #[must_use]
    pub fn into_bytes(mut self) -> Vec<u8> {
        let mut text = Vec::new();
        while self.write_next(&mut text) {}
        text
    }

    /// Adds the next user to what is in the buffer, with what stands around; false if the text has ended, and nothing was
    /// added.
    pub fn write_next(&mut self, out: &mut Vec<u8>) -> bool {
        let at = self.made;
        if at == self.count {
            return false;
        }
        self.draft.make(at, &self.kind, &mut self.random);
        // There the key or the path has it.
        if matches!(self.shape, Shape::Map | Shape::Operations) {
            self.draft.remove("id");
        }
        let defect = self.next_defect();
        if let Some(defect) = defect {
            self.break_draft(defect);
        }
        let whole = defect.and_then(|defect| match defect.change {
            Change::Whole(whole) => Some(whole),
            _ => None,
        });
        let group = self.group(whole);
        let place = at % group;
        let is_last = at + 1 == self.count || place + 1 == group;
        self.open(out, place, whole);
        let start = out.len();
        self.draft.write(out);
        if let Some(Defect {
            change: Change::Text(text),
            ..
        }) = defect
        {
            break_text(out, start, *text);
        }
        self.close(out, is_last, whole);
        self.made += 1;
        true
    }

    fn next_defect(&mut self) -> Option<&'static Defect> {
        // Percents are at most 100, and users fewer than 2⁵⁷.
        if self.broken >= (self.made + 1).saturating_mul(self.percent) / 100 {
            return None;
        }
        let defects = self.defects.len() as u64;
        let defect = self.defects[usize::try_from(self.broken % defects).unwrap_or(0)];
        self.broken += 1;
        Some(defect)
    }

    fn break_draft(&mut self, defect: &'static Defect) {
        let number = self.made;
        match defect.change {
            Change::Set("id", values) => {
                let own: Vec<&str> = values
                    .iter()
                    .copied()
                    .filter(|value| value.contains('#'))
                    .collect();
                let values = if own.is_empty() { values } else { &own };
                let value = defects::numbered(self.random.one_of(values), number);
                self.draft.set("id", value.as_bytes());
            }
            Change::Set(key, values) => self.draft.set(key, self.random.one_of(values).as_bytes()),
            Change::Repeat(key, values) => self.draft.repeat(key, self.random.one_of(values).as_bytes()),
            Change::Remove(key) => self.draft.remove(key),
            Change::Id(likeness) => self.draft.set("id", pair(likeness, number).as_bytes()),
            Change::Whole(Whole::OtherId) => {
                let other = format!("\"other_{number}\"");
                self.draft.set("id", other.as_bytes());
            }
            Change::Text(_) | Change::Whole(_) => {}
        }
    }

    /// How many users stand in one document.
    fn group(&self, whole: Option<Whole>) -> u64 {
        match (self.shape, whole) {
            (_, Some(Whole::TooManyUsers | Whole::TooManyOperations)) => u64::MAX,
            (Shape::Map, _) => USERS_PER_REQUEST as u64,
            (Shape::Operations, _) => OPERATIONS_PER_BATCH as u64,
            (Shape::Page, _) => USERS_PER_PAGE,
            (Shape::Webhook | Shape::User | Shape::Ndjson, _) => 1,
            _ => u64::MAX,
        }
    }

    fn open(&mut self, out: &mut Vec<u8>, place: u64, whole: Option<Whole>) {
        let is_first = place == 0;
        match self.shape {
            Shape::List => out.extend_from_slice(if is_first { b"[\n" } else { b"" }),
            Shape::Wrapper => out.extend_from_slice(if is_first { b"{\"users\":[\n" } else { b"" }),
            Shape::Page => out.extend_from_slice(if is_first { b"{\"data\":[" } else { b"" }),
            Shape::Map => {
                out.extend_from_slice(if is_first { b"{\"" } else { b"\"" });
                out.extend_from_slice(&self.draft.id);
                out.extend_from_slice(b"\":");
            }
            Shape::Operations => {
                out.extend_from_slice(if is_first { b"[[" } else { b"[" });
                match whole {
                    Some(Whole::Sequence) => out.extend_from_slice(b"\"1\""),
                    Some(Whole::SameSequence) => out.push(b'1'),
                    _ => write_number(out, place + 1),
                }
                out.extend_from_slice(b",\"PUT\",\"/users/");
                out.extend_from_slice(&self.draft.id);
                out.extend_from_slice(b"\",");
            }
            Shape::Webhook => {
                out.extend_from_slice(b"{\"id\":\"evt_");
                write_hex(out, self.random.next(), 16);
                out.extend_from_slice(b"\",\"type\":\"user.created\",\"createdAt\":");
                write_number(out, 1_800_000_000_000 + self.made);
                out.extend_from_slice(b",\"data\":{\"user\":");
            }
            Shape::User | Shape::Ndjson | Shape::Keyed => {}
        }
    }

    fn close(&self, out: &mut Vec<u8>, is_last: bool, whole: Option<Whole>) {
        let (end, next): (&[u8], &[u8]) = match self.shape {
            Shape::List => (b"\n]\n", b",\n"),
            Shape::Wrapper => (b"\n]}\n", b",\n"),
            Shape::Page => (b"]}\n", b","),
            Shape::Map => (b"}\n", b","),
            Shape::Operations if whole == Some(Whole::ApiVersion) => (
                b",{\"api_version\":\"2020-02-30\"}]]\n",
                b",{\"api_version\":\"2020-02-30\"}],",
            ),
            Shape::Operations => (b"]]\n", b"],"),
            Shape::Webhook => (b"}}\n", b""),
            Shape::User | Shape::Ndjson | Shape::Keyed => (b"\n", b""),
        };
        out.extend_from_slice(if is_last { end } else { next });
    }
}

/// The ids of a pair of users, by the number of the one who stands there.
fn pair(likeness: Likeness, number: u64) -> String {
    let (pair, is_second) = (number / 2, number % 2 == 1);
    match (likeness, is_second) {
        (Likeness::Same, _) | (Likeness::Case, false) => format!("\"user_{pair}\""),
        (Likeness::Number, false) => pair.to_string(),
        (Likeness::Number, true) => format!("\"{pair}\""),
        (Likeness::Case, true) => format!("\"User_{pair}\""),
    }
}

/// Breaks the text of a user, which is what stands in the buffer from `start` on.
fn break_text(out: &mut Vec<u8>, start: usize, text: Text) {
    let more: &[u8] = match text {
        Text::CommaAtEnd => b",}",
        Text::Latin1 => b",\"k\":\"\xFC\"}",
        Text::Deep => b",\"custom\":",
        Text::ByteOrderMark => {
            out.splice(start..start, *b"\xEF\xBB\xBF");
            return;
        }
    };
    out.pop();
    out.extend_from_slice(more);
    if text == Text::Deep {
        let levels = DEPTH + 1;
        out.extend(std::iter::repeat_n(b'[', levels));
        out.extend(std::iter::repeat_n(b']', levels));
        out.push(b'}');
    }
}
