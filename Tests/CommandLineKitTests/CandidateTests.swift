import CommandLineKit
import Testing

@Suite struct CandidateTests {
  private static let candidates = [
    Candidate("A", "short"), Candidate("값", "세 글자"), Candidate("LONG-1", ""),
    Candidate("B", String(repeating: "x", count: 61)),
    Candidate("C", String(repeating: "작", count: 31)),
  ]
  private static let cutPlain = String(repeating: "x", count: 59) + "…"
  private static let cutWide = String(repeating: "작", count: 29) + "…"

  @Test func `a shell that shows descriptions gets a tab between`() {
    #expect(
      Self.candidates.tabbed == [
        "A\tshort", "값\t세 글자", "LONG-1\t", "B\t\(Self.cutPlain)", "C\t\(Self.cutWide)",
      ])
  }

  @Test func `for one that does not they stand in columns`() {
    #expect(
      Self.candidates.aligned == [
        "A       short", "값      세 글자", "LONG-1", "B       \(Self.cutPlain)",
        "C       \(Self.cutWide)",
      ])
    #expect([Candidate]().aligned == [])
  }
}
