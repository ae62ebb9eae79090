//! Unified diffs, as `git diff` and the services print them.

mod names;
mod read;

pub use read::read;

/// What a diff says of one file that is there afterwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDiff {
    /// The new path, without the `b/` before it.
    pub path: String,
    /// The path before the change; the same where it was not renamed.
    pub old_path: String,
    pub hunks: Vec<Hunk>,
}

/// A stretch of lines that belong together, with the unchanged lines around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    pub old_start: u32,
    pub new_start: u32,
    pub lines: Vec<Line>,
    /// What each of the lines holds.
    pub texts: Vec<String>,
}

/// What happened to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Same,
    Removed,
    Added,
}

impl Hunk {
    /// The first line of the new file behind the hunk.
    pub fn new_end(&self) -> u32 {
        let count = self
            .lines
            .iter()
            .filter(|line| **line != Line::Removed)
            .count();
        self.new_start + count as u32
    }

    /// What the hunk says that a line of the new file holds.
    pub fn new_text(&self, new_line: u32) -> Option<&str> {
        let new = self
            .lines
            .iter()
            .zip(&self.texts)
            .filter(|(line, _)| **line != Line::Removed);
        let mut texts = new.map(|(_, text)| text.as_str());
        texts.nth(new_line.checked_sub(self.new_start)? as usize)
    }

    /// The old line's number for a line of the new file that the hunk shows, if it was there before.
    pub fn old_line(&self, new_line: u32) -> Option<u32> {
        let (mut old, mut new) = (self.old_start, self.new_start);
        for line in &self.lines {
            match line {
                Line::Removed => old += 1,
                Line::Added if new == new_line => return None,
                Line::Added => new += 1,
                Line::Same if new == new_line => return Some(old),
                Line::Same => (old, new) = (old + 1, new + 1),
            }
        }
        None
    }

    /// The ranges of new lines that were added; where lines were only removed, the two lines around that place.
    pub fn changed(&self) -> Vec<(u32, u32)> {
        let mut ranges = Vec::new();
        let mut new = self.new_start;
        let runs = self
            .lines
            .chunk_by(|left, right| (*left == Line::Same) == (*right == Line::Same));
        for run in runs {
            let count = run.iter().filter(|line| **line != Line::Removed).count() as u32;
            match (run.first(), count) {
                (None | Some(Line::Same), _) => {}
                (Some(_), 0) => ranges.push((new.saturating_sub(1).max(1), new)),
                (Some(_), _) => ranges.push((new, new + count - 1)),
            }
            new += count;
        }
        ranges
    }
}
