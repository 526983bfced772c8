/// The fields of an object, which `Shaped.shape` names.
public struct Fields<Object> {
  /// The object that is written, which is valid while `shape` runs, and not copied for each field;
  /// `nil` while the meanings of its fields are noted.
  @usableFromInline let object: UnsafePointer<Object>?
  @usableFromInline var pass = ShapePass()

  @usableFromInline
  init(of object: UnsafePointer<Object>?) { self.object = object }

  /// A field that is always there.
  ///
  /// - Parameters:
  ///   - key: its name, without characters that JSON escapes.
  ///   - value: reads it; its type says whether it may be `null`.
  ///   - meaning: the text in `docs/json.md` after its type.
  @inlinable
  public mutating func add<Value: FieldValue>(
    _ key: StaticString, _ value: (Object) -> Value, _ meaning: StaticString = ""
  ) {
    if let object {
      pass.write(key, ifAny: value(object.pointee))
    } else {
      pass.note(Value.self, key, isOptional: false, meaning)
    }
  }

  /// A field that is left out if it does not apply.
  ///
  /// - Parameters:
  ///   - key: its name, without characters that JSON escapes.
  ///   - value: reads it; `nil` leaves it out.
  ///   - meaning: the text in `docs/json.md` after its type.
  @inlinable
  public mutating func addIfAny<Value: FieldValue>(
    _ key: StaticString, _ value: (Object) -> Value?, _ meaning: StaticString = ""
  ) {
    if let object {
      pass.write(key, ifAny: value(object.pointee))
    } else {
      pass.note(Value.self, key, isOptional: true, meaning)
    }
  }

  /// A list that is left out if it is empty.
  ///
  /// - Parameters:
  ///   - key: its name, without characters that JSON escapes.
  ///   - values: reads its elements.
  ///   - meaning: the text in `docs/json.md` after its type.
  @inlinable
  public mutating func addIfNotEmpty<Value: FieldValue>(
    _ key: StaticString, _ values: (Object) -> [Value], _ meaning: StaticString = ""
  ) {
    if let object {
      let values = values(object.pointee)
      pass.write(key, ifAny: values.isEmpty ? nil : values)
    } else {
      pass.note([Value].self, key, isOptional: true, meaning)
    }
  }

  /// All fields of another object, at this place.
  @inlinable
  public mutating func addAll<Other: Shaped>(of other: (Object) -> Other) {
    if let object {
      pass.writeFields(of: other(object.pointee))
    } else {
      pass.note(allOf: Other.self)
    }
  }
}
