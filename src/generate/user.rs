//! One user: its members in order, as JSON. What holds it is up to `text`.

use std::ops::Range;

use super::locales::{Home, LocaleMix};
use super::random::Random;
use crate::surface::Surface;

/// A user on its way. One is made and used again for all users of a text.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The id, as it is to stand in a key or a path: nothing in it has to be escaped anywhere.
    pub(super) id: Vec<u8>,
    /// Key and value. Keys are plain; each value is a range of `values`.
    members: Vec<(&'static str, Range<usize>)>,
    values: Vec<u8>,
}

/// What all users of a text have in common.
#[derive(Debug, Clone)]
pub(super) struct Kind {
    pub(super) surface: Surface,
    pub(super) ids: Ids,
    pub(super) locales: LocaleMix,
}

/// The ids of a user base: a system has one way of making them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    form: IdForm,
    /// Where a seed begins to count.
    start: u64,
}

#[derive(Debug, Clone, Copy)]
enum IdForm {
    Prefixed,
    Uuid,
    Hexadecimal,
}

impl Ids {
    pub(super) fn draw(random: &mut Random) -> Self {
        Ids {
            form: random.one_of(&[IdForm::Prefixed, IdForm::Uuid, IdForm::Hexadecimal]),
            start: random.next(),
        }
    }

    /// Multiplying by an odd number permutes the numbers below 2⁴⁸: no id comes twice, none follows from its neighbour.
    fn write(self, number: u64, out: &mut Vec<u8>) {
        let number = number.wrapping_add(self.start);
        let unique = number.wrapping_mul(0x9e37_79b9_7f4b) & ((1 << 48) - 1);
        // What stands beside it is no part of the users' own stream, so ids depend on the number alone.
        let beside = Random::new(number).next();
        match self.form {
            IdForm::Prefixed => {
                out.extend_from_slice(b"usr_");
                write_hex(out, unique, 12);
            }
            IdForm::Uuid => {
                write_hex(out, beside >> 32, 8);
                out.push(b'-');
                write_hex(out, beside >> 16, 4);
                out.extend_from_slice(b"-4");
                write_hex(out, beside >> 4, 3);
                out.extend_from_slice(b"-8");
                write_hex(out, beside >> 20, 3);
                out.push(b'-');
                write_hex(out, unique, 12);
            }
            IdForm::Hexadecimal => {
                write_hex(out, beside, 12);
                write_hex(out, unique, 12);
            }
        }
    }
}

const GREETINGS: [&str; 5] = [
    "Hi! What can I do for you? I'm here from 9 to 5.",
    "Hello,\\nI'll answer within the hour.",
    "They call me \\\"the fixer\\\" and I'm proud of it.",
    "Ask me anything: I've got all day, C:\\\\ or /home. 👋",
    "Grüße! お気軽にどうぞ。",
];

impl Draft {
    /// Makes the user of this number.
    pub(super) fn make(&mut self, number: u64, kind: &Kind, random: &mut Random) {
        self.id.clear();
        self.members.clear();
        self.values.clear();
        kind.ids.write(number, &mut self.id);
        let surface = kind.surface;
        let is_response = surface == Surface::Response;
        let takes_null = surface != Surface::DataApiCreate;
        // TalkJS sends every field, with null where there is nothing.
        let chance = |percent: u64, random: &mut Random| random.percent(percent) || is_response;
        let home = kind.locales.draw(random);
        let first = random.one_of(home.first);
        let last = random.one_of(home.last);

        let id = std::mem::take(&mut self.id);
        self.add("id", |out| quoted(out, &id));
        self.add("name", |out| name(out, home, first.0, last.0));
        let address = (first.1, last.1, random.below(1000));
        self.add("email", |out| email(out, surface, address, random));
        if chance(50, random) {
            let has_one = !is_response || random.percent(50);
            self.add("phone", |out| {
                phone(out, surface, has_one.then_some(home), random);
            });
        }
        if chance(80, random) {
            self.add("photoUrl", |out| {
                if takes_null && random.percent(10) {
                    out.extend_from_slice(b"null");
                } else {
                    out.extend_from_slice(b"\"https://cdn.example.com/photos/");
                    out.extend_from_slice(&id);
                    out.extend_from_slice(b".jpg\"");
                }
            });
        }
        self.add("locale", |out| quoted(out, home.tag.as_bytes()));
        self.add("role", |out| {
            quoted(out, random.one_of(&["buyer", "seller", "default"]).as_bytes());
        });
        let greets = matches!(
            surface,
            Surface::Sdk | Surface::Rest | Surface::RestUpdate | Surface::Response
        );
        if greets && chance(30, random) {
            self.add("welcomeMessage", |out| {
                if is_response && random.percent(70) {
                    out.extend_from_slice(b"null");
                } else {
                    quoted(out, random.one_of(&GREETINGS).as_bytes());
                }
            });
        }
        if is_response {
            self.add("availabilityText", |out| out.extend_from_slice(b"null"));
        }
        self.add("custom", |out| custom(out, random));
        if surface != Surface::Sdk && chance(20, random) {
            self.add("pushTokens", |out| push_tokens(out, random));
        }
        if is_response {
            self.add("createdAt", |out| {
                write_number(out, 1_500_000_000_000 + random.below(300_000_000_000));
            });
        }
        self.id = id;
    }

