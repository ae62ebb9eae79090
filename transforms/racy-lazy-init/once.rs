//! `if x == nil { x = … }` as `once.Do(func() { x = … })`.

use super::Lazy;
use crate::finding::{Edit, Fix, Safety};
use crate::model::flow::{CallMode, Callee, EventKind};
use crate::model::path::Root;
use crate::model::uses::is_exported;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::beside::{self, Declared, Side};
use crate::source::{Range, SourceFile};
use crate::syntax::ast::{ExprKind, Literal, StmtId, StmtKind};

/// The fix, where one `if` alone sets the variable, nothing in it fails, and nobody reads it but behind it.
pub(super) fn fix(package: &Package, lazy: &Lazy) -> Option<Fix> {
    let [race] = lazy.races.as_slice() else {
        return None;
    };
    let (init, variable) = (lazy.init, race.variable);
    let decl = init.func.decl;
    let ast = package.ast(decl);
    let StmtKind::If {
        init: None,
        then,
        otherwise: None,
        ..
    } = ast.stmt(init.check).kind
    else {
        return None;
    };
    let is_plain = init.is_inside
        && init.tested == variable
        && is_set_here_only(package, lazy, variable)
        && !leaves_early(package, lazy, then)
        && cannot_come_back(package, lazy, then);
    let write = package.accesses_of(variable).all.get(init.write)?;
    if !is_plain || !package.held_at(write.func, write.event).is_empty() {
        return None;
    }
    let holder = match (write.path.holder(), write.path.root) {
        (Some(holder), Root::Symbol(_)) if !holder.has_element() => {
            format!("{}.", package.path_text(&holder))
        }
        (None, Root::Symbol(_)) => String::new(),
        _ => return None,
    };
    let once = declare(package, variable).ok()?;
    let source = &package.file_of(decl).source;
    let check = ast.stmt(init.check).range;
    let body = ast.stmt(then).range;
    let call = format!("{holder}{}.Do(func() {{", once.name);
    let mut edits = once.keys;
    edits.push(once.edit);
    let edit = |range: Range, text: String| Edit {
        span: range.in_file(source.id),
        text,
    };
    if may_be_set_already(package, variable) {
        edits.push(edit(check, wrapped(package, lazy, source, check, &call)?));
    } else {
        edits.push(edit(Range::new(check.start, body.start + 1), call));
        edits.push(edit(Range::new(body.end - 1, body.end), "})".to_string()));
    }
    Some(Fix {
        title: format!("set {} through a sync.Once", package.symbol(variable).name),
        safety: Safety::Unsafe,
        edits,
        imports: vec![once.import],
        about: vec![package.symbol_span(variable)],
    })
}

/// A `sync.Once` behind the variable.
fn declare(package: &Package, variable: SymbolId) -> Result<Declared, String> {
    let name = package.symbol(variable).name;
    let mut letters = name.chars();
    let first: String = letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().collect());
    let base = format!("{first}{}Once", letters.as_str());
    let names = [base.clone(), format!("{base}Init")];
    beside::declare(package, variable, "Once", &names, Side::Below)
}

/// Whether the `if` is the only place that sets the variable once others can reach it, and all other accesses come after
/// it: behind the `if`, or behind a call of its function.
fn is_set_here_only(package: &Package, lazy: &Lazy, variable: SymbolId) -> bool {
    let init = lazy.init;
    let accesses = package.accesses_of(variable);
    let check = package.ast(init.func.decl).stmt(init.check).range;
    let uses = package.uses_of(variable);
    let is_elsewhere = package.uses_in_module(variable).certain.len() > uses.certain.len();
    package.knows_all_accesses(variable)
        && !is_elsewhere
        && accesses.all.iter().all(|access| {
            if access.func == init.func && check.contains(access.range) {
                return true;
            }
            let is_test = package.file_of(access.func.decl).is_test;
            if is_test || package.is_owned(access.func, access.event, &access.path) {
                return true;
            }
            !access.writes() && comes_after(package, lazy, access.func, access.event)
        })
}

