public import Plans
public import Wording

extension PlanWarning {
  public var sentence: Sentence {
    switch self {
    case .nothingToCheck(let tasks):
      Self.nothingToCheck(
        tasks.prefix(Self.namedTasks).joined(separator: ", "), more: tasks.count - Self.namedTasks)
    case .oneChain(let tasks):
      Sentence(
        "each of the \(tasks) tasks waits for the one before it: no two run at once",
        "할 일 \(tasks)개가 모두 앞의 것을 기다립니다. 동시에 진행되는 것이 없습니다")
    case .overlap(let first, let second, let path):
      Sentence(
        "\(first) and \(second) both touch \(path): they do not run at once, though neither waits for "
          + "the other",
        "\(first), \(second): 둘 다 \(path)에 손댑니다. 서로 기다리지 않지만 동시에 진행되지 않습니다")
    case .moreOverlaps(let count):
      Sentence(
        "\(count.counted("more pair")) of tasks touch the same paths",
        "같은 경로에 손대는 할 일의 쌍이 \(count)개 더 있습니다")
    }
  }

  private static let namedTasks = 5

  private static func nothingToCheck(_ tasks: String, more: Int) -> Sentence {
    Sentence(
      "without criteria and outputs nothing shows that a task is done, and its report waits for orch "
        + "approve: \(tasks)" + (more > 0 ? " and \(more) more" : "") + "; give them criteria",
      "기준도 산출물도 없는 할 일은 끝났음을 보일 수 없어 보고서가 orch approve를 기다립니다: \(tasks)"
        + (more > 0 ? " 외 \(more)개" : "") + ". 기준을 적으십시오")
  }
}
