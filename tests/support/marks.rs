//! The marks in fixtures, `// want "part of the message" "part of another"`, against the findings.

use chanfix::author::marks::{self, Breach, Told};

use super::binary::Finding;
use super::laws::Breaches;
use super::tree::Tree;

/// What the marks ask for and the findings don't give, and the other way round. The paths of both are those of the tree.
pub fn breaches(tree: &Tree, findings: &[Finding]) -> Breaches {
    let told: Vec<Told> = findings.iter().flat_map(places).collect();
    let breaches = marks::breaches(tree.sources(), &told).into_iter();
    let shown = |Breach { path, line, what }: Breach| (path, format!("line {line}: {what}"));
    breaches.map(shown).collect()
}

/// The finding, and each of the places that it was told with: `… (and 2 more places)` shows them last.
fn places(finding: &Finding) -> Vec<Told> {
    let mut told = vec![Told {
        path: finding.path.clone(),
        line: finding.line,
        message: finding.message.clone(),
    }];
    let more = finding
        .message
        .rsplit_once(" (and ")
        .map_or("", |(_, more)| more);
    let is_told_of = more.ends_with(" more place)") || more.ends_with(" more places)");
    let count = more.split(' ').next().and_then(|count| count.parse().ok());
    let count: usize = count.filter(|_| is_told_of).unwrap_or(0);
    let first = finding.related.len().saturating_sub(count);
    told.extend(finding.related[first..].iter().map(|related| Told {
        path: related.path.clone(),
        line: related.line,
        message: related.message.clone(),
    }));
    told
}
