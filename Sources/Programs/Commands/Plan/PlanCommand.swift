import Door
import Model
import Plans
import Runner
import Text

/// `orch plan`: turns related tasks in one file into rows.
struct PlanCommand: QueueCommand {
  static let name = "plan"
  static let summary = Sentence(
    "Check and apply plans: tasks that belong together", "함께 묶인 할 일(계획)을 검사하고 적용합니다")
  static let discussion = Sentence(
    """
    A plan is a JSON file that lists tasks and what each of them waits for. check reports every
    mistake in it, with its place. diff shows what apply would do. apply makes the rows of the plan
    match the file, all in one write or none at all. Each task becomes the row PLAN.TASK. If you
    apply a changed file again, its rows change, except those that a person edited or deleted and
    those that are IN_PROGRESS or DONE. cancel and retry act on all rows of a plan, or on the row of
    one task. list, show and graph show the progress of plans. propose asks the planner of orch.json
    for a plan that reaches a goal, and adds no rows; without a planner it divides the goal as
    intake does. approve applies a proposal, which you name by the hash that show prints. revise
    asks for another proposal, and reject drops the proposal.
    """,
    """
    계획은 할 일들과 각각이 기다리는 것을 적은 JSON 파일입니다. check는 잘못된 것을 모두 위치와 함께
    알려 주고, diff는 apply가 할 일을 알려 줍니다. apply는 계획의 행을 파일과 같게 만듭니다. 한 번에
    모두 쓰거나, 아무것도 쓰지 않습니다. 할 일은 PLAN.TASK라는 행이 됩니다. 고친 파일을 다시 적용하면
    행이 바뀌지만, 사람이 고치거나 지운 것과 IN_PROGRESS, DONE인 행은 그대로 남습니다. cancel과
    retry는 계획의 모든 행이나 한 할 일의 행을 다룹니다. list, show, graph는 진행 상황을 보여 줍니다.
    propose는 orch.json의 플래너에게 목표의 계획을 묻고, 행은 만들지 않습니다. 플래너가 없으면
    intake처럼 목표를 나눕니다. approve는 show가 보여 준 제안을 해시로 적용하고, revise는 다시 묻고,
    reject는 거절합니다.
    """)
  static let result = """
    `check`: `NAME: N tasks, no mistakes`, or each mistake with its place, and status 1; `diff` \
    and `apply`: a line with the numbers of rows that are, or would be, `added`, `changed` and \
    `cancelled`, then a line for each of these rows; `cancel` and `retry`: what became of each \
    row; `list`: a line `NAME⇥STATE⇥DONE/ROWS⇥VERSION⇥COST⇥TITLE` for each plan; `show`: state and \
    rows, with all that is sent to workers; `graph`: a line `ROW → ROWS THAT WAIT FOR IT` for each \
    row, or with `--dot` a graph for Graphviz; `propose` and `revise`: `NAME proposed: N tasks`, \
    and how to go on; `approve`: as `apply`; `reject`: `NAME rejected: N tasks`
    """
  static var answers: [any Shaped.Type] {
    [
      PlanCheckAnswer.self, AppliedPlanAnswer.self, PlanList.self, PlanDetailsAnswer.self,
      ProposalAnswer.self,
      SeveralAnswers<ZonedChange>.self,
    ]
  }
  static let examples = [
    Example("orch plan check login.json", Sentence("all mistakes at once", "잘못된 곳을 한꺼번에")),
    Example(
      "orch plan diff login.json", Sentence("shows what apply would do", "apply가 할 일을 미리 봅니다")),
    Example(
      "orch plan apply login.json --key issue-812",
      Sentence("repeating it with the same key changes nothing", "같은 키로 되풀이해도 바뀌지 않습니다")),
    Example(
      "orch plan apply release.json --from job --map codex-backend=codex",
      Sentence("a plan from another tool", "다른 도구의 계획")),
    Example(
      "orch plan propose --goal-file login.md",
      Sentence("ask the planner for a plan", "플래너에게 계획을 묻습니다")),
    Example(
      "orch plan revise login --feedback 'One task for each page'",
      Sentence("ask for another proposal", "다시 묻습니다")),
    Example("orch plan show login", Sentence("its progress", "얼마나 진행되었는지")),
    Example(
      "orch plan cancel login api --hold",
      Sentence(
        "one task; rows that wait for this task keep waiting", "할 일 하나. 그것을 기다리는 행은 계속 기다립니다")),
    Example(
      "orch plan retry login", Sentence("everything that failed", "실패한 것을 모두 다시")),
    Example(
      "orch plan graph login --dot | dot -Tsvg > login.svg",
      Sentence("a picture of the plan", "그림으로 봅니다")),
  ]
  private static let actions: Sentence = {
    let names = Action.allCases.map(\.rawValue)
    let first = names.dropLast().joined(separator: ", ")
    let last = names.last ?? ""
    return Sentence("\(first) or \(last)", "\(first), \(last) 가운데 하나")
  }()
  static let options: [Option<PlanCommand>] = [
    .choice(
      "ACTION", actions, Action.allCases.map(\.rawValue), required: true, placeholder: "ACTION"
    ) { $1.action = Action(rawValue: $0) ?? .list },
    .value(
      "PLAN", "FILE|NAME",
      Sentence(
        "check, diff, apply: the plan's file, - for standard input; else its name, optional for propose",
        "check, diff, apply: 파일, 표준 입력은 -. 나머지: 이름, propose는 없어도 됨"),
      kind: .dependent(
        on: "ACTION", in: Action.allCases.filter(\.takesFile).map(\.rawValue), .file, else: .plan)
    ) { $1.subject = $0 },
    .value(
      "--task", "TASK",
      Sentence(
        "cancel, retry: only this task; its name without the plan's name",
        "cancel, retry: 이 할 일만, 계획 이름 없이")
    ) { $1.task = $0 },
    .value(
      "--key", "K",
      Sentence(
        "apply: names this call; nothing else can be applied with the same key",
        "apply: 이 호출의 이름. 같은 키로 다른 내용은 적용할 수 없습니다")
    ) {
      (text, command) throws(InvalidValue) in
      guard IdempotencyKey.isWellFormed(text) else {
        throw InvalidValue(.ruleOfIdempotencyKeys)
      }
      command.key = text
    },
    .choice(
      "--from",
      Sentence(
        "check, diff, apply: the format of another tool; by default the keys decide",
        "check, diff, apply: 다른 도구의 형식. 없으면 키로 알아봄"),
      PlanForm.allCases.map(\.rawValue)
    ) { $1.form = PlanForm(rawValue: $0) },
    .value(
      "--map", "OLD=NEW",
      Sentence(
        "check, diff, apply: run the tasks of worker OLD, such as codex-*, with NEW",
        "check, diff, apply: 워커 OLD(예: codex-*)의 할 일을 NEW로 실행"),
      repeatable: true
    ) {
      (text, command) throws(InvalidValue) in
      let words = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard words.count == 2, words.allSatisfy({ !$0.isEmpty }) else {
        throw InvalidValue(
          Sentence("use the form codex-backend=codex", "codex-backend=codex 형식으로 쓰십시오"))
      }
      command.workers.replacements.append((words[0], words[1]))
    },
    .flag(
      "--hold",
      Sentence(
        "cancel TASK: rows that wait for it keep waiting", "cancel TASK: 그것을 기다리는 행은 계속 기다림")
    ) { $0.holdsFollowers = true },
    .value("--reason", "R", Sentence("cancel, reject: why", "cancel, reject: 이유")) {
      $1.reason = $0
    },
    .flag(
      "--failed",
      Sentence("retry: everything that stopped (the default)", "retry: 멈춘 것 모두, 기본값")
    ) { $0.takesFailed = true },
    .flag(
      "--downstream",
      Sentence(
        "retry TASK: also the rows that wait for it, even if DONE",
        "retry TASK: DONE이어도 그것을 기다리는 행까지")
    ) { $0.takesFollowers = true },
    .flag("--dot", Sentence("graph: for Graphviz", "graph: Graphviz 형식으로")) { $0.isDot = true },
    .value(
      "--goal", "TEXT", Sentence("propose: what to achieve", "propose: 이룰 것")
    ) { $1.goal = $0 },
    .value(
      "--goal-file", "F",
      Sentence(
        "propose: a file with the goal, - for standard input", "propose: 그것을 적은 파일, 표준 입력은 -"),
      kind: .file
    ) { $1.goalFile = $0 },
    .value(
      "--planner", "NAME",
      Sentence(
        "propose, revise: use this planner instead of the one in orch.json",
        "propose, revise: orch.json과 다른 플래너")
    ) { $1.planner = $0 },
    .value(
      "--feedback", "TEXT",
      Sentence("revise: what to change", "revise: 바꿀 것")
    ) { $1.feedback = $0 },
    .value(
      "--hash", "H",
      Sentence("approve: the hash of the proposal, as show prints it", "approve: show가 보여 준 제안의 해시")
    ) { $1.hash = $0 },
    .flag(
      "--auto-approve",
      Sentence(
        "propose: apply the proposal at once, if orch.json allows this and no task needs approval",
        "propose: orch.json이 허용하고 승인할 할 일이 없으면 바로 적용")
    ) { $0.approvesItself = true },
  ]
  static let action: String? = "ACTION"
  static let positional: String? = "PLAN"
  static let arguments = ["ACTION", "PLAN", "--task"]

