//! The linter: reads a source, finds the users in it, and calls the rules.

use std::sync::Arc;

use self::plan::{FieldPlan, Plan};
use self::walk::Walk;
use crate::batch::{Endpoint, requirement};
use crate::dataset::{Index, Part};
use crate::field::Field;
use crate::finding::{Finding, Findings, Unlocated};
use crate::input::Input;
use crate::ndjson;
use crate::place;
use crate::reading::{Reading, Refusal};
use crate::report::{JudgedPayload, Report};
use crate::rule::{Present, Rule};
use crate::settings::Override;
use crate::severity::{Severities, Severity};
use crate::shape::{Envelope, Payload, Shape};
use crate::source::{BYTE_ORDER_MARK, LineIndex, Source};
use crate::surface::{Surface, Surfaces};
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;
use crate::syntax::tape::{Document, Kind, NodeId, PointerCursor};
use crate::user::{self, User};

mod dataset;
mod glances;
mod locate;
mod options;
mod pass;
mod plan;
pub(crate) mod stream;
mod walk;

pub(crate) use locate::{payload_ref, pointer_to};
pub use options::Options;

/// Judges user payloads. Made once, used for any number of sources, from any number of threads.
#[derive(Debug)]
pub struct Linter {
    options: Options,
    plan: Plan,
    /// For documents that only TalkJS sends, unless surfaces were asked for.
    response_plan: Option<Plan>,
    /// For each override that names surfaces: where it holds, its plan is followed.
    override_plans: Vec<Option<Plan>>,
}

impl Default for Linter {
    fn default() -> Self {
        Linter::new(Options::new())
    }
}

impl Linter {
    /// A linter with these options.
    pub fn new(options: Options) -> Self {
        let plan = |surfaces| Plan::new(surfaces, &options);
        let response = Surfaces::of(&[Surface::Response]);
        Linter {
            plan: plan(options.surfaces.unwrap_or(Surfaces::DEFAULT)),
            response_plan: options.surfaces.is_none().then(|| plan(response)),
            override_plans: {
                let overrides = options.settings.overrides.iter();
                overrides.map(|holds| holds.surfaces.map(plan)).collect()
            },
            options,
        }
    }

    /// The plan for the value to which these tokens lead, if an override has one of its own for it.
    fn override_plan(&self, tokens: &[impl AsRef<str>]) -> Option<&Plan> {
        let overrides = self.options.settings.overrides.iter().zip(&self.override_plans);
        overrides
            .rev()
            .find_map(|(holds, plan)| plan.as_ref().filter(|_| holds.covers(tokens)))
    }

    fn overrides(&self) -> impl Iterator<Item = &Override> {
        self.options.settings.overrides.iter()
    }

    /// The plan for an input as a whole.
    fn input_plan(&self) -> &Plan {
        self.override_plan(NOWHERE).unwrap_or(&self.plan)
    }

    /// Judges every user in a source. Any bytes give a report.
    ///
    /// The source is a dataset of its own: a user that stands in it twice is found, one that stands in two sources is not.
    ///
    /// A large source is judged as a [`Stream`](crate::Stream) is, and with the same findings.
    pub fn check(&self, source: Source<'_>) -> Report {
        if source.bytes.len() > stream::HELD {
            return self.check_in_parts(source);
        }
        self.check_whole(source)
    }

    /// [`Linter::check`], with the source as one whole, whatever its size.
    pub(crate) fn check_whole(&self, source: Source<'_>) -> Report {
        if !self.compares() {
            return self.run(source, Compared::Not, None);
        }
        let mut index = Index::new();
        let id = index.begin();
        let report = self.run(source, Compared::Indexed(&mut index), None);
        let dataset = self.repeats(source, id, index);
        if dataset.is_empty() {
            return report;
        }
        // What is found now may reject users, and stands among the other findings: so it is no afterthought.
        self.run(source, Compared::With(dataset.part(id)), None)
    }