    fn add(&mut self, key: &'static str, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.values.len();
        write(&mut self.values);
        self.members.push((key, start..self.values.len()));
    }

    /// Gives the member this value, at its place or, if there is none, at the end.
    pub(super) fn set(&mut self, key: &'static str, json: &[u8]) {
        let start = self.values.len();
        self.values.extend_from_slice(json);
        let value = start..self.values.len();
        match self.members.iter_mut().find(|member| member.0 == key) {
            Some(member) => member.1 = value,
            None => self.members.push((key, value)),
        }
    }

    /// Adds a member at the end, whether or not there is one of this key.
    pub(super) fn repeat(&mut self, key: &'static str, json: &[u8]) {
        self.add(key, |out| out.extend_from_slice(json));
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.members.retain(|member| member.0 != key);
    }

    /// The user as an object.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        for (at, (key, value)) in self.members.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            quoted(out, key.as_bytes());
            out.push(b':');
            out.extend_from_slice(&self.values[value.clone()]);
        }
        out.push(b'}');
    }
}

fn quoted(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    out.extend_from_slice(text);
    out.push(b'"');
}

fn name(out: &mut Vec<u8>, home: &Home, first: &str, last: &str) {
    out.push(b'"');
    let (one, other) = if home.space.is_some() {
        (first, last)
    } else {
        (last, first)
    };
    out.extend_from_slice(one.as_bytes());
    out.extend_from_slice(home.space.unwrap_or_default().as_bytes());
    out.extend_from_slice(other.as_bytes());
    out.push(b'"');
}

/// One address, mostly; sometimes two, sometimes null: whoever has none on purpose.
fn email(out: &mut Vec<u8>, surface: Surface, (first, last, number): (&str, &str, u64), random: &mut Random) {
    let domain = random.one_of(&["example.com", "example.org", "mail.example.net"]);
    let address = |out: &mut Vec<u8>| {
        out.push(b'"');
        out.extend_from_slice(first.as_bytes());
        out.push(b'.');
        out.extend_from_slice(last.as_bytes());
        write_number(out, number);
        out.push(b'@');
        out.extend_from_slice(domain.as_bytes());
        out.push(b'"');
    };
    match random.below(20) {
        0 if surface != Surface::DataApiCreate => out.extend_from_slice(b"null"),
        1..4 => {
            out.push(b'[');
            address(out);
            out.extend_from_slice(b",\"team+");
            write_number(out, random.below(1000));
            out.extend_from_slice(b"@example.com\"]");
        }
        4..12 if takes_one(surface) => address(out),
        _ => {
            out.push(b'[');
            address(out);
            out.push(b']');
        }
    }
}

fn phone(out: &mut Vec<u8>, surface: Surface, home: Option<&Home>, random: &mut Random) {
    let Some(home) = home else {
        return out.extend_from_slice(b"null");
    };
    let is_one = takes_one(surface) && random.percent(50);
    out.extend_from_slice(if is_one { b"\"" } else { b"[\"" });
    home.phone.write(random, out);
    out.extend_from_slice(if is_one { b"\"" } else { b"\"]" });
}

/// Whether the surface takes a single address or number as a bare string.
fn takes_one(surface: Surface) -> bool {
    matches!(
        surface,
        Surface::Sdk | Surface::DataApiCreate | Surface::DataApiSet
    )
}

fn custom(out: &mut Vec<u8>, random: &mut Random) {
    out.extend_from_slice(b"{\"plan\":");
    quoted(out, random.one_of(&["free", "silver", "gold"]).as_bytes());
    out.extend_from_slice(b",\"since\":\"20");
    write_digits(out, 10 + random.below(16), 2);
    out.push(b'-');
    write_digits(out, 1 + random.below(12), 2);
    out.push(b'"');
    if random.percent(40) {
        out.extend_from_slice(b",\"orders\":\"");
        write_number(out, random.below(500));
        out.push(b'"');
    }
    out.push(b'}');
}

fn push_tokens(out: &mut Vec<u8>, random: &mut Random) {
    if random.percent(50) {
        out.extend_from_slice(b"{\"fcm:");
    } else {
        out.extend_from_slice(b"{\"apns:");
    }
    for _ in 0..4 {
        write_hex(out, random.next(), 16);
    }
    out.extend_from_slice(b"\":true}");
}

/// The last so many hexadecimal digits.
pub(super) fn write_hex(out: &mut Vec<u8>, number: u64, digits: u32) {
    for at in (0..digits).rev() {
        let digit = (number >> (4 * at)) & 15;
        out.push(b"0123456789abcdef"[usize::try_from(digit).unwrap_or(0)]);
    }
}

/// The number with at least so many digits.
pub(super) fn write_digits(out: &mut Vec<u8>, number: u64, digits: usize) {
    let mut text = [b'0'; 20];
    let mut start = text.len();
    let mut left = number;
    while left > 0 || text.len() - start < digits {
        start -= 1;
        text[start] = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
    }
    out.extend_from_slice(&text[start..]);
}

pub(super) fn write_number(out: &mut Vec<u8>, number: u64) {
    write_digits(out, number, 1);
}
