//! Names for new local variables.

use crate::model::{DeclId, Package};

/// Predeclared names and keywords that would be legal to shadow, or not even that.
const RESERVED: &[&str] = &[
    "any",
    "append",
    "bool",
    "break",
    "byte",
    "cap",
    "case",
    "chan",
    "clear",
    "close",
    "complex",
    "const",
    "continue",
    "copy",
    "default",
    "defer",
    "delete",
    "else",
    "error",
    "fallthrough",
    "false",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "imag",
    "import",
    "int",
    "interface",
    "iota",
    "len",
    "make",
    "map",
    "max",
    "min",
    "new",
    "nil",
    "package",
    "panic",
    "print",
    "println",
    "range",
    "real",
    "recover",
    "return",
    "rune",
    "select",
    "string",
    "struct",
    "switch",
    "true",
    "type",
    "uint",
    "var",
];

/// Names given out for one rewrite.
#[derive(Default)]
pub struct Names {
    taken: Vec<String>,
}

impl Names {
    /// A local name made from `wanted` (a field's name) that means nothing else in the declaration.
    pub fn fresh(&mut self, package: &Package, decl: DeclId, wanted: &str) -> Option<String> {
        let plain = uncapitalised(wanted.trim_start_matches('_'));
        let current = format!("cur{}", capitalised(&plain));
        let latest = format!("{plain}Now");
        let candidates = [plain, current, latest];
        let name = candidates
            .into_iter()
            .find(|candidate| self.is_free(package, decl, candidate))?;
        self.taken.push(name.clone());
        Some(name)
    }

    /// Takes a name that the code itself declares; `false` if this rewrite has used it before.
    pub fn claim(&mut self, name: &str) -> bool {
        let is_new = !self.taken.iter().any(|taken| taken == name);
        self.taken.push(name.to_string());
        is_new
    }

    fn is_free(&self, package: &Package, decl: DeclId, candidate: &str) -> bool {
        let is_name = candidate
            .chars()
            .next()
            .is_some_and(|first| first.is_alphabetic());
        let ast = package.ast(decl);
        let is_named = || {
            ast.exprs.iter().any(|expr| {
                matches!(&expr.kind, crate::syntax::ast::ExprKind::Name(name) if **name == *candidate)
            })
        };
        let is_declared = || {
            let symbols = &package.scopes(decl).symbols;
            symbols.iter().any(|symbol| *symbol.name == *candidate)
        };
        is_name
            && !RESERVED.contains(&candidate)
            && !self.taken.iter().any(|taken| taken == candidate)
            && !is_named()
            && !is_declared()
    }
}

/// `Items` is `items`, `ID` is `id`, `HTTPClient` is `httpClient`.
fn uncapitalised(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let upper = chars.iter().take_while(|char| char.is_uppercase()).count();
    // The last of several capitals begins the next word.
    let count = match upper {
        0 | 1 => upper,
        _ if upper == chars.len() => upper,
        _ => upper - 1,
    };
    chars
        .iter()
        .enumerate()
        .flat_map(|(index, char)| {
            let lower: Vec<char> = if index < count {
                char.to_lowercase().collect()
            } else {
                vec![*char]
            };
            lower
        })
        .collect()
}

pub(super) fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
