//! The join: by id first, then, of those who are left, by mark.
//!
//! Bounded by what it finds: eight bytes for a user who is gone, new or moved, sixteen for one in whom something differs,
//! and while the marks are joined some fifty for each mark of a user who is gone.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::category::Category;
use super::effect::{Effects, value};
use super::identity::{Identity, Proof};
use super::mark::Mark;
use super::snapshot::{Reader, Record, Snapshot, keyed_hash};
use crate::field::Field;
use crate::report::Failure;
use crate::syntax::tape::Kind;

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
    pub fn between(old: &'s Snapshot<'s>, new: &'s Snapshot<'s>, marks: &'s [Mark]) -> Self {
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
        join.by_id();
        let Moves { moved, ambiguous } = join.by_mark();
        let mut diff = Diff {
            old,
            new,
            marks,
            moved,
            ambiguous,
            reused: join.reused,
            differing: join.differing,
            removed: join.gone,
            added: join.fresh,
            #[cfg(feature = "reports")]
            is_redacted: false,
            counts: [0; Category::ALL.len()],
            fields: [[0; Field::COUNT]; Category::ALL.len()],
        };
        diff.leave_out_moved();
        diff.in_text_order();
        diff.count_all();
        diff
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
        self.counts.iter().all(|&count| count == 0)
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
    pub fn failures(&self) -> impl Iterator<Item = &'s Failure> {
        self.old.failures().iter().chain(self.new.failures())
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
    /// In the older snapshot only.
    gone: Vec<u32>,
    /// In the newer snapshot only.
    fresh: Vec<u32>,
    reused: Vec<Pair>,
    differing: Vec<Differing>,
}

#[derive(Default)]
struct Moves {
    moved: Vec<Pair>,
    ambiguous: Vec<Ambiguous>,
}

/// Who has a mark: how many ids in each whole snapshot, and of those who are sought the last one.
struct Owners {
    old: u32,
    new: u32,
    old_count: u32,
    new_count: u32,
    is_new_sought: bool,
}

