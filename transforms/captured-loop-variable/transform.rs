//! Finds loop variables that all rounds of a loop share, in literals that run later, and gives each round its own.

mod captures;

use captures::{Capture, Outlives, captures};

use crate::engine::Transform;
use crate::finding::{Edit, Finding, Fix, Related, Safety, Severity};
use crate::model::flow::{AccessKind, EventKind};
use crate::model::path::Root;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolId};
use crate::source::Range;
use crate::syntax::ast::*;
use crate::workspace::Version;

pub static TRANSFORM: Transform = Transform {
    name: "captured-loop-variable",
    summary: "a loop variable that all rounds share (before Go 1.22), used by what runs later",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["go", "defer", "Go", "AfterFunc", "Parallel"],
    find,
};

/// From this version on each round has its own variables.
const OWN_VARIABLES: Version = Version::new(1, 22);

/// How many of several uses are shown beside the first.
const SHOWN: usize = 3;

fn find(package: &Package) -> Vec<Finding> {
    let is_old = |decl: &DeclId| {
        let version = package.file_of(*decl).version;
        version.is_some_and(|version| version < OWN_VARIABLES)
            && package.home().mentions(*decl, "for")
    };
    let decls: Vec<DeclId> = package.decls().filter(is_old).collect();
    let mentions = |decl: &DeclId| {
        let words = TRANSFORM.triggers.iter();
        words
            .into_iter()
            .any(|word| package.home().mentions(*decl, word))
    };
    let candidates = decls.into_iter().filter(mentions);
    candidates
        .filter(|&decl| package.ast(decl).damaged.is_none())
        .flat_map(|decl| findings_in(package, decl))
        .collect()
}

fn findings_in(package: &Package, decl: DeclId) -> Vec<Finding> {
    let ast = package.ast(decl);
    let mut findings = Vec::new();
    for (stmt, number) in ast.stmts.iter().zip(0..) {
        let (body, declares) = match &stmt.kind {
            StmtKind::Range {
                targets,
                is_define: true,
                body,
                ..
            } => (*body, targets.as_slice()),
            StmtKind::For {
                init: Some(init),
                body,
                ..
            } => match &ast.stmt(*init).kind {
                StmtKind::Assign {
                    targets,
                    op: AssignOp::Define,
                    ..
                } => (*body, targets.as_slice()),
                _ => continue,
            },
            _ => continue,
        };
        let variables: Vec<SymbolId> = declares
            .iter()
            .filter_map(|&target| package.symbol_declared_at(decl, ast.expr(target).range.start))
            .collect();
        let func = variables
            .first()
            .and_then(|&first| package.symbol(first).func)
            .map(|index| FuncId { decl, index });
        let Some(func) = func else {
            continue;
        };
        let found = captures(package, func, body, &variables);
        findings.extend(finding(package, func, StmtId(number), body, found));
    }
    findings
}

fn finding(
    package: &Package,
    func: FuncId,
    stmt: StmtId,
    body: StmtId,
    captures: Vec<Capture>,
) -> Option<Finding> {
    let decl = func.decl;
    let first = captures.first()?;
    let &(variable, at) = first.uses.first()?;
    let name = package.symbol(variable).name;
    let what = match first.how {
        Outlives::Goroutine => "the goroutine",
        Outlives::ParallelSubtest => "the parallel subtest",
        Outlives::Deferred => "the deferred function",
    };
    let message = format!(
        "{what} uses {name} when the loop may have changed it:\nbefore Go 1.22 all rounds of a loop share one {name}"
    );
    let mut related = vec![Related {
        span: package.span(decl, package.symbol(variable).range),
        message: "one variable for all rounds".to_string(),
    }];
    let others = captures
        .iter()
        .flat_map(|capture| &capture.uses)
        .skip(1)
        .take(SHOWN);
    related.extend(others.map(|&(_, at)| Related {
        span: package.span(decl, at),
        message: "used here too".to_string(),
    }));
    let (fix, note) = match fix(package, func, stmt, body, &captures) {
        Some(fix) => (Some(fix), None),
        None => (
            None,
            Some(format!(
                "no fix: {name} cannot be copied at the top of the loop"
            )),
        ),
    };
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(decl, at),
        message,
        related,
        note,
        fix,
    })
}

