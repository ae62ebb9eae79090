//! Types that say that their methods run at once.

use crate::model::types::Type;
use crate::model::{ExprRef, Package, SymbolId};
use crate::source::{Range, Span};
use crate::syntax::ast::{Decl, ExprKind};

/// What a doc comment says of a type that may be used by several goroutines at once; compared in lower case.
const PHRASES: &[&str] = &[
    "safe for concurrent",
    "safe for simultaneous",
    "safe for use by multiple",
    "safe to use from multiple",
    "safe to be used by multiple",
    "safe for multiple goroutine",
    "safe to use concurrently",
    "safe to call concurrently",
    "safe to be called concurrently",
    "safe under concurrent",
    "safe concurrent",
    "concurrent safe",
    "concurrent-safe",
    "concurrency safe",
    "concurrency-safe",
    "concurrently safe",
    "goroutine safe",
    "goroutine-safe",
    "routine safe",
    "thread safe",
    "thread-safe",
    "threadsafe",
    "used concurrently by multiple",
    "used by multiple goroutines simultaneously",
    "called concurrently from multiple",
    "called by multiple goroutines",
    "called from multiple goroutines",
];

/// The comment that declares it by hand.
const PRAGMA: &str = "//chanfix:concurrent";

/// That the methods of a type run at once, and what says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Declaration {
    pub ty: SymbolId,
    pub kind: DeclarationKind,
    pub at: Span,
}

/// What says that the methods of a type run at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclarationKind {
    /// `//chanfix:concurrent` in the doc comment.
    Pragma,
    /// `--assume-concurrent`.
    Option,
    /// The doc comment, in words.
    Doc,
    /// It holds a mutex, a `sync.Once` or the like; not every field needs to be shared because of that.
    Lock,
    /// It holds something atomic.
    Atomic,
}

impl DeclarationKind {
    /// Whether somebody said it in so many words.
    pub fn is_certain(self) -> bool {
        matches!(
            self,
            DeclarationKind::Pragma | DeclarationKind::Option | DeclarationKind::Doc
        )
    }
}

