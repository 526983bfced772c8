import Foundation
import Gate
import Host
import Model
import TestSupport
import Workers

/// A project with files, and a runner that looks at it.
struct ProofScene {
  let root: String
  var checks: [String: [String]] = [:]
  var sandbox: [String] = []
  /// The folder in which the checks are trusted; `nil` for the root.
  var programRoot: String?
  var permission = TrustPermission.allowed
  var protected: [String]?
  var claimedAt: Int?
  var timeLimit = 60
  var exclusive: Set<String> = []
  var exitClasses: [String: [Int: FailureClass]] = [:]

  func write(_ text: String, to name: String) throws {
    let path = "\(root)/\(name)"
    try FileManager.default.createDirectory(
      atPath: Path.parent(of: path), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// A criterion's result as a line: `proved docs/X.md: 3 bytes`.
  func result(of criterion: String) -> String {
    guard let checked = runner.check([criterion]).first else { return "no proof" }
    return checked.result.line.replacing(root, with: "~")
  }

  var runner: ProofRunner {
    var runner = ProofRunner(
      in: ProgramPlace(root, programRoot: programRoot, sandbox: SandboxedStart(words: sandbox)),
      checks: checks, permission: permission, protected: protected,
      claimedAt: claimedAt, startedAt: claimedAt.map { $0 * 1_000_000_000 },
      timeLimit: timeLimit,
      environment: Environment(["PATH": "/usr/bin:/bin", "SECRET": "x"]))
    (runner.exclusive, runner.exitClasses) = (exclusive, exitClasses)
    runner.lockFolder = "\(root)/../state/locks"
    return runner
  }
}

extension ProofResult {
  /// Its case and its detail or reason.
  var line: String {
    switch self {
    case .proved(let detail): "proved \(detail)"
    case .leftToPullRequest: "left to the pull request"
    case .failed(let reason): "failed \(reason)"
    case .needsApproval(let reason): "needs approval \(reason)"
    }
  }
}

/// Runs `body` with a project in a fresh folder, beside which another one lies.
func withProject<Result>(_ body: (inout ProofScene) throws -> Result) throws -> Result {
  try withTemporaryDirectory { folder in
    var scene = ProofScene(root: folder + "/project")
    try scene.write("# Title\n본문 text\n", to: "docs/X.md")
    try scene.write("", to: "empty")
    try scene.write("secret", to: "../outside/secret.md")
    return try body(&scene)
  }
}
