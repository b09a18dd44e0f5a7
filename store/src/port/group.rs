//! Groups: who is in them by name. Who is in which group is a fact, and written as one.

use super::{MemberRecord, Page, PageRequest};
use crate::error::Result;
use async_trait::async_trait;
use authz::NodeId;

/// Groups.
#[async_trait]
pub trait GroupPort {
    /// Users and groups that are in a group themselves and match the request's search, by name. It looks into addresses
    /// only where they may be seen.
    async fn list_joined(
        &mut self,
        group: &NodeId,
        addresses: bool,
        request: &PageRequest,
    ) -> Result<Page<MemberRecord>>;
    /// Users and groups that are not in the group themselves and match the search, by name: whom one could put in; and
    /// how many there are.
    async fn list_joiners(&mut self, group: &NodeId, search: &str, limit: u32) -> Result<(Vec<MemberRecord>, u64)>;
}
