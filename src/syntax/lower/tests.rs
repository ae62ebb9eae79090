//! Every form of Go's syntax, and what becomes of it.

use crate::cut::cut;
use crate::source::Range;
use crate::syntax::ast::*;
use crate::syntax::dump;
use crate::syntax::parse::parse_declaration;

/// The tree of a file's only declaration.
fn parse(text: &str) -> Ast {
    let outline = cut(text);
    assert_eq!(outline.damaged, None, "{text}");
    assert_eq!(outline.decls.len(), 1, "{text}");
    parse_declaration(text, &outline.decls[0])
}

fn declaration(declaration: &str) -> String {
    let text = format!("package p\n\n{declaration}\n");
    let ast = parse(&text);
    assert_eq!(ast.damaged, None, "{text}");
    assert_ranges_fit(&ast, &text);
    dump(&ast, &text)
}

/// The dump of statements in a function, without the function.
fn statements(statements: &str) -> String {
    let dumped = declaration(&format!("func f() {{\n{statements}\n}}"));
    let body = dumped
        .split_once("(block")
        .expect("a function has a body")
        .1;
    // The block and the function close with the last two parentheses.
    one_line(&body[..body.len() - 2])
}

fn one_line(dumped: &str) -> String {
    dumped.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The dump of an expression.
fn expression(expression: &str) -> String {
    let dumped = declaration(&format!("var _ = {expression}"));
    let flat = one_line(&dumped);
    let inner = flat
        .strip_prefix("(vars (value _ (= ")
        .expect("a variable has a value");
    inner[..inner.len() - 3].to_string()
}

/// The dump of a type.
fn type_of(ty: &str) -> String {
    let dumped = declaration(&format!("var _ {ty}"));
    let flat = one_line(&dumped);
    let inner = flat
        .strip_prefix("(vars (value _ (of ")
        .expect("a variable has a type");
    inner[..inner.len() - 3].to_string()
}

/// Whether every node lies in its parent, and every name says what the source says.
fn assert_ranges_fit(ast: &Ast, text: &str) {
    let fits = |range: Range, parent: Parent| match parent {
        Parent::Decl => true,
        Parent::Expr(parent) => ast.expr(parent).range.contains(range),
        Parent::Stmt(parent) => ast.stmt(parent).range.contains(range),
        Parent::Func(parent) => ast.func(parent).range.contains(range),
    };
    for expr in &ast.exprs {
        assert!(fits(expr.range, expr.parent), "{expr:?} in {text}");
        if let ExprKind::Name(name) = &expr.kind {
            assert_eq!(**name, *expr.range.of(text));
        }
    }
    for stmt in &ast.stmts {
        assert!(fits(stmt.range, stmt.parent), "{stmt:?} in {text}");
    }
}

#[test]
fn names_and_literals() {
    assert_eq!(expression("x"), "(name x)");
    assert_eq!(expression("nil"), "(name nil)");
    assert_eq!(expression("iota"), "(name iota)");
    assert_eq!(expression("0x1F_FF"), "(int 0x1F_FF)");
    assert_eq!(expression("1.5e3"), "(float 1.5e3)");
    assert_eq!(expression("2i"), "(imaginary 2i)");
    assert_eq!(expression(r"'\''"), r"(rune '\'')");
    assert_eq!(expression(r#""a\"b""#), r#"(string "a\"b")"#);
    assert_eq!(expression("`a`"), "(string `a`)");
}

#[test]
fn suffixes() {
    assert_eq!(expression("a.b.c"), "(select (select (name a) b) c)");
    assert_eq!(expression("a[i]"), "(index (name a) (name i))");
    assert_eq!(expression("a[:]"), "(slice (name a) - - -)");
    assert_eq!(expression("a[1:]"), "(slice (name a) (int 1) - -)");
    assert_eq!(expression("a[:2:3]"), "(slice (name a) - (int 2) (int 3))");
    assert_eq!(expression("x.(T)"), "(assert (name x) (name T))");
    assert_eq!(expression("f()"), "(call (name f))");
    assert_eq!(
        expression("a.f(1, xs...)"),
        "(call (select (name a) f) (int 1) (name xs) ...)"
    );
    assert_eq!(
        expression("f(1)(2).g"),
        "(select (call (call (name f) (int 1)) (int 2)) g)"
    );
}

#[test]
fn operators() {
    assert_eq!(expression("a + b*c"), "(+ (name a) (* (name b) (name c)))");
    assert_eq!(
        expression("a - b - c"),
        "(- (- (name a) (name b)) (name c))"
    );
    assert_eq!(
        expression("a && !b || c"),
        "(|| (&& (name a) (! (name b))) (name c))"
    );
    assert_eq!(
        expression("a &^ b << 2"),
        "(<< (&^ (name a) (name b)) (int 2))"
    );
    assert_eq!(expression("-a + ^b"), "(+ (- (name a)) (^ (name b)))");
    assert_eq!(expression("*p.q"), "(star (select (name p) q))");
    assert_eq!(expression("&T{}"), "(& (composite (name T)))");
    assert_eq!(expression("<-c"), "(<- (name c))");
    assert_eq!(expression("(a)"), "(paren (name a))");
}

#[test]
fn literals_of_composite_types() {
    assert_eq!(
        expression("T{1, 2}"),
        "(composite (name T) (int 1) (int 2))"
    );
    assert_eq!(
        expression("p.T{a: 1}"),
        "(composite (select (name p) T) (: (name a) (int 1)))"
    );
    assert_eq!(
        expression("[]T{{1}, {a: 2}}"),
        "(composite (slice-of (name T)) (composite - (int 1)) (composite - (: (name a) (int 2))))"
    );
    assert_eq!(
        expression("map[K]V{{1}: {2}}"),
        "(composite (map (name K) (name V)) (: (composite - (int 1)) (composite - (int 2))))"
    );
    assert_eq!(
        expression("[...]int{2: 1}"),
        "(composite (array-of (name int)) (: (int 2) (int 1)))"
    );
    assert_eq!(
        expression("T[int]{}"),
        "(composite (index (name T) (name int)))"
    );
    assert_eq!(
        expression("struct{ a int }{1}"),
        "(composite (struct (field a (name int))) (int 1))"
    );
}

#[test]
fn conversions_are_calls() {
    assert_eq!(expression("T(x)"), "(call (name T) (name x))");
    assert_eq!(
        expression("[]byte(x)"),
        "(call (slice-of (name byte)) (name x))"
    );
    assert_eq!(
        expression("(*T)(x)"),
        "(call (paren (star (name T))) (name x))"
    );
    assert_eq!(
        expression("(<-chan int)(x)"),
        "(call (paren (<-chan (name int))) (name x))"
    );
    assert_eq!(
        expression("(func())(x)"),
        "(call (paren (func-type (params))) (name x))"
    );
    assert_eq!(expression("interface{}(x)"), "(call (interface) (name x))");
    assert_eq!(
        expression("map[K]V(x)"),
        "(call (map (name K) (name V)) (name x))"
    );
}

#[test]
fn prefixes_apply_after_suffixes() {
    assert_eq!(expression("*T(x)"), "(star (call (name T) (name x)))");
    assert_eq!(
        expression("*(*T)(x).f"),
        "(star (select (call (paren (star (name T))) (name x)) f))"
    );
    assert_eq!(
        expression("<-chan int(x)"),
        "(<- (call (chan (name int)) (name x)))"
    );
    assert_eq!(
        expression("[]T[K](x)"),
        "(call (slice-of (index (name T) (name K))) (name x))"
    );
    assert_eq!(
        expression("-p.T(x).y"),
        "(- (select (call (select (name p) T) (name x)) y))"
    );
}

#[test]
fn instantiations_are_indices() {
    assert_eq!(
        expression("f[T](x)"),
        "(call (index (name f) (name T)) (name x))"
    );
    assert_eq!(
        expression("f[T, []U]"),
        "(index (name f) (name T) (slice-of (name U)))"
    );
    assert_eq!(
        expression("f[*T](x)"),
        "(call (index (name f) (star (name T))) (name x))"
    );
    assert_eq!(
        expression("f[i|j](x)"),
        "(call (index (name f) (| (name i) (name j))) (name x))"
    );
    assert_eq!(
        expression("p.f[p.T]()"),
        "(call (index (select (name p) f) (select (name p) T)))"
    );
}

#[test]
fn new_and_make_take_types_and_values() {
    assert_eq!(expression("new(T)"), "(call (name new) (name T))");
    assert_eq!(
        expression("new([]int)"),
        "(call (name new) (slice-of (name int)))"
    );
    assert_eq!(
        expression("new(1 + x)"),
        "(call (name new) (+ (int 1) (name x)))"
    );
    assert_eq!(
        expression("new(f(x))"),
        "(call (name new) (call (name f) (name x)))"
    );
    assert_eq!(
        expression("make(chan T, n)"),
        "(call (name make) (chan (name T)) (name n))"
    );
    assert_eq!(
        expression("make([]p.T[K], 0)"),
        "(call (name make) (slice-of (index (select (name p) T) (name K))) (int 0))"
    );
    assert_eq!(
        expression("x.new(1)"),
        "(call (select (name x) new) (int 1))"
    );
}

#[test]
fn function_literals() {
    assert_eq!(
        expression("func(a int) error { return nil }"),
        "(func (params (field a (name int))) (results (field (name error))) (block (return (name nil))))"
    );
    let text = "package p\n\nvar x = func() { go func() {}() }\n";
    let ast = parse(text);
    assert_eq!(ast.funcs[0].parent, None);
    assert_eq!(ast.funcs[1].parent, Some(FuncIndex(0)));
    let literal = ast.funcs[1].literal.expect("a literal has an expression");
    assert_eq!(ast.expr(literal).range.of(text), "func() {}");
}

#[test]
fn types() {
    assert_eq!(type_of("p.T"), "(select (name p) T)");
    assert_eq!(type_of("*[]T"), "(star (slice-of (name T)))");
    assert_eq!(type_of("[n]T"), "(array (name n) (name T))");
    assert_eq!(type_of("map[K][]V"), "(map (name K) (slice-of (name V)))");
    assert_eq!(
        type_of("T[K, *V]"),
        "(index (name T) (name K) (star (name V)))"
    );
    assert_eq!(type_of("(T)"), "(paren (name T))");
    assert_eq!(
        type_of("func(int, ...string) (n int, err error)"),
        "(func-type (params (field (name int)) (variadic (name string))) \
         (results (field n (name int)) (field err (name error))))"
    );
}

#[test]
fn channel_directions_belong_to_the_leftmost_channel() {
    assert_eq!(type_of("chan T"), "(chan (name T))");
    assert_eq!(type_of("chan<- T"), "(chan<- (name T))");
    assert_eq!(type_of("<-chan T"), "(<-chan (name T))");
    assert_eq!(type_of("chan<- chan T"), "(chan<- (chan (name T)))");
    assert_eq!(type_of("chan <-chan T"), "(chan<- (chan (name T)))");
    assert_eq!(
        type_of("chan (<-chan T)"),
        "(chan (paren (<-chan (name T))))"
    );
    assert_eq!(type_of("<-chan <-chan T"), "(<-chan (<-chan (name T)))");
    assert_eq!(type_of("chan<- <-chan T"), "(chan<- (<-chan (name T)))");
}

#[test]
fn structs_and_interfaces() {
    assert_eq!(
        type_of("struct { a, b int `tag`; *T; p.U `u`; V[int]; c chan T }"),
        "(struct (field a b (name int) `tag`) (field (star (name T))) (field (select (name p) U) `u`) \
         (field (index (name V) (name int))) (field c (chan (name T))))"
    );
    assert_eq!(
        type_of("interface { M(a int) error; fmt.Stringer; ~int | *T }"),
        "(interface (field M (func-type (params (field a (name int))) (results (field (name error))))) \
         (field (select (name fmt) Stringer)) (field (union (~ (name int)) (star (name T)))))"
    );
}

#[test]
fn declared_functions() {
    assert_eq!(
        declaration("func F[K comparable, V ~int | string](m map[K]V, _ ...V) V { return m }"),
        "(func F\n  (type-params (field K (name comparable)) (field V (union (~ (name int)) (name string))))\n  \
         (params (field m (map (name K) (name V))) (variadic _ (name V)))\n  \
         (results (field (name V)))\n  (block (return (name m))))"
    );
    assert_eq!(
        declaration("func (s *S[K]) M()"),
        "(func M (receiver (field s (star (index (name S) (name K))))) (params))"
    );
    assert_eq!(
        declaration("func (S) Map[T any](f func() T) {}"),
        "(func Map\n  (receiver (field (name S)))\n  (type-params (field T (name any)))\n  \
         (params (field f (func-type (params) (results (field (name T))))))\n  (block))"
    );
}

#[test]
fn long_lists_of_parameters_share_their_type() {
    let names: Vec<String> = (0..100).map(|number| format!("a{number}")).collect();
    let text = format!("package p\n\nfunc f({} int, b T)\n", names.join(", "));
    let ast = parse(&text);
    let params = &ast.funcs[0].signature.params;
    assert_eq!(params.len(), 2);
    assert_eq!(params[0].names.len(), 100);
    assert!(params[0].range.of(&text).starts_with("a0, a1"));
}

#[test]
fn declared_values() {
    assert_eq!(
        declaration("var a, b int = 1, 2"),
        "(vars (value a b (of (name int)) (= (int 1) (int 2))))"
    );
    assert_eq!(
        declaration("const (\n\tA = iota\n\tB\n\tC, D T = 1, 2\n)"),
        "(consts (value A (= (name iota))) (value B) (value C D (of (name T)) (= (int 1) (int 2))))"
    );
    assert_eq!(declaration("var ()"), "(vars)");
}

#[test]
fn declared_types() {
    assert_eq!(
        declaration("type (\n\tA = B\n\tC[T any] []T\n\tD [N]int\n)"),
        "(types\n  (alias A (name B))\n  (type C (type-params (field T (name any))) (slice-of (name T)))\n  \
         (type D (array (name N) (name int))))"
    );
}

#[test]
fn simple_statements() {
    assert_eq!(statements("f()"), "(expr (call (name f)))");
    assert_eq!(statements("c <- v"), "(send (name c) (name v))");
    assert_eq!(statements("x++"), "(++ (name x))");
    assert_eq!(statements("x.y--"), "(-- (select (name x) y))");
    assert_eq!(statements("x = y"), "(assign = (name x) (name y))");
    assert_eq!(
        statements("x, y := f()"),
        "(assign := (list (name x) (name y)) (call (name f)))"
    );
    assert_eq!(statements("x &^= y"), "(assign &^= (name x) (name y))");
    assert_eq!(statements("x <<= 2"), "(assign <<= (name x) (int 2))");
    assert_eq!(
        statements("v, ok = <-c"),
        "(assign = (list (name v) (name ok)) (<- (name c)))"
    );
    assert_eq!(statements("go f(x)"), "(go (call (name f) (name x)))");
    assert_eq!(
        statements("defer func() {}()"),
        "(defer (call (func (params) (block))))"
    );
    assert_eq!(statements("return"), "(return)");
    assert_eq!(statements("return a, b"), "(return (name a) (name b))");
    assert_eq!(statements("{ }"), "(block)");
}

#[test]
fn declarations_in_functions() {
    assert_eq!(statements("var x T"), "(vars (value x (of (name T))))");
    assert_eq!(statements("const x = 1"), "(consts (value x (= (int 1))))");
    assert_eq!(statements("type T struct{}"), "(types (type T (struct)))");
}

#[test]
fn branches_and_labels() {
    assert_eq!(
        statements("L:\nfor {\nbreak L\n}"),
        "(label L (for - - - (block (break L))))"
    );
    assert_eq!(statements("continue"), "(continue)");
    assert_eq!(statements("goto L"), "(goto L)");
    assert_eq!(statements("L:"), "(label L (empty))");
}

#[test]
fn conditions() {
    assert_eq!(statements("if x {\n}"), "(if - (name x) (block))");
    assert_eq!(
        statements("if x := f(); x == (T{}) {\n} else if y {\n} else {\nz()\n}"),
        "(if (assign := (name x) (call (name f))) (== (name x) (paren (composite (name T)))) (block) \
         (if - (name y) (block) (block (expr (call (name z))))))"
    );
}

#[test]
fn a_block_behind_a_header_is_no_literal() {
    assert_eq!(
        statements("if a != b.c {\nf()\n}\n{\n}"),
        "(if - (!= (name a) (select (name b) c)) (block (expr (call (name f))))) (block)"
    );
    assert_eq!(
        statements("for a[i] {\nf()\n}\n// Why.\n{\n}"),
        "(for - (index (name a) (name i)) - (block (expr (call (name f))))) (block)"
    );
    assert_eq!(
        statements("x := a[i]\n(f)(y)"),
        "(assign := (name x) (index (name a) (name i))) (expr (call (paren (name f)) (name y)))"
    );
}

#[test]
fn loops() {
    assert_eq!(statements("for {\n}"), "(for - - - (block))");
    assert_eq!(
        statements("for x < 1 {\n}"),
        "(for - (< (name x) (int 1)) - (block))"
    );
    assert_eq!(
        statements("for i := 0; i < n; i++ {\n}"),
        "(for (assign := (name i) (int 0)) (< (name i) (name n)) (++ (name i)) (block))"
    );
    assert_eq!(statements("for ; ; {\n}"), "(for - - - (block))");
    assert_eq!(
        statements("for range 10 {\n}"),
        "(range = (list) (int 10) (block))"
    );
    assert_eq!(
        statements("for x := range ch {\n}"),
        "(range := (name x) (name ch) (block))"
    );
    assert_eq!(
        statements("for a[0], b = range f {\n}"),
        "(range = (list (index (name a) (int 0)) (name b)) (name f) (block))"
    );
}

#[test]
fn switches() {
    assert_eq!(
        statements("switch x := f(); x {\ncase 1, 2:\na()\nfallthrough\ndefault:\n}"),
        "(switch (assign := (name x) (call (name f))) (name x) \
         (case (list (int 1) (int 2)) (expr (call (name a))) (fallthrough)) (case default))"
    );
    assert_eq!(
        statements("switch {\ncase x:\n}"),
        "(switch - - (case (name x)))"
    );
    assert_eq!(
        statements("switch v := x.(type) {\ncase nil, []T:\ncase *p.T:\n}"),
        "(type-switch - v (name x) (case (list (name nil) (slice-of (name T)))) (case (star (select (name p) T))))"
    );
    assert_eq!(
        statements("switch f(); x.(type) {\n}"),
        "(type-switch (expr (call (name f))) - (name x))"
    );
}

#[test]
fn selects() {
    assert_eq!(
        statements("select {\ncase <-c:\ncase v, ok := <-c:\nf(v)\ncase c <- v:\ndefault:\ng()\n}"),
        "(select-stmt (comm (expr (<- (name c)))) \
         (comm (assign := (list (name v) (name ok)) (<- (name c))) (expr (call (name f) (name v)))) \
         (comm (send (name c) (name v))) (comm default (expr (call (name g)))))"
    );
}

#[test]
fn ranges_end_where_their_text_ends() {
    let text = "package p\n\nfunc f() {\n\tselect {\n\tcase <-c: // one\n\t\ta(1, 2) // two\n\n\tdefault:\n\t}\n}\n";
    let ast = parse(text);
    let ranges = |keep: fn(&StmtKind) -> bool| -> Vec<&str> {
        ast.stmts
            .iter()
            .filter(|stmt| keep(&stmt.kind))
            .map(|stmt| stmt.range.of(text))
            .collect()
    };
    let cases = ranges(|kind| matches!(kind, StmtKind::Comm { .. }));
    assert_eq!(cases, ["case <-c: // one\n\t\ta(1, 2)", "default:"]);
    assert_eq!(
        ranges(|kind| matches!(kind, StmtKind::Expr(_))),
        ["<-c", "a(1, 2)"]
    );
    let comments: Vec<&str> = ast
        .comments
        .iter()
        .map(|comment| comment.of(text))
        .collect();
    assert_eq!(comments, ["// one", "// two"]);
    let args = ast.exprs.iter().find_map(|expr| match expr.kind {
        ExprKind::Call { args_range, .. } => Some(args_range.of(text)),
        _ => None,
    });
    assert_eq!(args, Some("(1, 2)"));
}

#[test]
fn braces_and_signatures_have_ranges() {
    let text = "package p\n\ntype T struct {\n\ta int\n}\n";
    let ast = parse(text);
    let Decl::Types(specs) = &ast.decl else {
        panic!("{ast:?}")
    };
    assert_eq!(specs[0].range.of(text), "T struct {\n\ta int\n}");
    let ExprKind::StructType { fields, braces } = &ast.expr(specs[0].ty).kind else {
        panic!("{ast:?}")
    };
    assert_eq!(braces.of(text), "{\n\ta int\n}");
    assert_eq!(fields[0].range.of(text), "a int");

    let text = "package p\n\nfunc f(a int) (b, c string) { return T{1} }\n";
    let ast = parse(text);
    let signature = &ast.funcs[0].signature;
    assert_eq!(signature.params_range.of(text), "(a int)");
    assert_eq!(
        signature.results_range.map(|range| range.of(text)),
        Some("(b, c string)")
    );
    assert_eq!(signature.results[0].range.of(text), "b, c string");
}

#[test]
fn comments_lose_the_carriage_return() {
    let text = "package p\r\n\r\nfunc f() {\r\n\tg() // Why.\r\n}\r\n";
    let ast = parse(text);
    assert_eq!(ast.damaged, None);
    assert_eq!(ast.comments[0].of(text), "// Why.");
}
