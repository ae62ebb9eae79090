//! From a function's body to its control-flow graph.

use std::collections::HashMap;

use super::flow::*;
use super::locks::{LockOp, compute_held};
use super::package::Package;
use super::path::{AccessPath, Step};
use super::symbol::*;
use super::types::Type;
use crate::source::Range;
use crate::syntax::ast::*;

impl Package<'_> {
    /// What a function does. A function without a body has an empty flow.
    pub fn flow(&self, func: FuncId) -> &Flow {
        if let Some(flow) = self.flows.get(&func) {
            return flow;
        }
        let flow = Builder::new(self, func.decl).build(func);
        self.flows.insert(func, Box::new(flow))
    }
}

#[derive(Default)]
struct BlockDraft {
    events: Vec<Event>,
    successors: Vec<usize>,
    is_exit: bool,
}

/// Where `break` and `continue` lead.
struct Target {
    label: Option<Name>,
    after: usize,
    /// `None` for `switch` and `select`.
    next: Option<usize>,
}

struct Builder<'p, 'w> {
    package: &'p Package<'w>,
    decl: DeclId,
    ast: &'p Ast,
    blocks: Vec<BlockDraft>,
    current: usize,
    stmt: StmtId,
    targets: Vec<Target>,
    /// The label of the statement that comes next.
    label: Option<Name>,
    labels: HashMap<Name, usize>,
    /// The `select` and clause whose communication is being read.
    select: Option<(StmtId, StmtId)>,
    /// Where `fallthrough` leads.
    fallthrough: Option<usize>,
}

impl<'p, 'w> Builder<'p, 'w> {
    fn new(package: &'p Package<'w>, decl: DeclId) -> Self {
        Builder {
            package,
            decl,
            ast: package.ast(decl),
            blocks: vec![BlockDraft::default()],
            current: 0,
            stmt: StmtId(0),
            targets: Vec::new(),
            label: None,
            labels: HashMap::new(),
            select: None,
            fallthrough: None,
        }
    }

    fn build(mut self, func: FuncId) -> Flow {
        if let Some(body) = self.ast.func(func.index).body {
            self.stmt = body;
            self.statement(body);
        }
        self.blocks[self.current].is_exit = true;
        let mut flow = Flow::default();
        for (number, draft) in self.blocks.into_iter().enumerate() {
            let start = flow.events.len();
            flow.events
                .extend(draft.events.into_iter().map(|event| Event {
                    block: number,
                    ..event
                }));
            let events = start..flow.events.len();
            flow.blocks.push(Block {
                events,
                successors: draft.successors,
                is_exit: draft.is_exit,
                held: Default::default(),
            });
        }
        compute_held(&mut flow);
        flow
    }

    fn at(&self, expr: ExprId) -> ExprRef {
        ExprRef {
            decl: self.decl,
            expr,
        }
    }

    fn block(&mut self) -> usize {
        self.blocks.push(BlockDraft::default());
        self.blocks.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize) {
        if !self.blocks[from].successors.contains(&to) {
            self.blocks[from].successors.push(to);
        }
    }

    /// Goes on in a new block that follows `from`.
    fn branch(&mut self, from: usize) {
        let block = self.block();
        self.edge(from, block);
        self.current = block;
    }

    /// Ends the current path: what follows is not reached from here.
    fn end_path(&mut self) {
        self.current = self.block();
    }

    fn event(&mut self, kind: EventKind, range: Range) {
        let event = Event {
            kind,
            range,
            block: 0,
            stmt: self.stmt,
            held: Default::default(),
        };
        self.blocks[self.current].events.push(event);
    }

    fn statements(&mut self, list: &[StmtId]) {
        for &stmt in list {
            self.statement(stmt);
        }
    }

    fn statement(&mut self, id: StmtId) {
        let outer = std::mem::replace(&mut self.stmt, id);
        self.statement_inside(id);
        self.stmt = outer;
    }

