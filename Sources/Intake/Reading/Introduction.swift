import Prose

/// What a line that stands before a list says of it.
struct Introduction {
  private let text: [Unicode.Scalar]

  init(_ text: [Unicode.Scalar]) { self.text = Array(String(text).lowercased().unicodeScalars) }

  /// Whether it speaks of what follows, or is a heading, although it has no colon. A longer line
  /// is a task of its own that mentions something below.
  var announcesList: Bool {
    text.first == "#" || text.count <= 60 && (says(Self.announcements) || statesSequence)
  }

  /// Whether it says that the entries are to be done in their order.
  var statesSequence: Bool { says(Self.sequence) && !says(Self.denials) }

  private func says(_ phrases: [[Unicode.Scalar]]) -> Bool {
    text.indices.contains { index in
      phrases.contains { $0.first == text[index] && text[index...].starts(with: $0) }
    }
  }

  private static func phrases(_ phrases: String...) -> [[Unicode.Scalar]] {
    phrases.map { Array($0.unicodeScalars) }
  }

  private static let announcements = phrases(
    "the following", "as follows", "these tasks", "tasks below", "아래와 같", "다음과 같", "다음을",
    "아래를", "아래 작업", "다음 작업", "아래 항목", "다음 항목", "아래 내용", "할 일", "할일", "以下の",
    "次のタスク", "次の作業", "やること", "以下任务", "如下", "以下几", "待办", "следующ", "список задач")

  private static let sequence = phrases(
    "in order", "in this order", "in the given order", "in sequence", "in the order",
    "one after another", "step by step", "순서대로", "순서로", "차례대로", "차례로", "순차적으로", "順番に",
    "順に", "按顺序", "按順序", "依次", "按次序", "顺序执行", "по порядку", "последовательно", "по очереди")

  private static let denials = phrases(
    "no particular order", "in order to", "any order", "not in order", "not necessarily in",
    "order does not matter", "order doesn't matter", "순서대로 할 필요", "순서대로가 아", "순서대로 하지 않",
    "순서대로 안", "순서 상관없", "순서는 상관없", "순서 무관", "順不同", "順番に関係", "不按顺序", "不用按顺序",
    "不必按", "не по порядку", "в любом порядке")
}
