import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import Wording

/// What the screen says, as facts. `EnglishScreen` and `KoreanScreen` have the words.
enum WatchText: Equatable, Sendable {
  // MARK: Above the rows

  case program
  case workers(Int, of: Int)
  /// US dollars, and how many attempts have no known cost.
  case costToday(String, unknown: Int)
  case daemonKilled
  case conflicts(Int)
  case paused(Pause, at: QueueTime)
  case pausedWorker(PausedWorker, at: QueueTime)
  case filter(RowFilter, rows: Int, of: Int)
  case needsRoom(ScreenSize, has: ScreenSize)

  // MARK: Rows

  case section(RowSection.Kind, count: Int)
  case column(Column)
  case lastChanges
  case noRows, noRowMatches
  case leaseEnded
  /// How long ago it ended.
  case leaseOver(Age)
  /// The name of a row without an id.
  case rowInLine(Int)
  case malformedRow

  /// The columns of the tables.
  enum Column: CaseIterable, Sendable {
    case priority, task, criteria, owner, age, lease, due, started, why, status
    case command, who, when, change
  }

  // MARK: Pages

  /// `nil` without a row.
  case title(Page.Kind, of: String?)
  case lines(Range<Int>, of: Int, follows: Bool)
  case reading(Page.Kind)
  case noLog, noReport
  case reportSource(at: String, session: String?, KeptReport.Place, refusal: String?)
  case evidence
  case omitted(bytes: Int)

  // MARK: Keys

  /// A key and its short name: `r retry`.
  case shortcut(Shortcut, RowFacts?)
  case keys(Shortcut)
  case meaning(Shortcut, isOnPage: Bool)

  // MARK: Questions

  /// `Age` is how long the row has been at work.
  case question(RowAction, id: String, RowFacts, Age?)
  case searching, filtering
  /// The place of a match, counting from 1, and how many there are.
  case match(String, Int, of: Int)
  case noMatch(String)

  // MARK: Messages

  case chooseRow
  case noID
  case nothingChanged
  case busy
  /// The row of a question has another status by now; `nil` for one that is gone.
  case movedOn(id: String, Row?)
  case awaitsNothing(RowAction, id: String)
  case textNeeded(RowAction)
  case progress(RowAction, id: String)
  /// What a command printed.
  case output(String)
  case error(String)

  enum Row: Equatable, Sendable {
    case malformed
    case status(Status)
    /// Of the same status, and awaits something else.
    case other
  }
}

/// What a key does, for the last line of the screen and for the list of keys.
enum Shortcut: CaseIterable, Sendable {
  case quit, choose, scroll, page, ends, details, report, log
  case search, matches, filter, status
  case reply, reject, retry, cancel, replan
  case yes, send, empty
  case back, help, redraw
}

extension Language {
  /// The words of a fact, with control and invisible characters spelled out.
  func text(of text: WatchText) -> String {
    // Ids, texts of rows and output may have any characters.
    switch self {
    case .english: EnglishScreen.text(of: text).escaped
    case .korean: KoreanScreen.text(of: text).escaped
    }
  }
}
