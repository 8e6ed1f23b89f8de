//! The join: by id first, then, of those who are left, by mark.
//!
//! Bounded by what it finds: sixteen bytes for a user in whom something differs, some twelve for one who is gone or new; and
//! while the marks are joined four for each user and twenty-four for each mark of one who is gone. Whoever is looked at
//! again is looked at in the order of the newer text, so that texts that are not held are read from front to back.

use std::ops::Range;

use super::category::Category;
use super::effect::{Effects, value};
use super::identity::{Identity, Proof};
use super::mark::Mark;
use super::record::{Record, keyed_hash};
use super::snapshot::{Reader, Snapshot, index};
use super::text::SnapshotError;
use crate::field::Field;
use crate::report::Failure;
use crate::syntax::tape::Kind;
use crate::user::User;

/// What differs between two snapshots. [`Diff::count`] says how much, [`Diff::changes`] what.
pub struct Diff<'s> {
    pub(super) old: &'s Snapshot<'s>,
    pub(super) new: &'s Snapshot<'s>,
    pub(super) marks: &'s [Mark],
    pub(super) moved: Vec<Pair>,
    pub(super) ambiguous: Vec<Ambiguous>,
    pub(super) reused: Vec<Pair>,
    pub(super) differing: Vec<Differing>,
    pub(super) removed: Vec<u32>,
    pub(super) added: Vec<u32>,
    #[cfg(feature = "reports")]
    pub(super) is_redacted: bool,
    /// Why nothing was compared.
    lost: Option<Failure>,
    counts: [usize; Category::ALL.len()],
    fields: [[usize; Field::COUNT]; Category::ALL.len()],
}

/// A user of each snapshot, by index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) old: u32,
    pub(super) new: u32,
}

/// A user who is gone, and of whom somebody new has a mark that proves nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ambiguous {
    pub(super) old: u32,
    /// The first such mark, by index.
    pub(super) mark: u32,
}

/// A user in both snapshots, in whom something differs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Differing {
    pub(super) pair: Pair,
    pub(super) effects: Effects,
}

impl<'s> Diff<'s> {
    /// Compares two snapshots. By the marks it is known who came back under another id.
    ///
    /// For snapshots of sources that are held, of which nothing can be lost; of others see [`Diff::try_between`]. Where a
    /// text cannot be read again nothing is compared, and why is among the [`failures`](Diff::failures).
    pub fn between(old: &'s Snapshot<'s>, new: &'s Snapshot<'s>, marks: &'s [Mark]) -> Self {
        Diff::try_between(old, new, marks).unwrap_or_else(|error| Diff {
            lost: Some(Failure::new(None, error.to_string())),
            ..Diff::nothing(old, new, marks)
        })
    }

    /// [`Diff::between`] of snapshots that may not be held. An error: a text could not be read again, or has changed.
    pub fn try_between(
        old: &'s Snapshot<'s>,
        new: &'s Snapshot<'s>,
        marks: &'s [Mark],
    ) -> Result<Self, SnapshotError> {
        let mut join = Join {
            old,
            new,
            marks,
            old_reader: old.reader(),
            new_reader: new.reader(),
            gone: Vec::new(),
            fresh: Vec::new(),
            reused: Vec::new(),
            differing: Vec::new(),
        };
        join.by_id()?;
        join.look_at_differing()?;
        let Moves { moved, ambiguous } = join.by_mark()?;
        let mut diff = Diff {
            moved,
            ambiguous,
            reused: join.reused,
            differing: join.differing,
            removed: join.gone,
            added: join.fresh,
            ..Diff::nothing(old, new, marks)
        };
        diff.leave_out_moved();
        diff.in_text_order();
        diff.count_all();
        Ok(diff)
    }

    fn nothing(old: &'s Snapshot<'s>, new: &'s Snapshot<'s>, marks: &'s [Mark]) -> Self {
        Diff {
            old,
            new,
            marks,
            moved: Vec::new(),
            ambiguous: Vec::new(),
            reused: Vec::new(),
            differing: Vec::new(),
            removed: Vec::new(),
            added: Vec::new(),
            #[cfg(feature = "reports")]
            is_redacted: false,
            lost: None,
            counts: [0; Category::ALL.len()],
            fields: [[0; Field::COUNT]; Category::ALL.len()],
        }
    }

