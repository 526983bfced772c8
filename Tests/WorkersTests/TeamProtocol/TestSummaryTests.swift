import Testing

@testable import Workers

/// How many tests a check ran.
@Suite struct TestSummaryTests {
  @Test(
    arguments: [
      ("Swift Testing", "✔ Test run with 41 tests in 3 suites passed after 0.4 seconds.", 41),
      ("Swift Testing, none", "✔ Test run with 0 tests in 0 suites passed after 0.001 seconds.", 0),
      ("XCTest", "\t Executed 12 tests, with 0 failures (0 unexpected) in 0.1 seconds", 12),
      ("unittest", "----\nRan 3 tests in 0.000s\n\nOK", 3),
      ("unittest, none", "\nRan 0 tests in 0.000s\n\nOK", 0),
      ("pytest", "===== 3 passed, 1 skipped in 0.02s =====", 3),
      ("pytest, failing", "===== 1 failed, 2 passed in 0.02s =====", 2),
      ("pytest, all failing", "===== 2 failed in 0.02s =====", 2),
      ("pytest, none", "===== no tests ran in 0.01s =====", 0),
      (
        "cargo",
        "test result: ok. 5 passed; 0 failed; 0 ignored\ntest result: ok. 0 passed; 0 failed",
        5
      ),
      ("cargo, none", "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored", 0),
      ("go", "ok  \texample.org/a\t0.003s\n?   \texample.org/b\t[no test files]", 1),
      ("go, none", "ok  \texample.org/a\t0.003s [no tests to run]", 0),
      ("node", "\u{1b}[34mℹ tests 2\u{1b}[39m\nℹ pass 2", 2),
      ("node, TAP", "# tests 0\n# pass 0", 0),
      ("Jest", "Tests:       1 failed, 2 passed, 3 total", 2), ("Jest, none", "Tests: 0 total", 0),
      ("Vitest", " Tests  4 passed (4)", 4), ("Vitest, none", "No test files found, exiting", 0),
      ("Mocha", "  7 passing (12ms)", 7), ("Mocha, none", "  0 passing (1ms)", 0),
      ("RSpec", "3 examples, 0 failures", 3), ("minitest", "2 runs, 4 assertions, 0 failures", 2),
      ("PHPUnit", "OK (3 tests, 5 assertions)", 3), ("PHPUnit, none", "No tests executed!", 0),
      ("ctest", "100% tests passed, 0 tests failed out of 9", 9),
      ("ctest, none", "No tests were found!!!", 0),
      ("prove", "Files=1, Tests=3,  0 wallclock secs", 3),
      ("Maven", "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0", 3),
      ("dotnet", "Passed!  - Failed:     0, Passed:     3, Skipped:     0, Total: 3", 3),
      // Not a summary of tests.
      ("nothing", "", nil), ("a linter", "Found 0 errors in 3 files (total 0)", nil),
      ("a build", "Build complete! (0.5s)\n0 warnings", nil), ("a number", "0", nil),
      ("a sentence", "there are 0 tests of this in the book", nil),
    ] as [(String, String, Int?)])
  func `the summaries of test runners are known`(
    _ name: String, _ output: String, _ count: Int?
  ) {
    #expect(TestSummary.count(in: output) == count)
  }
}
