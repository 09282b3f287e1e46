"""What people and Apps do here, with its consequences and events; REST, GraphQL and pages call it. No HTTP."""
