"""A project with a queue, whose workers are the real programs with the played model."""
import json
import os
import shutil
import subprocess
import time

import model
import programs

# What each answer of the model costs for Codex, in US dollars per million tokens.
PRICES = {"input": 1.25, "cached_input": 0.125, "output": 10}

WORKER_KEYS = ("timeout", "budget_usd", "max", "resume", "worktree", "integrate")


class Failed(Exception):
    """A command that did not do what the case needs."""


class Play:
    """A project of one case, in a folder of its own."""

    def __init__(self, folder, found, binaries):
        self.folder, self.home, self.project = folder, f"{folder}/home", f"{folder}/project"
        self.model = model.Model()
        self.differences = []
        for path in (self.home, self.project, f"{folder}/bin"):
            os.makedirs(path)
        for program in found:
            os.symlink(program.executable, f"{folder}/bin/{program.name}")
        self.environment = programs.environment(
            self.home, self.model.port, [f"{folder}/bin", binaries])
        # The folder is below that of a repository of git, which would be the project otherwise.
        self.run("git", "init", "-q", "-b", "main")
        programs.settle_codex(self.home, self.model.port, self.project)

    # MARK: Commands

    def run(self, *words, later=None, status=0, given=None, seconds=90):
        """Runs a command in the project, and returns what it prints.

        later: stops the clock of orch so many minutes after now.
        status: which status it has to have; None for any, a tuple for several."""
        clock = {"ORCH_NOW": str(int(time.time()) + 60 * later)} if later is not None else {}
        try:
            ended = self._ended(words, clock, given, seconds)
        except subprocess.TimeoutExpired as error:
            said = (error.stdout or b"").decode(errors="replace")
            raise Failed(f"{' '.join(words)}: no end in {seconds} s\n{said}") from None
        wanted = status if isinstance(status, tuple) else (status,)
        if status is not None and ended.returncode not in wanted:
            raise Failed(f"{' '.join(words)}: status {ended.returncode}\n{ended.stdout}")
        return ended.stdout

    def _ended(self, words, clock, given, seconds):
        return subprocess.run(
            words, cwd=self.project, env={**self.environment, **clock}, input=given or "",
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds)

    def settle(self, program, args=(), sandbox=None, **settings):
        """Makes the queue and gives each row to the program.

        sandbox: the mode of Codex's own sandbox; None for the program's."""
        self.run("orch", "init", "--worker", program.name)
        path = f"{self.project}/orch.json"
        with open(path) as file:
            value = json.load(file)
        worker = value["workers"][program.name]
        worker["args"] += args
        if program.name == "codex":
            worker["args"] = ["-s", sandbox or program.sandbox]
        worker.update(env=list(program.variables), timeout="2m", grace="1s")
        value.update(prices={"codex": PRICES})
        for key, setting in settings.items():
            (worker if key in WORKER_KEYS else value)[key] = setting
        with open(path, "w") as file:
            json.dump(value, file, indent=1)
        self.run("orch", "trust", "--yes")

    def add(self, row, *steps, criteria=None, options=()):
        """Adds a row whose work is to write the file of the same name."""
        self.model.script(row, *steps)
        self.run("orch", "add", "--id", row, f"Write {row}.txt", "--criteria",
                 criteria or f"file: {row}.txt", *options)

    def work(self, later=0, seconds=90):
        """Works until nothing can start at this time, or a worker is paused (4)."""
        self.run("orch", "daemon", "--until-idle", "--parallel", "4",
                 later=later, status=(0, 4), seconds=seconds)

    # MARK: What is so

    def item(self, row):
        return json.loads(self.run("orch", "show", row, "--json"))["item"]

    def attempts(self, row):
        return json.loads(self.run("orch", "show", row, "--attempts", "--json"))["attempts"]

    def ended(self, row):
        """The status of a row and how its attempts ended, such as `DONE after service, done`."""
        ends = ", ".join(attempt["class"] or "done" for attempt in self.attempts(row))
        return f"{self.item(row)['status']} after {ends}"

    def counted(self, row):
        return self.item(row)["attempt_count"]

    def events(self):
        """Each event of the programs so far, with its row and its adapter."""
        for folder, _, names in os.walk(f"{self.project}/.orch/attempts"):
            if "output.log" not in names or "result.json" not in names:
                continue
            with open(f"{folder}/result.json") as file:
                adapter = json.load(file)["adapter"]
            row = os.path.basename(os.path.dirname(folder))
            with open(f"{folder}/output.log", errors="replace") as file:
                for line in file:
                    if line.startswith('{"'):
                        try:
                            yield row, adapter, json.loads(line)
                        except ValueError:
                            pass  # A line that an end cut.

    def processes(self):
        """The processes that have the play's environment, by number, with their words."""
        found = {}
        mark = f"HOME={self.home}\0".encode()
        for number in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{number}/environ", "rb") as file:
                    is_ours = mark in file.read()
                with open(f"/proc/{number}/cmdline", "rb") as file:
                    words = file.read().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            if is_ours and words:
                found[int(number)] = words
        return found

    def expect(self, what, found, expected):
        if found != expected:
            self.differences.append(f"{what}\n    expected: {expected}\n    found:    {found}")

    def expect_figures(self, program, row):
        """The tokens and the cost that orch has booked are those that the model gave."""
        given = self.model.given[row]
        usages = [attempt["usage"] for attempt in self.attempts(row) if attempt["usage"]]
        whole = given["input"] + given["written"] + given["cached"]
        self.expect(f"the tokens of {row}", {
            "input": sum(usage["input_tokens"] for usage in usages),
            "cached": sum(usage["cached_input_tokens"] for usage in usages),
            "output": sum(usage["output_tokens"] for usage in usages),
        }, {"input": whole, "cached": given["cached"], "output": given["output"]})
        self.expect(f"the cost of {row} in dollars", self.cost(row), self.cost_given(program, row))

    def cost(self, row):
        """What orch has booked for a row, in US dollars; None if that is nothing."""
        groups = json.loads(self.run("ops", "costs", "--by", "row", "--json"))["groups"]
        costs = [group["cost"]["usd"] for group in groups if row in group.values()]
        return round(costs[0], 6) if costs else None

    def cost_given(self, program, row):
        """What the row has cost by the program, or else by the model, in US dollars."""
        if program.name == "claude":
            # Claude Code states what a session has cost so far.
            last = {}
            for name, _, event in self.events():
                if name == row and event["type"] == "result" and event.get("total_cost_usd"):
                    session = event["session_id"]
                    last[session] = max(last.get(session, 0), event["total_cost_usd"])
            return round(sum(last.values()), 6)
        given = self.model.given[row]
        new = given["input"] + given["written"]
        return round((new * PRICES["input"] + given["cached"] * PRICES["cached_input"]
                      + given["output"] * PRICES["output"]) / 1e6, 6)

    def close(self):
        """Ends what a failed case has left, and removes its folder."""
        for number in self.processes():
            try:
                os.kill(number, 9)
            except ProcessLookupError:
                pass
        self.model.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
