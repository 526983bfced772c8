"""What agents do with git in their worktrees, all of the long tier."""
import time

from cases import add_word, allow_commands, begin_repository, case, shell, supervisors
from model import Step, report, say
from programs import CLAUDE, CODEX

HABIT = {"programs": (CLAUDE, CODEX), "is_long": True}
WRITE = "echo 'A is here' > A.txt"
COMMIT = f"{WRITE} && git add A.txt && git commit -qm mine"


def settle(play, program, **settings):
    """A project with a commit, and a worker whose work lands. Codex's own sandbox refuses commits."""
    begin_repository(play)
    play.settle(program, allow_commands(program), sandbox="danger-full-access", worktree=True,
                integrate="merge", **settings)


def land_other(play, program):
    """Lands the row B, which adds a line to words.txt."""
    play.add("B", shell(program, add_word("B")), report(), criteria="grep: B in words.txt")
    play.work()
    play.expect("the other row", play.ended("B"), "DONE after done")


def commit_by_person(play):
    """A commit on main, in the person's checkout."""
    play.run("bash", "-c", "echo later > later.txt; git add later.txt; git commit -qm later")


def expect_landed(play, words="first\n", rows="A"):
    """The row is DONE, its work landed once, and nothing is lost or broken."""
    play.expect("the row", play.item("A")["status"], "DONE")
    subjects = play.run("git", "log", "--first-parent", "--format=%s", "main..orch/integration")
    landed = sorted(subject[0] for subject in subjects.splitlines() if subject[1:2] == ":")
    play.expect("what landed", "".join(landed), rows)
    expect_whole(play, words)
    play.expect("the file", play.run("git", "show", "orch/integration:A.txt"), "A is here\n")


def expect_whole(play, words):
    """No other work is lost, and git finds nothing broken."""
    play.expect("words.txt", play.run("git", "show", "orch/integration:words.txt"), words)
    play.run("git", "gc", "--quiet", "--prune=now")
    play.run("git", "fsck")


@case("a commit on a branch of the agent's own lands", **HABIT)
def switches(play, program):
    settle(play, program)
    play.add("A", shell(program, f"git switch -qc fix && {COMMIT}"), report())
    play.work()
    expect_landed(play)


@case("a commit without a branch lands", **HABIT)
def detaches(play, program):
    settle(play, program)
    play.add("A", shell(program, f"git switch -q --detach && {COMMIT}"), report())
    play.work()
    expect_landed(play)


@case("work in a stash is not lost, and lands when it is taken out", **HABIT)
def stashes(play, program):
    settle(play, program)
    play.add("A", shell(program, f"{WRITE} && git stash -qu"), report(),
             shell(program, "git stash pop -q"), report())
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after agent")
    play.expect("the stash", len(play.run("git", "stash", "list").splitlines()), 1)
    play.work(later=5)
    expect_landed(play)


@case("a commit that is amended after the report lands as it is then", **HABIT)
def amends(play, program):
    settle(play, program)
    amend = "echo late > late.txt && git add late.txt && git commit -q --amend --no-edit"
    told = Step(report().text, calls=(program.shell_call(amend),))
    play.add("A", shell(program, COMMIT), told, say("I added late.txt."))
    play.work()
    expect_landed(play)
    play.expect("what was amended", play.run("git", "show", "orch/integration:late.txt"), "late\n")


@case("an agent that merges main lands once", **HABIT)
def merges(play, program):
    settle(play, program)
    land_other(play, program)
    merge = Step(calls=(program.shell_call(f"{COMMIT} && git merge -q --no-edit main"),),
                 then=lambda: commit_by_person(play))
    play.add("A", merge, report())
    play.work()
    expect_landed(play, "B\nfirst\n", "AB")
    play.expect("the person's", play.run("git", "show", "orch/integration:later.txt"), "later\n")


@case("an agent that rebases on main lands once, and keeps what landed before", **HABIT)
def rebases(play, program):
    settle(play, program)
    land_other(play, program)
    rebase = Step(calls=(program.shell_call(f"{COMMIT} && git rebase -q main"),),
                  then=lambda: commit_by_person(play))
    play.add("A", rebase, report())
    play.work()
    expect_landed(play, "B\nfirst\n", "AB")


@case("a file of main that is checked out takes back no other row's work", **HABIT)
def checks_out(play, program):
    settle(play, program)
    land_other(play, program)
    play.add("A", shell(program, f"{WRITE} && git checkout -q main -- words.txt"), report(),
             criteria="file: A.txt; only: A.txt")
    play.work()
    play.expect("the row is DONE", play.item("A")["status"] == "DONE", False)
    expect_whole(play, "B\nfirst\n")


@case("garbage that is collected beside landings breaks nothing", **HABIT)
def collects(play, program):
    settle(play, program, max=3)
    collect = "for turn in $(seq 40); do git gc --quiet --prune=now; done"
    play.add("A", shell(program, f"{WRITE}; {collect}"), report())
    for row in "BCD":
        play.add(row, shell(program, f"echo {row} > {row}.txt"), report())
    play.work()
    expect_landed(play, rows="ABCD")


@case("a commit in the person's checkout stays, is named and is no work of the row", **HABIT)
def leaves(play, program):
    settle(play, program)
    play.add("A", shell(program, f"cd {play.project} && {COMMIT}"), report())
    play.work()
    play.expect("the row", play.ended("A"), "PENDING after agent")
    play.expect("the commit", play.run("git", "log", "-1", "--format=%s", "main"), "mine\n")
    said = play.run("ops", "worktrees", "--json")
    play.expect("what is named", "git_changed:refs/heads/main" in said or said, True)


# MARK: The integration branch


def expect_integration_changed(play, words):
    """Nothing lands before a person has looked, no attempt counts, and nothing is lost."""
    play.expect("the row is DONE", play.item("A")["status"] == "DONE", False)
    play.expect("the attempts that count", play.counted("A"), 0)
    said = play.run("ops", "why", "A", status=None) + play.run("ops", "waiting", status=None)
    play.expect("what is named", "integration_changed" in said or said, True)
    play.expect("words.txt", play.run("git", "show", "orch/A:words.txt"), words)
    play.expect("the file", play.run("git", "show", "orch/A:A.txt"), "A is here\n")
    play.run("git", "fsck")


def attempt(play):
    """Plays one attempt on A. The row may wait IN_PROGRESS then, which a daemon would wait for."""
    play.run("orch", "tick")
    end = time.monotonic() + 60
    while supervisors(play, "A") and time.monotonic() < end:
        time.sleep(0.05)
    play.run("orch", "tick", status=None)


@case("a commit on the integration branch waits for a person", **HABIT)
def commits_there(play, program):
    settle(play, program)
    land_other(play, program)
    play.add("A", shell(program, f"git checkout -q orch/integration && {COMMIT}"), report())
    attempt(play)
    expect_integration_changed(play, "B\nfirst\n")


@case("an agent that merges its own branch waits for a person", **HABIT)
def merges_there(play, program):
    settle(play, program)
    land_other(play, program)
    merge = f"{COMMIT} && git checkout -q orch/integration && git merge -q --no-ff --no-edit orch/A"
    play.add("A", shell(program, merge), report())
    attempt(play)
    expect_integration_changed(play, "B\nfirst\n")


@case("an integration branch that is moved back waits for a person", **HABIT)
def moves_back(play, program):
    settle(play, program)
    land_other(play, program)
    move = f"{COMMIT} && git branch -f orch/integration orch/integration~1"
    play.add("A", shell(program, move), report())
    attempt(play)
    expect_integration_changed(play, "B\nfirst\n")
