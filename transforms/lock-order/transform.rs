//! Finds pairs of locks that are taken in both orders.

mod orders;

mod fix;

use std::collections::{BTreeMap, BTreeSet};

use orders::{LockKey, Order, orders_of};

use crate::engine::Transform;
use crate::finding::{Finding, Related, Severity};
use crate::model::locks::Mode;
use crate::model::{FuncId, Package, SymbolId};

pub static TRANSFORM: Transform = Transform {
    name: "lock-order",
    summary: "two locks taken in both orders: two goroutines wait for each other",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["Lock", "RLock"],
    find,
};

/// How many calls on the way to the second lock are shown.
const SHOWN: usize = 4;

fn find(package: &Package) -> Vec<Finding> {
    let decls = package.decls_mentioning_any(&["Lock", "RLock"]);
    let decls: BTreeSet<_> = decls.into_iter().collect();
    let mut orders: BTreeMap<(LockKey, LockKey), Vec<Order>> = BTreeMap::new();
    for decl in decls {
        if package.file_of(decl).is_test {
            continue;
        }
        for func in package.funcs(decl) {
            for order in orders_of(package, func) {
                let keys = (order.first.0.clone(), order.second.0.clone());
                orders.entry(keys).or_default().push(order);
            }
        }
    }
    let mut findings = Vec::new();
    for ((one, other), there) in &orders {
        let back = orders.get(&(other.clone(), one.clone()));
        let Some(back) = back.filter(|_| one < other) else {
            continue;
        };
        // The rarer order is the one to change.
        let (rare, common) = match there.len() < back.len() {
            true => (there, back),
            false => (back, there),
        };
        let pair = rare.iter().find_map(|rare| {
            let common = common.iter().find(|common| collide(rare, common))?;
            Some((rare, common))
        });
        if let Some((rare, common)) = pair {
            findings.push(finding(package, rare, common));
        }
    }
    findings
}

/// Whether two goroutines that take the locks in these orders can wait for each other.
fn collide(one: &Order, other: &Order) -> bool {
    let excludes = |a: Mode, b: Mode| a == Mode::Write || b == Mode::Write;
    let is_gated = one.gates.iter().any(|gate| other.gates.contains(gate));
    excludes(one.first.1, other.second.1)
        && excludes(one.second.1, other.first.1)
        && !is_gated
        && one.is_one_object == other.is_one_object
        && one.links.first().map(|(func, _)| func) != other.links.first().map(|(func, _)| func)
}

fn finding(package: &Package, rare: &Order, common: &Order) -> Finding {
    let message = format!(
        "{} is locked while {} is held, and elsewhere the other way round:\ntwo goroutines that do both wait for each other for ever",
        rare.second_text, rare.first_text
    );
    let mut related = vec![Related {
        span: package.span(rare.func.decl, rare.acquire),
        message: format!("{} is locked here", rare.first_text),
    }];
    related.extend(steps(package, rare, true));
    related.push(Related {
        span: package.span(common.func.decl, common.acquire),
        message: format!(
            "{} is locked here, by {}",
            common.first_text,
            name_of(package, common.func)
        ),
    });
    related.extend(steps(package, common, false));
    let (func, range) = rare.links[0];
    let fix = fix::swap(package, rare);
    Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(func.decl, range),
        message,
        related,
        note: fix
            .is_none()
            .then(|| "no fix: which of them is to come first is for you to say".to_string()),
        fix,
    }
}

/// The calls that lead to the second lock, and the call of `Lock`; without the first where the finding stands there.
fn steps(package: &Package, order: &Order, is_shown: bool) -> Vec<Related> {
    let last = order.links.len() - 1;
    let links = order.links.iter().enumerate().skip(usize::from(is_shown));
    let shown = links.filter(|(position, _)| *position < SHOWN || *position == last);
    shown
        .map(|(position, (func, range))| Related {
            span: package.span(func.decl, *range),
            message: match position == last {
                true => format!(
                    "and then {}, by {}",
                    order.second_text,
                    name_of(package, *func)
                ),
                false => format!("called here, by {}", name_of(package, *func)),
            },
        })
        .collect()
}

fn name_of(package: &Package, func: FuncId) -> String {
    let funcs = &package.ast(func.decl).funcs;
    match funcs.first().is_some_and(|func| func.name.is_some()) {
        true => package.qualified_name(SymbolId {
            decl: func.decl,
            index: 0,
        }),
        false => "a function literal".to_string(),
    }
}
