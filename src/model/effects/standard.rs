//! Functions of the standard library that are known to be harmless, or to wait.

use super::super::package::Package;
use super::super::resolve::name;
use super::super::symbol::*;
use super::super::types::Type;
use crate::syntax::ast::*;

/// How deep the types of values to be printed are looked into.
const DEPTH: u32 = 4;

/// What is known of a function out of sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standard {
    /// It takes no lock that others can see, does not wait, and calls nothing but functions that it is given.
    Harmless,
    Blocks,
}

/// Packages all of whose functions are harmless.
const HARMLESS: &[&str] = &[
    "bytes",
    "cmp",
    "encoding/base64",
    "encoding/binary",
    "encoding/hex",
    "errors",
    "hash/crc32",
    "maps",
    "math",
    "math/bits",
    "math/rand",
    "math/rand/v2",
    "path",
    "slices",
    "strconv",
    "strings",
    "sync/atomic",
    "unicode",
    "unicode/utf16",
    "unicode/utf8",
    "go.uber.org/atomic",
];

/// Harmless functions of other packages.
const FUNCTIONS: &[(&str, &[&str])] = &[
    (
        "context",
        &[
            "Background",
            "TODO",
            "WithCancel",
            "WithCancelCause",
            "WithDeadline",
            "WithTimeout",
            "WithValue",
            "WithoutCancel",
            "Cause",
            "Deadline",
            "Done",
            "Err",
            "Value",
        ],
    ),
    ("crypto/sha256", &["Sum256", "New"]),
    ("crypto/md5", &["Sum", "New"]),
    (
        "net",
        &["ParseIP", "ParseCIDR", "JoinHostPort", "SplitHostPort"],
    ),
    ("os", &["Getenv", "Getpid", "IsNotExist", "IsExist"]),
    (
        "path/filepath",
        &[
            "Base",
            "Clean",
            "Dir",
            "Ext",
            "FromSlash",
            "Join",
            "ToSlash",
        ],
    ),
    ("reflect", &["DeepEqual", "TypeOf", "ValueOf"]),
    ("runtime", &["Caller", "GC", "NumCPU", "NumGoroutine"]),
    (
        "sort",
        &[
            "Float64s",
            "Ints",
            "Search",
            "SearchInts",
            "SearchStrings",
            "Slice",
            "SliceStable",
            "Strings",
        ],
    ),
    (
        "sync",
        &[
            "Cond.Broadcast",
            "Cond.Signal",
            "Map.Clear",
            "Map.CompareAndDelete",
            "Map.CompareAndSwap",
            "Map.Delete",
            "Map.Load",
            "Map.LoadAndDelete",
            "Map.LoadOrStore",
            "Map.Range",
            "Map.Store",
            "Map.Swap",
            "NewCond",
            "Once.Do",
            "Pool.Put",
            "WaitGroup.Add",
            "WaitGroup.Done",
            "WaitGroup.Go",
        ],
    ),
];

/// Functions that wait.
const BLOCKING: &[(&str, &[&str])] = &[
    ("io", &["Copy", "ReadAll", "ReadFull"]),
    (
        "os",
        &[
            "Create",
            "Open",
            "OpenFile",
            "ReadFile",
            "Remove",
            "WriteFile",
        ],
    ),
    ("sync", &["Cond.Wait", "WaitGroup.Wait"]),
    ("time", &["Sleep"]),
];

/// Functions of `fmt` and `log` that print into a string, and those that write.
const PRINTING: &[(&str, &[&str], Standard)] = &[
    (
        "fmt",
        &["Sprint", "Sprintf", "Sprintln", "Errorf"],
        Standard::Harmless,
    ),
    ("fmt", &["Print", "Printf", "Println"], Standard::Blocks),
    ("log", &["Print", "Printf", "Println"], Standard::Blocks),
];

/// What is known of the function that `call` calls; `None` where nothing is.
pub(super) fn classify(package: &Package, call: ExprRef) -> Option<Standard> {
    let ExprKind::Call { callee, args, .. } = &package.expr(call).kind else {
        return None;
    };
    let here = |expr: ExprId| ExprRef {
        decl: call.decl,
        expr,
    };
    let mut callee = *callee;
    while let ExprKind::Paren(inner) | ExprKind::Index { operand: inner, .. } =
        package.ast(call.decl).expr(callee).kind
    {
        callee = inner;
    }
    let (path, function) = package.qualified(here(callee))?;
    let lists = |table: &[(&str, &[&str])]| {
        table
            .iter()
            .any(|(of, names)| *of == path && names.contains(&function.as_str()))
    };
    let printing = PRINTING
        .iter()
        .find(|(of, names, _)| *of == path && names.contains(&function.as_str()));
    if let Some(&(_, _, standard)) = printing {
        let are_plain = args
            .iter()
            .all(|&arg| prints_plainly(package, &package.type_of(here(arg)), DEPTH));
        return are_plain.then_some(standard);
    }
    if lists(BLOCKING) {
        return Some(Standard::Blocks);
    }
    // What is given to these must be in sight: a function that is a variable's value could be any.
    let is_given_any = || {
        args.iter().any(|&arg| {
            let is_function = matches!(
                package.underlying(&package.type_of(here(arg))),
                Type::Func(_)
            );
            is_function
                && !matches!(
                    package.function_value(here(arg)),
                    Some(
                        super::super::flow::Callee::Literal(_)
                            | super::super::flow::Callee::Func(_)
                    )
                )
        })
    };
    let is_harmless = HARMLESS.contains(&path.as_str()) || lists(FUNCTIONS) || path == "time";
    (is_harmless && !is_given_any()).then_some(Standard::Harmless)
}

/// Whether printing a value runs no method of its own.
fn prints_plainly(package: &Package, ty: &Type, depth: u32) -> bool {
    if depth == 0 {
        return false;
    }
    match ty {
        Type::Basic(basic) => !matches!(&**basic, "error" | "any"),
        Type::Nil => true,
        Type::Slice(of) | Type::Array(of) => prints_plainly(package, of, depth - 1),
        Type::Map(key, value) => {
            prints_plainly(package, key, depth - 1) && prints_plainly(package, value, depth - 1)
        }
        Type::Named(symbol, _) => {
            let home = package.directory(symbol.decl.dir);
            if home.import_path.as_deref() == Some("time") {
                return true;
            }
            let prints_itself = ["Error", "Format", "GoString", "String"]
                .iter()
                .any(|method| package.member(ty, name(method)).is_some());
            !prints_itself && matches!(package.underlying(ty), Type::Basic(_))
        }
        _ => false,
    }
}

/// Whether a function is what cancels a context.
pub(super) fn is_cancel(package: &Package, ty: &Type) -> bool {
    let Type::Named(symbol, _) = ty else {
        return false;
    };
    let home = package.directory(symbol.decl.dir);
    home.import_path.as_deref() == Some("context")
        && matches!(
            &*package.symbol(*symbol).name,
            "CancelFunc" | "CancelCauseFunc"
        )
}
