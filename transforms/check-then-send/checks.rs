//! The checks that a send relies on: whether it is over, or whether there is room.

use super::sends::{Send, break_target};
use crate::model::flow::ChanOpKind;
use crate::model::path::{AccessPath, Root};
use crate::model::structure::StmtRef;
use crate::model::types::Type;
use crate::model::{DeclId, ExprRef, Package, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::*;

/// Asking before a send.
pub(super) struct Check {
    /// The `if` or `select`.
    pub stmt: StmtId,
    pub asks: Asks,
    /// The expression that says what is asked, for messages.
    pub subject: Range,
    /// What to show as the place of the check.
    pub asked: Range,
    pub place: Place,
    /// The statements that run between the check and the send.
    pub between: Vec<StmtId>,
}

pub(super) enum Asks {
    /// The receive clauses of a `select` with a default.
    Done { clauses: Vec<StmtId> },
    /// `ctx.Err()` in an `if`, perhaps given a name in its first part.
    Context {
        context: ExprId,
        init: Option<StmtId>,
    },
    /// The channel's length in an `if`.
    Room,
}

/// Where the send is, seen from the check.
pub(super) enum Place {
    /// After it: the check leaves if it is over. `is_next`: right behind it, in the same list.
    Behind { is_next: bool },
    /// In the default clause of the select; `position` if it stands directly in its body.
    Default {
        clause: StmtId,
        position: Option<usize>,
    },
    /// In the block of the `if` that runs when it is not over, at this position.
    Branch { is_then: bool, position: usize },
}

/// What an `if` asks: whether it is over when the condition is true.
struct Question {
    asks: Asks,
    subject: Range,
    is_over_when_true: bool,
}

/// The nearest check before a send whose answer the send relies on.
pub(super) fn check_before(package: &Package, send: &Send) -> Option<Check> {
    let decl = send.decl;
    let ast = package.ast(decl);
    let mut inner = send.stmt;
    let mut between = Vec::new();
    let mut is_direct = true;
    loop {
        let (list, position) = package.siblings(decl, inner)?;
        for (distance, &before) in list[..position].iter().rev().enumerate() {
            let stmt = unlabeled(ast, before);
            if let Some((asks, subject, asked)) = passed(package, send, stmt)
                && (is_direct || !matches!(asks, Asks::Room))
            {
                let is_next = is_direct && distance == 0;
                let check = Check {
                    stmt,
                    asks,
                    subject,
                    asked,
                    place: Place::Behind { is_next },
                    between,
                };
                return check.holds(package, send).then_some(check);
            }
            between.push(before);
        }
        let mut outer = package.parent_stmt(decl, inner)?;
        while let StmtKind::Labeled { .. } = ast.stmt(outer).kind {
            outer = package.parent_stmt(decl, outer)?;
        }
        let found = around(package, send, outer, position, is_direct);
        if let Some((stmt, asks, subject, asked, place)) = found {
            let check = Check {
                stmt,
                asks,
                subject,
                asked,
                place,
                between,
            };
            return check.holds(package, send).then_some(check);
        }
        inner = match ast.stmt(outer).kind {
            StmtKind::Block(_) => match ast.stmt(outer).parent {
                Parent::Stmt(holder) => match ast.stmt(holder).kind {
                    StmtKind::If { .. } => outermost_if(package, decl, holder),
                    StmtKind::Block(_) | StmtKind::Case { .. } | StmtKind::Comm { .. } => outer,
                    _ => return None,
                },
                _ => return None,
            },
            StmtKind::Case { .. } => package.parent_stmt(decl, outer)?,
            _ => return None,
        };
        is_direct = false;
    }
}

/// The `if` that begins the chain of `else if`s that this one is in.
fn outermost_if(package: &Package, decl: DeclId, stmt: StmtId) -> StmtId {
    let mut outermost = stmt;
    while let Some(outer) = package.parent_stmt(decl, outermost)
        && matches!(
            package.stmt(StmtRef { decl, stmt: outer }).kind,
            StmtKind::If { .. }
        )
    {
        outermost = outer;
    }
    outermost
}

fn unlabeled(ast: &Ast, stmt: StmtId) -> StmtId {
    match ast.stmt(stmt).kind {
        StmtKind::Labeled { stmt, .. } => unlabeled(ast, stmt),
        _ => stmt,
    }
}

type Passed = (Asks, Range, Range);

/// What `stmt` asks and leaves for if it is over.
fn passed(package: &Package, send: &Send, stmt: StmtId) -> Option<Passed> {
    let decl = send.decl;
    let ast = package.ast(decl);
    match &ast.stmt(stmt).kind {
        StmtKind::Select { cases } => {
            let (default, clauses) = split(package, decl, cases)?;
            let is_check = package.body_of(decl, default).is_empty()
                && clauses.iter().all(|&clause| {
                    is_plain_receive(package, send, clause) && leaves_list(package, decl, clause)
                });
            is_check.then(|| asked_by(ast, clauses)).flatten()
        }
        StmtKind::If {
            then,
            otherwise: None,
            condition,
            ..
        } => {
            let leaves = package.leaves(decl, package.body_of(decl, *then))
                || ends_with_break(package, decl, *then);
            if !leaves {
                return None;
            }
            let question = question(package, send, stmt)?;
            let asked = ast.expr(*condition).range;
            question
                .is_over_when_true
                .then_some((question.asks, question.subject, asked))
        }
        _ => None,
    }
}

/// The check in a branch or clause of which the send stands: `outer` is the block or clause.
fn around(
    package: &Package,
    send: &Send,
    outer: StmtId,
    position: usize,
    is_direct: bool,
) -> Option<(StmtId, Asks, Range, Range, Place)> {
    let decl = send.decl;
    let ast = package.ast(decl);
    let holder = package.parent_stmt(decl, outer)?;
    match &ast.stmt(holder).kind {
        StmtKind::Select { cases } => {
            let (default, clauses) = split(package, decl, cases)?;
            let goes_on = !package.leaves(decl, package.body_of(decl, default));
            let is_check = default == outer
                && clauses.iter().all(|&clause| {
                    is_plain_receive(package, send, clause)
                        && (leaves_list(package, decl, clause)
                            || goes_on && is_signal(package, decl, clause))
                });
            if !is_check {
                return None;
            }
            let (asks, subject, asked) = asked_by(ast, clauses)?;
            let place = Place::Default {
                clause: outer,
                position: is_direct.then_some(position),
            };
            Some((holder, asks, subject, asked, place))
        }
        StmtKind::If {
            init,
            then,
            otherwise,
            condition,
        } if is_direct => {
            let is_then = *then == outer;
            if !is_then && *otherwise != Some(outer) {
                return None;
            }
            let question = question(package, send, holder)?;
            let is_room = matches!(question.asks, Asks::Room);
            if question.is_over_when_true == is_then || is_room && (position > 0 || init.is_some())
            {
                return None;
            }
            Some((
                holder,
                question.asks,
                question.subject,
                ast.expr(*condition).range,
                Place::Branch { is_then, position },
            ))
        }
        _ => None,
    }
}

/// The default clause and the others of a select that has both.
fn split(package: &Package, decl: DeclId, cases: &[StmtId]) -> Option<(StmtId, Vec<StmtId>)> {
    let ast = package.ast(decl);
    let is_default =
        |case: &StmtId| matches!(ast.stmt(*case).kind, StmtKind::Comm { comm: None, .. });
    let default = *cases.iter().find(|case| is_default(case))?;
    let clauses: Vec<StmtId> = cases
        .iter()
        .copied()
        .filter(|case| !is_default(case))
        .collect();
    (!clauses.is_empty()).then_some((default, clauses))
}

fn asked_by(ast: &Ast, clauses: Vec<StmtId>) -> Option<Passed> {
    let comm = received(ast, *clauses.first()?)?;
    let Parent::Stmt(stmt) = ast.expr(comm).parent else {
        return None;
    };
    let ExprKind::Receive(operand) = ast.expr(comm).kind else {
        return None;
    };
    let (subject, asked) = (ast.expr(operand).range, ast.stmt(stmt).range);
    Some((Asks::Done { clauses }, subject, asked))
}

/// The receive of a clause that keeps nothing of what it receives.
fn received(ast: &Ast, clause: StmtId) -> Option<ExprId> {
    let StmtKind::Comm {
        comm: Some(comm), ..
    } = ast.stmt(clause).kind
    else {
        return None;
    };
    let StmtKind::Expr(receive) = ast.stmt(comm).kind else {
        return None;
    };
    matches!(ast.expr(receive).kind, ExprKind::Receive(_)).then_some(receive)
}

/// Whether a clause receives, and only for the event, from another channel than the one that is sent on, which can be
/// named again at the send.
fn is_plain_receive(package: &Package, send: &Send, clause: StmtId) -> bool {
    let ast = package.ast(send.decl);
    let Some(receive) = received(ast, clause) else {
        return false;
    };
    let ExprKind::Receive(operand) = ast.expr(receive).kind else {
        return false;
    };
    let at = ExprRef {
        decl: send.decl,
        expr: operand,
    };
    let path = package.path_of(at);
    is_repeatable(package, at) && path != send.path && stays_ready(package, &path)
}

/// Whether a channel can be ready for good, because it is closed: one that values are sent on is an event that happens
/// again. Of a channel that a function yields it is not known.
fn stays_ready(package: &Package, path: &AccessPath) -> bool {
    let Some(symbol) = path.target() else {
        return true;
    };
    let channel = package.channel(symbol);
    channel.may_be_closed_elsewhere
        || channel.of_kind(ChanOpKind::Send).next().is_none()
        || channel.of_kind(ChanOpKind::Close).next().is_some()
}

/// Whether a clause's body leaves the list that its `select` is in, on every path through it.
fn leaves_list(package: &Package, decl: DeclId, clause: StmtId) -> bool {
    let ast = package.ast(decl);
    let Some(select) = package.parent_stmt(decl, clause) else {
        return false;
    };
    let leaves_select = |stmt: u32| {
        let is_break = matches!(
            ast.stmt(StmtId(stmt)).kind,
            StmtKind::Branch {
                kind: BranchKind::Break,
                label: None
            }
        );
        is_break && break_target(ast, StmtId(stmt)) == Some(select)
    };
    let range = ast.stmt(clause).range;
    package.leaves(decl, package.body_of(decl, clause))
        && !(0..ast.stmts.len() as u32)
            .any(|stmt| range.contains(ast.stmt(StmtId(stmt)).range) && leaves_select(stmt))
}

/// Whether a clause waits for a mere event: a context's end, or a channel that carries no data.
fn is_signal(package: &Package, decl: DeclId, clause: StmtId) -> bool {
    let Some(receive) = received(package.ast(decl), clause) else {
        return false;
    };
    let ty = package.type_of(ExprRef {
        decl,
        expr: receive,
    });
    match package.underlying(&ty) {
        Type::Struct(at) => {
            matches!(&package.expr(at).kind, ExprKind::StructType { fields, .. } if fields.is_empty())
        }
        _ => false,
    }
}

fn ends_with_break(package: &Package, decl: DeclId, block: StmtId) -> bool {
    let last = package.body_of(decl, block).last();
    last.is_some_and(|&last| {
        matches!(
            package.stmt(StmtRef { decl, stmt: last }).kind,
            StmtKind::Branch {
                kind: BranchKind::Break,
                ..
            }
        )
    })
}

/// Whether an expression names a channel or context and does nothing else: `done`, `s.quit`, `ctx.Done()`.
fn is_repeatable(package: &Package, at: ExprRef) -> bool {
    let here = |expr: ExprId| ExprRef {
        decl: at.decl,
        expr,
    };
    match &package.expr(at).kind {
        ExprKind::Name(_) => true,
        ExprKind::Paren(inner) | ExprKind::Star(inner) => is_repeatable(package, here(*inner)),
        ExprKind::Selector { operand, .. } => is_repeatable(package, here(*operand)),
        ExprKind::Call { callee, args, .. } => {
            args.is_empty()
                && matches!(package.expr(here(*callee)).kind, ExprKind::Selector { .. })
                && is_repeatable(package, here(*callee))
        }
        _ => false,
    }
}

fn question(package: &Package, send: &Send, stmt: StmtId) -> Option<Question> {
    let StmtKind::If {
        init, condition, ..
    } = package
        .stmt(StmtRef {
            decl: send.decl,
            stmt,
        })
        .kind
    else {
        return None;
    };
    let at = unparenthesized(
        package,
        ExprRef {
            decl: send.decl,
            expr: condition,
        },
    );
    context_question(package, at, init).or_else(|| match init {
        None => room_question(package, send, at),
        Some(_) => None,
    })
}

fn unparenthesized(package: &Package, at: ExprRef) -> ExprRef {
    match package.expr(at).kind {
        ExprKind::Paren(inner) => unparenthesized(
            package,
            ExprRef {
                decl: at.decl,
                expr: inner,
            },
        ),
        _ => at,
    }
}

/// `ctx.Err() != nil`, or `err := ctx.Err(); err != nil`.
fn context_question(package: &Package, at: ExprRef, init: Option<StmtId>) -> Option<Question> {
    let ExprKind::Binary { op, left, right } = package.expr(at).kind else {
        return None;
    };
    let is_over_when_true = match op {
        BinaryOp::NotEqual => true,
        BinaryOp::Equal => false,
        _ => return None,
    };
    let here = |expr: ExprId| {
        unparenthesized(
            package,
            ExprRef {
                decl: at.decl,
                expr,
            },
        )
    };
    let is_nil = |expr: ExprId| {
        let at = here(expr);
        matches!(package.expr(at).kind, ExprKind::Name(name) if &*name == "nil")
            && package.named_symbol(at).is_none()
    };
    let error = match (is_nil(left), is_nil(right)) {
        (false, true) => here(left),
        (true, false) => here(right),
        _ => return None,
    };
    let call = match init {
        None => error,
        Some(init) => named_error(package, error, init)?,
    };
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return None;
    };
    let callee = here(*callee);
    let ExprKind::Selector { operand, field } = package.expr(callee).kind else {
        return None;
    };
    let is_check = args.is_empty()
        && &*field.name == "Err"
        && is_context_method(package, callee)
        && is_repeatable(package, here(operand));
    is_check.then_some(Question {
        asks: Asks::Context {
            context: operand,
            init,
        },
        subject: package.expr(here(operand)).range,
        is_over_when_true,
    })
}

