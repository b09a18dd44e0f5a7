//! `bailiwick account`.

use super::{Context, Failure, or_none, outlook, table};
use authz::{
    NodeId,
    action::{
        CreateAccount, Each, GovernAccount, ListAccounts, PreviewConsultancy, PreviewTerms, ReadAccount, UpdateAccount,
    },
};
use clap::{Args, Subcommand};
use serde::Serialize;
use store::{Account, AccountEdit, AccountTerms};

/// Accounts: organisations, their labels, seats and consultancies.
#[derive(Subcommand)]
pub enum Command {
    /// Make an account.
    Add {
        /// Its name for people.
        name: String,
        /// Its id; default: one made here.
        #[arg(long, default_value = "")]
        id: String,
        /// A sentence on what it is for.
        #[arg(long, default_value = "")]
        description: String,
    },
    /// List accounts.
    List {
        /// Only those whose name or id contains this.
        #[arg(default_value = "")]
        search: String,
    },
    /// Change an account's labels or seats, or suspend it: its people can do nothing then.
    Set(Terms),
    /// Name the consultancy that works for an account, or end that.
    Consultancy {
        /// The account, such as account:north.
        account: NodeId,
        /// The consultancy; without it there is none from then on.
        consultancy: Option<NodeId>,
        /// Print who would gain and lose what, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
    },
}

/// What is not named stays as it is.
#[derive(Args)]
pub struct Terms {
    /// The account, such as account:north.
    account: NodeId,
    /// A label, the account's role; several are named one by one, and replace those it had.
    #[arg(long)]
    label: Vec<String>,
    /// No labels any more.
    #[arg(long, conflicts_with = "label")]
    no_labels: bool,
    /// How many people may belong to it.
    #[arg(long)]
    seats: Option<u32>,
    /// Any number of people may belong to it.
    #[arg(long, conflicts_with = "seats")]
    no_seats: bool,
    /// Suspend it, or not any more.
    #[arg(long, value_name = "true|false")]
    suspended: Option<bool>,
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
    labels: Vec<String>,
    people: usize,
    seats: Option<u32>,
    suspended: bool,
}

impl From<Account> for Row {
    fn from(account: Account) -> Self {
        Self {
            id: account.profile.node.to_string(),
            name: account.profile.name,
            labels: account.labels,
            people: account.people,
            seats: account.seats,
            suspended: account.suspended,
        }
    }
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<(), Failure> {
    let gate = &context.started.gate;
    match command {
        Command::Add { name, id, description } => {
            let proof = gate.permit::<CreateAccount>(&context.caller, NodeId::system()).await?;
            println!("{}", proof.add(AccountEdit { id, name, description }).await?);
        }
        Command::List { search } => {
            let mut proof = gate.permit::<ListAccounts>(&context.caller, Each).await?;
            let accounts = table::all(search, async |request| proof.list(&request).await).await?;
            let rows: Vec<Row> = accounts.into_iter().map(Row::from).collect();
            table::print(context.json, &["id", "name", "labels", "people", "state"], &rows, |row| {
                let people =
                    row.seats.map_or_else(|| row.people.to_string(), |seats| format!("{}/{seats}", row.people));
                let state = if row.suspended { "suspended" } else { "active" };
                vec![row.id.clone(), row.name.clone(), row.labels.join(", "), people, state.to_owned()]
            })?;
        }
        Command::Set(terms) => set(context, terms).await?,
        Command::Consultancy { account, consultancy, dry_run: true, .. } => {
            let proof = gate.permit::<PreviewConsultancy>(&context.caller, account.clone()).await;
            let outlook = proof.map_err(or_none(&account))?.outlook(consultancy.as_ref()).await?;
            outlook::print(context, &outlook)?;
        }
        Command::Consultancy { account, consultancy, reason, .. } => {
            let proof = gate.permit::<UpdateAccount>(&context.caller, account.clone()).await;
            let proof = proof.map_err(or_none(&account))?;
            proof.set_consultancy(consultancy.as_ref(), &reason).await?;
            match consultancy {
                Some(consultancy) => println!("`{consultancy}` is the consultancy of `{account}`"),
                None => println!("`{account}` has no consultancy"),
            }
        }
    }
    Ok(())
}

async fn set(context: &Context<'_>, wanted: Terms) -> Result<(), Failure> {
    let (gate, id) = (&context.started.gate, wanted.account);
    let proof = gate.permit::<ReadAccount>(&context.caller, id.clone()).await;
    let mut proof = proof.map_err(or_none(&id))?;
    let now = proof.get().await.map_err(or_none(&id))?;
    // Its place is given up before another is asked for.
    drop(proof);
    let terms = AccountTerms {
        labels: if wanted.no_labels || !wanted.label.is_empty() { wanted.label } else { now.labels },
        seats: if wanted.no_seats { None } else { wanted.seats.or(now.seats) },
        suspended: wanted.suspended.unwrap_or(now.suspended),
    };
    // Accounts stand directly below the system.
    if wanted.dry_run {
        let mut proof = gate.permit::<PreviewTerms>(&context.caller, NodeId::system()).await?;
        return outlook::print(context, &proof.outlook(&id, &terms).await?);
    }
    let proof = gate.permit::<GovernAccount>(&context.caller, NodeId::system()).await?;
    proof.govern(&id, terms, &wanted.reason).await?;
    println!("`{id}` is changed");
    Ok(())
}
