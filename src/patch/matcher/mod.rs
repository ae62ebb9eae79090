//! Matches a pattern with a declaration.

mod expressions;
mod lists;
mod signatures;
mod statements;

use super::binding::{Binding, Bindings, Bound};
use super::declare::{Declarations, Kind};
use super::equality::{same_expr, same_field};
use super::pattern::{Pattern, Shape};
use crate::model::{DeclId, ExprRef, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::*;

/// A place where a pattern fits.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) decl: DeclId,
    pub(super) bindings: Bindings,
    /// Which stretch of the pattern is which stretch of the code, outermost first.
    pub(super) matched: Vec<Matched>,
    /// The expressions that each metavariable was found as.
    pub(super) occurrences: Vec<(Name, ExprId)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Matched {
    pub(super) pattern: Range,
    /// Empty for `...` that stands for nothing.
    pub(super) code: Range,
    pub(super) is_elision: bool,
}

/// How many comparisons one declaration is worth.
const BUDGET: u32 = 400_000;

/// A pattern on its way through a declaration.
pub(super) struct Matcher<'a, 'w> {
    pub(super) package: &'a Package<'w>,
    pub(super) pattern: &'a Pattern,
    pub(super) declared: &'a Declarations,
    pub(super) decl: DeclId,
    found: Match,
    budget: u32,
    /// Where attempts count for what `why` tells.
    pub(super) focus: Option<Range>,
    /// How far the longest attempt got, and where in the code: what `why` tells.
    pub(super) furthest: Option<Furthest>,
}

/// Where an attempt failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Furthest {
    pub(super) depth: usize,
    /// What of the pattern did not fit.
    pub(super) pattern: Range,
    pub(super) code: Range,
}

/// A state to go back to.
struct Snapshot {
    bindings: Bindings,
    matched: usize,
    occurrences: usize,
}

impl<'a, 'w> Matcher<'a, 'w> {
    pub(super) fn new(
        package: &'a Package<'w>,
        pattern: &'a Pattern,
        declared: &'a Declarations,
        decl: DeclId,
        inherited: &Bindings,
    ) -> Matcher<'a, 'w> {
        let bindings = inherited.iter().map(|(name, binding)| {
            let inherited = Binding {
                is_inherited: true,
                ..binding.clone()
            };
            (*name, inherited)
        });
        Matcher {
            package,
            pattern,
            declared,
            decl,
            found: Match {
                decl,
                bindings: bindings.collect(),
                matched: Vec::new(),
                occurrences: Vec::new(),
            },
            budget: BUDGET,
            focus: None,
            furthest: None,
        }
    }

    /// All places of the declaration where the pattern fits, in source order.
    pub(super) fn all(&mut self) -> Vec<Match> {
        let ast = self.package.ast(self.decl);
        let pattern = self.pattern;
        let mut found = Vec::new();
        match &pattern.shape {
            Shape::Nothing => {}
            Shape::Expr(wanted) => {
                for number in 0..ast.exprs.len() as u32 {
                    let expr = ExprId(number);
                    if !matches!(ast.expr(expr).kind, ExprKind::Paren(_)) {
                        self.attempt(&mut found, |matcher| matcher.expr(*wanted, expr));
                    }
                }
            }
            Shape::Stmts(wanted) => match wanted.as_slice() {
                [only] => self.single(*only, &mut found),
                several => {
                    for stmt in &ast.stmts {
                        let (StmtKind::Block(list)
                        | StmtKind::Case { body: list, .. }
                        | StmtKind::Comm { body: list, .. }) = &stmt.kind
                        else {
                            continue;
                        };
                        for start in 0..list.len() {
                            self.attempt(&mut found, |matcher| {
                                matcher.statement_run(several, &list[start..])
                            });
                        }
                    }
                }
            },
            Shape::Func => {
                if matches!(ast.decl, Decl::Func) {
                    self.attempt(&mut found, |matcher| {
                        matcher.func(FuncIndex(0), FuncIndex(0))
                    });
                }
            }
        }
        found.sort_by_key(|found| found.matched.first().map(|matched| matched.code));
        found
    }

