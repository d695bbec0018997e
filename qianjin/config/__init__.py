"""配置 Settings, the URL tree and the processes that serve them."""
