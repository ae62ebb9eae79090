//! What a function returns that gave up because it is over.

use super::evidence::Evidence;
use super::waits::Wait;
use crate::finding::Import;
use crate::model::resolve::name;
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, Resolution, SymbolKind};
use crate::rewrite::select::results_when_stopped;
use crate::syntax::ast::*;

/// What packages call the error that something is over.
const OVER: &[&str] = &[
    "ErrClosed",
    "errClosed",
    "ErrStopped",
    "errStopped",
    "ErrShutdown",
    "errShutdown",
    "ErrShuttingDown",
    "errShuttingDown",
    "ErrServerClosed",
    "errServerClosed",
];

/// The `return` of the function of a wait once it is over: what it returns already where it watches for the end, what
/// others return that do, or zero values and an error that says so.
pub(super) fn when_over(
    package: &Package,
    wait: &Wait,
    evidence: &Evidence,
    imports: &mut Vec<Import>,
) -> Option<String> {
    let clause = evidence.clause;
    let own = clause
        .filter(|_| evidence.is_here)
        .and_then(|clause| returned_by(package, wait, clause));
    if let Some(line) = own.filter(|line| line != "return") {
        return Some(line);
    }
    if evidence.is_context {
        let error = format!("{}.Err()", evidence.over);
        return results_when_stopped(package, wait.func, Some(&error));
    }
    if let Some(line) = results_when_stopped(package, wait.func, None) {
        return Some(line);
    }
    let mut elsewhere = clauses_elsewhere(package, wait, evidence).into_iter();
    if let Some(line) = elsewhere.find_map(|clause| answered_elsewhere(package, wait, clause)) {
        return Some(line);
    }
    let error = new_error(package, wait, evidence, imports)?;
    results_when_stopped(package, wait.func, Some(&error))
}

/// The `return` of the clause that leaves already, if it means the same at the wait.
fn returned_by(package: &Package, wait: &Wait, clause: StmtRef) -> Option<String> {
    let decl = clause.decl;
    let StmtKind::Comm { body, .. } = &package.stmt(clause).kind else {
        return None;
    };
    let [only] = body.as_slice() else {
        return None;
    };
    let stmt = StmtRef { decl, stmt: *only };
    let StmtKind::Return(values) = &package.stmt(stmt).kind else {
        return None;
    };
    let until = package.stmt(wait.stmt).range.start;
    let is_known = |at: ExprRef| match package.expr(at).kind {
        ExprKind::Name(_) => package.named_symbol(at).is_none_or(|symbol| {
            let data = package.symbol(symbol);
            let is_outer = matches!(
                data.kind,
                SymbolKind::Param | SymbolKind::Result | SymbolKind::Receiver
            );
            !package.is_local(symbol) || is_outer && data.range.end <= until
        }),
        ExprKind::Func(_) => false,
        _ => true,
    };
    let mut parts = values
        .iter()
        .flat_map(|&expr| package.expressions_in(ExprRef { decl, expr }));
    let text = package.text(decl, package.stmt(stmt).range);
    (parts.all(is_known) && !text.contains('\n')).then(|| text.to_string())
}

/// The clauses of others that do the same with the channel, in which they give up for the same end.
fn clauses_elsewhere(package: &Package, wait: &Wait, evidence: &Evidence) -> Vec<StmtRef> {
    let channel = package.channel(wait.symbol);
    let selects = channel.of_kind(wait.kind).filter_map(|operation| {
        Some(StmtRef {
            decl: operation.at.decl,
            stmt: operation.select?.select,
        })
    });
    selects
        .flat_map(|select| package.stops_of(select))
        .filter(|stop| stop.symbol() == Some(evidence.symbol))
        .map(|stop| stop.clause)
        .collect()
}

