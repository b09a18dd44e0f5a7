//! Projects.

use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::{fill, t};
use crate::{
    AppError,
    dto::{AccessTold, HomePage, NewProjectPage, ProjectPage, ProjectsPage, SettingsPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        chart,
        context::{answer, caller, gate, node, project_id},
        dto::{AccessView, Chart, Choice, Ending, ProjectHead, ProjectItem, Turn, cursor},
        link,
    },
    authz::{
        NodeId, Visibility,
        action::{self, Each, Own},
    },
    store::{Caller, Gate, NewProject, Permitted, Project, ProjectEdit, port::PageRequest},
};

/// Most projects on the home page.
#[cfg(feature = "ssr")]
const HOME: u8 = 12;

/// Most of them where none is one's own: they only show what there is.
#[cfg(feature = "ssr")]
const OPEN: u8 = 5;

/// The projects one has a role on, and what one may do there.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_home", input = GetUrl, output = Json)]
pub async fn load_home() -> Result<HomePage, AppError> {
    answer(async {
        let (gate, caller) = (gate(), caller());
        let name = gate.permit::<action::ReadProfile>(&caller, Own).await?.get().await?.user.name;
        let mut proof = gate.permit::<action::ListProjects>(&caller, Each).await?;
        let (mut projects, mine) = projects(&mut proof).await?;
        let most = usize::from(if mine { HOME } else { OPEN });
        let (may_create, more) = (!proof.places().await?.is_empty(), projects.len() > most);
        projects.truncate(most);
        let items = projects.into_iter().map(|project| ProjectItem::with_abilities(project, &proof)).collect();
        // Nothing waits for a second transaction while it holds one: many at once would wait for ever.
        drop(proof);
        let (ending, turns) = (ending(&gate, &caller).await?, turns(&gate, &caller).await?);
        let charts = charts(&gate, &caller).await?;
        Ok::<_, AppError>(HomePage { name, items, mine, more, may_create, ending, turns, charts })
    })
    .await
}

/// The projects one has a role on, or some of those one may open; and whether they are the former.
#[cfg(feature = "ssr")]
async fn projects(proof: &mut Permitted<action::ListProjects>) -> Result<(Vec<Project>, bool), AppError> {
    let mine = proof.mine(usize::from(HOME) + 1).await?;
    if !mine.is_empty() {
        return Ok((mine, true));
    }
    let request = PageRequest { limit: u32::from(HOME) + 1, ..PageRequest::default() };
    Ok((proof.list(&request).await?.items, false))
}

/// What of one's own ends soon.
#[cfg(feature = "ssr")]
async fn ending(gate: &Gate, caller: &Caller) -> Result<Vec<Ending>, AppError> {
    let mut proof = gate.permit::<action::ReadProfile>(caller, Own).await?;
    let item = |one: store::Ending| Ending { href: page_of(&one.on), role: one.role, place: one.place, at: one.at };
    Ok(proof.ending().await?.into_iter().map(item).collect())
}

/// What others changed lately about what one may do.
#[cfg(feature = "ssr")]
async fn turns(gate: &Gate, caller: &Caller) -> Result<Vec<Turn>, AppError> {
    let mut proof = gate.permit::<action::ReadProfile>(caller, Own).await?;
    let item = |one: store::Turn| Turn {
        href: page_of(&one.on),
        at: one.at,
        author: one.author,
        action: one.action,
        place: one.place,
    };
    Ok(proof.turns().await?.into_iter().map(item).collect())
}

/// The page of a project; nothing for what has none.
#[cfg(feature = "ssr")]
fn page_of(node: &NodeId) -> String {
    if node.kind() == "project" { link::project(node.name(), "") } else { String::new() }
}

/// How busy the console is, for who may read all of its audit log.
#[cfg(feature = "ssr")]
async fn charts(gate: &Gate, caller: &Caller) -> Result<Vec<Chart>, AppError> {
    if !gate.may(caller, "audit:read", &NodeId::system()) {
        return Ok(Vec::new());
    }
    let activity = gate.permit::<action::ReadAudit>(caller, NodeId::system()).await?.activity().await?;
    Ok(chart::charts(&activity))
}

/// Projects one may read, by name.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_projects", input = GetUrl, output = Json)]
pub async fn load_projects(
    #[server(default)] search: String,
    #[server(default)] after: String,
) -> Result<ProjectsPage, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListProjects>(&caller(), Each).await?;
        let page = proof.list(&PageRequest { search, after: cursor::read(&after), limit: 0 }).await?;
        let items = page.items.into_iter().map(ProjectItem::from).collect();
        let may_create = !proof.places().await?.is_empty();
        Ok::<_, AppError>(ProjectsPage { items, next: cursor::write(page.next), may_create })
    })
    .await
}

