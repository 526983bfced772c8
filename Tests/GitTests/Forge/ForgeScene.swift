import Foundation
import Host
import TestSupport

@testable import Git

/// A folder with a program `gh` that prints what it is told, and writes down how it was called.
struct ForgeScene {
  let root: String
  var variables: [String: String] = [:]

  static let repository = repository("o/n")

  static func repository(_ text: String) -> ForgeRepository {
    guard let repository = ForgeRepository(text) else {
      preconditionFailure("\(text) is no repository")
    }
    return repository
  }

  /// - Parameter time: what is left for all calls.
  func forge(time: Duration = .seconds(60), clock: Clock = .system) -> Forge {
    var environment = TestEnvironment.base(home: root)
    environment["PATH"] = "\(root):/usr/bin:/bin"
    return Forge(
      environment: environment.merging(variables) { $1 }, deadline: clock.monotonic() + time,
      clock: clock)
  }

  /// Has `gh` answer each call in this way.
  func answer(_ output: String = "", errors: String = "", status: Int = 0) throws {
    try write(output, to: "output")
    try write(errors, to: "errors")
    try writeExecutable(
      """
      #!/bin/sh
      printf '%s\\0' "$@" > \(root)/words
      env > \(root)/variables; pwd > \(root)/place; cat > \(root)/input
      cat \(root)/output; cat \(root)/errors >&2; exit \(status)

      """, to: "\(root)/gh")
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(root)/\(name)"))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(root)/\(name)")), as: UTF8.self)
  }
}

func withForgeScene(_ body: (ForgeScene) throws -> Void) throws {
  try withTemporaryDirectory { try body(ForgeScene(root: $0)) }
}

func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }
