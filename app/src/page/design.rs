//! Every component of the kit in every state, in development builds only. To add one: a section here.

use crate::prelude::*;
use crate::{
    AppError, Code,
    dto::Choice,
    kit::{
        Avatar, Chip, ChipTone, Confirm, Empty, Ends, ErrorView, Extra, Field, FormError, Glyph, Icon, LinkButton,
        Mark, More, Notice, NoticeTone, PageHeader, Pager, Prose, RadioGroup, Select, Submit, Tab, Tabs, TextArea,
        Time, TimeStyle, Tone,
    },
};

/// An instant for what shows one: 4 November 2025.
const AT: i64 = 1_762_247_105_000_000;

/// Every component in every state.
#[component]
pub fn Design() -> impl IntoView {
    view! {
        <PageHeader
            title="Design"
            text="Every component in every state. The rules are in docs/design.md."
            state=view! { <Chip tone=ChipTone::Plain>"How it is"</Chip> }
        />
        <div class="grid gap-8">
            <Words/>
            <Buttons/>
            <Chips/>
            <Fields/>
            <Places/>
            <Messages/>
            <Errors/>
        </div>
    }
}

#[component]
fn Part(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="panel" aria-label=title>
            <div class="panel-head"><h2>{title}</h2></div>
            <div class="panel-body flex flex-wrap items-start gap-4">{children()}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Words() -> impl IntoView {
    view! {
        <Part title="Words, mark, people">
            <Mark/>
            <h1>"A page"</h1>
            <h2>"A part"</h2>
            <p>"What is said. " <a class="link" href="/design">"A link"</a></p>
            <p class="text-muted">"What is said beside it."</p>
            <p><Prose text="You need `dataset:delete` on `project:demand-forecast`."/></p>
            <Avatar name="Amara Okafor"/>
            <Avatar name="Data science" group=true/>
            <Avatar name="Amara Okafor" large=true/>
            <Time at=AT/>
            <Time at=AT style=TimeStyle::Day/>
            <Ends at=AT/>
            <Ends at=AT over=true/>
        </Part>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let tones = [("Primary", Tone::Primary), ("Plain", Tone::Plain), ("Danger", Tone::Danger)];
    let buttons = tones
        .into_iter()
        .map(|(label, tone)| {
            view! {
                <Submit label tone pending=Signal::stored(false)/>
                <Submit label=format!("{label}, under way") tone pending=Signal::stored(true)/>
                <LinkButton href="/design" label=format!("{label}, a link") tone glyph=Glyph::Plus/>
            }
        })
        .collect_view();
    view! {
        <Part title="Buttons">
            {buttons}
            <More extras=vec![Extra { href: "/design".to_owned(), label: "Export", glyph: Some(Glyph::Download), file: false }]/>
            <Confirm label="Delete…" glyph=Glyph::Trash>"What will happen, and the form that makes it happen."</Confirm>
            <Confirm label="Delete, unfolded…" open=true>"What will happen, and the form that makes it happen."</Confirm>
        </Part>
    }
}

#[component]
fn Chips() -> impl IntoView {
    let tones = [
        ("Solid", ChipTone::Solid),
        ("Plain", ChipTone::Plain),
        ("Hollow", ChipTone::Hollow),
        ("Accent", ChipTone::Accent),
        ("Good", ChipTone::Good),
        ("Bad", ChipTone::Bad),
    ];
    let chips =
        tones.into_iter().map(|(label, tone)| view! { <Chip tone glyph=Glyph::Check>{label}</Chip> }).collect_view();
    view! {
        <Part title="Chips and icons">
            {chips}
            <Icon glyph=Glyph::Roles/>
            <Icon glyph=Glyph::Roles size=32/>
        </Part>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let fine = Signal::stored(None::<AppError>);
    let wrong = |field: &str| Signal::stored(Some(AppError::invalid(field, "is taken; choose another")));
    let choices = || vec![Choice::new("one", "The first", "A sentence on it."), Choice::new("two", "The second", "")];
    view! {
        <Part title="Fields">
            <div class="grid w-full gap-6 sm:grid-cols-2">
                <Field name="empty" label="A field" hint="What goes in." error=fine/>
                <Field name="filled" label="A field with something" value="Demand forecast" optional=true error=fine/>
                <Field name="bad" label="A field that cannot be taken" value="Taken" error=wrong("bad")/>
                <Field name="secret" label="A password" kind="password" error=fine/>
                <TextArea name="long" label="Some lines" hint="A sentence or two." optional=true error=fine/>
                <TextArea name="longbad" label="Lines that cannot be taken" value="Taken" error=wrong("longbad")/>
                <Select name="one" label="One of many" options=choices() error=fine/>
                <Select name="onebad" label="One that cannot be taken" options=choices() error=wrong("onebad")/>
                <RadioGroup name="few" legend="One of a few" options=choices() value="one" error=fine/>
                <RadioGroup name="fewbad" legend="One that cannot be taken" options=choices() value="two" error=wrong("fewbad")/>
            </div>
        </Part>
    }
}

#[component]
fn Places() -> impl IntoView {
    let tab = |label, current| Tab { href: "/design".to_owned(), label, current };
    view! {
        <Part title="Tabs, pages, skeleton">
            <div class="grid w-full gap-6">
                <Tabs label="Tabs" tabs=vec![tab("Here", true), tab("There", false)]/>
                <Pager path="/design" after="" next=Some("next".to_owned())/>
                <Pager path="/design" after="before" next=None/>
                <div class="skeleton h-8 w-56"></div>
            </div>
        </Part>
    }
}

#[component]
fn Messages() -> impl IntoView {
    let general = Signal::stored(Some(AppError::new(Code::Conflict, "somebody else changed it; load the page again")));
    view! {
        <Part title="Messages and empty lists">
            <div class="grid w-full gap-4">
                <Notice>"Worth knowing."</Notice>
                <Notice tone=NoticeTone::Bad>"Something is wrong, and this is what to do."</Notice>
                <FormError error=general/>
                <Empty glyph=Glyph::Projects title="No project yet" text="Whoever may create one makes the first.">
                    <LinkButton href="/design" label="New project"/>
                </Empty>
            </div>
        </Part>
    }
}

#[component]
fn Errors() -> impl IntoView {
    let codes = [
        (Code::NotFound, "there is no such page, or you may not see it"),
        (Code::Forbidden, "you need `member:add` on `project:demand-forecast`"),
        (Code::Refused, "the last owner cannot leave"),
        (Code::Conflict, "somebody else changed it"),
        (Code::Throttled, "too many attempts; try again in a minute"),
        (Code::Transport, "the answer could not be read"),
        (Code::Internal, "something went wrong on our side; try again"),
    ];
    let views = codes
        .into_iter()
        .map(|(code, detail)| view! { <div class="panel px-6"><ErrorView error=AppError::new(code, detail)/></div> })
        .collect_view();
    view! { <Part title="Pages that cannot be shown"><div class="grid w-full gap-4 lg:grid-cols-2">{views}</div></Part> }
}
