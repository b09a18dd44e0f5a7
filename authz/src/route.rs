//! Route guards: what a request means. Host, method and path say which guard takes a request; it says which permissions
//! the request needs, on nodes named by what stands in the path.
//!
//! Of the guards that take a request, the most specific one decides: the one that takes no request that another of them
//! does not take, too. Two guards that share a request and are not nested in each other are refused when they are saved,
//! so there is always one answer. What no guard takes is refused.

mod answer;
mod finding;
mod order;
mod request;
mod template;

pub use answer::{Answer, Asking, NeedAnswer, Outcome, Status, answer};
pub use finding::{Around, Clash, Finding, around, clash, findings};
pub use order::Why;
pub use request::{BadRequest, Request};
pub use template::Template;

use crate::{
    Catalog, Invalid, Permission, Remark,
    catalog::{RouteGuard, RouteNeed},
    remark,
};
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Most segments of a guard's path. A request may have twice as many.
pub const MAX_SEGMENTS: usize = 32;
/// Most characters of a guard's path.
pub const MAX_PATH: usize = 300;
/// Most methods of a guard.
const MAX_METHODS: usize = 16;
/// Most things one guard needs.
pub const MAX_NEEDS: usize = 8;

/// A route guard ready to match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The host, in small letters; any where there is none.
    host: Option<String>,
    /// The methods; any where there is none.
    methods: Vec<String>,
    /// The path's segments, but for the rest.
    segments: Vec<Segment>,
    /// What captures all that follows, at least one segment.
    rest: Option<String>,
    /// What a request needs.
    needs: Vec<Need>,
    /// Does the application verify that what an address names lies where the address says?
    nesting_verified: bool,
}

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    /// Exactly this.
    Literal(String),
    /// Anything, under a name.
    Capture(String),
}

/// Something that a request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Need {
    permission: Permission,
    on: Template,
    under: Option<Template>,
}

/// Why something is no route guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "bad", content = "text", rename_all = "snake_case")]
pub enum BadRoute {
    /// No host name in small letters, without a port.
    Host(String),
    /// No method in capital letters, or one that is there twice.
    Method(String),
    /// The path does not begin with a slash, ends with one, or is too long.
    Path,
    /// A segment that no request can have.
    Segment(String),
    /// A capture without a proper name, or one that is there twice.
    Capture(String),
    /// What takes the rest is not the last segment.
    Rest(String),
    /// It needs nothing, or too much.
    Needs,
    /// Something that names no node, or a capture that the path does not have.
    Template(String),
    /// A type that the catalog does not have.
    Type(String),
    /// A permission that the catalog does not have.
    Permission(Permission),
    /// A permission of a type that policies decide is asked on its own type only, and nothing is below or above that.
    ByPolicy(Permission),
}

impl BadRoute {
    /// What it is about: `host`, `methods`, `path` or `needs`.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Host(_) => "host",
            Self::Method(_) => "methods",
            Self::Path | Self::Segment(_) | Self::Capture(_) | Self::Rest(_) => "path",
            _ => "needs",
        }
    }

    /// What is told: what is wrong, and what to write instead.
    pub fn remark(&self) -> Remark {
        match self {
            Self::Host(host) => {
                remark!("`{host}` is no host: write it in small letters and without a port, or leave it out", host)
            }
            Self::Method(method) => {
                remark!("`{method}` is no method: write each once, in capital letters, such as `GET`", method)
            }
            Self::Path => remark!(
                "begin the path with `/`, end it without one, and use at most {n} characters and {segments} segments",
                n = MAX_PATH,
                segments = MAX_SEGMENTS
            ),
            Self::Segment(segment) => remark!(
                "no request has the segment `{segment}`: leave out empty ones, dots alone, and the characters %, ;, \\ and ?",
                segment
            ),
            Self::Capture(name) => remark!(
                "`{name}` names no capture: write `{form}` with small letters, each name once in a path",
                name,
                form = "{name}"
            ),
            Self::Rest(name) => remark!("`{name}` takes all that follows: put it at the end of the path", name),
            Self::Needs => remark!("say what a request needs: from one to {n} permissions", n = MAX_NEEDS),
            Self::Template(text) => remark!(
                "`{text}` names no node: write `system`, `type:name`, or `{form}` with a capture of the path",
                text,
                form = "type:{name}"
            ),
            Self::Type(kind) => remark!("the catalog has no type `{kind}`: choose another", kind),
            Self::Permission(permission) => {
                remark!("the catalog has no permission `{permission}`: choose another", permission)
            }
            Self::ByPolicy(permission) => remark!(
                "policies decide `{permission}`: it can be asked on its own type only, and under nothing",
                permission
            ),
        }
    }
}

