//! Findings as Checkstyle's XML, which many services read.

use crate::finding::Severity;
use crate::report::{Report, on_one_line};

/// A whole XML document.
pub fn checkstyle(report: &Report<'_>) -> String {
    let mut text =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    let sorted = report.sorted();
    for of_file in sorted.chunk_by(|left, right| left.finding.span.file == right.finding.span.file)
    {
        let Some(first) = of_file.first() else {
            continue;
        };
        let path = escaped(report.path(first.finding.span));
        text.push_str(&format!("  <file name=\"{path}\">\n"));
        for entry in of_file {
            let finding = entry.finding;
            let (start, _) = report.positions(finding.span);
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            text.push_str(&format!(
                "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"{}\"/>\n",
                start.line,
                start.column,
                escaped(&on_one_line(&finding.message)),
                escaped(finding.transform)
            ));
        }
        text.push_str("  </file>\n");
    }
    text.push_str("</checkstyle>\n");
    text
}

/// `text` as the value of an attribute; what XML cannot hold becomes `�`.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", u32::from(char))),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{self, Sample};

    #[test]
    fn an_error_for_each_finding() {
        sample::assert_snapshot("checkstyle", &sample::two_findings().report(checkstyle));
    }

    #[test]
    fn any_text_is_still_xml() {
        let message = "a < b && \"c\" > 'd'\u{0}\u{1b}[1m";
        let mut sample = Sample::of_files(&[("a&\"b\t.go", "package p\n")]);
        sample.add(sample::finding(sample.span(0, "p", 0), message), Vec::new());
        let printed = sample.report(checkstyle);
        let document = roxmltree::Document::parse(&printed).expect("it is XML");
        let attribute = |tag: &str, name: &str| {
            let mut nodes = document.descendants();
            let node = nodes.find(|node| node.has_tag_name(tag));
            node.and_then(|node| node.attribute(name))
                .map(str::to_owned)
        };
        assert_eq!(attribute("file", "name").as_deref(), Some("a&\"b\t.go"));
        assert_eq!(
            attribute("error", "message"),
            Some(message.replace(['\u{0}', '\u{1b}'], "\u{fffd}"))
        );
    }
}
