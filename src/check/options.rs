//! What a linter is asked for.

use crate::batch::Endpoint;
use crate::id_from::IdFrom;
use crate::settings::Settings;
use crate::severity::Severity;
use crate::shape::Shape;
use crate::surface::Surfaces;
use crate::syntax::dialect::Dialect;

/// What a [`Linter`](crate::Linter) is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The surfaces to judge by. None means: [`Surfaces::DEFAULT`], and `response` for documents that only TalkJS
    /// sends (webhook events, pages of `GET /users`).
    pub surfaces: Option<Surfaces>,
    /// How the users stand in the document. None means: find out.
    pub shape: Option<Shape>,
    /// The notation of the texts. None means: what the name of the source promises.
    pub dialect: Option<Dialect>,
    /// From where users have their ids whose bodies and surroundings name none. None: from nowhere.
    pub id_from: Option<IdFrom>,
    /// Findings below this are not reported.
    pub min_severity: Severity,
    /// Whether [`Report::listed`](crate::Report::listed) names each user that was judged, the clean ones too.
    pub list_payloads: bool,
    /// Whether the report knows where personal values and secrets stand in the whole source, as `Report::redacted` needs
    /// it. Otherwise it knows of secrets only where something was found.
    pub redactable: bool,
    /// The requests into which the users will be put. Then each needs an id, and how many stand together now is no matter.
    pub batch_for: Option<Endpoint>,
    /// Whether every user is shown to every rule, those too who are clean at a glance. The report is the same: this is for
    /// whoever wants to see that it is.
    pub thorough: bool,
    /// What the project says beyond the vendor's rules.
    pub settings: Settings,
}

impl Options {
    /// Default surfaces, detected shape, warnings and errors.
    pub fn new() -> Self {
        Options {
            surfaces: None,
            shape: None,
            dialect: None,
            id_from: None,
            min_severity: Severity::Warning,
            list_payloads: false,
            redactable: false,
            batch_for: None,
            thorough: false,
            settings: Settings::new(),
        }
    }

    /// Judges by these surfaces only.
    #[must_use]
    pub fn surfaces(mut self, surfaces: Surfaces) -> Self {
        self.surfaces = Some(surfaces);
        self
    }

    /// Reads every document in this shape.
    #[must_use]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.shape = Some(shape);
        self
    }

    /// Reads every text in this notation, whatever the source is called.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = Some(dialect);
        self
    }

    /// Takes the ids of users who have none from here.
    #[must_use]
    pub fn id_from(mut self, id_from: IdFrom) -> Self {
        self.id_from = Some(id_from);
        self
    }

    /// Names each user in [`Report::listed`](crate::Report::listed).
    #[must_use]
    pub fn list_payloads(mut self, list_payloads: bool) -> Self {
        self.list_payloads = list_payloads;
        self
    }

    /// Remembers where personal values stand, for `Report::redacted`.
    #[must_use]
    pub fn redactable(mut self, redactable: bool) -> Self {
        self.redactable = redactable;
        self
    }

    /// Judges the users as parts of such requests to come, for [`Sifter`](crate::batch::Sifter).
    #[must_use]
    pub fn batch_for(mut self, endpoint: Endpoint) -> Self {
        self.batch_for = Some(endpoint);
        self
    }

    /// Shows every user to every rule.
    #[must_use]
    pub fn thorough(mut self, thorough: bool) -> Self {
        self.thorough = thorough;
        self
    }

    /// Whether a clean user is passed without being looked at any further. Not if anything is to be told of each user, or
    /// depends on where in the document they stand.
    pub(super) fn takes_a_glance(&self) -> bool {
        let tells_of_all = self.list_payloads || self.redactable || self.batch_for.is_some();
        let looks_around = self.id_from.is_some() || !self.settings.overrides.is_empty();
        !(self.thorough || tells_of_all || looks_around)
    }

    /// Judges by these settings, too.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Reports findings of this severity and above.
    #[must_use]
    pub fn min_severity(mut self, min_severity: Severity) -> Self {
        self.min_severity = min_severity;
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Options::new()
    }
}
