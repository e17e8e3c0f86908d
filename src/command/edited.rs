//! What follows an edit: it is kept, the cards redraw, and those it concerns are told.

use chrono::{NaiveDate, NaiveTime};

use super::{Call, Done, Failure, Spec, call::name_of, keep::Kept, series::Rhythm, text};
use crate::{
    itip::{Edit, Meeting, Proposal, Scope, Step},
    model::{CalAddress, instant, wall_clock},
    store::StoredObject,
    view::{
        Change, Changed, Dates, Gone, Names, Problem, Same, Unchanged, Understood, View, day_text,
    },
    when::{Assumed, WhenError},
};

/// So many days that are no dates any more, or stay as they were, are named.
const MOST_GONE: usize = 6;

/// An edit, for those who are told of it.
#[derive(Debug)]
pub(super) struct Told {
    /// What it is.
    pub(super) what: Change,
    /// What belongs to it: the former time or title, the new place.
    pub(super) detail: Option<String>,
    /// Whom it is about.
    pub(super) names: Vec<String>,
    /// Whom it pings.
    pub(super) ping: Vec<CalAddress>,
    /// Which dates of a series it is about, for the engine.
    pub(super) scope: Scope,
    /// And for people.
    pub(super) dates: Dates,
    /// Those of them that keep their own words.
    pub(super) except: Names,
    /// The title of these dates, where that of the one that the card shows is not meant.
    pub(super) title: Option<String>,
}

impl Told {
    /// An edit that is about nobody in particular.
    pub(super) fn of(what: Change, detail: Option<String>) -> Self {
        let (names, ping) = (Vec::new(), Vec::new());
        let (scope, dates) = (Scope::Whole, Dates::Only);
        Self { what, detail, names, ping, scope, dates, except: Names::default(), title: None }
    }

    /// The same about some dates of a series.
    #[must_use]
    pub(super) fn on(self, scope: Scope, dates: Dates) -> Self {
        Self { scope, dates, ..self }
    }
}

