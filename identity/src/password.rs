//! Passwords: Argon2id (RFC 9106) off the async threads, in a bounded queue.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use authz::{Remark, remark};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Shortest password where it is the only factor (NIST SP 800-63B-4 section 3.1.1.2).
pub const MIN_LENGTH: usize = 15;
/// Longest, in characters; beyond, hashing is a way to waste our time.
pub const MAX_LENGTH: usize = 256;

/// Memory in KiB, passes and lanes: the second recommendation of OWASP's Password Storage Cheat Sheet.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// SECURITY: checked where there is no user, so that an unknown name takes as long as a wrong password. It has the form and
/// the cost of every other hash, and is that of no password anybody knows. Written out, so that no start waits for it.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Passwords that everybody tries first, folded and without digits and marks at the end.
const COMMON: &[&str] = &["password", "passwort", "qwertyuiop", "letmein", "iloveyou", "administrator", "bailiwick"];

/// Too many passwords wait to be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.remark())]
pub struct Busy;

impl Busy {
    /// What is told.
    pub fn remark(self) -> Remark {
        remark!("too many people sign in right now, try again in a few seconds")
    }
}

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.remark())]
pub enum PasswordError {
    /// Too short.
    TooShort,
    /// Too long.
    TooLong,
    /// Easy to guess.
    Guessable,
}

impl PasswordError {
    /// What is told.
    pub fn remark(self) -> Remark {
        match self {
            Self::TooShort => {
                remark!("use at least {n} characters; four or five words are easy to remember", n = MIN_LENGTH)
            }
            Self::TooLong => remark!("use at most {n} characters", n = MAX_LENGTH),
            Self::Guessable => remark!(
                "this is one of the first things to be guessed; use several words that have nothing to do with you"
            ),
        }
    }
}

/// Is this a password we take? `words` are the user's own names, which it must not merely repeat.
///
/// # Errors
/// [`PasswordError`] says what to change.
pub fn check_password(password: &str, words: &[String]) -> Result<(), PasswordError> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Err(PasswordError::TooShort);
    }
    if length > MAX_LENGTH {
        return Err(PasswordError::TooLong);
    }
    let folded = password.to_lowercase();
    let mut rest = folded.clone();
    let own = words.iter().flat_map(|word| word.split(['@', ' ', '.'])).filter(|word| word.chars().count() > 2);
    for word in own.map(str::to_lowercase).chain(COMMON.iter().map(|word| (*word).to_owned())) {
        rest = rest.replace(&word, "");
    }
    let mut letters: Vec<char> = rest.chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters.dedup();
    // What is left after the guessable words must still be worth guessing.
    if letters.len() < 5 { Err(PasswordError::Guessable) } else { Ok(()) }
}

/// Hashes and checks passwords, at most one per core at a time and a bounded number waiting.
#[derive(Clone)]
pub struct Hasher {
    argon: Argon2<'static>,
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Hasher {
    /// A hasher that runs `threads` at a time and lets `waiting` more wait.
    ///
    /// # Errors
    /// Only if the built-in cost is refused by the library.
    pub fn new(threads: usize, waiting: usize) -> Result<Self, argon2::Error> {
        let (memory, passes, lanes) = COST;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(memory, passes, lanes, None)?);
        Ok(Self {
            argon,
            running: Arc::new(Semaphore::new(threads)),
            admitted: Arc::new(Semaphore::new(threads + waiting)),
        })
    }

    /// Hashes a password into PHC string format.
    ///
    /// # Errors
    /// [`Busy`] over the bound.
    pub async fn hash(&self, password: String) -> Result<String, Busy> {
        let argon = self.argon.clone();
        self.run(move || argon.hash_password(password.as_bytes()).map(|hash| hash.to_string()).ok()).await?.ok_or(Busy)
    }

    /// Is it the password? Where there is no hash, the answer is `false` and takes as long.
    ///
    /// # Errors
    /// [`Busy`] over the bound.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Busy> {
        let argon = self.argon.clone();
        self.run(move || {
            let known = hash.is_some();
            let hash = hash.as_deref().unwrap_or(DECOY);
            let right =
                PasswordHash::new(hash).is_ok_and(|hash| argon.verify_password(password.as_bytes(), &hash).is_ok());
            known && right
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let _admitted = self.admitted.try_acquire().map_err(|_| Busy)?;
        let _running = self.running.acquire().await.map_err(|_| Busy)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anybody_would_guess_is_refused() {
        let words = ["Ana Kovač".to_owned(), "ana.kovac@north.example".to_owned()];
        assert_eq!(check_password("short", &words), Err(PasswordError::TooShort));
        assert_eq!(check_password(&"x".repeat(300), &words), Err(PasswordError::TooLong));
        for bad in ["passwordpassword", "anakovac-anakovac", "aaaaaaaaaaaaaaaaaaaa", "Bailiwick-bailiwick-1"] {
            assert_eq!(check_password(bad, &words), Err(PasswordError::Guessable), "{bad}");
        }
        assert_eq!(check_password("correct horse battery", &words), Ok(()));
    }

    #[tokio::test]
    async fn a_hash_is_argon2id_and_fits_its_password_only() {
        let hasher = Hasher::new(1, 4).unwrap();
        let hash = hasher.hash("correct horse battery".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.verify("correct horse battery".into(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.verify("correct horse batterz".into(), Some(hash)).await.unwrap());
        assert!(!hasher.verify("nobody has this password".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn the_decoy_costs_what_every_hash_costs() {
        let real = Hasher::new(1, 4).unwrap().hash("correct horse battery".into()).await.unwrap();
        let shape = |text: &str| {
            let hash = PasswordHash::new(text).unwrap();
            let (salt, output) = (hash.salt.unwrap(), hash.hash.unwrap());
            (hash.algorithm, hash.version, hash.params, salt.len(), output.len())
        };
        assert_eq!(shape(DECOY), shape(&real));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn over_the_bound_it_says_busy() {
        let hasher = Hasher::new(1, 1).unwrap();
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let hasher = hasher.clone();
                tokio::spawn(async move { hasher.hash("x".into()).await })
            })
            .collect();
        let mut busy = 0;
        for task in tasks {
            busy += usize::from(task.await.unwrap().is_err());
        }
        assert!((1..=6).contains(&busy), "{busy}");
    }
}
