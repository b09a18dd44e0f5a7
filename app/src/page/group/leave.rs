//! Taking somebody out of a group, after a look at what that takes.

use super::join::crumbs;
use crate::prelude::*;
use crate::{
    dto::LeaverPage,
    kit::{FormError, Load, PageHeader, Reason, Submit, Tone, refusal},
    link,
    page::{outlook::Outlook, param, query},
    rpc::group::{RemoveFromGroup, load_leaver},
    text::{fill, t},
};
use leptos::form::ActionForm;

/// Taking somebody out of a group.
#[component]
pub fn TakeOut() -> impl IntoView {
    let (id, who) = (param("id"), query("who"));
    let action = ServerAction::<RemoveFromGroup>::new();
    let page = Resource::new(move || (id.get(), who.get()), |(id, who)| load_leaver(id, who));
    view! { <Load resource=page view=move |page| view! { <Page page action/> }/> }
}

#[component]
fn Page(page: LeaverPage, action: ServerAction<RemoveFromGroup>) -> impl IntoView {
    let LeaverPage { head, member, name, outlook } = page;
    let (group, error) = (head.group, refusal(action));
    let possible = outlook.refused.is_none();
    let document = fill("Take out · {group}", &[("group", &group.name)]);
    let back = link::group(&group.id, "");
    view! {
        <PageHeader
            title=fill("Take {name} out?", &[("name", &name)])
            document
            crumbs=crumbs(&group)
            text=t("What comes only through this group ends at once. You can undo it.")
        />
        <section class="panel max-w-2xl" aria-labelledby="outlook">
            <div class="panel-head"><h2 id="outlook">{t("What it would do")}</h2></div>
            <div class="panel-body grid gap-4">
                <Outlook outlook/>
                {possible.then(|| view! {
                    <ActionForm action>
                        <input type="hidden" name="group" value=group.id/>
                        <input type="hidden" name="member" value=member/>
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <Reason error/>
                            <div class="flex flex-wrap gap-3">
                                <Submit label=t("Take out") tone=Tone::Danger pending=action.pending()/>
                                <a class="btn btn-plain" href=back>{t("Leave it as it is")}</a>
                            </div>
                        </div>
                    </ActionForm>
                })}
            </div>
        </section>
    }
    .into_any()
}
