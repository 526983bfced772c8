import TestSupport
import Testing

/// SIGKILL, a full disk and a broken one at each system call of each command that changes
/// something: `automation/test.sh --long` tries all, the ordinary run one of each.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct FaultTests {
  @Test(arguments: FaultCommand.sample)
  func `no fault loses what was acknowledged`(command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command)
    // With fewer the list of calls has gone stale, and this tests nothing.
    try #require(rehearsal.calls.count >= 5)
    for (fault, index) in Self.cases(of: rehearsal) { try rehearsal.play(fault, at: index) }
  }

  /// The save came before the command; an acknowledged change that it did not have is merged
  /// back.
  @Test(arguments: FaultCommand.saved)
  func `no fault loses what a person saved, or what that save did not have`(
    command: FaultCommand
  ) throws {
    let rehearsal = try FaultRehearsal(of: command)
    for state in [rehearsal.old, rehearsal.new] {
      #expect(state.text.contains(FaultPast.typed), "\(command)\n\(state.text)")
      #expect(state.text.contains(" DONE | P1 | Task B "), "\(command)\n\(state.text)")
      #expect(state.text.contains(" acknowledged "), "\(command)\n\(state.text)")
    }
    for (fault, index) in Self.cases(of: rehearsal) { try rehearsal.play(fault, at: index) }
  }

  /// The faults and the places where they come.
  static func cases(of rehearsal: FaultRehearsal) -> [(Fault, Int)] {
    let all = Fault.allCases.flatMap { fault in
      // The last call is the end, which cannot fail.
      rehearsal.calls.indices.dropLast(fault == .killed ? 0 : 1).map { (fault, $0) }
    }
    return LongTests.sample(1, of: all, named: rehearsal.command.description)
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
