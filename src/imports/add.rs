//! Adding an import where people and gofmt would put it.

use crate::cut::{ImportSpec, Outline};
use crate::layout::tokens::{TokenKind, tokens};
use crate::source::Range;

use super::lines::{Block, blocks, end_of_line, is_blank, is_quiet, lead, start_of_line};
use super::{is_standard, path_of, qualifier};

/// The edit that imports `path`; none if the file does so already, or has no package clause.
///
/// It goes into the group of its kind in the parenthesised import that has one; a lone `import "x"` becomes a group. An
/// import of C is left alone. Edits for two paths may collide: cut the file again between them.
pub fn add(text: &str, outline: &Outline, path: &str) -> Option<(Range, String)> {
    let package = outline.package?;
    if qualifier(outline, text, path).is_some() {
        return None;
    }
    let mut blocks = blocks(outline, text);
    blocks.retain(|block| !block.is_cgo(text));
    let groups = || blocks.iter().filter(|block| block.open.is_some());
    let is_of_kind = |spec: &&ImportSpec| is_standard(path_of(spec, text)) == is_standard(path);
    let with_kind = groups().find(|block| block.specs.iter().any(is_of_kind));
    if let Some(group) = with_kind.or_else(|| groups().next()) {
        return Some(in_group(text, group, path));
    }
    let edit = match blocks.as_slice() {
        [] => None,
        [single] => grouped(text, single, path),
        singles => beside(text, singles, path),
    };
    Some(edit.unwrap_or_else(|| behind_package(text, package, path)))
}

/// A line of its own in a parenthesised import.
fn in_group(text: &str, block: &Block<'_>, path: &str) -> (Range, String) {
    let (at, line) = match target(text, block, path) {
        Target::Line(at) => (at, format!("\t\"{path}\"\n")),
        Target::First(at) => (at, format!("\t\"{path}\"\n\n")),
        Target::Last(at) => (at, format!("\n\t\"{path}\"\n")),
    };
    let open = block.open.unwrap_or(block.range.start);
    let is_own_line = at > open && at < block.range.end && start_of_line(text, at) == at;
    if is_own_line {
        return (Range::new(at, at), line);
    }
    // Specs on the line of a parenthesis: not as gofmt has it, but it must stay Go.
    (Range::new(open, open), format!("\n\t\"{path}\"\n\t"))
}

enum Target {
    /// Among others of its kind.
    Line(u32),
    /// Above all others, as the only one of its kind.
    First(u32),
    /// Below all others, as the only one of its kind.
    Last(u32),
}

fn target(text: &str, block: &Block<'_>, path: &str) -> Target {
    let paths: Vec<&str> = block.specs.iter().map(|spec| path_of(spec, text)).collect();
    let nearness = |&index: &usize| match paths.get(index) {
        Some(other) if is_standard(other) != is_standard(path) => None,
        // Every group of the standard library is as near as the first.
        Some(_) if is_standard(path) => Some(0),
        Some(other) => Some(shared_elements(other, path)),
        None => None,
    };
    let nearest = (0..paths.len())
        .rev()
        .filter(|index| nearness(index).is_some())
        .max_by_key(nearness);
    let Some(nearest) = nearest else {
        return match is_standard(path) {
            true => Target::First(block.end_of_line_before(text, 0)),
            false => Target::Last(block.end_of_line_before(text, paths.len())),
        };
    };

    // A group ends at a blank line; within it, gofmt sorts the runs between comments.
    let starts_group = |&index: &usize| {
        index == 0 || block.lead(text, index) != block.end_of_line_before(text, index)
    };
    let starts_run = |&index: &usize| {
        let line = block
            .specs
            .get(index)
            .map(|spec| start_of_line(text, spec.range.start));
        index == 0 || line != Some(block.end_of_line_before(text, index))
    };
    let group = (0..=nearest).rev().find(starts_group).unwrap_or(0);
    let group_end = (nearest + 1..paths.len())
        .find(starts_group)
        .unwrap_or(paths.len());
    let is_below = |&index: &usize| paths.get(index).is_some_and(|other| *other < path);
    let run = (group..group_end)
        .filter(starts_run)
        .rfind(is_below)
        .unwrap_or(group);
    let run_end = (run + 1..group_end).find(starts_run).unwrap_or(group_end);
    match (run..run_end).find(|index| !is_below(index)) {
        Some(next) => Target::Line(block.lead(text, next)),
        None => Target::Line(block.end_of_line_before(text, run_end)),
    }
}

fn shared_elements(path: &str, other: &str) -> usize {
    path.split('/')
        .zip(other.split('/'))
        .take_while(|(one, other)| one == other)
        .count()
}

/// A lone `import "x"` made a parenthesised one of two.
fn grouped(text: &str, single: &Block<'_>, path: &str) -> Option<(Range, String)> {
    let [spec] = single.specs.as_slice() else {
        return None;
    };
    let end = end_of_line(text, single.range.end);
    let keyword = Range::new(single.range.start, spec.range.start).of(text);
    if keyword.trim() != "import" || !is_quiet(text, single.range.end, end) {
        return None;
    }
    let old = Range::new(spec.range.start, end).of(text).trim_end();
    let old_path = path_of(spec, text);
    let between = if is_standard(old_path) == is_standard(path) {
        ""
    } else {
        "\n"
    };
    let is_first = (!is_standard(path), path) < (!is_standard(old_path), old_path);
    let lines = match is_first {
        true => format!("\t\"{path}\"\n{between}\t{old}\n"),
        false => format!("\t{old}\n{between}\t\"{path}\"\n"),
    };
    let range = Range::new(single.range.start, spec.range.start + old.len() as u32);
    Some((range, format!("import (\n{lines})")))
}

/// One more `import` among several lone ones.
fn beside(text: &str, singles: &[Block<'_>], path: &str) -> Option<(Range, String)> {
    let order = |path: &str| (!is_standard(path), path.to_owned());
    let path_of_block = |block: &Block<'_>| block.specs.first().map(|spec| path_of(spec, text));
    let next = singles
        .iter()
        .position(|block| path_of_block(block).is_some_and(|other| order(other) > order(path)));
    let before = next
        .unwrap_or(singles.len())
        .checked_sub(1)
        .and_then(|before| singles.get(before));
    let at = match (before, next.and_then(|next| singles.get(next))) {
        (Some(before), _) => end_of_line(text, before.range.end),
        (None, Some(next)) => lead(text, 0, next.range.start),
        (None, None) => return None,
    };
    let is_own_line = start_of_line(text, at) == at
        && before.is_none_or(|block| is_quiet(text, block.range.end, at));
    is_own_line.then(|| (Range::new(at, at), format!("import \"{path}\"\n")))
}

/// An `import` of its own below the package clause.
fn behind_package(text: &str, package: Range, path: &str) -> (Range, String) {
    let end = end_of_line(text, package.end);
    let line = Range::new(package.end, end).of(text);
    let mut rest = tokens(line)
        .tokens
        .into_iter()
        .filter(|token| token.kind != TokenKind::LineEnd);
    if let Some(semicolon) = rest.next()
        && rest.next().is_some()
    {
        let at = package.end + semicolon.range.end;
        return (Range::new(at, at), format!("\n\nimport \"{path}\"\n\n"));
    }
    let at = Range::new(end, end);
    if start_of_line(text, end) != end {
        return (at, format!("\n\nimport \"{path}\""));
    }
    let is_apart = is_blank(text, end) || end as usize == text.len();
    (
        at,
        format!("\nimport \"{path}\"\n{}", if is_apart { "" } else { "\n" }),
    )
}
