//! People.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{NewPersonPage, PeoplePage, PersonPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, backend, caller, gate, node, user_id, without_script},
        dto::{AccessView, AuditItem, Choice, HeldList, Names, PersonItem, SessionItem, Viewer, cursor},
        link,
    },
    authz::{
        NodeId,
        action::{self, Each},
    },
    identity::SignInError,
    store::{
        Caller, NewUser, Permitted,
        port::{PageRequest, SessionRecord},
    },
};

/// Places shown at once of where somebody has access.
#[cfg(feature = "ssr")]
pub(super) const HELD: usize = 25;
/// Lines shown of what was done lately.
#[cfg(feature = "ssr")]
const RECENT: u32 = 10;

/// People one may see, by name.
///
/// # Errors
/// Nobody is signed in; not allowed to see anybody.
#[server(prefix = "/rpc", endpoint = "load_people", input = GetUrl, output = Json)]
pub async fn load_people(
    #[server(default)] search: String,
    #[server(default)] after: String,
) -> Result<PeoplePage, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListUsers>(&caller(), Each).await?;
        let page = proof.list(&PageRequest { search, after: cursor::read(&after), limit: 0 }).await?;
        let accounts: Vec<_> = page.items.iter().filter_map(|user| user.account.clone()).collect();
        let names = proof.names(&accounts).await?;
        let may_create = !proof.places().await?.is_empty();
        let items = page.items.into_iter().map(|user| PersonItem::new(user, &names)).collect();
        Ok::<_, AppError>(PeoplePage { items, next: cursor::write(page.next), may_create })
    })
    .await
}

/// Where one may create a person.
///
/// # Errors
/// Nowhere, or nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_new_person", input = GetUrl, output = Json)]
pub async fn load_new_person() -> Result<NewPersonPage, AppError> {
    answer(async {
        let (gate, caller) = (gate(), caller());
        let places = gate.permit::<action::ListUsers>(&caller, Each).await?.places().await?;
        let places: Vec<Choice> = places.into_iter().map(Choice::from).collect();
        if places.is_empty() {
            // Says what is missing.
            drop(gate.permit::<action::CreateUser>(&caller, NodeId::system()).await?);
        }
        Ok::<_, AppError>(NewPersonPage { places })
    })
    .await
}

