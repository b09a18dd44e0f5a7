//! Pattern policies: the list, one of them to be written, and a form that tries an address.

mod form;
mod trial;

use crate::prelude::*;
use crate::{
    dto::{PolicyItem, PolicyNote, PolicyPage, PolicyQuery, PolicyTold},
    kit::{
        Chip, ChipTone, Crumb, Empty, FormError, Glyph, Icon, LinkButton, Load, Notice, NoticeTone, PageHeader, Prose,
        Reason, Submit, Tone, refusal,
    },
    link,
    page::{catalog::Owned, outlook::Outlook, role::DiffList},
    rpc::policy::{SavePolicy, load_policies},
    text::{capital, fill, t},
};
use form::Form;
use leptos::form::ActionForm;
use leptos_router::hooks::use_query_map;
use trial::Trial;

/// Where the policies are.
const PATH: &str = "/policies";

/// The policies.
#[component]
pub fn Policies() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| (PolicyQuery::read(&map.read()), map.read().get("saved")));
    let save = ServerAction::<SavePolicy>::new();
    let page = Resource::new(move || query.get(), |(query, _)| load_policies(query));
    let view = move |page| view! { <Page page asked=query.get_untracked().0 save/> };
    view! { <Load resource=page view/> }
}

#[component]
fn Page(page: PolicyPage, asked: PolicyQuery, save: ServerAction<SavePolicy>) -> impl IntoView {
    let none = page.items.is_empty();
    let text = t(
        "For things that nobody registers, such as paths and topics: which permission on the whole system an action needs. Where several match, any one of them is enough; the order does not matter.",
    );
    let (editable, decided) = (page.editable, !page.kinds.is_empty());
    let seen = page.seen.clone();
    let rows =
        page.items.clone().into_iter().map(|item| view! { <Row item editable seen=seen.clone()/> }).collect_view();
    let form = page.form.clone().map(|draft| view! { <Form page=page.clone() draft/> });
    let told = page.told.clone().map(|told| view! { <Told told action=save/> });
    view! {
        <PageHeader title=t("Policies") crumbs=vec![Crumb::new("/catalog", t("Catalog"))] text>
            <LinkButton href="/routes" label=t("Routes") tone=Tone::Plain/>
            {(editable && decided).then(|| view! { <LinkButton href=link::with_query(PATH, &[("edit", "new")]) label=t("New policy") glyph=Glyph::Plus/> })}
        </PageHeader>
        <div class="grid grid-cols-[minmax(0,1fr)] gap-6">
            {form}
            {told}
            {decided.then(|| view! { <Trial page=page.clone() asked/> })}
            <section class="panel" aria-labelledby="policies">
                <div class="panel-head"><h2 id="policies">{t("All policies")}</h2></div>
                {none.then(|| {
                    let text = if decided {
                        t("Without one, nobody may do anything on what policies decide.")
                    } else {
                        t("The catalog has no type that policies decide.")
                    };
                    view! { <Empty glyph=Glyph::Roles title=t("No policy yet") text/> }
                })}
                <ol class="role-entries empty:hidden">{rows}</ol>
            </section>
        </div>
    }
}

#[component]
fn Row(item: PolicyItem, editable: bool, seen: String) -> impl IntoView {
    let PolicyItem { at, pattern, needs, file, notes } = item;
    let (at, name) = (at.to_string(), pattern.clone());
    let links = (editable && file.is_none()).then(|| {
        let change = link::with_query(PATH, &[("edit", &at)]);
        let remove = link::with_query(PATH, &[("do", "drop"), ("at", &at), ("seen", &seen)]);
        let named = [("pattern", name.as_str())];
        view! {
            <span class="flex shrink-0 gap-4">
                <a class="link touch" href=change aria-label=fill("Change {pattern}", &named)>{t("Change")}</a>
                <a class="link touch text-error" href=remove aria-label=fill("Remove {pattern}", &named)>{t("Remove…")}</a>
            </span>
        }
    });
    let needs = needs.into_iter().map(|(action, needs)| {
        view! { <li>{action} {t(" needs ")} <code>{needs}</code></li> }
    });
    view! {
        <li>
            <div class="grid min-w-0 gap-1">
                <p class="break-all font-medium"><code>{pattern}</code></p>
                <ul class="flex flex-wrap gap-x-5 text-sm">{needs.collect_view()}</ul>
                {file.map(|file| view! { <Owned file/> })}
                <Notes notes/>
            </div>
            {links}
        </li>
    }
}

/// What is worth knowing of a policy.
#[component]
fn Notes(notes: Vec<PolicyNote>) -> impl IntoView {
    let note = |PolicyNote { idle, text }: PolicyNote| {
        let chip = idle.then(|| view! { <Chip tone=ChipTone::Accent>{t("adds nothing")}</Chip> });
        let icon = (!idle).then(|| view! { <span class="text-muted"><Icon glyph=Glyph::Info size=14/></span> });
        view! { <li class="flex items-baseline gap-2 text-sm text-muted">{chip} {icon} <span class="min-w-0 break-words"><Prose text/></span></li> }
    };
    view! { <ul class="grid gap-1 empty:hidden">{notes.into_iter().map(note).collect_view()}</ul> }
}

/// What a change would do, and saving exactly that.
#[component]
fn Told(told: PolicyTold, action: ServerAction<SavePolicy>) -> impl IntoView {
    let PolicyTold { draft, lines, notes, problem, outlook } = told;
    let error = refusal(action);
    let ready = outlook.as_ref().is_some_and(|outlook| outlook.refused.is_none());
    let same = problem.is_none() && outlook.is_none();
    let fields = draft.fields().into_iter();
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <section class="panel max-w-3xl" aria-labelledby="told">
            <div class="panel-head"><h2 id="told">{t("What it would do")}</h2></div>
            <div class="panel-body grid gap-4" role="status">
                {problem.map(|(_, text)| view! { <Notice tone=NoticeTone::Bad><p><Prose text=capital(&text)/></p></Notice> })}
                {same.then(|| view! { <p class="text-muted">{t("It is so already. Change something above to see what that would do.")}</p> })}
                <DiffList lines/>
                <Notes notes/>
                {outlook.map(|outlook| view! { <Outlook outlook/> })}
            </div>
            {ready.then(|| view! {
                <div class="panel-body border-t border-line">
                    <ActionForm action>
                        {fields}
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <Reason id="save-reason" error/>
                            <div><Submit label=t("Save the policies") pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </div>
            })}
        </section>
    }
}