impl fmt::Display for BadRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.remark().fmt(f)
    }
}

impl Route {
    /// Reads a guard.
    ///
    /// # Errors
    /// [`BadRoute`] says what is wrong with it.
    pub fn parse(guard: &RouteGuard) -> Result<Self, BadRoute> {
        if let Some(host) = guard.host.as_ref().filter(|host| request::host(host).as_ref() != Some(host)) {
            return Err(BadRoute::Host(host.clone()));
        }
        for (at, method) in guard.methods.iter().enumerate() {
            if at >= MAX_METHODS
                || !request::is_method(method)
                || guard.methods.iter().take(at).any(|other| other == method)
            {
                return Err(BadRoute::Method(method.clone()));
            }
        }
        let (segments, rest) = path(&guard.path)?;
        let mut route = Self {
            host: guard.host.clone(),
            methods: guard.methods.clone(),
            segments,
            rest,
            needs: Vec::new(),
            nesting_verified: guard.nesting_verified,
        };
        if guard.needs.is_empty() || guard.needs.len() > MAX_NEEDS {
            return Err(BadRoute::Needs);
        }
        route.needs = guard.needs.iter().map(|need| route.need(need)).collect::<Result<_, _>>()?;
        Ok(route)
    }

    fn need(&self, need: &RouteNeed) -> Result<Need, BadRoute> {
        let template = |text: &String| {
            let template =
                Template::parse(text).filter(|template| template.capture().is_none_or(|it| self.captures_as(it)));
            template.ok_or_else(|| BadRoute::Template(text.clone()))
        };
        let under = need.under.as_ref().map(template).transpose()?;
        Ok(Need { permission: need.permission.clone(), on: template(&need.on)?, under })
    }

    /// Does the path capture something under this name?
    fn captures_as(&self, name: &str) -> bool {
        let captured = |segment: &Segment| matches!(segment, Segment::Capture(known) if known == name);
        self.rest.as_deref() == Some(name) || self.segments.iter().any(captured)
    }

    /// Does the catalog have what it names?
    ///
    /// # Errors
    /// [`BadRoute`] names what is not there.
    pub fn check(&self, catalog: &Catalog) -> Result<(), BadRoute> {
        for Need { permission, on, under } in &self.needs {
            for kind in [Some(on), under.as_ref()].into_iter().flatten().map(Template::kind) {
                if kind != crate::SYSTEM && !catalog.types.contains_key(kind) {
                    return Err(BadRoute::Type(kind.to_owned()));
                }
            }
            if !catalog.knows(permission) {
                return Err(BadRoute::Permission(permission.clone()));
            }
            let by_policy = |kind: &str| catalog.types.get(kind).is_some_and(|kind| kind.by_policy);
            let asked = by_policy(permission.kind()) || by_policy(on.kind());
            let above = under.as_ref();
            if (asked && (permission.kind() != on.kind() || above.is_some()))
                || above.is_some_and(|above| by_policy(above.kind()))
            {
                return Err(BadRoute::ByPolicy(permission.clone()));
            }
        }
        Ok(())
    }

    /// Does it take the request?
    pub fn takes(&self, request: &Request) -> bool {
        let fits = |(segment, text): (&Segment, &String)| match segment {
            Segment::Literal(literal) => literal == text,
            Segment::Capture(_) => true,
        };
        let (own, theirs) = (self.segments.len(), request.segments.len());
        self.host.as_ref().is_none_or(|host| request.host.as_ref() == Some(host))
            && (self.methods.is_empty() || self.methods.contains(&request.method))
            && if self.rest.is_some() { theirs > own } else { theirs == own }
            && self.segments.iter().zip(&request.segments).all(fits)
    }

    /// What the path captures of a request that it takes, by name.
    pub fn captures(&self, request: &Request) -> Vec<(String, String)> {
        let one = |(segment, text): (&Segment, &String)| match segment {
            Segment::Literal(_) => None,
            Segment::Capture(name) => Some((name.clone(), text.clone())),
        };
        let mut found: Vec<_> = self.segments.iter().zip(&request.segments).filter_map(one).collect();
        if let Some(name) = &self.rest {
            let rest: Vec<&str> = request.segments.iter().skip(self.segments.len()).map(String::as_str).collect();
            // No segment has a slash, so two rests that differ are two names.
            found.push((name.clone(), rest.join("/")));
        }
        found
    }
}

