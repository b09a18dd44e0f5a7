//! Randomness is an argument.

use crate::Micros;

/// Where randomness comes from.
pub trait IdSource: Send + Sync + 'static {
    /// Fills the bytes from a cryptographically secure source.
    fn fill(&self, bytes: &mut [u8]);
}

/// Crockford's base 32, lower case: no letter is mistaken for another, and the order of texts is that of the bytes.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The bits of a `UUIDv7` that are random.
const RANDOM: u128 = 0xfff << 64 | u128::MAX >> 66;

/// A new public id such as `prj_06f0…`: a `UUIDv7` (RFC 9562 section 5.7) in base 32, so ids sort by when they were made.
pub fn new_id(prefix: &str, now: Micros, ids: &dyn IdSource) -> String {
    let mut random = [0; 16];
    if let Some(filled) = random.last_chunk_mut::<10>() {
        ids.fill(filled);
    }
    let millis = u128::from(u64::try_from(now / 1000).unwrap_or_default());
    // 48 bits of time, the version, 12 random bits, the variant, 62 random bits.
    let number = millis << 80 | 0x7 << 76 | 0x2 << 62 | u128::from_be_bytes(random) & RANDOM;
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

    struct Counting;
    impl IdSource for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.iter_mut().zip(1..).for_each(|(byte, number)| *byte = number);
        }
    }

    #[test]
    fn ids_sort_by_time() {
        let (early, late) = (new_id("prj", 1_000_000, &Fixed(255)), new_id("prj", 2_000_000, &Fixed(0)));
        assert!(early < late, "{early} {late}");
        assert_eq!(early.len(), 30);
    }

    #[test]
    fn ids_are_laid_out_as_the_standard_says() {
        // 019b76da-a800-7fff-bfff-ffffffffffff, and the same instant with bytes that count up.
        let now = 1_767_225_600_000_000;
        assert_eq!(new_id("x", now, &Fixed(255)), "x_01kdvdna00fzzvzzzzzzzzzzzz");
        assert_eq!(new_id("x", now, &Counting), "x_01kdvdna00e41861050r3gg28a");
    }
}
