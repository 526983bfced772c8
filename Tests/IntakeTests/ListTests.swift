import Intake
import Testing

/// Lists: an entry is an item, whatever separators it holds.
@Suite struct ListTests {
  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let request: String
    let items: [String]
    var isOrdered = false
  }

  @Test(arguments: [
    Row(
      testDescription: "bullets", request: "- a, b\n* c; d\n• e → f\n· g",
      items: ["a, b", "c; d", "e → f", "g"]),
    Row(
      testDescription: "numbers", request: "1. a\n2) b\n(3) c\n④ d\n5、e",
      items: ["a", "b", "c", "d", "e"]),
    Row(testDescription: "boxes", request: "- [ ] a\n[ ] b\n1. [ ] c", items: ["a", "b", "c"]),
    Row(
      testDescription: "checked entries are done", request: "- [x] a\n- [ ] b\n☑ c\n☐ d",
      items: ["b", "d"]),
    Row(
      testDescription: "what is open below a checked entry",
      request: "- [x] a\n  - [ ] b\n  - [x] c", items: ["b"]),
    Row(
      testDescription: "sub-entries", request: "- a\n  - b\n    - c\n    - d\n- e:\n\t- f",
      items: ["a: b: c, d", "e: f"]),
    Row(
      testDescription: "an entry that says nothing", request: "-\n  - a\n  - b", items: ["a", "b"]),
    Row(
      testDescription: "bullets between numbers", request: "1. a\n- b\n- c\n2. d\n- e",
      items: ["a: b, c", "d: e"]),
    Row(
      testDescription: "lines that go on", request: "- a\n  b\n- c\nd\n\ne",
      items: ["a b", "c d", "e"]),
    Row(
      testDescription: "a fence in an entry", request: "- Run this:\n```\n- x\n```\n- b",
      items: ["Run this: ``` - x ```", "b"]),
    Row(
      testDescription: "several on a line", request: "Today: 1) a 2) b 3) c",
      items: ["a", "b", "c"]),
    Row(testDescription: "bullets on a line", request: "할 일: • a • b", items: ["a", "b"]),
    Row(testDescription: "a dash within an entry", request: "- a - b\n- c", items: ["a - b", "c"]),
    Row(
      testDescription: "a line that introduces", request: "Please do these:\n\n- a\n- b",
      items: ["a", "b"]),
    Row(testDescription: "a heading", request: "# Sprint 4\n- a\n- b", items: ["a", "b"]),
    Row(
      testDescription: "plain lines behind a colon", request: "Today:\nfix a\nfix b",
      items: ["fix a", "fix b"]),
    Row(
      testDescription: "labels of lines", request: "Header:\nred\n\nFooter:\nblue\n\nfix a",
      items: ["Header: red", "Footer: blue", "fix a"]),
    Row(
      testDescription: "a stated order", request: "아래 순서대로 진행해줘\n1) a\n2) b", items: ["a", "b"],
      isOrdered: true),
    Row(
      testDescription: "a denied order", request: "In no particular order:\n1. a\n2. b",
      items: ["a", "b"]),
    Row(
      testDescription: "a sequel", request: "1) a\n2) b\nthen c", items: ["a", "b", "c"],
      isOrdered: true),
    Row(
      testDescription: "duplicates", request: "1. Fix A.\n2. Fix B!\n3. fix a",
      items: ["Fix A", "Fix B"]),
    Row(
      testDescription: "no markers", request: "-1 도는 그대로\n3.5초로 조정\n.gitignore 정리",
      items: ["-1 도는 그대로", "3.5초로 조정", ".gitignore 정리"]),
  ])
  func `a list is read`(_ row: Row) {
    let proposal = Proposal.propose(row.request)
    #expect(proposal.texts == row.items && proposal.isOrdered == row.isOrdered)
  }
}
