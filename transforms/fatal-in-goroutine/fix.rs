//! Reports and returns.

use super::endings::{Ending, EndingKind};
use super::goroutines::Goroutine;
use crate::finding::{Edit, Fix, Import, Safety};
use crate::model::{DeclId, FuncId, Package, SymbolId};
use crate::rewrite::lines::Lines;
use crate::source::Range;
use crate::syntax::ast::{ExprKind, StmtId, StmtKind};

/// The fix; the error says why there is none.
pub(super) fn fix(
    package: &Package,
    goroutine: &Goroutine,
    ending: &Ending,
) -> Result<Fix, String> {
    let func = package.enclosing_func(ending.call);
    if func != Some(goroutine.func) {
        return Err("a return would leave only the function literal around it".to_string());
    }
    if !package.func(goroutine.func).signature.results.is_empty() {
        return Err("the goroutine's function returns values".to_string());
    }
    let decl = ending.call.decl;
    let stmt = package
        .stmt_of(ending.call)
        .filter(|&stmt| matches!(package.ast(decl).stmt(stmt).kind, StmtKind::Expr(call) if call == ending.call.expr))
        .ok_or_else(|| "it is part of another statement".to_string())?;
    match &ending.kind {
        EndingKind::Method(name) => reported(package, goroutine.func, stmt, *name, ending),
        EndingKind::Require(name, path) => {
            asserted(package, goroutine.func, stmt, ending, (*name, path), None)
        }
        EndingKind::Requirements(name, path, test) => asserted(
            package,
            goroutine.func,
            stmt,
            ending,
            (*name, path),
            Some(*test),
        ),
    }
}

/// `t.Error` for `t.Fatal`, and `return`.
fn reported(
    package: &Package,
    func: FuncId,
    stmt: StmtId,
    name: Range,
    ending: &Ending,
) -> Result<Fix, String> {
    let decl = func.decl;
    let old = package.text(decl, name);
    let new = match old {
        "Fatal" => "Error",
        "Fatalf" => "Errorf",
        "FailNow" => "Fail",
        "Skip" => "Log",
        "Skipf" => "Logf",
        _ => "",
    };
    let is_skip = old.starts_with("Skip");
    let mut lines = Lines::new(package, decl);
    if new.is_empty() {
        let range = package.expr(ending.call).range;
        lines.replace(range, "return".to_string());
    } else {
        lines.replace(name, new.to_string());
        if !ends_function(package, func, stmt) {
            lines
                .after(stmt, &["return".to_string()])
                .and_then(|()| lines.open_end(stmt))
                .ok_or_else(|| "there is no clear place for a return".to_string())?;
        }
    }
    let test = package.text(decl, Range::new(ending.callee.start, name.start));
    let title = match new.is_empty() {
        true => "return".to_string(),
        false => format!("call {test}{new} and return"),
    };
    Ok(Fix {
        title,
        safety: if is_skip {
            Safety::Unsafe
        } else {
            Safety::Safe
        },
        edits: lines.into_edits(package, decl),
        imports: Vec::new(),
        about: vec![package.span(decl, ending.callee)],
    })
}

