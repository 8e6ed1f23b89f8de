//! From users whose hashes are equal to users whose ids are alike: the ids themselves are compared.
//!
//! Each user is held against the first with its spelling, the first with its id and the first with a form of it, and
//! against no other. So the work is linear, and a group of many is told as so many repetitions of its first.

use std::collections::HashMap;
use std::sync::Arc;

use super::content::Digester;
use super::{Dataset, First, Likeness, Repeat, SourceId};
use crate::finding::SourceName;
use crate::grammar::user_id::alike::{self, Difference};
use crate::shape::{Id, Payload};
use crate::source::{LineIndex, Source, Span};

/// The users of an index whose hash another has, and what is known of them so far.
#[derive(Debug)]
pub struct Candidates {
    /// The numbers of the users, sorted.
    at: Vec<u64>,
    /// For each source the number of its first user; one more for the end.
    sources: Vec<u64>,
    names: Vec<Option<Arc<SourceName>>>,
    digester: Digester,
    firsts: Vec<First>,
    by_string: HashMap<Box<str>, usize>,
    by_number: HashMap<Box<str>, usize>,
    by_id: HashMap<Box<str>, usize>,
    by_form: HashMap<Box<str>, usize>,
    repeats: Vec<Repeat>,
}

impl Candidates {
    pub(super) fn new(at: Vec<u64>, mut sources: Vec<u64>, payloads: u64) -> Self {
        let names = vec![None; sources.len()];
        sources.push(payloads);
        Candidates {
            at,
            sources,
            names,
            digester: Digester::default(),
            firsts: Vec::new(),
            by_string: HashMap::new(),
            by_number: HashMap::new(),
            by_id: HashMap::new(),
            by_form: HashMap::new(),
            repeats: Vec::new(),
        }
    }

    /// Whether there are none at all: then nothing stands more than once.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Whether some are in this source, so that it must be looked at again.
    pub fn are_in(&self, source: SourceId) -> bool {
        !self.within(source).is_empty()
    }

    /// The numbers of those in a source.
    fn within(&self, source: SourceId) -> &[u64] {
        let SourceId(source) = source;
        let Some(&[start, end]) = self.sources.get(source..source + 2) else {
            return &[];
        };
        let from = self.at.partition_point(|&at| at < start);
        let to = self.at.partition_point(|&at| at < end);
        &self.at[from..to]
    }

    /// Begins to look at a source again.
    pub(crate) fn begin<'c, 's>(&'c mut self, id: SourceId, source: Source<'s>) -> Confirming<'c, 's> {
        if let Some(name) = self.names.get_mut(id.0) {
            *name = Some(Arc::new(SourceName::of(source)));
        }
        self.begin_part(id, 0, LineIndex::new(source.bytes))
    }

    /// Begins to look at a part of a source again, before which it has so many users.
    pub(crate) fn begin_part<'c, 's>(
        &'c mut self,
        id: SourceId,
        users_before: usize,
        lines: LineIndex<'s>,
    ) -> Confirming<'c, 's> {
        let first = self.sources.get(id.0).copied().unwrap_or(u64::MAX);
        Confirming {
            next: first.saturating_add(users_before as u64),
            source: id.0,
            lines,
            candidates: self,
        }
    }

    /// What was found, once all sources that hold candidates have been looked at.
    pub fn finish(mut self) -> Dataset {
        // As they are already, if the sources came in their order: they are searched by it.
        self.repeats.sort_unstable_by_key(|repeat| repeat.at);
        let mut referred: Vec<_> = self
            .repeats
            .iter()
            .map(|repeat| self.firsts[repeat.first].at)
            .collect();
        referred.sort_unstable();
        referred.dedup();
        Dataset {
            sources: self.sources,
            names: self.names,
            firsts: self.firsts,
            repeats: self.repeats,
            referred,
        }
    }

    /// How a user repeats an earlier one, and which; none if it is the first of its kind.
    fn repeated(
        &mut self,
        id: &Id<'_>,
        forms: &alike::Forms<'_>,
        payload: &Payload<'_>,
    ) -> Option<(usize, Likeness)> {
        let same_spelling = match id.number {
            Some(number) => self.by_number.get(number),
            None => self.by_string.get(id.text.as_ref()),
        };
        if let Some(&first) = same_spelling {
            let content = self.digester.digest(payload.root);
            let earlier = &mut self.firsts[first];
            earlier.count += 1;
            let likeness = Likeness::Duplicate {
                nth: earlier.count,
                is_equal: earlier.content == content,
            };
            return Some((first, likeness));
        }
        if let Some(&first) = self.by_id.get(id.text.as_ref()) {
            return Some((first, Likeness::Collision));
        }
        let with_form = |form: &str| self.by_form.get(form).copied();
        let second = forms.second.as_deref().and_then(with_form);
        let first = with_form(&forms.first).into_iter().chain(second).min()?;
        let difference = Difference::between(&self.firsts[first].id, &id.text);
        Some((first, Likeness::Confusable(difference)))
    }

    /// Remembers a user as the first with its spelling, and as the first with its id and its forms if it is.
    fn remember(&mut self, first: First, forms: alike::Forms<'_>) {
        let number = self.firsts.len();
        match &first.number {
            Some(spelling) => self.by_number.insert(spelling.clone(), number),
            None => self.by_string.insert(first.id.clone(), number),
        };
        self.by_id.entry(first.id.clone()).or_insert(number);
        let all: [Option<Box<str>>; 2] = [Some(forms.first.into()), forms.second.map(Into::into)];
        for form in all.into_iter().flatten() {
            self.by_form.entry(form).or_insert(number);
        }
        self.firsts.push(first);
    }
}

/// A source that is looked at again.
pub(crate) struct Confirming<'c, 's> {
    candidates: &'c mut Candidates,
    source: usize,
    lines: LineIndex<'s>,
    /// The number of the next user.
    next: u64,
}

impl Confirming<'_, '_> {
    /// Takes the next user, who stands in a text that starts at `base`.
    pub(crate) fn payload(&mut self, payload: &Payload<'_>, base: usize) {
        let at = self.next;
        self.next += 1;
        if self.candidates.at.binary_search(&at).is_err() {
            return;
        }
        let Some(id) = payload.record_id() else { return };
        let forms = alike::forms(&id.text);
        let repeated = self.candidates.repeated(&id, &forms, payload);
        if let Some((first, likeness)) = repeated {
            self.candidates.repeats.push(Repeat { at, first, likeness });
        }
        if !matches!(repeated, Some((_, Likeness::Duplicate { .. }))) {
            let range = id.place.resolve().range;
            let first = First {
                at,
                source: self.source,
                id: id.text.as_ref().into(),
                number: id.number.map(Into::into),
                content: self.candidates.digester.digest(payload.root),
                location: self.lines.locate(Span::new(base + range.start, base + range.end)),
                count: 1,
            };
            self.candidates.remember(first, forms);
        }
    }
}
