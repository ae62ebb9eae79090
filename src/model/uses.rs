//! Every place that uses a symbol.

use super::flow::{CallMode, EventKind};
use super::package::{Package, lower};
use super::symbol::*;
use crate::syntax::ast::*;

/// The uses of a symbol.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// The name or selector expression of each use, in source order.
    pub certain: Vec<ExprRef>,
    /// Whether these are all: no declaration that names it is damaged, and no selector of that name is on a value of
    /// unknown type.
    pub is_complete: bool,
}

/// A call of a function, seen from the function that makes it.
#[derive(Clone, Copy, Debug)]
pub struct CallSite {
    pub caller: FuncId,
    /// The index of the call among the events of the caller's flow.
    pub event: usize,
    pub call: ExprRef,
    pub mode: CallMode,
}

/// Whether a symbol of a kind is used behind a dot only.
fn is_member(kind: SymbolKind) -> bool {
    matches!(
        kind,
        SymbolKind::Field | SymbolKind::Method | SymbolKind::InterfaceMethod
    )
}

/// Who runs a function.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    pub sites: Vec<CallSite>,
    /// Whether the function is also passed about as a value, or named where its use cannot be told.
    pub is_value: bool,
}

impl Package<'_> {
    /// The uses of a symbol in its directory; a local symbol's in its declaration.
    pub fn uses_of(&self, symbol: SymbolId) -> &Uses {
        if let Some(known) = self.uses.get(&symbol) {
            return known;
        }
        let mut uses = Uses {
            certain: Vec::new(),
            is_complete: true,
        };
        if self.is_local(symbol) {
            self.uses_in(symbol, symbol.decl, &mut uses);
        } else {
            self.uses_in_directory(symbol, symbol.decl.dir, &mut uses);
        }
        self.uses.insert(symbol, Box::new(uses))
    }

    /// The uses of a symbol in the whole module: for an unexported one these are the uses in its directory.
    pub fn uses_in_module(&self, symbol: SymbolId) -> &Uses {
        if self.is_local(symbol) || !is_exported(&self.symbol(symbol).name) {
            return self.uses_of(symbol);
        }
        match self.module_uses.get(&symbol) {
            Some(known) => known,
            None => {
                let uses = self.find_uses_in_module(symbol);
                self.module_uses.insert(symbol, Box::new(uses))
            }
        }
    }

    fn find_uses_in_module(&self, symbol: SymbolId) -> Uses {
        let mut uses = self.uses_of(symbol).clone();
        for dir in self.world().importers(symbol.decl.dir) {
            if dir != symbol.decl.dir {
                self.uses_in_directory(symbol, dir, &mut uses);
                continue;
            }
            // The members that are used behind a dot are known already.
            if !is_member(self.symbol(symbol).kind) {
                let outside = self.mentions_from_tests_outside(symbol);
                self.uses_in_all(symbol, &outside, &mut uses);
            }
        }
        uses
    }

    fn uses_in_directory(&self, symbol: SymbolId, dir: DirId, uses: &mut Uses) {
        let mentions = self.mentions_of(dir, symbol);
        self.uses_in_all(symbol, mentions, uses);
    }

    /// The uses of a symbol in its directory, those in test files left out.
    pub(super) fn uses_outside_tests(&self, symbol: SymbolId) -> Uses {
        let mut uses = Uses {
            certain: Vec::new(),
            is_complete: true,
        };
        let mentions = self.mentions_of(symbol.decl.dir, symbol);
        let outside = mentions
            .iter()
            .copied()
            .filter(|&decl| !self.file_of(decl).is_test);
        self.uses_in_all(symbol, &outside.collect::<Vec<_>>(), &mut uses);
        uses
    }

    fn uses_in_all(&self, symbol: SymbolId, decls: &[DeclId], uses: &mut Uses) {
        if let Some(first) = decls.first() {
            lower(self.directory(first.dir), decls);
        }
        for &decl in decls {
            self.uses_in(symbol, decl, uses);
        }
    }

    fn uses_in(&self, symbol: SymbolId, decl: DeclId, uses: &mut Uses) {
        let name = self.symbol(symbol).name;
        let is_member = is_member(self.symbol(symbol).kind);
        let ast = self.ast(decl);
        if ast.damaged.is_some() {
            uses.is_complete = false;
            return;
        }
        for &expr in self.lowered(decl).named(name) {
            let at = ExprRef { decl, expr };
            match &ast.expr(expr).kind {
                ExprKind::Name(text) if *text == name => {
                    let found = match self.literal_of_key(at) {
                        Some(literal) => self
                            .key_field(literal, at.expr)
                            .or_else(|| self.named_symbol(at)),
                        None => self.named_symbol(at),
                    };
                    if found == Some(symbol) && !self.is_declaration(symbol, at) {
                        uses.certain.push(at);
                    }
                }
                ExprKind::Selector { field, operand } if field.name == name => {
                    let operand = ExprRef {
                        decl,
                        expr: *operand,
                    };
                    if self.imported_path(operand).is_some() {
                        if self.named_symbol(at) == Some(symbol) {
                            uses.certain.push(at);
                        }
                    } else if is_member {
                        match self.selection(at) {
                            Some(selection) if selection.symbol == symbol => uses.certain.push(at),
                            Some(_) => {}
                            None => uses.is_complete &= !self.type_of(operand).is_unknown(),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether the name at `at` is where the symbol is declared (`x` in `x := …`).
    fn is_declaration(&self, symbol: SymbolId, at: ExprRef) -> bool {
        symbol.decl == at.decl && self.symbol(symbol).range == self.expr(at).range
    }

    /// The composite literal of which `at` is a key.
    pub fn literal_of_key(&self, at: ExprRef) -> Option<ExprRef> {
        let Parent::Expr(outer) = self.expr(at).parent else {
            return None;
        };
        let literal = ExprRef {
            decl: at.decl,
            expr: outer,
        };
        let ExprKind::Composite { elements, .. } = &self.expr(literal).kind else {
            return None;
        };
        elements
            .iter()
            .any(|element| element.key == Some(at.expr))
            .then_some(literal)
    }

    /// Whether a symbol is visible in its declaration only.
    pub fn is_local(&self, symbol: SymbolId) -> bool {
        let Symbol { func, kind, .. } = self.symbol(symbol);
        match kind {
            SymbolKind::Field
            | SymbolKind::InterfaceMethod
            | SymbolKind::Func
            | SymbolKind::Method => false,
            _ => func.is_some() || *kind == SymbolKind::TypeParam,
        }
    }

    /// The function whose body or signature holds an expression; `None` in a package-level declaration.
    pub fn enclosing_func(&self, at: ExprRef) -> Option<FuncId> {
        let ast = self.ast(at.decl);
        let range = ast.expr(at.expr).range;
        // Statements can be nested far deeper than functions: the way up over their parents may be long.
        let around = ast
            .funcs
            .iter()
            .enumerate()
            .filter(|(_, func)| func.range.contains(range) && func.literal != Some(at.expr));
        let (index, _) = around.min_by_key(|(_, func)| func.range.end - func.range.start)?;
        Some(FuncId {
            decl: at.decl,
            index: FuncIndex(index as u32),
        })
    }

    /// Who calls a function, within its directory. The calls that tests make count for the functions of tests only.
    pub fn callers_of(&self, func: FuncId) -> &Callers {
        match self.callers.get(&func) {
            Some(known) => known,
            None => self.callers.insert(func, Box::new(self.find_callers(func))),
        }
    }

    fn find_callers(&self, func: FuncId) -> Callers {
        match self.func(func).literal {
            Some(literal) => self.callers_of_literal(func, literal),
            None => {
                let symbol = SymbolId {
                    decl: func.decl,
                    index: 0,
                };
                let outside_tests;
                let uses = if self.file_of(func.decl).is_test {
                    self.uses_of(symbol)
                } else {
                    outside_tests = self.uses_outside_tests(symbol);
                    &outside_tests
                };
                let mut callers = Callers {
                    sites: Vec::new(),
                    is_value: !uses.is_complete,
                };
                for &at in &uses.certain {
                    self.add_caller(at, &mut callers);
                }
                callers
            }
        }
    }

    /// The calls that the package's tests make of a function which nothing else in sight runs: for who calls it elsewhere
    /// they stand as an example.
    pub fn test_calls_of(&self, func: FuncId) -> &[CallSite] {
        match self.test_calls.get(&func) {
            Some(known) => known,
            None => self.test_calls.insert(func, self.find_test_calls(func)),
        }
    }

    fn find_test_calls(&self, func: FuncId) -> Vec<CallSite> {
        let callers = self.callers_of(func);
        let is_in_use = callers.is_value || !callers.sites.is_empty();
        if is_in_use || self.func(func).name.is_none() || self.file_of(func.decl).is_test {
            return Vec::new();
        }
        let symbol = SymbolId {
            decl: func.decl,
            index: 0,
        };
        let mentions = self.mentions_of(func.decl.dir, symbol).iter().copied();
        let in_tests = mentions.filter(|&decl| {
            let file = self.file_of(decl);
            file.is_test && file.package == self.name
        });
        let mut uses = Uses::default();
        self.uses_in_all(symbol, &in_tests.collect::<Vec<_>>(), &mut uses);
        let mut calls = Callers::default();
        for &at in &uses.certain {
            self.add_caller(at, &mut calls);
        }
        calls.sites
    }

    /// A literal runs where it stands (`func() {…}()`, `go`, `defer`, an argument of what runs it), or where the
    /// variable that holds it is called.
    fn callers_of_literal(&self, func: FuncId, literal: ExprId) -> Callers {
        let mut callers = Callers::default();
        let at = ExprRef {
            decl: func.decl,
            expr: literal,
        };
        if let Some(variable) = self.only_variable_of(at) {
            for &at in &self.uses_of(variable).certain {
                self.add_caller(at, &mut callers);
            }
        } else {
            self.add_caller(at, &mut callers);
        }
        callers
    }

    /// The local variable that holds the value at `at` and nothing else ever: `stop := func() {…}`.
    pub fn only_variable_of(&self, at: ExprRef) -> Option<SymbolId> {
        let ast = self.ast(at.decl);
        let Parent::Stmt(stmt) = ast.expr(at.expr).parent else {
            return None;
        };
        let name = match &ast.stmt(stmt).kind {
            StmtKind::Assign {
                targets,
                op: AssignOp::Define,
                values,
            } if targets.len() == values.len() => {
                let position = values.iter().position(|&value| value == at.expr)?;
                ast.expr(targets[position]).range.start
            }
            StmtKind::Vars(specs) => {
                let spec = specs.iter().find(|spec| spec.values.contains(&at.expr))?;
                let position = spec.values.iter().position(|&value| value == at.expr)?;
                spec.names.get(position)?.range.start
            }
            _ => return None,
        };
        let symbol = self.symbol_declared_at(at.decl, name)?;
        (!self.is_reassigned(symbol)).then_some(symbol)
    }

    /// Whether a literal is the only value of a local variable: `restore := func(…) {…}`.
    pub fn is_only_value_of(&self, literal: FuncId, variable: SymbolId) -> bool {
        self.func(literal).literal.is_some_and(|expr| {
            let decl = literal.decl;
            self.only_variable_of(ExprRef { decl, expr }) == Some(variable)
        })
    }

    /// Whether anything assigns to a variable after its declaration, or takes its address.
    pub fn is_reassigned(&self, symbol: SymbolId) -> bool {
        if let Some(&known) = self.assigned.borrow().get(&symbol) {
            return known;
        }
        let is_reassigned = self
            .uses_of(symbol)
            .certain
            .iter()
            .any(|&at| self.is_assigned(at));
        self.assigned.borrow_mut().insert(symbol, is_reassigned);
        is_reassigned
    }

    /// Whether the expression is the target of an assignment, or its address is taken.
    pub fn is_assigned(&self, at: ExprRef) -> bool {
        let ast = self.ast(at.decl);
        match ast.expr(at.expr).parent {
            Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
                StmtKind::Assign { targets, .. } | StmtKind::Range { targets, .. } => {
                    targets.contains(&at.expr)
                }
                StmtKind::IncDec { .. } => true,
                _ => false,
            },
            Parent::Expr(outer) => match &ast.expr(outer).kind {
                ExprKind::Unary {
                    op: UnaryOp::Address,
                    ..
                } => true,
                ExprKind::Paren(_) => self.is_assigned(ExprRef {
                    decl: at.decl,
                    expr: outer,
                }),
                _ => false,
            },
            _ => false,
        }
    }

    fn add_caller(&self, at: ExprRef, callers: &mut Callers) {
        let ast = self.ast(at.decl);
        let mut expr = at.expr;
        let mut parent = ast.expr(expr).parent;
        while let Parent::Expr(outer) = parent
            && matches!(
                ast.expr(outer).kind,
                ExprKind::Paren(_) | ExprKind::Index { .. }
            )
        {
            (expr, parent) = (outer, ast.expr(outer).parent);
        }
        let Some(caller) = self.enclosing_func(at) else {
            callers.is_value = true;
            return;
        };
        let Parent::Expr(call) = parent else {
            callers.is_value = true;
            return;
        };
        let is_callee =
            matches!(&ast.expr(call).kind, ExprKind::Call { callee, .. } if *callee == expr);
        let range = ast.expr(expr).range;
        let found = self
            .flow(caller)
            .events
            .iter()
            .enumerate()
            .find_map(|(index, event)| match event.kind {
                EventKind::Call {
                    call: this, mode, ..
                } if this == call => {
                    // The event of an argument that the callee runs has the argument's range.
                    let is_this = if is_callee {
                        event.range != range
                    } else {
                        event.range == range
                    };
                    is_this.then_some((index, mode))
                }
                _ => None,
            });
        match found {
            Some((event, mode)) => callers.sites.push(CallSite {
                caller,
                event,
                call: ExprRef {
                    decl: at.decl,
                    expr: call,
                },
                mode,
            }),
            None => callers.is_value = true,
        }
    }
}

pub fn is_exported(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}