    /// As [`Linter::check`], but that nothing is compared; each text is handed on as it was judged, and only the findings
    /// that come back are kept.
    pub(crate) fn read<'r>(&'r self, source: Source<'r>, audience: &'r mut Audience<'r>) -> Report {
        self.run(source, Compared::Not, Some(audience))
    }

    fn run<'r>(
        &'r self,
        source: Source<'r>,
        compared: Compared<'r>,
        audience: Option<&'r mut Audience<'r>>,
    ) -> Report {
        let mut run = Run {
            audience,
            ..Run::new(self, source.name, LineIndex::new(source.bytes), compared)
        };
        run.source(source);
        run.report
    }

    /// The report on a source of which nothing has been looked at.
    fn empty_report(&self, name: &str) -> Report {
        Report {
            source: name.to_owned(),
            is_redactable: self.options.redactable,
            fail_on: Some(Severity::Error),
            overrides: vec![0; self.options.settings.overrides.len()],
            dialect: self.dialect_of(name),
            ..Report::default()
        }
    }

    /// Judges a value that has been parsed already: as [`Linter::check`] does its compact JSON text, to which the
    /// locations of the findings refer. What parsing has lost (duplicate keys, the spelling of numbers) is lost.
    pub fn check_value(&self, value: &serde_json::Value) -> Report {
        let text = crate::value::compact_text(value);
        self.check(Source::new("<value>", &text))
    }
}

/// What is done about the dataset while a source is judged.
enum Compared<'r> {
    /// Nothing: it is not asked for.
    Not,
    /// Its ids are indexed.
    Indexed(&'r mut Index),
    /// What stands twice is known, and reported.
    With(Part<'r>),
}

/// The way to a document as a whole.
const NOWHERE: &[&str] = &[];

/// Who is told of each text.
pub(crate) type Audience<'a> = dyn FnMut(JudgedText<'_>) -> Vec<Finding> + 'a;

/// A text with what was found in it.
pub(crate) struct JudgedText<'t> {
    /// The name of the source.
    pub(crate) source: &'t str,
    pub(crate) bytes: &'t [u8],
    /// Where the text starts in the source.
    pub(crate) base: usize,
    /// Whether it is a line of NDJSON, and not the whole source.
    pub(crate) is_line: bool,
    /// None if the text is no JSON.
    pub(crate) envelope: Option<&'t Envelope<'t>>,
    /// For each user the surfaces by which it was judged.
    pub(crate) judged: &'t [Surfaces],
    /// For each user the surfaces on which it has an error.
    pub(crate) rejected: &'t [Surfaces],
    pub(crate) findings: Vec<Finding>,
    pub(crate) lines: &'t LineIndex<'t>,
}

/// One check on its way.
struct Run<'r> {
    linter: &'r Linter,
    lines: LineIndex<'r>,
    report: Report,
    input: Input,
    /// The shape in which documents are read; none if it is to be found out.
    shape: Option<Shape>,
    compared: Compared<'r>,
    /// Whether a text that is refused is not reported: whoever asks looks closer.
    holds_back: bool,
    /// Where such a text is refused.
    refused_at: Option<usize>,
    /// Whether the texts are a part of the source.
    shows_part: bool,
    /// The line feeds in the lines that were judged, if there is no other line break in them and they were counted by the way.
    line_feeds: Option<usize>,
    /// Whether a finding elsewhere in the source has its second place in this text.
    is_referred: bool,
    // Buffers that are reused from text to text.
    found: Vec<Unlocated>,
    judged: Vec<Surfaces>,
    rejected: Vec<Surfaces>,
    unknown_keys: Vec<NodeId>,
    walk: Walk,
    audience: Option<&'r mut Audience<'r>>,
}

