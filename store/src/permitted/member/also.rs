//! Who else has access: everything that reaches a node and is no grant made there for one user.

use super::strength;
use crate::{
    error::{Result, StoreError},
    gate::names_somebody,
    permitted::{Permitted, access::visible},
};
use authz::{Atom, Grant, GrantId, Index, NodeId, RoleId, Source, Visibility, Whom, action::ListMembers, remark};
use std::collections::BTreeMap;

/// Most people named of one way in.
const NAMED: usize = 5;
/// Users looked at one by one to count whom a grant without users and groups is for.
const COUNTED: usize = 5_000;

/// A way in beside being a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The role it gives.
    pub role: RoleId,
    /// The node it is given on.
    pub on: NodeId,
    /// To whom.
    pub who: Reached,
    /// How many people; `None` for everybody, or where counting would take long.
    pub people: Option<usize>,
    /// Who of them is first by id.
    pub some: Vec<NodeId>,
    /// Can it be taken away here, and may the caller?
    pub removable: bool,
}

/// Whom a way in is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Reached {
    /// People with the role on a node above.
    Holders,
    /// A grant to something else than one user.
    Grant(GrantId, Vec<Atom>, Source),
    /// Visitors.
    Visitors(Visibility),
}

impl Permitted<ListMembers> {
    /// Everything that gives access beside being a member, the strongest first.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn also(&mut self) -> Result<Vec<Reach>> {
        if !self.sight().await?.everybody {
            return Ok(Vec::new());
        }
        let may = self.may("member:remove", &self.scope);
        Ok(self.index(|index| {
            let mut found: Vec<Reach> = ways(index, &self.scope, self.now)
                .into_iter()
                .map(|(key, grants)| reach(index, &self.scope, key, &grants, self.now, may))
                .collect();
            found.extend(visible(index, &self.scope).map(|access| Reach {
                role: access.role,
                on: self.scope.clone(),
                who: Reached::Visitors(index.node(&self.scope).map(|node| node.visibility).unwrap_or_default()),
                people: None,
                some: Vec::new(),
                removable: false,
            }));
            found.sort_by_cached_key(|reach| std::cmp::Reverse(strength(index, &reach.role)));
            found
        }))
    }

    /// How many ways in there are.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn count_also(&mut self) -> Result<usize> {
        if !self.sight().await?.everybody {
            return Ok(0);
        }
        Ok(self.index(|index| {
            ways(index, &self.scope, self.now).len() + usize::from(visible(index, &self.scope).is_some())
        }))
    }

    /// How many grants made on the node make nobody a member by themselves.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn count_rules(&mut self) -> Result<usize> {
        if !self.sight().await?.everybody {
            return Ok(0);
        }
        Ok(self.index(|index| index.grant_ids_on(&self.scope, |whom| whom == Whom::Others).count()))
    }

    /// The people one grant reaches, by id, after one of them.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a grant that does not reach the node.
    pub async fn reached(&mut self, grant: &str, after: &str, limit: usize) -> Result<Vec<NodeId>> {
        let everybody = self.sight().await?.everybody;
        self.index(|index| {
            let found = index.grant(grant).filter(|found| everybody && index.lies_below(&self.scope, &found.on));
            let found =
                found.ok_or_else(|| StoreError::invalid("grant", remark!("there is no such way in any more")))?;
            let people = people(index, &found, self.now).into_iter();
            Ok(people.filter(|id| id.as_str() > after).take(limit).cloned().collect())
        })
    }
}

/// The ways in by grants: those above the node to single users together by node and role, every other by itself.
fn ways<'a>(index: &'a Index, node: &'a NodeId, now: i64) -> BTreeMap<(NodeId, RoleId, Option<GrantId>), Vec<Grant>> {
    let mut found: BTreeMap<_, Vec<Grant>> = BTreeMap::new();
    for on in index.ancestors(node).into_iter().chain([node]) {
        let grants = index.grant_ids_on(on, |whom| on != node || whom != Whom::User).filter_map(|id| index.grant(&id));
        for grant in grants.filter(|grant| grant.expires_at.is_none_or(|end| now < end)) {
            let one = matches!(grant.who.as_slice(), [Atom::User(_)]);
            let id = (!one).then(|| grant.id.clone());
            found.entry((on.clone(), grant.role.clone(), id)).or_default().push(grant);
        }
    }
    found
}

fn reach(
    index: &Index,
    node: &NodeId,
    (on, role, id): (NodeId, RoleId, Option<GrantId>),
    grants: &[Grant],
    now: i64,
    may: bool,
) -> Reach {
    let first = grants.first().filter(|_| id.is_some());
    let removable = may && on == *node && first.is_some_and(|grant| grant.who.len() == 1);
    let Some(grant) = first else {
        let users = grants.iter().filter_map(|grant| match grant.who.as_slice() {
            [Atom::User(id)] => Some(id.clone()),
            _ => None,
        });
        let some: Vec<NodeId> = users.take(NAMED).collect();
        return Reach { role, on, who: Reached::Holders, people: Some(grants.len()), some, removable };
    };
    let (people, some) = counted(index, grant, now);
    let who = Reached::Grant(grant.id.clone(), grant.who.clone(), grant.source);
    Reach { role, on, who, people, some, removable }
}

/// How many people a grant is for, and who of them is first by id; no number for everybody, or where counting would
/// take long.
pub(in crate::permitted) fn counted(index: &Index, grant: &Grant, now: i64) -> (Option<usize>, Vec<NodeId>) {
    let first = grant.who.first();
    let few = matches!(first, Some(Atom::User(_) | Atom::Group(_) | Atom::GroupAdmins(_) | Atom::Account(_)));
    if !names_somebody(grant) || (!few && index.users().nth(COUNTED).is_some()) {
        return (None, Vec::new());
    }
    let people = people(index, grant, now);
    (Some(people.len()), people.into_iter().take(NAMED).cloned().collect())
}

/// The users a grant is for, by id.
fn people<'a>(index: &'a Index, grant: &Grant, now: i64) -> Vec<&'a NodeId> {
    let all: Vec<&NodeId> = match grant.who.first() {
        Some(Atom::Group(group)) => index.members_of(group).into_iter().collect(),
        Some(Atom::Account(account)) => {
            let mut users: Vec<&NodeId> = index.users_of(account).collect();
            users.sort();
            users
        }
        Some(Atom::GroupAdmins(group)) => {
            let mut admins: Vec<&NodeId> = index.admins_of(group).collect();
            admins.sort();
            admins
        }
        Some(Atom::User(user)) => index.user(user).map(|user| &user.id).into_iter().collect(),
        _ => index.users().collect(),
    };
    all.into_iter().filter(|user| index.grant_matches(grant, *user, now)).collect()
}
