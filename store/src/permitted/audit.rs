//! Reading the audit log.

use super::Permitted;
use crate::{
    error::Result,
    port::{AuditFilter, AuditRecord, Page, PageRequest},
};
use authz::{NodeId, action::ReadAudit};

impl Permitted<ReadAudit> {
    /// Lines about the node, newest first; on `system`, about everything. Names of actors and subjects come along.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn list(
        mut self,
        mut filter: AuditFilter,
        request: &PageRequest,
    ) -> Result<(Page<AuditRecord>, Vec<(NodeId, String)>)> {
        if !self.scope.is_system() {
            filter.node = Some(self.scope.clone());
        }
        let page = self.transaction.list_audit(&filter, request).await?;
        let mut nodes: Vec<NodeId> = page
            .items
            .iter()
            .flat_map(|line| [Some(line.actor.as_str()), Some(line.node.as_str()), line.subject.as_deref()])
            .flatten()
            .filter_map(|text| NodeId::parse(text).ok())
            .collect();
        nodes.sort();
        nodes.dedup();
        let names = self.transaction.names(&nodes).await?;
        Ok((page, names))
    }

    /// The id of the newest line about the node; ids sort by time.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn newest(self) -> Result<Option<String>> {
        let newest = PageRequest { limit: 1, ..PageRequest::default() };
        let (page, _) = self.list(AuditFilter::default(), &newest).await?;
        Ok(page.items.into_iter().next().map(|line| line.id))
    }
}
