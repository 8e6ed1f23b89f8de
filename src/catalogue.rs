//! The catalogue of rules in the forms in which people and programs read it.

mod json;
mod markdown;
mod text;

pub use json::{CATALOGUE_VERSION, write_json, write_rule_json};
pub use markdown::{GENERATED, TABLE_END, TABLE_START, list_markdown, page_markdown, table_markdown};
pub use text::page_text;
