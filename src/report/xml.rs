//! XML as the report forms write it: elements, attributes, and text that is nothing but text.
//!
//! XML 1.0 has no way to say most control characters, not even as references. They are shown as [`sanitise`] shows them
//! everywhere, and what is markup in XML is escaped.

use std::fmt::{self, Display, Write as _};
use std::io::{self, Write};

use super::sanitise;

/// What every file begins with.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The attributes of an element: names and values.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a dyn Display)];

/// Opens an element, on a line of its own.
pub(super) fn open(
    out: &mut dyn Write,
    depth: usize,
    name: &str,
    attributes: Attributes<'_>,
) -> io::Result<()> {
    tag(out, depth, name, attributes)?;
    out.write_all(b">\n")
}

/// Closes an element, on a line of its own.
pub(super) fn close(out: &mut dyn Write, depth: usize, name: &str) -> io::Result<()> {
    writeln!(out, "{:1$}</{name}>", "", depth * 2)
}

/// An element without content.
pub(super) fn empty(
    out: &mut dyn Write,
    depth: usize,
    name: &str,
    attributes: Attributes<'_>,
) -> io::Result<()> {
    tag(out, depth, name, attributes)?;
    out.write_all(b"/>\n")
}

/// An element with lines of text in it, and nothing else.
pub(super) fn text(
    out: &mut dyn Write,
    depth: usize,
    name: &str,
    attributes: Attributes<'_>,
    lines: &[&str],
) -> io::Result<()> {
    tag(out, depth, name, attributes)?;
    out.write_all(b">")?;
    for (at, line) in lines.iter().enumerate() {
        let end = if at == 0 { "" } else { "\n" };
        write!(out, "{end}{}", Escaped(line))?;
    }
    writeln!(out, "</{name}>")
}

fn tag(out: &mut dyn Write, depth: usize, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
    write!(out, "{:1$}<{name}", "", depth * 2)?;
    attributes
        .iter()
        .try_for_each(|(name, value)| write!(out, " {name}=\"{}\"", Escaped(value)))
}

/// Anything that can be shown, as text of XML: in an element or between double quotes.
struct Escaped<T>(T);

impl<T: Display> Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        write!(Escaper(f), "{}", sanitise::line(&text))
    }
}

/// Escapes what is markup on its way.
struct Escaper<'f, 'g>(&'f mut fmt::Formatter<'g>);

impl fmt::Write for Escaper<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut shown = 0;
        for (at, char) in text.char_indices() {
            let reference = match char {
                '&' => "&amp;",
                '<' => "&lt;",
                // Behind `]]` it would end what never began.
                '>' => "&gt;",
                '"' => "&quot;",
                _ => continue,
            };
            self.0.write_str(&text[shown..at])?;
            self.0.write_str(reference)?;
            shown = at + 1;
        }
        self.0.write_str(&text[shown..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_or_forbidden() {
        let mut out = Vec::new();
        let hostile = "a\"b'<c>&#27;]]>\u{1}\u{fffe}\t\n😀";
        text(&mut out, 1, "e", &[("a", &hostile)], &[hostile, "x"]).expect("writing to memory");
        let escaped = r"a&quot;b'&lt;c&gt;&amp;#27;]]&gt;\u{1}\u{fffe}\u{9}\u{a}😀";
        let expected = format!("  <e a=\"{escaped}\">{escaped}\nx</e>\n");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }
}
