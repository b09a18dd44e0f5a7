//! The top of every page of a project.

use super::{switcher::Switcher, visibility};
use crate::prelude::*;
use crate::text::t;
use crate::{
    dto::ProjectHead,
    kit::{Chip, ChipTone, Crumb, Glyph, PageHeader, Tab, Tabs},
    link,
};

/// A page of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What it is, and what one may do.
    Overview,
    /// Who is in it.
    Members,
    /// What is in it.
    Resources,
    /// What its roles give.
    Roles,
    /// Who may do what, and why.
    Access,
    /// What was done.
    Audit,
    /// What it is called, and its end.
    Settings,
}

impl Section {
    fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Members => "Members",
            Self::Resources => "Resources",
            Self::Roles => "Roles",
            Self::Access => "Access",
            Self::Audit => "Audit",
            Self::Settings => "Settings",
        }
    }

    fn tab(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Members => "members",
            Self::Resources => "resources",
            Self::Roles => "roles",
            Self::Access => "access",
            Self::Audit => "audit",
            Self::Settings => "settings",
        }
    }

    /// Does the viewer see the tab? Its page asks for itself.
    fn shown(self, head: &ProjectHead) -> bool {
        let powers = head.powers;
        match self {
            Self::Overview | Self::Resources => true,
            Self::Members | Self::Access => powers.see_members,
            Self::Roles => powers.see_roles,
            Self::Audit => powers.see_audit,
            Self::Settings => powers.update || powers.delete || head.archived,
        }
    }
}

/// Name, state and tabs of a project.
#[component]
pub fn ProjectTop(
    /// The project.
    head: ProjectHead,
    /// The page.
    section: Section,
) -> impl IntoView {
    const ALL: [Section; 7] = [
        Section::Overview,
        Section::Members,
        Section::Resources,
        Section::Roles,
        Section::Access,
        Section::Audit,
        Section::Settings,
    ];
    let tabs = ALL
        .into_iter()
        .filter(|tab| tab.shown(&head))
        .map(|tab| Tab { href: link::project(&head.id, tab.tab()), label: tab.label(), current: tab == section })
        .collect();
    let (_, label, glyph) = visibility::words(head.visibility);
    view! {
        <PageHeader
            title=head.name.clone()
            document=format!("{} · {}", section.label(), head.name)
            crumbs=vec![Crumb::new("/projects", "Projects")]
            state=view! {
                <Chip tone=ChipTone::Plain glyph>{label}</Chip>
                {head.archived.then(|| view! { <Chip tone=ChipTone::Accent glyph=Glyph::Archive>{t("Archived")}</Chip> })}
            }
        >
            <Switcher current=head.id.clone() tab=section.tab()/>
        </PageHeader>
        <Tabs label=t("Project") tabs/>
    }
    .into_any()
}
