//! Changes of many members: what they would do, ordering them, and what became of each.

mod outlook;
mod plan;
mod run;

pub use outlook::{Outlook, Skip};
pub(crate) use plan::Holding;
pub(crate) use run::carry_on;

use super::{Permitted, Story, text};
use crate::{
    Caller, Micros,
    error::{Denied, Result, StoreError},
    port::{ItemCounts, ItemRecord, ItemState, JobRecord, MemberFilter, Order},
    work::{NewJob, Work},
};
use authz::{
    Grant, NodeId,
    action::{ListMembers, OrderRemovals, OrderUpdates, Write},
    remark,
};
use serde_json::json;

/// Most members of one job.
pub const MAX_JOB: u32 = 100_000;
/// So many members are changed before the answer; more go on by themselves.
const AT_ONCE: usize = 20;

/// Whom a change of many is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// These.
    These(Vec<NodeId>),
    /// All that fit.
    Matching(Box<MemberFilter>),
}

/// A job, how far it is, and what takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What was ordered.
    pub record: JobRecord,
    /// How far it is.
    pub counts: ItemCounts,
    /// The job that takes it back.
    pub undone_by: Option<String>,
    /// May the caller take it back?
    pub may_undo: bool,
}

/// What became of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobItem {
    /// The record.
    pub record: ItemRecord,
    /// What people call the member.
    pub name: String,
    /// Roles before, with their ends.
    pub before: Vec<(String, Option<Micros>)>,
    /// Roles after.
    pub after: Vec<(String, Option<Micros>)>,
}

impl<A: Write<Scope = NodeId>> Permitted<A> {
    /// A job for what is changed here and now, so that it can be taken back.
    pub(super) fn single(&self, items: Vec<(NodeId, Vec<Grant>, Vec<Grant>)>, reason: &str) -> NewJob {
        let record = |(position, (subject, before, after)): (usize, (NodeId, Vec<Grant>, Vec<Grant>))| ItemRecord {
            position: u32::try_from(position).unwrap_or(u32::MAX),
            subject,
            state: ItemState::Done,
            note: String::new(),
            before: plan::written(&before),
            after: plan::written(&after),
        };
        let items: Vec<ItemRecord> = items.into_iter().enumerate().map(record).collect();
        NewJob { job: self.record_of(Order::Single, items.len(), reason, false, None), items }
    }

    fn record_of(&self, order: Order, total: usize, reason: &str, running: bool, undoes: Option<String>) -> JobRecord {
        let mfa = match &self.caller {
            Caller::Person(person) => person.mfa,
            Caller::Ordered(ordered) => ordered.mfa,
            Caller::Anonymous(_) | Caller::Host(_) => false,
        };
        JobRecord {
            id: self.gate.new_id("job"),
            node: self.scope.clone(),
            author: self.caller.name().to_owned(),
            mfa,
            order,
            reason: reason.to_owned(),
            running,
            at: self.now,
            ended_at: (!running).then_some(self.now),
            total: u64::try_from(total).unwrap_or(u64::MAX),
            undoes,
        }
    }

    async fn place(self, new: NewJob) -> Result<String> {
        let (node, id, few) = (self.scope.clone(), new.job.id.clone(), new.items.len() <= AT_ONCE);
        let after = json!({ "job": id, "order": new.job.order, "members": new.job.total });
        let (reason, gate) = (new.job.reason.clone(), self.gate.clone());
        self.commit(Work::default().job(new), &node, Story::default().after(&after).because(&reason)).await?;
        while few && carry_on(&gate, &id).await? {}
        Ok(id)
    }

    async fn order_change(mut self, order: Order, picked: &Picked, reason: &str) -> Result<String> {
        let reason = text("reason", reason)?;
        let subjects = self.picked(picked).await?;
        if subjects.is_empty() {
            return Err(StoreError::invalid("pick", remark!("choose at least one member")));
        }
        let items = subjects.into_iter().enumerate().map(|(position, subject)| waiting(position, subject, None));
        let items: Vec<ItemRecord> = items.collect();
        let job = self.record_of(order, items.len(), &reason, true, None);
        self.place(NewJob { job, items }).await
    }
}

fn waiting(position: usize, subject: NodeId, before: Option<String>) -> ItemRecord {
    let position = u32::try_from(position).unwrap_or(u32::MAX);
    ItemRecord { position, subject, state: ItemState::Waiting, note: String::new(), before, after: None }
}

