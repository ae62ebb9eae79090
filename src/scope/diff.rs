//! Reads unified diffs, as `git diff` and the services print them.

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

/// The files of a diff, without those that it deletes. What is no diff says nothing.
pub fn read(text: &str) -> Vec<FileDiff> {
    let mut files: Vec<FileDiff> = Vec::new();
    let mut old_path = String::new();
    let mut is_known = false;
    // How many lines of either side the hunk still has: a line that looks like a header can be one of them.
    let (mut old_left, mut new_left) = (0_u32, 0_u32);
    for line in text.split('\n') {
        if old_left + new_left > 0 {
            let kind = match line.as_bytes().first() {
                Some(b'+') => Line::Added,
                Some(b'-') => Line::Removed,
                Some(b'\\') => continue,
                _ => Line::Same,
            };
            old_left = old_left.saturating_sub(u32::from(kind != Line::Added));
            new_left = new_left.saturating_sub(u32::from(kind != Line::Removed));
            if let Some(hunk) = files
                .last_mut()
                .filter(|_| is_known)
                .and_then(|file| file.hunks.last_mut())
            {
                hunk.lines.push(kind);
                hunk.texts.push(
                    line.get(1..)
                        .unwrap_or("")
                        .trim_end_matches('\r')
                        .to_owned(),
                );
            }
        } else if let Some(name) = line.strip_prefix("--- ") {
            old_path = path(name, "a/").unwrap_or_default();
        } else if let Some(name) = line.strip_prefix("+++ ") {
            let path = path(name, "b/");
            is_known = path.is_some();
            if let Some(path) = path {
                let old_path = if old_path.is_empty() {
                    path.clone()
                } else {
                    old_path.clone()
                };
                files.push(FileDiff {
                    path,
                    old_path,
                    hunks: Vec::new(),
                });
            }
        } else if let Some((old, new)) = line.strip_prefix("@@ ").and_then(places) {
            (old_left, new_left) = (old.1, new.1);
            if let Some(file) = files.last_mut().filter(|_| is_known) {
                file.hunks.push(Hunk {
                    // An empty side names the line before it.
                    old_start: old.0 + u32::from(old.1 == 0),
                    new_start: new.0 + u32::from(new.1 == 0),
                    ..Hunk::default()
                });
            }
        }
    }
    files
}

/// The path behind `---` or `+++`; nothing for `/dev/null`.
fn path(name: &str, prefix: &str) -> Option<String> {
    let name = name.trim_end_matches('\r');
    let name = if name.starts_with('"') {
        unquoted(name)
    } else {
        // A time may stand behind a tab.
        name.split('\t').next().unwrap_or(name).to_owned()
    };
    if name == "/dev/null" {
        return None;
    }
    Some(
        name.strip_prefix(prefix)
            .map_or(name.clone(), str::to_owned),
    )
}

/// A name in quotes with escapes as in C.
fn unquoted(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.bytes().skip(1).peekable();
    while let Some(byte) = rest.next().filter(|&byte| byte != b'"') {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(digit @ b'0'..=b'7') => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit) = rest.next_if(|digit| (b'0'..=b'7').contains(digit)) else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                }
                bytes.push(value as u8);
            }
            Some(letter) => bytes.push(match letter {
                b'a' => 7,
                b'b' => 8,
                b't' => b'\t',
                b'n' => b'\n',
                b'v' => 11,
                b'f' => 12,
                b'r' => b'\r',
                other => other,
            }),
            None => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The first line and the number of lines of both sides, from `-1,2 +3,4 @@`.
fn places(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let mut words = text.split(' ');
    let old = place(words.next()?.strip_prefix('-')?)?;
    let new = place(words.next()?.strip_prefix('+')?)?;
    (words.next()?.starts_with("@@")).then_some((old, new))
}

fn place(text: &str) -> Option<(u32, u32)> {
    // No file has more lines, and sums of such numbers fit.
    let number = |text: &str| text.parse().ok().filter(|&number: &u32| number < 1 << 28);
    match text.split_once(',') {
        Some((start, count)) => Some((number(start)?, number(count)?)),
        None => Some((number(text)?, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFF: &str = "diff --git a/p.go b/p.go\n--- a/p.go\n+++ b/p.go\n@@ -2,4 +2,4 @@ func f() {\n a\n-b\n--- c\n+x\n+++ y\n d\n\
                        @@ -10 +10,0 @@\n-gone\n\
                        diff --git a/q.go b/q.go\ndeleted file mode 100644\n--- a/q.go\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                        diff --git \"a/\\303\\274.go\" \"b/\\303\\274.go\"\nnew file mode 100644\n--- /dev/null\n\
                        +++ \"b/\\303\\274.go\"\n@@ -0,0 +1,2 @@\n+x\n+y\n\\ No newline at end of file\n";

    #[test]
    fn files_hunks_and_lines() {
        let files = read(DIFF);
        let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(names, ["p.go", "ü.go"]);
        let [first, last] = files[0].hunks.as_slice() else {
            panic!("{files:?}");
        };
        assert_eq!(first.changed(), [(3, 4)]);
        assert_eq!((first.new_start, first.new_end()), (2, 6));
        assert_eq!(first.old_line(2), Some(2));
        assert_eq!(first.old_line(3), None);
        assert_eq!(first.old_line(5), Some(5));
        assert_eq!(last.changed(), [(10, 11)]);
        assert_eq!(files[1].hunks[0].changed(), [(1, 2)]);
    }

    #[test]
    fn what_is_no_diff_says_nothing() {
        for text in [
            "",
            "hello\n",
            "@@ -1 +1 @@\n-a\n+b\n",
            "+++ b/p.go\n@@ -x +y @@\n",
            "+++ b/p.go\n@@ -1 +4294967295,9 @@\n+x\n",
            "+++ \"b/\\7777777777777.go\"\n@@ -1 +99999999999 @@\n",
            "--- a\n+++ ",
        ] {
            assert!(
                read(text).iter().all(|file| file.hunks.is_empty()),
                "{text}"
            );
        }
    }
}
