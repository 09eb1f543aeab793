// Where `dragoman inspect` finds the record in a guest's process: by this note in the resident's own image, which lies
// where RESIDENT_BEGIN says, and whose headers are mapped with it.
#include "../../ResidentSupport/include/Inspection.h"

  .section .note.dragoman, "a", @note
  .balign 4
  .long .Lname_end - .Lname
  .long .Ldescription_end - .Ldescription
  .long INSPECTION_NOTE
.Lname:
  .asciz "Dragoman"
.Lname_end:
  .balign 4
.Ldescription:
  .quad inspection_record_words
.Ldescription_end:
  .balign 4

  .section .note.GNU-stack, "", @progbits
