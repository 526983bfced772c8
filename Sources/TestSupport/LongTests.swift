import Foundation

/// Tests that try every case of a kind, of which the ordinary run tries a sample.
public enum LongTests {
  /// Whether they are wanted: `automation/test.sh --long` sets the variable.
  public static let areWanted = ProcessInfo.processInfo.environment["ORCH_TEST_LONG"] == "1"
}
