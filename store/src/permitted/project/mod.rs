//! Projects.

mod edit;

pub use edit::{NewProject, ProjectEdit};

use super::{AccessOutlook, Permitted, node::within};
use crate::{
    error::{Denied, Result},
    gate::{ask, session_facts},
    port::{After, Page, PageRequest, ProfileRecord},
};
use authz::{
    Change, Index, NodeId, Visibility,
    action::{Action, ListProjects, ReadProject},
};
use std::collections::{BTreeMap, BTreeSet};

/// Most projects looked at to find the caller's own.
const MAX_SCANNED: usize = 2_000;

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
    /// Names of the roles the caller holds on it, wherever they come from; empty for a visitor.
    pub roles: Vec<String>,
    /// Does the caller hold one of them from below `system`?
    pub mine: bool,
}

impl<A: Action> Permitted<A> {
    /// What the caller may do on a project with each type of thing that can be in one.
    fn abilities_on(&self, project: &NodeId) -> Vec<Abilities> {
        self.index(|index| {
            let inside = within(index.catalog(), "project");
            let kinds =
                index.catalog().types.iter().filter(|(name, kind)| inside.contains(name.as_str()) && !kind.by_policy);
            let abilities = kinds.map(|(name, kind)| {
                // Projects do not hold projects.
                let actions = kind.actions.iter().filter(|action| name != "project" || *action != "create");
                let asked =
                    actions.map(|action| (action.clone(), self.may_in(index, &format!("{name}:{action}"), project)));
                Abilities { kind: name.clone(), actions: asked.collect() }
            });
            abilities.collect()
        })
    }

    /// May projects of this deployment be opened to visitors?
    pub fn may_be_visible(&self) -> bool {
        self.index(|index| index.catalog().types.get("project").is_some_and(|kind| kind.visibility))
    }
}

/// What somebody may do with one type of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// The type.
    pub kind: String,
    /// Its actions, in the catalog's order, and whether they are allowed.
    pub actions: Vec<(String, bool)>,
}

/// A node that something may be made below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The node.
    pub id: NodeId,
    /// What people call it; empty for `system`.
    pub name: String,
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
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn list(&mut self, request: &PageRequest) -> Result<Page<Project>> {
        let wanted = usize::try_from(request.size()).unwrap_or(usize::MAX);
        let (mut items, mut request) = (Vec::new(), request.clone());
        loop {
            let page = self.transaction.list_profiles("project", &request).await?;
            for profile in page.items {
                let Some(project) = project(self, profile) else { continue };
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

    /// Some projects on which the caller holds a role that comes from below `system`, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn mine(&mut self, limit: usize) -> Result<Vec<Project>> {
        let Some(user) = self.caller.user() else { return Ok(Vec::new()) };
        let sent = session_facts(&self.caller);
        let ids: Vec<NodeId> = self.index(|index| {
            let Some(read) = index.catalog().permission_for("project:read") else { return Vec::new() };
            let readable = index.search(self.now).sent(&sent).where_can(user, &read, "project").into_iter().flatten();
            let mine = readable.take(MAX_SCANNED).filter(|id| held(index, user, id, self.now).1);
            mine.take(limit).cloned().collect()
        });
        let mut projects = Vec::new();
        for id in ids {
            let profile = self.transaction.find_profile(&id).await?;
            projects.extend(profile.and_then(|profile| project(self, profile)));
        }
        projects.sort_by_key(|project| (project.archived, crate::port::fold(&project.profile.name)));
        Ok(projects)
    }

    /// What the caller may do on one of the projects with each type of thing that can be in one.
    pub fn abilities(&self, project: &Project) -> Vec<Abilities> {
        self.abilities_on(&project.profile.node)
    }

    /// Where the caller may create projects: `system`, and accounts.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn places(&mut self) -> Result<Vec<Place>> {
        self.creatable("project:create", "project").await
    }

    /// Names of nodes, for showing what projects lie below.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }
}

/// Names of the roles a user holds on a node, and whether one of them comes from below `system`.
fn held(index: &Index, user: &NodeId, node: &NodeId, now: i64) -> (Vec<String>, bool) {
    let (mut roles, mut mine) = (BTreeSet::new(), false);
    for grant in index.grants_reaching(user, node, now) {
        let name = index.role(&grant.role).map(|role| role.name.clone()).filter(|name| !name.is_empty());
        roles.insert(name.unwrap_or_else(|| grant.role.to_string()));
        mine |= !grant.on.is_system();
    }
    (roles.into_iter().collect(), mine)
}

fn after(project: &Project) -> After {
    After { key: crate::port::fold(&project.profile.name), id: project.profile.node.to_string() }
}

/// The project, if the caller may read it.
fn project<A: Action>(proof: &Permitted<A>, profile: ProfileRecord) -> Option<Project> {
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
        let (roles, mine) = proof.caller.user().map(|user| held(index, user, &node.id, proof.now)).unwrap_or_default();
        let (parents, visibility, archived) = (node.parents.clone(), node.visibility, node.archived);
        Some(Project { profile, parents, visibility, archived, abilities, roles, mine })
    })
}

impl Permitted<ReadProject> {
    /// The project.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is a node and nothing that people call a project.
    pub async fn get(&mut self) -> Result<Project> {
        let profile = self.transaction.find_profile(&self.scope).await?.ok_or(Denied::NotFound)?;
        project(self, profile).ok_or_else(|| Denied::NotFound.into())
    }

    /// Names of nodes, for showing what the project lies below.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }

    /// How many members it has, if the caller may see them.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn count_members(&mut self) -> Result<Option<u64>> {
        if !self.may("member:read", &self.scope) {
            return Ok(None);
        }
        self.seen_total().await
    }

    /// What the caller may do with each type of thing that can be in a project.
    pub fn abilities(&self) -> Vec<Abilities> {
        self.abilities_on(&self.scope)
    }

    /// What goes with the project when it is deleted: how many of each type.
    pub fn contents(&self) -> Vec<(String, u32)> {
        let mut counts = BTreeMap::new();
        for change in self.index(|index| index.removal(&self.scope)) {
            if let Change::RemoveNode(id) = change
                && id != self.scope
            {
                *counts.entry(id.kind().to_owned()).or_default() += 1;
            }
        }
        counts.into_iter().collect()
    }

    /// What deleting it would do.
    ///
    /// # Errors
    /// [`Denied::NotFound`] where the caller may not.
    pub async fn deletion(&mut self) -> Result<AccessOutlook> {
        self.deletion_of(&self.scope.clone()).await
    }

    /// May the caller make the project usable again, once it is archived?
    pub fn may_restore(&self, parents: &[NodeId]) -> bool {
        parents.iter().any(|parent| self.may("project:update", parent))
    }
}
