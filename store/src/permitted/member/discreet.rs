//! Whether plain members of a project see each other.

use crate::{
    error::Result,
    permitted::{Permitted, Story},
    work::Work,
};
use authz::action::{ReadProject, UpdateProject};
use serde_json::json;

impl Permitted<ReadProject> {
    /// Do plain members not see each other? Whoever manages members sees them all the same.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn is_discreet(&mut self) -> Result<bool> {
        self.transaction.is_discreet(&self.scope).await
    }

    /// How many members there are, if the caller may see them.
    pub(in crate::permitted) async fn seen_total(&mut self) -> Result<Option<u64>> {
        if !self.sight().await?.everybody {
            return Ok(None);
        }
        let totals = self.transaction.member_totals(&self.scope, self.now).await?;
        Ok(Some(totals.people + totals.groups))
    }
}

impl Permitted<UpdateProject> {
    /// Says whether plain members see each other.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn set_discreet(mut self, discreet: bool) -> Result<()> {
        let node = self.scope.clone();
        let before = self.transaction.is_discreet(&node).await?;
        if before == discreet {
            return Ok(());
        }
        let told = |discreet: bool| json!({ "members_see_each_other": !discreet });
        let story = Story::about(&node).before(&told(before)).after(&told(discreet));
        self.commit(Work::default().discreet(&node, discreet), &node, story).await
    }
}
