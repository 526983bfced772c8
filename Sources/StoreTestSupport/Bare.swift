public import QueueStore

/// The value of `body`, or the error without its warnings, for tests that expect one.
public func bare<Value>(
  _ body: @autoclosure () throws(StoreFailure) -> Value
) throws(StoreError) -> Value {
  do { return try body() } catch { throw error.error }
}
