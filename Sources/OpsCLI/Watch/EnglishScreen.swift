import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import Wording

/// The words of the screen in English. Labels are short: the narrowest screen has forty columns.
enum EnglishScreen {
  static func text(of text: WatchText) -> String {
    switch text {
    case .program: "ops watch"
    case .workers(let count, let limit): "\(count) of \(limit) workers"
    case .costToday(let usd, let rest): "today \(usd) USD\(rest > 0 ? ", \(rest) unknown" : "")"
    case .daemonKilled: "daemon was killed; orch daemon starts it again"
    case .conflicts(let count):
      "\(count.counted("conflict")) of saves with changes (orch history --conflicts)"
    case .paused(let pause, let now):
      "\(pause.sentence(at: now).english) (ops resume)"
    case .pausedWorker(let worker, let now):
      "\(worker.sentence(at: now).english) (ops worker resume \(worker.name.escaped))"
    case .filter(let filter, let rows, let all):
      "filter \(words(of: filter)): \(rows) of \(all.counted("row")) (esc clears)"
    case .needsRoom(let least, let size):
      "ops watch needs \(least.columns) columns and \(least.rows) rows, "
        + "and has \(size.columns) and \(size.rows)"

    case .section(let kind, let count): "\(name(of: kind)) \(count)"
    case .column(let column): name(of: column)
    case .lastChanges: "LAST CHANGES"
    case .noRows: "No rows"
    case .noRowMatches: "No row matches"
    case .leaseEnded: "ended"
    case .leaseOver(let age): "\(age.text) over"
    case .rowInLine(let line): "line \(line)"
    case .malformedRow: "malformed row"

    case .title(let kind, let id): title(kind, of: id)
    case .lines(let lines, let count, let follows):
      "lines \(lines.lowerBound + 1) to \(lines.upperBound) of \(count)"
        + (follows ? ", follows" : "")
    case .reading(let kind): "Reading the \(name(of: kind))…"
    case .noLog: "No worker that orch started has left a log of this row."
    case .noReport: "No report of this row is kept."
    case .reportSource(let time, let session, let place, let refusal):
      "received \(time) from \(session ?? "a person"): \(state(of: place, refusal))"
    case .evidence: "What proofs found:"
    case .omitted(let bytes): "[\(bytes) bytes before this are left out]"

    case .shortcut(let shortcut, let facts):
      "\(keys(of: shortcut, isShort: true)) \(label(of: shortcut, facts))"
    case .keys(let shortcut): keys(of: shortcut, isShort: false)
    case .meaning(let shortcut, let isOnPage): meaning(of: shortcut, isOnPage)

    case .question(let action, let id, let facts, let age):
      question(action, id, facts, age)
    case .searching: "/"
    case .filtering: "filter: "
    case .match(let text, let number, let count): "/\(text)  match \(number) of \(count)"
    case .noMatch(let text): "/\(text)  no match"

    case .chooseRow: "Choose a row with the arrows first"
    case .noID: "This row has no id that a command could name (orch lint)"
    case .nothingChanged: "Nothing was changed"
    case .busy: "Something is still being done: try again"
    case .movedOn(let id, let row): "\(id) \(state(of: row)): nothing was changed"
    case .awaitsNothing(.reject, let id): "\(id) awaits no approval"
    case .awaitsNothing(_, let id): "\(id) awaits no answer and no approval"
    case .textNeeded(let action):
      action == .answer ? "Type the answer first" : "Type the reason first"
    case .progress(let action, let id): progress(action, id)
    case .output(let text), .error(let text): text
    }
  }

  private static func words(of filter: RowFilter) -> String {
    let words = filter.words.split(separator: " ").joined(separator: " ")
    let labels = filter.labels.sorted().joined(separator: ",").escaped
    return [
      filter.status?.rawValue, labels.isEmpty ? nil : labels,
      words.isEmpty ? nil : "\"\(words)\"",
    ].compactMap(\.self)
      .joined(separator: " ")
  }

  // MARK: Tables

  private static func name(of kind: RowSection.Kind) -> String {
    switch kind {
    case .running: "AT WORK"
    case .waiting: "WAITING"
    case .stopped: "STOPPED"
    case .done: "DONE"
    }
  }

  private static func name(of column: WatchText.Column) -> String {
    switch column {
    case .priority: "PRI"
    case .task: "TASK"
    case .criteria: "SUCCESS CRITERIA"
    case .owner: "OWNER"
    case .age: "AGE"
    case .lease: "LEASE"
    case .due: "DUE"
    case .started: "STARTED"
    case .why: "WHY"
    case .status: "STATUS"
    case .command: "COMMAND"
    case .who: "WHO"
    case .when: "WHEN"
    case .change: "CHANGE"
    }
  }

  // MARK: Pages

  private static func title(_ kind: Page.Kind, of id: String?) -> String {
    switch kind {
    case .details: id ?? ""
    case .report, .log: "\(id ?? ""): \(name(of: kind))"
    case .keys: "ops watch: keys"
    }
  }

  private static func name(of kind: Page.Kind) -> String {
    switch kind {
    case .details: "row"
    case .report: "report"
    case .log: "log"
    case .keys: "keys"
    }
  }

  private static func state(of place: KeptReport.Place, _ refusal: String?) -> String {
    switch place {
    case .waiting: "waits for the next tick"
    case .accepted: "accepted"
    case .refused: "refused\(refusal.map { ": \($0)" } ?? "")"
    }
  }

  private static func state(of row: WatchText.Row?) -> String {
    switch row {
    case nil: "is gone"
    case .malformed: "is malformed now"
    case .status(let status): "is \(status.rawValue) now"
    case .other: "awaits something else now"
    }
  }
}

// MARK: - Questions

