//! The changes of fixes as a unified diff: what `diff -u` would print, made of the edits themselves.
//!
//! The diff is for people and for `patch`. Characters that a terminal or a log could take for more are escaped, and lines that nobody
//! would read to their end are cut; where that happens it is for people only.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use super::masked::char_start;
use super::{sanitise, wording};
use crate::patch::{Patch, Replacement};

/// Lines shown before and behind a change.
const CONTEXT: usize = 3;

/// Bytes of a line that are shown.
const LONGEST: usize = 1000;

/// Bytes of a line that is cut which are shown before its first change.
const BEFORE: usize = 60;

const HEADER: Style = Style::new().bold();
const PLACE: Style = AnsiColor::Cyan.on_default();
const GONE: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// Writes what has changed in a text; nothing if nothing has. `name` is the name of the text before and after.
pub fn write(patch: &Patch<'_>, name: &str, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let regions = regions(patch);
    if regions.is_empty() {
        return Ok(());
    }
    let mut diff = Diff {
        text: patch.original(),
        colour,
        out,
    };
    let name = sanitise::line(name).to_string();
    diff.line(HEADER, "", &format!("--- {name}"))?;
    diff.line(HEADER, "", &format!("+++ {name}"))?;
    let mut rest = &regions[..];
    // How many lines stand before the hunk, before and after the changes.
    let mut counted = Counted::default();
    while !rest.is_empty() {
        let hunk = diff.hunk(&mut rest);
        counted.up_to(diff.text, hunk.whole.start);
        diff.show(&hunk, &counted)?;
        counted.grown += hunk.new_lines(diff.text) - hunk.old_lines(diff.text);
    }
    Ok(())
}

/// Whole lines, and what has become of them.
struct Region {
    old: Range<usize>,
    new: Vec<u8>,
    changes: usize,
}

/// The lines that change. No two regions touch. Each line is looked at once, however many changes it has.
fn regions(patch: &Patch<'_>) -> Vec<Region> {
    let text = patch.original();
    let changes = patch.changes();
    let mut places: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        match places.last_mut() {
            Some((lines, within)) if change.span.end < lines.end => within.end = at + 1,
            last => {
                let touched = lines_of(change, text);
                match last {
                    Some((lines, within)) if touched.start <= lines.end => {
                        lines.end = touched.end.max(lines.end);
                        within.end = at + 1;
                    }
                    _ => places.push((touched, at..at + 1)),
                }
            }
        }
    }
    places
        .into_iter()
        .map(|(old, within)| Region::of(text, old, &changes[within]))
        .collect()
}

impl Region {
    fn of(text: &[u8], old: Range<usize>, changes: &[Replacement]) -> Self {
        let mut new = Vec::with_capacity(old.len());
        let mut at = old.start;
        for change in changes {
            new.extend_from_slice(&text[at..change.span.start]);
            new.extend_from_slice(change.text.as_bytes());
            at = change.span.end;
        }
        new.extend_from_slice(&text[at..old.end]);
        Region {
            old,
            new,
            changes: changes.len(),
        }
    }
}

/// The lines that a change touches.
fn lines_of(change: &Replacement, text: &[u8]) -> Range<usize> {
    let span = change.span;
    let start = line_start(text, span.start);
    let takes_whole_lines = start == span.start
        && span.start < span.end
        && line_start(text, span.end) == span.end
        && (change.text.is_empty() || change.text.ends_with('\n'));
    start..if takes_whole_lines {
        span.end
    } else {
        line_end(text, span.end)
    }
}

fn line_start(text: &[u8], at: usize) -> usize {
    memchr::memrchr(b'\n', &text[..at]).map_or(0, |newline| newline + 1)
}

fn line_end(text: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |newline| at + newline + 1)
}

/// Regions that share lines around them.
struct Hunk<'r> {
    /// With the lines around.
    whole: Range<usize>,
    regions: &'r [Region],
}

impl Hunk<'_> {
    fn old_lines(&self, text: &[u8]) -> isize {
        count(&text[self.whole.clone()])
    }

    fn new_lines(&self, text: &[u8]) -> isize {
        let change = |region: &Region| count(&region.new) - count(&text[region.old.clone()]);
        self.old_lines(text) + self.regions.iter().map(change).sum::<isize>()
    }
}

