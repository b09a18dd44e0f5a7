//! One route, to be written: which requests it takes, and what they need.

use super::PATH;
use crate::prelude::*;
use crate::{
    dto::{RouteDraft, RouteNeedDraft, RoutePage},
    kit::GetForm,
    text::{fill, t},
};

/// Most things a route needs.
const MAX_NEEDS: usize = authz::route::MAX_NEEDS;

/// One route, to be written.
#[component]
pub(super) fn Form(
    /// The routes.
    page: RoutePage,
    /// What it is, or was written so far.
    draft: RouteDraft,
) -> impl IntoView {
    let new = draft.at.is_empty();
    let title = if new { t("New route") } else { t("Change the route") };
    let wrong = page.told.as_ref().and_then(|told| told.problem.clone()).map(|(field, _)| field);
    let [bad_path, bad_methods, bad_host, bad] =
        ["path", "methods", "host", "needs"].map(|field| (wrong.as_deref() == Some(field)).then_some("true"));
    let hint = fill(
        "Plain segments as they read, `{one}` for any one segment, `{rest}` at the end for all that follow.",
        &[("one", "{name}"), ("rest", "{name...}")],
    );
    let on =
        fill("On and under what: system, type:name, or {form} with a name of the path.", &[("form", "type:{name}")]);
    let shown = (draft.needs.len() + 1).clamp(2, MAX_NEEDS);
    let mut needs = draft.needs.clone();
    needs.resize(shown.max(draft.needs.len()), RouteNeedDraft::default());
    let permissions = StoredValue::new(page.permissions);
    let rows = needs.into_iter().enumerate().map(|(at, need)| view! { <Needed at need permissions bad/> });
    let rows = rows.collect_view();
    view! {
        <section class="panel max-w-3xl" aria-labelledby="form">
            <div class="panel-head"><h2 id="form">{title}</h2><a class="link touch" href=PATH>{t("Back to the list")}</a></div>
            <div class="panel-body">
                <GetForm path=PATH label=title>
                    <input type="hidden" name="edit" value=if new { "new".to_owned() } else { draft.at.clone() }/>
                    <input type="hidden" name="do" value="put"/>
                    <input type="hidden" name="at" value=draft.at/>
                    <input type="hidden" name="seen" value=page.seen/>
                    <div class="grid grid-cols-[minmax(0,1fr)] gap-5">
                        <div class="grid gap-1.5">
                            <label for="path" class="text-sm font-medium">{t("Path")}</label>
                            <input id="path" name="path" class="input" value=draft.path autocomplete="off" autocapitalize="none" required=true aria-invalid=bad_path aria-describedby="path-hint"/>
                            <p id="path-hint" class="text-sm text-muted">{hint.replace('`', "")}</p>
                        </div>
                        <div class="grid gap-5 sm:grid-cols-2">
                            <div class="grid content-start gap-1.5">
                                <label for="methods" class="text-sm font-medium">{t("Methods")} <span class="font-normal text-muted">{t(" (optional)")}</span></label>
                                <input id="methods" name="methods" class="input" value=draft.methods autocomplete="off" autocapitalize="characters" aria-invalid=bad_methods aria-describedby="methods-hint"/>
                                <p id="methods-hint" class="text-sm text-muted">{t("Such as GET, HEAD; empty for any.")}</p>
                            </div>
                            <div class="grid content-start gap-1.5">
                                <label for="host" class="text-sm font-medium">{t("Host")} <span class="font-normal text-muted">{t(" (optional)")}</span></label>
                                <input id="host" name="host" class="input" value=draft.host autocomplete="off" autocapitalize="none" aria-invalid=bad_host aria-describedby="host-hint"/>
                                <p id="host-hint" class="text-sm text-muted">{t("Without a port; empty for any.")}</p>
                            </div>
                        </div>
                        {rows}
                        <p id="needs-hint" class="-mt-2 text-sm text-muted">{on} " " {t("All of it must be held. After you looked there is room for one more.")}</p>
                        <label class="touch flex items-start gap-3">
                            <input type="checkbox" class="checkbox checkbox-sm mt-0.5" name="verified" value="1" checked=draft.verified/>
                            <span class="grid gap-0.5 text-sm"><span class="font-medium">{t("The application verifies nesting")}</span> <span class="text-muted">{t("Only then does something that nobody registered count as lying where the address says.")}</span></span>
                        </label>
                        <div><button type="submit" class="btn btn-primary">{t("See what it would do")}</button></div>
                    </div>
                </GetForm>
            </div>
        </section>
    }
}

/// Something that a request needs, to be written.
#[component]
fn Needed(
    at: usize,
    need: RouteNeedDraft,
    permissions: StoredValue<Vec<String>>,
    bad: Option<&'static str>,
) -> impl IntoView {
    let RouteNeedDraft { permission: chosen, on, under } = need;
    let option = |permission: &String| {
        view! { <option value=permission.clone() selected=*permission == chosen>{permission.clone()}</option> }
    };
    let options = permissions.with_value(|all| all.iter().map(option).collect_view());
    let [permission_id, on_id, under_id] = ["permission", "on", "under"].map(|name| format!("{name}-{at}"));
    let legend = if at == 0 { t("What a request needs") } else { t("And also") };
    view! {
        <fieldset class="role-entry">
            <legend class="mb-1 text-sm text-muted">{legend}</legend>
            <div class="grid content-start gap-1.5">
                <label for=permission_id.clone() class="text-sm font-medium">{t("Permission")}</label>
                <select id=permission_id name="permission" class="select" aria-invalid=bad><option value="">{t("nothing more")}</option>{options}</select>
            </div>
            <div class="grid content-start gap-1.5">
                <label for=on_id.clone() class="text-sm font-medium">{t("On")}</label>
                <input id=on_id name="on" class="input" value=on autocomplete="off" autocapitalize="none" aria-invalid=bad aria-describedby="needs-hint"/>
            </div>
            <div class="grid content-start gap-1.5">
                <label for=under_id.clone() class="text-sm font-medium">{t("Under")} <span class="font-normal text-muted">{t(" (optional)")}</span></label>
                <input id=under_id name="under" class="input" value=under autocomplete="off" autocapitalize="none" aria-invalid=bad aria-describedby="needs-hint"/>
            </div>
        </fieldset>
    }
}
