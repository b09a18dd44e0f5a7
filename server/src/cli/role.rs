//! `bailiwick role`.

use super::{Context, Failure, or_force, table, user};
use authz::{
    NodeId, RoleId,
    action::{AddMember, ListMembers, ReadMatrix, RemoveMember, UpdateMember},
    remark,
};
use clap::Subcommand;
use serde::Serialize;
use std::process::ExitCode;
use store::{Caller, MemberEdit, NewMembers, StoreError};

/// Roles and who holds them.
#[derive(Subcommand)]
pub enum Command {
    /// List the roles that may be granted on a node.
    List {
        /// The node.
        #[arg(long, default_value = "system")]
        on: NodeId,
    },
    /// Grant a role on a node.
    Grant {
        /// User name, or a whole id such as group:geology.
        subject: String,
        /// The role.
        role: RoleId,
        /// The node.
        #[arg(long, default_value = "system")]
        on: NodeId,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Take a role on a node away.
    Revoke {
        /// User name, or a whole id such as group:geology.
        subject: String,
        /// The role.
        role: RoleId,
        /// The node.
        #[arg(long, default_value = "system")]
        on: NodeId,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
        /// Even if nobody is owner, or administrator, then; the audit log says so.
        #[arg(long)]
        force: bool,
    },
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    home: String,
    permissions: usize,
    includes: Vec<String>,
    holders: u32,
    locked: bool,
}

/// Somebody by user name, or by a whole id.
pub fn subject(text: &str) -> Result<NodeId, Failure> {
    if text.contains(':') { NodeId::parse(text).map_err(|bad| Failure::new(bad.to_string())) } else { user::node(text) }
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    let gate = &context.started.gate;
    match command {
        Command::List { on } => {
            let matrix = gate.permit::<ReadMatrix>(&context.caller, on).await?.get().await?;
            let rows: Vec<Row> = matrix
                .roles
                .iter()
                .map(|column| Row {
                    id: column.role.id.to_string(),
                    name: column.role.name.clone(),
                    home: column.role.home.to_string(),
                    permissions: column.role.permissions.len(),
                    includes: column.role.includes.iter().map(ToString::to_string).collect(),
                    holders: column.holders,
                    locked: column.role.locked,
                })
                .collect();
            table::print(context.json, &["id", "name", "home", "entries", "includes", "holders"], &rows, |row| {
                let (entries, holders) = (row.permissions.to_string(), row.holders.to_string());
                vec![row.id.clone(), row.name.clone(), row.home.clone(), entries, row.includes.join(" "), holders]
            })?;
        }
        Command::Grant { subject: who, role, on, reason } => {
            let said = format!("`{who}` holds `{role}` on `{on}`");
            let new = NewMembers { subjects: vec![subject(&who)?], roles: vec![role], expires_at: None, reason };
            gate.permit::<AddMember>(&context.caller, on).await?.add(new).await?;
            println!("{said}");
        }
        Command::Revoke { subject: who, role, on, reason, force } => {
            revoke(context, &context.caller(force), &subject(&who)?, &role, on.clone(), reason).await?;
            println!("`{who}` no longer holds `{role}` on `{on}`");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes one role away: the last one removes the member.
async fn revoke(
    context: &Context<'_>,
    caller: &Caller,
    who: &NodeId,
    role: &RoleId,
    on: NodeId,
    reason: String,
) -> Result<(), Failure> {
    let gate = &context.started.gate;
    let member = gate.permit::<ListMembers>(caller, on.clone()).await?.find(who).await?;
    let held: Vec<RoleId> =
        member.map(|member| member.grants.into_iter().map(|(grant, _)| grant.role).collect()).unwrap_or_default();
    if !held.contains(role) {
        return Err(
            StoreError::invalid("role", remark!("`{who}` does not hold `{role}` on `{on}`", who, role, on)).into()
        );
    }
    let roles: Vec<RoleId> = held.into_iter().filter(|other| other != role).collect();
    let done = if roles.is_empty() {
        gate.permit::<RemoveMember>(caller, on).await?.remove(who, &reason).await
    } else {
        let edit = MemberEdit { subject: who.clone(), roles, expires_at: None, reason };
        gate.permit::<UpdateMember>(caller, on).await?.update(edit).await
    };
    done.map(drop).map_err(or_force)
}
