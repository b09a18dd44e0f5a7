//! A change of many members under way: how far it is, what became of each, and taking it back.

use crate::prelude::*;
use crate::{
    dto::{JobItemRow, JobPage},
    kit::{
        Chip, ChipTone, Crumb, FormError, Glyph, Icon, Load, Notice, PageHeader, Pager, Submit, Time, Tone, refusal,
    },
    link,
    page::{param, query},
    rpc::member::{UndoJob, load_job},
    text::{fill, number, t},
};
use leptos::{form::ActionForm, leptos_dom::helpers::set_interval_with_handle};
use std::time::Duration;

/// How often the page looks how far it is.
const EVERY: Duration = Duration::from_millis(700);

/// A change of many members under way.
#[component]
pub fn MemberJob() -> impl IntoView {
    let (id, job, state, after) = (param("id"), param("job"), query("state"), query("after"));
    let (look, set_look) = signal(0_u32);
    let undo = ServerAction::<UndoJob>::new();
    let page = Resource::new(
        move || (id.get(), job.get(), state.get(), after.get(), look.get()),
        |(id, job, state, after, _)| load_job(id, job, state, after),
    );
    let running = RwSignal::new(false);
    // Only in the browser, and only while it goes on.
    Effect::new(move |before: Option<Option<IntervalHandle>>| {
        if let Some(handle) = before.flatten() {
            handle.clear();
        }
        let handle =
            running.get().then(|| set_interval_with_handle(move || set_look.update(|look| *look += 1), EVERY).ok());
        let handle = handle.flatten();
        on_cleanup(move || {
            if let Some(handle) = handle {
                handle.clear();
            }
        });
        handle
    });
    let view = move |page: JobPage| {
        let goes_on = page.running;
        Effect::new(move |_| running.set(goes_on));
        view! { <Progress page state=state.get_untracked() after=after.get_untracked() undo/> }
    };
    view! { <Load resource=page view/> }
}

#[component]
fn Progress(page: JobPage, state: String, after: String, undo: ServerAction<UndoJob>) -> impl IntoView {
    let here = link::project(&page.head.id, &format!("members/jobs/{}", page.id));
    let crumbs = vec![
        Crumb::new("/projects", t("Projects")),
        Crumb::new(link::project(&page.head.id, ""), page.head.name.clone()),
        Crumb::new(link::project(&page.head.id, "members"), t("Members")),
    ];
    let document = format!("{} · {}", page.title, page.head.name);
    let over = page.total.saturating_sub(page.waiting);
    let csv = format!("{here}/results.csv");
    let said = if page.running {
        fill("{done} of {total}", &[("done", &number(over)), ("total", &number(page.total))])
    } else {
        fill("Done: {total}", &[("total", &number(page.total))])
    };
    let counts = [
        ("done", t("Changed"), page.done),
        ("skipped", t("Skipped"), page.skipped),
        ("refused", t("Refused"), page.refused),
        ("waiting", t("Waiting"), page.waiting),
    ];
    let links = counts
        .into_iter()
        .filter(|(name, _, count)| *count > 0 || *name == state)
        .map(|(name, label, count)| {
            let (current, href) = (name == state, link::with_query(&here, &[("state", name)]));
            view! { <li><a class="page-link" href=href aria-current=current.then_some("page")>{label}<span class="page-count">{number(count)}</span></a></li> }
        })
        .collect_view();
    let all = state.is_empty().then_some("page");
    let rows = page.items.clone().into_iter().map(|item| view! { <Became item/> }).collect_view();
    view! {
        <PageHeader title=page.title.clone() document crumbs/>
        <div class="grid gap-6">
            <section class="panel" aria-label=t("Progress")>
                <div class="panel-body grid gap-3">
                    <p class="text-sm text-muted">
                        {t("Ordered by ")} {page.author.clone()} ", " <Time at=page.at/>
                        {(!page.reason.is_empty()).then(|| format!(" · {}", page.reason))}
                    </p>
                    <p role="status" class="font-medium tabular-nums">{said}</p>
                    <progress class="job-progress" max=page.total.to_string() value=over.to_string() aria-label=t("Progress")></progress>
                    <div class="flex flex-wrap gap-2">
                        <a class="btn btn-plain" href=csv rel="external" download=""><Icon glyph=Glyph::Download/> {t("Results as a file")}</a>
                        {page.running.then(|| view! { <a class="btn btn-plain" href=here.clone()>{t("Look again")}</a> })}
                        {page.may_undo.then(|| view! { <Undo project=page.head.id.clone() job=page.id.clone() undo/> })}
                    </div>
                    {page.undone_by.clone().map(|job| {
                        let href = link::project(&page.head.id, &format!("members/jobs/{job}"));
                        view! { <Notice><p>{t("This was taken back. ")} <a class="link" href=href>{t("See how")}</a></p></Notice> }
                    })}
                </div>
            </section>
            <nav class="pages" aria-label=t("Results")><ul>
                <li><a class="page-link" href=here.clone() aria-current=all>{t("All")}<span class="page-count">{number(page.total)}</span></a></li>
                {links}
            </ul></nav>
            <section class="panel" aria-label=t("Results")><table class="rows"><tbody>{rows}</tbody></table></section>
            <Pager path=here filter=vec![("state", state)] after next=page.next/>
        </div>
    }
    .into_any()
}

#[component]
fn Undo(project: String, job: String, undo: ServerAction<UndoJob>) -> impl IntoView {
    let error = refusal(undo);
    view! {
        <ActionForm action=undo>
            <FormError error/>
            <input type="hidden" name="project" value=project/>
            <input type="hidden" name="job" value=job/>
            <Submit label=t("Take it back") tone=Tone::Plain pending=undo.pending()/>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Became(item: JobItemRow) -> impl IntoView {
    let (tone, word) = match item.state.as_str() {
        "done" => (ChipTone::Good, t("Changed")),
        "skipped" => (ChipTone::Hollow, t("Skipped")),
        "refused" => (ChipTone::Bad, t("Refused")),
        _ => (ChipTone::Plain, t("Waiting")),
    };
    let change = if item.after.is_empty() { item.note } else { format!("{} → {}", item.before, item.after) };
    view! {
        <tr>
            <td>{item.name}</td>
            <td><Chip tone>{word}</Chip></td>
            <td>{change}</td>
        </tr>
    }
    .into_any()
}
