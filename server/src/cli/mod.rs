//! The command line: the same gate, as `operator@host`.
//!
//! To add a command: a file here with its arguments and a `run`, and an arm in [`Command`].

mod account;
mod audit;
mod backup;
mod catalog;
mod check;
mod config;
mod decision;
mod grant;
mod group;
mod outlook;
mod preset;
mod project;
mod role;
mod table;
mod user;

use crate::{
    config::{Config, ConfigError, Values},
    serve, start,
};
use authz::{NodeId, guard::Refusal};
use clap::{Parser, Subcommand};
use std::{collections::BTreeMap, fmt, path::PathBuf, process::ExitCode};
use store::{Caller, Denied, StoreError};
use tracing_subscriber::{EnvFilter, fmt::layer, layer::SubscriberExt, util::SubscriberInitExt};

/// Who may do what in which project: a console for people and a decision service for applications.
#[derive(Parser)]
#[command(name = "bailiwick", version)]
pub struct Cli {
    /// Configuration file; default `bailiwick.toml` in the working folder, if there is one.
    #[arg(long, global = true, env = "BAILIWICK_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON instead of tables.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the console.
    Serve {
        /// Load a preset with sample people and projects into an empty database.
        #[arg(long, value_name = "PRESET", num_args = 0..=1, default_missing_value = "standard", require_equals = true)]
        demo: Option<String>,
    },
    /// Bring the database's schema up to date.
    Migrate,
    /// Run decision suites and compare every answer; or, without files, check the database.
    Check(check::Args),
    /// List every configuration key with its value and where it came from.
    Config,
    /// Presets: a catalog with roles, and sample worlds.
    #[command(subcommand)]
    Preset(preset::Command),
    /// What is protected: types, actions and roles, shown, planned and applied as files.
    #[command(subcommand)]
    Catalog(catalog::Command),
    /// People.
    #[command(subcommand)]
    User(user::Command),
    /// Roles and who holds them.
    #[command(subcommand)]
    Role(role::Command),
    /// Grants of every kind.
    #[command(subcommand)]
    Grant(grant::Command),
    /// Groups, who is in them, and who looks after them.
    #[command(subcommand)]
    Group(group::Command),
    /// Accounts: organisations, their labels, seats and consultancies.
    #[command(subcommand)]
    Account(account::Command),
    /// Projects.
    #[command(subcommand)]
    Project(project::Command),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::Command),
    /// The decision log.
    #[command(subcommand)]
    Decision(decision::Command),
    /// Write a consistent copy of the database beside the running server.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
}

/// Why a command failed: lines for standard error.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// One line.
    pub fn new(line: impl Into<String>) -> Self {
        Self(line.into())
    }

    /// A heading and items below it.
    pub fn list(heading: &str, items: &[impl fmt::Display]) -> Self {
        Self(items.iter().fold(heading.to_owned(), |text, item| format!("{text}\n  {item}")))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            // The operator may know everything: what is not found is not there.
            StoreError::Denied(Denied::NotFound) => Self::new(
                "there is no such node; ids look like `project:copper-12`, `bailiwick project list` lists projects",
            ),
            error => Self(error.to_string()),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self(error.to_string())
    }
}

/// Runs a command: 0 done, 1 failed, 2 wrong usage (clap's own).
pub async fn run(cli: Cli) -> ExitCode {
    match dispatch(cli).await {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("bailiwick: {}", failure.0);
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(cli: Cli) -> Result<ExitCode, Failure> {
    if let Command::Check(args) = &cli.command
        && !args.files.is_empty()
    {
        return check::suites(args, cli.json);
    }
    if let Command::Preset(command) = &cli.command
        && preset::without_database(command, cli.json)?
    {
        return Ok(ExitCode::SUCCESS);
    }
    let values = values(cli.config)?;
    let config = Config::read(&values);
    if let Command::Config = cli.command {
        config::list(&values, cli.json)?;
        config?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = config?;
    init_log(&config)?;
    if let Command::Serve { demo } = &cli.command {
        serve::serve(&config, demo.as_deref()).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let started = start::start(&config).await?;
    let context = Context { json: cli.json, caller: started.host.operator(), config: &config, started: &started };
    let result = match cli.command {
        Command::Migrate => {
            println!("the database is up to date");
            Ok(ExitCode::SUCCESS)
        }
        Command::Check(_) => check::database(&context).await,
        Command::Preset(command) => preset::run(&context, command).await,
        Command::Catalog(command) => catalog::run(&context, command).await,
        Command::User(command) => user::run(&context, command).await,
        Command::Grant(command) => grant::run(&context, command).await,
        Command::Role(command) => role::run(&context, command).await,
        Command::Group(command) => group::run(&context, command).await.map(|()| ExitCode::SUCCESS),
        Command::Account(command) => account::run(&context, command).await.map(|()| ExitCode::SUCCESS),
        Command::Project(command) => project::run(&context, command).await,
        Command::Audit(command) => audit::run(&context, command).await,
        Command::Decision(command) => decision::run(&context, command).await,
        Command::Backup { file } => backup::run(&context, &file).await,
        Command::Serve { .. } | Command::Config => Ok(ExitCode::SUCCESS),
    };
    started.database.close().await;
    result
}

/// What every command on the database has.
pub struct Context<'a> {
    json: bool,
    caller: Caller,
    config: &'a Config,
    started: &'a start::Started,
}

impl Context<'_> {
    /// Who acts: the operator, or the operator skipping the rules on the last one.
    fn caller(&self, force: bool) -> Caller {
        if force { self.started.host.forcing() } else { self.caller.clone() }
    }
}

/// What is said of an account or group that is not there: the operator may know everything.
fn or_none(id: &NodeId) -> impl Fn(StoreError) -> Failure {
    let kind = id.kind().to_owned();
    let said = format!("there is no {kind} `{id}`; `bailiwick {kind} list` lists what there is");
    move |error| match error {
        StoreError::Denied(Denied::NotFound) => Failure::new(said.clone()),
        error => error.into(),
    }
}

/// What the commands that take `--force` say where only that is in the way.
fn or_force(error: StoreError) -> Failure {
    match error {
        StoreError::Refused(refusal @ (Refusal::LastOwner { .. } | Refusal::LastAdministrator)) => {
            Failure::new(format!("{refusal}; or repeat the command with `--force`"))
        }
        error => error.into(),
    }
}

fn values(file: Option<PathBuf>) -> Result<Values, Failure> {
    let usual = PathBuf::from("bailiwick.toml");
    let file = file.or_else(|| usual.exists().then_some(usual));
    let environment: BTreeMap<String, String> =
        std::env::vars().filter(|(name, _)| name.starts_with("BAILIWICK_")).collect();
    Ok(Values::gather(file.as_deref(), &environment)?)
}

fn init_log(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log_level)
        .map_err(|error| Failure::new(format!("BAILIWICK_LOG_LEVEL: `{}`: {error}", config.log_level)))?;
    let registry = tracing_subscriber::registry().with(filter);
    // Lines go to standard error: what a command prints stays clean.
    let done = if config.log_json {
        registry.with(layer().json().flatten_event(true).with_writer(std::io::stderr)).try_init()
    } else {
        registry.with(layer().with_target(false).with_writer(std::io::stderr)).try_init()
    };
    done.map_err(|error| Failure::new(error.to_string()))
}
