//! How busy it is: for who runs the console.

use super::Permitted;
use crate::{
    Micros, SECOND,
    error::Result,
    port::{AuditCount, Outcome},
};
use authz::action::ReadAudit;

/// Days that are counted, today among them.
pub const DAYS: i64 = 14;
const DAY: Micros = 86_400 * SECOND;

/// What happened on one day, in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// When it began.
    pub began: Micros,
    /// People who signed in.
    pub sign_ins: u64,
    /// Sign-ins that failed.
    pub failed: u64,
    /// Changes that were refused.
    pub refused: u64,
}

/// How busy it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The last days, oldest first.
    pub days: Vec<Day>,
    /// Sessions that have not ended.
    pub sessions: u64,
    /// Decisions of the console since the start, by how long they took: up to 1, 2, 4 … microseconds.
    pub decisions: Vec<u64>,
}

impl Permitted<ReadAudit> {
    /// What the lines about the node add up to; on `system`, about everything.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn activity(mut self) -> Result<Activity> {
        let today = self.now.div_euclid(DAY);
        let first = today + 1 - DAYS;
        let node = (!self.scope.is_system()).then_some(&self.scope);
        let counts = self.transaction.count_audit(node, first * DAY).await?;
        let days = (first..=today).map(|number| day(number, &counts)).collect();
        let sessions = if node.is_none() { self.transaction.count_sessions(self.now).await? } else { 0 };
        Ok(Activity { days, sessions, decisions: self.gate.timings() })
    }
}

fn day(number: i64, counts: &[AuditCount]) -> Day {
    let sum = |fits: &dyn Fn(&AuditCount) -> bool| {
        counts.iter().filter(|count| count.day == number && fits(count)).map(|count| count.times).sum()
    };
    let signs_in = |count: &AuditCount| count.action == "SignIn";
    Day {
        began: number * DAY,
        sign_ins: sum(&|count| signs_in(count) && count.outcome == Outcome::Done),
        failed: sum(&|count| signs_in(count) && count.outcome != Outcome::Done),
        refused: sum(&|count| !signs_in(count) && count.outcome == Outcome::Refused),
    }
}
