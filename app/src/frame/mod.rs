//! What is around every signed-in page: navigation, the person's menu, and the place where pages go.
//!
//! It is rendered once and loads who is signed in; pages load themselves and alone decide the status of the answer.

mod later;
mod nav;
mod offline;
mod palette;
mod person;
mod resume;
mod rights;
mod toast;

use crate::prelude::*;
use crate::text::{fill, t};
use crate::{
    AppError,
    dto::Me,
    kit::{Chip, ChipTone, Flash, LinkButton, Mark, Tone},
    rpc::session::load_me,
};
pub use later::{Later, later};
use leptos::html;
use leptos_router::{components::Outlet, hooks::use_query_map};
#[cfg(feature = "ssr")]
pub use nav::ICONS;
use nav::Nav;
pub use nav::icon_of;
use offline::Offline;
use palette::Palette;
use person::PersonMenu;
pub use resume::Ended;
use resume::ResumeDialog;
use rights::RightsWatch;
use toast::ToastShelf;
pub use toast::Toasts;

/// Is another page on its way?
#[derive(Clone, Copy)]
pub struct Routing(pub ReadSignal<bool>);

/// Around every signed-in page.
#[component]
pub fn Frame() -> impl IntoView {
    Toasts::provide();
    Ended::provide();
    // The navigation is loaded once with the page; whoever has just changed it sees it anew.
    let query = use_query_map();
    let changed = Memo::new(move |_| query.read().get("saved").as_deref() == Some("navigation"));
    let me = Resource::new(move || changed.get(), |_| load_me());
    let main = NodeRef::<html::Main>::new();
    focus_when_arrived(main);
    view! {
        <a class="frame-skip" href="#main" rel="external">{t("Skip to the content")}</a>
        <Progress/>
        <Offline/>
        <div class="frame">
            <Transition fallback=Plain>
                {move || Suspend::new(async move { view! { <Chrome me=me.await/> } })}
            </Transition>
            <main id="main" class="frame-page" tabindex="-1" node_ref=main>
                <div class="mx-auto max-w-5xl">
                    <Flash/>
                    <Outlet/>
                </div>
            </main>
            <ToastShelf/>
        </div>
    }
    .into_any()
}

/// A page that arrived takes the focus, so that a screen reader begins to read it and Tab goes on from its top.
fn focus_when_arrived(main: NodeRef<html::Main>) {
    let routing = use_context::<Routing>().map(|routing| routing.0);
    Effect::new(move |was: Option<bool>| {
        let is = routing.is_some_and(|routing| routing.get());
        if was == Some(true)
            && !is
            && let Some(main) = main.get_untracked()
        {
            // A browser that cannot focus it leaves the focus where it is.
            let _ = main.focus();
        }
        is
    });
}

/// A hairline that grows while another page is on its way.
#[component]
fn Progress() -> impl IntoView {
    let routing = use_context::<Routing>().map(|routing| routing.0);
    reactive(move || routing.is_some_and(|routing| routing.get()).then(|| view! { <div class="frame-progress"></div> }))
}

/// The bar at the top and the navigation.
#[component]
fn Chrome(me: Result<Me, AppError>) -> impl IntoView {
    match me {
        Ok(me) => {
            let demo = me.demo.clone();
            view! {
                <header class="frame-bar">
                    <a href="/" class="touch rounded" aria-label=t("Bailiwick, home")><Mark/></a>
                    {demo.map(|name| view! {
                        <span title=fill("Sample people and projects of the preset {name}", &[("name", &name)])>
                            <Chip tone=ChipTone::Accent>{t("Demo")}</Chip>
                        </span>
                    })}
                    <div class="ms-auto flex items-center gap-2"><Palette sees=me.sees nav=me.nav.clone()/><PersonMenu name=me.name/></div>
                </header>
                <Nav nav=me.nav/>
                <ResumeDialog user=me.id/>
                <RightsWatch known=me.rights/>
            }
            .into_any()
        }
        Err(_) => view! {
            <header class="frame-bar">
                <Mark/>
                <div class="ms-auto"><LinkButton href="/sign-in" label=t("Sign in") tone=Tone::Plain/></div>
            </header>
            <div class="frame-nav"></div>
        }
        .into_any(),
    }
}

/// What is there before anybody knows who is signed in.
#[component]
fn Plain() -> impl IntoView {
    view! {
        <header class="frame-bar"><Mark/></header>
        <div class="frame-nav"></div>
    }
    .into_any()
}
