//! The linter over several sources at once: it reads their ids, looks at what may be alike, and judges each of them with
//! what stands in the others.

use super::{Compared, Linter};
use crate::dataset::{Candidates, Dataset, Index, SourceId};
use crate::ndjson;
use crate::report::Report;
use crate::shape::{Envelope, Payload, Shape};
use crate::source::Source;
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;
use crate::syntax::tape::Document;

impl Linter {
    /// Takes the ids of a source into an index, and nothing else of it. The first step of a check over several sources:
    ///
    /// ```
    /// use userlint::dataset::Index;
    /// use userlint::{Linter, Source};
    ///
    /// let linter = Linter::default();
    /// let sources = [
    ///     Source::new("a.json", r#"{"id": "5", "name": "Linda"}"#),
    ///     Source::new("b.json", r#"{"id": 5, "name": "Linda"}"#),
    /// ];
    ///
    /// let mut index = Index::new();
    /// let ids = sources.map(|source| linter.index(source, &mut index));
    /// // What may stand twice is looked at again. Only sources in which there is any are needed for that.
    /// let mut candidates = index.candidates();
    /// for (source, id) in sources.into_iter().zip(ids) {
    ///     if candidates.are_in(id) {
    ///         linter.confirm(source, id, &mut candidates);
    ///     }
    /// }
    /// let dataset = candidates.finish();
    ///
    /// let report = linter.check_in(sources[1], ids[1], &dataset);
    /// assert_eq!(report.findings[0].rule.id, "id_collision");
    /// let first = &report.findings[0].related[0];
    /// assert_eq!(first.source.as_ref().map(|source| source.name.as_str()), Some("a.json"));
    /// ```
    pub fn index(&self, source: Source<'_>, index: &mut Index) -> SourceId {
        let id = index.begin();
        self.each_payload(source, |payload, _| index.add(payload));
        id
    }

    /// Looks at a source again, for the users in it whose ids others may have. It must be as it was when it was indexed,
    /// and the sources come in the order in which they were.
    pub fn confirm(&self, source: Source<'_>, id: SourceId, candidates: &mut Candidates) {
        let mut confirming = candidates.begin(id, source);
        self.each_payload(source, |payload, base| confirming.payload(payload, base));
    }

    /// [`Linter::check`], with the source as a part of a dataset. Of each id that stands more than once in the dataset all
    /// but the first are findings, each in the report on its source.
    pub fn check_in(&self, source: Source<'_>, id: SourceId, dataset: &Dataset) -> Report {
        self.run(source, Compared::With(dataset.part(id)), None)
    }

    /// Whether a rule is asked that compares users. Batches take care themselves of users that stand twice.
    pub(super) fn compares(&self) -> bool {
        if self.options.batch_for.is_some() {
            return false;
        }
        let plans = self.override_plans.iter().flatten().chain(&self.response_plan);
        plans.chain([&self.plan]).any(|plan| !plan.dataset.is_empty())
    }

    /// What stands twice in one source, of which this is the index.
    pub(super) fn repeats(&self, source: Source<'_>, id: SourceId, index: Index) -> Dataset {
        let mut candidates = index.candidates();
        if !candidates.is_empty() {
            self.confirm(source, id, &mut candidates);
        }
        candidates.finish()
    }

    /// The notation of a source.
    pub(super) fn dialect_of(&self, name: &str) -> Dialect {
        let asked = self.options.dialect;
        asked.unwrap_or_else(|| Dialect::of_name(name))
    }

    /// Where the users are in a document, in the shape that is wanted. `alone` is the name of the source of which it is
    /// the whole.
    pub(super) fn envelope<'d>(
        &self,
        document: Document<'d>,
        wanted: Option<Shape>,
        alone: Option<&str>,
    ) -> Envelope<'d> {
        let mut envelope = Envelope::of(document.root(), wanted);
        if let Some(from) = &self.options.id_from {
            envelope.supply_ids(from, alone);
        }
        envelope
    }

    /// Every user of a source in its order, with the start of the text that holds it.
    fn each_payload(&self, source: Source<'_>, mut visit: impl FnMut(&Payload<'_>, usize)) {
        let mut parser = Parser::of(self.dialect_of(source.name));
        let (is_ndjson, texts) = ndjson::texts(source, self.options.shape, &mut parser);
        let alone = source.text_name().filter(|_| !is_ndjson);
        for text in texts {
            let decoded = encoding::decode(text.of(source.bytes)).ok();
            let document = decoded.and_then(|decoded| parser.parse(decoded).ok());
            if let Some(document) = document {
                let envelope = self.envelope(document, self.options.shape, alone);
                envelope
                    .payloads
                    .iter()
                    .for_each(|payload| visit(payload, text.start));
            }
        }
    }
}
