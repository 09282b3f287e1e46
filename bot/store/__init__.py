"""What the process keeps on disk: a queue, a cache and a journal. Not its work: to know what any of it means."""
