import Glibc
import Operator
import Runner

exit(Runner.main(Ops.program))
