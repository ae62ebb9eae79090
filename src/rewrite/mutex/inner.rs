//! Functions that only run within others which hold the lock: they need not take it, and must not.

use std::collections::{BTreeMap, BTreeSet};

use super::guard::{Place, PlaceKey};
use crate::model::flow::CallMode;
use crate::model::path::AccessPath;
use crate::model::uses::is_exported;
use crate::model::{FuncId, Package};

/// The places with those of such functions taken out, and their calls put in; `None` where there are none.
///
/// ```go
/// func (c *cache) Put(…) { …; c.evict() } // holds the lock for evict, too
/// ```
pub(super) fn with_calls(
    package: &Package,
    places: &BTreeMap<PlaceKey, Vec<Place>>,
) -> Option<BTreeMap<PlaceKey, Vec<Place>>> {
    let inner: BTreeSet<FuncId> = places
        .keys()
        .filter(|key| is_inner(package, places, key))
        .map(|(func, _)| *func)
        .collect();
    let mut found = places.clone();
    for func in &inner {
        let sites = &package.callers_of(*func).sites;
        // What is within another such function is left as it is.
        if sites.iter().any(|site| inner.contains(&site.caller)) {
            return None;
        }
        let (own, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            found.into_iter().partition(|(key, _)| key.0 == *func);
        found = others;
        for ((_, holder), accesses) in own {
            let writes = accesses.iter().any(|access| access.writes);
            for site in sites {
                let holder = holder
                    .as_ref()
                    .and_then(|holder| package.path_in_caller(holder, site.call, *func));
                let event = site.event;
                let calls = found.entry((site.caller, holder)).or_default();
                calls.push(Place { event, writes });
            }
        }
    }
    (!inner.is_empty()).then_some(found)
}

/// Whether a function is called by others of these alone, for the object whose accesses they put under the lock.
fn is_inner(
    package: &Package,
    places: &BTreeMap<PlaceKey, Vec<Place>>,
    (func, holder): &PlaceKey,
) -> bool {
    let callers = package.callers_of(*func);
    let is_own = |holder: &AccessPath| {
        holder.steps.is_empty() && holder.root_symbol() == package.receiver_of(*func)
    };
    let is_method = package
        .func(*func)
        .name
        .is_some_and(|ident| !is_exported(&ident.name));
    let Some(holder) = holder.as_ref().filter(|holder| is_own(holder)) else {
        return false;
    };
    is_method
        && !callers.is_value
        && !callers.sites.is_empty()
        && callers.sites.iter().all(|site| {
            let outer = package.path_in_caller(holder, site.call, *func);
            site.mode == CallMode::Now
                && site.caller != *func
                && outer.is_some()
                && places.contains_key(&(site.caller, outer))
        })
}
