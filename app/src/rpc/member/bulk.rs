//! Changes of many members.

use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::t;
use crate::{
    AppError,
    dto::{ChangeForm, ChangePage, JobPage, MemberQuery},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    super::{choices, filter, names, role_id, until, word},
    crate::{
        context::{answer, caller, gate, project_head, project_id},
        dto::{AccessView, JobItemRow, MemberPowers, Names, OutlookView, ProjectHead, SkipLine, TurnLine},
        link,
    },
    authz::{NodeId, action},
    std::collections::BTreeMap,
    store::{Denied, Job, JobItem, Outlook, Permitted, Picked, port::Order},
};

/// Members of a job on a page.
#[cfg(feature = "ssr")]
const ITEMS: u32 = 100;

/// What a change of many members would do.
///
/// # Errors
/// There is no such project; one may not change its members.
#[server(prefix = "/rpc", endpoint = "load_change", input = Json, output = Json)]
pub async fn load_change(
    project: String,
    #[server(default)] query: MemberQuery,
    #[server(default)] form: ChangeForm,
) -> Result<ChangePage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::PreviewMembers>(&caller(), id).await?;
        let picked = filter::picked(&query, form.all, &form.pick, proof.now());
        let (order, missing) = match order(&form, proof.now()) {
            Ok(order) => (order, None),
            Err(error) => (None, Some(error.detail)),
        };
        change_page(&mut proof, head, query, form, &picked, order, missing).await
    })
    .await
}

/// Orders a change of many members, and goes to where it can be followed.
///
/// # Errors
/// Not allowed; nobody is chosen; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "order_change", output = Json)]
pub async fn order_change(
    project: String,
    #[server(default)] query: MemberQuery,
    #[server(default)] form: ChangeForm,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    answer(async {
        let job = ordered(&project, &query, &form, &reason).await?;
        leptos_axum::redirect(&link::project(&project, &format!("members/jobs/{job}")));
        Ok::<_, AppError>(())
    })
    .await
}

/// Orders that all is as it was before a job.
///
/// # Errors
/// Not allowed; it goes on still, or was taken back already.
#[server(prefix = "/rpc", endpoint = "undo_job", output = Json)]
pub async fn undo_job(
    project: String,
    job: String,
    #[server(default)] to: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    answer(async {
        let proof = gate().permit::<action::OrderUpdates>(&caller(), project_id(&project)?).await?;
        let made = proof.undo(&job, &reason).await?;
        let target = match to.as_str() {
            "list" => link::with_query(&link::project(&project, "members"), &[("saved", "undone")]),
            _ => link::project(&project, &format!("members/jobs/{made}")),
        };
        leptos_axum::redirect(&target);
        Ok::<_, AppError>(())
    })
    .await
}

/// A job: how far it is, and what became of each.
///
/// # Errors
/// There is no such job, or one may not see it.
#[server(prefix = "/rpc", endpoint = "load_job", input = GetUrl, output = Json)]
pub async fn load_job(
    project: String,
    job: String,
    #[server(default)] state: String,
    #[server(default)] after: String,
) -> Result<JobPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListMembers>(&caller(), id).await?;
        let job = proof.job(&job).await?;
        let items = proof.job_items(&job, state.parse().ok(), after.parse().ok(), ITEMS).await?;
        let author: Vec<NodeId> = NodeId::parse(&job.record.author).into_iter().collect();
        let names = names(&mut proof, &author).await?;
        Ok::<_, AppError>(job_page(head, job, items, &names))
    })
    .await
}

/// What was chosen, as the store takes it; nothing while nothing is.
#[cfg(feature = "ssr")]
fn order(form: &ChangeForm, now: i64) -> Result<Option<Order>, AppError> {
    let ends = || until(&form.ends, &form.date, now);
    let chosen = !form.ends.is_empty() || !form.date.is_empty();
    Ok(match form.order.as_str() {
        "give" | "take" | "replace" if form.role.is_empty() => None,
        "give" => Some(Order::Give(role_id(&form.role)?, ends()?)),
        "take" => Some(Order::Take(role_id(&form.role)?)),
        "replace" => {
            let from = if form.from.is_empty() { None } else { Some(role_id(&form.from)?) };
            Some(Order::Replace(from, role_id(&form.role)?))
        }
        "end" if chosen => Some(Order::End(ends()?)),
        "extend" if chosen => match ends()? {
            Some(at) => Some(Order::Extend(at - now)),
            None => Some(Order::End(None)),
        },
        "remove" => Some(Order::Remove),
        _ => None,
    })
}

