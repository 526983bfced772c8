import TestSupport
import Testing

/// A command of the table, played through without a fault.
struct FaultRehearsal {
  let command: FaultCommand
  /// The folder before the command.
  let image: FolderImage
  /// The calls that change something, in order.
  let calls: [Strace.Call]
  /// What is there when the command was not run, and when it was.
  let old: FaultFolder.State, new: FaultFolder.State
  /// The queue's file, where there is one: before and after.
  let texts: [[UInt8]?]

  init(of command: FaultCommand) throws {
    self.command = command
    let image = try FaultFolder.before(command)
    self.image = image
    let story: Comment = "\(command), without a fault"
    old = try Self.withCopy(of: image, command) { folder in
      if case .steps(let again) = command.outcome { try folder.bash(again) }
      return try folder.stateAfterNext(story)
    }
    let (trace, text, new) = try Self.withCopy(of: image, command) { folder in
      let trace = try folder.strace()
      return (trace, try folder.text(), try folder.stateAfterNext(story))
    }
    try #require(trace.ending.status == 0 && trace.ending.output != "", "\(trace.ending)")
    if case .oneStep = command.outcome { try #require(old != new, story) }
    self.new = new
    texts = [image.text, text]
    calls = trace.calls.filter(\.isChanging)
  }

  /// Runs the command in a fresh copy with a fault at the call with this index.
  func play(_ fault: Fault, at index: Int) throws {
    var call = calls[index]
    for _ in 1...40 {
      let hasMet = try Self.withCopy(of: image, command) { folder in
        let trace = try folder.strace(injecting: [fault.injection(at: call)])
        let changing = trace.calls.filter(\.isChanging)
        // strace only counts: a run that waited for something met another call.
        guard changing.count > index, changing[index].isTheSame(as: call) else { return false }
        let story: Comment = "\(command): \(fault.rawValue) at \(call)\n\(trace.ending)"
        try FaultAftermath(rehearsal: self, folder: folder, story: story).check(trace, fault)
        return true
      }
      if hasMet { return }
      // How often a run looks whether a file is quiet changes with the machine's load.
      let now = try Self.withCopy(of: image, command) { try $0.strace().calls }
      call = now.filter(\.isChanging)[index]
    }
    Issue.record("\(command): no run met \(call)")
  }

  static func withCopy<Result>(
    of image: FolderImage, _ command: FaultCommand, _ body: (FaultFolder) throws -> Result
  ) throws -> Result {
    try withTemporaryDirectory { path in
      try image.write(to: path)
      return try body(FaultFolder(path: path, command: command))
    }
  }
}

/// What the system does to a call.
enum Fault: String, CaseIterable, Sendable {
  case killed = "SIGKILL"
  case full = "ENOSPC"
  case broken = "EIO"

  func injection(at call: Strace.Call) -> String {
    let deed = self == .killed ? "signal=KILL" : "error=\(rawValue)"
    return "\(call.name):\(deed):when=\(call.occurrence)"
  }

  /// What a command calls it.
  var reason: String {
    switch self {
    case .killed: ""
    case .full: "No space left on device"
    case .broken: "Input/output error"
    }
  }
}

extension FolderImage {
  /// What `QUEUE.md` holds.
  var text: [UInt8]? { names["QUEUE.md"].flatMap { files[$0]?.bytes } }
}

extension FaultFolder {
  func text() throws -> [UInt8]? { try FolderImage(of: path).text }
}
