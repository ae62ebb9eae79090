//! Which lock a function takes while it holds another one, itself or through what it calls.

use std::collections::BTreeSet;

use crate::model::flow::{CallMode, EventKind};
use crate::model::lock_chains::LockChain;
use crate::model::lock_states::LockStep;
use crate::model::locks::{LockOp, Mode};
use crate::model::path::{AccessPath, Root, Step};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::rewrite::locking::lock_text;
use crate::source::Range;
use crate::syntax::ast::ExprKind;

/// Which lock it is, on whatever object: its field or variable, behind the embedded fields that lead to it. What two
/// types embed is not one lock.
pub(super) type LockKey = Vec<SymbolId>;

/// A lock that is taken while another one is held.
pub(super) struct Order {
    pub func: FuncId,
    /// The locks, each with the mode in which it is held or taken.
    pub first: (LockKey, Mode),
    pub second: (LockKey, Mode),
    pub first_text: String,
    pub second_text: String,
    /// The call that takes the first lock, and its event's number.
    pub acquire: Range,
    pub first_event: usize,
    /// The event in `func` that takes the second one, or leads there.
    pub event: usize,
    /// The calls that lead to the second lock, outermost first, and the call of `Lock`.
    pub links: Vec<(FuncId, Range)>,
    /// Locks held for writing besides: they keep others out of the whole.
    pub gates: BTreeSet<SymbolId>,
    /// Whether both locks are of one object, or package variables.
    pub is_one_object: bool,
}

pub(super) fn orders_of(package: &Package, func: FuncId) -> Vec<Order> {
    let mut found: Vec<Order> = Vec::new();
    let taken = package.mutexes_taken(func);
    for lock in taken.iter().filter(|lock| is_comparable(package, lock)) {
        for order in orders_under(package, func, lock) {
            let is_known = found
                .iter()
                .any(|known| known.first.0 == order.first.0 && known.second.0 == order.second.0);
            if !is_known {
                found.push(order);
            }
        }
    }
    found
}

/// Whether it is plain which lock it is, and it is not of an object that the function makes itself.
fn is_comparable(package: &Package, path: &AccessPath) -> bool {
    let Root::Symbol(root) = path.root else {
        return false;
    };
    !path.steps.contains(&Step::Element)
        && package.is_mutex(path)
        && !package.is_made_by_literal(root)
}

fn orders_under(package: &Package, func: FuncId, first: &AccessPath) -> Vec<Order> {
    let flow = package.flow(func);
    let steps = package.lock_steps(func, first);
    let states = Package::lock_states(flow, steps);
    let mut found = Vec::new();
    for (number, event) in flow.events.iter().enumerate() {
        let Some(held) = states.mode_before(number) else {
            continue;
        };
        let taken: Vec<(AccessPath, LockChain)> = match &event.kind {
            EventKind::Lock {
                path,
                op: LockOp::Acquire(mode),
                mode: CallMode::Now,
            } if path != first && is_comparable(package, path) => {
                let chain = LockChain {
                    mode: *mode,
                    links: vec![(func, event.range)],
                };
                vec![(path.clone(), chain)]
            }
            EventKind::Call {
                mode: CallMode::Now,
                ..
            } => candidates(package, func, number, first)
                .into_iter()
                .filter_map(|second| {
                    let chain = package.lock_chain(func, number, &second)?;
                    Some((second, chain))
                })
                .collect(),
            _ => continue,
        };
        for (second, LockChain { mode, links }) in taken {
            let (Some(one), Some(other)) = (key(package, first), key(package, &second)) else {
                continue;
            };
            let acquire = (0..flow.events.len()).find(|&acquire| {
                matches!(steps[acquire], Some(LockStep::Acquire(_)))
                    && flow.reaches(acquire, number, |_| false)
            });
            let Some(acquire) = acquire.filter(|_| one != other) else {
                continue;
            };
            let others = package.held_at(func, number);
            let gates = others
                .iter()
                .filter(|(_, mode)| *mode == Mode::Write)
                .filter_map(|(path, _)| path.target())
                .filter(|&gate| Some(gate) != first.target() && Some(gate) != second.target())
                .collect();
            let text = |path: &AccessPath| {
                lock_text(package, path).unwrap_or_else(|| package.path_text(path))
            };
            found.push(Order {
                func,
                first: (one, held),
                second: (other, mode),
                first_text: text(first),
                second_text: text(&second),
                acquire: flow.events[acquire].range,
                first_event: acquire,
                event: number,
                links,
                gates,
                is_one_object: is_one_object(package, first, &second),
            });
        }
    }
    found
}

fn key(package: &Package, lock: &AccessPath) -> Option<LockKey> {
    let mut key = vec![lock.target()?];
    let (_, before) = lock.steps.split_last().unwrap_or((&Step::Element, &[]));
    for step in before.iter().rev() {
        let Step::Field(field) = step else {
            break;
        };
        if !is_embedded(package, *field) {
            break;
        }
        key.push(*field);
    }
    Some(key)
}

fn is_embedded(package: &Package, field: SymbolId) -> bool {
    let name = package.symbol(field).range;
    package.ast(field.decl).exprs.iter().any(|expr| {
        let ExprKind::StructType { fields, .. } = &expr.kind else {
            return false;
        };
        let mut embedded = fields.iter().filter(|field| field.names.is_empty());
        embedded.any(|field| field.range.contains(name))
    })
}

/// Whether two locks are fields of one object, or variables.
fn is_one_object(package: &Package, one: &AccessPath, other: &AccessPath) -> bool {
    let is_fixed = |path: &AccessPath| {
        path.root_symbol()
            .is_some_and(|root| !package.is_local(root))
    };
    one.holder() == other.holder() || is_fixed(one) || is_fixed(other)
}

/// The locks that a call may take and that can be told: beside the first, of the object that the method is called on,
/// and package variables.
fn candidates(
    package: &Package,
    func: FuncId,
    event: usize,
    first: &AccessPath,
) -> Vec<AccessPath> {
    let EventKind::Call { call, callee, .. } = package.flow(func).events[event].kind else {
        return Vec::new();
    };
    let Some(called) = package.called_function(callee) else {
        return Vec::new();
    };
    if package.world().is_standard(called.decl.dir) {
        return Vec::new();
    }
    let mut holders: Vec<AccessPath> = first.holder().into_iter().collect();
    if let ExprKind::Call { callee, .. } = package.ast(func.decl).expr(call).kind
        && let ExprKind::Selector { operand, .. } = package.ast(func.decl).expr(callee).kind
    {
        holders.push(package.path_of(ExprRef {
            decl: func.decl,
            expr: operand,
        }));
    }
    let mut found = BTreeSet::new();
    for &lock in &package.effects_of(called).locks {
        if Some(lock) == first.target() {
            continue;
        }
        if package.struct_of_field(lock).is_none() {
            found.insert(AccessPath::of_symbol(lock));
            continue;
        }
        for holder in &holders {
            if holds(package, holder, lock) {
                let mut path = holder.clone();
                path.steps.push(Step::Field(lock));
                found.insert(path);
            }
        }
    }
    found
        .into_iter()
        .filter(|path| is_comparable(package, path))
        .collect()
}

/// Whether the object at a path has this field.
fn holds(package: &Package, holder: &AccessPath, field: SymbolId) -> bool {
    let ty = match holder.target() {
        Some(symbol) => package.type_of_symbol(symbol),
        None => Type::Unknown,
    };
    package
        .fields(ty.pointee())
        .iter()
        .any(|known| known.symbol == field)
}
