//! Moving a user to another account, after a look at what that takes and gives.

use crate::{
    error::{Denied, Result, StoreError},
    gate::is_readable,
    permitted::{AccessOutlook, Permitted, Place, Story, text},
    work::Work,
};
use authz::{
    Change, Index, NodeId, Remark, User,
    action::{ListUsers, MoveUser, Moved, PreviewMove},
};
use serde_json::json;
use std::collections::BTreeMap;

/// Most accounts offered.
const MAX_PLACES: usize = 200;

/// What moves a user: they belong to the account, and their node is below it; `None` where they belong there already.
fn moved(index: &Index, scope: &Moved) -> Result<Option<Vec<Change>>> {
    let user = index.user(&scope.user).cloned().ok_or(Denied::NotFound)?;
    let fits = scope.to.is_system() || scope.to.kind() == "account";
    let mut node = index.node(&scope.user).filter(|_| fits).cloned().ok_or(Denied::NotFound)?;
    let account = (!scope.to.is_system()).then(|| scope.to.clone());
    if user.account == account {
        return Ok(None);
    }
    node.parents.retain(|parent| !(parent.is_system() || parent.kind() == "account"));
    node.parents.insert(0, scope.to.clone());
    Ok(Some(vec![Change::PutUser(User { account, ..user }), Change::PutNode(node)]))
}

impl Permitted<ListUsers> {
    /// Where the caller may move one of the people they may see: `system`, and accounts, but for where they are.
    ///
    /// # Errors
    /// [`Denied::NotFound`] also where there is somebody the caller may not see.
    pub async fn targets(&mut self, user: &NodeId) -> Result<Vec<Place>> {
        self.get(user).await?;
        let system = NodeId::system();
        let ids: Vec<NodeId> = self.index(|index| {
            let at = index.user(user).and_then(|user| user.account.clone()).unwrap_or_else(NodeId::system);
            let all = std::iter::once(&system).chain(index.nodes_of_type("account"));
            let may = |id: &&NodeId| self.may_in(index, "user:update", id);
            let fits = all.filter(|id| **id != at && is_readable(index, &self.caller, id, self.now)).filter(may);
            fits.take(MAX_PLACES).cloned().collect()
        });
        let names: BTreeMap<NodeId, String> = self.transaction.names(&ids).await?.into_iter().collect();
        let place = |id: NodeId| Place { name: names.get(&id).cloned().unwrap_or_default(), id };
        Ok(ids.into_iter().map(place).collect())
    }
}

impl Permitted<PreviewMove> {
    /// What moving the user would take and give, and what says that the account is full.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for who is no user, and what is no account.
    pub async fn outlook(&mut self) -> Result<(AccessOutlook, Option<Remark>)> {
        let full = match self.has_seat(&self.scope.to.clone(), "to").await {
            Err(StoreError::Invalid { remedy, .. }) => Some(remedy),
            other => other.map(|()| None)?,
        };
        let changes = self.index(|index| moved(index, &self.scope))?.unwrap_or_default();
        Ok((self.outlook_of(&changes).await?, full))
    }
}

impl Permitted<MoveUser> {
    /// Moves the user to the account, or to none.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for who is no user, and what is no account; [`StoreError::Invalid`] where all seats are
    /// taken; [`StoreError::Refused`] if a guard says no.
    pub async fn relocate(mut self, reason: &str) -> Result<()> {
        let (scope, reason) = (self.scope.clone(), text("reason", reason)?);
        let Some(changes) = self.index(|index| moved(index, &scope))? else { return Ok(()) };
        self.has_seat(&scope.to, "to").await?;
        let before = self.index(|index| index.user(&scope.user).and_then(|user| user.account.clone()));
        let after = (!scope.to.is_system()).then_some(&scope.to);
        let story = Story::about(&scope.user).before(&json!({ "account": before })).after(&json!({ "account": after }));
        self.commit(Work::from(changes), &scope.user, story.because(&reason)).await
    }
}
