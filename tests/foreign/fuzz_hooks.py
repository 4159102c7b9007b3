"""What Schemathesis cannot know of the API from its description.

A repeated idempotency key gets the response of the first request, which may tell of an object that was
deleted since. So no valid key is sent twice where requests build on each other.

A request that fits the description must be accepted. The description cannot say which of such requests are
refused all the same, so the reasons stand here; any other refusal is a fault.
"""

import re

import schemathesis
from schemathesis.generation.meta import TestPhase
from schemathesis.specs.openapi.checks import positive_data_acceptance

POSITIONS = {"cursor", "starting_after", "ending_before"}
WINDOW = {"created_after", "created_before"}


SETTINGS = {"parameter_unknown", "input_missing"}
KEY = "Idempotency-Key"
VALID_KEY = re.compile("[!-~]{1,256}")
SENT_KEYS = set()


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Takes a key out that was sent before; invalid ones stay, since they must be refused each time."""
    if case.meta is None or case.meta.phase.name != TestPhase.STATEFUL:
        return
    key = (case.headers or {}).get(KEY)
    if key in SENT_KEYS:
        del case.headers[KEY]
    elif isinstance(key, str) and VALID_KEY.fullmatch(key):
        SENT_KEYS.add(key)


@schemathesis.check
def valid_request_is_accepted(ctx, response, case):
    """Is the check of this purpose, without the refusals that have a reason."""
    if response.status_code == 400 and has_reason(response.json()["errors"][0], case):
        return None
    return positive_data_acceptance(ctx, response, case)


def has_reason(problem, case):
    """Returns whether the refusal is one of those that no schema can tell."""
    query = case.query or {}
    operation = (case.method, case.path)
    code, field = problem["code"], problem.get("field")
    return (
        # A cursor must come from a page of the same listing, and an item that a page begins at must be there.
        (code == "parameter_invalid" and field in POSITIONS)
        # Positions exclude each other.
        or len(POSITIONS & set(query)) > 1
        # A window must not end before it begins.
        or (field in WINDOW and set(query) >= WINDOW)
        # An id of one's own must be free, and can stand in a path.
        or (operation == ("POST", "/tasks") and (code, field) == ("parameter_invalid", "id"))
        # The run must wait for input, and for these fields.
        or operation == ("POST", "/task-runs/{run_id}/interaction")
        # Settings must be those of the type that the destination has, and are replaced as a whole.
        or (operation == ("PATCH", "/event-destinations/{destination_id}") and code in SETTINGS)
    )
