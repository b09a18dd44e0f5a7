//! Members of a project.

mod add;
mod bulk;
mod edit;
#[cfg(feature = "ssr")]
mod filter;
mod list;
#[cfg(feature = "ssr")]
mod word;

pub use add::{AddMembers, CheckMembers, add_members, check_members, load_candidates, load_new_member};
pub use bulk::{OrderChange, UndoJob, load_change, load_job, order_change, undo_job};
pub use edit::{RemoveMember, SaveMember, load_member, remove_member, save_member};
pub use list::{load_also, load_member_history, load_members, load_more_members};

#[cfg(feature = "ssr")]
pub(crate) use {add::texts, filter::filter, word::held};

#[cfg(feature = "ssr")]
use crate::text::t;
#[cfg(feature = "ssr")]
use {
    crate::{
        AppError, calendar,
        dto::{MemberTabs, Names, RoleChoice},
    },
    authz::{NodeId, RoleId, action},
    store::{Member, Permitted, RoleAbility},
};

#[cfg(feature = "ssr")]
fn role_id(text: &str) -> Result<RoleId, AppError> {
    RoleId::parse(text).map_err(|_| AppError::invalid("role", t("choose one of the roles offered")))
}

/// When access ends: on a day, after a number of days, or never.
#[cfg(feature = "ssr")]
pub(crate) fn until(ends: &str, date: &str, now: i64) -> Result<Option<i64>, AppError> {
    const DAY: i64 = 86_400 * store::SECOND;
    if !date.trim().is_empty() {
        let end = calendar::end_of_day(date).filter(|end| *end > now);
        return end
            .map(Some)
            .ok_or_else(|| AppError::invalid("date", t("choose a day from today on, such as 2030-12-31")));
    }
    match ends {
        "" | "never" => Ok(None),
        "day" => Err(AppError::invalid("date", t("write the day, such as 2030-12-31"))),
        days => match days.parse::<i64>() {
            Ok(days @ 1..=3_650) => Ok(Some(now + days * DAY)),
            _ => Err(AppError::invalid("ends", t("choose one of the ends offered, or a day"))),
        },
    }
}

/// What is needed to tell in words where the members' access comes from.
#[cfg(feature = "ssr")]
async fn names(proof: &mut Permitted<action::ListMembers>, nodes: &[NodeId]) -> Result<Names, AppError> {
    let nodes = proof.names(nodes).await?;
    Ok(Names { nodes, roles: proof.roles(), now: proof.now() })
}

/// Members in words.
#[cfg(feature = "ssr")]
async fn items(
    proof: &mut Permitted<action::ListMembers>,
    members: Vec<Member>,
    here: &NodeId,
) -> Result<Vec<crate::dto::MemberItem>, AppError> {
    let names = names(proof, &crate::dto::MemberItem::nodes(&members)).await?;
    Ok(members.into_iter().map(|member| crate::dto::MemberItem::new(member, here, &names)).collect())
}

/// How many there are on each tab.
#[cfg(feature = "ssr")]
pub(crate) async fn tabs(proof: &mut Permitted<action::ListMembers>) -> Result<MemberTabs, AppError> {
    let totals = proof.totals().await?;
    let also = u64::try_from(proof.count_also().await?).unwrap_or(u64::MAX);
    let (people, groups, expiring) = (totals.people, totals.groups, totals.expiring);
    let rules = u64::try_from(proof.count_rules().await?).unwrap_or(u64::MAX);
    Ok(MemberTabs { people, groups, also, rules, expiring, history: proof.may_read_history() })
}

/// The roles that may be given, with what they let people do: what gives most first, then by name.
#[cfg(feature = "ssr")]
pub(crate) fn choices<A: action::Action<Scope = NodeId>>(proof: &Permitted<A>) -> Vec<RoleChoice> {
    let weighed = proof.grantable().into_iter().map(|role| {
        let abilities = proof.role_abilities(&role.id);
        (abilities.iter().map(RoleAbility::weight).sum::<usize>(), RoleChoice::new(role, abilities))
    });
    let mut weighed: Vec<_> = weighed.collect();
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    weighed.into_iter().map(|(_, role)| role).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::until;

    #[test]
    fn access_ends_on_a_day_after_some_days_or_never() {
        const NOW: i64 = 1_762_247_105_000_000;
        assert_eq!(until("never", "", NOW), Ok(None));
        assert_eq!(until("30", "", NOW), Ok(Some(NOW + 30 * 86_400_000_000)));
        assert_eq!(until("30", "2025-11-04", NOW), Ok(Some(1_762_300_800_000_000)));
        for (ends, date) in [("soon", ""), ("0", ""), ("never", "2025-11-03"), ("", "tomorrow")] {
            assert!(until(ends, date, NOW).is_err(), "{ends} {date}");
        }
    }
}
