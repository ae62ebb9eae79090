//! What is declared in the function that uses it, so that each run has its own.

use super::operations::{Operation, Shared, is_only_selected, operations};
use super::{Lost, shared};
use crate::finding::Related;
use crate::model::flow::{CallMode, EventKind};
use crate::model::path::AccessPath;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId, SymbolKind, TypeSource};
use crate::syntax::ast::{ExprKind, StmtId, StmtKind};

/// A variable that nobody else has, and what is done with it.
pub(super) struct Anew<'o> {
    pub variable: SymbolId,
    pub shared: Shared,
    /// The statement that declares it and nothing else.
    pub declared: StmtId,
    /// The function that declares it.
    pub owner: FuncId,
    /// The function all of whose runs should share it.
    pub user: FuncId,
    pub operations: Vec<&'o Operation>,
}

pub(super) fn lost(package: &Package, decl: DeclId) -> Vec<Lost> {
    let operations = operations(package, decl);
    let mut variables: Vec<SymbolId> = operations
        .iter()
        .filter(|operation| operation.path.steps.is_empty())
        .filter_map(|operation| operation.path.root_symbol())
        .collect();
    variables.sort_unstable();
    variables.dedup();
    variables
        .into_iter()
        .filter_map(|variable| anew(package, variable, &operations))
        .map(|anew| lost_of(package, &anew))
        .collect()
}

fn anew<'o>(
    package: &Package,
    variable: SymbolId,
    operations: &'o [Operation],
) -> Option<Anew<'o>> {
    let decl = variable.decl;
    let symbol = package.symbol(variable);
    let owner = FuncId {
        decl,
        index: symbol.func?,
    };
    if symbol.kind != SymbolKind::Var
        || !is_new(package, symbol.ty, decl)
        || !is_only_selected(package, variable)
    {
        return None;
    }
    let shared = Shared::of_type(package, &package.type_of_symbol(variable))?;
    let own: Vec<&Operation> = operations
        .iter()
        .filter(|operation| operation.path.root_symbol() == Some(variable))
        .collect();
    let user = own.first()?.func;
    let is_whole = own.len() == package.uses_of(variable).certain.len();
    if !is_whole || own.iter().any(|operation| operation.func != user) {
        return None;
    }
    let declared = declaration(package, decl, variable)?;
    let loops = package.loops_around(decl, declared);
    if user == owner {
        if is_run_once(package, owner) {
            return None;
        }
    } else if loops.is_empty() || !is_goroutine(package, owner, user) {
        // A literal of a function that runs once shares it with the function's other runs of it.
        return None;
    }
    let is_pointless = match shared {
        Shared::Once => {
            let [only] = own.as_slice() else {
                return None;
            };
            let stmt = package.flow(user).events[only.event].stmt;
            let around = package.loops_around(decl, stmt);
            match user == owner {
                true => around == loops,
                false => around.is_empty(),
            }
        }
        Shared::Mutex => guards_shared(package, user, &own),
        Shared::WaitGroup => user == owner && counts_nothing(package, user, &own),
    };
    is_pointless.then_some(Anew {
        variable,
        shared,
        declared,
        owner,
        user,
        operations: own,
    })
}

/// Whether a variable starts with a new value: `var once sync.Once`, `mu := sync.Mutex{}`.
fn is_new(package: &Package, ty: TypeSource, decl: DeclId) -> bool {
    match ty {
        TypeSource::Declared(_) => true,
        TypeSource::Value { value, .. } => matches!(
            package.ast(decl).expr(value).kind,
            ExprKind::Composite { .. }
        ),
        _ => false,
    }
}

/// The statement that declares a variable alone, in a list of statements.
fn declaration(package: &Package, decl: DeclId, variable: SymbolId) -> Option<StmtId> {
    let range = package.symbol(variable).range;
    let mut stmts = package.ast(decl).stmts.iter().zip(0..);
    let (_, number) = stmts.find(|(stmt, _)| {
        let is_alone = match &stmt.kind {
            StmtKind::Vars(specs) => matches!(specs.as_slice(), [spec] if spec.names.len() == 1),
            StmtKind::Assign { targets, .. } => targets.len() == 1,
            _ => false,
        };
        is_alone && stmt.range.contains(range)
    })?;
    package.siblings(decl, StmtId(number))?;
    Some(StmtId(number))
}

