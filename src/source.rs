//! Source files as chanfix keeps them: text, offsets, lines and line ends.

use std::path::PathBuf;
use std::sync::OnceLock;

/// A file of the workspace, by its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of bytes in one file, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    pub start: u32,
    pub end: u32,
}

impl Range {
    pub fn new(start: u32, end: u32) -> Range {
        Range { start, end }
    }

    pub fn contains(self, other: Range) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text of the range; empty if the range does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }

    pub fn in_file(self, file: FileId) -> Span {
        Span {
            file,
            start: self.start,
            end: self.end,
        }
    }
}

/// A stretch of bytes in a named file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn range(self) -> Range {
        Range {
            start: self.start,
            end: self.end,
        }
    }
}

/// A line and a column, both counted from 1, the column in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// One file as it was read.
#[derive(Debug)]
pub struct SourceFile {
    pub id: FileId,
    /// Where to read and write it.
    pub path: PathBuf,
    /// How users see it: relative to the working directory where it lies below it, with `/`.
    pub display: String,
    pub text: String,
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    pub fn new(id: FileId, path: PathBuf, display: String, text: String) -> SourceFile {
        SourceFile {
            id,
            path,
            display,
            text,
            lines: OnceLock::new(),
        }
    }

    /// The offset at which each line starts.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends =
                memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|newline| newline as u32 + 1);
            std::iter::once(0).chain(ends).collect()
        })
    }

    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset);
        Position {
            line: line as u32,
            column: offset - starts[line - 1] + 1,
        }
    }

    pub fn slice(&self, range: Range) -> &str {
        range.of(&self.text)
    }

    /// The start of the line that `offset` is on.
    pub fn line_start(&self, offset: u32) -> u32 {
        let before = &self.text.as_bytes()[..offset as usize];
        memchr::memrchr(b'\n', before).map_or(0, |newline| newline as u32 + 1)
    }

    /// The end of the line that `offset` is on, behind its newline where it has one.
    pub fn line_end(&self, offset: u32) -> u32 {
        let rest = &self.text.as_bytes()[offset as usize..];
        memchr::memchr(b'\n', rest).map_or(self.text.len() as u32, |newline| {
            offset + newline as u32 + 1
        })
    }

    /// The white space that the line of `offset` begins with.
    pub fn indentation(&self, offset: u32) -> &str {
        let start = self.line_start(offset) as usize;
        let line = &self.text[start..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether its lines end with `\r\n`.
    pub fn is_crlf(&self) -> bool {
        memchr::memchr(b'\n', self.text.as_bytes())
            .is_some_and(|newline| newline > 0 && self.text.as_bytes()[newline - 1] == b'\r')
    }
}
