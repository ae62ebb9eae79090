//! Functions that run a function that they are given.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::flow::{CallMode, Callee};
use super::package::Package;
use super::symbol::*;
use crate::source::Range;
use crate::syntax::ast::*;

/// How a function runs that another one is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    /// Before the call returns.
    Now,
    /// Before the call returns, one time after the other.
    Each,
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
    ("golang.org/x/sync/singleflight", "Group.Do", 1, Runs::Now),
    ("golang.org/x/sync/singleflight", "Group.DoChan", 1, Runs::Once),
    ("gopkg.in/tomb.v2", "Tomb.Go", 0, Runs::Once),
    ("github.com/sourcegraph/conc", "WaitGroup.Go", 0, Runs::Once),
    ("github.com/sourcegraph/conc/pool", "Pool.Go", 0, Runs::Once),
    ("github.com/sourcegraph/conc/pool", "ErrorPool.Go", 0, Runs::Once),
    ("github.com/sourcegraph/conc/pool", "ContextPool.Go", 0, Runs::Once),
    ("github.com/panjf2000/ants/v2", "Submit", 0, Runs::Once),
    ("github.com/panjf2000/ants/v2", "Pool.Submit", 0, Runs::Once),
    ("github.com/gammazero/workerpool", "WorkerPool.Submit", 0, Runs::Once),
    ("github.com/alitto/pond", "WorkerPool.Submit", 0, Runs::Once),
    ("github.com/oklog/run", "Group.Add", 0, Runs::Once),
    ("github.com/robfig/cron", "Cron.AddFunc", 1, Runs::Often),
    ("github.com/robfig/cron/v3", "Cron.AddFunc", 1, Runs::Often),
    ("github.com/nats-io/nats.go", "Conn.Subscribe", 1, Runs::Once),
    ("github.com/nats-io/nats.go", "Conn.QueueSubscribe", 2, Runs::Once),
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
    ("sync", "Map.Range", 0, Runs::Each),
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
    ("path/filepath", "Walk", 1, Runs::Each),
    ("path/filepath", "WalkDir", 1, Runs::Each),
    ("io/fs", "WalkDir", 2, Runs::Each),
    ("go/ast", "Inspect", 1, Runs::Each),
    ("github.com/stretchr/testify/assert", "Eventually", 1, Runs::Now),
    ("github.com/stretchr/testify/assert", "Eventuallyf", 1, Runs::Now),
    ("github.com/stretchr/testify/assert", "Never", 1, Runs::Now),
    ("github.com/stretchr/testify/require", "Eventually", 1, Runs::Now),
    ("github.com/stretchr/testify/require", "Eventuallyf", 1, Runs::Now),
    ("github.com/stretchr/testify/require", "Never", 1, Runs::Now),
];

/// The same by the function's or method's own name, which most calls have in common with none of them.
static BY_NAME: LazyLock<FxHashMap<&str, Vec<&Runner>>> = LazyLock::new(|| {
    let mut by_name: FxHashMap<&str, Vec<&Runner>> = FxHashMap::default();
    for runner in RUNNERS {
        let name = runner.1.rsplit('.').next().unwrap_or(runner.1);
        by_name.entry(name).or_default().push(runner);
    }
    by_name
});

impl Package<'_> {
    /// The arguments of a call that the callee runs, and how.
    pub fn functions_run_by(&self, call: ExprRef) -> Vec<(ExprId, CallMode)> {
        let mode = |arg: ExprId, runs: Runs| match runs {
            Runs::Now | Runs::Each => CallMode::Now,
            Runs::AtEnd => CallMode::Deferred,
            Runs::Once | Runs::Often => CallMode::Spawned,
            Runs::Subtest if self.is_parallel(call.decl, arg) => CallMode::Spawned,
            Runs::Subtest => CallMode::Now,
        };
        let runs = self.arguments_run_by(call).into_iter();
        let mut all: Vec<(ExprId, CallMode)> =
            runs.map(|(arg, runs)| (arg, mode(arg, runs))).collect();
        if all.is_empty() {
            let started = self.literals_started_by(call).into_iter();
            all.extend(started.map(|arg| (arg, CallMode::Spawned)));
        }
        all
    }

    /// The literals for which the callee, a function of the package, starts a goroutine: `s.start(func() {…})`, where it
    /// says `go run()`, or `go func() { run() }()`.
    fn literals_started_by(&self, call: ExprRef) -> Vec<ExprId> {
        let ExprKind::Call { args, .. } = &self.expr(call).kind else {
            return Vec::new();
        };
        let is_literal =
            |arg: ExprId| matches!(self.ast(call.decl).expr(arg).kind, ExprKind::Func(_));
        if !args.iter().any(|&arg| is_literal(arg)) {
            return Vec::new();
        }
        let Callee::Func(callee) = self.callee(call) else {
            return Vec::new();
        };
        if callee.decl.dir != self.home().id {
            return Vec::new();
        }
        let literals = (0..).zip(args).filter(|&(_, &arg)| is_literal(arg));
        literals
            .filter(|&(position, _)| {
                let param = self.param_at(callee, position);
                param.is_some_and(|param| self.is_only_started(callee.decl, param))
            })
            .map(|(_, &arg)| arg)
            .collect()
    }

    /// Whether a declaration calls a variable, and in goroutines that it starts only.
    fn is_only_started(&self, decl: DeclId, variable: SymbolId) -> bool {
        let ast = self.ast(decl);
        let names = |expr: ExprId| self.named_symbol(ExprRef { decl, expr }) == Some(variable);
        let started = ast.stmts.iter().filter_map(|stmt| match stmt.kind {
            StmtKind::Go(call) => Some(ast.expr(call).range),
            _ => None,
        });
        let started: Vec<Range> = started.collect();
        let is_call =
            |expr: &&Expr| matches!(expr.kind, ExprKind::Call { callee, .. } if names(callee));
        let mut calls = ast.exprs.iter().filter(is_call).peekable();
        !started.is_empty()
            && calls.peek().is_some()
            && calls.all(|call| started.iter().any(|range| range.contains(call.range)))
    }

    /// Whether the callee runs a function that it is given several times, one after the other.
    pub fn runs_each(&self, call: ExprRef) -> bool {
        let mut runs = self.arguments_run_by(call).into_iter();
        runs.any(|(_, runs)| runs == Runs::Each)
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
        let Some(candidates) = BY_NAME.get(&*field.name) else {
            return Vec::new();
        };
        let Some((path, name)) = self.qualified(callee) else {
            return Vec::new();
        };
        candidates
            .iter()
            .filter(|(runner, of, ..)| *runner == path && *of == name)
            .filter_map(|&&(_, _, position, runs)| args.get(position).map(|&arg| (arg, runs)))
            .collect()
    }
}
