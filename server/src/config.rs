//! Configuration: environment before file before default, every key checked with its name and remedy.
//!
//! To add a key: a row in [`KEYS`], a field in [`Config`], a line in [`Config::read`].

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
    path::Path,
};
use store::SECOND;

/// One configuration key.
pub struct Key {
    /// Its name in a file; in the environment `BAILIWICK_` and the name in capitals.
    pub name: &'static str,
    /// Its value where nothing is said; empty for none.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Is it a secret? Then it is never shown, and `BAILIWICK_…_FILE` may name a file that holds it.
    pub secret: bool,
}

const fn key(name: &'static str, default: &'static str, help: &'static str) -> Key {
    Key { name, default, help, secret: false }
}

/// Every key.
pub const KEYS: &[Key] = &[
    key("listen", "127.0.0.1:3000", "address and port to listen on"),
    key(
        "database_url",
        "sqlite:data/bailiwick.db",
        "where the database is; a relative path is below the working folder",
    ),
    key(
        "public_url",
        "",
        "the address people use, such as https://access.example.org; default http://localhost and the port",
    ),
    key("trusted_proxies", "", "addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas"),
    key("session_idle_minutes", "60", "a session unused for so long ends"),
    key("session_absolute_hours", "24", "a session ends after so long, however busy it was"),
    key("password_threads", "2", "passwords hashed at the same time; each takes 19 MiB"),
    key("password_queue", "32", "passwords that may wait to be hashed; beyond, sign-in answers 503 with Retry-After"),
    key("seed_admin_email", "", "e-mail address of the administrator made at start"),
    key(
        "seed_admin_username",
        "",
        "user name of the administrator made at start; default: the part of the address before the @",
    ),
    Key {
        name: "seed_admin_password",
        default: "",
        help: "password of the administrator made at start; without it a one-time set-up link is printed",
        secret: true,
    },
    key("seed_admin_roles", "", "roles on `system` for that administrator beside `administrator`, separated by commas"),
    key("seed_force", "false", "true: rotate that password, re-apply the roles and end all its sessions at this start"),
    key("preset", "standard", "catalog and roles that an empty database begins with when an administrator is seeded"),
    Key {
        name: "demo_password",
        default: "",
        help: "password of everybody in a --demo; needed to serve one on other addresses than loopback",
        secret: true,
    },
    key("decision_one_in", "1", "one of so many decisions is kept in the decision log: 1 for all, 0 for none"),
    key("decision_days", "90", "decisions are kept for so many days"),
    key("decision_rows", "1000000", "and only so many of them, the latest"),
    key(
        "features",
        "",
        "features that are switched on, separated by commas: entries of the navigation may hang on one",
    ),
    key("log_level", "info", "error, warn, info, debug or trace; or a filter such as `info,sqlx=warn`"),
    key("log_format", "text", "text or json"),
];

/// A value that cannot be taken.
#[derive(Debug)]
pub struct ConfigError {
    key: String,
    remedy: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.remedy)
    }
}

impl std::error::Error for ConfigError {}

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nothing was said.
    Default,
    /// The file.
    File,
    /// The environment.
    Environment,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Environment => "environment",
        })
    }
}

