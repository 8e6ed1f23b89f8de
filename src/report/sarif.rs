//! The report as SARIF 2.1.0, for code scanning and for viewers.
//!
//! What GitHub needs is always there: the texts of all rules, whole regions, and a hash of the line by which it follows a
//! finding. Excerpts hide what those for people hide. Findings that a baseline knows stay in the file, marked as such.

mod log;
mod rules;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;

use log::{
    ArtifactChange, ArtifactLocation, Fingerprints, LogicalLocation, Message, PhysicalLocation, Region,
    Replacement, ResultProperties, SarifFix, SarifLocation, SarifLog, SarifResult, Suppression, Text,
};

use super::fingerprint::Fingerprinter;
use super::line_hash::{LineHash, line_hashes};
use super::masked::{self, Piece};
use super::ranked::{Rank, Ranked};
use super::{Form, Report, Run, Scope, escaping, path, wording};
use crate::catalogue::sentence;
use crate::finding::Finding;
use crate::place::Part;
use crate::repair::{Fix, Safety};
use crate::rules::RULES;
use crate::source::{LineIndex, Location, Source, Span};

/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;

/// Bytes of the source that one excerpt shows at most.
const EXCERPT: usize = 400;

/// Bytes before and behind a finding in which the lines around it are looked for.
const REACH: usize = 200;

/// The folder to which paths are relative.
const ROOT: &str = "SRCROOT";

/// The SARIF report as a [`Form`]: one document, written at the end.
#[derive(Debug)]
pub(super) struct Sarif {
    results: Ranked<SarifResult>,
    fingerprints: Fingerprinter,
}

impl Default for Sarif {
    fn default() -> Self {
        Sarif {
            results: Ranked::new(MOST_RESULTS, MOST_RESULTS),
            fingerprints: Fingerprinter::default(),
        }
    }
}

impl Form for Sarif {
    fn input(&mut self, report: &Report, source: Source<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        let fingerprints = self.fingerprints.of(report);
        if report.findings.is_empty() {
            return Ok(());
        }
        let input = Input {
            report,
            source,
            uri: path::uri(source),
            lines: LineIndex::new(source.bytes),
        };
        // The hash of a line needs what stands before and behind it.
        let mut line_hashes = match report.scope {
            Scope::Whole => unique_line_hashes(&report.findings, source.bytes),
            Scope::Part | Scope::End => Vec::new(),
        }
        .into_iter();
        for (finding, fingerprint) in report.findings.iter().zip(fingerprints) {
            let line_hash = line_hashes.next().flatten();
            let rank = if finding.is_suppressed {
                Rank::Suppressed
            } else {
                Rank::Of(finding.severity)
            };
            self.results
                .give(rank, || input.result(finding, fingerprint, line_hash));
        }
        Ok(())
    }

    fn finish(&mut self, run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
        let results = std::mem::take(self).results;
        let left_out = results.left_out() + run.left_out;
        let mut results = results.into_order();
        if run.totals.suppressed > 0 {
            results.iter_mut().for_each(SarifResult::compare_with_baseline);
        }
        escaping::write_pretty(&SarifLog::new(results, left_out, run), out)
    }
}

/// For each finding the hash of its line, where no other finding of the same rule has it: GitHub takes two findings
/// with one hash for the same.
fn unique_line_hashes(findings: &[Finding], bytes: &[u8]) -> Vec<Option<LineHash>> {
    let lines = line_hashes(bytes);
    let keys: Vec<_> = findings
        .iter()
        .map(|finding| {
            let line = lines.get(finding.location.start.line - 1).copied();
            (finding.rule.id, line)
        })
        .collect();
    let mut counts: HashMap<_, usize> = HashMap::new();
    for key in &keys {
        *counts.entry(key).or_default() += 1;
    }
    keys.iter()
        .map(|key| key.1.filter(|_| counts[key] == 1))
        .collect()
}

/// What the results on one input have in common.
struct Input<'i> {
    report: &'i Report,
    source: Source<'i>,
    uri: String,
    lines: LineIndex<'i>,
}

