//! How the ids of a project look.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// How ids look: one form for all, and others for the users of some roles.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct IdPolicy {
    /// The form of ids, for users of whose role nothing else is said.
    pub form: Option<IdForm>,
    /// The forms for users of these roles.
    pub roles: BTreeMap<String, IdForm>,
}

impl IdPolicy {
    /// One form for all.
    pub fn new(form: IdForm) -> Self {
        IdPolicy {
            form: Some(form),
            roles: BTreeMap::new(),
        }
    }

    /// The form for a user of this role. For a role that has one of its own, the role is returned, too.
    pub(crate) fn form_for(&self, role: Option<&str>) -> Option<(&IdForm, Option<&str>)> {
        match role.and_then(|role| self.roles.get_key_value(role)) {
            Some((role, form)) => Some((form, Some(role))),
            None => self.form.as_ref().map(|form| (form, None)),
        }
    }
}

/// A form that ids have.
#[derive(Clone)]
pub struct IdForm(Form);

#[derive(Clone)]
enum Form {
    Prefixes(Vec<String>),
    Pattern {
        text: String,
        admits: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    },
}

impl IdForm {
    /// Ids that begin with one of these and go on behind it.
    pub fn prefixes(prefixes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        IdForm(Form::Prefixes(prefixes.into_iter().map(Into::into).collect()))
    }

    /// Ids that `admits` says yes to. The pattern is how messages name the form.
    pub fn matching(
        pattern: impl Into<String>,
        admits: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        IdForm(Form::Pattern {
            text: pattern.into(),
            admits: Arc::new(admits),
        })
    }

    /// Ids that match this regular expression from their first character to their last.
    #[cfg(feature = "settings")]
    pub fn pattern(pattern: &str) -> Result<Self, IdPatternError> {
        /// Bytes of a compiled pattern, at most.
        const LARGEST: usize = 1 << 20;
        let compiled = |pattern: &str| {
            regex::RegexBuilder::new(pattern)
                .size_limit(LARGEST)
                .dfa_size_limit(LARGEST)
                .build()
                .map_err(IdPatternError)
        };
        // Alone, too: only then is a bracket too many a mistake, and quoted as it was written.
        compiled(pattern)?;
        let whole = compiled(&format!(r"\A(?:{pattern})\z"))?;
        Ok(IdForm::matching(pattern, move |id| whole.is_match(id)))
    }

    pub(crate) fn admits(&self, id: &str) -> bool {
        match &self.0 {
            Form::Prefixes(prefixes) => prefixes
                .iter()
                .any(|prefix| id.len() > prefix.len() && id.starts_with(prefix.as_str())),
            Form::Pattern { admits, .. } => admits(id),
        }
    }
}

/// What an id of the form does: it is the end of a sentence that begins with "an id must".
impl fmt::Display for IdForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Prefixes(prefixes) => {
                let prefixes: Vec<_> = prefixes.iter().map(|prefix| format!("`{prefix}`")).collect();
                write!(f, "begin with {} and go on behind it", prefixes.join(" or "))
            }
            Form::Pattern { text, .. } => write!(f, "match the pattern `{text}`"),
        }
    }
}

impl fmt::Debug for IdForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdForm({self})")
    }
}

/// Why a text is no pattern for ids.
#[cfg(feature = "settings")]
#[derive(Debug, Clone, PartialEq)]
pub struct IdPatternError(regex::Error);

#[cfg(feature = "settings")]
impl fmt::Display for IdPatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            regex::Error::CompiledTooBig(_) => f.write_str("the pattern is too large"),
            // Its last line says what is wrong; those before it draw a caret, which has no place in a line.
            error => {
                let text = error.to_string();
                let last = text.lines().last().unwrap_or_default();
                f.write_str(last.trim_start_matches("error: "))
            }
        }
    }
}

#[cfg(feature = "settings")]
impl std::error::Error for IdPatternError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_stands_behind_a_prefix() {
        let form = IdForm::prefixes(["user_", "team_"]);
        assert!(form.admits("user_5") && form.admits("team_x"));
        assert!(!form.admits("user_") && !form.admits("5") && !form.admits("User_5"));
        assert_eq!(
            form.to_string(),
            "begin with `user_` or `team_` and go on behind it"
        );
    }

    #[cfg(feature = "settings")]
    #[test]
    fn a_pattern_is_about_the_whole_id() {
        let form = IdForm::pattern("user_[0-9]+|root").expect("a pattern");
        assert!(form.admits("user_5") && form.admits("root"));
        assert!(!form.admits("user_5 ") && !form.admits("xroot") && !form.admits("user_5\n"));
    }

    #[cfg(feature = "settings")]
    #[test]
    fn what_is_no_pattern_is_refused_in_one_line() {
        let error = |pattern| IdForm::pattern(pattern).expect_err("no pattern").to_string();
        assert_eq!(error("user_[0-9"), "unclosed character class");
        assert_eq!(error("a)|(b"), "unopened group");
        assert_eq!(error("(?:(?:x{100}){100}){100}"), "the pattern is too large");
    }
}
