import Interchange
import Model
import Testing

/// Tables and check lists as people keep them.
@Suite struct MarkdownTasksTests {
  @Test(arguments: [
    (
      """
      # Plan

      | ID | Task | Status | Owner | Due | Notes |
      |:--:|------|--------|-------|-----|-------|
      | T1 | Fix \\| login | Done | ann | 2026-02-03 | see `a` |
      | T2 | Write docs | 🚧 In progress | | | |
      |    |            |                |  |  |  |
      | T3 | | Done | | | |
      """,
      [
        "T1: Fix | login; done; assignee ann; due 2026-02-03; notes see `a`",
        "T2: Write docs; started",
        #"line 8: unread(Interchange.UnreadReason.missingField("title"))"#,
      ]
    ),
    (
      "Name | State\n--- | ---\nA | Selected\n\nAnother text.\n\n| a | b |\n|---|---|\n| 1 | 2 |",
      [
        #"title/A: A; blocked("Selected"); status Selected"#,
        #"line 3: title/A: unknownWord(field: "status", word: "Selected")"#,
      ]
    ),
    (
      "## Now\n- [ ] Fix it\n  See the log.\n  - [x] Find the cause\n- [?] Ask\n- no box\n",
      [
        "list/3f43462ded99bc1b: Fix it See the log.; group Now",
        "list/6a8cbd1f730076d6: Find the cause; done; group Now; part of Fix it See the log.",
        #"list/f9fcc219a048b2f2: Ask; blocked("[?]"); status [?]; group Now"#,
        #"line 5: list/f9fcc219a048b2f2: unknownMark("?")"#,
      ]
    ),
    ("```\n| task |\n|---|\n| A |\n- [ ] B\n```\n", ["unread(Interchange.UnreadReason.noTasks)"]),
    // A table ends where GitHub's renderer ends it.
    (
      "| Task | Status |\n|---|---|\n| A | Done |\n- [ ] two | three\n# Head | x\n",
      ["title/A: A; done", "list/0c9f94c262806ded: two | three"]
    ),
    (
      "- Plan\n\n    | Task | Status |\n    |---|---|\n    | A | Done |\n",
      ["title/A: A; done"]
    ),
    ("Some text.", ["unread(Interchange.UnreadReason.noTasks)"]),
  ])
  func `tables and lists are read`(_ text: String, _ lines: [String]) {
    #expect(summary(of: read(text, as: .markdown)) == lines)
  }

  @Test(arguments: [
    ("| Task | Status |\n|---|---|\n| A | Open |\n", true),
    ("| Task | Cost |\n|---|---|\n| A | 1 |\n", false),
    ("| Task | Status |\n|---|---|\n", false), ("- [ ] a\n- [ ] b\n- [x] c\n", true),
    ("- [ ] a\n- [ ] b\n", false), ("# Read me\n", false), ("", false),
  ])
  func `a file of tasks is known`(_ text: String, _ isTaskList: Bool) {
    #expect(MarkdownTasks.isTaskList(Array(text.utf8)) == isTaskList)
  }
}