    fn statement_inside(&mut self, id: StmtId) {
        let ast = self.ast;
        let stmt = ast.stmt(id);
        let label = self.label.take();
        match &stmt.kind {
            StmtKind::Empty | StmtKind::Types(_) | StmtKind::Consts(_) => {}
            StmtKind::Block(list) => self.statements(list),
            StmtKind::Expr(expr) => {
                self.expression(*expr);
                if self.never_returns(*expr) {
                    self.end_path();
                }
            }
            StmtKind::Send { channel, value } => {
                self.expression(*channel);
                self.expression(*value);
                self.chan_op(*channel, ChanOpKind::Send, CallMode::Now, stmt.range);
            }
            StmtKind::IncDec { operand, .. } => {
                self.operands(*operand);
                self.access(*operand, AccessKind::Update);
            }
            StmtKind::Assign {
                targets,
                op,
                values,
            } => self.assign(targets, *op, values),
            StmtKind::Go(call) => self.call_statement(*call, CallMode::Spawned),
            StmtKind::Defer(call) => self.call_statement(*call, CallMode::Deferred),
            StmtKind::Return(values) => {
                for &value in values {
                    self.expression(value);
                }
                self.blocks[self.current].is_exit = true;
                self.end_path();
            }
            StmtKind::Branch { kind, label } => self.jump(*kind, label.map(|label| label.name)),
            StmtKind::If {
                init,
                condition,
                then,
                otherwise,
            } => {
                self.optional(*init);
                self.expression(*condition);
                let start = self.current;
                self.branch(start);
                self.statement(*then);
                let then_end = self.current;
                let after = self.block();
                self.edge(then_end, after);
                match otherwise {
                    Some(otherwise) => {
                        self.branch(start);
                        self.statement(*otherwise);
                        self.edge(self.current, after);
                    }
                    None => self.edge(start, after),
                }
                self.current = after;
            }
            StmtKind::Switch { init, tag, cases } => {
                self.optional(*init);
                if let Some(tag) = tag {
                    self.expression(*tag);
                }
                self.cases(cases, label);
            }
            StmtKind::TypeSwitch {
                init,
                subject,
                cases,
                ..
            } => {
                self.optional(*init);
                self.expression(*subject);
                self.cases(cases, label);
            }
            StmtKind::Select { cases } => self.select(id, cases, label),
            StmtKind::For {
                init,
                condition,
                post,
                body,
            } => {
                self.optional(*init);
                let head = self.block();
                self.edge(self.current, head);
                self.current = head;
                if let Some(condition) = condition {
                    self.expression(*condition);
                }
                let (test, after, next) = (self.current, self.block(), self.block());
                if condition.is_some() {
                    self.edge(test, after);
                }
                self.loop_body(
                    test,
                    *body,
                    Target {
                        label,
                        after,
                        next: Some(next),
                    },
                );
                self.current = next;
                self.optional(*post);
                self.edge(self.current, head);
                self.current = after;
            }
            StmtKind::Range {
                targets,
                is_define,
                operand,
                body,
            } => {
                self.expression(*operand);
                let head = self.block();
                self.edge(self.current, head);
                self.current = head;
                if matches!(
                    self.package
                        .underlying(&self.package.type_of(self.at(*operand))),
                    Type::Chan(..)
                ) {
                    self.chan_op(
                        *operand,
                        ChanOpKind::Range,
                        CallMode::Now,
                        ast.expr(*operand).range,
                    );
                }
                for &target in targets {
                    if !is_define {
                        self.operands(target);
                    }
                    self.access(target, AccessKind::Write);
                }
                let (test, after) = (self.current, self.block());
                self.edge(test, after);
                self.loop_body(
                    test,
                    *body,
                    Target {
                        label,
                        after,
                        next: Some(head),
                    },
                );
                self.current = after;
            }
            StmtKind::Labeled { label, stmt } => {
                let block = self.label_block(label.name);
                self.edge(self.current, block);
                self.current = block;
                self.label = Some(label.name);
                self.statement(*stmt);
                self.label = None;
            }
            StmtKind::Vars(specs) => {
                for spec in specs {
                    for &value in &spec.values {
                        self.expression(value);
                    }
                    for (position, name) in spec.names.iter().enumerate() {
                        let Some(symbol) =
                            self.package.symbol_declared_at(self.decl, name.range.start)
                        else {
                            continue;
                        };
                        let path = AccessPath::of_symbol(symbol);
                        if let Some(&value) = spec.values.get(position) {
                            self.made(&path, value);
                        }
                        self.event(
                            EventKind::Access {
                                path,
                                kind: AccessKind::Write,
                            },
                            name.range,
                        );
                    }
                }
            }
            StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => self.statements(body),
        }
    }

