//! What background tasks may do.

use crate::{Gate, Micros, error::Result, permitted::carry_on};

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
