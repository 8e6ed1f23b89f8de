//! The catalogue of rules in the forms in which people and programs read it.

mod json;
mod markdown;
mod text;

pub use json::write_json;
pub use markdown::{TABLE_END, TABLE_START, page_markdown, table_markdown};
pub use text::page_text;
