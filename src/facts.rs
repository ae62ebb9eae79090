//! The model's facts, one per line: for tests, and for people who write transforms.

mod channels;
mod goroutines;

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::model::flow::{CallMode, Callee, Event, EventKind};
use crate::model::guards::Evidence;
use crate::model::locks::{LockOp, LockSet, Mode};
use crate::model::{DeclId, DirId, FuncId, Package, Symbol, SymbolId, SymbolKind, World};
use crate::source::Range;
use crate::syntax::ast::ExprKind;

/// All facts about the requested files of `dirs`, by file and line.
pub fn facts(world: &World, dirs: &[DirId]) -> String {
    let mut text = String::new();
    for &dir in dirs {
        let directory = world.load_once(dir);
        let packages: BTreeSet<_> = directory.files.iter().map(|file| file.package).collect();
        for name in packages {
            let package = Package::new(world, directory.clone(), name);
            let mut lines: Vec<Line> = Vec::new();
            for decl in package.decls() {
                if world
                    .workspace
                    .file(package.file_of(decl).source.id)
                    .requested
                {
                    declaration(&package, decl, &mut lines);
                }
            }
            lines.sort();
            for line in lines {
                let _ = writeln!(
                    text,
                    "{}:{}:{}: {}",
                    line.path, line.line, line.column, line.text
                );
            }
        }
    }
    text
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    path: String,
    line: u32,
    column: u32,
    /// Facts about one place are in the order in which they happen.
    order: usize,
    text: String,
}

fn declaration(package: &Package, decl: DeclId, lines: &mut Vec<Line>) {
    let mut push_in = |decl: DeclId, range: Range, text: String| {
        let source = &package.file_of(decl).source;
        let position = source.position(range.start);
        let order = lines.len();
        lines.push(Line {
            path: source.display.clone(),
            line: position.line,
            column: position.column,
            order,
            text,
        });
    };
    for (func, range, text) in goroutines::concurrency_texts(package, decl) {
        push_in(func.decl, range, text);
    }
    let mut push = |range: Range, text: String| push_in(decl, range, text);
    if let Some(offset) = package.ast(decl).damaged {
        push(
            Range::new(offset, offset),
            "damaged: this declaration does not parse and is skipped".to_string(),
        );
        return;
    }
    for (index, symbol) in (0..).zip(&package.scopes(decl).symbols) {
        push(symbol.range, symbol_text(package, SymbolId { decl, index }));
        let texts = [
            guard_text(package, SymbolId { decl, index }),
            escape_text(package, SymbolId { decl, index }),
            channels::channel_text(package, SymbolId { decl, index }),
        ];
        for text in texts.into_iter().flatten() {
            push(symbol.range, text);
        }
    }
    for func in package.funcs(decl) {
        if let Some(text) = goroutines::roots_text(package, func) {
            push(package.func(func).range, text);
        }
        for event in &package.flow(func).events {
            if let Some(text) = event_text(package, func, event) {
                push(event.range, format!("{text}{}", held(package, &event.held)));
            }
        }
    }
}

fn symbol_text(package: &Package, id: SymbolId) -> String {
    let symbol = package.symbol(id);
    let kind = match symbol.kind {
        SymbolKind::Type => "type",
        SymbolKind::TypeParam => "type parameter",
        SymbolKind::Func => "func",
        SymbolKind::Method => "method",
        SymbolKind::Field => "field",
        SymbolKind::InterfaceMethod => "interface method",
        SymbolKind::Var => "var",
        SymbolKind::Receiver => "receiver",
        SymbolKind::Param => "param",
        SymbolKind::Result => "result",
        SymbolKind::Const => "const",
        SymbolKind::Label => "label",
    };
    let name = match symbol.kind {
        SymbolKind::Method => package.qualified_name(id),
        _ => symbol.name.to_string(),
    };
    match symbol.kind {
        SymbolKind::Type | SymbolKind::TypeParam | SymbolKind::Label => format!("{kind} {name}"),
        _ => format!(
            "{kind} {name} {}",
            package.type_text(&package.type_of_symbol(id))
        ),
    }
}

