//! Methods that set a flag under a lock and close, but do not ask for the flag, as others of the type do.

use super::TRANSFORM;
use super::entries::{is_ending, says_once};
use crate::finding::{Edit, Finding, Fix, Related, Safety};
use crate::model::flow::{AccessKind, CallMode, ChanOpKind, Event, EventKind};
use crate::model::locks::{LockOp, Mode};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{ExprRef, FuncId, Package, SymbolKind, TypeSource};
use crate::source::Range;
use crate::syntax::ast::{FuncIndex, StmtId, StmtKind};

pub(super) fn findings(package: &Package) -> Vec<Finding> {
    let decls = package.decls_calling("close").into_iter();
    let methods = decls
        .filter(|&decl| !package.file_of(decl).is_test)
        .map(|decl| FuncId {
            decl,
            index: FuncIndex(0),
        });
    methods
        .filter_map(|method| finding(package, method))
        .collect()
}

fn finding(package: &Package, method: FuncId) -> Option<Finding> {
    let func = package.ast(method.decl).funcs.first()?;
    let name = func.name?.name;
    let receiver = func.receiver.as_ref()?.names.first()?;
    if !is_ending(&name) || !is_exported(&name) || says_once(package, method) {
        return None;
    }
    let receiver = package.symbol_declared_at(method.decl, receiver.range.start)?;
    let holder = AccessPath::of_symbol(receiver);
    let flow = package.flow(method);
    let close = flow
        .events
        .iter()
        .find(|event| closes_part_of(package, method, event, &holder))?;
    if !package
        .conditions_of(method.decl, close.stmt)
        .iter()
        .all(|condition| matches!(condition, crate::model::structure::Condition::Loop { .. }))
    {
        return None;
    }
    let (lock, _) = close
        .held
        .iter()
        .find(|(lock, mode)| *mode == Mode::Write && lock.begins_with(&holder))?;
    let (flag, set) = flow.events.iter().find_map(|event| {
        let EventKind::Access {
            path,
            kind: AccessKind::Write,
        } = &event.kind
        else {
            return None;
        };
        let is_flag = path.holder().as_ref() == Some(&holder)
            && event.held.mode_of(lock) == Some(Mode::Write)
            && package.type_of_symbol(path.target()?).is_basic("bool")
            && package.sets_true(method.decl, event.stmt);
        is_flag.then(|| (path.clone(), event.stmt))
    })?;
    let is_tested_here = flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Read } if *path == flag)
    });
    let field = flag.target()?;
    let tested = package.uses_of(field).certain.iter().copied().find(|&at| {
        let is_elsewhere = package.enclosing_func(at) != Some(method);
        is_elsewhere && !package.is_assigned(at) && package.literal_of_key(at).is_none()
    })?;
    let EventKind::Chan(op) = &close.kind else {
        return None;
    };
    if is_tested_here {
        return None;
    }
    let channel = package.text(method.decl, package.ast(method.decl).expr(op.channel).range);
    let flag_text = package.path_text(&flag);
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(method.decl, close.range),
        message: format!(
            "{channel} can be closed twice, and the second close panics: {} closes it each time it is called, for it sets {flag_text} but does not test it",
            super::message::name_of(package, method),
        ),
        related: vec![Related {
            span: package.expr_span(tested),
            message: "the flag is tested here".to_string(),
        }],
        note: None,
        fix: fix(package, method, set, lock, &flag_text, field),
    })
}

/// A close of a field of `holder`, or of what a loop finds in one.
fn closes_part_of(package: &Package, method: FuncId, event: &Event, holder: &AccessPath) -> bool {
    let EventKind::Chan(op) = &event.kind else {
        return false;
    };
    if op.kind != ChanOpKind::Close || op.mode != CallMode::Now {
        return false;
    }
    let is_part = |path: &AccessPath| path.begins_with(holder) && !path.steps.is_empty();
    let is_changed = |path: &AccessPath| {
        package.flow(method).events.iter().any(|event| {
            matches!(&event.kind, EventKind::Access { path: written, kind: AccessKind::Write | AccessKind::Update }
                if path.begins_with(written) || written.begins_with(path))
        })
    };
    if is_part(&op.path) {
        return !is_changed(&op.path);
    }
    let Some(root) = op.path.root_symbol().filter(|_| op.path.steps.is_empty()) else {
        return false;
    };
    match package.symbol(root).ty {
        TypeSource::RangeValue(operand) | TypeSource::RangeKey(operand) => {
            let path = package.path_of(ExprRef {
                decl: method.decl,
                expr: operand,
            });
            is_part(&path)
                && !is_changed(&path)
                && !package
                    .directory(method.decl.dir)
                    .mentions(method.decl, "delete")
        }
        _ => false,
    }
}

/// `if s.closed { return }` behind the lock and its deferred unlock, with which the method begins.
fn fix(
    package: &Package,
    method: FuncId,
    set: StmtId,
    lock: &AccessPath,
    flag_text: &str,
    field: crate::model::SymbolId,
) -> Option<Fix> {
    let ast = package.ast(method.decl);
    let func = package.func(method);
    let body = package.body_of(method.decl, func.body?);
    let position = body.iter().position(|&stmt| stmt == set)?;
    let is_lock = |event: &Event, wanted: LockOp, when: CallMode| matches!(&event.kind, EventKind::Lock { path, op, mode } if path == lock && *op == wanted && *mode == when);
    let flow = package.flow(method);
    let has = |stmt: StmtId, op: LockOp, mode: CallMode| {
        flow.events
            .iter()
            .any(|event| event.stmt == stmt && is_lock(event, op, mode))
    };
    let &[acquire, release, ..] = &body[..position] else {
        return None;
    };
    let is_locked = has(acquire, LockOp::Acquire(Mode::Write), CallMode::Now)
        && has(release, LockOp::Release(Mode::Write), CallMode::Deferred);
    let result = match func.signature.results.as_slice() {
        [] => "",
        [result]
            if result.names.is_empty()
                && package.denoted(ExprRef {
                    decl: method.decl,
                    expr: result.ty,
                }) == Some(Type::basic("error")) =>
        {
            " nil"
        }
        _ => return None,
    };
    let source = &package.file_of(method.decl).source;
    let range = ast.stmt(release).range;
    let start = source.line_end(range.end);
    let behind = source.slice(Range::new(range.end, start)).trim();
    if !behind.is_empty() && !behind.starts_with("//") {
        return None;
    }
    let indentation = source.indentation(range.start);
    let is_set_alone =
        matches!(ast.stmt(set).kind, StmtKind::Assign { ref targets, .. } if targets.len() == 1);
    let is_field = package.symbol(field).kind == SymbolKind::Field;
    (is_locked && is_set_alone && is_field).then(|| Fix {
        title: format!("return where {flag_text} is set already"),
        safety: Safety::Unsafe,
        edits: vec![Edit {
            span: Range::new(start, start).in_file(source.id),
            text: format!(
                "{indentation}if {flag_text} {{\n{indentation}\treturn{result}\n{indentation}}}\n"
            ),
        }],
        imports: Vec::new(),
        about: vec![package.symbol_span(field)],
    })
}
