//! Where the ids of users stand whose bodies carry none: bodies of `PUT /users/{id}` that were saved one a file, or records
//! that name their key otherwise. Reads names and pointers; what a user is, is not its affair.

use std::fmt;
use std::str::FromStr;

/// What gives an id to a user who has none: neither a field `id`, nor a key or a path around the user.
///
/// Written as `field:uid`, `field:/custom/uid`, `file-stem` or `path:users/{id}.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdFrom {
    /// Another field of the user.
    Field(FieldPath),
    /// The name of the file up to its last dot, where the file is one user.
    FileStem,
    /// A part of the path of the file, where the file is one user.
    Path(PathPattern),
}

/// The way to a field: a name, or a JSON Pointer (RFC 6901) from the user on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath {
    tokens: Vec<String>,
}

/// How paths end, and what in them is the id: `users/{id}.json`. A component `*` is any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern {
    components: Vec<Component>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Component {
    Is(String),
    Any,
    /// The id, between what stands before and behind it.
    Id(String, String),
}

/// The error of [`IdFrom::from_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownIdFrom {
    /// It begins like none of the three.
    Form,
    /// No field is named.
    NoField,
    /// A `~` in the pointer is neither `~0` nor `~1`.
    Pointer,
    /// `{id}` does not stand in the pattern exactly once.
    NotOneId,
    /// A `*` that is not a whole component.
    Star,
    /// A component is empty, `.` or `..`.
    Component,
}

impl fmt::Display for UnknownIdFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UnknownIdFrom::Form => "say field:NAME, file-stem or path:PATTERN",
            UnknownIdFrom::NoField => "name the field: field:uid, or field:/custom/uid",
            UnknownIdFrom::Pointer => "in a JSON Pointer ~ is written ~0, and / in a name ~1",
            UnknownIdFrom::NotOneId => "write {id} once, where the id stands: path:users/{id}.json",
            UnknownIdFrom::Star => "* stands for a whole component: path:users/*/{id}.json",
            UnknownIdFrom::Component => "the parts between the slashes are names: path:users/{id}.json",
        })
    }
}

impl std::error::Error for UnknownIdFrom {}

impl FromStr for IdFrom {
    type Err = UnknownIdFrom;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.eq_ignore_ascii_case("file-stem") {
            Ok(IdFrom::FileStem)
        } else if let Some(field) = text.strip_prefix("field:") {
            FieldPath::parse(field).map(IdFrom::Field)
        } else if let Some(pattern) = text.strip_prefix("path:") {
            PathPattern::parse(pattern).map(IdFrom::Path)
        } else {
            Err(UnknownIdFrom::Form)
        }
    }
}

impl IdFrom {
    /// The id in the name of a source that is one user.
    pub(crate) fn in_name<'n>(&self, name: &'n str) -> Option<&'n str> {
        // A name in brackets is no path: `<stdin>`.
        if name.starts_with('<') && name.ends_with('>') {
            return None;
        }
        let id = match self {
            IdFrom::Field(_) => return None,
            IdFrom::FileStem => {
                let file = name.rsplit('/').next()?;
                file.rsplit_once('.').map_or(file, |(stem, _)| stem)
            }
            IdFrom::Path(pattern) => pattern.id_in(name)?,
        };
        (!id.is_empty()).then_some(id)
    }
}

impl FieldPath {
    fn parse(text: &str) -> Result<Self, UnknownIdFrom> {
        let Some(pointer) = text.strip_prefix('/') else {
            let is_name = !text.is_empty();
            return is_name
                .then(|| FieldPath {
                    tokens: vec![text.to_owned()],
                })
                .ok_or(UnknownIdFrom::NoField);
        };
        let tokens = pointer.split('/').map(unescaped).collect::<Option<Vec<_>>>();
        Ok(FieldPath {
            tokens: tokens.ok_or(UnknownIdFrom::Pointer)?,
        })
    }

    /// The keys that lead to the field.
    pub(crate) fn tokens(&self) -> &[String] {
        &self.tokens
    }
}

