"""园区规则 The rules of the park, one package per line of work."""