/// The call in `err := ctx.Err()` if `error` is that `err`.
fn named_error(package: &Package, error: ExprRef, init: StmtId) -> Option<ExprRef> {
    let decl = error.decl;
    let StmtKind::Assign {
        targets,
        op: AssignOp::Define | AssignOp::Set,
        values,
    } = &package.stmt(StmtRef { decl, stmt: init }).kind
    else {
        return None;
    };
    let ([target], [value]) = (targets.as_slice(), values.as_slice()) else {
        return None;
    };
    let target = ExprRef {
        decl,
        expr: *target,
    };
    let symbol = package.named_symbol(error)?;
    (package.named_symbol(target) == Some(symbol))
        .then(|| unparenthesized(package, ExprRef { decl, expr: *value }))
}

/// Whether a selector selects a method of `context.Context`, promoted or not.
fn is_context_method(package: &Package, at: ExprRef) -> bool {
    package.selection(at).is_some_and(|selection| {
        let directory = package.directory(selection.symbol.decl.dir);
        package.symbol(selection.symbol).kind == SymbolKind::InterfaceMethod
            && directory.import_path.as_deref() == Some("context")
    })
}

/// `len(c) < cap(c)` and its like, about the channel that is sent on.
fn room_question(package: &Package, send: &Send, at: ExprRef) -> Option<Question> {
    let ExprKind::Binary { op, left, right } = package.expr(at).kind else {
        return None;
    };
    let here = |expr: ExprId| {
        unparenthesized(
            package,
            ExprRef {
                decl: at.decl,
                expr,
            },
        )
    };
    let measured = |expr: ExprId, by: &str| {
        let ExprKind::Call { callee, args, .. } = &package.expr(here(expr)).kind else {
            return None;
        };
        let [channel] = args.as_slice() else {
            return None;
        };
        (package.builtin(here(*callee)) == Some(by)).then(|| here(*channel))
    };
    let (op, length, limit) = match measured(left, "len") {
        Some(channel) => (op, channel, right),
        None => (mirrored(op)?, measured(right, "len")?, left),
    };
    let is_sent_on = |channel: ExprRef| package.path_of(channel) == send.path;
    let symbol = send.path.target()?;
    if !is_sent_on(length) || send.path.has_element() || send.path.root_symbol().is_none() {
        return None;
    }
    let is_over_when_true = if let Some(channel) = measured(limit, "cap") {
        if !is_sent_on(channel) {
            return None;
        }
        match op {
            BinaryOp::Less | BinaryOp::NotEqual => false,
            BinaryOp::Equal | BinaryOp::GreaterEqual => true,
            _ => return None,
        }
    } else {
        let limit = package.constant(here(limit))?;
        let capacity = package.channel(symbol).capacity()?;
        is_full_when(op, limit, capacity)?
    };
    Some(Question {
        asks: Asks::Room,
        subject: package.expr(length).range,
        is_over_when_true,
    })
}

