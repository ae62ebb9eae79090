//! The sends that may rely on a check, and the channels that they send on.

use memchr::memmem;

use crate::model::channels::Channel;
use crate::model::path::AccessPath;
use crate::model::{DeclId, ExprRef, FuncId, Package, SymbolKind, TypeSource};
use crate::syntax::ast::*;

/// A send statement that is no case of a `select`.
pub(super) struct Send {
    pub decl: DeclId,
    pub stmt: StmtId,
    pub channel: ExprId,
    pub value: ExprId,
    /// The channel's path.
    pub path: AccessPath,
}

/// Whether a declaration's tokens allow a send with a check before it: all others need no parsing.
pub(super) fn may_hold_checked_send(package: &Package, decl: DeclId) -> bool {
    let home = package.home();
    let outline = home.outline(decl);
    let tokens = outline.mentions.tokens;
    tokens.has_arrow
        && (tokens.has_select && home.mentions(decl, "default")
            || home.mentions(decl, "Err")
            || home.mentions(decl, "len"))
        && may_send(package.text(decl, outline.range))
}

/// Whether an arrow stands behind the end of an operand.
fn may_send(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), b"<-").any(|at| {
        let before = text[..at].trim_end_matches([' ', '\t']);
        let word = before.len() - before.trim_end_matches(is_word).len();
        match &before[before.len() - word..] {
            "" => before.ends_with([')', ']', '}', '/']),
            "chan" | "case" | "return" | "range" | "if" | "for" | "switch" | "go" | "defer" => {
                false
            }
            _ => true,
        }
    })
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

pub(super) fn sends_in(package: &Package, decl: DeclId) -> Vec<Send> {
    let ast = package.ast(decl);
    let mut sends = Vec::new();
    for (stmt, number) in ast.stmts.iter().zip(0..) {
        let StmtKind::Send { channel, value } = stmt.kind else {
            continue;
        };
        let id = StmtId(number);
        let is_case = match stmt.parent {
            Parent::Stmt(outer) => {
                matches!(&ast.stmt(outer).kind, StmtKind::Comm { comm, .. } if *comm == Some(id))
            }
            _ => false,
        };
        if !is_case {
            sends.push(Send {
                decl,
                stmt: id,
                channel,
                value,
                path: package.path_of(ExprRef {
                    decl,
                    expr: channel,
                }),
            });
        }
    }
    sends
}

/// The name of the method that would free what the value holds on to.
pub(super) fn owned_by(package: &Package, send: &Send) -> Option<&'static str> {
    let ty = package.type_of(ExprRef {
        decl: send.decl,
        expr: send.value,
    });
    ["Close", "Release"].into_iter().find(|method| {
        let member = package.member(&ty, crate::model::resolve::name(method));
        member.is_some_and(|member| package.symbol(member.symbol).kind != SymbolKind::Field)
    })
}

pub(super) fn enclosing_func(package: &Package, send: &Send) -> Option<FuncId> {
    package.enclosing_func(ExprRef {
        decl: send.decl,
        expr: send.channel,
    })
}

/// The channel that is sent on, as the send's own code sees it: what tests do with it does not count for other code.
pub(super) fn channel_of(package: &Package, send: &Send) -> Option<Channel> {
    let mut channel = package.channel(send.path.target()?).clone();
    let is_test = |decl: DeclId| package.file_of(decl).is_test;
    if !is_test(send.decl) {
        channel
            .operations
            .retain(|operation| !is_test(operation.at.decl));
    }
    if let Some(make) = only_make(package, send) {
        channel
            .operations
            .retain(|operation| !operation.kind.is_make() || operation.at == make);
    }
    Some(channel)
}

/// The `make` that a local variable has its channel from, if it never gets another. Functions that it is given to may
/// have other channels, too.
fn only_make(package: &Package, send: &Send) -> Option<ExprRef> {
    let symbol = send.path.target()?;
    let TypeSource::Value {
        value, count: 1, ..
    } = package.symbol(symbol).ty
    else {
        return None;
    };
    let make = ExprRef {
        decl: symbol.decl,
        expr: value,
    };
    package.made_channel(make)?;
    let uses = package.uses_of(symbol);
    let is_constant = uses.certain.iter().all(|&at| !package.is_assigned(at));
    (package.is_local(symbol) && is_constant).then_some(make)
}
