//! Whether a lock is there for what is written under it.

use super::writes::{Write, follows_pointer};
use crate::finding::Related;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::locks::Mode;
use crate::model::path::{AccessPath, Root, Step};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind, TypeSource};
use crate::syntax::ast::{ExprKind, UnaryOp};

/// What is left of a lock's name without `mu` says what it guards from this length on.
const SHORTEST_STEM: usize = 3;

/// What shows that the lock guards what is written.
pub(super) struct Evidence {
    /// The path of the variable, in the words of the function that writes.
    pub path: AccessPath,
    /// An access of another function under the lock.
    pub other: Option<Related>,
}

/// How the accesses of a variable go with a lock.
#[derive(Default)]
struct Tally<'a> {
    written: Option<&'a VariableAccess>,
    read: Option<&'a VariableAccess>,
    held: usize,
    bare: usize,
    /// Without the lock, in functions that take it somewhere else.
    forgotten: usize,
}

/// Why `lock` guards what is written under it in `func`; `None` if nothing shows that it does.
pub(super) fn evidence(
    package: &Package,
    func: FuncId,
    lock: &AccessPath,
    write: &Write,
) -> Option<Evidence> {
    match lock.holder() {
        Some(holder) => beside(package, func, lock, &holder, write)
            .or_else(|| through_parameter(package, func, lock, write)),
        None => alone(package, func, lock, write),
    }
}

/// The lock is a field, and the write goes to a field of the same struct.
fn beside(
    package: &Package,
    func: FuncId,
    lock: &AccessPath,
    holder: &AccessPath,
    write: &Write,
) -> Option<Evidence> {
    let depth = holder.steps.len();
    if holder.has_element() || !write.path.begins_with(holder) {
        return None;
    }
    let &Step::Field(variable) = write.path.steps.get(depth)? else {
        return None;
    };
    let rest = write.path.steps.get(depth + 1..)?;
    if lock.steps.get(depth) == Some(&Step::Field(variable)) {
        return None;
    }
    let is_elsewhere = write.is_inside || follows_pointer(package, variable, rest);
    if is_elsewhere && owns_lock(package, variable, rest) {
        return None;
    }
    let tally = tally(package, func, variable, |access| {
        let mut path = access.path.holder()?;
        path.steps.extend_from_slice(lock.steps.get(depth..)?);
        Some(path)
    });
    let is_guarded = if is_elsewhere || is_named_for_another(package, lock, variable) {
        tally.written.is_some() && tally.bare <= tally.held
    } else {
        let is_shown = tally.written.is_some() || tally.read.is_some();
        is_shown && tally.bare <= tally.held
            || tally.bare == 0 && is_only_lock(package, variable, lock)
    };
    is_guarded.then(|| Evidence {
        path: AccessPath {
            root: write.path.root,
            steps: write.path.steps[..=depth].into(),
        },
        other: tally.related(package, lock),
    })
}

/// The lock is a variable of its own, and the write goes to another one that is written under it elsewhere.
fn alone(package: &Package, func: FuncId, lock: &AccessPath, write: &Write) -> Option<Evidence> {
    let variable = write.path.root_symbol()?;
    let kind = package.symbol(variable).kind;
    let is_shared = !package.is_local(variable)
        || kind == SymbolKind::Param
        || package.symbol(variable).func != Some(func.index);
    if !is_shared || Root::Symbol(variable) == lock.root {
        return None;
    }
    let tally = tally(package, func, variable, |_| Some(lock.clone()));
    let is_guarded = tally.written.is_some() && tally.bare <= tally.held;
    is_guarded.then(|| Evidence {
        path: AccessPath::of_symbol(variable),
        other: tally.related(package, lock),
    })
}

/// The write goes through a pointer parameter, and a caller gives it the address of a field beside the lock.
fn through_parameter(
    package: &Package,
    func: FuncId,
    lock: &AccessPath,
    write: &Write,
) -> Option<Evidence> {
    let root = write.path.root_symbol()?;
    if package.symbol(root).kind != SymbolKind::Param
        || write.path.steps.first() != Some(&Step::Pointee)
    {
        return None;
    }
    package.callers_of(func).sites.iter().find_map(|site| {
        let lock = package.path_in_caller(lock, site.call, func)?;
        let mut path = package.path_in_caller(&write.path, site.call, func)?;
        path.steps.pop();
        let given = Write {
            path,
            ..write.clone()
        };
        let found = beside(package, func, &lock, &lock.holder()?, &given)?;
        Some(Evidence {
            path: write.path.clone(),
            ..found
        })
    })
}

