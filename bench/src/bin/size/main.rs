//! What decisions, lists and changes cost where there is much: at 1 %, 10 % and 100 % of a million grants on a million
//! nodes, 100,000 users, 10,000 groups nested five deep, 1,000 projects, one of them with 100,000 members.
//!
//! Prints each figure; those that have a limit are held to it at 100 %, and it fails if one is over.
//!
//!     size [PERCENT]

mod facts;
mod stored;

use anyhow::{Context, Result};
use authz::{Change, Index, Question, Sent, World};
use facts::Size;
use rustix::time::{ClockId, clock_gettime};
use std::{
    fs,
    hint::black_box,
    process::{Command, ExitCode},
    time::Duration,
};

/// Decisions that are timed together: one alone takes no longer than looking at the clock.
const SOME: usize = 25;
/// Items of a first page.
const PAGE: usize = 50;
/// The instant decisions are for, unless the store says another.
pub const NOW: i64 = 1;

fn main() -> Result<ExitCode> {
    match std::env::args().nth(1) {
        Some(percent) => measure(percent.parse()?),
        None => all(),
    }
}

/// Each size in a process of its own: what one leaves behind would hide how much the next needs.
fn all() -> Result<ExitCode> {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load {}", load.split(' ').next().unwrap_or("?"));
    let mut held = true;
    for percent in ["1", "10", "100"] {
        // As docs/configuration.md tells who has a large installation to do.
        let tuned = Command::new(std::env::current_exe()?)
            .arg(percent)
            .env("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")
            .status()?;
        held &= tuned.success();
    }
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn measure(percent: usize) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut report = Report { percent, over: false };
    let size = Size::of(percent);
    println!(
        "{percent} %: {} grants, {} nodes, {} users, {} groups, {} projects, {} members of one",
        size.grants, size.nodes, size.users, size.groups, size.projects, size.users
    );
    let facts = size.facts()?;
    engine(&mut report, &size, &facts)?;
    runtime.block_on(stored::stored(&mut report, &size, facts))?;
    Ok(if report.over { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Prints figures, and remembers whether one is over its limit.
pub struct Report {
    percent: usize,
    over: bool,
}

impl Report {
    pub fn say(&mut self, what: &str, figure: f64, unit: &str, limit: Option<f64>) {
        let verdict = match limit.filter(|_| self.percent == 100) {
            Some(limit) if figure > limit => "FAIL",
            Some(_) => "PASS",
            None => "",
        };
        self.over |= verdict == "FAIL";
        let limit = limit.map_or(String::new(), |limit| format!("   limit {limit} {unit}"));
        println!("  {verdict:<5}{what:<44}{figure:>12.1} {unit}{limit}");
    }

    /// The median and the 95th hundredth of some times.
    pub fn times(&mut self, what: &str, mut times: Vec<f64>, unit: &str, limits: [Option<f64>; 2]) {
        times.sort_by(f64::total_cmp);
        for (name, at, limit) in [("p50", 50, limits[0]), ("p95", 95, limits[1])] {
            if let Some(time) = times.get((times.len() * at / 100).min(times.len().saturating_sub(1))) {
                self.say(&format!("{what}, {name}"), *time, unit, limit);
            }
        }
    }
}

/// Processor time of this thread: what others do on the machine counts only by the caches they spoil.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// By how many bytes an index grows when the grants come, one by one, to everything else. That was made at once, so that
/// it leaves no holes that the grants could grow into; and the facts stay.
fn grown(facts: &World) -> Result<f64> {
    let World { catalog, roles, nodes, users, groups, .. } = facts;
    let (catalog, roles, nodes) = (catalog.clone(), roles.clone(), nodes.clone());
    let (users, groups) = (users.clone(), groups.clone());
    let mut index = Index::new(World { catalog, roles, nodes, users, groups, ..World::default() })?;
    let before = resident()?;
    follow(&mut index, &facts.grants, Change::PutGrant)?;
    Ok(resident()? - before)
}

fn follow<T: Clone>(index: &mut Index, rows: &[T], put: impl Fn(T) -> Change) -> Result<()> {
    for chunk in rows.chunks(5_000) {
        let changes: Vec<Change> = chunk.iter().cloned().map(&put).collect();
        index.apply(&changes)?;
    }
    Ok(())
}

/// Resident memory of this process in bytes.
fn resident() -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? * 1024.0)
}

/// Times each of some things, in seconds times `scale`.
fn each<T, R>(items: &[T], scale: f64, mut run: impl FnMut(&T) -> R) -> Vec<f64> {
    items
        .iter()
        .map(|item| {
            let began = now();
            black_box(run(black_box(item)));
            (now() - began).as_secs_f64() * scale
        })
        .collect()
}

/// The index alone.
fn engine(report: &mut Report, size: &Size, facts: &World) -> Result<()> {
    let questions = size.questions(facts, 50_000);
    report.say("index, memory per grant", grown(facts)? / size.grants as f64, "bytes", Some(150.0));
    let (copy, began) = (facts.clone(), now());
    let index = Index::new(copy)?;
    report.say("index, build", (now() - began).as_secs_f64(), "s", Some(5.0));
    let some: Vec<&[[String; 3]]> = questions.chunks(SOME).collect();
    let mut decided = Vec::new();
    for some in some {
        // Who is asked has just read the question.
        let (read, began) = (some.to_vec(), now());
        let allowed = |[user, permission, node]: &&[String; 3]| index.allowed(user, permission, node, NOW) == Ok(true);
        black_box(read.iter().filter(allowed).count());
        decided.push((now() - began).as_secs_f64() * 1e9 / SOME as f64);
    }
    report.times("decision", decided, "ns", [Some(1_000.0), None]);
    let explained = each(&questions[..5_000], 1e6, |[user, permission, node]| {
        let asks = [(permission.as_str(), node.as_str())];
        index.explain(&Question { subject: user, asks: &asks, sent: &Sent::NOTHING, parents: None, now: NOW })
    });
    report.times("decision with explanation", explained, "µs", [Some(20.0), None]);
    let search = index.search(NOW);
    let who = each(&questions[..300], 1e3, |[_, permission, node]| {
        search.who_can(permission, node).map(|found| found.take(PAGE).count())
    });
    report.times("who can, first page", who, "ms", [None, Some(100.0)]);
    let crowd = each(&questions[..20], 1e3, |[_, permission, _]| {
        search.who_can(permission, "project:0").map(|found| found.take(PAGE).count())
    });
    report.times("who can where everybody is a member", crowd, "ms", [None, Some(100.0)]);
    let what = each(&questions[..300], 1e3, |[user, _, node]| search.what_can(user, node).map(Iterator::count));
    report.times("what can on a node", what, "ms", [None, Some(100.0)]);
    let places = each(&questions[..300], 1e3, |[user, permission, _]| {
        search.where_can(user, permission, "item").map(|found| found.take(PAGE).count())
    });
    report.times("where can, first page", places, "ms", [None, Some(100.0)]);
    Ok(())
}