impl Package<'_> {
    /// Whether a type declares that its methods run at once, and how.
    pub fn declaration_of(&self, ty: SymbolId) -> Option<Declaration> {
        if let Some(&known) = self.declarations.borrow().get(&ty) {
            return known;
        }
        let found = self.find_declaration(ty);
        self.declarations.borrow_mut().insert(ty, found);
        found
    }

    fn find_declaration(&self, ty: SymbolId) -> Option<Declaration> {
        let name = self.span(ty.decl, self.symbol(ty).range);
        let declared = |kind, at| Declaration { ty, kind, at };
        if self.is_assumed_concurrent(ty) {
            return Some(declared(DeclarationKind::Option, name));
        }
        let doc = self.doc_of_type(ty);
        let text = self.text(ty.decl, doc);
        if let Some(at) = text.find(PRAGMA) {
            let start = doc.start + at as u32;
            let range = Range::new(start, start + PRAGMA.len() as u32);
            return Some(declared(DeclarationKind::Pragma, self.span(ty.decl, range)));
        }
        match says_safe(text) {
            Some(true) => Some(declared(DeclarationKind::Doc, name)),
            Some(false) => None,
            None => {
                let (kind, field) = self.synchronised_field(ty)?;
                Some(declared(
                    kind,
                    self.span(field.decl, self.symbol(field).range),
                ))
            }
        }
    }

    /// Whether the comment of a type says that its methods must not run at once.
    pub fn says_unsafe(&self, ty: SymbolId) -> bool {
        says_safe(self.text(ty.decl, self.doc_of_type(ty))) == Some(false)
    }

    fn is_assumed_concurrent(&self, ty: SymbolId) -> bool {
        let assumed = &self.world().settings.assume_concurrent;
        if assumed.is_empty() {
            return false;
        }
        let name = self.symbol(ty).name;
        let package = self.file_of(ty.decl).package;
        let path = self.directory(ty.decl.dir).import_path.as_deref();
        assumed.iter().any(|given| match given.rsplit_once('.') {
            None => **given == *name,
            Some((of, given)) => *given == *name && (*of == *package || Some(of) == path),
        })
    }

    /// The comment lines directly above a type, also inside of a group.
    fn doc_of_type(&self, ty: SymbolId) -> Range {
        let name = self.symbol(ty).range;
        let source = &self.file_of(ty.decl).source;
        let outline = self.directory(ty.decl.dir).outline(ty.decl);
        if let Decl::Types(specs) = &self.ast(ty.decl).decl
            && specs.len() == 1
            && outline.doc_start < outline.range.start
        {
            return Range::new(outline.doc_start, name.start);
        }
        let end = source.line_start(name.start);
        let mut start = end;
        while start > 0 {
            let line = source.line_start(start - 1);
            let text = source.slice(Range::new(line, start));
            if !text.trim_start().starts_with("//") {
                break;
            }
            start = line;
        }
        Range::new(start, end)
    }

    /// A field by which a struct type synchronises its methods.
    fn synchronised_field(&self, ty: SymbolId) -> Option<(DeclarationKind, SymbolId)> {
        let spec = self.type_spec(ty)?;
        let ast = self.ast(ty.decl);
        let ExprKind::StructType { fields, .. } = &ast.expr(spec.ty).kind else {
            return None;
        };
        let mut found: Option<(DeclarationKind, SymbolId)> = None;
        for field in fields {
            let Some(kind) = self.synchronisation(ExprRef {
                decl: ty.decl,
                expr: field.ty,
            }) else {
                continue;
            };
            let embedded = crate::model::resolve::embedded_name(ast, field.ty);
            let ident = field.names.first().copied().or(embedded);
            let symbol =
                ident.and_then(|ident| self.symbol_declared_at(ty.decl, ident.range.start));
            match (kind, symbol) {
                (DeclarationKind::Lock, Some(symbol)) => return Some((kind, symbol)),
                (_, Some(symbol)) => found = found.or(Some((kind, symbol))),
                _ => {}
            }
        }
        found
    }

    fn synchronisation(&self, at: ExprRef) -> Option<DeclarationKind> {
        let text = self.expr_text(at).trim_start_matches('*');
        let name = text.rsplit('.').next().unwrap_or(text);
        if text.contains('.') && matches!(name, "Mutex" | "RWMutex") {
            return Some(DeclarationKind::Lock);
        }
        let ty = self.denoted(at)?;
        let Type::Named(symbol, _) = ty.pointee() else {
            return None;
        };
        let path = self.directory(symbol.decl.dir).import_path.as_deref();
        match (path, &*self.symbol(*symbol).name) {
            (Some("sync"), "Mutex" | "RWMutex" | "Once" | "Map" | "Cond") => {
                Some(DeclarationKind::Lock)
            }
            (Some("sync/atomic"), _) => Some(DeclarationKind::Atomic),
            _ => None,
        }
    }
}

/// Whether a comment says that it is safe to use something on several goroutines at once, or that it is not.
fn says_safe(doc: &str) -> Option<bool> {
    if doc.is_empty() {
        return None;
    }
    let lines = doc.lines().map(|line| line.trim().trim_start_matches('/'));
    let text = lines.collect::<Vec<_>>().join(" ").to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = PHRASES
        .iter()
        .filter_map(|phrase| text.find(phrase))
        .min()?;
    // The sentence up to the phrase may turn it into its contrary.
    let before = text[..at].rsplit(". ").next().unwrap_or("");
    let denies = [
        " not ",
        "n't ",
        " non",
        " never ",
        " unless ",
        " no ",
        " if ",
        " without ",
    ];
    let before = format!(" {before} ");
    Some(!denies.iter().any(|word| before.contains(word)))
}
