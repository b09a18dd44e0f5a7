//! Making resources, changing, linking, moving and deleting them.

use super::own;
use crate::{
    error::{Denied, Result, StoreError},
    permitted::{AccessOutlook, Permitted, Story, name, text, writer},
    port::ProfileRecord,
    work::Work,
};
use authz::{
    Attributes, Change, Index, Node, NodeId, Remark, Visibility,
    action::{Action, CreateNode, DeleteNode, LinkNode, PreviewLink, PreviewNode, Typed, UpdateNode, Write},
    guard::{self, Refusal},
    remark,
};
use serde_json::{Value, json};

/// Most nodes that one may be directly below.
pub(super) const MAX_PARENTS: usize = 20;
/// Most attributes of a node.
const MAX_ATTRIBUTES: usize = 50;
/// Most bytes of all attributes of a node, as JSON.
const MAX_ATTRIBUTE_BYTES: usize = 16_384;

/// A resource to be made.
#[derive(Clone, Debug, Default)]
pub struct NewNode {
    /// Its id within the type; empty for one made here.
    pub id: String,
    /// Its name for people; empty for that in its id.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// What conditions look at, as a JSON object; empty for nothing.
    pub attributes: String,
}

/// What a resource is to be.
#[derive(Clone, Debug, Default)]
pub struct NodeEdit {
    /// Its name for people; empty for that in its id.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// The owner: a user name, an address or a node id; empty for nobody, `None` for whoever it is.
    pub owner: Option<String>,
    /// What conditions look at, as a JSON object; `None` for what they are.
    pub attributes: Option<String>,
    /// Does it cut what everybody has from above? `None` for as it is.
    pub restricted: Option<bool>,
    /// Who besides the holders of grants may visit; `None` for as it is.
    pub visibility: Option<Visibility>,
}

