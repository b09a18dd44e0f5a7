//! `bailiwick user`.

use super::{Context, Failure, or_force, outlook, table};
use crate::system::SystemRandom;
use authz::{
    NodeId,
    action::{CreateUser, Each, ListUsers, MoveUser, Moved, PreviewMove, PreviewUser, UpdateUser},
};
use clap::Subcommand;
use identity::{hash_token, new_token};
use serde::Serialize;
use std::process::ExitCode;
use store::{NewUser, port::UserRecord};

/// People.
#[derive(Subcommand)]
pub enum Command {
    /// Make a user and print a link to set the password.
    Add {
        /// Name to sign in with.
        username: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// E-mail address.
        #[arg(long, default_value = "")]
        email: String,
        /// The account the user belongs to, such as account:north.
        #[arg(long)]
        account: Option<NodeId>,
    },
    /// List users.
    List {
        /// Only those whose name, user name or address contains this.
        #[arg(default_value = "")]
        search: String,
    },
    /// Disable a user and end their sessions.
    Disable {
        /// User name.
        username: String,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
        /// Even if nobody is administrator then; the audit log says so.
        #[arg(long)]
        force: bool,
        /// Print what they would lose, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Let a disabled user sign in again.
    Enable {
        /// User name.
        username: String,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
        /// Print what they would gain, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Move a user to another account, and everything that comes with being in it.
    Move {
        /// User name.
        username: String,
        /// The account, such as account:north; `system` for none.
        to: NodeId,
        /// Print what they would gain and lose, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Make somebody administrator, whatever the console's rules say of it: the way back in.
    MakeAdministrator {
        /// User name.
        username: String,
    },
    /// Print a link that sets a new password; it works once, within 24 hours.
    ResetLink {
        /// User name.
        username: String,
    },
}

#[derive(Serialize)]
struct Row {
    id: String,
    username: String,
    name: String,
    email: Option<String>,
    account: Option<String>,
    active: bool,
    last_sign_in_at: Option<String>,
}

impl From<UserRecord> for Row {
    fn from(user: UserRecord) -> Self {
        Self {
            id: user.id.to_string(),
            username: user.username,
            name: user.name,
            email: user.email,
            account: user.account.map(|account| account.to_string()),
            active: user.active,
            last_sign_in_at: user.last_sign_in_at.map(table::time),
        }
    }
}

/// The node of a user name, or of a whole id.
pub fn node(username: &str) -> Result<NodeId, Failure> {
    let id = if username.starts_with("user:") { NodeId::parse(username) } else { NodeId::new("user", username) };
    id.map_err(|bad| Failure::new(bad.to_string()))
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    let gate = &context.started.gate;
    match command {
        Command::Add { username, name, email, account } => {
            let parent = account.unwrap_or_else(NodeId::system);
            let proof = gate.permit::<CreateUser>(&context.caller, parent).await?;
            let id = proof.add(NewUser { username, name, email, password_hash: None }).await?;
            println!("{id} is made");
            reset_link(context, &id).await?;
        }
        Command::List { search } => list(context, search).await?,
        Command::Disable { username, force, dry_run: true, .. } => preview(context, &username, false, force).await?,
        Command::Enable { username, dry_run: true, .. } => preview(context, &username, true, false).await?,
        Command::Disable { username, reason, force, .. } => {
            let id = node(&username)?;
            let proof = gate.permit::<UpdateUser>(&context.caller(force), id.clone()).await?;
            proof.set_active(false, &reason).await.map_err(or_force)?;
            println!("{id} is disabled and signed out");
        }
        Command::Enable { username, reason, .. } => {
            let id = node(&username)?;
            gate.permit::<UpdateUser>(&context.caller, id.clone()).await?.set_active(true, &reason).await?;
            println!("{id} can sign in again");
        }
        Command::Move { username, to, dry_run, reason } => {
            let moved = Moved { user: node(&username)?, to: to.clone() };
            if dry_run {
                let mut proof = gate.permit::<PreviewMove>(&context.caller, moved).await?;
                let (outlook, full) = proof.outlook().await?;
                outlook::print(context, &outlook)?;
                if let Some(full) = full {
                    eprintln!("it would be refused: {full}");
                }
            } else {
                let id = moved.user.clone();
                gate.permit::<MoveUser>(&context.caller, moved).await?.relocate(&reason).await?;
                println!("{id} belongs to {to}");
            }
        }
        Command::MakeAdministrator { username } => {
            let id = node(&username)?;
            context.started.host.recover_administrator(&id).await?;
            println!("{id} is administrator");
        }
        Command::ResetLink { username } => reset_link(context, &node(&username)?).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(context: &Context<'_>, search: String) -> Result<(), Failure> {
    let mut proof = context.started.gate.permit::<ListUsers>(&context.caller, Each).await?;
    let users = table::all(search, async |request| proof.list(&request).await).await?;
    let rows: Vec<Row> = users.into_iter().map(Row::from).collect();
    table::print(context.json, &["username", "name", "e-mail", "account", "state", "last sign-in"], &rows, |row| {
        vec![
            row.username.clone(),
            row.name.clone(),
            row.email.clone().unwrap_or_default(),
            row.account.clone().unwrap_or_default(),
            if row.active { "active" } else { "disabled" }.to_owned(),
            row.last_sign_in_at.clone().unwrap_or_else(|| "never".to_owned()),
        ]
    })
}

/// Prints what enabling or disabling somebody would do; nothing is changed.
async fn preview(context: &Context<'_>, username: &str, active: bool, force: bool) -> Result<(), Failure> {
    let proof = context.started.gate.permit::<PreviewUser>(&context.caller(force), node(username)?).await;
    outlook::print(context, &proof?.outlook(active).await?)
}

async fn reset_link(context: &Context<'_>, id: &NodeId) -> Result<(), Failure> {
    let token = new_token(&SystemRandom);
    context.started.host.put_reset_link(id, &hash_token(&token)).await?;
    println!("{}/reset/{token}", context.config.public_url);
    Ok(())
}
