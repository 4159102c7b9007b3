//! The battery: what holds for every transport, tried over the sandbox in process and over loopback HTTP.
//!
//! A fact is a function in [`facts`] that is given a [`Scene`]; each becomes one test per form.

use self::scene::Scene;

mod scene;

mod facts;

macro_rules! battery {
    ($($fact:ident),+ $(,)?) => {
        mod in_process {
            $(
                #[tokio::test]
                async fn $fact() {
                    super::facts::$fact(&super::Scene::in_process()).await;
                }
            )+
        }

        mod over_loopback {
            $(
                #[tokio::test]
                async fn $fact() {
                    super::facts::$fact(&super::Scene::over_loopback().await).await;
                }
            )+
        }
    };
}

battery!(
    a_listing_gives_every_run_once_in_the_order_of_the_server,
    a_listing_by_id_gives_the_same,
    a_listing_backward_runs_away_from_its_anchor,
    a_listing_after_an_anchor_gives_the_runs_behind_it,
    pages_keep_the_order_of_the_server_in_both_directions,
    one_page_tells_that_there_is_more,
    the_status_filters,
    the_outcome_filters,
    the_source_filters,
    the_agent_filters,
    the_credential_filters,
    the_task_filters,
    the_workflow_filters,
    the_time_window_filters,
    a_listing_goes_on_from_the_text_of_its_token,
    a_run_is_read_by_its_id,
    an_id_with_odd_characters_is_read,
    an_unknown_run_is_not_found,
    another_key_is_unauthorized,
    an_unknown_path_has_status_404_and_the_envelope,
    another_method_has_status_405_and_the_envelope,
    a_limit_out_of_range_has_status_400_and_names_the_parameter,
    the_connection_can_be_tested,
);

#[tokio::test]
async fn both_forms_give_the_same_bytes() {
    let path = "/task-runs?limit=100";

    let in_process = Scene::in_process().get(path).await;
    let over_loopback = Scene::over_loopback().await.get(path).await;

    assert_eq!(in_process.status(), over_loopback.status());
    assert_eq!(in_process.body(), over_loopback.body());
}
