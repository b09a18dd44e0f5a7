//! The engines side by side. To add one: a file here that builds it from the facts, and a line in [`ENGINES`] and [`run`].
//!
//! Every engine is asked by strings and answers with a decision; what it needs beside, it prepares when it is built.
//! The others come in two shapes, because either alone would be unfair to somebody.

mod casbin;
mod cedar;
mod ours;
mod rego;

use crate::workload::{Facts, Question};
use anyhow::{Result, bail};

/// What a measurement asks of an engine.
pub trait Engine {
    /// May the user do this there?
    fn allowed(&mut self, question: &Question) -> Result<bool>;
}

/// How the facts are put to an engine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// As they are, and as ours has them: memberships name roles, roles list permissions. A change of a role is small.
    Roles,
    /// Everybody's permissions worked out beforehand. A change of a role rewrites all who have it.
    Flat,
}

/// An engine in one shape.
pub struct Entry {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The crate.
    pub package: &'static str,
    /// Its shape.
    pub shape: Shape,
}

const fn entry(name: &'static str, package: &'static str, shape: Shape) -> Entry {
    Entry { name, package, shape }
}

/// All of them; the first is ours.
pub const ENGINES: &[Entry] = &[
    entry("ours", "authz", Shape::Roles),
    entry("cedar", "cedar-policy", Shape::Roles),
    entry("cedar-flat", "cedar-policy", Shape::Flat),
    entry("rego", "regorus", Shape::Roles),
    entry("rego-flat", "regorus", Shape::Flat),
    entry("casbin", "casbin", Shape::Roles),
    entry("casbin-flat", "casbin", Shape::Flat),
];

/// Work to do with an engine of whatever type.
pub trait Work {
    /// What comes of it.
    type Output;
    /// Builds the engine and does the work.
    fn with<E: Engine>(self, build: impl FnOnce() -> Result<E>) -> Result<Self::Output>;
}

/// Does the work with the engine of this name.
pub fn run<W: Work>(name: &str, facts: &Facts, work: W) -> Result<W::Output> {
    match name {
        "ours" => work.with(|| ours::build(facts)),
        "cedar" => work.with(|| cedar::build(facts, Shape::Roles)),
        "cedar-flat" => work.with(|| cedar::build(facts, Shape::Flat)),
        "rego" => work.with(|| rego::build(facts, Shape::Roles)),
        "rego-flat" => work.with(|| rego::build(facts, Shape::Flat)),
        "casbin" => work.with(|| casbin::build(facts, Shape::Roles)),
        "casbin-flat" => work.with(|| casbin::build(facts, Shape::Flat)),
        _ => bail!("there is no engine `{name}`"),
    }
}
