//! Matches a pattern with a declaration.

mod bindings;
mod expressions;
mod lists;
mod names;
mod signatures;
mod statements;
mod steps;

use super::binding::{Binding, Bindings};
use super::declare::{Declarations, Kind};
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
}
