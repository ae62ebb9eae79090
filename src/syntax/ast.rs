//! Go's syntax as the rest of chanfix sees it: one tree for each top-level declaration.
//!
//! Shapes and words follow `go/ast`. Types are expressions, as there. Every node is an index into its declaration's
//! [`Ast`], and every range is in offsets of the whole file.

use internment::Intern;

use crate::source::Range;

/// An identifier's text, interned.
pub type Name = Intern<str>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StmtId(pub u32);

/// A function of a declaration: 0 is the declared one where there is one, the others are literals in source order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FuncIndex(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ident {
    pub name: Name,
    pub range: Range,
}

/// What holds a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// The declaration itself: a package-level type, value or signature.
    Decl,
    Expr(ExprId),
    Stmt(StmtId),
    /// The function whose signature or body this is.
    Func(FuncIndex),
}

/// One top-level declaration.
#[derive(Debug, Default)]
pub struct Ast {
    pub decl: Decl,
    pub exprs: Vec<Expr>,
    pub stmts: Vec<Stmt>,
    pub funcs: Vec<Func>,
    /// Comments inside the declaration, in source order.
    pub comments: Vec<Range>,
    /// Where the first syntax error (or nesting beyond the limit) is. Such a declaration is skipped, never analysed.
    pub damaged: Option<u32>,
}

#[derive(Debug, Default)]
pub enum Decl {
    #[default]
    None,
    /// `funcs[0]`.
    Func,
    Types(Vec<TypeSpec>),
    Vars(Vec<ValueSpec>),
    Consts(Vec<ValueSpec>),
}

#[derive(Debug)]
pub struct TypeSpec {
    pub name: Ident,
    pub type_params: Vec<Field>,
    pub is_alias: bool,
    pub ty: ExprId,
    pub range: Range,
}

/// `a, b T = x, y` in a `var` or `const` declaration.
#[derive(Debug)]
pub struct ValueSpec {
    pub names: Vec<Ident>,
    pub ty: Option<ExprId>,
    pub values: Vec<ExprId>,
    pub range: Range,
}

/// Parameters, results, type parameters or struct fields that share one type. No names: unnamed, or embedded.
#[derive(Debug)]
pub struct Field {
    pub names: Vec<Ident>,
    pub ty: ExprId,
    pub tag: Option<Range>,
    pub is_variadic: bool,
    pub range: Range,
}

#[derive(Debug)]
pub struct Signature {
    pub params: Vec<Field>,
    pub results: Vec<Field>,
    /// `(…)` of the parameters, parentheses included.
    pub params_range: Range,
    /// The results, their parentheses included; `None` where there are none.
    pub results_range: Option<Range>,
}

#[derive(Debug)]
pub struct Func {
    /// `None` for a literal.
    pub name: Option<Ident>,
    pub receiver: Option<Field>,
    pub type_params: Vec<Field>,
    pub signature: Signature,
    /// A `Block`; `None` for a function implemented elsewhere.
    pub body: Option<StmtId>,
    pub range: Range,
    /// The function around a literal; `None` for a declared function and a literal in a package-level value.
    pub parent: Option<FuncIndex>,
    /// The `ExprKind::Func` of a literal.
    pub literal: Option<ExprId>,
}

#[derive(Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub range: Range,
    pub parent: Parent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    Int,
    Float,
    Imaginary,
    Rune,
    String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChanDir {
    Both,
    Send,
    Receive,
}

#[derive(Debug)]
pub struct Element {
    pub key: Option<ExprId>,
    pub value: ExprId,
}

