//! Buttons, and links that look like them.

use super::{Glyph, Icon};
use crate::prelude::*;

/// How much a button wants to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// What the page is for; one a page.
    #[default]
    Primary,
    /// Everything else.
    Plain,
    /// Takes something away.
    Danger,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Plain => "btn btn-plain",
            Self::Danger => "btn btn-error",
        }
    }
}

/// Sends the form it is in.
#[component]
pub fn Submit(
    /// What it does, as a verb.
    #[prop(into)]
    label: String,
    /// How much it wants to be pressed.
    #[prop(optional)]
    tone: Tone,
    /// Is the form under way?
    #[prop(into)]
    pending: Signal<bool>,
    /// As wide as the form.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let class = format!("{}{}", tone.class(), if wide { " w-full" } else { "" });
    view! {
        <button type="submit" class=class prop:disabled=move || pending.get() aria-busy=move || pending.get().then_some("true")>
            {label}
        </button>
    }
    .into_any()
}

/// A link to where something is done.
#[component]
pub fn LinkButton(
    /// Where.
    #[prop(into)]
    href: String,
    /// What is done there.
    #[prop(into)]
    label: String,
    /// How much it wants to be pressed.
    #[prop(optional)]
    tone: Tone,
    /// An icon before the words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
) -> impl IntoView {
    view! {
        <a href=href class=tone.class()>
            {glyph.map(|glyph| view! { <Icon glyph/> })}
            {label}
        </a>
    }
    .into_any()
}
