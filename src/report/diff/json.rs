//! The JSON report on a diff: its own types, frozen by `schema_version` as those of the report on findings are.

use std::collections::BTreeMap;
use std::io;

use schemars::JsonSchema;
use serde::ser::{Error, SerializeSeq};
use serde::{Serialize, Serializer};

use super::super::json::JsonTool;
use super::super::{Failure, escaping};
use crate::diff::{Category, Change, Diff, Snapshot, SnapshotUser};
use crate::field::Field;
use crate::shape::Shape;

/// The version of the format that this library writes.
pub const DIFF_SCHEMA_VERSION: u32 = 1;

/// The report of `userlint diff`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "userlint diff", extend("$id" = "urn:userlint:schema:diff:1"))]
#[non_exhaustive]
pub struct JsonDiff<'d> {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    pub schema_version: u32,
    /// The program that wrote the report.
    pub tool: JsonTool,
    /// The older snapshot.
    pub old: JsonSnapshot<'d>,
    /// The newer snapshot.
    pub new: JsonSnapshot<'d>,
    /// By what people are known besides their ids: `email`, `phone`, or `custom.` and a key.
    pub matched_by: Vec<String>,
    /// How many changes of each kind there are.
    #[schemars(extend("propertyNames" = {"enum": Category::ALL.map(Category::name)}))]
    pub summary: BTreeMap<&'static str, JsonCategory>,
    /// The changes, kind by kind, in the order of the snapshots.
    #[schemars(with = "Vec<JsonChange>")]
    pub changes: JsonChanges<'d>,
    /// Texts that could not be read: whoever stands in them was not compared. The exit status is 2 then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<&'d Failure>,
}

/// One side of the comparison.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonSnapshot<'d> {
    /// The input, as it was named.
    pub file: &'d str,
    /// How the users stand in it; null if nothing in it has a known shape.
    #[schemars(extend("enum" = Shape::ALL.map(|shape| Some(shape.name())).into_iter().chain([None]).collect::<Vec<_>>()))]
    pub shape: Option<&'static str>,
    /// Users in it.
    pub users: usize,
    /// Those of them who have no id, and cannot be compared.
    pub without_id: usize,
    /// Those of them whose id stands once more further down, where it counts.
    pub repeated: usize,
    /// Texts in it (the whole, or lines) that could not be read. The first hundred are among the failures.
    pub unread: usize,
}

/// What there is of a kind of change.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonCategory {
    /// Changes of this kind.
    pub count: usize,
    /// Of changes of fields in how many users each is concerned.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = {"enum": Field::ALL.map(Field::name)}))]
    pub fields: BTreeMap<&'static str, usize>,
    /// Why it matters, where there is such a change.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub why: &'static str,
    /// How that is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<JsonEvidence>,
}

/// A source, and what it says.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonEvidence {
    /// How strong it is.
    pub grade: &'static str,
    /// A URL, or a package and a file in it.
    pub source: &'static str,
    /// What it says, in our words.
    pub fact: &'static str,
}

/// The changes: made one by one as they are written, since there may be millions.
pub struct JsonChanges<'d>(&'d Diff<'d>);

impl std::fmt::Debug for JsonChanges<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JsonChanges")
    }
}

impl Serialize for JsonChanges<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for category in Category::ALL {
            for change in self.0.try_changes(category) {
                let change = change.map_err(S::Error::custom)?;
                list.serialize_element(&JsonChange::from(change))?;
            }
        }
        list.end()
    }
}

/// One change.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonChange {
    /// What kind of change it is.
    #[schemars(extend("enum" = Category::ALL.map(Category::name)))]
    pub kind: &'static str,
    /// The user in the older snapshot; absent if the id is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "JsonUser")]
    pub old: Option<JsonUser>,
    /// The user in the newer snapshot; absent if the id is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "JsonUser")]
    pub new: Option<JsonUser>,
    /// Of `moved` the marks that are the same, of `ambiguous` the first that somebody new has, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// The fields that are concerned, or `custom.` and `pushTokens.` with a key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Of `role` and `locale` the older value, if there was one. Absent from reports without personal values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub from: Option<String>,
    /// Of `role` and `locale` the newer value, unless it is null. Absent from reports without personal values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub to: Option<String>,
}

/// A user of a snapshot.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonUser {
    /// The id, as a string; in reports without personal values the start of its hash. An id that holds a credential is
    /// `…`.
    pub id: String,
    /// The line on which the user starts, from 1.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// Where in the line, in code points from 1.
    #[schemars(range(min = 1))]
    pub column: usize,
}

/// Writes the report, with a newline at its end.
pub fn write(diff: &Diff<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let report = JsonDiff {
        schema_version: DIFF_SCHEMA_VERSION,
        tool: JsonTool::this(),
        old: diff.older().into(),
        new: diff.newer().into(),
        matched_by: diff.marks().iter().map(ToString::to_string).collect(),
        summary: Category::ALL
            .into_iter()
            .map(|category| (category.name(), JsonCategory::new(diff, category)))
            .collect(),
        changes: JsonChanges(diff),
        failures: diff.failures().collect(),
    };
    escaping::write_pretty(&report, out)
}

impl<'d> From<&'d Snapshot<'_>> for JsonSnapshot<'d> {
    fn from(snapshot: &'d Snapshot<'_>) -> Self {
        JsonSnapshot {
            file: snapshot.name(),
            shape: snapshot.shape().map(Shape::name),
            users: snapshot.users(),
            without_id: snapshot.without_id(),
            repeated: snapshot.repeated(),
            unread: snapshot.unread(),
        }
    }
}

impl JsonCategory {
    fn new(diff: &Diff<'_>, category: Category) -> Self {
        let count = diff.count(category);
        let is_there = count > 0;
        let evidence = category.evidence().iter().filter(|_| is_there);
        JsonCategory {
            count,
            fields: diff
                .fields(category)
                .map(|(field, count)| (field.name(), count))
                .collect(),
            why: if is_there { category.why() } else { "" },
            evidence: evidence
                .map(|evidence| JsonEvidence {
                    grade: evidence.grade.name(),
                    source: evidence.source,
                    fact: evidence.fact,
                })
                .collect(),
        }
    }
}

impl From<Change> for JsonChange {
    fn from(change: Change) -> Self {
        JsonChange {
            kind: change.category.name(),
            old: change.old.map(JsonUser::from),
            new: change.new.map(JsonUser::from),
            marks: change.marks,
            fields: change.fields.iter().map(ToString::to_string).collect(),
            from: change.from,
            to: change.to,
        }
    }
}

impl From<SnapshotUser> for JsonUser {
    fn from(user: SnapshotUser) -> Self {
        JsonUser {
            id: user.id,
            line: user.start.line,
            column: user.start.column,
        }
    }
}
