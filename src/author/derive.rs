//! A patch from a file before and after a change.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use similar::{ChangeTag, TextDiff};

use super::trial::{world_of, write};
use crate::engine::{Part, Policy, Rule, settle, survey};
use crate::finding::{Safety, Severity};
use crate::layout::tokens::{TokenKind, tokens};
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolKind, World, is_predeclared};
use crate::patch;
use crate::source::Range;
use crate::syntax::ast::{ExprId, ExprKind};

/// What a pair of files gives.
pub(super) struct Derived {
    pub(super) patch: String,
    /// The file before the change, with marks.
    pub(super) fires: String,
    /// What is still to do.
    pub(super) note: Option<String>,
}

/// A line of the difference: how it is marked, and its text without the newline.
struct Changed {
    tag: ChangeTag,
    text: String,
}

/// The patch that makes `after` of `before`: the changed lines, and what is between them as `...`; local names become
/// metavariables.
pub(super) fn derive(before: &str, after: &str) -> Result<Derived> {
    let lines = difference(before, after);
    if lines.iter().all(|line| line.tag == ChangeTag::Equal) {
        bail!("the two files are the same: there is no change to learn from");
    }
    let folder = tempfile::tempdir().context("making a temporary folder")?;
    let files = BTreeMap::from([
        (
            "go.mod".to_string(),
            "module derive.test\n\ngo 1.26\n".to_string(),
        ),
        ("before.go".to_string(), before.to_string()),
    ]);
    write(folder.path(), &files)?;
    let world = world_of(folder.path());
    let names = local_names(&world);
    let body = body(&lines);
    let text = with_declarations(&body, &names);
    let (fires, is_exact) = match patch::read(&text) {
        Ok(patch) => tried(patch, before, after, &world)?,
        Err(_) => (before.to_string(), false),
    };
    let note = match patch::read(&text) {
        Err(fault) => Some(format!(
            "The patch is a first draft that is not read yet: {fault}"
        )),
        Ok(_) if is_exact => Some("The patch makes the second file of the first.".to_string()),
        Ok(_) => Some(
            "The patch is a first draft: it does not make the second file of the first."
                .to_string(),
        ),
    };
    Ok(Derived {
        patch: text,
        fires,
        note,
    })
}

fn difference(before: &str, after: &str) -> Vec<Changed> {
    let diff = TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().map(|change| Changed {
        tag: change.tag(),
        text: change.value().trim_end_matches(['\n', '\r']).to_string(),
    });
    lines.collect()
}

/// The changed lines of the declarations, and of the lines between them those that open or close what holds them.
fn body(lines: &[Changed]) -> Vec<(char, String)> {
    let is_import = |line: &Changed| {
        let text = line.text.trim();
        text.starts_with("import") || text.starts_with('"') && text.ends_with('"')
    };
    let changes: Vec<usize> = (0..lines.len())
        .filter(|&index| lines[index].tag != ChangeTag::Equal && !is_import(&lines[index]))
        .filter(|&index| !lines[index].text.trim().is_empty())
        .collect();
    let (Some(&first), Some(&last)) = (changes.first(), changes.last()) else {
        return Vec::new();
    };
    let depth = |index: usize| indentation(&lines[index].text);
    let least = changes.iter().map(|&index| depth(index)).min().unwrap_or(0);
    // A change inside of a block needs the line that opens the block, and the one that closes it.
    let open = balance(&lines[first..=last], ChangeTag::Delete)
        .max(balance(&lines[first..=last], ChangeTag::Insert));
    let end = match open > 0 {
        true => (last + 1..lines.len())
            .find(|&index| !lines[index].text.trim().is_empty() && depth(index) <= least)
            .unwrap_or(last),
        false => last,
    };
    let mut body: Vec<(char, String)> = Vec::new();
    for line in &lines[first..=end] {
        let text = line
            .text
            .get(least.min(line.text.len())..)
            .unwrap_or_default();
        match line.tag {
            ChangeTag::Delete => body.push(('-', text.to_string())),
            ChangeTag::Insert => body.push(('+', text.to_string())),
            ChangeTag::Equal => {
                let is_frame = text.trim_end().ends_with('{') || text.trim_start().starts_with('}');
                let tabs = "\t".repeat(indentation(text));
                let elided = (' ', format!("{tabs}..."));
                if is_frame && indentation(text) == 0 {
                    body.push((' ', text.to_string()));
                } else if body.last() != Some(&elided) && !text.trim().is_empty() {
                    body.push(elided);
                }
            }
        }
    }
    body
}

fn indentation(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'\t').count()
}

/// How many braces lines open and do not close, on the side of a change.
fn balance(lines: &[Changed], side: ChangeTag) -> i32 {
    let on_side = lines
        .iter()
        .filter(|line| line.tag == side || line.tag == ChangeTag::Equal);
    on_side
        .map(|line| {
            let count = |brace: char| line.text.matches(brace).count() as i32;
            count('{') - count('}')
        })
        .sum()
}

