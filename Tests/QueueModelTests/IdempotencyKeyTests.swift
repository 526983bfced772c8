import StoreTestSupport
import Testing

@testable import QueueModel

@Suite struct IdempotencyKeyTests {
  @Test(arguments: ["k", "build/42", "a=b,c", "열쇠-1", String(repeating: "x", count: 200), "-"])
  func `a key is one word`(_ key: String) {
    #expect(IdempotencyKey.isWellFormed(key))
  }

  @Test(arguments: [
    "", "a b", "a|b", "a\tb", "a\nb", "a\u{7}", "a\u{A0}b", "a\u{3000}b", "a\u{202E}b",
    String(repeating: "x", count: 201), String(repeating: "열", count: 67),
  ])
  func `what a notes cell would not keep as it is is none`(_ key: String) {
    #expect(!IdempotencyKey.isWellFormed(key))
  }

  @Test(arguments: ["k", "build/42", "a=b,c", "열쇠-1", "a,", "/"])
  func `a key that is added is found again`(_ key: String) throws {
    let new = Transition.NewItem(
      id: "A", priority: .p1, task: "t", successCriteria: "c", notes: "see below",
      idempotencyKey: key, maxAttempts: 2)
    let context = TransitionContext(session: nil, now: now)
    let decision = try Transition.add(new).decision(in: MemoryTable(), context)
    guard case .change(let change) = decision else {
      Issue.record("\(decision)")
      return
    }
    #expect(change.after?.idempotencyKey == key)
    #expect(change.after?.maxAttempts == 2)
  }
}
