"""Does what a client of the API does that knows nothing of this SDK, with the standard library alone.

It makes an agent, a source, a task and a credential, runs the task, polls the run, answers its prompt, and
polls until the run has ended. Then it pages through every list with `cursor` until that is null.
"""

import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from sandbox import started

ENDED = {"completed", "failed", "canceled"}

# Seconds between two looks at a run, and how often it is looked at.
PAUSE = 0.05
LOOKS = 600


class Deck:
    """A client as people write one: one function for requests, and a loop for lists."""

    def __init__(self, base_url, api_key):
        self.base_url = base_url
        self.api_key = api_key

    def request(self, method, path, body=None, query=()):
        """Makes one request, and returns status and body."""
        url = f"{self.base_url}{path}"
        if query:
            url += "?" + urllib.parse.urlencode(query, doseq=True)
        headers = {"Authorization": f"Bearer {self.api_key}", "User-Agent": "public-client/1"}
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def get(self, path, **query):
        """Reads an object or a page."""
        status, body = self.request("GET", path, query=query)
        expect(status == 200, f"GET {path} has status {status}: {body}")
        return body

    def post(self, path, body=None, status=201):
        """Makes a write that must succeed."""
        got, answer = self.request("POST", path, body)
        expect(got == status, f"POST {path} has status {got}: {answer}")
        return answer

    def everything(self, path, **query):
        """Returns all items of a list."""
        items = []
        cursor = None
        while True:
            page = self.get(path, **query, **({"cursor": cursor} if cursor else {}))
            items += page["data"]
            cursor = page["next_cursor"]
            expect((cursor is not None) == page["has_more"], f"{path}: next_cursor and has_more differ")
            if cursor is None:
                return items


def expect(is_so, otherwise):
    """Ends the program unless something is so."""
    if not is_so:
        raise SystemExit(f"error: {otherwise}")


def set_up(deck):
    """Makes what a run needs, and returns the ids of the task, the source and the credential."""
    agent = deck.post("/agents", {"name": "Biller"})
    source = deck.post("/sources", {"type": "website", "website": {"url": "https://example.com"}}, 200)
    task = deck.post("/tasks", {"name": "Bills", "agent_id": agent["id"], "prompt": "Fetch the bill"})
    credential = deck.post(
        "/credentials",
        {
            "source_id": source["id"],
            "auth_method": "username_password",
            "auth_credentials": {"username": "jane", "password": "secret"},
            "external_id": "user-1",
        },
    )
    expect("secret" not in json.dumps(credential), "the password comes back")
    return task["id"], source["id"], credential["id"]


def until(deck, run, is_over):
    """Polls a run until it is over, and returns it."""
    for _ in range(LOOKS):
        if is_over(run):
            return run
        time.sleep(PAUSE)
        run = deck.get(f"/task-runs/{run['id']}")
    raise SystemExit(f"error: the run {run['id']} is still {run['status']}")


def run_to_the_end(deck, task, source, credential):
    """Runs the task, answers the prompt first wrongly and then rightly, and returns the run at its end."""
    body = {"source_id": source, "credential_id": credential, "input": {"month": 10}}
    run = deck.post(f"/tasks/{task}/run", body)
    expect(run["status"] == "queued", f"a new run is {run['status']}")
    for code in ["000000", "123456"]:
        run = until(deck, run, lambda run: run["status"] == "interaction_required")
        names = [field["name"] for field in run["interaction"]["fields"]]
        expect(names == ["code"], f"the prompt asks for {names}")
        run = deck.post(f"/task-runs/{run['id']}/interaction", {"input": {"code": code}}, 200)
    run = until(deck, run, lambda run: run["status"] in ENDED)
    expect(run["status"] == "completed", f"the run is {run['status']}: {run['errors']}")
    expect(run["result"] == "success", f"the result is {run['result']}")
    expect(run["output"] == {"total": 12.5}, f"the output is {run['output']}")
    return run


def page_through_lists(deck, run):
    """Reads every list with small pages, and again with large ones."""
    destination = {"name": "Bills", "type": "webhook", "webhook": {"url": "https://example.com/deck"}}
    destination = deck.post("/event-destinations", destination)
    lists = [
        "/task-runs",
        f"/task-runs/{run['id']}/storage",
        "/tasks",
        "/agents",
        "/sources",
        "/credentials",
        "/events",
        "/event-destinations",
        f"/event-destinations/{destination['id']}/event-deliveries",
    ]
    for path in lists:
        small = deck.everything(path, limit=7)
        large = deck.everything(path, limit=100)
        expect(small == large, f"{path}: pages of 7 hold {len(small)} items, pages of 100 {len(large)}")
        ids = [item["id"] for item in small if "id" in item]
        expect(len(ids) == len(set(ids)), f"{path} has an item twice")
        print(f"{path}: {len(small)} items")
    mine = deck.everything("/task-runs", task_id=run["task_id"], status=["completed", "failed"])
    expect([item["id"] for item in mine] == [run["id"]], f"the filters find {len(mine)} runs")


def main():
    """Goes through the sandbox."""
    with started(speed=20) as sandbox:
        deck = Deck(sandbox.base_url, sandbox.api_key)
        run = run_to_the_end(deck, *set_up(deck))
        page_through_lists(deck, run)
        types = {event["type"] for event in deck.everything("/events")}
        expect("task_run.completed" in types, f"the events are {sorted(types)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
