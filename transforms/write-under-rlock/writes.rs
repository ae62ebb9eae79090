//! What a function changes, itself and through the functions that it calls.

use std::collections::HashSet;

use crate::model::flow::{AccessKind, CallMode, Callee, Event, EventKind};
use crate::model::locks::Mode;
use crate::model::path::{AccessPath, Root, Step};
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::source::Span;

/// How many calls deep a change is looked for.
const DEPTH: u32 = 4;

/// One change of something that is not the function's own.
#[derive(Clone, Debug)]
pub(super) struct Write {
    /// What is changed, as the function writes it.
    pub path: AccessPath,
    /// The event of the function that changes it: an access, or the call of what does.
    pub event: usize,
    /// Where it is changed in the end.
    pub place: Span,
    /// The function that the event calls to change it.
    pub callee: Option<FuncId>,
    /// Whether a method changes it whose receiver may be a pointer: then the variable itself stays as it is.
    pub is_inside: bool,
}

/// The changes that a function makes while `counts` holds for the event.
pub(super) fn writes_of(
    package: &Package,
    func: FuncId,
    lock: SymbolId,
    counts: impl Fn(usize, &Event) -> bool,
) -> Vec<Write> {
    let mut search = Search {
        package,
        lock,
        visiting: HashSet::from([func]),
    };
    search.writes(func, DEPTH, &counts)
}

struct Search<'p, 'w> {
    package: &'p Package<'w>,
    lock: SymbolId,
    visiting: HashSet<FuncId>,
}

impl Search<'_, '_> {
    fn writes(
        &mut self,
        func: FuncId,
        depth: u32,
        counts: &dyn Fn(usize, &Event) -> bool,
    ) -> Vec<Write> {
        let package = self.package;
        let mut found = Vec::new();
        for (number, event) in package.flow(func).events.iter().enumerate() {
            if !counts(number, event) || is_guarded_otherwise(event) {
                continue;
            }
            match &event.kind {
                EventKind::Access {
                    path,
                    kind: AccessKind::Write | AccessKind::Update,
                } => found.push(Write {
                    path: path.clone(),
                    event: number,
                    place: package.span(func.decl, event.range),
                    callee: None,
                    is_inside: false,
                }),
                EventKind::Call {
                    call,
                    callee,
                    mode: CallMode::Now,
                } => {
                    let call = ExprRef {
                        decl: func.decl,
                        expr: *call,
                    };
                    if let Some(path) = package.changed_by(call) {
                        found.push(Write {
                            path,
                            event: number,
                            place: package.span(func.decl, event.range),
                            callee: None,
                            is_inside: true,
                        });
                    }
                    if let Callee::Func(callee) | Callee::Literal(callee) = *callee {
                        found.extend(self.writes_of_call(number, call, callee, depth));
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The changes that a call makes, in the caller's words.
    fn writes_of_call(
        &mut self,
        event: usize,
        call: ExprRef,
        callee: FuncId,
        depth: u32,
    ) -> Vec<Write> {
        let package = self.package;
        let is_here = callee.decl.dir == package.home().id;
        if depth == 0
            || !is_here
            || package.is_once_do(call)
            || package.ast(callee.decl).damaged.is_some()
            || self.handles_lock(callee)
            || !self.visiting.insert(callee)
        {
            return Vec::new();
        }
        let inner = self.writes(callee, depth - 1, &|_, _| true);
        self.visiting.remove(&callee);
        let shared = inner
            .into_iter()
            .filter(|write| leaves_function(package, callee, &write.path));
        shared
            .filter_map(|write| {
                Some(Write {
                    path: package.path_in_caller(&write.path, call, callee)?,
                    event,
                    place: write.place,
                    callee: Some(callee),
                    is_inside: write.is_inside,
                })
            })
            .collect()
    }

    /// Whether the function takes or releases the lock itself.
    fn handles_lock(&self, func: FuncId) -> bool {
        self.package.flow(func).events.iter().any(|event| {
            matches!(&event.kind, EventKind::Lock { path, .. } if path.target() == Some(self.lock))
        })
    }
}

/// Whether some lock is held for writing.
fn is_guarded_otherwise(event: &Event) -> bool {
    event.held.iter().any(|(_, mode)| mode == Mode::Write)
}

/// Whether a change of `path` is seen outside of the function: what a value parameter holds is a copy.
fn leaves_function(package: &Package, func: FuncId, path: &AccessPath) -> bool {
    let Root::Symbol(root) = path.root else {
        return false;
    };
    let is_own = root.decl == func.decl && package.symbol(root).func == Some(func.index);
    !package.is_local(root) || !is_own || follows_reference(package, root, &path.steps)
}

/// Whether a pointer, map or slice lies between a variable and what `steps` lead to.
fn follows_reference(package: &Package, variable: SymbolId, steps: &[Step]) -> bool {
    let mut ty = package.type_of_symbol(variable);
    for step in steps {
        let inner = package.underlying(&ty);
        ty = match (step, inner) {
            (_, Type::Pointer(_)) | (Step::Element, Type::Map(..) | Type::Slice(_)) => return true,
            (Step::Element, Type::Array(element)) => (*element).clone(),
            (Step::Field(field), Type::Struct(_)) => package.type_of_symbol(*field),
            _ => return false,
        };
    }
    false
}

/// Whether a pointer to another object lies between a variable and what `steps` lead to.
pub(super) fn follows_pointer(package: &Package, variable: SymbolId, steps: &[Step]) -> bool {
    let mut ty = package.type_of_symbol(variable);
    for (position, step) in steps.iter().enumerate() {
        let is_last = position + 1 == steps.len();
        ty = match (step, package.underlying(&ty)) {
            (
                Step::Element,
                Type::Map(_, element) | Type::Slice(element) | Type::Array(element),
            ) => (*element).clone(),
            (Step::Element, _) if is_last => return false,
            (Step::Field(field), Type::Struct(_)) => package.type_of_symbol(*field),
            // `*p` where the caller gave `&x` is `x` itself.
            (Step::Pointee, Type::Pointer(_) | Type::Unknown) => return true,
            (Step::Pointee, value) => value,
            _ => return true,
        };
    }
    false
}
