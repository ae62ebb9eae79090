//! Go's predeclared names.

pub(crate) fn is_predeclared(name: &str) -> bool {
    is_basic_type(name)
        || is_builtin_function(name)
        || matches!(name, "true" | "false" | "nil" | "iota")
}

pub(crate) fn is_basic_type(name: &str) -> bool {
    matches!(
        name,
        "bool"
            | "string"
            | "error"
            | "any"
            | "comparable"
            | "byte"
            | "rune"
            | "uintptr"
            | "int"
            | "int8"
            | "int16"
            | "int32"
            | "int64"
            | "uint"
            | "uint8"
            | "uint16"
            | "uint32"
            | "uint64"
            | "float32"
            | "float64"
            | "complex64"
            | "complex128"
    )
}

pub(crate) fn is_builtin_function(name: &str) -> bool {
    matches!(
        name,
        "append"
            | "cap"
            | "clear"
            | "close"
            | "complex"
            | "copy"
            | "delete"
            | "imag"
            | "len"
            | "make"
            | "max"
            | "min"
            | "new"
            | "panic"
            | "print"
            | "println"
            | "real"
            | "recover"
    )
}
