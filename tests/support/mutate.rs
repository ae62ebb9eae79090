//! Source spoilt in many small ways, the same ways in each run.

/// How many times a file is spoilt token by token.
const TOKEN_MUTANTS: usize = 16;

/// The text cut off at the start of each line, and with tokens lost, doubled and swapped.
pub fn mutants(text: &str) -> Vec<String> {
    let mut mutants: Vec<String> = text
        .match_indices('\n')
        .map(|(end, _)| text[..=end].to_string())
        .collect();
    // The last cut would be the whole text.
    mutants.pop();
    let tokens = tokens(text);
    if tokens.len() < 4 {
        return mutants;
    }
    let mut dice = Dice(text.len() as u64 + 1);
    for round in 0..TOKEN_MUTANTS {
        let mut mutant = tokens.clone();
        let at = dice.below(mutant.len() - 1);
        match round % 4 {
            0 | 1 => drop(mutant.remove(at)),
            2 => mutant.insert(at, tokens[dice.below(tokens.len())]),
            _ => mutant.swap(at, at + 1),
        }
        mutants.push(mutant.concat());
    }
    mutants
}

/// The text in pieces: words, white space, and each other character by itself.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |char: char| match char {
        _ if char.is_alphanumeric() || char == '_' => 0,
        _ if char.is_whitespace() => 1,
        _ => 2,
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut previous = None;
    for (offset, char) in text.char_indices() {
        let kind = kind(char);
        if previous.is_some_and(|previous| previous != kind || kind == 2) {
            tokens.push(&text[start..offset]);
            start = offset;
        }
        previous = Some(kind);
    }
    tokens.push(&text[start..]);
    tokens
}

/// Numbers that look random and are the same each time (xorshift64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
