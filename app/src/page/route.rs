//! The pages, and the parts of the WebAssembly they come in: a part is fetched when one of its pages is first visited.
//! What several parts share comes in files of its own, or with what every page loads.

use super::{
    account, audit, catalog, explorer, grant, group, home, matrix, member, navigation, node, not_found, policy,
    profile, project, reset, role, route_guard, set_up, sign_in, user,
};
use leptos::prelude::*;
use leptos_router::ChooseView;

/// Parts: what `#[lazy]` calls the function that only fetches one, its loader, and its pages with the components that
/// draw them.
macro_rules! parts {
    ($($(#[$doc:meta])* $fetch:ident, $load:ident: $($page:ident => $component:path),+;)+) => {
        /// A page. One type for all of them, so that the router's code is there once.
        #[derive(Clone, Copy)]
        pub enum Page {
            $($(
                #[doc = stringify!($component)]
                $page
            ),+),+
        }

        $(
            $(#[$doc])*
            #[lazy]
            fn $load(page: Page) -> AnyView {
                #[cfg(feature = "ssr")]
                crate::document::announce(stringify!($load));
                match page {
                    $(Page::$page => $component().into_any(),)+
                    _ => ().into_any(),
                }
            }
        )+

        impl ChooseView for Page {
            async fn choose(self) -> AnyView {
                match self {
                    $($(Page::$page)|+ => $load(self).await,)+
                }
            }

            // Hydration begins when this is done, and takes it that the view comes without waiting.
            async fn preload(&self) {
                #[cfg(target_arch = "wasm32")]
                match self {
                    $($(Page::$page)|+ => $fetch().await,)+
                }
            }
        }
    };
}

// Few parts: what several of them share comes in files of its own, one for each set of parts.
parts! {
    /// The doors, and what people begin with.
    __preload_load_start_part, load_start_part:
        SignIn => sign_in::SignIn, SetUp => set_up::SetUp, Reset => reset::Reset, Home => home::Home,
        NotFound => not_found::NotFound, Design => super::Design;
    /// Roles and permissions.
    __preload_load_matrix_part, load_matrix_part: Matrix => matrix::MatrixView;
    /// The members of a project.
    __preload_load_member_part, load_member_part: Members => member::Members;
    /// What few people ever open.
    __preload_load_settings_part, load_settings_part:
        Grants => grant::Grants, Rules => grant::Rules, Grant => grant::Grant, Role => role::Role,
        NewRole => role::NewRole, Policies => policy::Policies, Routes => route_guard::Routes,
        Catalog => catalog::Catalog,
        NewCatalogType => catalog::NewCatalogType, CatalogType => catalog::CatalogType,
        CatalogSettings => catalog::CatalogSettings, Navigation => navigation::NavigationPage,
        NavigationEntry => navigation::EntryPage;
    /// Everything else.
    __preload_load_main_part, load_main_part:
        Projects => project::Projects, NewProject => project::NewProject,
        Project => project::Project, Settings => project::Settings, NewMembers => member::NewMembers,
        EditMember => member::EditMember, AlsoMembers => member::AlsoMembers,
        MemberHistory => member::MemberHistory, ChangeMembers => member::ChangeMembers, MemberJob => member::MemberJob,
        People => user::People, NewPerson => user::NewPerson, Person => user::Person, Profile => profile::Profile,
        Groups => group::Groups, NewGroup => group::NewGroup, Group => group::Group, Joiners => group::Joiners,
        TakeOut => group::TakeOut, GroupAdmins => group::GroupAdmins, GroupSettings => group::GroupSettings, Audit => audit::Audit, ProjectAudit => audit::ProjectAudit,
        Tree => node::Tree, NewNode => node::NewNode, Node => node::Node, NodeSettings => node::NodeSettings,
        ImportNodes => node::ImportNodes, Explorer => explorer::Explorer,
        ProjectExplorer => explorer::ProjectExplorer, MovePerson => account::MovePerson, Accounts => account::Accounts,
        NewAccount => account::NewAccount, Account => account::Account, AccountSettings => account::AccountSettings;
}
