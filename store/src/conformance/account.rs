//! What accounts must do: who belongs to them, their terms, their consultancies.

use super::{World, asks, id, role};
use crate::{
    AccountEdit, AccountTerms, Caller, Denied, Gate, NewMembers, NewUser, StoreError,
    port::{Database, PageRequest},
};
use authz::{
    NodeId,
    action::{
        AddMember, CreateAccount, CreateUser, Each, GovernAccount, ListAccounts, ListProjects, ListUsers, MoveUser,
        Moved, PreviewMove, ReadAccount, UpdateAccount,
    },
};
use std::sync::Arc;

type Outcome = Result<(), StoreError>;

async fn account(gate: &Gate, by: &Caller, name: &str) -> Result<NodeId, StoreError> {
    let new = AccountEdit { id: name.to_owned(), name: name.to_uppercase(), ..AccountEdit::default() };
    gate.permit::<CreateAccount>(by, NodeId::system()).await?.add(new).await
}

async fn person(gate: &Gate, by: &Caller, name: &str, place: &str) -> Result<NodeId, StoreError> {
    let new = NewUser { username: name.into(), name: name.into(), email: String::new(), password_hash: None };
    gate.permit::<CreateUser>(by, id(place)).await?.add(new).await
}

async fn give(gate: &Gate, by: &Caller, who: &str, wanted: &str, on: &str) -> Outcome {
    let new =
        NewMembers { subjects: vec![id(who)], roles: vec![role(wanted)], expires_at: None, reason: String::new() };
    gate.permit::<AddMember>(by, id(on)).await?.add(new).await.map(drop)
}

async fn govern(gate: &Gate, by: &Caller, what: &str, terms: AccountTerms) -> Outcome {
    gate.permit::<GovernAccount>(by, NodeId::system()).await?.govern(&id(what), terms, "").await
}

async fn move_to(gate: &Gate, by: &Caller, who: &str, to: &str) -> Outcome {
    gate.permit::<MoveUser>(by, Moved { user: id(who), to: id(to) }).await?.relocate("").await
}

fn is_hidden(result: &Result<impl Sized, StoreError>) -> bool {
    matches!(result, Err(StoreError::Denied(Denied::NotFound)))
}

fn is_forbidden(result: &Result<impl Sized, StoreError>) -> bool {
    matches!(result, Err(StoreError::Denied(Denied::Forbidden { .. })))
}

pub(super) async fn an_account_is_made_renamed_and_given_terms(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    assert!(is_forbidden(&account(gate, &sam, "north").await));
    let north = account(gate, &ann, "north").await?;
    let again = account(gate, &ann, "north").await;
    assert!(matches!(again, Err(StoreError::Invalid { field: "id", .. })));
    assert!(is_hidden(&gate.permit::<ReadAccount>(&sam, north.clone()).await.map(drop)));
    give(gate, &ann, "user:sam", "manager", "account:north").await?;
    let edit = AccountEdit { name: "North".into(), ..AccountEdit::default() };
    gate.permit::<UpdateAccount>(&sam, north.clone()).await?.update(edit).await?;
    // Nobody sets their own terms: that is asked on what is above.
    let terms =
        AccountTerms { labels: vec!["MDC".into(), " MDC ".into(), String::new()], seats: Some(5), suspended: false };
    assert!(is_forbidden(&govern(gate, &sam, "account:north", terms.clone()).await));
    govern(gate, &ann, "account:north", terms).await?;
    let mut proof = gate.permit::<ReadAccount>(&sam, north.clone()).await?;
    let found = proof.get().await?;
    assert_eq!((found.profile.name.as_str(), found.labels, found.seats), ("North", vec!["MDC".to_owned()], Some(5)));
    assert_eq!(proof.may_manage(), [true, false]);
    drop(proof);
    let long = AccountTerms { labels: vec!["x".repeat(61)], ..AccountTerms::default() };
    assert!(matches!(
        govern(gate, &ann, "account:north", long).await,
        Err(StoreError::Invalid { field: "labels", .. })
    ));
    assert!(is_hidden(&govern(gate, &ann, "project:apollo", AccountTerms::default()).await));
    account(gate, &ann, "south").await?;
    let listed = gate.permit::<ListAccounts>(&sam, Each).await?.list(&PageRequest::default()).await?.items;
    assert_eq!(listed.len(), 1, "the other is not Sam's to see");
    Ok(())
}

pub(super) async fn seats_are_kept_by_who_makes_and_who_moves(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    account(gate, &ann, "north").await?;
    give(gate, &ann, "user:sam", "manager", "account:north").await?;
    govern(gate, &ann, "account:north", AccountTerms { seats: Some(1), ..AccountTerms::default() }).await?;
    let sam = world.caller("sam").await?;
    person(gate, &sam, "nia", "account:north").await?;
    let full = person(gate, &sam, "noa", "account:north").await;
    assert!(asks(full, "place", "all 1 seats"));
    assert!(matches!(
        move_to(gate, &ann, "user:vic", "account:north").await,
        Err(StoreError::Invalid { field: "to", .. })
    ));
    govern(gate, &ann, "account:north", AccountTerms { seats: Some(2), ..AccountTerms::default() }).await?;
    move_to(gate, &ann, "user:vic", "account:north").await?;
    let mut proof = gate.permit::<ReadAccount>(&sam, id("account:north")).await?;
    let all = proof.residents(&PageRequest::default()).await?.items;
    let names: Vec<&str> = all.iter().map(|(record, _)| record.subject.as_str()).collect();
    assert_eq!(names, ["user:nia", "user:vic"]);
    let found = proof.residents(&PageRequest { search: "vic".into(), ..PageRequest::default() }).await?.items;
    assert_eq!(found.len(), 1);
    Ok(())
}

