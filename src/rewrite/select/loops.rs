//! Loops that receive, or that are left, when it is over.

use super::{End, clause};
use crate::finding::Edit;
use crate::model::structure::StmtRef;
use crate::model::{DeclId, Package};
use crate::source::Range;
use crate::syntax::ast::*;

/// Makes a loop that receives, `for range t.C {…}` or `for v := range ch {…}`, end when it shall stop:
///
/// ```go
/// for {
///     select {
///     case v := <-ch:
///         …
///     case <-ctx.Done():
///         return
///     }
/// }
/// ```
///
/// Only where nobody closes the channel. `None` where the body cannot be moved into the case.
pub fn receive_or_end(package: &Package, stmt: StmtRef, end: &End) -> Option<Vec<Edit>> {
    let decl = stmt.decl;
    let ast = package.ast(decl);
    let StmtKind::Range {
        targets,
        is_define,
        operand,
        body,
    } = &package.stmt(stmt).kind
    else {
        return None;
    };
    let source = &package.file_of(decl).source;
    let range = package.stmt(stmt).range;
    let block = ast.stmt(*body).range;
    let text = source.slice(block);
    if package.is_left_by_plain_break(stmt)
        || !text.contains('\n')
        || !may_be_indented(package, decl, block)
    {
        return None;
    }
    let channel = source.slice(ast.expr(*operand).range);
    let received = match targets.as_slice() {
        [] => format!("<-{channel}"),
        [target] => {
            let sign = if *is_define { ":=" } else { "=" };
            let name = source.slice(ast.expr(*target).range);
            format!("{name} {sign} <-{channel}")
        }
        _ => return None,
    };
    let never_come_to = returned_behind(package, stmt)?;
    let behind = Range::new(block.start + 1, block.end - 1);
    let mut edits = in_case(package, decl, range, &received, behind, end)?;
    edits.extend(never_come_to);
    Some(edits)
}

/// The `return` behind a loop that only ends by one of its own, removed, if it is all that follows: control does not come
/// there any more. `None` where more follows.
fn returned_behind(package: &Package, stmt: StmtRef) -> Option<Option<Edit>> {
    let decl = stmt.decl;
    let Some((list, position)) = package.siblings(decl, stmt.stmt) else {
        return Some(None);
    };
    let &[only] = &list[position + 1..] else {
        return (position + 1 == list.len()).then_some(None);
    };
    let data = package.ast(decl).stmt(only);
    let source = &package.file_of(decl).source;
    let lines = Range::new(
        source.line_start(data.range.start),
        source.line_end(data.range.end),
    );
    let is_alone = source.slice(lines).trim() == source.slice(data.range);
    let is_labeled = package.label_of(stmt).is_some();
    let is_return = matches!(data.kind, StmtKind::Return(_));
    (is_return && is_alone && !is_labeled).then(|| {
        Some(Edit {
            span: package.span(decl, lines),
            text: String::new(),
        })
    })
}

/// The same for a loop without a head that receives first: `for { v := <-ch; … }`.
pub fn receive_first_or_end(package: &Package, stmt: StmtRef, end: &End) -> Option<Vec<Edit>> {
    let decl = stmt.decl;
    let ast = package.ast(decl);
    let StmtKind::For {
        init: None,
        condition: None,
        post: None,
        body,
    } = package.stmt(stmt).kind
    else {
        return None;
    };
    let &first = package.body_of(decl, body).first()?;
    let StmtKind::Assign { values, .. } = &ast.stmt(first).kind else {
        return None;
    };
    let receives = matches!(values.as_slice(), [value]
        if matches!(ast.expr(*value).kind, ExprKind::Receive(_)));
    let source = &package.file_of(decl).source;
    let block = ast.stmt(body).range;
    let range = ast.stmt(first).range;
    let head = Range::new(block.start + 1, range.start);
    if !receives
        || package.is_left_by_plain_break(stmt)
        || !source.slice(head).trim().is_empty()
        || !may_be_indented(package, decl, block)
    {
        return None;
    }
    let behind = Range::new(range.end, block.end - 1);
    in_case(
        package,
        decl,
        package.stmt(stmt).range,
        source.slice(range),
        behind,
        end,
    )
}

/// The whole loop at `range`, with the lines of its body as one of two cases.
fn in_case(
    package: &Package,
    decl: DeclId,
    range: Range,
    received: &str,
    behind: Range,
    end: &End,
) -> Option<Vec<Edit>> {
    let source = &package.file_of(decl).source;
    let indent = source.indentation(range.start);
    let inner = source.slice(behind);
    let (first, lines) = inner.split_once('\n')?;
    let mut moved = String::new();
    for line in lines.trim_end_matches([' ', '\t']).lines() {
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            moved.push('\n');
        } else {
            moved.push_str(&format!("\t{line}\n"));
        }
    }
    let comment = match first.trim() {
        "" => String::new(),
        comment => format!(" {comment}"),
    };
    let new = format!(
        "for {{{comment}\n{indent}\tselect {{\n{indent}\tcase {received}:\n{moved}{}{indent}\t}}\n{indent}}}",
        clause(&format!("{indent}\t"), end)
    );
    Some(vec![Edit {
        span: package.span(decl, range),
        text: new,
    }])
}

/// Whether more indentation changes nothing but the layout: no string or comment goes over several lines.
pub fn may_be_indented(package: &Package, decl: DeclId, range: Range) -> bool {
    let ast = package.ast(decl);
    let is_long = |part: Range| range.contains(part) && package.text(decl, part).contains('\n');
    let has_string = ast
        .exprs
        .iter()
        .any(|expr| matches!(expr.kind, ExprKind::Literal(Literal::String)) && is_long(expr.range));
    !has_string && !ast.comments.iter().any(|&comment| is_long(comment))
}
