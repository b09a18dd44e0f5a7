//! Taking back what was changed about a resource.

use super::{can, edit::told, own};
use crate::{
    error::{Denied, Result, StoreError},
    permitted::{Permitted, Story},
    port::{AuditRecord, Outcome},
    work::Work,
};
use authz::{
    Change, Node,
    action::{Action, LinkNode, RestoreNode, UpdateNode},
    remark,
};
use serde::Deserialize;

/// What an audit line keeps of a resource.
#[derive(Deserialize)]
struct Kept {
    name: String,
    description: String,
    node: Node,
}

impl Kept {
    fn read(text: Option<&str>) -> Option<Self> {
        serde_json::from_str(text?).ok()
    }
}

impl Permitted<RestoreNode> {
    /// Takes back what the caller changed about the resource, as long as nobody changed it since.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the line is about no such change of theirs, or it was changed since then;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn undo(mut self, line: &str) -> Result<()> {
        let id = own(&self.scope);
        let line = self.transaction.find_audit(line).await?;
        // SECURITY: the line stands in an address that anybody can write; it undoes what its reader did here, nothing else.
        let own = |line: &AuditRecord| {
            line.node == id.as_str()
                && line.actor == self.caller.name()
                && line.outcome == Outcome::Done
                && [UpdateNode::ID, LinkNode::ID].contains(&line.action.as_str())
        };
        let line =
            line.filter(own).ok_or_else(|| StoreError::invalid("line", remark!("there is nothing to take back")))?;
        let kept = Kept::read(line.before.as_deref()).zip(Kept::read(line.after.as_deref()));
        let (back, made) = kept.ok_or_else(|| StoreError::invalid("line", remark!("there is nothing to take back")))?;
        let now = self.index(|index| index.node(&id).cloned()).ok_or(Denied::NotFound)?;
        let profile = self.transaction.find_profile(&id).await?;
        if now != made.node || told(profile.as_ref(), &now) != told_again(&made) {
            return Err(StoreError::invalid(
                "line",
                remark!("it was changed again since: there is nothing to take back"),
            ));
        }
        let added = back.node.parents.iter().filter(|parent| !now.parents.contains(parent));
        let may = self.index(|index| {
            let mut added = added.clone();
            added.all(|parent| can(index, &self.caller, id.kind(), "update", parent, self.now))
        });
        if !may {
            return Err(Denied::NotFound.into());
        }
        let story = Story::about(&id).before(&told_again(&made)).after(&told_again(&back));
        let mut work = Work::from(vec![Change::PutNode(back.node)]);
        work.profiles.extend(self.profile(&id, profile, &back.name, &back.description)?);
        self.commit(work, &id, story).await
    }
}

fn told_again(kept: &Kept) -> serde_json::Value {
    serde_json::json!({ "name": kept.name, "description": kept.description, "node": kept.node })
}