/// All values as text, with where they came from.
pub struct Values(BTreeMap<&'static str, (String, Origin)>);

impl Values {
    /// Gathers values from the environment and a file.
    ///
    /// # Errors
    /// [`ConfigError`] for a file that cannot be read, or a key nobody knows.
    pub fn gather(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let mut values: BTreeMap<&'static str, (String, Origin)> =
            KEYS.iter().map(|key| (key.name, (key.default.to_owned(), Origin::Default))).collect();
        for (name, text) in read_file(file)? {
            let Some(key) = KEYS.iter().find(|key| key.name == name) else {
                return Err(bad(&name, "there is no such key; `bailiwick config` lists them"));
            };
            values.insert(key.name, (text, Origin::File));
        }
        for key in KEYS {
            let variable = variable(key.name);
            if let Some(text) = environment.get(&variable) {
                values.insert(key.name, (text.clone(), Origin::Environment));
            } else if let Some(path) = environment.get(&format!("{variable}_FILE")).filter(|_| key.secret) {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| bad(&format!("{variable}_FILE"), format!("cannot read `{path}`: {error}")))?;
                values.insert(key.name, (text.trim_end_matches(['\r', '\n']).to_owned(), Origin::Environment));
            }
        }
        Ok(Self(values))
    }

    /// A key's value and where it came from.
    pub fn get(&self, name: &str) -> (&str, Origin) {
        self.0.get(name).map_or(("", Origin::Default), |(text, origin)| (text.as_str(), *origin))
    }

    fn text(&self, name: &str) -> &str {
        self.get(name).0.trim()
    }

    fn parse<T: std::str::FromStr>(&self, name: &str, remedy: &str) -> Result<T, ConfigError> {
        self.text(name).parse().map_err(|_| bad(name, format!("`{}` will not do: {remedy}", self.text(name))))
    }

    fn list(&self, name: &str) -> Vec<String> {
        self.text(name).split(',').map(str::trim).filter(|item| !item.is_empty()).map(ToOwned::to_owned).collect()
    }

    fn secret(&self, name: &str) -> Option<String> {
        Some(self.get(name).0.to_owned()).filter(|text| !text.is_empty())
    }
}

/// The environment variable of a key.
pub fn variable(name: &str) -> String {
    format!("BAILIWICK_{}", name.to_uppercase())
}

fn bad(key: &str, remedy: impl Into<String>) -> ConfigError {
    let key = if KEYS.iter().any(|known| known.name == key) { variable(key) } else { key.to_owned() };
    ConfigError { key, remedy: remedy.into() }
}

fn read_file(file: Option<&Path>) -> Result<Vec<(String, String)>, ConfigError> {
    let Some(path) = file else { return Ok(Vec::new()) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| bad(&name, format!("cannot read the file: {error}")))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| bad(&name, error.to_string()))?;
    table
        .into_iter()
        .map(|(key, value)| match value {
            toml::Value::String(text) => Ok((key, text)),
            toml::Value::Integer(number) => Ok((key, number.to_string())),
            toml::Value::Boolean(flag) => Ok((key, flag.to_string())),
            _ => Err(bad(&key, "write a text, a number, or true or false")),
        })
        .collect()
}

/// The configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Where the database is.
    pub database_url: String,
    /// The origin people use.
    pub public_url: PublicUrl,
    /// Reverse proxies that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// How long sessions live.
    pub sessions: identity::SessionPolicy,
    /// Passwords hashed at the same time.
    pub password_threads: usize,
    /// Passwords that may wait.
    pub password_queue: usize,
    /// The administrator made at start.
    pub seed: Option<Seed>,
    /// What an empty database begins with.
    pub preset: String,
    /// Password of everybody in a demo.
    pub demo_password: Option<Secret>,
    /// What of the decision log is kept.
    pub decisions: store::DecisionPolicy,
    /// Features that are switched on.
    pub features: Vec<String>,
    /// Which lines are logged.
    pub log_level: String,
    /// Are they JSON?
    pub log_json: bool,
}

/// The administrator made at start.
#[derive(Clone, Debug)]
pub struct Seed {
    /// E-mail address; may be empty.
    pub email: String,
    /// User name.
    pub username: String,
    /// Password; without it a set-up link is printed.
    pub password: Option<Secret>,
    /// Roles beside `administrator`.
    pub roles: Vec<String>,
    /// Rotate and re-apply.
    pub force: bool,
}

/// A text that never shows in a log.
#[derive(Clone)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// The origin people use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// Over TLS?
    pub https: bool,
    /// Host, and port where it is not the scheme's own.
    pub authority: String,
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }
}

