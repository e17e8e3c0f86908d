//! What is known of one person, to be shown to them or to be forgotten.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{StoreError, Tx, itip_log, row::Place};
use crate::{
    itip,
    model::{CalAddress, ObjectId, PersonId},
};

#[derive(sqlx::FromRow)]
struct AddressRow {
    address: String,
    network: Option<String>,
    account: Option<String>,
}

#[derive(sqlx::FromRow)]
struct TakesPartRow {
    number: i64,
    summary: String,
    starts_at: i64,
    instance: String,
    address: String,
    name: Option<String>,
    partstat: Option<String>,
    received_comment: Option<String>,
}

#[derive(sqlx::FromRow)]
struct SentRow {
    at: i64,
    uid: String,
    method: String,
    outcome: Option<String>,
    refusal: Option<String>,
    text: Option<String>,
}

#[derive(sqlx::FromRow)]
struct MentionRow {
    id: i64,
    uid: String,
    sender_key: String,
    recipients: String,
}

pub(super) const OBJECTS_OF: &str = "
            SELECT a.object_id AS id FROM address k JOIN attendee a ON a.address_key = k.address_key
            WHERE k.person_id = $1
            UNION SELECT o.id FROM address k JOIN object o ON o.organizer_key = k.address_key
            WHERE k.person_id = $1
            UNION SELECT p.object_id FROM address k JOIN proposal p ON p.address_key = k.address_key
            WHERE k.person_id = $1
            ORDER BY 1";

pub(super) const MEETINGS: &str = "SELECT o.number, o.summary, o.starts_at, a.instance, a.address, a.name, a.partstat,
                a.received_comment
            FROM address k JOIN attendee a ON a.address_key = k.address_key JOIN object o ON o.id = a.object_id
            WHERE k.person_id = $1 ORDER BY o.starts_at, o.number, a.instance, a.address_key";

pub(super) const MESSAGES: &str = "SELECT l.at, l.uid, l.method, l.outcome, l.refusal, l.text
            FROM address k JOIN itip_log l ON l.sender_key = k.address_key
            WHERE k.person_id = $1 ORDER BY l.id";

