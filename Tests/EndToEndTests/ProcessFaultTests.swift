import TestSupport
import Testing

/// SIGKILL at a system call of each command that writes, and for databases, whose calls are
/// SQLite's own, a full disk and a broken one: `automation/test.sh --long` tries all, the ordinary
/// run one of each. `FaultTests` has every fault at every change of a file.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct ProcessFaultTests {
  @Test(arguments: FaultCommand.sample)
  func `no fault loses what was acknowledged`(command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command, by: FaultFolder.processes) { folder in
      let trace = try folder.strace(command)
      return (trace.ending, trace.calls.filter(\.isChanging))
    }
    // With fewer the list of calls has gone stale, and this tests nothing.
    try #require(rehearsal.calls.count >= 4)
    for (fault, index) in rehearsal.cases { try rehearsal.play(fault, at: index) }
  }
}

extension FaultRehearsal<Strace.Call> {
  /// The faults and the places where they come.
  fileprivate var cases: [(Fault, Int)] {
    let all = Fault.allCases.flatMap { fault in
      // The last call is the end, which cannot fail.
      calls.indices.dropLast(fault == .killed ? 0 : 1).map { (fault, $0) }
    }
    let wanted = all.filter { LongTests.areWanted || $0.0 == .killed || command.kept != .inFile }
    return LongTests.sample(1, of: wanted, named: command.description)
  }

  /// SQLite does not always pass on what the system said.
  private static var allowance: FaultAllowance {
    FaultAllowance(reasons: [
      "database or disk is full", "disk I/O error", "unable to open database file",
      "attempt to write a readonly database",
    ])
  }

  /// Runs the command in a fresh copy with a fault at the call with this index.
  fileprivate func play(_ fault: Fault, at index: Int) throws {
    var call = calls[index]
    var path: Substring?
    for _ in 1...40 {
      let hasMet = try inCopy { folder in
        let trace = try folder.strace(
          command, injecting: [fault.injection(at: call)],
          concerning: path.map { ["\(folder.path)/\($0)"] } ?? [])
        let changing = trace.calls.filter(\.isChanging)
        // strace only counts: a run that waited for something met another call.
        let met = path == nil ? changing.dropFirst(index).prefix(1) : changing[...]
        guard met.contains(where: { $0.isTheSame(as: call) }) else { return false }
        let story: Comment = "\(command): \(fault.rawValue) at \(call)\n\(trace.ending)"
        #expect(trace.ending.signal == (fault == .killed ? 9 : 0), story)
        let problems = try problems(after: fault, trace.ending, in: folder, Self.allowance)
        #expect(problems == [], story)
        return true
      }
      if hasMet { return }
      // How often a run looks whether a file is quiet changes with the machine's load, and how many
      // files of `/proc` it opens with the machine's processes.
      let all = try inCopy { try $0.strace(command).calls }
      var now = all.filter(\.isChanging)[index]
      path = now.openedPath == call.openedPath ? now.openedPath : nil
      if path != nil {
        now.occurrence = all.count { $0.openedPath == path && $0.occurrence <= now.occurrence }
      }
      call = now
    }
    Issue.record("\(command): no run met \(call)")
  }
}

extension FaultFolder {
  /// Runs the command under strace.
  func strace(
    _ command: FaultCommand, tracing calls: [String] = SystemCalls.changing,
    injecting injections: [String] = [], concerning paths: [String] = [], stringLimit: Int = 64
  ) throws -> Strace.Trace {
    try Strace.run(
      command.line[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch, command.arguments,
      in: path, environment: environment, tracing: calls, injecting: injections,
      concerning: paths, stringLimit: stringLimit)
  }
}

extension Fault {
  /// As strace is told.
  fileprivate func injection(at call: Strace.Call) -> String {
    let deed = self == .killed ? "signal=KILL" : "error=\(rawValue)"
    return "\(call.name):\(deed):when=\(call.occurrence)"
  }
}

extension Strace.Call {
  /// The path in the program's folder that `openat` opens; `nil` for other calls.
  fileprivate var openedPath: Substring? {
    guard name == "openat",
      let found = arguments.prefixMatch(of: /AT_FDCWD<([^>]*)>, "([^"]*)"/),
      found.2.hasPrefix("\(found.1)/")
    else { return nil }
    return found.2.dropFirst(found.1.count + 1)
  }

  func isTheSame(as other: Strace.Call) -> Bool {
    name == other.name && occurrence == other.occurrence
  }
}
