//! `bailiwick project`.

use super::{Context, Failure, table};
use authz::{
    NodeId, Visibility,
    action::{CreateProject, Each, ListProjects},
};
use clap::Subcommand;
use serde::Serialize;
use std::process::ExitCode;
use store::{NewProject, Project, port::PageRequest};

/// Projects.
#[derive(Subcommand)]
pub enum Command {
    /// Make a project.
    Add {
        /// Its name for people.
        name: String,
        /// Its id; default: one made here.
        #[arg(long, default_value = "")]
        id: String,
        /// A sentence on what it is for.
        #[arg(long, default_value = "")]
        description: String,
        /// The account it belongs to, such as account:north.
        #[arg(long, default_value = "system")]
        parent: NodeId,
    },
    /// List projects.
    List {
        /// Only those whose name or id contains this.
        #[arg(default_value = "")]
        search: String,
    },
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    visibility: Visibility,
    archived: bool,
    created_at: String,
}

impl From<Project> for Row {
    fn from(project: Project) -> Self {
        Self {
            id: project.profile.node.to_string(),
            name: project.profile.name,
            visibility: project.visibility,
            archived: project.archived,
            created_at: table::time(project.profile.created_at),
        }
    }
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    let gate = &context.started.gate;
    match command {
        Command::Add { name, id, description, parent } => {
            let proof = gate.permit::<CreateProject>(&context.caller, parent).await?;
            let id = proof.add(NewProject { id, name, description, visibility: Visibility::Private }).await?;
            println!("{id}");
        }
        Command::List { search } => {
            let mut request = PageRequest { search, after: None, limit: 100 };
            let mut rows: Vec<Row> = Vec::new();
            loop {
                let page = gate.permit::<ListProjects>(&context.caller, Each).await?.list(&request).await?;
                rows.extend(page.items.into_iter().map(Row::from));
                match page.next {
                    Some(next) => request.after = Some(next),
                    None => break,
                }
            }
            table::print(context.json, &["id", "name", "visibility", "state"], &rows, |row| {
                let visibility = match row.visibility {
                    Visibility::Private => "private",
                    Visibility::Internal => "internal",
                    Visibility::Public => "public",
                };
                let state = if row.archived { "archived" } else { "active" };
                vec![row.id.clone(), row.name.clone(), visibility.to_owned(), state.to_owned()]
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
