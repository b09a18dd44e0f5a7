//! One's own profile: password and sessions.

mod appearance;
mod password;
mod sessions;

use crate::prelude::*;
use crate::text::fill;
use crate::{
    dto::ProfilePage,
    kit::{Load, PageHeader, successes},
    rpc::appearance::ChooseAppearance,
    rpc::profile::{ChangePassword, EndOtherSessions, EndSession, load_profile},
};
use appearance::AppearancePanel;
use password::Password;
use sessions::Sessions;

/// The page's forms.
#[derive(Clone, Copy)]
struct Actions {
    password: ServerAction<ChangePassword>,
    end: ServerAction<EndSession>,
    end_others: ServerAction<EndOtherSessions>,
    appearance: ServerAction<ChooseAppearance>,
}

/// One's own profile.
#[component]
pub fn Profile() -> impl IntoView {
    let actions = Actions {
        password: ServerAction::new(),
        end: ServerAction::new(),
        end_others: ServerAction::new(),
        appearance: ServerAction::new(),
    };
    let changed = (successes(actions.password), successes(actions.end), successes(actions.end_others));
    let page = Resource::new(move || (changed.0.get(), changed.1.get(), changed.2.get()), |_| load_profile());
    view! { <Load resource=page view=move |page| view! { <Own page actions/> }/> }
}

#[component]
fn Own(page: ProfilePage, actions: Actions) -> impl IntoView {
    let ProfilePage { name, username, email, appearance, sessions } = page;
    let text = match email {
        Some(email) => fill("You sign in as {username} or {email}.", &[("username", &username), ("email", &email)]),
        None => fill("You sign in as {username}.", &[("username", &username)]),
    };
    view! {
        <PageHeader title=name document="Profile" text/>
        <div class="grid max-w-2xl gap-6">
            <Password username action=actions.password/>
            <Sessions sessions end=actions.end end_others=actions.end_others/>
            <AppearancePanel chosen=appearance action=actions.appearance/>
        </div>
    }
}