/// Reads a path: its segments, and what takes the rest.
fn path(text: &str) -> Result<(Vec<Segment>, Option<String>), BadRoute> {
    let after = text.strip_prefix('/').filter(|_| text.chars().count() <= MAX_PATH).ok_or(BadRoute::Path)?;
    if after.is_empty() {
        return Ok((Vec::new(), None));
    }
    if after.ends_with('/') || after.split('/').count() > MAX_SEGMENTS {
        return Err(BadRoute::Path);
    }
    let (mut segments, mut rest, mut names) = (Vec::new(), None, Vec::new());
    for segment in after.split('/') {
        if let Some(name) = rest.take() {
            return Err(BadRoute::Rest(name));
        }
        let inside = segment.strip_prefix('{').and_then(|inside| inside.strip_suffix('}'));
        let Some(inside) = inside else {
            if segment.contains(['{', '}']) || !request::is_segment(segment) {
                return Err(BadRoute::Segment(segment.to_owned()));
            }
            segments.push(Segment::Literal(segment.to_owned()));
            continue;
        };
        let name = inside.strip_suffix("...").unwrap_or(inside);
        if !template::is_name(name) || names.contains(&name) {
            return Err(BadRoute::Capture(name.to_owned()));
        }
        names.push(name);
        if name == inside {
            segments.push(Segment::Capture(name.to_owned()));
        } else {
            rest = Some(name.to_owned());
        }
    }
    Ok((segments, rest))
}

impl fmt::Display for RouteGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.methods.is_empty() {
            write!(f, "{} ", self.methods.join(", "))?;
        }
        write!(f, "{}{}", self.host.as_deref().unwrap_or_default(), self.path)
    }
}

impl fmt::Display for RouteNeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}", self.permission, self.on)?;
        self.under.iter().try_for_each(|under| write!(f, " under {under}"))
    }
}

/// Reads every guard of a catalog, and says which one cannot be.
///
/// # Errors
/// What the guard is called, and [`BadRoute`].
pub(crate) fn read(catalog: &Catalog) -> Result<Vec<Route>, (String, BadRoute)> {
    let one = |guard: &RouteGuard| {
        let route = Route::parse(guard).and_then(|route| route.check(catalog).map(|()| route));
        route.map_err(|why| (guard.to_string(), why))
    };
    catalog.routes.iter().map(one).collect()
}

