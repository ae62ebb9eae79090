//! Build expressions: `//go:build` lines and the older `// +build` lines, as trees.

use crate::workspace::version::Version;

/// More operators, parentheses and tags than this are refused; Go refuses them too, and it bounds the depth of the tree.
const LARGEST: usize = 1000;

/// The same for `// +build` lines.
const LARGEST_LEGACY: usize = 100;

/// The condition under which a file is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    Always,
    Tag(Box<str>),
    Not(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
}

impl Expression {
    /// Reads what stands behind `//go:build`; nothing if Go would refuse it.
    pub(super) fn parse(text: &str) -> Option<Expression> {
        let mut parser = Parser {
            tokens: tokens(text)?,
            next: 0,
        };
        let expression = parser.or()?;
        (parser.next == parser.tokens.len()).then_some(expression)
    }

    /// Reads what stands behind `// +build`: words are alternatives, commas join, `!` negates.
    pub(super) fn parse_legacy(text: &str) -> Option<Expression> {
        if text.split([' ', '\t', ',']).count() > LARGEST_LEGACY {
            return None;
        }
        let clauses = text.split_whitespace().map(|clause| {
            clause
                .split(',')
                .map(legacy_literal)
                .reduce(Expression::and)
                .unwrap_or_else(|| Expression::tag("ignore"))
        });
        Some(
            clauses
                .reduce(Expression::or)
                .unwrap_or_else(|| Expression::tag("ignore")),
        )
    }

    pub(super) fn tag(name: &str) -> Expression {
        Expression::Tag(name.into())
    }

    pub(super) fn and(self, other: Expression) -> Expression {
        match (self, other) {
            (Expression::Always, only) | (only, Expression::Always) => only,
            (left, right) => Expression::And(Box::new(left), Box::new(right)),
        }
    }

    fn or(self, other: Expression) -> Expression {
        Expression::Or(Box::new(self), Box::new(other))
    }

    /// Its value where `is_set` says which tags are.
    pub fn holds(&self, is_set: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Expression::Always => true,
            Expression::Tag(tag) => is_set(tag),
            Expression::Not(inner) => !inner.holds(is_set),
            Expression::And(left, right) => left.holds(is_set) && right.holds(is_set),
            Expression::Or(left, right) => left.holds(is_set) || right.holds(is_set),
        }
    }

    /// Each tag in it, with repetitions.
    pub(super) fn tags<'expression>(&'expression self, found: &mut Vec<&'expression str>) {
        match self {
            Expression::Always => {}
            Expression::Tag(tag) => found.push(tag),
            Expression::Not(inner) => inner.tags(found),
            Expression::And(left, right) | Expression::Or(left, right) => {
                left.tags(found);
                right.tags(found);
            }
        }
    }

    /// The oldest Go release with which it can hold, if it names one that it needs.
    ///
    /// The same structural rule as `go/build/constraint.GoVersion`: each tag and each negated tag counts as possible.
    pub(super) fn release(&self) -> Option<Version> {
        self.release_if(true)
    }

    /// The oldest release with which it can be `value`.
    fn release_if(&self, value: bool) -> Option<Version> {
        match self {
            Expression::Always => None,
            Expression::Tag(tag) if value => Version::of_release_tag(tag),
            Expression::Tag(_) => None,
            Expression::Not(inner) => inner.release_if(!value),
            // `None` is older than every version, so that the two rules are the larger and the smaller of the two.
            Expression::And(left, right) if value => {
                left.release_if(value).max(right.release_if(value))
            }
            Expression::Or(left, right) if !value => {
                left.release_if(value).max(right.release_if(value))
            }
            Expression::And(left, right) | Expression::Or(left, right) => {
                left.release_if(value).min(right.release_if(value))
            }
        }
    }
}

fn legacy_literal(literal: &str) -> Expression {
    let (negated, name) = match literal.strip_prefix('!') {
        Some(name) => (true, name),
        None => (false, literal),
    };
    // Go takes a malformed word for a tag that is never set; behind two `!` it takes the whole for one.
    if negated && (name.is_empty() || name.starts_with('!')) {
        return Expression::tag("ignore");
    }
    let tag = Expression::tag(if !name.is_empty() && name.chars().all(is_tag_character) {
        name
    } else {
        "ignore"
    });
    if negated {
        Expression::Not(Box::new(tag))
    } else {
        tag
    }
}

fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '.'
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'text> {
    Open,
    Close,
    Not,
    And,
    Or,
    Tag(&'text str),
}

fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start_matches([' ', '\t']);
    while let Some(first) = rest.chars().next() {
        let length = rest
            .find(|character| !is_tag_character(character))
            .unwrap_or(rest.len());
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '!' => (Token::Not, 1),
            '&' if rest.starts_with("&&") => (Token::And, 2),
            '|' if rest.starts_with("||") => (Token::Or, 2),
            _ if length > 0 => (Token::Tag(&rest[..length]), length),
            _ => return None,
        };
        tokens.push(token);
        if tokens.len() > LARGEST {
            return None;
        }
        rest = rest[length..].trim_start_matches([' ', '\t']);
    }
    Some(tokens)
}

struct Parser<'text> {
    tokens: Vec<Token<'text>>,
    next: usize,
}

impl Parser<'_> {
    fn or(&mut self) -> Option<Expression> {
        let mut left = self.and()?;
        while self.accept(Token::Or) {
            left = left.or(self.and()?);
        }
        Some(left)
    }

    fn and(&mut self) -> Option<Expression> {
        let mut left = self.not()?;
        while self.accept(Token::And) {
            left = left.and(self.not()?);
        }
        Some(left)
    }

    fn not(&mut self) -> Option<Expression> {
        if !self.accept(Token::Not) {
            return self.atom();
        }
        // `!!x` is an error to Go.
        if self.tokens.get(self.next) == Some(&Token::Not) {
            return None;
        }
        Some(Expression::Not(Box::new(self.atom()?)))
    }

    fn atom(&mut self) -> Option<Expression> {
        if self.accept(Token::Open) {
            let inner = self.or()?;
            return self.accept(Token::Close).then_some(inner);
        }
        let Some(Token::Tag(tag)) = self.tokens.get(self.next) else {
            return None;
        };
        self.next += 1;
        Some(Expression::tag(tag))
    }

    fn accept(&mut self, token: Token<'_>) -> bool {
        let is_next = self.tokens.get(self.next) == Some(&token);
        self.next += usize::from(is_next);
        is_next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, set: &[&str]) -> bool {
        Expression::parse(text)
            .expect(text)
            .holds(&|tag| set.contains(&tag))
    }

    #[test]
    fn operators_bind_as_in_go() {
        assert!(value("a || b && c", &["a"]));
        assert!(!value("(a || b) && c", &["a"]));
        assert!(value("!a&&b", &["b"]));
        assert!(value("!(a || b)", &[]));
        assert!(value("386 && amd64.v2", &["386", "amd64.v2"]));
    }

    #[test]
    fn what_go_refuses_is_refused() {
        for text in [
            "", "a b", "a &&", "!!a", "(a", "a)", "a & b", "a-b", "||", "()",
        ] {
            assert_eq!(Expression::parse(text), None, "{text}");
        }
    }

    #[test]
    fn deep_and_long_expressions_are_refused_or_read_without_harm() {
        assert_eq!(Expression::parse(&"(".repeat(100_000)), None);
        assert_eq!(Expression::parse(&"a||".repeat(100_000)), None);
        let deep = format!("{}a{}", "(".repeat(400), ")".repeat(400));
        assert_eq!(Expression::parse(&deep), Some(Expression::tag("a")));
    }

    #[test]
    fn legacy_lines_join_by_comma_and_choose_by_space() {
        let holds = |text: &str, set: &[&str]| {
            Expression::parse_legacy(text)
                .expect(text)
                .holds(&|tag| set.contains(&tag))
        };
        assert!(holds("linux,386 darwin,!cgo", &["darwin"]));
        assert!(holds("linux,386 darwin,!cgo", &["linux", "386", "cgo"]));
        assert!(!holds("linux,386 darwin,!cgo", &["darwin", "cgo"]));
        assert!(!holds("", &[]) && !holds("!!a", &[]) && !holds("a-b", &["a-b"]));
    }

    #[test]
    fn the_release_is_the_one_that_cannot_be_missed() {
        let release = |text: &str| {
            Expression::parse(text)
                .expect(text)
                .release()
                .map(|version| version.minor)
        };
        assert_eq!(release("linux && go1.22"), Some(22));
        assert_eq!(
            release("(linux && go1.22) || (windows && go1.20)"),
            Some(20)
        );
        assert_eq!(release("go1.18 && go1.21"), Some(21));
        assert_eq!(release("linux"), None);
        assert_eq!(release("linux || (windows && go1.22)"), None);
        assert_eq!(release("!go1.22"), None);
        assert_eq!(release("!(!go1.22 || linux)"), Some(22));
        assert_eq!(release("go1"), Some(0));
    }
}
