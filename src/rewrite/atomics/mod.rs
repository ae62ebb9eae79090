//! Variables made atomic: the declaration with its new type, and every use with it.
//!
//! ```go
//! hits int              hits atomic.Int64
//! s.hits++              s.hits.Add(1)
//! return s.hits         return int(s.hits.Load())
//! ```

mod declare;
mod draft;
mod fields;
mod hazards;
mod kind;
mod literals;
mod pairs;
mod style;
mod uses;
mod values;
mod write;

use std::fmt;

use crate::finding::{Edit, Import, Safety};
use crate::model::uses::is_exported;
use crate::model::{ExprRef, Package, SymbolId};
use crate::source::Span;
use kind::Kind;
use style::{Form, Style};
use uses::{Use, UseKind};
use write::Writer;

/// A variable made atomic.
#[derive(Clone, Debug)]
pub struct Atomics {
    /// What the variable is then, for titles: `an atomic.Int64`, or `atomic` where functions do it.
    pub form: String,
    pub edits: Vec<Edit>,
    pub imports: Vec<Import>,
    /// Unsafe where others can see that the type has changed.
    pub safety: Safety,
    /// The declarations in which a value got a new name: another fix must not choose the same.
    pub named_in: Vec<Span>,
}

/// Why a variable is not made atomic, as a clause: `the address of s.hits is taken`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    fn new(why: impl Into<String>) -> Refusal {
        Refusal(why.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Makes a field, a package variable or a local one atomic, in every place that uses it.
///
/// Refused where one use has no atomic form, where a race would stay (a test and then a write, a maximum), and where the
/// new type would change what others see.
pub fn make_atomic(package: &Package, variable: SymbolId) -> Result<Atomics, Refusal> {
    let kind = kind_of(package, variable)?;
    let uses = uses::uses_of(package, variable)?;
    let has_functions = uses.iter().any(|found| found.kind == UseKind::Atomic);
    if has_functions {
        return rewrite_plain(package, kind, &uses);
    }
    hazards::check(package, &uses)?;
    let mut writer = Writer::new(package, Style::of(package, variable, kind));
    let is_delicate = declare::declare(&mut writer, variable)?;
    let done = pairs::rewrite(&mut writer, &uses)?;
    for (number, found) in uses.iter().enumerate() {
        match found.kind {
            _ if done.contains(&number) => {}
            UseKind::Key { literal } => literals::rewrite(&mut writer, found, literal, &uses)?,
            _ => writer.write(found)?,
        }
    }
    literals::name_fields(&mut writer, variable, &uses)?;
    let form = match writer.style.form {
        Form::Types => format!("an {}", writer.style.type_text(package, variable.decl)?),
        Form::Functions => "atomic".to_string(),
    };
    let is_open = !package.is_local(variable) && is_exported(&package.symbol(variable).name);
    let safety = match is_open || is_delicate {
        true => Safety::Unsafe,
        false => Safety::Safe,
    };
    Ok(finish(writer, form, safety))
}

/// Makes those plain accesses of a variable atomic for which `is_meant`, with the functions that its other accesses
/// use.
pub fn access_atomically(
    package: &Package,
    variable: SymbolId,
    is_meant: impl Fn(ExprRef) -> bool,
) -> Result<Atomics, Refusal> {
    let kind = kind_of(package, variable)?;
    let uses = &package.uses_of(variable).certain;
    let meant: Vec<ExprRef> = uses.iter().copied().filter(|&at| is_meant(at)).collect();
    rewrite_plain(package, kind, &uses::classified(package, &meant)?)
}

/// Whether `sync/atomic` has operations for the type of a variable.
pub fn has_atomic_form(package: &Package, variable: SymbolId) -> bool {
    kind_of(package, variable).is_ok()
}

fn kind_of(package: &Package, variable: SymbolId) -> Result<Kind, Refusal> {
    let ty = package.type_of_symbol(variable);
    Kind::of(&ty).ok_or_else(|| {
        let name = package.symbol(variable).name;
        let ty = package.type_text(&ty);
        Refusal::new(format!("{name} is of type {ty}, which has no atomic form"))
    })
}

fn rewrite_plain(package: &Package, kind: Kind, uses: &[Use]) -> Result<Atomics, Refusal> {
    if kind.is_converted() || kind == Kind::Bool {
        return Err(Refusal::new("its type has no atomic functions"));
    }
    hazards::check(package, uses)?;
    let mut writer = Writer::new(package, Style::functions(kind));
    let done = pairs::rewrite(&mut writer, uses)?;
    for (number, found) in uses.iter().enumerate() {
        if !done.contains(&number) {
            writer.write(found)?;
        }
    }
    Ok(finish(writer, "atomic".to_string(), Safety::Safe))
}

fn finish(writer: Writer, form: String, safety: Safety) -> Atomics {
    let mut imports = writer.imports;
    imports.sort();
    imports.dedup();
    Atomics {
        form,
        edits: writer.draft.finish(),
        imports,
        safety,
        named_in: writer.named_in,
    }
}
