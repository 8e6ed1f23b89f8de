//! What a run of `userlint batch` says at its end, in words or as JSON.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use userlint::Surface;
use userlint::batch::Endpoint;
use userlint::batch::json::JsonTotals;
use userlint::report::json::write_laid_out;
use userlint::report::sanitise;

use super::folder::{MANIFEST, REJECTED, batch_name};
use crate::Ending;
use crate::args::SummaryFormat;
use crate::inputs::shown;
use crate::output::Output;

/// How far a run is.
pub(super) fn so_far(counts: &JsonTotals) -> String {
    format!(
        "{} users, {} batches, {} rejected",
        counts.accepted + counts.rejected,
        counts.batches,
        counts.rejected
    )
}

/// A set that is complete.
pub(super) struct Summary {
    pub(super) out: PathBuf,
    pub(super) endpoint: Endpoint,
    pub(super) surface: Surface,
    pub(super) size: usize,
    pub(super) counts: JsonTotals,
    /// Files that were written: none of those that were there already.
    pub(super) written: usize,
    /// Whether every user is in a batch, and no input has an error besides.
    pub(super) is_clean: bool,
}

/// The summary as programs read it.
#[derive(Serialize)]
struct JsonSummary<'s> {
    schema_version: u32,
    out: &'s str,
    endpoint: &'static str,
    surface: &'static str,
    size: usize,
    totals: &'s JsonTotals,
    /// Files that were written.
    written: usize,
}

impl Summary {
    pub(super) fn print(&self, format: SummaryFormat) -> Ending {
        let mut output = Output::new();
        output.write(|out| match format {
            SummaryFormat::Human => self.write_words(out),
            SummaryFormat::Json => self.write_json(out),
        });
        output.finish()
    }

    fn write_words(&self, out: &mut dyn Write) -> io::Result<()> {
        let counts = &self.counts;
        let place = |name: &str| sanitise::line(&shown(&self.out.join(name))).to_string();
        let request = format!("{} {}", self.endpoint.method(), self.endpoint.path());
        writeln!(
            out,
            "{} accepted: {} of at most {}, for {request}",
            number(counts.accepted, "user"),
            number_of_batches(counts.batches),
            self.size
        )?;
        match counts.batches {
            0 => {}
            1 => writeln!(out, "  {}", place(&batch_name(1)))?,
            last => writeln!(out, "  {} to {}", place(&batch_name(1)), batch_name(last))?,
        }
        match counts.repeated_ids {
            0 => {}
            1 => writeln!(
                out,
                "  1 id stands more than once: send the batches in their order"
            )?,
            many => writeln!(
                out,
                "  {many} ids stand more than once: send the batches in their order"
            )?,
        }
        if counts.warnings > 0 {
            writeln!(
                out,
                "  with {}; see userlint check --surface {}",
                number(counts.warnings, "warning"),
                self.surface
            )?;
        }
        writeln!(out, "{} rejected", number(counts.rejected, "user"))?;
        if counts.rejected > 0 {
            writeln!(out, "  {} says why", place(REJECTED))?;
        }
        if counts.other_operations > 0 {
            writeln!(
                out,
                "{} left out: they put no user",
                number(counts.other_operations, "operation")
            )?;
        }
        let complete = place(MANIFEST);
        if counts.batches == 0 {
            writeln!(out, "there is nothing to upload: no batch in {complete}")
        } else if self.written == 0 {
            writeln!(out, "the set was complete already: {complete}")
        } else {
            writeln!(out, "the set is complete: {complete}")
        }
    }

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let summary = JsonSummary {
            schema_version: 1,
            out: &shown(&self.out),
            endpoint: self.endpoint.name(),
            surface: self.surface.name(),
            size: self.size,
            totals: &self.counts,
            written: self.written,
        };
        write_laid_out(&summary, out)
    }
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn number_of_batches(count: usize) -> String {
    format!("{count} {}", if count == 1 { "batch" } else { "batches" })
}
