#!/usr/bin/env python3
"""shards.py COUNT LOGS PROGRAM [ARG...]: the tests of a test program, dealt out to COUNT throw-away desktops that run side by side.

Each desktop has a network of its own, for port 33333 is one for a network; within it, one test at a time. What each
prints is shown when it has ended, its desktop's logs are in LOGS/<number>. Where no network of one's own is to be
had, there is one desktop for all tests.
"""
import os, subprocess, sys
from pathlib import Path

DESKTOP = Path(__file__).with_name("desktop.py")
OWN_NETWORK = ["unshare", "--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


def main() -> int:
    count, logs, program = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    tests = tests_of(program)
    if count > 1 and subprocess.run([*OWN_NETWORK, "true"], capture_output=True).returncode != 0:
        print("shards.py: no network of one's own is to be had here: one desktop for all tests")
        count = 1
    hands = [tests[at::count] for at in range(count)]
    print(f"{len(tests)} tests on {count} desktops", flush=True)
    running = [start(number, hand, logs, program, count > 1) for number, hand in enumerate(hands)]
    failed = 0
    for shard, hand in zip(running, hands):
        output, _ = shard.communicate()
        print(output, flush=True)
        # A program that ran fewer tests than it was given has failed, whatever it says.
        failed += shard.returncode != 0 or f"ok. {len(hand)} passed" not in output
    print(f"{len(tests)} tests, {failed} of {count} desktops with a failure")
    return 1 if failed or not tests else 0


def tests_of(program: list[str]) -> list[str]:
    listed = subprocess.run([*program, "--list", "--format", "terse"], capture_output=True, text=True, check=True)
    return [line.removesuffix(": test") for line in listed.stdout.splitlines() if line.endswith(": test")]


def start(number: int, tests: list[str], logs: Path, program: list[str], alone: bool) -> subprocess.Popen:
    desktop = [DESKTOP, *(["--own-network"] if alone else []), "--keep", logs / str(number), *program]
    command = [*(OWN_NETWORK if alone else []), *desktop, "--test-threads=1", "--exact", *tests]
    return subprocess.Popen([os.fspath(part) for part in command],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


if __name__ == "__main__":
    sys.exit(main())
