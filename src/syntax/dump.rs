//! A syntax tree as text, for tests and for people.

mod forms;

use super::ast::*;
use forms::Forms;

/// The tree as indented S-expressions: `(assign := (name x) (call (name f)))`.
pub fn dump(ast: &Ast, text: &str) -> String {
    let mut dump = Dump {
        ast,
        text,
        forms: Forms::default(),
    };
    match &ast.decl {
        Decl::None => dump.form("none", |_| {}),
        Decl::Func => ast.funcs.iter().take(1).for_each(|func| dump.func(func)),
        Decl::Types(specs) => dump.type_specs(specs),
        Decl::Vars(specs) => dump.value_specs("vars", specs),
        Decl::Consts(specs) => dump.value_specs("consts", specs),
    }
    dump.forms.layout()
}

struct Dump<'ast> {
    ast: &'ast Ast,
    text: &'ast str,
    forms: Forms,
}

impl Dump<'_> {
    fn form(&mut self, head: &str, parts: impl FnOnce(&mut Self)) {
        self.forms.open(head);
        parts(self);
        self.forms.close();
    }

    fn func(&mut self, func: &Func) {
        self.form("func", |dump| {
            dump.idents(func.name.as_slice());
            if let Some(receiver) = &func.receiver {
                dump.form("receiver", |dump| dump.field(receiver));
            }
            if !func.type_params.is_empty() {
                dump.fields("type-params", &func.type_params);
            }
            dump.signature(&func.signature);
            func.body.into_iter().for_each(|body| dump.stmt(body));
        });
    }

    fn signature(&mut self, signature: &Signature) {
        self.fields("params", &signature.params);
        if signature.results_range.is_some() {
            self.fields("results", &signature.results);
        }
    }

    fn fields(&mut self, head: &str, fields: &[Field]) {
        self.form(head, |dump| {
            fields.iter().for_each(|field| dump.field(field))
        });
    }

    fn field(&mut self, field: &Field) {
        self.form(
            if field.is_variadic {
                "variadic"
            } else {
                "field"
            },
            |dump| {
                dump.idents(&field.names);
                dump.expr(field.ty);
                if let Some(tag) = field.tag {
                    dump.forms.atom(tag.of(dump.text));
                }
            },
        );
    }

    fn type_specs(&mut self, specs: &[TypeSpec]) {
        self.form("types", |dump| {
            specs.iter().for_each(|spec| dump.type_spec(spec))
        });
    }

    fn type_spec(&mut self, spec: &TypeSpec) {
        self.form(if spec.is_alias { "alias" } else { "type" }, |dump| {
            dump.idents(&[spec.name]);
            if !spec.type_params.is_empty() {
                dump.fields("type-params", &spec.type_params);
            }
            dump.expr(spec.ty);
        });
    }

    fn value_specs(&mut self, head: &str, specs: &[ValueSpec]) {
        self.form(head, |dump| {
            specs.iter().for_each(|spec| dump.value_spec(spec))
        });
    }

    fn value_spec(&mut self, spec: &ValueSpec) {
        self.form("value", |dump| {
            dump.idents(&spec.names);
            if let Some(ty) = spec.ty {
                dump.form("of", |dump| dump.expr(ty));
            }
            if !spec.values.is_empty() {
                dump.form("=", |dump| dump.exprs(&spec.values));
            }
        });
    }

    fn idents(&mut self, idents: &[Ident]) {
        idents.iter().for_each(|ident| self.forms.atom(&ident.name));
    }

    fn exprs(&mut self, exprs: &[ExprId]) {
        exprs.iter().for_each(|&expr| self.expr(expr));
    }

    fn maybe_expr(&mut self, expr: Option<ExprId>) {
        match expr {
            Some(expr) => self.expr(expr),
            None => self.forms.atom("-"),
        }
    }

    fn expr(&mut self, id: ExprId) {
        deep(|| self.expr_form(id));
    }

    fn expr_form(&mut self, id: ExprId) {
        let expr = self.ast.expr(id);
        match &expr.kind {
            ExprKind::Name(name) => self.form("name", |dump| dump.forms.atom(name)),
            ExprKind::Literal(literal) => {
                let head = format!("{literal:?}").to_lowercase();
                self.form(&head, |dump| dump.forms.atom(expr.range.of(dump.text)));
            }
            ExprKind::Composite { ty, elements, .. } => self.form("composite", |dump| {
                dump.maybe_expr(*ty);
                elements.iter().for_each(|element| dump.element(element));
            }),
            ExprKind::Func(index) => self.func(self.ast.func(*index)),
            ExprKind::Paren(inner) => self.exprs_form("paren", &[*inner]),
            ExprKind::Selector { operand, field } => self.form("select", |dump| {
                dump.expr(*operand);
                dump.idents(&[*field]);
            }),
            ExprKind::Index { operand, indices } => self.form("index", |dump| {
                dump.expr(*operand);
                dump.exprs(indices);
            }),
            ExprKind::Slice { operand, bounds } => self.form("slice", |dump| {
                dump.expr(*operand);
                bounds.iter().for_each(|&bound| dump.maybe_expr(bound));
            }),
            ExprKind::TypeAssert { operand, ty } => self.form("assert", |dump| {
                dump.expr(*operand);
                dump.maybe_expr(*ty);
            }),
            ExprKind::Call {
                callee,
                args,
                is_spread,
                ..
            } => self.form("call", |dump| {
                dump.expr(*callee);
                dump.exprs(args);
                if *is_spread {
                    dump.forms.atom("...");
                }
            }),
            ExprKind::Star(operand) => self.exprs_form("star", &[*operand]),
            ExprKind::Unary { op, operand } => self.exprs_form(unary_sign(*op), &[*operand]),
            ExprKind::Receive(operand) => self.exprs_form("<-", &[*operand]),
            ExprKind::Binary { op, left, right } => {
                self.exprs_form(binary_sign(*op), &[*left, *right])
            }
            ExprKind::ArrayType {
                length: Some(length),
                element,
            } => self.exprs_form("array", &[*length, *element]),
            ExprKind::ArrayType {
                length: None,
                element,
            } => self.exprs_form("array-of", &[*element]),
            ExprKind::SliceType(element) => self.exprs_form("slice-of", &[*element]),
            ExprKind::MapType { key, value } => self.exprs_form("map", &[*key, *value]),
            ExprKind::ChanType { dir, element } => self.exprs_form(chan_sign(*dir), &[*element]),
            ExprKind::FuncType(signature) => {
                self.form("func-type", |dump| dump.signature(signature))
            }
            ExprKind::StructType { fields, .. } => self.fields("struct", fields),
            ExprKind::InterfaceType { elements, .. } => self.fields("interface", elements),
            ExprKind::Constraint(terms) => {
                self.exprs_form(if terms.len() == 1 { "~" } else { "union" }, terms)
            }
        }
    }

    fn exprs_form(&mut self, head: &str, exprs: &[ExprId]) {
        self.form(head, |dump| dump.exprs(exprs));
    }

    fn element(&mut self, element: &Element) {
        match element.key {
            Some(key) => self.exprs_form(":", &[key, element.value]),
            None => self.expr(element.value),
        }
    }

    fn stmts(&mut self, stmts: &[StmtId]) {
        stmts.iter().for_each(|&stmt| self.stmt(stmt));
    }

    fn maybe_stmt(&mut self, stmt: Option<StmtId>) {
        match stmt {
            Some(stmt) => self.stmt(stmt),
            None => self.forms.atom("-"),
        }
    }

    fn stmt(&mut self, id: StmtId) {
        deep(|| self.stmt_form(id));
    }

    fn stmt_form(&mut self, id: StmtId) {
        match &self.ast.stmt(id).kind {
            StmtKind::Empty => self.form("empty", |_| {}),
            StmtKind::Block(stmts) => self.form("block", |dump| dump.stmts(stmts)),
            StmtKind::Expr(expr) => self.exprs_form("expr", &[*expr]),
            StmtKind::Send { channel, value } => self.exprs_form("send", &[*channel, *value]),
            StmtKind::IncDec {
                operand,
                is_increment: true,
            } => self.exprs_form("++", &[*operand]),
            StmtKind::IncDec {
                operand,
                is_increment: false,
            } => self.exprs_form("--", &[*operand]),
            StmtKind::Assign {
                targets,
                op,
                values,
            } => self.form("assign", |dump| {
                dump.forms.atom(&assign_sign(*op));
                dump.side(targets);
                dump.side(values);
            }),
            StmtKind::Go(call) => self.exprs_form("go", &[*call]),
            StmtKind::Defer(call) => self.exprs_form("defer", &[*call]),
            StmtKind::Return(values) => self.exprs_form("return", values),
            StmtKind::Branch { kind, label } => {
                let head = format!("{kind:?}").to_lowercase();
                self.form(&head, |dump| dump.idents(label.as_slice()));
            }
            StmtKind::If {
                init,
                condition,
                then,
                otherwise,
            } => self.form("if", |dump| {
                dump.maybe_stmt(*init);
                dump.expr(*condition);
                dump.stmt(*then);
                otherwise.iter().for_each(|&stmt| dump.stmt(stmt));
            }),
            StmtKind::Switch { init, tag, cases } => self.form("switch", |dump| {
                dump.maybe_stmt(*init);
                dump.maybe_expr(*tag);
                dump.stmts(cases);
            }),
            StmtKind::TypeSwitch {
                init,
                binding,
                subject,
                cases,
            } => self.form("type-switch", |dump| {
                dump.maybe_stmt(*init);
                dump.forms
                    .atom(binding.map_or("-", |binding| binding.name.as_ref()));
                dump.expr(*subject);
                dump.stmts(cases);
            }),
            StmtKind::Select { cases } => self.form("select-stmt", |dump| dump.stmts(cases)),
            StmtKind::For {
                init,
                condition,
                post,
                body,
            } => self.form("for", |dump| {
                dump.maybe_stmt(*init);
                dump.maybe_expr(*condition);
                dump.maybe_stmt(*post);
                dump.stmt(*body);
            }),
            StmtKind::Range {
                targets,
                is_define,
                operand,
                body,
            } => self.form("range", |dump| {
                dump.forms.atom(if *is_define { ":=" } else { "=" });
                dump.side(targets);
                dump.expr(*operand);
                dump.stmt(*body);
            }),
            StmtKind::Labeled { label, stmt } => self.form("label", |dump| {
                dump.idents(&[*label]);
                dump.stmt(*stmt);
            }),
            StmtKind::Vars(specs) => self.value_specs("vars", specs),
            StmtKind::Consts(specs) => self.value_specs("consts", specs),
            StmtKind::Types(specs) => self.type_specs(specs),
            StmtKind::Case {
                values,
                is_default,
                body,
            } => self.form("case", |dump| {
                match is_default {
                    true => dump.forms.atom("default"),
                    false => dump.side(values),
                }
                dump.stmts(body);
            }),
            StmtKind::Comm { comm, body } => self.form("comm", |dump| {
                match comm {
                    Some(comm) => dump.stmt(*comm),
                    None => dump.forms.atom("default"),
                }
                dump.stmts(body);
            }),
        }
    }

    /// One side of an assignment: a list unless it is a single expression.
    fn side(&mut self, exprs: &[ExprId]) {
        match exprs {
            [only] => self.expr(*only),
            _ => self.exprs_form("list", exprs),
        }
    }
}

/// Runs one level of a recursion that is as deep as the source is.
fn deep(level: impl FnOnce()) {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, level);
}

fn chan_sign(dir: ChanDir) -> &'static str {
    match dir {
        ChanDir::Both => "chan",
        ChanDir::Send => "chan<-",
        ChanDir::Receive => "<-chan",
    }
}

fn assign_sign(op: AssignOp) -> String {
    match op {
        AssignOp::Set => "=".to_string(),
        AssignOp::Define => ":=".to_string(),
        AssignOp::Update(op) => format!("{}=", binary_sign(op)),
    }
}

fn unary_sign(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Plus => "+",
        UnaryOp::Minus => "-",
        UnaryOp::Not => "!",
        UnaryOp::Complement => "^",
        UnaryOp::Address => "&",
    }
}

fn binary_sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Rem => "%",
        BinaryOp::And => "&",
        BinaryOp::Or => "|",
        BinaryOp::Xor => "^",
        BinaryOp::AndNot => "&^",
        BinaryOp::ShiftLeft => "<<",
        BinaryOp::ShiftRight => ">>",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::LogicalAnd => "&&",
        BinaryOp::LogicalOr => "||",
    }
}
