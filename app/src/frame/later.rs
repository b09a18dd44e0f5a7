//! What a page needs only once somebody asks for it, in a part of the WebAssembly of its own.

use super::{palette::Finder, resume, rights::RightsChanged};
use crate::prelude::*;
use crate::{
    dto::{NavLink, Sees},
    kit::{Undo, UndoButton},
    page::OtherProjects,
};

/// One of these things.
pub enum Later {
    /// What is in the palette.
    Finder(Sees, Vec<NavLink>, Callback<()>),
    /// The form of a session that ended.
    Resume(String),
    /// Other projects to go to, on the same page.
    Projects(String, &'static str),
    /// What hears that rights were taken away.
    Rights(String),
    /// The button that takes back what was just done.
    Undo(Undo),
}

#[lazy]
fn load_later(what: Later) -> AnyView {
    match what {
        Later::Finder(sees, nav, close) => view! { <Finder sees nav close/> },
        Later::Resume(user) => view! { <resume::Form user/> },
        Later::Projects(current, tab) => view! { <OtherProjects current tab/> },
        Later::Rights(known) => view! { <RightsChanged known/> },
        Later::Undo(undo) => view! { <UndoButton undo/> },
    }
}

/// Draws it once it is here.
pub fn later(what: Later) -> AnyView {
    view! { <Suspense>{Suspend::new(async move { load_later(what).await })}</Suspense> }
}
