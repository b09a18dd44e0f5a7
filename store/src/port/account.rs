//! Accounts: who belongs to one by name, and how many may. Who belongs to it is a fact, and written as one.

use super::{MemberRecord, Page, PageRequest};
use crate::error::Result;
use async_trait::async_trait;
use authz::NodeId;

/// Accounts.
#[async_trait]
pub trait AccountPort {
    /// Users of an account that match the request's search, by name. It looks into addresses only where they may be seen.
    async fn list_residents(
        &mut self,
        account: &NodeId,
        addresses: bool,
        request: &PageRequest,
    ) -> Result<Page<MemberRecord>>;
    /// How many users an account may have; `None` for any number.
    async fn find_seats(&mut self, account: &NodeId) -> Result<Option<u32>>;
    /// Says how many it may have.
    async fn put_seats(&mut self, account: &NodeId, seats: Option<u32>) -> Result<()>;
}
