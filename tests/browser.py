"""A real browser without a window, driven over two pipes: no driver program, no port, no dependency.

Chromium reads commands from its file 3 and answers on its file 4, JSON with a zero byte behind each. What it fetched and what it
complained of is collected from the start on.
"""

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import pytest

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LONGEST: Final = 60
"""Seconds after which a browser that does not answer is ended, and its test fails."""
_AS_3_AND_4: Final = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
"""In a process of its own, since file 3 or 4 may be what subprocess itself talks through while it starts one."""
_KEYS: Final = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowDown": 40}


def browser_path() -> str | None:
    """A browser of this machine that speaks this protocol."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def wanted_browser() -> str:
    """That browser. Where there is none the test is skipped and says so; in CI it fails, since `.ci/run` brings one."""
    program = browser_path()
    if program is None and os.environ.get("CI"):
        pytest.fail("no Chromium, and in CI the page has to be tested: .ci/run installs one")
    if program is None:
        pytest.skip("no Chromium on this machine; `apt install chromium` brings one")
    return program


class Browser:
    """One page of a headless Chromium, which ends with the `with` block."""

    def __init__(self, program: str, folder: Path) -> None:
        here, away = os.pipe(), os.pipe()
        # The pipes' ends move above 10, so that none of them is 3 or 4.
        for_browser = [_high(here[0]), _high(away[1])]
        self._out: BinaryIO = os.fdopen(here[1], "wb")
        self._in: BinaryIO = os.fdopen(away[0], "rb")
        self._process = subprocess.Popen(
            [
                sys.executable, "-c", _AS_3_AND_4, *map(str, for_browser), program, "--headless=new", "--remote-debugging-pipe",
                "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-extensions", "--disable-sync", f"--user-data-dir={folder}", "about:blank",
            ],
            pass_fds=for_browser, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
        for handle in for_browser:
            os.close(handle)
        self._numbers = itertools.count(1)
        self._kept = b""
        self._session: str | None = None
        self.events: list[tuple[str, dict[str, Any]]] = []
        """Everything the browser told unasked, in its order."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(LONGEST)
        self._out.close()
        self._in.close()

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """The answer to a command. AssertionError for what the browser refuses, or if it is gone."""
        number = next(self._numbers)
        message: dict[str, object] = {"id": number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while (answer := self._read()).get("id") != number:
            self.events.append((answer.get("method", ""), answer.get("params", {})))
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: dict[str, Any] = answer.get("result", {})
        return result

    def open(self, address: str) -> None:
        """The page is there, and so is all that its load waits for."""
        already = len(self.events)
        self.call("Page.navigate", url=address)
        while not any(name == "Page.loadEventFired" for name, _ in self.events[already:]):
            answer = self._read()
            self.events.append((answer.get("method", ""), answer.get("params", {})))

    def run(self, script: str) -> Any:
        """What the script gives, in the page; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, *keys: str) -> None:
        """Keys as a person presses them; text is written letter by letter."""
        for key in keys:
            if key in _KEYS:
                code: dict[str, object] = {
                    "key": key,
                    "code": "Space" if key == " " else key,
                    "windowsVirtualKeyCode": _KEYS[key],
                }
                text = {"Enter": "\r", " ": " "}.get(key)
                self.call(
                    "Input.dispatchKeyEvent",
                    type="keyDown" if text else "rawKeyDown",
                    **code,
                    **({"text": text} if text else {}),
                )
                self.call("Input.dispatchKeyEvent", type="keyUp", **code)
            else:
                for letter in key:
                    self.call("Input.dispatchKeyEvent", type="char", text=letter)

    def told(self, *methods: str) -> list[dict[str, Any]]:
        """What the browser told of these kinds so far."""
        return [params for name, params in self.events if name in methods]

    def nodes(self) -> Sequence[dict[str, Any]]:
        """What a screen reader is given of the page."""
        found = self.call("Accessibility.getFullAXTree")["nodes"]
        return [node for node in found if not node.get("ignored")]

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._kept:
            piece = os.read(self._in.fileno(), 1 << 16)
            assert piece, "the browser is gone"
            self._kept += piece
        whole, self._kept = self._kept.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(whole)
        return answer


def _high(handle: int) -> int:
    import fcntl

    moved = fcntl.fcntl(handle, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(handle)
    return moved
