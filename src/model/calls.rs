//! What calls call, and which functions they start or run.

use super::flow::{CallMode, Callee};
use super::locks::LockOp;
use super::package::Package;
use super::path::{AccessPath, Step};
use super::symbol::*;
use super::types::Type;
use crate::syntax::ast::*;

/// How a function runs that another one is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    /// Before the call returns.
    Now,
    /// When the caller ends.
    AtEnd,
    /// Later, on a goroutine of its own.
    Once,
    /// Later, and on several goroutines at once.
    Often,
    /// Before the call returns, or beside its siblings if it calls `t.Parallel()`.
    Subtest,
}

/// Functions that run a function that they are given: package, name, the argument's position, and how it runs.
type Runner = (&'static str, &'static str, usize, Runs);

#[rustfmt::skip]
const RUNNERS: &[Runner] = &[
    ("sync", "WaitGroup.Go", 0, Runs::Once),
    ("golang.org/x/sync/errgroup", "Group.Go", 0, Runs::Once),
    ("golang.org/x/sync/errgroup", "Group.TryGo", 0, Runs::Once),
    ("time", "AfterFunc", 1, Runs::Once),
    ("context", "AfterFunc", 1, Runs::Once),
    ("runtime", "SetFinalizer", 1, Runs::Once),
    ("runtime", "AddCleanup", 1, Runs::Once),
    ("net/http", "HandleFunc", 1, Runs::Often),
    ("net/http", "ServeMux.HandleFunc", 1, Runs::Often),
    ("expvar", "Func", 0, Runs::Often),
    ("github.com/prometheus/client_golang/prometheus", "NewCounterFunc", 1, Runs::Often),
    ("github.com/prometheus/client_golang/prometheus", "NewGaugeFunc", 1, Runs::Often),
    ("github.com/prometheus/client_golang/prometheus", "NewUntypedFunc", 1, Runs::Often),
    ("github.com/prometheus/client_golang/prometheus/promauto", "NewCounterFunc", 1, Runs::Often),
    ("github.com/prometheus/client_golang/prometheus/promauto", "NewGaugeFunc", 1, Runs::Often),
    ("github.com/prometheus/client_golang/prometheus/promauto", "NewUntypedFunc", 1, Runs::Often),
    ("testing", "T.Run", 1, Runs::Subtest),
    ("testing", "B.Run", 1, Runs::Now),
    ("testing", "B.RunParallel", 0, Runs::Often),
    ("testing", "T.Cleanup", 0, Runs::AtEnd),
    ("testing", "B.Cleanup", 0, Runs::AtEnd),
    ("testing", "AllocsPerRun", 1, Runs::Now),
    ("testing/synctest", "Test", 1, Runs::Now),
    ("sync", "Once.Do", 0, Runs::Now),
    ("sync", "Map.Range", 0, Runs::Now),
    ("sort", "Slice", 1, Runs::Now),
    ("sort", "SliceStable", 1, Runs::Now),
    ("sort", "SliceIsSorted", 1, Runs::Now),
    ("sort", "Search", 1, Runs::Now),
    ("sort", "Find", 1, Runs::Now),
    ("slices", "SortFunc", 1, Runs::Now),
    ("slices", "SortStableFunc", 1, Runs::Now),
    ("slices", "IsSortedFunc", 1, Runs::Now),
    ("slices", "MinFunc", 1, Runs::Now),
    ("slices", "MaxFunc", 1, Runs::Now),
    ("slices", "IndexFunc", 1, Runs::Now),
    ("slices", "ContainsFunc", 1, Runs::Now),
    ("slices", "DeleteFunc", 1, Runs::Now),
    ("slices", "CompactFunc", 1, Runs::Now),
    ("slices", "BinarySearchFunc", 2, Runs::Now),
    ("slices", "CompareFunc", 2, Runs::Now),
    ("slices", "EqualFunc", 2, Runs::Now),
    ("maps", "DeleteFunc", 1, Runs::Now),
    ("maps", "EqualFunc", 2, Runs::Now),
    ("strings", "Map", 0, Runs::Now),
    ("strings", "ContainsFunc", 1, Runs::Now),
    ("strings", "FieldsFunc", 1, Runs::Now),
    ("strings", "IndexFunc", 1, Runs::Now),
    ("strings", "LastIndexFunc", 1, Runs::Now),
    ("strings", "TrimFunc", 1, Runs::Now),
    ("strings", "TrimLeftFunc", 1, Runs::Now),
    ("strings", "TrimRightFunc", 1, Runs::Now),
    ("bytes", "Map", 0, Runs::Now),
    ("bytes", "ContainsFunc", 1, Runs::Now),
    ("bytes", "FieldsFunc", 1, Runs::Now),
    ("bytes", "IndexFunc", 1, Runs::Now),
    ("bytes", "LastIndexFunc", 1, Runs::Now),
    ("bytes", "TrimFunc", 1, Runs::Now),
    ("bytes", "TrimLeftFunc", 1, Runs::Now),
    ("bytes", "TrimRightFunc", 1, Runs::Now),
    ("path/filepath", "Walk", 1, Runs::Now),
    ("path/filepath", "WalkDir", 1, Runs::Now),
    ("io/fs", "WalkDir", 2, Runs::Now),
    ("go/ast", "Inspect", 1, Runs::Now),
];

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

    /// The arguments of a call that the callee runs, and how.
    pub fn functions_run_by(&self, call: ExprRef) -> Vec<(ExprId, CallMode)> {
        let mode = |arg: ExprId, runs: Runs| match runs {
            Runs::Now => CallMode::Now,
            Runs::AtEnd => CallMode::Deferred,
            Runs::Once | Runs::Often => CallMode::Spawned,
            Runs::Subtest if self.is_parallel(call.decl, arg) => CallMode::Spawned,
            Runs::Subtest => CallMode::Now,
        };
        let runs = self.arguments_run_by(call).into_iter();
        runs.map(|(arg, runs)| (arg, mode(arg, runs))).collect()
    }

    /// Whether the callee runs a function that it is given on several goroutines at once.
    pub fn runs_often(&self, call: ExprRef) -> bool {
        let mut runs = self.arguments_run_by(call).into_iter();
        runs.any(|(_, runs)| runs == Runs::Often)
    }

    /// Whether a call is `t.Run(…)` of a subtest that runs beside its siblings.
    pub fn is_parallel_subtest(&self, call: ExprRef) -> bool {
        let mut runs = self.arguments_run_by(call).into_iter();
        runs.any(|(arg, runs)| runs == Runs::Subtest && self.is_parallel(call.decl, arg))
    }

    /// Whether a function literal calls `t.Parallel()` outright.
    fn is_parallel(&self, decl: DeclId, literal: ExprId) -> bool {
        let ast = self.ast(decl);
        let ExprKind::Func(index) = ast.expr(literal).kind else {
            return false;
        };
        self.calls_parallel(FuncId { decl, index })
    }

    /// Whether one of the outermost statements of a test's function is `t.Parallel()`.
    pub fn calls_parallel(&self, func: FuncId) -> bool {
        let ast = self.ast(func.decl);
        let Some(body) = self.func(func).body else {
            return false;
        };
        let is_parallel = |&stmt: &StmtId| {
            let StmtKind::Expr(call) = ast.stmt(stmt).kind else {
                return false;
            };
            let ExprKind::Call { callee, args, .. } = &ast.expr(call).kind else {
                return false;
            };
            args.is_empty()
                && matches!(&ast.expr(*callee).kind, ExprKind::Selector { field, .. } if &*field.name == "Parallel")
        };
        self.body_of(func.decl, body).iter().any(is_parallel)
    }

    fn arguments_run_by(&self, call: ExprRef) -> Vec<(ExprId, Runs)> {
        let ExprKind::Call { callee, args, .. } = &self.expr(call).kind else {
            return Vec::new();
        };
        let callee = ExprRef {
            decl: call.decl,
            expr: *callee,
        };
        let ExprKind::Selector { field, .. } = &self.expr(callee).kind else {
            return Vec::new();
        };
        let is_candidate = |(_, name, ..): &&Runner| name.rsplit('.').next() == Some(&*field.name);
        let mut candidates = RUNNERS.iter().filter(is_candidate).peekable();
        if candidates.peek().is_none() {
            return Vec::new();
        }
        let Some((path, name)) = self.qualified(callee) else {
            return Vec::new();
        };
        candidates
            .filter(|(runner, of, ..)| *runner == path && *of == name)
            .filter_map(|&(_, _, position, runs)| args.get(position).map(|&arg| (arg, runs)))
            .collect()
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