    fn optional(&mut self, stmt: Option<StmtId>) {
        if let Some(stmt) = stmt {
            self.statement(stmt);
        }
    }

    fn loop_body(&mut self, test: usize, body: StmtId, target: Target) {
        let next = target.next;
        self.targets.push(target);
        self.branch(test);
        self.statement(body);
        self.targets.pop();
        if let Some(next) = next {
            self.edge(self.current, next);
        }
    }

    fn cases(&mut self, cases: &[StmtId], label: Option<Name>) {
        let (start, after) = (self.current, self.block());
        let starts: Vec<usize> = cases.iter().map(|_| self.block()).collect();
        self.targets.push(Target {
            label,
            after,
            next: None,
        });
        let outer = self.fallthrough;
        let mut has_default = false;
        for (position, &case) in cases.iter().enumerate() {
            let StmtKind::Case {
                values,
                is_default,
                body,
            } = &self.ast.stmt(case).kind
            else {
                continue;
            };
            has_default |= *is_default;
            self.edge(start, starts[position]);
            self.current = starts[position];
            self.fallthrough = starts.get(position + 1).copied();
            for &value in values {
                self.expression(value);
            }
            self.statements(body);
            self.edge(self.current, after);
        }
        if !has_default {
            self.edge(start, after);
        }
        self.fallthrough = outer;
        self.targets.pop();
        self.current = after;
    }

    fn select(&mut self, select: StmtId, cases: &[StmtId], label: Option<Name>) {
        let (start, after) = (self.current, self.block());
        self.targets.push(Target {
            label,
            after,
            next: None,
        });
        for &case in cases {
            let StmtKind::Comm { comm, body } = &self.ast.stmt(case).kind else {
                continue;
            };
            self.branch(start);
            if let Some(comm) = comm {
                let outer = self.select.replace((select, case));
                self.statement(*comm);
                self.select = outer;
            }
            self.statements(body);
            self.edge(self.current, after);
        }
        self.targets.pop();
        self.current = after;
    }

    fn label_block(&mut self, label: Name) -> usize {
        if let Some(&block) = self.labels.get(&label) {
            return block;
        }
        let block = self.block();
        self.labels.insert(label, block);
        block
    }

    fn jump(&mut self, kind: BranchKind, label: Option<Name>) {
        let wanted = |target: &&Target| label.is_none() || target.label == label;
        let to = match kind {
            BranchKind::Break => self
                .targets
                .iter()
                .rev()
                .find(wanted)
                .map(|target| target.after),
            BranchKind::Continue => self
                .targets
                .iter()
                .rev()
                .filter(|target| target.next.is_some())
                .find(wanted)
                .and_then(|t| t.next),
            BranchKind::Goto => label.map(|label| self.label_block(label)),
            BranchKind::Fallthrough => self.fallthrough,
        };
        if let Some(to) = to {
            self.edge(self.current, to);
        }
        self.end_path();
    }

    fn assign(&mut self, targets: &[ExprId], op: AssignOp, values: &[ExprId]) {
        for &value in values {
            self.expression(value);
        }
        for &target in targets {
            self.operands(target);
        }
        for (position, &target) in targets.iter().enumerate() {
            if self.package.scopes(self.decl).resolution(target) == Resolution::Blank {
                continue;
            }
            let path = self.accessed(target);
            let value = (targets.len() == values.len()).then(|| values[position]);
            if let Some(value) = value {
                self.made(&path, value);
            }
            let is_append = value.is_some_and(|value| self.appends_to(value, &path));
            let kind = match op {
                AssignOp::Update(_) => AccessKind::Update,
                _ if is_append || path.steps.last() == Some(&Step::Element) => AccessKind::Update,
                _ => AccessKind::Write,
            };
            self.event(
                EventKind::Access { path, kind },
                self.ast.expr(target).range,
            );
        }
    }

    /// Whether `value` is `append(path, …)`.
    fn appends_to(&self, value: ExprId, path: &AccessPath) -> bool {
        let ExprKind::Call { callee, args, .. } = &self.ast.expr(value).kind else {
            return false;
        };
        self.package.builtin(self.at(*callee)) == Some("append")
            && args
                .first()
                .is_some_and(|&first| self.package.path_of(self.at(first)) == *path)
    }

