//! From bytes to a [`tape`]: which encoding, which JSON text, and where it stops being one.
//!
//! Total: any bytes give a document or a fault with its place. What the document means is not known here.

pub(crate) mod compact;
pub(crate) mod dialect;
pub(crate) mod encoding;
pub(crate) mod fault;
pub(crate) mod json;
pub(crate) mod tape;

#[cfg(test)]
mod laws;
