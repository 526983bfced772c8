import Foundation

/// The executables beside the running tests, or those in the folder `ORCH_TEST_BINARIES`.
public enum BuiltBinaries {
  public static let orch = path("orch")
  public static let ops = path("ops")
  public static let oversee = path("oversee")
  public static let claim = path("claim")

  /// The folder of the running tests, with their modules and objects.
  public static let beside =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    .map { URL(filePath: $0).deletingLastPathComponent().path } ?? "."

  /// The folder of the executables.
  public static let folder = ProcessInfo.processInfo.environment["ORCH_TEST_BINARIES"] ?? beside

  private static func path(_ name: String) -> String { "\(folder)/\(name)" }
}

/// Runs a built executable in a folder, without the environment variables of the test run.
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
  /// The variables of every program under test.
  public static func base(home: String) -> [String: String] {
    ["PATH": "/usr/bin:/bin", "HOME": home, "USER": "tester", "LANG": "C.UTF-8", "TZ": "KST-9"]
      .merging(profile) { $1 }
  }

  /// The file to which programs built with coverage write their counts, by default in their working
  /// directory.
  private static let profile = ProcessInfo.processInfo.environment
    .filter { $0.key == "LLVM_PROFILE_FILE" }

  /// The output of a program without errors about those counts: in some tests its disk fails, or
  /// its user may not write there.
  static func withoutProfileErrors(_ text: String) -> String {
    guard !profile.isEmpty else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("LLVM Profile") }.joined(separator: "\n")
  }
}
