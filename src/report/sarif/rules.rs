//! The rules as SARIF describes them: names, texts, pages, and what GitHub filters by.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::log::Text;
use crate::catalogue::sentence;
use crate::evidence::Grade;
use crate::rule::Rule;
use crate::severity::Severity;

/// The name of the message that a rule has for each of its findings.
pub(super) const FOUND: &str = "found";

/// Where the project stands, as soon as Cargo.toml says it.
pub(super) fn repository() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|url| !url.is_empty())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifRule {
    pub(super) id: &'static str,
    pub(super) name: String,
    pub(super) short_description: Text,
    pub(super) full_description: Text,
    pub(super) message_strings: BTreeMap<&'static str, Text>,
    pub(super) help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help_uri: Option<String>,
    pub(super) default_configuration: Configuration,
    pub(super) properties: RuleProperties,
}

#[derive(Serialize)]
pub(super) struct Help {
    pub(super) text: String,
    pub(super) markdown: String,
}

#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub(super) tags: Vec<&'static str>,
    pub(super) precision: &'static str,
    #[serde(rename = "problem.severity")]
    pub(super) problem_severity: &'static str,
}

impl SarifRule {
    pub(super) fn new(rule: &Rule) -> Self {
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
            message_strings: BTreeMap::from([(FOUND, found(rule))]),
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
    pub(super) fn new(rule: &Rule) -> Self {
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

/// The rule's message, with places for the pointer, which may be empty, and the verdicts.
fn found(rule: &Rule) -> Text {
    let summary = sentence(rule.summary());
    let summary = summary
        .trim_end_matches('.')
        .replace('{', "{{")
        .replace('}', "}}");
    Text {
        text: format!("{summary}, at '{{0}}'; the surfaces say '{{1}}'."),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_pascal_case() {
        assert_eq!(pascal_case("phone_not_e164"), "PhoneNotE164");
    }
}