fn mirrored(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        BinaryOp::Equal | BinaryOp::NotEqual => op,
        _ => return None,
    })
}

/// For `len(c) op limit`: whether it is true just when the channel is full (`Some(true)`), or just when it is not.
fn is_full_when(op: BinaryOp, limit: u64, capacity: u64) -> Option<bool> {
    let holds = |length: u64| match op {
        BinaryOp::Less => length < limit,
        BinaryOp::LessEqual => length <= limit,
        BinaryOp::Greater => length > limit,
        BinaryOp::GreaterEqual => length >= limit,
        BinaryOp::Equal => length == limit,
        _ => length != limit,
    };
    if capacity == 0 || capacity > 1 << 16 {
        return None;
    }
    let when_full = holds(capacity);
    (0..capacity)
        .all(|length| holds(length) != when_full)
        .then_some(when_full)
}

impl Check {
    /// Whether what was asked still has the same meaning at the send: nothing in between gives its names to something
    /// else.
    fn holds(&self, package: &Package, send: &Send) -> bool {
        let ast = package.ast(send.decl);
        let here = |expr: ExprId| ExprRef {
            decl: send.decl,
            expr,
        };
        let asked: Vec<ExprRef> = match &self.asks {
            Asks::Done { clauses } => clauses
                .iter()
                .filter_map(|&clause| received(ast, clause))
                .map(here)
                .collect(),
            Asks::Context { context, .. } => vec![here(*context)],
            Asks::Room => vec![here(send.channel)],
        };
        let declared: Vec<Name> = self.declared_between(package, send);
        asked.into_iter().all(|at| {
            let paths = paths_in(package, at);
            let range = package.expr(at).range;
            let is_shadowed = ast.exprs.iter().any(|expr| {
                matches!(expr.kind, ExprKind::Name(name) if declared.contains(&name))
                    && range.contains(expr.range)
            });
            !is_shadowed && !self.is_assigned_between(package, send, &paths)
        }) && !self.is_asked_again(package, send)
            && !self.is_answered_by_sending(package, send)
    }

