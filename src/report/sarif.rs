//! The report as SARIF 2.1.0, for code scanning and for viewers.
//!
//! What GitHub needs is always there: the texts of all rules, whole regions, and a hash of the line by which it follows a
//! finding. Excerpts hide what those for people hide. Findings that a baseline knows stay in the file, marked as such.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::line_hash::{LineHash, line_hashes};
use super::masked::{self, Piece};
use super::ranked::{Rank, Ranked};
use super::{Form, Report, Run, escaping, fingerprint, path, sanitise, wording};
use crate::catalogue::sentence;
use crate::evidence::Grade;
use crate::finding::Finding;
use crate::place::Part;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::severity::Severity;
use crate::source::{LineIndex, Location, Source, Span};

/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;

/// Bytes of the source that one excerpt shows at most.
const EXCERPT: usize = 400;

/// Bytes before and behind a finding in which the lines around it are looked for.
const REACH: usize = 200;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The folder to which paths are relative.
const ROOT: &str = "SRCROOT";

/// The SARIF report as a [`Form`]: one document, written at the end.
#[derive(Debug)]
pub(super) struct Sarif {
    results: Ranked<SarifResult>,
}

impl Default for Sarif {
    fn default() -> Self {
        Sarif {
            results: Ranked::new(MOST_RESULTS, MOST_RESULTS),
        }
    }
}