/// The local names of the file, each with what it may be declared as.
fn local_names(world: &World) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for dir in world.workspace.requested() {
        let directory = world.load(*dir);
        let Some(package_name) = directory.files.first().map(|file| file.package) else {
            continue;
        };
        let package = Package::new(world, directory, package_name);
        for decl in package.decls() {
            let ast = package.ast(decl);
            for (number, expr) in (0..).zip(&ast.exprs) {
                if let ExprKind::Name(name) = expr.kind
                    && let Some(kind) = kind_of(
                        &package,
                        ExprRef {
                            decl,
                            expr: ExprId(number),
                        },
                    )
                {
                    names.entry(name.to_string()).or_insert(kind);
                }
            }
            for symbol in &package.scopes(decl).symbols {
                let is_local = symbol.func.is_some() && symbol.kind != SymbolKind::Label;
                if is_local {
                    names
                        .entry(symbol.name.to_string())
                        .or_insert_with(|| "identifier".to_string());
                }
            }
        }
    }
    names
}

/// `sync.WaitGroup` and the like for values of the standard library's types, `expression` for others.
fn kind_of(package: &Package, at: ExprRef) -> Option<String> {
    let symbol = package.named_symbol(at)?;
    let kind = package.symbol(symbol).kind;
    if kind == SymbolKind::Type {
        return Some("type".to_string());
    }
    if matches!(kind, SymbolKind::Func | SymbolKind::Method) {
        return None;
    }
    let ty = package.type_of(at);
    match ty.pointee() {
        Type::Named(named, _) if package.world().is_standard(named.decl.dir) => {
            Some(package.type_text(ty.pointee()))
        }
        Type::Chan(_, _) | Type::Basic(_) if package.is_reassigned(symbol) => {
            Some("expression".to_string())
        }
        _ => Some("expression".to_string()),
    }
}

/// The patch: its head, the declarations of the names that the lines hold, and the lines.
fn with_declarations(body: &[(char, String)], names: &BTreeMap<String, String>) -> String {
    let mut variables: BTreeMap<&str, &str> = BTreeMap::new();
    let mut fresh: Vec<String> = Vec::new();
    let used = |mark: char| -> Vec<String> {
        body.iter()
            .filter(|(found, _)| *found == mark)
            .flat_map(|(_, text)| names_in(text))
            .collect()
    };
    let (gone, stays, comes) = (used('-'), used(' '), used('+'));
    for name in gone.iter().chain(&stays) {
        if let Some((name, kind)) = names.get_key_value(name) {
            variables.insert(name, kind);
        }
    }
    for name in comes {
        let is_known = variables.contains_key(name.as_str()) || fresh.contains(&name);
        let is_declared = body
            .iter()
            .any(|(mark, text)| *mark == '+' && text.contains(&format!("{name} :=")));
        if !is_known && is_declared {
            fresh.push(name);
        }
    }
    let mut text =
        "# What is wrong, and why.\ntitle: say what the fix does\nsafety: unsafe\n@@\n".to_string();
    for (name, kind) in variables {
        text.push_str(&format!("var {name} {kind}\n"));
    }
    for name in fresh {
        text.push_str(&format!("fresh {name}\n"));
    }
    text.push_str("@@\n");
    for (mark, line) in body {
        text.push_str(&format!("{mark}{line}\n"));
    }
    text
}

/// The identifiers of a line that are neither predeclared nor behind a dot.
fn names_in(line: &str) -> Vec<String> {
    let found = tokens(line).tokens;
    let word = |index: usize| found.get(index).map_or("", |token| token.range.of(line));
    (0..found.len())
        .filter(|&index| found[index].kind == TokenKind::Name)
        .filter(|&index| index == 0 || word(index - 1) != ".")
        .map(|index| word(index).to_string())
        .filter(|name| !is_predeclared(name) && name != "_")
        .collect()
}

/// Tries the patch on the file before: the file with a mark on each line that it finds, and whether the change is the one
/// that was shown.
fn tried(patch: patch::Patch, before: &str, after: &str, world: &World) -> Result<(String, bool)> {
    let rule = Rule {
        name: "derived",
        summary: "",
        page: "",
        severity: Severity::Warning,
        is_default: true,
        parts: vec![Part::Patch {
            name: "derived",
            patch: Box::new(patch),
        }],
    };
    let dirs = world.workspace.requested().to_vec();
    let found = survey(world, &dirs, &[&rule], &Policy::default(), &|| ()).found;
    let mut ends: Vec<(usize, String)> = found
        .iter()
        .map(|found| {
            let rest = before
                .get(found.finding.span.start as usize..)
                .unwrap_or_default();
            let line = rest.find('\n').unwrap_or(rest.len());
            let first = found.finding.message.lines().next().unwrap_or_default();
            (found.finding.span.start as usize + line, first.to_string())
        })
        .collect();
    ends.sort();
    ends.dedup();
    let mut marked = before.to_string();
    for (end, message) in ends.into_iter().rev() {
        if Range::new(0, end as u32).of(before).len() == end {
            marked.insert_str(end, &format!(" // want {message:?}"));
        }
    }
    let folder = tempfile::tempdir().context("making a temporary folder")?;
    let files = BTreeMap::from([
        (
            "go.mod".to_string(),
            "module derive.test\n\ngo 1.26\n".to_string(),
        ),
        ("before.go".to_string(), before.to_string()),
    ]);
    write(folder.path(), &files)?;
    let mut world = world_of(folder.path());
    let first = survey(&world, &dirs, &[&rule], &Policy::default(), &|| ()).found;
    let settled = settle(
        &mut world,
        &first,
        &dirs,
        &[&rule],
        &Policy::default(),
        Safety::Unsafe,
    )?;
    let is_exact = settled.changes.iter().any(|change| change.new == after);
    Ok((marked, is_exact))
}
