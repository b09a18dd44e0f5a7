//! Roles: what they include, and where they are used.

use super::{State, unknown};
use crate::{
    Role, RoleId,
    guard::{Refusal, facts::includes},
};
use alloc::{collections::BTreeSet, string::ToString, vec::Vec};

impl State<'_> {
    pub(super) fn role(&self, id: &RoleId) -> Result<(), Refusal> {
        let Some(role) = self.after.role(id) else { return Ok(()) };
        let had = self.before.role(id);
        if had == Some(role) {
            return Ok(());
        }
        if had.is_none_or(|had| had.home != role.home) {
            self.node_there(&role.home)?;
            self.users_of_role(role)?;
        }
        let assigners = role.assigned_by.iter().filter(|role| had.is_none_or(|had| !had.assigned_by.contains(role)));
        for assigner in assigners {
            self.after.role(assigner).ok_or_else(|| unknown(assigner))?;
        }
        self.included(role, had)
    }

    /// What the role includes is there, at home at or above it, and does not include it.
    fn included(&self, role: &Role, had: Option<&Role>) -> Result<(), Refusal> {
        for id in &role.includes {
            let known = had.is_some_and(|had| had.includes.contains(id));
            let Some(included) = self.after.role(id) else {
                if known {
                    continue;
                }
                return Err(unknown(id));
            };
            if !known || had.is_some_and(|had| had.home != role.home) {
                self.at_home(&included.id, &included.home, &role.home)?;
            }
            if !known && includes(self.after, id).contains(&&role.id) {
                return Err(Refusal::Cycle { through: self.circle(&role.id, id) });
            }
        }
        Ok(())
    }

    /// The roles from the one included back to the one that includes it.
    fn circle(&self, role: &RoleId, included: &RoleId) -> Vec<alloc::string::String> {
        let leads_back = |id: &&RoleId| includes(self.after, id).contains(&role);
        let all = includes(self.after, included);
        let between = all.into_iter().filter(|id| *id != role).filter(leads_back);
        between.chain([role]).map(ToString::to_string).collect()
    }

    /// Wherever the role is granted or included lies at or below its home.
    fn users_of_role(&self, role: &Role) -> Result<(), Refusal> {
        let grants = self.after.role_slot(&role.id).into_iter().flat_map(|slot| slot.grants.iter().copied());
        let nodes: BTreeSet<u32> = self.after.slots(grants).map(|slot| slot.on).collect();
        for on in self.after.ids(nodes.into_iter()) {
            self.at_home(&role.id, &role.home, on)?;
        }
        for other in self.after.roles().filter(|other| other.includes.contains(&role.id)) {
            self.at_home(&role.id, &role.home, &other.home)?;
        }
        Ok(())
    }
}
