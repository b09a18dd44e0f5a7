//! What the access explorer must do: say what is decided, and nothing that its reader may not know.

use super::{
    id,
    node::{Outcome, apollo, give, make, two},
    role,
};
use crate::{
    Caller, Denied, Found, Gate, NewGroup, NewRole, NewUser, StoreError, Told,
    port::{Database, PageRequest},
};
use authz::{
    NodeId, Permission,
    action::{
        AddToGroup, CreateGroup, CreateRole, CreateUser, Each, ExploreAccess, ExploreOwn, ExplorePlaces, ListGroups,
        Own, UpdateProject,
    },
    explain::{Match, Why},
};
use std::sync::Arc;

fn can(text: &str) -> Permission {
    Permission::parse(text).unwrap_or_else(|bad| unreachable!("{bad}"))
}

async fn why(gate: &Gate, by: &Caller, who: &str, what: &str, on: &str) -> Result<Told, StoreError> {
    gate.permit::<ExploreAccess>(by, id(on)).await?.explain(who, &can(what)).await
}

async fn own(gate: &Gate, by: &Caller, what: &str, on: &str) -> Result<Told, StoreError> {
    gate.permit::<ExploreOwn>(by, Own).await?.explain(&can(what), &id(on)).await
}

async fn who(gate: &Gate, by: &Caller, what: &str, on: &str) -> Result<Found<NodeId>, StoreError> {
    gate.permit::<ExploreAccess>(by, id(on)).await?.who_can(&can(what), "", 50).await
}

async fn places(gate: &Gate, by: &Caller, who: &str, what: &str, kind: &str) -> Result<Vec<String>, StoreError> {
    let mut proof = gate.permit::<ExplorePlaces>(by, Each).await?;
    let found = proof.where_can(who, &can(what), kind, &NodeId::system(), "", 50).await?;
    Ok(found.items.iter().map(ToString::to_string).collect())
}

fn is_unknown(result: &Result<impl Sized, StoreError>) -> bool {
    matches!(result, Err(StoreError::Invalid { field: "who", .. }))
}

/// A group of the system's own, which project people may not read, with a role on Apollo or none.
async fn group(gate: &Gate, ann: &Caller, name: &str, members: &[&str]) -> Result<NodeId, StoreError> {
    let new = NewGroup { name: name.into(), description: String::new() };
    let group = gate.permit::<CreateGroup>(ann, NodeId::system()).await?.add(new).await?;
    if !members.is_empty() {
        let mut proof = gate.permit::<AddToGroup>(ann, group.clone()).await?;
        let texts: Vec<String> = members.iter().map(|text| (*text).to_owned()).collect();
        let members = proof.resolve(&texts).await?;
        proof.add(&members, "").await?;
    }
    Ok(group)
}

pub(super) async fn an_answer_comes_with_everything_that_gives_it(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    let readers = group(gate, &ann, "readers", &["vic"]).await?;
    give(gate, &ann, readers.as_str(), "viewer", "project:apollo").await?;
    let told = why(gate, &ann, "user:vic", "report:read", "report:launch").await?;
    assert!(told.why.allowed && !told.why.withheld);
    assert_eq!((told.why.proofs.len(), told.why.proof_count, told.grants.len()), (2, 2, 2));
    assert_eq!(told.projects.get(&id("report:launch")), Some(&apollo()));
    // A no says what comes near, and what would help.
    let told = why(gate, &ann, "user:vic", "report:update", "report:launch").await?;
    assert!(!told.why.allowed && told.why.misses.is_empty());
    assert_eq!(told.why.fixes.first().map(|fix| fix.role.as_str()), Some("editor"));
    assert!(told.why.widens.iter().any(|fix| fix.role.as_str() == "viewer"));
    give(gate, &ann, "user:sam", "editor", "project:apollo").await?;
    let told = why(gate, &ann, "user:sam", "report:update", "report:launch").await?;
    assert!(told.why.misses.iter().any(|miss| miss.why == Why::NotOwn(Some(id("user:vic")))));
    // What is not known is an error, whoever asks: nobody of that name, no such permission, no such node.
    assert!(is_unknown(&why(gate, &ann, "user:none", "report:read", "report:launch").await));
    let unknown = why(gate, &ann, "user:vic", "report:fly", "report:launch").await;
    assert!(matches!(unknown, Err(StoreError::Invalid { field: "can", .. })));
    let unknown = why(gate, &olga, "user:vic", "report:read", "report:none").await;
    assert!(matches!(unknown, Err(StoreError::Denied(Denied::NotFound))));
    Ok(())
}

