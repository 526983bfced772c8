import Foundation

/// The executables as they were built beside the running tests, or those in the
/// folder that `ORCH_TEST_BINARIES` names.
public enum BuiltBinaries {
  public static let orch = path("orch")
  public static let ops = path("ops")
  public static let oversee = path("oversee")
  public static let claim = path("claim")

  /// The folder of the running tests, where their modules and objects lie too.
  public static let beside =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    .map { URL(filePath: $0).deletingLastPathComponent().path } ?? "."

  private static func path(_ name: String) -> String {
    "\(ProcessInfo.processInfo.environment["ORCH_TEST_BINARIES"] ?? beside)/\(name)"
  }
}

/// Runs a built executable in a folder, with an environment of its own: the
/// variables of the person who runs the tests stay out.
@discardableResult
public func run(
  _ program: String, _ arguments: [String], in folder: String,
  environment: [String: String] = [:], input: String? = nil
) throws -> ChildProcess.Ending {
  try ChildProcess(
    starting: program, arguments, in: folder,
    environment: TestEnvironment.base(home: folder).merging(environment) { $1 }, input: input
  ).wait()
}

public enum TestEnvironment {
  /// What every program under test sees.
  public static func base(home: String) -> [String: String] {
    ["PATH": "/usr/bin:/bin", "HOME": home, "USER": "tester", "LANG": "C.UTF-8"]
      .merging(profile) { $1 }
  }

  /// Where programs that were built with coverage leave their counts. Without it
  /// that would be the folder they run in.
  private static let profile = ProcessInfo.processInfo.environment
    .filter { $0.key == "LLVM_PROFILE_FILE" }

  /// What a program said, without the complaints about counts that it could not
  /// leave: its disk fails in some tests, its user may not write there in others.
  static func withoutProfileErrors(_ text: String) -> String {
    guard !profile.isEmpty else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("LLVM Profile") }.joined(separator: "\n")
  }
}
