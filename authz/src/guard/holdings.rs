//! What a writer holds, and may therefore give and take.

use super::{
    Refusal,
    facts::{entries, grants_to, grants_to_everybody, includes, is_everybody, is_holder, is_restricted, reads},
    give::Give,
};
use crate::{
    ANONYMOUS, Attributes, Condition, Entry, Extent, Grant, Index, Key, NodeId, Pattern, RoleId, Sent, condition::Seen,
    decide::Person,
};
use alloc::{collections::BTreeMap, string::ToString, vec, vec::Vec};

/// What a writer holds in the state before the changes.
pub(super) struct Holdings<'a> {
    pub before: &'a Index,
    after: &'a Index,
    /// The writer, or the user its key acts for; nobody for anonymous.
    pub user: Option<&'a NodeId>,
    /// The key the writer acts by.
    pub key: Option<&'a Key>,
    sent: Sent,
    now: i64,
    grants: Vec<(Grant, Vec<&'a Entry>)>,
    /// May some nodes be restricted?
    restrictable: bool,
}

/// A node and all above it, and whether by a way that crosses no restricted node.
pub(super) type Places = BTreeMap<NodeId, bool>;

impl<'a> Holdings<'a> {
    /// What a user, key or `anonymous` holds.
    pub fn new(before: &'a Index, after: &'a Index, id: &str, sent: &Attributes, now: i64) -> Result<Self, Refusal> {
        let unknown = || Refusal::Unknown { what: id.to_string() };
        let inactive = || Refusal::Inactive { who: id.to_string() };
        let key = before.key(id);
        let user = match (id, key) {
            (ANONYMOUS, _) => None,
            (_, Some(key)) => Some(&before.user(&key.owner).ok_or_else(inactive)?.id),
            (_, None) => Some(&before.user(id).ok_or_else(unknown)?.id),
        };
        let ended = |key: &Key| !key.active || key.expires_at.is_some_and(|end| now >= end);
        if key.is_some_and(ended) || user.is_some_and(|user| !before.is_active(user)) {
            return Err(inactive());
        }
        let mut grants: Vec<Grant> = user.map(|user| grants_to(before, user, now)).unwrap_or_default();
        grants.extend(grants_to_everybody(before, user.is_some(), now));
        let kinds = before.catalog().types.values().chain(after.catalog().types.values());
        Ok(Self {
            before,
            after,
            user,
            key,
            sent: Sent { subject: sent.clone(), ..Sent::NOTHING },
            now,
            grants: grants
                .into_iter()
                .map(|grant| {
                    let entries = entries(before, &grant.role);
                    (grant, entries)
                })
                .collect(),
            restrictable: kinds.into_iter().any(|kind| kind.restrictable),
        })
    }

    /// Adds what the catalog gives the writer with a new node, so that he can go on there in the same breath.
    pub fn found(&mut self, grants: impl Iterator<Item = Grant>) {
        let after = self.after;
        self.grants.extend(grants.map(|grant| {
            let entries = entries(after, &grant.role);
            (grant, entries)
        }));
    }

    /// Does the writer hold everything everywhere? That is an administrator, whatever the role is called.
    pub fn is_administrator(&self) -> bool {
        let everything = Give::everything(NodeId::system());
        self.holds(&everything, &self.above(&everything.node), self.now)
    }

    /// Where something held is held on this node: as things are, and for a new node by way of its parents.
    pub fn above(&self, node: &NodeId) -> Places {
        let mut places = Places::new();
        let mut next = vec![(node.clone(), true)];
        while let Some((id, open)) = next.pop() {
            if places.get(&id).is_some_and(|known| *known || !open) {
                continue;
            }
            places.insert(id.clone(), open);
            let index = if self.before.node(&id).is_some() { self.before } else { self.after };
            let open = open && !is_restricted(index, &id);
            let parents = index.node(&id).map(|node| node.parents.as_slice()).unwrap_or_default();
            next.extend(parents.iter().map(|parent| (parent.clone(), open)));
        }
        places
    }

    /// Does the writer hold what is given, there and on all below, at that instant?
    pub fn holds(&self, give: &Give, places: &Places, at: i64) -> bool {
        self.key.is_none_or(|key| self.key_holds(key, give, places, at))
            && self.grants.iter().any(|(grant, entries)| {
                let reaches = |open: &bool| {
                    // What everybody has ends at restricted nodes, so it carries only what ends there, too.
                    !is_everybody(grant) || (*open && (give.common || !self.restrictable))
                };
                places.get(&grant.on).is_some_and(reaches)
                    && self.is_for_me(grant, at)
                    && entries.iter().any(|entry| self.entry_holds(entry, give))
            })
    }

