import Foundation
import Host
import TestSupport
import Testing

@testable import Workers

@Suite struct KeptDigestsTests {
  @Test func `a file that changed is read again, and so is one that changed just now`() throws {
    try withTemporaryDirectory { folder in
      let file = folder + "/program"
      let digests = KeptDigests()
      for text in ["one", "three", "eleven"] {
        try Data(text.utf8).write(to: URL(filePath: file))
        let changed = try FileStatus(of: file).changed
        for now in [changed, changed + 1, changed + 10_000_000_000, changed + 20_000_000_000] {
          try #expect(
            digests.digest(ofFile: file, now: now) == SHA256.hexDigest(of: Array(text.utf8)))
        }
      }
    }
  }
}
