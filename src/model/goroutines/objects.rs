//! What a path means further out: through calls and results, up to what several goroutines share.

use crate::model::path::{AccessPath, Root, Step, Steps};
use crate::model::types::Type;
use crate::model::uses::CallSite;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::syntax::ast::*;

/// How many results of a function are looked at.
const MOST_RESULTS: u32 = 4;

/// An object that functions which do not call each other can share.
#[derive(Clone, Debug, PartialEq)]
pub enum Shared {
    /// A package variable, or a variable of a function around the function literals that share it; and what lies in it.
    Variable(SymbolId, Steps),
    /// A part of what methods of the type get as their receiver.
    Receiver(SymbolId, Steps),
}

impl Package<'_> {
    /// A path of `callee` as its caller writes it; `None` where it is about something of the callee's own.
    pub(super) fn path_outside(
        &self,
        path: &AccessPath,
        is_content: bool,
        site: &CallSite,
        callee: FuncId,
    ) -> Option<AccessPath> {
        let root = path.root_symbol()?;
        if !self.is_own(root, callee) {
            return self.path_in_caller(path, site.call, callee);
        }
        match self.symbol(root).kind {
            SymbolKind::Param | SymbolKind::Receiver => {
                // What is assigned to a parameter is not what the caller gave.
                let is_given = !self.is_reassigned(root);
                let is_shared = is_given && self.follows_reference(root, &path.steps, is_content);
                is_shared
                    .then(|| self.argument_path(path, site.call, callee))
                    .flatten()
                    .map(|path| self.by_origin(&path))
                    .filter(|path| matches!(path.root, Root::Symbol(_)))
            }
            SymbolKind::Var | SymbolKind::Result => {
                let is_channel = is_content && self.is_channel(path);
                self.path_of_result(path, root, is_channel, site, callee)
            }
            _ => None,
        }
    }

    /// Whether a function itself declares the symbol.
    pub(super) fn is_own(&self, symbol: SymbolId, func: FuncId) -> bool {
        self.is_local(symbol)
            && symbol.decl == func.decl
            && self.symbol(symbol).func == Some(func.index)
    }

    /// Whether a path begins with a variable of a function that its caller can only get as a result.
    pub(super) fn is_own_variable(&self, path: &AccessPath, func: FuncId) -> bool {
        path.root_symbol().is_some_and(|root| {
            self.is_own(root, func)
                && matches!(self.symbol(root).kind, SymbolKind::Var | SymbolKind::Result)
        })
    }

    /// Whether steps from a variable lead through a pointer, map or slice to what copies of the variable share.
    pub(super) fn follows_reference(
        &self,
        variable: SymbolId,
        steps: &[Step],
        is_content: bool,
    ) -> bool {
        let is_reference = |ty: &Type| {
            matches!(
                self.underlying(ty),
                Type::Pointer(_) | Type::Map(..) | Type::Slice(_) | Type::Interface(_)
            )
        };
        let mut ty = self.type_of_symbol(variable);
        for step in steps {
            if is_reference(&ty) {
                return true;
            }
            ty = match (step, self.underlying(&ty)) {
                (Step::Field(field), _) => self.type_of_symbol(*field),
                (Step::Element, Type::Array(element)) => (*element).clone(),
                _ => return false,
            };
        }
        // What is done with a channel is done with all copies of the variable that holds it.
        is_content && (is_reference(&ty) || matches!(self.underlying(&ty), Type::Chan(..)))
    }

    /// For a path in what the callee returns: the path in the variable that its caller puts the result in.
    fn path_of_result(
        &self,
        path: &AccessPath,
        root: SymbolId,
        is_channel: bool,
        site: &CallSite,
        callee: FuncId,
    ) -> Option<AccessPath> {
        if !self.follows_reference(root, &path.steps, is_channel)
            && !self.is_returned_by_address(root, callee)
        {
            return None;
        }
        let position = (0..MOST_RESULTS).find(|&position| {
            self.returned_values(callee, position)
                .into_iter()
                .any(|returned| match returned {
                    Some((value, 0)) => self.path_of(value) == AccessPath::of_symbol(root),
                    Some(_) => false,
                    None => self.symbol(root).kind == SymbolKind::Result,
                })
        })?;
        let target = self.target_of_result(site.call, position)?;
        let path = path.rebase(&AccessPath::of_symbol(root), &target)?;
        matches!(path.root, Root::Symbol(_)).then_some(path)
    }

    fn is_channel(&self, path: &AccessPath) -> bool {
        let ty = path.target().map(|target| self.type_of_symbol(target));
        ty.is_some_and(|ty| matches!(self.underlying(&ty), Type::Chan(..)))
    }

    fn is_returned_by_address(&self, root: SymbolId, func: FuncId) -> bool {
        self.returned_values(func, 0)
            .into_iter()
            .flatten()
            .any(|(value, _)| {
                matches!(
                    self.expr(value).kind,
                    ExprKind::Unary {
                        op: UnaryOp::Address,
                        ..
                    }
                ) && self.path_of(value).root == Root::Symbol(root)
            })
    }

    /// What a call's result at a position is assigned to.
    pub(in crate::model) fn target_of_result(
        &self,
        call: ExprRef,
        position: u32,
    ) -> Option<AccessPath> {
        let ast = self.ast(call.decl);
        let Parent::Stmt(stmt) = ast.expr(call.expr).parent else {
            return None;
        };
        match &ast.stmt(stmt).kind {
            StmtKind::Assign {
                targets, values, ..
            } => {
                let at = match values.as_slice() {
                    [_] => position as usize,
                    _ => values.iter().position(|&value| value == call.expr)?,
                };
                let expr = *targets.get(at)?;
                let decl = call.decl;
                Some(self.path_of(ExprRef { decl, expr }))
            }
            StmtKind::Vars(specs) => {
                let spec = specs.iter().find(|spec| spec.values.contains(&call.expr))?;
                let at = match spec.values.as_slice() {
                    [_] => position as usize,
                    _ => spec.values.iter().position(|&value| value == call.expr)?,
                };
                let name = spec.names.get(at)?;
                let symbol = self.symbol_declared_at(call.decl, name.range.start)?;
                Some(AccessPath::of_symbol(symbol))
            }
            _ => None,
        }
    }

    /// What a path at the start of a chain is about, if others can have the same object. For a function that starts
    /// goroutines (`spawns`) that may be a parameter, or an object that it hands out, too.
    pub(super) fn shared_by(
        &self,
        path: &AccessPath,
        is_content: bool,
        func: FuncId,
        spawns: bool,
    ) -> Option<Shared> {
        let root = path.root_symbol()?;
        if path.has_element() {
            return None;
        }
        let steps = path.steps.clone();
        if !self.is_own(root, func) {
            return Some(Shared::Variable(root, steps));
        }
        let is_shared = match self.symbol(root).kind {
            SymbolKind::Receiver => self.follows_reference(root, &steps, is_content),
            SymbolKind::Param => spawns && self.follows_reference(root, &steps, is_content),
            SymbolKind::Var | SymbolKind::Result => spawns && self.is_handed_out(root, func),
            _ => false,
        };
        let ty = self.type_of_symbol(root);
        let Type::Named(ty, _) = ty.pointee() else {
            return None;
        };
        is_shared.then(|| self.innermost(*ty, steps))
    }

    /// A part of an object as seen from the last object on the way to it: `d.server.hits` of a delegate is `s.hits` of a
    /// server.
    fn innermost(&self, ty: SymbolId, steps: Steps) -> Shared {
        let through = match steps.as_slice() {
            [Step::Field(field), _, ..] if self.is_given_once(*field) => {
                match self.type_of_symbol(*field).pointee() {
                    Type::Named(inner, _) => Some(*inner),
                    _ => None,
                }
            }
            _ => None,
        };
        match through {
            // Of what nobody says that it is shared there may be many; what leads to its own kind is a list or a tree.
            Some(inner) if inner != ty && self.declaration_of(inner).is_some() => {
                self.innermost(inner, steps[1..].into())
            }
            _ => Shared::Receiver(ty, steps),
        }
    }

    /// Whether a function returns what its variable holds, or stores it where others find it.
    fn is_handed_out(&self, variable: SymbolId, func: FuncId) -> bool {
        let is_it = |at: ExprRef| self.path_of(at) == AccessPath::of_symbol(variable);
        let is_returned = (0..MOST_RESULTS).any(|position| {
            let returned = self.returned_values(func, position).into_iter();
            returned
                .flatten()
                .any(|(value, at)| at == 0 && is_it(value))
        });
        is_returned || self.is_stored(variable)
    }

    /// Whether a variable is assigned to a field, an element or a package variable.
    fn is_stored(&self, variable: SymbolId) -> bool {
        self.uses_of(variable).certain.iter().any(|&at| {
            let ast = self.ast(at.decl);
            let Parent::Stmt(stmt) = ast.expr(at.expr).parent else {
                return false;
            };
            let StmtKind::Assign {
                targets, values, ..
            } = &ast.stmt(stmt).kind
            else {
                return false;
            };
            let Some(position) = values.iter().position(|&value| value == at.expr) else {
                return false;
            };
            targets.len() == values.len()
                && targets.get(position).is_some_and(|&target| {
                    let decl = at.decl;
                    let path = self.path_of(ExprRef { decl, expr: target });
                    match path.root_symbol() {
                        Some(root) => !path.steps.is_empty() || !self.is_local(root),
                        None => false,
                    }
                })
        })
    }
}