impl<'r> Run<'r> {
    fn new(linter: &'r Linter, name: &str, lines: LineIndex<'r>, compared: Compared<'r>) -> Self {
        Run {
            linter,
            lines,
            report: linter.empty_report(name),
            input: Input::default(),
            shape: linter.options.shape,
            compared,
            line_feeds: Some(0),
            is_referred: false,
            holds_back: false,
            refused_at: None,
            shows_part: false,
            found: Vec::new(),
            judged: Vec::new(),
            rejected: Vec::new(),
            unknown_keys: Vec::new(),
            walk: Walk::default(),
            audience: None,
        }
    }

    fn source(&mut self, source: Source<'_>) {
        // Clean as it is, it is one text, unless it is said to be lines.
        let is_lines = self.shape == Some(Shape::Ndjson) || ndjson::is_called_ndjson(source.name);
        if !is_lines && self.is_clean_at_a_glance(source.bytes) {
            self.input.texts += 1;
            return self.end();
        }
        let mut parser = Parser::of(self.report.dialect);
        let (is_ndjson, texts) = ndjson::texts(source, self.linter.options.shape, &mut parser);
        self.report.shape = is_ndjson.then_some(Shape::Ndjson);
        let alone = source.text_name().filter(|_| !is_ndjson);
        if is_ndjson && self.report.dialect == Dialect::Json {
            self.lines(&mut parser, source.bytes, 0);
        } else {
            for text in texts {
                self.text(&mut parser, text.of(source.bytes), text.start, alone);
            }
        }
        self.end();
    }

    /// What is to be said of the input when everything in it has been looked at.
    fn end(&mut self) {
        let plan = self.linter.input_plan();
        for hook in &plan.input {
            (hook.check)(&self.input, &mut findings(hook.rule, plan, None, &mut self.found));
        }
        self.settle(None);
        if !self.found.is_empty() {
            self.locate(None, &[], 0, &[]);
            // What is said of the whole input stands at its start, before what was found in it.
            self.report
                .findings
                .sort_by_key(|finding| finding.location.span.start);
        }
    }

    /// One JSON text that starts at `base` in the source. `alone` is the name of the source of which it is the whole.
    fn text(&mut self, parser: &mut Parser, bytes: &[u8], base: usize, alone: Option<&str>) {
        self.input.texts += 1;
        if !self.is_clean_at_a_glance(bytes) {
            self.look_closely(parser, bytes, base, alone);
        }
    }

    /// Parses a text, and shows what is in it to the rules.
    fn look_closely(&mut self, parser: &mut Parser, bytes: &[u8], base: usize, alone: Option<&str>) {
        let byte_order_mark = bytes.starts_with(BYTE_ORDER_MARK).then_some(0..3);
        let outcome = match encoding::decode(bytes) {
            Ok(text) => parser.parse(text).map_err(Refusal::NotJson),
            Err(fault) => Err(Refusal::NotUtf8(fault)),
        };
        if let (true, Err(refusal)) = (self.holds_back, &outcome) {
            self.refused_at = Some(refusal.at().start);
            return;
        }
        let reading = Reading {
            start: base,
            byte_order_mark,
            outcome,
        };
        let envelope = match &reading.outcome {
            Ok(document) => Some(self.linter.envelope(*document, self.shape, alone)),
            Err(_) => None,
        };
        let sent_by_talkjs = envelope
            .as_ref()
            .and_then(|found| found.shape)
            .is_some_and(Shape::is_response);
        let plan = match &self.linter.response_plan {
            Some(response_plan) if sent_by_talkjs => response_plan,
            _ => &self.linter.plan,
        };
        let plan = self.linter.override_plan(NOWHERE).unwrap_or(plan);
        for (holds, used) in self.linter.overrides().zip(&mut self.report.overrides) {
            *used += usize::from(holds.surfaces.is_some() && holds.covers(NOWHERE));
        }
        // A surface that was asked is named in the report even where no user was found.
        self.report.verdicts.count(0, plan.asked.surfaces, Surfaces::NONE);
        for hook in &plan.reading {
            (hook.check)(&reading, &mut findings(hook.rule, plan, None, &mut self.found));
        }
        if let Some(envelope) = &envelope {
            self.envelope(plan, envelope, base);
        } else {
            self.is_referred = false;
            self.input.refused += 1;
            self.settle(None);
        }
        let payloads = envelope.as_ref().map_or(&[][..], |envelope| &envelope.payloads);
        let before = self.report.findings.len();
        self.locate(reading.outcome.as_ref().ok().copied(), payloads, base, bytes);
        if let Some(audience) = &mut self.audience {
            let left = audience(JudgedText {
                source: &self.report.source,
                bytes,
                base,
                is_line: self.report.shape == Some(Shape::Ndjson),
                envelope: envelope.as_ref(),
                judged: &self.judged,
                rejected: &self.rejected,
                findings: self.report.findings.split_off(before),
                lines: &self.lines,
            });
            self.report.findings.extend(left);
        }
    }

