//! What is known of a whole input when everything in it has been looked at.

/// The sum of an input.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Input {
    /// Users that were judged.
    pub(crate) payloads: usize,
    /// JSON texts that were read: one, or the lines of NDJSON.
    pub(crate) texts: usize,
    /// Texts that are no JSON, or of no known shape: they have findings of their own.
    pub(crate) refused: usize,
    /// Operations that do not put a user.
    pub(crate) other_operations: usize,
    /// Webhook events that carry no user.
    pub(crate) events_without_user: usize,
}