/// Where one may create a project.
///
/// # Errors
/// Nowhere, or nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_new_project", input = GetUrl, output = Json)]
pub async fn load_new_project() -> Result<NewProjectPage, AppError> {
    answer(async {
        let (gate, caller) = (gate(), caller());
        let mut proof = gate.permit::<action::ListProjects>(&caller, Each).await?;
        let places: Vec<Choice> = proof.places().await?.into_iter().map(Choice::from).collect();
        let may_be_visible = proof.may_be_visible();
        drop(proof);
        if places.is_empty() {
            // Says what is missing.
            drop(gate.permit::<action::CreateProject>(&caller, NodeId::system()).await?);
        }
        Ok::<_, AppError>(NewProjectPage { places, may_be_visible })
    })
    .await
}

/// Makes a project and goes to it.
///
/// # Errors
/// Not allowed there; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "create_project", output = Json)]
pub async fn create_project(
    place: String,
    name: String,
    #[server(default)] description: String,
    #[server(default)] visibility: String,
    #[server(default)] id: String,
) -> Result<(), AppError> {
    let (typed_name, typed_description, typed_id) = (name.clone(), description.clone(), id.clone());
    answer(async {
        let proof = gate().permit::<action::CreateProject>(&caller(), node(&place)?).await?;
        let visibility = visible(&visibility)?;
        let made = proof.add(NewProject { id, name, description, visibility }).await?;
        leptos_axum::redirect(&link::with_query(&link::project(made.name(), ""), &[("saved", "project-created")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| {
        error.typed(&[("name", &typed_name), ("description", &typed_description), ("id", &typed_id), ("place", &place)])
    })
}

/// A project's overview.
///
/// # Errors
/// There is none of this name, or one may not read it.
#[server(prefix = "/rpc", endpoint = "load_project", input = GetUrl, output = Json)]
pub async fn load_project(project: String) -> Result<ProjectPage, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ReadProject>(&caller(), project_id(&project)?).await?;
        let project = proof.get().await?;
        let account = project.parents.iter().find(|parent| parent.kind() == "account").cloned();
        let account = proof.names(account.as_slice()).await?.pop().map(|(_, name)| name);
        let members = proof.count_members().await?;
        let abilities = proof.abilities().into_iter().map(Into::into).collect();
        let (head, created_at) = (ProjectHead::from(&project), project.profile.created_at);
        let (description, roles) = (project.profile.description, project.roles);
        Ok::<_, AppError>(ProjectPage { head, description, account, created_at, roles, abilities, members })
    })
    .await
}

/// A project's settings; and what deleting it would do, or archiving it, or making it usable again, where that is asked
/// for.
///
/// # Errors
/// There is none of this name, or one may not read it, or not do what is asked for.
#[server(prefix = "/rpc", endpoint = "load_settings", input = GetUrl, output = Json)]
pub async fn load_settings(
    project: String,
    #[server(default)] delete: bool,
    #[server(default)] archived: Option<bool>,
) -> Result<SettingsPage, AppError> {
    answer(settings(project, delete, archived)).await
}

#[cfg(feature = "ssr")]
async fn settings(project: String, delete: bool, archived: Option<bool>) -> Result<SettingsPage, AppError> {
    let archiving = archiving(&project, archived).await?;
    let mut proof = gate().permit::<action::ReadProject>(&caller(), project_id(&project)?).await?;
    let project = proof.get().await?;
    let head = ProjectHead::from(&project);
    Ok(SettingsPage {
        deletion: if delete { Some(AccessView::new(proof.deletion().await?, proof.now())) } else { None },
        archiving,
        may_be_visible: proof.may_be_visible(),
        may_restore: proof.may_restore(&project.parents),
        discreet: proof.is_discreet().await?,
        contents: if head.powers.delete { proof.contents() } else { Vec::new() },
        description: project.profile.description,
        head,
    })
}

/// What archiving a project would do, or making it usable again; nothing where it is so already.
#[cfg(feature = "ssr")]
async fn archiving(project: &str, archived: Option<bool>) -> Result<Option<AccessView>, AppError> {
    let Some(archived) = archived else { return Ok(None) };
    let (gate, caller, id) = (gate(), caller(), project_id(project)?);
    let now = gate.permit::<action::ReadProject>(&caller, id.clone()).await?.get().await?;
    Ok(match (now.archived, archived) {
        (false, true) => {
            let mut proof = gate.permit::<action::PreviewProject>(&caller, id).await?;
            Some(AccessView::new(proof.outlook(None, Some(true)).await?, proof.now()))
        }
        (true, false) => {
            let mut proof = gate.permit::<action::PreviewRestoredProject>(&caller, above(now.parents)).await?;
            Some(AccessView::new(proof.outlook(&id, None).await?, proof.now()))
        }
        _ => None,
    })
}

/// Where it is asked whether an archived project may be made usable again.
#[cfg(feature = "ssr")]
fn above(parents: Vec<NodeId>) -> NodeId {
    parents.into_iter().next().unwrap_or_else(NodeId::system)
}

/// What another visibility of a project would do to who may do what.
///
/// # Errors
/// One may not change it.
#[server(prefix = "/rpc", endpoint = "check_project", input = Json, output = Json)]
pub async fn check_project(project: String, #[server(default)] visibility: String) -> Result<AccessTold, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::PreviewProject>(&caller(), project_id(&project)?).await?;
        let found = async {
            let outlook = proof.outlook(Some(visible(&visibility)?), None).await?;
            Ok::<_, AppError>(AccessView::new(outlook, proof.now()))
        };
        AccessTold::new(found.await)
    })
    .await
}

