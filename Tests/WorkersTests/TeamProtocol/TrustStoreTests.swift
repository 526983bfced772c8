import Foundation
import Host
import TestSupport
import Testing
import Workers

@Suite struct TrustStoreTests {
  @Test func `several homes are kept apart, and only their user may read the file`() throws {
    try withTemporaryDirectory { folder in
      let store = try #require(TrustStore(environment: Environment(["HOME": folder])))
      func files(_ digest: String) -> TrustedFiles {
        TrustedFiles([.init(path: "orch.json", digest: digest)])
      }
      try store.trust("/a", files("1"))
      try store.trust("/b", files("2"))
      try store.trust("/a", files("3"))
      #expect(
        try String(contentsOfFile: store.path, encoding: .utf8)
          == #"{"/b":{"orch.json":"2"},"/a":{"orch.json":"3"}}"# + "\n")
      #expect(try FileStatus(of: store.path).permissions == 0o600)
      #expect(try FileStatus(of: Path.parent(of: store.path)).permissions == 0o700)
      // Two names that are one to a String.
      try store.trust("/\u{E9}", files("4"))
      #expect(try store.files(of: "/e\u{301}") == nil)
    }
  }

  @Test(arguments: [
    (["HOME": "/home/me"], "/home/me/.config/orch/trust.json"),
    (["HOME": "/home/me", "XDG_CONFIG_HOME": "/x"], "/x/orch/trust.json"),
    (["HOME": "/home/me", "XDG_CONFIG_HOME": "x"], "/home/me/.config/orch/trust.json"),
    (["HOME": "me"], nil), ([:], nil),
  ])
  func `the file is where a user's configuration is`(
    _ variables: [String: String], path: String?
  ) {
    #expect(TrustStore(environment: Environment(variables))?.path == path)
  }
}
