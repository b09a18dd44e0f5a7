//! Finding anything by its name.

use crate::rpc::Json;
use crate::{AppError, dto::Hit};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate},
        dto::HitKind,
        link,
    },
    authz::{
        NodeId,
        action::{self, Each, Own},
    },
    store::{Caller, Gate, port::PageRequest},
};

/// Most hits of each kind.
#[cfg(feature = "ssr")]
const MOST: u32 = 6;

/// Projects, people, groups, roles and permissions that the viewer may see and whose name has the text in it.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "find", input = GetUrl, output = Json)]
pub async fn find(text: String) -> Result<Vec<Hit>, AppError> {
    answer(async {
        let (gate, caller) = (gate(), caller());
        drop(gate.permit::<action::ReadProfile>(&caller, Own).await?);
        let request = PageRequest { search: text.clone(), after: None, limit: MOST };
        let mut hits = projects(&gate, &caller, &request).await?;
        hits.extend(people(&gate, &caller, &request).await?);
        hits.extend(groups(&gate, &caller, &request).await?);
        hits.extend(roles(&gate, &caller, &text).await?);
        Ok::<_, AppError>(hits)
    })
    .await
}

#[cfg(feature = "ssr")]
async fn projects(gate: &Gate, caller: &Caller, request: &PageRequest) -> Result<Vec<Hit>, AppError> {
    let mut proof = gate.permit::<action::ListProjects>(caller, Each).await?;
    let hit = |project: store::Project| Hit {
        kind: HitKind::Project,
        href: link::project(project.profile.node.name(), ""),
        hint: project.profile.description,
        label: project.profile.name,
    };
    Ok(proof.list(request).await?.items.into_iter().map(hit).collect())
}

#[cfg(feature = "ssr")]
async fn people(gate: &Gate, caller: &Caller, request: &PageRequest) -> Result<Vec<Hit>, AppError> {
    if !gate.may_somewhere(caller, "user:read", "user") {
        return Ok(Vec::new());
    }
    let mut proof = gate.permit::<action::ListUsers>(caller, Each).await?;
    let hit = |user: store::port::UserRecord| Hit {
        kind: HitKind::Person,
        href: link::person(user.id.name()),
        hint: user.email.unwrap_or(user.username),
        label: user.name,
    };
    Ok(proof.list(request).await?.items.into_iter().map(hit).collect())
}

#[cfg(feature = "ssr")]
async fn groups(gate: &Gate, caller: &Caller, request: &PageRequest) -> Result<Vec<Hit>, AppError> {
    let mut proof = gate.permit::<action::ListGroups>(caller, Each).await?;
    let hit = |group: store::Group| Hit {
        kind: HitKind::Group,
        href: link::group(group.profile.node.name(), ""),
        hint: group.profile.description,
        label: group.profile.name,
    };
    Ok(proof.list(request).await?.items.into_iter().map(hit).collect())
}

#[cfg(feature = "ssr")]
async fn roles(gate: &Gate, caller: &Caller, text: &str) -> Result<Vec<Hit>, AppError> {
    if text.is_empty() || !gate.may(caller, "role:read", &NodeId::system()) {
        return Ok(Vec::new());
    }
    let matrix = gate.permit::<action::ReadMatrix>(caller, NodeId::system()).await?.get().await?;
    let wanted = text.to_lowercase();
    let found = |name: &str| name.to_lowercase().contains(&wanted);
    let roles = matrix.roles.iter().map(|column| &column.role).filter(|role| found(&role.name)).map(|role| Hit {
        kind: HitKind::Role,
        href: link::role(authz::SYSTEM, role.id.as_str()),
        hint: role.description.clone(),
        label: role.name.clone(),
    });
    let permissions = matrix
        .catalog
        .types
        .iter()
        .flat_map(|(kind, def)| def.actions.iter().map(move |action| format!("{kind}:{action}")));
    let permissions = permissions.filter(|permission| found(permission)).map(|permission| Hit {
        kind: HitKind::Permission,
        href: link::with_query("/roles", &[("q", &permission)]),
        hint: String::new(),
        label: permission,
    });
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    Ok(roles.take(most).chain(permissions.take(most)).collect())
}
