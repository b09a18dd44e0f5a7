//! A resource's name, owner and attributes, where it is, and its end.

use super::way;
use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessTopic, AccessView, Choice, NodeFacts, NodeHead, NodeSettingsPage},
    kit::{Crumb, Field, FormError, Load, PageHeader, RadioGroup, Reason, Submit, TextArea, Tone, refusal},
    link,
    page::{outlook::Deletion, param, picker::PickOne, project::visibility, query},
    rpc::node::{DeleteNode, LinkNode, SaveNode, load_node_settings},
    text::{fill, t},
};
use authz::Visibility;
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
    let (error, in_project) = (refusal(action), head.project.id.clone());
    let owner = facts.owner.map(|owner| AccessTopic { id: owner.id, name: owner.name, ..AccessTopic::default() });
    let owner = owner.unwrap_or_default();
    let had = owner.id.clone();
    let chosen = if wanted.is_empty() { owner } else { named(wanted) };
    let json = facts.attributes.clone();
    let rows = u16::try_from(json.lines().count()).unwrap_or(u16::MAX).clamp(3, 12);
    view! {
        <section class="panel" aria-label=t("About it")>
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=head.project.id/>
                    <input type="hidden" name="node" value=head.id/>
                    <input type="hidden" name="had_owner" value=had/>
                    <div class="grid gap-5">
                        <FormError error fields=FIELDS/>
                        <Field name="name" label=t("Name") value=head.name optional=true error/>
                        <TextArea name="description" label=t("Description") value=head.description optional=true error/>
                        <PickOne
                            field="owner"
                            label=t("Owner")
                            hint=t("Nobody")
                            below=t("A name, user name or e-mail address. Some roles let people do more with what is their own.")
                            value=chosen
                            project=in_project
                            optional=true
                            error
                        />
                        <Visitors restricted=facts.restricted own=facts.own error/>
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

/// Somebody as an address names them, whose name is not known here.
fn named(id: String) -> AccessTopic {
    let name = id.strip_prefix("user:").unwrap_or(&id).to_owned();
    AccessTopic { id, name, ..AccessTopic::default() }
}

/// Who may see it without a role: what comes from above, and what it opens by itself. Nothing where its type has neither.
#[component]
fn Visitors(
    /// Does it cut what everybody has from above?
    #[prop(optional_no_strip)]
    restricted: Option<bool>,
    /// To whom it is open by itself.
    #[prop(optional_no_strip)]
    own: Option<Visibility>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let above = restricted.map(|restricted| {
        let options = vec![
            Choice::new("false", t("Reaches it"), t("Who may visit what it is in may visit this too.")),
            Choice::new(
                "true",
                t("Restricted"),
                t("It stops here: what is open to everybody above does not reach it. Those with a role keep it."),
            ),
        ];
        let value = if restricted { "true" } else { "false" };
        view! { <RadioGroup name="restricted" legend=t("What everybody may do with what it is in") options value error/> }
    });
    let itself = own.map(|own| {
        let options = vec![
            Choice::new("private", t("Nobody more"), t("Only those come in without a role who come from above.")),
            Choice::new("internal", t("Internal"), t("Everybody who is signed in may visit it, whatever holds above.")),
            Choice::new("public", t("Public"), t("Anyone may visit it, signed in or not, whatever holds above.")),
        ];
        let (value, ..) = visibility::words(own);
        view! { <RadioGroup name="visibility" legend=t("Who may see it besides, without any role") options value error/> }
    });
    (restricted.is_some() || own.is_some()).then(|| {
        view! {
            <div class="grid gap-4 border-y border-line py-5">
                <div>
                    <h2>{t("Who may see it")}</h2>
                    <p class="text-sm text-muted">{t("Whoever has a role that reaches it may. This is about everybody else.")}</p>
                </div>
                {above}
                {itself}
            </div>
        }
    })
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
