//! How users are written: as NDJSON, as one array, indented, as bodies of `PUT /users`, or a file each.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::users::{Json, User, Users};

/// The most users that `PUT /users` takes.
const BODY: usize = 100;

/// How many files stand in one folder.
const FOLDER: usize = 1000;

/// How users are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A user a line.
    Ndjson,
    /// One array, on one line.
    Array,
    /// One array, indented by two spaces.
    Pretty,
    /// A line for each hundred users: a map by id, as `PUT /users` takes it.
    Bodies,
    /// A folder of folders of files, with a user in each.
    Files,
}

impl Layout {
    const ALL: [Layout; 5] = [
        Layout::Ndjson,
        Layout::Array,
        Layout::Pretty,
        Layout::Bodies,
        Layout::Files,
    ];

    /// What the layout is called.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Ndjson => "ndjson",
            Layout::Array => "array",
            Layout::Pretty => "pretty",
            Layout::Bodies => "bodies",
            Layout::Files => "files",
        }
    }
}

/// The error of [`Layout::from_str`]: no layout has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLayout(pub String);

impl std::fmt::Display for UnknownLayout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "no layout is called `{}`: ndjson, array, pretty, bodies or files",
            self.0
        )
    }
}

impl std::error::Error for UnknownLayout {}

impl FromStr for Layout {
    type Err = UnknownLayout;

    fn from_str(name: &str) -> Result<Self, UnknownLayout> {
        let named = Layout::ALL.into_iter().find(|layout| layout.name() == name);
        named.ok_or_else(|| UnknownLayout(name.to_owned()))
    }
}

/// Users, as they are to be written.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "as in `Users::new`")]
pub struct Plan {
    pub layout: Layout,
    pub users: usize,
    pub per_mille: u64,
    pub seed: u64,
}

impl Plan {
    /// Writes the users into a file, or for [`Layout::Files`] into a folder that is not there yet, and gives the SHA-256
    /// of all bytes in their order.
    pub fn write(self, path: &Path) -> io::Result<String> {
        let users = Users::new(self.seed, self.per_mille).take(self.users);
        let mut hash = Sha256::new();
        if self.layout == Layout::Files {
            for (number, user) in users.enumerate() {
                let file = place_of(path, number);
                if number % FOLDER == 0 {
                    fs::create_dir_all(file.parent().expect("a file in a folder"))?;
                }
                let line = line(&user);
                hash.update(&line);
                fs::write(file, line)?;
            }
        } else {
            let mut sink = Hashed {
                inner: BufWriter::new(fs::File::create(path)?),
                hash: &mut hash,
            };
            write_users(&mut sink, users, self.layout)?;
            sink.flush()?;
        }
        Ok(hex(&hash.finalize()))
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits =
        |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    bytes.iter().flat_map(digits).collect()
}

fn place_of(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{:03}/{:03}.json", number / FOLDER, number % FOLDER))
}

pub(crate) fn line(user: &User) -> Vec<u8> {
    let mut line = Vec::new();
    write_user(&mut line, user, None);
    line.push(b'\n');
    line
}

fn write_users(sink: &mut impl Write, users: impl Iterator<Item = User>, layout: Layout) -> io::Result<()> {
    let indent = (layout == Layout::Pretty).then_some(1);
    let mut text = Vec::new();
    for (number, user) in users.enumerate() {
        let is_first = number % BODY == 0;
        match layout {
            Layout::Bodies if is_first => text.extend(if number == 0 { &b"{"[..] } else { b"}\n{" }),
            Layout::Array | Layout::Pretty if number == 0 => text.push(b'['),
            Layout::Array | Layout::Pretty | Layout::Bodies => text.push(b','),
            Layout::Ndjson | Layout::Files => {}
        }
        match layout {
            Layout::Bodies => text.extend(format!("\"{}\":", user.key).bytes()),
            Layout::Pretty => start_line(&mut text, indent),
            _ => {}
        }
        write_user(&mut text, &user, indent);
        if layout == Layout::Ndjson {
            text.push(b'\n');
        }
        sink.write_all(&text)?;
        text.clear();
    }
    sink.write_all(match layout {
        Layout::Array => b"]\n",
        Layout::Pretty => b"\n]\n",
        Layout::Bodies => b"}\n",
        Layout::Ndjson | Layout::Files => b"",
    })
}

fn write_user(text: &mut Vec<u8>, user: &User, indent: Option<usize>) {
    let members = user.members.iter().map(|(name, value)| (Some(*name), value));
    write_container(text, *b"{}", members, user.is_escaped, indent);
}

fn write_value(text: &mut Vec<u8>, value: &Json, is_escaped: bool, indent: Option<usize>) {
    match value {
        Json::Null => text.extend(b"null"),
        Json::Number(number) => text.extend(number.to_string().bytes()),
        Json::String(string) => write_string(text, string, is_escaped),
        Json::Array(items) => {
            write_container(
                text,
                *b"[]",
                items.iter().map(|item| (None, item)),
                is_escaped,
                indent,
            );
        }
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| (Some(*name), value));
            write_container(text, *b"{}", members, is_escaped, indent);
        }
    }
}

/// With `indent`, each entry stands on a line of its own, one level deeper.
fn write_container<'j>(
    text: &mut Vec<u8>,
    brackets: [u8; 2],
    entries: impl Iterator<Item = (Option<&'static str>, &'j Json)>,
    is_escaped: bool,
    indent: Option<usize>,
) {
    let deeper = indent.map(|level| level + 1);
    text.push(brackets[0]);
    for (number, (name, value)) in entries.enumerate() {
        if number > 0 {
            text.push(b',');
        }
        start_line(text, deeper);
        if let Some(name) = name {
            write_string(text, name, false);
            text.extend(if indent.is_some() { &b": "[..] } else { b":" });
        }
        write_value(text, value, is_escaped, deeper);
    }
    start_line(text, indent);
    text.push(brackets[1]);
}

fn start_line(text: &mut Vec<u8>, indent: Option<usize>) {
    if let Some(level) = indent {
        text.push(b'\n');
        text.extend(std::iter::repeat_n(b' ', 2 * level));
    }
}

fn write_string(text: &mut Vec<u8>, string: &str, is_escaped: bool) {
    text.push(b'"');
    for char in string.chars() {
        match char {
            '\n' => text.extend(b"\\n"),
            '\\' => text.extend(b"\\\\"),
            '"' if !is_escaped => text.extend(b"\\\""),
            _ if is_escaped && (!char.is_ascii() || "\"&'+<>`".contains(char)) => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    text.extend(format!("\\u{unit:04X}").bytes());
                }
            }
            _ => text.extend(char.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    text.push(b'"');
}

/// Hashes what it hands on.
struct Hashed<'h, W> {
    inner: W,
    hash: &'h mut Sha256,
}

impl<W: Write> Write for Hashed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