impl<A: authz::action::Action<Scope = NodeId>> Permitted<A> {
    /// The members meant, as far as the caller may see them.
    async fn picked(&mut self, picked: &Picked) -> Result<Vec<NodeId>> {
        match picked {
            Picked::These(subjects) => {
                let mut subjects = subjects.clone();
                subjects.sort();
                subjects.dedup();
                subjects.truncate(usize::try_from(MAX_JOB).unwrap_or(usize::MAX));
                subjects.retain(|subject| !self.own_grants(subject).is_empty());
                Ok(subjects)
            }
            Picked::Matching(filter) => {
                let (filter, _) = self.seen(filter).await?;
                self.transaction.member_ids(&self.scope, &filter, MAX_JOB).await
            }
        }
    }
}

impl Permitted<OrderUpdates> {
    /// Orders a change of many members, which goes on by itself. Answers the job.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for nobody, or a removal.
    pub async fn order(self, order: Order, picked: &Picked, reason: &str) -> Result<String> {
        if matches!(order, Order::Remove | Order::Single | Order::Restore) {
            return Err(StoreError::invalid("order", remark!("choose one of the changes offered")));
        }
        self.order_change(order, picked, reason).await
    }

    /// Orders that everything is as it was before a job. Answers the new one.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for a job elsewhere; [`StoreError::Invalid`] for one that goes on, changed nothing, or was
    /// taken back already.
    pub async fn undo(mut self, id: &str, reason: &str) -> Result<String> {
        let job = self.transaction.find_job(id).await?.filter(|job| job.node == self.scope).ok_or(Denied::NotFound)?;
        if job.running || self.transaction.find_undo(id).await?.is_some() {
            return Err(StoreError::invalid("job", remark!("this goes on still, or was taken back already")));
        }
        let done = self.transaction.list_items(id, Some(ItemState::Done), None, MAX_JOB).await?;
        if done.is_empty() {
            return Err(StoreError::invalid("job", remark!("this changed nothing, so there is nothing to take back")));
        }
        let back = |(position, item): (usize, ItemRecord)| ItemRecord {
            after: item.after,
            ..waiting(position, item.subject, item.before)
        };
        let items: Vec<ItemRecord> = done.into_iter().enumerate().map(back).collect();
        let job = self.record_of(Order::Restore, items.len(), &text("reason", reason)?, true, Some(id.to_owned()));
        self.place(NewJob { job, items }).await
    }
}

impl Permitted<OrderRemovals> {
    /// Orders the removal of many members, which goes on by itself. Answers the job.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for nobody.
    pub async fn order(self, picked: &Picked, reason: &str) -> Result<String> {
        self.order_change(Order::Remove, picked, reason).await
    }
}

impl Permitted<ListMembers> {
    /// A job on the members of the node. Only who manages them, or ordered it, sees it.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for any other.
    pub async fn job(&mut self, id: &str) -> Result<Job> {
        let record = self.transaction.find_job(id).await?.filter(|job| job.node == self.scope);
        let manages = self.may("member:update", &self.scope) || self.may("member:remove", &self.scope);
        let record = record.filter(|job| manages || job.author == self.caller.name()).ok_or(Denied::NotFound)?;
        let counts = self.transaction.count_items(id).await?;
        let undone_by = self.transaction.find_undo(id).await?;
        let may_undo = !record.running && counts.done > 0 && undone_by.is_none();
        let may_undo = may_undo && self.may("member:update", &self.scope);
        Ok(Job { record, counts, undone_by, may_undo })
    }

    /// What became of the members of a job that [`Self::job`] gave.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn job_items(
        &mut self,
        job: &Job,
        state: Option<ItemState>,
        after: Option<u32>,
        limit: u32,
    ) -> Result<Vec<JobItem>> {
        let items = self.transaction.list_items(&job.record.id, state, after, limit).await?;
        let subjects: Vec<NodeId> = items.iter().map(|item| item.subject.clone()).collect();
        let names = self.transaction.names(&subjects).await?;
        Ok(self.index(|index| {
            let as_order = |text: &Option<String>| plan::named(index, text.as_deref());
            let item = |record: ItemRecord| {
                let name = names.iter().find(|(id, _)| *id == record.subject).map(|(_, name)| name.clone());
                let name = name.unwrap_or_else(|| record.subject.name().to_owned());
                JobItem { name, before: as_order(&record.before), after: as_order(&record.after), record }
            };
            items.into_iter().map(item).collect()
        }))
    }

    /// The newest jobs on many members, where the caller manages them.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn jobs(&mut self) -> Result<Vec<JobRecord>> {
        if !self.may("member:update", &self.scope) {
            return Ok(Vec::new());
        }
        self.transaction.list_jobs(&self.scope).await
    }
}
