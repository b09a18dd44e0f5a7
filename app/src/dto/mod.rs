//! What goes over the wire, a file per noun, built per screen: it says no more than the screen shows.

mod account;
mod appearance;
mod audit;
mod catalog;
mod chart;
mod choice;
mod explorer;
mod find;
mod grant;
mod group;
mod held;
mod matrix;
mod member;
mod navigation;
mod node;
mod outlook;
mod policy;
mod profile;
mod project;
pub mod role;
mod route_guard;
mod session;
mod set_up;
mod user;

pub use account::{AccountHead, AccountItem, AccountPage, AccountSettingsPage, AccountsPage, MovePage, ResidentItem};
pub use appearance::Appearance;
pub use audit::{AuditItem, AuditPage, Difference};
pub use catalog::{CatalogForm, CatalogPage, CatalogPart, CatalogPartPage, CatalogTold, FileItem, TypeItem, TypeNode};
pub use chart::Chart;
pub use choice::Choice;
#[cfg(feature = "ssr")]
pub use explorer::Leads;
#[cfg(feature = "ssr")]
pub(crate) use explorer::why;
pub use explorer::{
    AccessAnswer, AccessList, AccessPage, AccessQuery, AccessRow, AccessTopic, AccessTopics, ProofView, StepKind,
    StepView, WhyLine, WhyView,
};
pub use find::{Hit, HitKind};
pub use grant::{AtomForm, GrantForm, GrantItem, GrantPage, GrantPlace, GrantTold, GrantsPage, MAX_ATOMS};
#[cfg(feature = "ssr")]
pub use grant::{place, sentence, whom};
pub use group::{
    GroupHead, GroupItem, GroupPage, GroupSettingsPage, GroupWayItem, GroupsPage, JoinedItem, JoinersPage, LeaverPage,
    NewGroupPage,
};
#[cfg(feature = "ssr")]
pub use held::Viewer;
pub use held::{HeldItem, HeldList};
pub use matrix::{
    EditedRole, HolderItem, HoldersPage, Lock, MOST_DAYS, MatrixColumn, MatrixPage, MatrixType, Reach, RoleVersion,
    Unused,
};
pub use member::{
    AlsoItem, AlsoPage, Candidate, Candidates, ChangeForm, ChangePage, Facet, FacetOption, HeldRole, HistoryItem,
    HistoryPage, JobItemRow, JobPage, MemberItem, MemberPage, MemberPowers, MemberQuery, MemberTabs, MembersPage,
    MoreMembers, NewMemberPage, OutlookView, ResolvedItem, RoleChoice, SkipLine, SourceChip, SourceKind, Standing,
    TurnLine,
};
#[cfg(feature = "ssr")]
pub use member::{Names, also_item, kind_of, named, named_by};
pub use navigation::{MAX_ASKS, NavAsk, NavForm, NavLink, NavPage, NavPartPage, NavRow};
pub use node::{
    ImportPage, NewNodePage, NodeFacts, NodeHead, NodeItem, NodeLevel, NodeName, NodePage, NodeSettingsPage, TreePage,
    TreeQuery, TrialRow, TrialView, WhoItem, WhoList,
};
pub use outlook::{AccessTold, AccessView, GainLine, TurnedLine};
pub use policy::{PolicyDraft, PolicyItem, PolicyNote, PolicyPage, PolicyQuery, PolicyRow, PolicyTold, TrialPage};
pub use profile::{ProfilePage, SessionItem};
pub use project::{
    AbilityGroup, Ending, HomePage, NewProjectPage, Powers, ProjectHead, ProjectItem, ProjectPage, ProjectsPage,
    SettingsPage, Turn,
};
pub use role::{
    CellGroup, CellLine, ConditionForm, DiffLine, EntryLine, EntryPage, HoldingItem, HoldingsPage, IncludesPage,
    MAX_CONDITIONS, NewRolePage, OPS, RoleDraft, RolePage, RolePart, RoleQuery, RoleSettings, RoleTold, SORTS,
    TreeNode, UnusedPage, VersionItem, VersionsPage, WHOSE,
};
pub use route_guard::{
    RouteDraft, RouteItem, RouteNeedDraft, RouteNeedRow, RoutePage, RouteQuery, RouteTold, RouteTrialPage,
};
pub use session::{Me, Sees};
pub use set_up::{ResetPage, SetUpPage};
pub use user::{NewPersonPage, PeoplePage, PersonItem, PersonPage};

/// Where a page of a list starts, as it stands in an address. Neither part has control characters.
#[cfg(feature = "ssr")]
pub mod cursor {
    use store::port::After;

    /// As text.
    pub fn write(after: Option<After>) -> Option<String> {
        after.map(|After { key, id }| if key.is_empty() { id } else { format!("{key}\t{id}") })
    }

    /// From text; what is no place starts at the beginning.
    pub fn read(text: &str) -> Option<After> {
        if text.is_empty() {
            return None;
        }
        let (key, id) = text.rsplit_once('\t').unwrap_or(("", text));
        Some(After { key: key.to_owned(), id: id.to_owned() })
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::cursor;
    use store::port::After;

    #[test]
    fn a_place_in_a_list_survives_the_address() {
        for (key, id) in [("copper mine", "project:copper-12"), ("", "aud_06f0")] {
            let after = After { key: key.to_owned(), id: id.to_owned() };
            let text = cursor::write(Some(after.clone()));
            assert_eq!(text.as_deref().and_then(cursor::read), Some(after));
        }
        assert_eq!(cursor::read(""), None);
    }
}
