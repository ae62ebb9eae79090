//! S-expressions, laid out.

/// The widest that a form may be to stand on one line.
const WIDTH: usize = 100;

/// The deepest indentation: what nests deeper would else take quadratic space.
const DEEPEST: usize = 40;

/// Forms as they are written one after the other: flat, for they may nest deeper than a stack is high.
#[derive(Default)]
pub(super) struct Forms {
    pieces: Vec<Piece>,
    /// The forms that are open, outermost first.
    open: Vec<usize>,
}

enum Piece {
    /// `(head …)`, with its length on one line.
    Open {
        head: String,
        width: usize,
    },
    Close,
    Atom(String),
}

impl Forms {
    pub(super) fn open(&mut self, head: &str) {
        self.open.push(self.pieces.len());
        self.pieces.push(Piece::Open {
            head: head.to_string(),
            width: head.len() + 2,
        });
    }

    pub(super) fn close(&mut self) {
        self.pieces.push(Piece::Close);
        let closed = self.open.pop().and_then(|open| self.pieces.get(open));
        if let Some(&Piece::Open { width, .. }) = closed {
            self.widen(width);
        }
    }

    pub(super) fn atom(&mut self, text: &str) {
        self.pieces.push(Piece::Atom(text.to_string()));
        self.widen(text.len());
    }

    /// Counts a part of the innermost open form.
    fn widen(&mut self, part: usize) {
        let open = self.open.last().and_then(|&open| self.pieces.get_mut(open));
        if let Some(Piece::Open { width, .. }) = open {
            *width += 1 + part;
        }
    }

    /// The forms as text: each on one line if it fits, else its parts on lines of their own.
    pub(super) fn layout(&self) -> String {
        let mut output = String::new();
        // For each open form whether it is on one line.
        let mut are_flat: Vec<bool> = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Open { head, width } => {
                    let depth = are_flat.len();
                    let is_inside_flat = are_flat.last().copied();
                    match is_inside_flat {
                        Some(true) => output.push(' '),
                        Some(false) => {
                            output.push('\n');
                            output.extend(std::iter::repeat_n("  ", depth.min(DEEPEST)));
                        }
                        None => {}
                    }
                    output.push('(');
                    output.push_str(head);
                    are_flat.push(is_inside_flat == Some(true) || depth * 2 + width <= WIDTH);
                }
                Piece::Close => {
                    output.push(')');
                    are_flat.pop();
                }
                Piece::Atom(atom) => {
                    output.push(' ');
                    output.push_str(atom);
                }
            }
        }
        output
    }
}
