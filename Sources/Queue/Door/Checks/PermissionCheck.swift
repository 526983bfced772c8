import Host
import Text

/// Checks that this user may read and replace the queue.
package struct PermissionCheck {
  let path: String
  let mode: UInt32
  let owner: UInt32
  let user: UInt32
  let mayRead: Bool
  let mayWrite: Bool
  /// Whether files can be created beside the queue.
  let mayCreateFiles: Bool
  /// Whether `queue_md_read_only` is set.
  let isReadOnly: Bool

  private var folder: String { Path.parent(of: path) }

  package var diagnoses: [Diagnosis] { [file] + ownership + [folderDiagnosis] + readOnlyMode }

  private var file: Diagnosis {
    let name = "permissions"
    guard mayRead else {
      return .fail(
        name,
        Sentence("\(path) is not readable (mode \(octal))", "\(path): 읽을 수 없습니다 (모드 \(octal))"),
        fix: Sentence("chmod u+r \(path), or ask its owner", "chmod u+r \(path), 또는 소유자에게 요청하십시오"))
    }
    guard mayWrite else {
      return .unwritable(name, path, Sentence(" (mode \(octal))", " (모드 \(octal))"))
    }
    return .ok(
      name,
      Sentence("the queue is readable and writable (mode \(octal))", "큐를 읽고 쓸 수 있습니다 (모드 \(octal))")
    )
  }

  private var octal: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Only root can give a new file to the owner of the old one; other users rewrite it in place.
  private var ownership: [Diagnosis] {
    if owner == user || user == 0 {
      return [.ok("owner", Sentence("user \(owner)", "사용자 \(owner)"))]
    }
    return [
      .warn(
        "owner",
        Sentence(
          "the queue belongs to user \(owner), and you are user \(user): it is rewritten in place",
          "큐는 사용자 \(owner)의 것이고 지금은 사용자 \(user)이므로, 파일을 그 자리에서 다시 씁니다"),
        fix: Sentence(
          "give it to the user who works on it: chown \(user) \(path)",
          "작업하는 사용자에게 넘기십시오: chown \(user) \(path)"))
    ]
  }

  private var folderDiagnosis: Diagnosis {
    if mayCreateFiles {
      return .ok("folder", Sentence("\(folder) is writable", "\(folder): 쓸 수 있습니다"))
    }
    return .unwritable(
      "folder", folder, Sentence(", and a change makes new files there", " (변경할 때 이곳에 새 파일을 만듭니다)"))
  }

  private var readOnlyMode: [Diagnosis] {
    guard isReadOnly else { return [] }
    return [
      .warn(
        "read-only",
        Sentence(
          "read-only mode is on: commands that change rows are refused",
          "읽기 전용입니다. 행을 바꾸는 명령은 거절됩니다"),
        fix: Sentence(
          "unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json",
          "ORCH_QUEUE_MD_READ_ONLY 또는 orch.json의 queue_md_read_only를 없애십시오"))
    ]
  }
}

extension PermissionCheck {
  /// `nil` if there is no file.
  package init?(of queue: CheckedQueue, in taskQueue: TaskQueue) {
    guard let found = try? queue.found.get(), let status = queue.file else { return nil }
    self.init(
      path: found.path, mode: status.permissions, owner: status.owner,
      user: CurrentProcess.effectiveUser, mayRead: CurrentProcess.mayRead(found.path),
      mayWrite: CurrentProcess.mayWrite(found.path, status),
      mayCreateFiles: CurrentProcess.mayCreateFiles(queue.home),
      isReadOnly: (try? taskQueue.value(Settings.queueReadOnly)) ?? false)
  }
}
