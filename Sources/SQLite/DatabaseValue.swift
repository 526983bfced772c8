/// The value of a column or a parameter.
public enum DatabaseValue: Equatable, Sendable {
  case null
  case integer(Int)
  case real(Double)
  /// Text, which may contain NULs.
  case text(String)
  case blob([UInt8])
}

/// A type whose values can be bound to a parameter. An optional without a value is NULL.
public protocol Bindable {
  var databaseValue: DatabaseValue { get }
}

extension DatabaseValue: Bindable {
  public var databaseValue: DatabaseValue { self }
}

extension Int: Bindable {
  public var databaseValue: DatabaseValue { .integer(self) }
}

extension Double: Bindable {
  /// SQLite stores NaN as NULL.
  public var databaseValue: DatabaseValue { .real(self) }
}

extension String: Bindable {
  public var databaseValue: DatabaseValue { .text(self) }
}

extension Array: Bindable where Element == UInt8 {
  public var databaseValue: DatabaseValue { .blob(self) }
}
