import Glibc
import Host
import TestSupport
import Testing

/// A command of the table, played through without a fault.
struct FaultRehearsal {
  let command: FaultCommand
  /// The folder before the command.
  let image: FolderImage
  /// What it changes in files, in order, for messages.
  let changes: [String]
  /// What is there when the command was not run, and when it was.
  let old: FaultState, new: FaultState
  /// The queue's file, where there is one: before and after.
  let texts: [[UInt8]?]

  init(of command: FaultCommand) throws {
    self.command = command
    let image = try withTemporaryDirectory { path in
      try command.prepare { time in
        FaultFolder(path: path, kept: command.kept, time: time, runner: FaultFolder.inProcess)
      }
      return try FolderImage(of: path)
    }
    self.image = image
    old = try Self.inCopy(of: image, command) { folder in
      if case .steps(let again) = command.outcome { try again(folder) }
      return try folder.stateAfterNext(command)
    }
    var changes: [String] = []
    let (ending, text, new) = try Self.inCopy(of: image, command) { folder in
      let ending = try FileChange.watching({ change in
        changes.append(change.summary(in: folder.path))
        return command.refusal(of: change)
      }) { try folder.run(command.line) }
      return (ending, folder.queue, try folder.stateAfterNext(command))
    }
    try #require(ending.status == 0 && ending.output != "", "\(command): \(ending)")
    if case .oneStep = command.outcome { try #require(old != new, "\(command)") }
    self.new = new
    texts = [image.text, text]
    self.changes = changes
  }

  /// Runs the command in a fresh copy, and asks `decide` before its change with this index, and
  /// before those that follow.
  func play(
    from index: Int, _ decide: @escaping (_ following: Int, FaultFolder) -> Int32?,
    check: (ChildProcess.Ending, FaultFolder) throws -> Void
  ) throws {
    try Self.inCopy(of: image, command) { folder in
      var count = 0
      let ending = try FileChange.watching({ change in
        defer { count += 1 }
        let decision = count < index ? nil : decide(count - index, folder)
        return decision ?? command.refusal(of: change)
      }) { try folder.run(command.line) }
      try check(ending, folder)
    }
  }

  static func inCopy<Result>(
    of image: FolderImage, _ command: FaultCommand, _ body: (FaultFolder) throws -> Result
  ) throws -> Result {
    try withTemporaryDirectory { path in
      try image.write(to: path)
      return try body(
        FaultFolder(
          path: path, kept: command.kept, time: command.time, runner: FaultFolder.inProcess))
    }
  }
}

extension FileChange {
  /// Without what is written, and without the folder in its paths.
  fileprivate func summary(in folder: String) -> String {
    guard case .write(let path, let place, let bytes) = self else {
      return "\(self)".replacing(folder + "/", with: "")
    }
    let name = path.replacing(folder + "/", with: "")
    return "write(\(name), at: \(place.map(String.init) ?? "end"), \(bytes.count) bytes)"
  }
}

extension FaultCommand {
  /// What the file system always refuses, as an error number.
  fileprivate func refusal(of change: FileChange) -> Int32? {
    if way == .rename, case .exchange = change { EINVAL } else { nil }
  }
}
