"""Runs a command and stops, by pid, every process that it or a service of ours has left.

This process makes itself the "child subreaper": orphans become its children, so that a daemon that has
detached itself is still found by its parent's pid. TERM, INT and HUP are passed on to the command.
"""
import ctypes, os, signal, subprocess, time

PR_SET_CHILD_SUBREAPER = 36
GRACE = 3  # seconds between asking and insisting


class Reaper:
    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.command: subprocess.Popen | None = None
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._pass_on)

    def run(self, arguments: list[str], environment: dict[str, str]) -> int:
        """Runs a command to its end; its status, or 128 + the signal that ended it."""
        self.command = subprocess.Popen(arguments, env=environment)
        status = self.command.wait()
        return status if status >= 0 else 128 - status

    def children(self) -> set[int]:
        """Every living descendant of this process."""
        of_parent: dict[int, list[int]] = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat") as file:
                    stat = file.read()
            except OSError:
                continue
            parent = int(stat[stat.rindex(")") + 2:].split()[1])
            of_parent.setdefault(parent, []).append(int(name))
        found, to_visit = set(), [os.getpid()]
        while to_visit:
            new = of_parent.get(to_visit.pop(), [])
            found.update(new)
            to_visit += new
        return found

    def stop(self, except_for: set[int] = frozenset()) -> None:
        """Asks each descendant to end, then insists; returns when they are gone."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            told, end = set(), time.monotonic() + GRACE
            while (left := self.children() - except_for) and time.monotonic() < end:
                for pid in left - told:
                    told.add(pid)
                    try:
                        os.kill(pid, signal.SIGCONT)  # a frozen process cannot hear that it should end
                        os.kill(pid, number)
                    except ProcessLookupError:
                        pass
                time.sleep(0.02)
                self._bury(except_for)

    def _bury(self, except_for: set[int]) -> None:
        """Collects the dead, so that no zombie is left to a pid 1 that never waits."""
        for pid in self.children() - except_for:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass

    def _pass_on(self, number: int, _frame) -> None:
        if self.command and self.command.returncode is None:
            try:
                self.command.send_signal(signal.SIGTERM)
            except ProcessLookupError:
                pass
