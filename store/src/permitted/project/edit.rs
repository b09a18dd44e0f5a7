//! Making projects, changing, archiving and deleting them.

use crate::{
    error::{Denied, Result, StoreError},
    permitted::{AccessOutlook, Permitted, Story, name, text},
    port::ProfileRecord,
    work::Work,
};
use authz::{
    Change, Node, NodeId, Visibility,
    action::{
        Action, CreateProject, DeleteProject, PreviewProject, PreviewRestoredProject, RestoreProject, UpdateProject,
    },
    remark,
};
use serde_json::json;

/// A project to be made.
#[derive(Clone, Debug, Default)]
pub struct NewProject {
    /// Its id within the type; empty for one made here.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// Who besides members may visit.
    pub visibility: Visibility,
}

/// What a project is to be.
#[derive(Clone, Debug)]
pub struct ProjectEdit {
    /// Its name for people.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// Who besides members may visit.
    pub visibility: Visibility,
    /// Read-only?
    pub archived: bool,
}

impl Permitted<CreateProject> {
    /// Makes a project below the node, with what the catalog gives its creator.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn add(self, new: NewProject) -> Result<NodeId> {
        let id = if new.id.trim().is_empty() { self.gate.new_id("prj") } else { new.id.trim().to_owned() };
        let id = NodeId::new("project", &id).map_err(|bad| StoreError::invalid("id", bad))?;
        if self.index(|index| index.node(&id).is_some()) {
            return Err(StoreError::invalid("id", remark!("`{id}` is taken, choose another", id)));
        }
        let profile = ProfileRecord {
            node: id.clone(),
            name: name("name", &new.name)?,
            description: text("description", &new.description)?,
            created_at: self.now,
            created_by: self.caller.name().to_owned(),
        };
        let node = Node {
            visibility: new.visibility,
            owner: self.caller.user().cloned(),
            ..Node::new(id.clone(), vec![self.scope.clone()])
        };
        let after = json!({ "name": profile.name, "description": profile.description, "visibility": node.visibility });
        let mut changes = vec![Change::PutNode(node)];
        changes.extend(self.on_create(&id)?);
        let story = Story::about(&id).after(&after);
        self.commit(Work::from(changes).profile(profile), &id, story).await?;
        Ok(id)
    }
}

/// What opens or closes a project, archives it or makes it usable again; nothing where it is so already.
fn turned(before: &Node, visibility: Visibility, archived: bool) -> Vec<Change> {
    let after = Node { visibility, archived, ..before.clone() };
    if after == *before { Vec::new() } else { vec![Change::PutNode(after)] }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    fn project_fact(&self) -> Result<Node> {
        self.index(|index| index.node(&self.scope).cloned()).ok_or_else(|| Denied::NotFound.into())
    }

    /// A project directly below the node.
    fn project_below(&self, project: &NodeId) -> Result<Node> {
        let fact = self.index(|index| index.node(project).cloned());
        let fact = fact.filter(|fact| fact.id.kind() == "project" && fact.parents.contains(&self.scope));
        fact.ok_or_else(|| Denied::NotFound.into())
    }
}

impl Permitted<PreviewProject> {
    /// What opening, closing or archiving the project would do; `None` for as it is. Nothing is saved.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn outlook(&mut self, visibility: Option<Visibility>, archived: Option<bool>) -> Result<AccessOutlook> {
        let fact = self.project_fact()?;
        let (visibility, archived) = (visibility.unwrap_or(fact.visibility), archived.unwrap_or(fact.archived));
        self.outlook_of(&turned(&fact, visibility, archived)).await
    }
}

impl Permitted<UpdateProject> {
    /// Changes the project.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn update(mut self, edit: ProjectEdit) -> Result<()> {
        let node = self.scope.clone();
        let mut profile = self.transaction.find_profile(&node).await?.ok_or(Denied::NotFound)?;
        let fact = self.project_fact()?;
        let describe = |profile: &ProfileRecord, visibility: Visibility, archived: bool| {
            json!({ "name": profile.name, "description": profile.description, "visibility": visibility,
                    "archived": archived })
        };
        let before = describe(&profile, fact.visibility, fact.archived);
        profile.name = name("name", &edit.name)?;
        profile.description = text("description", &edit.description)?;
        let after = describe(&profile, edit.visibility, edit.archived);
        let story = Story::about(&node).before(&before).after(&after);
        let changes = turned(&fact, edit.visibility, edit.archived);
        self.commit(Work::from(changes).profile(profile), &node, story).await
    }

    /// Makes the project read-only for everybody, and everything reached only through it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn archive(self) -> Result<()> {
        let (node, fact) = (self.scope.clone(), self.project_fact()?);
        let changes = turned(&fact, fact.visibility, true);
        if changes.is_empty() {
            return Ok(());
        }
        let story = Story::about(&node).before(&json!({ "archived": false })).after(&json!({ "archived": true }));
        self.commit(Work::from(changes), &node, story).await
    }
}

impl Permitted<PreviewRestoredProject> {
    /// What making an archived project directly below the node usable again would do, open to these from then on; `None`
    /// for to whom it is open. Nothing is saved.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is not directly below.
    pub async fn outlook(&mut self, project: &NodeId, visibility: Option<Visibility>) -> Result<AccessOutlook> {
        let fact = self.project_below(project)?;
        self.outlook_of(&turned(&fact, visibility.unwrap_or(fact.visibility), false)).await
    }
}

impl Permitted<RestoreProject> {
    /// Makes an archived project directly below the node usable again.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is not directly below; [`StoreError::Refused`] if a guard says no.
    pub async fn restore(self, project: &NodeId) -> Result<()> {
        let fact = self.project_below(project)?;
        let changes = turned(&fact, fact.visibility, false);
        if changes.is_empty() {
            return Ok(());
        }
        let story = Story::about(project).before(&json!({ "archived": true })).after(&json!({ "archived": false }));
        self.commit(Work::from(changes), project, story).await
    }
}

impl Permitted<DeleteProject> {
    /// Deletes the project, the grants on it, and what is in no other project.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn remove(mut self) -> Result<()> {
        let node = self.scope.clone();
        let profile = self.transaction.find_profile(&node).await?.ok_or(Denied::NotFound)?;
        let changes = self.index(|index| index.removal(&node));
        let gone: Vec<&NodeId> = changes
            .iter()
            .filter_map(|change| if let Change::RemoveNode(id) = change { Some(id) } else { None })
            .collect();
        let story = Story::about(&node).before(&json!({ "name": profile.name, "deleted": gone }));
        self.commit(Work::from(changes.clone()), &node, story).await
    }
}