/// Checks the guards of a catalog: each of its own, and that no two of them cannot be told apart.
///
/// # Errors
/// [`Invalid`] names the guard and what is wrong, or both guards and a request that both take.
pub fn check(catalog: &Catalog) -> Result<(), Invalid> {
    let routes = read(catalog).map_err(|(route, why)| Invalid::Route { route, why })?;
    let name = |at: usize| catalog.routes.get(at).map(ToString::to_string).unwrap_or_default();
    match clash(&routes) {
        Some(Clash { one, other, example }) => {
            Err(Invalid::RouteClash { one: name(one), other: name(other), example: example.to_string() })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    pub(super) fn guard(methods: &[&str], path: &str, needs: &[(&str, &str, &str)]) -> RouteGuard {
        let need = |(permission, on, under): &(&str, &str, &str)| RouteNeed {
            permission: Permission::parse(permission).unwrap(),
            on: (*on).to_owned(),
            under: Some((*under).to_owned()).filter(|under| !under.is_empty()),
        };
        RouteGuard {
            host: None,
            methods: methods.iter().map(ToString::to_string).collect(),
            path: path.to_owned(),
            needs: needs.iter().map(need).collect(),
            nesting_verified: false,
        }
    }

    fn plain(path: &str) -> RouteGuard {
        guard(&["GET"], path, &[("project:read", "system", "")])
    }

    #[test]
    fn paths_are_read_or_refused() {
        let long = "/a".repeat(MAX_SEGMENTS + 1);
        let wide = alloc::format!("/{}", "a".repeat(MAX_PATH));
        let segment = |text: &str| BadRoute::Segment(text.to_owned());
        for (path, bad) in [
            ("", BadRoute::Path),
            ("api", BadRoute::Path),
            ("/api/", BadRoute::Path),
            (long.as_str(), BadRoute::Path),
            (wide.as_str(), BadRoute::Path),
            ("/api//x", segment("")),
            ("/api/../x", segment("..")),
            ("/api/.", segment(".")),
            ("/a%20b", segment("a%20b")),
            ("/a;b", segment("a;b")),
            ("/a?b", segment("a?b")),
            ("/a\\b", segment("a\\b")),
            ("/a{p}", segment("a{p}")),
            ("/{p}{q}", BadRoute::Capture("p}{q".to_owned())),
            ("/{}", BadRoute::Capture(String::new())),
            ("/{P}", BadRoute::Capture("P".to_owned())),
            ("/{p}/{p}", BadRoute::Capture("p".to_owned())),
            ("/{p}/{p...}", BadRoute::Capture("p".to_owned())),
            ("/{rest...}/x", BadRoute::Rest("rest".to_owned())),
        ] {
            assert_eq!(Route::parse(&plain(path)).map_err(|bad| (bad.field(), bad)), Err(("path", bad)), "{path}");
        }
        for path in ["/", "/api", "/api/{p}", "/api/{p}/x/{rest...}", "/für alle/a.b"] {
            assert!(Route::parse(&plain(path)).is_ok(), "{path}");
        }
    }

    #[test]
    fn hosts_and_methods_are_written_in_one_way() {
        for host in ["Example.org", "example.org:8080", "example.org.", "", "a b", "user@example.org", "a/b", "é.org"]
        {
            let wrong = RouteGuard { host: Some(host.to_owned()), ..plain("/") };
            assert_eq!(Route::parse(&wrong), Err(BadRoute::Host(host.to_owned())));
        }
        for host in ["example.org", "localhost", "127.0.0.1", "[::1]"] {
            assert!(Route::parse(&RouteGuard { host: Some(host.to_owned()), ..plain("/") }).is_ok(), "{host}");
        }
        for (methods, wrong) in
            [(vec!["get"], "get"), (vec!["GET", "GET"], "GET"), (vec![""], ""), (vec!["G T"], "G T")]
        {
            let wrong = BadRoute::Method(wrong.to_owned());
            assert_eq!(Route::parse(&guard(&methods, "/", &[("project:read", "system", "")])), Err(wrong));
        }
    }

    #[test]
    fn needs_name_nodes_by_what_the_path_has_and_the_catalog_knows() {
        assert_eq!(Route::parse(&guard(&[], "/", &[])), Err(BadRoute::Needs));
        for (on, under) in [
            ("project:{q}", ""),
            ("project", ""),
            ("project:", ""),
            ("{p}:x", ""),
            ("{p}", ""),
            ("project:{p}-{p}", ""),
            ("project:{p", ""),
            ("project:p}", ""),
            ("system:{p}", ""),
            ("project:{p}", "account:{q}"),
        ] {
            let bad = Route::parse(&guard(&[], "/{p}", &[("project:read", on, under)]));
            assert!(matches!(bad, Err(BadRoute::Template(_))), "{on}: {bad:?}");
        }
        let catalog: Catalog = serde_json::from_str(
            r#"{"types": {"project": {"actions": ["read"]}, "path": {"actions": ["read"], "by_policy": true}}}"#,
        )
        .unwrap();
        let check = |need: (&str, &str, &str)| Route::parse(&guard(&[], "/{p}", &[need])).unwrap().check(&catalog);
        let permission = |text: &str| Permission::parse(text).unwrap();
        for (need, wanted) in [
            (("project:read", "project:{p}", ""), Ok(())),
            (("project:read", "system", ""), Ok(())),
            (("path:read", "path:/files/{p}", ""), Ok(())),
            (("project:fly", "system", ""), Err(BadRoute::Permission(permission("project:fly")))),
            (("project:read", "bird:{p}", ""), Err(BadRoute::Type("bird".to_owned()))),
            (("project:read", "project:{p}", "bird:x"), Err(BadRoute::Type("bird".to_owned()))),
            (("path:read", "project:{p}", ""), Err(BadRoute::ByPolicy(permission("path:read")))),
            (("project:read", "path:{p}", ""), Err(BadRoute::ByPolicy(permission("project:read")))),
            (("path:read", "path:{p}", "project:x"), Err(BadRoute::ByPolicy(permission("path:read")))),
            (("project:read", "project:{p}", "path:x"), Err(BadRoute::ByPolicy(permission("project:read")))),
        ] {
            assert_eq!(check(need), wanted, "{need:?}");
        }
    }

    #[test]
    fn what_is_captured_has_a_name() {
        let route = Route::parse(&plain("/a/{p}/{rest...}")).unwrap();
        let request = Request::read("GET", None, "/a/x%20y/b/c").unwrap();
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert!(route.takes(&request));
        assert_eq!(route.captures(&request), [text("p", "x y"), text("rest", "b/c")]);
        for other in ["/a/x", "/a", "/", "/A/x/b", "/b/x/c"] {
            assert!(!route.takes(&Request::read("GET", None, other).unwrap()), "{other}");
        }
    }
}
