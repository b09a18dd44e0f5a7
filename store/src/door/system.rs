//! What background tasks may do.

use crate::{Gate, Micros, error::Result};

/// The door of background tasks.
pub struct System(Gate);

impl System {
    pub(crate) fn new(gate: Gate) -> Self {
        Self(gate)
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
