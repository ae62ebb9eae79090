//! Finds timers whose function uses the variable that they are assigned to, and lets it wait for the assignment.

mod timers;

use timers::{Capture, captures};

use crate::engine::Transform;
use crate::finding::{Edit, Finding, Fix, Related, Safety, Severity, fix_or_note};
use crate::model::{DeclId, Package, SymbolKind};
use crate::source::Range;
use crate::syntax::ast::{StmtId, StmtKind};

pub static TRANSFORM: Transform = Transform {
    name: "timer-capture",
    summary: "a timer's function that uses the timer, which is assigned only after it has started",
    page: include_str!("README.md"),
    severity: Severity::Error,
    is_default: true,
    triggers: &["AfterFunc"],
    find,
};

/// Names for the channel that says that the timer is assigned.
const NAMES: [&str; 3] = ["ready", "assigned", "timerReady"];

fn find(package: &Package) -> Vec<Finding> {
    package
        .decls_mentioning("AfterFunc")
        .into_iter()
        .flat_map(|decl| captures(package, decl))
        .filter_map(|capture| finding(package, &capture))
        .collect()
}

fn finding(package: &Package, capture: &Capture) -> Option<Finding> {
    let decl = capture.func.decl;
    // Where a lock guards the field, the one that goes without it is to blame.
    if package.guard_of(capture.variable).is_some() {
        return None;
    }
    let text = package.path_text(&capture.write.path);
    let (fix, note) = fix_or_note(fix(package, capture, &text));
    Some(Finding {
        transform: TRANSFORM.name,
        cause: Vec::new(),
        severity: TRANSFORM.severity,
        span: package.span(decl, capture.read.range),
        message: format!(
            "the function of the timer uses {text}, which is assigned once the timer has started:\nit may run before that, and see another timer or none"
        ),
        related: vec![Related {
            span: package.span(decl, capture.write.range),
            message: "assigned when AfterFunc has returned".to_string(),
        }],
        note,
        fix,
    })
}

/// A channel that the timer's function waits for, closed behind the assignment.
fn fix(package: &Package, capture: &Capture, text: &str) -> Result<Fix, String> {
    let is_only_write = package
        .accesses_of(capture.variable)
        .all
        .iter()
        .all(|access| {
            !access.writes()
                || access.range == capture.write.range
                || access.range == package.symbol(capture.variable).range
        });
    let flow = package.flow(capture.func);
    let event = capture.write.event;
    if !is_only_write || flow.reaches(event, event, |_| false) {
        return Err(format!(
            "{text} is assigned several times: guard it with a mutex"
        ));
    }
    let edits = edits(package, capture, text)
        .ok_or_else(|| format!("there is no clear place to wait until {text} is assigned"))?;
    let is_local = package.symbol(capture.variable).kind != SymbolKind::Field
        && package.is_local(capture.variable);
    Ok(Fix {
        title: format!("let the timer's function wait until {text} is assigned"),
        safety: if is_local {
            Safety::Safe
        } else {
            Safety::Unsafe
        },
        edits,
        imports: Vec::new(),
        about: vec![package.span(
            capture.variable.decl,
            package.symbol(capture.variable).range,
        )],
    })
}

fn edits(package: &Package, capture: &Capture, text: &str) -> Option<Vec<Edit>> {
    let decl: DeclId = capture.func.decl;
    let ast = package.ast(decl);
    let source = &package.file_of(decl).source;
    package.siblings(decl, capture.stmt)?;
    let parent: StmtId = package.parent_stmt(decl, capture.stmt)?;
    if matches!(ast.stmt(parent).kind, StmtKind::Labeled { .. }) {
        return None;
    }
    let directory = package.home();
    let name = NAMES
        .into_iter()
        .find(|name| !directory.mentions(decl, name) && package.is_free_in_package(name))?;
    let stmt = ast.stmt(capture.stmt).range;
    let line_start = source.line_start(stmt.start);
    let line_end = source.line_end(stmt.end);
    let is_alone = |rest: &str| rest.trim().is_empty() || rest.trim().starts_with("//");
    let stands_alone = source
        .slice(Range::new(line_start, stmt.start))
        .trim()
        .is_empty()
        && is_alone(source.slice(Range::new(stmt.end, line_end)));
    let body = ast.stmt(package.func(capture.literal).body?).range;
    let open_end = source.line_end(body.start);
    let is_on_lines = is_alone(source.slice(Range::new(body.start + 1, open_end)));
    let indentation = source.indentation(stmt.start);
    let inner = source.indentation(body.start);
    let insert = |at: u32, text: String| Edit {
        span: package.span(decl, Range::new(at, at)),
        text,
    };
    let wait = if is_on_lines {
        insert(open_end, format!("{inner}\t<-{name}\n"))
    } else {
        insert(body.start + 1, format!(" <-{name};"))
    };
    stands_alone.then(|| {
        vec![
            insert(
                line_start,
                format!(
                    "{indentation}{name} := make(chan struct{{}}) // closed when {text} is set\n"
                ),
            ),
            wait,
            insert(line_end, format!("{indentation}close({name})\n")),
        ]
    })
}
