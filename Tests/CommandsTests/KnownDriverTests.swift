import Host
import TestSupport
import Testing

@testable import Door

/// Which merge drivers `ops doctor` tries: those of `orch init --git`, also with the path of `orch`.
@Suite struct KnownDriverTests {
  @Test func `of drivers with a path only this program's are known`() throws {
    try withTemporaryDirectory { folder in
      for name in ["bin", "other", "$(touch it)"] {
        try Directory.createWithParents("\(folder)/\(name)")
        try NewFile.create("\(folder)/\(name)/orch", text: "")
      }
      func isKnown(_ word: String, _ rest: String = " merge-driver %O %A %B %P") -> Bool {
        GitWorkTree.isKnown(word + rest, program: "\(folder)/bin/ops")
      }
      let rest = String(GitWorkTree.driver.dropFirst("orch".count))
      #expect(isKnown("orch") && isKnown("orch", rest))
      #expect(isKnown("\(folder)/bin/orch") && isKnown("\(folder)/bin/../bin/orch", rest))
      #expect(!isKnown("\(folder)/bin/orch", " merge-driver %O %A %B %P; touch it"))
      #expect(!isKnown("\(folder)/other/orch") && !isKnown("\(folder)/gone/orch", rest))
      #expect(!isKnown("bin/orch") && !isKnown("") && !isKnown("orch", ""))
      #expect(
        !GitWorkTree.isKnown(
          "\(folder)/$(touch\u{a0}it)/orch" + rest, program: "\(folder)/$(touch\u{a0}it)/ops"))
    }
  }
}