  enum Action: String, CaseIterable {
    case check, diff, apply, cancel, retry, list, show, graph, propose, revise, approve, reject

    var takesFile: Bool {
      switch self {
      case .check, .diff, .apply: true
      case .cancel, .retry, .list, .show, .graph, .propose, .revise, .approve, .reject: false
      }
    }

    /// Whether the action starts a planner, which is a program.
    var startsPrograms: Bool {
      switch self {
      case .propose, .revise: true
      case .check, .diff, .apply, .cancel, .retry, .list, .show, .graph, .approve, .reject: false
      }
    }

    var changesRows: Bool {
      switch self {
      case .apply, .cancel, .retry, .approve, .reject: true
      case .check, .diff, .list, .show, .graph, .propose, .revise: false
      }
    }
  }

  var shared = SharedOptions()
  var action = Action.list
  var subject: String?
  var task: String?
  var key: String?
  var form: PlanForm?
  var workers = WorkerNames()
  var holdsFollowers = false
  var reason: String?
  var takesFailed = false
  var takesFollowers = false
  var isDot = false
  var goal: String?
  var goalFile: String?
  var planner: String?
  var feedback: String?
  var hash: String?
  var approvesItself = false

  var settingsNeed: SettingsNeed {
    action.startsPrograms ? .all : action.changesRows ? .writing(times: true) : .reading
  }
  var isLoggedRun: Bool { action.changesRows || action.startsPrograms }

