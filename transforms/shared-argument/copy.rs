//! A copy of the struct for the goroutine.

use super::shares::Share;
use crate::finding::{Edit, Fix, Safety};
use crate::model::flow::{AccessKind, EventKind};
use crate::model::path::AccessPath;
use crate::model::types::Type;
use crate::model::{FuncId, Package, SymbolId};
use crate::source::Range;

/// How many structs inside each other are looked at.
const DEPTH: u32 = 4;

/// The fix, or why there is none.
pub(super) fn fix(package: &Package, share: &Share) -> Result<Fix, String> {
    let name = package.symbol(share.variable).name;
    if !is_plain(package, &share.ty, DEPTH) {
        return Err(format!(
            "a copy of {name} would still share what it refers to"
        ));
    }
    if !is_used_inside(package, share) {
        return Err(format!(
            "the change of {name} is not for the goroutine itself"
        ));
    }
    if !is_read_only_outside(package, share) {
        return Err(format!("both change {name}: guard it with a mutex"));
    }
    let edits =
        edits(package, share).ok_or_else(|| format!("there is no clear place to copy {name}"))?;
    Ok(Fix {
        title: format!("give the goroutine a copy of {name}"),
        safety: Safety::Unsafe,
        edits,
        imports: Vec::new(),
        about: vec![package.span(share.variable.decl, package.symbol(share.variable).range)],
    })
}

/// Whether a copy of a value shares nothing with it: numbers, strings and structs of such.
fn is_plain(package: &Package, ty: &Type, depth: u32) -> bool {
    if depth == 0 {
        return false;
    }
    match package.underlying(ty) {
        Type::Basic(name) => !matches!(&*name, "any" | "error"),
        Type::Array(element) => is_plain(package, &element, depth - 1),
        Type::Struct(_) => package
            .fields(ty)
            .iter()
            .all(|field| is_plain(package, &field.ty, depth - 1)),
        _ => false,
    }
}

/// Whether the goroutine uses the struct after it has changed it: then the change is its own business.
fn is_used_inside(package: &Package, share: &Share) -> bool {
    let flow = package.flow(share.runs);
    let inner = AccessPath::of_symbol(share.inner);
    (0..flow.events.len()).any(|number| {
        let is_use = matches!(&flow.events[number].kind, EventKind::Access { path, kind }
            if path.begins_with(&inner) && matches!(kind, AccessKind::Read | AccessKind::Address)
                && (path.steps.is_empty() || path.steps == share.write.path.steps));
        is_use && flow.reaches(share.write.event, number, |_| false)
    })
}

/// Whether the starter, and the function that has given it the struct and goes on with it, only read the struct once the
/// goroutine runs, and do not wait for the change.
fn is_read_only_outside(package: &Package, share: &Share) -> bool {
    let outer = AccessPath::of_symbol(share.variable);
    is_only_read_after(package, share.func, share.start, &outer)
        && share.giver.as_ref().is_none_or(|giver| {
            is_only_read_after(package, giver.site.caller, giver.site.event, &giver.path)
        })
}

fn is_only_read_after(package: &Package, func: FuncId, start: usize, outer: &AccessPath) -> bool {
    let flow = package.flow(func);
    let after = (0..flow.events.len()).filter(|&number| flow.reaches(start, number, |_| false));
    let loops = |number: usize| {
        flow.events
            .get(number)
            .map_or(0, |event| package.loops_around(func.decl, event.stmt).len())
    };
    after.into_iter().all(|number| {
        let EventKind::Access { path, kind } = &flow.events[number].kind else {
            return true;
        };
        !path.begins_with(outer)
            || *kind == AccessKind::Read && (loops(number) <= loops(start) && number > start)
    })
}

fn edits(package: &Package, share: &Share) -> Option<Vec<Edit>> {
    let decl = share.func.decl;
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    let name = package.symbol(share.variable).name;
    let stmt = package.flow(share.func).events.get(share.start)?.stmt;
    package.siblings(decl, stmt)?;
    let range = ast.stmt(stmt).range;
    let line_start = source.line_start(range.start);
    let is_first = source
        .slice(Range::new(line_start, range.start))
        .trim()
        .is_empty();
    let copy = free_name(package, share.variable)?;
    let indentation = source.indentation(range.start);
    let is_pointer = matches!(package.type_of_symbol(share.variable), Type::Pointer(_));
    let star = if is_pointer { "*" } else { "" };
    let edit = |at: Range, text: String| Edit {
        span: package.span(decl, at),
        text,
    };
    let mut edits = vec![edit(
        Range::new(line_start, line_start),
        format!("{indentation}{copy} := {star}{name}\n"),
    )];
    match share.argument {
        Some(argument) => edits.push(edit(ast.expr(argument).range, format!("&{copy}"))),
        None => {
            let body = ast.stmt(package.func(share.runs).body?).range;
            let line_end = source.line_end(body.start);
            let rest = source.slice(Range::new(body.start + 1, line_end)).trim();
            if !rest.is_empty() {
                return None;
            }
            let inner = source.indentation(body.start);
            let address = if is_pointer { "&" } else { "" };
            edits.push(edit(
                Range::new(line_end, line_end),
                format!("{inner}\t{name} := {address}{copy}\n"),
            ));
        }
    }
    is_first.then_some(edits)
}

fn free_name(package: &Package, variable: SymbolId) -> Option<String> {
    let name = package.symbol(variable).name;
    let mut letters = name.chars();
    let first = letters.next()?.to_uppercase();
    let own: String = "own".chars().chain(first).chain(letters).collect();
    [format!("{name}Copy"), own].into_iter().find(|wanted| {
        !package.home().mentions(variable.decl, wanted) && package.is_free_in_package(wanted)
    })
}
