import CommandSupport
import Host

/// Whether this user may read the queue and replace it.
struct DoctorPermissions {
  let path: String
  let mode: UInt32
  let owner: UInt32
  let user: UInt32
  let mayRead: Bool
  let mayWrite: Bool
  /// Whether new files may be made beside the queue.
  let mayFillFolder: Bool
  /// Whether a setting forbids every change.
  let isReadOnly: Bool

  private var folder: String { Path.parent(of: path) }

  var diagnoses: [Diagnosis] { [file] + ownership + [folderDiagnosis] + readOnlyMode }

  private var file: Diagnosis {
    let name = "permissions"
    guard mayRead else {
      return .fail(
        name, "\(path) may not be read (mode \(octal))",
        mend: "chmod u+r \(path), or ask its owner")
    }
    guard mayWrite else {
      return .fail(
        name, "\(path) may not be written (mode \(octal))",
        mend: "chmod u+w \(path), or ask its owner")
    }
    return .ok(name, "the queue may be read and written (mode \(octal))")
  }

  private var octal: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Root gives files away; others can't, and write into them.
  private var ownership: [Diagnosis] {
    if owner == user || user == 0 { return [.ok("owner", "user \(owner)")] }
    return [
      .warn(
        "owner",
        "the queue belongs to user \(owner), this is user \(user): it is rewritten in place",
        mend: "give it to whoever works it: chown \(user) \(path)")
    ]
  }

  private var folderDiagnosis: Diagnosis {
    if mayFillFolder { return .ok("folder", "\(folder) may be written") }
    return .fail(
      "folder", "\(folder) may not be written, and a change makes new files there",
      mend: "chmod u+w \(folder), or ask its owner")
  }

  private var readOnlyMode: [Diagnosis] {
    guard isReadOnly else { return [] }
    return [
      .warn(
        "read-only", "read-only mode is on: commands that change rows are refused",
        mend: "unset ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json")
    ]
  }
}

extension DoctorPermissions {
  /// `nil` where there is no file.
  init?(of subject: DoctorSubject, in context: CommandContext) {
    guard let found = try? subject.found.get(), let status = subject.file else { return nil }
    self.init(
      path: found.path, mode: status.permissions, owner: status.owner,
      user: CurrentProcess.effectiveUser, mayRead: CurrentProcess.mayRead(found.path),
      mayWrite: CurrentProcess.mayWrite(found.path, status),
      mayFillFolder: CurrentProcess.mayCreateFiles(subject.home),
      isReadOnly: (try? context.value(Settings.queueReadOnly)) ?? false)
  }
}
