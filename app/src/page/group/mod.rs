//! Groups: the list, a new one, one of them, who joins it, and its settings.

mod join;
mod leave;
mod list;
mod new;
mod one;
mod settings;

pub use join::{GroupAdmins, Joiners};
pub use leave::TakeOut;
pub use list::Groups;
pub use new::NewGroup;
pub use one::Group;
pub use settings::GroupSettings;

use crate::{
    dto::GroupItem,
    text::{plural, t},
};

/// `12 people and 1 group`.
fn size(group: &GroupItem) -> String {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let people = plural(count(group.people), "{n} person", "{n} people");
    let groups = plural(count(group.groups), "{n} group", "{n} groups");
    match (group.people, group.groups) {
        (0, 0) => t("Nobody yet").to_owned(),
        (_, 0) => people,
        (0, _) => groups,
        _ => [people, groups].join(t(" and ")),
    }
}
