//! One engine at one size, in a process of its own: built, asked, timed, and its instructions counted.
//!
//! Prints one line for each thing found, `name value`, for [`crate::report`] to read.

use crate::{
    counter,
    engine::{self, Engine, Work},
    workload::{Facts, QUESTIONS, Question},
};
use anyhow::{Context, Result};
use rustix::time::{ClockId, clock_gettime};
use std::{fs, hint::black_box, time::Duration};

/// A round takes at least so long, so that the clock's own cost does not show.
const ROUND: Duration = Duration::from_millis(20);
/// The median of at most so many rounds is taken.
const MOST_ROUNDS: usize = 31;
/// No further round begins after so long.
const ENOUGH: Duration = Duration::from_millis(1500);

/// Processor time of this thread: what others do on the machine counts only by the caches they spoil.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// What is measured, and what callgrind counts by this name.
#[inline(never)]
fn measured_loop(engine: &mut impl Engine, questions: &[Question], passes: usize) -> Result<usize> {
    let mut allowed = 0;
    for _ in 0..passes {
        for question in questions {
            allowed += usize::from(black_box(engine.allowed(black_box(question))?));
        }
    }
    Ok(allowed)
}

/// Builds the engine, asks all questions, then times rounds of them.
pub fn time(name: &str, scale: usize, count: usize) -> Result<()> {
    let facts = Facts::new(scale);
    let questions = facts.questions(count);
    engine::run(name, &facts, Timing { questions: &questions })
}

struct Timing<'a> {
    questions: &'a [Question],
}

impl Work for Timing<'_> {
    type Output = ();

    fn with<E: Engine>(self, build: impl FnOnce() -> Result<E>) -> Result<()> {
        let (resident, began) = (resident(), now());
        let mut engine = build()?;
        println!("built {}", (now() - began).as_nanos());
        if let Some(memory) =
            crate::measure::resident().zip(resident).map(|(after, before)| after.saturating_sub(before))
        {
            println!("memory {memory}");
        }
        let answer = |question: &Question| {
            let allowed = engine.allowed(question).with_context(|| question.to_string())?;
            anyhow::Ok(if allowed { '1' } else { '0' })
        };
        let answers: String = self.questions.iter().take(QUESTIONS).map(answer).collect::<Result<_>>()?;
        println!("answers {answers}");
        println!("time {}", median_round(&mut engine, self.questions)?);
        match counter::instructions(|| measured_loop(&mut engine, self.questions, 1)) {
            Ok(instructions) => println!("instructions {}", instructions / self.questions.len() as u64),
            Err(why) => println!("uncounted {why}"),
        }
        Ok(())
    }
}

/// Nanoseconds of a check: the median of several rounds.
fn median_round(engine: &mut impl Engine, questions: &[Question]) -> Result<f64> {
    let took = |engine: &mut _, passes| {
        let began = now();
        black_box(measured_loop(engine, questions, passes)?);
        anyhow::Ok(now() - began)
    };
    let first = took(engine, 1)?.max(Duration::from_nanos(1));
    let passes = usize::try_from(ROUND.as_nanos().div_ceil(first.as_nanos()))?.max(1);
    let began = now();
    let mut rounds = vec![took(engine, passes)?];
    while rounds.len() < MOST_ROUNDS && now() - began < ENOUGH {
        rounds.push(took(engine, passes)?);
    }
    rounds.sort_unstable();
    let checks = (passes * questions.len()) as f64;
    Ok(rounds[rounds.len() / 2].as_nanos() as f64 / checks)
}

/// What callgrind runs: the questions once to warm up, and once in the measured loop.
pub fn count(name: &str, scale: usize, count: usize) -> Result<()> {
    let facts = Facts::new(scale);
    let questions = facts.questions(count);
    engine::run(name, &facts, Counting { questions: &questions })
}

struct Counting<'a> {
    questions: &'a [Question],
}

impl Work for Counting<'_> {
    type Output = ();

    fn with<E: Engine>(self, build: impl FnOnce() -> Result<E>) -> Result<()> {
        let mut engine = build()?;
        for question in self.questions {
            black_box(engine.allowed(question)?);
        }
        black_box(measured_loop(&mut engine, self.questions, 1)?);
        Ok(())
    }
}

/// Resident memory of this process in bytes, where Linux tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
