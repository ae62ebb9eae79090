//! Lowers statements.

use super::Lowering;
use super::expressions::binary_op;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::flat::NodeId;
use crate::syntax::kind::{Kind, Part};

impl Lowering<'_> {
    pub(super) fn stmt(&mut self, node: NodeId, parent: Parent) -> StmtId {
        let range = self.flat.range(node);
        let id = self.reserve_stmt(range, parent);
        let lowered = self.nested(range.start, |lowering| match lowering.flat.kind(node) {
            Kind::IfStatement => lowering.if_chain(node, id),
            _ => {
                let kind = lowering.stmt_kind(node, id);
                lowering.set_stmt(id, kind);
            }
        });
        debug_assert!(lowered.is_some() || self.ast.damaged.is_some());
        id
    }

    /// The statement at `node`, or an empty one at `at` where the source has none.
    fn stmt_or_none(&mut self, node: Option<NodeId>, at: u32, parent: Parent) -> StmtId {
        match node {
            Some(node) => self.stmt(node, parent),
            None => self.reserve_stmt(Range::new(at, at), parent),
        }
    }

    /// The statements of the `statement_list` below `node`.
    fn stmts(&mut self, node: NodeId, parent: Parent) -> Vec<StmtId> {
        let list = self.flat.child(node, Kind::StatementList);
        list.map_or_else(Vec::new, |list| {
            self.flat
                .nodes(list)
                .map(|stmt| self.stmt(stmt, parent))
                .collect()
        })
    }

    fn stmt_kind(&mut self, node: NodeId, id: StmtId) -> StmtKind {
        let parent = Parent::Stmt(id);
        let Range { start, end } = self.flat.range(node);
        let first = self.flat.first(node);
        match self.flat.kind(node) {
            Kind::Block => StmtKind::Block(self.stmts(node, parent)),
            Kind::EmptyStatement => StmtKind::Empty,
            Kind::ExpressionStatement => StmtKind::Expr(self.expr_or_none(first, start, parent)),
            Kind::SendStatement => {
                let channel = self.flat.part(node, Part::Channel);
                let channel = self.expr_or_none(channel, start, parent);
                let value = self.flat.part(node, Part::Value);
                StmtKind::Send {
                    channel,
                    value: self.expr_or_none(value, end, parent),
                }
            }
            Kind::IncStatement | Kind::DecStatement => StmtKind::IncDec {
                operand: self.expr_or_none(first, start, parent),
                is_increment: self.is(node, Kind::IncStatement),
            },
            Kind::AssignmentStatement | Kind::ShortVarDeclaration => self.assignment(node, parent),
            Kind::ReceiveStatement if self.flat.part(node, Part::Left).is_some() => {
                self.assignment(node, parent)
            }
            Kind::ReceiveStatement => {
                let right = self.flat.part(node, Part::Right);
                StmtKind::Expr(self.expr_or_none(right, start, parent))
            }
            Kind::GoStatement => StmtKind::Go(self.expr_or_none(first, end, parent)),
            Kind::DeferStatement => StmtKind::Defer(self.expr_or_none(first, end, parent)),
            Kind::ReturnStatement => StmtKind::Return(
                first.map_or_else(Vec::new, |values| self.expr_list(values, parent)),
            ),
            Kind::BreakStatement => self.branch(BranchKind::Break, first),
            Kind::ContinueStatement => self.branch(BranchKind::Continue, first),
            Kind::GotoStatement => self.branch(BranchKind::Goto, first),
            Kind::FallthroughStatement => self.branch(BranchKind::Fallthrough, None),
            Kind::LabeledStatement => {
                let label = self.flat.part(node, Part::Label);
                let inner = self.flat.nodes(node).find(|&child| Some(child) != label);
                let label = self.ident_or_none(label, start);
                StmtKind::Labeled {
                    label,
                    stmt: self.stmt_or_none(inner, end, parent),
                }
            }
            Kind::ForStatement => self.for_stmt(node, parent),
            Kind::ExpressionSwitchStatement => {
                let init = self.init(node, parent);
                let tag = self
                    .flat
                    .part(node, Part::Value)
                    .map(|tag| self.expr(tag, parent));
                StmtKind::Switch {
                    init,
                    tag,
                    cases: self.cases(node, parent, CaseOf::Switch),
                }
            }
            Kind::TypeSwitchStatement => {
                let init = self.init(node, parent);
                let binding = self.flat.part(node, Part::Alias);
                let binding = binding
                    .map(|list| self.flat.first(list).unwrap_or(list))
                    .map(|name| self.ident(name));
                let subject = self.flat.part(node, Part::Value);
                let subject = self.expr_or_none(subject, start, parent);
                StmtKind::TypeSwitch {
                    init,
                    binding,
                    subject,
                    cases: self.cases(node, parent, CaseOf::Switch),
                }
            }
            Kind::SelectStatement => StmtKind::Select {
                cases: self.cases(node, parent, CaseOf::Select),
            },
            Kind::VarDeclaration => StmtKind::Vars(self.value_specs(node, parent)),
            Kind::ConstDeclaration => StmtKind::Consts(self.value_specs(node, parent)),
            Kind::TypeDeclaration => StmtKind::Types(self.type_specs(node, parent)),
            _ => {
                self.damage(start);
                StmtKind::Empty
            }
        }
    }

    fn init(&mut self, node: NodeId, parent: Parent) -> Option<StmtId> {
        self.flat
            .part(node, Part::Initializer)
            .map(|init| self.stmt(init, parent))
    }

    fn branch(&mut self, kind: BranchKind, label: Option<NodeId>) -> StmtKind {
        StmtKind::Branch {
            kind,
            label: label.map(|label| self.ident(label)),
        }
    }

    /// An assignment, a definition, or a receive with targets.
    fn assignment(&mut self, node: NodeId, parent: Parent) -> StmtKind {
        let Range { start, end } = self.flat.range(node);
        let left = self.flat.part(node, Part::Left);
        let targets = left.map_or_else(Vec::new, |list| self.expr_list(list, parent));
        let right = self.flat.part(node, Part::Right);
        let values = right.map_or_else(Vec::new, |list| self.expr_list(list, parent));
        let op = self
            .flat
            .children(node)
            .find_map(|token| assign_op(self.flat.kind(token)));
        if targets.is_empty() || values.is_empty() || op.is_none() {
            self.damage(if targets.is_empty() { start } else { end });
        }
        StmtKind::Assign {
            targets,
            op: op.unwrap_or(AssignOp::Set),
            values,
        }
    }

    /// An `if` with all its `else if`, which nest in each other, without recursion.
    fn if_chain(&mut self, node: NodeId, id: StmtId) {
        let mut next = Some((node, id));
        while let Some((node, id)) = next {
            let parent = Parent::Stmt(id);
            let end = self.flat.range(node).end;
            let init = self.init(node, parent);
            let condition = self.flat.part(node, Part::Condition);
            let condition = self.expr_or_none(condition, end, parent);
            let then = self.flat.part(node, Part::Consequence);
            let then = self.stmt_or_none(then, end, parent);
            let alternative = self.flat.part(node, Part::Alternative);
            next = None;
            let otherwise = alternative.map(|alternative| {
                if !self.is(alternative, Kind::IfStatement) {
                    return self.stmt(alternative, parent);
                }
                let chained = self.reserve_stmt(self.flat.range(alternative), parent);
                next = Some((alternative, chained));
                chained
            });
            self.set_stmt(
                id,
                StmtKind::If {
                    init,
                    condition,
                    then,
                    otherwise,
                },
            );
        }
    }

    fn for_stmt(&mut self, node: NodeId, parent: Parent) -> StmtKind {
        let end = self.flat.range(node).end;
        let body = self.flat.part(node, Part::Body);
        let header = self.flat.nodes(node).find(|&child| Some(child) != body);
        let kind = header.map(|header| self.flat.kind(header));
        match (header, kind) {
            (Some(clause), Some(Kind::RangeClause)) => {
                let targets = self.flat.part(clause, Part::Left);
                let targets = targets.map_or_else(Vec::new, |list| self.expr_list(list, parent));
                let operand = self.flat.part(clause, Part::Right);
                let operand = self.expr_or_none(operand, self.flat.range(clause).end, parent);
                let is_define = self.flat.child(clause, Kind::Define).is_some();
                StmtKind::Range {
                    targets,
                    is_define,
                    operand,
                    body: self.stmt_or_none(body, end, parent),
                }
            }
            (Some(clause), Some(Kind::ForClause)) => {
                let init = self.init(clause, parent);
                let condition = self
                    .flat
                    .part(clause, Part::Condition)
                    .map(|test| self.expr(test, parent));
                let post = self
                    .flat
                    .part(clause, Part::Update)
                    .map(|post| self.stmt(post, parent));
                StmtKind::For {
                    init,
                    condition,
                    post,
                    body: self.stmt_or_none(body, end, parent),
                }
            }
            _ => {
                let condition = header.map(|test| self.expr(test, parent));
                StmtKind::For {
                    init: None,
                    condition,
                    post: None,
                    body: self.stmt_or_none(body, end, parent),
                }
            }
        }
    }

    fn cases(&mut self, node: NodeId, parent: Parent, of: CaseOf) -> Vec<StmtId> {
        let flat = self.flat;
        let cases = flat.nodes(node).filter(|&child| {
            matches!(
                flat.kind(child),
                Kind::ExpressionCase | Kind::TypeCase | Kind::CommunicationCase | Kind::DefaultCase
            )
        });
        cases.map(|case| self.case(case, parent, of)).collect()
    }

    fn case(&mut self, node: NodeId, outer: Parent, of: CaseOf) -> StmtId {
        let Range { start, end } = self.flat.range(node);
        let id = self.reserve_stmt(Range::new(start, end), outer);
        let parent = Parent::Stmt(id);
        let kind = match of {
            CaseOf::Select => {
                let comm = self
                    .flat
                    .part(node, Part::Communication)
                    .map(|comm| self.stmt(comm, parent));
                StmtKind::Comm {
                    comm,
                    body: self.stmts(node, parent),
                }
            }
            CaseOf::Switch => {
                let mut values = Vec::new();
                for part in self.flat.nodes(node) {
                    match self.flat.kind(part) {
                        Kind::ExpressionList => values.extend(self.exprs_below(part, parent)),
                        Kind::StatementList => {}
                        _ => values.push(self.expr(part, parent)),
                    }
                }
                let is_default = self.is(node, Kind::DefaultCase);
                StmtKind::Case {
                    values,
                    is_default,
                    body: self.stmts(node, parent),
                }
            }
        };
        let last = match &kind {
            StmtKind::Comm { body, .. } | StmtKind::Case { body, .. } => body.last().copied(),
            _ => None,
        };
        let colon = self
            .flat
            .child(node, Kind::Colon)
            .map(|colon| self.flat.range(colon).end);
        let end = last
            .map(|last| self.ast.stmt(last).range.end)
            .or(colon)
            .unwrap_or(end);
        self.ast.stmts[id.0 as usize].range = Range::new(start, end);
        self.set_stmt(id, kind);
        id
    }
}

#[derive(Clone, Copy)]
enum CaseOf {
    Switch,
    Select,
}

fn assign_op(token: Kind) -> Option<AssignOp> {
    let updated = match token {
        Kind::Assign => return Some(AssignOp::Set),
        Kind::Define => return Some(AssignOp::Define),
        Kind::AddAssign => Kind::Add,
        Kind::SubAssign => Kind::Sub,
        Kind::MulAssign => Kind::Star,
        Kind::DivAssign => Kind::Div,
        Kind::RemAssign => Kind::Rem,
        Kind::AndAssign => Kind::And,
        Kind::OrAssign => Kind::Or,
        Kind::XorAssign => Kind::Xor,
        Kind::AndNotAssign => Kind::AndNot,
        Kind::ShiftLeftAssign => Kind::ShiftLeft,
        Kind::ShiftRightAssign => Kind::ShiftRight,
        _ => return None,
    };
    binary_op(updated).map(AssignOp::Update)
}
