//! The database behind a gate is out of reach.
use store::Gate;

async fn around(gate: Gate) {
    let _ = gate.database().write().await;
}

fn main() {}
