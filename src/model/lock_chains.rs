//! Locks that a call takes, through the functions that it runs.

use std::collections::HashSet;

use super::flow::{CallMode, Callee, EventKind, Flow};
use super::lock_states::LockStep;
use super::locks::{LockOp, Mode};
use super::package::Package;
use super::path::{AccessPath, Step};
use super::resolve::name;
use super::structure::Condition;
use super::symbol::*;
use super::types::Type;
use crate::source::Range;
use crate::syntax::ast::*;

/// How many calls deep a lock is looked for.
const DEPTH: u32 = 6;

/// How a call comes to take a lock.
#[derive(Clone, Debug)]
pub struct LockChain {
    pub mode: Mode,
    /// The calls that lead there, outermost first, and last the call of `Lock`: each with the function that makes it.
    pub links: Vec<(FuncId, Range)>,
}

/// How a function comes to take a lock before it releases it.
pub(super) struct Taking {
    /// How it takes the lock itself, and where.
    own: Option<(Mode, Range)>,
    /// Else the events that call what may take it.
    calls: Vec<usize>,
}

/// A function that an event runs, and the lock's path in that function's words.
struct Run {
    callee: FuncId,
    lock: AccessPath,
}

impl Package<'_> {
    /// Whether a lock is a mutex, by its type's name: other things that are locked may well be locked twice.
    pub fn is_mutex(&self, lock: &AccessPath) -> bool {
        let Some(symbol) = lock.target() else {
            return false;
        };
        let ends_so = |text: &str| text.ends_with("Mutex");
        match self.type_of_symbol(symbol).pointee() {
            Type::Named(ty, _) => ends_so(&self.symbol(*ty).name),
            Type::Unknown => match self.symbol(symbol).ty {
                TypeSource::Declared(expr) => ends_so(self.expr_text(ExprRef {
                    decl: symbol.decl,
                    expr,
                })),
                _ => false,
            },
            _ => false,
        }
    }

    /// How the call at an event comes to take `lock`, which is written as the caller does.
    pub fn lock_chain(&self, func: FuncId, event: usize, lock: &AccessPath) -> Option<LockChain> {
        self.chain_from(func, event, lock, DEPTH, &mut HashSet::from([func]))
    }

    fn chain_from(
        &self,
        func: FuncId,
        event: usize,
        lock: &AccessPath,
        depth: u32,
        seen: &mut HashSet<FuncId>,
    ) -> Option<LockChain> {
        let range = self.flow(func).events.get(event)?.range;
        self.runs_of(func, event, lock).into_iter().find_map(|run| {
            let mut chain = self.chain_in(&run, depth, seen)?;
            chain.links.insert(0, (func, range));
            Some(chain)
        })
    }

    /// How a function that runs while the lock is held takes it, before it releases it.
    fn chain_in(&self, run: &Run, depth: u32, seen: &mut HashSet<FuncId>) -> Option<LockChain> {
        let func = run.callee;
        if depth == 0 || !self.may_take(run) || !seen.insert(func) {
            return None;
        }
        let taking = self.taking(func, &run.lock);
        if let Some((mode, range)) = taking.own {
            let links = vec![(func, range)];
            return Some(LockChain { mode, links });
        }
        taking
            .calls
            .iter()
            .find_map(|&event| self.chain_from(func, event, &run.lock, depth - 1, seen))
    }

    fn taking(&self, func: FuncId, lock: &AccessPath) -> &Taking {
        let key = (func, lock.clone());
        match self.takings.get(&key) {
            Some(known) => known,
            None => {
                let taking = self.find_taking(func, lock);
                self.takings.insert(key, Box::new(taking))
            }
        }
    }

    fn find_taking(&self, func: FuncId, lock: &AccessPath) -> Taking {
        let flow = self.flow(func);
        let steps = self.lock_steps(func, lock);
        let reached = reached_unreleased(flow, steps);
        let own = reached
            .iter()
            .find_map(|&event| match flow.events[event].kind {
                EventKind::Lock {
                    op: LockOp::Acquire(mode),
                    mode: CallMode::Now,
                    ..
                } if matches!(steps[event], Some(LockStep::Acquire(_)))
                    && !self.depends_on_caller(func, flow.events[event].stmt) =>
                {
                    Some((mode, flow.events[event].range))
                }
                _ => None,
            });
        let may_take = |event: &usize| {
            let is_call = matches!(
                flow.events[*event].kind,
                EventKind::Call {
                    mode: CallMode::Now | CallMode::Deferred,
                    ..
                }
            );
            is_call
                && self
                    .runs_of(func, *event, lock)
                    .iter()
                    .any(|run| self.may_take(run))
                && !self.depends_on_caller(func, flow.events[*event].stmt)
        };
        let calls = match own {
            Some(_) => Vec::new(),
            None => reached.into_iter().filter(may_take).collect(),
        };
        Taking { own, calls }
    }

    /// Whether a function that runs is in sight and takes the lock, itself or in what it calls.
    fn may_take(&self, run: &Run) -> bool {
        let is_out_of_sight = self.world().is_standard(run.callee.decl.dir)
            || self.ast(run.callee.decl).damaged.is_some();
        let takes = |lock| self.effects_of(run.callee).locks.contains(&lock);
        !is_out_of_sight && run.lock.target().is_some_and(takes)
    }

    /// Whether a statement runs only where a flag says so that the caller gives, or one that tells of locks.
    fn depends_on_caller(&self, func: FuncId, stmt: StmtId) -> bool {
        let conditions = self.conditions_of(func.decl, stmt).into_iter();
        conditions
            .filter_map(|condition| match condition {
                Condition::If { condition, .. } | Condition::Passed { condition, .. } => {
                    Some(condition)
                }
                _ => None,
            })
            .any(|condition| {
                let condition = ExprRef {
                    decl: func.decl,
                    expr: condition,
                };
                let tells = self.expr_text(condition).to_lowercase().contains("lock");
                tells
                    || self.expressions_in(condition).into_iter().any(|at| {
                        let is_name = matches!(self.expr(at).kind, ExprKind::Name(_));
                        let symbol = is_name.then(|| self.named_symbol(at)).flatten();
                        symbol.is_some_and(|symbol| {
                            self.symbol(symbol).kind == SymbolKind::Param
                                && self.type_of_symbol(symbol).is_basic("bool")
                        })
                    })
            })
    }

    /// The functions in sight that an event runs before it is over, with the lock's name in each.
    fn runs_of(&self, func: FuncId, event: usize, lock: &AccessPath) -> Vec<Run> {
        let EventKind::Call { call, callee, .. } = self.flow(func).events[event].kind else {
            return Vec::new();
        };
        let at = ExprRef {
            decl: func.decl,
            expr: call,
        };
        if let Some(callee) = self.called_function(callee)
            && !self.world().is_standard(callee.decl.dir)
        {
            let is_captured = self.func(callee).literal.is_some() && callee.decl == func.decl;
            let lock = match is_captured {
                true => Some(lock.clone()),
                false => self.path_in_callee(lock, at, callee),
            };
            return lock.map(|lock| Run { callee, lock }).into_iter().collect();
        }
        self.printed_by(at, callee)
            .into_iter()
            .filter_map(|(object, method)| {
                let receiver = self.func(method).receiver.as_ref()?.names.first()?;
                let receiver = self.symbol_declared_at(method.decl, receiver.range.start)?;
                let lock = lock.rebase(&object, &AccessPath::of_symbol(receiver))?;
                Some(Run {
                    callee: method,
                    lock,
                })
            })
            .collect()
    }

    /// The objects that a call prints or encodes by a method of theirs, and the method: `String`, `Error`,
    /// `MarshalJSON`.
    fn printed_by(&self, call: ExprRef, callee: Callee) -> Vec<(AccessPath, FuncId)> {
        let ExprKind::Call {
            callee: named,
            args,
            ..
        } = &self.expr(call).kind
        else {
            return Vec::new();
        };
        let at = |expr: ExprId| ExprRef {
            decl: call.decl,
            expr,
        };
        let ExprKind::Selector { operand, field } = &self.expr(at(*named)).kind else {
            return Vec::new();
        };
        let package = self.imported_path(at(*operand));
        let is_formatted = field.name.ends_with('f');
        let methods: &[&str] = match package {
            Some("fmt" | "log" | "log/slog") => &["Error", "String"],
            Some("encoding/json") if field.name.starts_with("Marshal") => {
                &["MarshalJSON", "MarshalText"]
            }
            Some(_) => return Vec::new(),
            None if &*field.name == "Encode" && self.is_new_encoder(at(*operand)) => {
                &["MarshalJSON", "MarshalText"]
            }
            None if is_logging(&field.name) && !matches!(callee, Callee::Func(_)) => {
                &["Error", "String"]
            }
            None => match self.qualified(at(*named)) {
                Some((path, _)) if matches!(&*path, "log" | "testing" | "log/slog") => {
                    &["Error", "String"]
                }
                Some((path, method)) if path == "encoding/json" && method == "Encoder.Encode" => {
                    &["MarshalJSON", "MarshalText"]
                }
                _ => return Vec::new(),
            },
        };
        let verbs = match is_formatted {
            true => {
                let format = args.iter().position(|&arg| {
                    matches!(self.expr(at(arg)).kind, ExprKind::Literal(Literal::String))
                });
                let Some(format) = format else {
                    return Vec::new();
                };
                match verbs_of(self.expr_text(at(args[format]))) {
                    Some(verbs) => Some((format + 1, verbs)),
                    None => return Vec::new(),
                }
            }
            false => None,
        };
        let mut found = Vec::new();
        for (position, &arg) in args.iter().enumerate() {
            if let Some((first, verbs)) = &verbs {
                let verb = position.checked_sub(*first).and_then(|at| verbs.get(at));
                if !verb.is_some_and(|verb| "vsqxXw".contains(*verb)) {
                    continue;
                }
            }
            if let Some((path, method)) = self.text_method(at(arg), methods) {
                found.push((path, method));
            }
        }
        found
    }

    /// Whether an expression is `json.NewEncoder(…)` itself.
    fn is_new_encoder(&self, at: ExprRef) -> bool {
        let ExprKind::Call { callee, .. } = self.expr(at).kind else {
            return false;
        };
        let callee = ExprRef {
            decl: at.decl,
            expr: callee,
        };
        match &self.expr(callee).kind {
            ExprKind::Selector { operand, field } => {
                let package = ExprRef {
                    decl: at.decl,
                    expr: *operand,
                };
                &*field.name == "NewEncoder" && self.imported_path(package) == Some("encoding/json")
            }
            _ => false,
        }
    }

    /// The first of these methods that a pointer's type has, and the path of the object that it is called on.
    fn text_method(&self, arg: ExprRef, methods: &[&str]) -> Option<(AccessPath, FuncId)> {
        let ty = self.type_of(arg);
        if !matches!(ty, Type::Pointer(_)) {
            return None;
        }
        let mut path = self.path_of(arg);
        path.root_symbol()?;
        let selection = methods
            .iter()
            .find_map(|method| self.member(ty.pointee(), name(method)))?;
        if self.symbol(selection.symbol).kind != SymbolKind::Method {
            return None;
        }
        let method = FuncId {
            decl: selection.symbol.decl,
            index: FuncIndex(0),
        };
        let is_plain = self.func(method).signature.params.is_empty();
        path.steps
            .extend(selection.through.into_iter().map(Step::Field));
        is_plain.then_some((path, method))
    }
}