impl Tx {
    /// Everything that is stored about a person, as JSON: their settings, addresses, answers, proposals, feeds, and the
    /// messages from them in the log, files that wait for their word, and their reactions. `None` for nobody.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn everything_of(&mut self, person: &PersonId) -> Result<Option<Value>, StoreError> {
        let Some(known) = self.lookup_person(person).await? else { return Ok(None) };
        Ok(Some(json!({
            "name": known.name,
            "zone": known.zone,
            "locale": known.locale,
            "addresses": self.their_addresses(person).await?,
            "meetings": self.their_meetings(person).await?,
            "proposals": self.their_proposals(person).await?,
            "messages": self.their_messages(person).await?,
            "feeds": self.their_feeds(person).await?,
            "files": self.their_files(person).await?,
            "reactions": self.their_reactions(person).await?,
            "reminders": self.their_reminders(person).await?,
            "memos": self.their_memos(person).await?,
        })))
    }

    /// The calendar objects that name a person: as an attendee, as the organizer, or in a proposal.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn objects_of(&mut self, person: &PersonId) -> Result<Vec<ObjectId>, StoreError> {
        let rows = all!(self, (String,), OBJECTS_OF, &person.0)?;
        Ok(rows.into_iter().map(|(id,)| ObjectId(id)).collect())
    }

    /// Forgets a person: their settings, addresses and feeds, the messages from them, their place among the recipients of
    /// others, and the text of every logged message about a meeting that they had to do with.
    ///
    /// What names them in meetings is the meetings' own: change [`Tx::objects_of`] them before.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget_person(&mut self, person: &PersonId) -> Result<(), StoreError> {
        const FILES: &str = "DELETE FROM dropped_file WHERE EXISTS (SELECT 1 FROM address k
            WHERE k.person_id = $1 AND k.network = dropped_file.network AND k.account = dropped_file.account)";
        const CONTROLS: &str = "DELETE FROM control WHERE EXISTS (SELECT 1 FROM address k
            WHERE k.person_id = $1 AND k.network = control.network AND k.account = control.account)";
        const REACTIONS: &str = "DELETE FROM reaction WHERE EXISTS (SELECT 1 FROM address k
            JOIN card c ON c.network = k.network
            WHERE k.person_id = $1 AND k.account = reaction.account AND c.id = reaction.card_id)";
        let addresses = self.addresses_of(person).await?;
        self.forget_in_log(&addresses.iter().collect()).await?;
        self.forget_in_former(|calendar| itip::forget_in_calendar(calendar, &addresses)).await?;
        execute!(self, CONTROLS, &person.0)?;
        execute!(self, FILES, &person.0)?;
        execute!(self, REACTIONS, &person.0)?;
        for sql in [
            "DELETE FROM reminder WHERE person = $1 AND person <> ''",
            "DELETE FROM missed WHERE person = $1",
        ] {
            execute!(self, sql, &person.0)?;
        }
        execute!(self, "DELETE FROM person WHERE id = $1", &person.0).map(drop)
    }

    async fn forget_in_log(&mut self, theirs: &HashSet<&CalAddress>) -> Result<(), StoreError> {
        const LOG: &str = "SELECT id, uid, sender_key, recipients FROM itip_log";
        const GONE: &str = "DELETE FROM itip_log WHERE id = $1";
        const LESS: &str = "UPDATE itip_log SET recipients = $2 WHERE id = $1";
        const WORDLESS: &str = "UPDATE itip_log SET text = NULL WHERE uid = $1";
        let mut meetings = HashSet::new();
        for row in all!(self, MentionRow, LOG)? {
            let id = row.id.to_string();
            let bad = || Place { table: "itip_log", id: &id }.bad("recipients");
            let mut recipients = itip_log::recipients(&row.recipients).ok_or_else(bad)?;
            let before = recipients.len();
            recipients.retain(|recipient| !theirs.contains(recipient));
            if theirs.contains(&CalAddress::new(row.sender_key)) {
                execute!(self, GONE, row.id)?;
            } else if recipients.len() < before {
                execute!(self, LESS, row.id, itip_log::recipients_json(&recipients))?;
            } else {
                continue;
            }
            meetings.insert(row.uid);
        }
        for uid in &meetings {
            execute!(self, WORDLESS, uid)?;
        }
        Ok(())
    }

    async fn their_addresses(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        const SQL: &str = "SELECT address, network, account FROM address
            WHERE person_id = $1 ORDER BY address_key";
        let value = |row: AddressRow| json!({"address": row.address, "network": row.network, "account": row.account});
        Ok(all!(self, AddressRow, SQL, &person.0)?.into_iter().map(value).collect())
    }

    async fn their_meetings(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        let value = |row: TakesPartRow| {
            let number = row.number.to_string();
            let starts = Place { table: "object", id: &number }.time("starts_at", row.starts_at)?;
            Ok(json!({
                "number": row.number,
                "title": row.summary,
                "starts": starts.to_rfc3339(),
                "instance": row.instance,
                "address": row.address,
                "name": row.name,
                "answer": row.partstat,
                "comment": row.received_comment,
            }))
        };
        all!(self, TakesPartRow, MEETINGS, &person.0)?.into_iter().map(value).collect()
    }

    async fn their_proposals(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        const SQL: &str = "SELECT o.number, p.event, p.comment
            FROM address k JOIN proposal p ON p.address_key = k.address_key JOIN object o ON o.id = p.object_id
            WHERE k.person_id = $1 ORDER BY o.number, p.place";
        let value = |(number, event, comment): (i64, String, Option<String>)| json!({"number": number, "event": event, "comment": comment});
        Ok(all!(self, (i64, String, Option<String>), SQL, &person.0)?
            .into_iter()
            .map(value)
            .collect())
    }

    async fn their_messages(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        let value = |row: SentRow| {
            let at = Place { table: "itip_log", id: &row.uid }.time("at", row.at)?;
            Ok(json!({
                "at": at.to_rfc3339(),
                "uid": row.uid,
                "method": row.method,
                "outcome": row.outcome,
                "refusal": row.refusal,
                "text": row.text,
            }))
        };
        all!(self, SentRow, MESSAGES, &person.0)?.into_iter().map(value).collect()
    }

    async fn their_feeds(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        const SQL: &str = "SELECT token, room FROM feed_token WHERE person_id = $1 ORDER BY token";
        let value = |(token, room): (String, Option<String>)| json!({"token": token, "room": room});
        Ok(all!(self, (String, Option<String>), SQL, &person.0)?.into_iter().map(value).collect())
    }

    async fn their_files(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        const SQL: &str = "SELECT f.content FROM address k
            JOIN dropped_file f ON f.network = k.network AND f.account = k.account
            WHERE k.person_id = $1 ORDER BY f.at, f.id";
        let rows = all!(self, (String,), SQL, &person.0)?;
        Ok(rows.into_iter().map(|(content,)| json!(content)).collect())
    }

    async fn their_reactions(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        const SQL: &str = "SELECT o.number, r.emoji FROM address k
            JOIN reaction r ON r.account = k.account JOIN card c ON c.id = r.card_id AND c.network = k.network
            JOIN object o ON o.id = c.object_id
            WHERE k.person_id = $1 ORDER BY o.number, r.emoji";
        let value = |(number, emoji): (i64, String)| json!({"number": number, "reaction": emoji});
        Ok(all!(self, (i64, String), SQL, &person.0)?.into_iter().map(value).collect())
    }

    /// How long before meetings they want to be reminded alone: of all, and of single ones.
    async fn their_reminders(&mut self, person: &PersonId) -> Result<Value, StoreError> {
        const SQL: &str =
            "SELECT o.number, r.reminders FROM own_reminder r JOIN object o ON o.id = r.object_id
            WHERE r.person_id = $1 ORDER BY o.number";
        let value =
            |(number, minutes): (i64, String)| json!({"number": number, "minutes": minutes});
        let single = all!(self, (i64, String), SQL, &person.0)?;
        let all = self.own_leads(person).await?.map(|leads| leads.to_string());
        let room = self.own_room(person).await?.map(|room| room.id);
        let single: Vec<_> = single.into_iter().map(value).collect();
        Ok(json!({"minutes": all, "room": room, "meetings": single}))
    }

    async fn their_memos(&mut self, person: &PersonId) -> Result<Vec<Value>, StoreError> {
        const SQL: &str =
            "SELECT number, text, room FROM memo WHERE person_id = $1 ORDER BY number";
        let value = |(number, text, room): (i64, String, String)| json!({"number": number, "text": text, "room": room});
        Ok(all!(self, (i64, String, String), SQL, &person.0)?.into_iter().map(value).collect())
    }
}
