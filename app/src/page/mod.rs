//! Screens, a file or folder each. A page makes its one resource in its own body and shows it with `kit::Load`.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

mod audit;
#[cfg(debug_assertions)]
mod design;
mod group;
mod held;
mod home;
mod matrix;
mod member;
mod not_found;
mod picker;
mod profile;
mod project;
mod reset;
pub mod route;
mod set_up;
mod sign_in;
mod source;
mod user;

#[cfg(debug_assertions)]
pub use design::Design;
pub use home::Home;
pub use not_found::NotFound;
/// In what is shipped there is no such page.
#[cfg(not(debug_assertions))]
pub use not_found::NotFound as Design;
pub use reset::Reset;
pub use set_up::SetUp;
pub use sign_in::SignIn;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A part of the page's path, as it reads without its encoding.
fn param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get(name).unwrap_or_default())
}

/// A value of the page's query; empty where there is none.
fn query(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get(name).unwrap_or_default())
}
