//! What of a variable an access hands to its surroundings: a copy, or a reference to what the lock guards.

use super::inside::named_by;
use super::site::Site;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::path::{AccessPath, Step};
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// The largest expression around an access that still belongs to it: `len(s.items)` for `s.items`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub expr: ExprId,
    pub hands_out: HandsOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HandsOut {
    /// A value of its own, or the variable is written.
    Copy,
    /// A map, or a slice whose elements change: using it is using what the lock guards.
    Content,
    /// A pointer to the variable.
    Address,
    /// The variable is ranged over.
    Range,
}

impl Site<'_, '_> {
    /// The events that change what the variable's elements point to, through a local variable that got one: `h.count++`
    /// behind `h, ok := byPath[path]`.
    pub(super) fn changed_behind(&self) -> Vec<usize> {
        let mut locals: Vec<SymbolId> = Vec::new();
        for &event in &self.events {
            let unit = self.unit(event);
            let element =
                unit.filter(|unit| matches!(self.ast.expr(unit.expr).kind, ExprKind::Index { .. }));
            locals.extend(element.and_then(|unit| named_by(self, unit.expr)));
        }
        locals.retain(|&local| matches!(self.package.type_of_symbol(local), Type::Pointer(_)));
        let changes = |kind: &EventKind| match kind {
            EventKind::Access { path, kind } => {
                kind_writes(*kind)
                    && !path.steps.is_empty()
                    && path
                        .root_symbol()
                        .is_some_and(|root| locals.contains(&root))
            }
            _ => false,
        };
        let events = self.flow.events.iter().enumerate();
        events
            .filter(|(_, event)| !locals.is_empty() && changes(&event.kind))
            .map(|(number, _)| number)
            .collect()
    }

    pub(super) fn unit(&self, event: usize) -> Option<Unit> {
        let (path, kind) = match &self.event(event).kind {
            EventKind::Access { path, kind } => (path, kind),
            // A method that uses the variable: all of the call needs the lock.
            EventKind::Call { call, .. } => {
                return Some(Unit {
                    expr: *call,
                    hands_out: HandsOut::Copy,
                });
            }
            _ => return None,
        };
        let mut expr = self.expr_of(event)?;
        if kind_writes(*kind) {
            return Some(Unit {
                expr,
                hands_out: HandsOut::Copy,
            });
        }
        let mut is_content = self.refers_to_content(expr, path);
        while let Parent::Expr(outer) = self.ast.expr(expr).parent {
            match &self.ast.expr(outer).kind {
                ExprKind::Paren(_) => expr = outer,
                ExprKind::Index { operand, .. } if *operand == expr => {
                    expr = outer;
                    is_content = self.is_shared_element(expr, path);
                }
                ExprKind::Slice { operand, .. } if *operand == expr => {
                    expr = outer;
                    if self
                        .package
                        .underlying(&self.package.type_of(self.at(expr)))
                        == Type::basic("string")
                    {
                        is_content = false;
                    }
                }
                ExprKind::Unary {
                    op: UnaryOp::Address,
                    ..
                } => {
                    return Some(Unit {
                        expr: outer,
                        hands_out: HandsOut::Address,
                    });
                }
                ExprKind::Unary { .. } | ExprKind::Binary { .. } => {
                    is_content = false;
                    break;
                }
                ExprKind::Call { callee, args, .. } if args.contains(&expr) => {
                    match self.package.builtin(self.at(*callee)) {
                        Some("len" | "cap") => {
                            expr = outer;
                            is_content = false;
                        }
                        Some("delete" | "copy" | "clear") => is_content = false,
                        Some("append") if args.first() != Some(&expr) => is_content = false,
                        Some("append") if self.goes_back(outer, expr) => is_content = false,
                        Some(_) => {}
                        None if self.is_plain_conversion(outer) || self.is_clone(*callee) => {
                            expr = outer;
                            is_content = false;
                        }
                        None => {}
                    }
                    break;
                }
                ExprKind::Selector { operand, .. } if *operand == expr => {
                    // A method of a value that is no pointer gets its address for the time of the call.
                    let is_method =
                        self.package
                            .selection(self.at(outer))
                            .is_some_and(|selection| {
                                self.package.symbol(selection.symbol).kind == SymbolKind::Method
                            });
                    if is_method
                        && *kind == AccessKind::Address
                        && let Parent::Expr(call) = self.ast.expr(outer).parent
                    {
                        return Some(Unit {
                            expr: call,
                            hands_out: HandsOut::Copy,
                        });
                    }
                    break;
                }
                _ => break,
            }
        }
        let is_ranged = matches!(
            self.ast.expr(expr).parent,
            Parent::Stmt(stmt) if matches!(self.stmt(stmt).kind, StmtKind::Range { operand, .. } if operand == expr)
        );
        let hands_out = match () {
            () if is_ranged => HandsOut::Range,
            () if is_content => HandsOut::Content,
            () if *kind == AccessKind::Address => HandsOut::Address,
            () => HandsOut::Copy,
        };
        Some(Unit { expr, hands_out })
    }

