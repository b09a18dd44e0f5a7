//! The law of the guards, on random worlds and random writes.

#[cfg(test)]
#[path = "guard/law.rs"]
mod law;
#[cfg(test)]
#[path = "guard/world.rs"]
mod world;
