//! Symbols: what names stand for.

use crate::source::{Range, Span};
use crate::syntax::ast::{ExprId, FuncIndex, Name};

/// A directory of Go files, by its number in the workspace.
pub use crate::workspace::DirId;

/// A top-level declaration of a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclId {
    pub dir: DirId,
    pub index: u32,
}

/// Something that has a name: the `index`th symbol that the declaration introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolId {
    pub decl: DeclId,
    pub index: u32,
}

/// A function: declared, or a literal inside a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FuncId {
    pub decl: DeclId,
    pub index: FuncIndex,
}

/// An expression of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprRef {
    pub decl: DeclId,
    pub expr: ExprId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    Type,
    TypeParam,
    Func,
    Method,
    Field,
    /// A method in an interface.
    InterfaceMethod,
    Var,
    Receiver,
    Param,
    Result,
    Const,
    Label,
}

#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: Name,
    pub kind: SymbolKind,
    /// The identifier in its declaration; for an embedded field the identifier in its type.
    pub range: Range,
    /// The function that declares it; `None` at package level and for fields.
    pub func: Option<FuncIndex>,
    pub ty: TypeSource,
}

/// Where the type of a symbol is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeSource {
    /// The type expression that declares it.
    Declared(ExprId),
    /// `...T` of a variadic parameter.
    Variadic(ExprId),
    /// The `position`th of the `count` values on the left of a value (`count` > 1: a tuple, or `v, ok`).
    Value {
        value: ExprId,
        position: u32,
        count: u32,
    },
    RangeKey(ExprId),
    RangeValue(ExprId),
    /// A type switch's variable in a clause with one type.
    SwitchCase(ExprId),
    /// A declared function or method.
    Func(FuncIndex),
    /// The symbol is a type: its right-hand side.
    Type(ExprId),
    /// An embedded field of this type.
    Unknown,
}

/// What an identifier in an expression was found to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Nothing known of that name (or not an identifier).
    Unresolved,
    /// A symbol of the same declaration, by its index.
    Local(u32),
    /// A package-level name of the directory, in this file's package.
    Package(DeclId, u32),
    /// An imported package: the index into the file's imports.
    Import(u32),
    /// A predeclared name.
    Universe,
    Blank,
}

/// A symbol's identifier, for messages and for `Fix::about`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    pub name: Name,
    pub span: Span,
}
