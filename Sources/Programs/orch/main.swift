import Commands
import Glibc
import Runner

exit(Runner.main(Orch.program))
