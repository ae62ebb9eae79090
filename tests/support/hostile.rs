//! Files that no one would write, to be survived.

/// How deep sources are nested.
pub const DEPTH: usize = 10_000;

/// A name and the bytes of a file, for each sort of hostile input.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = odd_bytes();
    for (name, text) in deep(DEPTH).into_iter().chain(long()) {
        files.push((name.to_string(), text.into_bytes()));
    }
    files
}

fn odd_bytes() -> Vec<(String, Vec<u8>)> {
    let files: [(&str, &[u8]); 12] = [
        ("empty", b""),
        ("newline", b"\n"),
        ("byte-order-mark", b"\xef\xbb\xbf"),
        (
            "two-byte-order-marks",
            b"\xef\xbb\xbf\xef\xbb\xbfpackage a\n",
        ),
        ("package-keyword", b"package"),
        ("package-clause", b"package a"),
        (
            "nul",
            b"package a\n\nvar b = \"\0\"\0\nfunc f(c chan int) { close(c); close(c) }\n",
        ),
        (
            "carriage-returns",
            b"package a\r\rfunc f(c chan int) {\rclose(c)\rclose(c)\r}\r",
        ),
        (
            "unclosed-string",
            b"package a\n\nfunc f(c chan int) { close(c); close(c); g(\"\n}\n",
        ),
        (
            "unclosed-raw-string",
            b"package a\n\nfunc f(c chan int) { close(c); close(c); g(`\n}\n",
        ),
        (
            "unclosed-comment",
            b"package a\n\nfunc f(c chan int) { close(c); close(c) /*\n}\n",
        ),
        (
            "only-closers",
            b"package a\n\n})]}})]}})]}\nfunc f(c chan int) { close(c); close(c) }\n",
        ),
    ];
    files
        .map(|(name, bytes)| (name.to_string(), bytes.to_vec()))
        .into()
}

/// Nesting of each sort, in a function or beside one that works with channels: others are not parsed.
pub fn deep(depth: usize) -> Vec<(&'static str, String)> {
    let nested = |open: &str, middle: &str, close: &str| {
        let body = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
        in_function(&body)
    };
    let typed = |open: &str, middle: &str, close: &str| {
        let ty = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
        format!("package a\n\ntype T {ty}\n\nfunc f(c chan {ty}) {{\n\tclose(c)\n\tclose(c)\n}}\n")
    };
    vec![
        (
            "parentheses",
            nested("x = (", "<-c", ")").replace("(x = ", "("),
        ),
        ("indices", nested("x[", "<-c", "]")),
        ("blocks", nested("{", "close(c)", "}")),
        ("literals", nested("func() {", "close(c)", "}()")),
        ("spawned-literals", nested("go func() {", "close(c)", "}()")),
        (
            "composites",
            nested("T{", "c", "}").replace("\tT{", "\t_ = T{"),
        ),
        ("calls", nested("f(", "c", ")")),
        ("receives", nested("<-", "c", "")),
        (
            "negations",
            nested("!", "close(c)", "").replace("\t!", "\t_ = !"),
        ),
        ("stars", nested("*", "c", "").replace("\t*", "\t_ = *")),
        ("sums", nested("", "x = 1", " + x")),
        ("call-chain", nested("", "f", "(c)")),
        ("selector-chain", nested("", "close(c)", ".d")),
        ("index-chain", nested("", "x", "[<-c]")),
        (
            "else-if",
            nested("if x > 0 { close(c) } else ", "{ close(c) }", ""),
        ),
        ("if", nested("if x > 0 {", "close(c)", "}")),
        ("for", nested("for {", "close(c)", "}")),
        ("switch", nested("switch { case true: ", "close(c)", "}")),
        ("select", nested("select { case <-c: ", "close(c)", "}")),
        ("labels", nested("a: ", "close(c)", "")),
        ("unclosed-parentheses", nested("(", "c", "")),
        ("unclosed-brackets", nested("[", "c", "")),
        ("unclosed-braces", nested("{", "close(c)", "")),
        ("unclosed-literals", nested("go func() {", "close(c)", "")),
        ("unclosed-generics", nested("T[", "c", "")),
        ("pointer-types", typed("*", "chan int", "")),
        ("slice-types", typed("[]", "chan int", "")),
        ("array-types", typed("[1]", "chan int", "")),
        ("map-types", typed("map[string]", "chan int", "")),
        ("channel-types", typed("chan ", "int", "")),
        ("function-types", typed("func(", "chan int", ")")),
        ("struct-types", typed("struct{ a ", "chan int", "}")),
        ("interface-types", typed("interface{ a() ", "chan int", "}")),
        ("generic-types", typed("G[", "chan int", "]")),
        ("parenthesised-types", typed("(", "chan int", ")")),
    ]
}

fn in_function(body: &str) -> String {
    format!("package a\n\nfunc f(c chan int, x int) {{\n\tclose(c)\n\t{body}\n\tclose(c)\n}}\n")
}

/// Many lines, long lines, many of everything.
fn long() -> Vec<(&'static str, String)> {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let numbered =
        |count: usize, line: fn(usize) -> String| -> String { (0..count).map(line).collect() };
    vec![
        ("100000-lines", in_function(&many("x++\n\t", 100_000))),
        (
            "100000-comments",
            format!("package a\n\n{}", many("// go select chan\n", 100_000)),
        ),
        (
            "100000-empty-lines",
            format!(
                "package a\n{}func f(c chan int) {{ close(c); close(c) }}\n",
                many("\n", 100_000)
            ),
        ),
        ("long-line", in_function(&many("x++; ", 100_000))),
        (
            "long-string",
            in_function(&format!("g(\"{}\")", many("close(c)", 100_000))),
        ),
        (
            "long-name",
            in_function(&format!("go {}(c)", many("n", 1_000_000))),
        ),
        (
            "long-comment",
            format!("package a // {}\n", many("go ", 300_000)),
        ),
        ("many-closes", in_function(&many("close(c)\n\t", 2_000))),
        (
            "many-spawns",
            in_function(&many("go func() { close(c) }()\n\t", 2_000)),
        ),
        (
            "many-cases",
            in_function(&format!(
                "select {{\n\t{}}}",
                many("case c <- x:\n\t", 2_000)
            )),
        ),
        (
            "many-channels",
            in_function(&numbered(200, |n| {
                format!("c{n} := make(chan int)\n\tclose(c{n})\n\tclose(c{n})\n\t")
            })),
        ),
        (
            "many-functions",
            format!(
                "package a\n\nvar c = make(chan int)\n\n{}",
                numbered(5_000, |n| {
                    format!("func f{n}() {{ f{}(); close(c) }}\n\n", n + 1)
                })
            ),
        ),
        (
            "many-fields",
            format!(
                "package a\n\ntype T struct {{\n{}}}\n\n{}",
                numbered(200, |n| format!("\tc{n} chan int\n")),
                numbered(200, |n| format!(
                    "func (t *T) f{n}() {{ close(t.c{n}) }}\n\nfunc (t *T) g{n}() {{ close(t.c{n}) }}\n\n"
                ),)
            ),
        ),
    ]
}