/// Whether a function has one run: that of a test, `main`, `init`.
fn is_run_once(package: &Package, func: FuncId) -> bool {
    package.func(func).name.is_some_and(|ident| {
        let is_test = ["Test", "Benchmark", "Example", "Fuzz"]
            .iter()
            .any(|word| ident.name.starts_with(word));
        matches!(&*ident.name, "main" | "init") || is_test && package.file_of(func.decl).is_test
    })
}

/// Whether a literal of `owner` is run on goroutines of its own, and nowhere else.
fn is_goroutine(package: &Package, owner: FuncId, literal: FuncId) -> bool {
    let callers = package.callers_of(literal);
    !callers.is_value
        && !callers.sites.is_empty()
        && callers
            .sites
            .iter()
            .all(|site| site.mode == CallMode::Spawned && site.caller == owner)
}

/// Whether something that others reach too is used while the mutex is held.
fn guards_shared(package: &Package, user: FuncId, own: &[&Operation]) -> bool {
    let Some(lock) = own.first().map(|operation| &operation.path) else {
        return false;
    };
    guarded(package, user, lock).next().is_some()
}

/// The paths of others' variables that a function uses while it holds a lock.
pub(super) fn guarded<'p>(
    package: &'p Package,
    user: FuncId,
    lock: &AccessPath,
) -> impl Iterator<Item = &'p AccessPath> {
    let range = package.func(user).range;
    let events = package.flow(user).events.iter();
    let lock = lock.clone();
    events.filter_map(move |event| match &event.kind {
        EventKind::Access { path, .. } if event.held.mode_of(&lock).is_some() => {
            let root = path.root_symbol()?;
            let symbol = package.symbol(root);
            let is_others = !package.is_local(root)
                || root.decl != user.decl
                || !range.contains(symbol.range)
                || symbol.kind == SymbolKind::Receiver;
            (is_others && *path != lock).then_some(path)
        }
        _ => None,
    })
}

/// Whether a group is counted up and down by one function, which starts nothing that could do it.
fn counts_nothing(package: &Package, user: FuncId, own: &[&Operation]) -> bool {
    let names = |name: &str| {
        own.iter().any(|operation| {
            package
                .expr_text(operation.call)
                .split('(')
                .next()
                .is_some_and(|callee| callee.ends_with(name))
        })
    };
    let is_goroutine = package
        .callers_of(user)
        .sites
        .iter()
        .any(|site| site.mode == CallMode::Spawned);
    names(".Done") && !names(".Wait") && is_goroutine
}

fn lost_of(package: &Package, anew: &Anew) -> Lost {
    let decl = anew.variable.decl;
    let name = package.symbol(anew.variable).name;
    let whose = match (package.func(anew.user).name, anew.user == anew.owner) {
        (Some(ident), _) => format!("each run of {} makes its own {name}", ident.name),
        (None, true) => format!("each run of the function literal makes its own {name}"),
        (None, false) => format!("each round of the loop makes its own {name}"),
    };
    let what = match anew.shared {
        Shared::Once => "what it guards is not done once, but each time",
        Shared::Mutex => "nobody else ever locks it, and it keeps nobody out",
        Shared::WaitGroup => "nobody else ever waits for it",
    };
    let related = anew.operations.first().map(|operation| Related {
        span: package.expr_span(operation.call),
        message: "used here".to_string(),
    });
    Lost {
        at: package.span(decl, package.symbol(anew.variable).range),
        message: format!("{whose}:\n{what}"),
        related: related.into_iter().collect(),
        about: anew.variable,
        fix: shared::share(package, anew),
    }
}

/// The call's operand: `once` of `once.Do(f)`.
pub(super) fn operand_of(package: &Package, call: ExprRef) -> Option<ExprRef> {
    let ExprKind::Call { callee, .. } = package.expr(call).kind else {
        return None;
    };
    let ExprKind::Selector { operand, .. } = package.ast(call.decl).expr(callee).kind else {
        return None;
    };
    Some(ExprRef {
        decl: call.decl,
        expr: operand,
    })
}