/// Whether every way to an event passes the `if`, or a call of the function that it is in.
fn comes_after(package: &Package, lazy: &Lazy, func: FuncId, event: usize) -> bool {
    let init = lazy.init;
    let flow = package.flow(func);
    let condition = package.expr_span(ExprRef {
        decl: init.func.decl,
        expr: init.condition,
    });
    let passes = |number: usize| {
        let passed = &flow.events[number];
        let is_check = func == init.func && condition.range().contains(passed.range);
        let is_call = matches!(passed.kind, EventKind::Call {
            callee: Callee::Func(callee),
            mode: CallMode::Now,
            ..
        } if callee == init.func);
        is_check || is_call
    };
    let mut seen = vec![false; flow.blocks.len()];
    let mut work = vec![0];
    while let Some(block) = work.pop() {
        if std::mem::replace(&mut seen[block], true) {
            continue;
        }
        let mut events = flow.blocks[block].events.clone();
        match events.find(|&number| number == event || passes(number)) {
            Some(number) if number == event => return false,
            Some(_) => {}
            None => work.extend(&flow.blocks[block].successors),
        }
    }
    true
}

/// Whether something in the body ends more than the body: it returns, jumps or defers.
fn leaves_early(package: &Package, lazy: &Lazy, then: StmtId) -> bool {
    let decl = lazy.init.func.decl;
    let ast = package.ast(decl);
    let body = ast.stmt(then).range;
    ast.stmts.iter().any(|stmt| {
        body.contains(stmt.range)
            && matches!(
                stmt.kind,
                StmtKind::Return(_)
                    | StmtKind::Branch { .. }
                    | StmtKind::Labeled { .. }
                    | StmtKind::Defer(_)
            )
    })
}

/// Whether what runs in the body does not come to the same `sync.Once`: it would wait for itself. What comes back before
/// the variable is set has never ended, so that only what is called after it counts.
fn cannot_come_back(package: &Package, lazy: &Lazy, then: StmtId) -> bool {
    let init = lazy.init;
    let decl = init.func.decl;
    let body = package.body_of(decl, then);
    let variable = lazy.races.first().map(|race| race.variable);
    let write = variable.and_then(|variable| package.accesses_of(variable).all.get(init.write));
    let Some(write) = write else { return false };
    let stmt = package.flow(init.func).events[write.event].stmt;
    let Some(position) = body.iter().position(|&listed| listed == stmt) else {
        return false;
    };
    body[position + 1..].iter().all(|&rest| {
        let range = package.ast(decl).stmt(rest).range;
        let effects = package.effects_within(init.func, range);
        effects.is_known() && !effects.calls.contains(&init.func)
    })
}

/// Whether the variable may have a value before anybody asks for it.
fn may_be_set_already(package: &Package, variable: SymbolId) -> bool {
    let symbol = package.symbol(variable);
    let is_declared_set = match symbol.kind {
        SymbolKind::Field => false,
        _ => package
            .value_spec(variable)
            .is_none_or(|spec| !spec.values.is_empty()),
    };
    let is_open = is_exported(&symbol.name);
    let is_key = |at: &ExprRef| package.literal_of_key(*at).is_some();
    let uses = package.uses_of(variable);
    let is_owned_write = package.accesses_of(variable).all.iter().any(|access| {
        access.writes()
            && (package.file_of(access.func.decl).is_test
                || package.is_owned(access.func, access.event, &access.path))
    });
    is_declared_set || is_open || is_owned_write || uses.certain.iter().any(is_key)
}

/// The whole `if` in the call, a step further to the right.
fn wrapped(
    package: &Package,
    lazy: &Lazy,
    source: &SourceFile,
    check: Range,
    call: &str,
) -> Option<String> {
    let ast = package.ast(lazy.init.func.decl);
    let has_raw_lines = ast.exprs.iter().any(|expr| {
        matches!(expr.kind, ExprKind::Literal(Literal::String))
            && check.contains(expr.range)
            && source.slice(expr.range).contains('\n')
    });
    if has_raw_lines || source.slice(check).contains("/*") {
        return None;
    }
    let indentation = source.indentation(check.start);
    let mut text = format!("{call}\n");
    for (number, line) in source.slice(check).lines().enumerate() {
        let line = match number {
            0 => format!("{indentation}\t{line}"),
            _ if line.trim().is_empty() => String::new(),
            _ => format!("\t{line}"),
        };
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str(&format!("{indentation}}})"));
    Some(text)
}
