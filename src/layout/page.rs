//! Lines cut into cells: what go/printer writes, with its tabs and line breaks.

use super::columns::{Cell, Columns, Line, Tab};
use super::gaps::{Break, Gap};
use super::tokens::{Comment, Token, TokenKind, Tokens};
use crate::source::Range;

/// How many tabs in front of a line count as cells: enough for all that people write, and an end to what nesting costs.
const DEEPEST_INDENTATION: usize = 100;

/// White space whose width gofmt decides by its column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pad {
    pub(super) range: Range,
    /// The line that it stands on, counted from 0.
    pub(super) line: u32,
    /// How many spaces gofmt puts there.
    pub(super) width: usize,
    /// Pads with the same number depend on each other.
    pub(super) section: u32,
}

/// All pads of a text whose tokens have these gaps before them.
pub(super) fn pads(text: &str, tokens: &Tokens, gaps: &[Gap]) -> Vec<Pad> {
    let mut page = Page {
        text,
        lines: Vec::new(),
        line: Line::default(),
        spaces: Vec::new(),
        is_unaligned: false,
    };
    let written = tokens
        .tokens
        .iter()
        .zip(gaps)
        .filter(|(token, _)| token.kind != TokenKind::LineEnd);
    let mut comments = tokens.comments.as_slice();
    let mut place = Place {
        offset: 0,
        line: 0,
        is_start: true,
    };
    for (token, gap) in written {
        let before = comments.partition_point(|comment| comment.range.start < token.range.start);
        let (between, rest) = comments.split_at(before);
        comments = rest;
        page.gap(&mut place, between, Some(token), *gap);
        page.write(token.range);
        page.is_unaligned |= token.end_line > token.line;
        place = Place {
            offset: token.range.end,
            line: token.end_line,
            is_start: false,
        };
    }
    page.gap(
        &mut place,
        comments,
        None,
        gaps.last().copied().unwrap_or_default(),
    );
    page.end_line(Break::Section);
    page.measure()
}

/// A pad whose width is still to be found.
struct Space {
    range: Range,
    source_line: u32,
    /// The line of cells that it is on.
    line: usize,
    kind: SpaceKind,
}

enum SpaceKind {
    /// What the cells from `first` on leave empty.
    Cells { first: usize, count: usize },
    /// No column.
    Fixed(usize),
}

/// What was written last.
struct Place {
    offset: u32,
    line: u32,
    is_start: bool,
}

struct Page<'a> {
    text: &'a str,
    lines: Vec<Line>,
    /// The line being written.
    line: Line,
    spaces: Vec<Space>,
    /// Whether a literal that spans lines ends on this line.
    is_unaligned: bool,
}

