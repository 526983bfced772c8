import Testing
import Workers

@Suite struct PlaceholderTests {
  private static let values: [Placeholder: String] = [
    .id: "A-1", .label: "orch-a-1", .messageFile: "/q/.orch/{id}.task",
    .attemptFolder: "/q/.orch/attempts/A-1/3",
  ]

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("{id}", "A-1"), ("x{id}y{label}{id}", "xA-1yorch-a-1A-1"),
    ("agent:main:{label}", "agent:main:orch-a-1"),
    // What is filled in is not looked through again.
    ("{message_file}", "/q/.orch/{id}.task"), ("-o{attempt_dir}/x", "-o/q/.orch/attempts/A-1/3/x"),
    ("{", "{"), ("{{id}}", "{A-1}"), ("{ID}", "{ID}"),
    ("{id", "{id"), ("{nothing}", "{nothing}"), ("한{id}글", "한A-1글"),
  ])
  func `a row's own texts are filled in`(_ argument: String, _ filled: String) {
    #expect(Placeholder.fill([argument, argument], with: Self.values) == [filled, filled])
  }

  @Test func `what has no value stays`() {
    #expect(Placeholder.fill(["{id} {label}"], with: [.id: "A"]) == ["A {label}"])
  }

  @Test func `an argument contains placeholders`() {
    #expect(Placeholder.messageFile.isIn("--file={message_file}"))
    #expect(!Placeholder.messageFile.isIn("{message}") && !Placeholder.messageFile.isIn(""))
  }

  @Test(arguments: [
    ("{foo}", ["{foo}"]), ("--id={issue}", ["{issue}"]), ("{a}/{id}/{b_c}", ["{a}", "{b_c}"]),
    ("{message}", ["{message}"]), ("{id}", []), ("--file={message_file}", []), ("{}", []),
    (#"{"a":1}"#, []), ("{a,b}", []), ("{1..3}", []), ("{{name}}", []), ("${HOME}", []),
    ("%{http_code}", []), ("HEAD@{upstream}", []), ("{print $1}", []), ("BEGIN {exit}", []),
    ("'{x}'", []), ("{Foo}", []), ("{foo", []), ("{{id}", []), ("{한글}", []),
  ])
  func `a lone word in braces is doubtful, a program or a form of another program is not`(
    _ argument: String, _ unknown: [String]
  ) {
    #expect(Placeholder.unknown(in: argument) == unknown)
  }
}
