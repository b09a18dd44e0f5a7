//! Grants of every kind.

mod edit;
#[cfg(feature = "ssr")]
mod told;

pub use edit::{RemoveGrant, SaveGrant, UndoGrant, remove_grant, save_grant, undo_grant};

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{Choice, GrantForm, GrantPage, GrantTold, GrantsPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, node, project_head},
        dto::{GrantItem, GrantPlace, MemberTabs, Names, ProjectHead, cursor, place},
        rpc::member::tabs,
        text::t,
    },
    authz::{Atom, NodeId, action},
    store::{AtomKind, Denied, GrantAction, GrantDraft, GrantLine, Permitted, StoreError},
};

/// Grants on a page.
#[cfg(feature = "ssr")]
const SHOWN: usize = 50;
/// Names offered while one types.
#[cfg(feature = "ssr")]
const OFFERED: usize = 12;

/// The grants made on a node; of a project, those that make nobody a member.
///
/// # Errors
/// There is no such node; one may not see its members.
#[server(prefix = "/rpc", endpoint = "load_grants", input = GetUrl, output = Json)]
pub async fn load_grants(on: String, #[server(default)] after: String) -> Result<GrantsPage, AppError> {
    answer(async {
        let id = node(&on)?;
        let mut proof = gate().permit::<action::ListGrants>(&caller(), id.clone()).await?;
        let (page, partial) = proof.list(id.kind() == "project", &after, SHOWN).await?;
        let names = names(&mut proof, &page.items, &id).await?;
        let (may, givable) = (proof.may_grant().into(), !proof.grantable().is_empty());
        let place = place(&id, &names, proof.project().as_ref());
        drop(proof);
        let items = page.items.into_iter().map(|line| GrantItem::new(line, &names)).collect();
        let (project, next) = (of_project(&id).await?, cursor::write(page.next));
        Ok::<_, AppError>(GrantsPage { place, project, items, next, partial, may, givable })
    })
    .await
}

/// A project's head, and how many members there are of each kind.
#[cfg(feature = "ssr")]
async fn of_project(id: &NodeId) -> Result<Option<(ProjectHead, MemberTabs)>, AppError> {
    if id.kind() != "project" {
        return Ok(None);
    }
    let head = project_head(id.name()).await?;
    let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
    Ok(Some((head, tabs(&mut proof).await?)))
}

/// May the viewer see the grants of a node, and can there be any?
#[cfg(feature = "ssr")]
pub(crate) async fn worth_a_look(id: NodeId) -> Result<bool, AppError> {
    if !gate().may(&caller(), "member:read", &id) {
        return Ok(false);
    }
    let mut proof = gate().permit::<action::ListGrants>(&caller(), id).await?;
    Ok(!proof.grantable().is_empty() || !proof.list(false, "", 1).await?.0.items.is_empty())
}

/// What is needed to tell grants in words.
#[cfg(feature = "ssr")]
async fn names<A: GrantAction>(proof: &mut Permitted<A>, lines: &[GrantLine], on: &NodeId) -> Result<Names, AppError> {
    let hidden = lines.iter().flat_map(|line| line.hidden.iter().cloned());
    let mut nodes: Vec<(NodeId, String)> = hidden.map(|id| (id, t("something you may not see").to_owned())).collect();
    let mut named = vec![on.clone()];
    for line in lines {
        named.extend(line.some.iter().cloned().chain(nodes_of(&line.grant.who)));
        named.extend(line.made.iter().filter_map(|(_, author)| NodeId::parse(author).ok()));
    }
    named.sort();
    named.dedup();
    nodes.extend(proof.names(&named).await?);
    Ok(Names { nodes, roles: proof.roles(), now: proof.now() })
}

/// Nodes that conditions name.
#[cfg(feature = "ssr")]
fn nodes_of(who: &[Atom]) -> impl Iterator<Item = NodeId> + '_ {
    crate::dto::named(who).cloned()
}

/// A grant of a node, or the form for a new one, with what it means and would do.
///
/// # Errors
/// There is no such node or grant; one may not see it, or give anything here.
#[server(prefix = "/rpc", endpoint = "load_grant", input = Json, output = Json)]
pub async fn load_grant(
    on: String,
    #[server(default)] grant: String,
    #[server(default)] form: GrantForm,
) -> Result<GrantPage, AppError> {
    answer(async {
        let id = node(&on)?;
        if grant.is_empty() {
            // Says what is missing.
            drop(gate().permit::<action::PreviewNewGrant>(&caller(), id.clone()).await?);
        }
        page(id, &grant, form).await
    })
    .await
}

