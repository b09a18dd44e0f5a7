//! What one commit writes beside its audit line.

use crate::{
    error::{Result, StoreError},
    port::{AuditRecord, ItemRecord, JobRecord, NewLogin, ProfileRecord, Transaction},
};
use authz::{Change, NodeId, remark};

/// What one commit writes beside its audit line: facts, and what people call the nodes among them.
#[derive(Default)]
pub(crate) struct Work {
    pub(crate) changes: Vec<Change>,
    pub(crate) profiles: Vec<ProfileRecord>,
    pub(crate) logins: Vec<NewLogin>,
    pub(crate) job: Option<JobWork>,
    pub(crate) discreet: Option<(NodeId, bool)>,
    pub(crate) seats: Option<(NodeId, Option<u32>)>,
}

/// What one commit writes about jobs.
pub(crate) enum JobWork {
    /// A new one.
    New(NewJob),
    /// What became of one of its members.
    Item(String, ItemRecord),
}

/// A new job with its members.
pub(crate) struct NewJob {
    pub(crate) job: JobRecord,
    pub(crate) items: Vec<ItemRecord>,
}

impl From<Vec<Change>> for Work {
    fn from(changes: Vec<Change>) -> Self {
        Self { changes, ..Self::default() }
    }
}

impl Work {
    pub(crate) fn job(mut self, job: NewJob) -> Self {
        self.job = Some(JobWork::New(job));
        self
    }

    pub(crate) fn discreet(mut self, node: &NodeId, discreet: bool) -> Self {
        self.discreet = Some((node.clone(), discreet));
        self
    }

    pub(crate) fn seats(mut self, account: &NodeId, seats: Option<u32>) -> Self {
        self.seats = Some((account.clone(), seats));
        self
    }

    pub(crate) fn item(mut self, job: &str, item: ItemRecord) -> Self {
        self.job = Some(JobWork::Item(job.to_owned(), item));
        self
    }

    pub(crate) fn profile(mut self, profile: ProfileRecord) -> Self {
        self.profiles.push(profile);
        self
    }

    pub(crate) fn login(mut self, login: NewLogin) -> Self {
        self.logins.push(login);
        self
    }
}

impl Work {
    /// Writes it. Answers the revision that the facts reached, if there are any.
    pub(crate) async fn write(&self, transaction: &mut dyn Transaction, line: &AuditRecord) -> Result<Option<u64>> {
        let mut reached = None;
        if !self.changes.is_empty() {
            reached = Some(transaction.apply(&self.changes, &line.actor, line.at).await?);
        }
        for profile in &self.profiles {
            transaction.put_profile(profile).await?;
        }
        for login in &self.logins {
            if !transaction.add_login(login, line.at).await? {
                return Err(StoreError::invalid("username", remark!("this user name or e-mail address is taken")));
            }
        }
        match &self.job {
            Some(JobWork::New(new)) => transaction.add_job(&new.job, &new.items).await?,
            Some(JobWork::Item(job, item)) => transaction.put_item(job, item).await?,
            None => {}
        }
        if let Some((node, discreet)) = &self.discreet {
            transaction.put_discreet(node, *discreet).await?;
        }
        if let Some((account, seats)) = &self.seats {
            transaction.put_seats(account, *seats).await?;
        }
        Ok(reached)
    }
}