    fn envelope(&mut self, plan: &Plan, envelope: &Envelope<'_>, base: usize) {
        for hook in &plan.envelope {
            (hook.check)(envelope, &mut findings(hook.rule, plan, None, &mut self.found));
        }
        // In NDJSON each line has a shape of its own.
        self.report.shape = self.report.shape.or(envelope.shape);
        self.is_referred = self.is_referred_to(envelope.payloads.len());
        self.judged.clear();
        self.judged.resize(envelope.payloads.len(), plan.asked.surfaces);
        let mut cursor = PointerCursor::new(envelope.root.document());
        let linter = self.linter;
        for (at, payload) in envelope.payloads.iter().enumerate() {
            let mut plan = plan;
            if !linter.override_plans.is_empty() {
                let tokens = cursor.tokens(payload.root.id());
                plan = linter.override_plan(&tokens).unwrap_or(plan);
                self.judged[at] = plan.asked.surfaces;
                for (holds, used) in linter.overrides().zip(&mut self.report.overrides) {
                    *used += usize::from(holds.surfaces.is_some() && holds.covers(&tokens));
                }
            }
            let before = self.found.len();
            self.payload(plan, payload);
            self.compare(plan, payload, self.input.payloads + at);
            if payload.in_event {
                self.only_hint(before, plan.asked.min_severity);
            }
        }
        self.settle(Some(envelope.root.document()));
        self.input.payloads += envelope.payloads.len();
        self.input.other_operations += envelope.other_operations;
        self.input.refused += usize::from(envelope.shape.is_none());
        if envelope.shape == Some(Shape::Webhook) && envelope.payloads.is_empty() {
            self.input.events_without_user += 1;
        }
        self.report.payloads += envelope.payloads.len();
        let given = envelope.payloads.iter().filter(|user| user.supplied.is_some());
        self.report.ids_given += given.count();
        self.report.other_operations += envelope.other_operations;
        self.reject(&envelope.payloads);
        if let Some(endpoint) = linter.options.batch_for {
            self.require(endpoint, plan, &envelope.payloads);
        }
        self.count_verdicts();
        if self.linter.options.list_payloads {
            self.list(envelope, base);
        }
    }

    /// Whether the source has a second place in the next so many users.
    fn is_referred_to(&self, payloads: usize) -> bool {
        match &self.compared {
            Compared::With(part) => part.refers_to(self.input.payloads, payloads),
            Compared::Not | Compared::Indexed(_) => false,
        }
    }

    /// Holds a user, the `nth` of the source, against the earlier ones.
    fn compare(&mut self, plan: &Plan, payload: &Payload<'_>, nth: usize) {
        match &mut self.compared {
            Compared::Not => {}
            Compared::Indexed(index) => index.add(payload),
            Compared::With(part) => {
                if let Some(repetition) = part.repetition(nth, payload) {
                    let id = Some(payload.root.id());
                    for hook in &plan.dataset {
                        (hook.check)(&repetition, &mut findings(hook.rule, plan, id, &mut self.found));
                    }
                }
            }
        }
    }

