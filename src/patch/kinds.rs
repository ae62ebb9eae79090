//! What a metavariable may stand for, as its declaration says it: a kind, or Go types.

use super::declare::{Declarations, Kind, TypePattern};
use super::elision;
use super::fault::{Fault, did_you_mean};
use super::lines::{Line, Mark};
use super::names::{check_member, check_type};
use crate::model::is_predeclared;
use crate::source::Range;
use crate::syntax::ast::{Ast, Decl, ExprId, ExprKind, Field, Name};
use crate::syntax::parse::parse_range;

/// Words for what is no Go type.
const KINDS: &[&str] = &["identifier", "expression", "type", "statement"];

impl Declarations {
    pub(super) fn kind(&self, text: &str, line: u32) -> Result<Kind, Fault> {
        Ok(match text {
            "identifier" => Kind::Identifier,
            "expression" => Kind::Expression,
            "type" => Kind::Type,
            "statement" => Kind::Statement,
            "" => {
                let message = "the metavariable has no kind: a Go type, or `identifier`, `expression`, `type`, `statement`";
                return Err(Fault::new(line, message));
            }
            _ => {
                let alternatives = text.split('|').map(|ty| self.type_pattern(ty.trim(), line));
                Kind::Typed(
                    alternatives
                        .map(|pattern| pattern.map(std::sync::Arc::new))
                        .collect::<Result<_, _>>()?,
                )
            }
        })
    }

    pub(super) fn type_pattern(&self, text: &str, line: u32) -> Result<TypePattern, Fault> {
        let written = Line {
            number: line,
            text: text.to_string(),
        };
        let (side, _) = elision::sides(&[(Mark::Stays, written)])?;
        let source = format!("var _ {}", side.text.trim_end());
        let ast = parse_range(&source, Range::new(0, source.len() as u32));
        let wrong = || Fault::new(line, format!("`{text}` is no Go type"));
        if ast.damaged.is_some() {
            return Err(wrong());
        }
        let Decl::Vars(specs) = &ast.decl else {
            return Err(wrong());
        };
        let ty = match specs.as_slice() {
            [spec] if spec.values.is_empty() => spec.ty.ok_or_else(wrong)?,
            _ => return Err(wrong()),
        };
        self.check_types(&ast, ty, line)?;
        Ok(TypePattern { ast, ty })
    }

    /// Every name in a type means something.
    pub(super) fn check_types(&self, ast: &Ast, ty: ExprId, line: u32) -> Result<(), Fault> {
        let fields = |fields: &[Field]| {
            let mut fields = fields.iter();
            fields.try_for_each(|field| self.check_types(ast, field.ty, line))
        };
        match &ast.expr(ty).kind {
            ExprKind::Name(name) => {
                let is_known = is_predeclared(name)
                    || elision::is_elision(name)
                    || self
                        .variable(*name)
                        .is_some_and(|variable| matches!(variable.kind, Kind::Type));
                if is_known {
                    return Ok(());
                }
                let words = KINDS.iter().copied().chain(self.names());
                let near = did_you_mean(name, words);
                let message = format!(
                    "`{name}` is no type that the patch knows{near}; a type of your own is written with its package: `import \"module/path\"`, then `path.{name}`"
                );
                Err(Fault::new(line, message))
            }
            ExprKind::Selector { operand, field } => {
                let ExprKind::Name(package) = ast.expr(*operand).kind else {
                    return Err(Fault::new(line, "this is no Go type"));
                };
                self.check_package_member(package, field.name, line)?;
                let path = self.packages.path(package).unwrap_or_default();
                check_type(path, &field.name).map_err(|near| {
                    let message = format!(
                        "chanfix knows no type `{}` of the package {path}{near}",
                        field.name
                    );
                    Fault::new(line, message)
                })
            }
            ExprKind::Paren(inner)
            | ExprKind::Star(inner)
            | ExprKind::SliceType(inner)
            | ExprKind::ArrayType { element: inner, .. }
            | ExprKind::ChanType { element: inner, .. } => self.check_types(ast, *inner, line),
            ExprKind::MapType { key, value } => {
                self.check_types(ast, *key, line)?;
                self.check_types(ast, *value, line)
            }
            ExprKind::Index { operand, indices } => {
                self.check_types(ast, *operand, line)?;
                let mut indices = indices.iter();
                indices.try_for_each(|&index| self.check_types(ast, index, line))
            }
            ExprKind::FuncType(signature) => {
                fields(&signature.params)?;
                fields(&signature.results)
            }
            ExprKind::StructType { fields: list, .. } => fields(list),
            ExprKind::InterfaceType { elements, .. } if elements.is_empty() => Ok(()),
            _ => Err(Fault::new(
                line,
                "this type cannot be asked for; name it, or say `expression`",
            )),
        }
    }

    /// A package's name stands for a package, and what is known of it has the member.
    pub(super) fn check_package_member(
        &self,
        package: Name,
        member: Name,
        line: u32,
    ) -> Result<(), Fault> {
        let Some(path) = self.packages.path(package) else {
            let near = did_you_mean(&package, self.packages.names().chain(self.names()));
            let message = format!(
                "`{package}` is neither a metavariable nor a package that the patch knows{near}; declare it: `import \"module/path/{package}\"`"
            );
            return Err(Fault::new(line, message));
        };
        check_member(path, &member)
            .map_err(|near| Fault::new(line, format!("the package {path} has no `{member}`{near}")))
    }
}
