//! Which version of which repository a run has looked at. The library finds nothing out: whoever runs it says what it knows.

use fluent_uri::Uri;

/// A version of a repository, and where in it the run stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revision {
    /// The address of the repository: absolute, `http` or `https`, without user and password.
    pub repository: String,
    /// The id of the commit, in hexadecimal digits.
    pub commit: String,
    /// The branch, if there is one.
    pub branch: Option<String>,
    /// How many folders the run stands below the root of the repository.
    pub depth: usize,
}

impl Revision {
    /// A revision; none where the repository has no address that may be shown, or the commit is no id of one.
    pub fn new(repository: &str, commit: &str, branch: Option<String>, depth: usize) -> Option<Self> {
        let is_id = (7..=64).contains(&commit.len()) && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_id && is_public_address(repository)).then(|| Revision {
            repository: repository.to_owned(),
            commit: commit.to_owned(),
            branch,
            depth,
        })
    }
}

/// Whether a text is the address of a page and nothing else: no credentials, no query in which some could stand.
fn is_public_address(text: &str) -> bool {
    Uri::parse(text).is_ok_and(|uri| {
        matches!(uri.scheme().as_str(), "http" | "https")
            && uri
                .authority()
                .is_some_and(|authority| authority.userinfo().is_none() && !authority.host().is_empty())
            && uri.query().is_none()
            && uri.fragment().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";

    #[test]
    fn only_an_address_that_may_be_shown_is_one() {
        let of = |repository| Revision::new(repository, COMMIT, None, 0).is_some();
        assert!(of("https://git.example/owner/name"));
        assert!(of("http://localhost:3000/owner/name"));
        for address in [
            "",
            "owner/name",
            "/owner/name",
            "https:///name",
            "git@git.example:owner/name",
            "ssh://git.example/owner/name",
            "https://ci:token@git.example/owner/name",
            "https://git.example/owner/name?token=1",
            "https://git.example/owner/name#1",
            "https://git.example/a b",
            "https://git.example/a\n",
            "javascript:alert(1)",
        ] {
            assert!(!of(address), "{address:?}");
        }
    }

    #[test]
    fn only_an_id_is_a_commit() {
        let of = |commit| Revision::new("https://git.example/a", commit, None, 0).is_some();
        assert!(of(COMMIT));
        for commit in ["", "main", "2fd4", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb1g"] {
            assert!(!of(commit), "{commit:?}");
        }
    }
}
