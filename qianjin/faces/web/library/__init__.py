"""资料 The library's pages: articles, canned replies, when a check is due."""
