//! A method that writes consumes the proof and commits: there is no second write in a transaction left open.
use authz::{NodeId, action::RemoveMember};
use store::Permitted;

async fn twice(proof: Permitted<RemoveMember>, one: &NodeId, two: &NodeId) {
    let _ = proof.remove(one, "").await;
    let _ = proof.remove(two, "").await;
}

fn main() {}
