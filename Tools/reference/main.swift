import Glibc
import ReferencePages

exit(ReferenceTool.main())
