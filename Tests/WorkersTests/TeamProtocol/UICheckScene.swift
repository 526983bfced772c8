import Foundation
import Host
import TestSupport
import Testing
import Workers

let checkedPage = "http://127.0.0.1:1/welcome"

/// Checks a page with scripts that stand in for the programs.
///
/// - Parameter programs: scripts by the name under which they are found.
func checkPage(
  _ programs: [String: String], terms: [String] = ["Welcome"], driver: UICheck.Driver,
  session: String? = nil, timeLimit: Int = 60, _ look: (String) throws -> Void = { _ in }
) throws -> UICheckResult {
  try withTemporaryDirectory { folder in
    // A longer path would not be taken.
    let temporary = "/tmp/ui-\(UUID().uuidString.prefix(13))"
    for place in ["\(folder)/bin", temporary] {
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: false)
    }
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    for (name, script) in programs {
      try writeExecutable("#!/bin/sh\n\(script)\n", to: "\(folder)/bin/\(name)")
    }
    let check = try UICheck(
      url: checkedPage, terms: terms, driver: driver, browserSession: session,
      timeLimit: timeLimit, folder: folder,
      environment: Environment([
        // Only what a script needs, no real browser.
        "PATH": "\(folder)/bin", "TMPDIR": temporary, "SECRET": "x",
      ]))
    let result = check.run()
    let left = try Directory.names(in: temporary)
    #expect(left == [])
    try look(folder)
    return result
  }
}
