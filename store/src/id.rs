//! Randomness is an argument.

use crate::Micros;

/// Where randomness comes from.
pub trait IdSource: Send + Sync + 'static {
    /// Fills the bytes from a cryptographically secure source.
    fn fill(&self, bytes: &mut [u8]);
}

/// Crockford's base 32, lower case: no letter is mistaken for another, and the order of texts is that of the bytes.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new public id such as `prj_06f0…`: a `UUIDv7` (RFC 9562 section 5.7) in base 32, so ids sort by when they were made.
pub fn new_id(prefix: &str, now: Micros, ids: &dyn IdSource) -> String {
    let mut random = [0; 10];
    ids.fill(&mut random);
    let [a, b, c, d, e, f, g, h, i, j] = random;
    let millis = u64::try_from(now / 1000).unwrap_or_default().to_be_bytes();
    let [_, _, m0, m1, m2, m3, m4, m5] = millis;
    let uuid = [m0, m1, m2, m3, m4, m5, 0x70 | (a & 0x0f), b, 0x80 | (c & 0x3f), d, e, f, g, h, i, j];
    let number = u128::from_be_bytes(uuid);
    let mut text = String::with_capacity(prefix.len() + 27);
    text.push_str(prefix);
    text.push('_');
    for place in (0..26).rev() {
        let digit = usize::try_from((number >> (place * 5)) & 31).unwrap_or_default();
        text.push(char::from(ALPHABET.get(digit).copied().unwrap_or(b'0')));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl IdSource for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn ids_sort_by_time() {
        let (early, late) = (new_id("prj", 1_000_000, &Fixed(255)), new_id("prj", 2_000_000, &Fixed(0)));
        assert!(early < late, "{early} {late}");
        assert_eq!(early.len(), 30);
    }
}
