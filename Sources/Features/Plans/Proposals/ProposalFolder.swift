package import Door
import Host
import Model
import Text
import Workers

/// The proposals of a plan: `plans/NAME/proposals/N` in the sidecar, one folder each. `goal.md` and
/// `feedback.md` contain the person's words. `request-1.json` and `answer-1.json` contain the first
/// request and its answer. `plan.json` is the plan in canonical JSON, and `proposal.json` holds the
/// proposal's state. orch chooses all names, and removes the values of secret variables from all
/// texts. Requests and answers stay on the machine that sent them.
package struct ProposalFolder: Sendable {
  let name: String
  private let workspace: Workspace

  /// - Parameter name: a well-formed name of a plan.
  package init(_ name: String, _ workspace: Workspace) {
    (self.name, self.workspace) = (name, workspace)
  }

  private var files: SharedFiles { workspace.sharedFiles }

  /// The files that stay on this machine.
  private var ownFiles: SharedFiles {
    SharedFiles(sidecar: workspace.sidecar, queue: workspace.storePath)
  }

  /// The path of the proposals in the sidecar.
  private var path: String { "plans/\(name)/proposals" }

  private func path(of file: File, _ number: Int) -> String { "\(path)/\(number)/\(file.name)" }

  /// The path of a proposal relative to home, for people.
  func shownPath(of number: Int) -> String {
    Path.relative(files.shownPath(of: "\(path)/\(number)"), to: workspace.home)
  }

  private func unreadable(_ file: File, _ number: Int) -> Problem {
    .plan(.unreadable(path: files.shownPath(of: path(of: file, number))))
  }

  enum File {
    case goal, feedback, plan, head
    case request(Int)
    case answer(Int)

    fileprivate var name: String {
      switch self {
      case .goal: "goal.md"
      case .feedback: "feedback.md"
      case .plan: "plan.json"
      case .head: "proposal.json"
      case .request(let number): "request-\(number).json"
      case .answer(let number): "answer-\(number).json"
      }
    }

    fileprivate var isShared: Bool {
      switch self {
      case .goal, .feedback, .plan, .head: true
      case .request, .answer: false
      }
    }
  }

  /// The numbers of all proposals, including those that failed, in ascending order.
  private func numbers() throws -> [Int] {
    try files.names(in: path).compactMap { PlanFolder.number($0[...]) }.sorted()
  }

  /// Whether a planner was ever asked for the plan, whatever the result.
  var hasAny: Bool { (try? numbers())?.isEmpty == false }

  /// Keeps other processes from asking for the plan while the result lives.
  ///
  /// - Throws: `PlanProblem.beingAsked`.
  func lock(_ clock: Clock) throws -> SharedLock {
    do throws(SharedLock.Failure) {
      return try files.lock(
        "\(path)/lock", timeout: .zero, lease: Self.lease, by: "orch plan", clock)
    } catch {
      switch error {
      case .system(let error): throw error
      case .held(let holder): throw Problem.plan(.beingAsked(name, holder: holder))
      case .leased(let holder): throw Problem.plan(.leased(name, to: holder))
      }
    }
  }

  /// The number of seconds for which other machines wait for a lock holder that was lost. It is
  /// longer than a planner takes.
  private static let lease = 3600

  /// Makes the folder of the next proposal. The caller holds the plan's lock.
  ///
  /// - Parameter base: the hash of the version that the proposal is to follow; `nil` for the first
  ///   one.
  func begin(after base: String?) throws -> Int {
    let number = (try numbers().last ?? 0) + 1
    try files.makeFolder("\(path)/\(number)")
    var json = head("begun", of: number)
    json["base"] = JSONValue(base)
    try write("\(JSONValue.object(json))\n", .head, of: number)
    return number
  }

  /// Writes a file durably.
  ///
  /// - Returns: the file's path, if the file stays on this machine.
  @discardableResult
  func write(_ text: String, _ file: File, of number: Int) throws -> String {
    let path = path(of: file, number)
    let files = file.isShared ? files : ownFiles
    try files.replace(path, with: text)
    return files.shownPath(of: path)
  }

  private func bytes(_ file: File, of number: Int) throws -> [UInt8]? {
    try files.bytes(of: path(of: file, number))
  }
}

// MARK: State of a proposal

extension ProposalFolder {
  /// The last proposal that has a plan of this queue; `nil` if there is none.
  package func last() throws -> PlanProposal? {
    for number in try numbers().reversed() {
      if let proposal = try proposal(number) { return proposal }
    }
    return nil
  }

  /// The bytes of the proposal's plan. Their hash shows whether a person read these bytes.
  func planBytes(of number: Int) throws -> [UInt8]? { try bytes(.plan, of: number) }

  /// The goal that was given for the proposal; `nil` if its file is gone.
  func goal(of number: Int) throws -> String? {
    try bytes(.goal, of: number).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The hash of the version that was applied when the planner was asked; `nil` if there was none.
  func base(of number: Int) throws -> String? {
    guard let head = try bytes(.head, of: number) else { return nil }
    return (try? JSONValue(parsing: head))?.objectValue?["base"]?.stringValue
  }

  private func proposal(_ number: Int) throws -> PlanProposal? {
    guard let head = try bytes(.head, of: number), let plan = try bytes(.plan, of: number) else {
      return nil
    }
    let object = (try? JSONValue(parsing: head))?.objectValue
    // A proposal that a planner has not answered, or that failed, has another state.
    guard let state = object?["state"]?.stringValue.flatMap(PlanProposal.State.init),
      object?["store"]?.stringValue == workspace.sharedStoreName
    else { return nil }
    let read: Plan
    do { read = try Plan(parsing: plan) } catch {
      throw unreadable(.plan, number)
    }
    // Otherwise the applied plan would have another hash than the plan that the person read.
    guard read.canonicalJSON == plan else {
      throw unreadable(.plan, number)
    }
    return PlanProposal(
      plan: read, number: number, state: state, hash: SHA256.hexDigest(of: plan),
      planner: object?["planner"]?.stringValue, model: object?["model"]?.stringValue,
      usage: AgentUsage(usage: object?["usage"], cost: object?["cost"]),
      folder: shownPath(of: number))
  }

  /// Writes the plan first, and then the head that makes it a proposal.
  func write(_ proposal: PlanProposal) throws {
    try write(
      String(decoding: proposal.plan.canonicalJSON, as: UTF8.self), .plan, of: proposal.number)
    try write(head: proposal)
  }

  func write(head proposal: PlanProposal, reason: String? = nil) throws {
    var json = head(proposal.state.rawValue, of: proposal.number)
    json["base"] = JSONValue(try base(of: proposal.number))
    json["hash"] = .string(proposal.hash)
    json["planner"] = JSONValue(proposal.planner)
    json["model"] = JSONValue(proposal.model)
    json["usage"] = proposal.usage?.usage ?? .null
    json["cost"] = proposal.usage?.cost ?? .null
    if let reason { json["reason"] = .string(reason) }
    try write("\(JSONValue.object(json))\n", .head, of: proposal.number)
  }

  func write(failure reason: String, of number: Int) throws {
    var json = head("failed", of: number)
    json["reason"] = .string(reason)
    try write("\(JSONValue.object(json))\n", .head, of: number)
  }

  private func head(_ state: String, of number: Int) -> JSONObject {
    [
      "plan": .string(name), "number": .integer(number), "state": .string(state),
      "store": .string(workspace.sharedStoreName),
    ]
  }
}
