//! What a request is answered: which guard takes it, what it needs, and whether that is held.

use super::{Need, Request, Route};
use crate::{ANONYMOUS, Index, NodeId, Permission, Question, Sent, Unknown};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// Who asks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// A user, an API key, or `anonymous`.
    pub subject: &'a str,
    /// Attributes sent along.
    pub sent: &'a Sent,
    /// The instant the answer is for.
    pub now: i64,
}

/// How a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All it needs is held.
    Allowed,
    /// Something is not held, and whoever asks may know that it is there; or no guard takes the request.
    Forbidden,
    /// What it asks for is not there, or not for whoever asks to know of: the same for both.
    NotFound,
    /// Something is not held, and nobody is signed in; whatever was asked for.
    SignIn,
}

impl Status {
    /// The status code (RFC 9110, 15).
    pub fn code(self) -> u16 {
        match self {
            Self::Allowed => 200,
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
        }
    }
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The answer.
    pub status: Status,
    /// The guards that take the request, the most specific one first: that one decides.
    pub routes: Vec<usize>,
    /// What the path captures, by name.
    pub captures: Vec<(String, String)>,
    /// What the request needs.
    pub needs: Vec<NeedAnswer>,
}

/// Something that a request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedAnswer {
    /// The permission.
    pub permission: Permission,
    /// On what, by name; it need not be one.
    pub on: String,
    /// What that must lie under.
    pub under: Option<String>,
    /// Is it held?
    pub outcome: Outcome,
}

/// Whether something that a request needs is held, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is.
    Held,
    /// It is not, and whoever asks may read the node.
    NotHeld,
    /// It is not, and whoever asks may not know of the node.
    Hidden,
    /// There is no such node.
    Missing,
    /// The node does not lie under that one.
    Elsewhere,
    /// Nobody registered the node, and nobody vouches that it lies under that one.
    Unverified,
}

/// Answers a request.
///
/// # Errors
/// [`Unknown`] if the subject is not known.
pub fn answer(index: &Index, request: &Request, asking: Asking) -> Result<Answer, Unknown> {
    // What no guard takes is answered for nobody, too.
    index.asker(asking.subject)?;
    let routes = &index.catalog.routes;
    let taking: Vec<(usize, &Route)> = routes.iter().enumerate().filter(|(_, route)| route.takes(request)).collect();
    // INVARIANT: they are nested in each other, so the fewer of them are within one, the more specific it is.
    let mut order: Vec<usize> = taking.iter().map(|(at, _)| *at).collect();
    let within = |at: &usize| {
        let route = routes.get(*at);
        taking.iter().filter(|(_, other)| route.is_some_and(|route| other.is_within(route))).count()
    };
    order.sort_by_cached_key(within);
    let Some(route) = order.first().and_then(|at| routes.get(*at)) else {
        return Ok(Answer { status: Status::Forbidden, routes: order, captures: Vec::new(), needs: Vec::new() });
    };
    let captures = route.captures(request);
    let needs =
        route.needs.iter().map(|need| needed(index, route, need, &captures, asking)).collect::<Result<Vec<_>, _>>()?;
    Ok(Answer { status: status(&needs, asking.subject), routes: order, captures, needs })
}

fn status(needs: &[NeedAnswer], subject: &str) -> Status {
    let all = |fits: fn(Outcome) -> bool| needs.iter().all(|need| fits(need.outcome));
    if all(|outcome| outcome == Outcome::Held) {
        Status::Allowed
    } else if subject == ANONYMOUS {
        // SECURITY: whether something is there is nothing for whoever is not signed in.
        Status::SignIn
    } else if all(|outcome| matches!(outcome, Outcome::Held | Outcome::NotHeld)) {
        Status::Forbidden
    } else {
        Status::NotFound
    }
}

fn needed(
    index: &Index,
    route: &Route,
    need: &Need,
    captures: &[(String, String)],
    asking: Asking,
) -> Result<NeedAnswer, Unknown> {
    let value_of =
        |name: &str| captures.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let fill = |template: &super::Template| template.fill(template.capture().map_or("", value_of));
    let (on, under) = (fill(&need.on), need.under.as_ref().map(fill));
    let outcome = outcome(index, route, &need.permission, &on, under.as_deref(), asking)?;
    Ok(NeedAnswer { permission: need.permission.clone(), on, under, outcome })
}

