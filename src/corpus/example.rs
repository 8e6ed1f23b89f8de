//! The smallest case of a rule, and the nearest one of which the rule is silent.
//!
//! Nothing is judged here: the cases say themselves what is found in them. How they are shown is the program's matter.

use super::Entry;
use crate::rule::Rule;
use crate::severity::Severity;
use crate::surface::{Surface, Surfaces};

/// A case in which a rule finds something, and beside it one in which it finds nothing.
#[derive(Debug, Clone, Copy)]
pub struct Example<'c> {
    /// The smallest case that shows the rule: one in which no other rule speaks as loud goes before all that are smaller.
    pub bad: &'c Entry,
    /// Of the cases of which the rule is silent the one nearest to `bad`: one without any finding goes before all that
    /// are nearer. The corpus has one for every rule.
    pub good: &'c Entry,
    /// The surface by which they are to be judged; none where those will do that are judged by default.
    pub surface: Option<Surface>,
    /// The least severity that shows what the rule finds in `bad`: a warning, unless all is a note.
    pub min_severity: Severity,
}

impl<'c> Example<'c> {
    /// The example of a rule among these cases: on that surface, or where it shows best. None if the rule says nothing on
    /// the surface.
    pub fn of(rule: &Rule, surface: Option<Surface>, entries: &'c [Entry]) -> Option<Self> {
        let views = match surface {
            Some(surface) => vec![Some(surface)],
            None => [None].into_iter().chain(Surface::ALL.map(Some)).collect(),
        };
        let cases: Vec<_> = entries
            .iter()
            .filter(|entry| entry.is_plain_case_of(rule))
            .collect();
        let pairs = views.iter().enumerate().flat_map(|(order, &surface)| {
            let view = View::of(rule, surface);
            let cases = &cases;
            cases.iter().filter_map(move |&bad| {
                let found = view.found_in(bad)?;
                let good = view.nearest_silent(bad, cases)?;
                Some((view, bad, good, found, order))
            })
        });
        let (view, bad, good, found, _) = pairs.min_by_key(|(_, bad, _, found, order)| {
            let is_note = found.min_severity == Severity::Note;
            (is_note, !found.is_alone, *order, bad.bytes.len(), &bad.id)
        })?;
        Some(Example {
            bad,
            good,
            surface: view.surface,
            min_severity: found.min_severity,
        })
    }
}

/// What of the cases is looked at.
#[derive(Clone, Copy)]
struct View<'r> {
    rule: &'r Rule,
    /// None stands for those that are judged by default.
    surface: Option<Surface>,
    surfaces: Surfaces,
}

/// How a rule shows in a case.
struct Found {
    min_severity: Severity,
    /// Whether no other rule finds anything as bad.
    is_alone: bool,
}

impl<'r> View<'r> {
    fn of(rule: &'r Rule, surface: Option<Surface>) -> Self {
        View {
            rule,
            surface,
            surfaces: surface.map_or(Surfaces::DEFAULT, |surface| Surfaces::of(&[surface])),
        }
    }

    fn found_in(self, entry: &Entry) -> Option<Found> {
        let findings = self.findings(entry)?;
        let by_rule = findings.iter().filter(|(rule, _)| *rule == self.rule.id);
        let worst = by_rule.map(|(_, severity)| *severity).max()?;
        let min_severity = worst.min(Severity::Warning);
        let is_alone = findings
            .iter()
            .all(|(rule, severity)| *rule == self.rule.id || *severity < min_severity);
        Some(Found {
            min_severity,
            is_alone,
        })
    }

    fn nearest_silent<'c>(self, bad: &Entry, cases: &[&'c Entry]) -> Option<&'c Entry> {
        let silent = cases.iter().filter(|entry| entry.is_asked_like(bad));
        let silent = silent.filter_map(|&entry| Some((entry, self.is_clean_where_silent(entry)?)));
        let nearest =
            silent.min_by_key(|(entry, is_clean)| (!is_clean, distance(&bad.bytes, &entry.bytes), &entry.id));
        nearest.map(|(entry, _)| entry)
    }

    /// Whether there is nothing else in the case that is worse than a note; none if the rule finds something there.
    fn is_clean_where_silent(self, entry: &Entry) -> Option<bool> {
        let findings = self.findings(entry)?;
        let is_silent = findings.iter().all(|(rule, _)| *rule != self.rule.id);
        is_silent.then(|| findings.iter().all(|(_, severity)| *severity == Severity::Note))
    }

    /// Rule and severity of all findings of a case; none if the case does not say them all.
    fn findings(self, entry: &Entry) -> Option<Vec<(&str, Severity)>> {
        let says_all = entry.surfaces.intersection(self.surfaces) == self.surfaces
            && entry.case.min_severity() == Ok(Severity::Note);
        let severity = |finding: &super::Expected| {
            let surfaces = self.surfaces.iter();
            surfaces.filter_map(|surface| finding.severity_on(surface)).max()
        };
        let findings = entry.case.findings.iter();
        says_all.then(|| {
            findings
                .filter_map(|finding| Some((&*finding.rule, severity(finding)?)))
                .collect()
        })
    }
}

