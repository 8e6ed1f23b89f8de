//! Which version of which repository is checked, as the build service says it in its environment.

use std::env;
use std::path::Path;

use userlint::report::Revision;

/// What the build service says of the repository in which the program was started. None outside of one, or of a folder
/// of which the service knows nothing.
pub(crate) fn look() -> Option<Revision> {
    if is_true("GITHUB_ACTIONS") {
        let repository = format!(
            "{}/{}",
            variable("GITHUB_SERVER_URL")?,
            variable("GITHUB_REPOSITORY")?
        );
        // A pull request is built at a merge that is on no branch.
        let branch =
            variable("GITHUB_REF").and_then(|name| Some(name.strip_prefix("refs/heads/")?.to_owned()));
        revision("GITHUB_WORKSPACE", &repository, &variable("GITHUB_SHA")?, branch)
    } else if is_true("GITLAB_CI") {
        let repository = variable("CI_PROJECT_URL")?;
        revision(
            "CI_PROJECT_DIR",
            &repository,
            &variable("CI_COMMIT_SHA")?,
            variable("CI_COMMIT_BRANCH"),
        )
    } else {
        None
    }
}

fn revision(root: &str, repository: &str, commit: &str, branch: Option<String>) -> Option<Revision> {
    let root = Path::new(&env::var_os(root)?).canonicalize().ok()?;
    let folder = env::current_dir().ok()?.canonicalize().ok()?;
    let depth = folder.strip_prefix(root).ok()?.components().count();
    Revision::new(repository, commit, branch, depth)
}

fn is_true(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| value == "true")
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
