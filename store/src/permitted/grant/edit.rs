//! Making grants, changing and removing them, and taking that back.

use super::{GrantAction, elsewhere, whom::MAX_ATOMS};
use crate::{
    Micros,
    error::{Result, StoreError},
    permitted::{AccessOutlook, Permitted, Story, member::counted, text},
    port::{AuditRecord, Outcome},
    work::Work,
};
use authz::{
    Atom, Change, Grant, GrantId, NodeId, Remark, RoleId, Source,
    action::{
        Action, AddGrant, PreviewGrant, PreviewGrantRemoval, PreviewNewGrant, RemoveGrant, RestoreGrant, UpdateGrant,
    },
    remark,
};

/// What a grant is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantEdit {
    /// All of these must hold.
    pub who: Vec<Atom>,
    /// The role.
    pub role: RoleId,
    /// Until when; `None` for good.
    pub expires_at: Option<Micros>,
}

/// A grant as it was and as it is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantTurn {
    /// What it is now; `None` for a new one.
    pub before: Option<Grant>,
    /// What it would be.
    pub after: Grant,
    /// How many people it would be for; `None` for everybody, or where counting would take long.
    pub people: Option<usize>,
    /// Some of them.
    pub some: Vec<NodeId>,
    /// What that would do.
    pub outlook: AccessOutlook,
}

fn refuse<T>(field: &'static str, remedy: impl Into<Remark>) -> Result<T> {
    Err(StoreError::invalid(field, remedy))
}

impl<A: GrantAction> Permitted<A> {
    /// Refuses what cannot be a grant here.
    fn check(&self, edit: &GrantEdit, had: Option<&Grant>) -> Result<()> {
        if edit.who.is_empty() || edit.who.len() > MAX_ATOMS {
            return refuse("who", remark!("say whom it is for, in 1 to {n} conditions", n = MAX_ATOMS));
        }
        if !self.grantable().iter().any(|role| role.id == edit.role) && had.is_none_or(|had| had.role != edit.role) {
            return refuse("role", remark!("choose one of the roles that can be given here"));
        }
        let moved = had.is_none_or(|had| had.expires_at != edit.expires_at);
        if moved && edit.expires_at.is_some_and(|at| at <= self.now) {
            return refuse("date", remark!("choose an end in the future"));
        }
        let same =
            |grant: &Grant| grant.who.len() == edit.who.len() && edit.who.iter().all(|atom| grant.who.contains(atom));
        let mut others = Vec::new();
        self.index(|index| others.extend(index.grants_on_of(&self.scope, &edit.role).filter(same)));
        if others.iter().any(|other| had.is_none_or(|had| had.id != other.id)) {
            return refuse("who", remark!("exactly this is granted here already: change that grant instead"));
        }
        Ok(())
    }

    /// The grant as it would be made.
    fn fresh(&self, edit: GrantEdit) -> Result<Grant> {
        self.check(&edit, None)?;
        let id = GrantId::parse(&self.gate.new_id("grt")).map_err(StoreError::database)?;
        let GrantEdit { who, role, expires_at } = edit;
        Ok(Grant { id, who, role, on: self.scope.clone(), expires_at, source: Source::Direct })
    }

    /// The grant as it is, and as it would be. It keeps its id, and where it came from.
    fn turned_into(&self, id: &str, edit: GrantEdit) -> Result<(Grant, Grant)> {
        let had = self.own_here(id)?;
        self.check(&edit, Some(&had))?;
        let GrantEdit { who, role, expires_at } = edit;
        Ok((had.clone(), Grant { who, role, expires_at, ..had }))
    }

    /// How many people a grant is for, and some of them whom the caller may see.
    fn meant_by(&self, grant: &Grant) -> (Option<usize>, Vec<NodeId>) {
        self.index(|index| {
            let (people, mut some) = counted(index, grant, self.now);
            some.retain(|id| self.sees(index, id));
            (people, some)
        })
    }

    /// A grant that is changed here, and not where it comes from.
    fn own_here(&self, id: &str) -> Result<Grant> {
        let grant = self.found(id)?;
        match elsewhere(&grant) {
            Some(account) => refuse(
                "grant",
                remark!(
                    "this comes from the consultancy that `{account}` named: change it in that account's settings",
                    account
                ),
            ),
            None => Ok(grant),
        }
    }
}

/// Whom an audit line is about: who is named alone, else the grant itself.
fn about(grant: &Grant) -> Story {
    match grant.who.as_slice() {
        [Atom::User(id) | Atom::Group(id) | Atom::Account(id)] => Story::about(id),
        _ => Story::about(&grant.id),
    }
}

