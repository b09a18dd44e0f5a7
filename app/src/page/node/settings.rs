//! A resource's name, owner and attributes, where it is, and its end.

use super::way;
use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessTold, AccessTopic, AccessView, Choice, NodeFacts, NodeHead, NodeSettingsPage},
    kit::{Crumb, Field, FormError, Glyph, Load, PageHeader, RadioGroup, Reason, Submit, TextArea, Tone, refusal},
    link,
    page::{
        asking::value,
        foreseen::{Check, Foreseen, Foresight, Given, first, given},
        outlook::SeenFirst,
        param,
        picker::PickOne,
        project::visibility,
        query,
    },
    rpc::node::{DeleteNode, LinkNode, SaveNode, check_link, check_node, load_node_settings},
    text::{fill, t},
};
use leptos::form::ActionForm;
use serde::{Deserialize, Serialize};

const FIELDS: &[&str] = &["name", "description", "owner", "attributes", "restricted", "visibility"];
/// Those of them that change who may do what.
const TELLING: [&str; 4] = ["owner", "attributes", "restricted", "visibility"];
/// What the address may hold.
const GIVEN: &[&str] = &["name", "description", "owner", "attributes", "restricted", "visibility", "parents"];

/// The page, what was written so far, and what that would do.
#[derive(Clone, Serialize, Deserialize)]
struct Looked {
    page: NodeSettingsPage,
    given: Given,
    about: Option<AccessTold>,
    place: Option<AccessTold>,
}

async fn load(project: String, node: String, delete: bool, given: Given) -> Result<Looked, AppError> {
    let page = load_node_settings(project.clone(), node.clone(), delete).await?;
    let [may_update, _] = page.head.may;
    let about = if may_update && TELLING.iter().any(|name| given.contains_key(*name)) {
        let settled = settled(&page.facts);
        let [owner, attributes, restricted, visibility] = TELLING.map(|name| first(&given, &settled, name));
        Some(check_node(node.clone(), owner, owner_of(&page.facts), attributes, restricted, visibility).await?)
    } else {
        None
    };
    let place = match given.get("parents").filter(|_| may_update) {
        Some(parents) => Some(check_link(project, node, parents.clone()).await?),
        None => None,
    };
    Ok(Looked { page, given, about, place })
}

fn owner_of(facts: &NodeFacts) -> String {
    facts.owner.as_ref().map(|owner| owner.id.clone()).unwrap_or_default()
}

/// What the fields hold that change who may do what, as it is.
fn settled(facts: &NodeFacts) -> Vec<(&'static str, String)> {
    let mut all = vec![("owner", owner_of(facts)), ("attributes", facts.attributes.clone())];
    all.extend(facts.restricted.map(|restricted| ("restricted", restricted.to_string())));
    all.extend(facts.own.map(|own| ("visibility", visibility::words(own).0.to_owned())));
    all
}

/// A resource's settings.
#[component]
pub fn NodeSettings() -> impl IntoView {
    let (id, node, given, see) = (param("id"), param("node"), given(GIVEN), query("delete"));
    let (save, place) = (ServerAction::<SaveNode>::new(), ServerAction::<LinkNode>::new());
    let delete = ServerAction::<DeleteNode>::new();
    let asked = move || (id.get(), node.get(), see.get() == "true", given.get());
    let page = Resource::new(asked, |(id, node, delete, given)| load(id, node, delete, given));
    view! { <Load resource=page view=move |looked| view! { <Settings looked save place delete/> }/> }
}

#[component]
fn Settings(
    looked: Looked,
    save: ServerAction<SaveNode>,
    place: ServerAction<LinkNode>,
    delete: ServerAction<DeleteNode>,
) -> impl IntoView {
    let Looked { page, given, about, place: placed } = looked;
    let NodeSettingsPage { head, facts, goes, named, deletion } = page;
    let mut crumbs = way(&head);
    crumbs.push(Crumb::new(link::node(&head.project.id, &head.id, ""), head.name.clone()));
    let document = fill("Settings · {name}", &[("name", &head.name)]);
    let [may_update, may_delete] = head.may;
    view! {
        <PageHeader title=t("Settings") document crumbs/>
        <div class="grid max-w-2xl gap-6">
            {may_update.then(|| view! {
                <About head=head.clone() facts=facts.clone() given=given.clone() told=about action=save/>
                <Where head=head.clone() facts given told=placed action=place/>
            })}
            {may_delete.then(|| view! { <Delete head goes named outlook=deletion action=delete/> })}
        </div>
    }
    .into_any()
}

