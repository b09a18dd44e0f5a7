//! One policy, to be written: its pattern, and what each action needs.

use super::PATH;
use crate::prelude::*;
use crate::{
    dto::{PolicyDraft, PolicyPage},
    kit::GetForm,
    text::{capital, fill, t},
};

/// One policy, to be written.
#[component]
pub(super) fn Form(
    /// The policies.
    page: PolicyPage,
    /// What it is, or was written so far.
    draft: PolicyDraft,
) -> impl IntoView {
    let new = draft.at.is_empty();
    let title = if new { t("New policy") } else { t("Change the policy") };
    let wrong = page.told.as_ref().and_then(|told| told.problem.clone()).is_some_and(|(field, _)| field == "pattern");
    let mut actions: Vec<String> = Vec::new();
    for action in page.kinds.iter().flat_map(|(_, actions)| actions) {
        if !actions.contains(action) {
            actions.push(action.clone());
        }
    }
    let kinds: Vec<String> = page.kinds.iter().map(|(kind, _)| format!("{kind}:")).collect();
    let hint = fill(
        "Matched against the whole id, its beginning ({kinds}) too: * is any run of letters, ? is one, [ab], [a-c] and [!ab] are sets.",
        &[("kinds", &kinds.join(", "))],
    );
    let permissions = StoredValue::new(page.permissions);
    let needs = draft.needs.clone();
    let rows = actions.into_iter().map(|action| {
        let chosen = needs.iter().find_map(|need| need.strip_prefix(&format!("{action}=")).map(ToOwned::to_owned));
        let chosen = chosen.unwrap_or_default();
        let id = format!("need-{action}");
        let none = format!("{action}=");
        let option = |needs: &String| {
            let value = format!("{action}={needs}");
            view! { <option value=value selected=*needs == chosen>{needs.clone()}</option> }
        };
        let options = permissions.with_value(|all| all.iter().map(option).collect_view());
        view! {
            <div class="grid gap-1.5">
                <label for=id.clone() class="text-sm font-medium">{fill("{action} needs", &[("action", &capital(&action))])}</label>
                <select id=id name="need" class="select"><option value=none>{t("not said")}</option>{options}</select>
            </div>
        }
    });
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
                    <div class="grid gap-5">
                        <div class="grid gap-1.5">
                            <label for="pattern" class="text-sm font-medium">{t("Pattern")}</label>
                            <input id="pattern" name="pattern" class="input" value=draft.pattern autocomplete="off" autocapitalize="none" required=true aria-invalid=wrong.then_some("true") aria-describedby="pattern-hint"/>
                            <p id="pattern-hint" class="text-sm text-muted">{hint}</p>
                        </div>
                        <div class="role-entry">{rows}</div>
                        <div><button type="submit" class="btn btn-primary">{t("See what it would do")}</button></div>
                    </div>
                </GetForm>
            </div>
        </section>
    }
}
