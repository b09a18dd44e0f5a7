//! What a viewer may see of an explanation.

use super::{Cut, Explanation, Match, Miss, Proof, Through, Why};
use crate::{ANONYMOUS, GrantId, Index, NodeId, Question, RoleId, Sent};

/// Something an explanation names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing<'a> {
    /// A node: a resource, a person, a group, an account, a key.
    Node(&'a NodeId),
    /// A role that is, or could be, granted on a node.
    Role(&'a RoleId, &'a NodeId),
    /// A grant on a node.
    Grant(&'a GrantId, &'a NodeId),
}

/// Who looks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    /// The facts.
    pub index: &'a Index,
    /// A user or key, or `anonymous`.
    pub id: &'a str,
    /// Attributes of the session.
    pub sent: &'a Sent,
    /// The instant.
    pub now: i64,
}

impl Viewer<'_> {
    /// May the viewer read this?
    pub fn sees(&self, thing: Thing) -> bool {
        match thing {
            Thing::Node(node) => self.reads(node),
            Thing::Role(role, on) => {
                let home = self.index.role(role).map(|role| &role.home);
                self.may("role:read", on)
                    || home.is_some_and(|home| self.may("role:read", home))
                    || self.index.grants_reaching(self.person(), on, self.now).any(|grant| grant.role == *role)
            }
            // What one holds oneself one may know.
            Thing::Grant(grant, on) => {
                let mine = |grant| self.index.grant_matches(grant, self.person(), self.now);
                self.may("member:read", on) || self.index.grant(grant).is_some_and(mine)
            }
        }
    }

    /// The user who looks, by a key or not.
    fn person(&self) -> &str {
        self.index.key(self.id).map_or(self.id, |key| key.owner.as_str())
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
            crate::Permission::of(node.kind(), action)
                .is_ok_and(|permission| self.is_allowed(permission.as_str(), node))
        };
        if any("read") { allowed("read") } else { kind.actions.iter().any(|action| allowed(action)) }
    }

    fn may(&self, name: &str, node: &NodeId) -> bool {
        self.index.catalog().permission_for(name).is_some_and(|permission| self.is_allowed(permission.as_str(), node))
    }

    fn is_allowed(&self, permission: &str, node: &NodeId) -> bool {
        let asks = [(permission, node.as_str())];
        let question = Question { subject: self.id, asks: &asks, sent: self.sent, parents: None, now: self.now };
        self.index.decide(&question) == Ok(true)
    }
}

impl Explanation {
    /// The explanation without what may not be seen, and a mark if that is anything.
    #[must_use]
    pub fn filtered(mut self, sees: impl Fn(Thing) -> bool) -> Self {
        let asked = self.sees_asked(&sees);
        let before = (self.proofs.len(), self.misses.len(), self.fixes.len(), self.cuts.len());
        self.proofs.retain(|proof| proof_is_seen(proof, &sees));
        self.misses.retain(|miss| miss_is_seen(miss, asked, &sees));
        self.fixes.retain(|fix| sees(Thing::Role(&fix.role, &fix.on)) && sees(Thing::Node(&fix.on)));
        self.cuts.retain(|cut| cut_is_seen(cut, &sees));
        if self.acts_for.as_ref().is_some_and(|owner| !sees(Thing::Node(owner))) {
            self.acts_for = None;
            self.withheld = true;
        }
        if before != (self.proofs.len(), self.misses.len(), self.fixes.len(), self.cuts.len()) {
            self.withheld = true;
            self.proof_count = self.proofs.len();
        }
        self
    }

    /// May the attributes of subject and node be seen?
    fn sees_asked(&self, sees: impl Fn(Thing) -> bool) -> bool {
        let node_is_seen = |name: &str| NodeId::parse(name).is_ok_and(|id| sees(Thing::Node(&id)));
        (self.subject == ANONYMOUS || node_is_seen(&self.subject)) && node_is_seen(&self.node)
    }
}

fn through_is_seen(through: &Through, on: &NodeId, sees: impl Fn(Thing) -> bool) -> bool {
    let grant = match through {
        Through::Grant(grant) => sees(Thing::Grant(grant, on)),
        Through::Visibility(_) => true,
    };
    grant && sees(Thing::Node(on))
}

fn proof_is_seen(proof: &Proof, sees: &impl Fn(Thing) -> bool) -> bool {
    through_is_seen(&proof.through, &proof.on, sees)
        && proof.roles.iter().all(|role| sees(Thing::Role(role, &proof.on)))
        && proof.path.iter().all(|node| sees(Thing::Node(node)))
        && proof.who.iter().all(|matched| match_is_seen(matched, sees))
}

fn match_is_seen(matched: &Match, sees: &impl Fn(Thing) -> bool) -> bool {
    match matched {
        Match::User(node) | Match::GroupAdmins(node) | Match::Account(node) => sees(Thing::Node(node)),
        Match::Group(way) => way.iter().all(|group| sees(Thing::Node(group))),
        Match::AccountLabel { account, .. } => sees(Thing::Node(account)),
        Match::Holder { role, node, grant, who } => {
            sees(Thing::Role(role, node))
                && sees(Thing::Node(node))
                && sees(Thing::Grant(grant, node))
                && who.iter().all(|matched| match_is_seen(matched, sees))
        }
        Match::SignedIn | Match::Anyone => true,
    }
}

fn miss_is_seen(miss: &Miss, asked: bool, sees: &impl Fn(Thing) -> bool) -> bool {
    let why = match &miss.why {
        Why::Expired(_) | Why::TooLow | Why::Beside => true,
        Why::Restricted(nodes) => nodes.iter().all(|node| sees(Thing::Node(node))),
        Why::NotOwn(owner) => owner.as_ref().is_none_or(|owner| sees(Thing::Node(owner))),
        Why::Conditions(_) => asked,
    };
    why && sees(Thing::Role(&miss.role, &miss.on)) && through_is_seen(&miss.through, &miss.on, sees)
}

fn cut_is_seen(cut: &Cut, sees: &impl Fn(Thing) -> bool) -> bool {
    match cut {
        Cut::Disabled(node) | Cut::Suspended(node) | Cut::OwnerGone(node) | Cut::KeyScope(node) => {
            sees(Thing::Node(node))
        }
        Cut::Archived(nodes) => nodes.iter().all(|node| sees(Thing::Node(node))),
        Cut::KeyRevoked | Cut::KeyExpired(_) | Cut::KeyPatterns | Cut::NoPolicy => true,
    }
}
