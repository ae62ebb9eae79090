//! Names that a user may have slipped in.

use crate::nearest::nearest;

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
        Err(match nearest(name, known.iter().copied()) {
            Some(near) => format!("no transform has this name; did you mean '{near}'?"),
            None => "no transform has this name; `chanfix list` shows all".to_owned(),
        })
    }
}
