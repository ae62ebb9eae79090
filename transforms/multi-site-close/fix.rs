//! Every close of a channel through one `sync.Once` beside it.

use super::closings::{Channel, Site};
use super::guard::{Guard, guard_at, nil_assignment};
use crate::finding::{Edit, Fix, Import, Safety};
use crate::model::flow::{CallMode, ChanOpKind};
use crate::model::{ExprRef, FuncId, Package, SymbolId, SymbolKind};
use crate::source::{Range, Span};
use crate::syntax::ast::{ExprKind, StmtId, StmtKind};

/// From this many places on, a method closes the channel.
const METHOD_FROM: usize = 3;

/// The fix, where there is one that is certainly sound.
pub(super) fn fix(package: &Package, channel: &Channel) -> Option<Fix> {
    let mut once = Once::declare(package, channel)?;
    let mut safety = Safety::Safe;
    let all = package.channel(channel.symbol);
    let closes = all
        .of_kind(ChanOpKind::Close)
        .filter(|close| close.at.decl.dir == package.home().id);
    let is_elsewhere = all.of_kind(ChanOpKind::Close).count() != closes.count();
    if is_elsewhere {
        return None;
    }
    if all.of_kind(ChanOpKind::Send).next().is_some() {
        safety = Safety::Unsafe;
    }
    let open: Vec<&Site> = channel
        .sites
        .iter()
        .filter(|site| !is_in_once(package, site))
        .collect();
    if open.len() < channel.sites.len() {
        return None;
    }
    let method = if open.len() >= METHOD_FROM {
        once.method(package, channel)
    } else {
        None
    };
    for site in open {
        let (edits, is_same) = close_through(package, site, &once, method.as_ref())?;
        once.edits.extend(edits);
        if !is_same {
            safety = Safety::Unsafe;
        }
        let file = package.file_of(site.func.decl);
        if method.is_none() {
            once.imports.push(Import {
                file: file.source.id,
                path: "sync".to_string(),
            });
        }
    }
    once.imports.sort();
    once.imports.dedup();
    let is_importable = once
        .imports
        .iter()
        .all(|import| package.qualifier(import.file, "sync").is_some());
    let name = package.symbol(channel.symbol).name;
    is_importable.then(|| Fix {
        title: format!("close {name} through a sync.Once"),
        safety,
        edits: once.edits,
        imports: once.imports,
        about: vec![package.span(channel.symbol.decl, package.symbol(channel.symbol).range)],
    })
}

fn is_in_once(package: &Package, site: &Site) -> bool {
    let callers = &package.callers_of(site.func).sites;
    !callers.is_empty() && callers.iter().all(|caller| package.is_once_do(caller.call))
}

/// The `sync.Once` and the edits that declare it.
struct Once {
    name: String,
    edits: Vec<Edit>,
    imports: Vec<Import>,
}

/// The method that closes the channel, where many places do.
struct Method {
    name: String,
}

impl Once {
    fn declare(package: &Package, channel: &Channel) -> Option<Once> {
        match package.symbol(channel.symbol).kind {
            SymbolKind::Field => Once::field(package, channel.symbol),
            SymbolKind::Var if !package.is_local(channel.symbol) => {
                Once::package_variable(package, channel.symbol)
            }
            SymbolKind::Var | SymbolKind::Param => Once::local(package, channel),
            _ => None,
        }
    }

    fn new(at: Span, text: String, name: String) -> Once {
        let imports = vec![Import {
            file: at.file,
            path: "sync".to_string(),
        }];
        Once {
            name,
            edits: vec![Edit { span: at, text }],
            imports,
        }
    }

    /// A field on the line behind the channel's.
    fn field(package: &Package, channel: SymbolId) -> Option<Once> {
        let (ty, fields) = package.struct_of_field(channel)?;
        if !package.may_hold_lock(ty) {
            return None;
        }
        let base = once_name(&package.symbol(channel).name);
        let candidates = [
            base.clone(),
            "closeOnce".to_string(),
            format!("{base}Close"),
        ];
        let name = candidates
            .into_iter()
            .find(|name| package.is_free_member(ty, name))?;
        let field = fields.iter().find(|field| {
            let symbol = package.symbol(channel).range;
            field.range.contains(symbol)
        })?;
        let source = &package.file_of(channel.decl).source;
        let sync = package.qualifier(source.id, "sync")?;
        let line_end = source.line_end(field.range.end);
        let is_own_line = source
            .slice(Range::new(
                source.line_start(field.range.start),
                field.range.start,
            ))
            .trim()
            .is_empty();
        let rest = source.slice(Range::new(field.range.end, line_end)).trim();
        let is_last_on_line = rest.is_empty() || rest.starts_with("//");
        if !is_own_line || !is_last_on_line {
            return None;
        }
        let text = format!(
            "{}{name} {sync}.Once\n",
            source.indentation(field.range.start)
        );
        let at = Range::new(line_end, line_end).in_file(source.id);
        Some(Once::new(at, text, name))
    }

