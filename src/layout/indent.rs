//! Moving lines in or out.

use super::tokens::{TokenKind, tokens};

/// `text`, statements at a depth of `from` tabs, moved to a depth of `to`.
///
/// Every line moves that is not blank and does not start inside a raw string, comments and labels too. The first line
/// moves only if it starts with white space: otherwise the text begins in the middle of a line.
pub fn reindent(text: &str, from: usize, to: usize) -> String {
    let (added, removed) = (to.saturating_sub(from), from.saturating_sub(to));
    let raw: Vec<_> = tokens(text)
        .tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Text && token.end_line > token.line)
        .map(|token| token.line + 1..=token.end_line)
        .collect();
    let mut moved = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let is_raw = raw.iter().any(|lines| lines.contains(&(index as u32)));
        let starts_inside = index == 0 && !line.starts_with([' ', '\t']);
        if is_raw || starts_inside || line.trim().is_empty() {
            moved.push_str(line);
            continue;
        }
        moved.extend(std::iter::repeat_n('\t', added));
        let tabs = line.bytes().take_while(|&byte| byte == b'\t').count();
        moved.push_str(line.get(tabs.min(removed)..).unwrap_or(line));
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::reindent;

    #[test]
    fn every_line_moves() {
        assert_eq!(
            reindent("\ta()\n\n\tif b {\n\t\tc()\n\t}\n", 1, 2),
            "\t\ta()\n\n\t\tif b {\n\t\t\tc()\n\t\t}\n"
        );
        assert_eq!(
            reindent("\t\ta()\r\n\t/* b\r\n\t */", 2, 1),
            "\ta()\r\n/* b\r\n */"
        );
    }

    #[test]
    fn the_rest_of_a_line_stays_where_it_is() {
        assert_eq!(reindent("a(\n\t\tb)\n", 1, 2), "a(\n\t\t\tb)\n");
    }

    #[test]
    fn raw_strings_stay_as_they_are() {
        let text = "\ta := `x\n\ty\n\tz` +\n\t\t\"b\" // `\n\tc()";
        assert_eq!(
            reindent(text, 1, 2),
            "\t\ta := `x\n\ty\n\tz` +\n\t\t\t\"b\" // `\n\t\tc()"
        );
    }
}
