//! What background tasks may do.

use crate::{
    DecisionPolicy, Gate, Micros, SECOND,
    error::Result,
    permitted::{COMPLETE_SINCE, carry_on},
};

/// What [`COMPLETE_SINCE`] says where only some decisions are kept.
const PARTIAL: &str = "partial";

/// The door of background tasks.
pub struct System(Gate);

impl System {
    pub(crate) fn new(gate: Gate) -> Self {
        Self(gate)
    }

    /// Writes who was active where, as far as it was noted and is not written yet.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`].
    pub async fn write_activity(&self) -> Result<usize> {
        let noted = self.0.presence().take(self.0.now());
        if noted.is_empty() {
            return Ok(0);
        }
        let mut transaction = self.0.write().await?;
        transaction.put_activity(&noted).await?;
        transaction.commit().await?;
        Ok(noted.len())
    }

    /// Begins to keep decisions: from here on the log is complete, if all are kept and it was not so before.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`].
    pub async fn keep_decisions(&self, policy: DecisionPolicy) -> Result<()> {
        self.0.decisions().keep(policy.one_in);
        let mut transaction = self.0.write().await?;
        let known = transaction.find_setting(COMPLETE_SINCE).await?.filter(|since| since != PARTIAL);
        match (self.0.decisions().is_full(), known) {
            (true, Some(_)) => return Ok(()),
            (true, None) => transaction.put_setting(COMPLETE_SINCE, &self.0.now().to_string()).await?,
            (false, _) => transaction.put_setting(COMPLETE_SINCE, PARTIAL).await?,
        }
        transaction.commit().await
    }

    /// Writes the decisions that were noted and are not written yet; answers how many were dropped because too many
    /// waited. From then on the log is complete again, not before.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`]; nothing is lost then, as far as there is room.
    pub async fn write_decisions(&self) -> Result<u64> {
        let taken = self.0.decisions().take();
        let dropped = taken.dropped;
        if taken.records.is_empty() && dropped == 0 {
            return Ok(0);
        }
        let mut transaction = self.0.write().await?;
        transaction.add_decisions(&taken.records).await?;
        if dropped > 0 && self.0.decisions().is_full() {
            transaction.put_setting(COMPLETE_SINCE, &self.0.now().to_string()).await?;
        }
        transaction.commit().await?;
        taken.done();
        Ok(dropped)
    }

    /// Drops decisions that are too old or too many; answers how many.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`].
    pub async fn drop_decisions(&self, policy: DecisionPolicy) -> Result<u64> {
        let before = self.0.now() - i64::from(policy.days) * 86_400 * SECOND;
        let mut all = 0;
        loop {
            // A transaction each: others want to write as well.
            let mut transaction = self.0.write().await?;
            let gone = transaction.drop_decisions(before, policy.rows).await?;
            transaction.commit().await?;
            all += gone;
            if gone == 0 {
                return Ok(all);
            }
        }
    }

    /// The jobs that go on, oldest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`].
    pub async fn running_jobs(&self) -> Result<Vec<String>> {
        Ok(self.0.read().await?.running_jobs().await?.into_iter().map(|job| job.id).collect())
    }

    /// Changes the next member of a job, as whoever ordered it; `false` if the job is over.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`]; nothing is lost then, it can be tried again.
    pub async fn carry_on(&self, job: &str) -> Result<bool> {
        carry_on(&self.0, job).await
    }

    /// Removes sessions that are over or were not used for `idle`.
    ///
    /// # Errors
    /// [`crate::StoreError::Database`].
    pub async fn expire_sessions(&self, idle: Micros) -> Result<u64> {
        let mut transaction = self.0.write().await?;
        let now = self.0.now();
        let gone = transaction.expire_sessions(now, now - idle).await?;
        transaction.commit().await?;
        Ok(gone)
    }
}
