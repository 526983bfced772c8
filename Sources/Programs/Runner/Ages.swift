import Door
public import Model
public import Text

/// Expresses the table's times relative to now, such as how long ago or how late.
///
/// A text that is not a time stays unchanged.
public struct Ages: Sendable {
  let now: QueueTime
  let language: Language

  public init(at now: QueueTime) { self.init(at: now, in: .english) }

  package init(at now: QueueTime, in language: Language) {
    (self.now, self.language) = (now, language)
  }

  public func age(of text: String) -> Age? {
    QueueTime(text, zone: now.zone).map { Age(seconds: now.epochSeconds - $0.epochSeconds) }
  }

  /// `3 h`.
  public func text(since start: String) -> String {
    age(of: start).map { $0.label(language) } ?? start.escaped
  }

  /// `2026-01-31 15:00 (3 h)`.
  public func dated(since start: String) -> String {
    start.escaped + (age(of: start).map { " (\($0.label(language)))" } ?? "")
  }

  /// `in 4 h`; `3 h late` while the row is unfinished, else `3 h ago`.
  public func due(_ item: QueueItem) -> String? {
    item.dueAt.map { due in dueAge(of: due).map { relative($0, item) } ?? due.escaped }
  }

  /// `2026-02-01 12:00 (in 18 h)`.
  public func datedDue(_ item: QueueItem) -> String? {
    item.dueAt.map { due in
      due.escaped + (dueAge(of: due).map { " (\(relative($0, item)))" } ?? "")
    }
  }

  private func dueAge(of text: String) -> Age? {
    QueueTime(dueCell: text, zone: now.zone).map {
      Age(seconds: now.epochSeconds - $0.epochSeconds)
    }
  }

  /// Red for a row that should be finished by now.
  public func dueColor(_ item: QueueItem) -> Paint.Color? {
    item.isOverdue(at: now) ? .red : nil
  }

  private func relative(_ age: Age, _ item: QueueItem) -> String {
    if age.isNow || age.seconds < 0 { return age.label(language) }
    return age.pastLabel(isLate: !item.status.isFinished)(language)
  }
}

extension CommandContext {
  public func ages() throws -> Ages { Ages(at: try taskQueue.now(), in: language) }
}
