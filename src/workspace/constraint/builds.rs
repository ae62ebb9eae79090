//! Whether any build satisfies some build expressions together, by trying every build that they can tell apart.

use super::expression::Expression;
use super::platforms;
use crate::workspace::version::Version;

/// Above this many builds the answer is "perhaps".
const MOST_BUILDS: usize = 1 << 16;

/// A system or architecture that no tag names.
const OTHER: &str = "";

/// Whether certainly no build satisfies all of `expressions` without the tags in `unset`.
pub(super) fn exclude_each_other(expressions: &[&Expression], unset: &[&str]) -> bool {
    let mut tags = Vec::new();
    expressions
        .iter()
        .for_each(|expression| expression.tags(&mut tags));
    tags.sort_unstable();
    tags.dedup();
    let Some(choices) = Choices::over(&tags, unset) else {
        return false;
    };
    !choices.any(|build| {
        expressions
            .iter()
            .all(|expression| expression.holds(&|tag| build.sets(tag)))
    })
}

/// One kind of build: which tags it sets.
struct Build<'tags> {
    system: &'tags str,
    is_unix: bool,
    architecture: &'tags str,
    compiler: &'tags str,
    release: Option<Version>,
    /// The tags of `-tags` and everything else that is set or not by itself.
    free: &'tags [&'tags str],
    /// Bit i: is `free[i]` set?
    chosen: usize,
}

impl Build<'_> {
    fn sets(&self, tag: &str) -> bool {
        if platforms::is_system(tag) {
            return self.system == tag || platforms::base_of(self.system) == Some(tag);
        }
        if platforms::is_architecture(tag) {
            return self.architecture == tag;
        }
        if platforms::COMPILERS.contains(&tag) {
            return self.compiler == tag;
        }
        if tag == "unix" {
            return self.is_unix;
        }
        if let Some(version) = Version::of_release_tag(tag) {
            return self.release >= Some(version);
        }
        self.free
            .iter()
            .position(|&free| free == tag)
            .is_some_and(|index| self.chosen >> index & 1 == 1)
    }
}

/// The values that matter in each dimension; a build takes one of each.
struct Choices<'tags> {
    /// Names, and whether `unix` holds.
    systems: Vec<(&'tags str, bool)>,
    architectures: Vec<&'tags str>,
    compilers: Vec<&'tags str>,
    releases: Vec<Option<Version>>,
    free: Vec<&'tags str>,
}

impl<'tags> Choices<'tags> {
    /// Nothing if there are too many to try.
    fn over(tags: &[&'tags str], unset: &[&str]) -> Option<Choices<'tags>> {
        // Systems and architectures to come are builds, too: `!linux` and `!windows` don't exclude each other.
        let mut choices = Choices {
            systems: vec![(OTHER, false)],
            architectures: vec![OTHER],
            compilers: vec![OTHER],
            releases: vec![None],
            free: Vec::new(),
        };
        for &tag in tags {
            if platforms::is_architecture(tag) {
                choices.architectures.push(tag);
            } else if platforms::COMPILERS.contains(&tag) {
                choices.compilers.push(tag);
            } else if let Some(version) = Version::of_release_tag(tag) {
                choices.releases.push(Some(version));
            } else if !platforms::is_system(tag) && tag != "unix" && !unset.contains(&tag) {
                choices.free.push(tag);
            }
        }
        if tags
            .iter()
            .any(|tag| platforms::is_system(tag) || *tag == "unix")
        {
            choices.systems.push((OTHER, true));
            choices
                .systems
                .extend(platforms::SYSTEMS.map(|system| (system, platforms::is_unix(system))));
        }
        let platforms = choices.systems.len() * choices.architectures.len();
        let tools = choices.compilers.len() * choices.releases.len();
        let free = 1usize.checked_shl(choices.free.len().try_into().ok()?)?;
        (platforms.checked_mul(tools)?.checked_mul(free)? <= MOST_BUILDS).then_some(choices)
    }

    fn any(&self, is_wanted: impl Fn(&Build) -> bool) -> bool {
        for &(system, is_unix) in &self.systems {
            for &architecture in &self.architectures {
                for &compiler in &self.compilers {
                    for &release in &self.releases {
                        for chosen in 0..1 << self.free.len() {
                            let free = &self.free;
                            if is_wanted(&Build {
                                system,
                                is_unix,
                                architecture,
                                compiler,
                                release,
                                free,
                                chosen,
                            }) {
                                return true;
                            }
                        }
                    }
                }
            }
        }
        false
    }
}
