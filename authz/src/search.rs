//! The decision asked the other way round: who can, where, and what.
//!
//! Facts only narrow down who or what is looked at; each answer is then a decision, so it agrees with
//! [`Index::allowed`]. Answers come lazily and by name, so a page is `after(last).….take(100)`.

use crate::{
    Index, NodeId, Permission, RoleId, Sent, Unknown,
    condition::NOTHING,
    decide::{Asker, Moment, Person, Start, Target},
    index::{Principal, Ref, RoleRef},
};
use alloc::{collections::BTreeSet, vec::Vec};

/// A search: its instant, what was sent along, and the last answer of the page before.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    index: &'a Index,
    now: i64,
    sent: &'a Sent,
    after: &'a str,
}

impl Index {
    /// Searches at an instant.
    pub fn search(&self, now: i64) -> Search<'_> {
        Search { index: self, now, sent: &NOTHING, after: "" }
    }
}

impl<'a> Search<'a> {
    /// With these attributes sent along.
    #[must_use]
    pub fn sent(self, sent: &'a Sent) -> Self {
        Self { sent, ..self }
    }

    /// Only names after this one.
    #[must_use]
    pub fn after(self, after: &'a str) -> Self {
        Self { after, ..self }
    }

    /// The users who are allowed a permission on a node.
    ///
    /// # Errors
    /// [`Unknown`] if the permission or the node is.
    pub fn who_can(self, permission: &str, node: &'a str) -> Result<impl Iterator<Item = &'a NodeId>, Unknown> {
        let target = self.index.target(permission, node, None)?;
        let some = self.candidates(&target);
        let all = if some.is_some() { None } else { Some(self.index.users.from(move |id| id.as_str() <= self.after)) };
        let some = some.into_iter().flatten().filter(move |id| id.as_str() > self.after);
        Ok(some.chain(all.into_iter().flatten()).filter(move |id| self.allows(id.as_str(), &target)))
    }

    /// The API keys that are allowed a permission on a node.
    ///
    /// # Errors
    /// [`Unknown`] if the permission or the node is.
    pub fn keys_that_can(self, permission: &str, node: &'a str) -> Result<impl Iterator<Item = &'a NodeId>, Unknown> {
        let target = self.index.target(permission, node, None)?;
        let keys = self.index.keys.from(move |id| id.as_str() <= self.after);
        Ok(keys.filter(move |id| self.allows(id.as_str(), &target)))
    }

    /// The nodes of a type on which a subject is allowed a permission.
    ///
    /// # Errors
    /// [`Unknown`] if the subject or the permission is.
    pub fn where_can(
        self,
        subject: &str,
        permission: &str,
        kind: &str,
    ) -> Result<impl Iterator<Item = &'a NodeId>, Unknown> {
        let index = self.index;
        let asker = index.asker(subject)?;
        let wanted = index.permission(permission)?;
        let nodes = index.kinds.find(kind).map(|kind| &index.kind_slots.at(kind).nodes);
        let limit = nodes.map_or(0, |nodes| nodes.len().saturating_mul(2));
        let some = self.places(&asker, wanted, limit).map(|numbers| {
            let ids: BTreeSet<&NodeId> = index.ids(numbers.into_iter()).filter(|id| id.kind() == kind).collect();
            ids
        });
        let all =
            if some.is_some() { None } else { nodes.map(|nodes| nodes.from(move |id| id.as_str() <= self.after)) };
        let some = some.into_iter().flatten().filter(move |id| id.as_str() > self.after);
        let moment = Moment { now: self.now, sent: self.sent };
        Ok(some.chain(all.into_iter().flatten()).filter(move |id| {
            let number = index.nodes.find(id.as_str()).filter(|number| index.is_askable(*number));
            number.is_some_and(|number| {
                index.check(&asker, &Target { asked: wanted, start: Start::Node(number), policy: None }, moment)
            })
        }))
    }

    /// Everything a subject is allowed on a node.
    ///
    /// # Errors
    /// [`Unknown`] if the subject or the node is.
    pub fn what_can(self, subject: &str, node: &'a str) -> Result<impl Iterator<Item = &'a Permission>, Unknown> {
        let asker = self.index.asker(subject)?;
        let permissions = &self.index.catalog.permissions;
        let targets: Vec<(&Permission, Target)> = permissions
            .iter()
            .filter_map(|permission| Some((permission, self.index.target(permission.as_str(), node, None).ok()?)))
            .collect();
        if targets.is_empty() && !permissions.is_empty() {
            return Err(Unknown::Node(node.into()));
        }
        let moment = Moment { now: self.now, sent: self.sent };
        let index = self.index;
        Ok(targets
            .into_iter()
            .filter(move |(_, target)| index.check(&asker, target, moment))
            .map(|(permission, _)| permission))
    }

    fn allows(&self, subject: &str, target: &Target) -> bool {
        let moment = Moment { now: self.now, sent: self.sent };
        self.index.asker(subject).is_ok_and(|asker| self.index.check(&asker, target, moment))
    }

    /// The users some grant on the way up may give the permission to; nothing if that may be everybody.
    fn candidates(&self, target: &Target) -> Option<BTreeSet<&'a NodeId>> {
        let index = self.index;
        if target.policy.is_some() {
            return None;
        }
        let mut principals = BTreeSet::new();
        index.climb(&target.start, |number, step, _| {
            if step.flags.has(crate::index::Flags::INTERNAL) {
                principals.insert(Principal::SignedIn);
            }
            let grants = index.slots_on(number).filter(|grant| index.may_reach(grant.role, target.asked));
            principals.extend(grants.map(|grant| grant.principal));
            core::ops::ControlFlow::Continue(())
        });
        let mut users = BTreeSet::new();
        for principal in principals {
            let found = index.users_under(principal)?;
            users.extend(index.ids(found.into_iter()));
        }
        Some(users)
    }

    /// The nodes at or below which something may give the permission; nothing if they are more than the limit.
    fn places(&self, asker: &Asker, wanted: u32, limit: usize) -> Option<Vec<u32>> {
        let index = self.index;
        let mut tops: BTreeSet<u32> = index.visible.iter().copied().collect();
        let grants =
            index.everybody.iter().copied().chain(asker.person.iter().flat_map(|person| index.grants_to(person)));
        for grant in index.slots(grants) {
            if index.may_reach(grant.role, wanted) {
                tops.insert(grant.on);
            }
        }
        if tops.contains(&index.system) {
            return None;
        }
        let mut found: BTreeSet<u32> = tops.clone();
        let mut open: Vec<u32> = tops.into_iter().collect();
        while let Some(number) = open.pop() {
            if found.len() > limit {
                return None;
            }
            open.extend(index.records.at(number).refs(Ref::Child).filter(|child| found.insert(*child)));
        }
        Some(found.into_iter().collect())
    }
}

impl Index {
    /// The number of a permission.
    pub(crate) fn permission(&self, permission: &str) -> Result<u32, Unknown> {
        self.catalog.numbers.get(permission).copied().ok_or_else(|| Unknown::Permission(permission.into()))
    }

