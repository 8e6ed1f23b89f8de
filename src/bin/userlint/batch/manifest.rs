//! The manifest of a set: written while the batches are, so that it takes no memory, and put in its place last.
//!
//! Its form is that of [`JsonManifest`](userlint::batch::json::JsonManifest), part by part. It holds nothing of the time, the machine or the version: the same input gives the same bytes.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};
use userlint::Surface;
use userlint::batch::json::{JsonBatch, JsonRejectedFile, JsonSource, JsonTotals};
use userlint::batch::{Batch, Endpoint};
use userlint::report::json::write_line;

use super::folder::{Folder, FolderError, MANIFEST, MANIFEST_START, REJECTED, SetFile, hex};

/// A manifest on its way.
pub(super) struct Manifest {
    stream: SetFile,
    has_batch: bool,
    sources: Vec<JsonSource>,
}

impl Manifest {
    pub(super) fn begin(
        folder: &Folder,
        endpoint: Endpoint,
        surface: Surface,
        size: usize,
    ) -> Result<Self, FolderError> {
        let mut stream = folder.stream(MANIFEST)?;
        write!(
            stream,
            "{MANIFEST_START}\"endpoint\": \"{endpoint}\",\n\"method\": \"{}\",\n\"path\": \"{}\",\n\
             \"surface\": \"{surface}\",\n\"size\": {size},\n\"batches\": [",
            endpoint.method(),
            endpoint.path(),
        )
        .map_err(|error| folder.unwritable(MANIFEST, error))?;
        Ok(Manifest {
            stream,
            has_batch: false,
            sources: Vec::new(),
        })
    }

    /// Enters a batch.
    pub(super) fn batch(&mut self, name: &str, batch: &Batch) -> io::Result<()> {
        let separator = if self.has_batch { ",\n" } else { "\n" };
        self.has_batch = true;
        self.stream.write_all(separator.as_bytes())?;
        let entry = JsonBatch {
            file: name,
            users: batch.ids().len(),
            sha256: &hex(&Sha256::digest(batch.body())),
            ids: batch.ids(),
        };
        self.stream.write_all(&line(&entry)?)
    }

    /// Enters an input.
    pub(super) fn source(&mut self, name: &str, bytes: &[u8]) {
        self.sources.push(JsonSource {
            file: name.to_owned(),
            bytes: bytes.len(),
            sha256: hex(&Sha256::digest(bytes)),
        });
    }

    /// Ends the manifest, and with it the set.
    pub(super) fn finish(
        mut self,
        folder: &mut Folder,
        counts: &JsonTotals,
        rejected: &str,
    ) -> Result<(), FolderError> {
        self.end(counts, rejected)
            .map_err(|error| folder.unwritable(MANIFEST, error))?;
        folder.finish(self.stream)?;
        folder.complete()
    }

    fn end(&mut self, counts: &JsonTotals, rejected: &str) -> io::Result<()> {
        let rejected = JsonRejectedFile {
            file: REJECTED,
            users: counts.rejected,
            sha256: rejected,
        };
        let out = &mut self.stream;
        out.write_all(b"\n],\n\"rejected\": ")?;
        out.write_all(&line(&rejected)?)?;
        out.write_all(b",\n\"sources\": [")?;
        for (at, source) in self.sources.iter().enumerate() {
            out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
            out.write_all(&line(source)?)?;
        }
        out.write_all(b"\n],\n\"totals\": ")?;
        out.write_all(&line(counts)?)?;
        out.write_all(b"\n}\n")
    }
}

/// A value on a line that goes on.
fn line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    write_line(value, &mut line)?;
    line.pop();
    Ok(line)
}
