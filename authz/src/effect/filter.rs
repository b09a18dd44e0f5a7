//! What of an effect is shown: to whom, and how much at once.

use super::{Effect, Shift};
use crate::NodeId;

impl Effect {
    /// The effect without people and nodes that may not be seen, and a mark if there are any.
    #[must_use]
    pub fn filtered(mut self, sees: impl Fn(&NodeId) -> bool) -> Self {
        let mut withheld = self.withheld;
        self.shifts.retain_mut(|shift| {
            withheld |= shift.keep(&sees);
            !shift.is_empty()
        });
        Self { withheld, ..self }
    }

    /// The effect with at most so many subjects and nodes in each shift; the counts say how many there are.
    #[must_use]
    pub fn capped(mut self, limit: usize) -> Self {
        for shift in &mut self.shifts {
            if shift.nodes.len() > limit {
                shift.node_count.get_or_insert(shift.nodes.len());
                shift.nodes.truncate(limit);
            }
            if shift.subjects.len() > limit {
                shift.subject_count.get_or_insert(shift.subjects.len());
                shift.subjects.truncate(limit);
            }
        }
        self
    }
}

impl Shift {
    /// Drops what may not be seen. Was there anything?
    fn keep(&mut self, sees: &impl Fn(&NodeId) -> bool) -> bool {
        let len = |shift: &Self| {
            let others = shift.everybody_but.as_ref().map_or(0, alloc::vec::Vec::len);
            (shift.nodes.len(), shift.subjects.len(), others, shift.through.len())
        };
        let before = len(self);
        self.nodes.retain(sees);
        // Who is not signed in has no node, and is no secret.
        self.subjects.retain(|subject| NodeId::parse(subject).map_or(true, |id| sees(&id)));
        if let Some(others) = &mut self.everybody_but {
            others.retain(sees);
        }
        self.through.retain(|through| through.node().is_none_or(sees));
        before != len(self)
    }

    fn is_empty(&self) -> bool {
        let nobody = self.subjects.is_empty() && self.everybody_but.is_none();
        nobody || (self.nodes.is_empty() && self.patterns.is_empty())
    }
}