impl Entry {
    /// Whether it stands in the folder of the rule, and is judged as any text is that comes from a pipe.
    fn is_plain_case_of(&self, rule: &Rule) -> bool {
        self.folder == rule.id && self.case.shape.is_none() && self.case.name_of_input == super::case::NAME
    }

    /// Whether the project says the same in both cases, as far as it concerns more than levels.
    fn is_asked_like(&self, other: &Entry) -> bool {
        self.case.settings == other.case.settings
    }
}

/// How many bytes have to be put in, taken out or replaced to make one text of the other. Of texts that differ over
/// thousands of bytes it is the most that it can be.
fn distance(one: &[u8], other: &[u8]) -> usize {
    const MOST: usize = 4_000_000;
    let same = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = same(&mut one.iter().zip(other));
    let (one, other) = (&one[start..], &other[start..]);
    let end = same(&mut one.iter().rev().zip(other.iter().rev()));
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    if one.len().saturating_mul(other.len()) > MOST {
        return one.len().max(other.len());
    }
    strsim::generic_levenshtein(&one.to_vec(), &other.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::check::{Linter, Options};
    use crate::corpus::built_in;
    use crate::rules::RULES;
    use crate::source::Source;

    #[test]
    fn near_is_what_takes_few_changes() {
        assert_eq!(distance(b"{\"a\":1}", b"{\"a\":1}"), 0);
        assert_eq!(distance(b"{\"a\":1}", b"{\"a\":234}"), 3);
        assert_eq!(distance(b"aa", b"aaa"), 1);
        assert_eq!(distance(b"", b"abc"), 3);
        assert_eq!(distance(b"[{1}]", b"{2}"), 3);
        assert_eq!(distance(&[b'a'; 3000], &[b'b'; 2000]), 3000);
    }

    /// Where another rule must speak, too: one user of two who collide has a number as id, and the Data API has deprecated
    /// the only text that it takes.
    const ACCOMPANIED: [(&str, Surface); 7] = [
        ("id_collision", Surface::DataApiCreate),
        ("id_collision", Surface::DataApiSet),
        ("id_collision", Surface::Rest),
        ("id_collision", Surface::RestUpdate),
        ("id_collision", Surface::Response),
        ("text_empty", Surface::DataApiCreate),
        ("text_empty", Surface::DataApiSet),
    ];

    /// The rule speaks of the one and not of the other when they are judged as the example says.
    #[test]
    fn every_rule_has_an_example_that_is_as_it_says() {
        let entries = built_in().expect("the corpus is as its specification says");
        let mut accompanied = Vec::new();
        for rule in RULES {
            let said = Surface::ALL
                .into_iter()
                .filter(|&surface| rule.severities().get(surface).is_some());
            for surface in [None].into_iter().chain(said.map(Some)) {
                let example = Example::of(rule, surface, &entries);
                let example = example.unwrap_or_else(|| panic!("{} has no example on {surface:?}", rule.id));
                let settings = example.bad.case.settings().expect("settings that are right");
                let mut options = Options::new()
                    .min_severity(example.min_severity)
                    .settings(settings);
                if let Some(surface) = example.surface {
                    options = options.surfaces(Surfaces::of(&[surface]));
                }
                let linter = Linter::new(options);
                let found = |entry: &Entry| {
                    let report = linter.check(Source::new("-", &entry.bytes));
                    report
                        .findings
                        .iter()
                        .map(|finding| finding.rule.id)
                        .collect::<Vec<_>>()
                };
                let (bad, good) = (found(example.bad), found(example.good));
                assert!(bad.contains(&rule.id), "{}: {bad:?}", example.bad.id);
                assert!(!good.contains(&rule.id), "{}: {good:?}", example.good.id);
                if bad.iter().any(|id| *id != rule.id) {
                    accompanied.push((rule.id, surface));
                }
            }
        }
        assert_eq!(
            accompanied,
            ACCOMPANIED.map(|(rule, surface)| (rule, Some(surface)))
        );
    }

    #[test]
    fn a_rule_that_says_nothing_on_a_surface_has_no_example_there() {
        let entries = built_in().expect("the corpus is as its specification says");
        let rule = crate::rules::find_rule("batch_too_large").expect("a rule");
        assert!(Example::of(rule, Some(Surface::Sdk), &entries).is_none());
    }
}
