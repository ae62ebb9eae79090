//! The `sync.Once` beside a channel: where it is declared, under which name.

use super::closings::Channel;
use super::guarded::{can_share, once_of};
use crate::finding::{Edit, Import};
use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolKind};
use crate::rewrite::beside::{self, Side};
use crate::rewrite::once::once_name;
use crate::source::Range;

/// From this many places on, a method closes the channel.
const METHOD_FROM: usize = 3;

/// The `sync.Once` and the edits that declare it.
pub(super) struct Once {
    pub name: String,
    /// The method that closes the channel, where many places do.
    pub method: Option<String>,
    pub edits: Vec<Edit>,
    pub imports: Vec<Import>,
}

impl Once {
    /// A `sync.Once` for the channel: the one that some of its closes go through already, or else a new one. The error
    /// says why there can be none.
    pub(super) fn of(package: &Package, channel: &Channel) -> Result<Once, String> {
        let mut shared = None;
        for site in &channel.sites {
            let Some(once) = once_of(package, site) else {
                continue;
            };
            let is_other = shared.is_some_and(|known| known != once);
            if is_other || !can_share(package, once, channel.symbol, site) {
                return Err(
                    "one of the closes is in a sync.Once that does something else, too".to_string(),
                );
            }
            shared = Some(once);
        }
        if let Some(once) = shared {
            return Ok(Once {
                name: package.symbol(once).name.to_string(),
                method: None,
                edits: Vec::new(),
                imports: Vec::new(),
            });
        }
        let base = once_name(&package.symbol(channel.symbol).name);
        let mut names = vec![base.clone(), format!("{base}Close")];
        if package.symbol(channel.symbol).kind == SymbolKind::Field {
            names.insert(1, "closeOnce".to_string());
        }
        let declared = beside::declare(package, channel.symbol, "Once", &names, Side::Below)?;
        let mut edits = declared.keys;
        edits.push(declared.edit);
        let mut once = Once {
            name: declared.name,
            method: None,
            edits,
            imports: vec![declared.import],
        };
        if channel.sites.len() >= METHOD_FROM {
            once.add_method(package, channel);
        }
        Ok(once)
    }

    /// Adds a method that closes the channel, behind the first method that does.
    fn add_method(&mut self, package: &Package, channel: &Channel) {
        if let Some((name, edit)) = method(package, channel, &self.name) {
            self.edits.push(edit);
            self.method = Some(name);
        }
    }
}

/// The name and the text of a method that closes the channel.
fn method(package: &Package, channel: &Channel, once: &str) -> Option<(String, Edit)> {
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
        let receiver = package.ast(decl).funcs.first().and_then(|func| func.receiver.as_ref());
        receiver.is_some_and(|field| {
            let at = ExprRef { decl, expr: field.ty };
            let receiver = package.denoted(at);
            field.names.len() == 1
                && receiver.is_some_and(
                    |receiver| matches!(&receiver, Type::Pointer(to) if matches!(**to, Type::Named(symbol, _) if symbol == ty)),
                )
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
    );
    let edit = Edit {
        span: Range::new(end, end).in_file(source.id),
        text,
    };
    Some((name, edit))
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}", letters.as_str())
}
