//! The catalogue of rules in the forms in which people and programs read it.

mod json;
mod markdown;
mod text;

pub use json::{CATALOGUE_VERSION, write_json, write_rule_json};
pub use markdown::{GENERATED, TABLE_END, TABLE_START, list_markdown, page_markdown, table_markdown};
pub use text::{page_text, paragraph};

/// A clause with a capital at its start and a full stop at its end.
pub(crate) fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    let first = chars
        .next()
        .map(|char| char.to_uppercase().to_string())
        .unwrap_or_default();
    let stop = if clause.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{stop}", chars.as_str())
}
