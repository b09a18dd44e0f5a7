//! The engine from outside: against a naive reference, the laws of the model, and its own before and after.
//!
//! `PROPTEST_CASES=3000 cargo test --release -p authz` looks harder than a daily run does.

#[cfg(test)]
mod effect;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod law;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod search;
