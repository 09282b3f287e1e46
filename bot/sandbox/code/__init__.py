"""What GitHub holds about code beside git, and how it is told; what happens to it is decided in `acts`."""
