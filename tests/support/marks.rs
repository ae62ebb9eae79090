//! The marks in fixtures, `// want "part of the message" "part of another"`, against the findings.

use chanfix::author::marks::{self, Breach, Told};

use super::binary::Finding;
use super::laws::Breaches;
use super::tree::Tree;

/// What the marks ask for and the findings don't give, and the other way round. The paths of both are those of the tree.
pub fn breaches(tree: &Tree, findings: &[Finding]) -> Breaches {
    let told = findings.iter().map(|finding| Told {
        path: finding.path.clone(),
        line: finding.line,
        message: finding.message.clone(),
    });
    let told: Vec<Told> = told.collect();
    let breaches = marks::breaches(tree.sources(), &told).into_iter();
    let shown = |Breach { path, line, what }: Breach| (path, format!("line {line}: {what}"));
    breaches.map(shown).collect()
}
