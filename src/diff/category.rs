//! The kinds of changes: what each is called, why it matters, and how that is known.

use super::effect::{Effects, Fields};
use crate::evidence::{
    CONCEPT_ROLES, CONCEPT_USERS, CORE_TYPES, EMAIL_NOTIFICATIONS, EXAMPLES, Evidence, Grade,
    IDENTITY_VERIFICATION, JS_TYPES, REST_USERS,
};
use crate::field::Field;

/// A kind of change between two snapshots, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Category {
    /// An id is gone, and a mark that nobody shares came back under another id.
    Moved,
    /// An id is gone, and somebody new has a mark of it, but that is no proof: others have the mark, too, or other marks
    /// and the name speak against it.
    Ambiguous,
    /// The id stayed, and the name and all marks are others. A conclusion, not a fact.
    Reused,
    /// A role that is another.
    Role,
    /// A locale that is another.
    Locale,
    /// Fields that are null in the newer snapshot, and had a value in the older.
    Deletes,
    /// Fields that are not in the newer snapshot, and had a value in the older.
    Keeps,
    /// Other fields with another value.
    Changes,
    /// Ids that only the older snapshot has.
    Removed,
    /// Ids that only the newer snapshot has.
    Added,
}

impl Category {
    /// Every kind, in documentation order.
    pub const ALL: [Category; 10] = [
        Category::Moved,
        Category::Ambiguous,
        Category::Reused,
        Category::Role,
        Category::Locale,
        Category::Deletes,
        Category::Keeps,
        Category::Changes,
        Category::Removed,
        Category::Added,
    ];

    /// The kinds that are about fields of users who are in both snapshots.
    pub(super) const OF_FIELDS: [Category; 5] = [
        Category::Role,
        Category::Locale,
        Category::Deletes,
        Category::Keeps,
        Category::Changes,
    ];

    /// The name in the JSON report.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Moved => "moved",
            Category::Ambiguous => "ambiguous",
            Category::Reused => "reused",
            Category::Role => "role",
            Category::Locale => "locale",
            Category::Deletes => "deletes",
            Category::Keeps => "keeps",
            Category::Changes => "changes",
            Category::Removed => "removed",
            Category::Added => "added",
        }
    }

    /// What so many changes of this kind are, as a clause.
    pub fn what(self, count: usize) -> String {
        let (one, many) = match self {
            Category::Moved => (
                "user came back under another id",
                "users came back under other ids",
            ),
            Category::Ambiguous => (
                "id is gone and may have moved: its marks are no proof",
                "ids are gone and may have moved: their marks are no proof",
            ),
            Category::Reused => (
                "id may be somebody else’s now: the name and all marks differ",
                "ids may be somebody else’s now: the name and all marks differ",
            ),
            Category::Role => ("role differs", "roles differ"),
            Category::Locale => ("locale differs", "locales differ"),
            Category::Deletes => (
                "user loses values in a re-sync: null in the new snapshot",
                "users lose values in a re-sync: null in the new snapshot",
            ),
            Category::Keeps => (
                "user keeps values in a re-sync: absent from the new snapshot",
                "users keep values in a re-sync: absent from the new snapshot",
            ),
            Category::Changes => ("user has other values", "users have other values"),
            Category::Removed => ("id is gone", "ids are gone"),
            Category::Added => ("id is new", "ids are new"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }

    /// Why it matters, as a sentence without its full stop; empty where the kind says it all.
    pub const fn why(self) -> &'static str {
        match self {
            Category::Moved => {
                "To TalkJS another id is another user: who had the old one may lose access to their chats"
            }
            Category::Ambiguous => "If it did move, its owner may lose access to their chats",
            Category::Reused => "Whoever comes with an id sees the chats of that id",
            Category::Role => "Role names must be those of the dashboard, letter by letter",
            Category::Locale => {
                "It sets the language and the dates of that user; without one the default of the app holds"
            }
            Category::Deletes => "Null deletes what TalkJS has, or resets it to its default",
            Category::Keeps => "What is not sent stays in TalkJS as it is",
            Category::Removed => {
                "Nothing is documented by which a sync would delete users whom it leaves out"
            }
            Category::Changes | Category::Added => "",
        }
    }

    /// The sources of [`Category::why`].
    pub const fn evidence(self) -> &'static [Evidence] {
        match self {
            Category::Moved | Category::Ambiguous => &[PERMANENT],
            Category::Reused => &[OWN_HISTORY, UNIQUE],
            Category::Role => &[PRECISE_ROLE],
            Category::Locale => &[LOCALE],
            Category::Deletes => &[NULL_DELETES, NULL_RESETS, NULL_EMAIL],
            Category::Keeps => &[PATCH, ABSENT_KEEPS, ABSENT_UNCHANGED],
            Category::Removed => &[NO_DELETION],
            Category::Changes | Category::Added => &[],
        }
    }

    /// The fields by which a user belongs here.
    pub(super) fn fields(self, effects: Effects) -> Fields {
        let only = |field| {
            let mut fields = Fields::default();
            if effects.changes.contains(field) || effects.deletes.contains(field) {
                fields.insert(field);
            }
            fields
        };
        match self {
            Category::Role => only(Field::Role),
            Category::Locale => only(Field::Locale),
            Category::Deletes => effects.deletes,
            Category::Keeps => effects.keeps,
            Category::Changes => effects.changes.without(&[Field::Role, Field::Locale]),
            Category::Moved
            | Category::Ambiguous
            | Category::Reused
            | Category::Removed
            | Category::Added => Fields::default(),
        }
    }
}

