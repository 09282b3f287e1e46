"""Claims a subject, has it observed, decides, has the effects applied. Not its work: to know GitHub, or any rule."""
