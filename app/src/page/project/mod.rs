//! Projects: the list, a new one, and the pages of one.

mod discretion;
mod head;
mod list;
mod new;
mod overview;
mod row;
mod settings;
mod switcher;
pub mod visibility;
mod words;

pub use head::{ProjectTop, Section};
pub use list::Projects;
pub use new::NewProject;
pub use overview::Project;
pub use row::ProjectRow;
pub use settings::Settings;
pub use switcher::OtherProjects;
pub use words::words;
