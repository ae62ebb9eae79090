//! Every access of a variable, over all functions of the package.

use std::borrow::Cow;

use super::flow::{AccessKind, Event, EventKind};
use super::package::{Package, lower};
use super::path::{AccessPath, Root, Step};
use super::symbol::*;
use super::types::Type;
use crate::source::Range;
use crate::syntax::ast::FuncIndex;

/// One place that reads or writes a variable, or what it holds.
#[derive(Clone, Debug)]
pub struct VariableAccess {
    pub func: FuncId,
    /// The index of the access among the events of the function's flow.
    pub event: usize,
    pub kind: AccessKind,
    /// The path of the variable itself: `s.items` where the access is to `s.items[k]`.
    pub path: AccessPath,
    /// Whether it reaches what the variable holds: an element, a field of its struct value, what it points to, what a
    /// method changes that is called on it.
    pub is_content: bool,
    pub range: Range,
}

impl VariableAccess {
    /// Whether it may change the variable or what it holds.
    pub fn writes(&self) -> bool {
        matches!(self.kind, AccessKind::Write | AccessKind::Update)
    }
}

/// The accesses of a variable.
#[derive(Clone, Debug, Default)]
pub struct Accesses {
    /// In source order within a declaration; tests included.
    pub all: Vec<VariableAccess>,
}

/// That an event of a declaration accesses a variable: what is kept of it, for there are many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touch {
    variable: SymbolId,
    func: FuncIndex,
    event: u32,
    /// How many steps of the event's path lead to the variable.
    steps: u32,
}

impl Package<'_> {
    /// All accesses of a field, a package variable or a local variable (closures included) in this directory. Keys of
    /// composite literals are no accesses.
    pub fn accesses_of(&self, variable: SymbolId) -> &Accesses {
        if let Some(known) = self.accesses.get(&variable) {
            return known;
        }
        let accesses = self.find_accesses(variable);
        self.accesses.insert(variable, Box::new(accesses))
    }

    /// Whether [`Package::accesses_of`] knows them all: no declaration that names the variable is damaged, and no
    /// selector of its name is on a value of unknown type.
    pub fn knows_all_accesses(&self, variable: SymbolId) -> bool {
        self.is_local(variable) || self.uses_of(variable).is_complete
    }

    fn find_accesses(&self, variable: SymbolId) -> Accesses {
        if self.is_local(variable) {
            return Accesses {
                all: self.touched_by(variable, variable.decl).collect(),
            };
        }
        let dir = self.home().id;
        let mentions = self.mentions_of(dir, variable);
        lower(self.home(), mentions);
        let mut all = Vec::new();
        for &decl in mentions {
            if self.ast(decl).damaged.is_none() {
                all.extend(self.touched_by(variable, decl));
            }
        }
        Accesses { all }
    }

    fn touched_by(&self, variable: SymbolId, decl: DeclId) -> impl Iterator<Item = VariableAccess> {
        let touched = match self.touched.get(&decl) {
            Some(known) => known,
            None => self.touched.insert(decl, self.find_touched(decl)),
        };
        let first = touched.partition_point(|touch| touch.variable < variable);
        let all = touched[first..].iter();
        all.take_while(move |touch| touch.variable == variable)
            .filter_map(move |touch| self.access_by(decl, touch))
    }

    fn access_by(&self, decl: DeclId, touch: &Touch) -> Option<VariableAccess> {
        let func = FuncId {
            decl,
            index: touch.func,
        };
        let event = touch.event as usize;
        let found = &self.flow(func).events[event];
        let reached = self.reached_by(decl, found)?;
        let all = &reached.path.steps;
        let steps = all.get(..touch.steps as usize)?;
        Some(VariableAccess {
            func,
            event,
            kind: reached.kind,
            path: AccessPath {
                root: reached.path.root,
                steps: steps.into(),
            },
            is_content: reached.is_called || steps.len() < all.len(),
            range: found.range,
        })
    }

    /// What all functions of a declaration access, sorted by the variable; for each variable in source order.
    fn find_touched(&self, decl: DeclId) -> Vec<Touch> {
        let mut touched = Vec::new();
        for func in self.funcs(decl) {
            for (event, found) in (0..).zip(&self.flow(func).events) {
                let Some(reached) = self.reached_by(decl, found) else {
                    continue;
                };
                let variables = self.variables_on(&reached.path).into_iter();
                touched.extend(variables.map(|(variable, steps)| Touch {
                    variable,
                    func: func.index,
                    event,
                    steps: steps as u32,
                }));
            }
        }
        touched.sort_by_key(|touch| touch.variable);
        touched.shrink_to_fit();
        touched
    }

    /// What an event reads, writes, or calls a method of that does so.
    fn reached_by<'e>(&self, decl: DeclId, event: &'e Event) -> Option<Reached<'e>> {
        match &event.kind {
            EventKind::Access { path, kind } => Some(Reached {
                path: Cow::Borrowed(path),
                kind: *kind,
                is_called: false,
            }),
            EventKind::Call { call, callee, .. } => {
                let call = ExprRef { decl, expr: *call };
                let (path, kind) = (self.used_object(call, *callee))
                    .or_else(|| Some((self.changed_argument(call)?, AccessKind::Update)))?;
                Some(Reached {
                    path: Cow::Owned(path),
                    kind,
                    is_called: true,
                })
            }
            _ => None,
        }
    }

    /// The variables that an access of `path` reaches, each with the number of steps up to it: the one that the path
    /// ends at, and those that hold it as a part of themselves.
    fn variables_on(&self, path: &AccessPath) -> Vec<(SymbolId, usize)> {
        let mut found = Vec::new();
        let mut length = path.steps.len();
        loop {
            let variable = match (
                length.checked_sub(1).map(|last| path.steps[last]),
                path.root,
            ) {
                (None, Root::Symbol(symbol)) => Some(symbol),
                (Some(Step::Field(field)), _) => Some(field),
                _ => None,
            };
            if let Some(variable) = variable
                && self.holds_inside(variable, &path.steps[length..])
            {
                found.push((variable, length));
            }
            match length.checked_sub(1) {
                Some(less) => length = less,
                None => return found,
            }
        }
    }

    /// Whether what `steps` lead to from a variable is a part of what the variable holds: no pointer is followed to
    /// another object on the way.
    pub fn holds_inside(&self, variable: SymbolId, steps: &[Step]) -> bool {
        if steps.is_empty() {
            return true;
        }
        let mut ty = self.type_of_symbol(variable);
        for (position, step) in steps.iter().enumerate() {
            ty = match (step, self.underlying(&ty)) {
                (
                    Step::Element,
                    Type::Map(_, element) | Type::Slice(element) | Type::Array(element),
                ) => (*element).clone(),
                // What an element of an unknown type is does not matter where it is the last.
                (Step::Element, _) if position + 1 == steps.len() => Type::Unknown,
                (Step::Field(field), Type::Struct(_)) => self.type_of_symbol(*field),
                (Step::Pointee, _) if position + 1 == steps.len() => Type::Unknown,
                _ => return false,
            };
        }
        true
    }
}

/// What an event reaches.
struct Reached<'e> {
    path: Cow<'e, AccessPath>,
    kind: AccessKind,
    /// Whether it calls a method of it.
    is_called: bool,
}
