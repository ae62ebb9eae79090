//! A `sync.WaitGroup` that counts the goroutines which send, and a goroutine that waits for it and closes the channel.

use super::declared::is_sync_method;
use super::draft::Draft;
use super::selects::is_plain;
use super::senders::Sender;
use crate::model::flow::{CallMode, EventKind};
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::rewrite::beside::{self, Side};
use crate::source::Range;
use crate::syntax::ast::*;
use crate::workspace::Version;

/// Since this version a WaitGroup starts goroutines itself.
const STARTS_SINCE: Version = Version::new(1, 25);

/// Since this version each iteration has variables of its own.
const OWN_VARIABLES: Version = Version::new(1, 22);

const NAMES: &[&str] = &["wg", "senders", "sending"];

/// The group that counts the senders: its name, as the function that starts them writes it.
pub struct Group {
    pub name: String,
    /// Whether the program had it before.
    pub is_old: bool,
}

/// Counts the goroutines in a group that counts them already, or in a new one beside `beside`.
pub fn count(draft: &mut Draft, senders: &[Sender], beside: SymbolId) -> Result<Group, String> {
    if let Some(name) = existing_group(draft.package, senders) {
        return Ok(Group { name, is_old: true });
    }
    let names: Vec<String> = NAMES.iter().map(|name| name.to_string()).collect();
    let declared = beside::declare(draft.package, beside, "WaitGroup", &names, Side::Below)?;
    draft.take(declared.edit);
    for key in declared.keys {
        draft.take(key);
    }
    draft.import(declared.import);
    for sender in senders {
        count_one(draft, sender, &declared.name)?;
    }
    Ok(Group {
        name: declared.name,
        is_old: false,
    })
}

/// The WaitGroup that all the goroutines are done with when they end.
fn existing_group(package: &Package, senders: &[Sender]) -> Option<String> {
    let mut names = senders.iter().map(|sender| group_of(package, sender));
    let first = names.next()??;
    names
        .all(|name| name.as_ref() == Some(&first))
        .then_some(first)
}

fn group_of(package: &Package, sender: &Sender) -> Option<String> {
    let site = sender.site.call;
    // `wg.Go(func() { … })`
    if is_sync_method(package, site, "WaitGroup.Go") {
        return receiver_text(package, site);
    }
    package.func(sender.callee).literal?;
    let events = package.flow(sender.callee).events.iter();
    let mut done = events.filter_map(|event| match event.kind {
        EventKind::Call { call, mode, .. } => {
            let call = ExprRef {
                decl: sender.callee.decl,
                expr: call,
            };
            let is_done =
                mode == CallMode::Deferred && is_sync_method(package, call, "WaitGroup.Done");
            is_done.then(|| receiver_text(package, call)).flatten()
        }
        _ => None,
    });
    done.next()
}

pub fn receiver_text(package: &Package, call: ExprRef) -> Option<String> {
    let ExprKind::Call { callee, .. } = package.expr(call).kind else {
        return None;
    };
    let ast = package.ast(call.decl);
    let ExprKind::Selector { operand, .. } = ast.expr(callee).kind else {
        return None;
    };
    Some(package.text(call.decl, ast.expr(operand).range).to_string())
}

/// Adds one start of a goroutine to the group.
fn count_one(draft: &mut Draft, sender: &Sender, group: &str) -> Result<(), String> {
    let package = draft.package;
    let unclear = || "a goroutine is started in an unusual way".to_string();
    let call = sender.site.call;
    let decl = call.decl;
    let ast = package.ast(decl);
    let stmt = package.stmt_of(call).ok_or_else(unclear)?;
    if !matches!(ast.stmt(stmt).kind, StmtKind::Go(started) if started == call.expr) {
        return Err(unclear());
    }
    let range = ast.stmt(stmt).range;
    let source = draft.source(decl);
    let start = source.line_start(range.start);
    if !source
        .slice(Range::new(start, range.start))
        .trim()
        .is_empty()
    {
        return Err(unclear());
    }
    let indentation = source.indentation(start).to_string();
    let version = package.file_of(decl).version;
    let may_start = version.is_some_and(|version| version >= STARTS_SINCE);
    let ExprKind::Call { callee, args, .. } = &ast.expr(call.expr).kind else {
        return Err(unclear());
    };
    let callee_range = ast.expr(*callee).range;
    let is_literal = package.func(sender.callee).literal == Some(*callee);
    if is_literal && args.is_empty() && may_start {
        draft.replace(
            decl,
            Range::new(range.start, callee_range.start),
            format!("{group}.Go("),
        );
        draft.replace(
            decl,
            Range::new(callee_range.end, range.end),
            ")".to_string(),
        );
        return Ok(());
    }
    if is_literal {
        draft.insert(decl, start, format!("{indentation}{group}.Add(1)\n"));
        draft.lead(sender.callee, format!("defer {group}.Done()"));
        return Ok(());
    }
    check_arguments(package, sender, args)?;
    if may_start {
        let call = ast.expr(call.expr).range;
        draft.replace(
            decl,
            Range::new(range.start, call.start),
            format!("{group}.Go(func() {{ "),
        );
        draft.insert(decl, call.end, " })".to_string());
        return Ok(());
    }
    draft.insert(decl, start, format!("{indentation}{group}.Add(1)\n"));
    run_inside(draft, sender, &format!("defer {group}.Done()"))
}

