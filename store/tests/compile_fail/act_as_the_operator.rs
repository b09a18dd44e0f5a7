//! Nobody but the host's door says who is the operator, and skips a rule.
use store::{Caller, Operator, Origin};

fn make() -> Caller {
    Caller::Host(Operator { origin: Origin::default(), force: true })
}

fn main() {}