    /// Whether an element is a map, or a slice whose own elements change.
    fn is_shared_element(&self, expr: ExprId, path: &AccessPath) -> bool {
        let ty = self.package.type_of(self.at(expr));
        match self.package.underlying(&ty) {
            Type::Map(..) => true,
            Type::Slice(_) => path
                .variable()
                .is_none_or(|variable| changes_elements_in_place(self.package, variable)),
            _ => false,
        }
    }

    /// Whether what `append` makes of `expr` is assigned to it again.
    fn goes_back(&self, call: ExprId, expr: ExprId) -> bool {
        let Parent::Stmt(stmt) = self.ast.expr(call).parent else {
            return false;
        };
        match &self.stmt(stmt).kind {
            StmtKind::Assign {
                targets, values, ..
            } => match (targets.as_slice(), values.as_slice()) {
                (&[target], &[value]) if value == call => {
                    self.package.path_of(self.at(target)) == self.package.path_of(self.at(expr))
                        && self.text(self.ast.expr(target).range)
                            == self.text(self.ast.expr(expr).range)
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn refers_to_content(&self, expr: ExprId, path: &AccessPath) -> bool {
        let ty = self.package.type_of(self.at(expr));
        match self.package.underlying(&ty) {
            Type::Map(..) if is_only_replaced(self.package, path) => false,
            Type::Map(..) => true,
            Type::Slice(_) => match path.steps.last() {
                Some(Step::Element) => self.is_shared_element(expr, path),
                Some(Step::Pointee) => true,
                _ => path
                    .target()
                    .is_none_or(|variable| changes_in_place(self.package, variable)),
            },
            _ => false,
        }
    }

    /// `maps.Clone`, `slices.Clone`: what they return is a copy already.
    fn is_clone(&self, callee: ExprId) -> bool {
        let qualified = self.package.qualified(self.at(callee));
        qualified.is_some_and(|(path, name)| {
            matches!(path.as_str(), "maps" | "slices" | "bytes") && name == "Clone"
        })
    }

    fn is_plain_conversion(&self, call: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = &self.ast.expr(call).kind else {
            return false;
        };
        let ty = self.package.denoted(self.at(*callee));
        ty.is_some_and(|ty| matches!(self.package.underlying(&ty), Type::Basic(_)))
    }
}

pub(super) fn kind_writes(kind: AccessKind) -> bool {
    matches!(kind, AccessKind::Write | AccessKind::Update)
}

/// Whether anything changes elements of a slice variable, so that a copy of its header is not enough.
pub(super) fn changes_in_place(package: &Package, variable: SymbolId) -> bool {
    package.accesses_of(variable).all.iter().any(|access| {
        if access.is_content && access.writes() {
            return true;
        }
        let decl = access.func.decl;
        let ast = package.ast(decl);
        let mut exprs = ast.exprs.iter().filter(|expr| expr.range == access.range);
        exprs.any(|expr| is_changed_through(package, ExprParent { decl, expr }))
    })
}

/// Whether anything changes what the elements of a map or slice variable, which are slices, hold: `m[k][i] = v`, also
/// through a local variable, or a way that is not followed.
fn changes_elements_in_place(package: &Package, variable: SymbolId) -> bool {
    package.accesses_of(variable).all.iter().any(|access| {
        let decl = access.func.decl;
        let ast = package.ast(decl);
        let mut exprs = ast.exprs.iter().filter(|expr| expr.range == access.range);
        exprs.any(|expr| {
            // `access` may be the element itself, or the variable.
            let is_element = matches!(expr.kind, ExprKind::Index { .. });
            let element = match (is_element, expr.parent) {
                (true, _) => expr,
                (false, Parent::Expr(outer))
                    if matches!(ast.expr(outer).kind, ExprKind::Index { .. }) =>
                {
                    ast.expr(outer)
                }
                (false, Parent::Stmt(stmt)) => {
                    return matches!(ast.stmt(stmt).kind, StmtKind::Range { .. });
                }
                _ => return false,
            };
            let is_indexed = match element.parent {
                Parent::Expr(outer) => match &ast.expr(outer).kind {
                    ExprKind::Index { .. } => is_assigned(ast, outer),
                    _ => false,
                },
                _ => false,
            };
            let local = match element.parent {
                Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
                    StmtKind::Assign {
                        targets,
                        op: AssignOp::Define,
                        ..
                    } => targets.first().and_then(|&target| {
                        package.symbol_declared_at(decl, ast.expr(target).range.start)
                    }),
                    _ => None,
                },
                _ => None,
            };
            let is_changed_there = |local: SymbolId| {
                let uses = package.uses_of(local).certain.iter();
                let mut uses = uses.map(|at| ast.expr(at.expr));
                uses.any(|used| {
                    let is_indexed = matches!(used.parent, Parent::Expr(outer)
                        if matches!(ast.expr(outer).kind, ExprKind::Index { .. })
                            && is_assigned(ast, outer));
                    is_indexed || is_changed_through(package, ExprParent { decl, expr: used })
                })
            };
            is_indexed
                || is_changed_through(
                    package,
                    ExprParent {
                        decl,
                        expr: element,
                    },
                )
                || local.is_some_and(is_changed_there)
        })
    })
}

/// Whether an expression is assigned to, or counted in.
fn is_assigned(ast: &Ast, expr: ExprId) -> bool {
    match ast.expr(expr).parent {
        Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
            StmtKind::Assign { targets, .. } => targets.contains(&expr),
            StmtKind::IncDec { .. } => true,
            _ => false,
        },
        Parent::Expr(_) | Parent::Func(_) | Parent::Decl => false,
    }
}

struct ExprParent<'a> {
    decl: crate::model::DeclId,
    expr: &'a Expr,
}

/// `append(x[:i], …)`, `copy(x, …)`, `sort.Slice(x, …)`, `&x[i]`.
fn is_changed_through(package: &Package, at: ExprParent) -> bool {
    let ast = package.ast(at.decl);
    let mut parent = at.expr.parent;
    let mut is_part = false;
    while let Parent::Expr(outer) = parent {
        match &ast.expr(outer).kind {
            ExprKind::Slice { .. } => is_part = true,
            ExprKind::Paren(_) | ExprKind::Index { .. } => {}
            ExprKind::Unary {
                op: UnaryOp::Address,
                ..
            } => return true,
            ExprKind::Call { callee, args, .. } => {
                let callee = ExprRef {
                    decl: at.decl,
                    expr: *callee,
                };
                let is_first = args
                    .first()
                    .is_some_and(|&first| ast.expr(first).range.contains(at.expr.range));
                return match package.builtin(callee) {
                    Some("append") => is_part && is_first,
                    Some("copy" | "clear") => is_first,
                    Some(_) => false,
                    None => package
                        .qualified(callee)
                        .is_some_and(|(path, _)| matches!(path.as_str(), "sort" | "slices")),
                };
            }
            _ => return false,
        }
        parent = ast.expr(outer).parent;
    }
    false
}

/// Whether nothing in sight changes what a map variable holds, and nobody is given the map who might: it is only ever
/// replaced, and who has read it has a map that stays as it is.
fn is_only_replaced(package: &Package, path: &AccessPath) -> bool {
    let Some(variable) = path
        .target()
        .filter(|&variable| !package.is_local(variable))
    else {
        return false;
    };
    let accesses = package.accesses_of(variable).all.iter();
    let mut accesses = accesses.filter(|access| !package.file_of(access.func.decl).is_test);
    package.knows_all_accesses(variable)
        && accesses.all(|access| match access.is_content {
            true => !access.writes(),
            false => access.kind == AccessKind::Write || is_looked_at(package, access),
        })
}

/// Whether an access of a map only looks into it, converts it or returns it.
fn is_looked_at(package: &Package, access: &VariableAccess) -> bool {
    let ast = package.ast(access.func.decl);
    let of_range = |expr: &&Expr| expr.range == access.range;
    access.kind == AccessKind::Read
        && ast
            .exprs
            .iter()
            .filter(of_range)
            .all(|expr| match expr.parent {
                Parent::Expr(outer) => match &ast.expr(outer).kind {
                    ExprKind::Index { .. } | ExprKind::Binary { .. } => true,
                    ExprKind::Call { callee, .. } => {
                        let callee = ExprRef {
                            decl: access.func.decl,
                            expr: *callee,
                        };
                        package.builtin(callee) == Some("len") || package.denoted(callee).is_some()
                    }
                    _ => false,
                },
                Parent::Stmt(stmt) => matches!(
                    ast.stmt(stmt).kind,
                    StmtKind::Range { .. } | StmtKind::Return(_)
                ),
                _ => false,
            })
}
