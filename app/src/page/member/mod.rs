//! Members of a project: the list, new ones, and one of them.

mod edit;
mod list;
mod new;
mod picker;
mod role_list;
mod span;

pub use edit::EditMember;
pub use list::Members;
pub use new::NewMembers;
