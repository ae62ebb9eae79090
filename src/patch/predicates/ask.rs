//! Asks the conditions of a hunk about a match.

use super::{Answer, Truth};
use crate::model::flow::Callee;
use crate::model::structure::StmtRef;
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::patch::binding::{Binding, Bound};
use crate::patch::condition::{Comparison, Condition, Subject, Term, Test};
use crate::patch::hunk::Hunk;
use crate::patch::matcher::Match;
use crate::patch::sites::{extent, pointed_at};
use crate::source::Range;
use crate::syntax::ast::{FuncIndex, StmtId};

/// The conditions of a hunk, about a match.
pub(in crate::patch) struct Question<'a, 'w> {
    package: &'a Package<'w>,
    hunk: &'a Hunk,
    found: &'a Match,
}

/// A condition that does not hold.
pub(in crate::patch) struct Verdict<'a> {
    pub(in crate::patch) condition: &'a Condition,
    pub(in crate::patch) truth: Truth,
}

impl<'a, 'w> Question<'a, 'w> {
    pub(in crate::patch) fn new(
        package: &'a Package<'w>,
        hunk: &'a Hunk,
        found: &'a Match,
    ) -> Question<'a, 'w> {
        Question {
            package,
            hunk,
            found,
        }
    }

    /// Whether all conditions hold.
    pub(in crate::patch) fn verdict(&self) -> Truth {
        self.failed().map_or(Truth::Yes, |failed| failed.truth)
    }

    /// The first condition that does not hold.
    pub(in crate::patch) fn failed(&self) -> Option<Verdict<'a>> {
        self.hunk.declared.conditions.iter().find_map(|condition| {
            let truth = self.test(&condition.test);
            (truth != Truth::Yes).then_some(Verdict { condition, truth })
        })
    }

    fn test(&self, test: &Test) -> Truth {
        match test {
            Test::Not(inner) => match self.test(inner) {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                Truth::Unknown => Truth::Unknown,
            },
            Test::All(tests) => worst(tests.iter().map(|test| self.test(test))),
            Test::Any(tests) => best(tests.iter().map(|test| self.test(test))),
            Test::Asked(term) => match self.answer(term) {
                Answer::Truth(true) => Truth::Yes,
                Answer::Truth(false) => Truth::No,
                _ => Truth::Unknown,
            },
            Test::Compared(left, comparison, right) => {
                compared(&self.answer(left), *comparison, &self.answer(right))
            }
        }
    }

    fn answer(&self, term: &Term) -> Answer {
        match term {
            Term::Number(number) => Answer::Number(*number),
            Term::Text(text) => Answer::Text(text.clone()),
            Term::Release(major, minor) => {
                Answer::Release(crate::workspace::Version::new(*major, *minor))
            }
            Term::Go => {
                let version = self.package.file_of(self.found.decl).version;
                version.map_or(Answer::Unknown, Answer::Release)
            }
            Term::Call(predicate, subjects) => {
                let things = subjects.iter().map(|subject| match subject {
                    Subject::Site => Some(None),
                    Subject::Variable(name) => self.found.bindings.get(name).map(Some),
                });
                match things.collect::<Option<Vec<_>>>() {
                    Some(things) => (predicate.ask)(&Asked {
                        package: self.package,
                        hunk: self.hunk,
                        found: self.found,
                        things,
                    }),
                    None => Answer::Unknown,
                }
            }
        }
    }
}

fn worst(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut all = Truth::Yes;
    for truth in truths {
        match truth {
            Truth::No => return Truth::No,
            Truth::Unknown => all = Truth::Unknown,
            Truth::Yes => {}
        }
    }
    all
}

fn best(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut any = Truth::No;
    for truth in truths {
        match truth {
            Truth::Yes => return Truth::Yes,
            Truth::Unknown => any = Truth::Unknown,
            Truth::No => {}
        }
    }
    any
}

