//! Requests as guards see them. One request has one form here; what proxies and applications might read differently from
//! each other is no request at all, and nothing takes it.

use crate::{Remark, id::MAX_NAME, remark};
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::{self, Write};

/// Longest address, in bytes.
const MAX_ADDRESS: usize = 4096;
/// Most segments of a path.
const MAX_SEGMENTS: usize = 2 * super::MAX_SEGMENTS;

/// A request: method, host and path, decoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// The host in small letters and without a port, if it is known.
    pub(super) host: Option<String>,
    /// The method.
    pub(super) method: String,
    /// The segments of the path, decoded.
    pub(super) segments: Vec<String>,
}

/// Why nothing can take a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadRequest {
    /// Not a method in capital letters.
    Method,
    /// Not a host.
    Host,
    /// Not an address that begins with a slash.
    Address,
    /// Too long, or too deep.
    Long,
    /// A percent sign that encodes nothing, or bytes that are no text.
    Encoding,
    /// An empty segment: two slashes in a row, or one at the end.
    Empty,
    /// `.` or `..`, however they are written.
    Dots,
    /// A character that is read differently by different programs.
    Character,
}

impl BadRequest {
    /// What is told.
    pub fn remark(self) -> Remark {
        match self {
            Self::Method => remark!("methods are written in capital letters, such as `GET`"),
            Self::Host => remark!("that is no host name"),
            Self::Address => remark!("an address begins with `/`, or with `https://` and a host"),
            Self::Long => remark!("the address is too long"),
            Self::Encoding => {
                remark!("the address is not encoded as it must be: `%` and two hexadecimal digits a byte")
            }
            Self::Empty => remark!("the path has an empty segment: two slashes in a row, or one at its end"),
            Self::Dots => remark!("the path has a segment of dots, which programs resolve differently"),
            Self::Character => {
                remark!(
                    "the path has a character that programs read differently: an encoded slash, `\\`, `;`, `%` or a control character"
                )
            }
        }
    }
}

impl fmt::Display for BadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.remark().fmt(f)
    }
}

/// Is it a method? They are told apart by case (RFC 9110, 9.1).
pub(super) fn is_method(text: &str) -> bool {
    text.len() <= 32
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-')
}

/// A host in its one form: small letters, without a port and without the root's dot.
pub(super) fn host(text: &str) -> Option<String> {
    let end = text.rfind(']').map_or(0, |end| end + 1);
    let (name, port) = match text.get(end..)?.split_once(':') {
        Some((name, port)) => (text.get(..end + name.len())?, Some(port)),
        None => (text, None),
    };
    if port.is_some_and(|port| port.is_empty() || port.len() > 5 || !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let address = name.strip_prefix('[').and_then(|inside| inside.strip_suffix(']'));
    let name = if address.is_some() { name } else { name.strip_suffix('.').unwrap_or(name) };
    let fits = if let Some(inside) = address {
        inside.contains(':') && inside.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte))
    } else {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        name.split('.').all(|label| !label.is_empty() && label.bytes().all(letter))
    };
    (fits && name.len() <= 253).then(|| name.to_ascii_lowercase())
}

/// Can a decoded segment be that? What some programs take for a separator, an escape or a step is in none.
pub(super) fn is_segment(text: &str) -> bool {
    segment(text).is_ok()
}

fn segment(text: &str) -> Result<(), BadRequest> {
    // SECURITY: a `%` that is left would be decoded again by the next program, and a `;` begins parameters that some
    // programs cut off before they route.
    let odd = |letter: char| letter.is_control() || ['/', '\\', ';', '%', '?', '#'].contains(&letter);
    match text {
        "" => Err(BadRequest::Empty),
        "." | ".." => Err(BadRequest::Dots),
        _ if text.len() > MAX_NAME => Err(BadRequest::Long),
        _ if text.chars().any(odd) => Err(BadRequest::Character),
        _ => Ok(()),
    }
}

fn decode(text: &str) -> Result<String, BadRequest> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    let digit = |rest: &mut core::str::Bytes| {
        let digit = rest.next().and_then(|byte| char::from(byte).to_digit(16));
        digit.and_then(|digit| u8::try_from(digit).ok()).ok_or(BadRequest::Encoding)
    };
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => bytes.push(digit(&mut rest)? * 16 + digit(&mut rest)?),
            // RFC 3986 has no other characters in an address.
            b'!'..=b'~' if !b"\"<>^`{|}\\".contains(&byte) => bytes.push(byte),
            _ => return Err(BadRequest::Character),
        }
    }
    String::from_utf8(bytes).map_err(|_| BadRequest::Encoding)
}

impl Request {
    /// Reads a request: its method, its host as the `Host` header says it, and its target, with or without a query.
    ///
    /// # Errors
    /// [`BadRequest`] says why nothing can take it.
    pub fn read(method: &str, named: Option<&str>, target: &str) -> Result<Self, BadRequest> {
        if !is_method(method) {
            return Err(BadRequest::Method);
        }
        let host = named.map(|named| host(named).ok_or(BadRequest::Host)).transpose()?;
        if target.len() > MAX_ADDRESS {
            return Err(BadRequest::Long);
        }
        if target.contains('#') {
            return Err(BadRequest::Character);
        }
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let path = path.strip_prefix('/').ok_or(BadRequest::Address)?;
        let mut segments = Vec::new();
        for text in path.split('/').filter(|_| !path.is_empty()) {
            let text = decode(text)?;
            segment(&text)?;
            segments.push(text);
        }
        if segments.len() > MAX_SEGMENTS {
            return Err(BadRequest::Long);
        }
        Ok(Self { host, method: method.to_owned(), segments })
    }