    /// Records `make(chan T, n)` assigned to `path`.
    fn made(&mut self, path: &AccessPath, value: ExprId) {
        if let Some(capacity) = self.package.made_channel(self.at(value)) {
            let op = ChanOp {
                channel: value,
                path: path.clone(),
                kind: ChanOpKind::Make { capacity },
                mode: CallMode::Now,
                select: None,
            };
            self.event(EventKind::Chan(op), self.ast.expr(value).range);
        }
    }

    /// What evaluating the operands of an assignment's target does: `i` and `f()` in `f().x[i]`.
    fn operands(&mut self, target: ExprId) {
        match &self.ast.expr(target).kind {
            ExprKind::Paren(inner) => self.operands(*inner),
            ExprKind::Star(inner) => self.expression(*inner),
            ExprKind::Selector { operand, .. } => self.prefix(*operand),
            ExprKind::Index { operand, indices } => {
                self.prefix(*operand);
                for &index in indices {
                    self.expression(index);
                }
            }
            _ => {}
        }
    }

    /// An operand on the way to something else: read only where it is followed, as a pointer, map or slice is.
    fn prefix(&mut self, operand: ExprId) {
        let package = self.package;
        let is_followed = matches!(
            package.underlying(&package.type_of(self.at(operand))),
            Type::Pointer(_)
                | Type::Map(..)
                | Type::Slice(_)
                | Type::Interface(_)
                | Type::Func(_)
                | Type::Unknown
        );
        match &self.ast.expr(operand).kind {
            ExprKind::Name(_) | ExprKind::Selector { .. } | ExprKind::Index { .. }
                if !is_followed =>
            {
                self.operands(operand)
            }
            ExprKind::Paren(inner) => self.prefix(*inner),
            _ => self.expression(operand),
        }
    }

    /// The path that reading or writing an expression reaches: `*p` is not `p`.
    fn accessed(&self, expr: ExprId) -> AccessPath {
        let mut path = self.package.path_of(self.at(expr));
        if matches!(self.ast.expr(expr).kind, ExprKind::Star(_)) {
            path.steps.push(Step::Pointee);
        }
        path
    }

    fn access(&mut self, expr: ExprId, kind: AccessKind) {
        let mut inner = expr;
        while let ExprKind::Paren(next) = self.ast.expr(inner).kind {
            inner = next;
        }
        let path = self.accessed(inner);
        let is_variable = match path.root_symbol() {
            Some(symbol) => !matches!(
                self.package.symbol(symbol).kind,
                SymbolKind::Func
                    | SymbolKind::Method
                    | SymbolKind::Type
                    | SymbolKind::Const
                    | SymbolKind::TypeParam
            ),
            None => !path.steps.is_empty(),
        };
        if is_variable {
            self.event(EventKind::Access { path, kind }, self.ast.expr(inner).range);
        }
    }

