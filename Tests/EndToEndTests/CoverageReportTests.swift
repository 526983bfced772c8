import TestSupport
import Testing

/// What `automation/test.sh --coverage` prints of the lines that llvm-cov counted.
@Suite struct CoverageReportTests {
  private static let counts = """
    SF:/p/Sources/Host/Clock.swift
    DA:1,4
    DA:2,1
    end_of_record
    SF:/p/Sources/Host/Lock.swift
    DA:3,0
    DA:4,0
    DA:6,2
    DA:9,0
    end_of_record
    SF:/p/Sources/JSON/Value.swift
    DA:1,1
    DA:2,1
    DA:3,1
    DA:4,1
    end_of_record
    SF:/p/Sources/TestSupport/Scene.swift
    DA:1,0
    end_of_record
    SF:/p/Sources/StoreTestSupport/MemoryStore.swift
    DA:1,0
    end_of_record
    SF:/p/Sources/orch/main.swift
    DA:1,0
    end_of_record
    SF:/p/Tools/soak/main.swift
    DA:1,0
    end_of_record
    SF:/p/Tools/Soaking/Tick.swift
    DA:1,3
    end_of_record
    SF:/p/Tests/HostTests/ClockTests.swift
    DA:1,0
    end_of_record

    """

  private static let report = """
     50.00 % Host
    100.00 % JSON
    100.00 % Soaking
     72.73 % all libraries

    """

  private func report(goal: Int) throws -> ChildProcess.Ending {
    let root = Project.folder
    return try run(
      "awk",
      ["-v", "root=/p/", "-v", "goal=\(goal)", "-f", "\(root)/automation/coverage.awk"],
      in: root, input: Self.counts)
  }

  @Test func `above the goal only the shares are shown`() throws {
    let ending = try report(goal: 25)
    #expect(ending.output == Self.report && ending.errors == "" && ending.status == 0, "\(ending)")
  }

  @Test func `a file below the goal is shown with the lines that were not reached`() throws {
    let ending = try report(goal: 70)
    let files = """
      files below 70 %, with the lines that no test reaches:
       25.00 %  Host/Lock.swift: 3-4, 9

      """
    #expect(ending.output == Self.report + files && ending.status == 0, "\(ending)")
  }

  @Test func `all libraries below the goal is a failure`() throws {
    let ending = try report(goal: 73)
    #expect(ending.status == 1)
    #expect(ending.errors == "coverage: all libraries are below 73 %\n")
  }
}
