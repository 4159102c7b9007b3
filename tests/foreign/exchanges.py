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

BASE_PATH = "/v2"

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
        """Returns in words what is wrong with an exchange; nothing if it is not described."""
        # A request that was refused may be wrong.
        if exchange["status"] < 400:
            yield from self.request_faults(exchange)
        yield from self.response_faults(exchange)

    def request_faults(self, exchange):
        """Returns what is wrong with the request."""
        base, path, query = parts(exchange)
        operation = self.operation(exchange["method"], path)
        if operation is not None:
            self.note(operation, query, exchange)
            yield from operation.query_faults({key for key, _ in query})
            yield from map(explain, self.api(base).iter_request_errors(to_request(exchange)))

    def response_faults(self, exchange):
        """Returns what is wrong with the response."""
        base, path, _ = parts(exchange)
        if self.operation(exchange["method"], path) is not None:
            request, response = to_request(exchange), to_response(exchange)
            yield from map(explain, self.api(base).iter_response_errors(request, response))

    def api(self, base_url):
        """Returns the validator for requests below `base_url`."""
        if self.validator is None or self.validator[0] != base_url:
            document = {**self.document, "servers": [{"url": base_url}]}
            self.validator = (base_url, openapi_core.OpenAPI.from_dict(document))
        return self.validator[1]

    def note(self, operation, query, exchange):
        """Notes what of an operation a request has."""
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


def parts(exchange):
    """Returns the base URL, the path below it, and the query of a request."""
    url = urllib.parse.urlsplit(exchange["url"])
    query = urllib.parse.parse_qsl(url.query, keep_blank_values=True)
    return f"{url.scheme}://{url.netloc}{BASE_PATH}", url.path.removeprefix(BASE_PATH), query


def to_request(exchange):
    """Returns the request of an exchange as openapi-core takes it."""
    base, path, query = parts(exchange)
    headers = exchange["request_headers"]
    request = MockRequest(
        base.removesuffix(BASE_PATH),
        exchange["method"],
        BASE_PATH + urllib.parse.unquote(path),
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
    missing = set(descriptions[0].unseen())
    for name in sorted(missing):
        print(f"{descriptions[0].path}: {name} is described, and no request had it")
    print(f"{len(exchanges)} exchanges, {faults} faults, {len(missing)} parts not seen")
    return 1 if faults or missing else 0


if __name__ == "__main__":
    sys.exit(main())
