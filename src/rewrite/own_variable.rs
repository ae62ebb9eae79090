//! A variable of a function literal's own in place of the captured one.

use crate::finding::{Edit, Fix, Safety};
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, CallMode, Event, EventKind, Flow};
use crate::model::path::AccessPath;
use crate::model::{DeclId, ExprRef, FuncId, Package, Resolution, SymbolId, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::*;

/// A variable that a goroutine's function literal has captured.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    pub variable: SymbolId,
    /// The literal that the goroutine runs.
    pub literal: FuncId,
    /// The event of the function around it that starts the goroutine.
    pub start: (FuncId, usize),
}

/// The fix that makes the variable the literal's own; the error says why there is none.
pub fn fix(package: &Package, shared: &Shared) -> Result<Fix, String> {
    let name = package.symbol(shared.variable).name;
    let accesses = &package.accesses_of(shared.variable).all;
    let range = package.func(shared.literal).range;
    let (inside, outside): (Vec<_>, Vec<_>) = accesses.iter().partition(|access| {
        access.func.decl == shared.literal.decl && range.contains(access.range)
    });
    if !is_scratch(package, shared.literal, shared.variable, &inside) {
        return Err(format!("the goroutine uses the {name} that others set"));
    }
    if is_read_later(package, shared, &outside) {
        return Err(format!(
            "{name} is read later; give the goroutine its own, and pass it on by a channel or an errgroup"
        ));
    }
    let unused = unused_declaration(package, shared, &outside)
        .ok_or_else(|| format!("nobody else would use {name} any more"))?;
    let mut edits = defines(package, shared, &inside)
        .or_else(|| declaration(package, shared))
        .ok_or_else(|| format!("{name} cannot be declared in the goroutine"))?;
    edits.extend(unused);
    Ok(Fix {
        title: format!("give the goroutine its own {name}"),
        safety: Safety::Safe,
        edits,
        imports: Vec::new(),
        about: vec![package.span(shared.variable.decl, package.symbol(shared.variable).range)],
    })
}

/// Whether the literal reads only what it has assigned itself, and reads it at all.
fn is_scratch(
    package: &Package,
    literal: FuncId,
    variable: SymbolId,
    inside: &[&VariableAccess],
) -> bool {
    let flow = package.flow(literal);
    let is_simple = inside.iter().all(|access| {
        access.func == literal && matches!(access.kind, AccessKind::Read | AccessKind::Write)
            || access.kind == AccessKind::Read && is_after_write(package, access, inside)
    });
    let mut reads = inside
        .iter()
        .filter(|access| access.kind == AccessKind::Read)
        .peekable();
    let path = AccessPath::of_symbol(variable);
    let sets = |event: &Event| matches!(&event.kind, EventKind::Access { path: set, kind: AccessKind::Write } if *set == path);
    is_simple
        && reads.peek().is_some()
        && reads
            .filter(|access| access.func == literal)
            .all(|access| !reaches_from_start(flow, access.event, sets))
}

/// Whether a read in a literal inside comes behind an assignment in the list of statements that holds the literal.
fn is_after_write(package: &Package, read: &VariableAccess, inside: &[&VariableAccess]) -> bool {
    inside.iter().any(|write| {
        let Some(event) = package.flow(write.func).events.get(write.event) else {
            return false;
        };
        write.kind == AccessKind::Write
            && write.range.end <= read.range.start
            && scope_of(package, write.func, event.stmt)
                .is_some_and(|scope| scope.contains(read.range))
    })
}

/// Whether control can come to an event from the start of the function without passing one that `stops`.
fn reaches_from_start(flow: &Flow, to: usize, stops: impl Fn(&Event) -> bool) -> bool {
    let mut seen = vec![false; flow.blocks.len()];
    let mut work = vec![0];
    while let Some(block) = work.pop() {
        if std::mem::replace(&mut seen[block], true) {
            continue;
        }
        let events = flow.blocks[block].events.clone();
        let mut is_stopped = false;
        for event in events {
            if event == to {
                return true;
            }
            if stops(&flow.events[event]) {
                is_stopped = true;
                break;
            }
        }
        if !is_stopped {
            work.extend(&flow.blocks[block].successors);
        }
    }
    false
}

