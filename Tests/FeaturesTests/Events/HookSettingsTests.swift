import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Events

/// `hooks` in `orch.json`.
@Suite struct HookSettingsTests {
  private func read(_ text: String) throws -> [Hook] {
    var settings = HookSettings()
    let isRead = try HookSettings.keys[0].read(JSONValue(parsing: Array(text.utf8)), &settings)
    #expect(isRead)
    return settings.hooks
  }

  @Test func `hooks are read by name`() throws {
    let hooks = try read(
      #"""
      {"mail": {"argv": ["mail", "-s", "queue", "ann"], "on": ["done"], "timeout": 90},
       "chat": {"on": ["blocked", "question"], "argv": ["scripts/notify.sh"], "env": ["CHAT_URL"]}}
      """#)
    #expect(hooks.map(\.name) == ["chat", "mail"])
    #expect(hooks.map(\.kinds) == [[.blocked, .question], [.done]])
    #expect(hooks.map(\.argv) == [["scripts/notify.sh"], ["mail", "-s", "queue", "ann"]])
    #expect(hooks.map(\.timeoutSeconds) == [30, 90])
    #expect(hooks.map(\.env) == [["CHAT_URL"], []])
  }

  /// A file, and what is said of it.
  static let mistakes: [(text: String, error: SettingMistake)] = [
    (
      #"{"chat": {"on": ["finished"], "argv": ["x"]}}"#,
      .value("finished", key: "hooks.chat.on", form: Hook.kindsForm)
    ),
    (
      #"{"chat": {"on": [], "argv": ["x"]}}"#,
      .value([], key: "hooks.chat.on", form: Hook.kindsForm)
    ),
    (#"{"chat": {"argv": ["x"]}}"#, .missing(key: "hooks.chat.on", form: Hook.kindsForm)),
    (#"{"chat": {"on": ["done"]}}"#, .missing(key: "hooks.chat.argv", form: Hook.argvForm)),
    (
      #"{"chat": {"on": ["done"], "argv": "x"}}"#,
      .value("x", key: "hooks.chat.argv", form: Hook.argvForm)
    ),
    (
      #"{"chat": {"on": ["done"], "argv": [""]}}"#,
      .value([""], key: "hooks.chat.argv", form: Hook.argvForm)
    ),
    (
      #"{"chat": {"on": ["done"], "argv": ["x"], "timeout": "2h"}}"#,
      .value("2h", key: "hooks.chat.timeout", form: Hook.timeoutForm)
    ),
    (
      #"{"chat": {"on": ["done"], "argv": ["x"], "env": ["A=B"]}}"#,
      .value(["A=B"], key: "hooks.chat.env", form: WorkerKey.names)
    ),
    (
      #"{"chat": {"on": ["done"], "argv": ["x"], "timout": 3}}"#,
      .unknownKey("hooks.chat.timout", nearest: "timeout")
    ),
    (#"{"../x": {}}"#, .value("../x", key: "hooks", form: .profileName)),
    (
      #"{"callback_url": {"on": ["done"], "argv": ["x"]}}"#,
      .value("callback_url", key: "hooks", form: Hook.nameForm)
    ),
    (#"{"chat": 3}"#, .value(3, key: "hooks.chat", form: Sentence("an object", "객체"))),
  ]

  @Test(arguments: mistakes.indices)
  func `a mistake is named with its place`(_ index: Int) throws {
    let (text, mistake) = Self.mistakes[index]
    #expect(throws: mistake) { try read(text) }
  }

  @Test func `an unknown event names those that there are`() {
    let names = QueueEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    #expect(Hook.kindsForm.english == "a list of events: \(names)")
    #expect(names.hasPrefix("added, changed, claimed"))
  }
}
