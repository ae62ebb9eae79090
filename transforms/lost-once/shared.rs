//! Where what is made anew can be shared: before the goroutine, in the struct, in the package.

use super::Draft;
use super::anew::{Anew, guarded, operand_of};
use super::operations::Shared;
use crate::finding::{Edit, Safety};
use crate::model::flow::{Callee, EventKind};
use crate::model::path::{AccessPath, Step};
use crate::model::types::Type;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::beside::{self, Side};
use crate::rewrite::lines::Lines;
use crate::source::Range;
use crate::syntax::ast::{Parent, StmtId};

pub(super) fn share(package: &Package, anew: &Anew) -> Result<Draft, String> {
    let data = package.func(anew.owner);
    if anew.user != anew.owner {
        return before_loop(package, anew);
    }
    if data.literal.is_some() {
        return before_literal(package, anew);
    }
    match data.receiver {
        Some(_) => in_struct(package, anew),
        None => in_package(package, anew),
    }
}

/// Before the loop whose rounds start the goroutines.
fn before_loop(package: &Package, anew: &Anew) -> Result<Draft, String> {
    let loops = package.loops_around(anew.variable.decl, anew.declared);
    let outermost = *loops.last().ok_or_else(no_place)?;
    moved(package, anew, outermost, "before the loop")
}

/// Before the statement, or the loop, that holds the literal.
fn before_literal(package: &Package, anew: &Anew) -> Result<Draft, String> {
    let decl = anew.owner.decl;
    let literal = package.func(anew.owner).literal.ok_or_else(no_place)?;
    let at = crate::model::ExprRef {
        decl,
        expr: literal,
    };
    let mut stmt = package.stmt_of(at).ok_or_else(no_place)?;
    if let Some(&outermost) = package.loops_around(decl, stmt).last() {
        stmt = outermost;
    }
    moved(package, anew, stmt, "outside of the function literal")
}

fn moved(package: &Package, anew: &Anew, stmt: StmtId, place: &str) -> Result<Draft, String> {
    let decl = anew.variable.decl;
    let name = package.symbol(anew.variable).name;
    let same = package.scopes(decl).symbols.iter();
    if same.filter(|symbol| symbol.name == name).count() > 1 {
        return Err(format!("there is another {name}"));
    }
    package.siblings(decl, stmt).ok_or_else(no_place)?;
    if let Parent::Stmt(outer) = package.ast(decl).stmt(stmt).parent
        && matches!(
            package.ast(decl).stmt(outer).kind,
            crate::syntax::ast::StmtKind::Labeled { .. }
        )
    {
        return Err(no_place());
    }
    let mut lines = Lines::new(package, decl);
    let text = lines.cut(anew.declared).ok_or_else(no_place)?;
    lines.directly_before(stmt, &[text]).ok_or_else(no_place)?;
    Ok(Draft {
        title: format!("declare {name} {place}"),
        safety: Safety::Safe,
        edits: lines.into_edits(package, decl),
        imports: Vec::new(),
    })
}

/// A field of the receiver.
fn in_struct(package: &Package, anew: &Anew) -> Result<Draft, String> {
    let func = anew.owner;
    let receiver = package.receiver_of(func).ok_or_else(no_place)?;
    let ty = package.type_of_symbol(receiver);
    if !matches!(ty, Type::Pointer(_)) {
        return Err("the method has a copy of its receiver".to_string());
    }
    if anew.shared == Shared::Mutex
        && package
            .fields(ty.pointee())
            .iter()
            .any(|field| Shared::of_type(package, field.ty.pointee()) == Some(Shared::Mutex))
    {
        return Err("the struct has a lock already, which may be the one to use".to_string());
    }
    let field = field_used(package, anew, receiver)
        .ok_or_else(|| "it guards no field of the receiver".to_string())?;
    let declared = beside::declare(
        package,
        field,
        type_name(package, anew),
        &names(package, anew),
        Side::Below,
    )?;
    let text = format!("{}.{}", package.symbol(receiver).name, declared.name);
    let (mut draft, comment) = renamed(package, anew, &text)?;
    draft.title = format!("share {} in the struct", declared.name);
    let mut edit = declared.edit;
    if !comment.is_empty() {
        let line = edit
            .text
            .strip_suffix('\n')
            .filter(|line| !line.contains('\n'));
        edit.text = format!("{}{comment}\n", line.ok_or_else(no_place)?);
    }
    draft.edits.push(edit);
    draft.edits.extend(declared.keys);
    draft.imports.push(declared.import);
    Ok(draft)
}