/// A reference token without its escapes; none if one is no escape.
fn unescaped(token: &str) -> Option<String> {
    let mut parts = token.split('~');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let (escaped, rest) = match part.as_bytes().first() {
            Some(b'0') => ('~', &part[1..]),
            Some(b'1') => ('/', &part[1..]),
            _ => return None,
        };
        plain.push(escaped);
        plain.push_str(rest);
    }
    Some(plain)
}

impl PathPattern {
    fn parse(text: &str) -> Result<Self, UnknownIdFrom> {
        if text.matches("{id}").count() != 1 {
            return Err(UnknownIdFrom::NotOneId);
        }
        let text = text.strip_prefix("./").unwrap_or(text);
        let components = text.split('/').map(|component| match component {
            "" | "." | ".." => Err(UnknownIdFrom::Component),
            "*" => Ok(Component::Any),
            _ if component.contains('*') => Err(UnknownIdFrom::Star),
            _ => Ok(match component.split_once("{id}") {
                Some((before, behind)) => Component::Id(before.to_owned(), behind.to_owned()),
                None => Component::Is(component.to_owned()),
            }),
        });
        Ok(PathPattern {
            components: components.collect::<Result<_, _>>()?,
        })
    }

    fn id_in<'n>(&self, name: &'n str) -> Option<&'n str> {
        let mut parts = name.rsplit('/');
        let mut id = None;
        for component in self.components.iter().rev() {
            let part = parts.next()?;
            match component {
                Component::Any => {}
                Component::Is(text) if text == part => {}
                Component::Is(_) => return None,
                Component::Id(before, behind) => {
                    id = Some(
                        part.strip_prefix(before.as_str())?
                            .strip_suffix(behind.as_str())?,
                    );
                }
            }
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn id_in(from: &str, name: &str, id: Option<&str>) {
        let from: IdFrom = from.parse().expect("a form that is known");
        assert_eq!(from.in_name(name), id, "{from:?} {name}");
    }

    #[test]
    fn an_id_in_the_name_of_a_file() {
        id_in("file-stem", "users/alice.json", Some("alice"));
        id_in("FILE-STEM", "alice.user.json", Some("alice.user"));
        id_in("file-stem", "alice", Some("alice"));
        id_in("file-stem", "users/.json", None);
        id_in("file-stem", "<stdin>", None);
    }

    #[test]
    fn an_id_in_the_path_of_a_file() {
        id_in("path:users/{id}.json", "fixtures/users/alice.json", Some("alice"));
        id_in("path:users/{id}.json", "users/alice.json", Some("alice"));
        id_in("path:users/{id}.json", "others/alice.json", None);
        id_in("path:users/{id}.json", "myusers/alice.json", None);
        id_in("path:users/{id}.json", "alice.json", None);
        id_in("path:users/{id}.json", "users/.json", None);
        id_in("path:{id}/profile.json", "/srv/alice/profile.json", Some("alice"));
        id_in("path:user-{id}/*/body.json", "user-7/2026/body.json", Some("7"));
        id_in("path:./{id}.json", "alice.json", Some("alice"));
        id_in("path:a{id}a", "a", None);
    }

    #[test]
    fn a_field_is_a_name_or_a_pointer() {
        let tokens = |text: &str| match text.parse() {
            Ok(IdFrom::Field(path)) => path.tokens,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(tokens("field:uid"), ["uid"]);
        assert_eq!(tokens("field:/uid"), ["uid"]);
        assert_eq!(tokens("field:/custom/a~1b~0c"), ["custom", "a/b~c"]);
    }

    #[test]
    fn what_is_said_otherwise_is_answered() {
        let error = |text: &str| text.parse::<IdFrom>().expect_err(text);
        assert_eq!(error("uid"), UnknownIdFrom::Form);
        assert_eq!(error(""), UnknownIdFrom::Form);
        assert_eq!(error("field:"), UnknownIdFrom::NoField);
        assert_eq!(error("field:/a~2"), UnknownIdFrom::Pointer);
        assert_eq!(error("path:users.json"), UnknownIdFrom::NotOneId);
        assert_eq!(error("path:{id}/{id}.json"), UnknownIdFrom::NotOneId);
        assert_eq!(error("path:*.{id}"), UnknownIdFrom::Star);
        assert_eq!(error("path:a//{id}"), UnknownIdFrom::Component);
    }
}
