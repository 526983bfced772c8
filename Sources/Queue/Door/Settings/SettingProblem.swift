public import Host
public import Text

/// A setting, or a file of settings, that can't be read.
public enum SettingProblem: Error, Equatable, Sendable {
  case logInQueue(path: String)
  /// An invalid text of `ORCH_NOW`; `form` is the valid form.
  case clock(String, form: Sentence)
  /// Both variables give the zone of the queue's times.
  case twoZoneVariables(String, other: String)
  /// `name` is the option, the variable or the key; `form` follows "it must be".
  case text(String, name: String, form: Sentence)
  // Problems of the orch.json at `path`.
  case noObject(path: String)
  case noJSON(path: String, JSONError)
  case mistake(SettingMistake, path: String)
  case leadsOut(path: String, home: String, target: String)
  case isFolder(SystemError)
  case unreadable(SystemError)
}
