import Model
import TestSupport
import Testing

@testable import Interchange

@Suite struct CSVTasksTests {
  @Test(arguments: [
    ("task\nT", ["title/T: T"]),
    ("\u{FEFF}ID,Title,Depends On\nA,T,\"B; C\"", ["A: T; after B,C"]),
    ("title\nT\nT", ["title/T: T", "title/T-2: T"]),
    (
      "id,task,status,priority,labels,due,assignee,notes,Sprint\n"
        + "A,T,In Progress,high,\"a b\",2026-02-03,ann,n,7",
      ["A: T; started; P0; labels a,b; assignee ann; due 2026-02-03; notes n; Sprint 7"]
    ),
    (
      "title,status\nT,closed\nU,Cancelled",
      ["title/T: T; done", #"title/U: U; dropped("Cancelled")"#]
    ),
    ("title,priority\nT,P4", ["title/T: T; P2", #"line 2: title/T: loweredPriority("P4")"#]),
    (
      "title\na,b", ["line 2: unread(Interchange.UnreadReason.tooManyFields(2, of: 1))"]
    ),
    (
      "a\nT", ["line 1: unread(Interchange.UnreadReason.noTitleColumn)"]
    ),
    (
      "task,after\nCall the bank,\nPay; then file,\"Call the bank\"\nRest,\"Pay; then file\"",
      [
        "title/Call the bank: Call the bank",
        "title/Pay; then file: Pay; then file; after title/Call the bank",
        "title/Rest: Rest; after title/Pay; then file",
      ]
    ),
    (
      "id,task,after\nA,Call the bank,\nB,Pay,\"Call the bank, C; A\"\nC,A,D E",
      ["A: Call the bank", "B: Pay; after A,C", "C: A; after D,E"]
    ),
    (
      "task,after\nT,\nT,\nU,\"T, T-2\"",
      [
        "title/T: T", "title/T-2: T", "title/U: U; after T-2",
        #"line 4: title/U: ambiguousTitle("T")"#,
      ]
    ),
    (
      "title,state\nT,odd",
      [
        #"title/T: T; blocked("odd"); status odd"#,
        #"line 2: title/T: unknownWord(field: "status", word: "odd")"#,
      ]
    ),
    (
      "title,priority\nT,No priority",
      [
        "title/T: T; priority No priority",
        #"line 2: title/T: unknownWord(field: "priority", word: "No priority")"#,
      ]
    ),
    ("title,status\nT,FAILED", ["title/T: T; failed"]),
    ("title,status\nT,✅ Done\nU,[ ]", ["title/T: T; done", "title/U: U"]),
    (
      "id,title,status\nA,T,50% done\nB,T,Done?\nC,T,[ ] Done\nD,T,☐ Done\nE,T,Done ✅\nF,T,[x]",
      [
        #"A: T; blocked("50% done"); status 50% done"#, #"B: T; blocked("Done?"); status Done?"#,
        #"C: T; blocked("[ ] Done"); status [ ] Done"#, #"D: T; blocked("☐ Done"); status ☐ Done"#,
        "E: T; done", "F: T; done",
        #"line 2: A: unknownWord(field: "status", word: "50% done")"#,
        #"line 3: B: unknownWord(field: "status", word: "Done?")"#,
        #"line 4: C: unknownWord(field: "status", word: "[ ] Done")"#,
        #"line 5: D: unknownWord(field: "status", word: "☐ Done")"#,
      ]
    ),
    ("title,status\nT,deferred", [#"title/T: T; blocked("deferred")"#]),
    (
      "Title,Labels,Labels,Depends on,Depends on\nT,a,\"b,a\",X,Y",
      ["title/T: T; after X,Y; labels a,b"]
    ),
    ("Title;Status\r\nX;Closed\r\n", ["title/X: X; done"]),
    (
      "Title,Due,After,Labels,Owner\nT,-,-,-, - \nU,,,\"Bug, Front end\",\nV,,,a b,",
      ["title/T: T", "title/U: U; labels Bug,Front end", "title/V: V; labels a,b"]
    ),
    ("Title\tStatus\nX\tClosed\n", ["title/X: X; done"]),
    (
      "sep=;\nTitle;Status\nX;Closed\na;b;c\n",
      [
        "title/X: X; done", "line 4: unread(Interchange.UnreadReason.tooManyFields(3, of: 2))",
      ]
    ),
    ("작업,상태,우선순위,담당\n고치기,완료,높음,철수", ["title/고치기: 고치기; done; P0; assignee 철수"]),
    (
      "task,success_criteria\nT,\"`a; b` works; c\"",
      [#"title/T: T; criteria ["`a; b` works", "c"]"#]
    ),
    ("title,acceptance criteria\nT,\"a; b\nc\"", [#"title/T: T; criteria ["a; b", "c"]"#]),
    ("title\n\"T\n", ["line 2: unread(Interchange.UnreadReason.unclosedQuote)"]),
  ])
  func `columns are known by the names that people give them`(_ text: String, _ lines: [String]) {
    #expect(summary(of: read(text, as: .csv)) == lines)
  }

  @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
  func `UTF-16 is read`(_ mark: [UInt8]) {
    let bytes = "Title\tStatus\r\n버그 🐞\tDone\r\n".utf16.flatMap { unit in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return mark[0] == 0xFF ? bytes : bytes.reversed()
    }
    let file = ForeignFile(path: nil, bytes: mark + bytes)
    #expect(summary(of: InterchangeForm.csv.read([file])) == ["title/버그 🐞: 버그 🐞; done"])
    let odd = ForeignFile(path: nil, bytes: mark + bytes + [0])
    #expect(
      summary(of: InterchangeForm.csv.read([odd])) == ["unread(Interchange.UnreadReason.notUTF8)"])
  }
}
