import Glibc
import OpsCLI
import QueueCLI

exit(Runner.main(Ops.program))
