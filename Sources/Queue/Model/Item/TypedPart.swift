/// A part of a segment: a text that was meant as control, or prose next to such a text.
struct TypedPart {
  /// The part as written.
  let text: String
  /// `nil` if the part does not begin with a key of the queue.
  let key: Notes.ControlKey?
  /// The correct form; `nil` for prose.
  let form: String?
  /// The value to which a command sets the field; `nil` if it is not clear.
  let value: String?
  /// The words after the value, which are prose.
  let rest: String
  /// Whether the part decides when, or by whom, the row may be started.
  let holds: Bool

  init(_ text: Substring, _ control: TypedControl?, isAlone: Bool, _ isRow: (String) -> Bool) {
    let meant = control?.meant(isAlone: isAlone, isRow)
    self.text = String(text)
    key = control?.key
    (form, value) = (meant?.form, meant?.value)
    rest = meant?.rest.joined(separator: " ") ?? ""
    holds = meant != nil && control?.holds(isRow) ?? false
  }

  /// The parts of a segment, each of which begins with a key. Words such as `owner=ann`, which is
  /// not a key, may come first. A segment that begins otherwise is one part of prose.
  static func all(
    in segment: String, _ keys: Notes.ControlKeys, _ isRow: (String) -> Bool
  ) -> [TypedPart] {
    let starts = TypedControl.starts(in: segment, keys)
    let ends = starts.dropFirst() + [segment.endIndex]
    let parts = zip(starts, ends).map { start, end in
      var text = segment[start..<end]
      // The separator before the next part.
      while end < segment.endIndex, let last = text.last, " /;,".contains(last) {
        text.removeLast()
      }
      return (text: text, control: TypedControl(text, keys))
    }
    let isProse =
      parts[0].control == nil
      && !parts[0].text.split(separator: " ").allSatisfy(TypedControl.hasForm)
    if isProse { return [TypedPart(segment[...], nil, isAlone: true, isRow)] }
    return parts.map { TypedPart($0.text, $0.control, isAlone: parts.count == 1, isRow) }
  }
}