extension EnglishScreen {
  /// The keys come first, so that they fit on any screen. For a status that the command refuses no
  /// effect is named: the command gives the reason.
  private static func question(
    _ action: RowAction, _ id: String, _ facts: RowFacts, _ age: Age?
  ) -> String {
    let effect = effect(of: action, facts, age).map { " \($0)." } ?? ""
    let keys = action.takesText ? "enter/esc" : "y/n"
    let asked = facts.question.map { ": \($0)" } ?? "?"
    return switch action {
    case .answer: "\(keys): Answer \(id)\(asked)\(effect)"
    case .reject: "\(keys): Reject \(id)?\(effect) Reason:"
    case .replan: "\(keys): Replan \(id)?\(effect) Reason, if any:"
    case .retry: "\(keys): Retry \(id)?\(effect)"
    case .cancel: "\(keys): Cancel \(id)?\(effect)"
    case .approve: "\(keys): Approve \(id)?\(effect)"
    }
  }

  private static func effect(
    of action: RowAction, _ facts: RowFacts, _ age: Age?
  ) -> String? {
    switch (action, facts.status) {
    case (.retry, .failed): "It becomes PENDING"
    case (.retry, .blocked):
      "It becomes PENDING\(awaited(facts, ", and its question stays without an answer"))"
    case (.cancel, .inProgress), (.replan, .inProgress):
      "\(worker(facts, age)), and it becomes BLOCKED"
    case (.cancel, .pending): "It becomes BLOCKED"
    case (.replan, .pending): "It stays PENDING"
    case (.replan, .failed), (.replan, .blocked): "It becomes PENDING"
    case (.answer, _): "It becomes PENDING, and its next worker reads the answer"
    case (.reject, _): "It becomes PENDING, and its next worker reads the reason"
    case (.approve, _): "Its report is accepted, and it becomes DONE"
    case (.retry, _), (.cancel, _), (.replan, _): nil
    }
  }

  private static func awaited(_ facts: RowFacts, _ text: String) -> String {
    switch facts.awaited {
    case .answer: text
    case .approval: ", and its report is not approved"
    case nil: ""
    }
  }

  private static func worker(_ facts: RowFacts, _ age: Age?) -> String {
    let time = age.map { ", \($0.text)" } ?? ""
    return switch facts.worker {
    case .running(let process): "Its worker (pid \(process)\(time)) is ended"
    case .starting: "Its worker is ended"
    case .none: "\(facts.owner ?? "Who works on it") is not ended, as orch did not start it"
    }
  }

  private static func progress(_ action: RowAction, _ id: String) -> String {
    switch action {
    case .retry: "Retrying \(id) …"
    case .cancel: "Cancelling \(id), and waiting for its worker to end …"
    case .replan: "Replanning \(id) …"
    case .answer: "Answering \(id) …"
    case .approve: "Approving \(id) …"
    case .reject: "Rejecting \(id) …"
    }
  }
}

// MARK: - Keys

extension EnglishScreen {
  private static func keys(of shortcut: Shortcut, isShort: Bool) -> String {
    switch shortcut {
    case .quit: "q"
    case .choose, .scroll: isShort ? "arrows" : "up, down, k, j"
    case .page: "page up, page down, space"
    case .ends: "home, end"
    case .details: "enter"
    case .report: "e"
    case .log: "l"
    case .search: "/"
    case .matches: "n, N"
    case .filter: "f"
    case .status: "s"
    case .reply: "a"
    case .reject: "d"
    case .retry: "r"
    case .cancel: "c"
    case .replan: "p"
    case .yes: "y, n"
    case .send: isShort ? "enter" : "enter, esc"
    case .empty: "control-U"
    case .back: "esc"
    case .help: "?"
    case .redraw: "control-L"
    }
  }

  /// Its name in the last line of the screen.
  private static func label(of shortcut: Shortcut, _ facts: RowFacts?) -> String {
    switch shortcut {
    case .quit: "quit"
    case .choose: "choose"
    case .scroll: "scroll"
    case .page: "page"
    case .ends: "ends"
    case .details: "details"
    case .report: "report"
    case .log: "log"
    case .search: "search"
    case .matches: "next"
    case .filter: "filter"
    case .status: "status"
    case .reply: facts?.awaited == .approval ? "approve" : "answer"
    case .reject: "reject"
    case .retry: "retry"
    case .cancel: "cancel"
    case .replan: "replan"
    case .yes: "yes, no"
    case .send: "send"
    case .empty: "empty"
    case .back: "back"
    case .help: "keys"
    case .redraw: "redraw"
    }
  }

  private static func meaning(of shortcut: Shortcut, _ isOnPage: Bool) -> String {
    switch shortcut {
    case .quit: isOnPage ? "back" : "leave"
    case .choose: "choose a row"
    case .scroll: "scroll"
    case .page: "a page further"
    case .ends: isOnPage ? "the beginning, the end" : "the first row, the last"
    case .details: isOnPage ? "back" : "everything about the chosen row"
    case .report: "its last report"
    case .log: "the log of its last worker"
    case .search: "search for a text"
    case .matches: "the next match, the one before"
    case .filter: "show only rows with these words"
    case .status: "show only rows of a status: the next one"
    case .reply: "answer its question, or approve its report; it asks"
    case .reject: "reject its report, with a reason"
    case .retry: "retry the row; it asks first"
    case .cancel: "cancel the row; it asks first"
    case .replan: "replan the row; it asks first"
    case .yes: "the answer to a question"
    case .send: "send what is typed, or leave it"
    case .empty: "empty the line that is typed"
    case .back: isOnPage ? "back" : "clear the filter, then the choice"
    case .help: "the keys"
    case .redraw: "draw the screen anew"
    }
  }
}
