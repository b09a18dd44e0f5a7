//! A proof that one may look is no proof that one may change.
use authz::{NodeId, action::ListMembers};
use store::Permitted;

async fn remove(proof: Permitted<ListMembers>, member: &NodeId) {
    let _ = proof.remove(member, "").await;
}

fn main() {}