/// A variable of the package, above the function.
fn in_package(package: &Package, anew: &Anew) -> Result<Draft, String> {
    let decl = anew.owner.decl;
    if anew.shared == Shared::Mutex {
        let lock = &anew.operations.first().ok_or_else(no_place)?.path;
        let mut paths = guarded(package, anew.user, lock);
        let is_global = paths.all(|path| {
            path.root_symbol()
                .is_some_and(|root| !package.is_local(root))
        });
        if !is_global {
            return Err("what it guards is not the package's".to_string());
        }
    }
    let names = names(package, anew);
    let mut free = names.iter().filter(|name| package.is_free_in_package(name));
    let name = free.next().ok_or_else(no_place)?;
    let file = package.file_of(decl).source.id;
    let sync = package.qualifier(file, "sync").ok_or_else(no_place)?;
    let ty = type_name(package, anew);
    let (mut draft, comment) = renamed(package, anew, name)?;
    let start = package.directory(decl.dir).outline(decl).doc_start;
    draft.edits.push(Edit {
        span: package.span(decl, Range::new(start, start)),
        text: format!("var {name} {sync}.{ty}{comment}\n\n"),
    });
    draft.title = format!("share {name} in the package");
    draft.safety = Safety::Unsafe;
    Ok(draft)
}

/// The declaration taken out, and the uses by the new name; with the comment behind the declaration.
fn renamed(package: &Package, anew: &Anew, text: &str) -> Result<(Draft, String), String> {
    let decl = anew.variable.decl;
    let mut lines = Lines::new(package, decl);
    let cut = lines.cut(anew.declared).ok_or_else(no_place)?;
    let declared = package.text(decl, package.ast(decl).stmt(anew.declared).range);
    let comment = cut.strip_prefix(declared).unwrap_or("").to_string();
    for operation in &anew.operations {
        let operand = operand_of(package, operation.call).ok_or_else(no_place)?;
        lines
            .replace(package.expr(operand).range, text.to_string())
            .ok_or_else(no_place)?;
    }
    let draft = Draft {
        title: String::new(),
        safety: Safety::Safe,
        edits: lines.into_edits(package, decl),
        imports: Vec::new(),
    };
    Ok((draft, comment))
}

fn type_name(package: &Package, anew: &Anew) -> &'static str {
    let ty = package.type_of_symbol(anew.variable);
    let is_rw =
        matches!(&ty, Type::Named(symbol, _) if *package.symbol(*symbol).name == *"RWMutex");
    match anew.shared {
        Shared::Once => "Once",
        Shared::Mutex if is_rw => "RWMutex",
        Shared::Mutex => "Mutex",
        Shared::WaitGroup => "WaitGroup",
    }
}

/// Names for what is shared: the variable's own where it says more than its type, and one after the function.
fn names(package: &Package, anew: &Anew) -> Vec<String> {
    let own = package.symbol(anew.variable).name.to_string();
    let suffix = match anew.shared {
        Shared::Once => "Once",
        Shared::Mutex => "Mu",
        Shared::WaitGroup => "Group",
    };
    let function = package.func(anew.owner).name;
    let mut letters = function.map_or(String::new(), |ident| ident.name.to_string());
    if let Some(first) = letters.get(..1) {
        letters = format!("{}{}", first.to_lowercase(), &letters[1..]);
    }
    let composed = format!("{letters}{suffix}");
    let is_plain = matches!(own.as_str(), "once" | "o" | "wg");
    match is_plain {
        true => vec![composed, own],
        false => vec![own, composed],
    }
}

/// A field of the receiver that is used under the lock, or by what is done once.
fn field_used(package: &Package, anew: &Anew, receiver: SymbolId) -> Option<SymbolId> {
    let operation = anew.operations.first()?;
    let field_of = |path: &AccessPath| match path.steps.first() {
        Some(Step::Field(field)) if path.root_symbol() == Some(receiver) => {
            (package.symbol(*field).kind == SymbolKind::Field).then_some(*field)
        }
        _ => None,
    };
    if anew.shared == Shared::Mutex {
        return guarded(package, anew.user, &operation.path).find_map(field_of);
    }
    let range = package.expr(operation.call).range;
    let literals: Vec<FuncId> = package
        .funcs(operation.call.decl)
        .filter(|&func| range.contains(package.func(func).range))
        .collect();
    let within = literals.iter().find_map(|&func| {
        let mut events = package.flow(func).events.iter();
        events.find_map(|event| match &event.kind {
            EventKind::Access { path, .. } => field_of(path),
            EventKind::Chan(op) => field_of(&op.path),
            _ => None,
        })
    });
    within.or_else(|| {
        // `once.Do(s.load)`: any field of the struct is as near.
        let events = package.flow(anew.user).events.iter();
        let runs_method = events
            .filter(|event| range.contains(event.range))
            .any(|event| {
                matches!(
                    event.kind,
                    EventKind::Call {
                        callee: Callee::Func(_) | Callee::Literal(_),
                        ..
                    }
                )
            });
        let ty = package.type_of_symbol(receiver);
        let fields = package.fields(ty.pointee());
        let last = fields.iter().rfind(|field| !field.is_embedded)?;
        runs_method.then_some(last.symbol)
    })
}

fn no_place() -> String {
    "there is no clear place for it".to_string()
}