    /// How many changes of a kind there are.
    pub fn count(&self, category: Category) -> usize {
        self.counts[category as usize]
    }

    /// In how many users each field is concerned, in documentation order. Empty but for changes of fields.
    pub fn fields(&self, category: Category) -> impl Iterator<Item = (Field, usize)> {
        let counts = &self.fields[category as usize];
        let counted = Field::ALL.into_iter().zip(counts.iter().copied());
        counted.filter(|&(_, count)| count > 0)
    }

    /// Whether nothing differs that a re-sync would not leave as it is.
    pub fn is_empty(&self) -> bool {
        self.lost.is_none() && self.counts.iter().all(|&count| count == 0)
    }

    /// The same without personal values: of an id the start of its hash, no roles and locales, and of the keys in
    /// `custom` and `pushTokens` none that is a token or personal by its form.
    #[cfg(feature = "reports")]
    #[must_use]
    pub fn redacted(mut self) -> Self {
        self.is_redacted = true;
        self
    }

    /// The older snapshot.
    pub fn older(&self) -> &'s Snapshot<'s> {
        self.old
    }

    /// The newer snapshot.
    pub fn newer(&self) -> &'s Snapshot<'s> {
        self.new
    }

    /// The marks by which it was looked for those who moved.
    pub fn marks(&self) -> &'s [Mark] {
        self.marks
    }

    /// Texts of either snapshot that could not be read: whoever stands in them was not compared.
    pub fn failures(&self) -> impl Iterator<Item = &Failure> {
        let read = self.old.failures().iter().chain(self.new.failures());
        read.chain(&self.lost)
    }

    /// Whoever came back under another id is neither gone nor new.
    fn leave_out_moved(&mut self) {
        let mut old: Vec<u32> = self.moved.iter().map(|pair| pair.old).collect();
        let mut new: Vec<u32> = self.moved.iter().map(|pair| pair.new).collect();
        old.sort_unstable();
        new.sort_unstable();
        self.removed.retain(|at| old.binary_search(at).is_err());
        self.added.retain(|at| new.binary_search(at).is_err());
    }

    fn in_text_order(&mut self) {
        let old = |at: u32| self.old.records[at as usize].start;
        let new = |at: u32| self.new.records[at as usize].start;
        self.moved.sort_unstable_by_key(|pair| old(pair.old));
        self.ambiguous
            .sort_unstable_by_key(|ambiguous| old(ambiguous.old));
        self.reused.sort_unstable_by_key(|pair| new(pair.new));
        self.differing
            .sort_unstable_by_key(|differing| new(differing.pair.new));
        self.removed.sort_unstable_by_key(|&at| old(at));
        self.added.sort_unstable_by_key(|&at| new(at));
    }

    fn count_all(&mut self) {
        let counts = &mut self.counts;
        counts[Category::Moved as usize] = self.moved.len();
        counts[Category::Ambiguous as usize] = self.ambiguous.len();
        counts[Category::Reused as usize] = self.reused.len();
        counts[Category::Removed as usize] = self.removed.len();
        counts[Category::Added as usize] = self.added.len();
        for category in Category::OF_FIELDS {
            for differing in &self.differing {
                let fields = category.fields(differing.effects);
                counts[category as usize] += usize::from(!fields.is_empty());
                for field in Field::ALL {
                    self.fields[category as usize][field as usize] += usize::from(fields.contains(field));
                }
            }
        }
    }
}

struct Join<'s> {
    old: &'s Snapshot<'s>,
    new: &'s Snapshot<'s>,
    marks: &'s [Mark],
    old_reader: Reader,
    new_reader: Reader,
    /// In the older snapshot only, by index.
    gone: Vec<u32>,
    /// In the newer snapshot only, by index.
    fresh: Vec<u32>,
    reused: Vec<Pair>,
    /// At first those whose payloads are not the same, byte by byte.
    differing: Vec<Differing>,
}

