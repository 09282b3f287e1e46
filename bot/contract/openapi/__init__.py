"""OpenAPI descriptions read and compared. How two schemas relate is the work of `schema`."""
