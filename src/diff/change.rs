//! The changes one by one, as forms show them: made of the texts when they are asked for, since there may be millions.

use std::fmt;

use super::category::Category;
use super::compare::{Diff, Pair, look_at, text_of};
use super::effect::{Effect, each_affected};
use super::identity::shared_marks;
use super::snapshot::{Reader, Snapshot};
use super::text::SnapshotError;
use crate::conceal;
use crate::field::Field;
use crate::source::Position;
use crate::user::User;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Its kind.
    pub category: Category,
    /// The user in the older snapshot; none if the id is new.
    pub old: Option<SnapshotUser>,
    /// The user in the newer snapshot; none if the id is gone.
    pub new: Option<SnapshotUser>,
    /// The kinds of marks by which that is known, by name: those that are the same, or one that is no proof.
    pub marks: Vec<String>,
    /// The fields, or keys in them, that are concerned.
    pub fields: Vec<AffectedField>,
    /// Of a role or locale the older value; none if there was none.
    pub from: Option<String>,
    /// Of a role or locale the newer value; none if it is null.
    pub to: Option<String>,
}

/// A user of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SnapshotUser {
    /// The id; a number as JavaScript spells it.
    pub id: String,
    /// Where the payload starts.
    pub start: Position,
}

/// A field, or a key in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AffectedField {
    /// The field.
    pub field: Field,
    /// The key, in `custom` and `pushTokens`.
    pub key: Option<String>,
}

/// `email`, `custom.plan`. Not escaped.
impl fmt::Display for AffectedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.name())?;
        self.key.as_ref().map_or(Ok(()), |key| write!(f, ".{key}"))
    }
}

impl Diff<'_> {
    /// The changes of a kind: those about one snapshot in its order, all others in that of the newer one.
    ///
    /// For snapshots of sources that are held, of which nothing can be lost; of others see [`Diff::try_changes`]. Where a
    /// text cannot be read again, that was the last change.
    pub fn changes(&self, category: Category) -> impl Iterator<Item = Change> {
        self.try_changes(category).map_while(Result::ok)
    }

    /// [`Diff::changes`] where the snapshots may not be held. An error: a text could not be read again, or has changed.
    pub fn try_changes(&self, category: Category) -> impl Iterator<Item = Result<Change, SnapshotError>> {
        let mut look = Look {
            diff: self,
            old_reader: self.old.reader(),
            new_reader: self.new.reader(),
        };
        // One of the lists below, whichever the kind is about.
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let here = at;
                at += 1;
                let change = match category {
                    Category::Moved => look.moved(*self.moved.get(here)?),
                    Category::Ambiguous => {
                        let ambiguous = self.ambiguous.get(here)?;
                        let marks = vec![self.marks[ambiguous.mark as usize].to_string()];
                        let old = look.old_user(ambiguous.old);
                        old.map(|old| Change {
                            marks,
                            ..Change::of(category, Some(old), None)
                        })
                    }
                    Category::Reused => look.pair(category, *self.reused.get(here)?),
                    Category::Removed => {
                        let old = look.old_user(*self.removed.get(here)?);
                        old.map(|old| Change::of(category, Some(old), None))
                    }
                    Category::Added => {
                        let new = look.new_user(*self.added.get(here)?);
                        new.map(|new| Change::of(category, None, Some(new)))
                    }
                    Category::Role
                    | Category::Locale
                    | Category::Deletes
                    | Category::Keeps
                    | Category::Changes => {
                        let differing = self.differing.get(here)?;
                        if category.fields(differing.effects).is_empty() {
                            continue;
                        }
                        look.fields(category, differing.pair)
                    }
                };
                return Some(change.map(|change| self.shown(change)));
            }
        })
    }

    /// The change as far as it may be shown.
    #[cfg_attr(
        not(feature = "reports"),
        expect(clippy::unused_self, reason = "only reports are redacted")
    )]
    fn shown(&self, mut change: Change) -> Change {
        #[cfg(feature = "reports")]
        if self.is_redacted {
            change.redact();
            return change;
        }
        change.hide_secrets();
        change
    }
}

impl Change {
    fn of(category: Category, old: Option<SnapshotUser>, new: Option<SnapshotUser>) -> Self {
        Change {
            category,
            old,
            new,
            marks: Vec::new(),
            fields: Vec::new(),
            from: None,
            to: None,
        }
    }

