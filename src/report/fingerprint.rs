//! Names of findings that outlive a change of the text around them: for baselines, and for services that follow a
//! finding from run to run.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{Report, Scope};
use crate::finding::Finding;

/// The fingerprints of a report's findings, in their order: 32 hexadecimal digits each.
///
/// A fingerprint is made of the rule, the name of the source, the user (by id, else by pointer) and the pointer inside
/// the user. It stays the same when the text is reformatted, keys or users change their order, and lines are added
/// elsewhere. Findings that agree in all of that are told apart by their order. In a run in which no two sources have one
/// name, no two findings have one fingerprint.
pub fn of(report: &Report) -> Vec<String> {
    under(report, &report.source)
}

/// The fingerprints, as [`of`] makes them, of a source that is called otherwise.
pub fn under(report: &Report, source: &str) -> Vec<String> {
    Fingerprinter::default().under(report, source)
}

/// Makes the fingerprints of sources whose reports come part by part: it remembers, up to the end of a source, which it
/// has made.
#[derive(Debug, Default)]
pub struct Fingerprinter {
    seen: HashMap<[u8; 16], u32>,
}

impl Fingerprinter {
    /// The fingerprints of the next report, as [`of`] makes them.
    pub fn of(&mut self, report: &Report) -> Vec<String> {
        self.under(report, &report.source)
    }

    /// The fingerprints of the next report, as [`under`] makes them.
    pub fn under(&mut self, report: &Report, source: &str) -> Vec<String> {
        let mut made = Vec::with_capacity(report.findings.len());
        for finding in &report.findings {
            let first = first_digest(source, finding);
            let count = self.seen.entry(first).or_default();
            let fingerprint = match *count {
                0 => first,
                again => digest(&[&hex(&first)], again),
            };
            *count += 1;
            made.push(hex(&fingerprint));
        }
        if report.scope != Scope::Part {
            self.seen.clear();
        }
        made
    }
}

/// The fingerprint of a finding that is the first of its kind. A redacted finding brings it along: what it is made of is
/// no longer there.
pub(crate) fn first_digest(source: &str, finding: &Finding) -> [u8; 16] {
    let brought = finding.privacy.digest;
    brought.unwrap_or_else(|| digest(&parts(source, finding), 0))
}

/// What stands for an id where ids are not shown.
pub(crate) fn of_id(id: &str) -> String {
    hex(&digest(&["id", id], 0))[..12].to_owned()
}

fn parts<'f>(source: &'f str, finding: &'f Finding) -> [&'f str; 6] {
    let (kind, user, inside) = match &finding.payload {
        None => ("document", "", finding.pointer.as_str()),
        Some(payload) => {
            let inside = finding.pointer.strip_prefix(&payload.pointer);
            let inside = inside.unwrap_or(&finding.pointer);
            match &payload.id {
                Some(id) => ("id", id.as_str(), inside),
                None => ("pointer", payload.pointer.as_str(), inside),
            }
        }
    };
    [finding.rule.id, source, kind, user, inside, finding.part.name()]
}

fn digest(parts: &[&str], again: u32) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in parts {
        // With its length, so that no two lists of parts are one text.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update(again.to_le_bytes());
    let mut first = [0; 16];
    first.copy_from_slice(&hash.finalize()[..16]);
    first
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xF)])
        .collect()
}
