//! `bailiwick catalog`.

use super::{Context, Failure, outlook::EffectRow, preset, table};
use authz::{
    NodeId,
    action::{ApplyCatalog, PreviewCatalog, ReadCatalog},
};
use clap::Subcommand;
use serde::Serialize;
use std::{fmt::Write, path::Path, process::ExitCode};
use store::{AccessOutlook, CatalogOutlook, CatalogPlan, Drift, PlanLine, Sign, StoreError};

/// What is protected: types and their actions, and the roles that go with them.
#[derive(Subcommand)]
pub enum Command {
    /// Print the catalog and the system's roles as a file.
    Show,
    /// Print what a file would change, and for whom. Nothing is changed; exits 1 where it could not be applied.
    Plan {
        /// A file that ends in .toml, or a preset's name.
        file: String,
    },
    /// Apply a file: it owns what it names from then on.
    Apply {
        /// A file that ends in .toml, or a preset's name.
        file: String,
        /// Why, for the audit log.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// List what differs from the files that were applied; exits 1 where something does.
    Drift,
}

/// How a file is called where it is said who owns something.
fn called(file: &str) -> String {
    Path::new(file).file_name().map_or_else(|| file.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Runs the command.
pub async fn run(context: &Context<'_>, command: Command) -> Result<ExitCode, Failure> {
    let (gate, system) = (&context.started.gate, NodeId::system());
    match command {
        Command::Show => {
            print!("{}", gate.permit::<ReadCatalog>(&context.caller, system).await?.show().text()?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Plan { file } => {
            let preset = preset::find(&file)?;
            let mut proof = gate.permit::<PreviewCatalog>(&context.caller, system).await?;
            let plan = proof.plan(&preset, &called(&file)).await?;
            let fine = hindrances(&plan).is_empty();
            if context.json {
                table::json(&PlanRow::new(&plan))?;
            } else {
                print!("{}", told(&file, &plan));
            }
            Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Apply { file, reason } => {
            let preset = preset::find(&file)?;
            let proof = gate.permit::<ApplyCatalog>(&context.caller, system).await?;
            let done = proof.apply(&preset, &called(&file), &reason).await;
            match done {
                Ok(0) => println!("`{file}` is in force already; nothing changed"),
                Ok(parts) => {
                    println!("`{file}` is in force: {parts} parts are new, other or gone, and it owns what it names");
                }
                Err(error @ (StoreError::Refused(_) | StoreError::Invalid { .. })) => {
                    return Err(Failure::new(format!(
                        "{error}\n  nothing changed; `bailiwick catalog plan {file}` says more"
                    )));
                }
                Err(error) => return Err(error.into()),
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Drift => drift(context).await,
    }
}

async fn drift(context: &Context<'_>) -> Result<ExitCode, Failure> {
    let mut proof = context.started.gate.permit::<ReadCatalog>(&context.caller, NodeId::system()).await?;
    let files = proof.get().await?.files;
    let rows: Vec<DriftRow> = files
        .into_iter()
        .map(|file| DriftRow {
            name: file.name,
            file: file.owned.file,
            applied: table::time(file.at),
            drift: file.drift,
        })
        .collect();
    let clean = rows.iter().all(|row| row.drift.is_empty());
    if context.json {
        table::json(&rows)?;
    } else if rows.is_empty() {
        println!("no file was applied");
    }
    for row in rows.iter().filter(|_| !context.json) {
        let state = if row.drift.is_empty() { "as applied" } else { "differs" };
        println!("`{}` ({}), applied {}: {state}", row.name, row.file, row.applied);
        print!("{}", lines(&row.drift));
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Serialize)]
struct DriftRow {
    name: String,
    file: String,
    applied: String,
    drift: Drift,
}

#[derive(Serialize)]
struct PlanRow<'a> {
    changes: &'a [PlanLine],
    gain: Option<usize>,
    lose: Option<usize>,
    effect: Vec<EffectRow>,
    hindrances: Vec<String>,
}

impl<'a> PlanRow<'a> {
    fn new(plan: &'a CatalogPlan) -> Self {
        let AccessOutlook { gain, lose, lines, .. } = &plan.outlook.access;
        Self {
            changes: &plan.lines,
            gain: gain.people,
            lose: lose.people,
            effect: lines.iter().map(EffectRow::from).collect(),
            hindrances: hindrances(plan),
        }
    }
}

/// Why it could not be applied; nothing if it could.
fn hindrances(plan: &CatalogPlan) -> Vec<String> {
    let CatalogOutlook { access, flaws, .. } = &plan.outlook;
    let mut found: Vec<String> = plan.conflicts.iter().map(ToString::to_string).collect();
    found.extend(flaws.iter().map(ToString::to_string));
    // Of what is wrong with the catalog the refusal names only the first.
    found.extend(access.refused.iter().map(ToString::to_string).filter(|_| flaws.is_empty()));
    found
}

/// A plan, for people.
fn told(file: &str, plan: &CatalogPlan) -> String {
    let mut text = match plan.lines.len() {
        0 if plan.outlook.same => format!("`{file}` is in force already: there is nothing to do\n"),
        0 => format!("`{file}` is in force already, and would own what it names\n"),
        count => format!("`{file}` would change {count} parts:\n"),
    };
    text += &lines(&plan.lines);
    text += &effect(&plan.outlook);
    let found = hindrances(plan);
    if !found.is_empty() {
        text += "it cannot be applied:\n";
        for why in &found {
            _ = writeln!(text, "  {why}");
        }
    }
    text
}

fn lines(lines: &[PlanLine]) -> String {
    let mut text = String::new();
    for line in lines {
        let (sign, since) = (sign(line.sign), if line.drifted { " (changed since it was applied)" } else { "" });
        _ = writeln!(text, "  {sign} {}{since}", line.what);
        for (field, gone, come) in &line.fields {
            let gone = gone.iter().map(|one| format!("- {one}"));
            let parts: Vec<String> = gone.chain(come.iter().map(|one| format!("+ {one}"))).collect();
            let parts = if parts.is_empty() { "in another order".to_owned() } else { parts.join("  ") };
            _ = writeln!(text, "      {field}: {parts}");
        }
    }
    text
}

fn sign(sign: Sign) -> char {
    match sign {
        Sign::Add => '+',
        Sign::Change => '~',
        Sign::Remove => '-',
    }
}

/// Who gains and loses what.
fn effect(outlook: &CatalogOutlook) -> String {
    let mut text = if outlook.same { String::new() } else { super::outlook::told(&outlook.access) };
    for act in &outlook.acts {
        let people = act.people.map_or_else(
            || "how many people that is for is not counted".to_owned(),
            |(gain, lose)| format!("{gain} people may do so who could not, {lose} may no longer"),
        );
        _ = writeln!(text, "  {} asks for `{}` instead of `{}`: {people}", act.act, act.after, act.before);
    }
    text
}
