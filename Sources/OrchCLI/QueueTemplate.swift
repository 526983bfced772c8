/// What `init` writes: the rules for people, and an empty table.
enum QueueTemplate {
  static let text = """
    # Queue

    People edit this table in any editor; agents and cron change its rows with `orch`.

    - `orch add` adds a row, `orch pick` claims the next one, `orch done`, `orch fail` and
      `orch block` end it, `ops retry` takes it back. `orch --help` tells the rest.
    - status: PENDING, IN_PROGRESS, DONE, FAILED or BLOCKED. priority: P0 before P1 before P2.
      Times are YYYY-MM-DD HH:MM, Korean time. An empty cell and `-` both mean none.
    - Write a pipe inside a cell as `\\|`. `orch lint` names the line that is not well-formed;
      such a row is left alone until it is mended.
    - To free a row that somebody holds, use `orch release --id ID --force` rather than clearing
      its cells here.

    | id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |
    |---|---|---|---|---|---|---|---|---|

    """
}
