//! Questions about variables, values and names.

use super::Answer;
use super::ask::Asked;
use crate::model::types::Type;
use crate::model::{Symbol, SymbolKind};
use crate::syntax::ast::ExprKind;

/// How many accesses of a variable are compared with each other.
const MOST_ACCESSES: usize = 40;

fn kind(asked: &Asked, is: impl Fn(SymbolKind) -> bool) -> Answer {
    match asked.symbol(0) {
        Some(symbol) => Answer::Truth(is(asked.package.symbol(symbol).kind)),
        None => Answer::Unknown,
    }
}

pub(super) fn field(asked: &Asked) -> Answer {
    kind(asked, |kind| kind == SymbolKind::Field)
}

pub(super) fn parameter(asked: &Asked) -> Answer {
    kind(asked, |kind| kind == SymbolKind::Param)
}

pub(super) fn local(asked: &Asked) -> Answer {
    match asked.symbol(0) {
        Some(symbol) => Answer::Truth(asked.package.is_local(symbol)),
        None => Answer::Unknown,
    }
}

pub(super) fn global(asked: &Asked) -> Answer {
    let Some(symbol) = asked.symbol(0) else {
        return Answer::Unknown;
    };
    let Symbol { kind, .. } = asked.package.symbol(symbol);
    let is_member = matches!(
        kind,
        SymbolKind::Field | SymbolKind::InterfaceMethod | SymbolKind::Label | SymbolKind::Method
    );
    Answer::Truth(!is_member && !asked.package.is_local(symbol))
}

pub(super) fn captured(asked: &Asked) -> Answer {
    let Some(symbol) = asked.symbol(0) else {
        return Answer::Unknown;
    };
    let declared_in = asked.package.symbol(symbol).func;
    let uses = &asked.package.uses_of(symbol).certain;
    let is_captured = uses.iter().any(|at| {
        let func = asked.package.enclosing_func(*at);
        func.is_some_and(|func| Some(func.index) != declared_in)
    });
    Answer::Truth(asked.package.is_local(symbol) && is_captured)
}

pub(super) fn reassigned(asked: &Asked) -> Answer {
    match asked.symbol(0) {
        Some(symbol) => Answer::Truth(asked.package.is_reassigned(symbol)),
        None => Answer::Unknown,
    }
}

pub(super) fn shared(asked: &Asked) -> Answer {
    let Some(symbol) = asked.symbol(0) else {
        return Answer::Unknown;
    };
    let package = asked.package;
    let accesses = &package.accesses_of(symbol).all;
    let looked_at = accesses.iter().take(MOST_ACCESSES);
    let is_shared = looked_at.clone().enumerate().any(|(index, one)| {
        looked_at
            .clone()
            .skip(index)
            .any(|other| package.concurrency(one, other).is_some())
    });
    if is_shared {
        return Answer::Truth(true);
    }
    // That no evidence is in sight proves nothing, except for what never leaves its function.
    let declared_in = package.symbol(symbol).func;
    let stays = package.is_local(symbol)
        && accesses
            .iter()
            .all(|access| Some(access.func.index) == declared_in);
    Answer::of(stays.then_some(false))
}

pub(super) fn same(asked: &Asked) -> Answer {
    match (asked.symbol(0), asked.symbol(1)) {
        (Some(one), Some(other)) => Answer::Truth(one == other),
        _ => Answer::Unknown,
    }
}

pub(super) fn name(asked: &Asked) -> Answer {
    asked.name(0).map_or(Answer::Unknown, Answer::Text)
}

pub(super) fn never_copied(asked: &Asked) -> Answer {
    let package = asked.package;
    let named = asked
        .symbol(0)
        .filter(|&symbol| package.symbol(symbol).kind == SymbolKind::Type)
        .or_else(|| match type_of(asked)?.pointee() {
            Type::Named(symbol, _) => Some(*symbol),
            _ => None,
        });
    let may = named.map(|ty| package.may_hold_lock(ty));
    // That a copy is not ruled out does not say that there is one.
    Answer::of(may.filter(|may| *may))
}

pub(super) fn exported(asked: &Asked) -> Answer {
    let is_capital = |name: String| name.starts_with(char::is_uppercase);
    Answer::of(asked.name(0).map(is_capital))
}

pub(super) fn constant(asked: &Asked) -> Answer {
    let Some(at) = asked.expr(0) else {
        return Answer::Unknown;
    };
    let is_named = asked
        .symbol(0)
        .is_some_and(|symbol| asked.package.symbol(symbol).kind == SymbolKind::Const);
    let is_literal = matches!(asked.package.expr(at).kind, ExprKind::Literal(_));
    Answer::Truth(is_named || is_literal || asked.package.constant(at).is_some())
}

pub(super) fn number(asked: &Asked) -> Answer {
    let number = asked.expr(0).and_then(|at| asked.package.constant(at));
    number.map_or(Answer::Unknown, Answer::Number)
}

fn type_of(asked: &Asked) -> Option<Type> {
    let ty = match (asked.expr(0), asked.symbol(0)) {
        (Some(at), _) => asked.package.type_of(at),
        (None, Some(symbol)) => asked.package.type_of_symbol(symbol),
        (None, None) => return None,
    };
    (!ty.is_unknown()).then_some(ty)
}

pub(super) fn pointer(asked: &Asked) -> Answer {
    let ty = type_of(asked).map(|ty| asked.package.underlying(&ty));
    Answer::of(ty.map(|ty| matches!(ty, Type::Pointer(_))))
}

pub(super) fn type_text(asked: &Asked) -> Answer {
    type_of(asked).map_or(Answer::Unknown, |ty| {
        Answer::Text(asked.package.type_text(&ty))
    })
}

pub(super) fn pure(asked: &Asked) -> Answer {
    let Some(at) = asked.expr(0) else {
        return Answer::Unknown;
    };
    let acts = |kind: &ExprKind| {
        matches!(
            kind,
            ExprKind::Call { .. } | ExprKind::Receive(_) | ExprKind::Func(_)
        )
    };
    let parts = asked.package.expressions_in(at);
    Answer::Truth(
        !parts
            .iter()
            .any(|part| acts(&asked.package.expr(*part).kind)),
    )
}
