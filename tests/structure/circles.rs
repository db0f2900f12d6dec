//! Circles in a graph of names.

use std::collections::{BTreeMap, BTreeSet};

/// Which name uses which.
pub(crate) type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The groups of names that reach each other, each in order.
pub(crate) fn circles(arrows: &Arrows) -> BTreeSet<Vec<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|name| (name, reached(arrows, name))).collect();
    let returns = |name: &String| -> Vec<String> {
        let back = reach[name].iter().filter(|other| reach.get(*other).is_some_and(|r| r.contains(name)));
        back.map(|other| (*other).clone()).collect()
    };
    reach.keys().map(|name| returns(name)).filter(|group| !group.is_empty()).collect()
}

/// Every name that arrows lead to from here.
fn reached<'a>(arrows: &'a Arrows, from: &'a String) -> BTreeSet<&'a String> {
    let mut found = BTreeSet::new();
    let mut next = vec![from];
    while let Some(name) = next.pop() {
        next.extend(arrows.get(name).into_iter().flatten().filter(|name| found.insert(*name)));
    }
    found
}

#[test]
fn a_circle_is_found_and_a_chain_is_none() {
    let arrow = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|&to| to.to_owned()).collect());
    let arrows: Arrows = [arrow("a", &["b"]), arrow("b", &["c"]), arrow("c", &["b", "d"])].into();
    assert_eq!(circles(&arrows), [vec!["b".to_owned(), "c".to_owned()]].into());
}
