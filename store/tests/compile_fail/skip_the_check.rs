//! A proof comes from the gate only.
use authz::{NodeId, action::RemoveMember};
use store::{Gate, Permitted};

fn proof(gate: Gate) -> Permitted<RemoveMember> {
    Permitted { gate, scope: NodeId::system() }
}

fn main() {}
