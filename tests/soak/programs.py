"""Programs of their own, that a test talks with a line at a time, and kills."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Program:
    """A module that runs in a process of its own; it says ``ready`` and then waits for a word."""

    def __init__(self, module, *arguments):
        command = [sys.executable, "-m", f"tests.soak.{module}", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def say(self, line=""):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self):
        """Wait for a line and give its first word and the rest."""
        word, _, rest = self.process.stdout.readline().rstrip("\n").partition(" ")
        return word, rest

    def hear_until(self, wanted):
        """Give all lines up to and with the first that begins with a word."""
        lines = [self.hear()]
        while lines[-1][0] != wanted:
            assert lines[-1][0], f"the program ended before it said {wanted}"
            lines.append(self.hear())
        return lines

    def kill(self):
        """Kill it with -9 and give the lines that it still said; the second time there is nothing to do."""
        if self.process.returncode is not None:
            return []
        self.process.kill()
        # Not communicate(): it would pass over what was read ahead for the last line that was heard.
        said = self.process.stdout.read()
        self.process.stdout.close()
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()
        # A last line without its end was never said.
        whole = said[: said.rfind("\n") + 1].splitlines()
        return [tuple(line.partition(" ")[::2]) for line in whole]
