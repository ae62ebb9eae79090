//! Functions that are started by something other than a call in sight.

use super::declared::Declaration;
use crate::model::types::Type;
use crate::model::uses::is_exported;
use crate::model::{FuncId, Package, SymbolId};
use crate::syntax::ast::FuncIndex;

/// A function at which a chain of calls begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    pub func: FuncId,
    pub kind: EntryKind,
}

/// Who starts a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EntryKind {
    /// Go does, before everything else: `main` and `init`.
    Program,
    /// The test runner does, one after the other.
    Test,
    /// The test runner does, beside the other tests that say `t.Parallel()`.
    ParallelTest,
    /// A server does, on a goroutine for each request.
    Handler(HandlerKind),
    /// Callers on several goroutines: it is a method of a type that says so.
    Declared(Declaration),
    /// Whoever calls the package.
    Outside,
    /// Code out of sight that it was given to.
    Callback,
    /// Somebody, or nobody: it is passed about as a value, or no call is in sight.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlerKind {
    Http,
    Rpc,
    /// A method of this interface, whose contract it is to be called by several goroutines at once.
    Contract(&'static str),
}

impl EntryKind {
    /// Whether the function certainly runs on several goroutines at once, if it is used at all.
    pub fn is_many(&self) -> bool {
        match self {
            EntryKind::Handler(_) => true,
            EntryKind::Declared(declaration) => declaration.kind.is_certain(),
            _ => false,
        }
    }

    /// Whether it is whoever calls the package, on a goroutine of theirs.
    pub(super) fn is_open(&self) -> bool {
        matches!(
            self,
            EntryKind::Outside
                | EntryKind::Callback
                | EntryKind::Declared(_)
                | EntryKind::Handler(_)
        )
    }
}

impl Package<'_> {
    /// Who starts a function, other than the calls in sight; `None` where only these do.
    pub(super) fn entry_of(&self, func: FuncId) -> Option<EntryKind> {
        let callers = self.callers_of(func);
        let is_called = !callers.sites.is_empty();
        let Some(ident) = self.func(func).name else {
            let is_handler = self.is_handler_shaped(func) && !is_called;
            return match (is_handler, callers.is_value) {
                (true, _) if self.registration_of(func).is_some() => None,
                (true, _) => Some(EntryKind::Handler(HandlerKind::Http)),
                (false, true) => Some(EntryKind::Unknown),
                (false, false) => (!is_called).then_some(EntryKind::Unknown),
            };
        };
        let name = &*ident.name;
        if let Some(kind) = self.run_by_go(func, name) {
            return Some(kind);
        }
        let is_test = self.file_of(func.decl).is_test;
        let is_only_called = is_called && !callers.is_value;
        if self.is_handler_shaped(func)
            && (name == "ServeHTTP" || !is_only_called || is_exported(name) && !is_test)
        {
            return Some(EntryKind::Handler(HandlerKind::Http));
        }
        let receiver = self.receiver_type(func);
        if !is_test && let Some(ty) = receiver {
            if self.is_rpc_method(func, ty) {
                return Some(EntryKind::Handler(HandlerKind::Rpc));
            }
            if let Some(interface) = self.concurrent_contract_of(func) {
                let kind = HandlerKind::Contract(interface);
                return Some(EntryKind::Handler(kind));
            }
            if let Some(declaration) = self.declaration_of(ty)
                && self.is_method_of_others(func, ty, declaration)
            {
                return Some(EntryKind::Declared(declaration));
            }
        }
        let is_program = &*self.name == "main";
        let is_open_type =
            receiver.is_none_or(|ty| is_exported(&self.symbol(ty).name)) && !is_program;
        if is_exported(name) && !is_test && (is_open_type || !is_called && receiver.is_some()) {
            return Some(EntryKind::Outside);
        }
        if !is_test && self.is_callback(func) {
            return Some(EntryKind::Callback);
        }
        (!is_only_called).then_some(EntryKind::Unknown)
    }

    fn run_by_go(&self, func: FuncId, name: &str) -> Option<EntryKind> {
        if self.func(func).receiver.is_some() {
            return None;
        }
        let has_params = !self.func(func).signature.params.is_empty();
        if name == "init" && !has_params || name == "main" && &*self.name == "main" {
            return Some(EntryKind::Program);
        }
        let kinds = ["Test", "Benchmark", "Fuzz", "Example"];
        let is_test =
            self.file_of(func.decl).is_test && kinds.iter().any(|kind| name.starts_with(kind));
        is_test.then(|| match self.calls_parallel(func) {
            true => EntryKind::ParallelTest,
            false => EntryKind::Test,
        })
    }

    /// The type that a method belongs to.
    pub fn receiver_type(&self, func: FuncId) -> Option<SymbolId> {
        let receiver = self.func(func).receiver.as_ref()?;
        if let Some(name) = receiver.names.first()
            && let Some(symbol) = self.symbol_declared_at(func.decl, name.range.start)
            && let Type::Named(ty, _) = self.type_of_symbol(symbol).pointee()
        {
            return Some(*ty);
        }
        let directory = self.directory(func.decl.dir);
        let name = self.text(func.decl, directory.outline(func.decl).receiver?);
        let package = self.file_of(func.decl).package;
        let places = directory.places(package, crate::model::resolve::name(name));
        let &(decl, index) = places.first()?;
        self.sound_symbol(decl, index)
    }

    /// Whether a method is one that others call: an exported one, or one of an unexported type that is not only called by
    /// the type's own methods.
    fn is_method_of_others(&self, func: FuncId, ty: SymbolId, declaration: Declaration) -> bool {
        let Some(ident) = self.func(func).name else {
            return false;
        };
        if is_exported(&ident.name) {
            return true;
        }
        let is_local_type = !is_exported(&self.symbol(ty).name) || &*self.name == "main";
        let callers = self.callers_of(func);
        declaration.kind.is_certain()
            && is_local_type
            && !self.is_called_locked(func)
            && (callers.is_value
                || callers.sites.is_empty()
                || callers.sites.iter().any(|site| {
                    let outermost = FuncId {
                        index: FuncIndex(0),
                        ..site.caller
                    };
                    self.receiver_type(outermost) != Some(ty)
                }))
    }
}
