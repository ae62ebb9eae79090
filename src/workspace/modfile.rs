//! The common syntax of go.mod and go.work: lines and blocks of directives, cut into words.

/// One directive; one that stands in a block has the block's verb.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub line: u32,
    pub verb: String,
    pub arguments: Vec<String>,
}

/// A line that can't be understood, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub line: u32,
    pub message: String,
}

impl Fault {
    pub(super) fn at(line: u32, message: impl Into<String>) -> Fault {
        Fault {
            line,
            message: message.into(),
        }
    }
}

/// The directives of a file, and the lines that are none.
pub(super) fn directives(text: &str) -> (Vec<Directive>, Vec<Fault>) {
    let mut directives = Vec::new();
    let mut faults = Vec::new();
    let mut block: Option<(u32, String)> = None;
    let lines = text.trim_start_matches('\u{feff}').lines();
    for (line, content) in (1u32..).zip(lines) {
        let mut words = match words(content) {
            Ok(words) => words,
            Err(message) => {
                faults.push(Fault::at(line, message));
                continue;
            }
        };
        if words.is_empty() {
            continue;
        }
        let closes = words.len() == 1 && words[0] == ")";
        if let Some((_, verb)) = &block {
            if closes {
                block = None;
            } else {
                directives.push(Directive {
                    line,
                    verb: verb.clone(),
                    arguments: words,
                });
            }
            continue;
        }
        let verb = words.remove(0);
        if words == ["("] {
            block = Some((line, verb));
        } else if words != ["(", ")"] {
            directives.push(Directive {
                line,
                verb,
                arguments: words,
            });
        }
    }
    if let Some((line, verb)) = block {
        faults.push(Fault::at(
            line,
            format!("the block `{verb} (` is never closed; add a line with `)`"),
        ));
    }
    (directives, faults)
}

/// The words of a line without its comment; quoted words without their quotes.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with("//") {
        let (word, behind) = if rest.starts_with(['"', '`']) {
            quoted(rest).ok_or("a quoted string is not closed on its line")?
        } else {
            let length = match rest
                .find(|character: char| character.is_whitespace() || "(),".contains(character))
            {
                Some(0) => rest.chars().next().map_or(0, char::len_utf8),
                Some(length) => length,
                None => rest.len(),
            };
            let length = rest
                .find("//")
                .map_or(length, |comment| length.min(comment));
            (rest[..length].to_string(), &rest[length..])
        };
        words.push(word);
        rest = behind.trim_start();
    }
    Ok(words)
}

/// The string that `text` begins with, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    if let Some(raw) = text.strip_prefix('`') {
        let (word, behind) = raw.split_once('`')?;
        return Some((word.to_string(), behind));
    }
    let mut word = String::new();
    let mut is_escaped = false;
    for (offset, character) in text.char_indices().skip(1) {
        match character {
            '"' if !is_escaped => return Some((word, &text[offset + 1..])),
            '\\' if !is_escaped => is_escaped = true,
            _ => {
                word.push(character);
                is_escaped = false;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u32, String)> {
        let (directives, faults) = directives(text);
        assert_eq!(faults, []);
        directives
            .into_iter()
            .map(|found| {
                (
                    found.line,
                    format!("{}:{}", found.verb, found.arguments.join("|")),
                )
            })
            .collect()
    }

    #[test]
    fn blocks_and_lines_are_alike() {
        let lines = read(
            "module a // why\n\nrequire (\n\tb v1\n\t// none\n\tc v2 // indirect\n)\nreplace b => ./b\nretract ()\n",
        );
        let expected = [
            (1, "module:a"),
            (4, "require:b|v1"),
            (6, "require:c|v2"),
            (8, "replace:b|=>|./b"),
        ];
        assert_eq!(lines, expected.map(|(line, text)| (line, text.to_string())));
    }

    #[test]
    fn line_ends_and_byte_order_marks_do_not_matter() {
        assert_eq!(
            read("\u{feff}module a\r\ngo 1.22\r\n"),
            read("module a\ngo 1.22")
        );
    }

    #[test]
    fn strings_lose_their_quotes() {
        assert_eq!(
            read("module \"a b\"//x\nreplace `c` => \"./d\\\"e\""),
            [
                (1, "module:a b".to_string()),
                (2, "replace:c|=>|./d\"e".to_string()),
            ]
        );
    }

    #[test]
    fn commas_and_brackets_are_words() {
        assert_eq!(
            read("retract [v1, v2]"),
            [(1, "retract:[v1|,|v2]".to_string())]
        );
    }

    #[test]
    fn open_ends_are_faults() {
        let (found, faults) = directives("module \"a\nrequire (\n\tb v1\n");
        assert_eq!(found.len(), 1);
        assert_eq!(
            faults.iter().map(|fault| fault.line).collect::<Vec<_>>(),
            [1, 2]
        );
    }
}
