"""专项行动 Special actions: one question or task to many enterprises, each with a state of its own.

Key terms: drive 专项行动 (``Drive``), target 行动对象 (one enterprise in it, ``Target``), resource
共享资源 (what is allotted among them, ``Resource``), allotment 分配 (``Allotment``). Start in
``choices.TargetState``, then ``services``.
"""