pub(super) async fn everybody_may_ask_why_of_themselves(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, vic) = (&world.gate, world.caller("ann").await?, world.caller("vic").await?);
    // Vic sees no members, and is told what is his own.
    let told = own(gate, &vic, "report:read", "report:launch").await?;
    assert!(told.why.allowed && told.why.proofs.len() == 1 && !told.why.withheld);
    assert!(!own(gate, &vic, "report:delete", "report:launch").await.is_ok_and(|told| told.why.allowed));
    assert!(gate.permit::<ExploreOwn>(&vic, Own).await?.what_can(&apollo()).await?.contains(&can("project:read")));
    assert_eq!(places(gate, &vic, "user:vic", "project:read", "project").await?, ["project:apollo"]);
    // By a group he is in, though he may not read it.
    let secret = group(gate, &ann, "secret", &["vic"]).await?;
    give(gate, &ann, secret.as_str(), "editor", "project:apollo").await?;
    let told = own(gate, &vic, "report:update", "report:launch").await?;
    let by = |found: &Told| found.why.proofs.iter().flat_map(|proof| proof.who.clone()).collect::<Vec<_>>();
    assert_eq!(by(&told), [Match::Group(vec![secret])]);
    // Of others he is told nothing, nor of what he may not read.
    assert!(why(gate, &vic, "user:olga", "report:read", "report:launch").await.is_err());
    assert!(who(gate, &vic, "report:read", "report:launch").await.is_err());
    assert!(is_unknown(&places(gate, &vic, "user:olga", "project:read", "project").await));
    for hidden in ["project:zeus", "project:none", "group:none"] {
        let asked = own(gate, &vic, "project:read", hidden).await;
        assert!(matches!(asked, Err(StoreError::Denied(Denied::NotFound))), "{hidden}");
    }
    Ok(())
}

pub(super) async fn lists_agree_with_decisions(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    make(gate, &ann, "dataset:both", &["project:apollo", "project:zeus"]).await?;
    let people = ["user:ann", "user:olga", "user:sam", "user:vic"];
    for what in ["dataset:read", "dataset:update", "project:delete"] {
        for on in ["dataset:ore", "dataset:both", "project:zeus"] {
            let found = who(gate, &ann, what, on).await?;
            assert_eq!((found.total, found.withheld, found.next), (Some(found.items.len()), false, None));
            for person in people {
                let told = why(gate, &ann, person, what, on).await?.why.allowed;
                assert_eq!(found.items.contains(&id(person)), told, "{person} {what} {on}");
                let mut proof = gate.permit::<ExploreAccess>(&ann, id(on)).await?;
                assert_eq!(proof.what_can(person).await?.contains(&can(what)), told);
                drop(proof);
                let kind = on.split(':').next().unwrap_or_default();
                assert_eq!(places(gate, &ann, person, what, kind).await?.contains(&on.to_owned()), told);
            }
        }
    }
    // Pages go on where the one before ended, and say how many there are in all.
    let mut proof = gate.permit::<ExploreAccess>(&ann, id("dataset:ore")).await?;
    let first = proof.who_can(&can("dataset:read"), "", 3).await?;
    assert_eq!((first.items.len(), first.total, first.next.as_deref()), (3, Some(4), Some("user:sam")));
    let rest = proof.who_can(&can("dataset:read"), "user:sam", 3).await?;
    assert_eq!((rest.items, rest.total, rest.next), (vec![id("user:vic")], Some(4), None));
    drop(proof);
    let mut proof = gate.permit::<ExplorePlaces>(&ann, Each).await?;
    let within = proof.where_can("user:sam", &can("dataset:read"), "dataset", &id("project:zeus"), "", 9).await?;
    assert_eq!(within.items, [id("dataset:both")]);
    Ok(())
}

