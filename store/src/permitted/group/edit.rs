//! Making groups, renaming and deleting them, putting people in and taking them out.

use crate::{
    error::{Denied, Result, StoreError},
    permitted::{AccessOutlook, Permitted, Story, member::MAX_ADDED, name, text},
    port::{AuditRecord, Outcome, ProfileRecord},
    work::Work,
};
use authz::{
    Change, Group, Node, NodeId,
    action::{
        Action, AddToGroup, CreateGroup, DeleteGroup, ListJoiners, PreviewGroupRemoval, RemoveFromGroup, RestoreGroup,
        SetGroupAdmins, UpdateGroup,
    },
    remark,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A group to be made, and what one is to be.
#[derive(Clone, Debug, Default)]
pub struct NewGroup {
    /// Its name for people.
    pub name: String,
    /// A sentence or two.
    pub description: String,
}

impl Permitted<CreateGroup> {
    /// Makes a group below the node, with nobody in it.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn add(self, new: NewGroup) -> Result<NodeId> {
        let id = NodeId::new("group", &self.gate.new_id("grp")).map_err(StoreError::database)?;
        let profile = ProfileRecord {
            node: id.clone(),
            name: name("name", &new.name)?,
            description: text("description", &new.description)?,
            created_at: self.now,
            created_by: self.caller.name().to_owned(),
        };
        let node = Node { owner: self.caller.user().cloned(), ..Node::new(id.clone(), vec![self.scope.clone()]) };
        let group = Group { id: id.clone(), members: BTreeSet::new(), admins: BTreeSet::new() };
        let mut changes = vec![Change::PutNode(node), Change::PutGroup(group)];
        changes.extend(self.on_create(&id)?);
        let story = Story::about(&id).after(&told(&profile));
        self.commit(Work::from(changes).profile(profile), &id, story).await?;
        Ok(id)
    }
}

impl Permitted<UpdateGroup> {
    /// Changes the group's name and description.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken.
    pub async fn update(mut self, edit: NewGroup) -> Result<()> {
        let node = self.scope.clone();
        let mut profile = self.transaction.find_profile(&node).await?.ok_or(Denied::NotFound)?;
        let before = told(&profile);
        profile.name = name("name", &edit.name)?;
        profile.description = text("description", &edit.description)?;
        let story = Story::about(&node).before(&before).after(&told(&profile));
        self.commit(Work::default().profile(profile), &node, story).await
    }
}

fn told(profile: &ProfileRecord) -> Value {
    json!({ "name": profile.name, "description": profile.description })
}

impl Permitted<AddToGroup> {
    /// The users and groups meant by user names, addresses, full names or node ids.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names everything that is nobody, or more than one.
    pub async fn resolve(&mut self, texts: &[String]) -> Result<Vec<NodeId>> {
        let unmeant = |list: String| {
            remark!(
                "nobody here is called {list}: write user names, e-mail addresses or the names of groups, one a line",
                list
            )
        };
        self.all_meant(texts, unmeant).await
    }

    /// Puts users and groups in. Answers the audit line, by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for nobody, too many, an account, or who is in it already; [`StoreError::Refused`] if a
    /// guard says no.
    pub async fn add(self, who: &[NodeId], reason: &str) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        if who.is_empty() || who.len() > MAX_ADDED {
            return Err(StoreError::invalid("who", remark!("choose 1 to {n} people or groups", n = MAX_ADDED)));
        }
        if let Some(other) = who.iter().find(|id| !matches!(id.kind(), "user" | "group")) {
            return Err(StoreError::invalid("who", remark!("`{other}` cannot be in a group: leave it out", other)));
        }
        let fresh: Vec<NodeId> = self.absent(who);
        if fresh.is_empty() {
            return Err(StoreError::invalid("who", remark!("everybody named is in the group already")));
        }
        let story = about(&fresh).after(&json!({ "members": fresh })).because(&reason);
        self.commit_line(Work::from(put(&node, &fresh)), &node, story).await
    }
}

