//! What is done beside a list's one main thing: buttons where there is room, on a phone a menu.

use super::{Glyph, Icon};
use crate::prelude::*;
use crate::text::t;

/// Something else that is done with a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Where.
    pub href: String,
    /// What, as a verb.
    pub label: &'static str,
    /// An icon before it, on a button.
    pub glyph: Option<Glyph>,
    /// Is it a file, not a page?
    pub file: bool,
}

/// What else is done with a list.
#[component]
pub fn More(
    /// All of it; nothing is drawn of none.
    extras: Vec<Extra>,
) -> impl IntoView {
    let links = |class: &'static str, drawn: bool| {
        let link = |extra: Extra| {
            let Extra { href, label, glyph, file } = extra;
            view! {
                <a class=class href=href rel=file.then_some("external") download=file.then_some("")>
                    {glyph.filter(|_| drawn).map(|glyph| view! { <Icon glyph size=16/> })}
                    {label}
                </a>
            }
        };
        extras.clone().into_iter().map(link).collect_view()
    };
    (!extras.is_empty()).then(|| {
        view! {
            <div class="hidden gap-2 md:flex">{links("btn btn-plain", true)}</div>
            <details class="relative md:hidden">
                <summary class="btn btn-plain btn-square" title=t("More")>
                    <Icon glyph=Glyph::More size=16/>
                    <span class="sr-only">{t("More")}</span>
                </summary>
                <div class="menu-sheet end-0 mt-1">{links("menu-item", false)}</div>
            </details>
        }
    })
}
