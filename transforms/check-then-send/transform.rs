//! Finds sends that come after asking whether they still may, and makes asking and sending one step.

mod sends;

mod checks;
mod clauses;
mod questions;

mod changes;

mod buffers;
mod harmless;

mod fixes;
mod joint;

mod writer;

mod copies;
mod merges;
mod wraps;

use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::model::flow::ChanOpKind;
use crate::model::structure::StmtRef;
use crate::model::{DeclId, Package};
use crate::syntax::ast::StmtId;

use checks::{Asks, Check};
use sends::Send;

const NAME: &str = "check-then-send";

pub static TRANSFORM: Transform = Transform {
    name: NAME,
    summary: "a send after asking whether it is over: the answer may not hold any more",
    page: include_str!("README.md"),
    severity: Severity::Warning,
    is_default: true,
    triggers: &["default", "Err", "len"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let candidates: Vec<DeclId> = package
        .decls()
        .filter(|&decl| sends::may_hold_checked_send(package, decl))
        .collect();
    candidates
        .into_iter()
        .filter(|&decl| package.ast(decl).damaged.is_none())
        .flat_map(|decl| findings_in(package, decl))
        .collect()
}

fn findings_in(package: &Package, decl: DeclId) -> Vec<Finding> {
    let checked: Vec<(Send, Check)> = sends::sends_in(package, decl)
        .into_iter()
        .filter_map(|send| {
            let check = checks::check_before(package, &send)?;
            Some((send, check))
        })
        .collect();
    let is_shared = |check: StmtId| {
        let sends = checked.iter().filter(|(_, other)| other.stmt == check);
        sends.count() > 1
    };
    checked
        .iter()
        .filter_map(|(send, check)| finding(package, send, check, is_shared(check.stmt)))
        .collect()
}

/// `is_shared`: other sends rely on the same check, so it must stay.
fn finding(package: &Package, send: &Send, check: &Check, is_shared: bool) -> Option<Finding> {
    let decl = send.decl;
    let symbol = send.path.target()?;
    let channel = sends::channel_of(package, send)?;
    let early = joint::early_close(package, send).filter(|_| !matches!(check.asks, Asks::Room));
    if early.is_none() && harmless::is_harmless(package, send, check, &channel) {
        return None;
    }
    let close = channel
        .of_kind(ChanOpKind::Close)
        .next()
        .filter(|_| !harmless::is_closed_by_sender(package, send, &channel));
    let may_be_closed = close.is_some() || channel.may_be_closed_elsewhere;
    let owner = sends::owned_by(package, send);

    let mut related = vec![Related {
        span: package.span(decl, check.asked),
        message: "asked here".to_string(),
    }];
    let shown = early.map(|early| &early.close).or(close);
    related.extend(shown.map(|close| Related {
        span: package.expr_span(close.at),
        message: "closed here".to_string(),
    }));
    let name = one_line(package.text(decl, package.ast(decl).expr(send.channel).range));
    let edits = fixes::edits(package, send, check, is_shared);
    let closer = match close {
        Some(_) => "",
        None => " by code out of sight",
    };
    let risk = match (may_be_closed, owner) {
        (true, _) if early.is_some() => Some(format!(
            "`{name}` itself is closed without waiting for this send: a select can then still choose the send and panic, until that close is moved, too"
        )),
        (true, _) => Some(format!(
            "`{name}` may be closed{closer}: a select can then still choose the send and panic; whoever closes it must first wait for its senders"
        )),
        (false, Some(owner)) => Some(format!(
            "a value that is not sent is dropped, and nothing calls its {owner} method"
        )),
        (false, None) => None,
    };
    let safety = match risk {
        Some(_) => Safety::Unsafe,
        None => Safety::Safe,
    };
    let note = match edits {
        Some(_) => risk,
        None => Some("there is no fix: what runs when it is over would mean something else in a select at the send".to_string()),
    };
    let own = edits.map(|edits| Fix {
        title: match check.asks {
            Asks::Room => format!("send on `{name}` only if there is room"),
            _ => format!("stop sending on `{name}` when it is over"),
        },
        safety,
        edits,
        imports: Vec::new(),
        about: vec![package.symbol_span(symbol)],
    });
    let both = early.and_then(|early| joint::fix(package, early, send, check, is_shared));
    let note = note.filter(|_| both.is_none());
    let stmt = package.stmt(StmtRef {
        decl,
        stmt: send.stmt,
    });
    Some(Finding {
        transform: NAME,
        cause: package.cause_in(decl, &send.path),
        severity: Severity::Warning,
        span: package.span(decl, stmt.range),
        message: match early {
            Some(_) => joint::message(package, send, check, &name),
            None => message(package, send, check, &name),
        },
        related,
        note,
        fix: both.or(own),
    })
}

fn message(package: &Package, send: &Send, check: &Check, name: &str) -> String {
    match &check.asks {
        Asks::Room => format!(
            "`{name}` had room when its length was read, but that is over when the send starts:\nif another goroutine fills it in between, this send blocks"
        ),
        Asks::Done { .. } | Asks::Context { .. } => {
            let over = one_line(package.text(send.decl, check.subject));
            let ends = match check.asks {
                Asks::Context { .. } => format!("`{over}` ends"),
                _ => format!("`{over}` is ready"),
            };
            format!(
                "`{over}` is asked before the send on `{name}`, and not while it waits:\nif {ends} in between and nobody receives any more, this send blocks for ever"
            )
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
