import Prose

/// What a line that announces a list tells of it.
enum Introduction {
  /// Whether it speaks of what follows, although it has no colon.
  static func announces(_ text: String) -> Bool {
    let scalars = Array(text.lowercased().unicodeScalars)
    return words.stands(in: scalars)
  }

  /// A longer line is a task of its own that mentions something below.
  static let longest = 60

  private static let words: PhraseList = [
    "the following", "as follows", "these tasks", "tasks below", "아래와 같", "다음과 같",
    "아래 작업", "다음 작업", "아래 항목", "다음 항목", "아래 내용", "할 일", "以下の", "次のタスク",
    "次の作業", "やること", "以下任务", "如下", "以下几", "待办", "следующ", "список задач",
  ]

  /// Whether it says that the entries are to be done in their order.
  static func statesSequence(_ text: String) -> Bool {
    let scalars = Array(text.lowercased().unicodeScalars)
    return sequence.stands(in: scalars) && !denied.stands(in: scalars)
  }

  private static let sequence: PhraseList = [
    "in order", "in this order", "in the given order", "in sequence", "in the order",
    "one after another", "step by step", "순서대로", "순서로", "차례대로", "차례로", "순차적으로",
    "順番に", "順に", "按顺序", "依次", "按次序", "顺序执行", "по порядку", "последовательно",
    "по очереди",
  ]

  private static let denied: PhraseList = [
    "no particular order", "in order to", "any order", "not in order", "not necessarily in",
    "order does not matter", "order doesn't matter", "순서대로 할 필요", "순서대로가 아", "순서대로 하지 않",
    "순서대로 안", "순서 상관없", "순서는 상관없", "순서 무관", "順不同", "順番に関係", "不按顺序", "不用按顺序", "不必按",
    "не по порядку", "в любом порядке",
  ]
}
