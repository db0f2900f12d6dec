//! The same work on many items, on all cores.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, available_parallelism, scope};

/// Does the work on each item; the results in the order of the items. A thread that cannot be had is done without.
pub(super) fn on_all_cores<T: Sync, R: Send + Sync>(items: &[T], work: &(dyn Fn(&T) -> R + Sync)) -> Vec<R> {
    let slots: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let take_part = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(slot)) = (items.get(index), slots.get(index)) else { break };
            slot.get_or_init(|| work(item));
        }
    };
    let helpers = available_parallelism().map_or(1, NonZero::get).min(items.len()).saturating_sub(1);
    scope(|threads| {
        for _ in 0..helpers {
            let _ = Builder::new().spawn_scoped(threads, take_part);
        }
        take_part();
    });
    slots.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let uneven = |item: &usize| {
            std::thread::sleep(std::time::Duration::from_micros(if item.is_multiple_of(97) {
                900
            } else {
                1
            }));
            item * 2
        };
        assert_eq!(on_all_cores(&items, &uneven), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert!(on_all_cores(&[], &uneven).is_empty());
    }
}
