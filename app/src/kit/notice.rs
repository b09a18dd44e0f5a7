//! A remark that belongs to a page or form.

use super::{Glyph, Icon};
use crate::prelude::*;

/// What kind of remark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeTone {
    /// Worth knowing.
    #[default]
    Plain,
    /// It worked.
    Good,
    /// Asks for a decision.
    Accent,
    /// Something did not work.
    Bad,
}

/// A remark.
#[component]
pub fn Notice(
    /// What kind.
    #[prop(optional)]
    tone: NoticeTone,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (class, glyph) = match tone {
        NoticeTone::Plain => ("notice", Glyph::Info),
        NoticeTone::Good => ("notice notice-good", Glyph::Done),
        NoticeTone::Accent => ("notice notice-accent", Glyph::Info),
        NoticeTone::Bad => ("notice notice-bad", Glyph::Alert),
    };
    view! {
        <div class=class>
            <Icon glyph/>
            <div>{children()}</div>
        </div>
    }
    .into_any()
}
