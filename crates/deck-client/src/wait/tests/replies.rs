//! What is replied to a run that asks.

use std::error::Error as _;
use std::future::pending;

use deck_types::Json;

use super::*;
use crate::Reply;

type Replied = Result<Reply, Box<dyn std::error::Error + Send + Sync>>;

/// Waits with a handler that replies to every prompt in the same way.
async fn wait(
    scene: &Scene,
    reply: impl Fn(&Prompt) -> Replied + Send + Sync + 'static,
) -> (Result<TaskRun, Error>, Vec<String>) {
    let asked = Asked::default();
    let noted = asked.clone();
    let client = scene.client();
    let wait = client.wait("trun_1").on_interaction(move |prompt| {
        noted.note(&prompt);
        let reply = reply(&prompt);
        async move { reply }
    });
    (wait.await, asked.messages())
}

fn submit(prompt: &Prompt) -> Replied {
    Ok(Reply::Submit(prompt.submission().field("code", "7")?))
}

#[tokio::test]
async fn a_prompt_is_asked_once_and_the_reply_is_sent_to_the_run() {
    let scene = Scene::new([
        asks("Code?", 1),
        asks("Code?", 1),
        asks("Code?", 1),
        status("completed"),
    ])
    .writing([asks("Code?", 1)]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?"]);
    assert_eq!(scene.lines(), [LOOK, SUBMIT, LOOK, LOOK, LOOK]);
    assert_eq!(scene.requests()[1].body, r#"{"input":{"code":"7"}}"#);
    assert_eq!(scene.times()[1..3], [0.0, 1.0]);
}

#[tokio::test]
async fn a_refused_code_is_asked_for_again_in_the_same_words() {
    let scene = Scene::new([asks("Code?", 1), asks("Code?", 2), status("completed")]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?", "Code?"]);
}

#[tokio::test]
async fn the_prompt_that_is_still_there_right_after_the_reply_is_not_asked_again() {
    let scene = Scene::new([asks("Code?", 1), asks("Code?", 2), status("completed")])
        .writing([asks("Code?", 2)]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?"]);
}

#[tokio::test]
async fn a_submission_for_another_run_goes_to_the_run_that_asks() {
    let scene = Scene::new([asks("Code?", 1), status("completed")]);
    let submission = deck_types::SubmitInteraction::new("trun_other");
    let (run, _) = wait(&scene, move |_| Ok(Reply::Submit(submission.clone()))).await;
    assert!(run.is_ok());
    assert_eq!(scene.lines()[1], SUBMIT);
}

#[tokio::test]
async fn a_reply_that_did_not_arrive_is_sent_again_with_its_key_and_without_asking_again() {
    let unreadable = Body(500, String::new());
    let scene = Scene::new([
        asks("Code?", 1),
        asks("Code?", 1),
        asks("Code?", 1),
        status("completed"),
    ])
    .writing([Broken, unreadable, status("running")]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?"]);
    assert_eq!(
        scene.lines(),
        [LOOK, SUBMIT, LOOK, SUBMIT, LOOK, SUBMIT, LOOK]
    );
    let requests = scene.requests();
    assert!(requests[1].key.is_some());
    assert_eq!(requests[1].key, requests[3].key);
    assert_eq!(requests[1].key, requests[5].key);
    assert_eq!(requests[1].body, requests[5].body);
}

#[tokio::test]
async fn a_reply_that_did_not_arrive_is_dropped_when_the_run_asks_something_else() {
    let scene = Scene::new([asks("Code?", 1), asks("Name?", 2), status("completed")])
        .writing([Broken, status("running")]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?", "Name?"]);
    let requests = scene.requests();
    assert_ne!(requests[1].key, requests[3].key);
}

#[tokio::test]
async fn a_reply_that_was_accepted_with_an_unreadable_response_is_not_sent_again() {
    let scene = Scene::new([asks("Code?", 1), asks("Code?", 1), status("completed")])
        .writing([Body(200, "<html>".to_owned())]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?"]);
    assert_eq!(scene.lines(), [LOOK, SUBMIT, LOOK, LOOK]);
}

#[tokio::test]
async fn a_refused_reply_is_an_error_only_if_the_prompt_is_still_there() {
    let scene = Scene::new([asks("Code?", 1), status("failed")]).writing([refused(409)]);
    let (run, _) = wait(&scene, submit).await;
    assert_eq!(status_of(&run.unwrap()), "failed");

    let scene = Scene::new([asks("Code?", 1)]).writing([refused(400)]);
    let (run, asked) = wait(&scene, submit).await;
    let error = run.unwrap_err();
    assert_eq!(error.status(), Some(400));
    assert_about_the_run(&error);
    assert_eq!(asked, ["Code?"]);
    assert_eq!(scene.lines(), [LOOK, SUBMIT, LOOK]);
}

#[tokio::test]
async fn a_reply_with_a_refused_key_ends_the_wait_at_once() {
    let scene = Scene::new([asks("Code?", 1)]).writing([refused(401)]);
    let (run, _) = wait(&scene, submit).await;
    assert!(run.unwrap_err().is_unauthorized());
    assert_eq!(scene.lines(), [LOOK, SUBMIT]);
}

#[tokio::test]
async fn a_refusal_of_one_prompt_says_nothing_about_the_next() {
    let scene = Scene::new([asks("Code?", 1), asks("Name?", 2), status("completed")])
        .writing([refused(400), status("running")]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?", "Name?"]);
}

#[tokio::test]
async fn a_prompt_that_comes_again_after_the_run_did_something_else_is_asked_again() {
    let scene = Scene::new([
        asks("Code?", 1),
        status("running"),
        asks("Code?", 1),
        status("completed"),
    ])
    .writing([refused(400), status("running")]);
    let (run, asked) = wait(&scene, submit).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?", "Code?"]);
}

#[tokio::test]
async fn a_reply_that_is_still_being_taken_is_waited_for() {
    let in_progress = r#"{"errors":[{"type":"idempotency","code":"idempotency_error"}]}"#;
    let scene = Scene::new([asks("Code?", 1), asks("Code?", 1), status("completed")]).writing([
        Broken,
        Broken,
        Body(409, in_progress.to_owned()),
        status("running"),
    ]);
    let client = scene.builder();
    let client = client.with_retry_policy(RetryPolicy::new().with_max_retries(1));
    let wait = client.build().unwrap().wait("trun_1");
    let wait = wait.on_interaction(|prompt| async move { submit(&prompt) });
    assert!(wait.await.is_ok());
    assert_eq!(
        scene.lines(),
        [LOOK, SUBMIT, SUBMIT, LOOK, SUBMIT, SUBMIT, LOOK]
    );
}

#[tokio::test]
async fn replies_that_never_arrive_end_the_wait_like_looks_that_fail() {
    let scene = Scene::new([asks("Code?", 1), refused(503)]).writing([Broken]);
    let (run, asked) = wait(&scene, submit).await;
    assert_eq!(run.unwrap_err().status(), Some(503));
    assert_eq!(asked, ["Code?"]);
    assert_eq!(scene.lines().len(), 1 + 11);
}

#[tokio::test]
async fn a_canceled_run_is_waited_for_and_asks_nothing_more() {
    let scene = Scene::new([
        asks("Code?", 1),
        asks("Name?", 2),
        status("cancelling"),
        status("canceled"),
    ])
    .writing([Body(200, String::new())]);
    let (run, asked) = wait(&scene, |_| Ok(Reply::Cancel)).await;
    assert_eq!(status_of(&run.unwrap()), "canceled");
    assert_eq!(asked, ["Code?"]);
    assert_eq!(scene.lines(), [LOOK, CANCEL, LOOK, LOOK, LOOK]);
}

#[tokio::test]
async fn a_cancel_that_is_refused_is_an_error_unless_the_run_has_moved_on() {
    let scene = Scene::new([asks("Code?", 1)]).writing([refused(404)]);
    let (run, _) = wait(&scene, |_| Ok(Reply::Cancel)).await;
    assert!(run.unwrap_err().is_not_found());
    let scene = Scene::new([asks("Code?", 1), status("failed")]).writing([refused(404)]);
    let (run, _) = wait(&scene, |_| Ok(Reply::Cancel)).await;
    assert!(run.is_ok());
}

#[tokio::test]
async fn a_prompt_that_is_left_is_waited_through() {
    let scene = Scene::new([
        asks("Code?", 1),
        asks("Code?", 1),
        status("running"),
        status("completed"),
    ]);
    let (run, asked) = wait(&scene, |_| Ok(Reply::Leave)).await;
    assert!(run.is_ok());
    assert_eq!(asked, ["Code?"]);
    assert_eq!(scene.lines(), [LOOK; 4]);
}

#[tokio::test]
async fn the_error_of_a_handler_ends_the_wait_and_is_its_source() {
    let scene = Scene::new([asks("Code?", 1)]);
    let (run, _) = wait(&scene, |_| Err("the person went home".into())).await;
    let error = run.unwrap_err();
    assert!(error.is_handler_failure());
    assert_about_the_run(&error);
    assert_eq!(error.source().unwrap().to_string(), "the person went home");
    assert_eq!(scene.lines(), [LOOK]);
}

#[tokio::test]
async fn without_a_handler_the_error_has_the_prompt() {
    let scene = Scene::new([status("running"), asks("Code?", 1)]);
    let error = scene.client().wait("trun_1").await.unwrap_err();
    assert!(error.is_interaction_required());
    let prompt = error.run().unwrap().interaction_prompt().unwrap().unwrap();
    assert_eq!(prompt.message.as_deref(), Some("Code?"));
    assert_eq!(scene.lines(), [LOOK; 2]);
}

#[tokio::test]
async fn a_prompt_of_an_unknown_shape_reaches_the_handler_with_its_text() {
    let odd = r#"{"id":"trun_1","status":"interaction_required","interaction":[7]}"#;
    let scene = Scene::new([Body(200, odd.to_owned()), status("completed")]);
    let (run, asked) = wait(&scene, |prompt| {
        let text = prompt.run.interaction.as_ref().map(Json::as_str);
        assert_eq!(text, Some("[7]"));
        Ok(Reply::Leave)
    })
    .await;
    assert!(run.is_ok());
    assert_eq!(asked, [""]);
}

#[tokio::test]
async fn a_handler_has_as_long_as_the_run() {
    let scene = Scene::new([asks("Code?", 1)]);
    let client = scene.client();
    let wait = client.wait("trun_1").on_interaction(|_| pending());
    let error = wait.await.unwrap_err();
    assert!(error.is_wait_timeout());
    assert_eq!(scene.passed(), Duration::from_secs(3_600));
}

#[tokio::test]
async fn a_review_ends_a_wait_unless_it_is_waited_through() {
    let looks = || [status("review_required"), status("completed")];
    let scene = Scene::new(looks());
    let error = scene.client().wait("trun_1").await.unwrap_err();
    assert!(error.is_review_required());
    assert_eq!(error.run().map(status_of), Some("review_required"));
    let scene = Scene::new(looks());
    let run = scene.client().wait("trun_1").through_review().await;
    assert!(run.is_ok());
}