#[derive(Default)]
struct Moves {
    moved: Vec<Pair>,
    ambiguous: Vec<Ambiguous>,
}

/// Who has a mark: how many ids in each whole snapshot, and of those who are sought one. Counted is only up to two.
#[derive(Clone, Copy)]
struct Owners {
    mark: u64,
    old: u32,
    new: u32,
    old_count: u8,
    new_count: u8,
    is_new_sought: bool,
}

type Outcome<T = ()> = Result<T, SnapshotError>;

impl Join<'_> {
    /// Joins the snapshots by id. Records stand in the order of their hashes.
    fn by_id(&mut self) -> Outcome {
        let (old, new) = (&self.old.records, &self.new.records);
        let (mut old_at, mut new_at) = (0, 0);
        while old_at < old.len() || new_at < new.len() {
            let hash = match (old.get(old_at), new.get(new_at)) {
                (Some(old), Some(new)) => old.hash.min(new.hash),
                (Some(record), None) | (None, Some(record)) => record.hash,
                (None, None) => break,
            };
            let end = |records: &[Record], at: usize| {
                let same = records[at..].iter().take_while(|record| record.hash == hash);
                at + same.count()
            };
            let (old_end, new_end) = (end(old, old_at), end(new, new_at));
            self.same_hash(old_at..old_end, new_at..new_end)?;
            (old_at, new_at) = (old_end, new_end);
        }
        Ok(())
    }

    /// The users of one hash: in all likelihood one in each snapshot, and then it is not yet asked whether they are one.
    fn same_hash(&mut self, old: Range<usize>, new: Range<usize>) -> Outcome {
        if old.len() == 1 && new.len() == 1 {
            self.common(old.start, new.start);
            return Ok(());
        }
        let mut is_taken = vec![false; new.len()];
        for at in old {
            let mut same = None;
            for other in new.clone() {
                if same.is_none() && self.is_same_id(index(at), index(other))? {
                    same = Some(other);
                }
            }
            match same {
                Some(same) => {
                    is_taken[same - new.start] = true;
                    self.common(at, same);
                }
                None => self.gone.push(index(at)),
            }
        }
        for (at, is_taken) in new.zip(is_taken) {
            if !is_taken {
                self.fresh.push(index(at));
            }
        }
        Ok(())
    }

    fn common(&mut self, old: usize, new: usize) {
        if !self.old.records[old].has_content_of(&self.new.records[new]) {
            self.differing.push(Differing {
                pair: Pair {
                    old: index(old),
                    new: index(new),
                },
                effects: Effects::default(),
            });
        }
    }

    fn is_same_id(&mut self, old: u32, new: u32) -> Outcome<bool> {
        let (old, new) = (&self.old.records[old as usize], &self.new.records[new as usize]);
        self.old
            .is_same_id(old, &mut self.old_reader, self.new, new, &mut self.new_reader)
    }

    /// Looks at the users whose payloads are not the same, and leaves those in whom something differs.
    fn look_at_differing(&mut self) -> Outcome {
        let mut differing = std::mem::take(&mut self.differing);
        differing.sort_unstable_by_key(|differing| self.new.records[differing.pair.new as usize].start);
        let mut kept = 0;
        for at in 0..differing.len() {
            let pair = differing[at].pair;
            if !self.is_same_id(pair.old, pair.new)? {
                self.gone.push(pair.old);
                self.fresh.push(pair.new);
                continue;
            }
            let marks = self.marks;
            let seen = self.look(pair, |old, new| {
                (Effects::between(old, new), Identity::between(old, new, marks))
            })?;
            let Some((effects, identity)) = seen else {
                continue; // one of them is no object: it has no fields to compare
            };
            if !effects.is_empty() {
                differing[kept] = Differing { pair, effects };
                kept += 1;
            }
            if identity == Identity::Other {
                self.reused.push(pair);
            }
        }
        differing.truncate(kept);
        differing.shrink_to_fit();
        self.differing = differing;
        self.gone.sort_unstable();
        self.fresh.sort_unstable();
        Ok(())
    }

    /// Looks at a user of each snapshot; none if one of them is no object.
    fn look<T>(&mut self, pair: Pair, look: impl FnOnce(&User<'_>, &User<'_>) -> T) -> Outcome<Option<T>> {
        look_at(
            (self.old, &mut self.old_reader),
            (self.new, &mut self.new_reader),
            pair,
            look,
        )
    }

    /// Finds those who came back under another id: of two users who are sought, each has the mark alone in its snapshot.
    fn by_mark(&mut self) -> Outcome<Moves> {
        let sought = |snapshot: &Snapshot<'_>, side: &[u32], reused: &mut dyn Iterator<Item = u32>| {
            let mut sought: Vec<u32> = side.iter().copied().chain(reused).collect();
            sought.sort_unstable_by_key(|&at| snapshot.records[at as usize].start);
            sought
        };
        let old = sought(self.old, &self.gone, &mut self.reused.iter().map(|pair| pair.old));
        let new = sought(
            self.new,
            &self.fresh,
            &mut self.reused.iter().map(|pair| pair.new),
        );
        let mut owners = self.owners(&old, &new)?;
        if owners.is_empty() {
            return Ok(Moves::default());
        }
        self.count_others(&mut owners, &old, &new)?;
        self.moves(&owners, &old)
    }

    /// The marks that users who are sought have in both snapshots, in the order of their hashes.
    fn owners(&mut self, old: &[u32], new: &[u32]) -> Outcome<Vec<Owners>> {
        let mut owners: Vec<Owners> = Vec::new();
        if new.is_empty() {
            return Ok(owners);
        }
        for &at in old {
            each_mark(self.old, at, self.marks, &mut self.old_reader, |mark, _| {
                owners.push(Owners {
                    mark,
                    old: at,
                    new: 0,
                    old_count: 1,
                    new_count: 0,
                    is_new_sought: false,
                });
            })?;
        }
        owners.sort_unstable_by_key(|owner| owner.mark);
        owners.dedup_by(|next, owner| {
            let is_shared = next.mark == owner.mark;
            if is_shared {
                owner.old_count = 2;
            }
            is_shared
        });
        for &at in new {
            each_mark(self.new, at, self.marks, &mut self.new_reader, |mark, _| {
                if let Some(found) = place_of(&owners, mark) {
                    let owner = &mut owners[found];
                    owner.new = at;
                    owner.new_count = (owner.new_count + 1).min(2);
                    owner.is_new_sought = true;
                }
            })?;
        }
        owners.retain(|owner| owner.is_new_sought);
        Ok(owners)
    }

    /// Counts those who are not sought and have one of the marks, too: who shares a mark is not known by it.
    fn count_others(&mut self, owners: &mut [Owners], old: &[u32], new: &[u32]) -> Outcome {
        for at in others(self.old, old) {
            each_mark(self.old, at, self.marks, &mut self.old_reader, |mark, _| {
                if let Some(found) = place_of(owners, mark) {
                    owners[found].old_count = 2; // one is sought
                }
            })?;
        }
        for at in others(self.new, new) {
            each_mark(self.new, at, self.marks, &mut self.new_reader, |mark, _| {
                if let Some(found) = place_of(owners, mark) {
                    owners[found].new_count = 2;
                }
            })?;
        }
        Ok(())
    }

    fn moves(&mut self, owners: &[Owners], old: &[u32]) -> Outcome<Moves> {
        let mut moves = Moves::default();
        for &at in old {
            let mut targets = Vec::new();
            let mut leading = None;
            each_mark(self.old, at, self.marks, &mut self.old_reader, |mark, kind| {
                if let Some(found) = place_of(owners, mark) {
                    leading = leading.or(Some(kind));
                    if owners[found].is_only() {
                        targets.push(owners[found].new);
                    }
                }
            })?;
            let Some(mark) = leading else {
                continue;
            };
            targets.dedup();
            let pair = match targets[..] {
                [new] => Some(Pair { old: at, new }),
                _ => None,
            };
            let pair = match pair {
                Some(pair) if self.is_only_source(owners, pair)? => Some(pair),
                _ => None,
            };
            if let Some(pair) = pair {
                let marks = self.marks;
                let proof = self.look(pair, |old, new| Proof::of_one_person(old, new, marks))?;
                match proof.unwrap_or(Proof::None) {
                    Proof::Sure => moves.moved.push(pair),
                    Proof::Doubtful if self.gone.binary_search(&at).is_ok() => {
                        moves.ambiguous.push(Ambiguous { old: at, mark });
                    }
                    // Who is not gone, or whose marks only had one hash.
                    Proof::Doubtful | Proof::None => {}
                }
            } else if self.gone.binary_search(&at).is_ok() {
                moves.ambiguous.push(Ambiguous { old: at, mark });
            }
        }
        Ok(moves)
    }

    /// Whether no mark of the newer user leads to another of the older.
    fn is_only_source(&mut self, owners: &[Owners], pair: Pair) -> Outcome<bool> {
        let mut is_only = true;
        each_mark(self.new, pair.new, self.marks, &mut self.new_reader, |mark, _| {
            let other = place_of(owners, mark).map(|found| owners[found]);
            let other = other.filter(Owners::is_only);
            is_only &= other.is_none_or(|owner| owner.old == pair.old);
        })?;
        Ok(is_only)
    }
}