    /// Reads a request as somebody writes it: `/path`, or `https://host/path`.
    ///
    /// # Errors
    /// [`BadRequest`], as [`Request::read`].
    pub fn written(method: &str, address: &str) -> Result<Self, BadRequest> {
        let Some(rest) = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")) else {
            return Self::read(method, None, address);
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, target) = rest.split_at_checked(end).ok_or(BadRequest::Host)?;
        let target = if target.starts_with('/') { target.to_string() } else { ["/", target].concat() };
        Self::read(method, Some(host), &target)
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.host.as_deref().unwrap_or_default())?;
        if self.segments.is_empty() {
            return f.write_char('/');
        }
        for segment in &self.segments {
            f.write_char('/')?;
            for byte in segment.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    f.write_char(char::from(byte))?;
                } else {
                    write!(f, "%{byte:02X}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use proptest::prelude::*;

    #[test]
    fn what_programs_read_differently_is_no_request() {
        let deep = "/a".repeat(MAX_SEGMENTS + 1);
        let long = format!("/{}", "a".repeat(MAX_NAME + 1));
        let longer = format!("/a?{}", "a".repeat(MAX_ADDRESS));
        for (target, bad) in [
            ("", BadRequest::Address),
            ("api", BadRequest::Address),
            ("*", BadRequest::Address),
            ("//api", BadRequest::Empty),
            ("/api//x", BadRequest::Empty),
            ("/api/", BadRequest::Empty),
            ("/api/?x=1", BadRequest::Empty),
            ("/api/../x", BadRequest::Dots),
            ("/api/./x", BadRequest::Dots),
            ("/api/%2e%2E/x", BadRequest::Dots),
            ("/api/.%2e", BadRequest::Dots),
            ("/a%2Fb", BadRequest::Character),
            ("/a%2fb", BadRequest::Character),
            ("/a%5cb", BadRequest::Character),
            ("/a\\b", BadRequest::Character),
            ("/a%252fb", BadRequest::Character),
            ("/a%25", BadRequest::Character),
            ("/a;b", BadRequest::Character),
            ("/a%3bb", BadRequest::Character),
            ("/a%3Fb", BadRequest::Character),
            ("/a%23b", BadRequest::Character),
            ("/a#b", BadRequest::Character),
            ("/a%00", BadRequest::Character),
            ("/a%0d%0aHost:x", BadRequest::Character),
            ("/a b", BadRequest::Character),
            ("/ü", BadRequest::Character),
            ("/a%C2%85", BadRequest::Character),
            ("/a%", BadRequest::Encoding),
            ("/a%4", BadRequest::Encoding),
            ("/a%zz", BadRequest::Encoding),
            ("/a%+1", BadRequest::Encoding),
            ("/%c0%af", BadRequest::Encoding),
            ("/%ff", BadRequest::Encoding),
            (deep.as_str(), BadRequest::Long),
            (long.as_str(), BadRequest::Long),
            (longer.as_str(), BadRequest::Long),
        ] {
            assert_eq!(Request::read("GET", None, target), Err(bad), "{target}");
        }
        for method in ["get", "Get", "", "GET ", "G/T", "GET\r\nX", "-X"] {
            assert_eq!(Request::read(method, None, "/"), Err(BadRequest::Method), "{method}");
        }
        for host in [
            "", "a b", "a/b", "user@a", "a:b", "a:", "a..b", ".", "..", "[]", "[::1", "::1", "[x]", "a:80:80", "é",
            "a:123456",
        ] {
            assert_eq!(Request::read("GET", Some(host), "/"), Err(BadRequest::Host), "{host}");
        }
    }

    #[test]
    fn a_request_has_one_form() {
        for (method, host, target, told) in [
            ("GET", None, "/", "GET /"),
            ("GET", None, "/?q=//../%zz", "GET /"),
            ("GET", Some("Example.ORG"), "/api", "GET example.org/api"),
            ("GET", Some("example.org.:8080"), "/api", "GET example.org/api"),
            ("M-SEARCH", Some("[::1]:80"), "/a", "M-SEARCH [::1]/a"),
            ("GET", None, "/%61pi/x%20y", "GET /api/x%20y"),
            ("GET", None, "/%C3%BC", "GET /%C3%BC"),
            ("GET", None, "/a+b/...", "GET /a%2Bb/..."),
        ] {
            assert_eq!(Request::read(method, host, target).map(|one| one.to_string()), Ok(told.to_owned()), "{target}");
        }
        for (address, told) in [
            ("https://App.example:443/api?x", "GET app.example/api"),
            ("http://app.example", "GET app.example/"),
            ("http://app.example?x", "GET app.example/"),
            ("/api", "GET /api"),
        ] {
            assert_eq!(Request::written("GET", address).map(|one| one.to_string()), Ok(told.to_owned()), "{address}");
        }
        for (address, bad) in [
            ("https://good@evil/api", BadRequest::Host),
            ("https:///api", BadRequest::Host),
            ("ftp://a/b", BadRequest::Address),
            ("https://a#b", BadRequest::Character),
        ] {
            assert_eq!(Request::written("GET", address), Err(bad), "{address}");
        }
    }

    proptest! {
        /// What is read is written so that it reads the same, and nothing in it can be read in two ways.
        #[test]
        fn a_request_reads_back(target in "[/a-c.%;\\\\ü2eF5c0-9?]{0,24}") {
            if let Ok(request) = Request::read("GET", None, &["/", target.as_str()].concat()) {
                let told = request.to_string();
                let (_, path) = told.split_once(' ').unwrap();
                prop_assert_eq!(Request::read("GET", None, path), Ok(request.clone()));
                for segment in &request.segments {
                    let odd = ['/', '\\', ';', '%'];
                    prop_assert!(!segment.is_empty() && segment != "." && segment != ".." && !segment.contains(odd));
                }
            }
        }
    }
}