#[component]
fn About(
    head: NodeHead,
    facts: NodeFacts,
    given: Given,
    told: Option<AccessTold>,
    action: ServerAction<SaveNode>,
) -> impl IntoView {
    let look = Foresight::new(told, refusal(action));
    let (error, settled) = (look.error, settled(&facts));
    let [owner, json, restricted, own] = TELLING.map(|name| first(&given, &settled, name));
    let rows = u16::try_from(json.lines().count()).unwrap_or(u16::MAX).clamp(3, 12);
    let called = [("name", head.name), ("description", head.description)];
    let [name, description] = ["name", "description"].map(|name| first(&given, &called, name));
    let (node, had_owner) = (head.id.clone(), owner_of(&facts));
    let owner = match &facts.owner {
        Some(had) if had.id == owner => AccessTopic { id: owner, name: had.name.clone(), ..AccessTopic::default() },
        _ => named(owner),
    };
    let check: Check = Box::new(move |form| {
        let [owner, attributes, restricted, visibility] = TELLING.map(|name| value(form, name));
        Box::pin(check_node(node.clone(), owner, had_owner.clone(), attributes, restricted, visibility))
    });
    view! {
        <section class="panel" aria-label=t("About it")>
            <div class="panel-body">
                <ActionForm action node_ref=look.form>
                    <input type="hidden" name="project" value=head.project.id.clone()/>
                    <input type="hidden" name="node" value=head.id.clone()/>
                    <input type="hidden" name="had_owner" value=owner_of(&facts)/>
                    <Foreseen
                        look
                        settled
                        check
                        path=link::node(&head.project.id, &head.id, "settings")
                        label=t("Save")
                        pending=action.pending()
                    >
                        <FormError error fields=FIELDS/>
                        <Field name="name" label=t("Name") value=name optional=true error/>
                        <TextArea name="description" label=t("Description") value=description optional=true error/>
                        <PickOne
                            field="owner"
                            label=t("Owner")
                            hint=t("Nobody")
                            below=t("A name, user name or e-mail address. Some roles let people do more with what is their own.")
                            value=owner
                            project=head.project.id.clone()
                            optional=true
                            error
                        />
                        <Visitors
                            restricted=facts.restricted.is_some().then_some(restricted)
                            own=facts.own.is_some().then_some(own)
                            error
                        />
                        <TextArea
                            name="attributes"
                            label=t("Attributes")
                            hint=t("What conditions of roles look at: a JSON object, such as {\"tier\": \"gold\"}.")
                            value=json
                            rows
                            optional=true
                            error
                        />
                    </Foreseen>
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
    restricted: Option<String>,
    /// To whom it is open by itself.
    #[prop(optional_no_strip)]
    own: Option<String>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let either = restricted.is_some() || own.is_some();
    let above = restricted.map(|value| {
        let options = vec![
            Choice::new("false", t("Reaches it"), t("Who may visit what it is in may visit this too.")),
            Choice::new(
                "true",
                t("Restricted"),
                t("It stops here: what is open to everybody above does not reach it. Those with a role keep it."),
            ),
        ];
        view! { <RadioGroup name="restricted" legend=t("What everybody may do with what it is in") options value error/> }
    });
    let itself = own.map(|value| {
        let options = vec![
            Choice::new("private", t("Nobody more"), t("Only those come in without a role who come from above.")),
            Choice::new("internal", t("Internal"), t("Everybody who is signed in may visit it, whatever holds above.")),
            Choice::new("public", t("Public"), t("Anyone may visit it, signed in or not, whatever holds above.")),
        ];
        view! { <RadioGroup name="visibility" legend=t("Who may see it besides, without any role") options value error/> }
    });
    either.then(|| {
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
fn Where(
    head: NodeHead,
    facts: NodeFacts,
    given: Given,
    told: Option<AccessTold>,
    action: ServerAction<LinkNode>,
) -> impl IntoView {
    let look = Foresight::new(told, refusal(action));
    let error = look.error;
    let parents = facts.parents.iter().map(|parent| parent.id.as_str()).collect::<Vec<_>>().join("\n");
    let settled = vec![("parents", parents)];
    let parents = first(&given, &settled, "parents");
    let (project, node) = (head.project.id.clone(), head.id.clone());
    let check: Check =
        Box::new(move |form| Box::pin(check_link(project.clone(), node.clone(), value(form, "parents"))));
    view! {
        <section class="panel" aria-labelledby="where">
            <div class="panel-body grid gap-3">
                <h2 id="where">{t("Where it is")}</h2>
                <p class="text-sm text-muted">
                    {t("Whoever reaches what it is in reaches it. Add a line to link it to another project as well; put another in place of one to move it.")}
                </p>
                <ActionForm action node_ref=look.form>
                    <input type="hidden" name="project" value=head.project.id.clone()/>
                    <input type="hidden" name="node" value=head.id.clone()/>
                    <Foreseen
                        look
                        settled
                        check
                        path=link::node(&head.project.id, &head.id, "settings")
                        label=t("Link or move")
                        tone=Tone::Plain
                        pending=action.pending()
                    >
                        <FormError error fields=&["parents"]/>
                        <TextArea
                            name="parents"
                            label=t("In")
                            hint=t("Identifiers, one a line. What is in something that you may not see stays there.")
                            value=parents
                            error
                        />
                    </Foreseen>
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
                <SeenFirst
                    path=link::node(&head.project.id, &head.id, "settings")
                    ask="delete=true#delete"
                    label=t("Delete…")
                    glyph=Glyph::Trash
                    keep=t("Keep it")
                    outlook
                >
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
                </SeenFirst>
            </div>
        </section>
    }
    .into_any()
}
