//! Which of the known words a wrong one is meant to be.

/// The name that `name` is most likely a slip of, if one is near enough.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // In short words, two letters that changed places leave next to nothing alike for the first measure.
    let likeness = |candidate: &str| {
        let is_one_slip = strsim::osa_distance(name, candidate) == 1 && candidate.len() > 2;
        let like = strsim::jaro_winkler(name, candidate);
        if is_one_slip { like.max(0.9) } else { like }
    };
    known
        .into_iter()
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_in_a_short_word_is_seen() {
        assert_eq!(nearest("vra", ["where", "var"]), Some("var"));
        assert_eq!(nearest("zzz", ["where", "var"]), None);
    }
}