    /// Whether a `select` in between waits for something else and for the same end.
    fn is_asked_again(&self, package: &Package, send: &Send) -> bool {
        let ast = package.ast(send.decl);
        let text = |expr: ExprId| package.text(send.decl, ast.expr(expr).range);
        let subject = package.text(send.decl, self.subject);
        let done = format!("{subject}.Done()");
        let receives = |clause: StmtId| {
            let StmtKind::Comm {
                comm: Some(comm), ..
            } = ast.stmt(clause).kind
            else {
                return None;
            };
            let received = match &ast.stmt(comm).kind {
                StmtKind::Expr(receive) => *receive,
                StmtKind::Assign { values, .. } => *values.first()?,
                _ => return None,
            };
            match ast.expr(received).kind {
                ExprKind::Receive(operand) => Some(text(operand)),
                _ => None,
            }
        };
        self.between.iter().any(|&stmt| {
            let StmtKind::Select { cases } = &ast.stmt(unlabeled(ast, stmt)).kind else {
                return false;
            };
            let received: Vec<&str> = cases.iter().filter_map(|&case| receives(case)).collect();
            let is_end = |channel: &&str| **channel == *subject || **channel == *done;
            split(package, send.decl, cases).is_none()
                && received.iter().any(is_end)
                && !received.iter().all(is_end)
        })
    }

