//! Compares engines on one workload: nanoseconds and instructions of a check, and every answer.
//!
//!     engine                              the whole table
//!     engine time  ENGINE SIZE QUESTIONS  one row's figures
//!     engine count ENGINE SIZE QUESTIONS  for callgrind

mod counter;
mod engine;
mod measure;
mod report;
mod workload;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => report::all(),
        ["time", name, size, questions] => measure::time(name, size.parse()?, questions.parse()?),
        ["count", name, size, questions] => measure::count(name, size.parse()?, questions.parse()?),
        _ => bail!("usage: engine, or engine time|count ENGINE SIZE QUESTIONS"),
    }
}
