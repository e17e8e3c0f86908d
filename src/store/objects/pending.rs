//! Proposals that nobody has decided, and messages that came too early.

use super::{super::row::Place, ObjectId, StoreError, Tx, instance_key, micros, text};
use crate::{
    itip::{Held, Proposal},
    model::CalAddress,
};

#[derive(sqlx::FromRow)]
struct ProposalRow {
    instance: String,
    address: String,
    sequence: i64,
    stamp: i64,
    event: String,
    comment: Option<String>,
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    address: String,
    since: i64,
    message: String,
}

pub(super) async fn load_proposals(tx: &mut Tx, id: &str) -> Result<Vec<Proposal>, StoreError> {
    const SQL: &str = "SELECT instance, address, sequence, stamp, event, comment FROM proposal
        WHERE object_id = $1 ORDER BY place";
    let place = Place { table: "proposal", id };
    let proposal = |row: ProposalRow| {
        Ok(Proposal {
            instance: place.instance(&row.instance)?,
            from: CalAddress::new(row.address),
            sequence: row.sequence,
            stamp: place.time("stamp", row.stamp)?,
            event: text::read_event(&row.event).ok_or_else(|| place.bad("event"))?,
            comment: row.comment,
        })
    };
    all!(tx, ProposalRow, SQL, id)?.into_iter().map(proposal).collect()
}

pub(super) async fn write_proposals(
    tx: &mut Tx,
    id: &ObjectId,
    proposals: &[Proposal],
) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM proposal WHERE object_id = $1";
    const ADD: &str = "
        INSERT INTO proposal (object_id, place, instance, address_key, address, sequence, stamp, event, comment)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute!(tx, CLEAR, &id.0)?;
    for (place, proposal) in (0_i64..).zip(proposals) {
        execute!(
            tx,
            ADD,
            &id.0,
            place,
            instance_key(&proposal.instance),
            proposal.from.key(),
            proposal.from.as_str(),
            proposal.sequence,
            micros(proposal.stamp),
            text::write_event(&proposal.event),
            &proposal.comment,
        )?;
    }
    Ok(())
}

pub(super) async fn load_held(tx: &mut Tx, id: &str) -> Result<Vec<Held>, StoreError> {
    const SQL: &str =
        "SELECT address, since, message FROM held_message WHERE object_id = $1 ORDER BY place";
    let place = Place { table: "held_message", id };
    let held = |row: HeldRow| {
        Ok(Held {
            from: CalAddress::new(row.address),
            since: place.time("since", row.since)?,
            message: text::read_calendar(&row.message).ok_or_else(|| place.bad("message"))?,
        })
    };
    all!(tx, HeldRow, SQL, id)?.into_iter().map(held).collect()
}

pub(super) async fn write_held(
    tx: &mut Tx,
    id: &ObjectId,
    held: &[Held],
) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM held_message WHERE object_id = $1";
    const ADD: &str = "INSERT INTO held_message (object_id, place, address, since, message)
        VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, CLEAR, &id.0)?;
    for (place, held) in (0_i64..).zip(held) {
        let (from, since) = (held.from.as_str(), micros(held.since));
        execute!(tx, ADD, &id.0, place, from, since, text::write_calendar(&held.message))?;
    }
    Ok(())
}
