//! A `done` channel beside a package variable: another variable of the package, made with it.

use super::draft::Draft;
use crate::model::channels::{Channel, Operation};
use crate::model::{Package, SymbolId, SymbolKind};

const MADE: &str = "make(chan struct{})";

/// Whether the channel's variable is the package's.
pub(super) fn is_global(package: &Package, maker: SymbolId) -> bool {
    package.symbol(maker).kind == SymbolKind::Var && !package.is_local(maker)
}

/// Declares the `done` channel of a package variable and gives its name; the error says why there is no place for it.
pub(super) fn declare(
    draft: &mut Draft,
    channel: &Channel,
    maker: SymbolId,
) -> Result<String, String> {
    let package = draft.package;
    let no_place = || "there is no clear place for a done channel in the package".to_string();
    let spec = package.value_spec(maker).ok_or_else(no_place)?;
    let mut makes = channel.operations.iter().filter(|made| made.kind.is_make());
    let is_made_here = |make: &Operation| {
        make.at.decl == maker.decl && spec.range.contains(package.expr(make.at).range)
    };
    if spec.names.len() != 1 || !makes.all(is_made_here) {
        return Err("the channel is made anew where the program runs".to_string());
    }
    let of = package.symbol(maker).name;
    let names = ["Done", "Stop", "Quit"].map(|ending| format!("{of}{ending}"));
    let name = names
        .into_iter()
        .find(|name| package.is_free_in_package(name))
        .ok_or("all names for a channel that tells the end are taken")?;
    let decl = maker.decl;
    let source = draft.source(decl);
    let whole = package.directory(decl.dir).outline(decl).range;
    let is_group = source
        .slice(whole)
        .strip_prefix("var")
        .is_some_and(|rest| rest.trim_start().starts_with('('));
    let (range, keyword) = match is_group {
        true => (spec.range, ""),
        false => (whole, "var "),
    };
    let end = source.line_end(range.end);
    let indentation = source.indentation(range.start).to_string();
    draft.insert(
        decl,
        end,
        format!("{indentation}{keyword}{name} = {MADE}\n"),
    );
    Ok(name)
}
