//! A small matrix to test with.

use super::model::Model;
use crate::dto::{MatrixColumn, MatrixPage, MatrixType};
use authz::RoleId;

fn column(id: &str, cells: &str, includes: &[u32]) -> MatrixColumn {
    MatrixColumn {
        id: RoleId::parse(id).unwrap(),
        name: String::new(),
        description: String::new(),
        version: 1,
        people: 2,
        groups: 0,
        others: 0,
        lock: None,
        cells: cells.to_owned(),
        reach: Vec::new(),
        includes: includes.to_vec(),
        conditional: String::new(),
    }
}

/// Viewer reads datasets; editor includes it and updates its own.
pub fn page() -> MatrixPage {
    let kind = |kind: &str, actions: &[&str]| MatrixType {
        kind: kind.to_owned(),
        built_in: false,
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
    };
    MatrixPage {
        node: "system".to_owned(),
        viewer: "user:ann".to_owned(),
        head: None,
        account: None,
        policies: false,
        types: vec![kind("dataset", &["read", "update", "delete"]), kind("note", &["read"])],
        givable: "a4".to_owned(),
        columns: vec![column("viewer", "a", &[]), column("editor", ".o", &[0])],
        editable: true,
        may_create: true,
        may_delete: true,
    }
}

/// The matrix of that page.
pub fn model() -> Model {
    model_of(page())
}

/// The matrix of a page.
pub fn model_of(page: MatrixPage) -> Model {
    // Signals live with an owner; this one lives as long as the test's thread.
    let owner = leptos::prelude::Owner::new_root(None);
    owner.set();
    std::mem::forget(owner);
    Model::new(page)
}
