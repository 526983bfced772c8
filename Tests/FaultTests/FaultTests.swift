import Glibc
import TestSupport
import Testing

/// Every command that writes, at each of its changes of a file, a third of them a day: the process ends there, the disk is
/// full, or the disk is broken. It runs in this process, and `FileChange` refuses the change.
///
/// An end is a refusal of all further changes: what a killed process leaves on the disk, though not
/// its locks and children. `ProcessFaultTests` kills processes.
@Suite struct FaultTests {
  @Test(arguments: FaultCommand.withFiles + FaultCommand.saved + FaultCommand.ways)
  func `no fault at any change of a file loses what was acknowledged`(
    command: FaultCommand
  ) throws {
    try playEverywhere(command)
  }

  @Test(
    .enabled(if: ExtendedAttributes.areSupported(in: "/tmp"), "no extended attributes in /tmp"),
    arguments: FaultCommand.withAttribute)
  func `no fault loses the file's attributes`(command: FaultCommand) throws {
    try playEverywhere(command)
  }

  private func playEverywhere(_ command: FaultCommand) throws {
    let rehearsal = try FaultRehearsal(of: command)
    let places = Fault.allCases.flatMap { fault in
      rehearsal.calls.indices.map { (fault, index: $0) }
    }
    // In three days each fault was tried at each change.
    let sample = LongTests.sample((places.count + 2) / 3, of: places, named: "\(command)")
    for (fault, index) in sample {
      try rehearsal.play(from: index) { following, _, _ in
        fault.code(following)
      } check: { ending, folder in
        let story: Comment = "\(command): \(fault) at \(rehearsal.calls[index])\n\(ending)"
        // What a command says after its end, no one hears.
        let heard = fault == .killed ? ending.withoutOutput : ending
        let problems = try rehearsal.problems(after: fault, heard, in: folder, .inProcess)
        #expect(problems == [], story)
      }
    }
  }
}

extension FaultAllowance {
  /// Drafts are removed once their maker has ended, which here goes on.
  static let inProcess = FaultAllowance {
    $0.contains(/\.[0-9]+\.new$/) || $0.contains(/\.#(\/|$)/)
  }
}

extension Fault {
  /// The number of the error for a change, so many after the one that is meant.
  fileprivate func code(_ following: Int) -> Int32? {
    switch self {
    case .killed: EIO
    case .full: following == 0 ? ENOSPC : nil
    case .broken: following == 0 ? EIO : nil
    }
  }
}

extension ChildProcess.Ending {
  var withoutOutput: Self {
    Self(status: status, output: "", errors: errors, scene: scene)
  }
}
