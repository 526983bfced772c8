import TestSupport
import Testing

/// SIGKILL at a system call of each command that writes, and for databases, whose calls are
/// SQLite's own, a full disk and a broken one: `automation/test.sh --long` tries all, the ordinary
/// run one of each. `FaultTests` has every fault at every change of a file.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct ProcessFaultTests {
  @Test(arguments: FaultCommand.sample)
  func `no fault loses what was acknowledged`(command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command)
    // With fewer the list of calls has gone stale, and this tests nothing.
    try #require(rehearsal.calls.count >= 5)
    for (fault, index) in rehearsal.cases { try rehearsal.play(fault, at: index) }
  }
}

/// A command of the table, played through without a fault.
struct FaultRehearsal {
  let command: FaultCommand
  /// The folder before the command.
  let image: FolderImage
  /// The calls that change something, in order.
  let calls: [Strace.Call]
  /// What is there when the command was not run, and when it was.
  let old: FaultState, new: FaultState
  /// The queue's file, where there is one: before and after.
  let texts: [[UInt8]?]

  init(of command: FaultCommand) throws {
    self.command = command
    let image = try Self.image(before: command)
    self.image = image
    old = try Self.withCopy(of: image, command) { folder in
      if case .steps(let again) = command.outcome { try again(folder) }
      return try folder.stateAfterNext(command)
    }
    let (trace, text, new) = try Self.withCopy(of: image, command) { folder in
      let trace = try folder.strace(command)
      return (trace, folder.queue, try folder.stateAfterNext(command))
    }
    try #require(trace.ending.status == 0 && trace.ending.output != "", "\(trace.ending)")
    if case .oneStep = command.outcome { try #require(old != new, "\(command)") }
    self.new = new
    texts = [image.text, text]
    calls = trace.calls.filter(\.isChanging)
  }

  /// The folder as the command finds it.
  static func image(before command: FaultCommand) throws -> FolderImage {
    try withTemporaryDirectory { path in
      try command.prepare { time in
        FaultFolder(path: path, kept: command.kept, time: time, runner: FaultFolder.processes)
      }
      return try FolderImage(of: path)
    }
  }

  /// The faults and the places where they come.
  var cases: [(Fault, Int)] {
    let all = Fault.allCases.flatMap { fault in
      // The last call is the end, which cannot fail.
      calls.indices.dropLast(fault == .killed ? 0 : 1).map { (fault, $0) }
    }
    let wanted = all.filter { LongTests.areWanted || $0.0 == .killed || command.kept != .inFile }
    return LongTests.sample(1, of: wanted, named: command.description)
  }

  /// Runs the command in a fresh copy with a fault at the call with this index.
  func play(_ fault: Fault, at index: Int) throws {
    var call = calls[index]
    for _ in 1...40 {
      let hasMet = try Self.withCopy(of: image, command) { folder in
        let trace = try folder.strace(command, injecting: [fault.injection(at: call)])
        let changing = trace.calls.filter(\.isChanging)
        // strace only counts: a run that waited for something met another call.
        guard changing.count > index, changing[index].isTheSame(as: call) else { return false }
        let story: Comment = "\(command): \(fault.rawValue) at \(call)\n\(trace.ending)"
        try FaultAftermath(rehearsal: self, folder: folder, story: story).check(trace, fault)
        return true
      }
      if hasMet { return }
      // How often a run looks whether a file is quiet changes with the machine's load.
      let now = try Self.withCopy(of: image, command) { try $0.strace(command).calls }
      call = now.filter(\.isChanging)[index]
    }
    Issue.record("\(command): no run met \(call)")
  }

  static func withCopy<Result>(
    of image: FolderImage, _ command: FaultCommand, _ body: (FaultFolder) throws -> Result
  ) throws -> Result {
    try withTemporaryDirectory { path in
      try image.write(to: path)
      return try body(
        FaultFolder(
          path: path, kept: command.kept, time: command.time, runner: FaultFolder.processes))
    }
  }
}

extension FaultFolder {
  /// Runs the command under strace.
  func strace(
    _ command: FaultCommand, tracing calls: [String] = SystemCalls.changing,
    injecting injections: [String] = [], stringLimit: Int = 64
  ) throws -> Strace.Trace {
    try Strace.run(
      command.line[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch, command.arguments,
      in: path, environment: environment, tracing: calls, injecting: injections,
      stringLimit: stringLimit)
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

extension Strace.Call {
  func isTheSame(as other: Strace.Call) -> Bool {
    name == other.name && occurrence == other.occurrence
  }
}
