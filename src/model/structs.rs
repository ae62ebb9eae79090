//! Struct types: where a field may be added, and which names are free.

use super::package::Package;
use super::resolve::name;
use super::symbol::*;
use super::types::Type;
use super::uses::is_exported;
use crate::source::FileId;
use crate::syntax::ast::*;

/// How many structs inside each other are looked at.
const DEPTH: u32 = 4;

impl Package<'_> {
    /// The defined struct type that declares a field, and its fields. `None` for a struct without a name, and for a type
    /// that files behind build constraints declare again.
    pub fn struct_of_field(&self, field: SymbolId) -> Option<(SymbolId, &[Field])> {
        let range = self.symbol(field).range;
        let ast = self.ast(field.decl);
        let in_decl = match &ast.decl {
            Decl::Types(specs) => specs.as_slice(),
            _ => &[],
        };
        let in_body = ast.stmts.iter().filter_map(|stmt| match &stmt.kind {
            StmtKind::Types(specs) => Some(specs.as_slice()),
            _ => None,
        });
        let specs = in_body.chain([in_decl]).flatten();
        let (spec, fields) = specs
            .into_iter()
            .find_map(|spec| match &ast.expr(spec.ty).kind {
                ExprKind::StructType { fields, .. } => {
                    let declares =
                        |field: &Field| field.names.iter().any(|name| name.range == range);
                    fields.iter().any(declares).then_some((spec, fields))
                }
                _ => None,
            })?;
        let ty = self.symbol_declared_at(field.decl, spec.name.range.start)?;
        let package = self.file_of(field.decl).package;
        let is_unique = self.is_local(ty)
            || self
                .directory(field.decl.dir)
                .places(package, spec.name.name)
                .len()
                == 1;
        is_unique.then_some((ty, fields))
    }

    /// Whether a struct type can get a field that must not be copied: no value of it is copied, and no literal lists its
    /// fields without names.
    ///
    /// This looks at every function that dereferences anything: ask only for what is reported.
    pub fn may_hold_lock(&self, ty: SymbolId) -> bool {
        self.is_never_copied(ty) && self.unkeyed_literals(ty).is_empty()
    }

    /// Whether no value of a struct type is copied.
    pub fn is_never_copied(&self, ty: SymbolId) -> bool {
        self.is_never_copied_within(ty, DEPTH)
    }

    fn is_never_copied_within(&self, ty: SymbolId, depth: u32) -> bool {
        if depth == 0 {
            return false;
        }
        if self.holds_lock(&Type::Named(ty, [].into()), DEPTH) {
            return true;
        }
        let uses = self.uses_in_module(ty);
        uses.is_complete
            && uses
                .certain
                .iter()
                .all(|&at| self.is_use_without_copy(at, depth))
            && !self.is_copied_through_pointer(ty)
    }

    /// Whether some `*p` in the module yields a value of the type, other than for `(*p).f` and `&*p`.
    fn is_copied_through_pointer(&self, ty: SymbolId) -> bool {
        let mut dirs = vec![ty.decl.dir];
        if is_exported(&self.symbol(ty).name) && !self.is_local(ty) {
            dirs.extend(self.world().importers(ty.decl.dir));
        }
        dirs.into_iter().any(|dir| {
            let directory = self.directory(dir);
            let mut decls = directory.decls();
            decls.any(|decl| {
                let text = directory
                    .file_of(decl)
                    .source
                    .slice(directory.outline(decl).range);
                may_dereference(text) && self.copies_through_pointer(decl, ty)
            })
        })
    }

    fn copies_through_pointer(&self, decl: DeclId, ty: SymbolId) -> bool {
        let ast = self.ast(decl);
        let is_named = self
            .directory(decl.dir)
            .mentions(decl, &self.symbol(ty).name);
        if ast.damaged.is_some() {
            return is_named;
        }
        ast.exprs.iter().any(|expr| {
            let ExprKind::Star(operand) = expr.kind else {
                return false;
            };
            let operand = ExprRef {
                decl,
                expr: operand,
            };
            let mut parent = expr.parent;
            while let Parent::Expr(outer) = parent
                && matches!(ast.expr(outer).kind, ExprKind::Paren(_))
            {
                parent = ast.expr(outer).parent;
            }
            let stays_in_place = matches!(parent, Parent::Expr(outer) if matches!(
                ast.expr(outer).kind,
                ExprKind::Selector { .. } | ExprKind::Unary { op: UnaryOp::Address, .. }
            ));
            if stays_in_place || self.denoted(operand).is_some() || self.is_of_package(operand) {
                return false;
            }
            match self.type_of(operand) {
                Type::Pointer(to) => matches!(&*to, Type::Named(symbol, _) if *symbol == ty),
                Type::Unknown => is_named,
                _ => false,
            }
        })
    }

    /// Whether an expression is what another package declares, as in `*http.Request`: that holds no value of a type here.
    fn is_of_package(&self, at: ExprRef) -> bool {
        match &self.expr(at).kind {
            ExprKind::Selector { operand, .. } => {
                let expr = *operand;
                self.imported_path(ExprRef { expr, ..at }).is_some()
            }
            _ => false,
        }
    }

    /// Whether a value of the type holds something of `sync` or `sync/atomic` already: then `go vet` has seen to it that
    /// nobody copies it.
    pub fn holds_lock(&self, ty: &Type, depth: u32) -> bool {
        if let Type::Named(symbol, _) = ty {
            let path = self.directory(symbol.decl.dir).import_path.as_deref();
            if matches!(path, Some("sync" | "sync/atomic")) {
                return true;
            }
        }
        depth > 0
            && self
                .fields(ty)
                .iter()
                .any(|field| self.holds_lock(&field.ty, depth - 1))
    }

    /// Whether a mention of the type's name makes no values that are copied.
    fn is_use_without_copy(&self, at: ExprRef, depth: u32) -> bool {
        let ast = self.ast(at.decl);
        match ast.expr(at.expr).parent {
            Parent::Expr(outer) => match &ast.expr(outer).kind {
                ExprKind::Star(_) => true,
                ExprKind::Paren(_) | ExprKind::Index { .. } => self.is_use_without_copy(
                    ExprRef {
                        decl: at.decl,
                        expr: outer,
                    },
                    depth,
                ),
                // A literal that is not made for a pointer could be copied from its variable.
                ExprKind::Composite { .. } => self.is_kept_in_place(ExprRef {
                    decl: at.decl,
                    expr: outer,
                }),
                ExprKind::Call { callee, .. } => {
                    self.builtin(ExprRef {
                        decl: at.decl,
                        expr: *callee,
                    }) == Some("new")
                }
                // A field of this type, or an embedded one, makes a struct that must not be copied either.
                ExprKind::StructType { fields, .. } => {
                    let field = fields
                        .iter()
                        .find(|field| ast.expr(field.ty).range.contains(ast.expr(at.expr).range));
                    let name = field.and_then(|field| field.names.first().copied());
                    let embedded =
                        field.and_then(|field| super::resolve::embedded_name(ast, field.ty));
                    let symbol = name
                        .or(embedded)
                        .and_then(|name| self.symbol_declared_at(at.decl, name.range.start));
                    let outer = symbol.and_then(|symbol| self.struct_around(symbol));
                    outer.is_some_and(|outer| self.is_never_copied_within(outer, depth - 1))
                        && symbol.is_some_and(|symbol| self.is_used_in_place(symbol))
                }
                _ => false,
            },
            // `var x T`: as long as `x` is only selected from, or its address taken.
            Parent::Stmt(stmt) => match &ast.stmt(stmt).kind {
                StmtKind::Vars(specs) => self.are_kept_in_place(at, specs),
                _ => false,
            },
            Parent::Decl => match &ast.decl {
                Decl::Vars(specs) => self.are_kept_in_place(at, specs),
                _ => false,
            },
            // A value receiver, parameter or result.
            Parent::Func(_) => false,
        }
    }

    fn struct_around(&self, field: SymbolId) -> Option<SymbolId> {
        let range = self.symbol(field).range;
        let Decl::Types(specs) = &self.ast(field.decl).decl else {
            return None;
        };
        let spec = specs.iter().find(|spec| spec.range.contains(range))?;
        self.symbol_declared_at(field.decl, spec.name.range.start)
    }

    fn are_kept_in_place(&self, ty: ExprRef, specs: &[ValueSpec]) -> bool {
        let spec = specs.iter().find(|spec| spec.ty == Some(ty.expr));
        spec.is_some_and(|spec| {
            spec.names.iter().all(|name| {
                self.symbol_declared_at(ty.decl, name.range.start)
                    .is_some_and(|symbol| self.is_used_in_place(symbol))
            })
        })
    }

    /// Whether the value of a literal stays where it is first put: behind a `&`, or in a variable used in place.
    fn is_kept_in_place(&self, literal: ExprRef) -> bool {
        let ast = self.ast(literal.decl);
        match ast.expr(literal.expr).parent {
            // Inside another literal it is the first value of a field, which is judged by itself.
            Parent::Expr(outer) => {
                matches!(
                    ast.expr(outer).kind,
                    ExprKind::Unary {
                        op: UnaryOp::Address,
                        ..
                    } | ExprKind::Composite { .. }
                )
            }
            Parent::Stmt(_) => self
                .only_variable_of(literal)
                .is_some_and(|symbol| self.is_used_in_place(symbol)),
            Parent::Decl => match &ast.decl {
                Decl::Vars(specs) => specs
                    .iter()
                    .filter(|spec| spec.values.contains(&literal.expr))
                    .all(|spec| {
                        spec.names.iter().all(|name| {
                            self.symbol_declared_at(literal.decl, name.range.start)
                                .is_some_and(|symbol| self.is_used_in_place(symbol))
                        })
                    }),
                _ => false,
            },
            Parent::Func(_) => false,
        }
    }

    /// Whether a variable is only selected from, and its address taken.
    fn is_used_in_place(&self, symbol: SymbolId) -> bool {
        let uses = self.uses_in_module(symbol);
        uses.is_complete
            && uses.certain.iter().all(|&at| {
                let ast = self.ast(at.decl);
                let Parent::Expr(outer) = ast.expr(at.expr).parent else {
                    return false;
                };
                let is_key = || self.literal_of_key(at).is_some();
                matches!(
                    ast.expr(outer).kind,
                    ExprKind::Selector { .. }
                        | ExprKind::Unary {
                            op: UnaryOp::Address,
                            ..
                        }
                ) || is_key() && self.is_first_value(at, outer)
            })
    }

    /// Whether the value for a key is a literal, which is no copy of anything.
    fn is_first_value(&self, key: ExprRef, literal: ExprId) -> bool {
        let ast = self.ast(key.decl);
        let ExprKind::Composite { elements, .. } = &ast.expr(literal).kind else {
            return false;
        };
        elements.iter().any(|element| {
            element.key == Some(key.expr)
                && matches!(ast.expr(element.value).kind, ExprKind::Composite { .. })
        })
    }

    /// Whether a struct type has no field or method of this name, promoted ones included.
    pub fn is_free_member(&self, ty: SymbolId, wanted: &str) -> bool {
        self.member(&Type::Named(ty, [].into()), name(wanted))
            .is_none()
            && self.selected_nowhere(wanted)
    }

    /// Whether no selector in the directory names it: types that embed this one could be meant.
    fn selected_nowhere(&self, wanted: &str) -> bool {
        let directory = self.home();
        directory
            .decls()
            .all(|decl| !directory.mentions(decl, wanted))
    }

    /// Whether the directory has no such name at package level, and uses it nowhere else.
    pub fn is_free_in_package(&self, wanted: &str) -> bool {
        self.selected_nowhere(wanted)
    }

    /// The name by which a file uses the package at `path`, or can once it imports it; `None` if that name is taken.
    pub fn qualifier(&self, file: FileId, path: &str) -> Option<Name> {
        let file = self.home().file(file)?;
        if let Some(qualifier) = file.qualifier(path) {
            return Some(qualifier);
        }
        let wanted = name(super::file::default_import_name(path));
        let is_taken =
            !self.home().places(file.package, wanted).is_empty() || file.imports_name(wanted);
        (!is_taken).then_some(wanted)
    }

    /// The `var` spec that declares a package variable.
    pub fn value_spec(&self, symbol: SymbolId) -> Option<&ValueSpec> {
        let Decl::Vars(specs) = &self.ast(symbol.decl).decl else {
            return None;
        };
        let range = self.symbol(symbol).range;
        specs
            .iter()
            .find(|spec| spec.names.iter().any(|name| name.range == range))
    }
}

/// Whether the text of a declaration holds a `*` that may be a dereference: not between two operands, and not behind the
/// name that a pointer type is declared for.
fn may_dereference(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    memchr::memchr_iter(b'*', bytes).any(|star| {
        let before = bytes[..star].trim_ascii_end();
        let is_followed = bytes
            .get(star + 1)
            .is_some_and(|byte| is_word(byte) || *byte == b'(');
        let is_apart = match before.last() {
            Some(byte) if is_word(byte) => {
                ["return", "case", "range"].iter().any(|word| {
                    before
                        .strip_suffix(word.as_bytes())
                        .is_some_and(|rest| !rest.last().is_some_and(is_word))
                }) || before.len() < star && bytes[before.len()..star].contains(&b'\n')
            }
            Some(b')' | b']' | b'*' | b'"' | b'`' | b'\'') => {
                bytes[before.len()..star].contains(&b'\n')
            }
            _ => true,
        };
        is_followed && is_apart
    })
}
