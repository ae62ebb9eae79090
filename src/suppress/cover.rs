//! What a comment stands for: the line, statement or declaration that follows or carries it.

use crate::model::{DeclId, Directory};
use crate::source::{FileId, Range, SourceFile};
use crate::syntax::ast::Stmt;

/// The stretches of the file for which a comment holds.
pub(super) fn covered(directory: &Directory, file: &SourceFile, comment: Range) -> Vec<Range> {
    let Some((line, is_behind)) = anchor(&file.text, comment) else {
        return Vec::new();
    };
    let mut covered = vec![line];
    for decl in decls_at(directory, file.id, line) {
        let range = directory.outline(decl).range;
        let starts = |range: Range| (line.start..line.end).contains(&range.start);
        let ends = |range: Range| {
            range.start < line.start && (line.start + 1..=line.end).contains(&range.end)
        };
        if starts(range) || is_behind && ends(range) {
            covered.push(range);
            continue;
        }
        let statements = &directory.lowered(decl).ast.stmts;
        covered.extend(
            statements
                .iter()
                .map(|stmt| stmt.range)
                .filter(|&range| starts(range)),
        );
        if is_behind {
            let ending = statements
                .iter()
                .map(|stmt| stmt.range)
                .filter(|&range| ends(range));
            covered.extend(ending.max_by_key(|range| range.start));
        }
    }
    covered
}

/// The innermost statement around `at` that its line begins with.
pub(super) fn statement_around<'a>(
    directory: &'a Directory,
    file: &SourceFile,
    at: Range,
) -> Option<&'a Stmt> {
    let decl = decls_at(directory, file.id, at).next()?;
    let statements = directory.lowered(decl).ast.stmts.iter();
    let around =
        statements.filter(|stmt| stmt.range.contains(at) && begins_line(file, stmt.range.start));
    around.min_by_key(|stmt| stmt.range.end - stmt.range.start)
}

/// Whether only white space is before `at` on its line.
pub(super) fn begins_line(file: &SourceFile, at: u32) -> bool {
    Range::new(file.line_start(at), at)
        .of(&file.text)
        .trim()
        .is_empty()
}

/// The declarations of a file that touch `range`.
pub(super) fn decls_at(
    directory: &Directory,
    file: FileId,
    range: Range,
) -> impl Iterator<Item = DeclId> {
    directory.decls().filter(move |&decl| {
        let own = directory.outline(decl).range;
        directory.file_of(decl).source.id == file && own.start < range.end && range.start < own.end
    })
}

/// The line that a comment is about, without its line end, and whether the comment stands behind code on it.
fn anchor(text: &str, comment: Range) -> Option<(Range, bool)> {
    let start = line_start(text, comment.start as usize);
    let before = text.get(start..comment.start as usize)?;
    if !before.trim().is_empty() {
        return Some((Range::new(start as u32, comment.start), true));
    }
    let mut at = comment.end as usize;
    loop {
        let next = at + text.get(at..)?.find('\n')? + 1;
        let line = text.get(next..)?.lines().next()?;
        match line.trim() {
            "" => return None,
            trimmed if trimmed.starts_with("//") => at = next,
            _ => return Some((Range::new(next as u32, (next + line.len()) as u32), false)),
        }
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_about_the_code_on_its_line_or_below() {
        let about = |text: &str| {
            let start = text.find("//x").expect("the text holds it") as u32;
            anchor(text, Range::new(start, start + 3))
                .map(|(range, behind)| (range.of(text).to_owned(), behind))
        };
        assert_eq!(about("a() //x\nb()\n"), Some(("a() ".into(), true)));
        assert_eq!(
            about("\t//x\n\t// y\n\tb()\n"),
            Some(("\tb()".into(), false))
        );
        assert_eq!(about("//x\r\nb()\r\n"), Some(("b()".into(), false)));
        assert_eq!(about("//x\n\nb()\n"), None);
        assert_eq!(about("//x"), None);
    }
}
