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
