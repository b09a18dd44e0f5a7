//! People: the list, a new one, and one of them.

mod list;
mod new;
mod one;
mod trace;

pub use list::People;
pub use new::NewPerson;
pub use one::Person;
