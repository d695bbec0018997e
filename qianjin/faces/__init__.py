"""界面 Where the platform speaks with a person or a machine."""
