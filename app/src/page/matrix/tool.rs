//! What one needs to change the matrix, and not to read it: panels and drafts, with the engine that says who gains and who
//! loses. It comes in a part of the WebAssembly of its own.

use super::{
    desk::Desk,
    draft::{self, Drafting, Side},
    look::Panel,
    panel,
};
use crate::prelude::*;

/// A tool.
pub enum Tool {
    /// What opens beside the grid.
    Panel(Desk, Panel),
    /// One side of a draft.
    Draft(Drafting, Side),
}

#[lazy]
fn load_tool(tool: Tool) -> AnyView {
    match tool {
        Tool::Panel(desk, open) => panel::drawn(desk, open),
        Tool::Draft(drafting, side) => draft::drawn(drafting, side),
    }
}

/// A tool, once it is here.
pub fn shown(tool: Tool) -> AnyView {
    view! { <Suspense>{Suspend::new(async move { load_tool(tool).await })}</Suspense> }
}

/// Fetches the tools, when somebody comes near the grid: by the first change they are here.
pub fn fetch() {
    #[cfg(target_arch = "wasm32")]
    {
        thread_local! {
            static FETCHED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
        }
        if !FETCHED.replace(true) {
            // What is pressed now is painted before.
            let soon = std::time::Duration::from_millis(250);
            set_timeout(|| leptos::task::spawn_local(__preload_load_tool()), soon);
        }
    }
}
