//! A resource's name, owner and attributes, where it is, and its end.

use super::way;
use crate::prelude::*;
use crate::{
    dto::{AccessView, Choice, NodeFacts, NodeHead, NodeSettingsPage},
    kit::{Crumb, Field, FormError, Load, PageHeader, RadioGroup, Reason, Submit, TextArea, Tone, refusal},
    link,
    page::{outlook::Deletion, param, project::visibility, query},
    rpc::node::{DeleteNode, LinkNode, SaveNode, load_node_settings},
    text::{fill, t},
};
use leptos::form::ActionForm;

const FIELDS: &[&str] = &["name", "description", "owner", "attributes", "restricted", "visibility"];

/// A resource's settings.
#[component]
pub fn NodeSettings() -> impl IntoView {
    let (id, node, owner, see) = (param("id"), param("node"), query("owner"), query("delete"));
    let (save, place) = (ServerAction::<SaveNode>::new(), ServerAction::<LinkNode>::new());
    let delete = ServerAction::<DeleteNode>::new();
    let asked = move || (id.get(), node.get(), see.get() == "true");
    let page = Resource::new(asked, |(id, node, delete)| load_node_settings(id, node, delete));
    view! { <Load resource=page view=move |page| view! { <Settings page owner=owner.get_untracked() save place delete/> }/> }
}

#[component]
fn Settings(
    page: NodeSettingsPage,
    owner: String,
    save: ServerAction<SaveNode>,
    place: ServerAction<LinkNode>,
    delete: ServerAction<DeleteNode>,
) -> impl IntoView {
    let NodeSettingsPage { head, facts, goes, named, deletion } = page;
    let mut crumbs = way(&head);
    crumbs.push(Crumb::new(link::node(&head.project.id, &head.id, ""), head.name.clone()));
    let document = fill("Settings · {name}", &[("name", &head.name)]);
    let [may_update, may_delete] = head.may;
    view! {
        <PageHeader title=t("Settings") document crumbs/>
        <div class="grid max-w-2xl gap-6">
            {may_update.then(|| view! {
                <About head=head.clone() facts=facts.clone() wanted=owner action=save/>
                <Where head=head.clone() facts action=place/>
            })}
            {may_delete.then(|| view! { <Delete head goes named outlook=deletion action=delete/> })}
        </div>
    }
    .into_any()
}