impl Permitted<RemoveFromGroup> {
    /// Takes a user or group out. Answers the audit line, by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for who is not in it; [`StoreError::Refused`] if a guard says no.
    pub async fn remove(self, member: &NodeId, reason: &str) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        if !self.index(|index| index.has_joined(member, &node)) {
            return Err(StoreError::invalid("member", remark!("`{member}` is not in the group itself", member)));
        }
        let gone = vec![member.clone()];
        let story = about(&gone).before(&json!({ "members": gone })).because(&reason);
        self.commit_line(Work::from(take(&node, &gone)), &node, story).await
    }
}

/// What is to change about who is in a group, or looks after it.
#[derive(Clone, Copy, Debug)]
pub enum GroupTurn<'a> {
    /// They are put in.
    In(&'a [NodeId]),
    /// They are taken out.
    Out(&'a [NodeId]),
    /// They and nobody else look after it.
    Admins(&'a [NodeId]),
}

impl Permitted<ListJoiners> {
    /// What that would do. Nothing is saved.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is no group.
    pub async fn outlook(&mut self, turn: GroupTurn<'_>) -> Result<AccessOutlook> {
        let changes = match turn {
            GroupTurn::In(who) => put(&self.scope, &self.absent(who)),
            GroupTurn::Out(who) => take(&self.scope, &self.present(who)),
            GroupTurn::Admins(who) => vec![self.looked_after(who)?.1],
        };
        self.outlook_of(&changes).await
    }
}

impl Permitted<PreviewGroupRemoval> {
    /// What deleting the group would do. Nothing is saved.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn outlook(&mut self) -> Result<AccessOutlook> {
        let changes = self.index(|index| index.removal(&self.scope));
        self.outlook_of(&changes).await
    }
}

impl Permitted<SetGroupAdmins> {
    /// The users meant by user names, addresses, full names or node ids.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names everything that is nobody, or more than one.
    pub async fn resolve(&mut self, texts: &[String]) -> Result<Vec<NodeId>> {
        let unmeant = |list: String| {
            remark!("nobody here is called {list}: write user names or e-mail addresses, one a line", list)
        };
        self.all_meant(texts, unmeant).await
    }

    /// Makes these users, and nobody else, look after the group. Answers the audit line, by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for too many, who is no user, or where it is so already; [`StoreError::Refused`] if a guard
    /// says no.
    pub async fn set(self, who: &[NodeId], reason: &str) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        if who.len() > MAX_ADDED {
            return Err(StoreError::invalid("who", remark!("name at most {n} people", n = MAX_ADDED)));
        }
        if let Some(other) = who.iter().find(|id| id.kind() != "user") {
            return Err(StoreError::invalid(
                "who",
                remark!("`{other}` is no person, and only people look after a group", other),
            ));
        }
        let (had, change, now) = self.looked_after(who)?;
        if had == now {
            return Err(StoreError::invalid("who", remark!("it is so already: there is nothing to save")));
        }
        let told = |admins: &BTreeSet<NodeId>| json!({ "admins": admins });
        let story = Story::default().before(&told(&had)).after(&told(&now)).because(&reason);
        self.commit_line(Work::from(vec![change]), &node, story).await
    }
}

