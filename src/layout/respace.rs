//! Blanks around operators, put right where an edit has changed how expressions are nested.

use super::align::lines_before;
use super::spacing::blanks;
use crate::cut::cut;
use crate::source::Range;
use crate::syntax::parse;

/// `new` with the blanks around operators that gofmt would write, in expressions that the change from `old` touches.
///
/// Expressions on lines that `old` holds too are left alone, as is what is in a declaration with a syntax error.
pub fn respace(old: &str, new: &str) -> String {
    if old == new {
        return new.to_owned();
    }
    let lines = lines_before(old, new);
    let mut spaced = String::with_capacity(new.len());
    let mut copied = 0;
    let starts: Vec<u32> = std::iter::once(0)
        .chain(new.match_indices('\n').map(|(at, _)| at as u32 + 1))
        .collect();
    let line_of = |offset: u32| {
        starts
            .partition_point(|&start| start <= offset)
            .saturating_sub(1)
    };
    let is_changed = |range: Range| {
        let touched = lines.get(line_of(range.start)..=line_of(range.end.max(range.start + 1) - 1));
        touched.is_none_or(|lines| lines.iter().any(Option::is_none))
    };
    for decl in cut(new).decls.iter().filter(|decl| is_changed(decl.range)) {
        let ast = parse::parse_declaration(new, decl);
        if ast.damaged.is_some() {
            continue;
        }
        for blank in blanks(new, &ast, is_changed) {
            let (start, end) = (blank.range.start as usize, blank.range.end as usize);
            spaced.push_str(new.get(copied..start).unwrap_or(""));
            spaced.push_str(if blank.is_wanted { " " } else { "" });
            copied = end;
        }
    }
    spaced.push_str(new.get(copied..).unwrap_or(""));
    spaced
}

#[cfg(test)]
mod tests {
    use super::respace;

    /// One expression in a function, as it is respaced.
    fn spaced(expression: &str) -> String {
        let file = |expression: &str| format!("package p\n\nfunc f() {{\n\t{expression}\n}}\n");
        let new = respace(&file("old"), &file(expression));
        let start = file("").find('\t').map_or(0, |at| at + 1);
        new[start..new.len() - 3].to_owned()
    }

    #[test]
    fn blanks_are_those_of_gofmt() {
        for (written, formatted) in [
            ("v := x + y * 2", "v := x + y*2"),
            ("v := x*y * 2", "v := x * y * 2"),
            ("println(x + y, 1)", "println(x+y, 1)"),
            ("println(x*y)", "println(x * y)"),
            ("v := s[x + 1]", "v := s[x+1]"),
            ("v := s[x:x + 1]", "v := s[x : x+1]"),
            ("v := s[x + 1:]", "v := s[x+1:]"),
            ("v := (x*y) + z", "v := (x * y) + z"),
            (
                "if x + 1 > y && x * y == 3 {\n\t}",
                "if x+1 > y && x*y == 3 {\n\t}",
            ),
            ("a, b := x + 1, y", "a, b := x+1, y"),
            ("v := x - -y*2", "v := x - -y*2"),
            ("v := T{x+1, k: x*2}", "v := T{x + 1, k: x * 2}"),
            ("v := x + // why\n\t\ty*2", "v := x + // why\n\t\ty*2"),
            (
                "v := f(g(x) * 2, func() { _ = x*y })",
                "v := f(g(x)*2, func() { _ = x * y })",
            ),
        ] {
            assert_eq!(spaced(written), formatted, "{written}");
        }
    }

    #[test]
    fn what_the_edit_does_not_touch_is_left_alone() {
        let old = "package p\n\nvar a = x+1\nvar b = y+1\n";
        let new = old.replace("y+1", "y+2");
        assert_eq!(respace(old, &new), old.replace("y+1", "y + 2"));
        let broken = "package p\n\nvar a = x+)1\n";
        assert_eq!(respace("", broken), broken);
    }
}
