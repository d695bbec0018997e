"""园区 The park itself: its sections and bureaux, towns and villages, calendars and settings.

Key terms: park 园区, unit 单位 (section 部门, bureau 委办局, town 镇街, village 村),
working calendar 工作日历, make-up day 调休上班日, provisional 暂定. Start in ``models`` and
``planning.calendar_of``, the bridge to the engine ``worktime``.
"""
