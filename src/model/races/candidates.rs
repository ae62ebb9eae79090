//! Which variables code that runs concurrently uses.

use std::collections::BTreeSet;

use crate::cut::DeclKind;
use crate::model::flow::{CallMode, Callee, Event, EventKind};
use crate::model::goroutines::may_be_contract;
use crate::model::package::Package;
use crate::model::path::Step;
use crate::model::resolve::name;
use crate::model::symbol::*;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::syntax::ast::{ExprKind, FuncIndex};

/// Functions beyond these are not looked at: a package that starts more is looked at in part.
const MOST_FUNCTIONS: usize = 20_000;

/// Names of functions that start a goroutine for their argument.
const STARTERS: &[&str] = &["Go", "TryGo", "AfterFunc", "HandleFunc"];

impl Package<'_> {
    /// The variables of this package that some goroutine's code uses, by declaration.
    pub(super) fn concurrently_used(&self) -> BTreeSet<SymbolId> {
        let mut variables = BTreeSet::new();
        for func in self.run_concurrently() {
            for variable in self.variables_in(func) {
                variables.insert(variable);
            }
        }
        variables
    }

    /// The functions that goroutines begin with, HTTP handlers, and the exported methods of types that hold a lock: those
    /// say that they are called from several goroutines.
    fn concurrent_entries(&self) -> Vec<FuncId> {
        let directory = self.home();
        let mut entries = Vec::new();
        for decl in self.decls() {
            let outline = directory.outline(decl);
            let mentions = &outline.mentions;
            let has_word = |word: &&str| directory.mentions(decl, word);
            let tokens = mentions.tokens;
            // Only literals are told to be subtests that run in parallel.
            let starts = tokens.has_go
                || STARTERS.iter().any(has_word)
                || tokens.has_func && has_word(&"Parallel");
            let handles = directory.mentions(decl, "ResponseWriter");
            let is_method = outline.receiver.is_some();
            if outline.kind != DeclKind::Func || !(starts || handles || is_method) {
                continue;
            }
            if is_method && (self.is_method_of_declared(decl) || self.is_method_of_contract(decl)) {
                entries.push(FuncId {
                    decl,
                    index: FuncIndex(0),
                });
            }
            if !(starts || handles) || self.ast(decl).damaged.is_some() {
                continue;
            }
            for func in self.funcs(decl) {
                if handles && self.is_http_handler(func) {
                    entries.push(func);
                }
                let started = self.flow(func).events.iter().filter_map(started);
                entries.extend(started);
            }
        }
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// Whether a declared method is one of an interface whose methods run at once.
    fn is_method_of_contract(&self, method: DeclId) -> bool {
        let directory = self.home();
        let Some(&own) = directory.outline(method).names.first() else {
            return false;
        };
        let name = directory.file_of(method).source.slice(own);
        let func = FuncId {
            decl: method,
            index: FuncIndex(0),
        };
        may_be_contract(name)
            && self.ast(method).damaged.is_none()
            && self.concurrent_contract_of(func).is_some()
    }

    /// Whether a declared method is exported, and its receiver's type says that its methods run at once.
    fn is_method_of_declared(&self, method: DeclId) -> bool {
        let directory = self.home();
        let outline = directory.outline(method);
        let (Some(receiver), Some(&own)) = (outline.receiver, outline.names.first()) else {
            return false;
        };
        let text = |range| directory.file_of(method).source.slice(range);
        if !is_exported(text(own)) {
            return false;
        }
        let places = directory.places(self.name, name(text(receiver)));
        let ty = places
            .first()
            .and_then(|&(decl, index)| self.sound_symbol(decl, index));
        ty.is_some_and(|ty| self.declaration_of(ty).is_some()) && self.ast(method).damaged.is_none()
    }

    /// `func(http.ResponseWriter, *http.Request)`.
    fn is_http_handler(&self, func: FuncId) -> bool {
        let Type::Func(ty) = self.func_type_of(func) else {
            return false;
        };
        let is_from_http = |ty: &Type, wanted: &str| match ty.pointee() {
            Type::Named(symbol, _) => {
                let path = self.directory(symbol.decl.dir).import_path.as_deref();
                &*self.symbol(*symbol).name == wanted && path == Some("net/http")
            }
            _ => false,
        };
        matches!(ty.params.as_slice(), [writer, request]
            if is_from_http(writer, "ResponseWriter") && is_from_http(request, "Request"))
    }

    /// What goroutines begin with, and all that they call in this package.
    fn run_concurrently(&self) -> Vec<FuncId> {
        let mut found: Vec<FuncId> = self.concurrent_entries();
        let mut seen: BTreeSet<FuncId> = found.iter().copied().collect();
        let mut next = 0;
        while let Some(&func) = found.get(next) {
            next += 1;
            if found.len() > MOST_FUNCTIONS {
                break;
            }
            for event in &self.flow(func).events {
                let callee = match event.kind {
                    EventKind::Call {
                        callee: Callee::Func(callee) | Callee::Literal(callee),
                        ..
                    } => Some(callee),
                    EventKind::Call { call, .. } => self.literal_called(ExprRef {
                        decl: func.decl,
                        expr: call,
                    }),
                    _ => None,
                };
                if let Some(callee) = callee
                    && callee.decl.dir == self.home().id
                    && seen.insert(callee)
                {
                    found.push(callee);
                }
            }
        }
        found
    }
}

impl Package<'_> {
    /// The function literal in the local variable that is called: `add := func() {…}`.
    fn literal_called(&self, call: ExprRef) -> Option<FuncId> {
        let decl = call.decl;
        let ExprKind::Call { callee, .. } = self.expr(call).kind else {
            return None;
        };
        let variable = self.named_symbol(ExprRef { decl, expr: callee })?;
        let TypeSource::Value { value, .. } = self.symbol(variable).ty else {
            return None;
        };
        let decl = variable.decl;
        match self.expr(ExprRef { decl, expr: value }).kind {
            ExprKind::Func(index) => Some(FuncId { decl, index }),
            _ => None,
        }
    }

    /// The variables of this directory that a function uses.
    fn variables_in(&self, func: FuncId) -> Vec<SymbolId> {
        let home = self.home().id;
        let mut found = Vec::new();
        for event in &self.flow(func).events {
            let EventKind::Access { path, .. } = &event.kind else {
                continue;
            };
            let fields = path.steps.iter().filter_map(|step| match step {
                Step::Field(field) => Some(*field),
                _ => None,
            });
            let root = path
                .root_symbol()
                .filter(|&root| self.may_be_met(root, func));
            found.extend(root.into_iter().chain(fields).filter(|variable| {
                variable.decl.dir == home && self.file_of(variable.decl).package == self.name
            }));
        }
        found
    }
}

impl Package<'_> {
    /// Whether another function can use what `func` uses as this variable: a local must be captured, or lead to a map.
    fn may_be_met(&self, variable: SymbolId, func: FuncId) -> bool {
        let owner = self.symbol(variable).func;
        owner != Some(func.index)
            || matches!(
                self.underlying(&self.type_of_symbol(variable)),
                Type::Map(..) | Type::Unknown
            )
    }
}

/// The function that an event starts as a goroutine.
fn started(event: &Event) -> Option<FuncId> {
    match event.kind {
        EventKind::Call {
            callee: Callee::Func(callee) | Callee::Literal(callee),
            mode: CallMode::Spawned,
            ..
        } => Some(callee),
        _ => None,
    }
}