impl Owners {
    /// Whether one id has the mark in each snapshot.
    fn is_only(&self) -> bool {
        self.old_count == 1 && self.new_count == 1
    }
}

/// Where a mark stands among those in their order.
fn place_of(owners: &[Owners], mark: u64) -> Option<usize> {
    owners.binary_search_by_key(&mark, |owner| owner.mark).ok()
}

/// Looks at a user of each snapshot; none if one of them is no object.
pub(super) fn look_at<T>(
    (old, old_reader): (&Snapshot<'_>, &mut Reader),
    (new, new_reader): (&Snapshot<'_>, &mut Reader),
    pair: Pair,
    look: impl FnOnce(&User<'_>, &User<'_>) -> T,
) -> Outcome<Option<T>> {
    let (old_record, new_record) = (&old.records[pair.old as usize], &new.records[pair.new as usize]);
    let seen = old.user(old_record, old_reader, |old| {
        new.user(new_record, new_reader, |new| look(old, new))
    })?;
    Ok(seen.transpose()?.flatten())
}

/// Calls `visit` with the hash of each mark of a user, once, and with the index of its kind.
fn each_mark(
    snapshot: &Snapshot<'_>,
    at: u32,
    marks: &[Mark],
    reader: &mut Reader,
    mut visit: impl FnMut(u64, u32),
) -> Outcome {
    snapshot.user(&snapshot.records[at as usize], reader, |user| {
        let mut seen = Vec::new();
        for (kind, mark) in marks.iter().enumerate() {
            mark.visit(user, |text| seen.push((keyed_hash((kind, text)), index(kind))));
        }
        seen.sort_unstable_by_key(|&(mark, kind)| (kind, mark));
        seen.dedup();
        for (mark, kind) in seen {
            visit(mark, kind);
        }
    })?;
    Ok(())
}

/// The users who are not among the sought. Both stand in the order of the text.
fn others(snapshot: &Snapshot<'_>, sought: &[u32]) -> impl Iterator<Item = u32> {
    let mut sought = sought.iter().copied().peekable();
    let all = snapshot.in_text_order();
    all.into_iter()
        .filter(move |&at| sought.next_if_eq(&at).is_none())
}

/// The role or the locale of a user; none where it is null.
pub(super) fn text_of(user: &User<'_>, field: Field) -> Option<String> {
    let value = value(user, field).filter(|value| value.kind() != Kind::Null)?;
    Some(value.as_str().unwrap_or(value.raw()).to_owned())
}