const PERMANENT: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "an id must be permanent: a user whose id changes may lose access to their chats",
};
const UNIQUE: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "an id must be unique: no two different users may share one",
};
const OWN_HISTORY: Evidence = Evidence {
    grade: Grade::Documented,
    source: IDENTITY_VERIFICATION,
    fact: "a client that identifies itself with an id gets the history of that id",
};
const PRECISE_ROLE: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_ROLES,
    fact: "a role must correspond precisely to the name of one in the dashboard",
};
const LOCALE: Evidence = Evidence {
    grade: Grade::Documented,
    source: CONCEPT_USERS,
    fact: "the locale sets language and date format of a user; the default is set in the dashboard",
};
const NULL_DELETES: Evidence = Evidence {
    grade: Grade::Typed,
    source: JS_TYPES,
    fact: "null in an optional field of UserOptions, or of a key of custom, deletes the value",
};
const NULL_RESETS: Evidence = Evidence {
    grade: Grade::Typed,
    source: CORE_TYPES,
    fact: "null in a field of SetUserParams resets it to its default",
};
const NULL_EMAIL: Evidence = Evidence {
    grade: Grade::Documented,
    source: EMAIL_NOTIFICATIONS,
    fact: "null removes the e-mail addresses on record, over REST as well",
};
const PATCH: Evidence = Evidence {
    grade: Grade::Documented,
    source: REST_USERS,
    fact: "PUT behaves like PATCH: only the fields that are sent change",
};
const ABSENT_KEEPS: Evidence = Evidence {
    grade: Grade::Typed,
    source: JS_TYPES,
    fact: "an omitted field of UserOptions, or key of custom, keeps its value",
};
const ABSENT_UNCHANGED: Evidence = Evidence {
    grade: Grade::Typed,
    source: CORE_TYPES,
    fact: "undefined in SetUserParams leaves a field unchanged; custom and pushTokens are merged by key",
};
const NO_DELETION: Evidence = Evidence {
    grade: Grade::Coded,
    source: EXAMPLES,
    fact: "the vendor's script that anonymises a user overwrites the fields and says that the user itself stays",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_talkjs_rests_on_evidence_that_carries_it() {
        for (at, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(category as usize, at);
            let carried = category
                .evidence()
                .iter()
                .any(|evidence| evidence.grade.carries_error());
            assert_eq!(!category.why().is_empty(), carried, "{}", category.name());
        }
    }
}
