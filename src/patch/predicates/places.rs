//! Questions about where something is.

use super::Answer;
use super::ask::Asked;
use crate::model::flow::CallMode;
use crate::model::goroutines::RootKind;
use crate::model::{FuncId, Package};
use crate::syntax::ast::{FuncIndex, StmtKind};

pub(super) fn in_loop(asked: &Asked) -> Answer {
    let Some(at) = asked.stmt(0) else {
        return Answer::Unknown;
    };
    Answer::Truth(!asked.package.loops_around(at.decl, at.stmt).is_empty())
}

pub(super) fn in_test(asked: &Asked) -> Answer {
    Answer::Truth(asked.package.file_of(asked.found.decl).is_test)
}

pub(super) fn function(asked: &Asked) -> Answer {
    let func = asked.package.ast(asked.found.decl).funcs.first();
    let name = func.and_then(|func| func.name);
    name.map_or(Answer::Unknown, |name| Answer::Text(name.name.to_string()))
}

pub(super) fn returns(asked: &Asked) -> Answer {
    match asked.func_around(0) {
        Some(func) => Answer::Truth(asked.package.flow(func).returns()),
        None => Answer::Unknown,
    }
}

pub(super) fn deferred(asked: &Asked) -> Answer {
    let Some(at) = asked.stmt(0) else {
        return Answer::Unknown;
    };
    let ast = asked.package.ast(at.decl);
    let place = asked.place(0);
    let is_deferred = ast
        .stmts
        .iter()
        .any(|stmt| matches!(stmt.kind, StmtKind::Defer(_)) && stmt.range.contains(place));
    Answer::Truth(is_deferred)
}

pub(super) fn spawned(asked: &Asked) -> Answer {
    asked
        .func(0)
        .map_or(Answer::Unknown, |func| is_spawned(asked.package, func))
}

pub(super) fn in_goroutine(asked: &Asked) -> Answer {
    asked
        .func_around(0)
        .map_or(Answer::Unknown, |func| is_spawned(asked.package, func))
}

fn is_spawned(package: &Package, func: FuncId) -> Answer {
    let callers = package.callers_of(func);
    if callers
        .sites
        .iter()
        .any(|site| site.mode == CallMode::Spawned)
    {
        return Answer::Truth(true);
    }
    let roots = package.roots_of(func);
    let is_started = roots
        .all
        .iter()
        .any(|root| matches!(root.kind, RootKind::Spawned { .. }));
    Answer::of(match (is_started, roots.is_complete) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    })
}

pub(super) fn used_after(asked: &Asked) -> Answer {
    let Some(symbol) = asked.symbol(0) else {
        return Answer::Unknown;
    };
    let end = crate::patch::sites::extent(asked.found).end;
    let uses = asked.package.uses_of(symbol);
    let outermost = asked.package.ast(asked.found.decl).func(FuncIndex(0)).range;
    let is_used = uses.certain.iter().any(|at| {
        let range = asked.package.expr(*at).range;
        at.decl == asked.found.decl && range.start >= end && outermost.contains(range)
    });
    Answer::of(match (is_used, uses.is_complete) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    })
}