    /// Makes of the findings what the settings make of them: what they turn off goes, and so does what is below the
    /// severity that was asked for.
    fn settle(&mut self, document: Option<Document<'_>>) {
        let linter = self.linter;
        if !linter.options.settings.change_findings() {
            return;
        }
        let used = &mut self.report.overrides;
        let mut cursor = document.map(PointerCursor::new);
        self.found.retain_mut(|finding| {
            let mut level = linter.options.settings.rules.get(finding.rule);
            if !used.is_empty() {
                let tokens = match (&mut cursor, finding.place.node) {
                    (Some(cursor), Some(node)) => cursor.tokens(node),
                    _ => Vec::new(),
                };
                for (holds, used) in linter.overrides().zip(used.iter_mut()) {
                    if let Some(here) = holds.rules.get(finding.rule)
                        && holds.covers(&tokens)
                    {
                        level = Some(here);
                        *used += 1;
                    }
                }
            }
            if let Some(level) = level {
                finding.severities = match level.severity() {
                    Some(severity) => finding.severities.all_at(severity),
                    None => Severities::NONE,
                };
            }
            match finding.severities.worst() {
                Some(worst) if worst >= linter.options.min_severity => {
                    finding.severity = worst;
                    true
                }
                _ => false,
            }
        });
    }

    /// Names the users of one text, with their verdicts.
    fn list(&mut self, envelope: &Envelope<'_>, base: usize) {
        let mut cursor = PointerCursor::new(envelope.root.document());
        let verdicts = self.judged.iter().zip(&self.rejected);
        for (payload, (&judged, &rejected)) in envelope.payloads.iter().zip(verdicts) {
            let payload = payload_ref(payload, &mut cursor, &self.lines, base);
            self.report.listed.push(JudgedPayload {
                payload: Arc::new(payload),
                judged,
                rejected,
            });
        }
    }

    /// Makes notes on `response` of the findings from `first` on, which are about a user in a webhook: which fields
    /// such a user has is only inferred. What is found in the text itself is no matter of fields, and not among them.
    fn only_hint(&mut self, first: usize, min_severity: Severity) {
        for finding in &mut self.found[first..] {
            finding.severities = finding.severities.at_most_on(Surface::Response, Severity::Note);
            // Without any severity it would not have been reported.
            finding.severity = finding.severities.worst().unwrap_or(Severity::Note);
        }
        let mut at = 0;
        self.found.retain(|finding| {
            at += 1;
            at <= first || finding.severity >= min_severity
        });
    }

    fn payload(&mut self, plan: &Plan, payload: &Payload<'_>) {
        let id = Some(payload.root.id());
        if payload.root.kind() != Kind::Object {
            for hook in &plan.not_an_object {
                (hook.check)(payload.root, &mut findings(hook.rule, plan, id, &mut self.found));
            }
            return;
        }
        let user = User::resolve(
            payload.root,
            payload.given_id(),
            std::mem::take(&mut self.unknown_keys),
        );
        let found = &mut self.found;
        for hook in &plan.user {
            (hook.check)(&user, &mut findings(hook.rule, plan, id, found));
        }
        for hook in &plan.configured {
            let settings = &self.linter.options.settings;
            (hook.check)(&user, settings, &mut findings(hook.rule, plan, id, found));
        }
        // What is remembered of glances is true of one plan.
        let is_glanced_at = std::ptr::eq(plan, &raw const self.linter.plan);
        for present in Field::ALL.into_iter().filter_map(|field| user.field(field)) {
            if !(is_glanced_at && self.walk.passes(plan, &present)) {
                ask_field(plan, &present, id, found);
            }
        }
        if let Some(text) = user.given_id_text() {
            check_text(plan, &plan.fields[Field::Id as usize], &text, id, found);
        }
        self.unknown_keys = user.into_buffer();
    }

