import CommandSupport
import Host

/// Checks that this user may read the queue and replace it.
struct PermissionCheck {
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

  var diagnoses: [Diagnosis] { [file] + ownership + [folderDiagnosis] + readOnlyMode }

  private var file: Diagnosis {
    let name = "permissions"
    guard mayRead else {
      return .fail(
        name, "\(path) may not be read (mode \(octal))",
        fix: "chmod u+r \(path), or ask its owner")
    }
    guard mayWrite else { return .unwritable(name, path, " (mode \(octal))") }
    return .ok(name, "the queue may be read and written (mode \(octal))")
  }

  private var octal: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Only root can give a new file to the owner of the old one; other users rewrite it in place.
  private var ownership: [Diagnosis] {
    if owner == user || user == 0 { return [.ok("owner", "user \(owner)")] }
    return [
      .warn(
        "owner",
        "the queue belongs to user \(owner), this is user \(user): it is rewritten in place",
        fix: "give it to the user who works it: chown \(user) \(path)")
    ]
  }

  private var folderDiagnosis: Diagnosis {
    if mayCreateFiles { return .ok("folder", "\(folder) may be written") }
    return .unwritable("folder", folder, ", and a change makes new files there")
  }

  private var readOnlyMode: [Diagnosis] {
    guard isReadOnly else { return [] }
    return [
      .warn(
        "read-only", "read-only mode is on: commands that change rows are refused",
        fix: "unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json")
    ]
  }
}

extension PermissionCheck {
  /// `nil` where there is no file.
  init?(of queue: CheckedQueue, in context: CommandContext) {
    guard let found = try? queue.found.get(), let status = queue.file else { return nil }
    self.init(
      path: found.path, mode: status.permissions, owner: status.owner,
      user: CurrentProcess.effectiveUser, mayRead: CurrentProcess.mayRead(found.path),
      mayWrite: CurrentProcess.mayWrite(found.path, status),
      mayCreateFiles: CurrentProcess.mayCreateFiles(queue.home),
      isReadOnly: (try? context.value(Settings.queueReadOnly)) ?? false)
  }
}
