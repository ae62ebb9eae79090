//! Finds `wg.Add` calls that come too late to be seen by `wg.Wait`, and moves them up.

mod behind;
mod checked;
mod inside;
mod starts;

use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::model::path::AccessPath;
use crate::model::wait_groups::{WaitGroupCall, WaitGroupOp};
use crate::model::{Package, SymbolKind};
use crate::source::Range;

pub static TRANSFORM: Transform = Transform {
    name: "add-inside-goroutine",
    summary: "a WaitGroup counted up too late: in the goroutine that it counts, or when that runs already",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Add"],
    find,
};

/// An `Add` that comes too late.
struct Late {
    add: WaitGroupCall,
    message: String,
    related: Vec<Related>,
    /// The edits that move it up, or why nothing does.
    moved: Result<Vec<crate::finding::Edit>, String>,
    title: &'static str,
}

fn find(package: &Package) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for &decl in package.decls_calling_group("Add") {
        for func in package.funcs(decl) {
            let adds: Vec<WaitGroupCall> = package.wait_group_calls(func);
            if !adds.iter().any(|call| call.op == WaitGroupOp::Add) {
                continue;
            }
            let late = checked::late(package, func, &adds)
                .into_iter()
                .chain(behind::late(package, func, &adds))
                .chain(inside::late(package, func, &adds));
            for late in late {
                let finding = finding(package, late);
                if found.iter().all(|known| known.span != finding.span) {
                    found.push(finding);
                }
            }
        }
    }
    found
}

fn finding(package: &Package, late: Late) -> Finding {
    let group = &late.add.group;
    let about = group.target().or(group.root_symbol());
    let (fix, note) = match late.moved {
        Ok(edits) => {
            let fix = Fix {
                title: late.title.to_string(),
                safety: Safety::Safe,
                edits,
                imports: Vec::new(),
                about: about
                    .map(|symbol| package.symbol_span(symbol))
                    .into_iter()
                    .collect(),
            };
            (Some(fix), None)
        }
        Err(reason) => (None, Some(format!("no fix: {reason}"))),
    };
    Finding {
        transform: TRANSFORM.name,
        cause: package.cause_in(late.add.call.decl, group),
        severity: TRANSFORM.severity,
        span: package.expr_span(late.add.call),
        message: late.message,
        related: late.related,
        note,
        fix,
    }
}

/// Where somebody waits for the group. Nothing where nobody does so in sight; a group that came through a pointer is
/// somebody else's, who is taken to wait.
fn waiter(package: &Package, group: &AccessPath) -> Option<Option<Related>> {
    let symbol = group.target()?;
    if let Some((func, wait)) = package.waits_for(symbol).into_iter().next() {
        let name = package.func(func).name;
        let by = name.map_or(String::new(), |ident| format!(" by {}", ident.name));
        return Some(Some(Related {
            span: package.expr_span(wait.call),
            message: format!("waited for here{by}"),
        }));
    }
    (package.symbol(symbol).kind == SymbolKind::Param).then_some(None)
}

/// The first line of a `go` statement.
fn first_line(package: &Package, decl: crate::model::DeclId, range: Range) -> crate::source::Span {
    let text = package.text(decl, range);
    let length = text.find('\n').unwrap_or(text.len()) as u32;
    package.span(decl, Range::new(range.start, range.start + length))
}
