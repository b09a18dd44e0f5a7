//! The table: which engine is measured at which size, whether all answer alike, and how the figures are printed.

use crate::{
    counter,
    engine::{ENGINES, Entry, Shape},
    workload::{Facts, QUESTIONS},
};
use anyhow::{Context, Result, bail};
use std::{
    collections::HashMap,
    process::{Command, Stdio},
};

/// Questions counted by callgrind, which is slow.
const COUNTED: usize = 2000;
/// So many different questions do not fit into the processor's caches.
const MANY: usize = 200_000;

/// Everything in the table, in its order: engine, size, questions.
fn plan() -> Vec<(&'static Entry, usize, usize)> {
    let small = [1, 10].iter().flat_map(|size| ENGINES.iter().map(|entry| (entry, *size, QUESTIONS)));
    // Of the others, those that load in seconds.
    let large = ENGINES.iter().filter(|entry| entry.shape == Shape::Roles && entry.package != "casbin");
    let mut plan: Vec<_> = small.chain(large.map(|entry| (entry, 100, QUESTIONS))).collect();
    plan.insert(plan.len() - 2, (&ENGINES[0], 100, MANY));
    plan
}

/// What was found out about an engine at a size.
struct Row {
    time: f64,
    instructions: Option<u64>,
    built: f64,
    memory: Option<f64>,
    answers: String,
    uncounted: Option<String>,
}

/// Measures everything and prints the table.
pub fn all() -> Result<()> {
    println!("{}", machine());
    println!(
        "Strings in, decision out; processor time, median of several rounds of all questions; sizes are multiples of"
    );
    println!("1,000 users, 100 projects, 10,000 resources and 5,000 memberships.");
    println!();
    println!(
        "{:<30}{:>6}{:>10}{:>10}{:>14}{:>8}{:>11}{:>11}",
        "engine", "size", "questions", "ns/check", "instr./check", "× ours", "built in", "memory"
    );
    let mut ours: HashMap<usize, Row> = HashMap::new();
    let mut without_counter = None;
    for (entry, size, questions) in plan() {
        let row =
            Row::measure(entry.name, size, questions).with_context(|| format!("{} at size {size}", title(entry)))?;
        without_counter = without_counter.or(row.uncounted.clone());
        let base = ours.get(&size);
        if let Some(base) = base {
            compare(entry, size, base, &row)?;
        }
        println!("{}", line(entry, size, questions, &row, base.map_or(row.time, |base| base.time)));
        ours.entry(size).or_insert(row);
    }
    println!();
    println!("All engines gave the same answer to each of the {} questions, at every size.", grouped(QUESTIONS as f64));
    println!("Flat: every user's permissions worked out beforehand, so that changing a role rewrites all who have it.");
    println!("At 100× what is flat, and casbin, is left out: it takes up to a minute and more than 10 GB to load.");
    match without_counter {
        Some(why) => println!("Instructions are counted by valgrind at 1×, ours at 10× too ({why})."),
        None => println!("Instructions are the processor's own count, outside the kernel."),
    }
    Ok(())
}

impl Row {
    fn measure(name: &str, size: usize, questions: usize) -> Result<Self> {
        let output = Command::new(std::env::current_exe()?)
            .args(["time", name, &size.to_string(), &questions.to_string()])
            .stdin(Stdio::null())
            // For all alike, as docs/configuration.md tells who has a large installation to do: at 100× it is the
            // page tables that do not fit into the caches any more.
            .env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")
            .output()?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let text = String::from_utf8(output.stdout)?;
        let found: HashMap<&str, &str> = text.lines().filter_map(|line| line.split_once(' ')).collect();
        let number = |name: &str| found.get(name).and_then(|text| text.parse::<f64>().ok());
        let mut row = Self {
            time: number("time").context("no time")?,
            instructions: found.get("instructions").and_then(|text| text.parse().ok()),
            built: number("built").context("no time to build")?,
            memory: number("memory"),
            answers: found.get("answers").map(|text| (*text).to_owned()).context("no answers")?,
            uncounted: found.get("uncounted").map(|why| (*why).to_owned()),
        };
        // Loading takes some fifty times as long below valgrind.
        if row.uncounted.is_some() && (size == 1 || size == 10 && name == ENGINES[0].name) {
            row.instructions = match counter::by_callgrind(name, size, COUNTED) {
                Ok(counted) => Some(counted),
                Err(why) => {
                    row.uncounted = Some(format!("not here: {why:#}"));
                    None
                }
            };
        }
        Ok(row)
    }
}

/// An error names the first question that is answered otherwise.
fn compare(entry: &Entry, size: usize, ours: &Row, other: &Row) -> Result<()> {
    let both = ours.answers.chars().zip(other.answers.chars());
    let Some(at) = both.clone().position(|(ours, other)| ours != other) else {
        if ours.answers.len() == other.answers.len() {
            return Ok(());
        }
        bail!("{} did not answer all questions", title(entry));
    };
    let count = both.filter(|(ours, other)| ours != other).count();
    let said = |answers: &str| if answers.as_bytes().get(at) == Some(&b'1') { "allows" } else { "refuses" };
    let questions = Facts::new(size).questions(QUESTIONS);
    let question = questions.get(at).map(ToString::to_string).unwrap_or_default();
    let (who, theirs, ours) = (title(entry), said(&other.answers), said(&ours.answers));
    bail!(
        "{who} differs in {count} answers at size {size}; the first is question {at}: {question}: it {theirs}, ours {ours}"
    )
}

fn line(entry: &Entry, size: usize, questions: usize, row: &Row, ours: f64) -> String {
    let instructions = row.instructions.map_or("n/a".to_owned(), |count| grouped(count as f64));
    let memory = row.memory.map_or("n/a".to_owned(), |bytes| format!("{} MB", grouped((bytes / 1e6).ceil())));
    let ratio = row.time / ours;
    let ratio = if ratio < 9.95 { format!("{ratio:.1}") } else { grouped(ratio) };
    format!(
        "{:<30}{:>6}{:>10}{:>10}{:>14}{:>8}{:>11}{:>11}",
        title(entry),
        format!("{size}×"),
        grouped(questions as f64),
        grouped(row.time),
        instructions,
        ratio,
        format!("{} ms", grouped(row.built / 1e6)),
        memory
    )
}

/// The crate, its version, and its shape if it is not the plain one.
fn title(entry: &Entry) -> String {
    let lock = include_str!("../Cargo.lock");
    let head = format!("name = \"{}\"\nversion = \"", entry.package);
    let version = lock.split_once(&head).and_then(|(_, rest)| rest.split('"').next()).unwrap_or("?");
    let version = if entry.package == "authz" { "(ours)" } else { version };
    format!("{} {version}{}", entry.package, if entry.shape == Shape::Flat { ", flat" } else { "" })
}

/// A whole number with its thousands apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The processor, and a warning when others use it.
fn machine() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let information = read("/proc/cpuinfo");
    let model = information.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("?");
    let busy = load.parse::<f64>().is_ok_and(|load| load > 0.8);
    let warning = if busy { ": busy, so the times are too long" } else { "" };
    format!("{model}, {cores} cores, load {load}{warning}")
}
