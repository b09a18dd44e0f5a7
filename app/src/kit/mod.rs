//! Components that pages are made of, a file each. To add one: a file, a line here, its class names whole in the source.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

mod avatar;
mod button;
mod chip;
mod confirm;
mod empty;
mod error_view;
mod field;
mod flash;
mod form;
mod icon;
mod load;
mod mark;
mod notice;
mod page_header;
mod pager;
mod prose;
mod radio_group;
mod search_form;
mod select;
mod tabs;
mod text_area;
mod time;

pub use avatar::Avatar;
pub use button::{LinkButton, Submit, Tone};
pub use chip::{Chip, ChipTone};
pub use confirm::Confirm;
pub use empty::Empty;
pub use error_view::ErrorView;
pub use field::{Below, Field, about};
pub use flash::Flash;
pub use form::{FormError, refusal, successes};
pub use icon::{Glyph, Icon};
pub use load::Load;
pub use mark::Mark;
pub use notice::{Notice, NoticeTone};
pub use page_header::{Crumb, PageHeader};
pub use pager::Pager;
pub use prose::Prose;
pub use radio_group::RadioGroup;
pub use search_form::SearchForm;
pub use select::Select;
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use time::{Style as TimeStyle, Time};
