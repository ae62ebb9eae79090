//! Functions that servers run, by their shape and by how their type is registered.

use crate::model::types::Type;
use crate::model::{ExprRef, FuncId, Package, SymbolId};
use crate::syntax::ast::{ExprId, ExprKind, Field};

/// What the functions take that web frameworks run, on a goroutine for each request: package and type.
const CONTEXTS: &[(&str, &str)] = &[
    ("github.com/gin-gonic/gin", "Context"),
    ("github.com/labstack/echo", "Context"),
    ("github.com/labstack/echo/v4", "Context"),
    ("github.com/gofiber/fiber", "Ctx"),
    ("github.com/gofiber/fiber/v2", "Ctx"),
    ("github.com/valyala/fasthttp", "RequestCtx"),
];

impl Package<'_> {
    /// Whether a function takes what a handler of web requests takes.
    pub(in crate::model) fn is_handler_shaped(&self, func: FuncId) -> bool {
        let types: Vec<(&Field, ExprRef)> = self
            .func(func)
            .signature
            .params
            .iter()
            .flat_map(|field| {
                let at = ExprRef {
                    decl: func.decl,
                    expr: field.ty,
                };
                std::iter::repeat_n((field, at), field.names.len().max(1))
            })
            .take(3)
            .collect();
        match types.as_slice() {
            [(_, writer), (_, request)] => {
                self.is_type_of(*writer, "net/http", "ResponseWriter")
                    && self.is_type_of(*request, "net/http", "Request")
            }
            [(_, context)] => CONTEXTS
                .iter()
                .any(|(path, name)| self.is_type_of(*context, path, name)),
            _ => false,
        }
    }

    /// Whether a type expression is `name` of the package at `path`, or a pointer to it. The source of that package need
    /// not be in sight.
    fn is_type_of(&self, at: ExprRef, path: &str, name: &str) -> bool {
        match &self.expr(at).kind {
            ExprKind::Star(inner) | ExprKind::Paren(inner) => {
                let expr = *inner;
                self.is_type_of(ExprRef { expr, ..at }, path, name)
            }
            ExprKind::Selector { operand, field } => {
                let operand = ExprRef {
                    expr: *operand,
                    ..at
                };
                &*field.name == name && self.imported_path(operand) == Some(path)
            }
            _ => false,
        }
    }

    /// Whether a method is one that an RPC server calls: `M(ctx, *Request) (*Response, error)`, or with a stream, of a type
    /// that is a server of gRPC; or `M(args, *reply) error` of one given to `rpc.Register`.
    pub(super) fn is_rpc_method(&self, func: FuncId, ty: SymbolId) -> bool {
        let data = self.func(func);
        let is_exported = data
            .name
            .is_some_and(|ident| crate::model::uses::is_exported(&ident.name));
        let width = |fields: &[Field]| {
            let each = fields.iter().map(|field| field.names.len().max(1));
            each.sum::<usize>()
        };
        let signature = &data.signature;
        let ends_with_error = signature.results.last().is_some_and(|result| {
            let expr = result.ty;
            let decl = func.decl;
            self.denoted(ExprRef { decl, expr }) == Some(Type::basic("error"))
        });
        let shape = (width(&signature.params), width(&signature.results));
        is_exported
            && ends_with_error
            && matches!(shape, (2, 2) | (2, 1) | (1, 1))
            && (self.embeds_server(ty) || self.is_registered(ty))
    }

    /// Whether a struct type embeds what gRPC generates for its servers: `pb.UnimplementedFooServer`.
    fn embeds_server(&self, ty: SymbolId) -> bool {
        let Some(spec) = self.type_spec(ty) else {
            return false;
        };
        let ast = self.ast(ty.decl);
        let ExprKind::StructType { fields, .. } = &ast.expr(spec.ty).kind else {
            return false;
        };
        fields.iter().any(|field| {
            let name = self.text(ty.decl, ast.expr(field.ty).range);
            let name = name.rsplit('.').next().unwrap_or(name);
            let is_generated = name.starts_with("Unimplemented") || name.starts_with("Unsafe");
            field.names.is_empty() && is_generated && name.ends_with("Server")
        })
    }

    /// Whether the package hands a value of the type to `RegisterFooServer` or `rpc.Register`.
    fn is_registered(&self, ty: SymbolId) -> bool {
        self.registered
            .get_or_init(|| self.find_registered())
            .contains(&ty)
    }

    fn find_registered(&self) -> Vec<SymbolId> {
        let mut found = Vec::new();
        for decl in self.decls() {
            let outline = self.home().outline(decl);
            let text = self.text(decl, outline.range);
            if !text.contains(".Register") || self.file_of(decl).is_test {
                continue;
            }
            let ast = self.ast(decl);
            for expr in &ast.exprs {
                let ExprKind::Call { callee, args, .. } = &expr.kind else {
                    continue;
                };
                if self.registers_server(ExprRef {
                    decl,
                    expr: *callee,
                }) && let Some(Type::Named(ty, _)) =
                    args.last().map(|&arg| self.value_behind(decl, arg))
                {
                    found.push(ty);
                }
            }
        }
        found
    }

    fn registers_server(&self, callee: ExprRef) -> bool {
        let ExprKind::Selector { operand, field } = &self.expr(callee).kind else {
            return false;
        };
        let name = &*field.name;
        let path = || {
            let expr = *operand;
            self.imported_path(ExprRef { expr, ..callee })
        };
        match name {
            "Register" | "RegisterName" => path() == Some("net/rpc"),
            _ => name.starts_with("Register") && name.ends_with("Server") && path().is_some(),
        }
    }

    fn value_behind(&self, decl: crate::model::DeclId, expr: ExprId) -> Type {
        self.type_of(ExprRef { decl, expr }).pointee().clone()
    }
}
