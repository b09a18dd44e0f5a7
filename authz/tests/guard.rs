//! The law of the guards, on random worlds and random writes: of one write, and of many by users who work together.

#[cfg(test)]
#[path = "guard/claims.rs"]
mod claims;
#[cfg(test)]
#[path = "guard/collusion.rs"]
mod collusion;
#[cfg(test)]
#[path = "guard/law.rs"]
mod law;
#[cfg(test)]
#[path = "guard/world.rs"]
mod world;
