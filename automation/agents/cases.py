"""What has to hold of each program. A case gets a play and the program."""
import json
import os
import time

from model import Step, call, failure, report, say
from programs import CLAUDE, PROGRAMS

CASES = []  # of the short tier first
REPORT = "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: I saw it"


def case(sentence, programs=PROGRAMS, is_long=False):
    def register(function):
        CASES.append((sentence, programs, is_long, function))
        return function

    return register


def write(play, program, row="A"):
    return Step(calls=(program.file_call(f"{play.project}/{row}.txt", f"{row} is here"),))


def shell(program, command, text=""):
    return Step(text, calls=(program.shell_call(command),))


def allow_commands(program):
    return ["--allowedTools", "Bash"] if program is CLAUDE else []


def limit(program):
    fields = {"resets_at": int(time.time()) + 3600} if program.name == "codex" else {}
    return failure(**program.limit, **fields)


# MARK: The short tier


@case("a row is DONE with a proof, and its tokens and its cost are exact")
def works(play, program):
    play.settle(program)
    play.add("A", write(play, program), report())
    play.work()
    play.expect("the row", play.ended("A"), "DONE after done")
    play.expect_figures(program, "A")
    play.expect("processes that are left", play.processes(), {})


@case("a question waits for its answer")
def asks(play, program):
    play.settle(program)
    play.add("A", report("QUESTION", Question="which colour?"), write(play, program), report())
    play.work()
    play.expect("the row", play.ended("A"), "BLOCKED after question")
    play.expect("the question", play.item("A")["question"], "which colour?")
    play.run("orch", "answer", "A", "blue")
    play.work()
    play.expect("the row", play.ended("A"), "DONE after question, done")
    play.expect_figures(program, "A")


@case("a limit pauses the worker, and is no attempt")
def meets_a_limit(play, program):
    play.settle(program)
    play.add("A", limit(program))
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after rate_limit")
    play.expect("the attempts that count", play.counted("A"), 0)
    retry = play.run("ops", "why", "A", status=None)
    play.expect("why it waits", "paused" in retry or "backs off" in retry or retry, True)
    play.model.script("A", write(play, program), report())
    play.work(later=70)
    play.expect("the row", play.ended("A"), "DONE after rate_limit, done")


@case("an outage is nobody's fault, and the row comes again")
def meets_an_outage(play, program):
    play.settle(program)
    play.add("A", write(play, program), report())
    play.model.status = 503
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after service")
    play.expect("the attempts that count", play.counted("A"), 0)
    health = play.run("ops", "health", status=None)
    play.expect("health names the worker", program.name in health or health, True)
    play.model.status = None
    play.work(later=5)
    play.expect("the row", play.ended("A"), "DONE after service, done")


@case("a command in the background is waited for", [CLAUDE])
def waits(play, program):
    play.settle(program, allow_commands(program))
    late = f"sleep 2; echo late > {play.project}/A.txt"
    command = call("Bash", command=late, run_in_background=True)
    play.add("A", command, say("It runs, I wait for it."), report())
    play.work()
    play.expect("the row", play.ended("A"), "DONE after done")
    play.expect_figures(program, "A")


@case("a report stays, whatever is said after it")
def talks_on(play, program):
    play.settle(program, allow_commands(program))
    told = Step(report().text, calls=(program.shell_call("git --version"),))
    play.add("A", write(play, program), told, say("That was all. Have a nice day."))
    play.work()
    play.expect("the row", play.ended("A"), "DONE after done")


@case("what a program leaves running is ended")
def leaves_a_server(play, program):
    play.settle(program, allow_commands(program))
    server = shell(program, "nohup setsid sleep 300 > /dev/null 2>&1 < /dev/null &")
    play.add("A", server, write(play, program), report())
    play.work()
    play.expect("the row", play.ended("A"), "DONE after done")
    play.expect("processes that are left", play.processes(), {})