    fn users(&mut self) -> impl Iterator<Item = &mut SnapshotUser> {
        self.old.iter_mut().chain(&mut self.new)
    }

    fn keys(&mut self) -> impl Iterator<Item = (Field, &mut String)> {
        let fields = self.fields.iter_mut();
        fields.filter_map(|path| Some((path.field, path.key.as_mut()?)))
    }

    /// No credential is repeated, wherever it stands.
    fn hide_secrets(&mut self) {
        let hide = |text: &mut String| {
            if conceal::holds_credential(text) {
                "…".clone_into(text);
            }
        };
        self.users().for_each(|user| hide(&mut user.id));
        self.keys().for_each(|(_, key)| hide(key));
        self.from.iter_mut().for_each(hide);
        self.to.iter_mut().for_each(hide);
    }

    #[cfg(feature = "reports")]
    fn redact(&mut self) {
        use crate::report::fingerprint;

        for user in self.users() {
            user.id = fingerprint::of_id(&user.id);
        }
        for (field, key) in self.keys() {
            if field == Field::PushTokens || conceal::is_personal_key(key) {
                *key = fingerprint::of_id(key);
            }
        }
        (self.from, self.to) = (None, None);
    }

    /// The id under which people look for the user: the newer, if there is one.
    pub fn id(&self) -> &str {
        let user = self.new.as_ref().or(self.old.as_ref());
        user.map_or("", |user| user.id.as_str())
    }
}

struct Look<'d> {
    diff: &'d Diff<'d>,
    old_reader: Reader,
    new_reader: Reader,
}

impl Look<'_> {
    fn old_user(&mut self, at: u32) -> Result<SnapshotUser, SnapshotError> {
        user(self.diff.old, at, &mut self.old_reader)
    }

    fn new_user(&mut self, at: u32) -> Result<SnapshotUser, SnapshotError> {
        user(self.diff.new, at, &mut self.new_reader)
    }

    fn pair(&mut self, category: Category, pair: Pair) -> Result<Change, SnapshotError> {
        let (old, new) = (self.old_user(pair.old)?, self.new_user(pair.new)?);
        Ok(Change::of(category, Some(old), Some(new)))
    }

    fn moved(&mut self, pair: Pair) -> Result<Change, SnapshotError> {
        let change = self.pair(Category::Moved, pair)?;
        let all = self.diff.marks;
        let marks = self.look(pair, |old, new| {
            shared_marks(old, new, all).map(ToString::to_string).collect()
        })?;
        Ok(Change {
            marks: marks.unwrap_or_default(),
            ..change
        })
    }

    fn fields(&mut self, category: Category, pair: Pair) -> Result<Change, SnapshotError> {
        let mut change = self.pair(category, pair)?;
        let field = match category {
            Category::Role => Some(Field::Role),
            Category::Locale => Some(Field::Locale),
            _ => None,
        };
        let seen = self.look(pair, |old, new| {
            if let Some(field) = field {
                let path = AffectedField { field, key: None };
                return (vec![path], text_of(old, field), text_of(new, field));
            }
            let mut fields = Vec::new();
            each_affected(old, new, |affected| {
                let is_meant = match category {
                    Category::Deletes => affected.effect == Effect::Deletes,
                    Category::Keeps => affected.effect == Effect::Keeps,
                    _ => {
                        affected.effect == Effect::Changes
                            && !matches!(affected.field, Field::Role | Field::Locale)
                    }
                };
                if is_meant {
                    fields.push(AffectedField {
                        field: affected.field,
                        key: affected.key.map(str::to_owned),
                    });
                }
            });
            (fields, None, None)
        })?;
        (change.fields, change.from, change.to) = seen.unwrap_or_default();
        Ok(change)
    }

    fn look<T>(
        &mut self,
        pair: Pair,
        look: impl FnOnce(&User<'_>, &User<'_>) -> T,
    ) -> Result<Option<T>, SnapshotError> {
        let Diff { old, new, .. } = self.diff;
        look_at(
            (old, &mut self.old_reader),
            (new, &mut self.new_reader),
            pair,
            look,
        )
    }
}

fn user(snapshot: &Snapshot<'_>, at: u32, reader: &mut Reader) -> Result<SnapshotUser, SnapshotError> {
    let record = &snapshot.records[at as usize];
    let start = snapshot.position(record, reader)?;
    let id = snapshot.id(record, reader)?;
    Ok(SnapshotUser { id, start })
}
