//! The two ways to write atomic access in Go: types with methods, and functions that take an address.

use super::Refusal;
use super::kind::Kind;
use crate::finding::Import;
use crate::model::file::default_import_name;
use crate::model::resolve::name;
use crate::model::{DeclId, Package, SymbolId};
use crate::syntax::ast::Name;
use crate::workspace::Version;

/// Since this version `sync/atomic` has types.
const TYPES_SINCE: Version = Version::new(1, 19);

const STANDARD: &str = "sync/atomic";
const UBER: &str = "go.uber.org/atomic";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `x.Add(1)` on an `atomic.Int64`.
    Types,
    /// `atomic.AddInt64(&x, 1)` on an `int64`.
    Functions,
}

/// How the atomic accesses of one variable are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub kind: Kind,
    pub form: Form,
    /// The package that the types or functions come from.
    path: &'static str,
}

impl Style {
    /// What the repository writes for a variable: the types of the atomic package that it uses, where the language
    /// version has them.
    pub(super) fn of(package: &Package, variable: SymbolId, kind: Kind) -> Style {
        let file = package.file_of(variable.decl);
        let files = &package.directory(variable.decl.dir).files;
        let imports = |path: &str| files.iter().any(|file| file.qualifier(path).is_some());
        let uses_uber = kind != Kind::Uintptr
            && file.qualifier(STANDARD).is_none()
            && (file.qualifier(UBER).is_some() || imports(UBER) && !imports(STANDARD));
        let is_old = file.version.is_some_and(|version| version < TYPES_SINCE);
        let (form, path) = match (uses_uber, is_old) {
            (true, _) => (Form::Types, UBER),
            (false, true) => (Form::Functions, STANDARD),
            (false, false) => (Form::Types, STANDARD),
        };
        Style { kind, form, path }
    }

    /// Functions on a variable that other accesses use functions on, too.
    pub(super) fn functions(kind: Kind) -> Style {
        Style {
            kind,
            form: Form::Functions,
            path: STANDARD,
        }
    }

    /// The type that the variable is declared with.
    pub(super) fn type_text(&self, package: &Package, decl: DeclId) -> Result<String, Refusal> {
        Ok(match self.form {
            Form::Types => format!("{}.{}", self.qualifier(package, decl)?, self.kind.suffix()),
            Form::Functions => self.kind.word().to_string(),
        })
    }

    /// `atomic.LoadInt64`.
    pub(super) fn function(
        &self,
        package: &Package,
        decl: DeclId,
        operation: &str,
    ) -> Result<String, Refusal> {
        let suffix = match self.kind {
            Kind::Bool => "Int32",
            kind => kind.suffix(),
        };
        Ok(format!(
            "{}.{operation}{suffix}",
            self.qualifier(package, decl)?
        ))
    }

    pub(super) fn import(&self, package: &Package, decl: DeclId) -> Import {
        Import {
            file: package.file_of(decl).source.id,
            path: self.path.to_string(),
        }
    }

    /// The name of the package in the file of a declaration, if it means that throughout the declaration.
    fn qualifier(&self, package: &Package, decl: DeclId) -> Result<Name, Refusal> {
        let file = package.file_of(decl);
        let known = file.qualifier(self.path);
        let qualifier = known.unwrap_or_else(|| name(default_import_name(self.path)));
        let places = package.directory(decl.dir).places(file.package, qualifier);
        let is_taken = known.is_none() && (!places.is_empty() || file.imports_name(qualifier));
        let symbols = &package.scopes(decl).symbols;
        let is_shadowed = symbols
            .iter()
            .any(|symbol| symbol.name == qualifier && symbol.func.is_some());
        if is_taken || is_shadowed {
            return Err(Refusal::new(format!("the name {qualifier} is taken")));
        }
        Ok(qualifier)
    }
}
