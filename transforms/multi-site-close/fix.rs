//! Every close of a channel through what lets it happen once: a `sync.Once`, or a flag under a lock.

use super::closings::{Channel, Closing, Site};
use super::flag;
use super::guard::{Guard, guard_at, nil_assignment};
use super::guarded::{flag_guard, holder_text, once_of};
use super::message::live_send;
use super::once::Once;
use super::renewal::is_made_anew;
use crate::finding::{Edit, Fix, Safety};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::{Range, Span};
use crate::syntax::ast::{ExprKind, Parent, StmtId, StmtKind};

/// The fix where there is one that is certainly sound; the error says why there is none.
///
/// `shown` are the closings that show the bug.
pub(super) fn fix(package: &Package, channel: &Channel, shown: &[&Closing]) -> Result<Fix, String> {
    check_scope(package, channel, shown)?;
    let name = package.symbol(channel.symbol).name;
    let guards = channel
        .sites
        .iter()
        .find_map(|site| flag_guard(package, site));
    if let Some(guard) = guards
        && let Some(edits) = flag::close_through(package, channel, &guard)
    {
        let flag = package.symbol(guard.flag).name;
        return Ok(Fix {
            title: format!("close {name} only where {flag} is not set yet"),
            safety: Safety::Unsafe,
            edits,
            imports: Vec::new(),
            about: about(package, channel),
        });
    }
    let once = Once::of(package, channel)?;
    let mut safety = Safety::Safe;
    let all = package.channel(channel.symbol);
    if live_send(package, channel).is_some() || all.may_be_closed_elsewhere {
        safety = Safety::Unsafe;
    }
    let mut edits = once.edits.clone();
    for site in &channel.sites {
        if once_of(package, site).is_some() {
            continue;
        }
        let (changed, is_same) = close_through(package, site, &once)?;
        edits.extend(changed);
        if !is_same {
            safety = Safety::Unsafe;
        }
    }
    Ok(Fix {
        title: format!("close {name} through a sync.Once"),
        safety,
        edits,
        imports: once.imports,
        about: about(package, channel),
    })
}

fn about(package: &Package, channel: &Channel) -> Vec<Span> {
    vec![package.span(channel.symbol.decl, package.symbol(channel.symbol).range)]
}

/// Whether all closes are of this one channel and in sight.
fn check_scope(package: &Package, channel: &Channel, shown: &[&Closing]) -> Result<(), String> {
    let symbol = package.symbol(channel.symbol);
    let name = symbol.name;
    let is_local = package.is_local(channel.symbol);
    let is_renewed = if is_local {
        package
            .uses_of(channel.symbol)
            .certain
            .iter()
            .any(|&at| package.is_assigned(at) && !is_set_to_nil(package, at))
    } else {
        is_made_anew(package, channel.symbol)
    };
    if is_renewed {
        return Err(format!(
            "{name} is made anew elsewhere, and a sync.Once would let only the first of these channels be closed"
        ));
    }
    let is_foreign = channel.sites.iter().any(|site| {
        let target = package.path_of(site.channel).target();
        target != Some(channel.symbol) && !is_given_once(package, target, channel)
            || is_local && site.func.decl != channel.symbol.decl
    });
    let is_by_callers = symbol.kind == SymbolKind::Param
        && shown
            .iter()
            .any(|closing| closing.func.decl != channel.symbol.decl);
    if is_foreign || is_by_callers {
        return Err(
            "a function closes a channel that it was given; let the one that made it close it, when all who use it have ended"
                .to_string(),
        );
    }
    let is_known = |at: ExprRef| channel.sites.iter().any(|site| site.channel == at);
    let all = package.channel(channel.symbol);
    if let Some(unknown) = all
        .of_kind(ChanOpKind::Close)
        .find(|close| !is_known(close.at))
    {
        return Err(if unknown.at.decl.dir == package.home().id {
            format!("{name} is closed under another name, too")
        } else {
            let place = &package.file_of(unknown.at.decl).source;
            let line = place.position(package.expr(unknown.at).range.start).line;
            format!(
                "another package closes {name}, too ({}:{line})",
                place.display
            )
        });
    }
    Ok(())
}

/// Whether the symbol is a parameter of a literal inside the function that declares the channel, and the literal is
/// called at one place only.
fn is_given_once(package: &Package, symbol: Option<SymbolId>, channel: &Channel) -> bool {
    let Some((symbol, data)) = symbol.map(|symbol| (symbol, package.symbol(symbol))) else {
        return false;
    };
    let Some(index) = data.func.filter(|_| data.kind == SymbolKind::Param) else {
        return false;
    };
    let func = FuncId {
        decl: symbol.decl,
        index,
    };
    let callers = package.callers_of(func);
    let is_inside = symbol.decl == channel.symbol.decl
        && package.func(func).range.start > package.symbol(channel.symbol).range.end;
    let is_unassigned = package
        .uses_of(symbol)
        .certain
        .iter()
        .all(|&at| !package.is_assigned(at));
    is_inside
        && is_unassigned
        && package.func(func).literal.is_some()
        && callers.sites.len() == 1
        && !callers.is_value
}

