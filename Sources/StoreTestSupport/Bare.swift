public import QueueStore

/// What a store answers, or the error by itself, for tests that expect one.
public func bare<Value>(
  _ body: @autoclosure () throws(StoreFailure) -> Value
) throws(StoreError) -> Value {
  do { return try body() } catch { throw error.error }
}
