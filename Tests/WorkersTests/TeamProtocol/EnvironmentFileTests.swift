import Foundation
import Host
import TestSupport
import Testing

@testable import Workers

/// The file with variables for programs.
@Suite struct EnvironmentFileTests {
  private static let path = "/q/keys.env"

  @Test(
    arguments: [
      ("", [:]), ("# A=1\n\n  # B=2\n", [:]), ("A=1", ["A": "1"]), ("A=\n", ["A": ""]),
      ("A=1\nB_2=b=c\n", ["A": "1", "B_2": "b=c"]), ("A=1\nA=2\n", ["A": "2"]),
      ("  export A=1  \r\n", ["A": "1"]), ("A=$B `c`\n", ["A": "$B `c`"]),
      ("A=\"x y\"\nB='#z'\nC=\"\nD='e\"\n", ["A": "x y", "B": "#z", "C": "\"", "D": "'e\""]),
      ("A=1 # no comment\n", ["A": "1 # no comment"]),
    ] as [(String, [String: String])])
  func `lines give variables`(_ text: String, expected: [String: String]) throws {
    let variables = try EnvironmentFile.variables(in: Array(text.utf8), of: Self.path)
    #expect(variables == expected)
  }

  @Test(
    arguments: [
      ("A=1\nB\n", .line(2, path: path)), ("1A=1\n", .line(1, path: path)),
      ("A-B=1\n", .line(1, path: path)), ("=1\n", .line(1, path: path)),
      ("A =1\n", .line(1, path: path)), ("A=\0\n", .line(1, path: path)),
      ("ORCH_TZ=9\n", .reserved("ORCH_TZ", path: path)),
      ("PATH=/bin\n", .reserved("PATH", path: path)),
      ("XDG_CONFIG_HOME=/x\n", .reserved("XDG_CONFIG_HOME", path: path)),
    ] as [(String, EnvironmentFile.Fault)])
  func `a fault names the line or the variable, and no value`(
    _ text: String, fault: EnvironmentFile.Fault
  ) {
    #expect(throws: fault) {
      try EnvironmentFile.variables(in: Array(text.utf8), of: Self.path)
    }
  }

  @Test(arguments: [0o600, 0o400, 0o640, 0o604, 0o660] as [UInt32])
  func `only its owner may read the file`(_ mode: UInt32) throws {
    try withTemporaryDirectory { folder in
      let path = "\(Path.resolved(folder) ?? folder)/keys.env"
      try "A=1\n".write(toFile: path, atomically: false, encoding: .utf8)
      try #require(chmod(path, mode_t(mode)) == 0)
      let read = { try EnvironmentFile(reading: path, environment: Environment([:])) }
      if mode & 0o077 == 0 {
        #expect(try read().variables == ["A": "1"])
      } else {
        #expect(throws: EnvironmentFile.Fault.readable(path: path, mode: mode)) { try read() }
      }
    }
  }

  @Test func `a link, a folder and a folder of others are refused`() throws {
    try withTemporaryDirectory { folder in
      let folder = Path.resolved(folder) ?? folder
      try "A=1\n".write(toFile: "\(folder)/keys", atomically: false, encoding: .utf8)
      try #require(chmod("\(folder)/keys", 0o600) == 0 && symlink("keys", "\(folder)/link") == 0)
      func fault(_ name: String) -> EnvironmentFile.Fault? {
        do throws(EnvironmentFile.Fault) {
          _ = try EnvironmentFile(reading: "\(folder)/\(name)", environment: Environment([:]))
          return nil
        } catch { return error }
      }
      #expect(fault("keys") == nil)
      for name in ["link", ".", "none"] {
        let found = fault(name)
        guard case .system? = found else {
          Issue.record("\(name): \(String(describing: found))")
          continue
        }
      }
      try #require(chmod(folder, 0o777) == 0)
      #expect(fault("keys") == .replaceable(.writable(path: folder, isSticky: false)))
    }
  }
}
