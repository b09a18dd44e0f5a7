//! `bailiwick preset`.

use super::{Context, Failure, table};
use crate::preset;
use clap::Subcommand;
use serde::Serialize;
use std::{fs, path::Path, process::ExitCode};
use store::LoadReport;

/// Presets.
#[derive(Subcommand)]
pub enum Command {
    /// List the presets in this binary.
    List,
    /// Print a preset's file.
    Show {
        /// Its name.
        name: String,
    },
    /// Load a preset's catalog and roles.
    Load {
        /// Its name, or a file that ends in .toml.
        name: String,
        /// Its sample people and projects too.
        #[arg(long)]
        sample: bool,
    },
}

#[derive(Serialize)]
struct Row {
    name: String,
    title: String,
    description: String,
}

/// Runs what needs no database; `false` where one is needed.
pub fn without_database(command: &Command, json: bool) -> Result<bool, Failure> {
    match command {
        Command::List => {
            let row = |preset: &store::Preset| Row {
                name: preset.name.clone(),
                title: preset.title.clone(),
                description: preset.description.clone(),
            };
            let rows: Vec<Row> = preset::all()?.iter().map(row).collect();
            table::print(json, &["name", "title"], &rows, |row| vec![row.name.clone(), row.title.clone()])?;
            Ok(true)
        }
        Command::Show { name } => {
            preset::get(name)?;
            print!("{}", preset::text(name).unwrap_or_default());
            Ok(true)
        }
        Command::Load { .. } => Ok(false),
    }
}

/// A preset of the binary, or one's own file.
pub(super) fn find(name: &str) -> Result<store::Preset, Failure> {
    if Path::new(name).extension().is_none_or(|end| end != "toml") {
        return Ok(preset::get(name)?);
    }
    let text = fs::read_to_string(name).map_err(|error| Failure::new(format!("`{name}` cannot be read: {error}")))?;
    Ok(store::Preset::parse(&text)?)
}

/// Loads a preset.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    let Command::Load { name, sample } = command else { return Ok(ExitCode::SUCCESS) };
    match context.started.host.load_preset(&find(&name)?, sample, None).await? {
        LoadReport::Unchanged => println!("`{name}` is loaded already; nothing changed"),
        LoadReport::Loaded { changes, people } => {
            println!("`{name}` is loaded: {changes} facts");
            if people > 0 {
                println!(
                    "its {people} people have no passwords: nobody can sign in as one of them until an administrator"
                );
                println!("makes a reset link, in the console or by `bailiwick user reset-link USERNAME`");
            }
        }
        LoadReport::Refused(conflicts) => {
            return Err(Failure::list(&format!("`{name}` contradicts the database; nothing changed:"), &conflicts));
        }
    }
    Ok(ExitCode::SUCCESS)
}
