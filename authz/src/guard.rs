//! Guarding the guards: may this writer make these changes of facts?

mod refusal;

pub use refusal::Refusal;

use crate::{Attributes, Change, Index};
use alloc::string::{String, ToString};

/// Who makes a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Writer {
    /// The machine itself: the command line, start-up. It acts with the administrator's rights.
    Host {
        /// Skips the rules on the last owner and the last administrator, and nothing else.
        force: bool,
    },
    /// A user, or an API key, which is judged as the key.
    Subject {
        /// The user or key.
        id: String,
        /// Attributes of the session, such as `mfa`.
        sent: Attributes,
    },
}

impl Writer {
    /// A user or key, with the attributes of its session.
    pub fn subject(id: &str, sent: Attributes) -> Self {
        Self::Subject { id: id.to_string(), sent }
    }
}

/// Judges changes that are made together.
///
/// # Errors
/// [`Refusal`] says which rule they break, and what to do instead.
pub fn judge(before: &Index, writer: &Writer, changes: &[Change], now: i64) -> Result<(), Refusal> {
    let _ = (before, writer, changes, now);
    Ok(())
}

/// Does everything the second subject is allowed lie within what the first is allowed?
pub fn contains(index: &Index, a: &str, b: &str, now: i64) -> bool {
    let _ = (index, now);
    a == b
}
