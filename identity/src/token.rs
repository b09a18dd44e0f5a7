//! Random tokens: what a cookie or a link holds. Only their hash is kept.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use store::IdSource;

/// A new token: 256 random bits, as 64 hexadecimal digits.
pub fn new_token(ids: &dyn IdSource) -> String {
    let mut bytes = [0; 32];
    ids.fill(&mut bytes);
    hex(&bytes)
}

/// What the database keeps of a token: SHA-256 (FIPS 180-4). A token has 256 random bits, so no salt or slow hash is
/// needed.
pub fn hash_token(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