    /// A single statement is found wherever it stands, in the head of an `if` too; a declaration at package level too.
    fn single(&mut self, wanted: StmtId, found: &mut Vec<Match>) {
        let ast = self.package.ast(self.decl);
        for number in 0..ast.stmts.len() as u32 {
            let stmt = StmtId(number);
            self.specs(wanted, &ast.stmt(stmt).kind, found);
            self.attempt(found, |matcher| matcher.stmt(wanted, stmt));
        }
        match (&self.pattern.ast.stmt(wanted).kind, &ast.decl) {
            (StmtKind::Types(wanted), Decl::Types(specs)) => {
                self.type_specs(wanted, specs, found);
            }
            (StmtKind::Vars(wanted), Decl::Vars(specs))
            | (StmtKind::Consts(wanted), Decl::Consts(specs)) => {
                self.value_specs(wanted, specs, found);
            }
            _ => {}
        }
    }

    /// A declaration of one thing is found among others in brackets.
    fn specs(&mut self, wanted: StmtId, kind: &StmtKind, found: &mut Vec<Match>) {
        match (&self.pattern.ast.stmt(wanted).kind, kind) {
            (StmtKind::Types(wanted), StmtKind::Types(specs)) => {
                self.type_specs(wanted, specs, found);
            }
            (StmtKind::Vars(wanted), StmtKind::Vars(specs))
            | (StmtKind::Consts(wanted), StmtKind::Consts(specs)) => {
                self.value_specs(wanted, specs, found);
            }
            _ => {}
        }
    }

    fn type_specs(&mut self, wanted: &[TypeSpec], specs: &[TypeSpec], found: &mut Vec<Match>) {
        if let [wanted] = wanted {
            for spec in specs {
                self.attempt(found, |matcher| matcher.type_spec(wanted, spec));
            }
        }
    }

    fn value_specs(&mut self, wanted: &[ValueSpec], specs: &[ValueSpec], found: &mut Vec<Match>) {
        if let [wanted] = wanted {
            for spec in specs {
                self.attempt(found, |matcher| matcher.value_spec(wanted, spec));
            }
        }
    }

