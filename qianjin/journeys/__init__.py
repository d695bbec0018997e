"""旅程 The few stories that cross neighbouring apps, each one transaction and one undo."""
