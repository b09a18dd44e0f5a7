//! Making groups, renaming and deleting them, putting people in and taking them out.

use crate::{
    error::{Denied, Result, StoreError},
    permitted::{Permitted, Story, member::MAX_ADDED, name, text},
    port::{AuditRecord, Outcome, ProfileRecord},
    work::Work,
};
use authz::{
    Change, Group, Node, NodeId,
    action::{Action, AddToGroup, CreateGroup, DeleteGroup, RemoveFromGroup, RestoreGroup, UpdateGroup},
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
        let remedy = "write user names, e-mail addresses or the names of groups, one a line";
        self.all_meant(texts, remedy).await
    }

    /// Puts users and groups in. Answers the audit line, by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for nobody, too many, an account, or who is in it already; [`StoreError::Refused`] if a
    /// guard says no.
    pub async fn add(self, who: &[NodeId], reason: &str) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        if who.is_empty() || who.len() > MAX_ADDED {
            return Err(StoreError::invalid("who", format!("choose 1 to {MAX_ADDED} people or groups")));
        }
        if let Some(other) = who.iter().find(|id| !matches!(id.kind(), "user" | "group")) {
            return Err(StoreError::invalid("who", format!("`{other}` cannot be in a group: leave it out")));
        }
        let fresh: Vec<NodeId> = self.absent(who);
        if fresh.is_empty() {
            return Err(StoreError::invalid("who", "everybody named is in the group already"));
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
            return Err(StoreError::invalid("member", format!("`{member}` is not in the group itself")));
        }
        let gone = vec![member.clone()];
        let story = about(&gone).before(&json!({ "members": gone })).because(&reason);
        self.commit_line(Work::from(take(&node, &gone)), &node, story).await
    }
}

impl Permitted<RestoreGroup> {
    /// Takes back what the caller changed about who is in the group. Who was put in or taken out otherwise since then stays
    /// as they are.
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
        let line = line.filter(own).ok_or_else(|| StoreError::invalid("line", "there is nothing to take back"))?;
        let (before, after) = (members(line.before.as_deref()), members(line.after.as_deref()));
        let (back, out) = (self.absent(&before), self.present(&after));
        let changes = match line.action.as_str() {
            AddToGroup::ID => take(&node, &out),
            RemoveFromGroup::ID => put(&node, &back),
            _ => Vec::new(),
        };
        if changes.is_empty() {
            return Err(StoreError::invalid("line", "there is nothing to take back any more"));
        }
        let all: Vec<NodeId> = before.into_iter().chain(after).collect();
        let story = about(&all).before(&json!({ "members": out })).after(&json!({ "members": back }));
        self.commit(Work::from(changes), &node, story).await
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

impl<A: Action<Scope = NodeId>> Permitted<A> {
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

/// Whom an audit line names.
fn members(json: Option<&str>) -> Vec<NodeId> {
    let value: Option<Value> = json.and_then(|json| serde_json::from_str(json).ok());
    let listed = value.as_ref().and_then(|value| value.get("members")).and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(|id| NodeId::parse(id.as_str()?).ok()).collect()
}
