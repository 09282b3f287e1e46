"""What people may type in a thread and how it is read; not who may do it, nor what it does, nor how it is answered."""
