//! Adding members.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{Candidates, NewMemberPage, ResolvedItem},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    super::{choices, edit::back, role_id, until},
    crate::{
        context::{answer, caller, gate, project_head, project_id},
        text::said,
    },
    authz::action,
    store::{NewMembers, Permitted, StoreError},
};

/// Candidates shown while one types.
#[cfg(feature = "ssr")]
const SHOWN: u32 = 12;

/// The roles that may be given to new members, and whom a list that was written means.
///
/// # Errors
/// There is no such project; one may not add members.
#[server(prefix = "/rpc", endpoint = "load_new_member", input = GetUrl, output = Json)]
pub async fn load_new_member(project: String, #[server(default)] who: String) -> Result<NewMemberPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListCandidates>(&caller(), id).await?;
        let checked = checked(&mut proof, &who, &[]).await?;
        Ok::<_, AppError>(NewMemberPage { head, roles: choices(&proof), checked })
    })
    .await
}

/// A few people, groups and accounts that are no members yet and match what was typed.
///
/// # Errors
/// There is no such project; one may not add members.
#[server(prefix = "/rpc", endpoint = "load_candidates", input = GetUrl, output = Json)]
pub async fn load_candidates(project: String, #[server(default)] search: String) -> Result<Candidates, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListCandidates>(&caller(), project_id(&project)?).await?;
        let (items, total) = proof.list(&search, SHOWN).await?;
        Ok::<_, AppError>(Candidates { items: items.into_iter().map(Into::into).collect(), total })
    })
    .await
}

/// Whom a list of names means, and whether they can be added with these roles.
///
/// # Errors
/// There is no such project; one may not add members.
#[server(prefix = "/rpc", endpoint = "check_members", input = Json, output = Json)]
pub async fn check_members(project: String, who: String, roles: Vec<String>) -> Result<Vec<ResolvedItem>, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListCandidates>(&caller(), project_id(&project)?).await?;
        checked(&mut proof, &who, &roles).await
    })
    .await
}

/// Gives people, groups and accounts roles on a project. They are named one a line.
///
/// # Errors
/// Not allowed; somebody is not known; a role that may not be given.
#[server(prefix = "/rpc", endpoint = "add_members", output = Json)]
pub async fn add_members(
    project: String,
    who: String,
    #[server(default)] roles: Vec<String>,
    #[server(default)] ends: String,
    #[server(default)] date: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = [who.clone(), roles.join(" "), ends.clone(), date.clone(), reason.clone()];
    answer(async {
        let mut proof = gate().permit::<action::AddMember>(&caller(), project_id(&project)?).await?;
        let expires_at = until(&ends, &date, proof.now())?;
        let subjects = proof.resolve(&texts(&who)).await?;
        let roles = roles.iter().map(|role| role_id(role)).collect::<Result<_, _>>()?;
        let job = proof.add(NewMembers { subjects, roles, expires_at, reason }).await.map_err(about_who)?;
        back(&project, "members-added", &job);
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| {
        let [who, roles, ends, date, reason] = typed.each_ref().map(String::as_str);
        error.typed(&[("who", who), ("roles", roles), ("ends", ends), ("date", date), ("reason", reason)])
    })
}

/// The names in a list: one a line, or separated by commas or semicolons. `Ana Kovač <ana@example.org>` is an address.
#[cfg(feature = "ssr")]
pub(crate) fn texts(who: &str) -> Vec<String> {
    let names = who.split(['\n', ',', ';']).map(str::trim).filter(|name| !name.is_empty());
    let inner = |name: &str| {
        let address = name.strip_suffix('>').and_then(|name| name.rsplit_once('<'));
        address.map_or_else(|| name.to_owned(), |(_, address)| address.trim().to_owned())
    };
    names.map(inner).collect()
}

#[cfg(feature = "ssr")]
async fn checked(
    proof: &mut Permitted<action::ListCandidates>,
    who: &str,
    roles: &[String],
) -> Result<Vec<ResolvedItem>, AppError> {
    let roles = roles.iter().map(|role| role_id(role)).collect::<Result<Vec<_>, _>>()?;
    Ok(proof.resolve(&texts(who), &roles).await?.into_iter().map(Into::into).collect())
}

/// The store speaks of subjects; on this form the field is called otherwise.
#[cfg(feature = "ssr")]
fn about_who(error: StoreError) -> AppError {
    match error {
        StoreError::Invalid { field: "subjects", remedy } => AppError::invalid("who", said(&remedy)),
        error => error.into(),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::texts;

    #[test]
    fn a_pasted_list_is_taken_apart() {
        let pasted = "ana\nAna Kovač <ana@example.org>; priya@example.org,, \r\n group:ops ";
        assert_eq!(texts(pasted), ["ana", "ana@example.org", "priya@example.org", "group:ops"]);
    }
}
