//! The person's menu: their profile, and signing out.

use crate::kit::{Avatar, Glyph, Icon};
use crate::prelude::*;
use crate::text::{fill, t};
use leptos::{ev::KeyboardEvent, html};
use leptos_router::hooks::use_location;

/// Opens below the person's initials. It is a `details`, so it opens without script too.
#[component]
pub fn PersonMenu(
    /// Their name.
    name: String,
) -> impl IntoView {
    let (menu, summary) = (NodeRef::<html::Details>::new(), NodeRef::<html::Summary>::new());
    let path = use_location().pathname;
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    Effect::new(move |_| {
        path.track();
        close();
    });
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            if let Some(summary) = summary.get_untracked() {
                // A browser that cannot focus it leaves the focus where it is.
                let _ = summary.focus();
            }
        }
    };
    view! {
        <details class="relative" node_ref=menu on:keydown=on_keydown>
            <summary
                class="touch flex items-center justify-center rounded-full"
                aria-label=fill("{name}: profile and sign out", &[("name", &name)])
                node_ref=summary
            >
                <Avatar name=name.clone()/>
            </summary>
            <div class="menu-sheet end-0 mt-2 min-[60rem]:end-auto min-[60rem]:start-0">
                <p class="truncate px-2.5 pt-1.5 pb-2 text-sm font-medium">{name}</p>
                <a class="menu-item" href="/profile"><Icon glyph=Glyph::Person/>{t("Profile")}</a>
                // A plain form: the whole page goes, and with it everything the browser remembers of it.
                <form method="post" action="/rpc/sign_out">
                    <button type="submit" class="menu-item"><Icon glyph=Glyph::SignOut/>{t("Sign out")}</button>
                </form>
            </div>
        </details>
    }
    .into_any()
}
