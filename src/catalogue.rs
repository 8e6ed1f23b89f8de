//! The catalogue of rules in the forms in which people and programs read it.

mod json;
mod text;

pub use json::write_json;
pub use text::page_text;
