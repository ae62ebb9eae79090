//! Types as Go writes them.

use super::package::Package;
use super::symbol::ExprRef;
use super::types::{FuncType, Type};
use crate::syntax::ast::{ChanDir, ExprKind};

impl Package<'_> {
    /// A type as a Go developer would write it; `?` for what is unknown.
    pub fn type_text(&self, ty: &Type) -> String {
        let list = |types: &[Type]| {
            types
                .iter()
                .map(|ty| self.type_text(ty))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match ty {
            Type::Unknown => "?".to_string(),
            Type::Basic(name) => name.to_string(),
            Type::Nil => "nil".to_string(),
            Type::Named(symbol, args) => {
                let name = self.symbol(*symbol).name;
                let directory = self.directory(symbol.decl.dir);
                let package = self.file_of(symbol.decl).package;
                let qualifier = if directory.id == self.home().id {
                    String::new()
                } else {
                    format!("{package}.")
                };
                let args = if args.is_empty() {
                    String::new()
                } else {
                    format!("[{}]", list(args))
                };
                format!("{qualifier}{name}{args}")
            }
            Type::Param(symbol) => self.symbol(*symbol).name.to_string(),
            Type::Pointer(to) => format!("*{}", self.type_text(to)),
            Type::Slice(of) => format!("[]{}", self.type_text(of)),
            Type::Array(of) => format!("[…]{}", self.type_text(of)),
            Type::Map(key, value) => {
                format!("map[{}]{}", self.type_text(key), self.type_text(value))
            }
            Type::Chan(dir, of) => {
                let keyword = match dir {
                    ChanDir::Both => "chan",
                    ChanDir::Send => "chan<-",
                    ChanDir::Receive => "<-chan",
                };
                format!("{keyword} {}", self.type_text(of))
            }
            Type::Func(func) => self.func_text(func),
            Type::Struct(at) => self.members_text("struct", *at),
            Type::Interface(at) => self.members_text("interface", *at),
            Type::Tuple(types) => format!("({})", list(types)),
        }
    }

    fn members_text(&self, keyword: &str, at: ExprRef) -> String {
        let is_empty = match &self.expr(at).kind {
            ExprKind::StructType {
                fields: members, ..
            }
            | ExprKind::InterfaceType {
                elements: members, ..
            } => members.is_empty(),
            _ => false,
        };
        let inside = if is_empty { "" } else { "…" };
        format!("{keyword}{{{inside}}}")
    }

    fn func_text(&self, func: &FuncType) -> String {
        let list = |types: &[Type]| {
            types
                .iter()
                .map(|ty| self.type_text(ty))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let results = match func.results.as_slice() {
            [] => String::new(),
            [one] => format!(" {}", self.type_text(one)),
            several => format!(" ({})", list(several)),
        };
        format!("func({}){results}", list(&func.params))
    }
}
