//! Whether the user whom two snapshots have under one id is one person, as far as names and marks tell.

use std::collections::HashSet;

use super::mark::Mark;
use crate::field::Field;
use crate::user::User;

/// Who stands behind an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    /// Something by which people are known is the same, or there is not enough to tell.
    SameOrUnknown,
    /// Everything by which people are known is there twice and differs: the name, and each kind of mark.
    Other,
}

impl Identity {
    pub(super) fn between(old: &User<'_>, new: &User<'_>, marks: &[Mark]) -> Self {
        if !has_other_name(old, new) {
            return Identity::SameOrUnknown;
        }
        let mut has_other_mark = false;
        for mark in marks {
            let (before, after) = (texts(old, mark), texts(new, mark));
            if before.is_empty() || after.is_empty() {
                continue;
            }
            if !before.is_disjoint(&after) {
                return Identity::SameOrUnknown;
            }
            has_other_mark = true;
        }
        if has_other_mark {
            Identity::Other
        } else {
            Identity::SameOrUnknown
        }
    }
}

/// Whether a mark that two users share makes them one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// They share none.
    None,
    /// Their names are others, and so are their marks of another kind: families share telephones.
    Doubtful,
    Sure,
}

impl Proof {
    pub(super) fn of_one_person(old: &User<'_>, new: &User<'_>, marks: &[Mark]) -> Self {
        let (mut is_shared, mut is_contradicted) = (false, false);
        for mark in marks {
            let (before, after) = (texts(old, mark), texts(new, mark));
            let is_on_both = !before.is_empty() && !after.is_empty();
            is_shared |= !before.is_disjoint(&after);
            is_contradicted |= is_on_both && before.is_disjoint(&after);
        }
        if !is_shared {
            Proof::None
        } else if is_contradicted && has_other_name(old, new) {
            Proof::Doubtful
        } else {
            Proof::Sure
        }
    }
}

/// The kinds of marks of which two users share one.
pub(super) fn shared_marks<'m>(
    old: &User<'_>,
    new: &User<'_>,
    marks: &'m [Mark],
) -> impl Iterator<Item = &'m Mark> {
    let shared: Vec<&Mark> = marks
        .iter()
        .filter(|mark| !texts(old, mark).is_disjoint(&texts(new, mark)))
        .collect();
    shared.into_iter()
}

fn texts(user: &User<'_>, mark: &Mark) -> HashSet<String> {
    let mut texts = HashSet::new();
    mark.visit(user, |text| _ = texts.insert(text.to_owned()));
    texts
}

/// Whether both have a name, and not the same in another case.
fn has_other_name(old: &User<'_>, new: &User<'_>) -> bool {
    let name = |user: &User<'_>| {
        let name = user.field(Field::Name)?.value.as_str()?.trim().to_lowercase();
        (!name.is_empty()).then_some(name)
    };
    name(old).zip(name(new)).is_some_and(|(old, new)| old != new)
}
