import TestSupport
import Testing

// Old buffers that are saved over the queue, and resets that leave it.

extension GitHabitTests {
  @Test(arguments: ["", "git reset -q --hard"])
  func `an old buffer that is saved over what a pull brought`(_ before: String) throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      $ORCH pick A -q --owner-session ann; git commit -q -a -m mine; git push -q
      cp QUEUE.md buffer; sed -i 's/| B | [A-Z]* | P. | work/&, typed/' buffer
      """)
    try clones.theirs("$ORCH release -q A --force; $ORCH rm C")
    try clones.mine(
      """
      \(before)
      git pull -q --no-edit; cat buffer > QUEUE.md; $ORCH add -q --id X more --criteria c
      """)
    try expect(clones.rows(), is: ["A PENDING work", "B PENDING work, typed", "X PENDING more"])
  }

  @Test func `a reset that leaves the file, and what is typed then`() throws {
    let clones = try Self.clones()
    try clones.mine(
      """
      $ORCH done -q A --notes ok; git commit -q -a -m done; git reset -q HEAD~1
      sed -i 's/| B | [A-Z]* | P. | work/&, typed/' QUEUE.md; $ORCH add -q --id X more --criteria c
      """)
    try expect(
      clones.rows(),
      is: ["A DONE work ok", "B PENDING work, typed", "C PENDING work", "X PENDING more"])
  }

  @Test(arguments: ["", "$ORCH edit -q C --priority P2"])
  func `a reset that leaves the file, and an old buffer that is saved then`(
    _ between: String
  ) throws {
    let clones = try Self.clones()
    let outcome = try clones.mine(
      """
      cp QUEUE.md buffer; $ORCH done -q A --notes ok; git commit -q -a -m done; git reset -q HEAD~1
      \(between)
      sed -i 's/| B | [A-Z]* | P. | work/&, typed/' buffer; cat buffer > QUEUE.md
      $ORCH add --id X more --criteria c
      """)
    #expect(outcome.errors.contains("WARNING: A: put back status=DONE"), "\(outcome)")
    try expect(
      clones.rows(),
      is: ["A DONE work ok", "B PENDING work, typed", "C PENDING work", "X PENDING more"])
  }
}