/// Makes a person who signs in with a first password.
///
/// # Errors
/// Not allowed there; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "create_person", output = Json)]
pub async fn create_person(
    place: String,
    name: String,
    username: String,
    #[server(default)] email: String,
    password: String,
) -> Result<(), AppError> {
    let typed =
        [("place", place.clone()), ("name", name.clone()), ("username", username.clone()), ("email", email.clone())];
    answer(async {
        let (backend, caller, place) = (backend(), caller(), node(&place)?);
        // Asked before a password is hashed, and again in the transaction that writes.
        drop(backend.gate.permit::<action::CreateUser>(&caller, place.clone()).await?);
        let words = [name.clone(), username.clone(), email.clone()];
        let hash = backend.identity.new_password(password, &words).await.map_err(first_password)?;
        let new = NewUser { username, name, email, password_hash: Some(hash) };
        let made = backend.gate.permit::<action::CreateUser>(&caller, place).await?.add(new).await?;
        leptos_axum::redirect(&link::with_query(&link::person(made.name()), &[("saved", "person-created")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// The password's field is called so on this form.
#[cfg(feature = "ssr")]
pub(super) fn first_password(error: SignInError) -> AppError {
    let error = AppError::from(error);
    if error.field.is_some() { AppError { field: Some("password".into()), ..error } } else { error }
}

/// One person: what they can do and through what, where they are signed in, what they did; and what enabling or disabling
/// them would do, where that is asked for.
///
/// # Errors
/// There is none of this name, or one may not see them, or not do what is asked for.
#[server(prefix = "/rpc", endpoint = "load_person", input = GetUrl, output = Json)]
pub async fn load_person(
    person: String,
    #[server(default)] after: String,
    #[server(default)] active: Option<bool>,
) -> Result<PersonPage, AppError> {
    answer(async {
        let (caller, id) = (caller(), user_id(&person)?);
        let mut proof = gate().permit::<action::ListUsers>(&caller, Each).await?;
        let user = proof.get(&id).await?;
        let names = proof.names(user.account.as_slice()).await?;
        let (may_update, me) = (proof.may_update(&id), caller.user() == Some(&id));
        let access = held(&mut proof, &id, &after).await?;
        let groups = proof.groups(&id).await?.into_iter().map(Into::into).collect();
        let sessions = proof.sessions(&id).await?.map(|all| sessions(all, &caller));
        drop(proof);
        let (history, whole_log) = (history(&id).await?, gate().may(&caller, "audit:read", &NodeId::system()));
        let (switch, person) = (switch(&id, user.active, active).await?, PersonItem::new(user, &names));
        Ok::<_, AppError>(PersonPage { person, may_update, me, access, groups, sessions, history, whole_log, switch })
    })
    .await
}

/// What enabling or disabling somebody would do; nothing where they are so already.
#[cfg(feature = "ssr")]
async fn switch(id: &NodeId, is: bool, active: Option<bool>) -> Result<Option<AccessView>, AppError> {
    let Some(active) = active.filter(|active| *active != is) else { return Ok(None) };
    let mut proof = gate().permit::<action::PreviewUser>(&caller(), id.clone()).await?;
    Ok(Some(AccessView::new(proof.outlook(active).await?, proof.now())))
}

/// Everywhere a person has access, in words.
#[cfg(feature = "ssr")]
async fn held(proof: &mut Permitted<action::ListUsers>, id: &NodeId, after: &str) -> Result<HeldList, AppError> {
    let holdings = proof.holdings(id, cursor::read(after).as_ref(), HELD).await?;
    let nodes = HeldList::nodes(&holdings);
    let names = Names { nodes: proof.names(&nodes).await?, roles: proof.roles(), now: proof.now() };
    let groups = nodes.into_iter().filter(|node| node.kind() == "group" && proof.may_read_group(node)).collect();
    let viewer = Viewer { groups, roles: proof.may_read_roles() };
    Ok(HeldList::new(holdings, id, &names, &viewer))
}

/// Sessions as others see them: their ids are nobody else's business.
#[cfg(feature = "ssr")]
fn sessions(all: Vec<SessionRecord>, caller: &Caller) -> Vec<SessionItem> {
    let current = if let Caller::Person(person) = caller { person.session.as_str() } else { "" };
    all.into_iter().map(|one| SessionItem { id: String::new(), ..SessionItem::new(one, current) }).collect()
}

/// What was done by and to a person lately; nothing where the caller may not know.
#[cfg(feature = "ssr")]
async fn history(id: &NodeId) -> Result<Option<Vec<AuditItem>>, AppError> {
    let (gate, caller) = (gate(), caller());
    if !gate.may(&caller, "audit:read", id) {
        return Ok(None);
    }
    let recent = PageRequest { limit: RECENT, ..PageRequest::default() };
    let (page, names) = gate.permit::<action::ReadAudit>(&caller, id.clone()).await?.about(&recent).await?;
    Ok(Some(page.items.into_iter().map(|line| AuditItem::new(line, &names, &gate)).collect()))
}

/// Enables or disables a person.
///
/// # Errors
/// Not allowed.
#[server(prefix = "/rpc", endpoint = "set_person_active", output = Json)]
pub async fn set_person_active(
    person: String,
    active: bool,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    answer(async {
        let proof = gate().permit::<action::UpdateUser>(&caller(), user_id(&person)?).await?;
        proof.set_active(active, &reason).await?;
        if without_script() {
            let code = if active { "person-enabled" } else { "person-disabled" };
            leptos_axum::redirect(&link::with_query(&link::person(&person), &[("saved", code)]));
        }
        Ok::<_, AppError>(())
    })
    .await
}