fn outcome(
    index: &Index,
    route: &Route,
    permission: &Permission,
    on: &str,
    under: Option<&str>,
    asking: Asking,
) -> Result<Outcome, Unknown> {
    // What was captured may be too long for a name.
    let Ok(node) = NodeId::parse(on) else { return Ok(Outcome::Missing) };
    let kind = index.catalog().types.get(node.kind());
    let (by_policy, open) = (kind.is_some_and(|kind| kind.by_policy), kind.is_some_and(|kind| kind.open));
    let registered = |id: &str| index.nodes.find(id).is_some_and(|number| index.is_askable(number));
    let mut parents = None;
    if registered(on) {
        if under.is_some_and(|under| !registered(under) || !index.lies_below(on, under)) {
            return Ok(Outcome::Elsewhere);
        }
    } else if open {
        // SECURITY: an address must not say where something lies that nobody registered, or whoever writes it would choose
        // whose grants count.
        if under.is_some() && !route.nesting_verified {
            return Ok(Outcome::Unverified);
        }
        parents = under.map(|under| Vec::from([under]));
    } else if !by_policy {
        return Ok(Outcome::Missing);
    }
    let holds = |permission: &str| {
        let asks = [(permission, on)];
        let Asking { subject, sent, now } = asking;
        index.decide(&Question { subject, asks: &asks, sent, parents: parents.as_deref(), now })
    };
    match holds(permission) {
        Ok(true) => Ok(Outcome::Held),
        Ok(false) => {
            let reads = Permission::of(node.kind(), "read").is_ok_and(|read| holds(&read).unwrap_or(false));
            Ok(if reads { Outcome::NotHeld } else { Outcome::Hidden })
        }
        Err(Unknown::Subject(subject)) => Err(Unknown::Subject(subject)),
        // An open type that cannot be under that one, or that one is not there.
        Err(_) => Ok(if under.is_some() { Outcome::Elsewhere } else { Outcome::Missing }),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::guard, *};
    use crate::{
        Change, Node,
        catalog::RouteGuard,
        guard::scene::{NOW, Scene, node, role},
    };
    use alloc::{borrow::ToOwned, vec};

    /// Two projects; `item:a` is in the first. Ann owns the first, Vic reads it, Ed has nothing of either.
    fn scene(routes: Vec<RouteGuard>) -> Index {
        let scene = Scene::new().node("project:one", &["system"]).node("project:two", &["system"]);
        let mut scene = scene.node("item:a", &["project:one"]).node("item:two", &["project:two"]);
        scene.0.catalog.routes = routes;
        scene.0.catalog.types.get_mut("thing").unwrap().open = true;
        scene
            .role(role("reader", &["project:read", "item:read", "thing:read"]))
            .grant("user:ann", "owner", "project:one")
            .grant("user:vic", "reader", "project:one")
            .grant("user:ed", "reader", "item:two")
            .index()
    }

    fn nested(methods: &[&str], needs: &[(&str, &str, &str)]) -> RouteGuard {
        guard(methods, "/p/{p}/items/{i}", needs)
    }

    #[track_caller]
    fn ask(index: &Index, subject: &str, method: &str, address: &str) -> Answer {
        let request = Request::written(method, address).unwrap();
        answer(index, &request, Asking { subject, sent: &Sent::NOTHING, now: NOW }).unwrap()
    }

    fn code(index: &Index, subject: &str, method: &str, address: &str) -> (u16, Vec<Outcome>) {
        let answer = ask(index, subject, method, address);
        (answer.status.code(), answer.needs.iter().map(|need| need.outcome).collect())
    }

    #[test]
    fn what_no_guard_takes_is_refused_for_everybody() {
        let index = scene(vec![nested(&["GET"], &[("item:read", "item:{i}", "project:{p}")])]);
        for subject in ["user:ada", "user:ann", ANONYMOUS] {
            for (method, address) in
                [("GET", "/"), ("POST", "/p/one/items/a"), ("GET", "/p/one/items"), ("HEAD", "/p/one/items/a")]
            {
                assert_eq!(code(&index, subject, method, address), (403, vec![]), "{subject} {method} {address}");
            }
        }
        let nobody = Asking { subject: "user:nobody", sent: &Sent::NOTHING, now: NOW };
        let request = Request::written("GET", "/nowhere").unwrap();
        assert!(matches!(answer(&index, &request, nobody), Err(Unknown::Subject(_))));
    }

    #[test]
    fn the_answer_says_no_more_than_one_may_know() {
        let index = scene(vec![
            nested(&["GET"], &[("item:read", "item:{i}", "project:{p}")]),
            nested(&["PUT"], &[("item:update", "item:{i}", "project:{p}")]),
        ]);
        let (held, not_held, hidden) = (Outcome::Held, Outcome::NotHeld, Outcome::Hidden);
        for (subject, method, address, wanted) in [
            ("user:ann", "PUT", "/p/one/items/a", (200, held)),
            ("user:vic", "GET", "/p/one/items/a", (200, held)),
            ("user:vic", "PUT", "/p/one/items/a", (403, not_held)),
            ("user:ed", "GET", "/p/one/items/a", (404, hidden)),
            ("user:ed", "PUT", "/p/one/items/a", (404, hidden)),
            // An item of another project is not there, whoever asks; nor is one that is nowhere.
            ("user:ann", "GET", "/p/two/items/a", (404, Outcome::Elsewhere)),
            ("user:ada", "GET", "/p/two/items/a", (404, Outcome::Elsewhere)),
            ("user:ada", "GET", "/p/none/items/a", (404, Outcome::Elsewhere)),
            ("user:ada", "GET", "/p/one/items/b", (404, Outcome::Missing)),
            (ANONYMOUS, "GET", "/p/one/items/a", (401, hidden)),
            (ANONYMOUS, "GET", "/p/one/items/b", (401, Outcome::Missing)),
        ] {
            let (status, outcome) = wanted;
            assert_eq!(code(&index, subject, method, address), (status, vec![outcome]), "{subject} {method} {address}");
        }
        let answer = ask(&index, "user:vic", "GET", "https://any.example/p/one/items/a?x");
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(answer.captures, [text("p", "one"), text("i", "a")]);
        assert_eq!((answer.needs[0].on.as_str(), answer.needs[0].under.as_deref()), ("item:a", Some("project:one")));
    }

    #[test]
    fn needs_compose() {
        let both = [("project:share", "project:{p}", ""), ("item:read", "item:{i}", "project:{p}")];
        let index = scene(vec![nested(&[], &both)]);
        assert_eq!(code(&index, "user:ann", "GET", "/p/one/items/a").0, 200);
        assert_eq!(code(&index, "user:vic", "GET", "/p/one/items/a"), (403, vec![Outcome::NotHeld, Outcome::Held]));
        // One thing that is not there is enough for all of it.
        assert_eq!(code(&index, "user:vic", "GET", "/p/one/items/b"), (404, vec![Outcome::NotHeld, Outcome::Missing]));
        assert_eq!(code(&index, "user:ed", "GET", "/p/one/items/a").0, 404);
        assert_eq!(code(&index, ANONYMOUS, "GET", "/p/one/items/a").0, 401);
    }

    #[test]
    fn the_most_specific_guard_decides() {
        let read = |path: &str, permission: &str| guard(&[], path, &[(permission, "system", "")]);
        let named = RouteGuard { host: Some("h".to_owned()), ..read("/p/one", "item:read") };
        let index = scene(vec![
            read("/{rest...}", "item:delete"),
            read("/p/one", "item:update"),
            named,
            read("/p/{p}", "item:read"),
        ]);
        assert_eq!(ask(&index, "user:ada", "GET", "/p/one").routes, [1, 3, 0]);
        assert_eq!(ask(&index, "user:ada", "GET", "http://h/p/one").routes, [2, 1, 3, 0]);
        assert_eq!(ask(&index, "user:ada", "GET", "/p/two").routes, [3, 0]);
        assert_eq!(ask(&index, "user:ada", "GET", "/").routes, [0; 0]);
    }

    #[test]
    fn an_address_places_nothing_that_nobody_registered() {
        let guarded = guard(&["GET"], "/p/{p}/things/{t}", &[("thing:read", "thing:{t}", "project:{p}")]);
        let index = scene(vec![guarded.clone()]);
        assert_eq!(code(&index, "user:vic", "GET", "/p/one/things/x"), (404, vec![Outcome::Unverified]));
        assert_eq!(code(&index, "user:ada", "GET", "/p/one/things/x"), (404, vec![Outcome::Unverified]));
        let mut trusting = scene(vec![RouteGuard { nesting_verified: true, ..guarded }]);
        assert_eq!(code(&trusting, "user:vic", "GET", "/p/one/things/x"), (200, vec![Outcome::Held]));
        assert_eq!(code(&trusting, "user:vic", "GET", "/p/two/things/x"), (404, vec![Outcome::Hidden]));
        assert_eq!(code(&trusting, "user:ada", "GET", "/p/none/things/x"), (404, vec![Outcome::Elsewhere]));
        // What is registered lies where it was put, whatever the application verifies.
        trusting.apply(&[Change::PutNode(Node::new(node("thing:x"), vec![node("project:one")]))]).unwrap();
        assert_eq!(code(&trusting, "user:ada", "GET", "/p/two/things/x"), (404, vec![Outcome::Elsewhere]));
        assert_eq!(code(&trusting, "user:vic", "GET", "/p/one/things/x"), (200, vec![Outcome::Held]));
    }

    #[test]
    fn policies_decide_what_they_decide() {
        let index = scene(vec![guard(&["GET"], "/files/{rest...}", &[("path:get", "path:{rest}", "")])]);
        assert_eq!(code(&index, "user:ada", "GET", "/files/a/b").0, 200);
        assert_eq!(code(&index, "user:vic", "GET", "/files/a/b").0, 404);
        assert_eq!(ask(&index, "user:ada", "GET", "/files/a/b").needs[0].on, "path:a/b");
    }

    #[test]
    fn a_name_that_cannot_be_is_not_there() {
        let index = scene(vec![guard(&["GET"], "/items/{i}", &[("item:read", "item:{i}", "")])]);
        let long = alloc::format!("/items/{}", "a".repeat(255));
        assert_eq!(code(&index, "user:ada", "GET", &long), (404, vec![Outcome::Missing]));
        assert_eq!(code(&index, "user:ada", "GET", "/items/a:b"), (404, vec![Outcome::Missing]));
    }
}
