"""Has Schemathesis send requests to the sandbox that fit the description of the API, and some that do not.

There must be no server error, no response that the description does not allow, no wrong request that is
accepted, and no right one that is refused. `fuzz.py SEED EXAMPLES` sends others.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from sandbox import ROOT
from sandbox import started

# The seed that the requests are drawn from, and how many for each operation: those of CI.
DEFAULTS = ["1", "40"]


# One run of the program for each: with both in one run it reads the URLs that it made up as links, and fails.
PHASES = ["examples,coverage,fuzzing", "stateful"]


def run(phases, seed, examples):
    """Runs the phases against a new sandbox, in a new folder, so that nothing of an earlier run is found."""
    here = pathlib.Path(__file__).parent
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "fuzz_hooks", "PYTHONPATH": str(here)}
    program = pathlib.Path(sys.executable).with_name("schemathesis")
    with started(speed=0) as sandbox, tempfile.TemporaryDirectory() as folder:
        command = [
            *[program, "run", ROOT / "docs/openapi.yaml", "--url", sandbox.base_url],
            *["--header", f"Authorization: Bearer {sandbox.api_key}"],
            *["--phases", phases, "--seed", seed, "--max-examples", examples],
            *["--continue-on-failure", "--exclude-checks", "positive_data_acceptance"],
            # How long requests take to make up depends on the machine, and is no finding.
            *["--suppress-health-check", "too_slow", "--request-timeout", "30"],
        ]
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def main():
    """Runs all phases, each whether or not one before it failed."""
    given = sys.argv[1:]
    seed, examples = given + DEFAULTS[len(given) :]
    return max([run(phases, seed, examples) for phases in PHASES])


if __name__ == "__main__":
    sys.exit(main())
