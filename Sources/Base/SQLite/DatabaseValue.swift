/// A value of a column or a parameter that is not NULL.
public enum DatabaseValue: Equatable, Sendable {
  case integer(Int)
  /// Text, which may contain NULs.
  case text(String)
}

/// A type whose values can be bound to a parameter. An optional without a value is NULL.
public protocol Bindable {
  var databaseValue: DatabaseValue { get }
}

extension Int: Bindable {
  public var databaseValue: DatabaseValue { .integer(self) }
}

extension String: Bindable {
  public var databaseValue: DatabaseValue { .text(self) }
}
