//! Projects.

use super::{Permitted, Story, name, text};
use crate::{
    error::{Denied, Result, StoreError},
    gate::{Work, ask},
    port::{After, Page, PageRequest, ProfileRecord},
};
use authz::{
    Change, Node, NodeId, Visibility,
    action::{CreateProject, DeleteProject, ListProjects, ReadProject, UpdateProject},
};
use serde_json::json;

/// A project as its readers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// What people call it.
    pub profile: ProfileRecord,
    /// The node above it.
    pub parents: Vec<NodeId>,
    /// Who besides members may visit.
    pub visibility: Visibility,
    /// Read-only?
    pub archived: bool,
    /// What the caller may do on it: actions of the type `project`, and those of the console.
    pub abilities: Vec<String>,
}

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

/// Console permissions shown as abilities beside the project's own actions.
const ABILITIES: &[&str] = &[
    "project:update",
    "project:delete",
    "member:read",
    "member:add",
    "member:update",
    "member:remove",
    "role:read",
    "role:create",
    "role:update",
    "role:delete",
    "audit:read",
];

impl Permitted<ListProjects> {
    /// Projects the caller may read, by name.
    pub async fn list(mut self, request: &PageRequest) -> Result<Page<Project>> {
        let wanted = usize::try_from(request.size()).unwrap_or(usize::MAX);
        let (mut items, mut request) = (Vec::new(), request.clone());
        loop {
            let page = self.transaction.list_profiles("project", &request).await?;
            for profile in page.items {
                let Some(project) = project(&self, profile) else { continue };
                if items.len() == wanted {
                    return Ok(Page { next: items.last().map(after), items });
                }
                items.push(project);
            }
            match page.next {
                Some(next) => request.after = Some(next),
                None => return Ok(Page { items, next: None }),
            }
        }
    }
}

fn after(project: &Project) -> After {
    After { key: crate::port::fold(&project.profile.name), id: project.profile.node.to_string() }
}

/// The project, if the caller may read it.
fn project<A: authz::action::Action>(proof: &Permitted<A>, profile: ProfileRecord) -> Option<Project> {
    proof.index(|index| {
        let node = index.node(&profile.node)?;
        let may = |name: &str| {
            index
                .catalog()
                .permission_for(name)
                .is_some_and(|permission| ask(index, &proof.caller, &permission, &node.id, proof.now))
        };
        if !may("project:read") {
            return None;
        }
        let own = index.catalog().types.get("project").map(|kind| kind.actions.as_slice()).unwrap_or_default();
        let mut abilities: Vec<String> =
            own.iter().map(|action| format!("project:{action}")).filter(|permission| may(permission)).collect();
        for name in ABILITIES {
            if may(name) && !abilities.iter().any(|have| have == name) {
                abilities.push((*name).to_owned());
            }
        }
        let (parents, visibility, archived) = (node.parents.clone(), node.visibility, node.archived);
        Some(Project { profile, parents, visibility, archived, abilities })
    })
}

impl Permitted<ReadProject> {
    /// The project.
    pub async fn get(mut self) -> Result<Project> {
        let profile = self.transaction.find_profile(&self.scope).await?.ok_or(Denied::NotFound)?;
        project(&self, profile).ok_or_else(|| Denied::NotFound.into())
    }
}

impl Permitted<CreateProject> {
    /// Makes a project below the node, with what the catalog gives its creator.
    pub async fn add(mut self, new: NewProject) -> Result<NodeId> {
        let id = if new.id.trim().is_empty() { self.gate.new_id("prj") } else { new.id.trim().to_owned() };
        let id = NodeId::new("project", &id).map_err(|bad| StoreError::invalid("id", bad.to_string()))?;
        if self.index(|index| index.node(&id).is_some()) {
            return Err(StoreError::invalid("id", format!("`{id}` is taken, choose another")));
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

impl Permitted<UpdateProject> {
    /// Changes the project.
    pub async fn update(mut self, edit: ProjectEdit) -> Result<()> {
        let node = self.scope.clone();
        let mut profile = self.transaction.find_profile(&node).await?.ok_or(Denied::NotFound)?;
        let mut fact = self.index(|index| index.node(&node).cloned()).ok_or(Denied::NotFound)?;
        let describe = |profile: &ProfileRecord, fact: &Node| {
            json!({ "name": profile.name, "description": profile.description, "visibility": fact.visibility,
                    "archived": fact.archived })
        };
        let before = describe(&profile, &fact);
        profile.name = name("name", &edit.name)?;
        profile.description = text("description", &edit.description)?;
        let same = fact.visibility == edit.visibility && fact.archived == edit.archived;
        fact.visibility = edit.visibility;
        fact.archived = edit.archived;
        let story = Story::about(&node).before(&before).after(&describe(&profile, &fact));
        let changes = if same { Vec::new() } else { vec![Change::PutNode(fact)] };
        self.commit(Work::from(changes).profile(profile), &node, story).await
    }
}

impl Permitted<DeleteProject> {
    /// Deletes the project, the grants on it, and what is in no other project.
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
