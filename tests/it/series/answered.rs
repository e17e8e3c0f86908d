//! Answers of which nobody can tell for which dates they are: asked about, and never taken for other dates in silence.

use std::fmt::Write as _;

use convene::testing::World;
use expect_test::expect;

/// What bo is told after each line, of a series on Tuesdays; an answer that was taken is shortened.
async fn told(room: &str, lines: &[&str]) -> String {
    let mut out = String::new();
    for line in lines {
        let world = World::new().await;
        if !room.is_empty() {
            world.says("mods", &format!("!meet settings dates {room}")).await;
        }
        world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
        let said = world.says("bo", &format!("!meet {line}")).await;
        let told = said.split("only for bo]\n").nth(1).unwrap_or(&said);
        let told = told.split("\n[").next().unwrap_or_default();
        let _ = writeln!(out, "{line}\n  {}", told.trim_end().replace('\n', "\n  "));
        world.end().await;
    }
    out
}

#[tokio::test]
async fn words_that_can_be_dates_are_asked_about() {
    expect![[r#"
        no before christmas
          I cannot tell whether `before christmas` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: before christmas`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
        no after 20 dec
          I cannot tell whether `after 20 dec` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: after 20 dec`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
        no over christmas
          I cannot tell whether `over christmas` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: over christmas`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
        no for the rest of the year
          I cannot tell whether `for the rest of the year` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: for the rest of the year`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
        no for two weeks
          ❌ You said no to “Sync” (#1), 2 dates (Tue 1 Dec and Tue 8 Dec).
        cant make it on the 15th
          I cannot tell whether `make it on the 15th` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: make it on the 15th`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
        no i am away from 20 dec to 6 jan
          I cannot tell whether `i am away from 20 dec to 6 jan` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: i am away from 20 dec to 6 jan`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
        no away until 10 dec
          I cannot tell whether `away until 10 dec` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: away until 10 dec`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
        yes all good
          I cannot tell whether `all good` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet yes #1 this: all good`
          Another date: `!meet yes #1 on 24 dec`, one and all later ones: `!meet yes #1 from 24 dec on`, several: `!meet yes #1 from 20 dec to 6 jan`, all: `!meet yes #1 all`
    "#]].assert_eq(
        &told(
            "",
            &[
                "no before christmas",
                "no after 20 dec",
                "no over christmas",
                "no for the rest of the year",
                "no for two weeks",
                "cant make it on the 15th",
                "no i am away from 20 dec to 6 jan",
                "no away until 10 dec",
                "yes all good",
            ],
        )
        .await,
    );
}

#[tokio::test]
async fn all_but_one_is_two_answers() {
    expect![[r#"
        yes to all but 15 dec
          `but 15 dec` is another answer or none, which I cannot tell, so nothing was changed. Say one after the other: `!meet yes to all` and then `!meet no #1 15 dec`
        yes except 15 dec
          `except 15 dec` is another answer or none, which I cannot tell, so nothing was changed. Say one after the other: `!meet yes #1 all` and then `!meet no #1 15 dec`
        no sync all, except on 15 dec
          `except on 15 dec` is another answer or none, which I cannot tell, so nothing was changed. Say one after the other: `!meet no sync all` and then `!meet yes #1 15 dec`
        yes from 8 dec on except the 15th
          `except the 15th` is another answer or none, which I cannot tell, so nothing was changed. Say one after the other: `!meet yes from 8 dec on` and then `!meet no #1 the 15th`
    "#]].assert_eq(
        &told(
            "",
            &[
                "yes to all but 15 dec",
                "yes except 15 dec",
                "no sync all, except on 15 dec",
                "yes from 8 dec on except the 15th",
            ],
        )
        .await,
    );
}

#[tokio::test]
async fn a_comment_stays_one() {
    expect![[r#"
        no sick today
          ❌ You said no to “Sync” (#1), only Tue 1 Dec 2026, 14:00–15:00 CET: sick today
        no, see you on tuesday
          ❌ You said no to “Sync” (#1), only Tue 1 Dec 2026, 14:00–15:00 CET: see you on tuesday
        no, back on monday
          ❌ You said no to “Sync” (#1), only Tue 1 Dec 2026, 14:00–15:00 CET: back on monday
        maybe after lunch
          🤔 You said maybe to “Sync” (#1), only Tue 1 Dec 2026, 14:00–15:00 CET: after lunch
        no dentist on 1 dec
          ❌ You said no to “Sync” (#1), only Tue 1 Dec 2026, 14:00–15:00 CET: dentist on 1 dec
        no this: i am away from 20 dec to 6 jan
          ❌ You said no to “Sync” (#1), only Tue 1 Dec 2026, 14:00–15:00 CET: i am away from 20 dec to 6 jan
        yes to all, but late
          ✅ You said yes to “Sync” (#1), all dates: but late
        yes all, good
          ✅ You said yes to “Sync” (#1), all dates: good
        yes always
          ✅ You said yes to “Sync” (#1), all dates.
    "#]].assert_eq(
        &told(
            "",
            &[
                "no sick today",
                "no, see you on tuesday",
                "no, back on monday",
                "maybe after lunch",
                "no dentist on 1 dec",
                "no this: i am away from 20 dec to 6 jan",
                "yes to all, but late",
                "yes all, good",
                "yes always",
            ],
        )
        .await,
    );
}

#[tokio::test]
async fn so_it_is_in_other_languages() {
    expect![[r#"
        yes pour tout
          ✅ You said yes to “Sync” (#1), all dates.
        no sauf le 15 décembre
          `sauf le 15 décembre` is another answer or none, which I cannot tell, so nothing was changed. Say one after the other: `!meet no #1 all` and then `!meet yes #1 15 décembre`
        no avant noël
          I cannot tell whether `avant noël` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: avant noël`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
    "#]].assert_eq(
        &told("fr", &["yes pour tout", "no sauf le 15 décembre", "no avant noël"]).await,
    );
    expect![[r#"
        yes für alle
          ✅ You said yes to “Sync” (#1), all dates.
        yes für alle außer 15. Dezember
          `für alle außer 15. Dezember` is another answer or none, which I cannot tell, so nothing was changed. Say one after the other: `!meet yes #1 all` and then `!meet no #1 15. Dezember`
        no nach dem 20. Dezember
          I cannot tell whether `nach dem 20. Dezember` is a comment or says which dates of “Sync” (#1), so nothing was changed.
          Only Tue 1 Dec 2026, 14:00–15:00 CET, with that comment: `!meet no #1 this: nach dem 20. Dezember`
          Another date: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, several: `!meet no #1 from 20 dec to 6 jan`, all: `!meet no #1 all`
    "#]].assert_eq(
        &told(
            "de",
            &["yes für alle", "yes für alle außer 15. Dezember", "no nach dem 20. Dezember"],
        )
        .await,
    );
}
