//! Finds what should be shared and is not: a `sync.Once`, mutex or WaitGroup that is made anew in the function that uses it,
//! or a copy.

mod anew;
mod copies;
mod operations;
mod pointers;
mod shared;

use crate::engine::Transform;
use crate::finding::{Edit, Finding, Fix, Import, Related, Safety, Severity};
use crate::model::{Package, SymbolId};
use crate::source::Span;

pub static TRANSFORM: Transform = Transform {
    name: "lost-once",
    summary: "a sync.Once, mutex or WaitGroup that is made anew or copied, so that nobody shares it",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Do", "Lock", "RLock", "Done", "Wait"],
    find,
};

/// Something of package `sync` that others should share and do not.
struct Lost {
    at: Span,
    message: String,
    related: Vec<Related>,
    about: SymbolId,
    fix: Result<Draft, String>,
}

/// A fix without its frame.
struct Draft {
    title: String,
    safety: Safety,
    edits: Vec<Edit>,
    imports: Vec<Import>,
}

fn find(package: &Package) -> Vec<Finding> {
    let mentions = |decl: &crate::model::DeclId| {
        let mut words = TRANSFORM.triggers.iter();
        words.any(|word| package.home().mentions(*decl, word))
    };
    let decls: Vec<crate::model::DeclId> = package.decls().filter(mentions).collect();
    let mut found: Vec<Finding> = Vec::new();
    for decl in decls {
        if package.ast(decl).damaged.is_some() {
            continue;
        }
        let lost = anew::lost(package, decl)
            .into_iter()
            .chain(copies::lost(package, decl));
        for lost in lost {
            if found.iter().all(|known| known.span != lost.at) {
                found.push(finding(package, lost));
            }
        }
    }
    found
}

fn finding(package: &Package, lost: Lost) -> Finding {
    let (fix, note) = match lost.fix {
        Ok(draft) => {
            let about = package.symbol(lost.about).range;
            let fix = Fix {
                title: draft.title,
                safety: draft.safety,
                edits: draft.edits,
                imports: draft.imports,
                about: vec![package.span(lost.about.decl, about)],
            };
            (Some(fix), None)
        }
        Err(reason) => (None, Some(format!("no fix: {reason}"))),
    };
    Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: lost.at,
        message: lost.message,
        related: lost.related,
        note,
        fix,
    }
}