/// Changes a project's name, description and visibility.
///
/// # Errors
/// Not allowed; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "save_project", output = Json)]
pub async fn save_project(
    project: String,
    name: String,
    #[server(default)] description: String,
    #[server(default)] visibility: String,
) -> Result<(), AppError> {
    let typed = (name.clone(), description.clone());
    answer(async {
        let proof = gate().permit::<action::UpdateProject>(&caller(), project_id(&project)?).await?;
        let visibility = visible(&visibility)?;
        proof.update(ProjectEdit { name, description, visibility, archived: false }).await?;
        saved(&project, "settings", "project");
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&[("name", &typed.0), ("description", &typed.1)]))
}

/// Says whether plain members of a project see each other.
///
/// # Errors
/// Not allowed.
#[server(prefix = "/rpc", endpoint = "save_discretion", output = Json)]
pub async fn save_discretion(project: String, #[server(default)] discreet: bool) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::UpdateProject>(&caller(), project_id(&project)?).await?.set_discreet(discreet).await?;
        saved(&project, "settings", "project");
        Ok::<_, AppError>(())
    })
    .await
}

/// Makes a project read-only for everybody.
///
/// # Errors
/// Not allowed.
#[server(prefix = "/rpc", endpoint = "archive_project", output = Json)]
pub async fn archive_project(project: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::UpdateProject>(&caller(), project_id(&project)?).await?.archive().await?;
        saved(&project, "settings", "project-archived");
        Ok::<_, AppError>(())
    })
    .await
}

/// Makes an archived project usable again.
///
/// # Errors
/// Not allowed on the node above it.
#[server(prefix = "/rpc", endpoint = "restore_project", output = Json)]
pub async fn restore_project(project: String) -> Result<(), AppError> {
    answer(async {
        let (gate, caller, id) = (gate(), caller(), project_id(&project)?);
        let parents = gate.permit::<action::ReadProject>(&caller, id.clone()).await?.get().await?.parents;
        gate.permit::<action::RestoreProject>(&caller, above(parents)).await?.restore(&id).await?;
        saved(&project, "settings", "project-restored");
        Ok::<_, AppError>(())
    })
    .await
}

/// Deletes a project and everything that is only in it. Its name is typed to confirm.
///
/// # Errors
/// Not allowed; the name is another.
#[server(prefix = "/rpc", endpoint = "delete_project", output = Json)]
pub async fn delete_project(project: String, #[server(default)] confirm: String) -> Result<(), AppError> {
    answer(async {
        let (gate, caller, id) = (gate(), caller(), project_id(&project)?);
        let name = gate.permit::<action::ReadProject>(&caller, id.clone()).await?.get().await?.profile.name;
        if confirm.trim() != name {
            return Err(AppError::invalid("confirm", fill("write `{name}`, letter for letter", &[("name", &name)])));
        }
        gate.permit::<action::DeleteProject>(&caller, id).await?.remove().await?;
        leptos_axum::redirect("/projects?saved=project-deleted");
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
fn saved(project: &str, tab: &str, code: &str) {
    leptos_axum::redirect(&link::with_query(&link::project(project, tab), &[("saved", code)]));
}

#[cfg(feature = "ssr")]
fn visible(text: &str) -> Result<Visibility, AppError> {
    match text {
        "" | "private" => Ok(Visibility::Private),
        "internal" => Ok(Visibility::Internal),
        "public" => Ok(Visibility::Public),
        _ => Err(AppError::invalid("visibility", t("choose one of private, internal and public"))),
    }
}
