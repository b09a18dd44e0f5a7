//! Groups: users and other groups that are given roles together. Who is in one is changed in `edit`.

mod edit;

pub use edit::{GroupTurn, NewGroup};

use super::{
    Holdings, Known, Permitted, Place, Resolved, RoleName,
    member::{MAX_ADDED, same},
    writer,
};
use crate::{
    error::{Denied, Result},
    port::{After, MemberRecord, Page, PageRequest, ProfileRecord, fold},
};
use authz::{
    Change, Index, NodeId,
    action::{Action, ListGroups, ListJoiners, ReadGroup},
    guard,
};
use std::collections::BTreeMap;

/// Most groups told of one person or group.
const MAX_AROUND: usize = 200;

/// A group as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What people call it.
    pub profile: ProfileRecord,
    /// The node above it.
    pub parents: Vec<NodeId>,
    /// How many users are in it themselves.
    pub people: usize,
    /// How many groups are in it themselves.
    pub groups: usize,
}

/// Somebody who is in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Who.
    pub record: MemberRecord,
    /// A user: enabled?
    pub active: bool,
    /// A group: how many users are in it, those of the groups within it among them.
    pub people: Option<usize>,
    /// May the caller see the person or group by itself?
    pub readable: bool,
}

/// A group that somebody is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupWay {
    /// The group.
    pub group: NodeId,
    /// What people call it.
    pub name: String,
    /// The groups between, the nearest first; nothing where they are in it themselves.
    pub through: Vec<(NodeId, String)>,
}

fn group(index: &Index, profile: ProfileRecord) -> Option<Group> {
    let node = index.node(&profile.node)?;
    let (people, groups) = index.group_size(&profile.node);
    Some(Group { parents: node.parents.clone(), people, groups, profile })
}

impl<A: Action> Permitted<A> {
    /// The groups that somebody is in, as far as the caller may see them, those they are in themselves first; of their
    /// own people see all.
    pub(in crate::permitted) async fn around(&mut self, member: &NodeId) -> Result<Vec<GroupWay>> {
        let own = self.caller.user() == Some(member);
        let ways: Vec<(NodeId, Vec<NodeId>)> = self.index(|index| {
            let around = index.groups_of(member).into_iter().filter(|group| *group != member);
            let seen = around.filter(|group| own || self.may_in(index, "group:read", group));
            let way = |group: &NodeId| {
                let mut way: Vec<NodeId> = index.group_path(member, group).into_iter().cloned().collect();
                way.pop();
                (group.clone(), way)
            };
            seen.take(MAX_AROUND).map(way).collect()
        });
        let mut nodes: Vec<NodeId> = ways.iter().flat_map(|(group, way)| way.iter().chain([group])).cloned().collect();
        nodes.sort();
        nodes.dedup();
        let names: BTreeMap<NodeId, String> = self.transaction.names(&nodes).await?.into_iter().collect();
        let with_name = |id: NodeId| (names.get(&id).cloned().unwrap_or_else(|| id.name().to_owned()), id);
        let mut around: Vec<GroupWay> = ways
            .into_iter()
            .map(|(group, way)| {
                let (name, group) = with_name(group);
                let through = way.into_iter().map(with_name).map(|(name, id)| (id, name)).collect();
                GroupWay { group, name, through }
            })
            .collect();
        around.sort_by_key(|one| (one.through.len(), fold(&one.name)));
        Ok(around)
    }

    /// Every role, for showing what somebody holds by its name.
    pub(in crate::permitted) fn role_names(&self) -> Vec<RoleName> {
        self.index(|index| index.roles().map(RoleName::from).collect())
    }
}

impl Permitted<ListGroups> {
    /// Groups the caller may see, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn list(&mut self, request: &PageRequest) -> Result<Page<Group>> {
        let wanted = usize::try_from(request.size()).unwrap_or(usize::MAX);
        let (mut items, mut request): (Vec<Group>, _) = (Vec::new(), request.clone());
        loop {
            let page = self.transaction.list_profiles("group", &request).await?;
            for profile in page.items {
                if !self.may("group:read", &profile.node) {
                    continue;
                }
                if items.len() == wanted {
                    let after =
                        |last: &Group| After { key: fold(&last.profile.name), id: last.profile.node.to_string() };
                    return Ok(Page { next: items.last().map(after), items });
                }
                items.extend(self.index(|index| group(index, profile)));
            }
            match page.next {
                Some(next) => request.after = Some(next),
                None => return Ok(Page { items, next: None }),
            }
        }
    }

    /// Names of nodes, for showing what groups lie below.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }

    /// Where the caller may create groups: `system`, and accounts.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn places(&mut self) -> Result<Vec<Place>> {
        self.creatable("group:create", "group").await
    }
}

impl Permitted<ReadGroup> {
    /// The group.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is a node and nothing that people call a group.
    pub async fn get(&mut self) -> Result<Group> {
        // A user's node of that name would be no group.
        let profile =
            if self.scope.kind() == "group" { self.transaction.find_profile(&self.scope).await? } else { None };
        profile.and_then(|profile| self.index(|index| group(index, profile))).ok_or_else(|| Denied::NotFound.into())
    }

