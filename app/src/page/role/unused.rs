//! What of a role nobody who holds it used; where the log does not know, that is said.

use crate::prelude::*;
use crate::{
    dto::{Choice, RolePage, UnusedPage},
    kit::{GetForm, Notice},
    link,
    text::{fill, number, plural, t},
};

/// What nobody used.
#[component]
pub(super) fn UnusedPart(
    /// The role.
    page: RolePage,
    /// What is known.
    unused: UnusedPage,
) -> impl IntoView {
    let UnusedPage { days, known, gives } = unused;
    let chosen = days.to_string();
    let spans = [("7", t("7 days")), ("30", t("30 days")), ("90", t("90 days")), ("365", t("a year"))];
    let mut choices: Vec<Choice> = spans.map(|(value, label)| Choice::new(value, label, "")).into();
    if !choices.iter().any(|choice| choice.value == chosen) {
        choices.push(Choice::new(chosen.clone(), fill("{n} days", &[("n", &chosen)]), ""));
    }
    let options = choices.into_iter().map(move |choice| {
        let selected = choice.value == chosen;
        view! { <option value=choice.value selected=selected>{choice.label}</option> }
    });
    let said = match known {
        None => view! {
            <Notice><p>{t("Unknown: the decision log does not reach back so far, or keeps only some decisions. Nothing is said to be unused that might have been used.")}</p></Notice>
        },
        Some(found) if found.is_empty() => {
            view! { <p>{t("Everything that it gives was used by somebody who holds it.")}</p> }
        }
        Some(found) => {
            let count = plural(found.len(), "{n} permission", "{n} permissions");
            let head = fill(
                "{count} of {all} were used by nobody who holds it.",
                &[("count", &count), ("all", &number(gives))],
            );
            let items = found
                .into_iter()
                .map(|(deed, id)| view! { <li>{deed} " " <code class="text-muted">{id}</code></li> })
                .collect_view();
            view! { <p>{head}</p> <ul class="role-choices">{items}</ul> }
        }
    };
    view! {
        <section class="panel max-w-3xl" aria-labelledby="unused">
            <div class="panel-head"><h2 id="unused">{t("What nobody used")}</h2></div>
            <div class="panel-body grid gap-4">
                <GetForm path=link::role(&page.node, &page.id) label=t("In how many days")>
                    <input type="hidden" name="part" value="unused"/>
                    <div class="flex flex-wrap items-end gap-3">
                        <label class="grid gap-1.5 text-sm font-medium">{t("In the last")}
                            <select name="days" class="select">{options.collect_view()}</select>
                        </label>
                        <button type="submit" class="btn btn-plain">{t("Look")}</button>
                    </div>
                </GetForm>
                <div role="status" class="grid gap-3">{said}</div>
            </div>
        </section>
    }
}
