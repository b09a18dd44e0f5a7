//! Members of a project: the list, who else has access, new ones, one of them, many of them.

mod also;
mod block;
mod change;
mod edit;
mod end;
mod facets;
mod history;
mod job;
mod list;
mod new;
mod outlook;
mod role;
mod row;
mod select;
mod tabs;

pub use also::AlsoMembers;
pub use change::ChangeMembers;
pub use edit::EditMember;
pub use end::End;
pub use history::{Line as HistoryLine, MemberHistory};
pub use job::MemberJob;
pub use list::Members;
pub use new::NewMembers;
pub use tabs::{MemberPages, Page as MembersTab};
