/// The fields of an object. `Shaped.shape` calls a method of this type for each field.
public struct Fields<Object> {
  /// The object that is written. The pointer is valid while `shape` runs, and saves a copy of the
  /// object for each field. `nil` while the documentation of the fields is collected.
  @usableFromInline let object: UnsafePointer<Object>?
  @usableFromInline var pass = ShapePass()

  @usableFromInline
  init(of object: UnsafePointer<Object>?) { self.object = object }

  /// A field that every object has.
  ///
  /// - Parameters:
  ///   - key: the field's name, without characters that JSON escapes.
  ///   - value: returns the value of the field. An optional type means that it may be `null`.
  ///   - meaning: the text in `docs/json.md` after the field's type.
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

  /// A field that an object may lack.
  ///
  /// - Parameters:
  ///   - key: the field's name, without characters that JSON escapes.
  ///   - value: returns the value of the field; with `nil` the field is left out.
  ///   - meaning: the text in `docs/json.md` after the field's type.
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
  ///   - key: the field's name, without characters that JSON escapes.
  ///   - values: returns the elements of the list.
  ///   - meaning: the text in `docs/json.md` after the field's type.
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

  /// Adds all fields of another object at this position.
  @inlinable
  public mutating func addAll<Other: Shaped>(of other: (Object) -> Other) {
    if let object {
      pass.writeFields(of: other(object.pointee))
    } else {
      pass.note(allOf: Other.self)
    }
  }
}
