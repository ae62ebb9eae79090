//! Which steps of a function come before which, along its flow.

use crate::model::flow::{Event, Flow};

impl Flow {
    /// Whether control can go on from the event `from` to the event `to`, whatever is between; from an event to itself if
    /// it can happen again.
    pub fn leads_to(&self, from: usize, to: usize) -> bool {
        let (block, target) = (self.events[from].block, self.events[to].block);
        let behind = self.blocks[block]
            .behind
            .get_or_init(|| self.blocks_behind(block));
        block == target && from < to || behind[target / 64] & (1 << (target % 64)) != 0
    }

    fn blocks_behind(&self, block: usize) -> Box<[u64]> {
        let mut behind = vec![0; self.blocks.len().div_ceil(64)];
        let mut work = self.blocks[block].successors.clone();
        while let Some(next) = work.pop() {
            let bit = 1 << (next % 64);
            if behind[next / 64] & bit == 0 {
                behind[next / 64] |= bit;
                work.extend(&self.blocks[next].successors);
            }
        }
        behind.into()
    }

    /// Whether control can come to the event from the function's start, without passing an event that `stops`.
    pub fn is_reached(&self, to: usize, stops: impl Fn(usize, &Event) -> bool) -> bool {
        self.walk(0, 0, stops, |index| index == Some(to))
    }

    /// Whether control can go on from the event `from` to the event `to`, without passing an event that `stops`.
    pub fn goes_on_to(
        &self,
        from: usize,
        to: usize,
        stops: impl Fn(usize, &Event) -> bool,
    ) -> bool {
        let block = self.events[from].block;
        self.walk(block, from + 1, stops, |index| index == Some(to))
    }

    /// Whether the function can end without passing an event that `stops`.
    pub fn ends_without(&self, stops: impl Fn(usize, &Event) -> bool) -> bool {
        self.walk(0, 0, stops, |index| index.is_none())
    }

    /// Whether the function can end after the event, without passing an event that `stops`.
    pub fn ends_after(&self, from: usize, stops: impl Fn(usize, &Event) -> bool) -> bool {
        let block = self.events[from].block;
        self.walk(block, from + 1, stops, |index| index.is_none())
    }

    /// Follows the flow from an event until `found` says so of an event, or of the function's end (`None`).
    fn walk(
        &self,
        block: usize,
        start: usize,
        stops: impl Fn(usize, &Event) -> bool,
        found: impl Fn(Option<usize>) -> bool,
    ) -> bool {
        let mut seen = vec![false; self.blocks.len()];
        let mut work = vec![(block, start)];
        'blocks: while let Some((number, start)) = work.pop() {
            let block = &self.blocks[number];
            for index in start.max(block.events.start)..block.events.end {
                if found(Some(index)) {
                    return true;
                }
                if stops(index, &self.events[index]) {
                    continue 'blocks;
                }
            }
            if block.is_exit && found(None) {
                return true;
            }
            for &next in &block.successors {
                if !std::mem::replace(&mut seen[next], true) {
                    work.push((next, 0));
                }
            }
        }
        false
    }
}
