//! Names for the `sync.Once` that belongs to a channel.

/// `quitOnce` for `quit` and `quitCh`, `doneOnce` for `Done`.
pub fn once_name(channel: &str) -> String {
    let stem = ["Chan", "Ch"]
        .iter()
        .find_map(|suffix| channel.strip_suffix(suffix))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(channel);
    let mut letters = stem.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    format!("{}{}Once", first.unwrap_or_default(), letters.as_str())
}