impl Config {
    /// Reads and checks all values.
    ///
    /// # Errors
    /// [`ConfigError`] names the key and what to write.
    pub fn read(values: &Values) -> Result<Self, ConfigError> {
        let listen: SocketAddr = values.parse("listen", "write an address and a port, such as 127.0.0.1:3000")?;
        let minutes: i64 = bounded(values, "session_idle_minutes", 1..=525_600)?;
        let hours: i64 = bounded(values, "session_absolute_hours", 1..=8_760)?;
        Ok(Self {
            listen,
            database_url: database_url(values)?,
            public_url: public_url(values.text("public_url"), listen)?,
            trusted_proxies: proxies(values)?,
            sessions: identity::SessionPolicy { idle: minutes * 60 * SECOND, absolute: hours * 3600 * SECOND },
            password_threads: bounded(values, "password_threads", 1..=64)?,
            password_queue: bounded(values, "password_queue", 0..=10_000)?,
            seed: seed(values)?,
            preset: values.text("preset").to_owned(),
            demo_password: values.secret("demo_password").map(Secret),
            decisions: store::DecisionPolicy {
                one_in: bounded(values, "decision_one_in", 0..=1_000_000)?,
                days: bounded(values, "decision_days", 1..=3_650)?,
                rows: bounded(values, "decision_rows", 1_000..=100_000_000)?,
            },
            features: features(values)?,
            log_level: values.text("log_level").to_owned(),
            log_json: match values.text("log_format") {
                "text" => false,
                "json" => true,
                other => return Err(bad("log_format", format!("`{other}` will not do: write text or json"))),
            },
        })
    }
}

/// A number within bounds.
fn bounded<T>(values: &Values, name: &str, range: RangeInclusive<T>) -> Result<T, ConfigError>
where
    T: std::str::FromStr + PartialOrd + fmt::Display,
{
    let remedy = format!("write a number from {} to {}", range.start(), range.end());
    let number: T = values.parse(name, &remedy)?;
    if range.contains(&number) { Ok(number) } else { Err(bad(name, remedy)) }
}

fn database_url(values: &Values) -> Result<String, ConfigError> {
    let url = values.text("database_url");
    if !url.starts_with("sqlite:") {
        return Err(bad("database_url", "write sqlite: and a path, such as sqlite:data/bailiwick.db"));
    }
    Ok(url.to_owned())
}

fn features(values: &Values) -> Result<Vec<String>, ConfigError> {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    let features = values.list("features");
    match features.iter().find(|name| name.len() > 64 || !name.chars().all(plain)) {
        Some(name) => {
            Err(bad("features", format!("`{name}`: use up to 64 letters a-z, digits, hyphens or underscores")))
        }
        None => Ok(features),
    }
}

fn proxies(values: &Values) -> Result<Vec<IpAddr>, ConfigError> {
    values
        .list("trusted_proxies")
        .iter()
        .map(|text| text.parse().map_err(|_| bad("trusted_proxies", format!("`{text}` is no IP address"))))
        .collect()
}

/// SECURITY: without TLS, cookies and passwords are open to whoever is on the way; only the own machine is excepted.
fn public_url(text: &str, listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
    if text.is_empty() {
        return Ok(PublicUrl { https: false, authority: format!("localhost:{}", listen.port()) });
    }
    let remedy = "write https:// and a host, without a path; http:// only for localhost";
    let (https, rest) = match text.split_once("://") {
        Some(("https", rest)) => (true, rest),
        Some(("http", rest)) => (false, rest),
        _ => return Err(bad("public_url", remedy)),
    };
    let authority = rest.trim_end_matches('/').to_lowercase();
    let parsed: Option<http::uri::Authority> = authority.parse().ok();
    match parsed {
        Some(parsed) if !authority.contains(['/', '@']) && (https || is_loopback(parsed.host())) => {
            Ok(PublicUrl { https, authority })
        }
        _ => Err(bad("public_url", remedy)),
    }
}

