//! Facts about goroutines: where functions run, and what is accessed at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::accesses::VariableAccess;
use crate::model::goroutines::{
    Certainty, DeclarationKind, EntryKind, HandlerKind, Root, RootKind,
};
use crate::model::types::Type;
use crate::model::{DeclId, FuncId, Package, SymbolId, SymbolKind};
use crate::source::Range;

/// `runs on …`, for a function that others than its callers run.
pub(super) fn roots_text(package: &Package, func: FuncId) -> Option<String> {
    let roots = package.roots_of(func);
    let is_plain = |root: &Root| {
        let RootKind::Entry { kind, .. } = root.kind else {
            return false;
        };
        matches!(
            kind,
            EntryKind::Outside | EntryKind::Unknown | EntryKind::Test | EntryKind::Program
        )
    };
    if roots.all.iter().all(is_plain) {
        return None;
    }
    let all = roots.all.iter().map(|root| root_text(package, func, root));
    Some(format!("runs on {}", all.collect::<Vec<_>>().join("; ")))
}

fn root_text(package: &Package, of: FuncId, root: &Root) -> String {
    let many = if root.is_many { ", many" } else { "" };
    let text = match root.kind {
        RootKind::Spawned { site, .. } => {
            let at = package.flow(site.caller).events[site.event].range;
            format!("the goroutine of line {}", line(package, site.caller, at))
        }
        RootKind::Entry { func, kind } => {
            let name = match func == of {
                true => "it".to_string(),
                false => name(package, func),
            };
            match kind {
                EntryKind::Program => "the first goroutine".to_string(),
                EntryKind::Test => format!("the test {name}"),
                EntryKind::ParallelTest => format!("the parallel test {name}"),
                EntryKind::Handler(HandlerKind::Http) => format!("requests to {name}"),
                EntryKind::Handler(HandlerKind::Contract(interface)) => {
                    format!("calls of {name} as of any {interface}")
                }
                EntryKind::Handler(HandlerKind::Rpc) => format!("remote calls of {name}"),
                EntryKind::Declared(declaration) => {
                    let says = match declaration.kind {
                        DeclarationKind::Pragma => "by a pragma",
                        DeclarationKind::Option => "by an option",
                        DeclarationKind::Doc => "by its comment",
                        DeclarationKind::Lock => "by a lock",
                        DeclarationKind::Atomic => "by an atomic field",
                    };
                    let ty = package.symbol(declaration.ty).name;
                    format!("several callers of {name}, as {ty} says {says}")
                }
                EntryKind::Outside => format!("callers of {name}"),
                EntryKind::Callback => format!("whoever {name} is handed to"),
                EntryKind::Unknown => format!("whatever calls {name}"),
            }
        }
    };
    format!("{text}{many}")
}

fn name(package: &Package, func: FuncId) -> String {
    match package.func(func).name {
        Some(_) => package.qualified_name(SymbolId {
            decl: func.decl,
            index: 0,
        }),
        None => {
            let range = package.func(func).range;
            format!("the literal of line {}", line(package, func, range))
        }
    }
}

fn line(package: &Package, func: FuncId, range: Range) -> u32 {
    let source = &package.file_of(func.decl).source;
    source.position(range.start).line
}

/// For each write of a variable that the declaration declares: the lines whose accesses of it can happen at the same
/// time, where there are any.
pub(super) fn concurrency_texts(package: &Package, decl: DeclId) -> Vec<(FuncId, Range, String)> {
    let mut texts = Vec::new();
    if package.ast(decl).damaged.is_some() {
        return texts;
    }
    for (index, symbol) in (0..).zip(&package.scopes(decl).symbols) {
        let is_variable = matches!(
            symbol.kind,
            SymbolKind::Var | SymbolKind::Field | SymbolKind::Param | SymbolKind::Result
        );
        if !is_variable {
            continue;
        }
        let all = &package.accesses_of(SymbolId { decl, index }).all;
        // What is written in a field of a struct is told of that field.
        let holds_elements = matches!(
            package.underlying(&package.type_of_symbol(SymbolId { decl, index })),
            Type::Map(..) | Type::Slice(_)
        );
        let is_told =
            |access: &&VariableAccess| access.writes() && (holds_elements || !access.is_content);
        for write in all.iter().filter(is_told) {
            if let Some(others) = others_text(package, all, write) {
                let path = package.path_text(&write.path);
                let text = format!("write of {path} at once with {others}");
                texts.push((write.func, write.range, text));
            }
        }
    }
    texts
}

fn others_text(
    package: &Package,
    all: &[VariableAccess],
    write: &VariableAccess,
) -> Option<String> {
    let mut lines: BTreeMap<Reverse<Certainty>, BTreeSet<u32>> = BTreeMap::new();
    for other in all {
        if let Some(found) = package.concurrency(write, other) {
            let line = line(package, other.func, other.range);
            lines
                .entry(Reverse(found.certainty))
                .or_default()
                .insert(line);
        }
    }
    let parts = lines.into_iter().map(|(Reverse(certainty), lines)| {
        let condition = match certainty {
            Certainty::Certain => "",
            Certainty::Open => " if the callers do so",
            Certainty::Implied => " if its lock means that",
        };
        let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
        format!("line {}{condition}", lines.join(", "))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
