//! The routes whose code comes in parts of the WebAssembly of its own, fetched when one of the part's pages is first
//! visited. What is not here is in the part that every page loads.

use super::{audit, group, matrix, member, profile, project, user};
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// A part: its loader, what `#[lazy]` calls the function that only fetches it, and its pages with the components that
/// draw them.
macro_rules! part {
    ($(#[$doc:meta])* $load:ident, $fetch:ident, $part:ident: $($route:ident => $component:path),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        enum $part {
            $($route),+
        }

        #[lazy]
        fn $load(page: $part) -> AnyView {
            #[cfg(feature = "ssr")]
            crate::document::announce(stringify!($load));
            match page {
                $($part::$route => $component().into_any()),+
            }
        }

        $(
            /// A page of this part.
            pub struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $load($part::$route).await
                }

                // Hydration begins when this is done, and takes it that the view comes without waiting.
                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    $fetch().await;
                }
            }
        )+
    };
}

part! {
    /// Roles and permissions, with the engine that says who gains and who loses.
    load_matrix_part, __preload_load_matrix_part, MatrixPart:
    Matrix => matrix::MatrixView,
    Role => matrix::RolePage,
}

part! {
    /// Projects and their members.
    load_project_part, __preload_load_project_part, ProjectPart:
    Projects => project::Projects,
    NewProject => project::NewProject,
    Project => project::Project,
    Settings => project::Settings,
    Members => member::Members,
    NewMembers => member::NewMembers,
    EditMember => member::EditMember,
    AlsoMembers => member::AlsoMembers,
    MemberHistory => member::MemberHistory,
    ChangeMembers => member::ChangeMembers,
    MemberJob => member::MemberJob,
}

part! {
    /// People, groups, the audit log, one's own profile.
    load_people_part, __preload_load_people_part, PeoplePart:
    People => user::People,
    NewPerson => user::NewPerson,
    Person => user::Person,
    Groups => group::Groups,
    NewGroup => group::NewGroup,
    Group => group::Group,
    Joiners => group::Joiners,
    GroupSettings => group::GroupSettings,
    Profile => profile::Profile,
    Audit => audit::Audit,
    ProjectAudit => audit::ProjectAudit,
}