    /// Whether the same channel is sent on when it is over: then its receivers outlive the end.
    fn is_answered_by_sending(&self, package: &Package, send: &Send) -> bool {
        let ast = package.ast(send.decl);
        let bodies: Vec<Range> = match &self.asks {
            Asks::Done { clauses } => clauses.iter().map(|&it| ast.stmt(it).range).collect(),
            Asks::Context { .. } if matches!(self.place, Place::Behind { .. }) => {
                vec![ast.stmt(self.stmt).range]
            }
            Asks::Context { .. } | Asks::Room => return false,
        };
        ast.stmts.iter().zip(0..).any(|(stmt, number)| {
            let StmtKind::Send { channel, .. } = stmt.kind else {
                return false;
            };
            StmtId(number) != send.stmt
                && bodies.iter().any(|body| body.contains(stmt.range))
                && package.path_of(ExprRef {
                    decl: send.decl,
                    expr: channel,
                }) == send.path
        })
    }

    /// The names that statements between the check and the send declare for the send.
    pub(super) fn declared_between(&self, package: &Package, send: &Send) -> Vec<Name> {
        let ast = package.ast(send.decl);
        let mut names = Vec::new();
        for &stmt in &self.between {
            match &ast.stmt(unlabeled(ast, stmt)).kind {
                StmtKind::Assign {
                    targets,
                    op: AssignOp::Define,
                    ..
                } => names.extend(targets.iter().filter_map(
                    |&target| match ast.expr(target).kind {
                        ExprKind::Name(name) => Some(name),
                        _ => None,
                    },
                )),
                StmtKind::Vars(specs) | StmtKind::Consts(specs) => {
                    names.extend(specs.iter().flat_map(|spec| &spec.names).map(|it| it.name));
                }
                StmtKind::Types(specs) => names.extend(specs.iter().map(|spec| spec.name.name)),
                _ => {}
            }
        }
        names
    }

