//! Packages by the names that patches call them by, and what is known to be in them.

use std::collections::HashMap;

use super::fault::{Fault, did_you_mean};
use crate::cut::{self, DeclKind};
use crate::model::file::default_import_name;
use crate::model::world::standard_source;
use crate::syntax::ast::Name;

/// Packages that a patch can name without importing them.
const KNOWN: &[&str] = &[
    "bufio",
    "bytes",
    "context",
    "encoding/json",
    "errors",
    "expvar",
    "fmt",
    "golang.org/x/sync/errgroup",
    "golang.org/x/sync/semaphore",
    "golang.org/x/sync/singleflight",
    "io",
    "log",
    "log/slog",
    "maps",
    "math",
    "math/rand",
    "net",
    "net/http",
    "net/http/httptest",
    "os",
    "os/exec",
    "os/signal",
    "path/filepath",
    "reflect",
    "runtime",
    "slices",
    "sort",
    "strconv",
    "strings",
    "sync",
    "sync/atomic",
    "testing",
    "testing/synctest",
    "time",
    "unsafe",
];

/// Packages all of whose exported names chanfix knows.
const COMPLETE: &[&str] = &[
    "context",
    "sync",
    "sync/atomic",
    "golang.org/x/sync/errgroup",
];

/// The packages that a patch can name.
#[derive(Clone, Debug)]
pub(super) struct Packages(HashMap<Name, String>);

impl Packages {
    /// Those that need no import.
    pub(super) fn known() -> Packages {
        let named = |path: &&str| (Name::from(default_import_name(path)), (*path).to_string());
        Packages(KNOWN.iter().map(named).collect())
    }

    /// Adds what an import declares: `"path"`, or `name "path"`.
    pub(super) fn import(&mut self, spec: &str, line: u32) -> Result<String, Fault> {
        let wrong = || Fault::new(line, "an import is written `import \"path\"`");
        let (name, quoted) = match spec.trim().split_once('"') {
            Some((name, rest)) => (name.trim(), rest),
            None => return Err(wrong()),
        };
        let path = quoted
            .strip_suffix('"')
            .filter(|path| !path.is_empty() && !path.contains(['"', ' ']))
            .ok_or_else(wrong)?;
        let name = if name.is_empty() {
            default_import_name(path)
        } else {
            name
        };
        self.0.insert(Name::from(name), path.to_string());
        Ok(path.to_string())
    }

    pub(super) fn path(&self, name: Name) -> Option<&str> {
        self.0.get(&name).map(String::as_str)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|name| &**name)
    }
}

/// Whether a package has this exported name; the nearest that it has where it certainly has not.
pub(super) fn check_member(path: &str, member: &str) -> Result<(), String> {
    let Some(source) = standard_source(path).filter(|_| COMPLETE.contains(&path)) else {
        return Ok(());
    };
    let names = declared(source, |receiver| receiver.is_none());
    if names.contains(&member) {
        return Ok(());
    }
    Err(did_you_mean(member, names))
}

/// Whether chanfix knows a type of this name, so that it can tell values of it.
pub(super) fn check_type(path: &str, name: &str) -> Result<(), String> {
    let Some(source) = standard_source(path) else {
        // Of other modules the source may be in sight, of the standard library it is not.
        let first = path.split('/').next().unwrap_or_default();
        return if first.contains('.') {
            Ok(())
        } else {
            Err(String::new())
        };
    };
    let types = types(source);
    if types.contains(&name) {
        return Ok(());
    }
    Err(did_you_mean(name, types))
}

/// Whether a type has this method; the nearest that it has where it certainly has not.
pub(super) fn check_method(path: &str, ty: &str, method: &str) -> Result<(), String> {
    let Some(source) = standard_source(path).filter(|_| COMPLETE.contains(&path)) else {
        return Ok(());
    };
    let methods = declared(source, |receiver| receiver == Some(ty));
    if methods.is_empty() || methods.contains(&method) {
        return Ok(());
    }
    Err(did_you_mean(method, methods))
}

fn declared(source: &'static str, fits: impl Fn(Option<&str>) -> bool) -> Vec<&'static str> {
    let outline = cut::cut(source);
    let decls = outline.decls.iter();
    decls
        .filter(|decl| fits(decl.receiver.map(|range| range.of(source))))
        .flat_map(|decl| decl.names.iter().map(|range| range.of(source)))
        .collect()
}

fn types(source: &'static str) -> Vec<&'static str> {
    let outline = cut::cut(source);
    let decls = outline.decls.iter();
    decls
        .filter(|decl| decl.kind == DeclKind::Type)
        .flat_map(|decl| decl.names.iter().map(|range| range.of(source)))
        .collect()
}
