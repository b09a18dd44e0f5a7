//! One role: a form that works without script; the way to change a role on a phone.

use super::{Above, model::Model, state};
use crate::{
    AppError,
    dto::{Lock, MatrixColumn, MatrixPage},
    kit::{Confirm, Empty, Field, FormError, Glyph, Load, Submit, Tone, refusal},
    rpc::matrix::{DeleteRole, SaveRole, load_matrix},
    text::t,
};
use authz::Extent;
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
        let found = page.columns.iter().position(|column| column.id.as_str() == wanted);
        match found.and_then(|place| Some((u32::try_from(place).ok()?, page.columns.get(place)?.clone()))) {
            Some((place, column)) => view! { <RoleForm page place column/> }.into_any(),
            None => view! {
                <Above page/>
                <Empty glyph=Glyph::Roles title=t("There is no such role here") text=t("It may have been deleted.")/>
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
    let (node, role, locked) = (page.node.clone(), column.id.to_string(), column.lock.map(Lock::why));
    let model = Model::new(page.clone());
    let groups = model.kinds().iter().map(|kind| {
        let lines = kind
            .rows
            .clone()
            .map(|row| view! { <Choice model=model.clone() column=place row locked=locked.is_some()/> });
        view! {
            <fieldset class="panel">
                <legend class="px-5 pt-4 font-semibold">{state::title(&kind.name)}</legend>
                <ul class="divide-y divide-line">{lines.collect_view()}</ul>
            </fieldset>
        }
    });
    let groups = groups.collect_view();
    let may_delete = page.may_delete && column.lock.is_none();
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
                <Field name="reason" label=t("Why") hint=t("For the audit log.") error optional=true/>
                <div><Submit label=t("Save the role") pending=action.pending()/></div>
            })}
        </ActionForm>
        {may_delete.then(|| view! { <Delete node=page.node.clone() role=column.id.to_string()/> })}
    }
}

/// A permission: not granted, on one's own, on all.
#[component]
fn Choice(model: Model, column: u32, row: u32, locked: bool) -> impl IntoView {
    let cell = model.cell((column, row));
    let Some(permission) = model.permission(row).cloned() else { return ().into_any() };
    let now = match cell.explicit {
        None => "none",
        Some(Extent::Own) => "own",
        Some(Extent::All) => "all",
    };
    let choices = [("none", t("Not granted here")), ("own", t("On one's own")), ("all", t("On all"))];
    let options = choices.map(
        |(value, label)| view! { <option value=format!("{permission}={value}") selected=value == now>{label}</option> },
    );
    let id = format!("cell-{row}");
    let inherited = state::inherited(&model, &cell).map(|text| state::title(&text));
    let condition = cell.conditional.then(|| t("Also under a condition"));
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-2.5">
            <label for=id.clone() class="min-w-0">
                {permission.action().to_owned()}
                {inherited.map(|note| view! { <span class="block text-sm text-muted">{note}</span> })}
                {condition.map(|note| view! { <span class="block text-sm text-muted">{note}</span> })}
            </label>
            <select id=id name="cells[]" class="select w-48" disabled=locked>{options.collect_view()}</select>
        </li>
    }
    .into_any()
}

#[component]
fn Delete(node: String, role: String) -> impl IntoView {
    let action = ServerAction::<DeleteRole>::new();
    let error: Signal<Option<AppError>> = refusal(action);
    view! {
        <div class="mt-8 max-w-2xl">
            <Confirm label=t("Delete this role") glyph=Glyph::Trash open=error.get_untracked().is_some()>
                <p class="mb-3">{t("Everybody who holds it loses what it gives, at once.")}</p>
                <ActionForm action attr:class="grid gap-4">
                    <FormError error/>
                    <input type="hidden" name="node" value=node/>
                    <input type="hidden" name="role" value=role/>
                    <div><Submit label=t("Delete the role") tone=Tone::Danger pending=action.pending()/></div>
                </ActionForm>
            </Confirm>
        </div>
    }
}
