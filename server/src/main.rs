//! Bailiwick: who may do what in which project.
//!
//! `serve` wires everything and listens; every other command works on the same database through the same gate, also
//! beside a running server, which notices at its next decision.

#![recursion_limit = "256"]

mod cli;
mod config;
mod download;
mod layer;
mod live;
mod preset;
mod router;
mod serve;
mod session;
mod site;
mod start;
mod system;
mod task;
#[cfg(test)]
mod tests;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(cli::run(cli::Cli::parse())),
        Err(error) => {
            eprintln!("bailiwick: cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}
