//! Names that a user may have slipped in.

/// A parser that accepts the names in `known` and says for others which one may be meant.
pub(super) fn transform_name(
    known: &[&'static str],
) -> impl Fn(&str) -> Result<String, String> + Clone + Send + Sync + 'static {
    let known = known.to_vec();
    move |text| {
        let name = text.trim();
        if known.contains(&name) {
            return Ok(name.to_owned());
        }
        Err(match nearest(name, &known) {
            Some(near) => format!("no transform has this name; did you mean '{near}'?"),
            None => "no transform has this name; `chanfix list` shows all".to_owned(),
        })
    }
}

/// The name that `name` is most likely a slip of, if one is near enough.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let likeness = |candidate: &str| strsim::jaro_winkler(name, candidate);
    known
        .iter()
        .copied()
        .filter(|candidate| likeness(candidate) > 0.75)
        .max_by(|left, right| likeness(left).total_cmp(&likeness(right)))
}
