//! A gate, which is what server functions have, does not lead to the host's door.
use store::{Caller, Gate};

fn ask(gate: Gate) -> Caller {
    gate.host().forcing()
}

fn main() {}
