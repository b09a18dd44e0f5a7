//! Roles and what they give: the matrix of a project, of an account or of the whole system.

mod axes;
mod bar;
mod cards;
mod change;
mod desk;
mod draft;
mod effect_panel;
mod files;
mod find;
mod grid;
mod head;
mod history;
mod holders;
mod keep;
mod keys;
mod keysheet;
mod legend;
mod line;
mod look;
mod menu;
mod merge;
mod model;
mod panel;
mod point;
mod pool;
mod popover;
mod review;
mod state;
mod status;
mod step;
mod table;
#[cfg(test)]
mod tests;
mod tool;
mod toolbar;
mod unused;
mod window;

use super::{
    home,
    project::{ProjectTop, Section},
    role,
};
use crate::prelude::*;
use crate::{
    dto::MatrixPage,
    kit::{Glyph, LinkButton, Load, PageHeader, Tone},
    link,
    rpc::matrix::load_matrix,
    text::{fill, t},
};
use cards::Cards;
use desk::Desk;
use draft::{Drafting, Side};
use grid::Grid;
use keep::Kept;
use leptos_router::hooks::use_query_map;
use look::{Look, Panel};
use model::Model;
use panel::Panels;
use status::Status;
use toolbar::Toolbar;

/// The matrix of the project or account the address names, or of the system.
#[component]
pub fn MatrixView() -> impl IntoView {
    let node = home();
    let resource = Resource::new(move || node.get(), load_matrix);
    let query = use_query_map();
    let look = Look::new(&query.get_untracked());
    let kept: StoredValue<Option<Kept>> = StoredValue::new(None);
    // Somebody was faster: the newest version is loaded, and the draft put onto it.
    let merge = Callback::new(move |draft: Kept| {
        kept.set_value(Some(draft));
        resource.refetch();
    });
    let view = move |page: MatrixPage| {
        let model = Model::new(page.clone());
        look.settle(&model, &query.get_untracked());
        view! { <Above page=page.clone()/> <Board model look kept merge/> }
    };
    view! { <div class="matrix-page"><Load resource view/></div> }
}

/// The matrix: its grid, or its cards on a phone, and the draft.
#[component]
fn Board(model: Model, look: Look, kept: StoredValue<Option<Kept>>, merge: Callback<Kept>) -> impl IntoView {
    let query = use_query_map();
    let desk = Desk::new(model.clone(), look);
    let drafting = Drafting::new(desk.clone(), kept, merge);
    look.keep_address(model.clone());
    // What only a browser knows comes after the first paint, which must be what the server sent.
    Effect::new(move |_| {
        look.letters.set(keysheet::read_letters());
        if let Some(wanted) = query.get_untracked().get("set") {
            draft::begin(&model, &wanted);
        }
        if let Some(column) = query.get_untracked().get("role").and_then(|role| model.find_column(&role)) {
            look.panel.set(Panel::History(column));
        }
    });
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4 pb-6">
            {drafting.drawn(Side::Above)}
            <Cards desk=desk.clone()/>
            <div class="matrix-desk" on:pointerover=move |_| tool::fetch() on:focusin=move |_| tool::fetch()>
                <Toolbar desk=desk.clone()/>
                <Grid desk=desk.clone()/>
                <Status desk=desk.clone()/>
            </div>
            {drafting.drawn(Side::Below)}
            <Panels desk/>
        </div>
    }
}

/// The head of the page.
#[component]
fn Above(
    /// The matrix.
    page: MatrixPage,
) -> impl IntoView {
    let text =
        t("What each role gives. A change is in force once it is saved; before, you see who gains and who loses.");
    let more = page.may_create.then(|| {
        let href = link::role(&page.node, link::NEW);
        view! { <LinkButton href label=t("New role") tone=Tone::Plain glyph=Glyph::Plus/> }
    });
    match (page.head, page.account) {
        (Some(head), _) => {
            view! {
                <ProjectTop head section=Section::Roles/>
                <div class="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
                    <p class="max-w-2xl text-muted">{text}</p>
                    {more}
                </div>
            }
        }
        (None, Some(name)) => {
            let crumbs = role::crumbs(&page.node, None, Some(&name), false);
            let document = fill("Roles · {account}", &[("account", &name)]);
            view! { <PageHeader title=t("Roles") document crumbs text>{more}</PageHeader> }
        }
        (None, None) => {
            let policies =
                page.policies.then(|| view! { <LinkButton href="/policies" label=t("Policies") tone=Tone::Plain/> });
            view! { <PageHeader title=t("Roles") text>{policies} {more}</PageHeader> }
        }
    }
}
