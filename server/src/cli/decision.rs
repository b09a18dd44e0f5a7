//! `bailiwick decision`.

use super::{Context, Failure, table};
use authz::{NodeId, Permission, action::ReadDecisions};
use clap::Subcommand;
use serde::Serialize;
use std::process::ExitCode;
use store::port::{DecisionFilter, DecisionRecord, MAX_PAGE, Page, PageRequest};

/// The decision log: what was asked and answered lately.
#[derive(Subcommand)]
pub enum Command {
    /// List decisions, newest first.
    List {
        #[command(flatten)]
        which: Which,
        /// How many, at most 100.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Print decisions as JSON, one a line, newest first: all there are.
    Export {
        #[command(flatten)]
        which: Which,
    },
}

/// Which decisions.
#[derive(clap::Args)]
pub struct Which {
    /// Only on this node; on `system`, everywhere.
    #[arg(long, default_value = "system")]
    on: NodeId,
    /// Only about this subject: a whole id such as user:ana, or anonymous.
    #[arg(long)]
    subject: Option<String>,
    /// Only for this permission.
    #[arg(long)]
    permission: Option<Permission>,
    /// Only those that were refused.
    #[arg(long)]
    refused: bool,
}

#[derive(Serialize)]
struct Row {
    id: String,
    at: String,
    subject: String,
    permission: String,
    node: String,
    allowed: bool,
    reason: String,
    revision: u64,
    source: String,
}

impl From<DecisionRecord> for Row {
    fn from(decision: DecisionRecord) -> Self {
        Self {
            at: table::time(decision.at),
            allowed: decision.is_allowed(),
            reason: decision.reason.to_string(),
            source: decision.source.to_string(),
            permission: decision.permission.to_string(),
            node: decision.node.to_string(),
            id: decision.id,
            subject: decision.subject,
            revision: decision.revision,
        }
    }
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::List { which, limit } => {
            let page = page(context, &which, &PageRequest { limit, ..PageRequest::default() }).await?;
            let rows: Vec<Row> = page.items.into_iter().map(Row::from).collect();
            table::print(context.json, &["at", "subject", "permission", "node", "answer", "source"], &rows, |row| {
                [&row.at, &row.subject, &row.permission, &row.node, &row.reason, &row.source].map(Clone::clone).into()
            })?;
        }
        Command::Export { which } => export(context, &which).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn page(context: &Context<'_>, which: &Which, request: &PageRequest) -> Result<Page<DecisionRecord>, Failure> {
    let filter = DecisionFilter {
        subject: which.subject.clone(),
        permission: which.permission.clone(),
        node: None,
        allowed: which.refused.then_some(false),
    };
    let proof = context.started.gate.permit::<ReadDecisions>(&context.caller, which.on.clone()).await?;
    Ok(proof.list(filter, request).await?.0)
}

async fn export(context: &Context<'_>, which: &Which) -> Result<(), Failure> {
    let mut request = PageRequest { limit: MAX_PAGE, ..PageRequest::default() };
    loop {
        let page = page(context, which, &request).await?;
        for row in page.items.into_iter().map(Row::from) {
            println!("{}", serde_json::to_string(&row).map_err(|error| Failure::new(error.to_string()))?);
        }
        match page.next {
            Some(next) => request.after = Some(next),
            None => return Ok(()),
        }
    }
}
