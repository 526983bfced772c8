public import Model
public import Text

extension EditableField {
  /// Converts a text that a person typed for the field to the form of a `Transition.Edit`. The
  /// result is empty if the text clears the field.
  public func value(_ text: String) throws(InvalidValue) -> String {
    guard let value = CellText.value(text) else {
      if mayBeEmpty { return "" }
      throw InvalidValue(Sentence("it must not be empty", "비워 둘 수 없습니다"))
    }
    switch self {
    case .task, .successCriteria, .notes: return text
    case .priority:
      guard let priority = Priority.known.first(where: { $0.text == value.uppercased() }) else {
        throw .words(Priority.known.map(\.text), nearest: nil)
      }
      return priority.text
    case .dueAt, .notBefore:
      try Self.checkDue(value)
      return value
    case .labels: return try Self.labels(text).joined(separator: ",")
    case .after: return Dependencies.ids(in: value).joined(separator: ",")
    case .touches:
      guard !text.utf8.contains(UInt8(ascii: "|")) else {
        throw InvalidValue(
          Sentence(
            "use paths without |, several with commas", "|가 없는 경로를 쓰고, 여럿이면 쉼표로 나누십시오"))
      }
      return Dependencies.ids(in: value).joined(separator: ",")
    case .maxAttempts:
      guard let number = Int(value), number >= 0 else {
        throw .noWholeNumber(in: 0...(.max))
      }
      return String(number)
    case .worker:
      guard ItemID.isWellFormed(value) else {
        throw InvalidValue(Sentence("use the name of a worker", "워커의 이름을 쓰십시오"))
      }
      return value
    case .timeout: return DurationText.exactText(try Self.timeout(value))
    case .repository:
      guard PlanName.isWellFormed(value) else {
        throw InvalidValue(Sentence("use the name of a repository", "저장소의 이름을 쓰십시오"))
      }
      return value
    case .plan:
      try Self.checkPlan(value)
      return value
    case .approval: return try Self.word(value, of: Approval.allCases.map(\.rawValue))
    case .onFailure: return try Self.word(value, of: FailurePolicy.allCases.map(\.rawValue))
    }
  }

  /// Throws for a text that is not the name of a plan.
  public static func checkPlan(_ name: String) throws(InvalidValue) {
    guard PlanName.isWellFormed(name) else { throw InvalidValue(PlanName.rule) }
  }

  private static func word(
    _ text: String, of words: [String]
  ) throws(InvalidValue) -> String {
    guard words.contains(text) else { throw .words(words, nearest: nil) }
    return text
  }

  /// Throws for a text that `QueueTime(due:at:)` can't read.
  public static func checkDue(_ text: String) throws(InvalidValue) {
    guard QueueTime(due: text, at: QueueTime(epochSeconds: 0, offset: 0)) == nil else { return }
    throw InvalidValue(
      Sentence(
        "use a time such as 2026-01-31 18:00, 2026-01-31, 18:00, tomorrow, friday or 2d",
        "2026-01-31 18:00, 2026-01-31, 18:00, 내일, 금요일, 2d 같은 시각을 쓰십시오"))
  }

  /// Whether a due time that a person typed depends on the current time, and therefore on the zone.
  public static func isRelative(due text: String) -> Bool {
    CellText.value(text).map { QueueTime($0, offset: 0) == nil } ?? false
  }

  /// The same value.
  ///
  /// - Throws: a problem that names the field.
  package func checked(_ text: String) throws(Problem) -> String {
    do throws(InvalidValue) { return try value(text) } catch {
      throw Problem.invalidField(self, text: text, error)
    }
  }

  /// The labels that a person typed, separated by commas or blanks.
  public static func labels(_ text: String) throws(InvalidValue) -> [String] {
    let labels = Labels.list(CellText.value(text) ?? "")
    guard !labels.isEmpty, !text.utf8.contains(UInt8(ascii: "|")) else {
      throw InvalidValue(
        Sentence(
          "use words without |, several with commas", "|가 없는 낱말을 쓰고, 여럿이면 쉼표로 나누십시오"))
    }
    return labels
  }

  /// The longest duration of an attempt in seconds, from a text that a person typed.
  public static func timeout(_ text: String) throws(InvalidValue) -> Int {
    guard let seconds = DurationText.seconds(text), QueueItem.timeouts.contains(seconds) else {
      throw InvalidValue(
        Sentence(
          "use a time such as 90s, 30m or 2h, up to 168h", "90s, 30m, 2h 같은 시간을 쓰십시오, 168h까지"))
    }
    return seconds
  }
}

extension PlanName {
  public static let rule = Sentence(
    "use up to 31 letters, digits, - and _, beginning with a letter or a digit",
    "영문자나 숫자로 시작해 31자까지, 영문자, 숫자, -, _만 쓰십시오")
}

extension RequestKey {
  public static let rule = Sentence(
    "use 1 to \(maximumLength) visible ASCII characters without | and blanks",
    "|와 공백 없이, 눈에 보이는 ASCII 문자를 1자에서 \(maximumLength)자까지 쓰십시오")
}

extension Sentence {
  package static var ruleOfIdempotencyKeys: Sentence {
    let limit = IdempotencyKey.maximumLength
    return Sentence(
      "use up to \(limit) bytes without spaces, pipes and control characters",
      "공백, 파이프, 제어 문자 없이 \(limit)바이트까지 쓸 수 있습니다")
  }
}