/// Lines, the last of which may have no end.
fn count(text: &[u8]) -> isize {
    lines(text).count().cast_signed()
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|&byte| byte == b'\n')
}

#[derive(Default)]
struct Counted {
    bytes: usize,
    lines: isize,
    /// How many lines there are more after the changes so far.
    grown: isize,
}

impl Counted {
    fn up_to(&mut self, text: &[u8], at: usize) {
        self.lines += memchr::memchr_iter(b'\n', &text[self.bytes..at])
            .count()
            .cast_signed();
        self.bytes = at;
    }
}

struct Diff<'d> {
    text: &'d [u8],
    colour: bool,
    out: &'d mut dyn Write,
}

impl Diff<'_> {
    /// Takes the next regions that belong together.
    fn hunk<'r>(&self, rest: &mut &'r [Region]) -> Hunk<'r> {
        let all = *rest;
        let before = |at| (0..CONTEXT).fold(at, |at: usize, _| line_start(self.text, at.saturating_sub(1)));
        let behind = |at| (0..CONTEXT).fold(at, |at, _| line_end(self.text, at));
        let mut together = 1;
        while together < all.len() && before(all[together].old.start) <= behind(all[together - 1].old.end) {
            together += 1;
        }
        let (regions, others) = all.split_at(together);
        *rest = others;
        Hunk {
            whole: before(regions[0].old.start)..behind(regions[together - 1].old.end),
            regions,
        }
    }

    fn show(&mut self, hunk: &Hunk<'_>, counted: &Counted) -> io::Result<()> {
        // A side without a line is said to begin at the line before.
        let side = |before: isize, lines: isize| match lines {
            0 => format!("{before},0"),
            1 => format!("{}", before + 1),
            _ => format!("{},{lines}", before + 1),
        };
        let place = format!(
            "@@ -{} +{} @@",
            side(counted.lines, hunk.old_lines(self.text)),
            side(counted.lines + counted.grown, hunk.new_lines(self.text))
        );
        self.line(PLACE, "", &place)?;
        let mut at = hunk.whole.start;
        for region in hunk.regions {
            self.lines(Style::new(), " ", &self.text[at..region.old.start], &[])?;
            let old = &self.text[region.old.clone()];
            self.lines(GONE, "-", old, &region.new)?;
            self.lines(ADDED, "+", &region.new, old)?;
            let is_cut = |text: &[u8]| lines(text).any(|line| line.len() > LONGEST);
            if region.changes > 1 && (is_cut(old) || is_cut(&region.new)) {
                let more = region.changes - 1;
                let noun = if more == 1 { "change" } else { "changes" };
                self.line(
                    PLACE,
                    "",
                    &format!("\\ Long lines are cut; {more} more {noun} there"),
                )?;
            }
            at = region.old.end;
        }
        self.lines(Style::new(), " ", &self.text[at..hunk.whole.end], &[])
    }

    /// Writes lines behind a sign. Of long ones the part is shown in which they differ from the `other`s.
    fn lines(&mut self, style: Style, sign: &str, text: &[u8], other: &[u8]) -> io::Result<()> {
        let mut others = lines(other);
        for line in lines(text) {
            let other = others.next().unwrap_or_default();
            let content = line.strip_suffix(b"\n").unwrap_or(line);
            self.line(style, sign, &shown(content, other))?;
            if content.len() == line.len() {
                self.line(Style::new(), "", "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }

    fn line(&mut self, style: Style, sign: &str, text: &str) -> io::Result<()> {
        writeln!(
            self.out,
            "{}",
            wording::paint(self.colour, style, format_args!("{sign}{text}"))
        )
    }
}

/// A line as it may be shown. Tabs and the carriage return at its end stay what they are.
fn shown(line: &[u8], other: &[u8]) -> String {
    let (start, end) = if line.len() <= LONGEST {
        (0, line.len())
    } else {
        let same = line
            .iter()
            .zip(other)
            .take_while(|(one, other)| one == other)
            .count();
        let start = char_start(line, same.min(line.len()).saturating_sub(BEFORE));
        (start, char_start(line, (start + LONGEST).min(line.len())))
    };
    let mut text = String::new();
    if start > 0 {
        text.push('…');
    }
    let (content, ending) = match line[start..end].strip_suffix(b"\r") {
        Some(content) => (content, "\r"),
        None => (&line[start..end], ""),
    };
    for chunk in content.utf8_chunks() {
        for (at, cell) in chunk.valid().split('\t').enumerate() {
            if at > 0 {
                text.push('\t');
            }
            text.push_str(&sanitise::line(cell).to_string());
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    if end < line.len() {
        text.push('…');
    }
    text + ending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn diff(text: &str, edits: &[(Range<usize>, &str)]) -> String {
        let mut patch = Patch::new(text.as_bytes());
        patch.edit(edits.iter().cloned());
        let mut out = Vec::new();
        write(&patch, "a.json", false, &mut out).expect("memory can be written");
        String::from_utf8(out).expect("text")
    }

    // The expectations are what `diff -u` (GNU diffutils 3.10) prints.

    #[test]
    fn nothing_is_written_of_nothing() {
        assert_eq!(diff("a\n", &[]), "");
    }

    #[test]
    fn lines_far_apart_are_two_hunks() {
        let text = (1..=20)
            .map(|line| line.to_string())
            .collect::<Vec<_>>()
            .join("\n")
            + "\n";
        let at = |line: &str| text.find(line).expect("there");
        let edits = [(at("2\n")..at("2\n") + 1, "two"), (at("17\n")..at("17\n"), "x\n")];
        assert_eq!(
            diff(&text, &edits),
            "--- a.json\n+++ a.json\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -14,7 +14,8 @@\n 14\n 15\n 16\n\
             -17\n+x\n+17\n 18\n 19\n 20\n"
        );
    }

    #[test]
    fn lines_near_one_another_are_one_hunk() {
        assert_eq!(
            diff("1\n2\n3\n4\n", &[(0..1, "one"), (4..5, "three")]),
            "--- a.json\n+++ a.json\n@@ -1,4 +1,4 @@\n-1\n+one\n 2\n-3\n+three\n 4\n"
        );
        assert_eq!(
            diff("1\n2\n3\n", &[(0..1, "one"), (2..3, "two")]),
            "--- a.json\n+++ a.json\n@@ -1,3 +1,3 @@\n-1\n-2\n+one\n+two\n 3\n"
        );
    }

    #[test]
    fn two_changes_on_a_line_are_one_line() {
        assert_eq!(
            diff("abc", &[(0..0, "["), (3..3, "]")]),
            "--- a.json\n+++ a.json\n@@ -1 +1 @@\n-abc\n\\ No newline at end of file\n+[abc]\n\
             \\ No newline at end of file\n"
        );
    }

    #[test]
    fn a_line_that_goes_takes_no_other_along() {
        assert_eq!(
            diff("1\n2\n3\n", &[(2..4, "")]),
            "--- a.json\n+++ a.json\n@@ -1,3 +1,2 @@\n 1\n-2\n 3\n"
        );
        assert_eq!(
            diff("1\n", &[(0..2, "")]),
            "--- a.json\n+++ a.json\n@@ -1 +0,0 @@\n-1\n"
        );
    }

    #[test]
    fn a_minified_text_is_cut_to_where_it_differs() {
        let text = format!("{}x{}y\n", "a".repeat(5000), "b".repeat(5000));
        let shown = diff(&text, &[(5000..5001, "X"), (10_001..10_002, "Y")]);
        assert!(shown.len() < 3000, "{shown}");
        assert!(shown.contains("ax") && shown.contains("aX"), "{shown}");
        assert!(
            shown.ends_with("\\ Long lines are cut; 1 more change there\n"),
            "{shown}"
        );
    }

    #[test]
    fn tabs_and_line_ends_stay_and_nothing_active_gets_through() {
        assert_eq!(
            diff("\t\"a\u{1b}\"\r\n", &[(1..2, "'")]),
            "--- a.json\n+++ a.json\n@@ -1 +1 @@\n-\t\"a\\u{1b}\"\r\n+\t'a\\u{1b}\"\r\n"
        );
    }
}
