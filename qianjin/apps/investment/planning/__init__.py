"""The bridge from projects to what is worked out of them."""
