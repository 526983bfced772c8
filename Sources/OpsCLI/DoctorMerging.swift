import CommandSupport

/// How git merges two branches of the queue.
struct DoctorMerging: Equatable {
  /// The queue file, links followed.
  let queue: String
  /// What git was not told.
  let missing: [GitWorkTree.MergePart]

  var diagnosis: Diagnosis {
    let install = "orch init --git --queue \(queue)"
    switch missing {
    case []: return .ok("git merge", "by cell")
    case [.driver]:
      return .warn(
        "git merge", ".gitattributes names the driver orch, and git config does not say what it is",
        mend: install)
    default: return .ok("git merge", "by line; by cell after \(install)")
    }
  }
}

extension DoctorMerging {
  /// `nil` where there is no queue file, or git can't be asked.
  init?(of subject: DoctorSubject, in context: CommandContext) {
    guard let queue = try? subject.found.get().path,
      let repository = try? GitWorkTree(holding: subject.home, environment: context.environment),
      let missing = try? repository.missingMergeParts(for: queue)
    else { return nil }
    self.init(queue: queue, missing: missing)
  }
}
