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
        let names = self.named_in(&page.items).await?;
        Ok((page, names))
    }

    /// Lines on the node, by it or done to it, newest first, as far as the caller may read the log where they were
    /// written. Names of actors and subjects come along.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn about(mut self, request: &PageRequest) -> Result<(Page<AuditRecord>, Vec<(NodeId, String)>)> {
        let mut page = self.transaction.list_audit_about(&self.scope, request).await?;
        let everything = self.may("audit:read", &NodeId::system());
        let readable = |line: &AuditRecord| NodeId::parse(&line.node).is_ok_and(|node| self.may("audit:read", &node));
        page.items.retain(|line| everything || readable(line));
        let names = self.named_in(&page.items).await?;
        Ok((page, names))
    }

    /// The names of the nodes in some lines.
    async fn named_in(&mut self, lines: &[AuditRecord]) -> Result<Vec<(NodeId, String)>> {
        let mut nodes: Vec<NodeId> = lines
            .iter()
            .flat_map(|line| [Some(line.actor.as_str()), Some(line.node.as_str()), line.subject.as_deref()])
            .flatten()
            .filter_map(|text| NodeId::parse(text).ok())
            .collect();
        nodes.sort();
        nodes.dedup();
        self.transaction.names(&nodes).await
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
