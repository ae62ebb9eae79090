//! The goroutines that send on a channel, and where they are started.

use super::global::is_global;
use crate::model::channels::{Channel, Operation};
use crate::model::flow::ChanOpKind;
use crate::model::goroutines::RootKind;
use crate::model::uses::CallSite;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// A statement that starts a goroutine, or several, which send.
#[derive(Clone, Copy, Debug)]
pub struct Sender {
    pub site: CallSite,
    /// What runs on the goroutine.
    pub callee: FuncId,
    /// The start is in a loop that the `make` is not in.
    pub is_repeated: bool,
}

/// All goroutines that send on the channel; the error says why they cannot be told.
pub fn senders_of(
    package: &Package,
    channel: &Channel,
    maker: SymbolId,
) -> Result<Vec<Sender>, String> {
    let mut found: Vec<Sender> = Vec::new();
    for send in channel.of_kind(ChanOpKind::Send) {
        let func = send.func.ok_or("a send is in no function")?;
        let roots = package.roots_of(func);
        for root in &roots.all {
            let RootKind::Spawned { site, callee } = root.kind else {
                if is_of_other_channel(package, channel, func, send) {
                    continue;
                }
                return Err(
                    "a send is made by whoever calls, not by a goroutine of its own".into(),
                );
            };
            let is_known =
                |known: &Sender| (known.site.caller, known.site.event) == (site.caller, site.event);
            if found.iter().any(is_known) || !is_given(package, channel, maker, &site, callee) {
                continue;
            }
            found.push(Sender {
                site,
                callee,
                is_repeated: is_in_loop_of_its_own(package, channel, site.call)
                    || is_global(package, maker) && !runs_once(package, site.caller),
            });
        }
    }
    match found.is_empty() {
        true => Err("no goroutine in sight sends".into()),
        false => Ok(found),
    }
}

/// Whether a function that sends on its parameter is also called with other channels, and by others.
fn is_of_other_channel(
    package: &Package,
    channel: &Channel,
    func: FuncId,
    send: &Operation,
) -> bool {
    let is_param = package.symbol(send.symbol).kind == SymbolKind::Param;
    let sites = &package.callers_of(func).sites;
    is_param && !sites.is_empty() && channel.symbols.contains(&send.symbol)
}

/// Whether a goroutine can have this channel: a literal in sight of it, a method of what holds it, a function that it is
/// given to.
fn is_given(
    package: &Package,
    channel: &Channel,
    maker: SymbolId,
    site: &CallSite,
    callee: FuncId,
) -> bool {
    if package.symbol(maker).kind == SymbolKind::Field || is_global(package, maker) {
        return true;
    }
    if package.func(callee).literal.is_some() {
        let names_it = |symbol: &&SymbolId| {
            package.uses_of(**symbol).certain.iter().any(|at| {
                at.decl == callee.decl
                    && package.func(callee).range.contains(package.expr(*at).range)
            })
        };
        return channel.symbols.iter().any(|symbol| names_it(&symbol));
    }
    let ExprKind::Call { args, .. } = &package.expr(site.call).kind else {
        return false;
    };
    args.iter().any(|&arg| {
        let at = ExprRef {
            decl: site.call.decl,
            expr: arg,
        };
        let target = package.path_of(at).target();
        target.is_some_and(|target| channel.symbols.contains(&target))
    })
}

/// Whether a function is one that the program itself runs, once.
fn runs_once(package: &Package, func: FuncId) -> bool {
    let name = package.func(func).name.map(|ident| ident.name);
    let is_plain = package.receiver_type(func).is_none();
    is_plain && name.is_some_and(|name| matches!(&*name, "init" | "main"))
}

/// Whether an expression is in a loop that no `make` of the channel is in.
fn is_in_loop_of_its_own(package: &Package, channel: &Channel, at: ExprRef) -> bool {
    let ast = package.ast(at.decl);
    let holds_make = |range: crate::source::Range| {
        channel.operations.iter().any(|operation| {
            operation.kind.is_make()
                && operation.at.decl == at.decl
                && range.contains(package.expr(operation.at).range)
        })
    };
    let mut parent = ast.expr(at.expr).parent;
    loop {
        parent = match parent {
            Parent::Expr(expr) => ast.expr(expr).parent,
            Parent::Stmt(stmt) => {
                let stmt = ast.stmt(stmt);
                let is_loop = matches!(stmt.kind, StmtKind::For { .. } | StmtKind::Range { .. });
                if is_loop && !holds_make(stmt.range) {
                    return true;
                }
                stmt.parent
            }
            Parent::Decl | Parent::Func(_) => return false,
        };
    }
}
