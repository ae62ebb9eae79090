//! Ways for a goroutine to learn that it shall stop: contexts, and channels that say no more than that.

use super::flow::{ChanOpKind, EventKind};
use super::package::Package;
use super::path::AccessPath;
use super::structure::StmtRef;
use super::symbol::*;
use super::types::Type;
use crate::syntax::ast::*;

/// A `case <-…:` that waits for an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The context, or the channel.
    pub path: AccessPath,
    pub is_context: bool,
    /// Whether it leaves its function, or a loop by its label.
    pub leaves: bool,
    /// The clause, and the `select` that it belongs to.
    pub select: StmtRef,
    pub clause: StmtRef,
}

impl Stop {
    /// The variable or field that holds the context or the channel.
    pub fn symbol(&self) -> Option<SymbolId> {
        self.path.target()
    }
}

impl Package<'_> {
    /// Whether a type is `context.Context`.
    pub fn is_context(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(symbol, _) => {
                let path = &self.directory(symbol.decl.dir).import_path;
                path.as_deref() == Some("context") && &*self.symbol(*symbol).name == "Context"
            }
            _ => false,
        }
    }

    /// Whether the values of a type say nothing: `struct{}`.
    pub fn is_empty_struct(&self, ty: &Type) -> bool {
        match self.underlying(ty) {
            Type::Struct(at) => {
                matches!(&self.expr(at).kind, ExprKind::StructType { fields, .. } if fields.is_empty())
            }
            _ => false,
        }
    }

    /// The clauses of a `select` that wait for an end.
    pub fn stops_of(&self, select: StmtRef) -> Vec<Stop> {
        let StmtKind::Select { cases } = &self.stmt(select).kind else {
            return Vec::new();
        };
        let decl = select.decl;
        let clauses = cases.iter().map(|&stmt| StmtRef { decl, stmt });
        clauses
            .filter_map(|clause| self.stop_of(select, clause))
            .collect()
    }

    fn stop_of(&self, select: StmtRef, clause: StmtRef) -> Option<Stop> {
        let decl = clause.decl;
        let StmtKind::Comm { body, .. } = &self.stmt(clause).kind else {
            return None;
        };
        let channel = self.received_by_clause(clause)?;
        let (path, is_context) = self.ends_with(channel)?;
        let is_exit = |stmt: &StmtId| {
            matches!(
                &self.ast(decl).stmt(*stmt).kind,
                StmtKind::Return(_)
                    | StmtKind::Branch {
                        kind: BranchKind::Break | BranchKind::Goto,
                        label: Some(_)
                    }
            )
        };
        Some(Stop {
            path,
            is_context,
            leaves: body.last().is_some_and(is_exit),
            select,
            clause,
        })
    }

    /// The channel that a statement receives from: `<-c`, `v := <-c`, `v, ok = <-c`.
    pub fn received_by(&self, stmt: StmtRef) -> Option<ExprRef> {
        let decl = stmt.decl;
        let value = match &self.stmt(stmt).kind {
            StmtKind::Expr(value) => *value,
            StmtKind::Assign { values, .. } => *values.first()?,
            _ => return None,
        };
        match self.expr(ExprRef { decl, expr: value }).kind {
            ExprKind::Receive(channel) => Some(ExprRef {
                decl,
                expr: channel,
            }),
            _ => None,
        }
    }

    /// The channel that a clause of a `select` receives from.
    pub fn received_by_clause(&self, clause: StmtRef) -> Option<ExprRef> {
        let decl = clause.decl;
        match self.stmt(clause).kind {
            StmtKind::Comm {
                comm: Some(stmt), ..
            } => self.received_by(StmtRef { decl, stmt }),
            _ => None,
        }
    }

    /// Whether a statement can be a case of a `select` as it is: a send, or a receive that declares nothing, which would end
    /// with the case.
    pub fn is_case(&self, stmt: StmtRef) -> bool {
        let is_receive = self.received_by(stmt).is_some();
        match &self.stmt(stmt).kind {
            StmtKind::Send { .. } => true,
            StmtKind::Expr(_) => is_receive,
            StmtKind::Assign { op, .. } => is_receive && *op == AssignOp::Set,
            _ => false,
        }
    }

    /// What a channel tells the end of: the context of `ctx.Done()`, or the channel itself if its values say nothing and
    /// it is no timer's.
    pub fn ends_with(&self, channel: ExprRef) -> Option<(AccessPath, bool)> {
        let decl = channel.decl;
        if let ExprKind::Call { callee, .. } = &self.expr(channel).kind {
            let ExprKind::Selector { operand, field } = &self
                .expr(ExprRef {
                    decl,
                    expr: *callee,
                })
                .kind
            else {
                return None;
            };
            let context = ExprRef {
                decl,
                expr: *operand,
            };
            let is_done = &*field.name == "Done" && self.is_context(&self.type_of(context));
            return is_done.then(|| (self.path_of(context), true));
        }
        let Type::Chan(_, element) = self.underlying(&self.type_of(channel)) else {
            return None;
        };
        let says_nothing =
            self.is_empty_struct(&element) || self.underlying(&element).is_basic("bool");
        let path = self.path_of(channel);
        (says_nothing && path.target().is_some()).then_some((path, false))
    }

    /// Whether a channel is a ticker's, which nobody closes: `t.C`, `time.Tick(d)`.
    pub fn is_ticker(&self, channel: ExprRef) -> bool {
        let here = |expr: ExprId| ExprRef {
            decl: channel.decl,
            expr,
        };
        match &self.expr(channel).kind {
            ExprKind::Paren(inner) => self.is_ticker(here(*inner)),
            ExprKind::Call { callee, .. } => self
                .qualified(here(*callee))
                .is_some_and(|(path, name)| path == "time" && name == "Tick"),
            ExprKind::Selector { operand, field } => {
                let ty = self.type_of(here(*operand));
                let is_time = matches!(ty.pointee(), Type::Named(symbol, _)
                    if self.directory(symbol.decl.dir).import_path.as_deref() == Some("time")
                        && &*self.symbol(*symbol).name == "Ticker");
                is_time && &*field.name == "C"
            }
            _ => false,
        }
    }

    /// Whether somebody closes the channel that a variable or field holds: else it may tell of one event only.
    pub fn is_closed_somewhere(&self, symbol: SymbolId) -> bool {
        let channel = self.channel(symbol);
        channel.may_be_closed_elsewhere || channel.of_kind(ChanOpKind::Close).next().is_some()
    }

    /// The `select`s of a function.
    pub fn selects_in(&self, func: FuncId) -> Vec<StmtRef> {
        let mut selects = Vec::new();
        for event in &self.flow(func).events {
            if let EventKind::Chan(op) = &event.kind
                && let Some((stmt, _)) = op.select
            {
                let select = StmtRef {
                    decl: func.decl,
                    stmt,
                };
                if !selects.contains(&select) {
                    selects.push(select);
                }
            }
        }
        selects
    }

    /// Whether a `select` never waits.
    pub fn has_default(&self, select: StmtRef) -> bool {
        let StmtKind::Select { cases } = &self.stmt(select).kind else {
            return false;
        };
        let ast = self.ast(select.decl);
        cases
            .iter()
            .any(|&case| matches!(ast.stmt(case).kind, StmtKind::Comm { comm: None, .. }))
    }

    /// How a variable or field is written where `at` stands, which holds the channel that a statement of `func` uses:
    /// a local variable by its name, a field by the struct that holds the channel, or by the receiver.
    pub fn written_at(&self, symbol: SymbolId, at: ExprRef, func: FuncId) -> Option<String> {
        let data = self.symbol(symbol);
        let name = data.name;
        if data.kind == SymbolKind::Field {
            return self
                .beside(symbol, at)
                .or_else(|| self.of_receiver(symbol, at, func));
        }
        let mut symbols = self.scopes(at.decl).symbols.iter();
        if !self.is_local(symbol) {
            let is_hidden = symbols.any(|other| other.name == name && other.func.is_some());
            let is_here = symbol.decl.dir == at.decl.dir;
            return (is_here && !is_hidden).then(|| name.to_string());
        }
        let is_only = symbols
            .filter(|other| other.name == name && other.kind != SymbolKind::Field)
            .count()
            == 1;
        let is_before = symbol.decl == at.decl && data.range.end <= self.expr(at).range.start;
        let declarer = data.func?;
        let mut around = Some(func.index);
        while let Some(index) = around {
            if index == declarer {
                break;
            }
            around = self.ast(func.decl).func(index).parent;
        }
        (is_before && is_only && around.is_some()).then(|| name.to_string())
    }

    /// `s.quit` for the field `quit`, where `at` is `s.jobs`.
    fn beside(&self, field: SymbolId, at: ExprRef) -> Option<String> {
        let ExprKind::Selector { operand, .. } = &self.expr(at).kind else {
            return None;
        };
        let operand = ExprRef {
            decl: at.decl,
            expr: *operand,
        };
        let name = self.symbol(field).name;
        let member = self.member(&self.type_of(operand), name)?;
        let is_plain = matches!(
            self.expr(operand).kind,
            ExprKind::Name(_) | ExprKind::Selector { .. }
        );
        (member.symbol == field && is_plain).then(|| format!("{}.{name}", self.expr_text(operand)))
    }

    fn of_receiver(&self, field: SymbolId, at: ExprRef, func: FuncId) -> Option<String> {
        let declared = FuncId {
            decl: func.decl,
            index: FuncIndex(0),
        };
        let receiver = self.receiver_of(declared)?;
        let name = self.symbol(field).name;
        let member = self.member(&self.type_of_symbol(receiver), name)?;
        let holder = self.symbol(receiver).name;
        let mut symbols = self.scopes(at.decl).symbols.iter();
        let is_hidden =
            symbols.any(|other| other.name == holder && other.range != self.symbol(receiver).range);
        (member.symbol == field && !is_hidden).then(|| format!("{holder}.{name}"))
    }
}
