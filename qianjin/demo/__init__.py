"""演示 The story data: one invented cast in 前进智造园（演示）, told through the services.

Only facts published about the real park appear as such; every other enterprise and every person
is invented and marked 演示. Start in ``story.tell``.
"""
