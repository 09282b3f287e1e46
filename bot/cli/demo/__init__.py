"""`stagekeeper demo`: an API's whole way, played on this machine and checked step by step."""