/// The events that come after a function's start without the lock being released before; in order.
fn reached_unreleased(flow: &Flow, steps: &[Option<LockStep>]) -> Vec<usize> {
    let mut seen = vec![false; flow.blocks.len()];
    let mut work = vec![0];
    let mut reached = Vec::new();
    while let Some(block) = work.pop() {
        if block >= seen.len() || std::mem::replace(&mut seen[block], true) {
            continue;
        }
        let mut is_open = true;
        for event in flow.blocks[block].events.clone() {
            reached.push(event);
            let ends = matches!(
                steps[event],
                Some(LockStep::Release(_) | LockStep::Lose | LockStep::Acquire(_))
            );
            if ends {
                is_open = false;
                break;
            }
        }
        if is_open {
            work.extend(&flow.blocks[block].successors);
        }
    }
    reached.sort_unstable();
    reached
}

/// Whether a method is named as those of loggers are.
fn is_logging(method: &str) -> bool {
    let stem = method.trim_end_matches("ln").trim_end_matches('f');
    matches!(
        stem,
        "Print"
            | "Debug"
            | "Info"
            | "Warn"
            | "Warning"
            | "Error"
            | "Trace"
            | "Fatal"
            | "Panic"
            | "Log"
    )
}

/// The verbs of a format, one for each argument; `None` where that is not plain.
fn verbs_of(format: &str) -> Option<Vec<char>> {
    let mut verbs = Vec::new();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            continue;
        }
        let verb = chars.find(|char| !"+-# 0123456789.".contains(*char))?;
        match verb {
            '%' => {}
            '*' | '[' => return None,
            verb => verbs.push(verb),
        }
    }
    Some(verbs)
}
