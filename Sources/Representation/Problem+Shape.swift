public import Facts
public import Shaping
import Wording

extension Problem: Shaped {
  public static var shapeName: StaticString { "error" }
  public static func shape(_ fields: inout Fields<Problem>) {
    fields.add("code", \.code)
    fields.add("message", \.message)
    fields.add("hint", \.hint.english)
  }
}