pub(super) async fn a_suspended_account_stops_its_people_at_once(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    account(gate, &ann, "north").await?;
    move_to(gate, &ann, "user:vic", "account:north").await?;
    let vic = world.caller("vic").await?;
    assert!(gate.permit::<ListProjects>(&vic, Each).await.is_ok());
    let suspended = AccountTerms { suspended: true, ..AccountTerms::default() };
    govern(gate, &ann, "account:north", suspended.clone()).await?;
    let stopped = gate.permit::<ListProjects>(&vic, Each).await.map(drop);
    assert!(matches!(stopped, Err(StoreError::Denied(Denied::SignIn))));
    govern(gate, &ann, "account:north", AccountTerms::default()).await?;
    assert!(gate.permit::<ListProjects>(&vic, Each).await.is_ok());
    // Nobody locks themselves out.
    let new = AccountEdit { id: "own".into(), name: "Own".into(), ..AccountEdit::default() };
    gate.permit::<CreateAccount>(&ann, NodeId::system()).await?.add(new).await?;
    give(gate, &ann, "user:olga", "administrator", "system").await?;
    let olga = world.caller("olga").await?;
    move_to(gate, &ann, "user:olga", "account:own").await?;
    let own = govern(gate, &olga, "account:own", suspended).await;
    assert!(matches!(own, Err(StoreError::Invalid { field: "suspended", .. })));
    Ok(())
}

pub(super) async fn a_consultancy_reaches_one_level_and_both_sides_see_it(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    for name in ["tide", "north", "south"] {
        account(gate, &ann, name).await?;
    }
    move_to(gate, &ann, "user:vic", "account:tide").await?;
    give(gate, &ann, "user:vic", "consultant", "account:tide").await?;
    let vic = world.caller("vic").await?;
    let link = async |by: &Caller, client: &str, wanted: Option<&str>| {
        let wanted = wanted.map(id);
        gate.permit::<UpdateAccount>(by, id(client)).await?.set_consultancy(wanted.as_ref(), "").await
    };
    let sees = async |client: &str| gate.permit::<ReadAccount>(&vic, id(client)).await.is_ok();
    assert!(!sees("account:north").await);
    link(&ann, "account:north", Some("account:tide")).await?;
    link(&ann, "account:south", Some("account:north")).await?;
    assert!(sees("account:north").await && !sees("account:south").await, "not the clients of a client");
    let (by, clients) = gate.permit::<ReadAccount>(&ann, id("account:north")).await?.consultancy().await?;
    assert_eq!(by.map(|place| place.id), Some(id("account:tide")));
    assert_eq!(clients.into_iter().map(|place| place.id).collect::<Vec<_>>(), [id("account:south")]);
    let (by, clients) = gate.permit::<ReadAccount>(&ann, id("account:tide")).await?.consultancy().await?;
    assert_eq!((by, clients.len()), (None, 1));
    for bad in ["account:none", "account:north", "user:vic"] {
        let refused = link(&ann, "account:north", Some(bad)).await;
        assert!(matches!(refused, Err(StoreError::Invalid { field: "consultancy", .. })), "{bad}");
    }
    // Whoever may only rename it gives nobody what they do not hold.
    give(gate, &ann, "user:sam", "manager", "account:south").await?;
    let sam = world.caller("sam").await?;
    assert!(matches!(link(&sam, "account:south", Some("account:tide")).await, Err(StoreError::Invalid { .. })));
    link(&ann, "account:north", None).await?;
    assert!(!sees("account:north").await, "it ends with the link");
    Ok(())
}

pub(super) async fn moving_somebody_is_seen_first_and_asked_on_both_sides(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    for name in ["north", "south"] {
        account(gate, &ann, name).await?;
    }
    give(gate, &ann, "account:north", "client", "account:north").await?;
    give(gate, &ann, "account:south", "client", "account:south").await?;
    give(gate, &ann, "user:sam", "manager", "account:north").await?;
    move_to(gate, &ann, "user:vic", "account:north").await?;
    let sam = world.caller("sam").await?;
    // Sam manages the one, and not the other: there is nothing there for him.
    assert!(is_hidden(&move_to(gate, &sam, "user:vic", "account:south").await));
    assert!(is_forbidden(&move_to(gate, &sam, "user:vic", "system").await));
    assert!(is_hidden(&move_to(gate, &ann, "user:none", "account:south").await));
    assert!(is_hidden(&move_to(gate, &ann, "group:crew", "account:south").await));
    assert!(is_hidden(&move_to(gate, &ann, "user:vic", "project:apollo").await));
    let scope = Moved { user: id("user:vic"), to: id("account:south") };
    let (outlook, full) = gate.permit::<PreviewMove>(&ann, scope).await?.outlook().await?;
    let told = |loses: bool| {
        let fits = outlook.lines.iter().filter(move |line| line.loses == loses);
        fits.flat_map(|line| line.tops.iter().map(NodeId::as_str)).collect::<Vec<_>>()
    };
    assert!(told(true).contains(&"account:north") && told(false).contains(&"account:south"), "{outlook:?}");
    assert!(outlook.refused.is_none() && full.is_none());
    let places = gate.permit::<ListUsers>(&sam, Each).await?.targets(&id("user:vic")).await?;
    assert!(places.is_empty());
    move_to(gate, &ann, "user:vic", "account:south").await?;
    assert!(is_hidden(&gate.permit::<ListUsers>(&sam, Each).await?.get(&id("user:vic")).await));
    Ok(())
}
