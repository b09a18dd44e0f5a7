//! Who has access to a resource, and through what.

use crate::{
    error::{Result, StoreError},
    gate::{is_readable, names_somebody},
    permitted::{
        Access, Permitted, RoleName, Way,
        access::{Strengths, access},
        member::strength,
    },
    port::Page,
};
use authz::{
    Index, NodeId, Permission, Visibility,
    action::{Action, ReadNode, is_console},
    remark,
};
use std::cmp::Reverse;

/// Most people looked at for one page.
const MAX_LOOKED: usize = 2_000;

/// Somebody who may do something, and everything through which they may.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeWho {
    /// Who.
    pub user: NodeId,
    /// Through what, the strongest first.
    pub access: Vec<Access>,
}

impl<A: Action> Permitted<A> {
    /// Does the caller see nobody's access there but their own? So where they may not see members, and where one of the
    /// projects is discreet and they do not manage its members.
    pub(super) async fn is_alone(&mut self, node: &NodeId) -> Result<bool> {
        if !self.may("member:read", node) {
            return Ok(true);
        }
        let above = self.index(|index| index.ancestors(node).into_iter().chain([node]).cloned().collect::<Vec<_>>());
        for place in above.iter().filter(|place| place.kind() == "project") {
            if self.transaction.is_discreet(place).await? && !self.may("member:update", place) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// May the caller know that somebody has to do with a node?
    pub(super) fn knows(&self, index: &Index, node: &NodeId, who: &NodeId, alone: bool) -> bool {
        // SECURITY: what everybody has names nobody, as on a project's list of members.
        let named = || index.grants_reaching(who, node, self.now).any(|grant| names_somebody(&grant));
        self.caller.user() == Some(who) || is_readable(index, &self.caller, who, self.now) || (!alone && named())
    }
}

impl Permitted<ReadNode> {
    /// The people who may do this with the node, by id, each with everything through which they may; and whether there
    /// may be some whom the caller may not see. Nothing for who may not see members there.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an action that the node's type does not have.
    pub async fn who(&mut self, action: &str, after: &str, limit: usize) -> Result<Option<(Page<NodeWho>, bool)>> {
        let node = self.scope.first().clone();
        let permission = Permission::of(node.kind(), action).ok();
        let known = permission.filter(|permission| self.index(|index| index.catalog().knows(permission)));
        let permission =
            known.ok_or_else(|| StoreError::invalid("can", remark!("choose one of the actions offered")))?;
        if !self.may("member:read", &node) {
            return Ok(None);
        }
        let alone = self.is_alone(&node).await?;
        Ok(Some(self.index(|index| self.found(index, &permission, after, limit, alone))))
    }

    fn found(
        &self,
        index: &Index,
        permission: &Permission,
        after: &str,
        limit: usize,
        alone: bool,
    ) -> (Page<NodeWho>, bool) {
        let node = self.scope.first();
        let (mut items, mut hidden, mut next) = (Vec::new(), false, None);
        let people = index.search(self.now).after(after).who_can(permission, node).into_iter().flatten();
        for (looked, user) in people.enumerate() {
            if items.len() == limit || looked == MAX_LOOKED {
                next = items
                    .last()
                    .map(|last: &NodeWho| crate::port::After { key: String::new(), id: last.user.to_string() });
                break;
            }
            let mut access = self.ways(index, user, permission);
            let all = access.len();
            access.retain(|access| self.tells(index, access));
            hidden |= access.len() < all;
            if self.knows(index, node, user, alone) && !access.is_empty() {
                items.push(NodeWho { user: user.clone(), access });
            } else {
                hidden = true;
            }
        }
        (Page { items, next }, hidden)
    }

    /// May the caller know of a way in? What is given on something that they may not see is no business of theirs, unless it
    /// is above a project of the node's that they see: there the list of members tells it, too.
    fn tells(&self, index: &Index, access: &Access) -> bool {
        let Way::Grant(grant) = &access.way else { return true };
        let seen = |node: &NodeId| is_readable(index, &self.caller, node, self.now);
        let mut projects = index.ancestors(self.scope.first()).into_iter().filter(|above| above.kind() == "project");
        seen(&grant.on) || projects.any(|project| seen(project) && index.lies_below(project, &grant.on))
    }

    /// Everything that may give the permission, the strongest first.
    fn ways(&self, index: &Index, user: &NodeId, permission: &Permission) -> Vec<Access> {
        let node = self.scope.first();
        let mut ways = access(index, node, user, self.now, &mut Strengths::default());
        ways.retain(|access| !matches!(access.way, Way::Visible(_)));
        let roles = &index.catalog().visitor_roles;
        let visibility = index.visibility_of(node);
        let visiting = match visibility {
            Visibility::Private => None,
            Visibility::Internal => roles.internal.clone(),
            Visibility::Public => roles.internal.clone().or_else(|| roles.public.clone()),
        };
        ways.extend(visiting.map(|role| Access {
            role,
            way: Way::Visible(visibility),
            through: Vec::new(),
            expires_at: None,
        }));
        ways.retain(|access| index.role_reaches(&access.role, permission));
        ways.sort_by_cached_key(|access| Reverse(strength(index, &access.role)));
        ways
    }

    /// Every role, for showing what somebody holds by its name.
    pub fn roles(&self) -> Vec<RoleName> {
        self.role_names()
    }

    /// May the caller open the page of a person or group?
    pub fn may_open(&self, id: &NodeId) -> bool {
        is_console(id.kind()) && self.index(|index| self.reads(index, id))
    }
}