impl Input<'_> {
    fn result(&self, finding: &Finding, fingerprint: String, line_hash: Option<LineHash>) -> SarifResult {
        let line_hash = match line_hash {
            Some(hash) => hash.to_string(),
            None => format!("{}:1", &fingerprint[..16]),
        };
        SarifResult {
            rule_id: finding.rule.id,
            rule_index: RULES.iter().position(|rule| rule.id == finding.rule.id),
            level: finding.severity.name(),
            message: Self::message(finding),
            locations: [self.location(finding)],
            related_locations: self.related_locations(finding),
            partial_fingerprints: Fingerprints {
                primary_location_line_hash: line_hash,
                userlint: fingerprint,
            },
            fixes: finding.shown_fix().map(|fix| [self.fix(fix)]),
            baseline_state: None,
            suppressions: finding.is_suppressed.then(|| {
                vec![Suppression {
                    kind: "external",
                    justification: "The baseline of this project knows it.",
                }]
            }),
            properties: ResultProperties {
                effect: finding.rule.effect().name(),
                surfaces: finding
                    .severities
                    .iter()
                    .map(|(surface, severity)| (surface.name(), severity.name()))
                    .collect(),
            },
        }
    }

    /// Rule, place and verdict in the first sentence: there may be no room for more.
    fn message(finding: &Finding) -> Message {
        let place = match finding.pointer.as_str() {
            "" => String::new(),
            pointer => format!(" at {pointer}"),
        };
        let said = format!(
            "{}{place}: {} ({}). {}",
            finding.rule.id,
            finding.message,
            wording::verdicts(finding),
            sentence(&finding.help)
        );
        let mut message = Message::shown(&said, finding);
        for (id, related) in (1..).zip(&finding.related) {
            let _ = write!(message.text, " See also: [{}]({id}).", related.message);
        }
        message
    }

    fn location(&self, finding: &Finding) -> SarifLocation {
        let place = finding.location;
        // Neighbours are shown only where it is known what of them must be hidden.
        let context = if self.report.is_redactable && self.report.scope == Scope::Whole {
            let context = context(self.source.bytes, place.span.within_part(self.source.start));
            Span::new(context.start + self.source.start, context.end + self.source.start)
        } else {
            place.span
        };
        SarifLocation {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation::of(self.uri.clone()),
                region: self.region(place),
                context_region: (context != place.span).then(|| self.region(self.lines.locate(context))),
            },
            logical_locations: (!finding.pointer.is_empty()).then(|| {
                [LogicalLocation {
                    fully_qualified_name: finding.pointer.clone(),
                    kind: match finding.part {
                        Part::Key => "property",
                        Part::Value => "value",
                    },
                }]
            }),
            message: None,
        }
    }

    fn related_locations(&self, finding: &Finding) -> Vec<SarifLocation> {
        (1..)
            .zip(&finding.related)
            .map(|(id, related)| SarifLocation {
                id: Some(id),
                physical_location: match &related.source {
                    None => PhysicalLocation {
                        artifact_location: ArtifactLocation::of(self.uri.clone()),
                        region: if related.is_away {
                            Region::of(related.location)
                        } else {
                            self.region(related.location)
                        },
                        context_region: None,
                    },
                    Some(other) => PhysicalLocation {
                        artifact_location: ArtifactLocation::of(path::uri(other.source())),
                        region: Region::of(related.location),
                        context_region: None,
                    },
                },
                logical_locations: None,
                message: Some(Text::shown(&sentence(related.message))),
            })
            .collect()
    }

    fn fix(&self, fix: &Fix) -> SarifFix {
        let description = match fix.safety {
            Safety::Safe => sentence(fix.title),
            Safety::Unsafe => sentence(&format!("{}, if that is what is meant", fix.title)),
        };
        let replacements = fix.edits.iter().map(|edit| Replacement {
            deleted_region: Region::of(edit.location),
            inserted_content: Text {
                text: edit.text.to_string(),
            },
        });
        SarifFix {
            description: Text::shown(&description),
            artifact_changes: [ArtifactChange {
                artifact_location: ArtifactLocation::of(self.uri.clone()),
                replacements: replacements.collect(),
            }],
        }
    }

    fn region(&self, place: Location) -> Region {
        Region {
            snippet: Some(Text {
                text: self.excerpt(place.span),
            }),
            ..Region::of(place)
        }
    }

    /// The text of a span, as far as it may be shown.
    fn excerpt(&self, span: Span) -> String {
        let bytes = self.source.bytes;
        let hidden = masked::hidden_near(&self.report.secrets.0, span, self.source);
        let span = masked::within(bytes, span.within_part(self.source.start));
        let end = match span.start + EXCERPT {
            end if end < span.end => masked::char_start(bytes, end),
            _ => span.end,
        };
        let mut excerpt = String::new();
        for (_, piece) in masked::pieces(bytes, Span::new(span.start, end), &hidden) {
            match piece {
                Piece::Char(char) => excerpt.push(char),
                Piece::Byte(byte) => {
                    let _ = write!(excerpt, "\\x{byte:02x}");
                }
                Piece::Hidden => excerpt.push('…'),
            }
        }
        if end < span.end && !excerpt.ends_with('…') {
            excerpt.push('…');
        }
        excerpt
    }
}

/// The lines in which the span stands, with one before and one behind; where lines are long, as much of them as is near.
fn context(bytes: &[u8], span: Span) -> Span {
    let span = masked::within(bytes, span);
    let near = masked::char_start(bytes, span.start.saturating_sub(REACH));
    let far = masked::char_start(bytes, bytes.len().min(span.end + REACH));
    let before = &bytes[near..span.start];
    let behind = &bytes[span.end..far];
    let mut ends_before = memchr::memrchr_iter(b'\n', before);
    let start = match (ends_before.next(), ends_before.next()) {
        (_, Some(second)) => near + second + 1,
        (Some(first), None) if near > 0 => near + first + 1,
        _ => near,
    };
    let mut ends_behind = memchr::memchr_iter(b'\n', behind);
    let end = match (ends_behind.next(), ends_behind.next()) {
        (_, Some(second)) => span.end + second,
        (Some(first), None) if far < bytes.len() || first + 1 == behind.len() => span.end + first,
        _ => far,
    };
    let end = if end > span.end && bytes[end - 1] == b'\r' {
        end - 1
    } else {
        end
    };
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_is_the_line_and_its_neighbours() {
        let of = |text: &'static str, slice: &str| {
            let start = text.find(slice).expect("the slice is in the text");
            let span = context(text.as_bytes(), Span::new(start, start + slice.len()));
            &text[span.start..span.end]
        };
        assert_eq!(of("a\nb\nc\nd\ne\n", "c"), "b\nc\nd");
        assert_eq!(of("a\r\nb\r\nc\r\n", "a"), "a\r\nb");
        assert_eq!(of("a\nb\n", "b"), "a\nb");
        assert_eq!(of("a\nb", "b"), "a\nb");
        assert_eq!(of("{}", "{}"), "{}");
    }

    #[test]
    fn the_context_in_a_long_line_is_what_is_near() {
        let text = format!("{}x{}", "ü".repeat(1000), "ü".repeat(1000));
        let context = context(text.as_bytes(), Span::new(2000, 2001));
        assert_eq!(&text[context.start..context.end].chars().count(), &201);
    }
}