/// `guarded by mu, held at 3, bare at cache.go:9`, for what has a guard.
fn guard_text(package: &Package, symbol: SymbolId) -> Option<String> {
    if !matches!(
        package.symbol(symbol).kind,
        SymbolKind::Field | SymbolKind::Var
    ) {
        return None;
    }
    let guard = package.guard_of(symbol)?;
    let accesses = &package.accesses_of(symbol).all;
    let lock = guard.held.first().and_then(|&held| {
        let lock = guard.lock.path_for(package, &accesses[held].path)?;
        Some(package.path_text(&lock))
    })?;
    let mut text = format!("guarded by {lock}, held at {}", guard.held.len());
    for &bare in &guard.bare {
        let access = &accesses[bare];
        let source = &package.file_of(access.func.decl).source;
        let line = source.position(access.range.start).line;
        let file = source.display.rsplit('/').next().unwrap_or_default();
        let _ = write!(text, ", bare at {file}:{line}");
    }
    match guard.evidence {
        Evidence::Writes => text.push_str(", as all writes show"),
        Evidence::Majority => {}
        Evidence::Functions => text.push_str(", by functions"),
        Evidence::Declared | Evidence::Named => text.push_str(", as its comment says"),
    }
    Some(text)
}

/// `escapes at line 7`, for a local variable whose value goes where other goroutines can reach it.
fn escape_text(package: &Package, symbol: SymbolId) -> Option<String> {
    let Symbol { func, kind, .. } = package.symbol(symbol);
    if !package.is_local(symbol) || *kind == SymbolKind::TypeParam {
        return None;
    }
    let func = FuncId {
        decl: symbol.decl,
        index: (*func)?,
    };
    let escapes = package.escapes_of(symbol)?;
    let source = &package.file_of(symbol.decl).source;
    let lines = escapes.events.iter().map(|&(event, _)| {
        let range = package.flow(func).events[event].range;
        source.position(range.start).line.to_string()
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| format!("escapes at line {}", lines.join(", ")))
}

fn event_text(package: &Package, func: FuncId, event: &Event) -> Option<String> {
    Some(match &event.kind {
        EventKind::Access { path, kind } => {
            format!(
                "{} {}",
                format!("{kind:?}").to_lowercase(),
                package.path_text(path)
            )
        }
        EventKind::Chan(op) => {
            let select = if op.select.is_some() {
                " in select"
            } else {
                ""
            };
            let kind = format!("{:?}", op.kind).to_lowercase();
            let kind = match op.kind {
                crate::model::flow::ChanOpKind::Make {
                    capacity: Some(capacity),
                } => format!("make({capacity})"),
                crate::model::flow::ChanOpKind::Make { capacity: None } => "make(?)".to_string(),
                _ => kind,
            };
            format!(
                "{}{kind} {}{select}",
                mode(op.mode),
                package.path_text(&op.path)
            )
        }
        EventKind::Lock {
            path,
            op,
            mode: when,
        } => {
            let op = match op {
                LockOp::Acquire(Mode::Write) => "lock",
                LockOp::Acquire(Mode::Read) => "rlock",
                LockOp::Release(Mode::Write) => "unlock",
                LockOp::Release(Mode::Read) => "runlock",
                LockOp::Try => "trylock",
            };
            format!("{}{op} {}", mode(*when), package.path_text(path))
        }
        EventKind::Call {
            call,
            callee,
            mode: when,
        } => {
            let callee = match callee {
                Callee::Func(func) => package.qualified_name(SymbolId {
                    decl: func.decl,
                    index: 0,
                }),
                Callee::Literal(literal) => {
                    let source = &package.file_of(literal.decl).source;
                    format!(
                        "func literal at line {}",
                        source.position(package.func(*literal).range.start).line
                    )
                }
                Callee::Builtin(_) => return None,
                Callee::Conversion => return None,
                Callee::InterfaceMethod(symbol) => {
                    format!("interface method {}", package.symbol(*symbol).name)
                }
                Callee::Value(symbol) => format!("function value {}", package.symbol(*symbol).name),
                Callee::Unknown => {
                    let ast = package.ast(func.decl);
                    let ExprKind::Call { callee, .. } = &ast.expr(*call).kind else {
                        return None;
                    };
                    let text = package.text(func.decl, ast.expr(*callee).range);
                    format!("unknown {}", text.lines().next().unwrap_or(""))
                }
            };
            let verb = if *when == CallMode::Spawned {
                "spawn"
            } else {
                "call"
            };
            let when = if *when == CallMode::Deferred {
                "deferred "
            } else {
                ""
            };
            format!("{when}{verb} {callee}")
        }
    })
}

fn mode(mode: CallMode) -> &'static str {
    match mode {
        CallMode::Now => "",
        CallMode::Deferred => "deferred ",
        CallMode::Spawned => "spawned ",
    }
}

fn held(package: &Package, held: &LockSet) -> String {
    if held.is_empty() {
        return String::new();
    }
    let locks = held.iter().map(|(path, mode)| {
        let mode = if mode == Mode::Read { " (read)" } else { "" };
        format!("{}{mode}", package.path_text(path))
    });
    format!(" [holding {}]", locks.collect::<Vec<_>>().join(", "))
}
