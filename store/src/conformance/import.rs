//! What importing resources must do: nothing before it was looked at, and then all of it or nothing.

use super::{
    asks, id,
    node::{Outcome, apollo, fact, give, is_hidden, make, two, update},
};
use crate::{Caller, Gate, NodeEdit, NodeTrial, NodeVerdict, StoreError, port::Database};
use authz::action::{ImportNodes, ListNodes};
use std::sync::Arc;

async fn check(gate: &Gate, by: &Caller, text: &str) -> Result<(NodeTrial, i64), StoreError> {
    gate.permit::<ImportNodes>(by, apollo()).await?.check(text).await?;
    let draft = gate.permit::<ListNodes>(by, apollo()).await?.draft().await?;
    let (_, at, trial) = draft.unwrap_or_else(|| unreachable!("it was just kept"));
    Ok((trial?, at))
}

fn verdicts(trial: &NodeTrial) -> Vec<String> {
    let word = |verdict: &NodeVerdict| match verdict {
        NodeVerdict::Created => "created".to_owned(),
        NodeVerdict::Updated => "updated".to_owned(),
        NodeVerdict::Unchanged => "unchanged".to_owned(),
        NodeVerdict::Refused { field, .. } => format!("refused: {field}"),
    };
    trial.rows.iter().map(|(line, id, verdict)| format!("{line} {id} {}", word(verdict))).collect()
}

pub(super) async fn a_file_is_tried_before_it_is_applied(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, sam) = (&world.gate, world.caller("sam").await?);
    make(gate, &sam, "dataset:ore", &["project:apollo"]).await?;
    let bad = "id,parents,restricted,visibility,owner,attributes\n\
               dataset:new,,,,,\nfile:f,dataset:new,,,,\nfile:g,dataset:later,,,,\nuser:x,,,,,\ndataset:new,,,,,\n\
               note:n,,true,,,\ndataset:v,,,public,,\ndataset:w,,perhaps,,,\ndataset:o,,,,nobody.here,\ndataset:j,,,,,{\n\
               report:launch,,,,,\ndataset:z,project:zeus,,,,\nwhat,,,,,\n";
    let (trial, at) = check(gate, &sam, bad).await?;
    assert_eq!(
        verdicts(&trial),
        [
            "2 dataset:new created",
            "3 file:f created",
            "4 file:g refused: parents",
            "5 user:x refused: id",
            "6 dataset:new refused: id",
            "7 note:n refused: restricted",
            "8 dataset:v refused: visibility",
            "9 dataset:w refused: restricted",
            "10 dataset:o refused: owner",
            "11 dataset:j refused: attributes",
            "12 report:launch refused: id",
            "13 dataset:z refused: parents",
            "14 what refused: id",
        ]
    );
    let apply = async |by: &Caller, at| gate.permit::<ImportNodes>(by, apollo()).await?.apply(at, "").await;
    assert!(asks(apply(&sam, at).await, "text", "line 4"));
    assert!(is_hidden(&fact(gate, &sam, "dataset:new").await), "all of it or nothing");
    world.clock.advance(1);
    let good = "id;name;parents;attributes\ndataset:ore;Ore;;\"{\"\"tier\"\": 1}\"\ndataset:new;;project:apollo; \nfile:f;Ore;dataset:new;\n";
    let (_, at_now) = check(gate, &sam, good).await?;
    assert!(matches!(apply(&sam, at).await, Err(StoreError::Invalid { field: "text", .. })), "another file than seen");
    apply(&sam, at_now).await?;
    assert_eq!(fact(gate, &sam, "file:f").await?.parents, [id("dataset:new")]);
    let line = world.audit().await?.into_iter().next();
    let told = line.map(|line| (line.action, line.after.unwrap_or_default())).unwrap_or_default();
    assert_eq!(told.0, "ImportNodes");
    assert!(told.1.contains(r#""created":2"#) && told.1.contains(r#""updated":1"#), "{}", told.1);
    let (trial, _) = check(gate, &sam, good).await?;
    assert!(trial.rows.iter().all(|row| row.2 == NodeVerdict::Unchanged), "{:?}", trial.rows);
    assert!(apply(&sam, at_now).await.is_err(), "all of it is so already");
    let unread = gate.permit::<ImportNodes>(&sam, apollo()).await?.check("colour\nred").await;
    assert!(matches!(unread, Err(StoreError::Invalid { field: "text", .. })));
    Ok(())
}

pub(super) async fn a_file_gives_nobody_more_than_its_writer_holds(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, vic) = (&world.gate, world.caller("ann").await?, world.caller("vic").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    make(gate, &ann, "dataset:far", &["project:zeus"]).await?;
    give(gate, &ann, "user:vic", "author", "project:apollo").await?;
    give(gate, &ann, "group:crew", "author", "project:apollo").await?;
    let text = "id,name,parents,owner\ndataset:mine,,,\ndataset:given,,,vic\ndataset:ore,Mine now,,\n\
                dataset:far,,project:apollo,\ndataset:both,,project:apollo;project:zeus,\n";
    let (trial, _) = check(gate, &vic, text).await?;
    assert_eq!(
        verdicts(&trial),
        [
            "2 dataset:mine created",
            "3 dataset:given created",
            "4 dataset:ore refused: id",
            // It is there, and must look as if it were just not to be had.
            "5 dataset:far refused: id",
            "6 dataset:both refused: parents",
        ]
    );
    // A stranger reads neither project nor file, and what one keeps nobody else sees.
    let other = world.caller("olga").await?;
    assert!(gate.permit::<ListNodes>(&other, apollo()).await?.draft().await?.is_none());
    Ok(())
}

pub(super) async fn a_file_comes_back_as_it_was_exported(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo", "project:zeus"]).await?;
    make(gate, &ann, "file:f", &["dataset:ore"]).await?;
    let edit = NodeEdit {
        name: "=1+1".into(),
        restricted: Some(true),
        attributes: Some(r#"{"tier": 1}"#.into()),
        ..NodeEdit::default()
    };
    update(gate, &ann, "dataset:ore", edit).await?;
    let rows = gate.permit::<ListNodes>(&ann, apollo()).await?.export().await?;
    assert_eq!(rows.len(), 4, "the names of the columns, and three resources");
    let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
    let lines: Vec<String> = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")).collect();
    let (trial, _) = check(gate, &ann, &lines.join("\r\n")).await?;
    assert!(trial.rows.iter().all(|row| row.2 == NodeVerdict::Unchanged), "{:?}", trial.rows);
    Ok(())
}
