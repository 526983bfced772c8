public import Door
public import Host
import Model
import Text

/// Why a plan is not applied, or not found.
public enum PlanProblem: FeatureProblem {
  /// The plan in a file has these mistakes.
  case mistakes(PlanMistakes)
  /// The rows of the plan are in another table or database.
  case otherStore(String, store: String)
  /// No row belongs to this plan, and no version of it was applied.
  case unknown(String)
  /// A plan that has to be new is there already.
  case exists(String)
  /// The plan has no such task.
  case noTask(String, plan: String)
  /// A file of the plan's folder does not have the expected contents.
  case unreadable(path: String)
  /// Another process applies the plan.
  case locked(String, holder: String)
  /// Another machine applies the plan, or asks a planner for the plan.
  case leased(String, to: LeaseHolder)
  /// This machine was silent for so long that another machine may have applied the plan in the
  /// meantime.
  case lockLost(String)

  // Problems of plans that a planner wrote.

  /// The plan has no proposal to decide, or to revise.
  case noProposal(String)
  /// The content of the proposal is not the one that the person read.
  case otherHash(String)
  /// Another process asks a planner for the plan.
  case beingAsked(String, holder: String)
}

extension PlanProblem {
  public var kind: Problem.Kind {
    switch self {
    case .mistakes: .badPlan
    case .otherStore: .otherStore
    case .unknown, .noTask, .noProposal: .noPlan
    case .exists: .planExists
    case .unreadable: .malformedPlan
    case .locked, .leased, .lockLost, .beingAsked: .locked
    case .otherHash: .otherHash
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
    case .otherStore(let plan, let store):
      (
        Sentence(
          "the rows of plan \(plan) are in \(store.escaped)",
          "계획 \(plan)의 행은 \(store.escaped)에 있습니다"),
        Sentence(
          "name that queue with --queue or --db, or give your plan another name",
          "--queue나 --db로 그 큐를 지정하거나, 계획에 다른 이름을 주십시오")
      )
    case .unknown(let name):
      (
        Sentence("there is no plan \(name.escaped)", "\(name.escaped) 계획이 없습니다"),
        Sentence("orch plan list shows the plans", "계획은 orch plan list로 봅니다")
      )
    case .exists(let name):
      (
        Sentence("plan \(name) already exists", "계획 \(name)이(가) 이미 있습니다"),
        Sentence(
          "orch plan revise \(name) --feedback TEXT changes it; or use another name",
          "바꾸기: orch plan revise \(name) --feedback TEXT. 아니면 다른 이름을 쓰십시오")
      )
    case .noTask(let task, let plan):
      (
        Sentence(
          "plan \(plan) has no task '\(task.escaped)'", "계획 \(plan)에 할 일 '\(task.escaped)'이(가) 없습니다"
        ),
        Sentence(
          "orch plan show \(plan) shows its tasks", "할 일은 orch plan show \(plan)(으)로 봅니다")
      )
    case .unreadable(let path):
      (
        Sentence("\(path.escaped) is not a file of a plan", "\(path.escaped): 계획의 파일이 아닙니다"),
        Sentence(
          "remove \(Path.parent(of: path).escaped), and apply the plan again: existing rows stay",
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
          "orch plan show \(name) shows the applied version; if it is not yours, apply your file again",
          "무엇이 적용되었는지 orch plan show \(name)(으)로 보고, 다르면 파일을 다시 적용하십시오")
      )
    case .noProposal(let name):
      (
        Sentence(
          "plan \(name.escaped) has no proposal", "계획 \(name.escaped)에는 제안이 없습니다"),
        Sentence("orch plan propose makes a proposal", "만들기: orch plan propose")
      )
    case .otherHash(let name):
      (
        Sentence(
          "the content of the proposal of plan \(name) does not have this hash",
          "계획 \(name)의 제안은 이 해시의 내용이 아닙니다"),
        Sentence(
          "read the proposal again: orch plan show \(name) prints its hash",
          "다시 읽으십시오. 해시는 orch plan show \(name)에 있습니다")
      )
    case .beingAsked(let name, let holder):
      (
        Sentence(
          "a planner is being asked for plan \(name) by process \(holder.escaped)",
          "프로세스 \(holder.escaped)이(가) 플래너에게 계획 \(name)을(를) 묻고 있습니다"),
        Sentence("wait until the planner has answered", "답이 올 때까지 기다리십시오")
      )
    }
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
