//! Texts that hold clean users and nothing else: passed at a glance, and counted.
//!
//! A text is passed as a whole or not at all. It is read in a shape here only where `shape.rs` could see no other in it.

use std::collections::HashSet;

use super::plan::Plan;
use super::walk::{begins_with_field, expect, skip_white_space};
use super::{Compared, Run};
use crate::field::Field;
use crate::glance::Glimpse;
use crate::limits::USERS_PER_REQUEST;
use crate::ndjson;
use crate::shape::{Shape, is_wrapper_key};
use crate::surface::Surfaces;
use crate::syntax::dialect::Dialect;
use crate::syntax::json::Parser;

/// Clean users that were passed, and how they stand in their text.
#[derive(Debug, Clone, Copy)]
struct Passed {
    shape: Shape,
    users: usize,
    /// Where the last bracket around them ends.
    end: usize,
}

impl Run<'_> {
    /// Judges each line that is not blank as a text. The bytes begin at `base` in the source.
    pub(super) fn lines(&mut self, parser: &mut Parser, bytes: &[u8], base: usize) {
        let mut at = 0;
        loop {
            at = self.pass_lines(bytes, at);
            let Some(line) = ndjson::lines(&bytes[at..]).next() else {
                return;
            };
            let text = line.of(&bytes[at..]);
            self.input.texts += 1;
            // The line feed in front of it has been counted, and it has none.
            let is_next = line.start <= 1;
            if !is_next || !self.is_asked_at_a_glance() || text.contains(&b'\r') {
                self.line_feeds = None;
            }
            // That it is no clean user has just been seen.
            if begins_with_field(text) || !self.is_clean_at_a_glance(text) {
                self.look_closely(parser, text, base + at + line.start, None);
            }
            at += line.end;
        }
    }

    /// Passes lines that are clean users and nothing else, and counts them; says where the last one ends.
    fn pass_lines(&mut self, bytes: &[u8], mut at: usize) -> usize {
        let plan = &self.linter.plan;
        let may_be_user = matches!(self.shape, None | Some(Shape::Ndjson | Shape::User));
        let may_be_repeated = matches!(self.compared, Compared::With(_));
        if !self.is_asked_at_a_glance() || !may_be_user || may_be_repeated {
            self.line_feeds = None;
            return at;
        }
        let mut users = 0;
        let mut line_feeds = 0;
        let mut are_counted = true;
        loop {
            let behind_break = at + usize::from(bytes.get(at) == Some(&b'\n'));
            let start = skip_white_space::<false>(bytes, behind_break);
            line_feeds += behind_break - at;
            are_counted &= start == behind_break;
            let Some(end) = self.walk.user::<true>(plan, bytes, start, None) else {
                break;
            };
            let ends_line = |at: usize| matches!(bytes[at..], [] | [b'\n', ..] | [b'\r', b'\n', ..]);
            let end = if ends_line(end) {
                end
            } else {
                skip_white_space::<true>(bytes, end)
            };
            if !ends_line(end) {
                break;
            }
            if let Compared::Indexed(index) = &mut self.compared {
                index.add_id(self.walk.id(bytes));
            }
            users += 1;
            at = end;
        }
        self.line_feeds = self
            .line_feeds
            .filter(|_| are_counted)
            .map(|before| before + line_feeds);
        self.input.texts += users;
        self.count_clean(users);
        at
    }

    /// Passes a text in which all users are clean, and counts them. False decides nothing.
    pub(super) fn is_clean_at_a_glance(&mut self, bytes: &[u8]) -> bool {
        let linter = self.linter;
        let plan = &linter.plan;
        if !self.is_asked_at_a_glance() {
            return false;
        }
        let mark = match &self.compared {
            Compared::Indexed(index) => Some(index.mark()),
            Compared::Not | Compared::With(_) => None,
        };
        match self.pass(plan, bytes) {
            Some(passed) if !self.is_repeated(passed.users) => {
                self.report.shape = self.report.shape.or(Some(passed.shape));
                self.count_clean(passed.users);
                true
            }
            _ => {
                if let (Compared::Indexed(index), Some(mark)) = (&mut self.compared, mark) {
                    index.forget(mark);
                }
                false
            }
        }
    }

    fn is_asked_at_a_glance(&self) -> bool {
        self.linter.plan.glances.is_some() && self.report.dialect == Dialect::Json && self.audience.is_none()
    }

    fn count_clean(&mut self, users: usize) {
        if users > 0 {
            let surfaces = self.linter.plan.asked.surfaces;
            self.report.verdicts.count(users, surfaces, Surfaces::NONE);
            self.report.payloads += users;
            self.input.payloads += users;
            self.is_referred = false;
        }
    }

    /// Whether one of the next so many users repeats another, or is repeated.
    fn is_repeated(&self, users: usize) -> bool {
        match &self.compared {
            Compared::With(part) => part.concerns(self.input.payloads, users),
            Compared::Not | Compared::Indexed(_) => false,
        }
    }

    fn pass(&mut self, plan: &Plan, bytes: &[u8]) -> Option<Passed> {
        let at = skip_white_space::<false>(bytes, 0);
        let passed = match bytes.get(at)? {
            b'{' => match self.pass_user(plan, bytes, at, None) {
                Some(end) => Passed {
                    shape: Shape::User,
                    users: 1,
                    end,
                },
                None => self.pass_map(plan, bytes, at + 1)?,
            },
            b'[' => self.pass_list(plan, bytes, at + 1)?,
            _ => return None,
        };
        let wanted = self.shape.filter(|&shape| shape != Shape::Ndjson);
        let is_whole = skip_white_space::<false>(bytes, passed.end) == bytes.len();
        (is_whole && wanted.is_none_or(|wanted| wanted == passed.shape)).then_some(passed)
    }

    fn pass_list(&mut self, plan: &Plan, bytes: &[u8], at: usize) -> Option<Passed> {
        let mut at = skip_white_space::<false>(bytes, at);
        let mut users = 0;
        loop {
            at = skip_white_space::<false>(bytes, self.pass_user(plan, bytes, at, None)?);
            users += 1;
            match bytes.get(at)? {
                b',' => at = skip_white_space::<false>(bytes, at + 1),
                b']' => break,
                _ => return None,
            }
        }
        Some(Passed {
            shape: Shape::List,
            users,
            end: at + 1,
        })
    }

    /// An object of users by id, as many as `PUT /users` takes. No key is that of a field or a wrapper, and whoever has an id
    /// has it as key: so it is no user, no wrapper, and the keys are no other names.
    fn pass_map(&mut self, plan: &Plan, bytes: &[u8], at: usize) -> Option<Passed> {
        let mut ids = HashSet::new();
        let mut at = skip_white_space::<false>(bytes, at);
        loop {
            let key = Glimpse::of(bytes.get(expect(bytes, at, b'"')?..)?)?;
            let id = std::str::from_utf8(key.text).ok()?;
            let is_id = Field::of_key(id).is_none() && !is_wrapper_key(id) && ids.insert(id);
            let is_room = ids.len() <= USERS_PER_REQUEST;
            (is_id && is_room).then_some(())?;
            at = expect(
                bytes,
                skip_white_space::<false>(bytes, at + key.text.len() + 2),
                b':',
            )?;
            at = self.pass_user(plan, bytes, skip_white_space::<false>(bytes, at), Some(id))?;
            at = skip_white_space::<false>(bytes, at);
            match bytes.get(at)? {
                b',' => at = skip_white_space::<false>(bytes, at + 1),
                b'}' => break,
                _ => return None,
            }
        }
        Some(Passed {
            shape: Shape::Map,
            users: ids.len(),
            end: at + 1,
        })
    }

    /// Passes the user who begins at `at`, and says where they end. An id that is `given` outside is also theirs.
    fn pass_user(&mut self, plan: &Plan, bytes: &[u8], at: usize, given: Option<&str>) -> Option<usize> {
        let end = self.walk.user::<false>(plan, bytes, at, given)?;
        let own = self.walk.id(bytes);
        let id = match given.map(str::as_bytes) {
            Some(given) if own.is_some_and(|own| own != given) => return None,
            Some(given) => Some(given),
            None => own,
        };
        if let Compared::Indexed(index) = &mut self.compared {
            index.add_id(id);
        }
        Some(end)
    }
}
