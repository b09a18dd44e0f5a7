//! Decisions on their way into the log: noted in memory when they are made, written now and then.

use crate::port::DecisionRecord;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Most decisions that wait to be written; what comes beyond is dropped, and counted.
pub(crate) const WAITING: usize = 65_536;

/// What of the decision log is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionPolicy {
    /// One of so many is kept: 1 for all, 0 for none.
    pub one_in: u32,
    /// For so many days.
    pub days: u32,
    /// Only so many, the latest.
    pub rows: u64,
}

impl Default for DecisionPolicy {
    fn default() -> Self {
        Self { one_in: 1, days: 90, rows: 1_000_000 }
    }
}

/// What waits to be written.
pub(crate) struct DecisionLog {
    waiting: Mutex<Vec<DecisionRecord>>,
    one_in: AtomicU32,
    made: AtomicU64,
    dropped: AtomicU64,
}

impl Default for DecisionLog {
    fn default() -> Self {
        let one_in = AtomicU32::new(DecisionPolicy::default().one_in);
        Self { waiting: Mutex::default(), one_in, made: AtomicU64::new(0), dropped: AtomicU64::new(0) }
    }
}

impl DecisionLog {
    /// Keeps one of so many from now on.
    pub fn keep(&self, one_in: u32) {
        self.one_in.store(one_in, Ordering::Relaxed);
    }

    /// Are all kept?
    pub fn is_full(&self) -> bool {
        self.one_in.load(Ordering::Relaxed) == 1
    }

    /// Notes a decision, if it is one of those that are kept and there is room.
    pub fn note(&self, make: impl FnOnce() -> DecisionRecord) {
        let one_in = u64::from(self.one_in.load(Ordering::Relaxed));
        if one_in == 0 || !self.made.fetch_add(1, Ordering::Relaxed).is_multiple_of(one_in) {
            return;
        }
        let record = make();
        let mut waiting = self.waiting.lock();
        if waiting.len() < WAITING {
            waiting.push(record);
        } else {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What is to be written now. Dropped before that is [done](Taken::done), it goes back.
    pub fn take(&self) -> Taken<'_> {
        let records = std::mem::take(&mut *self.waiting.lock());
        Taken { log: self, records, dropped: self.dropped.swap(0, Ordering::Relaxed) }
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, mut records: Vec<DecisionRecord>, dropped: u64) {
        let mut waiting = self.waiting.lock();
        records.append(&mut waiting);
        let beyond = records.len().saturating_sub(WAITING);
        records.truncate(WAITING);
        *waiting = records;
        self.dropped.fetch_add(dropped + beyond as u64, Ordering::Relaxed);
    }
}

/// Decisions that are being written. Whoever writes them may be stopped at any time.
pub(crate) struct Taken<'a> {
    log: &'a DecisionLog,
    pub records: Vec<DecisionRecord>,
    /// How many were dropped since.
    pub dropped: u64,
}

impl Taken<'_> {
    /// They are written.
    pub fn done(mut self) {
        self.records.clear();
        self.dropped = 0;
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if !self.records.is_empty() || self.dropped > 0 {
            self.log.put_back(std::mem::take(&mut self.records), self.dropped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DecisionLog, WAITING};
    use crate::port::{DecisionRecord, DecisionSource, Reason};
    use authz::{NodeId, Permission};

    fn record() -> DecisionRecord {
        DecisionRecord {
            id: "dec_1".into(),
            at: 1,
            subject: "user:ann".into(),
            permission: Permission::parse("project:read").unwrap(),
            node: NodeId::system(),
            reason: Reason::Allowed,
            revision: 1,
            source: DecisionSource::Console,
            mfa: false,
            sent: false,
        }
    }

    #[test]
    fn what_does_not_fit_is_dropped_and_counted() {
        let log = DecisionLog::default();
        (0..WAITING + 3).for_each(|_| log.note(record));
        let taken = log.take();
        assert_eq!((taken.records.len(), taken.dropped), (WAITING, 3));
        log.note(record);
        // Whoever was to write them was stopped.
        drop(taken);
        let taken = log.take();
        assert_eq!((taken.records.len(), taken.dropped), (WAITING, 4));
        taken.done();
        assert!(log.take().records.is_empty() && log.take().dropped == 0);
    }

    #[test]
    fn one_of_so_many_is_kept() {
        let log = DecisionLog::default();
        assert!(log.is_full());
        log.keep(10);
        (0..100).for_each(|_| log.note(record));
        assert!(!log.is_full());
        log.keep(0);
        (0..100).for_each(|_| log.note(|| unreachable!("nothing is made where nothing is kept")));
        assert_eq!(log.take().records.len(), 10);
    }
}