impl Permitted<RestoreGroup> {
    /// Takes back what the caller changed about who is in the group, or looks after it. Who was put in or taken out
    /// otherwise since then stays as they are.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the line is about no such change of theirs, or nothing is left to take back;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn undo(mut self, line: &str) -> Result<()> {
        let node = self.scope.clone();
        let line = self.transaction.find_audit(line).await?;
        // SECURITY: the line stands in an address that anybody can write; it undoes what its reader did here, nothing else.
        let own = |line: &AuditRecord| {
            line.node == node.as_str() && line.actor == self.caller.name() && line.outcome == Outcome::Done
        };
        let line =
            line.filter(own).ok_or_else(|| StoreError::invalid("line", remark!("there is nothing to take back")))?;
        if line.action == SetGroupAdmins::ID {
            return self.undo_admins(&line).await;
        }
        let (before, after) = (members(line.before.as_deref()), members(line.after.as_deref()));
        let (back, out) = (self.absent(&before), self.present(&after));
        let changes = match line.action.as_str() {
            AddToGroup::ID => take(&node, &out),
            RemoveFromGroup::ID => put(&node, &back),
            _ => Vec::new(),
        };
        if changes.is_empty() {
            return Err(StoreError::invalid("line", remark!("there is nothing to take back any more")));
        }
        let all: Vec<NodeId> = before.into_iter().chain(after).collect();
        let story = about(&all).before(&json!({ "members": out })).after(&json!({ "members": back }));
        self.commit(Work::from(changes), &node, story).await
    }

    /// Those who looked after it do so again, as long as nobody changed that since.
    async fn undo_admins(self, line: &AuditRecord) -> Result<()> {
        let node = self.scope.clone();
        let listed = |json: Option<&str>| named(json, "admins");
        let (back, made) = (listed(line.before.as_deref()), listed(line.after.as_deref()));
        let (had, change, now) = self.looked_after(&back)?;
        if had != made.into_iter().collect() {
            return Err(StoreError::invalid(
                "line",
                remark!("it was changed again since: there is nothing to take back"),
            ));
        }
        let story = Story::default().before(&json!({ "admins": had })).after(&json!({ "admins": now }));
        self.commit(Work::from(vec![change]), &node, story).await
    }
}

impl Permitted<DeleteGroup> {
    /// Deletes the group and every role given to it. Its people stay.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn remove(mut self, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let profile = self.transaction.find_profile(&node).await?.ok_or(Denied::NotFound)?;
        let (changes, (people, groups)) = self.index(|index| (index.removal(&node), index.group_size(&node)));
        let before = json!({ "name": profile.name, "people": people, "groups": groups });
        let story = Story::about(&node).before(&before).because(&reason);
        self.commit(Work::from(changes), &node, story).await
    }
}

/// Who looks after a group, the change that makes it others, and who that is.
type LookedAfter = (BTreeSet<NodeId>, Change, BTreeSet<NodeId>);

impl<A: Action<Scope = NodeId>> Permitted<A> {
    fn looked_after(&self, who: &[NodeId]) -> Result<LookedAfter> {
        let group = self.index(|index| index.group(&self.scope)).ok_or(Denied::NotFound)?;
        let admins: BTreeSet<NodeId> = who.iter().cloned().collect();
        Ok((group.admins.clone(), Change::PutGroup(Group { admins: admins.clone(), ..group }), admins))
    }

    /// Those of them who are in the group themselves.
    fn present(&self, who: &[NodeId]) -> Vec<NodeId> {
        self.index(|index| who.iter().filter(|id| index.has_joined(*id, &self.scope)).cloned().collect())
    }

    /// Those of them who are not, and are somebody.
    fn absent(&self, who: &[NodeId]) -> Vec<NodeId> {
        self.index(|index| {
            let fits = |id: &&NodeId| index.node(*id).is_some() && !index.has_joined(*id, &self.scope);
            who.iter().filter(fits).cloned().collect()
        })
    }
}

fn put(group: &NodeId, members: &[NodeId]) -> Vec<Change> {
    let put = |member: &NodeId| Change::PutMember { group: group.clone(), member: member.clone() };
    members.iter().map(put).collect()
}

fn take(group: &NodeId, members: &[NodeId]) -> Vec<Change> {
    let take = |member: &NodeId| Change::RemoveMember { group: group.clone(), member: member.clone() };
    members.iter().map(take).collect()
}

fn about(members: &[NodeId]) -> Story {
    match members {
        [one] => Story::about(one),
        _ => Story::default(),
    }
}

/// Who an audit line says is in it.
fn members(json: Option<&str>) -> Vec<NodeId> {
    named(json, "members")
}

/// Whom an audit line names.
fn named(json: Option<&str>, as_what: &str) -> Vec<NodeId> {
    let value: Option<Value> = json.and_then(|json| serde_json::from_str(json).ok());
    let listed = value.as_ref().and_then(|value| value.get(as_what)).and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(|id| NodeId::parse(id.as_str()?).ok()).collect()
}
