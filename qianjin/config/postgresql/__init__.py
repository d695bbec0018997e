"""Django's backend for PostgreSQL, with two things done faster that every page does."""
