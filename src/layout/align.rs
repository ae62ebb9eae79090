//! Aligning again what an edit has put out of line.

use std::collections::HashSet;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::page::{Pad, pads};
use super::parse::gaps;
use super::tokens::tokens;

/// `new` with the columns that gofmt would align made so, where the change from `old` has an effect on them.
///
/// What gofmt would have aligned otherwise in `old` already is left alone, with all lines whose columns depend on it. Only
/// the spaces between columns change, so lines and line ends stay.
pub fn align(old: &str, new: &str) -> String {
    if old == new {
        return new.to_owned();
    }
    let pads = pads_of(new);
    let untidy_lines: HashSet<u32> = misaligned(old).into_iter().collect();
    let old_lines = if untidy_lines.is_empty() {
        Vec::new()
    } else {
        lines_before(old, new)
    };
    let was_untidy = |pad: &&Pad| {
        let before = old_lines.get(pad.line as usize).copied().flatten();
        before.is_some_and(|line| untidy_lines.contains(&line))
    };
    let left_alone: HashSet<u32> = pads
        .iter()
        .filter(was_untidy)
        .map(|pad| pad.section)
        .collect();

    let mut aligned = String::with_capacity(new.len());
    let mut copied = 0;
    for pad in &pads {
        if !is_misaligned(new, pad) || left_alone.contains(&pad.section) || was_untidy(&pad) {
            continue;
        }
        let (start, end) = (pad.range.start as usize, pad.range.end as usize);
        aligned.push_str(new.get(copied..start).unwrap_or(""));
        aligned.extend(std::iter::repeat_n(' ', pad.width));
        copied = end;
    }
    aligned.push_str(new.get(copied..).unwrap_or(""));
    aligned
}

/// The lines of `text`, counted from 0, whose columns gofmt would align otherwise.
pub fn misaligned(text: &str) -> Vec<u32> {
    let pads = pads_of(text);
    let mut lines: Vec<u32> = pads
        .iter()
        .filter(|pad| is_misaligned(text, pad))
        .map(|pad| pad.line)
        .collect();
    lines.dedup();
    lines
}

fn pads_of(text: &str) -> Vec<Pad> {
    let tokens = tokens(text);
    pads(text, &tokens, &gaps(text, &tokens))
}

fn is_misaligned(text: &str, pad: &Pad) -> bool {
    let space = pad.range.of(text);
    space.len() != pad.width || space.bytes().any(|byte| byte != b' ')
}

/// For each line of `new`, the line of `old` that it was.
pub(super) fn lines_before(old: &str, new: &str) -> Vec<Option<u32>> {
    let old_lines: Vec<&str> = old.lines().collect();
    let new_lines: Vec<&str> = new.lines().collect();
    let mut before = vec![None; new_lines.len()];
    for change in capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines) {
        if change.tag() == DiffTag::Equal {
            for (line, old_line) in change.new_range().zip(change.old_range()) {
                if let Some(before) = before.get_mut(line) {
                    *before = Some(old_line as u32);
                }
            }
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn only_what_the_edit_moved_changes() {
        let old = "package p\n\ntype T struct {\n\ta  int\n\tbc int\n}\n\ntype U struct {\n\ta int\n\tbc int\n}\n";
        let new = old.replacen("a  int", "abc int", 1);
        let aligned = new.replacen("\tbc int", "\tbc  int", 1);
        assert_eq!(align(old, &new), aligned);
    }

    #[test]
    fn what_was_not_aligned_before_is_left_alone() {
        let old = "package p\n\ntype T struct {\n\ta int\n\tbc     int\n}\n";
        let new = old.replace("\ta int\n", "\ta int\n\tlonger sync.Mutex\n");
        assert_eq!(align(old, &new), new);
    }

    #[test]
    fn a_damaged_declaration_is_left_alone() {
        let old = "package p\n\nfunc f() {\n\tx :=) 1 // a\n\tyy := 2 // b\n}\n\nvar a = 1  // a\nvar bb = 2 // b\n";
        let new = old.replace("yy", "y").replace("bb", "bbb");
        assert_eq!(align(old, &new), new.replace("1  //", "1   //"));
    }

    #[test]
    fn any_text_is_survived() {
        let text =
            "package p\n\nvar x = `a\n\ntype (\n\tT[P any] struct{ f(\n\u{feff}é\0 'x\n\"\\\n/*";
        let deep = format!("package p\n\nvar x = {}", "[](".repeat(100_000));
        for text in [text, &deep] {
            let is_end =
                |end: &usize| text.is_char_boundary(*end) && (*end < 100 || *end + 2 > text.len());
            for end in (0..=text.len()).filter(is_end) {
                assert_eq!(align("", &text[..end]), text[..end]);
            }
        }
    }
}
