//! One's own profile and sessions.

use super::Appearance;
use serde::{Deserialize, Serialize};

/// One's own profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfilePage {
    /// The person's name.
    pub name: String,
    /// The name to sign in with.
    pub username: String,
    /// The address.
    pub email: Option<String>,
    /// How the console looks in this browser.
    pub appearance: Appearance,
    /// Where they are signed in, newest first.
    pub sessions: Vec<SessionItem>,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionItem {
    /// Its row, a hash of what the cookie holds.
    pub id: String,
    /// Is it the one this page was asked in?
    pub current: bool,
    /// The browser and the system, as far as the user agent says.
    pub agent: String,
    /// Is it a phone or a tablet?
    pub mobile: bool,
    /// Where it began.
    pub address: String,
    /// When it began, in microseconds since 1970.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub used_at: i64,
}

#[cfg(feature = "ssr")]
mod from_store {
    use super::{ProfilePage, SessionItem};
    use store::{Profile, port::SessionRecord};

    impl SessionItem {
        /// A session, seen from within the one of this id.
        pub(crate) fn new(session: SessionRecord, current: &str) -> Self {
            Self {
                current: session.id == current,
                agent: browser(&session.agent),
                mobile: session.agent.contains("Mobi"),
                id: session.id,
                address: session.address,
                created_at: session.created_at,
                used_at: session.used_at,
            }
        }
    }

    impl From<Profile> for ProfilePage {
        fn from(profile: Profile) -> Self {
            let current = profile.current;
            let item = |session: SessionRecord| SessionItem::new(session, &current);
            Self {
                appearance: crate::dto::Appearance::System,
                name: profile.user.name,
                username: profile.user.username,
                email: profile.user.email,
                sessions: profile.sessions.into_iter().map(item).collect(),
            }
        }
    }

    /// What a user agent says in two words. Browsers name others for compatibility, so the order matters.
    fn browser(agent: &str) -> String {
        const BROWSERS: [(&str, &str); 6] = [
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
            ("curl/", "curl"),
        ];
        const SYSTEMS: [(&str, &str); 6] = [
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ];
        let named =
            |names: &[(&str, &'static str)]| names.iter().find(|(part, _)| agent.contains(part)).map(|(_, name)| *name);
        match (named(&BROWSERS), named(&SYSTEMS)) {
            (Some(browser), Some(system)) => format!("{browser} on {system}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => "Unknown browser".to_owned(),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::browser;

        #[test]
        fn agents_are_told_apart_though_they_name_each_other() {
            let chrome =
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
            assert_eq!(browser(chrome), "Chrome on Linux");
            assert_eq!(
                browser(&format!("{chrome} Edg/140.0").replace("X11; Linux", "Windows NT 10.0")),
                "Edge on Windows"
            );
            let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E Safari/604.1";
            assert_eq!(browser(phone), "Safari on iPhone");
            assert_eq!(browser(""), "Unknown browser");
        }
    }
}
