//! Who is named in a command: mentions of the network, and mail addresses.

use super::{Call, Failure, call::as_calendar_user};
use crate::{
    chat::User,
    itip::Who,
    model::{CalAddress, PersonId},
    store::Person,
    view::Problem,
};

/// The people in a text as they were typed: from the first of them on.
pub(super) fn people_in(text: &str) -> &str {
    let before = text.find('@').and_then(|at| text.get(..at)).unwrap_or(text);
    let begin = before.rfind(char::is_whitespace).unwrap_or(0);
    text.get(begin..).unwrap_or_default().trim()
}

/// Words that name everyone: nobody is invited, or pinged, by them.
const EVERYONE: &[&str] = &["@everyone", "@here", "@room", "@all", "@channel"];

/// The people named in a text, and the text without them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Who is named, each once.
    pub(super) people: Vec<Who>,
    /// The words that named nobody.
    pub(super) rest: String,
}

impl Call<'_> {
    /// Takes the people out of a text.
    ///
    /// # Errors
    ///
    /// A word with `@` that is nobody, and `@everyone`: an invitation goes to people.
    pub(super) async fn named(&mut self, text: &str) -> Result<Named, Failure> {
        let named = self.split(text)?;
        for mention in self.mentions.clone() {
            if named.people.iter().any(|who| who.address == mention.user.address) {
                self.know(&mention.user).await?;
            }
        }
        Ok(named)
    }

    /// Whoever is named is a person from then on, so that they can be pinged before they ever speak.
    async fn know(&mut self, user: &User) -> Result<(), Failure> {
        if self.tx.find_person_by_account(&user.account).await?.is_none() {
            let id = PersonId(self.ids.token());
            let person = Person { id, name: user.name.clone(), zone: None, locale: None };
            self.tx.add_person(&person).await?;
            self.tx.add_account(&person.id, &user.account, &user.address).await?;
        }
        Ok(())
    }

    fn split(&self, text: &str) -> Result<Named, Failure> {
        let mut people: Vec<Who> = Vec::new();
        let mut add = |who: Who| {
            if people.iter().all(|known| known.address != who.address) {
                people.push(who);
            }
        };
        let mut text = text.to_owned();
        // Names with spaces come in quotes (`@"ana maria"`), and would fall apart as words.
        for mention in self.mentions.iter().filter(|mention| mention.text.contains(' ')) {
            if text.contains(&mention.text) {
                text = text.replace(&mention.text, "");
                add(as_calendar_user(&mention.user));
            }
        }
        let mut rest: Vec<String> = Vec::new();
        for line in text.split('\n') {
            let mut left = Vec::new();
            for word in line.split(' ') {
                let bare = word.trim_end_matches([',', ';', '.']);
                if let Some(mention) = self.mentions.iter().find(|mention| mention.text == bare) {
                    drop_link(&mut left);
                    add(as_calendar_user(&mention.user));
                } else if EVERYONE.iter().any(|name| name.eq_ignore_ascii_case(bare)) {
                    return Err(Problem::EveryoneMention.into());
                } else if let Some(address) = mail_address(bare) {
                    // `mail kim@example.com`: the word before says how, and is no part of a title.
                    if left.last().is_some_and(|last: &&str| last.eq_ignore_ascii_case("mail")) {
                        left.pop();
                    }
                    add(Who { address, name: None });
                } else if bare.len() > 1 && bare.starts_with('@') {
                    return Err(Problem::UnknownPerson { text: bare.to_owned() }.into());
                } else {
                    left.push(word);
                }
            }
            rest.push(left.join(" "));
        }
        Ok(Named { people, rest: rest.join("\n").trim().to_owned() })
    }
}

/// "with @bo and @cy": the words that lead to a name go with it.
fn drop_link(left: &mut Vec<&str>) {
    let link =
        |word: &&str| ["with", "and", "&"].iter().any(|link| link.eq_ignore_ascii_case(word));
    left.pop_if(|word| link(&&**word));
}

/// A mail address, by its looks: one `@` with something before it and a name with a dot behind it.
fn mail_address(word: &str) -> Option<CalAddress> {
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let (local, domain) = word.split_once('@')?;
    let plain = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || "._%+-'=&/!#$*?^{}|~".contains(c))
    };
    let domain_holds = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    (plain(local) && plain(domain) && domain_holds)
        .then(|| CalAddress::new(format!("mailto:{word}")))
}

#[cfg(test)]
mod tests {
    use super::mail_address;

    #[test]
    fn mail_addresses_are_told_by_their_looks() {
        for good in ["kim@example.com", "mailto:kim@example.com", "kim.o'neil+x@sub.example.org"] {
            assert!(mail_address(good).is_some(), "{good}");
        }
        for bad in ["@ana", "kim@", "kim@host", "a@b@c.d", "kim@.com", "kim", "<kim@example.com>"] {
            assert!(mail_address(bad).is_none(), "{bad}");
        }
    }
}
