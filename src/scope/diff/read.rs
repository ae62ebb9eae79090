//! Reads unified diffs.

use super::names::{Sides, name};
use super::{FileDiff, Hunk, Line};

/// The files of a diff, without those that it deletes. What is no diff says nothing.
pub fn read(text: &str) -> Vec<FileDiff> {
    let mut files: Vec<FileDiff> = Vec::new();
    let mut old_name = None;
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
            let hunk =
                (files.last_mut().filter(|_| is_known)).and_then(|file| file.hunks.last_mut());
            if let Some(hunk) = hunk {
                let text = line.get(1..).unwrap_or("");
                hunk.lines.push(kind);
                hunk.texts.push(text.trim_end_matches('\r').to_owned());
            }
        } else if let Some(text) = line.strip_prefix("--- ") {
            old_name = name(text);
        } else if let Some(text) = line.strip_prefix("+++ ") {
            let sides = Sides::of(old_name.take(), name(text));
            is_known = sides.new.is_some();
            if let Some(path) = sides.new {
                files.push(FileDiff {
                    old_path: sides.old.unwrap_or_else(|| path.clone()),
                    path,
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
    fn prefixes_are_not_part_of_paths() {
        for (old, new) in [
            ("a/p/q.go", "b/p/q.go"),
            // diff.mnemonicPrefix
            ("c/p/q.go", "w/p/q.go"),
            ("i/p/q.go", "w/p/q.go"),
            ("c/p/q.go", "i/p/q.go"),
            // diff.noprefix
            ("p/q.go", "p/q.go"),
            ("/dev/null", "w/p/q.go"),
            ("/dev/null", "p/q.go"),
            ("p/q.go\t2026-01-01", "p/q.go\t2026-01-02"),
        ] {
            let files = read(&format!("--- {old}\n+++ {new}\n@@ -1 +1 @@\n-x\n+y\n"));
            assert_eq!(files[0].path, "p/q.go", "{old} {new}");
            assert_eq!(files[0].old_path, "p/q.go", "{old} {new}");
        }
        let bare = read("--- b/p.go\n+++ b/p.go\n@@ -1 +1 @@\n-x\n+y\n");
        assert_eq!(
            bare[0].path, "b/p.go",
            "without prefixes, a folder may be called like one"
        );
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
