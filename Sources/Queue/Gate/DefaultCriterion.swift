/// The criterion of a row that was added without one: it repeats the beginning of the task, and
/// requires that the report states the changes and the results of checks.
///
/// Adding a row writes this form, and the gate recognizes it.
public struct DefaultCriterion: Equatable, Sendable {
  /// The language of the second half.
  public enum Wording: CaseIterable, Sendable {
    case korean, english, japanese, chinese, russian
  }

  /// The largest length of the repeated beginning of the task, in characters.
  private static let length = 28

  /// The repeated beginning of the task.
  public let subject: String
  /// Whether the task is longer than `subject`. In this case the last word may be cut.
  public let isCut: Bool
  public let wording: Wording

  /// - Parameters:
  ///   - task: the task, on one line.
  ///   - wording: the language of the second half.
  public init(task: String, wording: Wording) {
    let scalars = task.unicodeScalars
    var view = String.UnicodeScalarView()
    for scalar in scalars.prefix(Self.length) {
      // Separators in the task would split the criterion into several ones.
      view.append(scalar == ";" || scalar == "\u{2022}" ? "," : scalar)
    }
    subject = String(view).trimmed
    isCut = scalars.count > Self.length
    self.wording = wording
  }

  /// Reads a criterion; `nil` if it does not have this form.
  public init?(reading criterion: String) {
    let text = criterion.trimmed
    guard let wording = Wording.allCases.first(where: { text.hasSuffix(" " + $0.ending) }) else {
      return nil
    }
    var start = String(text.dropLast(wording.ending.count + 1)).trimmed
    if start.count > 2, start.hasPrefix("\""), start.hasSuffix("\"") {
      start = String(start.dropFirst().dropLast())
    }
    isCut = start.hasSuffix(Self.mark)
    subject = isCut ? String(start.dropLast(Self.mark.count)).trimmed : start
    self.wording = wording
  }

  private static let mark = "\u{2026}"

  /// The text of the cell.
  ///
  /// - Parameter isQuoted: whether the subject is in quotation marks, so that it is not read as a
  ///   proof.
  public func text(isQuoted: Bool = false) -> String {
    let start = isCut ? subject + Self.mark : subject
    return (isQuoted ? "\"\(start)\"" : start) + " " + wording.ending
  }
}

extension DefaultCriterion.Wording {
  fileprivate var ending: String {
    switch self {
    case .korean: "수행 완료 + 변경사항/검증결과 notes 기록"
    case .english: "done + changes and verification results recorded in notes"
    case .japanese: "完了 + 変更点/検証結果を notes に記録"
    case .chinese: "完成 + 变更/验证结果记录于 notes"
    case .russian: "выполнено + изменения и результаты проверки записаны в notes"
    }
  }
}
