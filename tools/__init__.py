"""Tools of the developer; nothing here is part of an installation."""
