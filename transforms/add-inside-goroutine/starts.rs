//! Which `go` statements start a function.

use crate::model::flow::CallMode;
use crate::model::uses::is_exported;
use crate::model::{FuncId, Package, SymbolKind};
use crate::rewrite::outward::Called;
use crate::syntax::ast::{StmtId, StmtKind};

/// How many calls lie between the `go` statement and the function at most.
const DEPTH: u32 = 2;

/// A `go` statement on whose goroutine a function runs.
pub(super) struct Start {
    /// The function that starts the goroutine.
    pub func: FuncId,
    pub stmt: StmtId,
    /// From the function outwards; the last is the call that the `go` statement makes.
    pub calls: Vec<Called>,
}

pub(super) struct Starts {
    pub all: Vec<Start>,
    /// Whether it may also run without one of these.
    pub has_others: bool,
}

pub(super) fn starts_of(package: &Package, func: FuncId) -> Starts {
    starts_within(package, func, DEPTH)
}

fn starts_within(package: &Package, func: FuncId, depth: u32) -> Starts {
    let callers = package.callers_of(func);
    let mut starts = Starts {
        all: Vec::new(),
        has_others: callers.is_value || callers.sites.is_empty() || is_in_interface(package, func),
    };
    for site in &callers.sites {
        let flow = package.flow(site.caller);
        let stmt = flow.events[site.event].stmt;
        let is_go = matches!(
            package.ast(site.caller.decl).stmt(stmt).kind,
            StmtKind::Go(_)
        );
        match site.mode {
            CallMode::Spawned if is_go => starts.all.push(Start {
                func: site.caller,
                stmt,
                calls: vec![(site.call, func)],
            }),
            CallMode::Now if depth > 0 && !flow.reaches(site.event, site.event, |_| false) => {
                let outer = starts_within(package, site.caller, depth - 1);
                let is_open = package
                    .func(site.caller)
                    .name
                    .is_some_and(|ident| is_exported(&ident.name));
                starts.has_others |= is_open
                    || outer.has_others
                    || flow.ends_without(|event, _| event == site.event);
                starts.all.extend(outer.all.into_iter().map(|start| {
                    let first = std::iter::once((site.call, func));
                    Start {
                        calls: first.chain(start.calls).collect(),
                        ..start
                    }
                }));
            }
            _ => starts.has_others = true,
        }
    }
    starts
}

/// Whether an interface of the package has a method of the function's name, through which others may call it.
fn is_in_interface(package: &Package, func: FuncId) -> bool {
    let data = package.func(func);
    let (Some(ident), Some(_)) = (data.name, &data.receiver) else {
        return false;
    };
    package
        .decls_mentioning(&ident.name)
        .into_iter()
        .any(|decl| {
            let mut symbols = package.scopes(decl).symbols.iter();
            symbols.any(|symbol| {
                symbol.kind == SymbolKind::InterfaceMethod && symbol.name == ident.name
            })
        })
}
