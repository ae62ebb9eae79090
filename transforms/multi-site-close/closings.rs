//! Where a channel is closed, and which calls come to that.

use std::collections::BTreeMap;

use super::guard::{Guard, guard_at};
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::{AccessPath, Root};
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::{ExprId, ExprKind, Parent};

/// How many calls up a close is followed.
const DEPTH: usize = 4;

/// Nobody closes one channel in more ways; generated code may, and is not followed to the end.
const MOST_CLOSINGS: usize = 500;

/// A `close(…)` in the source.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub func: FuncId,
    pub event: usize,
    /// The call of `close`.
    pub call: ExprRef,
    /// Its operand.
    pub channel: ExprRef,
    pub mode: CallMode,
}

/// An event that comes to closing a channel: the close itself, or a call of what closes it.
#[derive(Clone, Debug)]
pub(super) struct Closing {
    pub func: FuncId,
    pub event: usize,
    /// The channel, as `func` reaches it.
    pub path: AccessPath,
    pub mode: CallMode,
    pub guard: Guard,
    /// The index of the close among its channel's sites.
    pub site: usize,
    /// The calls that lead to the close, outermost first; `func` and `event` are not among them.
    pub via: Vec<(FuncId, usize)>,
}

/// The closes of one variable or field, with the calls that come to them.
pub(super) struct Channel {
    pub symbol: SymbolId,
    pub sites: Vec<Site>,
    pub closings: Vec<Closing>,
}

/// All channels that the package closes by name.
pub(super) fn closed_channels(package: &Package) -> Vec<Channel> {
    let mut by_symbol: BTreeMap<SymbolId, Vec<(Site, AccessPath)>> = BTreeMap::new();
    for decl in package.decls_calling("close") {
        for func in package.funcs(decl) {
            for (event, data) in package.flow(func).events.iter().enumerate() {
                let EventKind::Chan(op) = &data.kind else {
                    continue;
                };
                let Some(symbol) = op.path.target().filter(|_| op.kind == ChanOpKind::Close) else {
                    continue;
                };
                let channel = ExprRef {
                    decl,
                    expr: op.channel,
                };
                let Some(call) = call_of(package, channel) else {
                    continue;
                };
                let site = Site {
                    func,
                    event,
                    call,
                    channel,
                    mode: op.mode,
                };
                by_symbol
                    .entry(symbol)
                    .or_default()
                    .push((site, op.path.clone()));
            }
        }
    }
    let mut channels = BTreeMap::new();
    let mut singles = BTreeMap::new();
    for (symbol, sites) in by_symbol {
        if can_repeat(package, symbol, &sites) {
            channels.insert(symbol, follow(package, symbol, sites));
        } else {
            singles.insert(symbol, sites);
        }
    }
    bring_together(package, &mut channels, singles);
    channels.into_values().collect()
}

/// Gives the closes that a function makes of its parameter to the caller's variable, where that is closed by name too.
fn bring_together(
    package: &Package,
    channels: &mut BTreeMap<SymbolId, Channel>,
    mut singles: BTreeMap<SymbolId, Vec<(Site, AccessPath)>>,
) {
    let mut moved: Vec<(SymbolId, Closing, Site)> = Vec::new();
    let known: Vec<SymbolId> = channels.keys().copied().collect();
    for symbol in &known {
        let Some(channel) = channels.get_mut(symbol) else {
            continue;
        };
        let is_elsewhere = |closing: &Closing| {
            closing.path.target().filter(|target| {
                target != symbol && (known.contains(target) || singles.contains_key(target))
            })
        };
        let sites = &channel.sites;
        moved.extend(channel.closings.iter().filter_map(|closing| {
            let target = is_elsewhere(closing)?;
            Some((target, closing.clone(), sites[closing.site].clone()))
        }));
        channel
            .closings
            .retain(|closing| is_elsewhere(closing).is_none());
    }
    for (target, mut closing, site) in moved {
        if let Some(sites) = singles.remove(&target) {
            channels.insert(target, follow(package, target, sites));
        }
        let Some(channel) = channels.get_mut(&target) else {
            continue;
        };
        let is_same = |known: &Site| known.call == site.call;
        closing.site = match channel.sites.iter().position(is_same) {
            Some(number) => number,
            None => {
                channel.sites.push(site);
                channel.sites.len() - 1
            }
        };
        channel.closings.push(closing);
    }
}

