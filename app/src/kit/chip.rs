//! A small label: a role, a state, a source.

use super::{Glyph, Icon};
use crate::prelude::*;

/// What a chip says by its looks; the words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChipTone {
    /// Something held.
    #[default]
    Solid,
    /// A property.
    Plain,
    /// Not held, or from elsewhere.
    Hollow,
    /// Worth a look.
    Accent,
    /// As it should be.
    Good,
    /// As it should not be.
    Bad,
}

impl ChipTone {
    fn class(self) -> &'static str {
        match self {
            Self::Solid => "chip chip-solid",
            Self::Plain => "chip",
            Self::Hollow => "chip chip-hollow",
            Self::Accent => "chip chip-accent",
            Self::Good => "chip chip-good",
            Self::Bad => "chip chip-bad",
        }
    }
}

/// A small label.
#[component]
pub fn Chip(
    /// What it says.
    #[prop(optional)]
    tone: ChipTone,
    /// An icon before the words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=tone.class()>
            {glyph.map(|glyph| view! { <Icon glyph size=14/> })}
            <span>{children()}</span>
        </span>
    }
    .into_any()
}
