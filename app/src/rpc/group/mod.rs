//! Groups.

mod edit;
mod join;

pub use edit::{
    CreateGroup, DeleteGroup, SaveGroup, create_group, delete_group, load_group_settings, load_new_group, save_group,
};
pub use join::{
    AddToGroup, RemoveFromGroup, SaveAdmins, UndoGroup, add_to_group, check_joiners, check_lookers, load_admins,
    load_joiners, load_leaver, load_lookers, load_new_joiners, remove_from_group, save_admins, undo_group,
};

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{GroupPage, GroupsPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    super::user::HELD,
    crate::{
        context::{answer, caller, gate, group_id},
        dto::{GroupHead, GroupItem, HeldList, Names, Viewer, cursor},
        link,
    },
    authz::{
        NodeId,
        action::{self, Each},
    },
    store::{Permitted, port::PageRequest},
};

/// Groups one may see, by name.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_groups", input = GetUrl, output = Json)]
pub async fn load_groups(
    #[server(default)] search: String,
    #[server(default)] after: String,
) -> Result<GroupsPage, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListGroups>(&caller(), Each).await?;
        let page = proof.list(&PageRequest { search, after: cursor::read(&after), limit: 0 }).await?;
        let parents: Vec<NodeId> = page.items.iter().flat_map(|group| group.parents.clone()).collect();
        let names = proof.names(&parents).await?;
        let may_create = !proof.places().await?.is_empty();
        let items = page.items.into_iter().map(|group| GroupItem::new(group, &names)).collect();
        Ok::<_, AppError>(GroupsPage { items, next: cursor::write(page.next), may_create })
    })
    .await
}

/// One group: who is in it, and what that gives.
///
/// # Errors
/// There is none of this name, or one may not see it.
#[server(prefix = "/rpc", endpoint = "load_group", input = GetUrl, output = Json)]
pub async fn load_group(
    group: String,
    #[server(default)] search: String,
    #[server(default)] after: String,
    #[server(default)] gives: String,
) -> Result<GroupPage, AppError> {
    answer(async {
        let id = group_id(&group)?;
        let mut proof = gate().permit::<action::ReadGroup>(&caller(), id.clone()).await?;
        let head = head(&mut proof).await?;
        let page = proof.joined(&PageRequest { search, after: cursor::read(&after), limit: 0 }).await?;
        let access = held(&mut proof, &id, &gives).await?;
        let within = proof.within().await?.into_iter().map(Into::into).collect();
        let admin = |(id, name, readable): (NodeId, String, bool)| (name, readable.then(|| link::person(id.name())));
        let admins = proof.admins().await?.into_iter().map(admin).collect();
        let (next, items) = (cursor::write(page.next), page.items.into_iter().map(Into::into).collect());
        Ok::<_, AppError>(GroupPage { head, items, next, access, within, admins })
    })
    .await
}

/// What every page of a group shows.
#[cfg(feature = "ssr")]
async fn head(proof: &mut Permitted<action::ReadGroup>) -> Result<GroupHead, AppError> {
    let group = proof.get().await?;
    let names = proof.names(&group.parents).await?;
    let [may_update, may_delete] = proof.may_manage();
    Ok(GroupHead { group: GroupItem::new(group, &names), may_update, may_delete })
}

/// What being in a group gives, in words.
#[cfg(feature = "ssr")]
async fn held(proof: &mut Permitted<action::ReadGroup>, id: &NodeId, after: &str) -> Result<HeldList, AppError> {
    let holdings = proof.gives(cursor::read(after).as_ref(), HELD).await?;
    let nodes = HeldList::nodes(&holdings);
    let names = Names { nodes: proof.names(&nodes).await?, roles: proof.roles(), now: proof.now() };
    let groups = nodes.into_iter().filter(|node| node.kind() == "group" && proof.may_read_group(node)).collect();
    let viewer = Viewer { groups, roles: proof.may_read_roles() };
    Ok(HeldList::new(holdings, id, &names, &viewer))
}
