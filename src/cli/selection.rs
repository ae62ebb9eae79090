//! Which transforms run.

/// The transforms that `--select` and `--ignore` leave. The names in it are known to exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these, [`ALL`] or [`DEFAULT`]; the default ones where it is empty.
    pub select: Vec<String>,
    /// Not these, even where they are selected.
    pub ignore: Vec<String>,
}

/// Stands for every transform in a selection.
pub const ALL: &str = "all";

/// Stands for those that run without being asked for.
pub const DEFAULT: &str = "default";

impl Selection {
    /// Whether it takes in the transform of this name, which runs without being asked for where it `is_default`.
    pub fn includes(&self, transform: &str, is_default: bool) -> bool {
        let says = |names: &[String], name: &str| names.iter().any(|named| named == name);
        let is_for_all = says(&self.select, ALL)
            || is_default && (self.select.is_empty() || says(&self.select, DEFAULT));
        (is_for_all || says(&self.select, transform)) && !says(&self.ignore, transform)
    }
}
