//! People and the addresses they are known by.

use chrono_tz::Tz;

use super::{StoreError, Tx};
use crate::model::{CalAddress, NetworkId, ObjectId, PersonId, UserRef};

/// A person and what they set for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Our id of them.
    pub id: PersonId,
    /// What people call them.
    pub name: String,
    /// Their time zone, an IANA name.
    pub zone: Option<String>,
    /// Their language and way to write dates (`en-GB`).
    pub locale: Option<String>,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: String,
    name: String,
    zone: Option<String>,
    locale: Option<String>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self { id: PersonId(row.id), name: row.name, zone: row.zone, locale: row.locale }
    }
}

pub(super) const BY_ACCOUNT: &str = "SELECT p.id, p.name, p.zone, p.locale
            FROM address a JOIN person p ON p.id = a.person_id WHERE a.network = $1 AND a.account = $2";

pub(super) const BY_ADDRESS: &str = "SELECT p.id, p.name, p.zone, p.locale
            FROM address a JOIN person p ON p.id = a.person_id WHERE a.address_key = $1";

pub(super) const ZONES_OF: &str = "SELECT DISTINCT p.zone AS name
            FROM attendee t JOIN address a ON a.address_key = t.address_key JOIN person p ON p.id = a.person_id
            WHERE t.object_id = $1 AND p.zone IS NOT NULL ORDER BY p.zone";

pub(super) const ADDRESSES: &str =
    "SELECT address FROM address WHERE person_id = $1 ORDER BY address_key";

pub(super) const ACCOUNT_OF: &str = "
            SELECT other.network, other.account
            FROM address known JOIN address other ON other.person_id = known.person_id
            WHERE known.address_key = $1 AND other.network = $2 AND other.account IS NOT NULL
            ORDER BY other.address_key <> known.address_key, other.address_key LIMIT 1";

impl Tx {
    /// Stores a new person.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_person(&mut self, person: &Person) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO person (id, name, zone, locale) VALUES ($1, $2, $3, $4)";
        execute!(self, SQL, &person.id.0, &person.name, &person.zone, &person.locale).map(drop)
    }

    /// Looks a person up.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_person(&mut self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        const SQL: &str = "SELECT id, name, zone, locale FROM person WHERE id = $1";
        Ok(optional!(self, PersonRow, SQL, &id.0)?.map(Person::from))
    }

    /// Finds who has an account.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_person_by_account(
        &mut self,
        account: &UserRef,
    ) -> Result<Option<Person>, StoreError> {
        Ok(optional!(self, PersonRow, BY_ACCOUNT, account.network.as_str(), &account.id)?
            .map(Person::from))
    }

    /// Finds who has an address.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_person_by_address(
        &mut self,
        address: &CalAddress,
    ) -> Result<Option<Person>, StoreError> {
        Ok(optional!(self, PersonRow, BY_ADDRESS, address.key())?.map(Person::from))
    }

    /// Gives a person an account on a network, with the address that stands for it. One of them that was somebody
    /// else's is theirs from now on.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_account(
        &mut self,
        person: &PersonId,
        account: &UserRef,
        address: &CalAddress,
    ) -> Result<(), StoreError> {
        const OTHER: &str =
            "DELETE FROM address WHERE network = $1 AND account = $2 AND address_key <> $3";
        const SQL: &str = "
            INSERT INTO address (address_key, address, person_id, network, account) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (address_key) DO UPDATE SET address = excluded.address,
                person_id = excluded.person_id, network = excluded.network, account = excluded.account";
        let network = account.network.as_str();
        execute!(self, OTHER, network, &account.id, address.key())?;
        execute!(self, SQL, address.key(), address.as_str(), &person.0, network, &account.id)
            .map(drop)
    }

    /// Gives a person an address that is no account on a network, for instance of mail. One that was somebody else's
    /// is theirs from now on.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_address(
        &mut self,
        person: &PersonId,
        address: &CalAddress,
    ) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO address (address_key, address, person_id) VALUES ($1, $2, $3)
            ON CONFLICT (address_key) DO UPDATE SET address = excluded.address, person_id = excluded.person_id";
        execute!(self, SQL, address.key(), address.as_str(), &person.0).map(drop)
    }

    /// All addresses of a person.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn addresses_of(&mut self, person: &PersonId) -> Result<Vec<CalAddress>, StoreError> {
        let rows = all!(self, (String,), ADDRESSES, &person.0)?;
        Ok(rows.into_iter().map(|(address,)| CalAddress::new(address)).collect())
    }

    /// The zones of those who take part in a meeting, as far as they have said theirs.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn zones_of_attendees(&mut self, object: &ObjectId) -> Result<Vec<Tz>, StoreError> {
        let rows = all!(self, (String,), ZONES_OF, &object.0)?;
        Ok(rows.into_iter().filter_map(|(zone,)| zone.parse().ok()).collect())
    }

    /// All accounts of a person.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn accounts_of(&mut self, person: &PersonId) -> Result<Vec<UserRef>, StoreError> {
        const SQL: &str = "SELECT network, account FROM address
            WHERE person_id = $1 AND network IS NOT NULL AND account IS NOT NULL ORDER BY address_key";
        let rows = all!(self, (String, String), SQL, &person.0)?;
        Ok(rows.into_iter().map(user).collect())
    }

    /// Finds the account on a network by which to reach whoever has an address.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_account_of_address(
        &mut self,
        address: &CalAddress,
        network: &NetworkId,
    ) -> Result<Option<UserRef>, StoreError> {
        Ok(optional!(self, (String, String), ACCOUNT_OF, address.key(), network.as_str())?
            .map(user))
    }

    /// Changes what a person is called.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn rename_person(&mut self, person: &PersonId, name: &str) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET name = $2 WHERE id = $1";
        execute!(self, SQL, &person.0, name).map(drop)
    }

    /// Changes a person's time zone.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_person_zone(
        &mut self,
        person: &PersonId,
        zone: Option<&str>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET zone = $2 WHERE id = $1";
        execute!(self, SQL, &person.0, zone).map(drop)
    }

    /// Changes a person's language.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_person_locale(
        &mut self,
        person: &PersonId,
        locale: Option<&str>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET locale = $2 WHERE id = $1";
        execute!(self, SQL, &person.0, locale).map(drop)
    }
}

fn user((network, id): (String, String)) -> UserRef {
    UserRef { network: NetworkId::from_stored(network), id }
}
