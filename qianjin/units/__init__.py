"""量与值 Value types shared by every layer; pure Python, no framework."""
