//! `--id-from` that finds nothing: a name that was mistyped must not pass for a base in which everybody has an id.

use userlint::IdFrom;

use crate::output::say;

/// Says so if ids were to be taken from somewhere, and nobody got one.
pub(crate) fn say_if_in_vain(from: Option<&IdFrom>, given: usize) {
    if from.is_some() && given == 0 {
        say("--id-from has given nobody an id: nobody lacks one, or there is none where it says");
    }
}
