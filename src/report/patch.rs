//! Changed files as one patch that `git apply` takes.

use std::path::{Component, Path, PathBuf};

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use crate::finding::Safety;
use crate::report::Styling;
use crate::source::Range;

/// How many unchanged lines are shown around each change.
const CONTEXT_LINES: usize = 3;

/// One file, before and after.
#[derive(Clone, Debug)]
pub struct FileChange<'a> {
    /// The file's name in the patch: see [`crate::report::patch_root::PatchRoot::name_of`].
    pub name: PathBuf,
    pub old: &'a str,
    pub new: &'a str,
    /// What changed it where.
    pub labels: Vec<Label<'a>>,
}

/// A stretch of the old text that a transform changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    pub transform: &'a str,
    pub safety: Safety,
    /// In the old text; an empty range is a place where text was put in.
    pub range: Range,
}

/// The patch from the old to the new texts, files sorted by name; empty where none differs.
pub fn patch(changes: &[FileChange<'_>], styling: Styling) -> String {
    let mut sorted: Vec<(Vec<u8>, &FileChange<'_>)> = changes
        .iter()
        .map(|change| (slashed(&change.name), change))
        .collect();
    sorted.sort_by(|left, right| left.0.cmp(&right.0));
    let mut patch = Patch {
        text: String::new(),
        styling,
    };
    for (name, change) in sorted {
        if change.old != change.new {
            patch.file(&name, change);
        }
    }
    patch.text
}

/// The hunks of one file's change, without the lines that name the file.
pub fn hunks(change: &FileChange<'_>, styling: Styling) -> String {
    let mut patch = Patch {
        text: String::new(),
        styling,
    };
    patch.hunks(change);
    patch.text
}

/// A patch being written.
struct Patch {
    text: String,
    styling: Styling,
}

const HEADER: Style = Style::new().effects(Effects::BOLD);
const PLACE: Style = AnsiColor::Cyan.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

impl Patch {
    fn file(&mut self, name: &[u8], change: &FileChange<'_>) {
        let (old_name, new_name) = (quoted(b"a/", name), quoted(b"b/", name));
        // Like git, for other programs that read patches: behind a tab, a name with blanks has an end.
        let end = if old_name.contains(' ') { "\t" } else { "" };
        self.line(HEADER, "", &format!("diff --git {old_name} {new_name}\n"));
        self.line(HEADER, "", &format!("--- {old_name}{end}\n"));
        self.line(HEADER, "", &format!("+++ {new_name}{end}\n"));
        self.hunks(change);
    }

    fn hunks(&mut self, change: &FileChange<'_>) {
        let old: Vec<&str> = change.old.split_inclusive('\n').collect();
        let new: Vec<&str> = change.new.split_inclusive('\n').collect();
        let labels = LineLabels::of(change);
        for hunk in group_diff_ops(
            capture_diff_slices(Algorithm::Myers, &old, &new),
            CONTEXT_LINES,
        ) {
            self.hunk(&hunk, &old, &new, &labels);
        }
    }

    fn hunk(&mut self, hunk: &[DiffOp], old: &[&str], new: &[&str], labels: &LineLabels) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
            return;
        };
        let old_lines = first.old_range().start..last.old_range().end;
        let new_lines = first.new_range().start..last.new_range().end;
        let place = format!("@@ -{} +{} @@", numbers(&old_lines), numbers(&new_lines));
        let label = labels.of_hunk(&old_lines);
        let separator = if label.is_empty() { "" } else { " " };
        self.line(PLACE, "", &format!("{place}{separator}{label}\n"));
        for op in hunk {
            if let DiffOp::Equal { .. } = op {
                self.lines(Style::new(), " ", &old[op.old_range()]);
            } else {
                self.lines(REMOVED, "-", &old[op.old_range()]);
                self.lines(ADDED, "+", &new[op.new_range()]);
            }
        }
    }

    fn lines(&mut self, style: Style, sign: &str, lines: &[&str]) {
        for line in lines {
            self.line(style, sign, line);
        }
    }

    /// One line with `sign` before it, and a remark behind it where it has no newline.
    fn line(&mut self, style: Style, sign: &str, line: &str) {
        let (content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, "\n\\ No newline at end of file\n"),
        };
        if self.styling == Styling::Plain || style.is_plain() {
            self.text.extend([sign, content, end]);
        } else {
            self.text
                .push_str(&format!("{style}{sign}{content}{style:#}{end}"));
        }
    }
}