    /// Users and groups that are in it themselves and match the search, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn joined(&mut self, request: &PageRequest) -> Result<Page<Joined>> {
        let addresses = self.may("user:read", &self.scope);
        let page = self.transaction.list_joined(&self.scope, addresses, request).await?;
        Ok(self.index(|index| {
            page.map(|mut record| {
                let is_group = record.subject.kind() == "group";
                let readable = self.may_in(index, if is_group { "group:read" } else { "user:read" }, &record.subject);
                if !addresses && !readable {
                    record.email = None;
                }
                let active = is_group || index.is_active(&record.subject);
                let people = is_group.then(|| index.members_of(&record.subject).len());
                Joined { record, active, people, readable }
            })
        }))
    }

    /// Who looks after it, with their names, and whether the caller may see them by themselves.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn admins(&mut self) -> Result<Vec<(NodeId, String, bool)>> {
        let ids: Vec<NodeId> = self.index(|index| index.admins_of(&self.scope).take(MAX_AROUND).cloned().collect());
        let mut names = self.transaction.names(&ids).await?;
        names.sort_by_key(|(_, name)| fold(name));
        let readable = |(id, name): (NodeId, String)| (id.clone(), name, self.may("user:read", &id));
        Ok(names.into_iter().map(readable).collect())
    }

    /// What being in it gives, from a place in the list on.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn gives(&mut self, after: Option<&After>, size: usize) -> Result<Holdings> {
        let group = self.scope.clone();
        self.everywhere(&group, after, size).await
    }

    /// The groups it is in, as far as the caller may see them.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn within(&mut self) -> Result<Vec<GroupWay>> {
        let group = self.scope.clone();
        self.around(&group).await
    }

    /// Every role, for showing what is held by its name.
    pub fn roles(&self) -> Vec<RoleName> {
        self.role_names()
    }

    /// Names of nodes, for showing where access comes from.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }

    /// What somebody is called who is in the group themselves.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for who is not.
    pub async fn name_of(&mut self, member: &NodeId) -> Result<String> {
        if !self.index(|index| index.has_joined(member, &self.scope)) {
            return Err(Denied::NotFound.into());
        }
        Ok(self.called(std::slice::from_ref(member)).await?.remove(member).unwrap_or_default())
    }

    /// May the caller change the group, and delete it?
    pub fn may_manage(&self) -> [bool; 2] {
        ["group:update", "group:delete"].map(|name| self.may(name, &self.scope))
    }

    /// May the caller see this one by itself?
    pub fn may_read_group(&self, group: &NodeId) -> bool {
        self.may("group:read", group)
    }

    /// May the caller see roles of the whole system?
    pub fn may_read_roles(&self) -> bool {
        self.may("role:read", &NodeId::system())
    }
}

impl Permitted<ListJoiners> {
    /// Users and groups that could be put in, by name, and how many match.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn list(&mut self, search: &str, limit: u32) -> Result<(Vec<MemberRecord>, u64)> {
        self.transaction.list_joiners(&self.scope, search, limit).await
    }

    /// Whom each text means, and whether they can be put in.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn resolve(&mut self, texts: &[String]) -> Result<Vec<Resolved>> {
        let mut found: Vec<Resolved> = Vec::new();
        for text in texts.iter().take(MAX_ADDED) {
            let known = match self.meant(text).await? {
                Err(known) => known,
                Ok(record) => self.standing(record),
            };
            if !found.iter().any(|other| same(&other.known, &known)) {
                found.push(Resolved { text: text.clone(), known });
            }
        }
        Ok(found)
    }

    /// Whom each text means, as somebody to look after the group.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn resolve_admins(&mut self, texts: &[String]) -> Result<Vec<Resolved>> {
        let mut found: Vec<Resolved> = Vec::new();
        for text in texts.iter().take(MAX_ADDED) {
            let known = match self.meant(text).await? {
                Err(known) => known,
                Ok(record) if record.subject.kind() == "user" => Known::Somebody(record),
                Ok(record) => Known::NotAllowed(record, "only people look after a group".to_owned()),
            };
            if !found.iter().any(|other| same(&other.known, &known)) {
                found.push(Resolved { text: text.clone(), known });
            }
        }
        Ok(found)
    }

    /// Users whose name matches, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn people(&mut self, search: &str, limit: u32) -> Result<Vec<MemberRecord>> {
        let request = PageRequest { search: search.to_owned(), after: None, limit };
        let page = self.transaction.list_profiles("user", &request).await?;
        Ok(page.items.into_iter().map(|profile| MemberRecord::named(profile.node, profile.name)).collect())
    }

    fn standing(&self, record: MemberRecord) -> Known {
        if record.subject.kind() == "account" {
            return Known::NotAllowed(record, "an account cannot be in a group: give it roles itself".to_owned());
        }
        if self.index(|index| index.has_joined(&record.subject, &self.scope)) {
            return Known::Member(record, Vec::new());
        }
        let change = Change::PutMember { group: self.scope.clone(), member: record.subject.clone() };
        match self.index(|index| guard::judge(index, &writer(&self.caller), &[change], self.now)) {
            Ok(()) => Known::Somebody(record),
            Err(refusal) => Known::NotAllowed(record, refusal.to_string()),
        }
    }
}