/// Does the host name this machine itself?
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn seed(values: &Values) -> Result<Option<Seed>, ConfigError> {
    let (email, username) = (values.text("seed_admin_email"), values.text("seed_admin_username"));
    let force: bool = values.parse("seed_force", "write true or false")?;
    let password = values.secret("seed_admin_password").map(Secret);
    if email.is_empty() && username.is_empty() {
        if password.is_some() || force {
            return Err(bad("seed_admin_username", "say whom the seed is for: a user name or an e-mail address"));
        }
        return Ok(None);
    }
    let username = if username.is_empty() { email.split('@').next().unwrap_or_default() } else { username };
    if force && password.is_none() {
        return Err(bad("seed_admin_password", "BAILIWICK_SEED_FORCE rotates the password, so say which it is to be"));
    }
    if password.as_ref().is_some_and(|password| !(8..=256).contains(&password.0.chars().count())) {
        return Err(bad("seed_admin_password", "write 8 to 256 characters, better 15 or more"));
    }
    Ok(Some(Seed {
        email: email.to_owned(),
        username: username.to_lowercase(),
        password,
        roles: values.list("seed_admin_roles"),
        force,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, String> {
        let environment = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let values = Values::gather(None, &environment).map_err(|error| error.to_string())?;
        Config::read(&values).map_err(|error| error.to_string())
    }

    #[test]
    fn defaults_are_for_the_own_machine() {
        let config = read(&[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.database_url, "sqlite:data/bailiwick.db");
        assert_eq!(config.public_url.to_string(), "http://localhost:3000");
        assert!(config.seed.is_none());
    }

    #[test]
    fn an_error_names_the_key_and_the_remedy() {
        for (name, text) in [
            ("BAILIWICK_LISTEN", "everywhere"),
            ("BAILIWICK_DATABASE_URL", "mysql://x"),
            ("BAILIWICK_PUBLIC_URL", "http://access.example.org"),
            ("BAILIWICK_PUBLIC_URL", "https://access.example.org/console"),
            ("BAILIWICK_SESSION_IDLE_MINUTES", "0"),
            ("BAILIWICK_PASSWORD_THREADS", "0"),
            ("BAILIWICK_PASSWORD_QUEUE", "-1"),
            ("BAILIWICK_DECISION_ONE_IN", "half"),
            ("BAILIWICK_DECISION_DAYS", "0"),
            ("BAILIWICK_DECISION_ROWS", "10"),
            ("BAILIWICK_LOG_FORMAT", "xml"),
            ("BAILIWICK_SEED_FORCE", "maybe"),
            ("BAILIWICK_TRUSTED_PROXIES", "10.0.0.0/8"),
        ] {
            let error = read(&[(name, text)]).unwrap_err();
            assert!(error.starts_with(name), "{name}={text}: {error}");
        }
    }

    #[test]
    fn a_secret_may_be_in_a_file_and_is_not_shown() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "correct horse battery\n").unwrap();
        let config = read(&[
            ("BAILIWICK_SEED_ADMIN_EMAIL", "ana@example.org"),
            ("BAILIWICK_SEED_ADMIN_PASSWORD_FILE", file.path().to_str().unwrap()),
        ])
        .unwrap();
        let seed = config.seed.clone().unwrap();
        assert_eq!((seed.username.as_str(), seed.password.unwrap().0.as_str()), ("ana", "correct horse battery"));
        assert!(!format!("{config:?}").contains("horse"));
    }

    #[test]
    fn a_file_with_an_unknown_key_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "lisen = \"127.0.0.1:1\"").unwrap();
        let error = Values::gather(Some(file.path()), &BTreeMap::new()).err().unwrap().to_string();
        assert!(error.starts_with("lisen: there is no such key"), "{error}");
    }
}