#[cfg(feature = "ssr")]
async fn ordered(project: &str, query: &MemberQuery, form: &ChangeForm, reason: &str) -> Result<String, AppError> {
    let (gate, caller, id) = (gate(), caller(), project_id(project)?);
    if form.order == "remove" {
        let proof = gate.permit::<action::OrderRemovals>(&caller, id).await?;
        let picked = filter::picked(query, form.all, &form.pick, proof.now());
        return Ok(proof.order(&picked, reason).await?);
    }
    let proof = gate.permit::<action::OrderUpdates>(&caller, id).await?;
    let order = order(form, proof.now())?.ok_or_else(|| AppError::invalid("order", t("choose what is to change")))?;
    let picked = filter::picked(query, form.all, &form.pick, proof.now());
    Ok(proof.order(order, &picked, reason).await?)
}

#[cfg(feature = "ssr")]
async fn change_page(
    proof: &mut Permitted<action::PreviewMembers>,
    head: ProjectHead,
    query: MemberQuery,
    form: ChangeForm,
    picked: &Picked,
    order: Option<Order>,
    missing: Option<String>,
) -> Result<ChangePage, AppError> {
    let [add, update, remove] = proof.may_change();
    let may = MemberPowers { add, update, remove };
    if form.order == "remove" && !may.remove {
        return Err(Denied::NotFound.into());
    }
    let (ids, total) = proof.chosen(picked, 8).await?;
    let some = proof.names(&ids).await?.into_iter().map(|(_, name)| name).collect();
    let outlook = match order {
        Some(order) => Some(outlook(proof, &order, picked).await?),
        None => None,
    };
    let total = u64::try_from(total).unwrap_or(u64::MAX);
    Ok(ChangePage { head, query, form, total, some, roles: choices(proof), may, outlook, missing })
}

#[cfg(feature = "ssr")]
async fn outlook(
    proof: &mut Permitted<action::PreviewMembers>,
    order: &Order,
    picked: &Picked,
) -> Result<OutlookView, AppError> {
    let Outlook { changed, some, skipped, access, measured, unjudged, .. } = proof.outlook(order, picked).await?;
    let mut nodes: Vec<NodeId> = some.iter().map(|(id, ..)| id.clone()).collect();
    nodes.extend(skipped.iter().flat_map(|skip| skip.some.iter().cloned()));
    let names: BTreeMap<NodeId, String> = proof.names(&nodes).await?.into_iter().collect();
    let name = |id: &NodeId| names.get(id).cloned().unwrap_or_else(|| id.name().to_owned());
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let turn = |(id, before, after): &(NodeId, Vec<_>, Vec<_>)| TurnLine {
        name: name(id),
        before: word::held(before),
        after: word::held(after),
    };
    let skip = |skip: &store::Skip| SkipLine {
        reason: crate::text::said(&skip.reason),
        refused: skip.refused,
        count: count(skip.count),
        some: skip.some.iter().map(name).collect(),
    };
    Ok(OutlookView {
        changed: count(changed),
        some: some.iter().map(turn).collect(),
        skipped: skipped.iter().map(skip).collect(),
        access: AccessView::new(access, proof.now()),
        measured: count(measured),
        unjudged: count(unjudged),
    })
}

#[cfg(feature = "ssr")]
fn job_page(head: ProjectHead, job: Job, items: Vec<JobItem>, names: &Names) -> JobPage {
    let full = items.len() == usize::try_from(ITEMS).unwrap_or(usize::MAX);
    let next = items.last().filter(|_| full).map(|item| item.record.position.to_string());
    let row = |item: JobItem| JobItemRow {
        position: item.record.position,
        id: item.record.subject.to_string(),
        name: item.name,
        state: item.record.state.to_string(),
        note: item.record.note,
        before: if item.record.before.is_some() { word::held(&item.before) } else { String::new() },
        after: if item.record.after.is_some() { word::held(&item.after) } else { String::new() },
    };
    JobPage {
        head,
        title: word::order(&job.record.order, names),
        author: names.author(&job.record.author),
        id: job.record.id,
        at: job.record.at,
        reason: job.record.reason,
        running: job.record.running,
        total: job.record.total,
        waiting: job.counts.waiting,
        done: job.counts.done,
        skipped: job.counts.skipped,
        refused: job.counts.refused,
        items: items.into_iter().map(row).collect(),
        next,
        undone_by: job.undone_by,
        may_undo: job.may_undo,
    }
}
