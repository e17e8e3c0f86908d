//! One bot served by two programs, each with shards of its own.

use std::time::Duration;

use super::{
    super::{
        bot,
        fake::{gateway::Began, world::Id},
        play,
    },
    Stage, WHEN,
};

#[test]
fn two_programs_serve_a_shard_each() {
    play(async {
        let mut stage = Stage::set("shards = \"0/2\"\nevents = false").await;
        let mut other = bot::bot(&stage.fake, "shards = \"1/2\"\nevents = false");
        let elsewhere = guild_of_the_other_shard(&stage);
        stage.bot.start();
        stage.is_ready().await;
        other.start();
        stage.fake.faults().waits_for_bot(Began::Identified, 2).await;
        stage.goes_on("Lunch").await;
        stage.ana.at(elsewhere).slash(&format!("/meet new title:Supper when:{WHEN}")).await;
        stage.card(elsewhere, "Supper").await;
        assert_eq!((stage.cards("Lunch"), stage.cards("Supper")), (1, 1));
        let took = other.stop();
        assert!(took.as_secs() < 5, "{took:?}");
        stage.ends_well();
    });
}

/// A guild with ana and the bot in it that the other shard of two serves than theirs, by its channel.
fn guild_of_the_other_shard(stage: &Stage) -> Id {
    let shard = |guild: Id| (guild >> 22) % 2;
    let mut world = stage.fake.world();
    let guild = loop {
        let guild = world.add_guild("Elsewhere", stage.olga.id);
        if shard(guild) != shard(stage.fake.guild) {
            break guild;
        }
        world.guilds.remove(&guild);
        world.advance(Duration::from_millis(1));
    };
    for user in [stage.fake.bot, stage.ana.id] {
        world.add_member(guild, user, &[]);
    }
    world.add_channel(guild, "general")
}
