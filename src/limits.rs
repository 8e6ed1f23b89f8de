//! The numbers of the REST API and of JavaScript by which payloads are judged, and userlint's own bounds on what it
//! reads and reports, each with where it comes from.
//!
//! The lengths that a standard sets for a single string stand with its grammar, in `grammar/`; how much of a text is
//! shown, with what shows it.

/// Users in one `PUT /users`: more are refused, and none is stored. (REST API, Users)
pub(crate) const USERS_PER_REQUEST: usize = 100;

/// Operations in one `POST /batch`. (REST API, Batch)
pub(crate) const OPERATIONS_PER_BATCH: usize = 10;

/// Bodies of requests that take users at the same time, while users of one id wait for a later one. This bound is
/// userlint's own: without it a source of nothing but one id would be held in memory.
pub(crate) const OPEN_BATCHES: usize = 64;

/// Users of one id that are put into batches. Each needs a batch of its own behind the one before it, so this bound, too, is
/// userlint's own: what repeats an id more often is a log, and would make a request of each of its lines.
pub(crate) const PUTS_OF_ONE_ID: u8 = 64;

/// The versions of the REST API that have been published, oldest first. (REST API, API changelog)
pub(crate) const API_VERSIONS: [&str; 4] = ["2021-01-01", "2021-02-09", "2021-07-30", "2024-01-01"];

/// The largest integer that JavaScript holds exactly together with its neighbours: 2^53 − 1. (ECMA-262)
pub(crate) const MAX_SAFE_INTEGER: u64 = 9_007_199_254_740_991;

/// Levels of arrays and objects that the parser follows. This bound is userlint's own and protects it: no user
/// payload has more than a handful.
pub(crate) const DEPTH: usize = 128;

/// Bytes of one key that a JSON Pointer spells out. This bound and the next are userlint's own: without them a report
/// grows with the length of a key times the findings below it.
pub(crate) const POINTER_TOKEN: usize = 256;

/// Bytes of a JSON Pointer after which no further key is added. This, too, is userlint's own.
pub(crate) const POINTER: usize = 1024;
