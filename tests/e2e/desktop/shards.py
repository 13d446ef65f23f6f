#!/usr/bin/env python3
"""shards.py COUNT LOGS PROGRAM [ARG...]: the tests of a test program, dealt out to COUNT throw-away desktops that run side by side.

Each desktop has a network of its own, for port 33333 is one for a network; within it, one test at a time. What each
prints is shown when it has ended, its desktop's logs are in LOGS/<number>. Where no network of one's own is to be
had, there is one desktop for all tests.

What fails there is tried again, on a desktop to itself (LOGS/again), and named: a browser can have a bad moment. Two
tests at the most are forgiven in this way.
"""
import os, subprocess, sys
from pathlib import Path

DESKTOP = Path(__file__).with_name("desktop.py")
FORGIVEN = 2
# Systems take ports for outgoing connections from where 33333 lies: here they leave it out, where that can be said.
OWN_NETWORK = ["unshare", "--net", "--", "sh", "-c",
               'ip link set lo up && { echo 33333 >/proc/sys/net/ipv4/ip_local_reserved_ports; } 2>/dev/null; exec "$@"', "sh"]


def main() -> int:
    count, logs, program = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    tests = tests_of(program)
    if count > 1 and subprocess.run([*OWN_NETWORK, "true"], capture_output=True).returncode != 0:
        print("shards.py: no network of one's own is to be had here: one desktop for all tests")
        count = 1
    hands = [tests[at::count] for at in range(count)]
    print(f"{len(tests)} tests on {count} desktops", flush=True)
    running = [start(number, hand, logs, program, count > 1) for number, hand in enumerate(hands)]
    failed, whole = [], True
    for shard, hand in zip(running, hands):
        failed_here, is_whole = outcome(shard, hand)
        failed += failed_here
        whole &= is_whole
    print(f"{len(tests)} tests, {len(failed)} failed" + ("" if whole else ", and not all were run"))
    if not tests or not whole or len(failed) > FORGIVEN:
        return 1
    if failed:
        failed_again, is_whole = outcome(start("again", failed, logs, program, count > 1), failed)
        if failed_again or not is_whole:
            return 1
        print(f"passed only when tried again: {', '.join(failed)}")
    return 0


def outcome(shard: subprocess.Popen, hand: list[str]) -> tuple[list[str], bool]:
    """Shows what a desktop printed. Which of its tests failed, and whether each of them was run."""
    output, _ = shard.communicate()
    print(output, flush=True)
    failed = [test for test in hand if f"\n    {test}\n" in output]
    is_told = f"{len(hand) - len(failed)} passed; {len(failed)} failed" in output
    return failed, is_told and (shard.returncode == 0) == (not failed)


def tests_of(program: list[str]) -> list[str]:
    listed = subprocess.run([*program, "--list", "--format", "terse"], capture_output=True, text=True, check=True)
    return [line.removesuffix(": test") for line in listed.stdout.splitlines() if line.endswith(": test")]


def start(name: int | str, tests: list[str], logs: Path, program: list[str], alone: bool) -> subprocess.Popen:
    desktop = [DESKTOP, *(["--own-network"] if alone else []), "--keep", logs / str(name), *program]
    command = [*(OWN_NETWORK if alone else []), *desktop, "--test-threads=1", "--exact", *tests]
    return subprocess.Popen([os.fspath(part) for part in command],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


if __name__ == "__main__":
    sys.exit(main())
