//! The JSON Schemas (draft 2020-12): one a surface, one for each document that holds several users, one for
//! the report, one for the configuration.
//!
//! They are generated from the types in [`model`](crate::model) and committed as files, which are built in:
//! nothing is generated when the program runs. A test compares the files with what the types give.
//!
//! A schema asserts what a rule calls an error on its surface, and no more: what is merely unwise, userlint
//! says and the schema does not. Unknown keys are allowed. Under `x-userlint` each property names the rules
//! about it.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::batch::json::{JsonManifest, JsonRejected, SET_SCHEMA_VERSION};
use crate::field::Field;
use crate::model::{
    BatchRequest, DataApiCreateUser, DataApiSetUser, ResponseUser, RestUpdateUser, RestUser, SdkUser,
    UserPage, UsersRequest, WebhookEvent,
};
use crate::report::diff::json::{DIFF_SCHEMA_VERSION, JsonDiff};
use crate::report::json::{JsonReport, SCHEMA_VERSION};
use crate::report::ndjson::NdjsonRecord;
use crate::rules::{RULES, severities_in};
use crate::surface::Surface;

mod config_file;
mod field_table;
mod layout;

#[doc(hidden)]
pub use field_table::field_table;
#[doc(hidden)]
pub use layout::laid_out;

/// A schema that userlint has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SchemaName {
    /// A user on [`Surface::Sdk`].
    Sdk,
    /// A user on [`Surface::DataApiCreate`].
    DataApiCreate,
    /// A user on [`Surface::DataApiSet`].
    DataApiSet,
    /// A user on [`Surface::Rest`].
    Rest,
    /// A user on [`Surface::RestUpdate`].
    RestUpdate,
    /// A user on [`Surface::Response`].
    Response,
    /// The body of `PUT /users`.
    RestUsers,
    /// The body of `POST /batch`.
    RestBatch,
    /// A page of `GET /users`.
    ResponsePage,
    /// A webhook event.
    ResponseWebhook,
    /// The JSON report of `userlint check`.
    Report,
    /// One line of the NDJSON report of `userlint check`.
    ReportNdjson,
    /// The JSON report of `userlint diff`.
    Diff,
    /// The manifest of the batches of `userlint batch`.
    BatchManifest,
    /// A line of `rejected.ndjson`, of `userlint batch`.
    BatchRejected,
    /// The configuration, `userlint.toml`.
    Config,
}

impl SchemaName {
    /// Every schema, in documentation order.
    pub const ALL: &'static [SchemaName] = &[
        SchemaName::Sdk,
        SchemaName::DataApiCreate,
        SchemaName::DataApiSet,
        SchemaName::Rest,
        SchemaName::RestUpdate,
        SchemaName::Response,
        SchemaName::RestUsers,
        SchemaName::RestBatch,
        SchemaName::ResponsePage,
        SchemaName::ResponseWebhook,
        SchemaName::Report,
        SchemaName::ReportNdjson,
        SchemaName::Diff,
        SchemaName::BatchManifest,
        SchemaName::BatchRejected,
        SchemaName::Config,
    ];

    /// The name on the command line and, with `.schema.json` behind it, of the file in `schemas/`.
    pub const fn name(self) -> &'static str {
        match self {
            SchemaName::Sdk => Surface::Sdk.name(),
            SchemaName::DataApiCreate => Surface::DataApiCreate.name(),
            SchemaName::DataApiSet => Surface::DataApiSet.name(),
            SchemaName::Rest => Surface::Rest.name(),
            SchemaName::RestUpdate => Surface::RestUpdate.name(),
            SchemaName::Response => Surface::Response.name(),
            SchemaName::RestUsers => "rest-users",
            SchemaName::RestBatch => "rest-batch",
            SchemaName::ResponsePage => "response-page",
            SchemaName::ResponseWebhook => "response-webhook",
            SchemaName::Report => "report",
            SchemaName::ReportNdjson => "report-ndjson",
            SchemaName::Diff => "diff",
            SchemaName::BatchManifest => "batch-manifest",
            SchemaName::BatchRejected => "batch-rejected",
            SchemaName::Config => "config",
        }
    }

    /// What the schema describes, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            SchemaName::Sdk => Surface::Sdk.what(),
            SchemaName::DataApiCreate => Surface::DataApiCreate.what(),
            SchemaName::DataApiSet => Surface::DataApiSet.what(),
            SchemaName::Rest => Surface::Rest.what(),
            SchemaName::RestUpdate => Surface::RestUpdate.what(),
            SchemaName::Response => Surface::Response.what(),
            SchemaName::RestUsers => "the body of PUT /users: users by id",
            SchemaName::RestBatch => "the body of POST /batch: operations",
            SchemaName::ResponsePage => "a page of GET /users",
            SchemaName::ResponseWebhook => "a webhook event",
            SchemaName::Report => "the report of `userlint check --format json`",
            SchemaName::ReportNdjson => "a line of the report of `userlint check --format ndjson`",
            SchemaName::Diff => "the report of `userlint diff --format json`",
            SchemaName::BatchManifest => "manifest.json of `userlint batch`",
            SchemaName::BatchRejected => "a line of rejected.ndjson of `userlint batch`",
            SchemaName::Config => "the configuration, userlint.toml",
        }
    }

    /// The `$id` of the schema. That of a format of userlint's own ends in its version; those of TalkJS's
    /// payloads have none, since they follow TalkJS.
    pub fn id(self) -> String {
        match self {
            SchemaName::Report | SchemaName::ReportNdjson => {
                format!("urn:userlint:schema:{}:{SCHEMA_VERSION}", self.name())
            }
            SchemaName::Diff => format!("urn:userlint:schema:diff:{DIFF_SCHEMA_VERSION}"),
            SchemaName::BatchManifest | SchemaName::BatchRejected => {
                format!("urn:userlint:schema:{}:{SET_SCHEMA_VERSION}", self.name())
            }
            SchemaName::Config => format!("urn:userlint:schema:config:{}", config_file::VERSION),
            _ => format!("urn:userlint:schema:{}", self.name()),
        }
    }
}

