public import Door
public import Host
import Model
import Text
public import Workers

/// Why a plan is not applied, or not found.
public enum PlanProblem: FeatureProblem {
  /// The plan in a file has these mistakes.
  case mistakes(PlanMistakes)
  /// The file names none of these workers, in whose place others were to be put; these it names.
  case noWorkersToMap([String], known: [String])
  /// Another content was applied with this key.
  case keyUsed(String, plan: String)
  /// The rows of the plan are in another table or database.
  case otherStore(String, store: String)
  /// No row belongs to such a plan, and none was applied.
  case unknown(String)
  /// The plan has no such task.
  case noTask(String, plan: String)
  /// Rows belong to the plan, but no file was applied.
  case notApplied(String)
  /// A file of the plan's folder can't be read as what it should be.
  case unreadable(path: String)
  /// Another process applies the plan.
  case locked(String, holder: String)
  /// Another machine applies the plan, or asks a planner for it.
  case leased(String, to: LeaseHolder)
  /// This machine was silent for so long that another one may have applied the plan meanwhile.
  case lockLost(String)

  // Of plans that a planner wrote.

  /// `orch.json` has no planner of this name, but these; `nil` where it names none.
  case noPlanner(String?, known: [String])
  /// The endpoint of a planner gave no answer. What was sent and what came is in the folder.
  case noAnswer(planner: String, ChatFailure, folder: String)
  /// What a planner answered at last has these mistakes; it may have been cut where the model's
  /// limit of tokens was reached.
  case proposalMistakes(PlanMistakes, answers: Int, isCut: Bool, folder: String)
  /// The plan has no proposal to decide, or to revise.
  case noProposal(String)
  /// Nothing of the plan was applied, so that it has no rows.
  case onlyProposed(String)
  /// A person decided the proposal before.
  case decided(String, isApproved: Bool)
  /// The proposal has another content than that which was read.
  case otherHash(String)
  /// Another version of the plan was applied since the planner was asked.
  case outdated(String)
  /// Another process asks a planner for the plan.
  case beingAsked(String, holder: String)
  /// A plan of this name is there already.
  case exists(String)
  /// `planner.auto_approve` does not allow to apply a plan that nobody read.
  case noAutoApproval
}

extension PlanProblem {
  public var kind: Problem.Kind {
    switch self {
    case .mistakes: .badPlan
    case .noWorkersToMap: .usage
    case .keyUsed: .keyUsed
    case .otherStore: .otherStore
    case .unknown, .noTask, .notApplied: .noPlan
    case .unreadable: .malformedPlan
    case .locked, .leased, .lockLost: .locked
    case .noPlanner: .noWorker
    case .noAnswer(_, let failure, _): failure.isPassing ? .noAnswer : .endpoint
    case .proposalMistakes: .badPlan
    case .noProposal, .onlyProposed: .noPlan
    case .decided: .decided
    case .otherHash, .outdated: .otherHash
    case .beingAsked: .locked
    case .exists: .planExists
    case .noAutoApproval: .noAutoApproval
    }
  }

  /// Whether another process or machine works on the plan.
  package var isInUse: Bool { kind == .locked }

