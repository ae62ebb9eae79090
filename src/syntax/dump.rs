//! A syntax tree as text, for tests and for people.

use super::ast::*;

/// The widest that a form may be to stand on one line.
const WIDTH: usize = 100;

/// The tree as indented S-expressions: `(assign := (name x) (call (name f)))`.
pub fn dump(ast: &Ast, text: &str) -> String {
    let dump = Dump { ast, text };
    let form = match &ast.decl {
        Decl::None => Form::Atom("none".to_string()),
        Decl::Func => match ast.funcs.first() {
            Some(func) => dump.func(func),
            None => Form::Atom("none".to_string()),
        },
        Decl::Types(specs) => Form::list("types", specs.iter().map(|spec| dump.type_spec(spec))),
        Decl::Vars(specs) => Form::list("vars", specs.iter().map(|spec| dump.value_spec(spec))),
        Decl::Consts(specs) => Form::list("consts", specs.iter().map(|spec| dump.value_spec(spec))),
    };
    let mut output = String::new();
    form.write(0, &mut output);
    output
}

enum Form {
    Atom(String),
    List(String, Vec<Form>),
}

impl Form {
    fn list(head: &str, parts: impl IntoIterator<Item = Form>) -> Form {
        Form::List(head.to_string(), parts.into_iter().collect())
    }

    fn none() -> Form {
        Form::Atom("-".to_string())
    }

    /// The length on one line; just more than `WIDTH` if it does not fit there.
    fn width(&self) -> usize {
        match self {
            Form::Atom(atom) => atom.len(),
            Form::List(head, parts) => {
                let mut width = head.len() + 2;
                for part in parts {
                    if width > WIDTH {
                        break;
                    }
                    width += 1 + part.width();
                }
                width
            }
        }
    }

    fn write(&self, depth: usize, output: &mut String) {
        let Form::List(head, parts) = self else {
            if let Form::Atom(atom) = self {
                output.push_str(atom);
            }
            return;
        };
        let is_one_line = depth * 2 + self.width() <= WIDTH;
        output.push('(');
        output.push_str(head);
        for part in parts {
            match part {
                Form::List(..) if !is_one_line => {
                    output.push('\n');
                    output.extend(std::iter::repeat_n("  ", depth + 1));
                }
                _ => output.push(' '),
            }
            deep(|| part.write(depth + 1, output));
        }
        output.push(')');
    }
}

/// Runs one level of a recursion that is as deep as the source is.
fn deep<T>(level: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, level)
}

struct Dump<'ast> {
    ast: &'ast Ast,
    text: &'ast str,
}

