//! Who is a member, who else has access, and what was done.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{AlsoPage, HistoryPage, MemberQuery, MembersPage, MoreMembers},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    super::{filter, items, names, tabs, word},
    crate::{
        context::{answer, caller, gate, project_head, project_id},
        dto::{also_item, cursor},
    },
    authz::{NodeId, action},
    store::{Permitted, Reach, Reached, port::PageRequest},
};

/// People shown of one way in.
#[cfg(feature = "ssr")]
const REACHED: usize = 100;

/// Members of a project, how they divide up, and how many there are on each tab.
///
/// # Errors
/// There is no such project; one may not see its members.
#[server(prefix = "/rpc", endpoint = "load_members", input = GetUrl, output = Json)]
pub async fn load_members(project: String, #[server(default)] query: MemberQuery) -> Result<MembersPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
        let filter = filter::filter(&query, proof.now());
        let page = proof.list(&filter, &request(&query)).await?;
        // What fits on the first page is counted already.
        let whole = query.after.is_empty() && page.next.is_none();
        let all = whole.then(|| u64::try_from(page.items.len()).unwrap_or_default());
        let (matching, facets) = counted(&mut proof, &query, &filter, all).await?;
        let (items, tabs) = (items(&mut proof, page.items, &id).await?, tabs(&mut proof).await?);
        let next = cursor::write(page.next);
        let (may, alone) = (proof.may_manage().into(), !proof.sight().await?.everybody);
        Ok::<_, AppError>(MembersPage { head, query, tabs, items, next, matching, facets, may, alone })
    })
    .await
}

/// How many fit, and the choices that narrow the list further. Counting by every choice reads all that fit: only for
/// who looks at the choices.
#[cfg(feature = "ssr")]
async fn counted(
    proof: &mut Permitted<action::ListMembers>,
    query: &MemberQuery,
    filter: &store::port::MemberFilter,
    all: Option<u64>,
) -> Result<(u64, Vec<crate::dto::Facet>), AppError> {
    if query.filter.is_empty() && query.facets().iter().all(|(_, chosen)| chosen.is_empty()) {
        let matching = match all {
            Some(all) => all,
            None => proof.count(filter).await?,
        };
        return Ok((matching, Vec::new()));
    }
    let found = proof.facets(filter).await?;
    Ok((found.counts.all, filter::facets(query, &found, &proof.roles())))
}

/// The next members of the same list.
///
/// # Errors
/// There is no such project; one may not see its members.
#[server(prefix = "/rpc", endpoint = "load_more_members", input = GetUrl, output = Json)]
pub async fn load_more_members(
    project: String,
    #[server(default)] query: MemberQuery,
) -> Result<MoreMembers, AppError> {
    answer(async {
        let id = project_id(&project)?;
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
        let page = proof.list(&filter::filter(&query, proof.now()), &request(&query)).await?;
        let items = items(&mut proof, page.items, &id).await?;
        Ok::<_, AppError>(MoreMembers { items, next: cursor::write(page.next) })
    })
    .await
}

/// Who else has access to a project, and the people of one way in.
///
/// # Errors
/// There is no such project; one may not see its members; there is no such way in.
#[server(prefix = "/rpc", endpoint = "load_also", input = GetUrl, output = Json)]
pub async fn load_also(
    project: String,
    #[server(default)] grant: String,
    #[server(default)] after: String,
) -> Result<AlsoPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
        let (found, tabs) = (proof.also().await?, tabs(&mut proof).await?);
        let names = names(&mut proof, &nodes(&found)).await?;
        let items = found.iter().map(|reach| also_item(reach, &id, &names)).collect();
        let (people, next) = people(&mut proof, &grant, &after).await?;
        Ok::<_, AppError>(AlsoPage { head, tabs, items, people, next })
    })
    .await
}

/// What was done with the members of a project, newest first.
///
/// # Errors
/// There is no such project; one may not read its audit log.
#[server(prefix = "/rpc", endpoint = "load_member_history", input = GetUrl, output = Json)]
pub async fn load_member_history(project: String, #[server(default)] after: String) -> Result<HistoryPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id.clone()).await?;
        let tabs = tabs(&mut proof).await?;
        let names = names(&mut proof, &[]).await?;
        drop(proof);
        let mut proof = gate().permit::<action::ReadAudit>(&caller(), id).await?;
        let (page, known) =
            proof.member_history(&PageRequest { after: cursor::read(&after), ..<_>::default() }).await?;
        let names = crate::dto::Names { nodes: known, ..names };
        let items = page.items.into_iter().map(|record| word::history(record, &names)).collect();
        Ok::<_, AppError>(HistoryPage { head, tabs, items, next: cursor::write(page.next) })
    })
    .await
}

#[cfg(feature = "ssr")]
fn request(query: &MemberQuery) -> PageRequest {
    PageRequest { after: cursor::read(&query.after), ..PageRequest::default() }
}

/// Nodes whose names are needed to show ways in.
#[cfg(feature = "ssr")]
fn nodes(found: &[Reach]) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = Vec::new();
    for reach in found {
        nodes.push(reach.on.clone());
        nodes.extend(reach.some.iter().cloned());
        if let Reached::Grant(_, who, _) = &reach.who {
            nodes.extend(word::nodes(who));
        }
    }
    nodes.sort();
    nodes.dedup();
    nodes
}

/// The people of one way in, with their names, and where the next start.
#[cfg(feature = "ssr")]
async fn people(
    proof: &mut Permitted<action::ListMembers>,
    grant: &str,
    after: &str,
) -> Result<(Vec<(String, String)>, Option<String>), AppError> {
    if grant.is_empty() {
        return Ok((Vec::new(), None));
    }
    let ids = proof.reached(grant, after, REACHED).await?;
    let names = proof.names(&ids).await?;
    let next = if ids.len() == REACHED { ids.last().map(ToString::to_string) } else { None };
    let name = |id: &NodeId| names.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
    Ok((ids.iter().map(|id| (id.to_string(), name(id).unwrap_or_default())).collect(), next))
}