impl From<Surface> for SchemaName {
    /// The schema of a user on the surface.
    fn from(surface: Surface) -> Self {
        match surface {
            Surface::Sdk => SchemaName::Sdk,
            Surface::DataApiCreate => SchemaName::DataApiCreate,
            Surface::DataApiSet => SchemaName::DataApiSet,
            Surface::Rest => SchemaName::Rest,
            Surface::RestUpdate => SchemaName::RestUpdate,
            Surface::Response => SchemaName::Response,
        }
    }
}

impl fmt::Display for SchemaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`SchemaName::from_str`]: no schema has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSchema(pub String);

impl fmt::Display for UnknownSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = SchemaName::ALL.iter().map(|schema| schema.name()).collect();
        write!(
            f,
            "no schema is called `{}`; the schemas are {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for UnknownSchema {}

impl FromStr for SchemaName {
    type Err = UnknownSchema;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut schemas = SchemaName::ALL.iter().copied();
        schemas
            .find(|schema| schema.name() == name)
            .ok_or_else(|| UnknownSchema(name.to_owned()))
    }
}

/// The text of a schema: the committed file, with a newline at its end.
pub const fn text(schema: SchemaName) -> &'static str {
    match schema {
        SchemaName::Sdk => include_str!("../schemas/sdk.schema.json"),
        SchemaName::DataApiCreate => include_str!("../schemas/data-api-create.schema.json"),
        SchemaName::DataApiSet => include_str!("../schemas/data-api-set.schema.json"),
        SchemaName::Rest => include_str!("../schemas/rest.schema.json"),
        SchemaName::RestUpdate => include_str!("../schemas/rest-update.schema.json"),
        SchemaName::Response => include_str!("../schemas/response.schema.json"),
        SchemaName::RestUsers => include_str!("../schemas/rest-users.schema.json"),
        SchemaName::RestBatch => include_str!("../schemas/rest-batch.schema.json"),
        SchemaName::ResponsePage => include_str!("../schemas/response-page.schema.json"),
        SchemaName::ResponseWebhook => include_str!("../schemas/response-webhook.schema.json"),
        SchemaName::Report => include_str!("../schemas/report.schema.json"),
        SchemaName::ReportNdjson => include_str!("../schemas/report-ndjson.schema.json"),
        SchemaName::Diff => include_str!("../schemas/diff.schema.json"),
        SchemaName::BatchManifest => include_str!("../schemas/batch-manifest.schema.json"),
        SchemaName::BatchRejected => include_str!("../schemas/batch-rejected.schema.json"),
        SchemaName::Config => include_str!("../schemas/config.schema.json"),
    }
}

