//! Calls that change what they are called on, or given, and don't lock for it themselves.

use super::flow::{AccessKind, Callee, EventKind};
use super::package::Package;
use super::path::{AccessPath, Root};
use super::symbol::*;
use crate::syntax::ast::*;

/// Types of other packages that are not safe for concurrent use: package and type.
const UNSAFE_TYPES: &[(&str, &str)] = &[
    ("archive/tar", "Writer"),
    ("archive/zip", "Writer"),
    ("bufio", "Reader"),
    ("bufio", "Writer"),
    ("bytes", "Buffer"),
    ("compress/gzip", "Writer"),
    ("container/list", "List"),
    ("container/ring", "Ring"),
    ("encoding/csv", "Writer"),
    ("github.com/golang/groupcache/lru", "Cache"),
    ("github.com/hashicorp/golang-lru/simplelru", "LRU"),
    ("github.com/hashicorp/golang-lru/v2/simplelru", "LRU"),
    ("math/rand", "Rand"),
    ("math/rand/v2", "Rand"),
    ("strings", "Builder"),
    ("text/tabwriter", "Writer"),
];

/// Their methods that only read; the others change them (`Get` of an LRU cache does).
const READERS: &[&str] = &[
    "Available",
    "Back",
    "Buffered",
    "Bytes",
    "Cap",
    "Contains",
    "Error",
    "Front",
    "Keys",
    "Len",
    "Peek",
    "Size",
    "String",
    "Values",
];

/// Functions that change what their first argument holds.
const CHANGERS: &[(&str, &[&str])] = &[
    ("container/heap", &["Fix", "Init", "Pop", "Push", "Remove"]),
    ("maps", &["Copy", "DeleteFunc", "Insert"]),
    ("slices", &["Reverse", "Sort", "SortFunc", "SortStableFunc"]),
    (
        "sort",
        &[
            "Float64s",
            "Ints",
            "Slice",
            "SliceStable",
            "Sort",
            "Stable",
            "Strings",
        ],
    ),
];

/// How many calls inside each other are followed.
const DEPTH: u32 = 4;