    fn expression(&mut self, id: ExprId) {
        let ast = self.ast;
        let expr = ast.expr(id);
        match &expr.kind {
            ExprKind::Name(_) => self.access(id, AccessKind::Read),
            ExprKind::Selector { operand, .. } => {
                let is_method = self
                    .package
                    .selection(self.at(id))
                    .is_some_and(|selection| {
                        matches!(
                            self.package.symbol(selection.symbol).kind,
                            SymbolKind::Method | SymbolKind::InterfaceMethod
                        )
                    });
                if self.package.imported_path(self.at(*operand)).is_none() {
                    self.prefix(*operand);
                }
                if !is_method {
                    self.access(id, AccessKind::Read);
                }
            }
            ExprKind::Paren(inner) => self.expression(*inner),
            ExprKind::Star(inner) => {
                self.expression(*inner);
                self.access(id, AccessKind::Read);
            }
            ExprKind::TypeAssert { operand, .. } => self.expression(*operand),
            ExprKind::Unary {
                op: UnaryOp::Address,
                operand,
            } => {
                if matches!(ast.expr(*operand).kind, ExprKind::Composite { .. }) {
                    self.expression(*operand);
                } else {
                    self.operands(*operand);
                    self.access(*operand, AccessKind::Address);
                }
            }
            ExprKind::Unary { operand, .. } => self.expression(*operand),
            ExprKind::Receive(channel) => {
                self.expression(*channel);
                self.chan_op(*channel, ChanOpKind::Receive, CallMode::Now, expr.range);
            }
            ExprKind::Binary { op, left, right } => {
                self.expression(*left);
                if matches!(op, BinaryOp::LogicalAnd | BinaryOp::LogicalOr) {
                    let start = self.current;
                    self.branch(start);
                    self.expression(*right);
                    let (end, after) = (self.current, self.block());
                    self.edge(start, after);
                    self.edge(end, after);
                    self.current = after;
                } else {
                    self.expression(*right);
                }
            }
            ExprKind::Index { operand, indices } => {
                if self.package.denoted(self.at(id)).is_some() {
                    return;
                }
                self.prefix(*operand);
                for &index in indices {
                    self.expression(index);
                }
                self.access(id, AccessKind::Read);
            }
            ExprKind::Slice { operand, bounds } => {
                self.expression(*operand);
                for bound in bounds.iter().flatten() {
                    self.expression(*bound);
                }
            }
            ExprKind::Composite { elements, .. } => {
                for element in elements {
                    let field = element
                        .key
                        .and_then(|key| self.package.key_field(self.at(id), key));
                    if let (Some(key), None) = (element.key, field) {
                        self.expression(key);
                    }
                    self.expression(element.value);
                    if let Some(field) = field {
                        let root = super::path::Root::Value(self.at(id));
                        self.made(
                            &AccessPath {
                                root,
                                steps: vec![Step::Field(field)],
                            },
                            element.value,
                        );
                    }
                }
            }
            ExprKind::Call { .. } => self.call(id, CallMode::Now),
            _ => {}
        }
    }

    /// `go f(x)` and `defer f(x)`: operands now, the call later.
    fn call_statement(&mut self, call: ExprId, mode: CallMode) {
        let mut call = call;
        while let ExprKind::Paren(inner) = self.ast.expr(call).kind {
            call = inner;
        }
        self.call(call, mode);
    }

    fn call(&mut self, id: ExprId, mode: CallMode) {
        let ast = self.ast;
        let ExprKind::Call { callee, args, .. } = &ast.expr(id).kind else {
            return self.expression(id);
        };
        let range = ast.expr(id).range;
        let kind = self.package.callee(self.at(id));
        if let Some((op, path)) = self.lock_op(id, kind) {
            if let ExprKind::Selector { operand, .. } = &ast.expr(*callee).kind {
                self.prefix(*operand);
            }
            self.event(EventKind::Lock { path, op, mode }, range);
            return;
        }
        match kind {
            Callee::Builtin(builtin) => {
                let is_type_first = matches!(builtin, "make" | "new");
                for &arg in args.iter().skip(usize::from(is_type_first)) {
                    self.expression(arg);
                }
                match (builtin, args.first()) {
                    ("close", Some(&channel)) => {
                        self.chan_op(channel, ChanOpKind::Close, mode, range)
                    }
                    ("len" | "cap", Some(&channel)) if self.is_channel(channel) => {
                        self.chan_op(channel, ChanOpKind::Len, mode, range);
                    }
                    ("delete" | "clear" | "copy", Some(&changed)) => {
                        self.access(changed, AccessKind::Update)
                    }
                    _ => {}
                }
            }
            Callee::Conversion => {
                for &arg in args {
                    self.expression(arg);
                }
                return;
            }
            _ => {
                self.expression(*callee);
                self.receiver(*callee);
                let is_atomic = self.package.is_atomic_function(self.at(*callee));
                for (position, &arg) in args.iter().enumerate() {
                    match &ast.expr(arg).kind {
                        ExprKind::Unary {
                            op: UnaryOp::Address,
                            operand,
                        } if is_atomic && position == 0 => {
                            self.operands(*operand);
                            self.access(*operand, AccessKind::Atomic);
                        }
                        _ => self.expression(arg),
                    }
                }
            }
        }
        self.event(
            EventKind::Call {
                call: id,
                callee: kind,
                mode,
            },
            range,
        );
        for (arg, runs) in self.package.functions_run_by(self.at(id)) {
            if mode == CallMode::Now
                && let Some(callee) = self.package.function_value(self.at(arg))
            {
                self.event(
                    EventKind::Call {
                        call: id,
                        callee,
                        mode: runs,
                    },
                    ast.expr(arg).range,
                );
            }
        }
    }