  func run(in context: CommandContext) throws -> ExitStatus {
    if let mistake { throw mistake }
    switch action {
    case .check: return try work(onFileIn: context, by: check)
    case .diff: return try work(onFileIn: context, by: diff)
    case .apply: return try work(onFileIn: context, by: apply)
    case .cancel: try cancel(in: context)
    case .retry: try retry(in: context)
    case .list: try list(in: context)
    case .show: try show(in: context)
    case .graph: try graph(in: context)
    case .propose: return try answering(context, by: propose)
    case .revise: return try answering(context, by: revise)
    case .approve: return try answering(context, by: approve)
    case .reject: try reject(in: context)
    }
    return .success
  }

  /// The error for an option that the action does not take or a word that is missing.
  private var mistake: Problem? {
    let name = action.rawValue
    if action != .list, action != .propose, subject == nil {
      return action.takesFile
        ? .usage(
          "missing plan file", "계획 파일을 지정하지 않았습니다",
          hint: Sentence(
            "name the plan's file, or - for standard input", "파일을 지정하거나, 표준 입력은 -로 적으십시오"))
        : .usage(
          "missing plan name", "계획을 지정하지 않았습니다",
          hint: Sentence("orch plan list shows the plans", "계획은 orch plan list로 봅니다"))
    }
    if action == .list, subject != nil { return takesNo("PLAN") }
    let given: [(name: String, isGiven: Bool, of: [Action])] = [
      ("--task", task != nil, [.cancel, .retry]),
      ("--key", key != nil, [.apply]),
      ("--from", form != nil, [.check, .diff, .apply]),
      ("--map", !workers.replacements.isEmpty, [.check, .diff, .apply]),
      ("--hold", holdsFollowers, [.cancel]), ("--reason", reason != nil, [.cancel, .reject]),
      ("--failed", takesFailed, [.retry]), ("--downstream", takesFollowers, [.retry]),
      ("--dot", isDot, [.graph]),
      ("--goal", goal != nil, [.propose]), ("--goal-file", goalFile != nil, [.propose]),
      ("--planner", planner != nil, [.propose, .revise]),
      ("--feedback", feedback != nil, [.revise]), ("--hash", hash != nil, [.approve]),
      ("--auto-approve", approvesItself, [.propose]),
    ]
    if let option = given.first(where: { $0.isGiven && !$0.of.contains(action) }) {
      return takesNo(option.name)
    }
    let needed: [(name: String, isMissing: Bool, of: Action)] = [
      ("--goal", goal == nil && goalFile == nil, .propose),
      ("--feedback", feedback == nil, .revise), ("--hash", hash == nil, .approve),
    ]
    if let option = needed.first(where: { $0.isMissing && $0.of == action })?.name {
      return .usage(
        "plan \(name) needs \(option)",
        "plan \(name)에는 \(option)이(가) 필요합니다",
        hint: action == .approve
          ? Sentence("orch plan show prints the hash of a proposal", "제안의 해시는 orch plan show로 봅니다")
          : Sentence("orch plan --help shows an example", "예는 orch plan --help에 있습니다"))
    }
    if goal != nil, goalFile != nil {
      return .usage(
        "--goal and --goal-file both give the goal", "--goal과 --goal-file이 모두 목표를 말합니다",
        hint: Sentence("use one of them", "하나만 쓰십시오"))
    }
    if holdsFollowers || takesFollowers, task == nil {
      let option = holdsFollowers ? "--hold" : "--downstream"
      return .usage(
        "\(option) needs a task", "\(option)은(는) 할 일과 함께 씁니다",
        hint: Sentence("name the task after the plan", "계획 뒤에 할 일을 지정하십시오"))
    }
    if takesFailed, task != nil {
      return .usage(
        "--failed retries a whole plan, not one task", "--failed는 할 일 하나가 아니라 계획 전체를 재시도합니다",
        hint: Sentence("leave out --failed or the task", "--failed나 할 일 중 하나를 빼십시오"))
    }
    return nil
  }

  private func takesNo(_ option: String) -> Problem {
    let name = action.rawValue
    return .usage(
      "plan \(name) does not take \(option)", "plan \(name)에는 \(option)이(가) 없습니다",
      hint: Sentence(
        "orch plan --help shows which actions take it", "쓰이는 곳은 orch plan --help에 있습니다"))
  }

  var name: String { subject ?? "" }
}
