//! Projects.

use super::{AccessView, Chart, Choice};
use authz::Visibility;
use serde::{Deserialize, Serialize};

/// What every page of a project shows above its own content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectHead {
    /// Its name within the type, as it stands in addresses.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Read-only?
    pub archived: bool,
    /// Who besides members may visit.
    pub visibility: Visibility,
    /// What the viewer may do.
    pub powers: Powers,
}

/// What somebody may do on a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers of the gate")]
pub struct Powers {
    /// Change its name, description and visibility, and archive it.
    pub update: bool,
    /// Delete it.
    pub delete: bool,
    /// See who is a member.
    pub see_members: bool,
    /// Add members.
    pub add_members: bool,
    /// See roles and what they give.
    pub see_roles: bool,
    /// Change what roles give.
    pub edit_roles: bool,
    /// Read its audit log.
    pub see_audit: bool,
}

/// A project in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectItem {
    /// Which.
    pub head: ProjectHead,
    /// A sentence or two.
    pub description: String,
    /// Roles the viewer holds there; empty for a visitor.
    pub roles: Vec<String>,
    /// What the viewer may do with what is in it, where that is shown: types and allowed actions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub does: Vec<(String, Vec<String>)>,
}

/// The home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    /// The viewer's name.
    pub name: String,
    /// Projects the viewer holds a role on; where there are none, some of those they may open.
    pub items: Vec<ProjectItem>,
    /// Are they those the viewer holds a role on?
    pub mine: bool,
    /// There are more than are shown.
    pub more: bool,
    /// May create projects somewhere.
    pub may_create: bool,
    /// Roles of the viewer's that end soon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ending: Vec<Ending>,
    /// What others changed lately about what the viewer may do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
    /// How busy the console is, for who may read all of its audit log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charts: Vec<Chart>,
}

/// What somebody else changed about what one may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Who did it, where one may see them.
    pub author: Option<String>,
    /// What: the action's own name.
    pub action: String,
    /// Where.
    pub place: String,
    /// The page of that; empty where there is none.
    pub href: String,
}

/// A role that ends soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// What the role is called.
    pub role: String,
    /// What it is held on.
    pub place: String,
    /// The page of that; empty where there is none.
    pub href: String,
    /// When it ends, in microseconds since 1970.
    pub at: i64,
}

/// The list of projects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectsPage {
    /// The projects.
    pub items: Vec<ProjectItem>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// May create projects somewhere.
    pub may_create: bool,
}

/// The form for a new project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProjectPage {
    /// Where it may be created.
    pub places: Vec<Choice>,
    /// May projects be opened to visitors here?
    pub may_be_visible: bool,
}

/// What the viewer may do with one type of thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbilityGroup {
    /// The type.
    pub kind: String,
    /// Its actions, and whether they are allowed.
    pub actions: Vec<(String, bool)>,
}

/// A project's overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPage {
    /// Which.
    pub head: ProjectHead,
    /// A sentence or two.
    pub description: String,
    /// The account it belongs to.
    pub account: Option<String>,
    /// When it was made, in microseconds since 1970.
    pub created_at: i64,
    /// Roles the viewer holds on it.
    pub roles: Vec<String>,
    /// What the viewer may do, by type.
    pub abilities: Vec<AbilityGroup>,
    /// How many members it has, if the viewer may see them.
    pub members: Option<u64>,
}

/// A project's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    /// Which.
    pub head: ProjectHead,
    /// A sentence or two.
    pub description: String,
    /// May it be opened to visitors here?
    pub may_be_visible: bool,
    /// May the viewer make it usable again, once it is archived?
    pub may_restore: bool,
    /// Do plain members not see each other?
    pub discreet: bool,
    /// What goes with it when it is deleted: types and how many of each.
    pub contents: Vec<(String, u32)>,
    /// What deleting it would do, once that is asked for.
    pub deletion: Option<AccessView>,
    /// What archiving it would do, or making it usable again, once that is asked for.
    pub archiving: Option<AccessView>,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{AbilityGroup, Powers, ProjectHead, ProjectItem};
    use authz::action::{ListProjects, is_console};
    use store::{Abilities, Permitted, Project};

    impl From<&Project> for ProjectHead {
        fn from(project: &Project) -> Self {
            let may = |name: &str| project.abilities.iter().any(|ability| ability == name);
            Self {
                id: project.profile.node.name().to_owned(),
                name: project.profile.name.clone(),
                archived: project.archived,
                visibility: project.visibility,
                powers: Powers {
                    update: may("project:update"),
                    delete: may("project:delete"),
                    see_members: may("member:read"),
                    add_members: may("member:add"),
                    see_roles: may("role:read"),
                    edit_roles: may("role:update"),
                    see_audit: may("audit:read"),
                },
            }
        }
    }

    impl From<Project> for ProjectItem {
        fn from(project: Project) -> Self {
            let head = ProjectHead::from(&project);
            Self { head, description: project.profile.description, roles: project.roles, does: Vec::new() }
        }
    }

    impl ProjectItem {
        /// A project with what the viewer may do with what is in it; the console's own types are left out.
        pub(crate) fn with_abilities(project: Project, proof: &Permitted<ListProjects>) -> Self {
            let abilities = proof.abilities(&project).into_iter();
            let own = abilities.filter(|group| group.kind != "project" && !is_console(&group.kind));
            let allowed = own.map(|group| {
                let actions = group.actions.into_iter().filter(|(_, may)| *may).map(|(action, _)| action);
                (group.kind, actions.collect::<Vec<_>>())
            });
            Self { does: allowed.filter(|(_, actions)| !actions.is_empty()).collect(), ..Self::from(project) }
        }
    }

    impl From<Abilities> for AbilityGroup {
        fn from(abilities: Abilities) -> Self {
            Self { kind: abilities.kind, actions: abilities.actions }
        }
    }
}