impl Call<'_> {
    /// Another title, for those who are told of it.
    pub(super) fn renamed(
        &self,
        stored: &StoredObject,
        mine: (&Meeting, Dates),
        title: &str,
    ) -> Told {
        let (meeting, dates) = mine;
        if dates != Dates::All {
            return Told::of(Change::Renamed, Some(meeting.summary.clone()));
        }
        let former = stored.object.meeting_with_others(self.now, self.room_zone()).summary;
        Told { title: Some(title.to_owned()), ..Told::of(Change::Renamed, Some(former)) }
    }

    /// The days of those among some dates that keep their own words.
    pub(super) fn except(&self, step: &Step, scope: &Scope, edits: &[Edit]) -> Names {
        let zone = self.room_zone();
        let Some(object) = &step.object else { return Names::default() };
        let days = object.unlike(scope, edits, self.now, zone);
        let today = wall_clock(self.now, zone).date_naive();
        let list = days.iter().take(MOST_GONE).map(|(day, and_later)| {
            let day = day_text(*day, today);
            if *and_later { format!("{day} and later") } else { day }
        });
        Names { list: list.collect(), more: days.len().saturating_sub(MOST_GONE) }
    }

    /// Keeps an edit and tells the others in the meeting's thread; one that changes nothing says so to the caller.
    pub(super) async fn edited(
        &mut self,
        stored: StoredObject,
        step: Step,
        told: Told,
        same: Same,
    ) -> Done {
        let Some(stored) = self.keep_or_same(stored, step, same).await? else { return Ok(()) };
        let view = self.changed(&stored, &told);
        self.announce(view, &stored, &told.ping).await
    }

    /// Keeps an edit; `None`, and a word to the caller, where it changes nothing.
    pub(super) async fn keep_or_same(
        &mut self,
        stored: StoredObject,
        step: Step,
        same: Same,
    ) -> Result<Option<StoredObject>, Failure> {
        let before = stored.object.clone();
        let Kept { stored, changed, .. } = self.keep(stored, step).await?;
        if changed {
            self.remember_step(&stored, Some(&before)).await?;
            return Ok(Some(stored));
        }
        self.tell(self.same(&stored, same)).await?;
        Ok(None)
    }

    /// The dates of a meeting that were changed, as they are now: the first of them, and of all the one that the card shows.
    pub(super) fn changed_date(&self, stored: &StoredObject, scope: &Scope) -> Meeting {
        let changed =
            scope.id().and_then(|_| stored.object.meeting_at(scope, self.room_zone()).ok());
        changed.unwrap_or_else(|| self.meeting(stored))
    }

    /// Says to the caller what their words about some dates left open and how that was decided, and what to type to have it
    /// undone. The length stands on the card.
    pub(super) async fn say_back(
        &mut self,
        stored: &StoredObject,
        scope: &Scope,
        assumed: &[Assumed],
        undo: Option<String>,
    ) -> Done {
        let assumed = in_words(assumed);
        if assumed.is_empty() {
            return Ok(());
        }
        let meeting = self.changed_date(stored, scope);
        self.say_understood(stored, meeting, Rhythm::default(), assumed, undo).await
    }

    /// The same of a meeting that is new, or repeats otherwise now: a series is said back even where nothing was left open.
    pub(super) async fn say_back_series(
        &mut self,
        stored: &StoredObject,
        assumed: &[Assumed],
        undo: Option<String>,
        gone: &[NaiveDate],
    ) -> Done {
        let rhythm = Rhythm { gone: self.gone(stored, gone), ..self.rhythm(&stored.object) };
        // The dates stand in what is said of the series.
        let is_said = |one: &&Assumed| {
            rhythm.repeats.is_some()
                && matches!(one, Assumed::From(_) | Assumed::Until(_) | Assumed::Dates(_))
        };
        let left: Vec<_> = assumed.iter().filter(|one| !is_said(one)).cloned().collect();
        let assumed = in_words(&left);
        if assumed.is_empty() && rhythm.repeats.is_none() {
            return Ok(());
        }
        let meeting = self.meeting(stored);
        self.say_understood(stored, meeting, rhythm, assumed, undo).await
    }

    /// The days whose dates were off or different, and are none any more.
    fn gone(&self, stored: &StoredObject, days: &[NaiveDate]) -> Option<Gone> {
        let zone = self.room_zone();
        let today = wall_clock(self.now, zone).date_naive();
        let first = days.first()?.and_time(NaiveTime::MIN);
        let from = instant(first, zone)?.max(self.now);
        let next = stored.object.next_dates(from, 1, zone);
        let day = next.first()?.span.start.local().date();
        let list = days.iter().take(MOST_GONE).map(|day| day_text(*day, today)).collect();
        let days = Names { list, more: days.len().saturating_sub(MOST_GONE) };
        Some(Gone { days, out: day.format("%-d %b").to_string().to_lowercase() })
    }

    async fn say_understood(
        &mut self,
        stored: &StoredObject,
        meeting: Meeting,
        Rhythm { repeats, later, gone }: Rhythm,
        assumed: Vec<String>,
        undo: Option<String>,
    ) -> Done {
        let when = self.time_text(&meeting);
        let (number, title) = (stored.number, meeting.summary);
        let understood = Understood { number, title, when, repeats, later, assumed, undo, gone };
        self.tell(View::Understood(understood)).await
    }

    /// What was asked for is so already.
    pub(super) fn same(&self, stored: &StoredObject, what: Same) -> View {
        let title = self.meeting(stored).summary;
        let (dates, when) = (Dates::Only, None);
        View::Unchanged(Unchanged { number: stored.number, title, what, dates, when })
    }

    /// The words for an edit.
    pub(super) fn changed(&self, stored: &StoredObject, told: &Told) -> View {
        let meeting = self.changed_date(stored, &told.scope);
        View::Changed(Changed {
            number: stored.number,
            dates: told.dates,
            except: told.except.clone(),
            when: self.time_text(&meeting),
            title: told.title.clone().unwrap_or(meeting.summary),
            by: Some(self.caller.user.name.clone()),
            what: told.what,
            detail: told.detail.clone(),
            names: Names::from(told.names.clone()),
            again: told.what == Change::Moved,
        })
    }

    /// A command that lacks what it needs.
    pub(super) fn missing(spec: &Spec, what: &str) -> Problem {
        Problem::MissingArgument { what: what.to_owned(), usage: spec.typed() }
    }

    /// A time that cannot be read, as the person is told.
    pub(super) fn unreadable(error: &WhenError, text: &str) -> Problem {
        match error {
            WhenError::Nothing => Problem::NoTime { text: text.to_owned() },
            error => Problem::UnreadableTime { why: text::sentence(&error.to_string()) },
        }
    }

    /// The same for a whole line: one that is too long for a time has a title that is too long.
    pub(super) fn unreadable_line(&self, error: &WhenError, line: &str) -> Problem {
        match error {
            WhenError::LongText => Problem::TitleTooLong {
                length: line.chars().count(),
                limit: self.defaults.max_title,
            },
            error => Self::unreadable(error, line),
        }
    }

    /// A title as it may be kept: one line, not empty, not too long.
    pub(super) fn clean_title(&self, title: &str) -> Result<String, Problem> {
        let clean = text::one_line(title);
        let (length, limit) = (clean.chars().count(), self.defaults.max_title);
        if clean.is_empty() {
            return Err(Problem::EmptyTitle);
        }
        if length > limit {
            return Err(Problem::TitleTooLong { length, limit });
        }
        Ok(clean)
    }

    /// A text as it may be kept; `none` takes it away, and nothing at all is a mistake.
    pub(super) fn clean_text(
        text: &str,
        field: &str,
        spec: &Spec,
    ) -> Result<Option<String>, Problem> {
        let clean = text::lines(text);
        if clean.is_empty() {
            return Err(Self::missing(spec, &format!("the {field}")));
        }
        text::bounded(&clean, field)?;
        Ok(Some(clean).filter(|text| !text.eq_ignore_ascii_case("none")))
    }
}

/// What was assumed, but for the length.
fn in_words(assumed: &[Assumed]) -> Vec<String> {
    let said = assumed.iter().filter(|one| !matches!(one, Assumed::Length(_)));
    said.map(ToString::to_string).collect()
}

/// Everyone in a meeting.
pub(super) fn addresses(meeting: &Meeting) -> Vec<CalAddress> {
    meeting.attendees.iter().map(|who| who.address.clone()).collect()
}

/// What to call who proposes: somebody who was not invited is named in the proposal alone.
pub(super) fn proposer(meeting: &Meeting, open: &Proposal) -> String {
    let known = meeting.attendees.iter().find(|who| who.address == open.from);
    known.map_or_else(|| super::call::name_of_who(&open.who()), name_of)
}
