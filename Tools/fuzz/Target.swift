import Glibc

/// The code that reads what others wrote.
///
/// Each target stops the process, so that libFuzzer keeps the input, if the code traps, throws an
/// unexpected error, or lacks a property that holds for all inputs.
enum Target: String, CaseIterable {
  case table, report, mcp, lsp, http

  func test(_ input: [UInt8]) throws {
    switch self {
    case .table: TableTarget.test(input)
    case .report: try ReportTarget.test(input)
    case .mcp: try AgentTarget.test(input)
    case .lsp: try EditorTarget.test(input)
    case .http: try ConnectionTarget.test(input)
    }
  }
}

/// The name by which libFuzzer's own `main` calls the test. That `main` does not run, but the linker
/// may take it from the library.
@_cdecl("LLVMFuzzerTestOneInput")
func namedTestOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  testOneInput(bytes, count)
}

/// What libFuzzer calls with each input.
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  // `main.swift` has checked the variable.
  let target = getenv("ORCH_FUZZ_TARGET").flatMap { Target(rawValue: String(cString: $0)) }!
  do { try target.test(Array(UnsafeBufferPointer(start: bytes, count: count))) } catch {
    fatalError("an error that no input may cause: \(error)")
  }
  return 0
}

/// Stops the process if a property does not hold.
func expect(
  _ holds: Bool, _ property: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !holds { fatalError(property(), file: file, line: line) }
}