#[derive(Debug)]
pub enum ExprKind {
    Name(Name),
    Literal(Literal),
    /// `T{…}`; `ty` is `None` for an element whose type is left out (`{1, 2}` in `[]T{{1, 2}}`).
    Composite {
        ty: Option<ExprId>,
        elements: Vec<Element>,
        braces: Range,
    },
    Func(FuncIndex),
    Paren(ExprId),
    Selector {
        operand: ExprId,
        field: Ident,
    },
    /// `x[i]`, `f[T1, T2]`, `T[A]`.
    Index {
        operand: ExprId,
        indices: Vec<ExprId>,
    },
    Slice {
        operand: ExprId,
        bounds: [Option<ExprId>; 3],
    },
    /// `x.(T)`; `ty` is `None` for `x.(type)`.
    TypeAssert {
        operand: ExprId,
        ty: Option<ExprId>,
    },
    /// A call or a conversion. `args_range` is `(…)` with the parentheses; `is_spread` says `f(xs...)`.
    Call {
        callee: ExprId,
        args: Vec<ExprId>,
        is_spread: bool,
        args_range: Range,
    },
    /// `*x`, as a value or as a type.
    Star(ExprId),
    Unary {
        op: UnaryOp,
        operand: ExprId,
    },
    /// `<-x`.
    Receive(ExprId),
    Binary {
        op: BinaryOp,
        left: ExprId,
        right: ExprId,
    },
    /// `[n]T`, `[...]T` (no length).
    ArrayType {
        length: Option<ExprId>,
        element: ExprId,
    },
    SliceType(ExprId),
    MapType {
        key: ExprId,
        value: ExprId,
    },
    ChanType {
        dir: ChanDir,
        element: ExprId,
    },
    FuncType(Box<Signature>),
    StructType {
        fields: Vec<Field>,
        braces: Range,
    },
    /// Methods (`names` holds the method's name, `ty` its `FuncType`), embedded types and unions (no name).
    InterfaceType {
        elements: Vec<Field>,
        braces: Range,
    },
    /// `~T`, `A | B`: only in constraints.
    Constraint(Vec<ExprId>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Plus,
    Minus,
    Not,
    Complement,
    /// `&x`
    Address,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    AndNot,
    ShiftLeft,
    ShiftRight,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    LogicalAnd,
    LogicalOr,
}

#[derive(Debug)]
pub struct Stmt {
    pub kind: StmtKind,
    /// Without the newline or semicolon behind it. A `Case` or `Comm` ends with its last statement.
    pub range: Range,
    pub parent: Parent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `:=`
    Define,
    /// `+=` and the like.
    Update(BinaryOp),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchKind {
    Break,
    Continue,
    Goto,
    Fallthrough,
}

#[derive(Debug)]
pub enum StmtKind {
    Empty,
    /// The range holds the braces.
    Block(Vec<StmtId>),
    Expr(ExprId),
    Send {
        channel: ExprId,
        value: ExprId,
    },
    /// `x++`, `x--`.
    IncDec {
        operand: ExprId,
        is_increment: bool,
    },
    Assign {
        targets: Vec<ExprId>,
        op: AssignOp,
        values: Vec<ExprId>,
    },
    Go(ExprId),
    Defer(ExprId),
    Return(Vec<ExprId>),
    Branch {
        kind: BranchKind,
        label: Option<Ident>,
    },
    If {
        init: Option<StmtId>,
        condition: ExprId,
        then: StmtId,
        otherwise: Option<StmtId>,
    },
    /// `cases` are `Case`s.
    Switch {
        init: Option<StmtId>,
        tag: Option<ExprId>,
        cases: Vec<StmtId>,
    },
    /// `switch binding := subject.(type)`.
    TypeSwitch {
        init: Option<StmtId>,
        binding: Option<Ident>,
        subject: ExprId,
        cases: Vec<StmtId>,
    },
    /// `cases` are `Comm`s.
    Select {
        cases: Vec<StmtId>,
    },
    For {
        init: Option<StmtId>,
        condition: Option<ExprId>,
        post: Option<StmtId>,
        body: StmtId,
    },
    Range {
        targets: Vec<ExprId>,
        is_define: bool,
        operand: ExprId,
        body: StmtId,
    },
    Labeled {
        label: Ident,
        stmt: StmtId,
    },
    Vars(Vec<ValueSpec>),
    Consts(Vec<ValueSpec>),
    Types(Vec<TypeSpec>),
    /// `case a, b:` or `default:` of a switch.
    Case {
        values: Vec<ExprId>,
        is_default: bool,
        body: Vec<StmtId>,
    },
    /// `case <-c:`, `case v, ok := <-c:`, `case c <- v:` or `default:` (no `comm`) of a select.
    Comm {
        comm: Option<StmtId>,
        body: Vec<StmtId>,
    },
}

impl Ast {
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.stmts[id.0 as usize]
    }

    pub fn func(&self, index: FuncIndex) -> &Func {
        &self.funcs[index.0 as usize]
    }
}