    /// May the role give the permission somewhere, under some conditions?
    pub fn role_reaches(&self, role: &RoleId, permission: &str) -> bool {
        let role = self.role_names.find(role.as_str());
        role.zip(self.permission(permission).ok()).is_some_and(|(role, permission)| self.may_reach(role, permission))
    }

    /// Is the node registered, and not of a type that policies decide?
    pub(crate) fn is_askable(&self, number: u32) -> bool {
        use crate::index::Flags;
        let flags = self.steps.at(number).flags;
        flags.has(Flags::REGISTERED) && !flags.has(Flags::BY_POLICY)
    }

    /// May the role reach the permission on some node, under some conditions?
    pub(crate) fn may_reach(&self, role: u32, permission: u32) -> bool {
        let reach = &self.roles.at(role).reach;
        reach.all.has(permission)
            || reach.own.has(permission)
            || reach.conditional.iter().any(|entry| entry.bits.has(permission))
    }

    /// The users an atom may hold for; nothing if that may be everybody.
    pub(crate) fn users_under(&self, principal: Principal) -> Option<Vec<u32>> {
        Some(match principal {
            Principal::Anyone | Principal::SignedIn => return None,
            Principal::User(user) => Vec::from([user]),
            Principal::Group(group) => self.users_in(group),
            Principal::Admins(group) => self.records.at(group).refs(Ref::Admin).collect(),
            Principal::Account(account) => self.records.at(account).refs(Ref::Resident).collect(),
            Principal::Label(label) => {
                let accounts = self.label_slots.at(label).accounts.iter();
                accounts.flat_map(|account| self.records.at(*account).refs(Ref::Resident)).collect()
            }
            Principal::Holder(role, node) => {
                let grants = self.slots_on(node);
                let grants = grants.filter(|grant| grant.role == role && grant.is_for_users_and_groups());
                grants.filter_map(|grant| self.users_under(grant.principal)).flatten().collect()
            }
        })
    }

    /// The grants that name what a person is, those to holders of what it holds among them; not those to everybody.
    pub(crate) fn grants_to(&self, person: &Person) -> BTreeSet<u32> {
        let record = self.records.at(person.number);
        let mut grants: BTreeSet<u32> = record.refs(Ref::Mention).collect();
        for number in person.groups(self).chain(record.refs(Ref::AdminOf)).chain([person.account()]) {
            grants.extend(self.mentions(number));
        }
        for label in self.records.at(person.account()).refs(Ref::Label) {
            grants.extend(self.label_slots.at(label).grants.iter());
        }
        // Most roles are nobody's way to anything else.
        let leads_on = |(role, _): &(u32, u32)| self.roles.at(*role).refs(RoleRef::Holders).next().is_some();
        let (named, others) = (person.subject.holdings.iter(), self.slots(grants.iter().copied()));
        let held = named.map(|held| (held.role, held.on)).chain(others.map(|grant| (grant.role, grant.on)));
        let pairs: BTreeSet<(u32, u32)> = held.filter(leads_on).collect();
        grants.extend(person.subject.holdings.iter().map(|held| held.grant));
        for (role, node) in pairs {
            let naming = self.mentions(node);
            let naming = naming.filter(|grant| {
                let grant = self.grants.at(*grant).as_ref();
                grant.is_some_and(|grant| grant.atoms().contains(&Principal::Holder(role, node)))
            });
            grants.extend(naming);
        }
        grants
    }
}
