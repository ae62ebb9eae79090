//! All accesses of variables that belong together, put under one mutex.

use std::collections::{BTreeMap, BTreeSet};

use super::existing::{Existing, mutex_for};
use super::{Kind, declare};
use super::{inner, locals};
use crate::finding::{Edit, Import, Safety};
use crate::model::accesses::VariableAccess;
use crate::model::flow::{AccessKind, EventKind};
use crate::model::locks::Mode;
use crate::model::path::{AccessPath, Root, Step};
use crate::model::uses::is_exported;
use crate::model::{FuncId, Package, SymbolId, SymbolKind};
use crate::rewrite::locking::{self, Lock};
use crate::syntax::ast::{ExprKind, Parent};

/// Reads prevail where the functions that only read are this many times those that write.
const READS_PREVAIL: usize = 2;

/// As many, where the package has no read-write lock yet.
const READS_PREVAIL_FAR: usize = 3;

/// The edits that guard variables.
#[derive(Clone, Debug)]
pub struct Guarded {
    /// The mutex as it is declared: `mu`, `itemsMu`.
    pub lock: String,
    /// Which mutex the edits declare; `None` where they use one that is there.
    pub declares: Option<Kind>,
    pub edits: Vec<Edit>,
    pub imports: Vec<Import>,
    pub safety: Safety,
}

/// Puts every access of `variables` under one mutex: the one that their struct, block or function has already, or else
/// a new one beside the first of them. The error says why that can't be done.
///
/// What nobody else can reach yet, or any more, is left alone, and so are tests. Under a mutex that is there already, only
/// what the functions in `needed` do has to be put; where others can't, that is for a reviewer to see.
pub fn guard_variables(
    package: &Package,
    variables: &[SymbolId],
    needed: &[FuncId],
) -> Result<Guarded, String> {
    guard_all(package, variables, needed).or_else(|reason| {
        let local = variables
            .first()
            .and_then(|&field| locals::local_around(package, field, needed));
        let guarded = local.map(|local| guard_all(package, &[local], needed));
        guarded.and_then(Result::ok).ok_or(reason)
    })
}

/// Puts every access of `variables` but those of `holder`, which will hold it from beginning to end, under a new mutex.
pub fn guard_others(
    package: &Package,
    variables: &[SymbolId],
    holder: FuncId,
) -> Result<Guarded, String> {
    let &first = variables.first().ok_or("there is nothing to guard")?;
    if mutex_for(package, first)?.is_some() {
        return Err("there is a mutex already".to_string());
    }
    let mut places = Places::default();
    for &variable in variables {
        places.add(package, variable)?;
    }
    places.by_place.retain(|(func, _), _| *func != holder);
    let declared = declare(package, variables, Kind::Mutex)?;
    let mut edits = declared.keys;
    edits.push(declared.edit);
    let mut guarded = Guarded {
        lock: declared.name,
        declares: Some(Kind::Mutex),
        edits,
        imports: vec![declared.import],
        safety: Safety::Unsafe,
    };
    guarded.hold_all(package, &places, None, &[holder])?;
    Ok(guarded)
}

fn guard_all(
    package: &Package,
    variables: &[SymbolId],
    needed: &[FuncId],
) -> Result<Guarded, String> {
    let mut variables = variables.to_vec();
    variables.sort_unstable();
    let &first = variables.first().ok_or("there is nothing to guard")?;
    let existing = mutex_for(package, first)?;
    let mut places = Places {
        needed: existing.as_ref().map(|_| needed.to_vec()),
        ..Places::default()
    };
    for &variable in &variables {
        places.add(package, variable)?;
    }
    let mut guarded = match &existing {
        Some(existing) => Guarded {
            lock: package.symbol(existing.symbol).name.to_string(),
            declares: None,
            edits: Vec::new(),
            imports: Vec::new(),
            safety: Safety::Safe,
        },
        None => {
            let kind = places.kind(package);
            let declared = declare(package, &variables, kind)?;
            let mut edits = declared.keys;
            edits.push(declared.edit);
            Guarded {
                lock: declared.name,
                declares: Some(kind),
                edits,
                imports: vec![declared.import],
                safety: Safety::Safe,
            }
        }
    };
    // First with as few functions that take the lock as can be.
    let mut alone = guarded.clone();
    let outer = places.without_inner(package);
    let is_held = outer.as_ref().is_some_and(|outer| {
        let existing = existing.as_ref();
        alone.hold_all(package, outer, existing, &[]).is_ok()
    });
    match is_held {
        true => guarded = alone,
        false => guarded.hold_all(package, &places, existing.as_ref(), &[])?,
    }
    if places.is_partial || variables.iter().any(|&variable| is_open(package, variable)) {
        guarded.safety = Safety::Unsafe;
    }
    Ok(guarded)
}

