/// The JSON objects that several commands print, in the notation of `QueueCommand.json`.
public enum SharedJSON {
  public static let shapes = """
    item:
    id: text, the cell's text, unescaped, as of all columns
    status: text
    priority: text or null
    task: text or null
    success_criteria: text or null
    owner_session: text or null, who has it
    started_at_kst: text or null, when its work began
    due_at_kst: text or null
    notes: text or null
    started_at?: text or null, when its work began, in ISO 8601, where times are those of `tz`
    due_at?: text or null, the same
    after: list of text, the rows that it waits for
    labels?: list of text, where it has some
    attempt_count: number, how many attempts ended without DONE
    max_attempts: number or null, how many attempts it may take, where the row says so
    awaits?: text, `answer` or `approval`: the reply of a person for which it is BLOCKED
    question?: text or null, with `awaits` of `answer`: the question, as the notes have it
    worker?: text, its column or note of that name; it counts where orch.json has workers
    timeout_seconds?: number, how long an attempt may take, where the row says so
    idempotency_key: text or null, rows with one key are the same work
    lease_owner: text or null, who has a lease on it
    lease_expires_at: number or null, until when, in seconds since 1970
    line: number or null, its line in the file, from 1; null in a database

    claim:
    item: item or null, the row; null with nothing to pick
    attempt?: text or null, the token of the claim; null for a row that its session claimed by hand

    change:
    id: text
    from: text or null, its status before; null for a row that is new or was deleted
    to: text or null, its status now, the same where nothing changed; null for a row that is removed
    item: item or null, the row now

    several changes:
    changes: list of change, what became of the rows, in their order
    refused: list of refused row, the rows that stay as they are; the status is 1 then

    refused row:
    id: text
    code: text, as of an error
    message: text, why
    hint: text, what would work

    queue pause:
    actor: text or null, who began it, a session or `user@host`; null where that cannot be read
    since: number or null, when it began, in seconds since 1970
    reason: text or null

    worker pause:
    worker: text, its name in `orch.json`
    until: number, when it ends, in seconds since 1970
    class: text, `spawn` or `auth`
    reason: text, what was wrong

    budget limit:
    key: text, `usd_per_day`, `usd_per_row` or `tokens_per_day`
    limit: number, US dollars or tokens
    spent?: number, what counts as spent, today or on the row that is listed; an attempt of \
    unknown cost took what it reserved
    left?: number, what is left of it, without what rows at work reserve; 0 where more is spent

    blocker:
    id: text, a row that another one waits for
    status: text or null, its status; null for no such row

    stopped row:
    id: text
    status: text, `BLOCKED` or `FAILED`
    reason: text, its newest question, verdict, failure or note, in words
    command: text, what moves it on

    held row:
    id: text
    reason: text, why it does not start

    entry:
    seq: number, its number; a save has several entries with one number
    ts: text, when, in ISO 8601
    trace: text, the trace id of the command
    command: text, the subcommand, or `external_edit` for a save
    actor: text, the session, else `user@host`, else `external`
    id: text or null, the row; null where the change is not of one row
    before: map of text, the changed cells before, by column; empty for a new row
    after: map of text, the changed cells afterwards; empty for a row that went
    guardrail?: guardrail, what the guardrails said of a report
    review_gate?: verdict, what the gate said of a report
    failure?: text, why the attempt failed that this ended: [workers.md](workers.md#failure-classes)
    merge?: merge, what was put back or not taken of a save
    undoes?: number, the entry that this one took back

    merge:
    fate: text, `merged`, `added_since`, `deleted_but_changed`, `removed_but_saved`, \
    `taken_back` or `added_twice`
    put_back: list of cell, the cells that a command had changed, and the save had not
    lost: list of cell, the cells that both changed

    cell:
    column: text
    kept: text or null, the text that the table has
    dropped: text or null, the text that it has not

    guardrail:
    state: text, `OK`, `SOFT_EXCEEDED` or `HARD_EXCEEDED`
    action: text, `ALLOW`, `SUMMARIZE` or `BLOCK`
    current_tokens: number, the tokens of the conversation
    estimated_tokens: number, the tokens of the report
    violations: list of violation

    violation:
    code: text, the rule: [routing.md](routing.md#guardrails)
    message: text
    severity: text, `high` or `medium`
    line: number or null, where; null for what is missing

    verdict:
    verdict: text, `PASS`, `RETRY`, `BLOCK` or `QUESTION`
    reasons: list of text, why; `guardrail:CODE` where the guardrails stopped the row
    missing_checks: list of text, the criteria that are not met
    covered_checks: number, how many criteria are met
    total_checks: number, how many there are
    verified: number, how many proved themselves
    reported: number, how many only the report or a judge shows
    unmet: list of unmet criterion, each that is not met
    remarks?: list of text, what was noticed besides: `outputs_missing:PATHS`, `outputs_outside:PATHS`, \
    `context_changed:task.json`
    attempt?: number, how many reports were sent back; only in the history
    max_retries?: number, how many may be; only in the history
    awaits?: text, `answer` or `approval`; only in the history

    unmet criterion:
    n: number, its number, from 1
    criterion: text
    reason: text or null, why it is not met

    explanation:
    criteria: list of judged criterion, all of them
    faults: list of fault of form, what is wrong with the report's form

    judged criterion:
    text: text, the criterion
    covered: true or false, whether it is met
    outcome: text, met: `proved`, `claimed`, `reported` (by prose), `passed_by_judge`; not met: \
    `disproved`, `denied`, `no_evidence`, `repeated`, `failed`, `absent`, `needs_approval`, \
    `turned_down` (by the judge)
    detail: text or null, what the proof found, the words that contradict, or what the judge said
    sentence: text or null, where the report speaks of it
    line: number or null, the line of that

    fault of form:
    code: text, which one
    message: text

    refused report:
    id: text or null, the row, where one is named
    refused: refusal, why it changed no row

    refusal:
    code: text, as of an error
    message: text, why
    path: text, where the report is kept

    finding:
    file: text
    line: number or null, the line, from 1
    column: number or null, the column, in Unicode scalars, from 1
    severity: text, `problem` or `warning`
    rule: text, the rule: [queue-file.md](queue-file.md#what-is-malformed)
    message: text

    mirrored row:
    id: text
    action: text, by `migrate`: `added`, `changed`, `kept`, `gone`, `only_in_database`; by \
    `render`: `added`, `changed`, `removed`, `taken`, `taken_as_new`, `not_taken`, `restored`, \
    `left`; by both: `unreadable`
    fields: list of text, the columns that differ; empty for a row as a whole
    """
}
