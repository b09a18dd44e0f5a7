//! Resources of a project: the tree, a new one, one of them, its settings, and importing many.

mod import;
mod list;
mod new;
mod one;
mod settings;
mod tree;
mod who;

pub use import::ImportNodes;
pub use new::NewNode;
pub use one::Node;
pub use settings::NodeSettings;
pub use tree::Tree;

use crate::{
    dto::{NodeHead, ProjectHead},
    kit::Crumb,
    link,
    text::t,
};

/// The pages above those of a project's resources.
fn crumbs(project: &ProjectHead) -> Vec<Crumb> {
    vec![
        Crumb::new("/projects", t("Projects")),
        Crumb::new(link::project(&project.id, ""), project.name.clone()),
        Crumb::new(link::project(&project.id, "resources"), t("Resources")),
    ]
}

/// The pages above a resource's.
fn way(head: &NodeHead) -> Vec<Crumb> {
    let above = head.way.iter().map(|node| Crumb::new(link::node(&head.project.id, &node.id, ""), node.name.clone()));
    crumbs(&head.project).into_iter().chain(above).collect()
}