#[cfg(feature = "ssr")]
async fn page(id: NodeId, grant: &str, mut form: GrantForm) -> Result<GrantPage, AppError> {
    let mut proof = gate().permit::<action::ListGrants>(&caller(), id.clone()).await?;
    let line = if grant.is_empty() { None } else { Some(proof.get(grant).await.map_err(missing)?) };
    let names = names(&mut proof, line.as_slice(), &id).await?;
    let place: GrantPlace = place(&id, &names, proof.project().as_ref());
    let may: crate::dto::MemberPowers = proof.may_grant().into();
    let (roles, held, log) = (crate::rpc::member::choices(&proof), told::every_role(&proof), proof.may_read_log());
    drop(proof);
    let own = line.as_ref().is_some_and(|line| line.elsewhere.is_none());
    if let Some(line) = line.as_ref().filter(|_| form.is_empty()) {
        form = told::form_of(&line.grant, &names);
    }
    let told = match &line {
        Some(line) if !(may.update && own) => told::as_it_is(&id, line, &names).await?,
        _ => told::told(id.clone(), grant, form.clone()).await?,
    };
    let removal = if may.remove && own { Some(told::removal(id.clone(), grant).await?) } else { None };
    let history = if log && line.is_some() { Some(told::history(id, grant, names.roles.clone()).await?) } else { None };
    let grant = line.map(|line| GrantItem::new(line, &names));
    Ok(GrantPage { place, grant, form, roles, held, told, may, removal, history })
}

/// A grant that is not there is a page that is not there.
#[cfg(feature = "ssr")]
fn missing(error: StoreError) -> AppError {
    match error {
        StoreError::Invalid { field: "grant", .. } => Denied::NotFound.into(),
        error => error.into(),
    }
}

/// What a grant means and would do, while it is written.
///
/// # Errors
/// There is no such node or grant; one may not make or change it.
#[server(prefix = "/rpc", endpoint = "check_grant", input = Json, output = Json)]
pub async fn check_grant(
    on: String,
    #[server(default)] grant: String,
    #[server(default)] form: GrantForm,
) -> Result<GrantTold, AppError> {
    answer(async { told::told(node(&on)?, &grant, form).await }).await
}

/// What fits a condition of this kind and has these letters in its name.
///
/// # Errors
/// There is no such node; one may not make or change grants there.
#[server(prefix = "/rpc", endpoint = "load_whom", input = GetUrl, output = Json)]
pub async fn load_whom(
    on: String,
    kind: String,
    #[server(default)] search: String,
    #[server(default)] new: bool,
) -> Result<Vec<Choice>, AppError> {
    answer(async {
        let (id, gate, caller) = (node(&on)?, gate(), caller());
        if new {
            offered(&mut gate.permit::<action::PreviewNewGrant>(&caller, id).await?, &kind, &search).await
        } else {
            offered(&mut gate.permit::<action::PreviewGrant>(&caller, id).await?, &kind, &search).await
        }
    })
    .await
}

#[cfg(feature = "ssr")]
async fn offered<A: GrantDraft>(proof: &mut Permitted<A>, kind: &str, search: &str) -> Result<Vec<Choice>, AppError> {
    if kind == "account_label" {
        return Ok(proof.labels().into_iter().map(|label| Choice::new(label.clone(), label, "")).collect());
    }
    if kind == "holder" {
        let places = proof.somewhere(search, OFFERED).await?.into_iter();
        return Ok(places.map(|place| Choice::new(place.id.as_str(), place.name, "")).collect());
    }
    let Some(kind) = told::kind_of(kind) else { return Ok(Vec::new()) };
    let found = proof.somebody(kind, search, OFFERED).await?.into_iter();
    let by_name = kind != AtomKind::User;
    let choice = |one: store::port::MemberRecord| {
        let id = one.subject.name().to_owned();
        if by_name { Choice::new(one.name, id, "") } else { Choice::new(id, one.name, "") }
    };
    Ok(found.map(choice).collect())
}
