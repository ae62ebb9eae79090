//! The types that have an atomic counterpart.

use crate::model::types::Type;

/// The type of a variable that can be atomic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Int,
    Int32,
    Int64,
    Uint,
    Uint32,
    Uint64,
    Uintptr,
}

impl Kind {
    pub(super) fn of(ty: &Type) -> Option<Kind> {
        let Type::Basic(name) = ty else {
            return None;
        };
        Some(match &**name {
            "bool" => Kind::Bool,
            "int" => Kind::Int,
            "int32" => Kind::Int32,
            "int64" => Kind::Int64,
            "uint" => Kind::Uint,
            "uint32" => Kind::Uint32,
            "uint64" => Kind::Uint64,
            "uintptr" => Kind::Uintptr,
            _ => return None,
        })
    }

    /// The type as it was.
    pub(super) fn source(self) -> &'static str {
        match self {
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::Int32 => "int32",
            Kind::Int64 => "int64",
            Kind::Uint => "uint",
            Kind::Uint32 => "uint32",
            Kind::Uint64 => "uint64",
            Kind::Uintptr => "uintptr",
        }
    }

    /// The type that an atomic variable yields and takes; a `bool` is an `int32` to the functions.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Bool | Kind::Int32 => "int32",
            Kind::Int | Kind::Int64 => "int64",
            Kind::Uint32 => "uint32",
            Kind::Uint | Kind::Uint64 => "uint64",
            Kind::Uintptr => "uintptr",
        }
    }

    /// What the names of its atomic type and functions end with.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Kind::Bool => "Bool",
            Kind::Int32 => "Int32",
            Kind::Int | Kind::Int64 => "Int64",
            Kind::Uint32 => "Uint32",
            Kind::Uint | Kind::Uint64 => "Uint64",
            Kind::Uintptr => "Uintptr",
        }
    }

    /// Whether values are converted on their way in and out.
    pub(super) fn is_converted(self) -> bool {
        matches!(self, Kind::Int | Kind::Uint)
    }

    pub(super) fn is_unsigned(self) -> bool {
        matches!(
            self,
            Kind::Uint | Kind::Uint32 | Kind::Uint64 | Kind::Uintptr
        )
    }

    /// Whether 32-bit machines need it to lie at a multiple of eight bytes.
    pub(super) fn is_wide(self) -> bool {
        matches!(self.word(), "int64" | "uint64")
    }
}