/// Everything that the explorer tells somebody about Apollo and what is in it.
async fn everything(gate: &Gate, by: &Caller) -> Result<Vec<String>, StoreError> {
    let mut told = Vec::new();
    for on in ["project:apollo", "dataset:both", "report:launch"] {
        for what in ["dataset:read", "report:update", "project:read", "member:read"] {
            for person in ["user:ann", "user:olga", "user:sam", "user:vic", "user:hid"] {
                let mut answer = why(gate, by, person, what, on).await;
                if let Ok(answer) = &mut answer {
                    answer.why.withheld = true;
                }
                let all = gate.permit::<ExploreAccess>(by, id(on)).await?.what_can(person).await;
                told.push(format!("{answer:?} {all:?}"));
            }
            told.push(format!("{:?}", Found { withheld: true, ..who(gate, by, what, on).await? }));
        }
    }
    for person in ["user:olga", "user:sam", "user:vic", "user:hid"] {
        for kind in ["project", "dataset"] {
            told.push(format!("{:?}", places(gate, by, person, "project:read", kind).await));
        }
    }
    let mut proof = gate.permit::<ExplorePlaces>(by, Each).await?;
    for text in ["", "s", "hid", "zeus", "secret"] {
        told.push(format!("{:?}", proof.people(text, 12).await?));
        told.push(format!("{:?}", proof.nodes(text, &NodeId::system(), 12).await?));
    }
    for text in ["hid", "user:hid", "Hid Hidden", "nobody"] {
        told.push(format!("{:?}", proof.subject_meant(text, Some(&apollo())).await));
    }
    for text in ["Zeus", "project:zeus", "nothing"] {
        told.push(format!("{:?}", proof.node_meant(text, &NodeId::system()).await));
    }
    Ok(told)
}

pub(super) async fn what_is_hidden_leaves_no_trace_in_answers(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    make(gate, &ann, "dataset:both", &["project:apollo", "project:zeus"]).await?;
    let before = everything(gate, &olga).await?;
    // Somebody Olga does not see, in a group she does not see, with a role she does not see, in a project she does not see.
    let new = NewUser { username: "hid".into(), name: "Hid Hidden".into(), ..NewUser::default() };
    gate.permit::<CreateUser>(&ann, NodeId::system()).await?.add(new).await?;
    let secret = group(gate, &ann, "secret", &["hid", "sam"]).await?;
    let new = NewRole { id: "spy".into(), name: "Spy".into(), copy_of: Some(role("keeper")) };
    gate.permit::<CreateRole>(&ann, id("project:zeus")).await?.add(new).await?;
    give(gate, &ann, secret.as_str(), "spy", "project:zeus").await?;
    give(gate, &ann, "user:hid", "owner", "project:zeus").await?;
    let after = everything(gate, &olga).await?;
    for secret in [secret.as_str(), "secret", "spy", "Hid", "zeus"] {
        let told = after.iter().find(|line| line.contains(secret) && !before.contains(line));
        assert_eq!(told, None, "Olga learns of {secret}");
    }
    assert_eq!(before.len(), after.len());
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(one, other);
    }
    // Ann learns of all of it, so there is something to hide.
    let found = who(gate, &ann, "dataset:read", "dataset:both").await?;
    assert!(found.items.contains(&id("user:hid")) && found.total == Some(5));
    let found = who(gate, &olga, "dataset:read", "dataset:both").await?;
    assert!(!found.items.contains(&id("user:hid")) && found.total.is_none() && found.withheld);
    assert!(why(gate, &olga, "user:sam", "dataset:read", "dataset:both").await?.why.withheld);
    let seen = gate.permit::<ListGroups>(&olga, Each).await?.list(&PageRequest::default()).await?;
    assert!(seen.items.is_empty());
    Ok(())
}

pub(super) async fn where_members_do_not_see_each_other_they_ask_of_themselves(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    assert!(why(gate, &sam, "user:vic", "dataset:read", "dataset:ore").await?.why.allowed);
    gate.permit::<UpdateProject>(&ann, apollo()).await?.set_discreet(true).await?;
    let refused = |result: Result<Told, StoreError>| is_unknown(&result);
    assert!(refused(why(gate, &sam, "user:vic", "dataset:read", "dataset:ore").await));
    assert_eq!(who(gate, &sam, "dataset:read", "dataset:ore").await?.items, [id("user:sam")]);
    assert!(places(gate, &sam, "user:vic", "project:read", "project").await.is_err());
    assert!(own(gate, &sam, "dataset:read", "dataset:ore").await?.why.allowed);
    assert!(why(gate, &ann, "user:vic", "dataset:read", "dataset:ore").await?.why.allowed);
    Ok(())
}
