//! The audit log.

use crate::rpc::Json;
use crate::{AppError, dto::AuditPage};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        calendar,
        context::{answer, caller, gate, project_head, project_id},
        dto::{AuditItem, cursor},
    },
    authz::{NodeId, action::ReadAudit},
    store::port::{AuditFilter, PageRequest},
};

/// Lines about a project, newest first; without a project, about everything.
///
/// # Errors
/// Not allowed.
#[server(prefix = "/rpc", endpoint = "load_audit", input = GetUrl, output = Json)]
pub async fn load_audit(
    #[server(default)] project: String,
    #[server(default)] search: String,
    #[server(default)] action: String,
    #[server(default)] outcome: String,
    #[server(default)] until: String,
    #[server(default)] after: String,
) -> Result<AuditPage, AppError> {
    answer(async {
        let head = if project.is_empty() { None } else { Some(project_head(&project).await?) };
        let node = if project.is_empty() { NodeId::system() } else { project_id(&project)? };
        let action = Some(action).filter(|action| !action.is_empty());
        let until = calendar::end_of_day(&until);
        let filter = AuditFilter { action, outcome: outcome.parse().ok(), until, ..AuditFilter::default() };
        let request = PageRequest { search, after: cursor::read(&after), limit: 0 };
        let gate = gate();
        let (page, names) = gate.permit::<ReadAudit>(&caller(), node).await?.list(filter, &request).await?;
        let items = page.items.into_iter().map(|line| AuditItem::new(line, &names, &gate)).collect();
        Ok::<_, AppError>(AuditPage { head, items, next: cursor::write(page.next) })
    })
    .await
}
