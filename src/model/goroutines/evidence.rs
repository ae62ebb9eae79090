//! What shows that two accesses can happen at once, for messages.

use super::declared::{Declaration, DeclarationKind};
use super::entries::{EntryKind, HandlerKind};
use super::subject::Way;
use crate::finding::Related;
use crate::model::flow::EventKind;
use crate::model::{FuncId, Package};
use crate::source::{Range, Span};
use crate::syntax::ast::StmtKind;

/// How sure it is that two accesses can happen at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Only if the methods of a type that holds a lock are called by several goroutines.
    Implied,
    /// If those who call the package do so while its goroutine runs.
    Open,
    /// The source shows both goroutines, or the type says that its methods run at once.
    Certain,
}

/// Which goroutine makes an access.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// The one that the statement at this place starts; `is_repeated` where it starts several that run at once.
    Spawned { at: Span, is_repeated: bool },
    /// One of the subtests that run in parallel.
    Subtest { at: Span },
    /// One of those that a server starts for its requests.
    Handler { kind: HandlerKind, at: Span },
    /// One of those that call the methods of a type that declares it.
    Declared(Declaration),
    /// A test that runs beside others.
    ParallelTest { at: Span },
    /// That of whoever calls this function.
    Caller { func: FuncId },
}

/// Two accesses can happen at once.
#[derive(Clone, Debug)]
pub struct Concurrency {
    pub certainty: Certainty,
    pub first: Origin,
    pub second: Origin,
    /// Where the goroutines come from, to be shown with a finding.
    pub related: Vec<Related>,
}

impl Package<'_> {
    pub(super) fn evidence(
        &self,
        certainty: Certainty,
        first: (&Way, usize),
        second: (&Way, usize),
        is_repeated: bool,
    ) -> Concurrency {
        let origins = [first, second].map(|(way, level)| self.origin_of(way, level, is_repeated));
        let [first, second] = origins;
        let mut related: Vec<Related> = Vec::new();
        for origin in origins {
            if let Some(shown) = self.related(origin)
                && related.iter().all(|known| known.span != shown.span)
            {
                related.push(shown);
            }
        }
        Concurrency {
            certainty,
            first,
            second,
            related,
        }
    }

    /// On which goroutine an access is made, seen from the function at `level` of the way to it.
    pub(super) fn origin_of(&self, way: &Way, level: usize, is_repeated: bool) -> Origin {
        if let Some(spawn) = way.spawn_level(level) {
            let step = way.step(spawn);
            let at = self.place_of_spawn(step.func, step.event);
            if step.call.is_some_and(|call| self.is_parallel_subtest(call)) {
                return Origin::Subtest { at };
            }
            return match way.trail.chain.calls.get(spawn - 1) {
                Some(site) if self.spawns_often(site, way.step(spawn - 1).func) => {
                    let kind = HandlerKind::Http;
                    Origin::Handler { kind, at }
                }
                _ => Origin::Spawned { at, is_repeated },
            };
        }
        let func = way.trail.chain.entry.func;
        let at = self.place_of(func);
        match way.trail.chain.entry.kind {
            EntryKind::Handler(kind) => Origin::Handler { kind, at },
            EntryKind::Declared(declaration) => Origin::Declared(declaration),
            EntryKind::ParallelTest => Origin::ParallelTest { at },
            _ => Origin::Caller {
                func: way.step(level).func,
            },
        }
    }

    /// The `go` statement, or the call that starts the goroutine.
    fn place_of_spawn(&self, func: FuncId, event: usize) -> Span {
        let event = &self.flow(func).events[event];
        let ast = self.ast(func.decl);
        let stmt = ast.stmt(event.stmt);
        let source = &self.file_of(func.decl).source;
        let first_line = |range: Range| {
            let text = source.slice(range);
            let length = text.find('\n').unwrap_or(text.len()) as u32;
            let range = Range::new(range.start, range.start + length);
            self.span(func.decl, range)
        };
        match stmt.kind {
            StmtKind::Go(_) => first_line(stmt.range),
            _ => match event.kind {
                EventKind::Call { call, .. } => first_line(ast.expr(call).range),
                _ => first_line(event.range),
            },
        }
    }

    /// A function's name; of a literal, its first line.
    pub(super) fn place_of(&self, func: FuncId) -> Span {
        let data = self.func(func);
        match data.name {
            Some(ident) => self.span(func.decl, ident.range),
            None => {
                let start = data.range.start;
                let range = Range::new(start, start + "func".len() as u32);
                self.span(func.decl, range)
            }
        }
    }

    fn related(&self, origin: Origin) -> Option<Related> {
        let (span, message) = match origin {
            Origin::Spawned { at, is_repeated } => {
                let again = if is_repeated { ", again and again" } else { "" };
                (at, format!("the goroutine is started here{again}"))
            }
            Origin::Subtest { at } => (at, "this subtest runs in parallel with others".to_string()),
            Origin::Handler { kind, at } => {
                let server = match kind {
                    HandlerKind::Http => "runs on a goroutine for each request".to_string(),
                    HandlerKind::Rpc => "runs on a goroutine for each remote call".to_string(),
                    HandlerKind::Contract(interface) => {
                        format!("several goroutines call the methods of a {interface} at once")
                    }
                };
                (at, server)
            }
            Origin::Declared(declaration) => (declaration.at, self.declaration_text(declaration)),
            Origin::ParallelTest { at } => (at, "runs in parallel with other tests".to_string()),
            Origin::Caller { .. } => return None,
        };
        Some(Related { span, message })
    }

    fn declaration_text(&self, declaration: Declaration) -> String {
        let name = self.symbol(declaration.ty).name;
        match declaration.kind {
            DeclarationKind::Pragma | DeclarationKind::Option => {
                format!("methods of {name} are declared to run at once")
            }
            DeclarationKind::Doc => {
                format!("{name} says that several goroutines may use it at once")
            }
            DeclarationKind::Lock => {
                format!("{name} holds a lock: several goroutines use it")
            }
            DeclarationKind::Atomic => {
                format!("{name} has an atomic field: several goroutines use it")
            }
        }
    }
}
