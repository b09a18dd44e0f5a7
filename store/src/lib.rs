//! The only door to data.
//!
//! [`Gate::permit`] asks the engine inside a transaction and returns [`Permitted`], a proof that carries the
//! transaction. What can be done with it depends on the action it proves, and every writing method consumes it: it
//! writes the facts, the audit row and the commit together. So a forgotten check, audit row or commit does not compile.
//!
//! To add a noun: a port (`port/<noun>.rs`), the methods of its proofs (`permitted/<noun>.rs`), and in each adapter a
//! file of the same name. To add something that may be done, first add its row in `authz::action`.

mod caller;
mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
mod counted;
mod decision_log;
mod door;
mod error;
mod gate;
mod id;
pub mod navigation;
mod permitted;
pub mod port;
mod presence;
mod preset;
mod snapshot;
mod timings;
mod work;

pub use caller::{Caller, Operator, Origin, Person};
pub use clock::{Clock, Micros, SECOND};
pub use decision_log::DecisionPolicy;
pub use door::{Administration, Host, Public, Seed, SeedReport, System};
pub use error::{Conflict, Denied, StoreError};
pub use gate::Gate;
pub use id::{IdSource, new_id};
pub use permitted::*;
pub use preset::{LoadReport, Preset, PresetConflict};