    fn attempt(&mut self, found: &mut Vec<Match>, fits: impl FnOnce(&mut Self) -> bool) {
        let snapshot = self.snapshot();
        if fits(self) {
            found.push(self.found.clone());
        }
        self.restore(snapshot);
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            bindings: self.found.bindings.clone(),
            matched: self.found.matched.len(),
            occurrences: self.found.occurrences.len(),
        }
    }

    fn restore(&mut self, snapshot: Snapshot) {
        self.found.bindings = snapshot.bindings;
        self.found.matched.truncate(snapshot.matched);
        self.found.occurrences.truncate(snapshot.occurrences);
    }

    /// Notes that a stretch of the pattern is a stretch of the code.
    fn note(&mut self, pattern: Range, code: Range) -> bool {
        self.found.matched.push(Matched {
            pattern,
            code,
            is_elision: false,
        });
        true
    }

    fn note_elision(&mut self, pattern: Range, code: Range) {
        self.found.matched.push(Matched {
            pattern,
            code,
            is_elision: true,
        });
    }

    /// Notes where the match ends that got furthest; always `false`.
    fn fail(&mut self, pattern: Range, code: Range) -> bool {
        let Some(focus) = self.focus else {
            return false;
        };
        let depth = self.found.matched.len();
        let whole = self.found.matched.first().map_or(code, |first| first.code);
        if whole.end < focus.start || focus.end < whole.start {
            return false;
        }
        if self.furthest.is_none_or(|furthest| furthest.depth < depth) {
            self.furthest = Some(Furthest {
                depth,
                pattern,
                code,
            });
        }
        false
    }

    fn spend(&mut self) -> bool {
        self.budget = self.budget.saturating_sub(1);
        self.budget > 0
    }

    fn at(&self, expr: ExprId) -> ExprRef {
        ExprRef {
            decl: self.decl,
            expr,
        }
    }

    /// The metavariable that a name of the pattern is.
    fn variable(&self, name: Name) -> Option<&'a Kind> {
        let declared: &'a Declarations = self.declared;
        declared.variable(name).map(|variable| &variable.kind)
    }

    /// Binds a metavariable to an expression, or compares it with what it stands for already.
    fn bind_expr(&mut self, name: Name, expr: ExprId) -> bool {
        let at = self.at(expr);
        let is_same = match self.found.bindings.get(&name) {
            None => None,
            Some(bound) => Some(match bound.expr() {
                Some(known) => {
                    same_expr(self.package, known, at)
                        || bound.is_inherited
                            && known.decl != at.decl
                            && same_field(self.package, known, at)
                }
                None => match (&bound.what, self.symbol_of(at)) {
                    (Bound::Type(ty), _) => self.package.denoted(at).as_ref() == Some(ty),
                    (_, Some(symbol)) => bound.symbol == Some(symbol),
                    _ => false,
                },
            }),
        };
        if is_same == Some(false) {
            return false;
        }
        self.found.occurrences.push((name, expr));
        let is_first = self
            .found
            .bindings
            .get(&name)
            .is_none_or(|bound| bound.is_inherited);
        if is_first {
            let symbol = self.symbol_of(at);
            self.found.bindings.insert(
                name,
                Binding {
                    decl: self.decl,
                    what: Bound::Expr(expr),
                    symbol,
                    is_inherited: false,
                },
            );
        }
        true
    }

    /// Binds a metavariable to a name that is no expression.
    fn bind_ident(&mut self, name: Name, ident: Ident, symbol: Option<SymbolId>) -> bool {
        if let Some(bound) = self.found.bindings.get(&name) {
            let is_same = match (bound.symbol, symbol) {
                (Some(known), Some(symbol)) => known == symbol,
                (None, None) => {
                    matches!(bound.what, Bound::Ident(known, _) if known == ident.name)
                }
                _ => false,
            };
            if !is_same || !bound.is_inherited {
                return is_same;
            }
        }
        self.found.bindings.insert(
            name,
            Binding {
                decl: self.decl,
                what: Bound::Ident(ident.name, ident.range),
                symbol,
                is_inherited: false,
            },
        );
        true
    }

    /// The variable, field, function or type that an expression names.
    fn symbol_of(&self, at: ExprRef) -> Option<SymbolId> {
        self.package
            .path_of(at)
            .target()
            .or_else(|| self.package.named_symbol(at))
            .or_else(|| self.package.selection(at).map(|selection| selection.symbol))
    }

    /// A name of the pattern that is no expression, and one of the code.
    fn ident(&mut self, wanted: Ident, found: Ident, symbol: Option<SymbolId>) -> bool {
        let fits = match self.variable(wanted.name) {
            Some(Kind::Statement | Kind::Type) => {
                matches!(self.variable(wanted.name), Some(Kind::Type))
                    && self.bind_ident(wanted.name, found, symbol)
            }
            Some(Kind::Typed(types)) => {
                symbol.is_some_and(|symbol| {
                    let ty = self.package.type_of_symbol(symbol);
                    self.fits_any(types, &ty)
                }) && self.bind_ident(wanted.name, found, symbol)
            }
            Some(_) => self.bind_ident(wanted.name, found, symbol),
            None => wanted.name == found.name,
        };
        if fits {
            self.note(wanted.range, found.range)
        } else {
            self.fail(wanted.range, found.range)
        }
    }

    /// The symbol that an identifier of the code declares.
    fn declared_by(&self, ident: Ident) -> Option<SymbolId> {
        self.package
            .symbol_declared_at(self.decl, ident.range.start)
    }
}
