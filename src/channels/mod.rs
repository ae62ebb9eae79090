//! The ownership table: for each channel who makes, sends, receives and closes it, and what that comes to.

mod print;
mod verdict;

pub use print::{json, text};
pub use verdict::Verdict;

use std::collections::BTreeSet;

use crate::model::channels::Operation;
use crate::model::flow::ChanOpKind;
use crate::model::types::Type;
use crate::model::{DeclId, DirId, ExprRef, FuncId, Package, SymbolId, SymbolKind, World};

/// A channel, from the variable or field that first holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub path: String,
    pub line: u32,
    pub column: u32,
    /// `jobs`, `Pool.jobs`
    pub name: String,
    pub ty: String,
    /// The capacities that it is made with; `None` for one that is no constant.
    pub capacities: BTreeSet<Option<u64>>,
    pub made: Vec<Place>,
    pub sent: Vec<Place>,
    pub received: Vec<Place>,
    pub closed: Vec<Place>,
    /// Whether code that is not in sight has it, too.
    pub leaves_sight: bool,
    pub verdict: Verdict,
}

/// Where something is done with a channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: String,
    pub line: u32,
    pub column: u32,
    /// The function that does it, `Pool.Stop`; a literal by the function around it. Empty at package level.
    pub function: String,
    pub in_select: bool,
}

/// The channels made for variables and fields of the requested files of `dirs`, by file and line.
pub fn table(world: &World, dirs: &[DirId]) -> Vec<Row> {
    let mut rows = Vec::new();
    for &dir in dirs {
        let directory = world.load_once(dir);
        let packages: BTreeSet<_> = directory.files.iter().map(|file| file.package).collect();
        for name in packages {
            let package = Package::new(world, directory.clone(), name);
            for decl in package.decls() {
                let file = package.file_of(decl).source.id;
                if world.workspace.file(file).requested && package.ast(decl).damaged.is_none() {
                    rows.extend(rows_of(&package, decl));
                }
            }
        }
    }
    rows.sort();
    rows
}

fn rows_of(package: &Package, decl: DeclId) -> Vec<Row> {
    let symbols = 0..package.scopes(decl).symbols.len() as u32;
    symbols
        .filter_map(|index| row(package, SymbolId { decl, index }))
        .collect()
}

fn row(package: &Package, symbol: SymbolId) -> Option<Row> {
    let data = package.symbol(symbol);
    let ty = package.type_of_symbol(symbol);
    let may_be_made = matches!(data.kind, SymbolKind::Var | SymbolKind::Field);
    if !may_be_made || !matches!(package.underlying(&ty), Type::Chan(..)) {
        return None;
    }
    let channel = package.channel_onward(symbol);
    let makes: Vec<&Operation> = channel
        .operations
        .iter()
        .filter(|operation| operation.symbol == symbol && operation.kind.is_make())
        .collect();
    if makes.is_empty() {
        return None;
    }
    let capacities = makes.iter().filter_map(|make| match make.kind {
        ChanOpKind::Make { capacity } => Some(capacity),
        _ => None,
    });
    let places = |kinds: &[ChanOpKind]| {
        let operations = channel.operations.iter();
        let mut places: Vec<Place> = operations
            .filter(|operation| kinds.contains(&operation.kind))
            .map(|operation| place(package, operation))
            .collect();
        places.sort();
        places
    };
    let source = &package.file_of(symbol.decl).source;
    let position = source.position(data.range.start);
    let holder = package
        .struct_of_field(symbol)
        .map(|(holder, _)| format!("{}.", package.symbol(holder).name));
    Some(Row {
        path: source.display.clone(),
        line: position.line,
        column: position.column,
        name: format!("{}{}", holder.unwrap_or_default(), data.name),
        ty: package.type_text(&ty),
        capacities: capacities.collect(),
        made: makes.iter().map(|make| place(package, make)).collect(),
        sent: places(&[ChanOpKind::Send]),
        received: places(&[ChanOpKind::Receive, ChanOpKind::Range]),
        closed: places(&[ChanOpKind::Close]),
        leaves_sight: channel.leaves_sight,
        verdict: Verdict::of(channel),
    })
}

fn place(package: &Package, operation: &Operation) -> Place {
    let ExprRef { decl, .. } = operation.at;
    let source = &package.file_of(decl).source;
    let position = source.position(package.expr(operation.at).range.start);
    Place {
        path: source.display.clone(),
        line: position.line,
        column: position.column,
        function: operation
            .func
            .map(|func| function_name(package, func))
            .unwrap_or_default(),
        in_select: operation.select.is_some(),
    }
}

/// The declared function that a function is, or is a literal in.
fn function_name(package: &Package, func: FuncId) -> String {
    let symbol = SymbolId {
        decl: func.decl,
        index: 0,
    };
    let is_declared = package
        .ast(func.decl)
        .funcs
        .first()
        .is_some_and(|first| first.name.is_some());
    match is_declared {
        true => package.qualified_name(symbol),
        false => String::new(),
    }
}
