"""Checks the descriptions of the API: that they are OpenAPI, and that they refuse what no page allows.

A description that lets everything pass would find no fault in anything. Each row of `WRONG` is a request or a
response that is wrong in one place, and must be found to be.
"""

import copy
import json
import sys

import openapi_spec_validator

from exchanges import DESCRIPTIONS
from exchanges import Description
from sandbox import ROOT

RUN = {
    "id": "trun_1",
    "object": "task_run",
    "status": "completed",
    "result": "success",
    "runtime_ms": "12",
    "created_at": "2026-11-01T00:00:00Z",
}

PAGE = {"data": [RUN], "has_more": True, "next_cursor": "abc", "request_id": "req_1"}

TASK = {
    "id": "task_1",
    "object": "task",
    "name": "Bills",
    "status": "live",
    "agent_id": "agt_1",
    "prompt": None,
    "input_schema": None,
    "output_schema": None,
    "storage": None,
    "extraction": False,
    "created_at": "2026-11-01T00:00:00Z",
    "updated_at": "2026-11-01T00:00:00Z",
    "request_id": "req_1",
}

DESTINATION = {"name": "Bills", "webhook": {"url": "https://example.com/deck"}}

BESIDE = ["*", "task.reset"]

RELATIVE = {"name": "Bills", "webhook": {"url": "/deck"}}

ERROR = {"errors": [{"type": "request", "code": "task_not_found", "message": "No."}], "request_id": "req_1"}

# What is wrong; method, path and query; the body of the request; status and body of the response. Where the
# response has no body, the request alone is looked at.
WRONG = [
    ("a page of none", "GET /task-runs?limit=0", None, 200, PAGE),
    ("a page of 101", "GET /task-runs?limit=101", None, 200, PAGE),
    ("an empty cursor", "GET /task-runs?cursor=", None, 200, PAGE),
    ("an empty anchor", "GET /credentials?starting_after=", None, 200, {"data": []}),
    ("two positions", "GET /task-runs?cursor=a&starting_after=b", None, 200, PAGE),
    ("two anchors", "GET /credentials?starting_after=a&ending_before=b", None, 200, {"data": []}),
    ("an anchor where none is documented", "GET /tasks?starting_after=a", None, 200, {"data": []}),
    ("a filter that is misspelt", "GET /task-runs?statuses=failed", None, 200, PAGE),
    ("a word that is misspelt", "GET /task-runs?status=faild", None, 200, PAGE),
    ("a bound that is no time", "GET /task-runs?created_after=yesterday", None, 200, PAGE),
    ("no name", "POST /agents", {}, 201, None),
    ("a member that is misspelt", "POST /agents", {"name": "A", "descripton": "B"}, 201, None),
    ("a name that is null", "POST /agents", {"name": None}, 201, None),
    ("an external id of 256", "PATCH /credentials/c", {"external_id": "x" * 256}, 200, None),
    ("no events", "POST /event-destinations", {**DESTINATION, "events": []}, 201, None),
    ("* beside others", "POST /event-destinations", {**DESTINATION, "events": BESIDE}, 201, None),
    ("settings of another type", "POST /event-destinations", {**DESTINATION, "type": "aws_s3"}, 201, None),
    ("settings of two types", "POST /event-destinations", {**DESTINATION, "aws_s3": {}}, 201, None),
    ("changes of two types", "PATCH /event-destinations/d", {"webhook": {}, "aws_s3": {}}, 200, None),
    ("settings without a URL", "POST /event-destinations", {"name": "D", "webhook": {}}, 201, None),
    ("a URL that is not absolute", "POST /event-destinations", RELATIVE, 201, None),
    ("input that is no object", "POST /task-runs/r/interaction", {"input": "123456"}, 200, None),
    ("a run without a status", "GET /task-runs", None, 200, {"data": [{"id": "r", "object": "task_run"}]}),
    ("digits that are none", "GET /task-runs", None, 200, {"data": [{**RUN, "runtime_ms": "1s"}]}),
    ("a time that is none", "GET /task-runs", None, 200, {"data": [{**RUN, "created_at": "now"}]}),
    ("an empty next cursor", "GET /tasks", None, 200, {"data": [], "next_cursor": ""}),
    ("one object without a request id", "GET /task-runs/r", None, 200, RUN),
    ("another object", "GET /tasks/t", None, 200, {**TASK, "object": "agent"}),
    ("no prompt", "GET /tasks/t", None, 200, {key: TASK[key] for key in TASK if key != "prompt"}),
    ("an error without a code", "GET /tasks/t", None, 404, {**ERROR, "errors": [{"type": "request"}]}),
    ("errors that are no list", "GET /tasks/t", None, 404, {**ERROR, "errors": {}}),
    ("a status that is not documented", "GET /tasks/t", None, 418, ERROR),
]

# The same without a fault, so that it is the fault that is found.
RIGHT = [
    ("a page", "GET /task-runs?limit=100&cursor=a&status=failed&status=canceled", None, 200, PAGE),
    ("a task", "GET /tasks/t", None, 200, TASK),
    ("a word that is new", "GET /tasks/t", None, 200, {**TASK, "status": "resting", "mood": "calm"}),
    ("a run", "POST /task-runs/r/interaction", {"input": {"code": "1"}}, 200, {**RUN, "request_id": "r"}),
    ("a destination", "POST /event-destinations", {**DESTINATION, "events": ["*"]}, 201, None),
    ("an error", "GET /tasks/t", None, 404, ERROR),
]


def exchange(row):
    """Returns the exchange of a row, in the form in which the client's are recorded."""
    _, line, body, status, response = row
    method, path = line.split(" ")
    headers = {"authorization": "Bearer sk_live_example"}
    if body is not None:
        headers["content-type"] = "application/json"
    return {
        "method": method,
        "url": f"http://127.0.0.1/v2{path}",
        "request_headers": headers,
        "request_body": "" if body is None else json.dumps(body),
        "status": status,
        "response_headers": {"content-type": "application/json"},
        "response_body": json.dumps(response),
    }


def faults(description, row):
    """Returns what is found to be wrong with a row."""
    if row[-1] is None:
        return list(description.request_faults(exchange(row)))
    return list(description.faults(exchange(row)))


def main():
    """Checks both descriptions, and prints what is wrong."""
    for path in DESCRIPTIONS:
        openapi_spec_validator.validate(copy.deepcopy(Description(path).document))
    description = Description(DESCRIPTIONS[0])
    missed = [row[0] for row in WRONG if not faults(description, row)]
    refused = [row[0] for row in RIGHT if faults(description, row)]
    for name in missed:
        print(f"{description.path}: {name} is not found to be wrong")
    for name in refused:
        print(f"{description.path}: {name} is found to be wrong")
    print(f"{len(WRONG)} faults, {len(missed)} not found; {len(RIGHT)} right, {len(refused)} refused")
    return 1 if missed or refused else 0


if __name__ == "__main__":
    sys.exit(main())
