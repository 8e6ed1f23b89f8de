//! The surfaces: the ways by which a user payload reaches TalkJS, each with rules of its own.

use std::fmt;
use std::str::FromStr;

/// A way by which a user payload reaches TalkJS, or comes back from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Surface {
    /// `new Talk.User(options)` of the Classic JavaScript SDK; the React Native SDK takes the same object, with a
    /// string as id.
    Sdk,
    /// `userRef.createIfNotExists(params)` of the JavaScript Data API.
    DataApiCreate,
    /// `userRef.set(params)` of the JavaScript Data API.
    DataApiSet,
    /// A user in the REST API who may not exist yet: `PUT /users/{id}`, one value of `PUT /users`, or such a
    /// request inside `POST /batch`.
    Rest,
    /// The same REST requests as [`Surface::Rest`], used to change a user who exists.
    RestUpdate,
    /// What TalkJS sends: `GET /users/{id}`, a page of `GET /users`, the users in a webhook.
    Response,
}

impl Surface {
    /// Every surface, in documentation order.
    pub const ALL: [Surface; 6] = [
        Surface::Sdk,
        Surface::DataApiCreate,
        Surface::DataApiSet,
        Surface::Rest,
        Surface::RestUpdate,
        Surface::Response,
    ];

    /// The surfaces on which users are written: all but [`Surface::Response`].
    pub(crate) const WRITING: [Surface; 5] = [
        Surface::Sdk,
        Surface::DataApiCreate,
        Surface::DataApiSet,
        Surface::Rest,
        Surface::RestUpdate,
    ];

    /// The two views of the same requests of the REST API.
    pub(crate) const REST_REQUESTS: [Surface; 2] = [Surface::Rest, Surface::RestUpdate];

    /// The two calls of the Data API.
    pub(crate) const DATA_API: [Surface; 2] = [Surface::DataApiCreate, Surface::DataApiSet];

    /// The name on the command line, in reports and in file names.
    pub const fn name(self) -> &'static str {
        match self {
            Surface::Sdk => "sdk",
            Surface::DataApiCreate => "data-api-create",
            Surface::DataApiSet => "data-api-set",
            Surface::Rest => "rest",
            Surface::RestUpdate => "rest-update",
            Surface::Response => "response",
        }
    }

    /// The call or request behind the name, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            Surface::Sdk => "new Talk.User(…) in the JavaScript SDK",
            Surface::DataApiCreate => "userRef.createIfNotExists(…) in the Data API",
            Surface::DataApiSet => "userRef.set(…) in the Data API",
            Surface::Rest => "PUT of a user in the REST API",
            Surface::RestUpdate => "PUT of an existing user in the REST API",
            Surface::Response => "what the REST API and webhooks send",
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`Surface::from_str`]: no surface has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSurface(pub String);

impl fmt::Display for UnknownSurface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Surface::ALL.iter().map(|surface| surface.name()).collect();
        write!(
            f,
            "no surface is called `{}`; the surfaces are {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for UnknownSurface {}

impl FromStr for Surface {
    type Err = UnknownSurface;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Surface::ALL
            .into_iter()
            .find(|surface| surface.name() == name)
            .ok_or_else(|| UnknownSurface(name.to_owned()))
    }
}

/// A set of surfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Surfaces(u8);

impl Surfaces {
    /// No surface.
    pub const NONE: Surfaces = Surfaces(0);
    /// Every surface.
    pub const ALL: Surfaces = Surfaces::of(&Surface::ALL);
    /// What is judged when nothing else is asked for: the two rule sets that most payloads have to satisfy.
    pub const DEFAULT: Surfaces = Surfaces::of(&[Surface::Sdk, Surface::Rest]);

    /// The set of these surfaces.
    pub const fn of(surfaces: &[Surface]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < surfaces.len() {
            bits |= 1 << surfaces[at] as u8;
            at += 1;
        }
        Surfaces(bits)
    }

    /// Whether the surface is in the set.
    pub const fn contains(self, surface: Surface) -> bool {
        self.0 & (1 << surface as u8) != 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The surfaces that are in either set.
    #[must_use]
    pub const fn union(self, other: Surfaces) -> Self {
        Surfaces(self.0 | other.0)
    }

    /// The surfaces that are in both sets.
    #[must_use]
    pub const fn intersection(self, other: Surfaces) -> Self {
        Surfaces(self.0 & other.0)
    }

    /// The surfaces of the set, in documentation order.
    pub fn iter(self) -> impl Iterator<Item = Surface> {
        Surface::ALL
            .into_iter()
            .filter(move |&surface| self.contains(surface))
    }
}

impl FromIterator<Surface> for Surfaces {
    fn from_iter<I: IntoIterator<Item = Surface>>(surfaces: I) -> Self {
        Surfaces(
            surfaces
                .into_iter()
                .fold(0, |bits, surface| bits | 1 << surface as u8),
        )
    }
}