    fn package_variable(package: &Package, channel: SymbolId) -> Option<Once> {
        let base = once_name(&package.symbol(channel).name);
        let name = [base.clone(), format!("{base}Close")]
            .into_iter()
            .find(|name| package.is_free_in_package(name))?;
        let source = &package.file_of(channel.decl).source;
        let sync = package.qualifier(source.id, "sync")?;
        let spec = package.value_spec(channel)?;
        let decl = package
            .directory(channel.decl.dir)
            .outline(channel.decl)
            .range;
        let line_end = source.line_end(spec.range.end);
        let is_grouped = source
            .slice(decl)
            .trim_start_matches("var")
            .trim_start()
            .starts_with('(');
        let text = if is_grouped {
            format!(
                "{}{name} {sync}.Once\n",
                source.indentation(spec.range.start)
            )
        } else {
            format!("var {name} {sync}.Once\n")
        };
        let is_alone = source
            .slice(Range::new(
                source.line_start(spec.range.start),
                spec.range.start,
            ))
            .trim();
        (if is_grouped {
            is_alone.is_empty()
        } else {
            is_alone == "var"
        })
        .then(|| {
            Once::new(
                Range::new(line_end, line_end).in_file(source.id),
                text,
                name,
            )
        })
    }

    /// A variable behind the statement that declares the channel; for a parameter at the top of the function.
    fn local(package: &Package, channel: &Channel) -> Option<Once> {
        let symbol = package.symbol(channel.symbol);
        let decl = channel.symbol.decl;
        // Closes of a parameter's channel by others are not seen here.
        let is_together = channel.sites.iter().all(|site| site.func.decl == decl);
        let base = once_name(&symbol.name);
        let name = [base.clone(), format!("{base}Close")]
            .into_iter()
            .find(|name| {
                !package.directory(decl.dir).mentions(decl, name)
                    && package.is_free_in_package(name)
            })?;
        let source = &package.file_of(decl).source;
        let sync = package.qualifier(source.id, "sync")?;
        let is_shadowed = package
            .scopes(decl)
            .symbols
            .iter()
            .any(|symbol| *symbol.name == *sync && symbol.func.is_some());
        if !is_together || is_shadowed {
            return None;
        }
        let func = FuncId {
            decl,
            index: symbol.func?,
        };
        let after = if symbol.kind == SymbolKind::Param {
            let body = package.func(func).body?;
            let body = package.ast(decl).stmt(body).range;
            let open = Range::new(body.start, body.start + 1);
            let is_on_one_line = !source.slice(body).contains('\n');
            if is_on_one_line {
                return None;
            }
            let line_end = source.line_end(open.end);
            let rest = source.slice(Range::new(open.end, line_end)).trim();
            if !rest.is_empty() && !rest.starts_with("//") {
                return None;
            }
            let indentation = format!("{}\t", source.indentation(open.start));
            (line_end, indentation)
        } else {
            let stmt = package
                .ast(decl)
                .stmts
                .iter()
                .zip(0..)
                .find_map(|(stmt, number)| {
                    let declares = matches!(stmt.kind, StmtKind::Assign { .. } | StmtKind::Vars(_))
                        && stmt.range.contains(symbol.range);
                    declares.then_some(StmtId(number))
                })?;
            // Only in a list of statements there is a place behind it.
            package.siblings(decl, stmt)?;
            let range = package.ast(decl).stmt(stmt).range;
            let line_end = source.line_end(range.end);
            let rest = source.slice(Range::new(range.end, line_end)).trim();
            if !rest.is_empty() && !rest.starts_with("//") {
                return None;
            }
            (line_end, source.indentation(range.start).to_string())
        };
        let (line_end, indentation) = after;
        let at = Range::new(line_end, line_end).in_file(source.id);
        Some(Once::new(
            at,
            format!("{indentation}var {name} {sync}.Once\n"),
            name,
        ))
    }

    /// A method that closes the channel, behind the first method that does.
    fn method(&mut self, package: &Package, channel: &Channel) -> Option<Method> {
        let symbol = package.symbol(channel.symbol);
        if symbol.kind != SymbolKind::Field {
            return None;
        }
        let (ty, _) = package.struct_of_field(channel.symbol)?;
        let name = format!("close{}", capitalized(&symbol.name));
        if !package.is_free_member(ty, &name) {
            return None;
        }
        let beside = channel.sites.iter().map(|site| site.func.decl).find(|&decl| {
            package.ast(decl).funcs.first().is_some_and(|func| {
                func.receiver.as_ref().is_some_and(|field| {
                    let receiver = package.denoted(ExprRef { decl, expr: field.ty });
                    field.names.len() == 1
                        && receiver.is_some_and(|receiver| {
                            matches!(receiver.pointee(), crate::model::types::Type::Named(symbol, _) if *symbol == ty)
                        })
                })
            })
        })?;
        let receiver = package.ast(beside).funcs.first()?.receiver.as_ref()?;
        let receiver_text = package.text(beside, receiver.range);
        let receiver_name = receiver.names.first()?.name;
        let source = &package.file_of(beside).source;
        let end = package.directory(beside.dir).outline(beside).range.end;
        let text = format!(
            "\n\n// {name} closes {receiver_name}.{field}, however often it is called.\nfunc ({receiver_text}) {name}() {{\n\t{receiver_name}.{once}.Do(func() {{ close({receiver_name}.{field}) }})\n}}",
            field = symbol.name,
            once = self.name,
        );
        self.edits.push(Edit {
            span: Range::new(end, end).in_file(source.id),
            text,
        });
        Some(Method { name })
    }
}

