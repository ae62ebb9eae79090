//! What goroutines say to each other, and wait for: on channels, with a `WaitGroup`.

use super::apart::Surroundings;
use crate::model::accesses::VariableAccess;
use crate::model::flow::{CallMode, Callee, ChanOpKind, Event, EventKind};
use crate::model::package::Package;
use crate::model::symbol::*;
use crate::model::types::Type;
use crate::syntax::ast::{ExprKind, StmtKind};

/// So many calls that lead to an access are looked at.
const MOST_CALLS: usize = 30;

/// So many calls up it is asked what the one who calls waits for or says.
const CALLS_UP: usize = 3;

/// What a goroutine says, or waits for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// On the channel in this variable or field, of this type.
    Channel(SymbolId, Type, By),
    /// With the `WaitGroup` in this variable or field.
    Group(Option<SymbolId>),
}

/// That a function says or waits for something: by which event, and how.
#[derive(Debug)]
pub(super) struct Said {
    event: usize,
    word: Word,
    mode: CallMode,
}

/// What says it on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Send,
    Close,
    Either,
}
impl Package<'_> {
    /// What an access's function waits for before it or says after it; for groups, also the one that alone calls it. A
    /// channel that a loop receives from before it calls is for what the call is given.
    pub(super) fn own_words(&self, access: &VariableAccess, direction: Direction) -> Vec<Word> {
        let (mut func, mut event) = (access.func, access.event);
        let mut words = self.words_in(func, event, direction);
        for _ in 0..CALLS_UP {
            let Some(site) = self.only_call_of(func) else {
                break;
            };
            (func, event) = (site.caller, site.event);
            let above = self.words_in(func, event, direction).into_iter();
            words.extend(above.filter(|word| matches!(word, Word::Group(_))));
        }
        words
    }

    /// What is said after an access, or waited for before it, by its function and by those that call it on the same
    /// goroutine.
    pub(super) fn words<'a>(
        &self,
        around: &'a Surroundings,
        access: &VariableAccess,
        direction: Direction,
    ) -> &'a [Word] {
        let key = (access.func, access.event, direction);
        match around.words.get(&key) {
            Some(known) => known,
            None => around.words.insert(key, self.find_words(access, direction)),
        }
    }

    fn find_words(&self, access: &VariableAccess, direction: Direction) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut steps = vec![(access.func, vec![access.event])];
        let mut next = 0;
        while let Some((func, events)) = steps.get(next).cloned() {
            next += 1;
            words.extend(self.words_at_all(func, &events, direction));
            if direction == Direction::After {
                let others = events
                    .iter()
                    .map(|&event| self.words_of_others(func, event));
                words.extend(others.flatten());
            }
            let sites = self.callers_of(func).sites.iter();
            for site in sites.filter(|site| site.mode != CallMode::Spawned) {
                match steps.iter().position(|(caller, _)| *caller == site.caller) {
                    Some(known) if known >= next && !steps[known].1.contains(&site.event) => {
                        steps[known].1.push(site.event);
                    }
                    None if steps.len() < MOST_CALLS => {
                        steps.push((site.caller, vec![site.event]));
                    }
                    _ => {}
                }
            }
        }
        words
    }

    /// What a function says or waits for; where it comes to the access in several ways, what it waits for on all of them.
    fn words_at_all(&self, func: FuncId, events: &[usize], direction: Direction) -> Vec<Word> {
        let mut each = events
            .iter()
            .map(|&event| self.words_in(func, event, direction));
        match direction {
            Direction::After => each.flatten().collect(),
            Direction::Before => {
                let mut common = each.next().unwrap_or_default();
                for words in each {
                    common.retain(|word| words.contains(word));
                }
                common
            }
        }
    }

    /// What is said by the literals in a function, and by the functions that it or they call after an event.
    fn words_of_others(&self, func: FuncId, event: usize) -> Vec<Word> {
        let range = self.func(func).range;
        let mut others: Vec<FuncId> = self
            .funcs(func.decl)
            .filter(|&literal| literal != func && range.contains(self.func(literal).range))
            .collect();
        let literals = others.clone();
        for (caller, from) in [(func, event)]
            .into_iter()
            .chain(literals.into_iter().map(|literal| (literal, 0)))
        {
            let events = self.flow(caller).events.iter().skip(from);
            let called = events.filter_map(|event| match event.kind {
                EventKind::Call {
                    callee: Callee::Func(callee),
                    mode: CallMode::Now | CallMode::Deferred,
                    ..
                } if callee.decl.dir == self.home().id => Some(callee),
                _ => None,
            });
            others.extend(called.take(MOST_CALLS));
        }
        others.sort_unstable();
        others.dedup();
        others
            .into_iter()
            .flat_map(|other| self.words_in(other, 0, Direction::After))
            .collect()
    }

    fn words_in(&self, func: FuncId, event: usize, direction: Direction) -> Vec<Word> {
        let flow = self.flow(func);
        let candidates = self.words_within(func, direction).iter();
        candidates
            .filter(|said| match (direction, said.mode) {
                (_, CallMode::Spawned) => false,
                (Direction::After, CallMode::Deferred) => true,
                (Direction::After, CallMode::Now) => {
                    said.event == event
                        || flow.leads_to(event, said.event)
                            && !self.happens_again(func, said.event, event)
                }
                (Direction::Before, CallMode::Now) => self.always_passes(func, said.event, event),
                (Direction::Before, CallMode::Deferred) => false,
            })
            .map(|said| match &said.word {
                Word::Channel(symbol, ty, _) => {
                    let by = self.said_by(func, said.event, event);
                    Word::Channel(*symbol, ty.clone(), by)
                }
                Word::Group(group) => Word::Group(*group),
            })
            .collect()
    }

    /// What a function says, or waits for, wherever it does.
    fn words_within(&self, func: FuncId, direction: Direction) -> &[Said] {
        match self.apart.words.get(&(func, direction)) {
            Some(known) => known,
            None => {
                let words = self.find_words_within(func, direction);
                self.apart.words.insert((func, direction), words)
            }
        }
    }

    fn find_words_within(&self, func: FuncId, direction: Direction) -> Vec<Said> {
        let events = self.flow(func).events.iter().enumerate();
        let words = events.filter_map(|(event, found)| match &found.kind {
            EventKind::Chan(op) => {
                let is_wanted = match direction {
                    Direction::Before => {
                        matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range)
                    }
                    Direction::After => matches!(op.kind, ChanOpKind::Send | ChanOpKind::Close),
                };
                let channel = ExprRef {
                    decl: func.decl,
                    expr: op.channel,
                };
                let symbol = op.path.target().filter(|_| is_wanted)?;
                let word = Word::Channel(symbol, self.type_of(channel), By::Either);
                let mode = op.mode;
                Some(Said { event, word, mode })
            }
            EventKind::Call { call, mode, .. } => {
                let wanted = match direction {
                    Direction::Before => "Wait",
                    Direction::After => "Done",
                };
                let call = ExprRef {
                    decl: func.decl,
                    expr: *call,
                };
                let word = Word::Group(self.called_on(call, wanted)?);
                let mode = *mode;
                Some(Said { event, word, mode })
            }
            _ => None,
        });
        words.collect()
    }

    /// Which operation on its channel an event is, or waits for when `event` comes behind it.
    fn said_by(&self, func: FuncId, number: usize, event: usize) -> By {
        let flow = self.flow(func);
        let EventKind::Chan(op) = &flow.events[number].kind else {
            return By::Either;
        };
        match (
            op.kind,
            &self.ast(func.decl).stmt(flow.events[number].stmt).kind,
        ) {
            (ChanOpKind::Send, _) => By::Send,
            (ChanOpKind::Close, _) => By::Close,
            // In the loop each round has got a value; the loop ends with the close.
            (ChanOpKind::Range, &StmtKind::Range { body, .. }) => {
                let body = self.ast(func.decl).stmt(body).range;
                match body.contains(flow.events[event].range) {
                    true => By::Send,
                    false => By::Close,
                }
            }
            _ => By::Either,
        }
    }

    /// Whether a function comes back to an access after it has said something, without waiting for an answer.
    fn happens_again(&self, func: FuncId, said: usize, event: usize) -> bool {
        let waits = |between: &Event| match &between.kind {
            EventKind::Chan(op) => matches!(op.kind, ChanOpKind::Receive | ChanOpKind::Range),
            EventKind::Call { call, .. } => {
                let decl = func.decl;
                self.called_on(ExprRef { decl, expr: *call }, "Wait")
                    .is_some()
            }
            _ => false,
        };
        self.flow(func).reaches(said, event, waits)
    }

    /// For `x.method()` the variable or field `x`; `None` within where it has no name.
    fn called_on(&self, call: ExprRef, method: &str) -> Option<Option<SymbolId>> {
        let ExprKind::Call {
            callee, ref args, ..
        } = self.expr(call).kind
        else {
            return None;
        };
        match &self.ast(call.decl).expr(callee).kind {
            ExprKind::Selector { operand, field } if *field.name == *method && args.is_empty() => {
                let operand = ExprRef {
                    decl: call.decl,
                    expr: *operand,
                };
                Some(self.path_of(operand).target())
            }
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Before,
    After,
}
