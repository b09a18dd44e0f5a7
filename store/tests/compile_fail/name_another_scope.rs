//! A proof is for its own node: there is no argument for another.
use authz::{NodeId, action::DeleteProject};
use store::Permitted;

async fn delete(proof: Permitted<DeleteProject>, other: NodeId) {
    let _ = proof.remove(&other).await;
}

fn main() {}