/// `v := v` as the first line of the loop's body.
fn fix(
    package: &Package,
    func: FuncId,
    stmt: StmtId,
    body: StmtId,
    captures: &[Capture],
) -> Option<Fix> {
    let decl = func.decl;
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    let mut variables: Vec<SymbolId> = captures
        .iter()
        .flat_map(|capture| &capture.uses)
        .map(|(variable, _)| *variable)
        .collect();
    variables.sort();
    variables.dedup();
    let body_range = ast.stmt(body).range;
    for &variable in &variables {
        if is_changed_in(package, func, variable, body_range)
            || is_declared_again(package, decl, variable, body)
        {
            return None;
        }
    }
    let has_goto = ast.stmts.iter().any(|stmt| {
        matches!(
            stmt.kind,
            StmtKind::Branch {
                kind: BranchKind::Goto,
                ..
            }
        )
    });
    let line_end = source.line_end(body_range.start);
    let behind = source
        .slice(Range::new(body_range.start + 1, line_end))
        .trim();
    let is_open = behind.is_empty() || behind.starts_with("//");
    if has_goto || !is_open || line_end >= body_range.end {
        return None;
    }
    let names: Vec<String> = variables
        .iter()
        .map(|&variable| package.symbol(variable).name.to_string())
        .collect();
    let names = names.join(", ");
    let indentation = source.indentation(ast.stmt(stmt).range.start);
    let is_certain = captures
        .iter()
        .all(|capture| capture.how != Outlives::Deferred);
    Some(Fix {
        title: format!("give each round its own {names}"),
        safety: if is_certain {
            Safety::Safe
        } else {
            Safety::Unsafe
        },
        edits: vec![Edit {
            span: package.span(decl, Range::new(line_end, line_end)),
            text: format!("{indentation}\t{names} := {names}\n"),
        }],
        imports: Vec::new(),
        about: variables
            .iter()
            .map(|&variable| package.span(decl, package.symbol(variable).range))
            .collect(),
    })
}

/// Whether the body itself changes the variable, or hands out its address: a copy would not follow.
fn is_changed_in(package: &Package, func: FuncId, variable: SymbolId, body: Range) -> bool {
    let flow = package.flow(func);
    let is_changed = flow.events.iter().any(|event| {
        matches!(&event.kind, EventKind::Access { path, kind }
            if path.root == Root::Symbol(variable)
                && (path.steps.is_empty() && matches!(kind, AccessKind::Write | AccessKind::Update)
                    || *kind == AccessKind::Address))
            && body.contains(event.range)
    });
    is_changed
        || package
            .uses_of(variable)
            .certain
            .iter()
            .any(|&at: &ExprRef| body.contains(package.expr(at).range) && package.is_assigned(at))
}

/// Whether the body's own block declares the name once more.
fn is_declared_again(package: &Package, decl: DeclId, variable: SymbolId, body: StmtId) -> bool {
    let ast = package.ast(decl);
    let name = package.symbol(variable).name;
    package.body_of(decl, body).iter().any(|&stmt| {
        let mut stmt = stmt;
        while let StmtKind::Labeled { stmt: inner, .. } = ast.stmt(stmt).kind {
            stmt = inner;
        }
        match &ast.stmt(stmt).kind {
            StmtKind::Assign {
                targets,
                op: AssignOp::Define,
                ..
            } => targets.iter().any(
                |&target| matches!(ast.expr(target).kind, ExprKind::Name(text) if text == name),
            ),
            StmtKind::Vars(specs) | StmtKind::Consts(specs) => specs
                .iter()
                .flat_map(|spec| &spec.names)
                .any(|ident| ident.name == name),
            StmtKind::Types(specs) => specs.iter().any(|spec| spec.name.name == name),
            _ => false,
        }
    })
}