    fn is_assigned_between(&self, package: &Package, send: &Send, paths: &[AccessPath]) -> bool {
        let ast = package.ast(send.decl);
        let is_between = |range: Range| {
            let mut around = self.between.iter().map(|&stmt| ast.stmt(stmt).range);
            around.any(|stmt| stmt.contains(range))
        };
        ast.stmts.iter().any(|stmt| {
            let targets = match &stmt.kind {
                StmtKind::Assign { targets, .. } | StmtKind::Range { targets, .. } => targets,
                _ => return false,
            };
            is_between(stmt.range)
                && targets.iter().any(|&target| {
                    let target = package.path_of(ExprRef {
                        decl: send.decl,
                        expr: target,
                    });
                    paths.iter().any(|path| {
                        path.root == target.root && path.steps.starts_with(&target.steps)
                    })
                })
        })
    }
}

/// The paths that an expression like `s.ctx.Done()` names.
fn paths_in(package: &Package, at: ExprRef) -> Vec<AccessPath> {
    let ast = package.ast(at.decl);
    let inside = package.expressions_in(at).into_iter().filter(|&part| {
        matches!(
            ast.expr(part.expr).kind,
            ExprKind::Name(_) | ExprKind::Selector { .. }
        )
    });
    inside
        .map(|part| package.path_of(part))
        .filter(|path| matches!(path.root, Root::Symbol(_)))
        .collect()
}
