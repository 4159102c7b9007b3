//! Which faults let happen what a request asks for.

use deck_types::Task;
use http::HeaderValue;
use http::StatusCode;

use super::*;
use crate::Fault;
use crate::faults::fault::Effect;
use crate::faults::wire_fault::WireFault;

/// Returns how many runs there are after a request for one has met `fault`, and whether a response came.
async fn runs_after(fault: Fault) -> (usize, Option<StatusCode>) {
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .build();
    sandbox.set_faults(FaultPlan::new().always(fault));
    let request = Request::post(format!("{SANDBOX_BASE_URL}/tasks/task_1/run"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .body(Bytes::from_static(b"{}"))
        .unwrap();
    let response = sandbox.send(request).await;
    (
        sandbox.len(),
        response.ok().map(|response| response.status()),
    )
}

#[tokio::test]
async fn a_planned_error_comes_instead_of_the_operation() {
    for fault in [
        Fault::status(StatusCode::INTERNAL_SERVER_ERROR),
        Fault::html(StatusCode::BAD_GATEWAY),
        Fault::status(StatusCode::TOO_MANY_REQUESTS).with_retry_after(1),
    ] {
        assert_eq!(runs_after(fault.clone()).await.0, 0, "{fault}");
    }
}

#[tokio::test]
async fn the_connection_breaks_after_the_operation_unless_it_was_refused() {
    for wire in WireFault::ALL {
        let expected = usize::from(wire != WireFault::Refused);

        let (runs, _) = runs_after(Fault::of(Effect::Wire(wire))).await;

        assert_eq!(runs, expected, "{wire:?}");
    }
}

#[tokio::test]
async fn a_response_that_is_late_or_of_another_type_is_that_of_the_operation() {
    let type_fault = Fault::content_type(HeaderValue::from_static("text/plain"));
    for fault in [Fault::delay(Duration::MAX), type_fault, Fault::bad_items(1)] {
        let expected = (1, Some(StatusCode::CREATED));
        assert_eq!(runs_after(fault.clone()).await, expected, "{fault}");
    }
}

#[tokio::test]
async fn every_fault_can_strike_before_the_operation() {
    for wire in WireFault::ALL {
        let fault = Fault::of(Effect::Wire(wire)).before_operation();

        assert_eq!(runs_after(fault).await.0, 0, "{wire:?}");
    }
    let late = Fault::delay(Duration::ZERO).before_operation();
    assert_eq!(
        runs_after(late).await,
        (0, Some(StatusCode::INTERNAL_SERVER_ERROR))
    );
}

#[tokio::test]
async fn an_error_can_hide_that_the_operation_was_carried_out() {
    let fault = Fault::status(StatusCode::GATEWAY_TIMEOUT).after_operation();

    assert_eq!(
        runs_after(fault).await,
        (1, Some(StatusCode::GATEWAY_TIMEOUT))
    );
}

#[tokio::test]
async fn a_refused_connection_lets_nothing_arrive() {
    assert_eq!(runs_after(Fault::refused().after_operation()).await.0, 0);
}
