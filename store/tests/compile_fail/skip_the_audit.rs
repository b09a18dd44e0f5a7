//! The transaction inside a proof is out of reach: what writes with it writes the audit line too.
use authz::{Change, action::EditMatrix};
use store::Permitted;

async fn write(mut proof: Permitted<EditMatrix>, changes: &[Change]) {
    let _ = proof.transaction.apply(changes, "nobody", 0).await;
    let _ = proof.transaction.commit().await;
}

fn main() {}