/// `quit` gives `quitOnce`, `Done` gives `doneOnce`.
fn once_name(channel: &str) -> String {
    let mut letters = channel.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string())
        .unwrap_or_default();
    format!("{first}{}Once", letters.as_str())
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// The edits that make one close go through the once, and whether everything else stays as it was.
fn close_through(
    package: &Package,
    site: &Site,
    once: &Once,
    method: Option<&Method>,
) -> Option<(Vec<Edit>, bool)> {
    let decl = site.func.decl;
    let source = &package.file_of(decl).source;
    let channel_text = package.expr_text(site.channel);
    let holder = match &package.expr(site.channel).kind {
        ExprKind::Name(_) => String::new(),
        ExprKind::Selector { operand, .. } => {
            let operand = ExprRef {
                decl,
                expr: *operand,
            };
            if has_effects(package, operand) {
                return None;
            }
            format!("{}.", package.expr_text(operand))
        }
        _ => return None,
    };
    if site.mode != CallMode::Now && !stays_the_same(package, site) {
        return None;
    }
    let call = match method {
        Some(method) => format!("{holder}{}()", method.name),
        None => format!(
            "{holder}{}.Do(func() {{ close({channel_text}) }})",
            once.name
        ),
    };
    let path = package.path_of(site.channel);
    let stmt = package.stmt_of(site.call)?;
    let edit = |range: Range, text: String| Edit {
        span: range.in_file(source.id),
        text,
    };
    let at_call = edit(package.expr(site.call).range, call.clone());
    match guard_at(package, site.func, site.event, &path) {
        Guard::Select { select } => match whole_select(package, site, select, stmt) {
            Some(range) => Some((vec![edit(range, call)], true)),
            None => Some((vec![at_call], true)),
        },
        Guard::Nil => {
            let nil = nil_assignment(package, decl, stmt, &path)?;
            let range = package.ast(decl).stmt(nil).range;
            let lines = Range::new(source.line_start(range.start), source.line_end(range.end));
            let is_alone = source.slice(lines).trim() == source.slice(range);
            is_alone.then(|| (vec![at_call, edit(lines, String::new())], false))
        }
        _ => Some((vec![at_call], true)),
    }
}

/// The whole `select { case <-c: default: close(c) }`, where it does nothing else.
fn whole_select(package: &Package, site: &Site, select: StmtId, close: StmtId) -> Option<Range> {
    let decl = site.func.decl;
    let data = package.ast(decl).stmt(select);
    let StmtKind::Select { cases } = &data.kind else {
        return None;
    };
    let is_plain = cases.len() == 2
        && cases
            .iter()
            .all(|&case| match &package.ast(decl).stmt(case).kind {
                StmtKind::Comm { comm: None, body } => body.as_slice() == [close],
                StmtKind::Comm { body, .. } => body.is_empty(),
                _ => false,
            });
    let has_comment = package
        .ast(decl)
        .comments
        .iter()
        .any(|&comment| data.range.contains(comment));
    (is_plain && !has_comment).then_some(data.range)
}

/// Whether evaluating the expression can do anything.
fn has_effects(package: &Package, at: ExprRef) -> bool {
    package.expressions_in(at).iter().any(|&at| {
        matches!(
            package.expr(at).kind,
            ExprKind::Call { .. } | ExprKind::Receive(_) | ExprKind::Func(_)
        )
    })
}

/// Whether a deferred or started close still means the same channel when it runs: a closure sees later assignments,
/// the operand of a deferred call does not.
fn stays_the_same(package: &Package, site: &Site) -> bool {
    let Some(root) = package.path_of(site.channel).root_symbol() else {
        return false;
    };
    let is_assigned = package
        .uses_of(root)
        .certain
        .iter()
        .any(|&at| package.is_assigned(at));
    let is_loop_variable = package.is_local(root) && {
        let declared = package.symbol(root).range;
        package
            .ast(root.decl)
            .stmts
            .iter()
            .any(|stmt| match &stmt.kind {
                StmtKind::Range {
                    targets,
                    is_define: true,
                    ..
                } => targets
                    .iter()
                    .any(|&target| package.ast(root.decl).expr(target).range == declared),
                _ => false,
            })
    };
    !is_assigned && !is_loop_variable
}