/// A single close of a function's own variable, outside of any loop, runs once for each channel.
fn can_repeat(package: &Package, symbol: SymbolId, sites: &[(Site, AccessPath)]) -> bool {
    let [(site, _)] = sites else { return true };
    let is_own =
        symbol.decl == site.func.decl && package.symbol(symbol).func == Some(site.func.index);
    let stmt = package.flow(site.func).events[site.event].stmt;
    !is_own
        || package.symbol(symbol).kind != SymbolKind::Var
        || !package.loops_around(site.func.decl, stmt).is_empty()
}

fn call_of(package: &Package, channel: ExprRef) -> Option<ExprRef> {
    let mut expr: ExprId = channel.expr;
    loop {
        let Parent::Expr(outer) = package.ast(channel.decl).expr(expr).parent else {
            return None;
        };
        let at = ExprRef {
            decl: channel.decl,
            expr: outer,
        };
        match package.expr(at).kind {
            ExprKind::Call { .. } => return Some(at),
            ExprKind::Paren(_) => expr = outer,
            _ => return None,
        }
    }
}

fn follow(package: &Package, symbol: SymbolId, sites: Vec<(Site, AccessPath)>) -> Channel {
    let mut closings = Vec::new();
    let mut kept = Vec::new();
    for (number, (site, path)) in sites.into_iter().enumerate() {
        let first = Closing {
            func: site.func,
            event: site.event,
            guard: guard_at(package, site.func, site.event, &path),
            path,
            mode: site.mode,
            site: number,
            via: Vec::new(),
        };
        climb(package, first, &mut closings);
        kept.push(site);
    }
    Channel {
        symbol,
        sites: kept,
        closings,
    }
}

/// Whether the path begins at something that the function's callers have too: not at its own local variable.
fn is_seen_by_callers(package: &Package, closing: &Closing) -> bool {
    let Some(root) = closing.path.root_symbol() else {
        return false;
    };
    let symbol = package.symbol(root);
    let is_own = root.decl == closing.func.decl && symbol.func == Some(closing.func.index);
    !is_own || matches!(symbol.kind, SymbolKind::Param | SymbolKind::Receiver)
}

/// Adds a closing and the calls that come to it.
fn climb(package: &Package, closing: Closing, closings: &mut Vec<Closing>) {
    let is_known = |known: &Closing| {
        known.func == closing.func && known.event == closing.event && known.site == closing.site
    };
    if closings.len() > MOST_CLOSINGS || closings.iter().any(is_known) {
        return;
    }
    closings.push(closing.clone());
    // A guarded close is followed to the method that makes it, to name that, and no further.
    let is_guarded = closing.guard == Guard::Sound && package.func(closing.func).literal.is_none();
    if is_guarded || closing.via.len() >= DEPTH || !matches!(closing.path.root, Root::Symbol(_)) {
        return;
    }
    if !is_seen_by_callers(package, &closing) {
        return;
    }
    for caller in &package.callers_of(closing.func).sites {
        let Some(path) = package.path_in_caller(&closing.path, caller.call, closing.func) else {
            continue;
        };
        if path.has_element() {
            continue;
        }
        let mode = match (caller.mode, closing.mode) {
            (_, CallMode::Spawned) => CallMode::Spawned,
            (outer, _) => outer,
        };
        let guard = if package.is_once_do(caller.call) {
            Guard::Sound
        } else {
            closing
                .guard
                .clone()
                .and(guard_at(package, caller.caller, caller.event, &path))
        };
        let via = std::iter::once((closing.func, closing.event))
            .chain(closing.via.iter().copied())
            .collect();
        let outer = Closing {
            func: caller.caller,
            event: caller.event,
            path,
            mode,
            guard,
            site: closing.site,
            via,
        };
        climb(package, outer, closings);
    }
}
