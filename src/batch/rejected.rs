//! The record of a user that is not sent: the user as it was, where it stands, and what was found in it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::base64;
use crate::finding::Finding;
use crate::report::escaping;
use crate::report::json::JsonFinding;

/// A user that is not sent.
#[derive(Debug, Clone)]
pub struct RejectedUser<'t> {
    pub(super) source: &'t str,
    pub(super) line: usize,
    pub(super) pointer: String,
    pub(super) id: Option<String>,
    /// The id as JSON spells it, where no text can.
    pub(super) id_spelling: Option<Cow<'t, str>>,
    pub(super) content: Content<'t>,
    pub(super) findings: Vec<&'t Finding>,
}

/// What stands in the source.
#[derive(Debug, Clone)]
pub(super) enum Content<'t> {
    /// JSON on one line, as [`AcceptedUser::json`](super::AcceptedUser::json) has it.
    Json(Cow<'t, str>),
    /// A text that is no JSON.
    Text(&'t str),
    /// Bytes that are no text.
    Bytes(&'t [u8]),
}

impl RejectedUser<'_> {
    /// The id, if it has one, with U+FFFD for half of a surrogate pair.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The line of the source on which it starts, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// What was found in it, and around it, if that is an error.
    pub fn findings(&self) -> &[&Finding] {
        &self.findings
    }

    /// Writes the record as a line of NDJSON.
    ///
    /// `type` is `rejected`; `file`, `line` and `pointer` say where the user stands, `id` who it is, if that is known; half of a surrogate pair is escaped in it as in the source.
    /// `payload` is the user as it was; of a line that is no JSON `text` is the line, or `base64` its bytes if these are no
    /// text. `findings` are those of the JSON report. Characters that a terminal could take for more than a character are
    /// escaped, so that the record is the same JSON and can be shown as it is.
    pub fn write_line(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"type\":\"rejected\",\"file\":")?;
        escaping::write_compact(&self.source, out)?;
        write!(out, ",\"line\":{},\"pointer\":", self.line)?;
        escaping::write_compact(&self.pointer, out)?;
        out.write_all(b",\"id\":")?;
        match &self.id_spelling {
            Some(spelling) => escaping::write_json(spelling, out)?,
            None => escaping::write_compact(&self.id, out)?,
        }
        match &self.content {
            Content::Json(json) => {
                out.write_all(b",\"payload\":")?;
                escaping::write_json(json, out)?;
            }
            Content::Text(text) => {
                out.write_all(b",\"text\":")?;
                escaping::write_compact(text, out)?;
            }
            Content::Bytes(bytes) => {
                out.write_all(b",\"base64\":")?;
                escaping::write_compact(&base64::encode(bytes), out)?;
            }
        }
        out.write_all(b",\"findings\":")?;
        let findings = self.findings.iter();
        let findings: Vec<_> = findings
            .map(|finding| JsonFinding::new(self.source, finding))
            .collect();
        escaping::write_compact(&findings, out)?;
        out.write_all(b"}\n")
    }
}
