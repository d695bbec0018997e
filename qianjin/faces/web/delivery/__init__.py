"""拿地即开工 The office's pages of plans, steps, letters, the week, the network and how fast."""
