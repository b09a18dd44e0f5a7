//! The checks that an answer is made of.

use super::{
    filter::Filter,
    way::{Step, ways},
};
use crate::{
    Index, Permission,
    decide::{Asker, Check, Moment, Start, Target},
};
use alloc::{string::String, vec::Vec};

/// One check to be explained: a permission on a walk. Types decided by policy have one for each policy that fits.
pub(super) struct Case<'a> {
    pub check: Check<'a>,
    pub start: Start,
    /// The node asked about and all above, as far as it may be seen.
    pub ways: Vec<Step>,
    pub policy: Option<(String, Permission)>,
}

impl Case<'_> {
    pub fn permission(&self) -> Option<&Permission> {
        self.check.index.catalog.permissions.get(self.check.permission as usize)
    }
}

impl Index {
    /// The checks; any one will do.
    pub(super) fn cases<'a>(
        &'a self,
        asker: &'a Asker<'a>,
        target: &Target,
        moment: Moment<'a>,
        filter: &Filter,
    ) -> Vec<Case<'a>> {
        let case = |asked: u32, start: &Start, policy: Option<(String, Permission)>| {
            let check = Check::new(self, asker, asked, start, moment);
            Case { check, start: start.clone(), ways: ways(self, start, filter), policy }
        };
        let Some(id) = target.policy else { return Vec::from([case(target.asked, &target.start, None)]) };
        let start = Start::Node(self.system);
        let matching = self.policies_for(target.asked, id);
        matching
            .filter_map(|(policy, needed)| {
                let permission = self.catalog.permissions.get(needed as usize)?.clone();
                Some(case(needed, &start, Some((policy.pattern.clone(), permission))))
            })
            .collect()
    }
}
