"""Holds what the client and the sandbox say to each other against the descriptions of the API.

The exchanges come from an example program of package `deck-tests`, the judgement from openapi-core. What that
does not look at is checked here: keys of the query that are not described, and positions that exclude each
other. Every operation, every parameter and every member of a body must have been there once.
"""

import json
import re
import subprocess
import sys
import urllib.parse

import openapi_core
import yaml
from openapi_core.testing import MockRequest
from openapi_core.testing import MockResponse
from werkzeug.datastructures import ImmutableMultiDict

from sandbox import ROOT
from sandbox import example

# The most characters of one fault: some repeat a value.
LONGEST = 500

DESCRIPTIONS = ["docs/openapi.yaml", "tests/foreign/list-task-runs.yaml"]


class Description:
    """One description, and what of it was seen."""

    def __init__(self, path):
        self.path = path
        self.document = yaml.safe_load((ROOT / path).read_text())
        self.seen = set()
        self.validator = None

    def operation(self, method, path):
        """Returns the operation of a request with its parameters; nothing if it is not described."""
        for template, item in self.document["paths"].items():
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in item:
                operation = item[method.lower()]
                parameters = item.get("parameters", []) + operation.get("parameters", [])
                return Operation(operation, [self.resolve(parameter) for parameter in parameters])
        return None

    def resolve(self, part):
        """Follows a reference within the document."""
        while "$ref" in part:
            place = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                place = place[name]
            part = place
        return part

    def faults(self, exchange):
        """Returns in words what is wrong with an exchange."""
        url = urllib.parse.urlsplit(exchange["url"])
        base, path = url.path[:3], url.path[3:]
        operation = self.operation(exchange["method"], path)
        if operation is None:
            return
        query = urllib.parse.parse_qsl(url.query, keep_blank_values=True)
        yield from operation.query_faults({key for key, _ in query})
        self.note(operation, query, exchange)
        host = f"{url.scheme}://{url.netloc}"
        api = self.api(host + base)
        request = to_request(exchange, host, url.path, query)
        # A refused request may be wrong, and the key of a stranger is none that the description knows.
        if exchange["status"] < 400:
            yield from map(explain, api.iter_request_errors(request))
        yield from map(explain, api.iter_response_errors(request, to_response(exchange)))

    def api(self, base_url):
        """Returns the validator for requests below `base_url`."""
        if self.validator is None or self.validator[0] != base_url:
            document = {**self.document, "servers": [{"url": base_url}]}
            self.validator = (base_url, openapi_core.OpenAPI.from_dict(document))
        return self.validator[1]

    def note(self, operation, query, exchange):
        """Notes what of an operation a request that was accepted has."""
        if exchange["status"] >= 400:
            return
        self.seen.add(operation.name)
        self.seen.update(f"{operation.name} {key}" for key, _ in query)
        self.seen.update(f"{operation.name} {key}" for key in exchange["request_headers"])
        if exchange["request_body"]:
            self.seen.update(f"{operation.name} body.{key}" for key in json.loads(exchange["request_body"]))

    def unseen(self):
        """Returns what no request had, of all that is described."""
        for item in self.document["paths"].values():
            for method in set(item) & {"get", "post", "patch", "delete"}:
                operation = Operation(item[method], map(self.resolve, item[method].get("parameters", [])))
                yield from sorted(self.names(operation) - self.seen)

    def names(self, operation):
        """Returns the names of an operation, of its parameters and of the members of its body."""
        names = {operation.name}
        names.update(f"{operation.name} {name}" for name in operation.query)
        if operation.has_key:
            names.add(f"{operation.name} idempotency-key")
        if operation.body:
            schema = self.resolve(operation.body["content"]["application/json"]["schema"])
            names.update(f"{operation.name} body.{name}" for name in schema["properties"])
        return names


class Operation:
    """What a description says of one operation, as far as it is looked at here."""

    def __init__(self, operation, parameters):
        parameters = list(parameters)
        self.name = operation["operationId"]
        self.query = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
        self.has_key = any(parameter["name"] == "Idempotency-Key" for parameter in parameters)
        self.exclusive = set(operation.get("x-mutually-exclusive-parameters", []))
        self.body = operation.get("requestBody")

    def query_faults(self, keys):
        """Returns what is wrong with the keys of a query."""
        for key in sorted(keys - self.query):
            yield f"the query has {key}, which is not described"
        together = sorted(keys & self.exclusive)
        if len(together) > 1:
            yield f"the query has {' and '.join(together)}, which exclude each other"


def to_request(exchange, host, path, query):
    """Returns the request of an exchange as openapi-core takes it."""
    headers = exchange["request_headers"]
    request = MockRequest(
        host,
        exchange["method"],
        urllib.parse.unquote(path),
        headers=headers,
        data=exchange["request_body"].encode(),
        content_type=headers.get("content-type", ""),
    )
    request.parameters.query = ImmutableMultiDict(query)
    return request


def to_response(exchange):
    """Returns the response of an exchange as openapi-core takes it."""
    headers = exchange["response_headers"]
    return MockResponse(
        exchange["response_body"].encode(),
        status_code=exchange["status"],
        headers=headers,
        content_type=headers.get("content-type", ""),
    )


def explain(error):
    """Returns an error in words: where the value is at fault, the places in it, and not the whole value."""
    causes = []
    while error is not None:
        causes.append(error)
        error = error.__cause__
    details = [detail for cause in causes for detail in getattr(cause, "schema_errors", [])]
    if details:
        return "; ".join(f"{detail.json_path}: {detail.message}" for detail in details)[:LONGEST]
    return ": ".join(map(str, causes))[:LONGEST]


def record():
    """Runs the program that talks, and returns the exchanges."""
    command = example("exchanges")
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def main():
    """Checks all exchanges, and prints what is wrong."""
    exchanges = record()
    descriptions = [Description(path) for path in DESCRIPTIONS]
    faults = 0
    for exchange in exchanges:
        for description in descriptions:
            for fault in description.faults(exchange):
                faults += 1
                place = f"{exchange['method']} {exchange['url']} ({exchange['status']})"
                print(f"{description.path}: {place}: {fault}")
    missing = list(descriptions[0].unseen())
    for name in missing:
        print(f"{descriptions[0].path}: {name} is described, and no request had it")
    print(f"{len(exchanges)} exchanges, {faults} faults, {len(missing)} never seen")
    return 1 if faults or missing else 0


if __name__ == "__main__":
    sys.exit(main())
