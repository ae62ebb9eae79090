//! Variables that the first one who needs them sets.

use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::package::Package;
use crate::model::path::AccessPath;
use crate::model::structure::Condition;
use crate::model::symbol::*;
use crate::model::types::Type;
use crate::syntax::ast::*;

/// A test that finds a variable not set yet, and the write that sets it.
///
/// ```go
/// if s.index == nil { // the check
///     s.index = build() // the write
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LazyInit {
    /// The index of the write among the variable's accesses.
    pub write: usize,
    pub func: FuncId,
    /// The `if`.
    pub check: StmtId,
    pub condition: ExprId,
    /// Whether the write stands in the `if`; else behind one that leaves where the variable is set.
    pub is_inside: bool,
    /// What the check tests: the variable itself, or a flag beside it.
    pub tested: SymbolId,
}

impl Package<'_> {
    /// How a variable is set, where nothing sets it but who finds it not set yet; resets to nothing do not count.
    pub fn lazy_init_of(&self, variable: SymbolId) -> Option<LazyInit> {
        let ty = self.underlying(&self.type_of_symbol(variable));
        let is_flag = ty.is_basic("bool");
        if !is_flag && !can_be_nothing(&ty) {
            return None;
        }
        let accesses = self.accesses_of(variable).all.iter().enumerate();
        let mut found = None;
        for (number, access) in accesses.filter(|(_, access)| access.writes()) {
            let is_test = self.file_of(access.func.decl).is_test;
            if is_test || self.is_owned(access.func, access.event, &access.path) {
                continue;
            }
            if self.is_reset(access) {
                continue;
            }
            if access.is_content {
                return None;
            }
            let init = self.check_before(number, access)?;
            if is_flag && !self.sets_others(access, init.check) {
                return None;
            }
            found.get_or_insert(init);
        }
        found
    }

    /// Whether an `if` sets more than the flag that it tests.
    fn sets_others(&self, flag: &VariableAccess, check: StmtId) -> bool {
        let range = self.ast(flag.func.decl).stmt(check).range;
        let holder = flag.path.holder();
        self.flow(flag.func).events.iter().any(|event| {
            let EventKind::Access {
                path,
                kind: AccessKind::Write | AccessKind::Update,
            } = &event.kind
            else {
                return false;
            };
            let is_shared = !path.root_symbol().is_some_and(|root| self.is_local(root));
            let is_beside = match holder {
                Some(_) => path.holder() == holder,
                None => is_shared,
            };
            range.contains(event.range) && *path != flag.path && is_beside
        })
    }

    /// Whether a write sets a variable back to nothing.
    pub fn is_reset(&self, access: &VariableAccess) -> bool {
        let flow = self.flow(access.func);
        let decl = access.func.decl;
        let StmtKind::Assign {
            targets, values, ..
        } = &self.ast(decl).stmt(flow.events[access.event].stmt).kind
        else {
            return false;
        };
        let is_target = |target: &&ExprId| self.ast(decl).expr(**target).range == access.range;
        let position = targets.iter().position(|target| is_target(&target));
        let value = position
            .filter(|_| targets.len() == values.len())
            .and_then(|position| values.get(position));
        value.is_some_and(|&expr| self.is_zero(ExprRef { decl, expr }))
    }

    fn is_zero(&self, at: ExprRef) -> bool {
        self.type_of(at) == Type::Nil || matches!(self.expr_text(at), "false" | "\"\"" | "``" | "0")
    }

    /// The condition on which a write depends, where that says that the variable is not set yet.
    fn check_before(&self, write: usize, access: &VariableAccess) -> Option<LazyInit> {
        let stmt = self.flow(access.func).events[access.event].stmt;
        let conditions = self.conditions_of(access.func.decl, stmt).into_iter();
        conditions
            .take_while(|condition| !matches!(condition, Condition::Loop { .. }))
            .filter_map(|condition| {
                let (check, condition, is_inside) = match condition {
                    Condition::If {
                        stmt,
                        condition,
                        in_then: true,
                    } => (stmt, condition, true),
                    Condition::Passed { stmt, condition } => (stmt, condition, false),
                    _ => return None,
                };
                let at = ExprRef {
                    decl: access.func.decl,
                    expr: condition,
                };
                let tested = self.tested_for_nothing(at, is_inside)?;
                let is_own = tested == access.path
                    || is_inside && self.is_flag_set_with(access, check, &tested);
                Some(LazyInit {
                    write,
                    func: access.func,
                    check,
                    condition,
                    is_inside,
                    tested: tested.target().filter(|_| is_own)?,
                })
            })
            // Of two checks, one without the lock and one with it, the first.
            .last()
    }

    /// The path that a condition finds to be nothing: `x == nil`, `x == ""`, `len(x) == 0`, `!x`. Where
    /// `wants_nothing` is false, the opposite.
    fn tested_for_nothing(&self, at: ExprRef, wants_nothing: bool) -> Option<AccessPath> {
        let here = |expr: ExprId| ExprRef {
            decl: at.decl,
            expr,
        };
        match &self.expr(at).kind {
            ExprKind::Paren(inner) => self.tested_for_nothing(here(*inner), wants_nothing),
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } if wants_nothing => self.flag_path(here(*operand)),
            ExprKind::Name(_) | ExprKind::Selector { .. } if !wants_nothing => self.flag_path(at),
            ExprKind::Binary { op, left, right } => {
                let wanted = match wants_nothing {
                    true => BinaryOp::Equal,
                    false => BinaryOp::NotEqual,
                };
                if *op != wanted {
                    return None;
                }
                let (left, right) = (here(*left), here(*right));
                match (self.is_zero(left), self.is_zero(right)) {
                    (false, true) => self.measured(left),
                    (true, false) => self.measured(right),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn flag_path(&self, at: ExprRef) -> Option<AccessPath> {
        self.type_of(at)
            .is_basic("bool")
            .then(|| self.path_of(at))
            .filter(|path| path.target().is_some())
    }

    /// The path of `x`, or of `len(x)`.
    fn measured(&self, at: ExprRef) -> Option<AccessPath> {
        let at = match &self.expr(at).kind {
            ExprKind::Call { callee, args, .. } => {
                let callee = ExprRef {
                    decl: at.decl,
                    expr: *callee,
                };
                (self.builtin(callee) == Some("len")).then_some(ExprRef {
                    decl: at.decl,
                    expr: *args.first()?,
                })?
            }
            _ => at,
        };
        Some(self.path_of(at)).filter(|path| path.target().is_some())
    }

    /// Whether a flag of the same owner is set in the `if` that tests it, beside the write.
    fn is_flag_set_with(&self, access: &VariableAccess, check: StmtId, flag: &AccessPath) -> bool {
        let is_beside = match (flag.holder(), access.path.holder()) {
            (None, None) => true,
            (one, other) => one == other,
        };
        let range = self.ast(access.func.decl).stmt(check).range;
        is_beside
            && self.flow(access.func).events.iter().any(|event| {
                range.contains(event.range)
                    && matches!(&event.kind, EventKind::Access { path, kind }
                        if path == flag && *kind == AccessKind::Write)
            })
    }
}

/// Whether values of a type can say that there is none: by `nil` or an empty text.
fn can_be_nothing(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Pointer(_)
            | Type::Map(..)
            | Type::Slice(_)
            | Type::Func(_)
            | Type::Interface(_)
            | Type::Chan(..)
    ) || ty.is_basic("string")
        || ty.is_basic("error")
        || ty.is_basic("any")
}
