//! Texts that look like patches, from pieces thrown together.

use super::mutate::Dice;

/// Names in the lines below, and what they may be declared as.
const NAMES: &[(&str, [&str; 3])] = &[
    ("x", ["expression", "identifier", "int | string"]),
    ("y", ["expression", "identifier", "type"]),
    ("f", ["identifier", "expression", "func(...)"]),
    ("ch", ["chan int", "expression", "identifier"]),
    (
        "mu",
        ["sync.Mutex | sync.RWMutex", "sync.Locker", "expression"],
    ),
    ("s", ["statement", "statement", "expression"]),
];

/// Go of which patches are made.
const LINES: &[&str] = &[
    "x",
    "f(x)",
    "f(..., x, ...)",
    "x + y",
    "x.f",
    "...",
    "s",
    "ch <- x",
    "x := <-ch",
    "mu.Lock()",
    "defer mu.Unlock()",
    "go func(...) { ...; f(x) }(...)",
    "for ... { s; ... }",
    "if x { return ... }",
    "select {",
    "case <-ch:",
    "default:",
    "}",
    "return ...",
    "type x struct { ...; y int; ... }",
    "func f(...) ... { ...; ch <- 1 }",
];

/// Conditions about the names.
const CONDITIONS: &[&str] = &[
    "shared(x)",
    "not in_loop(site) and go >= 1.20",
    "capacity(ch) == 0 or buffered(ch)",
    "held(mu)",
    "same(x, y)",
];

/// A text that looks like a patch.
pub fn random(dice: &mut Dice) -> String {
    let mut text = "# Why.\n".to_string();
    for hunk in 0..=dice.below(2) {
        let mut body = String::new();
        for _ in 0..=dice.below(3) {
            let mark = [" ", " ", "-", "+", "*"][dice.below(5)];
            body.push_str(&format!("{mark}{}\n", LINES[dice.below(LINES.len())]));
        }
        let has = |name: &str| {
            let mut words = body.split(|char: char| !char.is_alphanumeric());
            words.any(|word| word == name)
        };
        text.push_str(
            ["@@\n", "@ each @\n", "@ each in function @\n"][dice.below(3).min(2 * hunk)],
        );
        for (name, kinds) in NAMES.iter().filter(|(name, _)| has(name)) {
            text.push_str(&format!("var {name} {}\n", kinds[dice.below(3)]));
        }
        if dice.below(3) == 0 {
            text.push_str(&format!(
                "where {}\n",
                CONDITIONS[dice.below(CONDITIONS.len())]
            ));
        }
        text.push_str(&format!("@@\n{body}"));
    }
    text
}