/// The `return` of another function that gives up for the same end, if it returns nothing of its own: with its values where
/// the results are of the same types, else with its error.
fn answered_elsewhere(package: &Package, wait: &Wait, clause: StmtRef) -> Option<String> {
    let decl = clause.decl;
    let StmtKind::Comm { body, .. } = &package.stmt(clause).kind else {
        return None;
    };
    let stmt = StmtRef {
        decl,
        stmt: *body.last()?,
    };
    let StmtKind::Return(values) = &package.stmt(stmt).kind else {
        return None;
    };
    let other = FuncId {
        decl,
        index: package.func_of_stmt(decl, stmt.stmt)?,
    };
    let is_for_all = |&expr: &ExprId| is_known_everywhere(package, ExprRef { decl, expr });
    let text = |expr: ExprId| package.expr_text(ExprRef { decl, expr }).to_string();
    let results = |func: FuncId| match package.func_type_of(func) {
        Type::Func(ty) => Some(ty.results.clone()),
        _ => None,
    };
    let (here, there) = (results(wait.func)?, results(other)?);
    let has_names =
        (package.func(wait.func).signature.results.iter()).any(|field| !field.names.is_empty());
    if here == there && !has_names && !values.is_empty() && values.iter().all(is_for_all) {
        let values: Vec<String> = values.iter().map(|&value| text(value)).collect();
        return Some(format!("return {}", values.join(", ")));
    }
    let last = values.last().filter(|value| is_for_all(value))?;
    let is_error = there.last().is_some_and(|ty| ty.is_basic("error"));
    let error = text(*last);
    is_error
        .then(|| results_when_stopped(package, wait.func, Some(&error)))?
        .filter(|_| error != "nil")
}

/// Whether an expression means the same in all functions of the package: constants, and variables of the package.
fn is_known_everywhere(package: &Package, at: ExprRef) -> bool {
    match &package.expr(at).kind {
        ExprKind::Literal(_) => true,
        ExprKind::Name(_) => match package.named_symbol(at) {
            Some(symbol) => !package.is_local(symbol),
            None => package.scopes(at.decl).resolution(at.expr) == Resolution::Universe,
        },
        _ => false,
    }
}

/// `errors.New("the server is closed")`, or the variable of the package that says so.
fn new_error(
    package: &Package,
    wait: &Wait,
    evidence: &Evidence,
    imports: &mut Vec<Import>,
) -> Option<String> {
    let decl = wait.func.decl;
    if let Some(name) = declared_error(package, wait) {
        return Some(name);
    }
    let receiver = package.receiver_of(FuncId {
        decl,
        index: FuncIndex(0),
    })?;
    let ty = package.type_of_symbol(receiver);
    let Type::Named(symbol, _) = ty.pointee() else {
        return None;
    };
    let file = package.file_of(decl).source.id;
    let errors = package.qualifier(file, "errors")?;
    let scopes = package.scopes(decl);
    if scopes.symbols.iter().any(|other| other.name == errors) {
        return None;
    }
    imports.push(Import {
        file,
        path: "errors".to_string(),
    });
    let what = words(&package.symbol(*symbol).name);
    let is_closed = evidence.over.to_lowercase().contains("clos");
    let state = if is_closed { "closed" } else { "stopped" };
    Some(format!("{errors}.New(\"{what} is {state}\")"))
}

/// An error variable of the package that says that something is over.
fn declared_error(package: &Package, wait: &Wait) -> Option<String> {
    let home = package.home();
    let file = package.file_of(wait.func.decl);
    let is_variable = |text: &&&str| {
        let places = home.places(file.package, name(text));
        let [place] = places else { return false };
        matches!(package.ast(place.0).decl, Decl::Vars(_))
    };
    let found = OVER.iter().find(is_variable)?;
    let scopes = package.scopes(wait.func.decl);
    let is_hidden = scopes.symbols.iter().any(|other| &*other.name == *found);
    (!is_hidden).then(|| found.to_string())
}

/// `StreamFramer` as words: `stream framer`.
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if letter.is_uppercase() && was_lower {
            words.push(' ');
        }
        was_lower = letter.is_lowercase();
        words.extend(letter.to_lowercase());
    }
    words
}
