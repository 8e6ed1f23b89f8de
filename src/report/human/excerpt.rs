//! One line of a source with the columns to mark: cut to a window where the line is long.
//!
//! The work is bounded by the window, whatever the length of the line: minified files have lines of megabytes.

use std::fmt::{self, Write as _};

use unicode_width::UnicodeWidthChar;

use crate::report::masked::{self, Piece};
use crate::report::sanitise;
use crate::source::Span;

/// A tab is shown as this many columns, wherever it stands.
const TAB: usize = 4;

/// What to print: the text, and where to put how many marks beneath it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) mark_at: usize,
    pub(super) mark_width: usize,
}

/// One character as it is shown.
#[derive(Clone, Copy)]
struct Cell {
    shown: Shown,
    columns: usize,
    /// Offset of its first byte in the source.
    at: usize,
}

#[derive(Clone, Copy)]
enum Shown {
    Char(char),
    Tab,
    Escape(char),
    Byte(u8),
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Shown::Char(char) => f.write_char(char),
            Shown::Tab => write!(f, "{:TAB$}", ""),
            Shown::Escape(char) => write!(f, "\\u{{{:x}}}", u32::from(char)),
            Shown::Byte(byte) => write!(f, "\\x{byte:02x}"),
        }
    }
}

impl Shown {
    fn columns(self) -> usize {
        match self {
            Shown::Char(char) => char.width().unwrap_or(0),
            Shown::Tab => TAB,
            Shown::Escape(_) | Shown::Byte(_) => self.to_string().len(),
        }
    }
}

impl Excerpt {
    /// The line in which the span starts, cut to `width` columns around it. Of each of the `secrets` (which stand in
    /// text order) an ellipsis is shown.
    pub(super) fn new(bytes: &[u8], span: Span, secrets: &[Span], width: usize) -> Self {
        let width = width.max(20);
        let start = span.start.min(bytes.len());
        // No character is shown in fewer columns than a quarter of its bytes: what lies farther off cannot be seen.
        let reach = width * 4 + 4;
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let near = masked::char_start(bytes, start.saturating_sub(reach));
        let line_start = bytes[near..start]
            .iter()
            .rposition(&is_break)
            .map_or(near, |at| near + at + 1);
        let far = bytes.len().min(start + reach);
        let line_end = bytes[start..far]
            .iter()
            .position(&is_break)
            .map_or(far, |at| start + at);
        let cut_before = line_start == near && near > 0 && !is_break(&bytes[near - 1]);
        let cut_behind = line_end == far && far < bytes.len();
        let cells = cells(bytes, line_start, line_end, secrets);
        window(&cells, span, width, cut_before, cut_behind)
    }
}

fn window(cells: &[Cell], span: Span, width: usize, cut_before: bool, cut_behind: bool) -> Excerpt {
    let marked = cells.partition_point(|cell| cell.at < span.start);
    let columns = |cells: &[Cell]| cells.iter().map(|cell| cell.columns).sum::<usize>();
    let fits = !cut_before && !cut_behind && columns(cells) <= width;
    let (mut first, mut end) = (0, cells.len());
    if !fits {
        // A third of the window before the mark, the rest from it on; two columns for the ellipses.
        let room = width - 2;
        let before = if columns(&cells[..marked]) <= room / 3 {
            columns(&cells[..marked])
        } else {
            room / 3
        };
        first = marked;
        let mut used = 0;
        while first > 0 && used + cells[first - 1].columns <= before {
            first -= 1;
            used += cells[first].columns;
        }
        end = marked;
        while end < cells.len() && used + cells[end].columns <= room {
            used += cells[end].columns;
            end += 1;
        }
    }
    let mut text = String::new();
    if first > 0 || cut_before {
        text.push('…');
    }
    let mark_at = usize::from(!text.is_empty()) + columns(&cells[first..marked]);
    let shown = &cells[first..end];
    for cell in shown {
        let _ = write!(text, "{}", cell.shown);
    }
    let marked_end = marked + cells[marked..end].partition_point(|cell| cell.at < span.end);
    let mark_width = columns(&cells[marked..marked_end]);
    if end < cells.len() || cut_behind {
        text.push('…');
    } else {
        text.truncate(text.trim_end().len());
    }
    Excerpt {
        text,
        mark_at,
        mark_width: mark_width.max(1),
    }
}

