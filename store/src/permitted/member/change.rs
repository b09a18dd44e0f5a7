//! Changing and removing one member.

use super::{atom, own_grants, told};
use crate::{
    Micros,
    error::{Result, StoreError},
    permitted::{Permitted, Story, job::Holding, text},
    work::Work,
};
use authz::{
    Change, Grant, Index, NodeId, RoleId,
    action::{RemoveMember, UpdateMember, Write},
    remark,
};

/// What a member's own grants on the node are to be.
#[derive(Clone, Debug)]
pub struct MemberEdit {
    /// The user or group.
    pub subject: NodeId,
    /// The roles wanted; those held already keep their expiry unless a new one is set.
    pub roles: Vec<RoleId>,
    /// `Some` sets the expiry of all of them; `Some(None)` lifts it.
    pub expires_at: Option<Option<Micros>>,
    /// Why, for the audit log.
    pub reason: String,
}

/// Own grants of a subject that are to be these: what changes, and what there is then. `make` makes a new grant.
pub(in crate::permitted) fn turned(
    had: &[Grant],
    wanted: &[Holding],
    mut make: impl FnMut(&Holding) -> Result<Grant>,
) -> Result<(Vec<Change>, Vec<Grant>)> {
    let (mut changes, mut after) = (Vec::new(), Vec::new());
    let mut left: Vec<&Holding> = wanted.iter().collect();
    for grant in had {
        let Some(place) = left.iter().position(|holding| holding.role == grant.role) else {
            changes.push(Change::RemoveGrant(grant.id.clone()));
            continue;
        };
        let kept = Grant { expires_at: left.remove(place).expires_at, ..grant.clone() };
        if kept != *grant {
            changes.push(Change::PutGrant(kept.clone()));
        }
        after.push(kept);
    }
    for holding in left {
        let grant = make(holding)?;
        changes.push(Change::PutGrant(grant.clone()));
        after.push(grant);
    }
    Ok((changes, after))
}

/// What a subject holds on a node by grants made there for it alone.
pub(in crate::permitted) fn held(index: &Index, node: &NodeId, subject: &NodeId) -> Vec<Grant> {
    let mut grants: Vec<Grant> = own_grants(index, node, subject).collect();
    grants.sort_by(|one, other| one.id.cmp(&other.id));
    grants
}

impl<A: Write<Scope = NodeId>> Permitted<A> {
    /// The changes that make a subject hold exactly this, and what it holds then.
    pub(in crate::permitted) fn turn(
        &self,
        subject: &NodeId,
        had: &[Grant],
        wanted: &[Holding],
    ) -> Result<(Vec<Change>, Vec<Grant>)> {
        turned(had, wanted, |holding| {
            self.check_role(&holding.role)?;
            self.check_expiry(holding.expires_at)?;
            self.grant(atom(subject)?, holding.role.clone(), &self.scope, holding.expires_at)
        })
    }
}

impl Permitted<UpdateMember> {
    /// Makes the member's own grants on the node what is wanted. Answers the job that can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for who is no member, no role, one that is not there, or an end in the past;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn update(self, edit: MemberEdit) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", &edit.reason)?);
        let had = self.own_grants(&edit.subject);
        if had.is_empty() {
            return Err(StoreError::invalid(
                "subject",
                remark!("`{subject}` is no member here", subject = edit.subject),
            ));
        }
        if edit.roles.is_empty() {
            return Err(StoreError::invalid("roles", remark!("choose at least one role, or remove the member")));
        }
        self.check_expiry(edit.expires_at.flatten())?;
        let wanted: Vec<Holding> = edit
            .roles
            .iter()
            .map(|role| {
                let kept = had.iter().find(|grant| grant.role == *role).and_then(|grant| grant.expires_at);
                Holding { role: role.clone(), expires_at: edit.expires_at.unwrap_or(kept) }
            })
            .collect();
        let (changes, after) = self.turn(&edit.subject, &had, &wanted)?;
        let story = Story::about(&edit.subject).before(&told(&had)).after(&told(&after)).because(&reason);
        let job = self.single(vec![(edit.subject, had, after)], &reason);
        let id = job.job.id.clone();
        self.commit(Work::from(changes).job(job), &node, story).await?;
        Ok(id)
    }
}

impl Permitted<RemoveMember> {
    /// Removes all grants made on the node for this subject alone. Answers the job that can be taken back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for who is no member; [`StoreError::Refused`] if a guard says no.
    pub async fn remove(self, subject: &NodeId, reason: &str) -> Result<String> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let had = self.own_grants(subject);
        if had.is_empty() {
            return Err(StoreError::invalid("subject", remark!("`{subject}` is no member here", subject)));
        }
        let changes = had.iter().map(|grant| Change::RemoveGrant(grant.id.clone())).collect::<Vec<_>>();
        let story = Story::about(subject).before(&told(&had)).because(&reason);
        let job = self.single(vec![(subject.clone(), had, Vec::new())], &reason);
        let id = job.job.id.clone();
        self.commit(Work::from(changes).job(job), &node, story).await?;
        Ok(id)
    }
}
