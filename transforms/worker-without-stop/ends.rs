//! What a worker should end with: a context, the stop channel of its owner, or the function that starts it.

use super::loops::Worker;
use crate::model::flow::{CallMode, ChanOpKind, EventKind};
use crate::model::path::{AccessPath, Root, Step};
use crate::model::resolve::name;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::Span;
use crate::syntax::ast::*;

/// What shows that a worker is to end.
pub(super) enum Owner {
    /// A context is at hand.
    Context { over: String, declared: Span },
    /// The worker belongs to an object with a method that ends it, by a channel or context of the object if there is one.
    Object {
        ty: SymbolId,
        method: SymbolId,
        done: Option<String>,
    },
    /// The function that starts it stops the ticker when it ends.
    Starter { stops: Span },
}

const METHODS: [&str; 3] = ["Close", "Stop", "Shutdown"];

pub(super) fn owner_of(package: &Package, worker: &Worker) -> Option<Owner> {
    by_context(package, worker)
        .or_else(|| by_object(package, worker))
        .or_else(|| by_starter(package, worker))
}

/// The context that is a parameter of the worker's function or of one around it.
fn by_context(package: &Package, worker: &Worker) -> Option<Owner> {
    let decl = worker.func.decl;
    let mut index = Some(worker.func.index);
    while let Some(inner) = index {
        let func = package.func(FuncId { decl, index: inner });
        for field in &func.signature.params {
            let ty = package.denoted(ExprRef {
                decl,
                expr: field.ty,
            });
            let named = field.names.first().filter(|name| &*name.name != "_");
            if let (Some(ty), Some(named)) = (ty, named)
                && package.is_context(&ty)
            {
                let symbol = package.symbol_declared_at(decl, named.range.start)?;
                let over = package.written_at(symbol, worker.channel, worker.func)?;
                return Some(Owner::Context {
                    over,
                    declared: package.span(decl, named.range),
                });
            }
        }
        index = func.parent;
    }
    None
}

/// The type whose object the worker belongs to: that which holds the channel, or whose method it is.
fn by_object(package: &Package, worker: &Worker) -> Option<Owner> {
    let holder = match (&worker.path.root, worker.path.steps.as_slice()) {
        (Root::Symbol(root), [Step::Field(_), ..]) => Some(*root),
        _ => None,
    };
    let declared = FuncId {
        decl: worker.func.decl,
        index: FuncIndex(0),
    };
    let holders = holder.into_iter().chain(package.receiver_of(declared));
    holders
        .chain(made_by_starter(package, worker))
        .find_map(|holder| object(package, worker, holder))
}

/// The object that the function which starts the worker, a literal of its own, has made before and returns.
fn made_by_starter(package: &Package, worker: &Worker) -> Option<SymbolId> {
    let starter = worker.start.caller;
    let decl = starter.decl;
    let is_inner = package.func(worker.func).parent == Some(starter.index);
    let is_method = package.func(starter).receiver.is_some();
    if !is_inner || is_method || worker.func.decl != decl {
        return None;
    }
    let ast = package.ast(decl);
    let start = package.expr(worker.start.call).range.start;
    let returned = ast.stmts.iter().zip(0..).filter_map(|(stmt, number)| {
        let StmtKind::Return(values) = &stmt.kind else {
            return None;
        };
        let is_own = package.func_of_stmt(decl, StmtId(number)) == Some(starter.index);
        let expr = *values.first().filter(|_| is_own)?;
        package.named_symbol(ExprRef { decl, expr })
    });
    let mut made = returned
        .filter(|&symbol| package.is_local(symbol) && package.symbol(symbol).range.end <= start);
    made.next()
}

fn object(package: &Package, worker: &Worker, holder: SymbolId) -> Option<Owner> {
    let ty = package.type_of_symbol(holder);
    let Type::Named(symbol, _) = ty.pointee() else {
        return None;
    };
    if package.world().is_standard(symbol.decl.dir) && symbol.decl.dir != package.home().id {
        return None;
    }
    let method = METHODS.iter().find_map(|wanted| {
        let member = package.member(&ty, name(wanted))?;
        let is_own =
            package.symbol(member.symbol).kind == SymbolKind::Method && member.through.is_empty();
        is_own.then_some(member.symbol)
    })?;
    let done = package.fields(ty.pointee()).into_iter().find_map(|field| {
        let text = package
            .written_at(field.symbol, worker.channel, worker.func)
            .or_else(|| {
                let holder = package.written_at(holder, worker.channel, worker.func)?;
                Some(format!("{holder}.{}", package.symbol(field.symbol).name))
            })?;
        if package.is_context(&field.ty) {
            return Some(format!("{text}.Done()"));
        }
        is_stop(package, field.symbol, &field.ty).then_some(text)
    });
    Some(Owner::Object {
        ty: *symbol,
        method,
        done,
    })
}

/// Whether a field is a channel that carries nothing, is closed and never sent on.
fn is_stop(package: &Package, field: SymbolId, ty: &Type) -> bool {
    let Type::Chan(_, element) = package.underlying(ty) else {
        return false;
    };
    if !package.is_empty_struct(&element) {
        return false;
    }
    let channel = package.channel(field);
    channel.of_kind(ChanOpKind::Close).next().is_some()
        && channel.of_kind(ChanOpKind::Send).next().is_none()
        && !channel.may_be_sent_on_elsewhere
}

/// The function that starts the worker stops the ticker that it waits on.
fn by_starter(package: &Package, worker: &Worker) -> Option<Owner> {
    if !package.is_ticker(worker.channel) {
        return None;
    }
    let ticker: AccessPath = worker.path.holder()?;
    let root = ticker.root_symbol().filter(|_| ticker.steps.is_empty())?;
    let starter = worker.start.caller;
    let is_local = package.is_local(root) && root.decl == starter.decl;
    let is_inner = package.func(worker.func).parent == Some(starter.index);
    if !is_local || !is_inner || !package.flow(starter).returns() {
        return None;
    }
    let stops = package.flow(starter).events.iter().find_map(|event| {
        let EventKind::Call {
            call,
            mode: CallMode::Deferred | CallMode::Now,
            ..
        } = event.kind
        else {
            return None;
        };
        let decl = starter.decl;
        let ExprKind::Call { callee, .. } = &package.expr(ExprRef { decl, expr: call }).kind else {
            return None;
        };
        let ExprKind::Selector { operand, field } = &package.ast(decl).expr(*callee).kind else {
            return None;
        };
        let operand = ExprRef {
            decl,
            expr: *operand,
        };
        let is_stop = &*field.name == "Stop" && package.path_of(operand) == ticker;
        is_stop.then(|| package.span(decl, event.range))
    })?;
    Some(Owner::Starter { stops })
}
