public import Text

extension PlanWarning {
  public var sentence: Sentence {
    switch self {
    case .nothingToCheck(let tasks): Self.nothingToCheck(list(tasks))
    case .noWorker(let tasks): Self.noWorker(list(tasks))
    case .policyWithoutSandbox(let tasks, let profile): Self.policy(list(tasks), profile)
    case .otherCheckout(let tasks):
      Sentence(
        "worktreePath is not used: each row of a worker with \"worktree\": true gets a worktree of its "
          + "own: \(list(tasks).english)",
        "worktreePath는 쓰이지 않습니다. \"worktree\": true인 워커의 행마다 작업 트리가 따로 만들어집니다: "
          + "\(list(tasks).korean)")
    case .exitUndecided(let tasks):
      Sentence(
        "a person has to approve these tasks, because orch.json does not set review.exit to true: "
          + "\(list(tasks).english)",
        "orch.json의 review.exit가 true가 아니라서 다음 할 일은 사람이 승인해야 합니다: \(list(tasks).korean)")
    case .oneChain(let tasks):
      Sentence(
        "each of the \(tasks) tasks waits for the one before it: no two run at once",
        "할 일 \(tasks)개가 모두 앞의 것을 기다립니다. 동시에 진행되는 것이 없습니다")
    case .overlap(let first, let second, let path):
      Sentence(
        "\(first) and \(second) both touch \(path): they do not run at once, although neither waits for "
          + "the other",
        "\(first), \(second): 둘 다 \(path)에 손댑니다. 서로 기다리지 않지만 동시에 진행되지 않습니다")
    case .moreOverlaps(let count):
      Sentence(
        "\(count.counted("more pair")) of tasks touch the same paths",
        "같은 경로에 손대는 할 일의 쌍이 \(count)개 더 있습니다")
    }
  }

  /// Names the first five tasks, and counts the others.
  private func list(_ tasks: [String]) -> Sentence {
    let named = tasks.prefix(5).joined(separator: ", ")
    let more = tasks.count - 5
    return more > 0
      ? Sentence("\(named) and \(more) more", "\(named) 외 \(more)개") : Sentence(same: named)
  }

  private static func nothingToCheck(_ tasks: Sentence) -> Sentence {
    Sentence(
      "without criteria and outputs nothing shows that a task is done, and its report waits for orch "
        + "approve: \(tasks.english); give them criteria",
      "기준도 산출물도 없는 할 일은 끝났음을 보일 수 없어 보고서가 orch approve를 기다립니다: \(tasks.korean). 기준을 "
        + "적으십시오")
  }

  private static func noWorker(_ tasks: Sentence) -> Sentence {
    Sentence(
      "no worker of orch.json takes these tasks: \(tasks.english); give them a worker, or add a "
        + "matching route or a worker named default",
      "이 할 일을 맡을 워커가 orch.json에 없습니다: \(tasks.korean). 할 일에 worker를 적거나, 맞는 경로 또는 "
        + "default라는 워커를 추가하십시오")
  }

  private static func policy(_ tasks: Sentence, _ profile: String) -> Sentence {
    Sentence(
      "the policy of these tasks is only told to their worker, because \(profile) has no sandbox: "
        + "\(tasks.english); set \(profile).sandbox in orch.json",
      "\(profile)에 sandbox가 없어 다음 할 일의 policy는 워커에게 전해질 뿐 강제되지 않습니다: \(tasks.korean). "
        + "orch.json에 \(profile).sandbox를 적으십시오")
  }
}
