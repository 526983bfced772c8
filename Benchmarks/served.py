"""A server for one queue, and a browser that shows its board."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

from harness import ENVIRONMENT, Failure


class Server:
    """A server for one queue, on a port of its own."""

    def __init__(self, orch: Path, queue: Path, environment: dict[str, str]) -> None:
        self.words = [str(orch), "--queue", str(queue)]
        self.environment = environment
        self.process = subprocess.Popen(
            [str(orch), "serve", "--queue", str(queue), "--listen", "127.0.0.1:0"],
            env=environment, stdout=subprocess.PIPE, encoding="utf-8")
        line = self.process.stdout.readline() if self.process.stdout else ""
        if "http://" not in line:
            raise Failure("the server did not start")
        self.port = int(line.rsplit(":", 1)[1])
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def token(self, name: str) -> str:
        return subprocess.run(
            [self.words[0], "token", "add", name, "--scope", "read,submit", "--quiet"],
            env=self.environment, stdout=subprocess.PIPE, encoding="utf-8", check=True,
        ).stdout.strip()

    def request(self, token: str, path: str, body: str | None = None) -> int:
        self.connection.request(
            "GET" if body is None else "POST", path, body, {"Authorization": f"Bearer {token}"})
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def memory(self) -> int:
        """Bytes of its resident set."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(
            int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("VmRSS"))

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Browser:
    """A headless Chromium, driven over the pipe of its DevTools protocol."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("chromium")
        if program is None:
            raise Failure("there is no chromium")
        (commands, self.commands), (self.answers, answers) = os.pipe(), os.pipe()
        script = f"exec '{program}' --headless=new --no-sandbox --disable-gpu --remote-debugging-pipe " \
            f"--user-data-dir='{folder / 'data'}' about:blank 3<&{commands} 4>&{answers}"
        self.process = subprocess.Popen(
            ["bash", "-c", script], pass_fds=(commands, answers), env={**ENVIRONMENT, "HOME": str(folder)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.number, self.session, self.rest = 0, None, b""
        pages = self.call("Target.getTargets")["targetInfos"]
        target = next(page["targetId"] for page in pages if page["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method: str, **parameters: object) -> dict:
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                self.rest += os.read(self.answers, 1 << 16)
            message, self.rest = self.rest.split(b"\0", 1)
            answer = json.loads(message)
            if answer.get("id") == self.number:
                return answer.get("result", {})

    def awaited(self, condition: str) -> float:
        """The milliseconds from the navigation until a condition holds on the page and is drawn."""
        expression = "new Promise(done => { const look = () => (" + condition + ") ? " \
            "requestAnimationFrame(() => done(performance.now())) : setTimeout(look, 5); look() })"
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return float(answer["result"]["value"])

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
