//! The facts of the battery.

use deck_client::Items;
use deck_client::ListCall;
use deck_types::Continuation;
use deck_types::ErrorResponse;
use deck_types::GetTaskRun;
use deck_types::GetTestStatus;
use deck_types::ListTaskRuns;
use deck_types::Outcome;
use deck_types::PageSize;
use deck_types::ProblemCode;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use http::Method;
use http::StatusCode;

use super::Scene;

pub(crate) async fn a_listing_gives_every_run_once_in_the_order_of_the_server(scene: &Scene) {
    let listed = ids(list(scene).items()).await;

    assert_eq!(listed, scene.ids(|_| true));
}

pub(crate) async fn a_listing_by_id_gives_the_same(scene: &Scene) {
    let listed = ids(list(scene).with_continuation(Continuation::LastId).items()).await;

    assert_eq!(listed, scene.ids(|_| true));
}

pub(crate) async fn a_listing_backward_runs_away_from_its_anchor(scene: &Scene) {
    let mut all = scene.ids(|_| true);

    let listed = ids(list(scene).before(all[100].clone()).items()).await;

    all.truncate(100);
    all.reverse();
    assert_eq!(listed, all);
}

pub(crate) async fn a_listing_after_an_anchor_gives_the_runs_behind_it(scene: &Scene) {
    let all = scene.ids(|_| true);

    let listed = ids(list(scene).after(all[100].clone()).items()).await;

    assert_eq!(listed, all[101..]);
}

pub(crate) async fn pages_keep_the_order_of_the_server_in_both_directions(scene: &Scene) {
    let all = scene.ids(|_| true);
    let mut forward = list(scene).after(all[49].clone()).pages();
    let mut backward = list(scene).before(all[50].clone()).pages();

    let first = forward.next().await.unwrap().unwrap();
    let last = backward.next().await.unwrap().unwrap();

    assert_eq!(
        first
            .body
            .data
            .iter()
            .map(|run| run.id.clone())
            .collect::<Vec<_>>(),
        all[50..57]
    );
    assert_eq!(
        last.body
            .data
            .iter()
            .map(|run| run.id.clone())
            .collect::<Vec<_>>(),
        all[43..50]
    );
}

pub(crate) async fn one_page_tells_that_there_is_more(scene: &Scene) {
    let page = list(scene).page().response().await.unwrap();

    assert_eq!((page.body.data.len(), page.body.has_more), (7, Some(true)));
    assert!(page.body.next_cursor.is_some() && page.request_id.is_some());
    assert_eq!(page.request_id, page.body.request_id);
}

pub(crate) async fn the_status_filters(scene: &Scene) {
    let listing = listing().status([TaskRunStatus::Failed, TaskRunStatus::Canceled]);

    check_filter(scene, listing, |run| {
        matches!(
            run.status,
            Some(TaskRunStatus::Failed | TaskRunStatus::Canceled)
        )
    })
    .await;
}

pub(crate) async fn the_outcome_filters(scene: &Scene) {
    let listing = listing().outcome([Outcome::Unknown]);

    check_filter(scene, listing, |run| run.result == Some(Outcome::Unknown)).await;
}

pub(crate) async fn the_source_filters(scene: &Scene) {
    let wanted = scene.complete_run().source_id;

    check_filter(scene, listing().source_id(wanted.clone()), |run| {
        run.source_id == wanted
    })
    .await;
}

pub(crate) async fn the_agent_filters(scene: &Scene) {
    let wanted = scene.complete_run().agent_id;

    check_filter(scene, listing().agent_id(wanted.clone().unwrap()), |run| {
        run.agent_id == wanted
    })
    .await;
}

pub(crate) async fn the_credential_filters(scene: &Scene) {
    let wanted = scene.complete_run().credential_id;

    check_filter(
        scene,
        listing().credential_id(wanted.clone().unwrap()),
        |run| run.credential_id == wanted,
    )
    .await;
}

pub(crate) async fn the_task_filters(scene: &Scene) {
    let wanted = scene.complete_run().task_id;

    check_filter(scene, listing().task_id(wanted.clone().unwrap()), |run| {
        run.task_id == wanted
    })
    .await;
}

pub(crate) async fn the_workflow_filters(scene: &Scene) {
    let wanted = scene.complete_run().workflow_id;

    check_filter(
        scene,
        listing().workflow_id(wanted.clone().unwrap()),
        |run| run.workflow_id == wanted,
    )
    .await;
}

