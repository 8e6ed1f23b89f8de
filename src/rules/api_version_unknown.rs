//! An `api_version` that the changelog of the REST API does not have.

use crate::evidence::{Evidence, Grade, REST_BATCH, REST_CHANGELOG};
use crate::excerpt::excerpt;
use crate::finding::{Draft, Findings};
use crate::limits::API_VERSIONS;
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::shape::Envelope;
use crate::surface::Surface;

pub(super) const META: Meta = Meta {
    summary: "an `api_version` that is not a published version of the REST API",
    why: "A version is the date of an entry in the API changelog, not any date. What another one selects is not \
          documented. The list may have grown since this release of userlint.",
    advice: "take one of the published versions, or leave `api_version` out to get the latest",
    severities: Severities::on(&Surface::REST_REQUESTS, Severity::Warning),
    effect: Effect::Fragile,
    fields: &[],
    anchors: &[Anchor::Envelope(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: REST_CHANGELOG,
            fact: "lists four versions, 2021-01-01, 2021-02-09, 2021-07-30 and 2024-01-01; without a version the \
                   latest is meant",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_BATCH,
            fact: "the options of an operation are an object whose api_version is a string such as 2021-01-01",
        },
    ],
};

/// Where the options stand in `[sequence number, method, path, payload, options]`.
const OPTIONS: usize = 4;

fn check(envelope: &Envelope<'_>, found: &mut Findings<'_>) {
    for batch in &envelope.batches {
        for operation in batch.elements() {
            let options = operation.elements().nth(OPTIONS);
            let Some(version) = options.and_then(|options| options.get("api_version")) else {
                continue;
            };
            let message = match version.as_str() {
                Some(version) if API_VERSIONS.contains(&version) => continue,
                Some(other) => format!("`{}` is not a known version of the REST API", excerpt(other)),
                None => format!("`api_version` is {}, not a string", version.kind().with_article()),
            };
            let help = format!(
                "take one of \"{}\", or leave `api_version` out to get the latest",
                API_VERSIONS.join("\", \"")
            );
            found.report(
                Draft::new(Place::Value(version), message)
                    .help(help)
                    .help_quotes_nothing(),
            );
        }
    }
}