/// Whether other modules can use the variable, too.
fn is_open(package: &Package, variable: SymbolId) -> bool {
    !package.is_local(variable)
        && is_exported(&package.symbol(variable).name)
        && package
            .struct_of_field(variable)
            .is_none_or(|(ty, _)| is_exported(&package.symbol(ty).name))
}

impl Guarded {
    fn hold_all(
        &mut self,
        package: &Package,
        places: &Places,
        existing: Option<&Existing>,
        holders: &[FuncId],
    ) -> Result<(), String> {
        let takers = places.by_place.keys().map(|(func, _)| *func);
        let takers: Vec<FuncId> = takers.chain(holders.iter().copied()).collect();
        for ((func, holder), accesses) in &places.by_place {
            let mut path = holder.clone();
            let text = match self.text_in(package, *func, &mut path, existing) {
                Err(_) if places.can_do_without(*func) => {
                    self.safety = Safety::Unsafe;
                    continue;
                }
                text => text?,
            };
            let is_held = |access: &&Place| {
                let held = package.held_at(*func, access.event);
                existing.is_some()
                    && path
                        .as_ref()
                        .is_some_and(|path| held.mode_of(path).is_some())
            };
            let bare: Vec<&Place> = accesses.iter().filter(|access| !is_held(access)).collect();
            if bare.is_empty() {
                continue;
            }
            let writes = bare.iter().any(|access| access.writes);
            let kind = existing.map(|existing| existing.kind).or(self.declares);
            let mode = match kind {
                Some(Kind::RwMutex) if !writes => Mode::Read,
                _ => Mode::Write,
            };
            let lock = Lock {
                text: &text,
                path: path.as_ref().filter(|_| existing.is_some()),
                symbol: existing.map(|existing| existing.symbol),
                mode,
                takers: &takers,
            };
            let events: Vec<usize> = bare.iter().map(|access| access.event).collect();
            let held = match locking::hold(package, *func, &events, &lock) {
                Some(held) => held,
                None if places.can_do_without(*func) => {
                    self.safety = Safety::Unsafe;
                    continue;
                }
                None => return Err(unsound(package, *func)),
            };
            self.edits.extend(held.edits);
            self.imports.extend(held.imports);
            self.safety = self.safety.min(held.safety);
        }
        Ok(())
    }

    /// The lock as a function writes it. `path` goes from what holds the variable to the lock.
    fn text_in(
        &self,
        package: &Package,
        func: FuncId,
        path: &mut Option<AccessPath>,
        existing: Option<&Existing>,
    ) -> Result<String, String> {
        let Some(holder) = path else {
            let symbol = existing.map(|existing| existing.symbol);
            *path = symbol.map(AccessPath::of_symbol);
            let is_shadowed = symbol.is_some_and(|symbol| {
                !package.is_local(symbol) && is_declared_in(package, func, &self.lock)
            });
            return match is_shadowed {
                true => Err(format!("{} means something else in a function", self.lock)),
                false => Ok(self.lock.clone()),
            };
        };
        if existing.is_some_and(|existing| existing.is_outer) {
            holder.steps.pop();
        }
        let is_written = matches!(holder.root, Root::Symbol(_))
            && holder
                .steps
                .iter()
                .all(|step| matches!(step, Step::Field(_)));
        if !is_written {
            return Err(format!(
                "it is used through {}, which has no name there",
                package.path_text(holder)
            ));
        }
        let text = package.path_text(holder);
        let is_embedded = existing.is_some_and(|existing| existing.is_embedded);
        if let Some(existing) = existing {
            holder.steps.push(Step::Field(existing.symbol));
        }
        Ok(match is_embedded {
            true => text,
            false => format!("{text}.{}", self.lock),
        })
    }
}

fn is_declared_in(package: &Package, func: FuncId, wanted: &str) -> bool {
    let mut symbols = package.scopes(func.decl).symbols.iter();
    symbols.any(|symbol| *symbol.name == *wanted && symbol.func.is_some())
}

fn unsound(package: &Package, func: FuncId) -> String {
    let name = package.qualified_name(SymbolId {
        decl: func.decl,
        index: 0,
    });
    format!("not all that {name} does with it can be put under a lock")
}

/// An access that needs the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub event: usize,
    pub writes: bool,
}

/// A function, and what holds the variable there; `None` where it is no field.
pub(super) type PlaceKey = (FuncId, Option<AccessPath>);

/// The accesses that need the lock.
#[derive(Default)]
struct Places {
    by_place: BTreeMap<PlaceKey, Vec<Place>>,
    /// The functions that have to take the lock; `None` where all have to.
    needed: Option<Vec<FuncId>>,
    /// Whether others go on without it.
    is_partial: bool,
}

impl Places {
    /// The same without the functions that only run within others of these.
    fn without_inner(&self, package: &Package) -> Option<Places> {
        // Where some may go on without the lock, those within them would, too.
        if self.needed.is_some() {
            return None;
        }
        let by_place = inner::with_calls(package, &self.by_place)?;
        Some(Places {
            by_place,
            needed: self.needed.clone(),
            is_partial: self.is_partial,
        })
    }

