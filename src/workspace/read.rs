//! Reading a file of the workspace, the same text each time or a problem.

use std::fs;
use std::path::Path;

use super::{Problem, Workspace};
use crate::source::{FileId, SourceFile};

/// Offsets into a file are 32 bits wide.
const LARGEST: u64 = u32::MAX as u64;

/// Enough of a text to see that a file has changed since it was first read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    length: usize,
    hash: u64,
}

impl Fingerprint {
    fn of(text: &str) -> Fingerprint {
        // Every byte of the source goes through here: a word at a time, not the keyed hash of the standard library.
        let words = text.as_bytes().chunks(8).map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_le_bytes(word)
        });
        let hash = words.fold(0u64, |hash, word| {
            (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        Fingerprint {
            length: text.len(),
            hash,
        }
    }
}

impl Workspace {
    /// Reads a file. The text is as it is on disk, a byte order mark included.
    ///
    /// A file that can't be read, is no UTF-8, is too large, or is not what it was when it was first read is a problem.
    pub fn read(&self, id: FileId) -> Result<SourceFile, Problem> {
        let path = self.path(id);
        let display = self.display(id);
        let text = text(&path, &display)?;
        let fingerprint = Fingerprint::of(&text);
        if *self.file(id).fingerprint.get_or_init(|| fingerprint) != fingerprint {
            return Err(Problem::of(
                display,
                "changed while chanfix was at work; run chanfix again",
            ));
        }
        Ok(SourceFile::new(id, path, display, text))
    }
}

/// The text of the file at `path`, which users see as `shown`.
pub(super) fn text(path: &Path, shown: &str) -> Result<String, Problem> {
    let unreadable = |error| Problem::of(shown, format!("cannot be read: {error}"));
    let length = fs::metadata(path).map_err(unreadable)?.len();
    if length > LARGEST {
        return Err(Problem::of(
            shown,
            "is larger than 4 GiB; the file is skipped",
        ));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        Problem::at(
            shown,
            line as u32,
            "is not UTF-8 from this line on; the file is skipped",
        )
    })
}
