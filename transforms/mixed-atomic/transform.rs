//! Finds plain accesses of variables that are accessed atomically elsewhere, and makes them atomic too.

mod accesses;
mod silent;

use std::collections::BTreeMap;

use accesses::{Mixed, mixed_variables};

use crate::engine::Transform;
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::model::accesses::VariableAccess;
use crate::model::{ExprRef, FuncId, Package};
use crate::rewrite::atomics;

pub static TRANSFORM: Transform = Transform {
    name: "mixed-atomic",
    summary: "a plain access of a variable that is accessed atomically elsewhere",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["atomic"],
    find,
};

fn find(package: &Package) -> Vec<Finding> {
    let mut findings = Vec::new();
    for mixed in mixed_variables(package) {
        let mut by_function: BTreeMap<FuncId, Vec<&VariableAccess>> = BTreeMap::new();
        for &access in &mixed.plain {
            by_function.entry(access.func).or_default().push(access);
        }
        findings.extend(
            by_function
                .values()
                .filter_map(|plain| report(package, &mixed, plain)),
        );
    }
    findings
}

/// The finding for the plain accesses that one function makes.
fn report(package: &Package, mixed: &Mixed, plain: &[&VariableAccess]) -> Option<Finding> {
    let write = plain.iter().find(|access| access.writes());
    let shown = write.or(plain.first())?;
    let decl = shown.func.decl;
    let text = package.text(decl, shown.range);
    let partner = mixed.partner_of(package, shown)?;
    let function = partner.function;
    let (verb, action) = match shown.writes() {
        true => ("written", "write"),
        false => ("read", "read"),
    };
    let message = format!(
        "{text} is {verb} plainly here, and elsewhere it goes through atomic.{function}: this {action} is a data race"
    );
    let mut related = vec![Related {
        span: package.span(partner.access.func.decl, partner.access.range),
        message: format!("accessed atomically here, by atomic.{function}"),
    }];
    let others = plain.iter().filter(|other| other.range != shown.range);
    related.extend(others.map(|other| Related {
        span: package.span(other.func.decl, other.range),
        message: match other.writes() {
            true => "written plainly here, too".to_string(),
            false => "read plainly here, too".to_string(),
        },
    }));
    let is_meant = |at: ExprRef| {
        plain
            .iter()
            .any(|access| access.func.decl == at.decl && access.range == package.expr(at).range)
    };
    let (fix, note) = match atomics::access_atomically(package, mixed.variable, is_meant) {
        Ok(change) => (
            Some(Fix {
                title: format!("access {text} atomically here, too"),
                safety: safety(package, plain, change.safety),
                edits: change.edits,
                imports: change.imports,
                about: change.named_in,
            }),
            None,
        ),
        Err(refusal) => (None, Some(format!("no fix: {refusal}"))),
    };
    Some(Finding {
        transform: TRANSFORM.name,
        cause: package.cause_beside(decl, mixed.variable),
        severity: TRANSFORM.severity,
        span: package.span(decl, shown.range),
        message,
        related,
        note,
        fix,
    })
}

/// Under a lock the plain access may be on purpose: a reviewer must say.
fn safety(package: &Package, plain: &[&VariableAccess], least: Safety) -> Safety {
    let is_locked = |access: &&VariableAccess| {
        !package.held_at(access.func, access.event).is_empty()
            || package.is_called_locked(access.func)
    };
    match plain.iter().any(is_locked) {
        true => Safety::Unsafe,
        false => least,
    }
}
