//! Room for what is sent before anything is received, or a goroutine that sends.

use super::blocks::Blocked;
use crate::finding::{Edit, Fix, Safety};
use crate::model::Package;
use crate::model::flow::ChanOpKind;
use crate::model::structure::StmtRef;
use crate::rewrite::room::{rounds, with_room};
use crate::rewrite::select::may_be_indented;
use crate::source::Range;
use crate::syntax::ast::*;

/// The fix, or why there is none.
pub(super) fn fix(package: &Package, blocked: &Blocked) -> Result<Fix, String> {
    if blocked.receives.is_empty() && !blocked.is_returned {
        return Err("nobody receives what is sent".to_string());
    }
    if blocked.is_measured {
        return Err("its length or capacity is asked for".to_string());
    }
    let about = vec![package.span(blocked.symbol.decl, package.symbol(blocked.symbol).range)];
    let name = package.path_text(&blocked.path);
    if let Some(capacity) = room(package, blocked) {
        let edits = with_room(package, blocked.make, &capacity);
        return Ok(Fix {
            title: match &*capacity {
                "1" => format!("make `{name}` with room for one"),
                _ => format!("make `{name}` with room for {capacity}"),
            },
            safety: Safety::Unsafe,
            edits,
            imports: Vec::new(),
            about,
        });
    }
    let edits = on_goroutine(package, blocked)
        .ok_or("how many are sent before the first receive is not known")?;
    Ok(Fix {
        title: format!("send on `{name}` from a goroutine of its own"),
        safety: Safety::Unsafe,
        edits,
        imports: Vec::new(),
        about,
    })
}

/// How many values are sent at most, if that is known where the channel is made.
fn room(package: &Package, blocked: &Blocked) -> Option<String> {
    if blocked.is_repeated {
        return None;
    }
    let decl = blocked.func.decl;
    let flow = package.flow(blocked.func);
    let make = package.expr(blocked.make).range;
    let mut single = 0;
    let mut loops: Vec<String> = Vec::new();
    for &send in &blocked.sends {
        let mut around = package.loops_around(decl, flow.events[send].stmt);
        around.retain(|&stmt| {
            let range = package.stmt(StmtRef { decl, stmt }).range;
            blocked.make.decl != decl || !range.contains(make)
        });
        match around.as_slice() {
            [] => single += 1,
            &[only] => loops.push(rounds(package, blocked.make, StmtRef { decl, stmt: only })?),
            _ => return None,
        }
    }
    if single > 0 || loops.is_empty() {
        loops.push(single.to_string());
    }
    Some(loops.join("+"))
}

/// The loop that sends, and the close behind it, on a goroutine: only where it uses nothing that changes later.
fn on_goroutine(package: &Package, blocked: &Blocked) -> Option<Vec<Edit>> {
    let decl = blocked.func.decl;
    let ast = package.ast(decl);
    let around = package.loops_around(decl, blocked.stmt.stmt);
    let first = *around.last()?;
    let (list, position) = package.siblings(decl, first)?;
    let close = list.get(position + 1).copied();
    let flow = package.flow(blocked.func);
    let closes = |stmt: StmtId| {
        flow.events.iter().any(|event| {
            event.stmt == stmt
                && matches!(&event.kind, crate::model::flow::EventKind::Chan(op)
                    if op.kind == ChanOpKind::Close && op.path == blocked.path)
        })
    };
    let close = close.filter(|&stmt| closes(stmt))?;
    let range = Range::new(ast.stmt(first).range.start, ast.stmt(close).range.end);
    let leaves = ast.stmts.iter().any(|stmt| {
        range.contains(stmt.range)
            && matches!(
                stmt.kind,
                StmtKind::Return(_)
                    | StmtKind::Branch {
                        kind: BranchKind::Goto,
                        ..
                    }
                    | StmtKind::Labeled { .. }
            )
    });
    let source = &package.file_of(decl).source;
    let text = source.slice(range);
    let changes = changes_outside(package, blocked, range);
    if leaves || changes || !may_be_indented(package, decl, range) {
        return None;
    }
    let indent = source.indentation(range.start);
    let mut moved = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end_matches('\r');
        match (number, line.is_empty()) {
            (0, _) => moved.push_str(&format!("{indent}\t{line}\n")),
            (_, true) => moved.push('\n'),
            _ => moved.push_str(&format!("\t{line}\n")),
        }
    }
    Some(vec![Edit {
        span: package.span(decl, range),
        text: format!("go func() {{\n{moved}{indent}}}()"),
    }])
}

/// Whether a variable that the loop uses is assigned in it or behind it: the goroutine would race for it.
fn changes_outside(package: &Package, blocked: &Blocked, range: Range) -> bool {
    let decl = blocked.func.decl;
    let ast = package.ast(decl);
    ast.exprs.iter().zip(0..).any(|(expr, number)| {
        if !range.contains(expr.range) || !matches!(expr.kind, ExprKind::Name(_)) {
            return false;
        }
        let at = crate::model::ExprRef {
            decl,
            expr: ExprId(number),
        };
        let Some(symbol) = package.named_symbol(at) else {
            return false;
        };
        let is_outer = package.is_local(symbol) && !range.contains(package.symbol(symbol).range);
        is_outer
            && package
                .uses_of(symbol)
                .certain
                .iter()
                .any(|&at| package.is_assigned(at) && package.expr(at).range.start >= range.start)
    })
}
