import Foundation
import TestSupport
import Testing

/// Commands that run one after the other until the power goes.
struct PowerLossScene: Sendable, CustomStringConvertible {
  let description: String
  let commands: [FaultCommand]
  var injections: [String] = []
  /// Whether the queue's file is written over where it lies.
  var isInPlace = false

  /// Two commands of each way to write, and each command of the table by itself.
  static let all: [PowerLossScene] =
    ways + FaultCommand.all.map { PowerLossScene(description: $0.description, commands: [$0]) }

  private static let done = FaultCommand.all.filter { $0.name == "done" }
  private static let add = FaultCommand.all.filter { $0.name == "add" }

  static let ways: [PowerLossScene] =
    QueueKept.allCases.indices.map { index in
      PowerLossScene(
        description: "done, then add, \(QueueKept.allCases[index].rawValue)",
        commands: [done[index], add[index]])
    } + [
      PowerLossScene(
        description: "written in place",
        commands: [prepared { try $0.link("QUEUE.md", to: "OTHER.md") }, add[0]],
        isInPlace: true),
      PowerLossScene(
        description: "the first use", commands: [prepared { $0.remove(".orch") }, add[0]]),
      PowerLossScene(
        description: "without RENAME_EXCHANGE", commands: [done[0], add[0]],
        injections: ["renameat2:error=EINVAL"]),
    ]

  private static func prepared(_ before: @escaping FaultCommand.Step) -> FaultCommand {
    var command = done[0]
    command.before = before
    return command
  }
}

/// Commands that run one after the other, and the power that may go at any moment.
struct PowerLoss {
  let commands: [FaultCommand]
  /// What was done to the folder, in order.
  private(set) var operations: [DiskOperation] = []
  /// The folder before the first command, and after each.
  private(set) var images: [FolderImage]
  /// The visible files, after each of these.
  private(set) var states: [FaultState] = []
  /// The numbers of the files that the commands made, in order.
  private var newInodes: [UInt64] = []

  /// Runs the commands, and lets the model follow them.
  static func following(
    _ commands: [FaultCommand], injecting injections: [String] = []
  ) throws -> PowerLoss {
    for _ in 1...5 {
      do { return try PowerLoss(commands, injecting: injections) } catch is ReusedNumber {}
    }
    throw ReusedNumber()
  }

  private init(_ commands: [FaultCommand], injecting injections: [String]) throws {
    let commands = commands.map { command in
      var command = command
      command.comparesHistory = false
      return command
    }
    self.commands = commands
    let image = try commands[0].image(by: FaultFolder.processes)
    images = []
    try withTemporaryDirectory { path in
      try image.write(to: path)
      images = [try FolderImage(of: path).withoutIndex]
      for command in commands {
        try trace(
          command,
          in: FaultFolder(path: path, of: command, execution: FaultFolder.processes),
          injections)
      }
    }
    for image in images {
      states.append(
        try commands[0].inCopy(of: image, by: FaultFolder.processes) { folder in
          if case .steps(let again) = commands.last?.outcome { try again(folder) }
          return try folder.stateAfterNext(commands[0])
        })
    }
  }

  private mutating func trace(
    _ command: FaultCommand, in folder: FaultFolder, _ injections: [String]
  ) throws {
    let trace = try folder.strace(
      command, tracing: DiskOperationReader.calls, injecting: injections, stringLimit: 1 << 24)
    try #require(trace.ending.status == 0, "\(trace.ending)")
    let before = try #require(images.last)
    let after = try FolderImage(of: folder.path).withoutIndex
    var reader = DiskOperationReader(folder: folder.path, there: before)
    var disk = PowerLossDisk(before)
    var fresh: [DiskOperation] = []
    for call in trace.calls {
      let those = try reader.operations(of: call) { disk.seen.size(of: $0) }
      for operation in those { disk.perform(operation) }
      fresh += those
    }
    // The model handles every call that changed something.
    let (model, found) = (disk.seen.contents, after.contents)
    let wrong = Set(model.keys).union(found.keys).filter { model[$0] != found[$0] }
    try #require(wrong == [], "\(command)")
    let made = try disk.created.enumerated().map { index, inode in
      try number(of: disk.seen.path(of: inode), in: after) ?? Self.unknown + UInt64(index)
    }
    operations += fresh.timed(PowerLossDisk(before, newInodes: made), after)
    newInodes += made
    images.append(after)
  }

  /// The number of a file that was made; `nil` where it is gone, or a file had it that was
  /// there before and is gone.
  private func number(of path: String?, in after: FolderImage) throws -> UInt64? {
    guard let path, let inode = after.names[path] else { return nil }
    let isReused = newInodes.contains(inode) || images.contains { $0.files[inode] != nil }
    // The journal records such a file.
    if isReused, path == "QUEUE.md" || path.contains("/gen/") { throw ReusedNumber() }
    return isReused ? nil : inode
  }

  /// Numbers from here on no file has.
  private static let unknown: UInt64 = 1 << 51

  /// The system gave two files the same number, one after the other.
  struct ReusedNumber: Error {}

  /// The disk before the first command, and after each operation.
  var moments: [(disk: PowerLossDisk, moment: String)] {
    var disk = PowerLossDisk(images[0], newInodes: newInodes)
    var moments = [(disk, "before the first operation")]
    for (index, operation) in operations.enumerated() {
      disk.perform(operation)
      moments.append((disk, "after operation \(index + 1), \(operation.summary)"))
    }
    return moments
  }
}

extension FolderImage {
  /// Without what SQLite makes anew.
  var withoutIndex: FolderImage {
    var image = self
    for name in names.keys where name.hasSuffix("-shm") { image.names[name] = nil }
    return image
  }

  func size(of path: String) -> Int { names[path].flatMap { files[$0]?.bytes.count } ?? 0 }

  func path(of inode: UInt64) -> String? { names.first { $0.value == inode }?.key }

  /// What each path holds.
  fileprivate var contents: [String: File] {
    names.compactMapValues { inode in
      files[inode].map { File(kind: $0.kind, bytes: $0.bytes) }
    }
  }
}

extension [DiskOperation] {
  /// With the times that the kernel gave the files which were written, as they are `after`.
  fileprivate func timed(_ start: PowerLossDisk, _ after: FolderImage) -> [DiskOperation] {
    var disk = start
    return flatMap { operation -> [DiskOperation] in
      disk.perform(operation)
      switch operation {
      case .write(let path, _, _), .resize(let path, _):
        guard let file = disk.seen.names[path].flatMap({ after.files[$0] }) else { break }
        return [
          operation, .time(path, seconds: file.seconds, nanoseconds: file.nanoseconds),
        ]
      default: break
      }
      return [operation]
    }
  }
}