/// Puts the call that runs on a goroutine into a function literal, behind a line of its own.
pub fn run_inside(draft: &mut Draft, sender: &Sender, line: &str) -> Result<(), String> {
    let package = draft.package;
    let call = sender.site.call;
    let decl = call.decl;
    let ast = package.ast(decl);
    let ExprKind::Call { args, .. } = &ast.expr(call.expr).kind else {
        return Err("a goroutine is started in an unusual way".to_string());
    };
    check_arguments(package, sender, args)?;
    let range = ast.expr(call.expr).range;
    let indentation = draft.source(decl).indentation(range.start).to_string();
    let inner = format!("\n{indentation}\t");
    draft.insert(decl, range.start, format!("func() {{{inner}{line}{inner}"));
    draft.insert(decl, range.end, format!("\n{indentation}}}()"));
    Ok(())
}

/// Whether the arguments of a call mean the same a little later, on another goroutine.
fn check_arguments(package: &Package, sender: &Sender, args: &[ExprId]) -> Result<(), String> {
    let decl = sender.site.call.decl;
    let version = package.file_of(decl).version;
    let has_shared_variables = version.is_some_and(|version| version < OWN_VARIABLES);
    let is_steady = |&expr: &ExprId| {
        let at = ExprRef { decl, expr };
        is_plain(package, at)
            && package
                .expressions_in(at)
                .into_iter()
                .all(|part| match package.named_symbol(part) {
                    Some(symbol) if package.is_local(symbol) => {
                        let is_constant =
                            !package.is_reassigned(symbol) || is_counter(package, symbol);
                        let is_shared = has_shared_variables
                            && (is_counter(package, symbol) || is_range_variable(package, symbol));
                        is_constant && !is_shared
                    }
                    _ => true,
                })
    };
    match args.iter().all(is_steady) {
        true => Ok(()),
        false => Err("what a goroutine is started with would be worked out later".to_string()),
    }
}

/// Whether a variable is declared by the `for` that counts with it.
fn is_counter(package: &Package, symbol: SymbolId) -> bool {
    let ast = package.ast(symbol.decl);
    let range = package.symbol(symbol).range;
    ast.stmts.iter().any(|stmt| match stmt.kind {
        StmtKind::For {
            init: Some(init), ..
        } => ast.stmt(init).range.contains(range),
        _ => false,
    })
}

/// Whether a variable is declared by a `range`.
fn is_range_variable(package: &Package, symbol: SymbolId) -> bool {
    let ast = package.ast(symbol.decl);
    let range = package.symbol(symbol).range;
    ast.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Range {
            targets,
            is_define: true,
            ..
        } => targets
            .iter()
            .any(|&target| ast.expr(target).range == range),
        _ => false,
    })
}

/// `wg.Wait()` in the function that starts the senders, on its own goroutine.
pub fn wait_in(package: &Package, func: FuncId, group: &str) -> Option<StmtId> {
    package.flow(func).events.iter().find_map(|event| {
        let EventKind::Call {
            call,
            mode: CallMode::Now,
            ..
        } = event.kind
        else {
            return None;
        };
        let call = ExprRef {
            decl: func.decl,
            expr: call,
        };
        let is_wait = is_sync_method(package, call, "WaitGroup.Wait")
            && receiver_text(package, call).as_deref() == Some(group);
        is_wait.then_some(event.stmt)
    })
}
