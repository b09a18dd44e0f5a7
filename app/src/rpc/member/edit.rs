//! One member: looked at, changed, removed.

use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::t;
use crate::{AppError, dto::MemberPage};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    super::{choices, items, role_id, until},
    crate::{
        Code,
        context::{answer, caller, gate, node, project_head, project_id},
        link,
    },
    authz::action,
    store::MemberEdit,
};

/// One member of a project.
///
/// # Errors
/// There is no such project or member; one may not see its members.
#[server(prefix = "/rpc", endpoint = "load_member", input = GetUrl, output = Json)]
pub async fn load_member(project: String, subject: String) -> Result<MemberPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
        let found = proof.find(&node(&subject)?).await?;
        let member = found.ok_or_else(|| AppError::new(Code::NotFound, t("there is no such member here")))?;
        let member = items(&mut proof, vec![member], &id).await?.pop();
        let member = member.ok_or_else(|| AppError::new(Code::NotFound, t("there is no such member here")))?;
        let (roles, may) = (choices(&proof), proof.may_manage().into());
        Ok::<_, AppError>(MemberPage { head, member, roles, may })
    })
    .await
}

/// Makes a member's own roles on a project what is wanted.
///
/// # Errors
/// Not allowed; no role is left; a role that may not be given.
#[server(prefix = "/rpc", endpoint = "save_member", output = Json)]
pub async fn save_member(
    project: String,
    subject: String,
    #[server(default)] roles: Vec<String>,
    #[server(default)] ends: String,
    #[server(default)] date: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    answer(async {
        let proof = gate().permit::<action::UpdateMember>(&caller(), project_id(&project)?).await?;
        let keep = matches!(ends.as_str(), "" | "keep") && date.is_empty();
        let expires_at = if keep { None } else { Some(until(&ends, &date, proof.now())?) };
        let roles = roles.iter().map(|role| role_id(role)).collect::<Result<_, _>>()?;
        let job = proof.update(MemberEdit { subject: node(&subject)?, roles, expires_at, reason }).await?;
        back(&project, "member", &job);
        Ok::<_, AppError>(())
    })
    .await
}

/// Takes all roles given on a project itself from a member.
///
/// # Errors
/// Not allowed; the last owner stays.
#[server(prefix = "/rpc", endpoint = "remove_member", output = Json)]
pub async fn remove_member(
    project: String,
    subject: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    answer(async {
        let proof = gate().permit::<action::RemoveMember>(&caller(), project_id(&project)?).await?;
        let job = proof.remove(&node(&subject)?, &reason).await?;
        back(&project, "member-removed", &job);
        Ok::<_, AppError>(())
    })
    .await
}

/// Goes back to the list, which says what was done and offers to take it back.
#[cfg(feature = "ssr")]
pub(super) fn back(project: &str, saved: &str, job: &str) {
    let list = link::project(project, "members");
    leptos_axum::redirect(&link::with_query(&list, &[("undo", job), ("saved", saved)]));
}