@case("a session claims and reports by orch mcp")
def uses_tools(play, program):
    play.run("orch", "init", "--skill")
    play.run("orch", "add", "--id", "A", "Write A.txt", "--criteria", "file: A.txt")
    if program.name == "codex":
        # The line that `orch init --skill` leaves to the user.
        play.run("sed", "-i", "s/^# default_tools/default_tools/", ".codex/config.toml")
    name = "mcp__orch__orch_" if program is CLAUDE else "mcp__orch::orch_"
    play.model.script("", call(f"{name}claim"), write(play, program),
                      call(f"{name}report", id="A", report=REPORT), say("A is done."))
    words = {
        "claude": ["-p", "--permission-mode", "acceptEdits", "--mcp-config", ".mcp.json",
                   "--allowedTools", "mcp__orch"],
        "codex": ["exec", "--skip-git-repo-check", "-s", program.sandbox, "-"],
    }[program.name]
    said = play.run(program.name, *words, given="Work a row of the queue.")
    play.expect("the row", play.item("A")["status"], "DONE")
    play.expect("the last word", "A is done." in said or said, True)


# MARK: The long tier


@case("a refused connection is an outage", is_long=True)
def is_refused(play, program):
    # Codex waits for the network until it is ended.
    play.settle(program, timeout="15s")
    play.add("A", write(play, program), report())
    play.model.stop()
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after service")
    play.model.start()
    play.work(later=5)
    play.expect("the row", play.ended("A"), "DONE after service, done")
    play.expect_figures(program, "A")


@case("a stream that breaks off once is the program's own affair", is_long=True)
def is_cut(play, program):
    play.settle(program)
    play.add("A", Step("I begin", is_cut=True), write(play, program), report())
    play.work()
    play.expect("the row", play.ended("A"), "DONE after done")


@case("a wrong key pauses the worker", is_long=True)
def is_logged_out(play, program):
    play.settle(program)
    play.add("A", failure(401, "authentication_error", "invalid key"))
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after auth")
    play.expect("the attempts that count", play.counted("A"), 0)


@case("a model that the service does not know pauses the worker", is_long=True)
def has_no_model(play, program):
    play.settle(program)
    kind = {"claude": "not_found_error", "codex": "invalid_request_error"}[program.name]
    fields = {"code": "model_not_found"} if program.name == "codex" else {}
    play.add("A", failure(404, kind, "model: no-such-model does not exist", **fields))
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after setting")


@case("work without its proof is done again", is_long=True)
def is_not_proved(play, program):
    play.settle(program)
    play.add("A", report(), write(play, program), report())
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after review")
    play.work(later=5)
    play.expect("the row", play.ended("A"), "DONE after review, done")
    play.expect_figures(program, "A")


@case("a resumed session is counted once", is_long=True)
def is_resumed(play, program):
    play.settle(program, resume=True)
    play.add("A", report(), write(play, program), report())
    play.work()
    play.work(later=5)
    play.expect("the row", play.ended("A"), "DONE after review, done")
    sessions = {attempt["session"] for attempt in play.attempts("A")}
    play.expect("the number of sessions", len(sessions), 1)
    play.expect_figures(program, "A")


@case("no report is the agent's failure", is_long=True)
def says_nothing(play, program):
    play.settle(program)
    play.add("A", say("I am done."))
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after agent")
    play.expect("the attempts that count", play.counted("A"), 1)


@case("a report that is taken back is none", is_long=True)
def takes_back(play, program):
    play.settle(program, allow_commands(program))
    told = Step(report().text, calls=(program.shell_call("git --version"),))
    play.add("A", write(play, program), told, say("I take that back: it does not work."))
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after agent")


@case("an attempt that takes too long is ended with all that it began", is_long=True)
def is_late(play, program):
    play.settle(program, allow_commands(program), timeout="4s")
    play.add("A", shell(program, "sleep 300"))
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after timeout")
    play.expect("processes that are left", play.processes(), {})


