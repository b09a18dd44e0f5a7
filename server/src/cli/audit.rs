//! `bailiwick audit`.

use super::{Context, Failure, table};
use authz::{NodeId, action::ReadAudit};
use clap::Subcommand;
use serde::Serialize;
use std::process::ExitCode;
use store::port::{AuditFilter, AuditRecord, PageRequest};

/// The audit log.
#[derive(Subcommand)]
pub enum Command {
    /// List lines, newest first.
    List {
        /// Only lines that contain this.
        #[arg(default_value = "")]
        search: String,
        /// Only lines about this node.
        #[arg(long, default_value = "system")]
        on: NodeId,
        /// How many, at most 100.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
}

#[derive(Serialize)]
struct Row {
    id: String,
    at: String,
    actor: String,
    action: String,
    node: String,
    outcome: String,
    subject: Option<String>,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
    reason: Option<String>,
    address: Option<String>,
    times: u64,
}

impl From<AuditRecord> for Row {
    fn from(line: AuditRecord) -> Self {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            at: table::time(line.at),
            outcome: line.outcome.to_string(),
            before: json(line.before),
            after: json(line.after),
            id: line.id,
            actor: line.actor,
            action: line.action,
            node: line.node,
            subject: line.subject,
            reason: line.reason,
            address: line.address,
            times: line.times,
        }
    }
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    let Command::List { search, on, limit } = command;
    let request = PageRequest { search, after: None, limit };
    let proof = context.started.gate.permit::<ReadAudit>(&context.caller, on).await?;
    let (page, _) = proof.list(AuditFilter::default(), &request).await?;
    let rows: Vec<Row> = page.items.into_iter().map(Row::from).collect();
    table::print(context.json, &["at", "actor", "action", "node", "outcome", "subject", "reason"], &rows, |row| {
        vec![
            row.at.clone(),
            row.actor.clone(),
            row.action.clone(),
            row.node.clone(),
            row.outcome.clone(),
            row.subject.clone().unwrap_or_default(),
            row.reason.clone().unwrap_or_default(),
        ]
    })?;
    Ok(ExitCode::SUCCESS)
}