/// The schema as the types and the rules give it now. Programs want [`text`]; this is for the test that
/// compares.
#[doc(hidden)]
pub fn generate(schema: SchemaName) -> Value {
    let mut root = match schema {
        SchemaName::Sdk => taken::<SdkUser>(),
        SchemaName::DataApiCreate => taken::<DataApiCreateUser>(),
        SchemaName::DataApiSet => taken::<DataApiSetUser>(),
        SchemaName::Rest => taken::<RestUser>(),
        SchemaName::RestUpdate => taken::<RestUpdateUser>(),
        SchemaName::Response => taken::<ResponseUser>(),
        SchemaName::RestUsers => taken::<UsersRequest>(),
        SchemaName::RestBatch => taken::<BatchRequest>(),
        SchemaName::ResponsePage => taken::<UserPage>(),
        SchemaName::ResponseWebhook => taken::<WebhookEvent>(),
        SchemaName::Report => written::<JsonReport<'static>>(),
        SchemaName::ReportNdjson => written::<NdjsonRecord<'static>>(),
        SchemaName::Diff => written::<JsonDiff<'static>>(),
        SchemaName::BatchManifest => written::<JsonManifest<'static>>(),
        SchemaName::BatchRejected => written::<JsonRejected<'static>>(),
        SchemaName::Config => taken::<config_file::ConfigFile>(),
    };
    root.insert("$id".to_owned(), schema.id().into());
    if let Some(surface) = Surface::ALL
        .into_iter()
        .find(|&surface| SchemaName::from(surface) == schema)
    {
        name_rules(&mut root, surface);
    }
    if let Some(Value::Object(definitions)) = root.get_mut("$defs") {
        for (name, definition) in definitions {
            if let (Some(surface), Value::Object(user)) = (surface_of_definition(name), definition) {
                name_rules(user, surface);
            }
        }
    }
    let mut root = Value::Object(root);
    join_lines(&mut root);
    root
}

/// The schema of what is read.
fn taken<T: JsonSchema>() -> Map<String, Value> {
    root_schema::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of what is written.
fn written<T: JsonSchema>() -> Map<String, Value> {
    root_schema::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn root_schema<T: JsonSchema>(settings: SchemaSettings) -> Map<String, Value> {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    match schema.to_value() {
        Value::Object(root) => root,
        _ => Map::new(), // `true` or `false`, which no struct has
    }
}

/// The users among the definitions of the schemas that hold several.
fn surface_of_definition(name: &str) -> Option<Surface> {
    match name {
        "RestUser" => Some(Surface::Rest),
        "ResponseUser" => Some(Surface::Response),
        _ => None,
    }
}

/// Gives each property the rules that can say something of it on the surface.
fn name_rules(user: &mut Map<String, Value>, surface: Surface) {
    let Some(Value::Object(properties)) = user.get_mut("properties") else {
        return;
    };
    for (key, property) in properties {
        let (Some(field), Value::Object(property)) = (Field::of_key(key), property) else {
            continue;
        };
        let rules = RULES
            .iter()
            .filter(|rule| severities_in(rule, field).get(surface).is_some());
        let ids: Vec<Value> = rules.map(|rule| rule.id.into()).collect();
        if !ids.is_empty() {
            property.insert("x-userlint".to_owned(), ids.into());
        }
    }
}

/// Makes a line of each paragraph: in a doc comment a line ends where the page does, in a schema it would
/// mean something.
fn join_lines(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "description" => {
                        let paragraphs: Vec<_> =
                            text.split("\n\n").map(|text| text.replace('\n', " ")).collect();
                        *text = paragraphs.join("\n\n");
                    }
                    _ => join_lines(value),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(join_lines),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_found_by_its_name_and_knows_its_own_id() {
        for &schema in SchemaName::ALL {
            assert_eq!(schema.name().parse(), Ok(schema));
            let root: Value = serde_json::from_str(text(schema)).expect("the file is JSON");
            assert_eq!(root["$id"], schema.id());
        }
        for surface in Surface::ALL {
            assert_eq!(SchemaName::from(surface).name(), surface.name());
        }
    }
}