/// Reads attributes.
///
/// # Errors
/// [`StoreError::Invalid`] says what cannot be taken.
pub(super) fn attributes(json: &str) -> Result<Attributes> {
    let refuse = |remedy: Remark| StoreError::invalid("attributes", remedy);
    if json.trim().is_empty() {
        return Ok(Attributes::new());
    }
    if json.len() > MAX_ATTRIBUTE_BYTES {
        return Err(refuse(remark!("write at most {n} bytes", n = MAX_ATTRIBUTE_BYTES)));
    }
    let found: Attributes = serde_json::from_str(json).map_err(|bad| {
        refuse(remark!("write a JSON object, such as {example}: {bad}", example = r#"{"tier": "gold"}"#, bad))
    })?;
    if found.len() > MAX_ATTRIBUTES {
        return Err(refuse(remark!("keep to {n} attributes", n = MAX_ATTRIBUTES)));
    }
    let bad = |name: &&String| name.is_empty() || name.len() > 100 || name.contains('.');
    match found.keys().find(bad) {
        Some(name) => Err(refuse(remark!("`{name}` cannot be the name of one: use 1 to 100 letters and no dot", name))),
        None => Ok(found),
    }
}

/// What an audit line says of a resource, enough to take a change back.
pub(super) fn told(profile: Option<&ProfileRecord>, node: &Node) -> Value {
    let name = profile.map_or(node.id.name(), |profile| &profile.name);
    let description = profile.map_or("", |profile| &profile.description);
    json!({ "name": name, "description": description, "node": node })
}

impl<A: Action> Permitted<A> {
    /// What the guards say of a new node: first that it is there, then what it is. So whatever it is given beyond its
    /// place is judged as if it were changed.
    pub(super) fn judge_new(&self, index: &Index, node: &Node, extras: &[Change]) -> Result<(), Refusal> {
        let writer = || writer(&self.caller);
        let bare = Node { owner: self.caller.user().cloned(), ..Node::new(node.id.clone(), node.parents.clone()) };
        let whole = *node != bare;
        let mut changes = vec![Change::PutNode(bare)];
        changes.extend(extras.iter().cloned());
        guard::judge(index, &writer(), &changes, self.now)?;
        if whole {
            guard::judge(&index.preview(&changes)?, &writer(), &[Change::PutNode(node.clone())], self.now)?;
        }
        Ok(())
    }

    /// The user that a text means, as far as the caller may know them where it is said.
    pub(super) async fn owner(&mut self, node: &NodeId, text: &str) -> Result<Option<NodeId>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let found = self.meant(text).await?.ok().map(|record| record.subject).filter(|id| id.kind() == "user");
        let alone = self.is_alone(node).await?;
        let known = |id: &NodeId| self.index(|index| self.knows(index, node, id, alone));
        let remedy = || remark!("nobody here is called `{text}`: write a user name or an e-mail address", text);
        found.filter(known).map(Some).ok_or_else(|| StoreError::invalid("owner", remedy()))
    }

    /// The profile a resource gets; nothing where it has none and needs none.
    pub(super) fn profile(
        &self,
        node: &NodeId,
        had: Option<ProfileRecord>,
        called: &str,
        description: &str,
    ) -> Result<Option<ProfileRecord>> {
        let called = if called.trim().is_empty() { node.name().to_owned() } else { name("name", called)? };
        let description = text("description", description)?;
        if had.is_none() && called == node.name() && description.is_empty() {
            return Ok(None);
        }
        let (created_at, created_by) =
            had.map_or_else(|| (self.now, self.caller.name().to_owned()), |had| (had.created_at, had.created_by));
        Ok(Some(ProfileRecord { node: node.clone(), name: called, description, created_at, created_by }))
    }
}

impl<A: Write> Permitted<A> {
    /// Writes down that the guards refused.
    async fn refused<T>(self, node: &NodeId, refusal: Refusal) -> Result<T> {
        let (gate, caller) = (self.gate, self.caller);
        gate.record_refusal(self.transaction, &caller, A::ID, node.to_string(), refusal.to_string()).await?;
        Err(refusal.into())
    }
}

impl Permitted<CreateNode> {
    /// Makes a resource below the nodes, its maker's own, with what the catalog gives with it.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn add(mut self, new: NewNode) -> Result<NodeId> {
        let kind = self.scope.kind().to_owned();
        let id = if new.id.trim().is_empty() { self.gate.new_id(&short(&kind)) } else { new.id.trim().to_owned() };
        let id = NodeId::new(&kind, &id).map_err(|bad| StoreError::invalid("id", bad))?;
        if self.index(|index| index.node(&id).is_some()) || self.transaction.is_retired(&id).await? {
            return Err(taken(&id));
        }
        let mut parents: Vec<NodeId> = self.scope.all().cloned().collect();
        let mut seen = std::collections::BTreeSet::new();
        parents.retain(|parent| seen.insert(parent.clone()));
        let node = Node {
            owner: self.caller.user().cloned(),
            attributes: attributes(&new.attributes)?,
            ..Node::new(id.clone(), parents)
        };
        let profile = self.profile(&id, None, &new.name, &new.description)?;
        let extras = self.on_create(&id)?;
        if let Err(refusal) = self.index(|index| self.judge_new(index, &node, &extras)) {
            return self.refused(&id, refusal).await;
        }
        let story = Story::about(&id).after(&told(profile.as_ref(), &node));
        let mut work = Work::from([vec![Change::PutNode(node)], extras].concat());
        work.profiles.extend(profile);
        self.commit(work, &id, story).await?;
        Ok(id)
    }
}

/// An id that is there, was there, or is there and not to be known of: all three are told alike.
pub(super) fn taken(id: &NodeId) -> StoreError {
    StoreError::invalid(
        "id",
        remark!("`{id}` is taken, or was used before and is never used again: choose another", id),
    )
}

/// What ids of a type begin with.
fn short(kind: &str) -> String {
    kind.chars().filter(char::is_ascii_alphanumeric).take(3).collect()
}

/// What makes a resource what it is to be; nothing where it is so already.
fn turned(before: &Node, after: &Node) -> Vec<Change> {
    if before == after { Vec::new() } else { vec![Change::PutNode(after.clone())] }
}

impl<A: Action<Scope = Typed>> Permitted<A> {
    /// The resource as it is, and as it is to be.
    async fn edited_node(&mut self, edit: &NodeEdit) -> Result<(Node, Node)> {
        let id = own(&self.scope);
        let before = self.index(|index| index.node(&id).cloned()).ok_or(Denied::NotFound)?;
        let mut node = before.clone();
        if let Some(owner) = &edit.owner {
            node.owner = self.owner(&id, owner).await?;
        }
        if let Some(json) = &edit.attributes {
            node.attributes = attributes(json)?;
        }
        node.restricted = edit.restricted.unwrap_or(node.restricted);
        node.visibility = edit.visibility.unwrap_or(node.visibility);
        Ok((before, node))
    }

