import Foundation
import Gate
import Host
import TestSupport
import Testing
import Workers

@Suite struct ProofPropertyTests {
  private static let names = [
    "..", ".", "docs", "X.md", "out", "secret.md", "loop", "outside", "project", "root", "etc",
    "passwd", "",
  ]
  private static let oddities = [
    "/", "~", "\0", " ", "*", "`id`", "$(touch made)", "; touch made", "| cat", "\u{301}",
    "\u{202E}", "-rf", "/proc/self/root/", "file:", " in ", "\n", "\\",
  ]

  /// A path of a few names, now and then with something strange in it.
  private func text(_ random: inout SeededGenerator) -> String {
    let names = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      Self.names.randomElement(using: &random) ?? ""
    }
    guard Int.random(in: 0..<4, using: &random) == 0 else { return names.joined(separator: "/") }
    return names.joined(separator: Self.oddities.randomElement(using: &random) ?? "")
  }

  /// Whatever a criterion says, only the one file of the project that holds text is ever
  /// proved, no program runs that is not on the list, and nothing is made.
  @Test(arguments: 0..<4)
  func `no criterion reaches beyond the project`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    try withProject { scene in
      scene.checks = ["docs": ["false"]]
      for (name, target) in [("out", "../outside"), ("loop", "."), ("root", "/")] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(scene.root)/\(name)", withDestinationPath: target)
      }
      var proved = 0
      let names = try Directory.names(in: scene.root).sorted()
      for _ in 0..<1000 {
        let text = text(&random)
        for criterion in ["file: \(text)", "grep: secret in \(text)", "cmd: \(text)"] {
          guard let checked = scene.runner.check([criterion]).first, checked.result.isProved else {
            continue
          }
          proved += 1
          #expect(isDocument(checked.proof, scene.root), "\(criterion.debugDescription)")
        }
      }
      #expect(proved > 0)
      #expect(try Directory.names(in: scene.root).sorted() == names)
    }
  }

  private func isDocument(_ proof: Proof, _ root: String) -> Bool {
    guard case .file(let path) = proof else { return false }
    return Path.resolved("\(root)/\(path)") == "\(root)/docs/X.md"
  }
}
