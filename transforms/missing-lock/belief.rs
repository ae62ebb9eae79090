//! What speaks for a bare access being a bug.

use super::bare::Bare;
use super::doubts::takes_lock;
use crate::model::Package;
use crate::model::goroutines::{Certainty, EntryKind, RootKind};
use crate::model::guards::Evidence;
use crate::model::types::Type;

/// So many accesses with the lock, and one in so many without, leave no doubt that reads need it too.
const MANY: usize = 20;

/// Whether there is reason to believe that the accesses run beside others.
pub(super) fn is_believable(package: &Package, bare: &Bare) -> bool {
    let certainty = bare.concurrency.as_ref().map(|found| found.certainty);
    let (held, others) = (bare.held(), bare.others(package));
    match bare.guard.evidence {
        Evidence::Majority | Evidence::Functions => match certainty {
            Some(Certainty::Certain | Certainty::Implied) => true,
            // What only others could start is mostly not started twice.
            Some(Certainty::Open) => bare.is_plain(package),
            None => is_believable_unseen(package, bare),
        },
        Evidence::Named => certainty.is_some() || is_called_through_interface(package, bare),
        // Comments are old, and mean the fields that change.
        Evidence::Declared => {
            certainty.is_some() && held * 4 >= (held + others) * 3
                || is_called_through_interface(package, bare)
        }
        // Where only the writes hold the lock, reads without it are mostly on the goroutine that writes, or joined with
        // the one that does.
        Evidence::Writes => {
            certainty == Some(Certainty::Implied) && held * 2 >= others * 3
                || certainty == Some(Certainty::Certain) && held >= others * 2 && !bare.writes()
                || is_map(package, bare) && is_called_through_interface(package, bare)
        }
    }
}

/// Whether accesses are believed to run beside others although nothing shows it: the function takes the lock itself, a
/// moment before or after, or others run it and it only reads; or all the others need the lock for a map.
fn is_believable_unseen(package: &Package, bare: &Bare) -> bool {
    if package.says_lock_is_free(bare.func) && !bare.writes() {
        return true;
    }
    if takes_lock(package, bare) {
        return !bare.writes() || bare.is_plain(package);
    }
    if !bare.writes() && bare.held() >= MANY && bare.others(package) * MANY <= bare.held() {
        return true;
    }
    let is_run_by_others = package.is_open_to_others(bare.func) || is_started(package, bare);
    let is_kept = package
        .handed_on(bare.func)
        .is_some_and(|handed| handed.is_kept);
    !bare.writes() && is_run_by_others
        || bare.is_plain(package) && (is_kept || is_map(package, bare))
}

fn is_map(package: &Package, bare: &Bare) -> bool {
    let ty = package.underlying(&package.type_of_symbol(bare.variable));
    matches!(ty, Type::Map(..))
}

/// Whether a method only reads, as the one place without the lock, and is called by those who know its object as an
/// interface, or the method as a value.
fn is_called_through_interface(package: &Package, bare: &Bare) -> bool {
    let is_method = package.func(bare.func).receiver.is_some();
    is_method
        && !bare.writes()
        && bare.held() >= 2
        && bare.others(package) == 0
        && package.is_used_unseen(bare.func)
}

/// Whether a goroutine in sight, or a server's, comes to the function, and it is about the object that it belongs to.
fn is_started(package: &Package, bare: &Bare) -> bool {
    let is_own = || {
        let root = bare.first().path.root_symbol();
        root.is_some_and(|root| {
            !package.is_local(root) || package.receiver_of(bare.func) == Some(root)
        }) || package.func(bare.func).literal.is_some()
    };
    let mut roots = package.roots_of(bare.func).all.iter();
    roots.any(|root| match root.kind {
        RootKind::Spawned { .. } => true,
        RootKind::Entry { kind, .. } => matches!(kind, EntryKind::Handler(_)),
    }) && is_own()
}
