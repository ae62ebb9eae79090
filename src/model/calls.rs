//! What calls call, and which functions they start or run.

use super::flow::Callee;
use super::locks::LockOp;
use super::package::Package;
use super::path::{AccessPath, Step};
use super::symbol::*;
use super::types::Type;
use super::uses::CallSite;
use crate::syntax::ast::*;

impl Package<'_> {
    /// What the call expression `at` calls.
    pub fn callee(&self, at: ExprRef) -> Callee {
        let ExprKind::Call { callee, .. } = &self.expr(at).kind else {
            return Callee::Unknown;
        };
        let callee = ExprRef {
            decl: at.decl,
            expr: *callee,
        };
        if let Some(builtin) = self.builtin(callee) {
            return Callee::Builtin(builtin);
        }
        if self.denoted(callee).is_some() {
            return Callee::Conversion;
        }
        self.function_value(callee).unwrap_or(Callee::Unknown)
    }

    /// The function that an expression stands for, without calling it.
    pub fn function_value(&self, at: ExprRef) -> Option<Callee> {
        let here = |expr: ExprId| ExprRef {
            decl: at.decl,
            expr,
        };
        let symbol = match &self.expr(at).kind {
            ExprKind::Paren(inner) => return self.function_value(here(*inner)),
            ExprKind::Func(index) => {
                return Some(Callee::Literal(FuncId {
                    decl: at.decl,
                    index: *index,
                }));
            }
            ExprKind::Index { operand, .. } => return self.function_value(here(*operand)),
            ExprKind::Selector { .. } => self
                .named_symbol(at)
                .or_else(|| self.selection(at).map(|selection| selection.symbol))?,
            _ => self.named_symbol(at)?,
        };
        Some(match self.symbol(symbol).kind {
            SymbolKind::Func | SymbolKind::Method => Callee::Func(FuncId {
                decl: symbol.decl,
                index: FuncIndex(0),
            }),
            SymbolKind::InterfaceMethod => Callee::InterfaceMethod(symbol),
            SymbolKind::Type | SymbolKind::Const | SymbolKind::Label | SymbolKind::TypeParam => {
                return None;
            }
            _ => Callee::Value(symbol),
        })
    }

    /// `("sync", "Mutex.Lock")`: a function's import path, its receiver's type and its name. The path of a package
    /// that the source does not show is read from the import.
    pub fn qualified(&self, at: ExprRef) -> Option<(String, String)> {
        let ExprKind::Selector { operand, field } = &self.expr(at).kind else {
            return None;
        };
        let operand = ExprRef {
            decl: at.decl,
            expr: *operand,
        };
        if let Some(path) = self.imported_path(operand) {
            return Some((path.to_string(), field.name.to_string()));
        }
        let selection = self.selection(at)?;
        let path = self
            .directory(selection.symbol.decl.dir)
            .import_path
            .clone()
            .unwrap_or_default();
        Some((path, self.qualified_name(selection.symbol)))
    }

    /// A function's name with its receiver's type before it: `Mutex.Lock`.
    pub fn qualified_name(&self, symbol: SymbolId) -> String {
        let name = self.symbol(symbol).name;
        let outline = self.directory(symbol.decl.dir).outline(symbol.decl);
        match outline.receiver {
            Some(receiver) if self.symbol(symbol).kind == SymbolKind::Method => {
                format!("{}.{name}", self.text(symbol.decl, receiver))
            }
            _ => name.to_string(),
        }
    }

    /// Whether a call is `x.Do(…)` on a `sync.Once`.
    pub fn is_once_do(&self, call: ExprRef) -> bool {
        let ExprKind::Call { callee, .. } = &self.expr(call).kind else {
            return false;
        };
        let ExprKind::Selector { field, .. } = &self
            .expr(ExprRef {
                decl: call.decl,
                expr: *callee,
            })
            .kind
        else {
            return false;
        };
        &*field.name == "Do"
            && self
                .qualified(ExprRef {
                    decl: call.decl,
                    expr: *callee,
                })
                .is_some_and(|(path, name)| path == "sync" && name == "Once.Do")
    }

    /// The lock operation that a call is, and on which lock. Methods by these names count as such on any type that has
    /// no other meaning for them: wrappers of `sync.Mutex` are common.
    pub fn lock_op(&self, call: ExprRef) -> Option<(LockOp, AccessPath)> {
        let ExprKind::Call { callee, args, .. } = &self.expr(call).kind else {
            return None;
        };
        let at = ExprRef {
            decl: call.decl,
            expr: *callee,
        };
        let ExprKind::Selector { operand, field } = &self.expr(at).kind else {
            return None;
        };
        let op = LockOp::of_method(&field.name)?;
        let operand = ExprRef {
            decl: call.decl,
            expr: *operand,
        };
        if !args.is_empty() || self.imported_path(operand).is_some() {
            return None;
        }
        let mut path = self.path_of(operand);
        if let Some(selection) = self.selection(at) {
            path.steps
                .extend(selection.through.into_iter().map(Step::Field));
        }
        Some((op, path))
    }

    /// `atomic.AddInt64` and its like, which take a pointer to what they change.
    pub fn is_atomic_function(&self, callee: ExprRef) -> bool {
        let ExprKind::Selector { operand, .. } = &self.expr(callee).kind else {
            return false;
        };
        let path = self.imported_path(ExprRef {
            decl: callee.decl,
            expr: *operand,
        });
        path.is_some_and(|path| path == "sync/atomic" || path.ends_with("/atomic"))
    }

    /// For `make(chan T, n)`: the capacity, `None` within where it is no constant.
    pub fn made_channel(&self, value: ExprRef) -> Option<Option<u64>> {
        match &self.expr(value).kind {
            ExprKind::Paren(inner) => self.made_channel(ExprRef {
                decl: value.decl,
                expr: *inner,
            }),
            ExprKind::Call { callee, args, .. } => {
                let callee = ExprRef {
                    decl: value.decl,
                    expr: *callee,
                };
                if self.builtin(callee) != Some("make") {
                    return None;
                }
                let ty = self.denoted(ExprRef {
                    decl: value.decl,
                    expr: *args.first()?,
                })?;
                if !matches!(self.underlying(&ty), Type::Chan(..)) {
                    return None;
                }
                Some(match args.get(1) {
                    None => Some(0),
                    Some(&capacity) => self.constant(ExprRef {
                        decl: value.decl,
                        expr: capacity,
                    }),
                })
            }
            _ => None,
        }
    }

    /// The value of an integer constant, written out or named.
    pub fn constant(&self, at: ExprRef) -> Option<u64> {
        match &self.expr(at).kind {
            ExprKind::Literal(Literal::Int) => parse_integer(self.expr_text(at)),
            ExprKind::Paren(inner) => self.constant(ExprRef {
                decl: at.decl,
                expr: *inner,
            }),
            ExprKind::Name(_) | ExprKind::Selector { .. } => {
                let symbol = self.named_symbol(at)?;
                let Symbol {
                    kind: SymbolKind::Const,
                    ty: TypeSource::Value { value, .. },
                    ..
                } = *self.symbol(symbol)
                else {
                    return None;
                };
                let _guard = self.enter(symbol)?;
                self.constant(ExprRef {
                    decl: symbol.decl,
                    expr: value,
                })
            }
            _ => None,
        }
    }

    /// Whether a function is called outside tests, never handed on as a value, and each of these calls is as asked.
    pub fn is_only_called(&self, func: FuncId, is_so: impl Fn(&CallSite) -> bool) -> bool {
        let callers = self.callers_of(func);
        let mut sites = callers
            .sites
            .iter()
            .filter(|site| !self.file_of(site.caller.decl).is_test)
            .peekable();
        !callers.is_value && sites.peek().is_some() && sites.all(is_so)
    }
}

fn parse_integer(text: &str) -> Option<u64> {
    let digits = text.replace('_', "").to_ascii_lowercase();
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, &digits[1..]),
        _ => (10, digits.as_str()),
    };
    u64::from_str_radix(digits, radix).ok()
}