impl Dump<'_> {
    fn func(&self, func: &Func) -> Form {
        let mut parts = Vec::new();
        parts.extend(func.name.map(|name| Form::Atom(name.name.to_string())));
        parts.extend(
            func.receiver
                .as_ref()
                .map(|receiver| Form::list("receiver", [self.field(receiver)])),
        );
        if !func.type_params.is_empty() {
            parts.push(self.fields("type-params", &func.type_params));
        }
        parts.extend(self.signature(&func.signature));
        parts.extend(func.body.map(|body| self.stmt(body)));
        Form::list("func", parts)
    }

    fn signature(&self, signature: &Signature) -> Vec<Form> {
        let mut parts = vec![self.fields("params", &signature.params)];
        if signature.results_range.is_some() {
            parts.push(self.fields("results", &signature.results));
        }
        parts
    }

    fn fields(&self, head: &str, fields: &[Field]) -> Form {
        Form::list(head, fields.iter().map(|field| self.field(field)))
    }

    fn field(&self, field: &Field) -> Form {
        let mut parts: Vec<Form> = field
            .names
            .iter()
            .map(|name| Form::Atom(name.name.to_string()))
            .collect();
        parts.push(self.expr(field.ty));
        parts.extend(
            field
                .tag
                .map(|tag| Form::Atom(tag.of(self.text).to_string())),
        );
        Form::list(
            if field.is_variadic {
                "variadic"
            } else {
                "field"
            },
            parts,
        )
    }

    fn type_spec(&self, spec: &TypeSpec) -> Form {
        let mut parts = vec![Form::Atom(spec.name.name.to_string())];
        if !spec.type_params.is_empty() {
            parts.push(self.fields("type-params", &spec.type_params));
        }
        parts.push(self.expr(spec.ty));
        Form::list(if spec.is_alias { "alias" } else { "type" }, parts)
    }

    fn value_spec(&self, spec: &ValueSpec) -> Form {
        let mut parts: Vec<Form> = spec
            .names
            .iter()
            .map(|name| Form::Atom(name.name.to_string()))
            .collect();
        parts.extend(spec.ty.map(|ty| Form::list("of", [self.expr(ty)])));
        if !spec.values.is_empty() {
            parts.push(self.exprs("=", &spec.values));
        }
        Form::list("value", parts)
    }

    fn exprs(&self, head: &str, exprs: &[ExprId]) -> Form {
        Form::list(head, exprs.iter().map(|&expr| self.expr(expr)))
    }

    fn maybe_expr(&self, expr: Option<ExprId>) -> Form {
        expr.map_or_else(Form::none, |expr| self.expr(expr))
    }

    fn expr(&self, id: ExprId) -> Form {
        deep(|| self.expr_form(id))
    }

    fn expr_form(&self, id: ExprId) -> Form {
        let expr = self.ast.expr(id);
        match &expr.kind {
            ExprKind::Name(name) => Form::list("name", [Form::Atom(name.to_string())]),
            ExprKind::Literal(literal) => {
                let head = format!("{literal:?}").to_lowercase();
                Form::list(&head, [Form::Atom(expr.range.of(self.text).to_string())])
            }
            ExprKind::Composite { ty, elements, .. } => {
                let elements = elements.iter().map(|element| match element.key {
                    Some(key) => Form::list(":", [self.expr(key), self.expr(element.value)]),
                    None => self.expr(element.value),
                });
                Form::list(
                    "composite",
                    std::iter::once(self.maybe_expr(*ty)).chain(elements),
                )
            }
            ExprKind::Func(index) => self.func(self.ast.func(*index)),
            ExprKind::Paren(inner) => Form::list("paren", [self.expr(*inner)]),
            ExprKind::Selector { operand, field } => Form::list(
                "select",
                [self.expr(*operand), Form::Atom(field.name.to_string())],
            ),
            ExprKind::Index { operand, indices } => {
                let indices = indices.iter().map(|&index| self.expr(index));
                Form::list("index", std::iter::once(self.expr(*operand)).chain(indices))
            }
            ExprKind::Slice { operand, bounds } => {
                let bounds = bounds.iter().map(|&bound| self.maybe_expr(bound));
                Form::list("slice", std::iter::once(self.expr(*operand)).chain(bounds))
            }
            ExprKind::TypeAssert { operand, ty } => {
                Form::list("assert", [self.expr(*operand), self.maybe_expr(*ty)])
            }
            ExprKind::Call {
                callee,
                args,
                is_spread,
                ..
            } => {
                let args = args.iter().map(|&arg| self.expr(arg));
                let spread = is_spread.then(|| Form::Atom("...".to_string()));
                Form::list(
                    "call",
                    std::iter::once(self.expr(*callee))
                        .chain(args)
                        .chain(spread),
                )
            }
            ExprKind::Star(operand) => Form::list("star", [self.expr(*operand)]),
            ExprKind::Unary { op, operand } => Form::list(unary_sign(*op), [self.expr(*operand)]),
            ExprKind::Receive(operand) => Form::list("<-", [self.expr(*operand)]),
            ExprKind::Binary { op, left, right } => {
                Form::list(binary_sign(*op), [self.expr(*left), self.expr(*right)])
            }
            ExprKind::ArrayType { length, element } => {
                let length = length
                    .map_or_else(|| Form::Atom("...".to_string()), |length| self.expr(length));
                Form::list("array", [length, self.expr(*element)])
            }
            ExprKind::SliceType(element) => Form::list("slice-of", [self.expr(*element)]),
            ExprKind::MapType { key, value } => {
                Form::list("map", [self.expr(*key), self.expr(*value)])
            }
            ExprKind::ChanType { dir, element } => {
                let head = match dir {
                    ChanDir::Both => "chan",
                    ChanDir::Send => "chan<-",
                    ChanDir::Receive => "<-chan",
                };
                Form::list(head, [self.expr(*element)])
            }
            ExprKind::FuncType(signature) => Form::list("func-type", self.signature(signature)),
            ExprKind::StructType { fields, .. } => self.fields("struct", fields),
            ExprKind::InterfaceType { elements, .. } => self.fields("interface", elements),
            ExprKind::Constraint(terms) => {
                self.exprs(if terms.len() == 1 { "~" } else { "union" }, terms)
            }
        }
    }

    fn stmts(&self, head: &str, stmts: &[StmtId]) -> Form {
        Form::list(head, stmts.iter().map(|&stmt| self.stmt(stmt)))
    }

    fn maybe_stmt(&self, stmt: Option<StmtId>) -> Form {
        stmt.map_or_else(Form::none, |stmt| self.stmt(stmt))
    }

    fn stmt(&self, id: StmtId) -> Form {
        deep(|| self.stmt_form(id))
    }

    fn stmt_form(&self, id: StmtId) -> Form {
        match &self.ast.stmt(id).kind {
            StmtKind::Empty => Form::list("empty", []),
            StmtKind::Block(stmts) => self.stmts("block", stmts),
            StmtKind::Expr(expr) => Form::list("expr", [self.expr(*expr)]),
            StmtKind::Send { channel, value } => {
                Form::list("send", [self.expr(*channel), self.expr(*value)])
            }
            StmtKind::IncDec {
                operand,
                is_increment,
            } => Form::list(
                if *is_increment { "++" } else { "--" },
                [self.expr(*operand)],
            ),
            StmtKind::Assign {
                targets,
                op,
                values,
            } => {
                let sign = match op {
                    AssignOp::Set => "=".to_string(),
                    AssignOp::Define => ":=".to_string(),
                    AssignOp::Update(op) => format!("{}=", binary_sign(*op)),
                };
                let side = |exprs: &[ExprId]| match exprs {
                    [only] => self.expr(*only),
                    _ => self.exprs("list", exprs),
                };
                Form::list("assign", [Form::Atom(sign), side(targets), side(values)])
            }
            StmtKind::Go(call) => Form::list("go", [self.expr(*call)]),
            StmtKind::Defer(call) => Form::list("defer", [self.expr(*call)]),
            StmtKind::Return(values) => self.exprs("return", values),
            StmtKind::Branch { kind, label } => {
                let label = label.map(|label| Form::Atom(label.name.to_string()));
                Form::list(&format!("{kind:?}").to_lowercase(), label)
            }
            StmtKind::If {
                init,
                condition,
                then,
                otherwise,
            } => {
                let parts = [
                    self.maybe_stmt(*init),
                    self.expr(*condition),
                    self.stmt(*then),
                ];
                Form::list(
                    "if",
                    parts
                        .into_iter()
                        .chain(otherwise.map(|stmt| self.stmt(stmt))),
                )
            }
            StmtKind::Switch { init, tag, cases } => {
                let parts = [self.maybe_stmt(*init), self.maybe_expr(*tag)];
                Form::list(
                    "switch",
                    parts
                        .into_iter()
                        .chain(cases.iter().map(|&case| self.stmt(case))),
                )
            }
            StmtKind::TypeSwitch {
                init,
                binding,
                subject,
                cases,
            } => {
                let binding =
                    binding.map_or_else(Form::none, |binding| Form::Atom(binding.name.to_string()));
                let parts = [self.maybe_stmt(*init), binding, self.expr(*subject)];
                Form::list(
                    "type-switch",
                    parts
                        .into_iter()
                        .chain(cases.iter().map(|&case| self.stmt(case))),
                )
            }
            StmtKind::Select { cases } => self.stmts("select-stmt", cases),
            StmtKind::For {
                init,
                condition,
                post,
                body,
            } => Form::list(
                "for",
                [
                    self.maybe_stmt(*init),
                    self.maybe_expr(*condition),
                    self.maybe_stmt(*post),
                    self.stmt(*body),
                ],
            ),
            StmtKind::Range {
                targets,
                is_define,
                operand,
                body,
            } => Form::list(
                if *is_define { "range-define" } else { "range" },
                [
                    self.exprs("targets", targets),
                    self.expr(*operand),
                    self.stmt(*body),
                ],
            ),
            StmtKind::Labeled { label, stmt } => Form::list(
                "label",
                [Form::Atom(label.name.to_string()), self.stmt(*stmt)],
            ),
            StmtKind::Vars(specs) => {
                Form::list("vars", specs.iter().map(|spec| self.value_spec(spec)))
            }
            StmtKind::Consts(specs) => {
                Form::list("consts", specs.iter().map(|spec| self.value_spec(spec)))
            }
            StmtKind::Types(specs) => {
                Form::list("types", specs.iter().map(|spec| self.type_spec(spec)))
            }
            StmtKind::Case {
                values,
                is_default,
                body,
            } => {
                let head = if *is_default {
                    Form::Atom("default".to_string())
                } else {
                    self.exprs("values", values)
                };
                Form::list(
                    "case",
                    std::iter::once(head).chain(body.iter().map(|&stmt| self.stmt(stmt))),
                )
            }
            StmtKind::Comm { comm, body } => {
                let head =
                    comm.map_or_else(|| Form::Atom("default".to_string()), |comm| self.stmt(comm));
                Form::list(
                    "comm",
                    std::iter::once(head).chain(body.iter().map(|&stmt| self.stmt(stmt))),
                )
            }
        }
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
