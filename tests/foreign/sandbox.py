"""The sandbox of this repository as a server: `deck sandbox`, on a port that the system picks."""

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


def cargo(*arguments):
    """Returns the command line of a program of the workspace."""
    return [os.environ.get("CARGO", "cargo"), "run", "--quiet", "--locked", *arguments]


@contextlib.contextmanager
def started(*options):
    """Starts the sandbox, which ends when the block does: it looks at its standard input."""
    command = cargo("--bin", "deck", "--", "sandbox", "--until-stdin-closes", "--output", "json", *options)
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Sandbox(**json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        if process.wait(timeout=30) != 0:
            raise RuntimeError(f"the sandbox ended with {process.returncode}")
