//! Threads under cards.

use super::{
    fake::{
        change, rights,
        world::{Id, Overwrite, Thread},
    },
    play,
    stage::Stage,
};

const WHEN: &str = "2027-03-05 15:00";
const THREADS: &str = "threads = true";

/// What bo sees in the thread of a card, once these words are there.
async fn inside(stage: &Stage, thread: Id, words: &str) -> String {
    stage.bo.at(thread).waits_for(thread, |seen| seen.contains(words)).await
}

/// Changes what a thread is.
fn set(stage: &Stage, thread: Id, how: impl Fn(&mut Thread)) {
    let mut world = stage.fake.world();
    how(world.channels.get_mut(&thread).unwrap().thread.as_mut().unwrap());
    change::channel_changed(&mut world, thread);
}

fn is_archived(stage: &Stage, thread: Id) -> bool {
    stage.fake.world().channels[&thread].thread.as_ref().unwrap().archived
}

/// Ana makes a meeting and moves it, so that there is a thread.
async fn discussed(stage: &Stage) -> Id {
    let card = stage.meeting("Sprint review", WHEN).await;
    stage.bo.press(card, "✅ Going").await;
    stage.shows("Going (2").await;
    // The first thing said there shows that there is no thread yet.
    stage.fake.expect(10003, 1);
    stage.ana.slash("/meet move meeting:#1 when:2027-03-05 16:00").await;
    stage.shows("thread Sprint review").await;
    inside(stage, card, "16:00").await;
    card
}

#[test]
fn what_happens_to_a_meeting_is_said_under_its_card() {
    play(async {
        let mut stage = Stage::open_with(THREADS).await;
        let card = discussed(&stage).await;
        // What is said there is said of the meeting.
        stage.ana.at(card).slash("/meet move when:2027-03-05 17:00").await;
        let said = inside(&stage, card, "17:00").await;
        assert!(said.contains("16:00"), "one thread has all of it: {said}");
        stage.ana.slash("/meet cancel meeting:#1 why:snow").await;
        inside(&stage, card, "snow").await;
        let begun = stage.fake.asked("POST /channels/{id}/messages/{id}/threads");
        assert_eq!(begun.len(), 1);
        stage.ends_well();
    });
}

#[test]
fn a_thread_comes_back_from_the_archive() {
    play(async {
        let mut stage = Stage::open_with(THREADS).await;
        let card = discussed(&stage).await;
        set(&stage, card, |thread| thread.archived = true);
        stage.ana.slash("/meet move meeting:#1 when:2027-03-05 17:00").await;
        inside(&stage, card, "17:00").await;
        assert!(!is_archived(&stage, card));
        stage.ends_well();
    });
}

#[test]
fn where_a_thread_is_locked_it_is_said_in_the_channel() {
    play(async {
        let mut stage = Stage::open_with(THREADS).await;
        let card = discussed(&stage).await;
        set(&stage, card, |thread| (thread.archived, thread.locked) = (true, true));
        stage.fake.expect(50083, 2);
        stage.fake.expect(50013, 1);
        stage.ana.slash("/meet move meeting:#1 when:2027-03-05 17:00").await;
        answered(&stage, card, "17:00").await;
        assert!(is_archived(&stage, card));
        stage.ends_well();
    });
}

/// Waits until an answer to a card stands in the channel.
async fn answered(stage: &Stage, card: Id, words: &str) {
    let answer = stage.bo.until(|world| {
        let mut all = world.messages.values();
        let is = |one: &&super::fake::world::Message| {
            one.reply_to == Some(card)
                && one.channel == stage.fake.general
                && one.only_for.is_none()
        };
        all.rfind(is).map(|one| one.id)
    });
    let answer = answer.await.unwrap_or_else(|| panic!("{}", stage.bo.sees(stage.fake.general)));
    assert!(stage.bo.reads(answer).contains(words), "{}", stage.bo.reads(answer));
}

#[test]
fn where_no_thread_can_be_begun_it_is_said_in_the_channel() {
    play(async {
        let mut stage = Stage::open_with(THREADS).await;
        let deny = rights::CREATE_PUBLIC_THREADS;
        let overwrite = Overwrite { id: stage.fake.bot, member: true, allow: 0, deny };
        stage.olga.overwrites(stage.fake.general, overwrite);
        let card = stage.meeting("Sprint review", WHEN).await;
        stage.bo.press(card, "✅ Going").await;
        stage.shows("Going (2").await;
        stage.fake.expect(10003, 1);
        stage.fake.expect(50013, 1);
        stage.ana.slash("/meet move meeting:#1 when:2027-03-05 16:00").await;
        answered(&stage, card, "16:00").await;
        stage.ends_well();
    });
}
