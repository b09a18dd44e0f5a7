//! Memory is slow where there is much of it: what is asked for together comes together.

use crate::{Index, index::Flags, node::MAX_DEPTH};
use core::hint::black_box;

impl Index {
    /// Reads what a check of this subject and node will read, and makes nothing of it: nothing here waits for anything
    /// but where to look next, so that the rows of the subject and those on the way up come at the same time.
    #[inline]
    pub(super) fn ask_for(&self, [subject, node]: [Option<u32>; 2]) {
        let (Some(subject), Some(mut number)) = (subject, node) else { return };
        let subject = self.subjects.at(subject);
        black_box(subject.holdings.first().map(|holding| holding.on));
        black_box(self.origins.at(number).owner);
        let group = subject.groups.first().map(|group| self.around.at(group).first());
        black_box(group.flatten());
        // The way up; where several parents are, the check finds it itself.
        for _ in 0..MAX_DEPTH {
            let step = self.steps.at(number);
            if step.flags.has(Flags::HELD) {
                // Who is in groups will be searched for here: every second row is at least one in each cache line.
                let held = self.places.at(number).held.few().unwrap_or_default();
                let looked_at = if group.is_some() { held } else { held.get(..1).unwrap_or_default() };
                black_box(looked_at.iter().step_by(2).fold(0, |all, held| all ^ held.grant));
            }
            let [parent] = self.parents(number, step) else { return };
            number = *parent;
        }
    }
}