/// `if !assert.NoError(t, err) { return }` for `require.NoError(t, err)`.
fn asserted(
    package: &Package,
    func: FuncId,
    stmt: StmtId,
    ending: &Ending,
    (name, path): (Range, &str),
    test: Option<SymbolId>,
) -> Result<Fix, String> {
    let decl = func.decl;
    let file = package.file_of(decl).source.id;
    let path = path.replace("/require", "/assert");
    let qualifier = package
        .qualifier(file, &path)
        .filter(|qualifier| !is_declared(package, func, qualifier))
        .ok_or_else(|| "the name assert is taken here".to_string())?;
    let range = package.expr(ending.call).range;
    let edit = |range: Range, text: String| Edit {
        span: package.span(decl, range),
        text,
    };
    let mut edits = vec![edit(name, qualifier.to_string())];
    let method = package.text(decl, Range::new(name.end + 1, ending.callee.end));
    // These end the goroutine whatever package they come from.
    if method.starts_with("FailNow") {
        let now = Range::new(ending.callee.end - method.len() as u32, ending.callee.end);
        edits.push(edit(now, method.replacen("FailNow", "Fail", 1)));
    }
    if let Some(test) = test {
        let symbol = package.symbol(test);
        let names = package.scopes(decl).symbols.iter();
        let is_shadowed = names.filter(|other| other.name == symbol.name).count() > 1;
        let ExprKind::Call {
            args, args_range, ..
        } = &package.expr(ending.call).kind
        else {
            return Err(String::new());
        };
        if is_shadowed || args.is_empty() {
            return Err("the test has no clear name here".to_string());
        }
        if !is_used_elsewhere(package, func, decl, name) {
            return Err(format!(
                "nobody else would use {} any more",
                package.text(decl, name)
            ));
        }
        let at = args_range.start + 1;
        edits.push(edit(Range::new(at, at), format!("{}, ", symbol.name)));
    }
    if !ends_function(package, func, stmt) {
        edits.extend(
            returning(package, func, range, method)
                .ok_or_else(|| "there is no clear place for a return".to_string())?,
        );
    }
    // `if !` and the package's name touch, and go into one edit.
    merge_touching(&mut edits);
    Ok(Fix {
        title: "assert and return".to_string(),
        safety: Safety::Safe,
        edits,
        imports: vec![Import { file, path }],
        about: vec![package.span(decl, ending.callee)],
    })
}

/// The edits that return where the assertion at `range` fails.
fn returning(package: &Package, func: FuncId, range: Range, method: &str) -> Option<Vec<Edit>> {
    let source = &package.file_of(func.decl).source;
    let indent = source.indentation(range.start);
    let before = Range::new(source.line_start(range.start), range.start);
    let line_end = source.line_end(range.end);
    let rest = source.slice(Range::new(range.end, line_end)).trim();
    let is_alone = source.slice(before).trim().is_empty() && range.end < line_end;
    if !is_alone || !rest.is_empty() && !rest.starts_with("//") {
        return None;
    }
    let insert = |at: u32, text: String| Edit {
        span: package.span(func.decl, Range::new(at, at)),
        text,
    };
    // These fail whatever they are given.
    if method.starts_with("Fail") {
        return Some(vec![insert(line_end, format!("{indent}return\n"))]);
    }
    Some(vec![
        insert(range.start, "if !".to_string()),
        insert(range.end, " {".to_string()),
        insert(line_end, format!("{indent}\treturn\n{indent}}}\n")),
    ])
}

fn merge_touching(edits: &mut Vec<Edit>) {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut merged: Vec<Edit> = Vec::new();
    for edit in edits.drain(..) {
        match merged.last_mut() {
            Some(last) if last.span.end == edit.span.start => {
                last.span.end = edit.span.end;
                last.text.push_str(&edit.text);
            }
            _ => merged.push(edit),
        }
    }
    *edits = merged;
}

/// Whether the variable named at `name` has uses outside of the goroutine.
fn is_used_elsewhere(package: &Package, func: FuncId, decl: DeclId, name: Range) -> bool {
    let text = package.text(decl, name);
    let within = package.func(func).range;
    let ast = package.ast(decl);
    let names = ast.exprs.iter().filter(|expr| {
        matches!(&expr.kind, ExprKind::Name(name) if **name == *text)
            && !within.contains(expr.range)
    });
    // One is its declaration.
    names.count() > 1
}

fn is_declared(package: &Package, func: FuncId, name: &str) -> bool {
    let mut symbols = package.scopes(func.decl).symbols.iter();
    symbols.any(|symbol| symbol.func.is_some() && *symbol.name == *name)
}

/// Whether nothing of the function comes behind a statement: a `return` there would say nothing.
fn ends_function(package: &Package, func: FuncId, stmt: StmtId) -> bool {
    let ast = package.ast(func.decl);
    let mut inner = stmt;
    loop {
        if let Some((list, position)) = package.siblings(func.decl, inner)
            && position + 1 < list.len()
        {
            return false;
        }
        let Some(outer) = package.parent_stmt(func.decl, inner) else {
            return ast.func(func.index).body == Some(inner);
        };
        if matches!(
            ast.stmt(outer).kind,
            StmtKind::For { .. } | StmtKind::Range { .. } | StmtKind::Labeled { .. }
        ) {
            return false;
        }
        inner = outer;
    }
}
