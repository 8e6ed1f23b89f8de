//! The files of a set that are no request bodies, as programs read them: the manifest, and the record of a rejected user.
//!
//! The program writes the manifest part by part, and [`RejectedUser::write_line`](super::RejectedUser::write_line) the record,
//! with every token as it was spelled. Both are frozen by `schema_version` in the manifest: a field may be added; none is renamed, removed or given another
//! meaning within a version.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::json::JsonFinding;
use crate::surface::Surface;

/// The version of these files.
pub const SET_SCHEMA_VERSION: u32 = 1;

/// The manifest of a set: where it is, the set is complete.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "userlint batch manifest")]
#[non_exhaustive]
pub struct JsonManifest<'m> {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    pub schema_version: u32,
    /// The program that made the set. Its version is no part of the set.
    pub tool: JsonMaker,
    /// What a batch is the body of.
    #[schemars(extend("enum" = super::Endpoint::ALL.map(super::Endpoint::name)))]
    pub endpoint: &'m str,
    /// The HTTP method of the request.
    pub method: &'m str,
    /// The path of the request, below `/v1/{appId}`.
    pub path: &'m str,
    /// The surface whose errors kept users out.
    #[schemars(extend("enum" = [Surface::Rest.name(), Surface::RestUpdate.name()]))]
    pub surface: &'m str,
    /// Users in a batch, at most.
    #[schemars(range(min = 1))]
    pub size: usize,
    /// The batches in the order in which they must be sent.
    pub batches: Vec<JsonBatch<'m>>,
    /// The users that are in no batch.
    pub rejected: JsonRejectedFile<'m>,
    /// The inputs, in the order in which they were read.
    pub sources: Vec<JsonSource>,
    /// Counts over the whole set.
    pub totals: JsonTotals,
}

/// The program that made a set.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonMaker {
    /// `userlint`.
    pub name: &'static str,
}

/// A batch.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct JsonBatch<'b> {
    /// The file, in the folder of the manifest.
    pub file: &'b str,
    /// Users in it.
    pub users: usize,
    /// The SHA-256 of the file, in hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: &'b str,
    /// The ids of its users, in their order. No two are equal.
    pub ids: &'b [String],
}

/// The file of the users that are in no batch.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct JsonRejectedFile<'r> {
    /// The file, in the folder of the manifest.
    pub file: &'r str,
    /// Users in it, one a line.
    pub users: usize,
    /// The SHA-256 of the file, in hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: &'r str,
}

/// What a set was made from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct JsonSource {
    /// The input, as it was named; of one elsewhere on the machine the name without the folder.
    pub file: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// Its SHA-256, in hexadecimal digits.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// Counts over a whole set.
#[derive(Debug, Default, Clone, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct JsonTotals {
    /// Users in batches.
    pub accepted: usize,
    /// Users in no batch.
    pub rejected: usize,
    /// Batches.
    pub batches: usize,
    /// Ids of accepted users that stand more than once: the batches must be sent in their order.
    pub repeated_ids: usize,
    /// Warnings about users that are accepted.
    pub warnings: usize,
    /// Operations in the input that put no user, and are in no batch.
    pub other_operations: usize,
}

/// A line of `rejected.ndjson`: a user, or what should have been one, as it was, and why it is in no batch.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(
    title = "userlint rejected user",
    extend("oneOf" = [{"required": ["payload"]}, {"required": ["text"]}, {"required": ["base64"]}])
)]
#[non_exhaustive]
pub struct JsonRejected<'r> {
    /// `rejected`.
    #[schemars(extend("const" = "rejected"))]
    pub r#type: &'r str,
    /// The input, as it was named.
    pub file: &'r str,
    /// The line on which the user starts, from 1.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// The JSON Pointer of the user in its document. In NDJSON each line is a document.
    pub pointer: &'r str,
    /// The id, if there is one: a number as JavaScript spells it, half of a surrogate pair as it is escaped in the input.
    pub id: Option<&'r str>,
    /// The user as it was, without the white space between its tokens; every number and string as it was spelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<serde_json::Value>,
    /// A line of NDJSON that is no JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'r str>,
    /// A line of NDJSON that is no text, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<&'r str>,
    /// What was found in it, and around it, if that is an error. They are those of the JSON report.
    pub findings: Vec<JsonFinding<'r>>,
}
