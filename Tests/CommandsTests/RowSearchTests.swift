import Door
import Model
import Runner
import Testing

@Suite struct RowSearchTests {
  private static let item = QueueItem(
    id: "ORCH-012", priority: .p1, task: "Fix the Login of Safari", successCriteria: "로그인이 된다",
    ownerSession: "worker-ä", notes: Notes("seen by Kim / after=ORCH-9"))

  @Test(arguments: [
    ("login", true), ("LOGIN safari", true), ("login firefox", false), ("orch-012", true),
    ("kim", true), ("로그인", true), ("그인이", true), ("로그아웃", false), ("WORKER-Ä", true),
    ("worker-a\u{308}", true), ("worker-a", false), ("  ", true), ("", true),
    // Hangul as syllables and, as macOS writes file names, as letters.
    ("\u{1105}\u{1169}\u{1100}\u{1173}\u{110B}\u{1175}\u{11AB}", true),
  ])
  func `a row is found by all words`(_ text: String, _ isFound: Bool) {
    #expect(RowSearch(text).finds(Self.item) == isFound)
  }
}
