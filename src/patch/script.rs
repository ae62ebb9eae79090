//! Which tokens of a hunk stay, go and come.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::lines::Mark;
use super::pattern::Pattern;

/// How much of lines that go may stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// What the lines that come repeat: then it keeps its comments and its layout.
    Tokens,
    /// Nothing.
    Lines,
}

/// The tokens that stay: their numbers before and after.
pub(super) fn kept(before: &Pattern, after: &Pattern, grain: Grain) -> Vec<(usize, usize)> {
    let mut kept = Vec::new();
    let (mut old, mut new) = (0, 0);
    loop {
        let gone = run(before, old, Mark::Goes);
        let come = run(after, new, Mark::Comes);
        if grain == Grain::Tokens && !gone.is_empty() && !come.is_empty() {
            kept.extend(common(before, gone.clone(), after, come.clone()));
        }
        (old, new) = (gone.end, come.end);
        if old >= before.tokens.len() || new >= after.tokens.len() {
            return kept;
        }
        kept.push((old, new));
        (old, new) = (old + 1, new + 1);
    }
}

/// The tokens from `start` on whose lines are marked so.
fn run(pattern: &Pattern, start: usize, mark: Mark) -> Range<usize> {
    let rest = pattern.tokens.get(start..).unwrap_or_default();
    let length = rest.iter().take_while(|token| token.mark == mark).count();
    start..start + length
}

/// What lines that go have in common with those that come, line by line; nothing where lines are split or joined: there
/// the layout of the old ones would not suit the new ones.
fn common(
    before: &Pattern,
    gone: Range<usize>,
    after: &Pattern,
    come: Range<usize>,
) -> Vec<(usize, usize)> {
    let (old_lines, new_lines) = (lines(before, gone), lines(after, come));
    let is_paired = old_lines.len() == new_lines.len();
    let ends = |pattern: &Pattern, line: &Range<usize>| {
        let last = line.end.saturating_sub(1);
        (
            pattern.word(line.start).to_string(),
            pattern.word(last).to_string(),
        )
    };
    let mut old_lines = old_lines.into_iter();
    let mut common = Vec::new();
    for new in new_lines {
        // Of more lines that go, each that comes takes the place of the next that begins and ends as it does.
        let old = match is_paired {
            true => old_lines.next(),
            false => old_lines.find(|old| ends(before, old) == ends(after, &new)),
        };
        let Some(old) = old else {
            return Vec::new();
        };
        common.extend(common_in_line(before, old, after, new));
    }
    common
}

/// A run of tokens, line by line.
fn lines(pattern: &Pattern, run: Range<usize>) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for token in run {
        let start = pattern
            .tokens
            .get(token)
            .map_or(0, |token| token.range.start);
        let line = Some(pattern.line_at(start));
        match lines.last_mut() {
            Some(tokens) if line == last => tokens.end = token + 1,
            _ => lines.push(token..token + 1),
        }
        last = line;
    }
    lines
}

fn common_in_line(
    before: &Pattern,
    gone: Range<usize>,
    after: &Pattern,
    come: Range<usize>,
) -> Vec<(usize, usize)> {
    let old: Vec<&str> = gone.clone().map(|token| before.word(token)).collect();
    let new: Vec<&str> = come.clone().map(|token| after.word(token)).collect();
    let equal = capture_diff_slices(Algorithm::Lcs, &old, &new)
        .into_iter()
        .filter(|change| change.tag() == DiffTag::Equal)
        .flat_map(|change| {
            let old = change.old_range().map(|index| gone.start + index);
            let new = change.new_range().map(|index| come.start + index);
            old.zip(new).collect::<Vec<_>>()
        });
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (old, new) in equal {
        // `- 1` that becomes `-1` is no token that stays.
        let is_moved = kept.last() == Some(&(old.wrapping_sub(1), new.wrapping_sub(1)))
            && blank_before(before, old) != blank_before(after, new);
        if !is_moved {
            kept.push((old, new));
        }
    }
    kept
}

/// Whether white space is before a token.
fn blank_before(pattern: &Pattern, token: usize) -> bool {
    let start = pattern
        .tokens
        .get(token)
        .map_or(0, |token| token.range.start);
    let before = pattern.text.get(..start as usize).unwrap_or_default();
    before.ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::elision::sides;
    use crate::patch::lines::cut;

    fn words(body: &str, grain: Grain) -> Vec<String> {
        let written = cut(&format!("@@\n@@\n{body}")).expect("is a patch");
        let (before, after) = sides(&written.hunks[0].body).expect("has two sides");
        let before = Pattern::of(before).expect("is Go");
        let after = Pattern::of(after).expect("is Go");
        kept(&before, &after, grain)
            .into_iter()
            .map(|(token, _)| before.word(token).to_string())
            .collect()
    }

    #[test]
    fn lines_that_stay_keep_their_tokens() {
        let body = "+wg.Add(1)\n go func() {\n-\twg.Add(1)\n \t...\n }()\n";
        let stays = "go func ( ) { elided__0 } ( )";
        assert_eq!(words(body, Grain::Lines).join(" "), stays);
        assert_eq!(words(body, Grain::Tokens).join(" "), stays);
    }

    #[test]
    fn what_is_repeated_can_stay() {
        let body = "-x.f = v\n+x.f.Store(v)\n";
        assert_eq!(words(body, Grain::Tokens), ["x", ".", "f", "v"]);
        assert!(words(body, Grain::Lines).is_empty());
    }
}
