//! One role: a form that works without script; the way to change a role on a phone.

use super::{Above, grid::words, model::Model};
use crate::{
    AppError,
    dto::{MatrixColumn, MatrixPage},
    kit::{Confirm, Empty, Field, FormError, Glyph, Load, Submit, Tone, refusal},
    link,
    rpc::matrix::{DeleteRole, SaveRole, load_matrix},
};
use authz::{Extent, Permission};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

/// The page of a role of the system, or of a project.
#[component]
pub fn RolePage() -> impl IntoView {
    let params = use_params_map();
    let node = move || params.with(|params| super::node_of(params.get("id")));
    let resource = Resource::new(node, load_matrix);
    let view = move |page: MatrixPage| {
        let wanted = params.with_untracked(|params| params.get("role")).unwrap_or_default();
        let found = page.columns.iter().position(|column| column.role.id.as_str() == wanted);
        match found.and_then(|place| Some((u32::try_from(place).ok()?, page.columns.get(place)?.clone()))) {
            Some((place, column)) => view! { <RoleForm page place column/> }.into_any(),
            None => view! {
                <Above page/>
                <Empty glyph=Glyph::Roles title="There is no such role here" text="It may have been deleted."/>
            }
            .into_any(),
        }
    };
    view! { <Load resource view/> }
}

#[component]
fn RoleForm(page: MatrixPage, place: u32, column: MatrixColumn) -> impl IntoView {
    let action = ServerAction::<SaveRole>::new();
    let error = refusal(action);
    let (node, role, locked) = (page.node.clone(), column.role.id.to_string(), column.locked(&page.node));
    let model = Model::new(page.clone());
    let mut row = 0;
    let groups = page
        .types
        .iter()
        .map(|kind| {
            let lines = kind
                .permissions
                .iter()
                .map(|permission| {
                    let line = view! { <Choice model=model.clone() column=place row permission=permission.clone() locked=locked.is_some()/> };
                    row += 1;
                    line
                })
                .collect_view();
            view! { <fieldset class="panel"><legend class="px-5 pt-4 font-semibold">{kind.kind.clone()}</legend><ul class="divide-y divide-line">{lines}</ul></fieldset> }
        })
        .collect_view();
    let may_delete = page.may_delete && column.editable;
    view! {
        <Above page=page.clone() role=column.label().to_owned()/>
        {locked.map(|why| view! { <p class="mb-4 text-muted">{why}</p> })}
        <ActionForm action attr:class="grid max-w-2xl gap-5">
            <FormError error fields=&["reason"]/>
            <input type="hidden" name="node" value=node.clone()/>
            <input type="hidden" name="role" value=role.clone()/>
            <input type="hidden" name="version" value=column.version.to_string()/>
            {groups}
            {locked.is_none().then(|| view! {
                <Field name="reason" label="Why" hint="For the audit log." error optional=true/>
                <div><Submit label="Save the role" pending=action.pending()/></div>
            })}
        </ActionForm>
        {may_delete.then(|| view! { <Delete node=page.node.clone() role=column.role.id.to_string()/> })}
    }
}

/// A permission: not granted, on one's own, on all.
#[component]
fn Choice(model: Model, column: u32, row: u32, permission: Permission, locked: bool) -> impl IntoView {
    let cell = untrack(|| model.cell((column, row)));
    let now = match cell.explicit {
        None => "none",
        Some(Extent::Own) => "own",
        Some(Extent::All) => "all",
    };
    let options = [("none", "Not granted here"), ("own", "On one's own"), ("all", "On all")].map(
        |(value, label)| view! { <option value=format!("{permission}={value}") selected=value == now>{label}</option> },
    );
    let id = format!("cell-{row}");
    let inherited = cell.inherited.is_some() || cell.conditional;
    let note = inherited
        .then(|| words(&authz::matrix::Cell { explicit: None, ..cell.clone() }, false).replace(", unchanged", ""));
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-2.5">
            <label for=id.clone() class="min-w-0">
                {permission.action().to_owned()}
                {note.map(|note| view! { <span class="block text-sm text-muted">{note}</span> })}
            </label>
            <select id=id name="cells[]" class="select w-48" disabled=locked>{options.collect_view()}</select>
        </li>
    }
}

#[component]
fn Delete(node: String, role: String) -> impl IntoView {
    let action = ServerAction::<DeleteRole>::new();
    let error: Signal<Option<AppError>> = refusal(action);
    view! {
        <div class="mt-8 max-w-2xl">
            <Confirm label="Delete this role" glyph=Glyph::Trash open=error.get_untracked().is_some()>
                <p class="mb-3">"Everybody who holds it loses what it gives, at once."</p>
                <ActionForm action attr:class="grid gap-4">
                    <FormError error/>
                    <input type="hidden" name="node" value=node/>
                    <input type="hidden" name="role" value=role/>
                    <div><Submit label="Delete the role" tone=Tone::Danger pending=action.pending()/></div>
                </ActionForm>
            </Confirm>
        </div>
    }
}

/// Where roles are listed on a phone: a card each.
#[component]
pub fn RoleCards(
    /// The matrix.
    page: MatrixPage,
) -> impl IntoView {
    let cards = page
        .columns
        .iter()
        .map(|column| {
            let granted = column.role.permissions.len();
            let text = column.role.description.clone();
            let holders = column.holders;
            view! {
                <li>
                    <a class="panel block px-5 py-4" href=link::role(&page.node, column.role.id.as_str())>
                        <span class="flex items-baseline justify-between gap-3">
                            <strong class="font-semibold">{column.label().to_owned()}</strong>
                            <span class="text-sm text-muted">{holders} " hold it"</span>
                        </span>
                        <span class="block text-sm text-muted">{text}</span>
                        <span class="block text-sm text-muted">{granted} " entries"{column.locked(&page.node).map(|_| " · locked here")}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="grid gap-3 md:hidden">{cards}</ul> }
}
