//! Users into bodies: so many in each, no id twice in one, and what was written later in a later one.
//!
//! A user goes into the first body that has room and comes behind the last one with the same id. So an export with many
//! adjacent duplicates makes few half-empty bodies, and whoever sends the bodies in their order ends with the last word on
//! each user, as the source has it. Only a bounded number of bodies is open at a time.

use std::collections::{HashMap, VecDeque};
use std::fmt::{self, Write as _};

use serde_json::Value;

use super::{AcceptedUser, Endpoint};
use crate::limits::OPEN_BATCHES;
use crate::rest;

/// Puts users into the bodies of requests.
#[derive(Debug)]
pub struct Batcher {
    endpoint: Endpoint,
    size: usize,
    /// The bodies that still take users, in their order.
    open: VecDeque<Batch>,
    /// How many bodies came before the first that is open.
    before: usize,
    /// For each id in an open body the number of the last such body.
    last_of: HashMap<String, usize>,
    /// Bodies that take no more users and have not been fetched.
    closed: VecDeque<Batch>,
}

/// The body of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    ids: Vec<String>,
    body: String,
}

impl Batch {
    /// The ids of its users, in their order. No two are equal.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The body: JSON, one user a line.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// The error of [`Batcher::new`]: no request holds so many users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeOutOfRange {
    /// The number that was asked for.
    pub size: usize,
    /// The request.
    pub endpoint: Endpoint,
}

impl fmt::Display for SizeOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, path) = (self.endpoint.method(), self.endpoint.path());
        write!(
            f,
            "`{method} {path}` takes 1 to {} {}, not {}",
            self.endpoint.most(),
            self.endpoint.name(),
            self.size
        )
    }
}

impl std::error::Error for SizeOutOfRange {}

impl Batcher {
    /// Makes bodies of at most `size` users.
    ///
    /// # Errors
    ///
    /// If the size is zero, or more than the endpoint takes.
    pub fn new(endpoint: Endpoint, size: usize) -> Result<Self, SizeOutOfRange> {
        if size == 0 || size > endpoint.most() {
            return Err(SizeOutOfRange { size, endpoint });
        }
        Ok(Batcher {
            endpoint,
            size,
            open: VecDeque::new(),
            before: 0,
            last_of: HashMap::new(),
            closed: VecDeque::new(),
        })
    }

    /// Takes a user.
    pub fn push(&mut self, user: &AcceptedUser<'_>) {
        let first = match self.last_of.get(user.id()) {
            Some(&last) => last + 1,
            None => self.before,
        };
        let has_room = |number: &usize| self.open[number - self.before].ids.len() < self.size;
        let number = (first..self.before + self.open.len()).find(has_room);
        let number = number.unwrap_or_else(|| self.open_another());
        let batch = &mut self.open[number - self.before];
        add(batch, self.endpoint, user);
        self.last_of.insert(user.id().to_owned(), number);
        while self
            .open
            .front()
            .is_some_and(|batch| batch.ids.len() == self.size)
        {
            self.close_first();
        }
    }

    /// The next body that takes no more users, if there is one.
    pub fn next_closed(&mut self) -> Option<Batch> {
        self.closed.pop_front()
    }

    /// The bodies that are left, the last of which may hold fewer users.
    pub fn finish(mut self) -> impl Iterator<Item = Batch> {
        while !self.open.is_empty() {
            self.close_first();
        }
        self.closed.into_iter()
    }

    /// Opens a body behind all others, and says its number.
    fn open_another(&mut self) -> usize {
        if self.open.len() == OPEN_BATCHES {
            self.close_first();
        }
        self.open.push_back(Batch {
            ids: Vec::new(),
            body: String::new(),
        });
        self.before + self.open.len() - 1
    }

