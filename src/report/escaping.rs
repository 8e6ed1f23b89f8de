//! JSON as a text that can be shown as it is: what a terminal or a log could take for more than a character is
//! written as an escape. It stays the same JSON.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::sanitise;

/// Writes a value over several lines, with a newline at its end.
pub(super) fn write_pretty(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    write(value, PrettyFormatter::new(), out)?;
    out.write_all(b"\n")
}

/// Writes a value on one line, without a newline at its end.
pub(crate) fn write_compact(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    write(value, CompactFormatter, out)
}

/// Writes a value on one line, with a newline at its end.
pub(super) fn write_line(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    write_compact(value, &mut *out)?;
    out.write_all(b"\n")
}

/// Writes JSON that stands on one line, as it is but for the characters that become escapes.
pub(crate) fn write_json(json: &str, out: &mut dyn io::Write) -> io::Result<()> {
    // Outside of strings there is no such character.
    write_harmless(json, out)
}

/// A text as a JSON string: the same for the same text, and another for every other.
#[cfg(feature = "reports")]
pub(super) fn quoted(text: &str) -> String {
    let mut out = Vec::new();
    // Neither a string nor memory gives a reason to fail, and what is written is UTF-8.
    let _ = write_compact(&text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn write(value: &impl Serialize, layout: impl Formatter, out: &mut dyn io::Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping { layout }))?;
    Ok(())
}

/// Writes a part of a JSON string with escapes for the characters that are more than that.
fn write_harmless<W: ?Sized + io::Write>(fragment: &str, out: &mut W) -> io::Result<()> {
    let mut written = 0;
    let mut previous = ' ';
    for (at, char) in fragment.char_indices() {
        if sanitise::is_active(previous, char) {
            out.write_all(&fragment.as_bytes()[written..at])?;
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            written = at + char.len_utf8();
        }
        previous = char;
    }
    out.write_all(&fragment.as_bytes()[written..])
}

/// Leaves the layout to another formatter, and escapes what must not reach a terminal as it is.
struct Escaping<L> {
    layout: L,
}

impl<L: Formatter> Formatter for Escaping<L> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_harmless(fragment, out)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_array(out)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_array(out)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_array_value(out)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_object(out)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_object(out)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_escaped_and_stays_the_same_json() {
        let hostile = "a\u{7f}\u{9b}\u{202e}##[b]\u{e0001}é😀\u{1}\"";
        let mut written = Vec::new();
        write_pretty(&hostile, &mut written).expect("writing to memory");
        let text = String::from_utf8(written).expect("UTF-8");
        assert_eq!(
            text,
            "\"a\\u007f\\u009b\\u202e#\\u0023[b]\\udb40\\udc01é😀\\u0001\\\"\"\n"
        );
        assert_eq!(serde_json::from_str::<String>(&text).expect("JSON"), hostile);
    }
}