    /// Whether a function may go on without the lock.
    fn can_do_without(&self, func: FuncId) -> bool {
        let needed = self.needed.as_ref();
        needed.is_some_and(|needed| !needed.contains(&func))
    }

    fn add(&mut self, package: &Package, variable: SymbolId) -> Result<(), String> {
        let accesses = package.accesses_of(variable);
        let name = package.symbol(variable).name;
        if !package.knows_all_accesses(variable) {
            match self.needed {
                Some(_) => self.is_partial = true,
                None => return Err(format!("not all uses of {name} are in sight")),
            }
        }
        let is_elsewhere = !package.is_local(variable)
            && package.uses_in_module(variable).certain.len()
                > package.uses_of(variable).certain.len();
        if is_elsewhere {
            match self.needed {
                Some(_) => self.is_partial = true,
                None => return Err(format!("other packages use {name}, too")),
            }
        }
        let is_field = package.symbol(variable).kind == SymbolKind::Field;
        // `m[k] = v` and `delete(m, k)` read `m`, but do not look at it first.
        let is_part_of_write = |access: &VariableAccess| {
            !access.writes()
                && accesses.all.iter().any(|write| {
                    write.writes()
                        && write.func == access.func
                        && write.range.contains(access.range)
                })
        };
        for access in &accesses.all {
            if is_part_of_write(access)
                || is_behind_pointer(package, access)
                || !needs_lock(package, variable, access)
            {
                continue;
            }
            if is_given_to_flags(package, access) {
                self.is_partial = true;
                continue;
            }
            if matches!(access.kind, AccessKind::Address | AccessKind::Atomic) {
                if self.can_do_without(access.func) {
                    self.is_partial = true;
                    continue;
                }
                return Err(format!("the address of {name} is taken"));
            }
            let holder = is_field.then(|| access.path.holder()).flatten();
            let places = self.by_place.entry((access.func, holder)).or_default();
            places.push(Place {
                event: access.event,
                writes: access.writes(),
            });
        }
        Ok(())
    }

    /// A read-write lock where the package has such locks, and most functions only read.
    fn kind(&self, package: &Package) -> Kind {
        let funcs = |writes: bool| {
            let places = self.by_place.iter();
            let found: BTreeSet<FuncId> = places
                .filter(|(_, accesses)| accesses.iter().any(|access| access.writes) == writes)
                .map(|((func, _), _)| *func)
                .collect();
            found.len()
        };
        let is_known = super::existing::mutexes_in(package)
            .iter()
            .any(|(_, kind)| *kind == Kind::RwMutex);
        let readers = if is_known {
            READS_PREVAIL
        } else {
            READS_PREVAIL_FAR
        };
        match funcs(false) >= readers * funcs(true) {
            true => Kind::RwMutex,
            false => Kind::Mutex,
        }
    }
}

/// Whether an access reads what a pointer points to, `*x`: the pointer itself is read for it.
fn is_behind_pointer(package: &Package, access: &VariableAccess) -> bool {
    let event = &package.flow(access.func).events[access.event];
    access.is_content
        && matches!(&event.kind, EventKind::Access { path, kind: AccessKind::Read }
            if path.steps.last() == Some(&Step::Pointee))
}

/// Whether an access registers the variable as a flag, `flag.IntVar(&x, …)`: it is set before the program begins its work.
fn is_given_to_flags(package: &Package, access: &VariableAccess) -> bool {
    let ast = package.ast(access.func.decl);
    let mut uses = ast.exprs.iter().filter(|expr| expr.range == access.range);
    access.kind == AccessKind::Address
        && uses.any(|used| {
            let Parent::Expr(address) = used.parent else {
                return false;
            };
            let Parent::Expr(call) = ast.expr(address).parent else {
                return false;
            };
            match &ast.expr(call).kind {
                ExprKind::Call { callee, args, .. } => {
                    let is_var = |name: &str| name.ends_with("Var") || name.ends_with("VarP");
                    args.first() == Some(&address)
                        && matches!(&ast.expr(*callee).kind, ExprKind::Selector { field, .. } if is_var(&field.name))
                }
                _ => false,
            }
        })
}

/// Whether others can reach what an access reaches, at the same time as far as can be told.
fn needs_lock(package: &Package, variable: SymbolId, access: &VariableAccess) -> bool {
    let is_test = package.file_of(access.func.decl).is_test;
    if is_test && !package.file_of(variable.decl).is_test {
        return false;
    }
    let name = package.func(access.func).name;
    if name.is_some_and(|name| &*name.name == "init") {
        return false;
    }
    if package.is_owned(access.func, access.event, &access.path) {
        return false;
    }
    // All accesses of a local variable are in sight, and so are the goroutines that share it.
    !package.is_local(variable) || locals::is_shared(package, variable, access)
}