impl Page<'_> {
    /// Writes what stands in front of a token: comments and white space.
    fn gap(&mut self, place: &mut Place, comments: &[Comment], next: Option<&Token>, gap: Gap) {
        let next_line = next.map(|token| token.line);
        let mut before: Option<&Comment> = None;
        let mut is_on_own_line = false;
        for comment in comments {
            let range = Range::new(place.offset, comment.range.start);
            let follows = comment.line == place.line
                && before.is_none_or(|before| !before.is_line)
                && !place.is_start;
            let is_last_on_line = next_line != Some(comment.line);
            if !follows {
                is_on_own_line = true;
                self.new_line(
                    range,
                    if place.is_start {
                        None
                    } else {
                        Some(Break::Section)
                    },
                );
            } else if gap.is_unknown {
                self.write(range);
            } else if before.is_none() && gap.tabs > 0 && gap.line_break.is_some() {
                self.tabs(range, place.line, Tab::Soft, gap.tabs);
            } else if is_last_on_line && (before.is_some() || gap.tabs == 0) {
                self.tabs(range, place.line, Tab::Hard, 1);
            } else {
                self.write(range);
            }
            self.comment(comment);
            *place = Place {
                offset: comment.range.end,
                line: comment.end_line,
                is_start: false,
            };
            before = Some(comment);
        }

        let Some(next) = next else { return };
        let range = Range::new(place.offset, next.range.start);
        if place.is_start {
            self.new_line(range, None);
        } else if place.line != next.line {
            let line_break = match gap.line_break {
                _ if gap.is_unknown || is_on_own_line && gap.is_closing => Break::Section,
                _ if is_on_own_line => Break::Line,
                line_break => line_break.unwrap_or(Break::Line),
            };
            self.new_line(range, Some(line_break));
        } else if !comments.is_empty() || gap.is_unknown {
            self.write(range);
        } else if gap.tabs > 0 {
            self.tabs(range, place.line, Tab::Soft, gap.tabs);
        } else {
            self.blank(range, place.line);
        }
    }

    fn write(&mut self, range: Range) {
        self.line.width += range.of(self.text).chars().count();
    }

    /// White space between two tokens that ends no column: one blank is all that gofmt leaves of it.
    fn blank(&mut self, range: Range, source_line: u32) {
        if range.of(self.text).len() < 2 {
            return self.write(range);
        }
        self.push_space(range, source_line, SpaceKind::Fixed(1));
        self.line.width += 1;
    }

    /// Ends a cell, and `count - 1` empty ones behind it.
    fn tabs(&mut self, range: Range, source_line: u32, tab: Tab, count: u8) {
        let count = usize::from(count);
        if self.is_unaligned {
            // Behind a literal that spans lines, nothing is aligned.
            return self.push_space(range, source_line, SpaceKind::Fixed(count));
        }
        let first = self.line.cells.len();
        self.push_space(range, source_line, SpaceKind::Cells { first, count });
        for _ in 0..count {
            let width = std::mem::take(&mut self.line.width);
            self.line.cells.push(Cell { width, tab });
        }
    }

    fn push_space(&mut self, range: Range, source_line: u32, kind: SpaceKind) {
        self.spaces.push(Space {
            range,
            source_line,
            line: self.lines.len(),
            kind,
        });
    }

    /// Writes a comment; each line of one that spans lines is a section.
    fn comment(&mut self, comment: &Comment) {
        let mut start = comment.range.start;
        for line in comment.range.of(self.text).split_inclusive('\n') {
            if start > comment.range.start {
                self.new_line(Range::new(start, start), Some(Break::Section));
            }
            self.line.width += line.trim_end().chars().count();
            start += line.len() as u32;
        }
    }

    /// Goes to the line that `range` ends on.
    fn new_line(&mut self, range: Range, line_break: Option<Break>) {
        let space = range.of(self.text);
        if let Some(line_break) = line_break {
            // A blank line ends all columns that are no indentation.
            let is_apart = space.bytes().filter(|&byte| byte == b'\n').count() > 1;
            self.end_line(if is_apart || self.is_unaligned {
                Break::Section
            } else {
                line_break
            });
        }
        let last = space.rsplit('\n').next().unwrap_or("");
        let tabs = last.bytes().take_while(|&byte| byte == b'\t').count();
        self.line.indentation = tabs.min(DEEPEST_INDENTATION);
        let indentation = (0..self.line.indentation).map(|_| Cell {
            width: 0,
            tab: Tab::Hard,
        });
        self.line.cells.extend(indentation);
    }

    fn end_line(&mut self, line_break: Break) {
        self.line.ends_section = line_break == Break::Section;
        self.lines.push(std::mem::take(&mut self.line));
        self.is_unaligned = false;
    }

    fn measure(self) -> Vec<Pad> {
        let columns = Columns::of(&self.lines);
        let pad = |space: &Space| {
            let width = match space.kind {
                SpaceKind::Fixed(width) => width,
                SpaceKind::Cells { first, count } => {
                    let cells = self
                        .lines
                        .get(space.line)
                        .map_or(&[][..], |line| &line.cells);
                    let cells = cells.iter().enumerate().skip(first).take(count);
                    cells
                        .map(|(index, cell)| {
                            columns.width(space.line, index).saturating_sub(cell.width)
                        })
                        .sum()
                }
            };
            let section = columns
                .sections
                .get(space.line)
                .copied()
                .unwrap_or(u32::MAX);
            Pad {
                range: space.range,
                line: space.source_line,
                width,
                section,
            }
        };
        self.spaces.iter().map(pad).collect()
    }
}