fn compared(left: &Answer, comparison: Comparison, right: &Answer) -> Truth {
    let order = match (left, right) {
        (Answer::Number(left), Answer::Number(right)) => left.cmp(right),
        (Answer::Text(left), Answer::Text(right)) => left.cmp(right),
        (Answer::Release(left), Answer::Release(right)) => left.cmp(right),
        (Answer::Truth(left), Answer::Truth(right)) => left.cmp(right),
        _ => return Truth::Unknown,
    };
    let holds = match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
    };
    if holds { Truth::Yes } else { Truth::No }
}

/// A predicate's arguments, in a match.
pub(in crate::patch) struct Asked<'a, 'w> {
    pub(super) package: &'a Package<'w>,
    hunk: &'a Hunk,
    pub(super) found: &'a Match,
    /// `None` for the match as a whole.
    things: Vec<Option<&'a Binding>>,
}

impl Asked<'_, '_> {
    fn binding(&self, position: usize) -> Option<&Binding> {
        self.things.get(position).copied().flatten()
    }

    pub(super) fn expr(&self, position: usize) -> Option<ExprRef> {
        self.binding(position)?.expr()
    }

    /// The variable, field, function or type that an argument names.
    pub(super) fn symbol(&self, position: usize) -> Option<SymbolId> {
        self.binding(position)?.symbol
    }

    pub(super) fn name(&self, position: usize) -> Option<String> {
        let binding = self.binding(position)?;
        match (binding.symbol, &binding.what) {
            (Some(symbol), _) => Some(self.package.symbol(symbol).name.to_string()),
            (None, Bound::Ident(name, _)) => Some(name.to_string()),
            _ => None,
        }
    }

    /// Where an argument is in the code.
    pub(super) fn place(&self, position: usize) -> Range {
        self.binding(position)
            .filter(|binding| binding.decl == self.found.decl)
            .and_then(|binding| binding.range(self.package))
            .unwrap_or_else(|| extent(self.found))
    }

    /// What a finding of the match points at.
    pub(super) fn pointed_at(&self) -> Range {
        pointed_at(self.package, self.hunk, self.found)
    }

    /// The innermost function around an argument.
    pub(super) fn func_around(&self, position: usize) -> Option<FuncId> {
        let place = self.place(position);
        let funcs = (0..).zip(&self.package.ast(self.found.decl).funcs);
        let around = funcs.filter(|(_, func)| {
            func.range != place && func.range.start <= place.start && place.end <= func.range.end
        });
        let (index, _) = around.min_by_key(|(_, func)| func.range.end - func.range.start)?;
        Some(FuncId {
            decl: self.found.decl,
            index: FuncIndex(index),
        })
    }

    /// The function that an argument is: a literal, or what a name names.
    pub(super) fn func(&self, position: usize) -> Option<FuncId> {
        if self.things.get(position)?.is_none() {
            return self.func_around(position);
        }
        if let Some(at) = self.expr(position)
            && let Some(Callee::Func(func) | Callee::Literal(func)) =
                self.package.function_value(at)
        {
            return Some(func);
        }
        let symbol = self.symbol(position)?;
        let kind = self.package.symbol(symbol).kind;
        matches!(kind, SymbolKind::Func | SymbolKind::Method).then_some(FuncId {
            decl: symbol.decl,
            index: FuncIndex(0),
        })
    }

    /// The innermost statement around an argument, that of a literal's body included.
    pub(super) fn stmt(&self, position: usize) -> Option<StmtRef> {
        let place = self.place(position);
        let stmts = (0..).zip(&self.package.ast(self.found.decl).stmts);
        let around = stmts.filter(|(_, stmt)| stmt.range.contains(place));
        let (index, _) = around.min_by_key(|(_, stmt)| stmt.range.end - stmt.range.start)?;
        Some(StmtRef {
            decl: self.found.decl,
            stmt: StmtId(index),
        })
    }
}