/// Whether somebody outside of the literal may read what the goroutine has assigned.
fn is_read_later(package: &Package, shared: &Shared, outside: &[&VariableAccess]) -> bool {
    let symbol = package.symbol(shared.variable);
    let (starter, start) = shared.start;
    let Some(owner) = symbol.func else {
        return true;
    };
    let ast = package.ast(shared.variable.decl);
    if symbol.kind == SymbolKind::Result {
        let returns_it = ast
            .stmts
            .iter()
            .any(|stmt| matches!(&stmt.kind, StmtKind::Return(values) if values.is_empty()));
        if returns_it {
            return true;
        }
    }
    if starter.index != owner {
        return true;
    }
    let flow = package.flow(starter);
    let path = AccessPath::of_symbol(shared.variable);
    let sets = |event: &Event| matches!(&event.kind, EventKind::Access { path: set, kind: AccessKind::Write } if *set == path);
    outside.iter().any(|access| match access.kind {
        AccessKind::Write => false,
        _ if access.func == starter => {
            flow.reaches(start, access.event, sets) && !is_read_at_once(flow, start, access.event)
        }
        AccessKind::Read => {
            let own: Vec<&VariableAccess> = outside
                .iter()
                .copied()
                .filter(|other| other.func == access.func)
                .collect();
            !is_scratch(package, access.func, shared.variable, &own)
        }
        _ => true,
    })
}

/// Whether nothing that could wait for the goroutine lies between its start and a read behind it: then the read does not
/// mean what the goroutine sets.
fn is_read_at_once(flow: &Flow, start: usize, read: usize) -> bool {
    start < read
        && flow.events[start + 1..read]
            .iter()
            .all(|event| matches!(event.kind, EventKind::Access { .. }))
}

/// The edit that takes the outer declaration away, if the fix leaves it without a use, which Go refuses; `None` where it
/// cannot be taken away.
fn unused_declaration(
    package: &Package,
    shared: &Shared,
    outside: &[&VariableAccess],
) -> Option<Option<Edit>> {
    let symbol = package.symbol(shared.variable);
    let decl = shared.variable.decl;
    let is_used = outside
        .iter()
        .any(|access| access.kind != AccessKind::Write);
    if is_used || symbol.kind != SymbolKind::Var {
        return Some(None);
    }
    if outside.iter().any(|access| access.range != symbol.range) {
        return None;
    }
    let ast = package.ast(decl);
    let specs = ast.stmts.iter().find_map(|stmt| match &stmt.kind {
        StmtKind::Vars(specs) if stmt.range.contains(symbol.range) => Some((specs, stmt.range)),
        _ => None,
    });
    let (specs, stmt) = specs?;
    let spec = specs
        .iter()
        .find(|spec| spec.range.contains(symbol.range))?;
    if spec.names.len() != 1 || !spec.values.is_empty() {
        return None;
    }
    let range = if specs.len() == 1 { stmt } else { spec.range };
    let source = &package.file_of(decl).source;
    let lines = Range::new(source.line_start(range.start), source.line_end(range.end));
    let is_alone = source.slice(lines).trim() == source.slice(range);
    is_alone.then(|| {
        Some(Edit {
            span: package.span(decl, lines),
            text: String::new(),
        })
    })
}

/// `=` becomes `:=` where that covers all uses.
fn defines(package: &Package, shared: &Shared, inside: &[&VariableAccess]) -> Option<Vec<Edit>> {
    let decl = shared.literal.decl;
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    let mut sorted: Vec<&&VariableAccess> = inside.iter().collect();
    // `err = f(err)` reads before it writes, and stands behind it.
    sorted.sort_by_key(|access| (access.range.start, access.kind == AccessKind::Read));
    let mut scopes: Vec<Range> = Vec::new();
    let mut edits = Vec::new();
    for access in sorted {
        if scopes.iter().any(|scope| scope.contains(access.range)) {
            continue;
        }
        if access.kind != AccessKind::Write {
            return None;
        }
        let stmt = package.flow(access.func).events.get(access.event)?.stmt;
        let StmtKind::Assign {
            targets,
            op: AssignOp::Set,
            values,
        } = &ast.stmt(stmt).kind
        else {
            return None;
        };
        let end = ast.expr(*targets.last()?).range.end;
        let between = Range::new(end, ast.expr(*values.first()?).range.start);
        let equals = source.slice(between).find('=')? as u32 + end;
        let scope = scope_of(package, access.func, stmt)?;
        let is_alone = targets.iter().all(|&target| {
            ast.expr(target).range == access.range
                || package.scopes(decl).resolution(target) == Resolution::Blank
                || may_be_own(package, shared, ExprRef { decl, expr: target }, scope)
        });
        let is_read = inside.iter().any(|read| {
            read.kind == AccessKind::Read && scope.contains(read.range) && read.range.start > equals
        });
        let reads_itself = values
            .iter()
            .any(|&value| mentions(package, decl, value, shared.variable));
        if !is_alone || !is_read || reads_itself {
            return None;
        }
        scopes.push(scope);
        edits.push(Edit {
            span: package.span(decl, Range::new(equals, equals)),
            text: ":".to_string(),
        });
    }
    (!edits.is_empty()).then_some(edits)
}

