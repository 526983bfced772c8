import Engine
import QueueModel
import TeamProtocol

// Homes that are not trusted, and documents of a team's tasks.

extension English {
  static func text(of use: UseOfTrust) -> String {
    switch use {
    case .startingWorkers: "no program starts"
    case .startingPrograms: "no program of orch.json starts"
    case .mirroring: "the database is outside the project folder, and is not updated"
    case .root(let root, let file): "\(file): root '\(root.escaped)' is not used"
    case .path(let path, let key, let home, let file):
      (file.map { "\($0): " } ?? "")
        + "\(key) '\(path.escaped)' leads out of \(home), and is not used"
    case .removingAttempts: "retention in orch.json is ignored"
    case .trusting: "nothing is trusted"
    }
  }

  /// - Parameters:
  ///   - refusal: why a home is not trusted.
  ///   - queueOption: the option by which `orch trust` finds the same queue.
  static func hint(of refusal: TrustRefusal, queueOption: String = "") -> String {
    switch refusal {
    case .untrusted: "read its orch.json, then orch trust\(queueOption)"
    case .changed: "read it, then orch trust\(queueOption)"
    case .otherHash: "read what is there, then set ORCH_TRUST to what orch trust --hash prints"
    case .foreign: "work with a copy of your own"
    case .writable(let path, let isFolder): "chmod \(isFolder ? "go-wt" : "go-w") \(path)"
    case .store(let error): hint(of: error)
    case .system: "check the permissions of the file and its folder"
    }
  }

  static func hint(of error: TrustStoreError) -> String {
    switch error {
    case .malformed: "remove the file, then orch trust in each home again"
    case .unsafe(let path): "look at what it trusts, then chmod go-w \(path)"
    case .locked: "try again"
    case .system: "check the permissions of the file and its folder"
    }
  }

  static var ruleOfIdempotencyKeys: String {
    "use up to \(IdempotencyKey.maximumLength) bytes without spaces, pipes and control characters"
  }

  static func words(of problem: TeamTask.Problem) -> Words {
    switch problem {
    case .noTasks: ("there are no tasks", "write an array of objects")
    case .notAnObject: ("not an object", "templates/team_task_template.json has one")
    case .notPending: ("a new task is PENDING", "leave status out, or write PENDING")
    case .illFormedID: ("ill-formed", ItemID.rule)
    case .unknownMember(let known):
      ("unknown member", "there are \(known.joined(separator: ", "))")
    case .noText: ("missing or empty", "write a text")
    case .noTexts: ("missing", "write an array of texts")
    case .notTexts: ("not an array of texts", "write [\"…\"]")
    case .noRole:
      (
        "missing or unknown",
        "write one of \(TeamTask.Role.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    case .notACount: ("not a whole number above 0", "write a number, or leave it out")
    case .separatorInCriterion: ("has ; or •, which part criteria", "write a comma")
    }
  }
}