impl Form for Sarif {
    fn input(&mut self, report: &Report, source: Source<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        if report.findings.is_empty() {
            return Ok(());
        }
        let input = Input {
            report,
            source,
            uri: path::uri(source),
            lines: LineIndex::new(source.bytes),
        };
        let fingerprints = fingerprint::of(report);
        let line_hashes = unique_line_hashes(&report.findings, source.bytes);
        for ((finding, fingerprint), line_hash) in report.findings.iter().zip(fingerprints).zip(line_hashes) {
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
    fn message(finding: &Finding) -> Text {
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
        let mut message = Text::shown(&said);
        for (id, related) in (1..).zip(&finding.related) {
            let _ = write!(message.text, " See also: [{}]({id}).", related.message);
        }
        message
    }

    fn location(&self, finding: &Finding) -> SarifLocation {
        let place = finding.location;
        // Neighbours are shown only where it is known what of them must be hidden.
        let context = if self.report.is_redactable {
            context(self.source.bytes, place.span)
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
                        region: self.region(related.location),
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
        let span = masked::within(bytes, span);
        let end = match span.start + EXCERPT {
            end if end < span.end => masked::char_start(bytes, end),
            _ => span.end,
        };
        let mut excerpt = String::new();
        for (_, piece) in masked::pieces(bytes, Span::new(span.start, end), &self.report.secrets.0) {
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

/// A text in which viewers find no link: they make one of `[text](target)`.
fn without_links(text: &str) -> String {
    text.replace("](", "] (")
}

/// Where the project stands, as soon as Cargo.toml says it.
fn repository() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|url| !url.is_empty())
}

#[derive(Serialize)]
struct SarifLog {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun; 1],
}

impl SarifLog {
    fn new(results: Vec<SarifResult>, left_out: usize, run: &Run) -> Self {
        SarifLog {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [SarifRun {
                tool: Tool {
                    driver: Driver {
                        name: env!("CARGO_PKG_NAME"),
                        full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
                        short_description: Text::fixed(concat!(env!("CARGO_PKG_DESCRIPTION"), ".")),
                        information_uri: repository(),
                        version: env!("CARGO_PKG_VERSION"),
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        rules: RULES.iter().map(SarifRule::new).collect(),
                    },
                },
                invocations: [Invocation::new(left_out, run)],
                column_kind: "unicodeCodePoints",
                original_uri_base_ids: BTreeMap::from([(
                    ROOT,
                    UriBase {
                        description: Text::fixed("The folder in which userlint was started."),
                    },
                )]),
                automation_details: AutomationDetails {
                    id: concat!(env!("CARGO_PKG_NAME"), "/"),
                },
                results,
            }],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, UriBase>,
    automation_details: AutomationDetails,
    results: Vec<SarifResult>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    full_name: &'static str,
    short_description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    information_uri: Option<&'static str>,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<SarifRule>,
}

#[derive(Serialize)]
struct UriBase {
    description: Text,
}

#[derive(Serialize)]
struct AutomationDetails {
    /// A category alone: it ends in a slash.
    id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

impl Invocation {
    fn new(left_out: usize, run: &Run) -> Self {
        let failures = run.failures.iter().map(|failure| Notification {
            level: "error",
            message: Text::shown(&sentence(&failure.message)),
        });
        let left_out = (left_out > 0).then(|| Notification {
            level: "warning",
            message: Text::shown(&format!(
                "{} left out: a run has at most {MOST_RESULTS} results, or fewer where fewer were asked for.",
                wording::plural(left_out, "finding")
            )),
        });
        Invocation {
            execution_successful: run.failures.is_empty(),
            tool_execution_notifications: failures.chain(left_out).collect(),
        }
    }
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

impl Text {
    fn fixed(text: &'static str) -> Self {
        Text {
            text: text.to_owned(),
        }
    }

    /// A text that people will read, and that may quote a payload or a path.
    fn shown(text: &str) -> Self {
        Text {
            text: without_links(&sanitise::line(text).to_string()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule {
    id: &'static str,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<&'static str>,
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
}

impl SarifRule {
    fn new(rule: &Rule) -> Self {
        let worst = rule.severities().worst().unwrap_or(Severity::Note);
        let surfaces = rule.severities().iter().map(|(surface, _)| surface.name());
        SarifRule {
            id: rule.id,
            name: pascal_case(rule.id),
            short_description: Text {
                text: sentence(rule.summary()),
            },
            full_description: Text {
                text: sentence(rule.why()),
            },
            help: Help::new(rule),
            help_uri: repository()
                .map(|root| format!("{root}/blob/HEAD/corpus/{}/README.md", rule.id))
                .or(rule.reference().map(str::to_owned)),
            default_configuration: Configuration { level: worst.name() },
            properties: RuleProperties {
                tags: ["talkjs", rule.effect().name()]
                    .into_iter()
                    .chain(surfaces)
                    .collect(),
                precision: precision(rule),
                problem_severity: match worst {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "recommendation",
                },
            },
        }
    }
}

impl Help {
    fn new(rule: &Rule) -> Self {
        let why = sentence(rule.why());
        let advice = sentence(rule.advice());
        let mut markdown = format!("{why}\n\n**What to do:** {advice}\n\n**Evidence:**\n");
        for evidence in rule.evidence() {
            let source = match evidence.source {
                url if url.starts_with("https://") => format!("<{url}>"),
                other => format!("`{other}`"),
            };
            let _ = write!(markdown, "\n- {}, {source}: {}", evidence.grade, evidence.fact);
        }
        Help {
            text: format!("{why}\n\nWhat to do: {advice}"),
            markdown,
        }
    }
}

/// `EmailInvalid` for `email_invalid`.
fn pascal_case(id: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    id.split('_')
        .filter(|word| !word.is_empty())
        .map(capital)
        .collect()
}

/// How sure a finding of the rule is, by the best of its evidence.
fn precision(rule: &Rule) -> &'static str {
    let has = |is: fn(Grade) -> bool| rule.evidence().iter().any(|evidence| is(evidence.grade));
    if has(Grade::carries_error) {
        "very-high"
    } else if has(|grade| grade == Grade::Observed) {
        "high"
    } else {
        "medium"
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [SarifLocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<Vec<Suppression>>,
    properties: ResultProperties,
}

impl SarifResult {
    /// Says of a result whether the baseline knows it. In a run in which one says so, all do.
    fn compare_with_baseline(&mut self) {
        let known = self.suppressions.get_or_insert_default();
        self.baseline_state = Some(if known.is_empty() { "new" } else { "unchanged" });
    }
}

#[derive(Debug, Serialize)]
struct Fingerprints {
    #[serde(rename = "primaryLocationLineHash")]
    primary_location_line_hash: String,
    #[serde(rename = "userlintFingerprint/v1")]
    userlint: String,
}

#[derive(Debug, Serialize)]
struct Suppression {
    kind: &'static str,
    justification: &'static str,
}

#[derive(Debug, Serialize)]
struct ResultProperties {
    effect: &'static str,
    surfaces: BTreeMap<&'static str, &'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

impl ArtifactLocation {
    fn of(uri: String) -> Self {
        ArtifactLocation {
            uri_base_id: (!uri.starts_with("file:")).then_some(ROOT),
            uri,
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text>,
}

impl Region {
    /// A place in a source whose text is not at hand.
    fn of(place: Location) -> Self {
        Region {
            start_line: place.start.line,
            start_column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            snippet: None,
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
    kind: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_pascal_case() {
        assert_eq!(pascal_case("phone_not_e164"), "PhoneNotE164");
    }

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