fn tally<'p>(
    package: &'p Package,
    func: FuncId,
    variable: SymbolId,
    lock_for: impl Fn(&VariableAccess) -> Option<AccessPath>,
) -> Tally<'p> {
    let in_test = package.file_of(func.decl).is_test;
    let mut tally = Tally::default();
    for access in &package.accesses_of(variable).all {
        let is_other_test = package.file_of(access.func.decl).is_test && !in_test;
        if is_other_test || access.kind == AccessKind::Atomic || is_fresh(package, access) {
            continue;
        }
        let Some(lock) = lock_for(access) else {
            continue;
        };
        match package.held_at(access.func, access.event).mode_of(&lock) {
            Some(Mode::Write) => {
                tally.held += 1;
                tally.written = tally.written.or(Some(access));
            }
            Some(Mode::Read) => {
                tally.held += 1;
                if access.func != func && !access.writes() {
                    tally.read = tally.read.or(Some(access));
                }
            }
            None if takes(package, access.func, &lock) => tally.forgotten += 1,
            None => tally.bare += 1,
        }
    }
    tally
}

/// Whether the function that accesses the object has just made it: nobody else has it yet.
fn is_fresh(package: &Package, access: &VariableAccess) -> bool {
    let Root::Symbol(root) = access.path.root else {
        return true;
    };
    let TypeSource::Value { value, .. } = package.symbol(root).ty else {
        return false;
    };
    let mut value = ExprRef {
        decl: root.decl,
        expr: value,
    };
    loop {
        value.expr = match &package.expr(value).kind {
            ExprKind::Paren(inner)
            | ExprKind::Unary {
                op: UnaryOp::Address,
                operand: inner,
            } => *inner,
            ExprKind::Composite { .. } => return package.is_local(root),
            ExprKind::Call { callee, .. } => {
                let callee = ExprRef {
                    decl: value.decl,
                    expr: *callee,
                };
                let name = package.expr_text(callee).rsplit('.').next().unwrap_or("");
                let makes = name.starts_with("New") || name.starts_with("new");
                return package.is_local(root) && makes;
            }
            _ => return false,
        };
    }
}

/// Whether the function takes the lock, or is part of one that does.
fn takes(package: &Package, func: FuncId, lock: &AccessPath) -> bool {
    let mut index = Some(func.index);
    while let Some(this) = index {
        let func = FuncId {
            decl: func.decl,
            index: this,
        };
        let takes = package
            .flow(func)
            .events
            .iter()
            .any(|event| matches!(&event.kind, EventKind::Lock { path, .. } if path == lock));
        if takes {
            return true;
        }
        index = package.func(func).parent;
    }
    false
}

/// Whether an object on the way from a variable has a lock of its own.
fn owns_lock(package: &Package, variable: SymbolId, steps: &[Step]) -> bool {
    let mut ty = package.type_of_symbol(variable);
    for step in steps {
        if package.holds_lock(ty.pointee(), 2) {
            return true;
        }
        ty = match (step, package.underlying(ty.pointee())) {
            (
                Step::Element,
                Type::Map(_, element) | Type::Slice(element) | Type::Array(element),
            ) => (*element).clone(),
            (Step::Field(field), _) => package.type_of_symbol(*field),
            _ => return false,
        };
    }
    package.holds_lock(ty.pointee(), 2)
}

/// Whether a lock is named for something else than the variable, as `closeMu` is.
fn is_named_for_another(package: &Package, lock: &AccessPath, variable: SymbolId) -> bool {
    let Some(lock) = lock.target() else {
        return true;
    };
    let lower = |symbol: SymbolId| package.symbol(symbol).name.to_ascii_lowercase();
    let (lock, variable) = (lower(lock), lower(variable));
    let words = [
        "rwmutex", "mutex", "rwlock", "lock", "rwmu", "mut", "mtx", "mu", "rw", "lk",
    ];
    let stem = words
        .iter()
        .find_map(|word| lock.strip_suffix(word))
        .unwrap_or(&lock)
        .trim_matches('_');
    stem.len() >= SHORTEST_STEM && !variable.contains(stem) && !stem.contains(&variable)
}

/// Whether the struct of a field has this lock and no other.
fn is_only_lock(package: &Package, field: SymbolId, lock: &AccessPath) -> bool {
    let Some((_, fields)) = package.struct_of_field(field) else {
        return false;
    };
    let names = fields.iter().flat_map(|field| &field.names);
    let others = names
        .filter_map(|name| package.symbol_declared_at(field.decl, name.range.start))
        .filter(|&other| Some(other) != lock.target())
        .filter(|&other| {
            let ty = package.type_of_symbol(other);
            // A type that the source does not show may be a lock, by the name of the field.
            let name = package.symbol(other).name.to_ascii_lowercase();
            let sounds_so = ["mu", "mtx", "lock", "mutex"]
                .iter()
                .any(|word| name.ends_with(word));
            sounds_so || !matches!(ty, Type::Pointer(_)) && package.holds_lock(&ty, 1)
        });
    others.count() == 0
}

impl Tally<'_> {
    /// Another access under the lock, for the reader.
    fn related(&self, package: &Package, lock: &AccessPath) -> Option<Related> {
        let name = package.symbol(lock.target()?).name;
        let (access, how) = match (self.written, self.read) {
            (Some(access), _) => (access, format!("here {name} is locked for writing")),
            (None, Some(access)) => (access, format!("read under the read lock of {name} here")),
            (None, None) => return None,
        };
        Some(Related {
            span: package.span(access.func.decl, access.range),
            message: how,
        })
    }
}
