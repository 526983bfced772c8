import QueueModel
import Testing

@Suite struct WorkerLabelTests {
  @Test(arguments: [
    ("ORCH-001", "orch-orch-001"), ("REL-1", "orch-rel-1"), ("a_b", "orch-a_b"),
    ("a.B", "orch-a-b"), ("9", "orch-9"),
    (String(repeating: "A", count: 64), "orch-" + String(repeating: "a", count: 59)),
  ])
  func `a label is the id as a session can be called`(_ id: String, _ label: String) {
    #expect(WorkerLabel.label(for: id) == label)
    #expect(label.utf8.count <= WorkerLabel.maximumLength)
  }
}