    /// The resource as it is, and below what it is to be below.
    fn linked_node(&self, wanted: &[NodeId]) -> Result<(Node, Node)> {
        let id = own(&self.scope);
        let before = self.index(|index| index.node(&id).cloned()).ok_or(Denied::NotFound)?;
        let node = Node { parents: self.index(|index| self.parents(index, &before, wanted))?, ..before.clone() };
        // SECURITY: what is new was asked for by the gate, each by itself.
        let asked = |parent: &&NodeId| before.parents.contains(parent) || self.scope.all().any(|id| id == *parent);
        if !node.parents.iter().all(|parent| asked(&parent)) {
            return Err(Denied::NotFound.into());
        }
        Ok((before, node))
    }
}

impl Permitted<PreviewNode> {
    /// What changing the resource would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::update`], but for names and descriptions: nobody's access hangs on them.
    pub async fn outlook(&mut self, edit: &NodeEdit) -> Result<AccessOutlook> {
        let (before, after) = self.edited_node(edit).await?;
        self.outlook_of(&turned(&before, &after)).await
    }
}

impl Permitted<UpdateNode> {
    /// Changes what the resource is called, whose it is, what conditions look at, and who may visit it. Answers the audit
    /// line, by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn update(mut self, edit: NodeEdit) -> Result<String> {
        let id = own(&self.scope);
        let (before, after) = self.edited_node(&edit).await?;
        let had = self.transaction.find_profile(&id).await?;
        let profile = self.profile(&id, had.clone(), &edit.name, &edit.description)?;
        let story = Story::about(&id).before(&told(had.as_ref(), &before));
        let story = story.after(&told(profile.as_ref(), &after));
        let mut work = Work::from(turned(&before, &after));
        work.profiles.extend(profile);
        self.commit_line(work, &id, story).await
    }
}

impl Permitted<PreviewLink> {
    /// What putting the resource below these nodes would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::link`].
    pub async fn outlook(&mut self, wanted: &[NodeId]) -> Result<AccessOutlook> {
        let (before, after) = self.linked_node(wanted)?;
        self.outlook_of(&turned(&before, &after)).await
    }
}

impl Permitted<LinkNode> {
    /// Puts the resource below these nodes and no others that the caller may see: below further ones it is linked, below
    /// others it is moved. Answers the audit line, by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a node that was not asked for; [`StoreError::Refused`] if a guard says no.
    pub async fn link(mut self, wanted: &[NodeId]) -> Result<String> {
        let id = own(&self.scope);
        let (before, after) = self.linked_node(wanted)?;
        let profile = self.transaction.find_profile(&id).await?;
        let story = Story::about(&id).before(&told(profile.as_ref(), &before));
        let story = story.after(&told(profile.as_ref(), &after));
        self.commit_line(Work::from(turned(&before, &after)), &id, story).await
    }
}

impl<A: Action> Permitted<A> {
    /// What a node is to be below: what is wanted, and what it is below already and the caller may not see.
    pub(super) fn parents(&self, index: &Index, node: &Node, wanted: &[NodeId]) -> Result<Vec<NodeId>> {
        let hidden = |parent: &&NodeId| !self.reads(index, parent);
        let kept = node.parents.iter().filter(|parent| wanted.contains(parent) || hidden(parent));
        let fresh = wanted.iter().filter(|parent| !node.parents.contains(parent));
        let parents: Vec<NodeId> = kept.chain(fresh).cloned().collect();
        if parents.is_empty() {
            return Err(StoreError::invalid("parents", remark!("name at least one node that it is below")));
        }
        if parents.len() > MAX_PARENTS {
            return Err(StoreError::invalid("parents", remark!("name at most {n} nodes", n = MAX_PARENTS)));
        }
        Ok(parents)
    }
}

impl Permitted<DeleteNode> {
    /// Deletes the resource, the grants on it, and what is only below it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn remove(mut self, reason: &str) -> Result<()> {
        let (id, reason) = (own(&self.scope), text("reason", reason)?);
        let node = self.index(|index| index.node(&id).cloned()).ok_or(Denied::NotFound)?;
        let profile = self.transaction.find_profile(&id).await?;
        let changes = self.index(|index| index.removal(&id));
        let gone = changes.iter().filter(|change| matches!(change, Change::RemoveNode(_))).count();
        let mut before = told(profile.as_ref(), &node);
        if let Some(fields) = before.as_object_mut() {
            fields.insert("deleted".to_owned(), json!(gone));
        }
        let story = Story::about(&id).before(&before).because(&reason);
        self.commit(Work::from(changes), &id, story).await
    }
}
