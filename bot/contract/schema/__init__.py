"""JSON Schemas compared as sets of values. Knows nothing of operations, parameters or OpenAPI documents."""
