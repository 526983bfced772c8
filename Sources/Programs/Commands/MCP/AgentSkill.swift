import Runner

/// The skill that `orch init --skill` writes: what an agent has to know to work the queue.
package enum AgentSkill {
  /// The manifest of `templates/claude-plugin`, which has the same skill.
  package static let pluginManifest = """
    {
      "name": "orch",
      "version": "\(Version.current)",
      "description": "Work the task queue of a project: skill, tools, language server and hooks.",
      "author": {"name": "the orch authors"},
      "license": "MIT",
      "keywords": ["tasks", "queue", "orch"]
    }

    """

  package static let text = """
    ---
    name: orch
    description: Work the project's task queue (QUEUE.md) with orch. Use it when asked to work on the queue, to take, report, add or plan tasks, or to say what is open.
    ---

    # The task queue

    Rows of `QUEUE.md` are tasks. orch hands them out, judges reports and closes rows. Never edit the file, and touch no row
    of others.

    With the tools of the MCP server `orch`:

    1. `orch_ready` lists the rows that may start. `orch_claim` gives you one: its task message, and `attempt`, which you
       pass on in later calls. Nothing to claim: stop, and say which rows wait, and for what.
    2. Do this row and nothing else. It stays yours until you report, hand it back or disconnect.
    3. Check each criterion, then call `orch_report` with `id`, `attempt` and a `report` such as

           [REPORT ORCH-1]
           Status: DONE
           Criteria:
           1. met: what shows it: a command and its result, a file, a URL
           2. not met: why

       You may leave out the other fields that the task message shows. The answer is the verdict. PASS: go on with 1.
       RETRY: it says what is missing; claim the row again, and fix that. Call a criterion met only
       if you have seen that it is: orch believes you if it has no proof of its own.
    4. Stopped from outside: `Status: BLOCKED: by what`. If only a person can decide something, ask, and do not guess: send
       a report with `Status: QUESTION` and a line `Question: what you have to know`, without criteria. Only a person
       answers, and the answer comes with the row's next task message: go on with another row.

    If you find work that is not part of this row, add it with `orch_add`, with criteria that can be checked (`file: PATH`,
    `grep: TEXT in FILE`); it gives the row an id, and you may claim it. For many rows that wait for each other, use
    `orch_plan` with `check`, `diff`, then `apply`. If you can't go on with a row, call `orch_note` with `release` and a
    `text` that says why.

    Without these tools, run `orch prime`: it prints the state of the queue and the commands that do the same.

    """
}