impl Permitted<PreviewNewGrant> {
    /// What making the grant would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::add`].
    pub async fn outlook(&mut self, edit: GrantEdit) -> Result<GrantTurn> {
        let after = self.fresh(edit)?;
        let outlook = self.outlook_of(&[Change::PutGrant(after.clone())]).await?;
        let (people, some) = self.meant_by(&after);
        Ok(GrantTurn { before: None, after, people, some, outlook })
    }
}

impl Permitted<PreviewGrant> {
    /// What changing the grant would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::update`].
    pub async fn outlook(&mut self, id: &str, edit: GrantEdit) -> Result<GrantTurn> {
        let (before, after) = self.turned_into(id, edit)?;
        let changes = if before == after { Vec::new() } else { vec![Change::PutGrant(after.clone())] };
        let outlook = self.outlook_of(&changes).await?;
        let (people, some) = self.meant_by(&after);
        Ok(GrantTurn { before: Some(before), after, people, some, outlook })
    }
}

impl Permitted<PreviewGrantRemoval> {
    /// What removing the grant would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::remove`].
    pub async fn outlook(&mut self, id: &str) -> Result<AccessOutlook> {
        let grant = self.own_here(id)?;
        self.outlook_of(&[Change::RemoveGrant(grant.id)]).await
    }
}

impl Permitted<AddGrant> {
    /// Makes a grant on the node. Answers its id, and the audit line by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken, and what is granted already; [`StoreError::Refused`]
    /// if a guard says no.
    pub async fn add(self, edit: GrantEdit, reason: &str) -> Result<(GrantId, String)> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let grant = self.fresh(edit)?;
        let story = about(&grant).after(&grant).because(&reason);
        let id = grant.id.clone();
        let line = self.commit_line(Work::from(vec![Change::PutGrant(grant)]), &node, story).await?;
        Ok((id, line))
    }
}

impl Permitted<UpdateGrant> {
    /// Changes whom a grant is for, its role or its end; it keeps its id. Answers the audit line by which it can be taken
    /// back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for one that is not there, comes from elsewhere, or is so already, and for a field that
    /// cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn update(self, id: &str, edit: GrantEdit, reason: &str) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let (before, after) = self.turned_into(id, edit)?;
        if before == after {
            return refuse("grant", remark!("it is so already: there is nothing to save"));
        }
        let story = about(&after).before(&before).after(&after).because(&reason);
        self.commit_line(Work::from(vec![Change::PutGrant(after)]), &node, story).await
    }
}

impl Permitted<RemoveGrant> {
    /// Removes a grant. Answers the audit line by which it can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for one that is not there, or comes from elsewhere; [`StoreError::Refused`] if a guard says
    /// no.
    pub async fn remove(self, id: &str, reason: &str) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let grant = self.own_here(id)?;
        let story = about(&grant).before(&grant).because(&reason);
        self.commit_line(Work::from(vec![Change::RemoveGrant(grant.id)]), &node, story).await
    }
}

impl Permitted<RestoreGrant> {
    /// Takes back what the caller did to a grant of the node, as long as nobody changed it since.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the line is about no such deed of theirs, or the grant was changed since then;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn undo(mut self, line: &str) -> Result<()> {
        let node = self.scope.clone();
        let line = self.transaction.find_audit(line).await?;
        // SECURITY: the line stands in an address that anybody can write; it undoes what its reader did here, nothing else.
        let own = |line: &AuditRecord| {
            line.node == node.as_str()
                && line.actor == self.caller.name()
                && line.outcome == Outcome::Done
                && [AddGrant::ID, UpdateGrant::ID, RemoveGrant::ID].contains(&line.action.as_str())
        };
        let line =
            line.filter(own).ok_or_else(|| StoreError::invalid("line", remark!("there is nothing to take back")))?;
        let (back, made) = (kept(line.before.as_deref(), &node), kept(line.after.as_deref(), &node));
        let Some(id) = back.as_ref().or(made.as_ref()).map(|grant| grant.id.clone()) else {
            return refuse("line", remark!("there is nothing to take back"));
        };
        if self.index(|index| index.grant(id.as_str())) != made {
            return refuse("line", remark!("it was changed again since: there is nothing to take back"));
        }
        let change = back.clone().map_or_else(|| Change::RemoveGrant(id), Change::PutGrant);
        let mut story = back.as_ref().or(made.as_ref()).map(about).unwrap_or_default();
        story = made.iter().fold(story, Story::before);
        story = back.iter().fold(story, Story::after);
        self.commit(Work::from(vec![change]), &node, story).await
    }
}

/// The grant on the node that an audit line keeps.
fn kept(json: Option<&str>, node: &NodeId) -> Option<Grant> {
    json.and_then(|json| serde_json::from_str::<Grant>(json).ok()).filter(|grant| grant.on == *node)
}