pub(crate) async fn the_time_window_filters(scene: &Scene) {
    let all = scene.sandbox.runs();
    let (newest, oldest) = (
        all[20].created_at.clone().unwrap(),
        all[40].created_at.clone().unwrap(),
    );
    let listing = listing()
        .created_after(oldest.clone())
        .created_before(newest.clone());

    let is_inside = |run: &TaskRun| {
        run.created_at
            .as_ref()
            .is_some_and(|created| *created > oldest && *created < newest)
    };
    check_filter(scene, listing, is_inside).await;
}

pub(crate) async fn a_listing_goes_on_from_the_text_of_its_token(scene: &Scene) {
    let mut items = list(scene).items();
    for _ in 0..10 {
        items.next().await.unwrap().unwrap();
    }

    let token = items.resume_token().unwrap().to_string();
    let rest = ids(scene
        .client
        .list(ListTaskRuns::new())
        .resume(&token.parse().unwrap()))
    .await;

    assert_eq!(rest, scene.ids(|_| true)[10..]);
}

pub(crate) async fn a_run_is_read_by_its_id(scene: &Scene) {
    let expected = scene.complete_run();

    let run = scene
        .client
        .call(GetTaskRun::new(expected.id.clone()))
        .await
        .unwrap();

    assert_eq!(
        (run.id, run.agent_id, run.input),
        (expected.id, expected.agent_id, expected.input)
    );
    assert!(run.request_id.is_some());
}

pub(crate) async fn an_id_with_odd_characters_is_read(scene: &Scene) {
    let id = "a/b?c#d e%é..";
    scene.sandbox.insert(TaskRun::fixture(id));

    let run = scene.client.call(GetTaskRun::new(id)).await.unwrap();

    assert_eq!(run.id, id);
}

pub(crate) async fn an_unknown_run_is_not_found(scene: &Scene) {
    let error = scene
        .client
        .call(GetTaskRun::new("trun_none"))
        .await
        .unwrap_err();

    assert!(error.is_not_found());
    assert_eq!(error.status(), Some(404));
    assert_eq!(
        error.problems()[0].code,
        Some(ProblemCode::from("task_run_not_found"))
    );
    assert!(
        error
            .request_id()
            .is_some_and(deck_types::RequestId::has_documented_prefix)
    );
}

pub(crate) async fn another_key_is_unauthorized(scene: &Scene) {
    let client = scene.client_with_key("sk_live_other");

    let error = client.list(ListTaskRuns::new()).page().await.unwrap_err();

    assert!(error.is_unauthorized());
    assert_eq!(
        error.problems()[0].code,
        Some(ProblemCode::from("api_key_invalid"))
    );
}

pub(crate) async fn an_unknown_path_has_status_404_and_the_envelope(scene: &Scene) {
    let response = scene.get("/plans").await;

    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    check_envelope(404, response.body(), None);
}

pub(crate) async fn another_method_has_status_405_and_the_envelope(scene: &Scene) {
    let response = scene.send(Method::DELETE, "/task-runs").await;

    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "GET");
    check_envelope(405, response.body(), None);
}

pub(crate) async fn a_limit_out_of_range_has_status_400_and_names_the_parameter(scene: &Scene) {
    let response = scene.get("/task-runs?limit=101").await;

    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    check_envelope(400, response.body(), Some("limit"));
}

pub(crate) async fn the_connection_can_be_tested(scene: &Scene) {
    let status = scene.client.call(GetTestStatus).await.unwrap();

    assert_eq!(
        (status.status.as_deref(), status.environment.as_deref()),
        (Some("ready"), Some("sandbox"))
    );
}

/// Starts a listing in pages of seven, so that every test needs several.
fn list(scene: &Scene) -> ListCall<ListTaskRuns> {
    scene.client.list(listing())
}

fn listing() -> ListTaskRuns {
    ListTaskRuns::new().page_size(PageSize::clamp(7))
}

async fn ids(mut items: Items) -> Vec<TaskRunId> {
    let mut ids = Vec::new();
    while let Some(run) = items.next().await {
        ids.push(run.unwrap().id);
    }
    ids
}

/// Checks that `listing` gives the runs that `wanted` picks, and that there are such and others.
async fn check_filter(scene: &Scene, listing: ListTaskRuns, wanted: impl Fn(&TaskRun) -> bool) {
    let expected = scene.ids(wanted);

    let listed = ids(scene.client.list(listing).items()).await;

    assert!(
        !expected.is_empty() && expected.len() < scene.sandbox.len(),
        "{} runs match",
        expected.len()
    );
    assert_eq!(listed, expected);
}

#[track_caller]
fn check_envelope(status: u16, body: &[u8], field: Option<&str>) {
    let error = ErrorResponse::read(status, body);

    assert_eq!(error.problems.len(), 1, "{error}");
    assert_eq!(error.problems[0].field.as_deref(), field);
    assert!(error.request_id.is_some());
}
