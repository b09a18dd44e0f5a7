//! `bailiwick group`.

use super::{Context, Failure, or_none, outlook, role::subject, table};
use authz::{
    NodeId,
    action::{
        AddToGroup, CreateGroup, DeleteGroup, Each, ListGroups, ListJoiners, PreviewGroupRemoval, ReadGroup,
        RemoveFromGroup, SetGroupAdmins,
    },
};
use clap::{Args, Subcommand};
use serde::Serialize;
use store::{Group, GroupTurn, Joined, NewGroup};

/// Groups, who is in them, and who looks after them.
#[derive(Subcommand)]
pub enum Command {
    /// Make a group with nobody in it.
    Add {
        /// Its name for people.
        name: String,
        /// A sentence on what it is for.
        #[arg(long, default_value = "")]
        description: String,
        /// The account it belongs to, such as account:north.
        #[arg(long, default_value = "system")]
        parent: NodeId,
    },
    /// List groups.
    List {
        /// Only those whose name contains this.
        #[arg(default_value = "")]
        search: String,
    },
    /// List who is in a group.
    Members {
        /// The group, such as group:geology.
        group: NodeId,
    },
    /// Put people or groups in.
    Join(Turn),
    /// Take somebody out.
    Leave {
        /// The group, such as group:geology.
        group: NodeId,
        /// User name, or a whole id.
        member: String,
        /// Print who would lose what, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Say who looks after a group: these people, and nobody else.
    Admins(Turn),
    /// Delete a group and every role given to it. Its people stay.
    Remove {
        /// The group, such as group:geology.
        group: NodeId,
        /// Print who would lose what, and delete nothing.
        #[arg(long)]
        dry_run: bool,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
    },
}

/// A change of who is in a group, or looks after it.
#[derive(Args)]
pub struct Turn {
    /// The group, such as group:geology.
    group: NodeId,
    /// User names, e-mail addresses, or whole ids.
    who: Vec<String>,
    /// Print who would gain and lose what, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Why, for the audit log.
    #[arg(long, default_value = "")]
    reason: String,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    parents: Vec<String>,
    people: usize,
    groups: usize,
}

impl From<Group> for Row {
    fn from(group: Group) -> Self {
        Self {
            id: group.profile.node.to_string(),
            name: group.profile.name,
            parents: group.parents.iter().map(ToString::to_string).collect(),
            people: group.people,
            groups: group.groups,
        }
    }
}

#[derive(Serialize)]
struct MemberRow {
    id: String,
    name: String,
    email: Option<String>,
    active: bool,
}

impl From<Joined> for MemberRow {
    fn from(joined: Joined) -> Self {
        let Joined { record, active, .. } = joined;
        Self { id: record.subject.to_string(), name: record.name, email: record.email, active }
    }
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<(), Failure> {
    let gate = &context.started.gate;
    match command {
        Command::Add { name, description, parent } => {
            let proof = gate.permit::<CreateGroup>(&context.caller, parent).await?;
            println!("{}", proof.add(NewGroup { name, description }).await?);
        }
        Command::List { search } => list(context, search).await?,
        Command::Members { group } => members(context, &group).await?,
        Command::Join(Turn { group, who, dry_run, reason }) => {
            let proof = gate.permit::<AddToGroup>(&context.caller, group.clone()).await;
            let mut proof = proof.map_err(or_none(&group))?;
            let who = proof.resolve(&who).await?;
            if dry_run {
                drop(proof);
                return preview(context, &group, GroupTurn::In(&who)).await;
            }
            proof.add(&who, &reason).await?;
            println!("{} joined `{group}`", listed(&who));
        }
        Command::Leave { group, member, dry_run, reason } => {
            let member = subject(&member)?;
            if dry_run {
                return preview(context, &group, GroupTurn::Out(&[member])).await;
            }
            let proof = gate.permit::<RemoveFromGroup>(&context.caller, group.clone()).await;
            proof.map_err(or_none(&group))?.remove(&member, &reason).await?;
            println!("`{member}` left `{group}`");
        }
        Command::Admins(Turn { group, who, dry_run, reason }) => {
            let proof = gate.permit::<SetGroupAdmins>(&context.caller, group.clone()).await;
            let mut proof = proof.map_err(or_none(&group))?;
            let who = proof.resolve(&who).await?;
            if dry_run {
                drop(proof);
                return preview(context, &group, GroupTurn::Admins(&who)).await;
            }
            proof.set(&who, &reason).await?;
            let who = if who.is_empty() { "nobody".to_owned() } else { listed(&who) };
            println!("{who} looks after `{group}`");
        }
        Command::Remove { group, dry_run, reason } => {
            if dry_run {
                let proof = gate.permit::<PreviewGroupRemoval>(&context.caller, group.clone()).await;
                return outlook::print(context, &proof.map_err(or_none(&group))?.outlook().await?);
            }
            let proof = gate.permit::<DeleteGroup>(&context.caller, group.clone()).await.map_err(or_none(&group))?;
            proof.remove(&reason).await.map_err(or_none(&group))?;
            println!("`{group}` is deleted");
        }
    }
    Ok(())
}

async fn list(context: &Context<'_>, search: String) -> Result<(), Failure> {
    let mut proof = context.started.gate.permit::<ListGroups>(&context.caller, Each).await?;
    let groups = table::all(search, async |request| proof.list(&request).await).await?;
    let rows: Vec<Row> = groups.into_iter().map(Row::from).collect();
    table::print(context.json, &["id", "name", "below", "people", "groups"], &rows, |row| {
        let counts = [row.people.to_string(), row.groups.to_string()];
        [row.id.clone(), row.name.clone(), row.parents.join(" ")].into_iter().chain(counts).collect()
    })
}

async fn members(context: &Context<'_>, group: &NodeId) -> Result<(), Failure> {
    let proof = context.started.gate.permit::<ReadGroup>(&context.caller, group.clone()).await;
    let mut proof = proof.map_err(or_none(group))?;
    proof.get().await.map_err(or_none(group))?;
    let joined = table::all(String::new(), async |request| proof.joined(&request).await).await?;
    let rows: Vec<MemberRow> = joined.into_iter().map(MemberRow::from).collect();
    table::print(context.json, &["id", "name", "e-mail", "state"], &rows, |row| {
        let state = if row.active { "active" } else { "disabled" }.to_owned();
        vec![row.id.clone(), row.name.clone(), row.email.clone().unwrap_or_default(), state]
    })
}

fn listed(who: &[NodeId]) -> String {
    who.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// Prints what a change would do; nothing is changed.
async fn preview(context: &Context<'_>, group: &NodeId, turn: GroupTurn<'_>) -> Result<(), Failure> {
    let mut proof = context.started.gate.permit::<ListJoiners>(&context.caller, group.clone()).await?;
    outlook::print(context, &proof.outlook(turn).await?)
}
