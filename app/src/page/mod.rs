//! Screens, a file or folder each. A page makes its one resource in its own body and shows it with `kit::Load`.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

mod account;
mod asking;
mod audit;
mod catalog;
#[cfg(debug_assertions)]
mod design;
mod explorer;
mod foreseen;
mod grant;
mod group;
mod held;
mod home;
mod matrix;
mod member;
mod navigation;
mod node;
mod not_found;
mod outlook;
mod picker;
mod policy;
mod profile;
mod project;
mod reset;
mod role;
mod route;
mod route_guard;
mod set_up;
mod sign_in;
mod source;
mod user;

#[cfg(debug_assertions)]
use design::Design;
/// In what is shipped there is no such page.
#[cfg(not(debug_assertions))]
use not_found::NotFound as Design;
pub use project::OtherProjects;
pub use route::Page;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};

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

/// The node whose roles the address is about: an account, a project, or the whole system.
fn home() -> Memo<String> {
    let (params, path) = (use_params_map(), use_location().pathname);
    Memo::new(move |_| match params.read().get("id") {
        None => authz::SYSTEM.to_owned(),
        Some(name) if path.read().starts_with("/accounts/") => format!("account:{name}"),
        Some(name) => format!("project:{name}"),
    })
}