#[component]
fn About(head: NodeHead, facts: NodeFacts, wanted: String, action: ServerAction<SaveNode>) -> impl IntoView {
    let error = refusal(action);
    let owner = facts.owner.map(|owner| owner.id).unwrap_or_default();
    let shown = if wanted.is_empty() { owner.clone() } else { wanted };
    let json = facts.attributes.clone();
    let rows = u16::try_from(json.lines().count()).unwrap_or(u16::MAX).clamp(3, 12);
    let restricted = facts.restricted.map(|restricted| view! { <Restricted restricted error/> });
    let visible = facts.own.map(|own| {
        let (value, ..) = visibility::words(own);
        view! {
            <RadioGroup name="visibility" legend=t("Who may visit, besides those with a role?") options=visits() value error/>
        }
    });
    view! {
        <section class="panel" aria-label=t("About it")>
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=head.project.id/>
                    <input type="hidden" name="node" value=head.id/>
                    <input type="hidden" name="had_owner" value=owner.clone()/>
                    <div class="grid gap-5">
                        <FormError error fields=FIELDS/>
                        <Field name="name" label=t("Name") value=head.name optional=true error/>
                        <TextArea name="description" label=t("Description") value=head.description optional=true error/>
                        <Field
                            name="owner"
                            label=t("Owner")
                            hint=t("A user name or e-mail address. Some roles let people do more with what is their own.")
                            value=shown
                            optional=true
                            error
                        />
                        {restricted}
                        {visible}
                        <TextArea
                            name="attributes"
                            label=t("Attributes")
                            hint=t("What conditions of roles look at: a JSON object, such as {\"tier\": \"gold\"}.")
                            value=json
                            rows
                            optional=true
                            error
                        />
                        <div><Submit label=t("Save") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

/// Does it cut what everybody has from above?
#[component]
fn Restricted(restricted: bool, #[prop(into)] error: Signal<Option<crate::AppError>>) -> impl IntoView {
    let options = vec![
        Choice::new("false", t("Open as what it is in"), t("Who may visit that may visit this.")),
        Choice::new(
            "true",
            t("Restricted"),
            t("Only people and groups with a role that reaches it, whatever is open above."),
        ),
    ];
    let value = if restricted { "true" } else { "false" };
    view! { <RadioGroup name="restricted" legend=t("Does what everybody has above reach it?") options value error/> }
        .into_any()
}

/// Who may visit: on its own account, beside what comes from above.
fn visits() -> Vec<Choice> {
    vec![
        Choice::new("private", t("As what it is in"), t("Nobody more than what it is in lets in.")),
        Choice::new("internal", t("Internal"), t("Everybody who is signed in may visit.")),
        Choice::new("public", t("Public"), t("Anyone may visit, signed in or not.")),
    ]
}

/// Where it is.
#[component]
fn Where(head: NodeHead, facts: NodeFacts, action: ServerAction<LinkNode>) -> impl IntoView {
    let error = refusal(action);
    let parents = facts.parents.iter().map(|parent| parent.id.as_str()).collect::<Vec<_>>().join("\n");
    view! {
        <section class="panel" aria-labelledby="where">
            <div class="panel-body grid gap-3">
                <h2 id="where">{t("Where it is")}</h2>
                <p class="text-sm text-muted">
                    {t("Whoever reaches what it is in reaches it. Add a line to link it to another project as well; put another in place of one to move it.")}
                </p>
                <ActionForm action>
                    <input type="hidden" name="project" value=head.project.id/>
                    <input type="hidden" name="node" value=head.id/>
                    <div class="grid gap-5">
                        <FormError error fields=&["parents"]/>
                        <TextArea
                            name="parents"
                            label=t("In")
                            hint=t("Identifiers, one a line. What is in something that you may not see stays there.")
                            value=parents
                            error
                        />
                        <div><Submit label=t("Link or move") tone=Tone::Plain pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Delete(
    head: NodeHead,
    goes: Vec<(String, u32)>,
    named: Vec<String>,
    outlook: Option<AccessView>,
    action: ServerAction<DeleteNode>,
) -> impl IntoView {
    let error = refusal(action);
    let list = goes.into_iter().map(|(kind, count)| format!("{count} × {kind}")).collect::<Vec<_>>().join(", ");
    let text = if list.is_empty() {
        t("It, and every role given on it. Its identifier is never used again.").to_owned()
    } else {
        fill(
            "It, every role given on it, and what is in nothing else: {list}. Its identifier is never used again.",
            &[("list", &list)],
        )
    };
    let names = (!named.is_empty()).then(
        || view! { <p class="break-words text-sm">{fill("Among it: {names}.", &[("names", &named.join(", "))])}</p> },
    );
    view! {
        <section class="panel" aria-labelledby="delete">
            <div class="panel-body grid gap-3">
                <h2 id="delete">{t("Delete")}</h2>
                <p class="text-sm text-muted">{text}</p>
                {names}
                <Deletion path=link::node(&head.project.id, &head.id, "settings") outlook>
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error fields=&["confirm", "reason"]/>
                            <input type="hidden" name="project" value=head.project.id/>
                            <input type="hidden" name="node" value=head.id/>
                            <Field name="confirm" label=fill("Write “{name}” to confirm", &[("name", &head.name)]) error/>
                            <Reason error/>
                            <div><Submit label=t("Delete for ever") tone=Tone::Danger pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Deletion>
            </div>
        </section>
    }
    .into_any()
}
