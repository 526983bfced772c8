import Model
import StoreTestSupport
import Testing

@testable import Interchange

/// Which task is which where a list was numbered anew.
@Suite struct EarlierTaskTests {
  /// `T1=Write`, or `f/T1=Write`; those before `gone:` have rows.
  private static func earlier(_ words: [String]) -> [EarlierTask] {
    words.map { word in
      let isGone = word.hasPrefix("gone:")
      let isBegun = word.hasPrefix("done:")
      let plain = isGone || isBegun ? String(word.dropFirst(5)) : word
      let (source, title) = task(plain)
      let item = QueueItem.sample(
        plain, isBegun ? .done : .pending, owner: nil, notes: "")
      return EarlierTask(source, isGone ? nil : item, [title])
    }
  }

  private static func task(_ word: String) -> (ForeignSource, String) {
    let parts = word.split(separator: "=").map(String.init)
    return (ForeignSource(form: .speckit, key: parts[0]), parts[1])
  }

  @Test(arguments: [
    (["T1=a", "T2=b"], ["T1=a", "T2=b"], ["same 0", "same 1"]),
    // One was put in front.
    (["T1=a", "T2=b"], ["T1=new", "T2=a", "T3=b"], ["new", "same 0", "same 1"]),
    // Two have changed places.
    (["T1=a", "T2=b"], ["T1=b", "T2=a"], ["same 1", "same 0"]),
    // One is gone, and those behind it move up.
    (["T1=a", "T2=b", "T3=c"], ["T1=b", "T2=c"], ["same 1", "same 2"]),
    // Equal texts in their order.
    (["T1=a", "T2=a"], ["T5=a", "T6=a", "T7=a"], ["same 0", "same 1", "new"]),
    // Another text under the key.
    (["T1=a", "T2=b"], ["T1=better", "T2=b"], ["key 0", "same 1"]),
    // Two rows had the key: nobody began the second.
    (["done:T1=a", "T1=b"], ["T1=c"], ["key 1"]),
    (["done:T1=a"], ["T1=c"], ["key 0"]),
    // The numbers of each list are its own.
    (["f/T1=a", "g/T1=b"], ["g/T1=a", "g/T2=b"], ["new", "same 1"]),
    (["gone:T1=a", "T2=b"], ["T1=b", "T2=a"], ["same 1", "same 0"]),
  ])
  func `a task is known by key and text, then by text, then by key`(
    _ earlier: [String], _ tasks: [String], _ expected: [String]
  ) {
    let matches = EarlierTask.matches(
      of: tasks.map { Self.task($0) }, among: Self.earlier(earlier))
    let words = matches.map { match in
      switch match {
      case .same(let index): "same \(index)"
      case .sameKey(let index): "key \(index)"
      case nil: "new"
      }
    }
    #expect(words == expected)
  }
}
