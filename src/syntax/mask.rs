//! Hides from the parser what its grammar does not know, without moving anything.
//!
//! - The grammar takes the first argument of every `new(…)` and `make(…)` for a type, which since Go 1.26 it need not be.
//! - It knows no type parameters of methods (Go 1.27).
//! - It lets a line's end be a blank wherever the statement could go on behind it. So it reads
//!   `if a == b {` with its body as the condition `a == b{…}` where a block follows.
//!
//! What is masked has the same length; texts are read from the original.

use memchr::memmem;

use crate::cut::{for_each_line_end, group_end, words};

/// A declaration as the parser may see it.
pub(super) struct Masked {
    pub(super) text: Vec<u8>,
    /// A method's type parameters as those of a function, at the same offset.
    pub(super) type_params: Option<Vec<u8>>,
}

/// Masks one declaration.
pub(super) fn declaration(text: &str) -> Masked {
    let mut masked = file(text);
    let mut type_params = None;
    if let Some((open, end)) = method_type_params(text) {
        type_params = alone(text, open, end);
        masked[open..end].fill(b' ');
    }
    Masked {
        text: masked,
        type_params,
    }
}

/// Masks a text in which no method has type parameters.
pub(super) fn file(text: &str) -> Vec<u8> {
    let mut masked = Vec::with_capacity(text.len() + 1);
    masked.extend_from_slice(text.as_bytes());
    mask_line_ends(text, &mut masked);
    mask_calls(text, "new", b"neu", &mut masked);
    mask_calls(text, "make", b"maka", &mut masked);
    // The grammar wants each declaration to end with a newline or semicolon.
    masked.push(b'\n');
    masked
}

/// Writes out the semicolons that line ends stand for.
fn mask_line_ends(text: &str, masked: &mut [u8]) {
    for_each_line_end(text, |end| {
        if let Some(blank) = masked
            .get_mut(end)
            .filter(|byte| byte.is_ascii_whitespace())
        {
            *blank = b';';
        }
    });
}

/// Renames the callee of each call of `name` whose first argument is not certainly a type.
///
/// This happens in comments and strings too, where it does no harm.
fn mask_calls(text: &str, name: &str, mask: &[u8], masked: &mut [u8]) {
    let bytes = text.as_bytes();
    for start in memmem::find_iter(bytes, name) {
        let end = start + name.len();
        let is_word = |at: Option<&u8>| at.is_some_and(|&byte| words::is_word(byte));
        if is_word(start.checked_sub(1).and_then(|before| bytes.get(before)))
            || is_word(bytes.get(end))
        {
            continue;
        }
        let open = skip_blanks(bytes, end);
        if bytes.get(open) == Some(&b'(') && !starts_with_type(text, open + 1) {
            masked[start..end].copy_from_slice(mask);
        }
    }
}

/// Whether a type stands at `at`, and nothing else before the next `,` or `)`.
///
/// Says no to what may be a value as well as a type, unless it is a mere name: the grammar knows it as a value, and the
/// lowered tree is the same for both.
fn starts_with_type(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let behind = type_end(text, at).map(|end| skip_blanks(bytes, end));
    behind.is_some_and(|behind| matches!(bytes.get(behind), Some(b',' | b')')))
}

fn type_end(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    // Whether something came before that only a type begins with.
    let mut is_type = false;
    loop {
        at = skip_blanks(bytes, at);
        match bytes.get(at)? {
            b'*' => {
                at += 1;
                continue;
            }
            b'[' => at = group_end(text, at)?,
            b'(' if is_type => return group_end(text, at),
            b'<' if bytes.get(at + 1) == Some(&b'-') => at += 2,
            &byte if words::is_word(byte) && !byte.is_ascii_digit() => {
                let start = at;
                at = word_end(bytes, at);
                let behind = skip_blanks(bytes, at);
                match &bytes[start..at] {
                    b"map" => at = group_end(text, behind)?,
                    b"chan" if bytes[behind..].starts_with(b"<-") => at = behind + 2,
                    b"chan" => {}
                    b"struct" | b"interface" => return group_end(text, behind),
                    b"func" => {
                        at = group_end(text, behind)?;
                        let result = skip_blanks(bytes, at);
                        match bytes.get(result)? {
                            b'(' => return group_end(text, result),
                            b')' | b',' | b'{' => return Some(at),
                            _ => {}
                        }
                    }
                    _ => return name_end(text, at, is_type),
                }
            }
            _ => return None,
        }
        is_type = true;
    }
}