    /// Finds out on which surfaces each user is rejected. An error outside a user rejects every user inside its place.
    fn reject(&mut self, payloads: &[Payload<'_>]) {
        self.rejected.clear();
        self.rejected.resize(payloads.len(), Surfaces::NONE);
        for finding in &mut self.found {
            let Some(node) = finding.payload.or(finding.place.node) else {
                continue;
            };
            let about = if finding.place.part == place::Part::Key && finding.payload.is_none() {
                node.value_of_key()
            } else {
                node
            };
            // Users stand in text order, as nodes do.
            let at = payloads.partition_point(|payload| payload.root.end_id() <= about);
            let inside = payloads
                .get(at)
                .is_some_and(|payload| payload.root.encloses(about));
            let (first, end) = if inside {
                finding.payload = Some(payloads[at].root.id());
                (at, at + 1)
            } else {
                let end = finding.place.end_node;
                (
                    at,
                    at + payloads[at..].partition_point(|payload| payload.root.id() < end),
                )
            };
            finding.users = first..end;
            if finding.severity == Severity::Error {
                let errors: Surfaces = finding.severities.errors().collect();
                self.rejected[first..end]
                    .iter_mut()
                    .for_each(|rejected| *rejected = rejected.union(errors));
            }
        }
        for (rejected, &judged) in self.rejected.iter_mut().zip(&self.judged) {
            *rejected = rejected.intersection(judged);
        }
    }

    /// Rejects the users that cannot be put into a request of their own.
    fn require(&mut self, endpoint: Endpoint, plan: &Plan, payloads: &[Payload<'_>]) {
        for (at, payload) in payloads.iter().enumerate() {
            let Some(unmet) = requirement::unmet(payload, endpoint) else {
                continue;
            };
            if unmet.may_be_known && !self.rejected[at].is_empty() {
                continue;
            }
            let before = self.found.len();
            let mut findings = findings(unmet.rule, plan, Some(payload.root.id()), &mut self.found);
            findings.asked.surfaces = self.judged[at];
            findings.report(unmet.draft);
            for finding in &mut self.found[before..] {
                finding.users = at..at + 1;
            }
            self.rejected[at] = self.judged[at];
        }
    }

    fn count_verdicts(&mut self) {
        for (&rejected, &judged) in self.rejected.iter().zip(&self.judged) {
            self.report.verdicts.count(1, judged, rejected);
        }
    }
}

/// Shows a field to its rules.
fn ask_field(plan: &Plan, present: &Present<'_>, id: Option<NodeId>, found: &mut Vec<Unlocated>) {
    let hooks = &plan.fields[present.field as usize];
    for hook in &hooks.field {
        (hook.check)(present, &mut findings(hook.rule, plan, id, found));
    }
    if !hooks.text.is_empty() {
        user::texts(present, |text| check_text(plan, hooks, &text, id, found));
    }
    if !hooks.entry.is_empty() {
        for member in present.value.members() {
            for hook in &hooks.entry {
                (hook.check)(member, &mut findings(hook.rule, plan, id, found));
            }
        }
    }
}

fn check_text(
    plan: &Plan,
    hooks: &FieldPlan,
    text: &user::Text<'_>,
    id: Option<NodeId>,
    found: &mut Vec<Unlocated>,
) {
    for hook in &hooks.text {
        (hook.check)(text, &mut findings(hook.rule, plan, id, found));
    }
}

fn findings<'f>(
    rule: &'static Rule,
    plan: &Plan,
    payload: Option<NodeId>,
    found: &'f mut Vec<Unlocated>,
) -> Findings<'f> {
    Findings {
        rule,
        asked: plan.asked,
        payload,
        found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linter_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Linter>();
        shared::<Report>();
    }
}
