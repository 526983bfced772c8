import Model
import QueueStore
import Synchronization

// Requests with a key, which add their rows once.

extension StoreConformance {
  private static func request(_ key: String = "k-1", _ digest: String = "d1") -> AddRequest? {
    RequestKey(key).map { AddRequest(key: $0, digest: digest) }
  }

  private static func adding(
    _ rows: [Transition.NewItem] = [newItem()], with request: AddRequest? = request(),
    inSequence: Bool = false
  ) -> Transition {
    .addAll(rows, inSequence: inSequence, request: request)
  }

  /// A request is repeated after something happened to the row that it had added.
  private static func repeated(
    _ name: String, after changes: [Transition] = [], session: String? = nil, leaving rows: [String]
  ) -> Case {
    Case(testDescription: "add with a key: again, \(name)", items: bystanders) { scene in
      try scene.perform(adding())
      for change in changes { try scene.perform(change, session: session) }
      let history = try scene.history()
      try scene.expectAnswer("added before: ORCH-001", to: adding())
      try scene.expectStates(["B PENDING -", "C DONE s3"] + rows)
      try scene.expect(scene.history(), history, "the history")
    }
  }

  static let requests: [Case] = [
    repeated("at once", leaving: ["ORCH-001 PENDING -"]),
    repeated(
      "after the row was claimed", after: [.pick(id: "ORCH-001")], session: "s1",
      leaving: ["ORCH-001 IN_PROGRESS s1"]),
    repeated(
      "after the row was edited", after: [.edit(.init(id: "ORCH-001", [.task: "u"]))],
      leaving: ["ORCH-001 PENDING -"]),
    repeated(
      "after the row was removed", after: [.remove(["ORCH-001"], force: false)], leaving: []),
    repeated("after the addition was undone", after: [.undo(id: "ORCH-001")], leaving: []),
    repeated(
      "after other rows were added", after: [adding(with: request("k-2")), .add(newItem())],
      leaving: ["ORCH-001 PENDING -", "ORCH-002 PENDING -", "ORCH-003 PENDING -"]),
    Case(testDescription: "add with a key: rows of one request are found together", items: []) {
      scene in
      let rows = [newItem("N"), newItem(), newItem("M")]
      try scene.perform(adding(rows, inSequence: true))
      try scene.perform(.remove(["M"], force: false))
      try scene.expectAnswer("added before: N ORCH-001 M", to: adding(rows, inSequence: true))
      try scene.expectStates(["N PENDING -", "ORCH-001 PENDING -"])
    },
    Case(testDescription: "add with a key: the key comes before the id", items: []) { scene in
      try scene.perform(adding([newItem("N")]))
      try scene.expectAnswer("added before: N", to: adding([newItem("N")]))
    },
    Case(testDescription: "add with a key: other content is refused", items: []) { scene in
      try scene.perform(adding([newItem("N"), newItem()]))
      try scene.expectAnswer(
        "refused: key_used: key 'k-1' was used for a request with other content",
        to: adding(with: request("k-1", "d2")))
      try scene.expectStates(["N PENDING -", "ORCH-001 PENDING -"])
    },
    Case(testDescription: "add with a key: a refused request leaves the key free", items: []) {
      scene in
      try scene.expectAnswer(
        "refused: not_found: Row id not found: Z", to: adding([newItem("N", after: ["Z"])]))
      try scene.expectAnswer("nothing pending", to: adding([]))
      try scene.perform(adding([newItem("N")], with: request("k-1", "d2")))
      try scene.expectStates(["N PENDING -"])
    },
    Case(testDescription: "add with a key: a key is its whole text", items: []) { scene in
      let keys = ["k", "K", "k-", "k'--", "\"}k\\", "%", "k*", "request\":{\"key\":\"k"]
      for key in keys + keys { try scene.perform(adding(with: request(key))) }
      try scene.expectStates((1...keys.count).map { "ORCH-00\($0) PENDING -" })
    },
    Case(testDescription: "add with a key: without rows it is looked for", items: []) { scene in
      try scene.perform(adding([newItem("N")]))
      try scene.expectAnswer("added before: N", to: adding([]))
      try scene.expectAnswer("nothing pending", to: adding([], with: request("k-2")))
      try scene.perform(adding([newItem("M")], with: request("k-2")))
      try scene.expectStates(["N PENDING -", "M PENDING -"])
    },
    Case(testDescription: "threads that add with the same keys at once add once", items: []) {
      scene in
      let answers = Mutex<[String]>([])
      try inThreads(scene) { store, _ in
        for number in 1...5 {
          let decision = try store.perform(
            adding(with: request("k-\(number)")),
            context: TransitionContext(session: nil, now: now, author: author)
          ).value
          let ids =
            if case .addedBefore(let ids) = decision { ids } else { decision.changes.map(\.id) }
          answers.withLock { $0.append("k-\(number) \(ids)") }
        }
      }
      try scene.expectStates((1...5).map { "ORCH-00\($0) PENDING -" })
      try scene.expect("\(Set(answers.withLock(\.self)).count)", "5", "the number of answers")
    },
  ]
}
