import Host
public import Model

/// A worker, and how it works on a row: a member of `workers` in `orch.json`; `spawn` is the
/// profile `default`. Source: `docs/workers.md`, "Profiles and routes".
public struct WorkerProfile: Equatable, Sendable {
  public let name: String
  /// The key in `orch.json`: `workers.NAME`, or `spawn`.
  public let key: String
  public var adapter: Adapter
  /// The program and its arguments, with placeholders; see `Placeholder`.
  public var argv: [String] = []
  /// The arguments of an agent's program, after orch's own.
  public var args: [String] = []
  /// Whether an attempt resumes the agent's session of the row's last attempt.
  public var resumesSession = false
  /// The maximum cost of one attempt, in millionths of a US dollar; `nil` for no limit.
  public var budgetMicrodollars: Int?
  /// The maximum number of seconds of an attempt, if the row has no limit of its own.
  public var timeoutSeconds = 5400
  /// The maximum number of seconds without output; `nil` for no limit.
  public var idleSeconds: Int?
  /// The seconds from `SIGTERM` to `SIGKILL`.
  public var graceSeconds = 10
  /// The names of variables that are passed on, in addition to those that every program gets.
  public var env: [String] = []
  /// The variables of `env` whose values are removed from logs, whatever their names are.
  public var secretEnv: [String] = []
  /// The maximum number of the worker's rows that may be IN_PROGRESS; `nil` for as many as
  /// `max_workers` allows.
  public var limit: Int?
  /// The program that replaces the first word of `argv`; `nil` if the first word is the program.
  public var program: String?
  /// The lowest accepted version of the program, such as `2.1.0`.
  public var minVersion: VersionNumber?
  /// A file below the project root whose text precedes the message.
  public var prompt: String?
  /// The purpose of the worker, on one line.
  public var about: String?
  /// The class of a failed `command`.
  public var failureClass: FailureClass?
  /// The classes of exit statuses.
  public var exitClasses: [Int: FailureClass] = [:]
  /// The program and arguments before `argv`, and before the row's checks.
  public var sandbox: [String] = []
  /// The limits of the sandbox that orch makes if `sandbox` is empty; `nil` if orch makes no
  /// sandbox.
  public var sandboxRules: SandboxRules?
  /// Whether the worker does not start if its sandbox can't be created.
  public var requiresSandbox = false
  /// Whether each of the worker's rows gets its own git worktree.
  public var usesWorktree = false
  /// What happens to work that passed its review.
  public var integration = Integration.none
  /// The steps of a simulated worker, one for each attempt; the last step repeats.
  public var script: [SimulatedStep] = []
  /// The address of a chat endpoint; `nil` if a variable has it.
  public var url: String?
  /// The model that is requested of the endpoint; `nil` if a variable has it.
  public var model: String?
  /// Whether a model behind an endpoint works on rows, instead of writing plans.
  public var takesRows = false

  /// - Parameters:
  ///   - name: a text with the form of an id.
  ///   - adapter: how orch communicates with the program.
  ///   - key: the key in `orch.json`; `nil` for `workers.NAME`.
  public init(name: String, adapter: Adapter, key: String? = nil) {
    (self.name, self.adapter, self.key) = (name, adapter, key ?? "workers.\(name)")
    if adapter.isChat { timeoutSeconds = ChatEndpoint.timeoutSeconds }
  }

  /// Whether the worker writes plans, and works on no rows.
  public var isPlanner: Bool { adapter.isChat && !takesRows }

  /// Whether the worker's programs start in a sandbox, if the machine can create one.
  public var hasSandbox: Bool { !sandbox.isEmpty || sandboxRules != nil }

  /// Words in the profile that look like placeholders but are not, each with its key.
  public var unknownPlaceholders: [(word: String, key: String)] {
    [("argv", argv), ("args", args), ("sandbox", sandbox)].flatMap { name, words in
      words.enumerated().flatMap { place, word in
        Placeholder.unknown(in: word).map { ($0, "\(key).\(name)[\(place)]") }
      }
    }
  }