/// Whether another captured variable that is assigned together with the first may be declared with it: the goroutine uses it
/// only in `scope`, for itself, and others go on without what is assigned there.
fn may_be_own(package: &Package, shared: &Shared, target: ExprRef, scope: Range) -> bool {
    let Some(variable) = package
        .named_symbol(target)
        .filter(|&other| package.is_local(other))
    else {
        return false;
    };
    let other = Shared {
        variable,
        ..*shared
    };
    let range = package.func(shared.literal).range;
    let accesses = &package.accesses_of(variable).all;
    let (inside, outside): (Vec<_>, Vec<_>) = accesses
        .iter()
        .partition(|access| range.contains(access.range));
    let starts = package.expr(target).range.start;
    !range.contains(package.symbol(variable).range)
        && inside
            .iter()
            .all(|access| scope.contains(access.range) && access.range.start >= starts)
        && is_scratch(package, shared.literal, variable, &inside)
        && !is_read_later(package, &other, &outside)
        && matches!(unused_declaration(package, &other, &outside), Some(None))
}

fn mentions(package: &Package, decl: DeclId, value: ExprId, variable: SymbolId) -> bool {
    let range = package.ast(decl).expr(value).range;
    package
        .uses_of(variable)
        .certain
        .iter()
        .any(|&at: &ExprRef| range.contains(package.expr(at).range))
}

/// Where a name that the statement declares can be used.
fn scope_of(package: &Package, func: FuncId, stmt: StmtId) -> Option<Range> {
    let ast = package.ast(func.decl);
    let outer = package.parent_stmt(func.decl, stmt)?;
    let start = ast.stmt(stmt).range.start;
    match &ast.stmt(outer).kind {
        StmtKind::If { .. }
        | StmtKind::Switch { .. }
        | StmtKind::TypeSwitch { .. }
        | StmtKind::For { .. }
        | StmtKind::Block(_)
        | StmtKind::Case { .. }
        | StmtKind::Comm { .. } => Some(Range::new(start, ast.stmt(outer).range.end)),
        _ => None,
    }
}

/// `var err error` as the first line of the literal.
fn declaration(package: &Package, shared: &Shared) -> Option<Vec<Edit>> {
    let decl = shared.literal.decl;
    let symbol = package.symbol(shared.variable);
    if !package.type_of_symbol(shared.variable).is_basic("error") {
        return None;
    }
    let source = &package.file_of(decl).source;
    let body = package
        .ast(decl)
        .stmt(package.func(shared.literal).body?)
        .range;
    let line_end = source.line_end(body.start);
    let is_open = source
        .slice(Range::new(body.start + 1, line_end))
        .trim()
        .is_empty();
    if !is_open || line_end >= body.end {
        return None;
    }
    let indentation = source.indentation(body.start);
    Some(vec![Edit {
        span: package.span(decl, Range::new(line_end, line_end)),
        text: format!("{indentation}\tvar {} error\n", symbol.name),
    }])
}

/// The literal around `func` that a goroutine runs, and the event that starts it.
pub fn goroutine_of(
    package: &Package,
    variable: SymbolId,
    func: FuncId,
) -> Option<(FuncId, (FuncId, usize))> {
    let owner = package.symbol(variable).func;
    let mut literal = func;
    loop {
        if Some(literal.index) == owner {
            return None;
        }
        let sites = &package.callers_of(literal).sites;
        if let [site] = sites.as_slice()
            && site.mode == CallMode::Spawned
        {
            return Some((literal, (site.caller, site.event)));
        }
        literal.index = package.func(literal).parent?;
    }
}
