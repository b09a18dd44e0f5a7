//! Nothing is left that refers to what was removed. (See `Index::removal` for what goes with a node.)

use super::State;
use crate::{
    NodeId, RoleId,
    guard::{Refusal, flaw::roles_of, touched::Touched},
};
use alloc::string::ToString;

impl State<'_> {
    pub(super) fn removed(&self, touched: &Touched) -> Result<(), Refusal> {
        for id in touched.nodes.iter().filter(|id| self.before.node(*id).is_some() && self.after.node(*id).is_none()) {
            self.node_gone(id)?;
        }
        for id in touched.roles.iter().filter(|id| self.before.role(*id).is_some() && self.after.role(*id).is_none()) {
            self.role_gone(id)?;
        }
        for id in touched.groups.iter().chain(&touched.users) {
            let gone = self.after.user(id).is_none() && self.after.group(id).is_none();
            if gone && let Some(group) = self.after.groups_of(id).into_iter().next() {
                return Err(in_use(id, group));
            }
        }
        Ok(())
    }

    fn node_gone(&self, id: &NodeId) -> Result<(), Refusal> {
        let after = self.after;
        if let Some(child) = after.children(id).next() {
            return Err(in_use(id, child));
        }
        if let Some(user) = after.users_of(id).next() {
            return Err(in_use(id, user));
        }
        if let Some(role) = after.roles_at(id).next() {
            return Err(in_use(id, &role.id));
        }
        match after.grants_on(id).next() {
            Some(grant) => Err(in_use(id, &grant.role)),
            None => Ok(()),
        }
    }

    fn role_gone(&self, id: &RoleId) -> Result<(), Refusal> {
        let after = self.after;
        if let Some(grant) = after.grants_of(id).next() {
            return Err(in_use(id, &grant.on));
        }
        if let Some(other) = after.roles().find(|other| other.includes.contains(id) || other.assigned_by.contains(id)) {
            return Err(in_use(id, &other.id));
        }
        if roles_of(after.catalog()).any(|role| role == id) {
            return Err(in_use(id, "the catalog"));
        }
        Ok(())
    }
}

fn in_use(what: &impl ToString, by: &(impl ToString + ?Sized)) -> Refusal {
    Refusal::InUse { what: what.to_string(), by: by.to_string() }
}
