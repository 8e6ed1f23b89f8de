//! Which notation a text is written in: JSON itself, or JSON with comments.

/// The notation in which a text is read.
///
/// TalkJS takes JSON alone. Fixtures that people write by hand are often kept with comments, and a build takes these
/// out: such files are read as what the build makes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Dialect {
    /// JSON as in RFC 8259, and nothing else.
    #[default]
    Json,
    /// JSON in which comments (`// …` to the end of the line, and `/* … */`) may stand wherever white space may, and
    /// a comma behind the last element or member. Nothing else of JSON5 is taken: no single quotes, no keys without
    /// quotes, no other numbers.
    JsonWithComments,
}

impl Dialect {
    /// The notation that the name of a source promises: comments by the endings `.jsonc` and `.json5`, in any case.
    pub fn of_name(name: &str) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if extension.eq_ignore_ascii_case("jsonc") || extension.eq_ignore_ascii_case("json5") {
            Dialect::JsonWithComments
        } else {
            Dialect::Json
        }
    }
}