impl Join<'_> {
    /// Joins the snapshots by id. Records stand in the order of their hashes.
    fn by_id(&mut self) {
        let (old, new) = (&self.old.records, &self.new.records);
        let (mut old_at, mut new_at) = (0, 0);
        while old_at < old.len() || new_at < new.len() {
            let hash = match (old.get(old_at), new.get(new_at)) {
                (Some(old), Some(new)) => old.hash.min(new.hash),
                (Some(record), None) | (None, Some(record)) => record.hash,
                (None, None) => break,
            };
            let end = |records: &[Record], at: usize| {
                at + records[at..].partition_point(|record| record.hash <= hash)
            };
            let (old_end, new_end) = (end(old, old_at), end(new, new_at));
            self.same_hash(old_at..old_end, new_at..new_end);
            (old_at, new_at) = (old_end, new_end);
        }
    }

    /// The users of one hash: in all likelihood one in each snapshot.
    fn same_hash(&mut self, old: std::ops::Range<usize>, new: std::ops::Range<usize>) {
        let mut is_taken = vec![false; new.len()];
        for at in old {
            let record = self.old.records[at];
            let same = new.clone().position(|at| {
                let other = &self.new.records[at];
                self.old
                    .is_same_id(&record, self.new, other, &mut self.old_reader)
            });
            match same {
                Some(same) => {
                    is_taken[same] = true;
                    self.common(Pair {
                        old: index(at),
                        new: index(new.start + same),
                    });
                }
                None => self.gone.push(index(at)),
            }
        }
        for (at, is_taken) in new.zip(is_taken) {
            if !is_taken {
                self.fresh.push(index(at));
            }
        }
    }

    fn common(&mut self, pair: Pair) {
        let (old, new) = (
            &self.old.records[pair.old as usize],
            &self.new.records[pair.new as usize],
        );
        if self.old.raw(old) == self.new.raw(new) {
            return;
        }
        let marks = self.marks;
        let seen = self.old.user(old, &mut self.old_reader, |old| {
            self.new.user(new, &mut self.new_reader, |new| {
                (Effects::between(old, new), Identity::between(old, new, marks))
            })
        });
        let Some((effects, identity)) = seen.flatten() else {
            return; // one of them is no object: it has no fields to compare
        };
        if !effects.is_empty() {
            self.differing.push(Differing { pair, effects });
        }
        if identity == Identity::Other {
            self.reused.push(pair);
        }
    }

    /// Finds those who came back under another id: of two users who are sought, each has the mark alone in its snapshot.
    fn by_mark(&mut self) -> Moves {
        let sought = |side: &[u32], reused: &mut dyn Iterator<Item = u32>| -> Vec<u32> {
            let mut sought: Vec<u32> = side.iter().copied().chain(reused).collect();
            sought.sort_unstable();
            sought
        };
        let old = sought(&self.gone, &mut self.reused.iter().map(|pair| pair.old));
        let new = sought(&self.fresh, &mut self.reused.iter().map(|pair| pair.new));
        let mut owners = self.owners(&old, &new);
        if owners.is_empty() {
            return Moves::default();
        }
        self.count_others(&mut owners, &old, &new);
        self.moves(&owners, &old)
    }

    /// The marks that users who are sought have in both snapshots.
    fn owners(&mut self, old: &[u32], new: &[u32]) -> HashMap<u64, Owners> {
        let mut owners: HashMap<u64, Owners> = HashMap::new();
        for &at in old {
            each_mark(self.old, at, self.marks, &mut self.old_reader, |mark, _| {
                let owner = owners.entry(mark).or_insert(Owners {
                    old: at,
                    new: 0,
                    old_count: 0,
                    new_count: 0,
                    is_new_sought: false,
                });
                owner.old_count += 1;
            });
        }
        for &at in new {
            each_mark(self.new, at, self.marks, &mut self.new_reader, |mark, _| {
                if let Entry::Occupied(mut owner) = owners.entry(mark) {
                    let owner = owner.get_mut();
                    owner.new = at;
                    owner.new_count += 1;
                    owner.is_new_sought = true;
                }
            });
        }
        owners.retain(|_, owner| owner.is_new_sought);
        owners
    }

    /// Counts those who are not sought and have one of the marks, too: who shares a mark is not known by it.
    fn count_others(&mut self, owners: &mut HashMap<u64, Owners>, old: &[u32], new: &[u32]) {
        for at in others(self.old, old) {
            each_mark(self.old, at, self.marks, &mut self.old_reader, |mark, _| {
                if let Some(owner) = owners.get_mut(&mark) {
                    owner.old_count += 1;
                }
            });
        }
        for at in others(self.new, new) {
            each_mark(self.new, at, self.marks, &mut self.new_reader, |mark, _| {
                if let Some(owner) = owners.get_mut(&mark) {
                    owner.new_count += 1;
                }
            });
        }
    }

    fn moves(&mut self, owners: &HashMap<u64, Owners>, old: &[u32]) -> Moves {
        let mut moves = Moves::default();
        for &at in old {
            let mut targets = Vec::new();
            let mut leading = None;
            each_mark(self.old, at, self.marks, &mut self.old_reader, |mark, kind| {
                if let Some(owner) = owners.get(&mark) {
                    leading = leading.or(Some(kind));
                    if owner.is_only() {
                        targets.push(owner.new);
                    }
                }
            });
            let Some(mark) = leading else {
                continue;
            };
            targets.dedup();
            let pair = match targets[..] {
                [new] => Some(Pair { old: at, new }).filter(|pair| self.is_only_source(owners, *pair)),
                _ => None,
            };
            if let Some(pair) = pair {
                match self.proof(pair) {
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
        moves
    }

    /// Whether no mark of the newer user leads to another of the older.
    fn is_only_source(&mut self, owners: &HashMap<u64, Owners>, pair: Pair) -> bool {
        let mut is_only = true;
        each_mark(self.new, pair.new, self.marks, &mut self.new_reader, |mark, _| {
            let other = owners.get(&mark).filter(|owner| owner.is_only());
            is_only &= other.is_none_or(|owner| owner.old == pair.old);
        });
        is_only
    }

    fn proof(&mut self, pair: Pair) -> Proof {
        let (old, new) = (
            &self.old.records[pair.old as usize],
            &self.new.records[pair.new as usize],
        );
        let marks = self.marks;
        let proof = self.old.user(old, &mut self.old_reader, |old| {
            self.new.user(new, &mut self.new_reader, |new| {
                Proof::of_one_person(old, new, marks)
            })
        });
        proof.flatten().unwrap_or(Proof::None)
    }
}

impl Owners {
    /// Whether one id has the mark in each snapshot.
    fn is_only(&self) -> bool {
        self.old_count == 1 && self.new_count == 1
    }
}

/// Calls `visit` with the hash of each mark of a user, once, and with the index of its kind.
fn each_mark(
    snapshot: &Snapshot<'_>,
    at: u32,
    marks: &[Mark],
    reader: &mut Reader,
    mut visit: impl FnMut(u64, u32),
) {
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
    });
}

/// The users who are not among the sought, whose indices stand in order.
fn others(snapshot: &Snapshot<'_>, sought: &[u32]) -> impl Iterator<Item = u32> {
    let mut sought = sought.iter().copied().peekable();
    (0..index(snapshot.records.len())).filter(move |&at| sought.next_if_eq(&at).is_none())
}

/// There are fewer users than bytes, and those have offsets of 32 bits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a snapshot has fewer users than 2^32 bytes"
)]
fn index(at: usize) -> u32 {
    at as u32
}

/// The role or the locale of a user; none where it is null.
pub(super) fn text_of(user: &crate::user::User<'_>, field: Field) -> Option<String> {
    let value = value(user, field).filter(|value| value.kind() != Kind::Null)?;
    Some(value.as_str().unwrap_or(value.raw()).to_owned())
}