impl Package<'_> {
    /// What a method call changes: the path that it is called on, and whether the method writes to it. `None` where the
    /// method is not known to be one that needs its caller's lock.
    pub(super) fn used_object(
        &self,
        call: ExprRef,
        callee: Callee,
    ) -> Option<(AccessPath, AccessKind)> {
        let ExprKind::Call { callee: named, .. } = &self.expr(call).kind else {
            return None;
        };
        let ExprKind::Selector { operand, field } = &self
            .expr(ExprRef {
                decl: call.decl,
                expr: *named,
            })
            .kind
        else {
            return None;
        };
        let operand = ExprRef {
            decl: call.decl,
            expr: *operand,
        };
        let kind = match callee {
            Callee::Func(func) if func.decl.dir == self.home().id => self
                .mutates_receiver(func, DEPTH)
                .then_some(AccessKind::Update)?,
            _ if !self.is_of_unsafe_type(operand) => return None,
            _ if READERS.contains(&&*field.name) => AccessKind::Read,
            _ => AccessKind::Update,
        };
        let path = self.path_of(operand);
        (!path.steps.is_empty() || matches!(path.root, Root::Symbol(_))).then_some((path, kind))
    }

    /// What a function of the standard library changes that it is given: `sort.Strings(names)`.
    pub fn changed_argument(&self, call: ExprRef) -> Option<AccessPath> {
        let here = |expr: ExprId| ExprRef {
            decl: call.decl,
            expr,
        };
        let ExprKind::Call { callee, args, .. } = &self.expr(call).kind else {
            return None;
        };
        let ExprKind::Selector { operand, field } = &self.expr(here(*callee)).kind else {
            return None;
        };
        let from = self.imported_path(here(*operand))?;
        let (_, names) = CHANGERS.iter().find(|(known, _)| *known == from)?;
        let first = *args.first()?;
        names
            .contains(&&*field.name)
            .then(|| self.path_of(here(first)))
    }

    /// What a call changes out of sight, if it is known to change something: what its method is called on, or what its
    /// function is given.
    pub fn changed_by(&self, call: ExprRef) -> Option<AccessPath> {
        self.changed_argument(call).or_else(|| {
            let (path, kind) = self.used_object(call, Callee::Unknown)?;
            (kind == AccessKind::Update).then_some(path)
        })
    }

    /// Whether a method writes to fields of its receiver, itself or through methods that it calls, without any lock.
    fn mutates_receiver(&self, func: FuncId, depth: u32) -> bool {
        if let Some(&known) = self.mutators.borrow().get(&func) {
            return known;
        }
        let Some(receiver) = self.receiver_of(func).filter(|_| depth > 0) else {
            return false;
        };
        self.mutators.borrow_mut().insert(func, false);
        // What has a lock of its own is not its holder's business.
        let ty = self.type_of_symbol(receiver);
        if self.holds_lock(ty.pointee(), 1) {
            return false;
        }
        let flow = self.flow(func);
        let locks = |kind: &EventKind| matches!(kind, EventKind::Lock { .. });
        let is_mutator = !flow.events.iter().any(|event| locks(&event.kind))
            && flow.events.iter().any(|event| match &event.kind {
                EventKind::Access { path, kind } => {
                    matches!(kind, AccessKind::Write | AccessKind::Update)
                        && path.root == Root::Symbol(receiver)
                        && !path.steps.is_empty()
                }
                EventKind::Call {
                    call,
                    callee: Callee::Func(callee),
                    ..
                } => {
                    let call = ExprRef {
                        decl: func.decl,
                        expr: *call,
                    };
                    self.is_method_call_on(call, receiver)
                        && self.mutates_receiver(*callee, depth - 1)
                }
                _ => false,
            });
        self.mutators.borrow_mut().insert(func, is_mutator);
        is_mutator
    }

    fn is_method_call_on(&self, call: ExprRef, receiver: SymbolId) -> bool {
        let ExprKind::Call { callee, .. } = &self.expr(call).kind else {
            return false;
        };
        let callee = ExprRef {
            decl: call.decl,
            expr: *callee,
        };
        let ExprKind::Selector { operand, .. } = &self.expr(callee).kind else {
            return false;
        };
        let operand = ExprRef {
            decl: call.decl,
            expr: *operand,
        };
        self.named_symbol(operand) == Some(receiver)
    }

    /// Whether what an operand names is of one of the types that must not be used by two goroutines at once.
    fn is_of_unsafe_type(&self, operand: ExprRef) -> bool {
        self.selection(operand)
            .map(|selection| selection.symbol)
            .or_else(|| self.named_symbol(operand))
            .is_some_and(|variable| self.is_unsafe_object(variable))
    }

    /// Whether a variable's declaration, or the value it is declared with, names one of the types that must not be used
    /// by two goroutines at once: their methods read and write the variable.
    pub fn is_unsafe_object(&self, variable: SymbolId) -> bool {
        let decl = variable.decl;
        match self.symbol(variable).ty {
            TypeSource::Declared(expr) => self.names_unsafe_type(ExprRef { decl, expr }),
            TypeSource::Value {
                value, position: 0, ..
            } => self.makes_unsafe_object(ExprRef { decl, expr: value }),
            _ => false,
        }
    }

    /// Whether a type expression is one of these types, or a pointer to one.
    fn names_unsafe_type(&self, ty: ExprRef) -> bool {
        let here = |expr: ExprId| ExprRef {
            decl: ty.decl,
            expr,
        };
        match &self.expr(ty).kind {
            ExprKind::Star(inner) | ExprKind::Paren(inner) => self.names_unsafe_type(here(*inner)),
            ExprKind::Index { operand, .. } => self.names_unsafe_type(here(*operand)),
            ExprKind::Selector { operand, field } => self
                .imported_path(here(*operand))
                .is_some_and(|path| UNSAFE_TYPES.contains(&(path, &*field.name))),
            _ => false,
        }
    }

    /// Whether a value is a new one of these types: a literal, or what a constructor of its package gives.
    fn makes_unsafe_object(&self, value: ExprRef) -> bool {
        let here = |expr: ExprId| ExprRef {
            decl: value.decl,
            expr,
        };
        match &self.expr(value).kind {
            ExprKind::Paren(inner)
            | ExprKind::Unary {
                op: UnaryOp::Address,
                operand: inner,
            } => self.makes_unsafe_object(here(*inner)),
            ExprKind::Composite { ty: Some(ty), .. } => self.names_unsafe_type(here(*ty)),
            ExprKind::Call { callee, args, .. } => match &self.expr(here(*callee)).kind {
                ExprKind::Name(_) => {
                    matches!(self.callee(value), Callee::Builtin("new"))
                        && (args.first()).is_some_and(|&ty| self.names_unsafe_type(here(ty)))
                }
                ExprKind::Selector { operand, field } => {
                    let made = field.name.strip_prefix("New");
                    let path = self.imported_path(here(*operand));
                    path.zip(made).is_some_and(|(path, made)| {
                        UNSAFE_TYPES.iter().any(|&(package, ty)| {
                            package == path && (made.is_empty() || made.starts_with(ty))
                        })
                    })
                }
                _ => false,
            },
            _ => false,
        }
    }
}