/// The end of a name of a type, the first word of which ends at `at`, with its type arguments if it `is_type`.
fn name_end(text: &str, at: usize, is_type: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at;
    let dot = skip_blanks(bytes, at);
    if bytes.get(dot) == Some(&b'.') {
        let start = skip_blanks(bytes, dot + 1);
        end = word_end(bytes, start);
        if end == start {
            return None;
        }
    }
    let open = skip_blanks(bytes, end);
    if is_type && bytes.get(open) == Some(&b'[') {
        group_end(text, open)
    } else {
        Some(end)
    }
}

/// Where the `[…]` behind a method's name starts and ends.
fn method_type_params(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    text.strip_prefix("func")?;
    let receiver = skip_blanks(bytes, "func".len());
    if bytes.get(receiver) != Some(&b'(') {
        return None;
    }
    let name = skip_blanks(bytes, group_end(text, receiver)?);
    let open = skip_blanks(bytes, word_end(bytes, name));
    if bytes.get(open) != Some(&b'[') {
        return None;
    }
    Some((open, group_end(text, open)?))
}

/// `[…]` at `open..end` as the type parameters of a function of its own, at the same offset.
fn alone(text: &str, open: usize, end: usize) -> Option<Vec<u8>> {
    const HEAD: &[u8] = b"func f";
    let mut alone = vec![b' '; open.checked_sub(HEAD.len())?];
    alone.extend_from_slice(HEAD);
    alone.extend_from_slice(&text.as_bytes()[open..end]);
    alone.extend_from_slice(b"()\n");
    Some(alone)
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let length = bytes[start..]
        .iter()
        .take_while(|&&byte| words::is_word(byte))
        .count();
    start + length
}

/// The next byte that is neither white space nor in a comment.
fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let rest = &bytes[at.min(bytes.len())..];
        let comment_end = if rest.starts_with(b"//") {
            memchr::memchr(b'\n', rest)
        } else if rest.starts_with(b"/*") {
            memmem::find(&rest[2..], b"*/").map(|end| end + 4)
        } else if rest.first().is_some_and(u8::is_ascii_whitespace) {
            Some(1)
        } else {
            None
        };
        match comment_end {
            Some(length) => at += length,
            None => return at.min(bytes.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        String::from_utf8(declaration(text).text)
            .unwrap()
            .trim_end_matches('\n')
            .to_string()
    }

    #[test]
    fn calls_with_values_are_masked() {
        assert_eq!(masked("var x = new(f(1))"), "var x = neu(f(1))");
        assert_eq!(masked("var x = new (1 + 2)"), "var x = neu (1 + 2)");
        assert_eq!(masked("var x = new([]int{1})"), "var x = neu([]int{1})");
        assert_eq!(
            masked("var x = new(func() int { return 1 }())"),
            "var x = neu(func() int { return 1 }())"
        );
        assert_eq!(masked("var x = new(T[int])"), "var x = neu(T[int])");
        assert_eq!(masked("var x = new(*p[0])"), "var x = neu(*p[0])");
        assert_eq!(masked("var x = make(f(), 1)"), "var x = maka(f(), 1)");
    }

    #[test]
    fn calls_with_types_are_not_masked() {
        for text in [
            "var x = new(T)",
            "var x = new(p.T)",
            "var x = new([]int)",
            "var x = new([2]map[string]*T)",
            "var x = new(chan<- struct{ a, b int })",
            "var x = new(<-chan int)",
            "var x = new(func(a int) (b string))",
            "var x = new(func() int)",
            "var x = make([]p.T[int], 1)",
            "var x = make(map[string](T), 1)",
            "var x = new(interface{ M() })",
            "var x = make(chan T, n)",
            "var x = make(map[string]struct{}, len(xs))",
            "var x = renew(1)",
            "var newer, anew = newer(1), anew(1)",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn line_ends_become_semicolons_where_go_says_so() {
        let text = "func f() {\n\ta++ // c\n\tb = `\n` +\n\t\tc\r\n\treturn\n}";
        let expected = "func f() {\n\ta++;// c\n\tb = `\n` +\n\t\tc;\n\treturn;}";
        assert_eq!(masked(text), expected);
    }

    #[test]
    fn type_parameters_of_methods_are_blanked_and_kept() {
        let text = "func (r *T[K]) Map[V any](v V) {}";
        let masked = declaration(text);
        assert_eq!(masked.text, b"func (r *T[K]) Map       (v V) {}\n");
        assert_eq!(
            masked.type_params.unwrap(),
            b"            func f[V any]()\n"
        );
    }
}
