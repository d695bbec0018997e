"""走访页 Pages of visits: who has not been seen, plans, rounds, records, rules."""
