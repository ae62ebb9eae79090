//! Where a path comes to mean another object: at the declaration of its variable, and where a part of it is assigned.

use super::subject::Way;
use crate::model::Package;
use crate::model::flow::{AccessKind, Event, EventKind};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, SymbolId};
use crate::source::Range;
use crate::syntax::ast::{StmtId, StmtKind};
use crate::workspace::Version;

/// From this language version on each iteration has variables of its own.
const PER_ITERATION: Version = Version::new(1, 22);

/// What is known of the variable that a path begins with.
pub(super) struct Renewal {
    variable: Option<Variable>,
}

struct Variable {
    symbol: SymbolId,
    declared: Range,
    head: Head,
}

/// The loop whose head declares a variable.
#[derive(Clone, Copy)]
enum Head {
    None,
    /// Each iteration has its own: the loop, and its post statement.
    PerIteration(StmtId, Option<StmtId>),
    /// All iterations have one, as it was before Go 1.22.
    Shared,
}

impl Renewal {
    /// Whether the path is about another object after the event.
    pub(super) fn renews(&self, event: &Event, path: Option<&AccessPath>) -> bool {
        let (Some(variable), Some(path)) = (&self.variable, path) else {
            return false;
        };
        if let Head::PerIteration(owner, post) = variable.head
            && (event.stmt == owner || post == Some(event.stmt))
        {
            return true;
        }
        let EventKind::Access {
            path: changed,
            kind,
        } = &event.kind
        else {
            return false;
        };
        if !matches!(kind, AccessKind::Write) || changed.root != path.root {
            return false;
        }
        let is_declaration = changed.steps.is_empty()
            && event.range == variable.declared
            && !matches!(variable.head, Head::Shared);
        let is_before = changed.steps.len() < path.steps.len() && path.begins_with(changed);
        is_declaration || is_before
    }

    /// Whether the iterations of a loop around the event share the variable.
    pub(super) fn is_shared_by_iterations(
        &self,
        package: &Package,
        func: FuncId,
        event: usize,
    ) -> bool {
        let Some(variable) = &self.variable else {
            return false;
        };
        if variable.symbol.decl != func.decl || !package.is_local(variable.symbol) {
            return true;
        }
        let stmt = package.flow(func).events[event].stmt;
        let ast = package.ast(func.decl);
        let mut around = Some(stmt);
        let mut is_in_loop = false;
        while let Some(outer) = around {
            let is_loop = matches!(
                ast.stmt(outer).kind,
                StmtKind::For { .. } | StmtKind::Range { .. }
            );
            if is_loop {
                is_in_loop = true;
                let is_per_iteration = ast.stmt(outer).range.contains(variable.declared)
                    && (matches!(variable.head, Head::PerIteration(owner, _) if owner == outer)
                        || !is_declared_by(package, func, outer, variable.declared));
                if !is_per_iteration {
                    return true;
                }
            }
            around = package.parent_stmt(func.decl, outer);
        }
        // Without a loop there is a `goto`, or nothing that runs the event again.
        !is_in_loop
    }
}

/// A loop over elements that are the same whenever it runs.
pub(super) struct SameElements {
    /// Where the loop begins: it reads what it goes over.
    pub begins: usize,
}

impl Renewal {
    /// The loop whose head declares the variable, if the variable points to one of the elements that another loop, around
    /// that one, goes over again and again.
    ///
    /// ```go
    /// for range rounds {
    ///     for _, host := range s.hosts {
    ///         go host.poll() // several at once for each host
    ///     }
    /// }
    /// ```
    pub(super) fn same_elements(&self, package: &Package, func: FuncId) -> Option<SameElements> {
        let variable = self.variable.as_ref()?;
        let Head::PerIteration(owner, None) = variable.head else {
            return None;
        };
        let decl = func.decl;
        let ast = package.ast(decl);
        let StmtKind::Range { operand, .. } = ast.stmt(owner).kind else {
            return None;
        };
        let at = ExprRef {
            decl,
            expr: operand,
        };
        let is_list = matches!(
            package.underlying(&package.type_of(at)),
            Type::Slice(_) | Type::Array(_) | Type::Map(..)
        );
        let is_pointer = matches!(package.type_of_symbol(variable.symbol), Type::Pointer(_));
        let path = package.path_of(at);
        let root = path.root_symbol()?;
        if !is_list || !is_pointer || variable.symbol.decl != decl {
            return None;
        }
        let outer = package.loops_around(decl, owner).into_iter().next()?;
        let inside = ast.stmt(outer).range;
        let events = &package.flow(func).events;
        let is_changed = events.iter().any(|event| {
            matches!(&event.kind, EventKind::Access { path: changed, kind: AccessKind::Write }
                if inside.contains(event.range) && path.begins_with(changed))
        });
        let is_outside = root.decl != decl || !inside.contains(package.symbol(root).range);
        let operand = ast.expr(operand).range;
        let begins = events
            .iter()
            .position(|event| operand.contains(event.range) && event.stmt == owner)?;
        (is_outside && !is_changed).then_some(SameElements { begins })
    }
}

/// Whether the head of a loop, and not its body, declares what is declared at a place.
fn is_declared_by(package: &Package, func: FuncId, outer: StmtId, declared: Range) -> bool {
    match &package.ast(func.decl).stmt(outer).kind {
        StmtKind::For { body, .. } | StmtKind::Range { body, .. } => {
            !package.ast(func.decl).stmt(*body).range.contains(declared)
        }
        _ => false,
    }
}

impl Package<'_> {
    /// When the path at a level of a way is renewed.
    pub(super) fn renewal(&self, way: &Way, level: usize) -> Renewal {
        let root = way.path(level).and_then(AccessPath::root_symbol);
        let variable = root.map(|symbol| Variable {
            symbol,
            declared: self.symbol(symbol).range,
            head: self.head_of(symbol),
        });
        Renewal { variable }
    }

    fn head_of(&self, symbol: SymbolId) -> Head {
        if !self.is_local(symbol) {
            return Head::None;
        }
        let declared = self.symbol(symbol).range;
        let ast = self.ast(symbol.decl);
        let stmts = (0..).map(StmtId).zip(&ast.stmts);
        let mut heads = stmts.filter_map(|(id, stmt)| match stmt.kind {
            StmtKind::For { init, post, .. } => {
                let init = ast.stmt(init?).range;
                init.contains(declared).then_some((id, post))
            }
            StmtKind::Range { body, .. } => {
                let is_head =
                    stmt.range.contains(declared) && !ast.stmt(body).range.contains(declared);
                is_head.then_some((id, None))
            }
            _ => None,
        });
        let Some((owner, post)) = heads.next() else {
            return Head::None;
        };
        let version = self.file_of(symbol.decl).version;
        match version.is_some_and(|version| version < PER_ITERATION) {
            true => Head::Shared,
            false => Head::PerIteration(owner, post),
        }
    }
}