  /// The variables whose values are removed from log and report.
  public var secretNames: [String] { env.filter(Self.saysSecret) + secretEnv }

  /// Whether the name of a variable suggests that its value is a secret.
  private static func saysSecret(_ name: String) -> Bool {
    let name = Array(name.uppercased().utf8)
    return secretWords.contains { name.firstOffset(of: $0, from: 0) != nil }
  }

  private static let secretWords =
    ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL", "AUTH"].map { Array($0.utf8) }

  /// How orch communicates with the program. The raw values are the values in `orch.json`.
  public enum Adapter: String, CaseIterable, Sendable {
    /// Standard output is the report.
    case report
    /// The exit status is the result; orch writes the report.
    case command
    /// The program hands the work over to another system; the report comes by `orch report`.
    case openclaw
    /// orch itself simulates the worker.
    case simulated
    /// The program of a coding agent: Claude Code, Codex or opencode.
    case claude, codex, opencode
    /// A chat endpoint, which is called with `curl`.
    case llm

    /// Whether the adapter sends requests to a chat endpoint.
    public var isChat: Bool { self == .llm }

    /// Whether the usage is booked and limited by the budget.
    public var isBilled: Bool { isAgent || isChat }
  }

  /// The program of the worker; `nil` for a simulated worker.
  public var programName: String? {
    program ?? argv.first ?? (adapter.isChat ? CurlCall.program : adapter.agent?.program)
  }

  /// The key that names this program; `adapter` for the program of an agent.
  public var programKey: String {
    program != nil ? "program" : argv.isEmpty ? "adapter" : "argv"
  }

  /// The name to which a service limit applies: an agent's program, which other workers may run
  /// too, else the worker itself.
  public var service: String {
    guard adapter.isAgent, let programName else { return name }
    return Path.name(of: programName)
  }

  public enum SimulatedStep: String, CaseIterable, Sendable {
    case done, partial, question, fail, hang, garbage
  }
}

/// The workers of a queue, and the routes to them.
public struct WorkerProfiles: Equatable, Sendable {
  /// The workers for rows, in the order of `orch.json`.
  public var profiles: [WorkerProfile] = []
  /// The workers that write plans, in the same order.
  public var planners: [WorkerProfile] = []
  public var routes: [WorkerRoute] = []
  /// The prices of tokens, by the name of a worker or a model.
  public var prices: [String: TokenPrice] = [:]
  /// Whether `orch.json` has `workers`.
  public var isNamed = false
  /// The limits for the costs of agents.
  public var budget = Budget()
  /// The paths of the other repositories for rows, relative to the project root, by name.
  public var repositories: [String: String] = [:]

  public init() {}

  /// The worker for rows with this name.
  public subscript(name: String) -> WorkerProfile? { profiles.first { $0.name == name } }

  /// Workers for rows, then planners.
  public var all: [WorkerProfile] { profiles + planners }

  /// The workers whose costs are booked.
  public var billed: [WorkerProfile] { all.filter(\.adapter.isBilled) }

  /// The workers in the form that the rules need.
  ///
  /// - Parameter obstacle: why a worker starts nothing now; `nil` if it can start.
  public func roster(_ obstacle: (WorkerProfile) -> WaitReason? = { _ in nil }) -> WorkerRoster {
    var roster = WorkerRoster(
      workers: profiles.map { profile in
        WorkerRoster.Worker(
          name: profile.name, timeoutSeconds: profile.timeoutSeconds,
          graceSeconds: profile.graceSeconds, limit: profile.limit, obstacle: obstacle(profile))
      }, routes: routes, isNamed: isNamed)
    roster.repositories = Set(repositories.keys)
    roster.planners = Set(planners.map(\.name))
    return roster
  }
}