    /// The lock operation that a call is: of a lock, or of a function that does only that.
    fn lock_op(&self, call: ExprId, callee: Callee) -> Option<(LockOp, AccessPath)> {
        if let Callee::Func(func) = callee
            && let Some((op, path)) = self.package.wrapped_lock_op(func)
            && let Some(path) = self.package.path_in_caller(&path, self.at(call), func)
        {
            return Some((op, path));
        }
        self.package.lock_op(self.at(call))
    }

    /// What a method call does with a receiver that is no pointer: `x.n.Add(1)` reaches `x.n` itself.
    fn receiver(&mut self, callee: ExprId) {
        let ExprKind::Selector { operand, .. } = &self.ast.expr(callee).kind else {
            return;
        };
        let Some(selection) = self.package.selection(self.at(callee)) else {
            return;
        };
        let is_pointer = matches!(self.package.type_of(self.at(*operand)), Type::Pointer(_));
        if self.package.symbol(selection.symbol).kind != SymbolKind::Method
            || is_pointer && selection.through.is_empty()
        {
            return;
        }
        let directory = self.package.directory(selection.symbol.decl.dir);
        let kind = match directory.import_path.as_deref() {
            Some("sync/atomic") => AccessKind::Atomic,
            _ => AccessKind::Address,
        };
        let mut path = self.package.path_of(self.at(*operand));
        path.steps
            .extend(selection.through.into_iter().map(Step::Field));
        if path.root_symbol().is_some() || !path.steps.is_empty() {
            self.event(
                EventKind::Access { path, kind },
                self.ast.expr(*operand).range,
            );
        }
    }

    fn is_channel(&self, expr: ExprId) -> bool {
        matches!(
            self.package
                .underlying(&self.package.type_of(self.at(expr))),
            Type::Chan(..)
        )
    }

    fn chan_op(&mut self, channel: ExprId, kind: ChanOpKind, mode: CallMode, range: Range) {
        let path = self.package.path_of(self.at(channel));
        let op = ChanOp {
            channel,
            path,
            kind,
            mode,
            select: self.select,
        };
        self.event(EventKind::Chan(op), range);
    }

    fn never_returns(&self, expr: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = &self.ast.expr(expr).kind else {
            return false;
        };
        if self.package.builtin(self.at(*callee)) == Some("panic") {
            return true;
        }
        let (operand, field) = match &self.ast.expr(*callee).kind {
            ExprKind::Selector { operand, field } => (operand, field),
            ExprKind::Name(name) => return self.ends_elsewhere(*callee, name),
            _ => return false,
        };
        let path = self.package.imported_path(self.at(*operand)).unwrap_or("");
        match (path, &*field.name) {
            ("os", "Exit") | ("runtime", "Goexit") => true,
            ("log", "Fatal" | "Fatalf" | "Fatalln" | "Panic" | "Panicf" | "Panicln") => true,
            _ if self.ends_elsewhere(*callee, &field.name) => true,
            // `t.Fatal`, `logger.Fatalf`: by these names they end the goroutine or the process.
            ("", "Fatal" | "Fatalf" | "FailNow" | "Skip" | "Skipf" | "SkipNow") => true,
            _ => false,
        }
    }

    /// Whether a function that is in sight, and sounds like it, never comes back.
    fn ends_elsewhere(&self, callee: ExprId, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let sounds_final = ["fatal", "exit", "panic", "abort", "die"]
            .iter()
            .any(|word| name.contains(word));
        match self.package.function_value(self.at(callee)) {
            Some(Callee::Func(func)) if sounds_final && func.decl != self.decl => {
                // Functions that call each other must not be followed for ever.
                let Some(_guard) = self.package.enter(SymbolId {
                    decl: func.decl,
                    index: 0,
                }) else {
                    return false;
                };
                self.package.func(func).body.is_some() && !self.package.flow(func).returns()
            }
            _ => false,
        }
    }
}
