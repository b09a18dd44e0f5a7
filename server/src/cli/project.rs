//! `bailiwick project`.

use super::{Context, Failure, or_none, outlook, table};
use authz::{
    NodeId, Visibility,
    action::{
        CreateProject, DeleteProject, Each, ListProjects, PreviewProject, PreviewRestoredProject, ReadProject,
        RestoreProject, UpdateProject,
    },
};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::process::ExitCode;
use store::{NewProject, Project, ProjectEdit};

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
    /// Change a project; what is not named stays as it is.
    Set(Edit),
    /// Delete a project, the grants on it, and what is in no other project.
    Remove {
        /// The project, such as project:copper-12.
        project: NodeId,
        /// Print who would lose what, and delete nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// List projects.
    List {
        /// Only those whose name or id contains this.
        #[arg(default_value = "")]
        search: String,
    },
}

/// What a project is to be.
#[derive(Args)]
pub struct Edit {
    /// The project, such as project:copper-12.
    project: NodeId,
    /// Its name for people.
    #[arg(long)]
    name: Option<String>,
    /// A sentence on what it is for.
    #[arg(long)]
    description: Option<String>,
    /// Who besides members may visit: nobody, who is signed in, or anyone.
    #[arg(long, value_name = "private|internal|public", value_parser = visibility)]
    visibility: Option<Visibility>,
    /// Make it read-only for everybody, or usable again.
    #[arg(long, value_name = "true|false")]
    archived: Option<bool>,
    /// Print who would gain and lose what, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

fn visibility(text: &str) -> Result<Visibility, String> {
    match text {
        "private" => Ok(Visibility::Private),
        "internal" => Ok(Visibility::Internal),
        "public" => Ok(Visibility::Public),
        _ => Err("write private, internal or public".to_owned()),
    }
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
        Command::Set(edit) => set(context, edit).await?,
        Command::Remove { project, dry_run } => {
            if dry_run {
                let proof = gate.permit::<ReadProject>(&context.caller, project.clone()).await;
                outlook::print(context, &proof.map_err(or_none(&project))?.deletion().await?)?;
            } else {
                let proof = gate.permit::<DeleteProject>(&context.caller, project.clone()).await;
                proof.map_err(or_none(&project))?.remove().await.map_err(or_none(&project))?;
                println!("`{project}` is deleted");
            }
        }
        Command::List { search } => {
            let mut proof = gate.permit::<ListProjects>(&context.caller, Each).await?;
            let projects = table::all(search, async |request| proof.list(&request).await).await?;
            let rows: Vec<Row> = projects.into_iter().map(Row::from).collect();
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

async fn set(context: &Context<'_>, edit: Edit) -> Result<(), Failure> {
    let (gate, id) = (&context.started.gate, edit.project);
    let proof = gate.permit::<ReadProject>(&context.caller, id.clone()).await;
    let mut proof = proof.map_err(or_none(&id))?;
    let now = proof.get().await.map_err(or_none(&id))?;
    drop(proof);
    let archived = edit.archived.unwrap_or(now.archived);
    // What is read-only cannot be changed by what one may do on it, only from above.
    let parent = now.parents.first().cloned().unwrap_or_else(NodeId::system);
    if edit.dry_run {
        let outlook = if now.archived && !archived {
            let mut proof = gate.permit::<PreviewRestoredProject>(&context.caller, parent).await?;
            proof.outlook(&id, edit.visibility).await?
        } else {
            let mut proof = gate.permit::<PreviewProject>(&context.caller, id).await?;
            proof.outlook(edit.visibility, Some(archived)).await?
        };
        return outlook::print(context, &outlook);
    }
    if now.archived && !archived {
        gate.permit::<RestoreProject>(&context.caller, parent).await?.restore(&id).await?;
    }
    let wanted = ProjectEdit {
        name: edit.name.unwrap_or(now.profile.name),
        description: edit.description.unwrap_or(now.profile.description),
        visibility: edit.visibility.unwrap_or(now.visibility),
        archived,
    };
    gate.permit::<UpdateProject>(&context.caller, id.clone()).await?.update(wanted).await?;
    println!("`{id}` is changed");
    Ok(())
}