  public var words: Words {
    switch self {
    case .mistakes(let mistakes):
      (
        mistakes.kept.map(\.sentence).joined(separator: "; "),
        Sentence(
          "correct the file; orch plan check lists all mistakes",
          "파일을 고치십시오. 잘못된 곳은 orch plan check가 모두 보여 줍니다")
      )
    case .noWorkersToMap(let names, let known):
      (
        Sentence(
          "no task of the file has the worker \(Self.list(names)), which is to be mapped",
          "바꿀 워커 \(Self.list(names))을(를) 쓰는 할 일이 파일에 없습니다"),
        known.isEmpty
          ? Sentence("the file names no worker", "파일에 적힌 워커가 없습니다")
          : Sentence(
            "the file names \(Self.list(known))", "파일에 적힌 워커: \(Self.list(known))")
      )
    case .keyUsed(let key, let plan):
      (
        Sentence(
          "key '\(key.escaped)' was used for a different version of plan \(plan)",
          "키 '\(key.escaped)'은(는) 계획 \(plan)의 다른 버전에 쓰였습니다"),
        Sentence("use another key, or none", "다른 키를 쓰거나 키 없이 적용하십시오")
      )
    case .otherStore(let plan, let store):
      (
        Sentence(
          "the rows of plan \(plan) are in \(store.escaped)",
          "계획 \(plan)의 행은 \(store.escaped)에 있습니다"),
        Sentence(
          "name that queue with --queue or --db, or give the plan another name",
          "--queue나 --db로 그 큐를 지정하거나, 계획에 다른 이름을 주십시오")
      )
    case .unknown(let name):
      (
        Sentence("there is no plan \(name.escaped)", "\(name.escaped) 계획이 없습니다"),
        Sentence("orch plan list shows the plans", "계획은 orch plan list로 봅니다")
      )
    case .noTask(let task, let plan):
      (
        Sentence(
          "plan \(plan) has no task '\(task.escaped)'", "계획 \(plan)에 할 일 '\(task.escaped)'이(가) 없습니다"
        ),
        Sentence(
          "orch plan show \(plan) shows its tasks", "할 일은 orch plan show \(plan)으로 봅니다")
      )
    case .notApplied(let name):
      (
        Sentence(
          "no file was applied for plan \(name.escaped), so there is nothing to draw",
          "계획 \(name.escaped)에는 적용한 파일이 없어 그릴 것이 없습니다"),
        Sentence(
          "orch plan show \(name.escaped) shows its rows",
          "행은 orch plan show \(name.escaped)(으)로 봅니다")
      )
    case .unreadable(let path):
      (
        Sentence("\(path.escaped) is no file of a plan", "\(path.escaped): 계획의 파일이 아닙니다"),
        Sentence(
          "remove \(Path.parent(of: path).escaped), and apply the plan again: rows that are there stay",
          "\(Path.parent(of: path).escaped) 폴더를 지우고 계획을 다시 적용하십시오. 이미 있는 행은 그대로 남습니다")
      )
    case .locked(let name, let holder):
      (
        Sentence(
          "plan \(name) is being applied by process \(holder.escaped)",
          "프로세스 \(holder.escaped)이(가) 계획 \(name)을(를) 적용하고 있습니다"),
        Sentence("try again", "다시 시도하십시오")
      )
    case .leased(let name, let holder):
      (
        Sentence(
          "plan \(name) is worked on by another machine, \(holder.place.escaped), for \(holder.secondsLeft) seconds at most",
          "다른 컴퓨터 \(holder.place.escaped)이(가) 계획 \(name)을(를) 다루고 있습니다(최대 \(holder.secondsLeft)초)"),
        Sentence("try again", "다시 시도하십시오")
      )
    case .lockLost(let name):
      (
        Sentence(
          "another machine has taken plan \(name), because this one was silent for too long",
          "이 컴퓨터가 너무 오래 멈춰 있어서 다른 컴퓨터가 계획 \(name)을(를) 이어받았습니다"),
        Sentence(
          "orch plan show \(name) shows what was applied; apply your file again if that is not it",
          "무엇이 적용되었는지 orch plan show \(name)(으)로 보고, 다르면 파일을 다시 적용하십시오")
      )
    case .noPlanner(let name, let known):
      (
        name.map {
          Sentence(
            "orch.json has no planner '\($0.escaped)'",
            "orch.json에 플래너 '\($0.escaped)'이(가) 없습니다")
        } ?? Sentence("orch.json names no planner", "orch.json에 정해진 플래너가 없습니다"),
        known.isEmpty
          ? Sentence(
            "a planner is a worker with the adapter llm: docs/planner.md",
            "플래너는 어댑터가 llm인 워커입니다: docs/planner.md")
          : Sentence("it has \(Self.list(known))", "있는 플래너: \(Self.list(known))")
      )
    case .noAnswer(let planner, let failure, let folder):
      (
        failure.sentence(of: planner),
        Sentence(
          "\(failure.hint.english); \(folder.escaped) has what was sent and what came",
          "\(failure.hint.korean). 보낸 것과 받은 것은 \(folder.escaped)에 있습니다")
      )
    case .proposalMistakes(let mistakes, let answers, let isCut, let folder):
      (
        Sentence(
          "after \(answers.counted("answer")) the plan still has mistakes: "
            + mistakes.kept.map(\.sentence.english).joined(separator: "; ")
            + (isCut ? "; the last answer was cut at the model's limit of tokens" : ""),
          "답을 \(answers)번 받았지만 계획에 아직 잘못이 있습니다: "
            + mistakes.kept.map(\.sentence.korean).joined(separator: "; ")
            + (isCut ? "; 마지막 답은 모델의 토큰 한도에서 잘렸습니다" : "")),
        isCut
          ? Sentence(
            "divide the goal, so that its plan is shorter; \(folder.escaped) has the answers",
            "계획이 짧아지도록 목표를 나누십시오. 답은 \(folder.escaped)에 있습니다")
          : Sentence(
            "say the goal in more detail; \(folder.escaped) has the answers",
            "목표를 더 자세히 쓰십시오. 답은 \(folder.escaped)에 있습니다")
      )
    case .noProposal(let name):
      (
        Sentence(
          "plan \(name.escaped) has no proposal", "계획 \(name.escaped)에는 제안이 없습니다"),
        Sentence("orch plan propose makes one", "만들기: orch plan propose")
      )
    case .onlyProposed(let name):
      (
        Sentence(
          "plan \(name) has no rows: it was proposed, and not applied",
          "계획 \(name)에는 행이 없습니다. 제안되었을 뿐 적용되지 않았습니다"),
        Sentence(
          "orch plan show \(name) says how to go on", "다음에 할 일은 orch plan show \(name)에 있습니다")
      )
    case .decided(let name, let isApproved):
      (
        isApproved
          ? Sentence(
            "the proposal of plan \(name) was approved before", "계획 \(name)의 제안은 이미 승인되었습니다")
          : Sentence(
            "the proposal of plan \(name) was rejected before", "계획 \(name)의 제안은 이미 거절되었습니다"),
        Sentence(
          "orch plan revise \(name) --feedback TEXT makes a new one",
          "새 제안 만들기: orch plan revise \(name) --feedback TEXT")
      )
    case .otherHash(let name):
      (
        Sentence(
          "the proposal of plan \(name) has another content than that of this hash",
          "계획 \(name)의 제안은 이 해시의 내용이 아닙니다"),
        Sentence(
          "read it again: orch plan show \(name) prints its hash",
          "다시 읽으십시오. 해시는 orch plan show \(name)에 있습니다")
      )
    case .outdated(let name):
      (
        Sentence(
          "another version of plan \(name) was applied since this one was proposed",
          "이 제안 뒤에 계획 \(name)의 다른 버전이 적용되었습니다"),
        Sentence(
          "orch plan revise \(name) --feedback TEXT changes the version that is applied now",
          "지금 적용된 버전 고치기: orch plan revise \(name) --feedback TEXT")
      )
    case .beingAsked(let name, let holder):
      (
        Sentence(
          "a planner is being asked for plan \(name) by process \(holder.escaped)",
          "프로세스 \(holder.escaped)이(가) 플래너에게 계획 \(name)을(를) 묻고 있습니다"),
        Sentence("wait until it has answered", "답이 올 때까지 기다리십시오")
      )
    case .exists(let name):
      (
        Sentence("there is a plan \(name) already", "계획 \(name)이(가) 이미 있습니다"),
        Sentence(
          "orch plan revise \(name) --feedback TEXT changes it; or use another name",
          "바꾸기: orch plan revise \(name) --feedback TEXT. 아니면 다른 이름을 쓰십시오")
      )
    case .noAutoApproval:
      (
        Sentence(
          "orch.json does not allow --auto-approve", "orch.json이 --auto-approve를 허용하지 않습니다"),
        Sentence(
          #"set "auto_approve": true in planner, or read the plan and approve it"#,
          #"planner에 "auto_approve": true를 정하거나, 계획을 읽고 승인하십시오"#)
      )
    }
  }

  private static func list(_ names: [String]) -> String {
    names.joined(separator: ", ").escaped
  }
}

extension Problem {
  public static func plan(_ problem: PlanProblem) -> Problem { problem.problem }

  /// The problem of a plan; `nil` for any other.
  package var plan: PlanProblem? { fact() }

  /// The mistakes of a plan that was read; `nil` for any other problem.
  public var planMistakes: PlanMistakes? {
    if case .mistakes(let mistakes)? = plan { mistakes } else { nil }
  }
}

extension PlanMistakes: ProblemSource {
  public var problem: Problem { .plan(.mistakes(self)) }
}
