//! What a serenity bot does when the line to the gateway fails: facts that the project's own bot has to live with.

use std::time::Duration;

use super::{Began, Stage};

/// After a fault the bot comes back with its session, and what was asked meanwhile reaches it.
async fn comes_back(fault: impl AsyncFnOnce(&Stage)) {
    let (stage, _bot) = Stage::with_bot().await;
    fault(&stage).await;
    let outcome = stage.olga.slash("/meet list").await;
    assert!(outcome.said.contains("no meetings"), "{}", outcome.said);
    let resumed = stage
        .fake
        .faults()
        .visits()
        .iter()
        .filter(|visit| visit.began == Some(Began::Resumed))
        .count();
    assert_eq!(resumed, 1, "{:#?}", stage.fake.faults().visits());
    stage.is_well();
}

#[tokio::test]
async fn a_cut_line_is_resumed() {
    comes_back(async |stage| stage.fake.faults().cut()).await;
}

#[tokio::test]
async fn op_7_is_followed() {
    comes_back(async |stage| stage.fake.faults().ask_to_reconnect()).await;
}

#[tokio::test]
async fn op_9_that_can_be_resumed_is_resumed() {
    comes_back(async |stage| stage.fake.faults().invalidate(true)).await;
}

#[tokio::test]
async fn resumable_codes_are_resumed() {
    comes_back(async |stage| stage.fake.faults().close(Some(4000))).await;
}

/// Serenity does not look at a close frame that says nothing: it comes back when its next heartbeat fails.
#[tokio::test]
async fn a_close_without_a_code_is_found_out_by_the_next_heartbeat() {
    let stage = Stage::set().await;
    stage.fake.faults().heartbeat_every(Duration::from_secs(1));
    let _bot = stage.starts_bot().await;
    stage.fake.faults().close(None);
    stage
        .fake
        .faults()
        .waits_for(|visits| visits.iter().filter(|one| one.began.is_some()).count() == 2)
        .await;
    stage.is_well();
}

/// One that is open and dead is found out by the acknowledgement that does not come.
#[tokio::test]
async fn a_dead_line_is_found_out_by_the_next_heartbeat() {
    let stage = Stage::set().await;
    stage.fake.faults().heartbeat_every(Duration::from_secs(1));
    let _bot = stage.starts_bot().await;
    stage.fake.faults().freeze();
    stage
        .fake
        .faults()
        .waits_for(|visits| visits.iter().filter(|one| one.began.is_some()).count() == 2)
        .await;
    stage.is_well();
}

#[tokio::test]
async fn a_lost_session_is_begun_anew() {
    let (stage, _bot) = Stage::with_bot().await;
    stage.fake.faults().invalidate(false);
    stage.fake.faults().waits_for_bot(Began::Identified, 2).await;
    assert!(stage.olga.slash("/meet list").await.said.contains("no meetings"));
    stage.is_well();
}

#[tokio::test]
async fn a_bot_turned_away_for_good_ends() {
    for code in [4004, 4013, 4014] {
        let (stage, bot) = Stage::with_bot().await;
        stage.fake.faults().turn_away(Some(code));
        stage.fake.faults().forget_sessions();
        stage.fake.faults().cut();
        assert!(bot.ended().await.is_err(), "{code}");
    }
}

#[tokio::test]
async fn what_nobody_knows_harms_nobody() {
    let (stage, _bot) = Stage::with_bot().await;
    stage.fake.faults().invent_fields(true);
    stage.fake.faults().tell_unknown_event();
    stage.fake.faults().tell_nonsense();
    assert!(stage.olga.slash("/meet list").await.said.contains("no meetings"));
    stage.is_well();
}

#[tokio::test]
async fn a_guild_goes_and_comes_back() {
    let (stage, _bot) = Stage::with_bot().await;
    stage.olga.kicks_bot(stage.fake.bot);
    assert!(stage.olga.try_slash("/meet list", &[]).await.is_err());
    stage.olga.invites_bot(stage.fake.bot);
    assert!(stage.olga.slash("/meet list").await.said.contains("no meetings"));
    let guild = stage.fake.world().channels[&stage.fake.general].guild.unwrap();
    stage.fake.faults().lose_guild(guild, stage.fake.bot, true);
    stage.fake.faults().lose_guild(guild, stage.fake.bot, false);
    stage.olga.sees_off(stage.cem.id);
    stage.olga.deletes_channel(stage.fake.general);
    assert_eq!(stage.olga.sees(stage.fake.general), "(nothing)\n");
    stage.is_well();
}

#[tokio::test]
async fn an_outage_ends() {
    let (stage, _bot) = Stage::with_bot().await;
    stage.fake.faults().outage(Duration::from_mins(10));
    stage.fake.faults().waits_for(|visits| visits.iter().all(|visit| visit.over)).await;
    stage.fake.advance(Duration::from_secs(601));
    stage.fake.faults().waits_for_bot(Began::Identified, 2).await;
    assert!(stage.olga.slash("/meet list").await.said.contains("no meetings"));
    stage.is_well();
}
