//! Who looks at an explanation, and what they may see.

use super::Thing;
use crate::{ANONYMOUS, Atom, Grant, Index, NodeId, Permission, Question, RoleId, Sent};
use alloc::collections::{BTreeMap, BTreeSet};
use core::cell::RefCell;

/// Whoever may one of these manages members, and sees them all.
const MANAGING: [&str; 3] = ["member:add", "member:update", "member:remove"];

/// Who looks, and when.
#[derive(Debug)]
pub struct Viewer<'a> {
    index: &'a Index,
    id: &'a str,
    sent: &'a Sent,
    now: i64,
    discreet: &'a BTreeSet<NodeId>,
    lists: RefCell<BTreeMap<NodeId, bool>>,
}

impl<'a> Viewer<'a> {
    /// A user or key, or `anonymous`, with the attributes of the session. On nodes that are discreet, members do not see
    /// each other.
    pub fn new(index: &'a Index, id: &'a str, sent: &'a Sent, now: i64, discreet: &'a BTreeSet<NodeId>) -> Self {
        Self { index, id, sent, now, discreet, lists: RefCell::default() }
    }

    /// May the viewer see this?
    pub fn sees(&self, thing: Thing) -> bool {
        match thing {
            Thing::Node(node) => self.reads(node) || self.is_own(node) || self.is_listed(node),
            Thing::Role(role, on) => {
                let home = self.index.role(role).map(|role| &role.home);
                self.may("role:read", on)
                    || home.is_some_and(|home| self.may("role:read", home))
                    || self.index.grants_reaching(self.person(), on, self.now).any(|grant| self.gives(&grant, role))
            }
            // What one holds oneself one may know.
            Thing::Grant(grant, on) => {
                let mine = |grant: Grant| self.index.grant_matches(&grant, self.person(), self.now);
                self.lists(on) || self.index.grant(grant).is_some_and(mine)
            }
        }
    }

    /// May the viewer see who holds what on the node? Where members do not see each other, only who manages them does.
    pub fn lists(&self, node: &NodeId) -> bool {
        if let Some(known) = self.lists.borrow().get(node) {
            return *known;
        }
        let open = |place: &NodeId| {
            !self.discreet.contains(place) || MANAGING.iter().any(|managing| self.may(managing, place))
        };
        let lists = self.may("member:read", node) && open(node) && self.index.ancestors(node).into_iter().all(open);
        self.lists.borrow_mut().insert(node.clone(), lists);
        lists
    }

    /// May the viewer know what somebody may do on a node? Of themselves everybody may; of others who sees the node's
    /// members, if they see that person too, or what was given to that person in particular.
    pub fn knows(&self, who: &str, on: &NodeId) -> bool {
        if who == self.person() || who == self.id {
            return true;
        }
        let reads = || who == ANONYMOUS || NodeId::parse(who).is_ok_and(|id| self.reads(&id));
        let given = || {
            let mut grants = self.index.grants_reaching(who, on, self.now);
            grants.any(|grant| names_somebody(&grant) && self.lists(&grant.on))
        };
        self.lists(on) && (reads() || given())
    }

    /// The user who looks, by a key or not.
    fn person(&self) -> &str {
        self.index.key(self.id).map_or(self.id, |key| key.owner.as_str())
    }

    /// Is it a group or account of the viewer's own?
    fn is_own(&self, node: &NodeId) -> bool {
        match node.kind() {
            "group" => self.index.groups_of(self.person()).contains(node),
            "account" => self.index.user(self.person()).is_some_and(|user| user.account.as_ref() == Some(node)),
            _ => false,
        }
    }

    /// Is something given to this user, group or account where the viewer sees who holds what?
    fn is_listed(&self, who: &NodeId) -> bool {
        let names = |atom: &Atom| matches!(atom, Atom::User(id) | Atom::Group(id) | Atom::GroupAdmins(id) | Atom::Account(id) if id == who);
        matches!(who.kind(), "user" | "group" | "account")
            && self.index.grants_naming(who).any(|grant| grant.who.iter().any(names) && self.lists(&grant.on))
    }

    /// Is it the grant's role, or one that this includes?
    fn gives(&self, grant: &Grant, role: &RoleId) -> bool {
        grant.role == *role || self.index.included_in(&grant.role).any(|included| included == role)
    }

    /// Is the node readable? The root is to who is signed in, oneself to oneself, and a type without `read` where any of
    /// its actions is allowed.
    pub fn reads(&self, node: &NodeId) -> bool {
        if node.is_system() || node.as_str() == self.id {
            return self.id != ANONYMOUS;
        }
        let Some(kind) = self.index.catalog().types.get(node.kind()) else { return false };
        let any = |action: &str| kind.actions.iter().any(|known| known == action);
        let allowed = |action: &str| {
            Permission::of(node.kind(), action).is_ok_and(|permission| self.is_allowed(permission.as_str(), node))
        };
        if any("read") { allowed("read") } else { kind.actions.iter().any(|action| allowed(action)) }
    }

    /// May the viewer do what asks for this permission of the console on the node?
    pub fn may(&self, name: &str, node: &NodeId) -> bool {
        self.index.catalog().permission_for(name).is_some_and(|permission| self.is_allowed(permission.as_str(), node))
    }

    fn is_allowed(&self, permission: &str, node: &NodeId) -> bool {
        let asks = [(permission, node.as_str())];
        let question = Question { subject: self.id, asks: &asks, sent: self.sent, parents: None, now: self.now };
        self.index.decide(&question) == Ok(true)
    }
}

/// Is the grant for somebody in particular, not for all who are signed in, or simply all?
fn names_somebody(grant: &Grant) -> bool {
    grant.who.iter().any(|atom| !matches!(atom, Atom::SignedIn(_) | Atom::Anyone(_)))
}