/// A range of lines as the places of hunks have it: the first line's number, or that of the line before an empty range,
/// and the number of lines unless that is one.
fn numbers(lines: &std::ops::Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

/// The labels of a file by the lines, counted from 0, that they touch.
struct LineLabels(Vec<(std::ops::RangeInclusive<usize>, String)>);

impl LineLabels {
    fn of(change: &FileChange<'_>) -> LineLabels {
        let newlines: Vec<usize> = memchr::memchr_iter(b'\n', change.old.as_bytes()).collect();
        let line = |offset: u32| newlines.partition_point(|&newline| newline < offset as usize);
        let mut labels: Vec<_> = (change.labels.iter())
            .map(
                |Label {
                     transform,
                     safety,
                     range,
                 }| {
                    let last = range.end.saturating_sub(1).max(range.start);
                    (
                        line(range.start)..=line(last),
                        format!("{transform} ({})", safety.word()),
                    )
                },
            )
            .collect();
        labels.sort_by(|left, right| (left.0.start(), &left.1).cmp(&(right.0.start(), &right.1)));
        LineLabels(labels)
    }

    /// Who changed the hunk of `lines`, its context included: a diff can place an insertion some lines off.
    fn of_hunk(&self, lines: &std::ops::Range<usize>) -> String {
        let touches = |label: &std::ops::RangeInclusive<usize>| {
            *label.start() <= lines.end && *label.end() >= lines.start
        };
        let named = self.names(touches);
        // What no transform names, such as an alignment far from its cause, is the work of all of them.
        if named.is_empty() {
            self.names(|_| true)
        } else {
            named
        }
    }

    fn names(&self, is_meant: impl Fn(&std::ops::RangeInclusive<usize>) -> bool) -> String {
        let mut names: Vec<&str> = Vec::new();
        for (lines, name) in &self.0 {
            if is_meant(lines) && !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// The bytes of a relative path, with `/` on every system.
fn slashed(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for component in path.components() {
        let part = match component {
            Component::Normal(name) => name.as_encoded_bytes(),
            Component::ParentDir => b"..",
            Component::CurDir | Component::RootDir | Component::Prefix(_) => continue,
        };
        if !bytes.is_empty() {
            bytes.push(b'/');
        }
        bytes.extend_from_slice(part);
    }
    bytes
}

/// `prefix` and `name` as git writes them: in quotes, with escapes as in C, where the name holds an odd character.
fn quoted(prefix: &[u8], name: &[u8]) -> String {
    let mut escaped = String::new();
    let mut is_odd = false;
    for &byte in prefix.iter().chain(name) {
        let escape = match byte {
            0x07 => "\\a",
            0x08 => "\\b",
            b'\t' => "\\t",
            b'\n' => "\\n",
            0x0b => "\\v",
            0x0c => "\\f",
            b'\r' => "\\r",
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0x20..=0x7e => {
                escaped.push(char::from(byte));
                continue;
            }
            _ => &format!("\\{byte:03o}"),
        };
        escaped.push_str(escape);
        is_odd = true;
    }
    if is_odd {
        format!("\"{escaped}\"")
    } else {
        escaped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn label(transform: &str, safety: Safety, start: u32, end: u32) -> Label<'_> {
        Label {
            transform,
            safety,
            range: Range::new(start, end),
        }
    }

    fn change<'a>(old: &'a str, new: &'a str, labels: Vec<Label<'a>>) -> FileChange<'a> {
        FileChange {
            name: "p.go".into(),
            old,
            new,
            labels,
        }
    }

    fn hunk_headers(change: FileChange<'_>) -> Vec<String> {
        let patch = patch(&[change], Styling::Plain);
        patch
            .lines()
            .filter(|line| line.starts_with("@@"))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn a_patch_of_two_files() {
        let long: String = (1..=20).map(|line| format!("line {line}\r\n")).collect();
        let changed = long
            .replace("line 2\r", "line two\r")
            .replace("line 17\r\n", "line 17\r\nmore\r\n");
        let far = long.find("line 18").expect("there is a line 18") as u32;
        let changes = [
            FileChange {
                labels: vec![
                    label("check-then-send", Safety::Unsafe, far, far),
                    label("multi-site-close", Safety::Safe, 8, 14),
                ],
                ..change(&long, &changed, Vec::new())
            },
            FileChange {
                name: "a dir/ü.go".into(),
                ..change("a\nb", "a\nc", Vec::new())
            },
        ];
        sample::assert_snapshot("patch", &patch(&changes, Styling::Plain));
    }

    #[test]
    fn a_hunk_names_all_that_changed_it_once() {
        let labels = vec![
            label("b", Safety::Unsafe, 2, 2),
            label("a", Safety::Safe, 0, 1),
            label("b", Safety::Unsafe, 0, 0),
        ];
        assert_eq!(
            hunk_headers(change("x\ny\n", "x\nz\n", labels)),
            ["@@ -1,2 +1,2 @@ a (safe), b (unsafe)"]
        );
        let far = format!("{}x\n", "l\n".repeat(9));
        let new = far.replace('x', "y");
        let labels = vec![label("a", Safety::Safe, 0, 1)];
        assert_eq!(
            hunk_headers(change(&far, &new, labels)),
            ["@@ -7,4 +7,4 @@ a (safe)"]
        );
        assert_eq!(
            hunk_headers(change(&far, &new, Vec::new())),
            ["@@ -7,4 +7,4 @@"]
        );
    }

    #[test]
    fn empty_sides_are_numbered_as_git_does() {
        assert_eq!(
            hunk_headers(change("", "x\n", Vec::new())),
            ["@@ -0,0 +1 @@"]
        );
        assert_eq!(
            hunk_headers(change("x\ny\n", "", Vec::new())),
            ["@@ -1,2 +0,0 @@"]
        );
    }

    #[test]
    fn what_is_the_same_is_no_patch() {
        assert_eq!(patch(&[change("x", "x", Vec::new())], Styling::Plain), "");
    }

    #[test]
    fn labels_beyond_the_text_do_no_harm() {
        let labels = vec![
            label("a", Safety::Safe, 90, 80),
            label("b", Safety::Safe, u32::MAX, u32::MAX),
        ];
        assert_eq!(
            hunk_headers(change("x", "y\n", labels)),
            ["@@ -1 +1 @@ a (safe), b (safe)"]
        );
    }

    #[test]
    fn styles_go_line_by_line() {
        let styled = patch(&[change("a\nb", "a\nc\n", Vec::new())], Styling::Styled);
        assert!(
            styled.contains("\u{1b}[31m-b\u{1b}[0m\n\\ No newline"),
            "{styled:?}"
        );
        let plain = patch(&[change("a\nb", "a\nc\n", Vec::new())], Styling::Plain);
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), plain);
    }

    #[test]
    fn names_are_quoted_as_git_does() {
        assert_eq!(quoted(b"a/", b"b c.go"), "a/b c.go");
        assert_eq!(
            quoted(b"a/", "ü\t\"\\\u{1}".as_bytes()),
            r#""a/\303\274\t\"\\\001""#
        );
    }
}
