"""The pilot: thirty rows in worktrees, with a daemon, both programs, and a service that fails."""
import collections
import datetime
import json
import os
import signal
import subprocess
import time

import cases
import play
from model import Step, call, failure, report, say
from programs import CLAUDE, CODEX

OUTAGE = 600  # seconds
LIMIT = 120  # seconds, as Codex is told; Claude Code is told no time
LETTERS = {CLAUDE: "C", CODEX: "X"}

HEAD = """\
# Pilot with real agents of {day:%Y-%m-%d}

A run of `automation/agents.sh --pilot FILE` with {version}: {rows} rows, worked by
{names} in worktrees. The programs are real; the model that they ask is played on
loopback, and fails as the script says. Times are UTC; the commands and what they said are as they
were, but that the pilot's folder is shown as `~`.
It began at {began:%H:%M:%S} and ended at {ended:%H:%M:%S}, after {minutes:.0f} minutes:
{done} of {rows} rows are DONE.
"""


class Pilot:
    def __init__(self, found, binaries, folder):
        self.play = play.Play(f"{folder}/pilot", found, binaries)
        self.found = found
        self.body = []
        self.daemon = None
        self.held = []  # the rows whose agent waits for the model

    # MARK: The log

    def say(self, *lines):
        self.body += [*lines, ""]

    def show(self, command, status=None):
        """Runs a command line in the project, and logs it with what it prints."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%H:%M:%S")
        said = self.play.run("bash", "-c", command, status=status)
        said = said.replace(self.play.folder, "~")
        lines = [f"    {now} $ {command.replace(self.play.folder, '~')}"]
        self.body += lines + [f"    {line}".rstrip() for line in said.splitlines()] + [""]
        return said

    # MARK: Waiting

    def statuses(self):
        return {item["id"]: item["status"]
                for item in json.loads(self.play.run("orch", "list", "--json"))["items"]}

    def until(self, what, condition, seconds=600):
        end = time.monotonic() + seconds
        while not condition(self.statuses()):
            if self.daemon.poll() is not None:
                raise play.Failed(f"the daemon ended before {what}")
            if time.monotonic() > end:
                raise play.Failed(f"waited {seconds} s for {what}: {self.statuses()}")
            time.sleep(1)

    # MARK: The rows

    def write(self, program, row):
        return cases.shell(program, f"echo '{row} is here' > {row}.txt")

    def add(self, program, number, task, *steps, criteria=None, options=""):
        row = f"{LETTERS[program]}{number:02d}"
        self.play.model.script(row, *steps)
        criteria = criteria or f"file: {row}.txt"
        self.show(f"orch add --id {row} '{task}' --criteria '{criteria}'{options}", status=0)

    def add_plain(self, program, numbers):
        for number in numbers:
            row = f"{LETTERS[program]}{number:02d}"
            slow = Step("I look around.", self.write(program, row).calls, seconds=2)
            self.add(program, number, f"Write {row}.txt", slow, report())

    def add_first(self, program):
        letter = LETTERS[program]

        def work(number):
            return self.write(program, f"{letter}{number:02d}")

        self.add_plain(program, (1, 2))
        self.add(program, 6, "Say nothing at first", say("I am done."), work(6), report())
        self.add(program, 7, "Forget the file at first", report(), work(7), report())
        self.add(program, 8, "Never report", say("I am done."))
        question = report("QUESTION", Question="which colour?")
        self.add(program, 9, "Paint it", question, work(9), report())
        for number in (10, 11):
            word = f"{letter}{number}"
            steps = [cases.shell(program, cases.add_word(word)), report()] * 3
            self.add(program, number, f"Add the word {word}", *steps,
                     criteria=f"grep: {word} in words.txt")
        held = Step("…", seconds=40, then=lambda: self.held.append(f"{letter}13"))
        self.add(program, 13, "Work for long", held, work(13), report())
        if program is CLAUDE:
            late = call("Bash", command="sleep 5; echo late > C14.txt", run_in_background=True)
            self.add(program, 14, "Wait for a command", late, say("I wait."), report())
        else:
            steps = Step("…", seconds=30), work(14), report()
            self.add(program, 14, "Take too long at first", *steps, options=" --timeout 10s")
        told = Step(report().text, calls=(program.shell_call("git --version"),))
        self.add(program, 15, "Talk on", work(15), told, say("That was all. Have a nice day."))

    def limit(self, program):
        if program is CODEX:
            return failure(**program.limit, resets_at=int(time.time()) + LIMIT)
        return failure(**program.limit)

    # MARK: The course

    def prepare(self):
        run, project = self.play.run, self.play.project
        self.say("## Preparation")
        run("git", "config", "user.name", "operator")
        run("git", "config", "user.email", "operator@example.org")
        with open(f"{project}/words.txt", "w") as file:
            file.write("first\n")
        run("git", "add", "words.txt")
        run("git", "commit", "-qm", "Begin")
        workers = {}
        for program in self.found:
            args = {CLAUDE: ["--permission-mode", "acceptEdits", "--allowedTools", "Bash"],
                    CODEX: ["-s", program.sandbox]}[program]
            workers[program.name] = {
                "adapter": program.name, "args": args, "env": list(program.variables), "max": 2,
                "timeout": "1m", "grace": "2s", "worktree": True, "integrate": "merge"}
        routes = [{"id": f"{LETTERS[program]}*", "worker": program.name} for program in self.found]
        with open(f"{project}/orch.json", "w") as file:
            settings = {"tz": 0, "workers": workers, "routes": routes,
                        "review": {"run_checks": True}, "prices": {"codex": play.PRICES}}
            json.dump(settings, file, indent=1)
        self.show("orch init && orch trust --yes", status=0)
        self.show("ops doctor --workers | grep -E '^[a-z]+ +(program|access|trust)'")

    def start_daemon(self):
        with open(f"{self.play.folder}/daemon.log", "w") as log:
            self.daemon = subprocess.Popen(
                ["orch", "daemon", "--max-workers", "4", "--parallel", "4"], cwd=self.play.project,
                env=self.play.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.say("The daemon is started: `orch daemon --max-workers 4 --parallel 4`.")

    def first_part(self):
        self.say("## Failures, questions, conflicts, a kill")
        for program in self.found:
            self.add_first(program)
        self.start_daemon()
        waiting = {f"{LETTERS[program]}13" for program in self.found}
        asking = {f"{LETTERS[program]}09" for program in self.found}
        failing = {f"{LETTERS[program]}08" for program in self.found}

        def is_over(statuses):
            for row in [row for row in waiting if row in self.held]:
                for number in cases.supervisors(self.play, row):
                    os.kill(number, signal.SIGKILL)
                self.say(f"The supervisor of {row} is killed.")
                waiting.discard(row)
            for row in [row for row in asking if statuses[row] == "BLOCKED"]:
                self.show(f"ops why {row}; orch answer {row} blue")
                asking.discard(row)
            for row in [row for row in failing if statuses[row] == "FAILED"]:
                self.show(f"ops why {row}")
                self.say(f"A person finds out why {row} fails, and has it tried again.")
                program = CLAUDE if row[0] == "C" else CODEX
                self.play.model.script(row, self.write(program, row), report())
                self.show(f"ops retry {row}")
                failing.discard(row)
            return not waiting and all(status == "DONE" for status in statuses.values())

        self.until("the first rows are DONE", is_over)
        self.show("ops status; ops health")

    def second_part(self):
        self.say("## Limits, and an outage of ten minutes")
        model = self.play.model
        for program in self.found:
            row = f"{LETTERS[program]}12"
            # Claude Code asks once more before it gives up.
            limits = [self.limit(program)] * (2 if program is CLAUDE else 1)
            steps = *limits, self.write(program, row), report()
            self.add(program, 12, "Meet a limit", *steps)
        self.until("the limits are met", lambda _: all(
            any(attempt["class"] for attempt in self.play.attempts(f"{LETTERS[program]}12"))
            for program in self.found), 60)
        self.show("ops worker list; ops why | head -n 4")
        model.status = 503
        began = time.monotonic()
        self.say("The outage begins: the service answers each request with the status 503.")
        for program in self.found:
            self.add_plain(program, (3, 4, 5))
        time.sleep(OUTAGE / 2 - (time.monotonic() - began))
        self.show("ops status; ops worker list; ops health")
        model.stop()
        self.say("The outage goes on: the service refuses each connection.")
        time.sleep(OUTAGE - (time.monotonic() - began))
        self.show("ops worker list; ops why | head -n 8")
        model.status = None
        model.start()
        self.say(f"The outage ends after {time.monotonic() - began:.0f} s.")
        self.until("all rows are DONE", lambda found: set(found.values()) == {"DONE"}, 900)

    def end(self):
        self.say("## The end")
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait(30)
        self.show("ops status; ops health; ops kpi --max-latency-p95-ms 60000")
        self.show("git show orch/integration:words.txt | paste -sd ' '; git ls-tree --name-only "
                  "orch/integration | wc -l; git log --format=%s orch/integration | wc -l")
        self.show("ops costs --by worker")
        self.play.expect("processes that are left", self.play.processes(), {})

    # MARK: The figures

    def figures(self):
        rows = sorted(self.statuses())
        lines = ["## Results", "", "| row | task | attempts |", "| --- | --- | --- |"]
        classes = {program: collections.Counter() for program in self.found}
        for row in rows:
            item = self.play.item(row)
            ends = self.play.ended(row)
            program = CLAUDE if row[0] == "C" else CODEX
            attempts = self.play.attempts(row)
            classes[program].update(attempt["class"] or "done" for attempt in attempts)
            lines.append(f"| {row} | {item['task']} | {ends} |")
        names = sorted({name for counter in classes.values() for name in counter})
        lines += ["", f"| program | {' | '.join(names)} | all |",
                  "| --- |" + " --- |" * (len(names) + 1)]
        for program, counter in classes.items():
            counts = " | ".join(str(counter[name]) for name in names)
            name = f"{program.name} {program.version}"
            lines.append(f"| {name} | {counts} | {sum(counter.values())} |")
        lines += ["", "| program | answers | errors | input tokens: model / orch | cached | output "
                  "| US dollars: expected / booked |", "| --- |" + " --- |" * 6]
        for program in self.found:
            mine = [row for row in rows if row[0] == LETTERS[program]]
            lines.append(self.compare(program, mine))
        return lines

    def compare(self, program, rows):
        """A line with what the model gave for the rows, and what orch has booked."""
        given = sum((self.play.model.given[row] for row in rows), collections.Counter())
        errors = sum(self.play.model.errors[row] for row in rows)
        booked = collections.Counter()
        for row in rows:
            for attempt in self.play.attempts(row):
                booked.update(attempt["usage"] or {})
        pairs = [(given["input"] + given["written"] + given["cached"], booked["input_tokens"]),
                 (given["cached"], booked["cached_input_tokens"]),
                 (given["output"], booked["output_tokens"])]
        expected = sum(self.play.cost_given(program, row) for row in rows)
        cost = sum(self.play.cost(row) or 0 for row in rows)
        cells = [f"{mine} / {theirs}" for mine, theirs in pairs]
        for what, (mine, theirs) in zip(("input", "cached", "output"), pairs):
            self.play.expect(f"{program.name}: {what} tokens", theirs, mine)
        self.play.expect(f"{program.name}: dollars", round(cost, 6), round(expected, 6))
        return (f"| {program.name} | {given['answers']} | {errors} | {' | '.join(cells)} "
                f"| {expected:.6f} / {cost:.6f} |")


def main(found, binaries, folder, path):
    if len(found) < 2:
        print("the pilot needs both programs")
        return 1
    began = datetime.datetime.now(datetime.timezone.utc)
    pilot = Pilot(found, binaries, folder)
    try:
        for part in (pilot.prepare, pilot.first_part, pilot.second_part, pilot.end):
            part()
            print(f"{datetime.datetime.now():%H:%M:%S} {part.__name__} is over", flush=True)
        figures = pilot.figures()
        ended = datetime.datetime.now(datetime.timezone.utc)
        statuses = pilot.statuses()
        done = sum(status == "DONE" for status in statuses.values())
        version = pilot.play.run("orch", "--version").splitlines()[0]
        names = " and ".join(f"{program.name} {program.version}" for program in found)
        minutes = (ended - began).total_seconds() / 60
        head = HEAD.format(
            day=began, version=version, names=names, rows=len(statuses), done=done, began=began,
            ended=ended, minutes=minutes)
        with open(path, "w") as file:
            file.write("\n".join([head, *pilot.body, *figures]) + "\n")
        for difference in pilot.play.differences:
            print("FAIL " + difference)
        print(f"pilot: {done} of {len(statuses)} rows are DONE")
        return 1 if pilot.play.differences or done < len(statuses) else 0
    except play.Failed as error:
        print("\n".join(pilot.body))
        print(f"FAIL {error}")
        return 1
    finally:
        if pilot.daemon and pilot.daemon.poll() is None:
            pilot.daemon.kill()
            pilot.daemon.wait()
        pilot.play.close()
