import Commands
import Glibc
import Host
import Operator
import Programs
import Runner
import Synchronization
import TestSupport
import Testing
import Text

/// A command of the table that runs in this process; its calls are the changes of files, in words.
typealias FaultRehearsal = TestSupport.FaultRehearsal<String>

extension FaultFolder {
  /// Runs the commands in this process.
  static let inProcess: Execution = { words, folder, environment in
    let (output, errors) = (Captured(), Captured())
    let program = words[0] == "ops" ? Ops.program : Orch.program
    let runner = Runner(
      program: program, console: Console(output: output, errors: errors),
      environment: Environment(TestEnvironment.base(home: folder).merging(environment) { $1 }),
      currentDirectory: folder, clock: FakeClock(start: Clock.system.now() / 1_000_000_000).clock)
    let status = runner.run(Array(words.dropFirst()))
    return ChildProcess.Ending(
      status: status, output: output.text, errors: errors.text,
      scene: words.joined(separator: " "))
  }
}

private final class Captured: TextSink {
  let isTerminal = false
  let width: Int? = nil
  private let bytes = Mutex<[UInt8]>([])

  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

  func write(_ bytes: [UInt8]) { self.bytes.withLock { $0 += bytes } }
  func flush() {}
}

extension FaultRehearsal {
  init(of command: FaultCommand) throws {
    try self.init(of: command, by: FaultFolder.inProcess) { folder in
      var changes: [String] = []
      let ending = try FileChange.watching({ change in
        changes.append("\(change)".replacing(folder.path + "/", with: ""))
        return command.refusal(of: change)
      }) { try folder.run(command.line) }
      return (ending, changes)
    }
    // Else the seam or the way has gone stale, and this tests nothing.
    try #require(calls.count >= 2, "\(command)")
    if command.way != .exchange {
      try #require(calls.contains { $0.hasPrefix(command.way.change) }, "\(command): \(calls)")
    }
  }

  /// Runs the command in a fresh copy, and asks `decide` before its change with this index, and
  /// before those that follow.
  func play(
    from index: Int, _ decide: @escaping (_ following: Int, FileChange, FaultFolder) -> Int32?,
    check: (ChildProcess.Ending, FaultFolder) throws -> Void
  ) throws {
    try inCopy { folder in
      var count = 0
      let ending = try FileChange.watching({ change in
        defer { count += 1 }
        let decision = count < index ? nil : decide(count - index, change, folder)
        return decision ?? command.refusal(of: change)
      }) { try folder.run(command.line) }
      try check(ending, folder)
    }
  }
}

extension FaultCommand {
  /// Those that change files without SQLite, or beside it.
  static let withFiles = all.filter { $0.kept == .inFile || $0.name == "report --spool" }

  /// What the file system always refuses, as an error number.
  fileprivate func refusal(of change: FileChange) -> Int32? {
    if way == .rename, case .exchange = change { EINVAL } else { nil }
  }
}

extension FaultWay {
  /// The beginning of the change by which it is known.
  var change: String {
    switch self {
    case .exchange: "exchange(\""
    case .rename: "rename(\""
    case .inPlace: "write(\"QUEUE.md\""
    case .withAttribute: "setAttribute(\""
    case .firstUse: "createFolder(\".orch\""
    }
  }
}