    fn close_first(&mut self) {
        let Some(mut batch) = self.open.pop_front() else {
            return;
        };
        for id in &batch.ids {
            if self.last_of.get(id) == Some(&self.before) {
                self.last_of.remove(id);
            }
        }
        self.before += 1;
        batch.body.push_str(match self.endpoint {
            Endpoint::Users => "\n}\n",
            Endpoint::Operations => "\n]\n",
        });
        self.closed.push_back(batch);
    }
}

/// Writes a user at the end of a body.
fn add(batch: &mut Batch, endpoint: Endpoint, user: &AcceptedUser<'_>) {
    let body = &mut batch.body;
    let before = match endpoint {
        _ if !batch.ids.is_empty() => ",\n",
        Endpoint::Users => "{\n",
        Endpoint::Operations => "[\n",
    };
    batch.ids.push(user.id().to_owned());
    body.push_str(before);
    match endpoint {
        Endpoint::Users => {
            body.push_str(&Value::from(user.id()).to_string());
            body.push(':');
            body.push_str(user.json());
        }
        Endpoint::Operations => {
            let path = rest::path_of_user(user.id());
            let _ = write!(body, "[{},\"PUT\",\"{path}\",", batch.ids.len());
            body.push_str(user.json());
            body.push(']');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids of each body, for users of these ids in this order.
    fn bodies(endpoint: Endpoint, size: usize, ids: &[&str]) -> Vec<String> {
        let mut batcher = Batcher::new(endpoint, size).expect("a size that the endpoint takes");
        for id in ids {
            batcher.push(&AcceptedUser::of(id, "{}"));
        }
        batcher.finish().map(|batch| batch.ids.join(" ")).collect()
    }

    #[test]
    fn an_id_stands_in_no_body_twice_and_later_comes_later() {
        assert_eq!(
            bodies(Endpoint::Users, 2, &["a", "b", "c"]),
            ["a b", "c"],
            "without duplicates in order"
        );
        assert_eq!(
            bodies(Endpoint::Users, 3, &["a", "a", "b", "b", "c", "c"]),
            ["a b c", "a b c"],
            "adjacent duplicates fill two bodies, not four"
        );
        assert_eq!(bodies(Endpoint::Users, 9, &["a", "a", "a"]), ["a", "a", "a"]);
    }

    #[test]
    fn a_thousand_of_one_id_are_not_all_held() {
        let mut batcher = Batcher::new(Endpoint::Operations, 10).expect("a size that the endpoint takes");
        for round in 1..=1000 {
            batcher.push(&AcceptedUser::of("a", "{}"));
            assert!(batcher.open.len() <= OPEN_BATCHES, "after {round}");
        }
        assert_eq!(batcher.last_of.len(), 1);
        assert_eq!(batcher.finish().count(), 1000);
    }

    #[test]
    fn a_body_says_what_is_put_where() {
        let mut batcher = Batcher::new(Endpoint::Operations, 10).expect("a size that the endpoint takes");
        for id in ["a", "\u{e9}/?#%\"", "a b"] {
            batcher.push(&AcceptedUser::of(id, "{\"name\":\"A\"}"));
        }
        let batches: Vec<_> = batcher.finish().collect();
        assert_eq!(
            batches[0].body(),
            "[\n[1,\"PUT\",\"/users/a\",{\"name\":\"A\"}],\n\
             [2,\"PUT\",\"/users/%C3%A9%2F%3F%23%25%22\",{\"name\":\"A\"}],\n\
             [3,\"PUT\",\"/users/a%20b\",{\"name\":\"A\"}]\n]\n"
        );
    }

    #[test]
    fn a_request_holds_no_more_than_it_may() {
        for endpoint in Endpoint::ALL {
            for size in [0, endpoint.most() + 1] {
                assert_eq!(
                    Batcher::new(endpoint, size).err(),
                    Some(SizeOutOfRange { size, endpoint })
                );
            }
            assert!(Batcher::new(endpoint, endpoint.most()).is_ok());
        }
    }
}
