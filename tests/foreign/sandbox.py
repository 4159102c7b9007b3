"""The sandbox of this repository as a server, on a port that the system picks."""

import contextlib
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Sandbox:
    """Where the sandbox responds, and the key that it takes."""

    def __init__(self, base_url, api_key):
        self.base_url = base_url
        self.api_key = api_key


def example(name):
    """Returns the command line of an example of package `deck-tests`."""
    program = ["run", "--quiet", "--locked", "--package", "deck-tests", "--example", name]
    return [os.environ.get("CARGO", "cargo"), *program]


@contextlib.contextmanager
def started(speed):
    """Starts the sandbox, whose time passes `speed` times as fast as the clock.

    It ends when the block does, because its standard input is closed.
    """
    process = subprocess.Popen(
        [*example("lively_sandbox"), "--", str(speed)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Sandbox(**json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        status = process.wait(timeout=30)
    if status != 0:
        raise RuntimeError(f"the sandbox ended with {status}")