fn is_set_to_nil(package: &Package, at: ExprRef) -> bool {
    let Parent::Stmt(stmt) = package.expr(at).parent else {
        return false;
    };
    let StmtKind::Assign {
        targets, values, ..
    } = &package.ast(at.decl).stmt(stmt).kind
    else {
        return false;
    };
    let position = targets.iter().position(|&target| target == at.expr);
    let value = position.and_then(|position| values.get(position));
    value.is_some_and(|&expr| {
        package.type_of(ExprRef {
            decl: at.decl,
            expr,
        }) == crate::model::types::Type::Nil
    })
}

/// The edits that make one close go through the once, and whether everything else stays as it was.
fn close_through(package: &Package, site: &Site, once: &Once) -> Result<(Vec<Edit>, bool), String> {
    let decl = site.func.decl;
    let source = &package.file_of(decl).source;
    let path = package.path_of(site.channel);
    let unclear = || "what one of the closes does else is not clear".to_string();
    let holder = holder_text(package, site.channel).ok_or_else(unclear)?;
    let stmt = package.stmt_of(site.call).ok_or_else(unclear)?;
    if site.mode != CallMode::Now && !stays_the_same(package, site) {
        return Err(
            "the deferred close is of the channel that the variable holds now, and the variable changes"
                .to_string(),
        );
    }
    let call = match &once.method {
        Some(method) => format!("{holder}{method}()"),
        None => format!(
            "{holder}{}.Do(func() {{ close({}) }})",
            once.name,
            package.expr_text(site.channel)
        ),
    };
    let edit = |range: Range, text: String| Edit {
        span: range.in_file(source.id),
        text,
    };
    let at_call = edit(package.expr(site.call).range, call.clone());
    match guard_at(package, site.func, site.event, &path) {
        Guard::Select { select } => match around_close(package, site, select, stmt) {
            Some([before, behind]) => {
                Ok((vec![edit(before, call), edit(behind, String::new())], true))
            }
            None => Ok((vec![at_call], true)),
        },
        guard => {
            let nil = nil_assignment(package, decl, stmt, &path);
            if nil.is_none() && !matches!(guard, Guard::Nil { .. }) {
                return Ok((vec![at_call], true));
            }
            // Behind a close that only the first caller makes, nobody must see the channel gone.
            if is_compared_elsewhere(package, site) {
                return Err("other functions ask whether the channel is nil".to_string());
            }
            let range = package.ast(decl).stmt(nil.ok_or_else(unclear)?).range;
            let lines = Range::new(source.line_start(range.start), source.line_end(range.end));
            if source.slice(lines).trim() != source.slice(range) {
                return Err(unclear());
            }
            Ok((vec![at_call, edit(lines, String::new())], false))
        }
    }
}

/// Whether the channel is compared with anything outside of the close's own function.
fn is_compared_elsewhere(package: &Package, site: &Site) -> bool {
    let Some(symbol) = package.path_of(site.channel).target() else {
        return true;
    };
    package.uses_of(symbol).certain.iter().any(|&at| {
        let Parent::Expr(outer) = package.expr(at).parent else {
            return false;
        };
        let is_compared = matches!(
            package.ast(at.decl).expr(outer).kind,
            ExprKind::Binary { .. }
        );
        is_compared && package.enclosing_func(at) != Some(site.func)
    })
}

/// The whole `select { case <-c: default: close(c) }`, where it does nothing else: up to the end of the close, and from
/// the end of the comment behind it on.
fn around_close(
    package: &Package,
    site: &Site,
    select: StmtId,
    close: StmtId,
) -> Option<[Range; 2]> {
    let decl = site.func.decl;
    let data = package.ast(decl).stmt(select);
    let StmtKind::Select { cases } = &data.kind else {
        return None;
    };
    let is_plain = cases.len() == 2
        && cases
            .iter()
            .all(|&case| match &package.ast(decl).stmt(case).kind {
                StmtKind::Comm { comm: None, body } => body.as_slice() == [close],
                StmtKind::Comm { body, .. } => body.is_empty(),
                _ => false,
            });
    let source = &package.file_of(decl).source;
    let close = package.ast(decl).stmt(close).range;
    let rest = Range::new(close.end, source.line_end(close.end).min(data.range.end));
    let behind = close.end + source.slice(rest).trim_end().len() as u32;
    let is_kept = |comment: Range| comment.start >= close.end && comment.end <= behind;
    let loses_comment = package
        .ast(decl)
        .comments
        .iter()
        .any(|&comment| data.range.contains(comment) && !is_kept(comment));
    let is_line_of_its_own = source.slice(rest).ends_with('\n');
    (is_plain && !loses_comment && is_line_of_its_own).then_some([
        Range::new(data.range.start, close.end),
        Range::new(behind, data.range.end),
    ])
}

/// Whether a deferred or started close still means the same channel when it runs: a closure sees later assignments,
/// the operand of a deferred call does not.
fn stays_the_same(package: &Package, site: &Site) -> bool {
    let Some(root) = package.path_of(site.channel).root_symbol() else {
        return false;
    };
    let is_assigned = package
        .uses_of(root)
        .certain
        .iter()
        .any(|&at| package.is_assigned(at));
    let is_loop_variable = package.is_local(root) && {
        let declared = package.symbol(root).range;
        package
            .ast(root.decl)
            .stmts
            .iter()
            .any(|stmt| match &stmt.kind {
                StmtKind::Range {
                    targets,
                    is_define: true,
                    ..
                } => targets
                    .iter()
                    .any(|&target| package.ast(root.decl).expr(target).range == declared),
                _ => false,
            })
    };
    !is_assigned && !is_loop_variable
}