@case("a budget ends the attempt and blocks the row", [CLAUDE], is_long=True)
def is_too_dear(play, program):
    play.settle(program, allow_commands(program), budget_usd=0.02)
    play.add("A", *[shell(program, "git --version")] * 9, report())
    play.work()
    play.expect("the row", play.ended("A"), "BLOCKED after budget")
    play.expect_figures(program, "A")


@case("a wake-up that the agent scheduled is waited for", [CLAUDE], is_long=True)
def is_woken(play, program):
    play.settle(program, timeout="5m")
    wake = call("ScheduleWakeup", delaySeconds=60, reason="played", prompt="go on")
    play.add("A", wake, say("I go on later."), write(play, program), report())
    play.work(seconds=240)
    play.expect("the row", play.ended("A"), "DONE after done")


@case("a worker is tried before its first row", is_long=True)
def is_tried(play, program):
    play.settle(program)
    play.model.script("WORKER-TEST", report())
    said = play.run("ops", "worker", "test", program.name)
    play.expect("the last line", said.splitlines()[-1],
                f"{program.name} works: its report was understood, Status: DONE")
    said = play.run("ops", "doctor", "--workers", status=None)
    play.expect("the version", program.version in said or said, True)


@case("a supervisor that is killed loses the row once", is_long=True)
def is_killed(play, program):
    play.settle(program)
    began = []
    held = Step(seconds=3, then=lambda: began.append(1))
    play.add("A", held)
    play.run("orch", "dispatch")
    while not began:
        time.sleep(0.05)
    play.model.script("A", write(play, program), report())
    for number in supervisors(play, "A"):
        os.kill(number, 9)
    play.work(later=20)
    play.expect("the row", play.ended("A"), "DONE after lost, done")
    play.expect("processes that are left", play.processes(), {})


def supervisors(play, row):
    """The processes of orch that watch over the agent of a row."""
    return [number for number, words in play.processes().items()
            if " supervise " in words and f" orch-{row.lower()} " in words]


def begin_repository(play):
    """Commits the file words.txt with one line."""
    play.run("git", "config", "user.name", "operator")
    play.run("git", "config", "user.email", "operator@example.org")
    with open(f"{play.project}/words.txt", "w") as file:
        file.write("first\n")
    play.run("git", "add", "words.txt")
    play.run("git", "commit", "-qm", "Begin")


@case("two rows that change the same lines both land", is_long=True)
def conflict(play, program):
    begin_repository(play)
    play.settle(program, allow_commands(program), max=2, worktree=True, integrate="merge")
    for row in ("A", "B"):
        steps = [shell(program, add_word(row)), report()] * 3
        play.add(row, *steps, criteria=f"grep: {row} in words.txt")
    play.work()
    play.expect("the rows", [play.item(row)["status"] for row in "AB"], ["DONE", "DONE"])
    play.expect("the file", play.run("git", "show", "orch/integration:words.txt"), "A\nB\nfirst\n")


def add_word(word):
    """A command that adds a line to words.txt, and resolves a conflict in it."""
    return (f"(grep -v '^[<=>]' words.txt; echo {word}) | sort -u > words.new"
            " && mv words.new words.txt")


@case("the plugin is valid, is installed and is used", [CLAUDE], is_long=True)
def has_a_plugin(play, program):
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    plugin = f"{root}/templates/claude-plugin"
    play.run("orch", "init")
    play.run("orch", "add", "--id", "A", "Write A.txt", "--criteria", "file: A.txt")
    play.run("claude", "plugin", "validate", plugin)
    play.run("claude", "plugin", "marketplace", "add", plugin)
    play.run("claude", "plugin", "install", "orch@orch")
    tool = "mcp__plugin_orch_orch__orch_"
    play.model.script("", call(f"{tool}claim"), write(play, program),
                      call(f"{tool}report", id="A", report=REPORT), say("A is done."))
    said = play.run("claude", "-p", "--permission-mode", "acceptEdits", "--allowedTools",
                    "mcp__plugin_orch_orch", given="Work a row of the queue.")
    play.expect("the row", play.item("A")["status"], "DONE")
    play.expect("the last word", "A is done." in said or said, True)
