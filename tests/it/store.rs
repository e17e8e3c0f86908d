//! The store's contract, on every database, and what only one of them can do wrong.

mod answers;
mod fixtures;
mod lists;
mod objects;
mod outbox;
mod people;
#[cfg(feature = "postgres")]
mod postgres;
mod privacy;
mod reminders;
mod rooms;
mod shared;
mod sqlite;

/// Every test of the contract, for one database.
///
/// `$open` gives a fresh store, and something that keeps it alive; or nothing, where the database is missing.
macro_rules! contract {
    ($open:path) => {
        $crate::store::contract! { $open:
            objects: {
                an_object_comes_back_as_it_was_stored,
                numbers_rise_and_are_never_given_again,
                only_what_changed_is_written,
                a_version_that_is_out_of_date_conflicts,
                two_objects_cannot_share_a_uid,
                deleting_takes_everything_along_but_the_log,
                nothing_is_kept_without_a_commit,
            }
            people: {
                a_person_is_found_by_account_and_address,
                an_account_moves_to_another_person,
                who_has_an_address_is_reached_on_each_network,
                settings_of_a_person_change,
            }
            rooms: {
                a_room_comes_back_and_is_replaced,
                cards_and_messages_lead_to_their_meeting,
                open_cards_are_those_of_meetings_to_come,
                a_room_has_one_card_of_a_meeting,
            }
            shared: {
                a_word_leads_to_its_meeting_for_a_day,
                a_card_that_came_by_a_word_is_not_at_home,
                reactions_are_known_until_they_are_taken_back,
                a_calendar_is_brought_into_step_once,
                a_calendar_outlives_its_card,
                what_replaces_a_message_goes_out_like_one,
            }
            lists: {
                a_room_lists_what_runs_in_the_window,
                a_list_counts_answers,
                an_instance_counts_its_own_answers,
                a_series_is_listed_by_its_dates,
                a_series_comes_back_as_it_was_stored,
                a_series_of_whole_days_is_listed_by_its_days,
                a_move_moves_the_list,
                mine_are_the_meetings_i_am_in,
                titles_are_found_in_any_case,
            }
            outbox: {
                a_message_goes_out_once,
                messages_of_a_room_keep_their_order,
                a_card_is_drawn_once_for_many_changes,
                a_change_while_a_card_goes_out_is_drawn_again,
                a_first_drawing_keeps_its_key_and_a_redraw_does_not,
                a_redraw_does_not_wait_for_messages,
                what_is_given_up_stays_and_can_be_revived,
                a_change_of_a_card_that_was_given_up_is_tried,
                the_next_due_time_is_that_of_what_can_go,
                what_is_due_can_go_whatever_happened_before,
            }
            reminders: {
                reminders_are_due_and_taken_once,
                the_next_of_all_that_is_due_is_known,
                who_wants_reminders_alone_is_known,
                what_people_ask_for_comes_and_goes,
                a_digest_is_taken_once,
                what_is_due_goes_out_as_it_was_put_there,
                what_was_missed_is_told_once,
                who_leaves_takes_their_reminders_along,
                a_room_that_is_replaced_keeps_its_reminders,
            }
            answers: {
                a_happening_is_remembered_once,
                the_log_tells_what_happened,
                a_sweep_takes_what_is_old,
                fifty_people_answer_at_once,
                one_happening_at_once_from_many_is_acted_on_once,
            }
            privacy: {
                a_person_gets_everything_about_them,
                a_person_who_leaves_is_gone,
            }
        }
    };
    ($open:path: $($module:ident: { $($test:ident,)* })*) => {
        $($(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some((store, _alive)) = $open(stringify!($test)).await {
                    $crate::store::$module::$test(&store).await;
                    store.close().await;
                }
            }
        )*)*
    };
}
use contract;

mod on_a_file {
    use convene::store::{Options, Store};

    async fn open(_: &str) -> Option<(Store, tempfile::TempDir)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("convene.db");
        let store = Store::open(path.to_str().unwrap(), Options::default()).await.unwrap();
        Some((store, folder))
    }

    super::contract!(open);
}

mod in_memory {
    use convene::store::Store;

    async fn open(_: &str) -> Option<(Store, ())> {
        Some((Store::memory().await.unwrap(), ()))
    }

    super::contract!(open);
}