fn cells(bytes: &[u8], from: usize, to: usize, secrets: &[Span]) -> Vec<Cell> {
    let mut previous = ' ';
    let pieces = masked::pieces(bytes, Span::new(from, to), secrets);
    let cell = |(at, piece)| {
        let shown = match piece {
            Piece::Hidden => Shown::Char('…'),
            Piece::Byte(byte) => Shown::Byte(byte),
            Piece::Char('\t') => Shown::Tab,
            Piece::Char(char) if sanitise::is_active(previous, char) => Shown::Escape(char),
            Piece::Char(char) => Shown::Char(char),
        };
        previous = match piece {
            Piece::Char(char) => char,
            Piece::Hidden | Piece::Byte(_) => ' ',
        };
        Cell {
            shown,
            columns: shown.columns(),
            at,
        }
    };
    pieces.map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The excerpt for the first occurrence of `slice`, with the marks drawn beneath.
    fn drawn(text: &str, slice: &str, width: usize) -> [String; 2] {
        let start = text.find(slice).expect("the slice is in the text");
        let excerpt = Excerpt::new(text.as_bytes(), Span::new(start, start + slice.len()), &[], width);
        [
            excerpt.text,
            " ".repeat(excerpt.mark_at) + &"^".repeat(excerpt.mark_width),
        ]
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(drawn("{\n  \"a\": 1,\n}", "\"a\"", 80), ["  \"a\": 1,", "  ^^^"]);
    }

    #[test]
    fn wide_characters_take_two_columns_and_combining_ones_none() {
        assert_eq!(drawn("[\"日本\", 5]", "5", 80), ["[\"日本\", 5]", "         ^"]);
        assert_eq!(
            drawn("[\"e\u{301}\", 5]", "5", 80),
            ["[\"e\u{301}\", 5]", "      ^"]
        );
    }

    #[test]
    fn tabs_and_control_characters_are_written_out() {
        assert_eq!(drawn("\t\u{1b}x", "x", 80), ["    \\u{1b}x", "          ^"]);
    }

    #[test]
    fn a_minified_line_shows_a_window() {
        let text = format!("[{}\"mark\",{}]", "1,".repeat(5000), "2,".repeat(5000));
        let [line, marks] = drawn(&text, "\"mark\"", 40);
        assert!(line.starts_with('…') && line.ends_with('…'), "{line}");
        assert!(line.chars().count() <= 40, "{line}");
        let at = marks.find('^').expect("marked");
        assert_eq!(line.chars().skip(at).take(6).collect::<String>(), "\"mark\"");
    }

    #[test]
    fn a_span_over_several_lines_is_marked_to_the_end_of_its_first() {
        let text = "{\"a\": [\n1\n]}";
        let excerpt = Excerpt::new(text.as_bytes(), Span::new(6, 11), &[], 80);
        assert_eq!((excerpt.mark_at, excerpt.mark_width), (6, 1));
    }

    #[test]
    fn bytes_that_are_no_text_and_the_end_of_a_text_have_excerpts() {
        let excerpt = Excerpt::new(b"\"a\xff\"", Span::new(2, 3), &[], 80);
        assert_eq!(
            excerpt,
            Excerpt {
                text: "\"a\\xff\"".to_owned(),
                mark_at: 2,
                mark_width: 4
            }
        );
        let excerpt = Excerpt::new(b"[1,", Span::new(3, 3), &[], 80);
        assert_eq!(
            excerpt,
            Excerpt {
                text: "[1,".to_owned(),
                mark_at: 3,
                mark_width: 1
            }
        );
        let excerpt = Excerpt::new(b"", Span::new(0, 0), &[], 80);
        assert_eq!(
            excerpt,
            Excerpt {
                text: String::new(),
                mark_at: 0,
                mark_width: 1
            }
        );
    }

    #[test]
    fn of_a_secret_only_an_ellipsis_is_shown() {
        let text = r#"{"password":"hunter2","n":1}"#;
        let secrets = [Span::new(13, 20)];
        let shown = |start, end| Excerpt::new(text.as_bytes(), Span::new(start, end), &secrets, 80);
        assert_eq!(
            shown(12, 21),
            Excerpt {
                text: r#"{"password":"…","n":1}"#.to_owned(),
                mark_at: 12,
                mark_width: 3
            }
        );
        assert_eq!((shown(22, 25).mark_at, shown(22, 25).mark_width), (16, 3));
        let long = format!(r#"{{"token":"{}","n":1}}"#, "s".repeat(5000));
        let secrets = [Span::new(10, 5010)];
        let excerpt = Excerpt::new(long.as_bytes(), Span::new(5012, 5015), &secrets, 60);
        assert!(!excerpt.text.contains('s'), "{}", excerpt.text);
    }
}
