//! Carrying out a job, one member after another: each is decided, judged and audited like a change of its own.

use super::plan;
use crate::{
    Caller, Gate, Origin,
    caller::Ordered,
    error::{Result, StoreError},
    permitted::{Permitted, Story, member},
    port::{ItemRecord, ItemState, JobRecord},
    work::Work,
};
use authz::{
    NodeId,
    action::{AddMember, RemoveMember, UpdateMember, Write},
};

/// Changes the next member of a job; `false` if there is none any more, and the job is over.
pub(crate) async fn carry_on(gate: &Gate, id: &str) -> Result<bool> {
    let mut transaction = gate.read().await?;
    let Some(job) = transaction.find_job(id).await?.filter(|job| job.running) else { return Ok(false) };
    let Some(item) = transaction.next_item(id).await? else {
        drop(transaction);
        let mut transaction = gate.write().await?;
        transaction.end_job(id, gate.now()).await?;
        transaction.commit().await?;
        return Ok(false);
    };
    drop(transaction);
    let had = gate.index(|index| member::held(index, &job.node, &item.subject));
    let kept = (item.before.as_deref(), item.after.as_deref());
    let done = match plan::wanted(&job.order, &had, kept, gate.now()) {
        Err(why) => Err((ItemState::Skipped, why.to_string())),
        Ok(wanted) => {
            let Some(caller) = author(&job) else { return Err(StoreError::database("a job of nobody")) };
            let tried = match (had.is_empty(), wanted.is_empty()) {
                (true, _) => change::<AddMember>(gate, &caller, &job, &item).await,
                (false, true) => change::<RemoveMember>(gate, &caller, &job, &item).await,
                (false, false) => change::<UpdateMember>(gate, &caller, &job, &item).await,
            };
            match tried {
                Err(error @ StoreError::Database(_)) => return Err(error),
                Err(error) => Err((ItemState::Refused, error.to_string())),
                Ok(()) => Ok(()),
            }
        }
    };
    if let Err((state, note)) = done {
        settle(gate, &job.id, ItemRecord { state, note, ..item }).await?;
    }
    Ok(true)
}

/// Writes what became of a member that was not changed.
async fn settle(gate: &Gate, job: &str, item: ItemRecord) -> Result<()> {
    let mut transaction = gate.write().await?;
    if transaction.is_waiting(job, item.position).await? {
        transaction.put_item(job, &item).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Who ordered a job, as they act while it goes on.
fn author(job: &JobRecord) -> Option<Caller> {
    let origin = Origin { request: job.id.clone(), ..Origin::default() };
    let user = NodeId::parse(&job.author).ok()?;
    Some(Caller::Ordered(Ordered { user, mfa: job.mfa, origin }))
}

/// Decides, judges, writes and audits the change of one member.
async fn change<A: Write<Scope = NodeId>>(
    gate: &Gate,
    caller: &Caller,
    job: &JobRecord,
    item: &ItemRecord,
) -> Result<()> {
    let proof: Permitted<A> = gate.permit::<A>(caller, job.node.clone()).await?;
    proof.change_one(job, item).await
}

impl<A: Write<Scope = NodeId>> Permitted<A> {
    async fn change_one(mut self, job: &JobRecord, item: &ItemRecord) -> Result<()> {
        if !self.transaction.is_waiting(&job.id, item.position).await? {
            return Ok(());
        }
        let (node, subject) = (self.scope.clone(), item.subject.clone());
        let had = self.index(|index| member::held(index, &node, &subject));
        let kept = (item.before.as_deref(), item.after.as_deref());
        let wanted = plan::wanted(&job.order, &had, kept, self.now);
        let wanted = wanted.map_err(|why| StoreError::invalid("member", why))?;
        let (changes, after) = self.turn(&subject, &had, &wanted)?;
        let (before, is) = (plan::written(&had), plan::written(&after));
        let record = ItemRecord { state: ItemState::Done, before, after: is, ..item.clone() };
        let story = Story::about(&subject).before(&member::told(&had)).after(&member::told(&after));
        let work = Work::from(changes).item(&job.id, record);
        self.commit(work, &node, story.because(&job.reason)).await
    }
}
