//! Members of a project.

use crate::{
    AppError,
    dto::{Candidate, MemberPage, MembersPage, NewMemberPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        Code, calendar,
        context::{answer, caller, gate, node, project_head, project_id},
        dto::{MemberItem, Names, cursor},
        link,
    },
    authz::{RoleId, action},
    store::{MemberEdit, NewMembers, Permitted, StoreError, port::PageRequest},
};

/// Members of a project, by name.
///
/// # Errors
/// There is no such project; one may not see its members.
#[server(prefix = "/rpc", endpoint = "load_members", input = GetUrl)]
pub async fn load_members(
    project: String,
    #[server(default)] search: String,
    #[server(default)] after: String,
) -> Result<MembersPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
        let (page, total) = proof.list(&PageRequest { search, after: cursor::read(&after), limit: 0 }).await?;
        let names = names(&mut proof, &page.items).await?;
        let items = page.items.into_iter().map(|member| MemberItem::new(member, &id, &names)).collect();
        let may = proof.may_manage().into();
        Ok::<_, AppError>(MembersPage { head, items, next: cursor::write(page.next), total, may })
    })
    .await
}

/// One member of a project.
///
/// # Errors
/// There is no such project or member; one may not see its members.
#[server(prefix = "/rpc", endpoint = "load_member", input = GetUrl)]
pub async fn load_member(project: String, subject: String) -> Result<MemberPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
        let found = proof.find(&node(&subject)?).await?;
        let member = found.ok_or_else(|| AppError::new(Code::NotFound, "there is no such member here"))?;
        let names = names(&mut proof, std::slice::from_ref(&member)).await?;
        let roles = proof.grantable().into_iter().map(Into::into).collect();
        let may = proof.may_manage().into();
        Ok::<_, AppError>(MemberPage { head, member: MemberItem::new(member, &id, &names), roles, may })
    })
    .await
}

/// The roles that may be given to new members.
///
/// # Errors
/// There is no such project; one may not add members.
#[server(prefix = "/rpc", endpoint = "load_new_member", input = GetUrl)]
pub async fn load_new_member(project: String) -> Result<NewMemberPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let proof = gate().permit::<action::ListCandidates>(&caller(), id).await?;
        let roles = proof.grantable().into_iter().map(Into::into).collect();
        Ok::<_, AppError>(NewMemberPage { head, roles })
    })
    .await
}

/// A few people and groups that are no members yet and match what was typed.
///
/// # Errors
/// There is no such project; one may not add members.
#[server(prefix = "/rpc", endpoint = "load_candidates", input = GetUrl)]
pub async fn load_candidates(project: String, #[server(default)] search: String) -> Result<Vec<Candidate>, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListCandidates>(&caller(), project_id(&project)?).await?;
        let page = proof.list(&PageRequest { search, after: None, limit: 8 }).await?;
        Ok::<_, AppError>(page.items.into_iter().map(Candidate::from).collect())
    })
    .await
}

/// Gives people and groups a role on a project. They are named one a line.
///
/// # Errors
/// Not allowed; somebody is not known; a role that may not be given.
#[server(prefix = "/rpc", endpoint = "add_members")]
pub async fn add_members(
    project: String,
    who: String,
    #[server(default)] role: String,
    #[server(default)] ends: String,
    #[server(default)] date: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = [who.clone(), role.clone(), ends.clone(), date.clone(), reason.clone()];
    answer(async {
        let mut proof = gate().permit::<action::AddMember>(&caller(), project_id(&project)?).await?;
        let expires_at = until(&ends, &date, proof.now())?;
        let texts: Vec<String> = who.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect();
        let subjects = proof.resolve(&texts).await?;
        proof.add(NewMembers { subjects, role: role_id(&role)?, expires_at, reason }).await.map_err(about_who)?;
        leptos_axum::redirect(&link::with_query(&link::project(&project, "members"), &[("saved", "members-added")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| {
        let [who, role, ends, date, reason] = typed.each_ref().map(String::as_str);
        error.typed(&[("who", who), ("role", role), ("ends", ends), ("date", date), ("reason", reason)])
    })
}

/// Makes a member's own roles on a project what is wanted.
///
/// # Errors
/// Not allowed; no role is left; a role that may not be given.
#[server(prefix = "/rpc", endpoint = "save_member")]
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
        proof.update(MemberEdit { subject: node(&subject)?, roles, expires_at, reason }).await?;
        leptos_axum::redirect(&link::with_query(&link::project(&project, "members"), &[("saved", "member")]));
        Ok::<_, AppError>(())
    })
    .await
}

/// Takes all roles given on a project itself from a member.
///
/// # Errors
/// Not allowed; the last owner stays.
#[server(prefix = "/rpc", endpoint = "remove_member")]
pub async fn remove_member(
    project: String,
    subject: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    answer(async {
        let proof = gate().permit::<action::RemoveMember>(&caller(), project_id(&project)?).await?;
        proof.remove(&node(&subject)?, &reason).await?;
        leptos_axum::redirect(&link::with_query(&link::project(&project, "members"), &[("saved", "member-removed")]));
        Ok::<_, AppError>(())
    })
    .await
}

/// What is needed to tell in words where the members' access comes from.
#[cfg(feature = "ssr")]
async fn names(proof: &mut Permitted<action::ListMembers>, members: &[store::Member]) -> Result<Names, AppError> {
    let nodes = proof.names(&MemberItem::nodes(members)).await?;
    Ok(Names { nodes, roles: proof.roles(), now: proof.now() })
}

#[cfg(feature = "ssr")]
fn role_id(text: &str) -> Result<RoleId, AppError> {
    RoleId::parse(text).map_err(|_| AppError::invalid("role", "choose one of the roles offered"))
}

/// The store speaks of subjects; on this form the field is called otherwise.
#[cfg(feature = "ssr")]
fn about_who(error: StoreError) -> AppError {
    match error {
        StoreError::Invalid { field: "subjects", remedy } => AppError::invalid("who", remedy),
        error => error.into(),
    }
}

/// When access ends: on a day, after a number of days, or never.
#[cfg(feature = "ssr")]
fn until(ends: &str, date: &str, now: i64) -> Result<Option<i64>, AppError> {
    const DAY: i64 = 86_400 * store::SECOND;
    if !date.trim().is_empty() {
        let end = calendar::end_of_day(date).filter(|end| *end > now);
        return end
            .map(Some)
            .ok_or_else(|| AppError::invalid("date", "choose a day from today on, such as 2030-12-31"));
    }
    match ends {
        "" | "never" => Ok(None),
        days => match days.parse::<i64>() {
            Ok(days @ 1..=3_650) => Ok(Some(now + days * DAY)),
            _ => Err(AppError::invalid("ends", "choose one of the ends offered, or a day")),
        },
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::until;

    #[test]
    fn access_ends_on_a_day_after_some_days_or_never() {
        const NOW: i64 = 1_762_247_105_000_000;
        assert_eq!(until("never", "", NOW), Ok(None));
        assert_eq!(until("30", "", NOW), Ok(Some(NOW + 30 * 86_400_000_000)));
        assert_eq!(until("30", "2025-11-04", NOW), Ok(Some(1_762_300_800_000_000)));
        for (ends, date) in [("soon", ""), ("0", ""), ("never", "2025-11-03"), ("", "tomorrow")] {
            assert!(until(ends, date, NOW).is_err(), "{ends} {date}");
        }
    }
}
