//! A sample of mentions for close reading, the same each time.
//!
//! Each mention draws a number by hashing what it is with the seed, and the smallest numbers are
//! taken: so a sample depends neither on how the index came about nor on a generator of random
//! numbers, and most of it stays when reports are added.

use std::collections::BinaryHeap;

use super::mentions::Mentions;

impl Mentions<'_> {
    /// Keeps `size` mentions, chosen by `seed`, in their order.
    pub fn sample(&mut self, size: usize, seed: u64) {
        // Number drawn, place of the report, number of the mention there; the largest on top.
        let mut taken: BinaryHeap<(u64, usize, usize)> = BinaryHeap::new();
        for (place, found) in self.found.iter().enumerate() {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&seed.to_le_bytes());
            hasher.update(self.term().as_bytes());
            hasher.update(b"\0");
            hasher.update(found.path.as_bytes());
            hasher.update(found.id.as_deref().unwrap_or_default().as_bytes());
            let mut draws = hasher.finalize_xof();
            for number in 0..found.mentions() {
                let mut draw = [0; 8];
                draws.fill(&mut draw);
                taken.push((u64::from_le_bytes(draw), place, number));
                if taken.len() > size {
                    taken.pop();
                }
            }
        }
        for found in &mut self.found {
            found.chosen = Some(Vec::new());
        }
        for (_, place, number) in taken {
            if let Some(chosen) = &mut self.found[place].chosen {
                chosen.push(number);
            }
        }
        for chosen in self
            .found
            .iter_mut()
            .filter_map(|found| found.chosen.as_mut())
        {
            chosen.sort_unstable();
        }
    }
}