    fn is_for_me(&self, grant: &Grant, at: i64) -> bool {
        match self.user {
            // Nobody is anonymous for longer than somebody is.
            None => grant.expires_at.is_none_or(|end| at < end),
            Some(user) => {
                let index = if self.before.grant_number(&grant.id).is_some() { self.before } else { self.after };
                index.grant_matches(grant, user, at)
            }
        }
    }

    fn key_holds(&self, key: &Key, give: &Give, places: &Places, at: i64) -> bool {
        let covers = |pattern: &Pattern| key.permissions.iter().any(|mine| mine.covers_pattern(pattern));
        places.contains_key(&key.on)
            && key.expires_at.is_none_or(|end| at < end)
            && covers(&give.pattern)
            && (!give.node.is_system() || self.by_policy(&give.pattern).iter().all(covers))
    }

    /// What policies give to who holds this on `system`. (A user has it with the rest; a key must cover it, too.)
    fn by_policy(&self, pattern: &Pattern) -> Vec<Pattern> {
        let catalog = self.after.catalog();
        let needs = catalog.policies.iter().flat_map(|policy| &policy.needs);
        let actions: Vec<&str> =
            needs.filter(|(_, needed)| pattern.covers(needed)).map(|(action, _)| action.as_str()).collect();
        let kinds = catalog.types.iter().filter(|(_, kind)| kind.by_policy);
        let permissions = kinds.flat_map(|(name, kind)| {
            let mapped = kind.actions.iter().filter(|action| actions.contains(&action.as_str()));
            mapped.filter_map(move |action| crate::Permission::of(name, action).ok())
        });
        permissions.map(|permission| Pattern::from(&permission)).collect()
    }

    /// Does the entry give the pattern on all nodes, under no condition that what is given is not under as well?
    fn entry_holds(&self, entry: &Entry, give: &Give) -> bool {
        entry.extent == Extent::All
            && entry.pattern.covers_pattern(&give.pattern)
            && entry.conditions.iter().all(|condition| give.conditions.contains(condition) && self.meets(condition))
    }

    /// A condition on nodes or circumstances is the same for everybody. One on the subject must hold for the writer, and
    /// must not depend on anything else, or it may hold where it does not for the writer.
    fn meets(&self, condition: &Condition) -> bool {
        let about_subject = |(side, _): (&str, &str)| side == "subject";
        if !reads(condition).any(about_subject) {
            return true;
        }
        let person = self.user.and_then(|user| Person::find(self.before, self.before.nodes.find(user.as_str())?));
        let seen = Seen {
            subject: self.user.and_then(|user| self.before.node(user)).map(|node| &node.attributes),
            mfa: person.as_ref().map(Person::mfa),
            node: None,
            sent: &self.sent,
        };
        reads(condition).all(about_subject) && condition.compile().is_ok_and(|test| test.holds(&seen))
    }

    /// Is the writer one of those who assign this role there?
    pub fn assigns(&self, role: &RoleId, node: &NodeId) -> bool {
        let Some((user, role)) = self.user.zip(self.before.role(role)) else { return false };
        role.assigned_by.iter().any(|assigner| {
            is_holder(self.before, user, assigner, node, self.now)
                && self.key.is_none_or(|key| self.is_whole(key, assigner, node))
        })
    }

    /// Does the key do everything the role gives there? Else its holder does not hold the role by the key.
    fn is_whole(&self, key: &Key, role: &RoleId, node: &NodeId) -> bool {
        let mut patterns = includes(self.before, role)
            .into_iter()
            .filter_map(|role| self.before.role(role))
            .flat_map(|role| role.permissions.iter().map(|entry| &entry.pattern));
        self.before.lies_below(node, &key.on)
            && patterns.all(|pattern| key.permissions.iter().any(|mine| mine.covers_pattern(pattern)))
    }

    /// Refuses what the writer cannot give, or take.
    pub fn check(&self, gives: &[Give]) -> Result<(), Refusal> {
        let administrator = self.is_administrator();
        let mut places: BTreeMap<&NodeId, Places> = BTreeMap::new();
        for give in gives.iter().filter(|give| give.own || !administrator) {
            // Nobody makes longer for himself what he has for a while.
            let at = if give.own { give.until.map_or(i64::MAX - 1, |end| (end - 1).max(self.now)) } else { self.now };
            let mut held = false;
            for node in [Some(&give.node), give.or.as_ref()].into_iter().flatten() {
                let places = places.entry(node).or_insert_with(|| self.above(node));
                held = held || self.holds(give, places, at);
            }
            let assigned = || give.assigned.as_ref().is_some_and(|(role, node)| self.assigns(role, node));
            if !held && (give.own || !assigned()) {
                return Err(give.refusal());
            }
        }
        Ok(())
    }
}
