import Foundation
import Host
import TestSupport
import Testing
import Workers

@Suite struct UICheckMistakeTests {
  @Test(arguments: [
    "", "-", "--help", "localhost:3000", "http://", "javascript:alert(1)", "data:text/html,x",
    "chrome://settings", "http://a b", "http://a\nb", "http://a\0b", "http://a\u{202E}b",
    " http://a",
    "ftp://a", "http:/a",
  ])
  func `what is no page is refused`(_ url: String) {
    #expect(throws: UICheckMistake.url(url)) {
      try UICheck(
        url: url, terms: [], driver: .auto, browserSession: nil, timeLimit: 1, folder: "/",
        environment: Environment([:]))
    }
  }

  @Test(arguments: ["", "-x", "a b", "a;b", "../a", "a=b"])
  func `what is not a name of a session is refused`(_ session: String) {
    #expect(throws: UICheckMistake.session(session)) {
      try UICheck(
        url: "HTTPS://a", terms: [], driver: .auto, browserSession: session, timeLimit: 1,
        folder: "/", environment: Environment([:]))
    }
  }
}
