public import Facts
public import JSON
import Wording

extension Problem {
  /// `{"code", "message", "hint"}`. Source: `docs/json.md`.
  public var json: JSONObject {
    [
      "code": .string(code), "message": .string(message), "hint": .string(hint.english),
    ]
  }
}
